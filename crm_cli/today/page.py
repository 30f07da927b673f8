"""What waits today: due reminders, deals to close or move on, people to get in touch with."""

from __future__ import annotations

from datetime import date, timedelta

from crm_cli.activity.words import TEXT_SQL
from crm_cli.core.record import record, replace
from crm_cli.core.text import plural
from crm_cli.reminder.due import due, each
from crm_cli.reminder.item import HEADINGS as DUE
from crm_cli.reminder.item import Item, of_due

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime, tzinfo
    from sqlite3 import Connection


HEADINGS = {
    **DUE,
    "late": "Should have closed",
    "touch": "Get in touch",
    "closing": "Closing soon",
    "stale": "Waiting too long",
}
"""Why something is on the page, in the order of the page."""

SOON = 7
"""Days ahead that a deal expected to close is shown."""

_WHOM = (
    "coalesce((SELECT c.name FROM contacts c WHERE c.id = d.contact_id),"
    " (SELECT m.name FROM companies m WHERE m.id = d.company_id))"
)


def items(db: Connection, *, now: datetime, zone: tzinfo) -> list[Item]:
    """All that waits, in the order of HEADINGS; a deal stands there once."""
    return [*_waiting(db, now, zone)]


def _waiting(db: Connection, now: datetime, zone: tzinfo) -> Iterator[Item]:
    """The same one by one: what is not asked for is not looked up."""
    today = now.astimezone(zone).date()
    for thing in each(db, now, zone):
        yield from of_due([thing])
    closing = _closing(db, today)
    yield from (item for item in closing if item.why == "late")
    yield from _touch(db, today)
    yield from (item for item in closing if item.why == "closing")
    shown = {item.id for item in closing}
    yield from (item for item in _stale(db, today) if item.id not in shown)


def first(db: Connection, *, now: datetime, zone: tzinfo, at: str) -> Item | None:
    """The one thing to do now; where nothing waits, what is planned or due next; None where there is none at all.

    at: `now` as the file keeps it. What is due at an hour yet to come lets other things go before.
    """
    later = None
    for item in _waiting(db, now, zone):
        if "T" not in item.when or item.when <= at:
            return item
        later = later or item
    if later is not None:
        return later
    days = db.execute(
        "SELECT * FROM (SELECT coalesce(r.snoozed_on, r.due_on) FROM reminders r"
        " WHERE r.done_at IS NULL AND r.archived_at IS NULL ORDER BY coalesce(r.snoozed_on, r.due_on) LIMIT 1)"
        " UNION SELECT * FROM (SELECT day FROM _planned_times ORDER BY day LIMIT 1) ORDER BY 1"
    ).fetchone()
    if days is None:
        return None
    ahead = (date.fromisoformat(days[0]) - now.astimezone(zone).date()).days
    (coming,) = of_due(due(db, now, zone, ahead)[:1])
    return replace(coming, why="later")


def _closing(db: Connection, today: date) -> list[Item]:
    until = today + min(timedelta(days=SOON), date.max - today)
    rows = db.execute(
        f"SELECT d.expected_close_on, d.id, d.title, {_WHOM} FROM deals d"
        " WHERE d.status = 'open' AND d.archived_at IS NULL AND d.expected_close_on <= ?"
        " ORDER BY d.expected_close_on, d.amount DESC, d.id",
        (until.isoformat(),),
    )
    return [
        Item(on, on, "deal", id, f"close {title}", whom, "late" if on < today.isoformat() else "closing")
        for on, id, title, whom in rows
    ]


def _stale(db: Connection, today: date) -> list[Item]:
    rows = db.execute(
        f"SELECT f.rots_on, f.stage_since, d.id, d.title, s.name, {_WHOM}"
        " FROM _deal_facts f JOIN deals d ON d.id = f.deal_id LEFT JOIN stages s ON s.id = d.stage_id"
        " WHERE f.rots_on < ? AND d.status = 'open' AND d.archived_at IS NULL ORDER BY f.rots_on, d.id",
        (today.isoformat(),),
    )
    return [
        Item(on, on, "deal", id, f"move {title} on: {_days(since, today)} in {stage}", whom, "stale")
        for on, since, id, title, stage, whom in rows
    ]


def _days(since: str, today: date) -> str:
    return plural((today - date.fromisoformat(since)).days, "day")


def _touch(db: Connection, today: date) -> list[Item]:
    rows = db.execute(
        "SELECT f.touch_on, c.id, c.name, f.last_on"
        " FROM _contact_facts f JOIN contacts c ON c.id = f.contact_id"
        " WHERE f.touch_on <= ? AND c.archived_at IS NULL ORDER BY f.touch_on, c.id",
        (today.isoformat(),),
    )
    return [
        Item(
            on,
            on,
            "contact",
            id,
            f"get in touch: last {last}" if last else "get in touch: never yet",
            name,
            "touch",
        )
        for on, id, name, last in rows
    ]


@record
class Reach:
    """How to reach whom a thing to do is about, and what was said last."""

    contact: str | None = None
    phone: str | None = None
    email: str | None = None
    last_on: str | None = None
    last: str | None = None


def reach(db: Connection, item: Item) -> Reach:
    """The person behind an item: the contact, or whom its deal is with; blank where there is none."""
    contact = {
        "activity": "SELECT contact_id FROM activity_links WHERE activity_id = ? ORDER BY contact_id IS NULL, id LIMIT 1",
        "contact": "SELECT ?",
        "deal": "SELECT contact_id FROM deals WHERE id = ?",
        "reminder": "SELECT coalesce(r.contact_id, d.contact_id) FROM reminders r"
        " LEFT JOIN deals d ON d.id = r.deal_id WHERE r.id = ?",
    }[item.kind]
    (id,) = db.execute(contact, (item.id,)).fetchone()
    if id is None:
        return Reach()
    point = (
        "(SELECT p.value FROM contact_points p WHERE p.contact_id = c.id AND p.kind = '{}'"
        " ORDER BY p.is_primary DESC, p.id LIMIT 1)"
    )
    row = db.execute(
        f"SELECT c.name, {point.format('phone')}, {point.format('email')}, a.occurred_on, {TEXT_SQL}"
        " FROM contacts c LEFT JOIN activities a ON a.id ="
        " (SELECT l.activity_id FROM activity_links l JOIN _held h ON h.id = l.activity_id WHERE l.contact_id = c.id"
        " ORDER BY l.moment DESC, l.activity_id DESC LIMIT 1) WHERE c.id = ?",
        (id,),
    ).fetchone()
    return Reach(*row)
