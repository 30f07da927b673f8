"""What is planned for one and the same time."""

from __future__ import annotations

from datetime import date, timedelta

from crm_cli.activity import told
from crm_cli.core.dates import from_iso
from crm_cli.kinds.catalogue import KINDS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from datetime import datetime
    from sqlite3 import Connection

    from crm_cli.app.context import App


def remark(crm: App, id: int) -> str:
    """A remark naming what else its owner has planned for the time of an activity; "" where it has no hour, or it is free."""
    db = crm.read()
    others = overlapping(db, id)
    return f"at the same time: {'; '.join(told.briefly(crm, other) for other in others)}" if others else ""


def overlapping(db: Connection, id: int) -> list[int]:
    """What else is planned, by the same owner, for a time that a planned activity takes up; what has no hour does not."""
    row = KINDS["activity"].records.row(db, id)
    if row["state"] != "planned" or not row["occurred_at"]:
        return []
    day = date.fromisoformat(row["occurred_on"])
    around = [(day + timedelta(days=step)).isoformat() for step in (-1, 1)]
    rows = db.execute(
        "SELECT id, occurred_at, duration FROM activities WHERE state = 'planned' AND archived_at IS NULL"
        " AND occurred_on BETWEEN ? AND ? AND occurred_at IS NOT NULL AND owner IS ? AND id <> ?"
        " ORDER BY occurred_at, id",
        (*around, row["owner"], id),
    )
    start, end = _stretch(row["occurred_at"], row["duration"])
    taken = [(other, *_stretch(at, duration)) for other, at, duration in rows]
    return [other for other, begins, ends in taken if begins < end and start < ends]


def _stretch(at: str, duration: int | None) -> tuple[datetime, datetime]:
    """From when to when; what has no length takes up its minute."""
    begins = from_iso(at)
    return begins, begins + timedelta(minutes=max(duration or 0, 1))
