"""What was said and done: notes, calls, e-mails, meetings, messages."""
