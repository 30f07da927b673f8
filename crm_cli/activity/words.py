"""The words of an activity as one text, in SQL."""

TEXT_SQL = "coalesce(nullif(a.subject, '') || coalesce(': ' || nullif(a.body, ''), ''), a.body)"
"""Subject and words of an activity `a`."""
