"""Reminders: things to do by a day or an instant; add, change, put off, finish."""

from __future__ import annotations

from datetime import date, datetime

from crm_cli.core.dates import (
    NOON,
    format_day,
    format_instant,
    from_iso,
    iso_instant,
    local_day,
    parse_when,
    to_instant,
)
from crm_cli.core.errors import Conflict, UsageError
from crm_cli.core.onward import onward
from crm_cli.core.record import record
from crm_cli.core.text import same
from crm_cli.db import table
from crm_cli.kinds.catalogue import KINDS
from crm_cli.kinds.records import Records
from crm_cli.reminder.kind import DAY_SQL, OPEN, PRIORITIES, of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import tzinfo
    from sqlite3 import Connection

    from crm_cli.app.context import App
    from crm_cli.core.dates import Calendar
    from crm_cli.core.fields import Raw
    from crm_cli.kinds.draft import Draft, Seen


TABLE = "reminders"

NOT_PUT_OFF: dict[str, Raw] = {"due_at": None, "snoozed_on": None, "snoozed_at": None}
"""What a new due day says of the rest."""


@record
class Due:
    """When something is to be done: a day, and the instant where a time of day was said.

    shown: as people read it, `Fri 27 Nov` or `tomorrow 09:00`.
    """

    on: str
    at: str | None
    shown: str
    is_past: bool = False


def read_due(text: str | None, calendar: Calendar) -> Due:
    """Read when something is due: a day or an instant in the user's zone, tomorrow where nothing is said.

    Raises UsageError where the text is no date. A day that has gone by is taken, and `shown` says so.
    """
    if text is not None and not text.strip():
        raise UsageError(
            "the day it is due is empty", hint="--due fri or --due 'tomorrow 9:00' or --due 2026-11-27"
        )
    return _due(parse_when(text if text is not None else "tomorrow", calendar), calendar)


def put_off(text: str, calendar: Calendar, row: Mapping[str, Raw]) -> Due:
    """Read until when a reminder is put off, seen from when it counts as due: `+2d` is two days after that, or after now.

    A day without an hour keeps the hour it had. Raises UsageError.
    """
    at, on = (row["snoozed_at"], row["snoozed_on"]) if row["snoozed_on"] else (row["due_at"], row["due_on"])
    return _due(onward(text, calendar, from_iso(str(at)) if at else None, str(on)), calendar)


def _due(when: date, calendar: Calendar) -> Due:
    if isinstance(when, datetime):
        on, at, shown = local_day(when, calendar.zone), iso_instant(when), format_instant(when, calendar)
        is_past = when < calendar.now
    else:
        on, at, shown = when, None, format_day(when, calendar)
        is_past = when < calendar.today
    return Due(on.isoformat(), at, f"{shown} (overdue)" if is_past else shown, is_past)


def day_in_title(crm: App, title: str, due: str | None, ids: Sequence[int] = ()) -> str:
    """A remark where a title holds a day and nobody said when it is due; "" where there is none to make."""
    from crm_cli.core.in_text import find

    said = find(title, crm.calendar) if due is None else None
    if said is None:
        return ""
    from crm_cli.core.shell import quoted

    option = f"--due {quoted(said)}"
    told = f"{crm.called} remind edit {ids[0]} {option}" if len(ids) == 1 else option
    return f"`{said}` is only said in the text: it is due tomorrow; to mean it: {told}"


def settled(values: Mapping[str, Raw], zone: tzinfo) -> dict[str, Raw]:
    """Values with the day beside each instant, and a noon beside the day it was done."""
    filled = dict(values)
    for what in ("due", "snoozed", "done"):
        at = filled.get(f"{what}_at")
        if at and not filled.get(f"{what}_on"):
            filled[f"{what}_on"] = local_day(from_iso(str(at)), zone).isoformat()
    if filled.get("done_on") and not filled.get("done_at"):
        filled["done_at"] = iso_instant(to_instant(date.fromisoformat(str(filled["done_on"])), NOON, zone))
    return filled


