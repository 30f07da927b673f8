"""The views of activities: what happened with whom, for other programs, and what is planned, for the quickest answer."""

from __future__ import annotations

from collections.abc import Iterator

from crm_cli.activity.kind import KIND, NOTED
from crm_cli.activity.words import TEXT_SQL, WHEN_SQL, WHOM_SQL
from crm_cli.kinds.linked import kind_sql, name_sql, number_sql

SHOWN = (
    "occurred_at",
    "occurred_on",
    "kind",
    "state",
    "direction",
    "text",
    "outcome",
    "duration",
    "place",
    "owner",
    "archived_at",
)


def statements() -> Iterator[str]:
    """The CREATE VIEW statements."""
    columns = [
        (
            "the record, as `crm show` takes it",
            f"{kind_sql(NOTED, 'l')} || '/' || {number_sql(NOTED, 'l')} AS record",
        ),
        ("its name or title", f"{name_sql(NOTED, 'l')} AS name"),
        *((f"number of the {kind.name}, where it is one", f"l.{kind.name}_id") for kind in NOTED),
        ("number of the activity", "l.activity_id"),
        *((field.help, f"{field.sql} AS {field.name}") for field in map(KIND.field, SHOWN)),
    ]
    text = ",\n".join(f"  -- {help}\n  {sql}" for help, sql in columns)
    yield (
        "CREATE VIEW v_timeline AS\n"
        "-- What happened with whom: one row for each activity and each record it was about.\n"
        f"SELECT\n{text}\nFROM activity_links l JOIN activities t ON t.id = l.activity_id"
    )
    yield (
        "CREATE VIEW _planned_times AS\n"
        "-- What is planned: its day, and the instant at which its time is over, where it has an hour.\n"
        "SELECT t.id AS id, t.occurred_on AS day,\n"
        "  strftime('%Y-%m-%dT%H:%M:%SZ', t.occurred_at, '+' || coalesce(t.duration, 0) || ' minutes') AS until\n"
        "FROM activities t WHERE t.state = 'planned' AND t.archived_at IS NULL"
    )
    yield (
        "CREATE VIEW _planned AS\n"
        "-- The same with the moment, what it is and where, and whom it is with.\n"
        "SELECT t.id AS id, t.occurred_on AS day,\n"
        "  strftime('%Y-%m-%dT%H:%M:%SZ', t.occurred_at, '+' || coalesce(t.duration, 0) || ' minutes') AS until,\n"
        f"  {WHEN_SQL.format('t')} AS moment,\n"
        f"  t.kind || coalesce(': ' || {TEXT_SQL.replace('a.', 't.')}, '') || coalesce(', ' || t.place, '') AS title,\n"
        f"  {WHOM_SQL.format('t')} AS whom\n"
        "FROM activities t WHERE t.state = 'planned' AND t.archived_at IS NULL"
    )
