"""What of activities stands around a record: the last of them."""

from __future__ import annotations

from crm_cli.kinds.related import ID, Related
from crm_cli.output import Column

TYPE_CHECKING = False
if TYPE_CHECKING:
    from sqlite3 import Connection


ACTIVITIES = 5
"""So many of the newest activities stand on a card."""


def activities(db: Connection, kind: str, id: int) -> Related:
    """The newest activities about a record."""
    rows = db.execute(
        "SELECT a.id, a.occurred_on, a.kind, a.direction, coalesce(a.subject, a.body), a.outcome,"
        " CASE WHEN a.state <> 'held' THEN a.state END"
        " FROM activity_links l JOIN activities a ON a.id = l.activity_id"
        f" WHERE l.{kind}_id = ? AND a.archived_at IS NULL ORDER BY l.moment DESC, l.activity_id DESC LIMIT ?",
        (id, ACTIVITIES),
    ).fetchall()
    columns = [
        ID,
        Column("on", "On", "day"),
        Column("kind", "Kind"),
        Column("direction", "Direction"),
        Column("text", "What"),
        Column("outcome", "Outcome"),
        Column("state", "State"),
    ]
    return Related("activities", "Last activities", columns, rows)