class Reminders(Records):
    """The rules of reminders."""

    may_be_same = False
    minds = frozenset(("due_on",))

    def clean(self, values: Mapping[str, Raw]) -> dict[str, Raw]:
        """Values with the priority as its number; an emptied day has no instant, and not done is neither."""
        cleaned = super().clean(values)
        for what in ("snoozed", "done"):
            on, at = f"{what}_on", f"{what}_at"
            is_emptied = on in cleaned and cleaned[on] is None
            if is_emptied or (what == "done" and at in cleaned and cleaned[at] is None):
                cleaned[on] = cleaned[at] = None
        if cleaned.get("snoozed_on"):
            cleaned.setdefault("snoozed_at", None)
        if isinstance(cleaned.get("priority"), str):
            cleaned["priority"] = PRIORITIES.index(str(cleaned["priority"])) + 1
        return cleaned

    def update(self, db: Connection, id: int, draft: Draft, *, at: str, on: str, seen: Seen = None) -> bool:
        """Change a reminder; another due day has no instant and ends a snooze unless they are given with it."""
        due = draft.columns.get("due_on")
        if due and due != self.row(db, id)["due_on"]:
            draft = draft.but({**NOT_PUT_OFF, **draft.columns})
        return super().update(db, id, draft, at=at, on=on, seen=seen)

    def filled(
        self, db: Connection, values: Mapping[str, Raw], draft: Draft, *, at: str, on: str
    ) -> dict[str, Raw]:
        """Values of a new reminder: of normal priority unless said."""
        return {"priority": 2, **values}


reminders = Reminders("reminder")


def done(db: Connection, id: int, *, at: str, on: str) -> bool:
    """Finish a reminder; returns False, changing nothing, where it is done already."""
    if reminders.row(db, id)["done_at"] is not None:
        return False
    return table.update(db, TABLE, id, {"done_at": at, "done_on": on})


def reopen(db: Connection, id: int) -> bool:
    """Take back that a reminder is done; returns False, changing nothing, where it is not."""
    if reminders.row(db, id)["done_at"] is None:
        return False
    return table.update(db, TABLE, id, {"done_at": None, "done_on": None})


def snooze(db: Connection, id: int, due: Due) -> bool:
    """Put a reminder off, leaving the day it was due; returns whether that differed. Conflict once done."""
    reminder = reminders.row(db, id)
    if reminder["done_at"] is not None:
        raise Conflict(f"`{reminder['title']}` is done", hint=f"crm remind reopen {id}")
    return table.update(db, TABLE, id, {"snoozed_on": due.on, "snoozed_at": due.at})


def open_of(db: Connection, kind: str, id: int) -> list[int]:
    """The reminders still to be done for a record, its people's too, by the day they are due."""
    rows = db.execute(
        f"SELECT r.id FROM {KINDS[kind].table} t CROSS JOIN reminders r WHERE t.id = ? AND {of(KINDS[kind])} AND {OPEN}"
        f" ORDER BY {DAY_SQL}, r.priority, r.id",
        (id,),
    )
    return [row[0] for row in rows]


def equal(db: Connection, title: str, links: Mapping[str, int]) -> int | None:
    """A reminder of just this title, still to be done, on all these records (`contact_id` …), or None."""
    about = "".join(f" AND r.{column} = ?" for column in links)
    rows = db.execute(
        f"SELECT r.id, r.title FROM reminders r WHERE {OPEN}{about} ORDER BY r.id", tuple(links.values())
    )
    return next((id for id, name in rows if same(name) == same(title)), None)


def open_among(db: Connection, ids: Iterable[int]) -> list[int]:
    """Those of the reminders that are still to be done, in the order given."""
    return [id for id in ids if reminders.row(db, id)["done_at"] is None]
