"""The view of what happened with whom, for other programs."""

from __future__ import annotations

from collections.abc import Iterator

from crm_cli.activity.kind import KIND, NOTED
from crm_cli.kinds.linked import kind_sql, name_sql, number_sql

SHOWN = (
    "occurred_at",
    "occurred_on",
    "kind",
    "direction",
    "text",
    "outcome",
    "duration",
    "owner",
    "archived_at",
)


def statements() -> Iterator[str]:
    """The CREATE VIEW statement."""
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
