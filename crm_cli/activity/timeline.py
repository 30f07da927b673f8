"""What happened with a record, newest first: its activities, and what its kind tells besides."""

from __future__ import annotations

from crm_cli.activity.words import MOMENT_SQL, TEXT_SQL
from crm_cli.kinds.catalogue import KINDS
from crm_cli.output import Column

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from sqlite3 import Connection


Row = tuple[str, str, str, str | None, str, str, str]

COLUMNS = (
    Column("when", "When", "moment"),
    Column("record", "Record"),
    Column("kind", "Kind"),
    Column("direction", ""),
    Column("what", "What"),
    Column("whom", "With"),
    Column("state", ""),
)
"""when: an instant in UTC, or a day where no hour was said. kind: of the activity, or `stage` for a move of a deal.
state: of what did not take place, or not yet; blank of the rest."""

_NO_HOUR = "~"
"""What stands behind a moment that orders a day: it comes after the same instant, and is not shown."""

_WHAT = f"coalesce({TEXT_SQL} || coalesce(' → ' || nullif(a.outcome, ''), ''), a.outcome, '')"
_WHOM = (
    "coalesce((SELECT group_concat(name, ', ') FROM (SELECT c.name AS name FROM activity_links w"
    " JOIN contacts c ON c.id = w.contact_id WHERE w.activity_id = a.id ORDER BY w.id)), '')"
)
_ACTIVITIES = """
SELECT {moment} AS moment, 'activity/' || a.id, a.kind, a.direction, {what}, {whom},
  CASE WHEN a.state = 'held' THEN '' ELSE a.state END, a.id
FROM activity_links l JOIN activities a ON a.id = l.activity_id
WHERE l.{kind}_id = ?1 AND a.archived_at IS NULL
"""


def timeline(db: Connection, kind: str, id: int, limit: int = 0) -> Iterator[Row]:
    """Rows of COLUMNS, newest first, at most `limit` (0 is all); nothing is read beyond what is asked for."""
    moment = f"{MOMENT_SQL.format('a')} || iif(a.occurred_at IS NULL, '{_NO_HOUR}', '')"
    activities = _ACTIVITIES.format(kind=kind, moment=moment, what=_WHAT, whom=_WHOM)
    if more := KINDS[kind].happened:
        sql = f"{activities} UNION ALL {more} ORDER BY 1 DESC, 8 DESC"
    else:
        sql = f"{activities} ORDER BY l.moment DESC, l.activity_id DESC"
    for row in db.execute(f"{sql} LIMIT ?2", (id, limit or -1)):
        yield (row[0][:10] if row[0].endswith(_NO_HOUR) else row[0], *row[1:7])
