"""What of reminders stands around a record: what is next."""

from __future__ import annotations

from crm_cli.kinds.related import ID, Related
from crm_cli.output import Column

TYPE_CHECKING = False
if TYPE_CHECKING:
    from sqlite3 import Connection


def reminders(db: Connection, kind: str, id: int) -> Related:
    """The open reminders about a record, by when they are due."""
    rows = db.execute(
        "SELECT r.id, r.title, CASE WHEN r.snoozed_on IS NULL THEN coalesce(r.due_at, r.due_on)"
        " ELSE coalesce(r.snoozed_at, r.snoozed_on) END,"
        " CASE WHEN coalesce(r.snoozed_on, r.due_on) < today() THEN 'overdue' END FROM reminders r"
        f" WHERE r.{kind}_id = ? AND r.done_at IS NULL AND r.archived_at IS NULL"
        " ORDER BY coalesce(r.snoozed_on, r.due_on), r.due_at, r.id",
        (id,),
    ).fetchall()
    columns = [
        ID,
        Column("title", "Reminder"),
        Column("due", "Due", "moment"),
        Column("mark", "", "mark"),
    ]
    return Related("reminders", "Next", columns, rows)
