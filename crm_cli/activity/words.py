"""What is often asked of an activity, in SQL: its words as one text, and where it stands in time."""

TEXT_SQL = "coalesce(nullif(a.subject, '') || coalesce(': ' || nullif(a.body, ''), ''), a.body)"
"""Subject and words of an activity `a`."""

MOMENT_SQL = "coalesce({0}.occurred_at, {0}.occurred_on || 'T12:00:00Z')"
"""What orders activities: the instant, and noon in UTC where no hour was said, which is that day wherever people live."""

WHEN_SQL = "coalesce({0}.occurred_at, {0}.occurred_on)"
"""What is shown of it: the instant where there is one, else the day."""

WHOM_SQL = (
    "coalesce((SELECT group_concat(name, ', ') FROM (SELECT c.name AS name FROM activity_links w"
    " JOIN contacts c ON c.id = w.contact_id WHERE w.activity_id = {0}.id ORDER BY w.id)),"
    " (SELECT o.name FROM activity_links w JOIN companies o ON o.id = w.company_id WHERE w.activity_id = {0}.id"
    " ORDER BY w.id LIMIT 1), '')"
)
"""Whom it is with: people, else the company."""
