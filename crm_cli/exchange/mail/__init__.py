"""Mail and calendars of people: what was written and agreed, brought in as activities."""
