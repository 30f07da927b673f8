"""What of contacts stands around a company, and of a person: people, and former jobs."""

from __future__ import annotations

from crm_cli.kinds.related import ID, Related
from crm_cli.output import Column

TYPE_CHECKING = False
if TYPE_CHECKING:
    from sqlite3 import Connection


def people(db: Connection, kind: str, id: int) -> Related:
    """The people of a company."""
    rows = db.execute(
        "SELECT t.id, t.name, t.job_title FROM contacts t"
        " WHERE t.company_id = ? AND t.archived_at IS NULL ORDER BY fold(t.name), t.id",
        (id,),
    ).fetchall()
    return Related("contacts", "People", [ID, Column("name", "Name"), Column("job_title", "Job title")], rows)


def jobs(db: Connection, kind: str, id: int) -> Related:
    """Where a person worked before."""
    rows = db.execute(
        "SELECT m.name, e.job_title, e.started_on, e.ended_on FROM employments e"
        " LEFT JOIN companies m ON m.id = e.company_id WHERE e.contact_id = ? ORDER BY e.ended_on DESC, e.id DESC",
        (id,),
    ).fetchall()
    columns = [
        Column("company", "Company"),
        Column("job_title", "Job title"),
        Column("started_on", "From", "day"),
        Column("ended_on", "To", "day"),
    ]
    return Related("employments", "Former jobs", columns, rows)
