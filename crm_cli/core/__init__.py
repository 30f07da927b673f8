"""Words, dates, money, fields and queries: no input or output, no clock."""
