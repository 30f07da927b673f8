"""Reminders: things to do by a day or an instant; add, change, put off, finish."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from sqlite3 import Connection

from crm_cli.core.dates import (
    NOON,
    Calendar,
    format_day,
    format_instant,
    from_iso,
    iso_instant,
    local_day,
    parse_when,
    to_instant,
)
from crm_cli.core.errors import Conflict, UsageError
from crm_cli.core.fields import Raw
from crm_cli.db import table
from crm_cli.kinds.custom import encode
from crm_cli.reminder.kind import PRIORITIES

TABLE = "reminders"


@dataclass(frozen=True, slots=True)
class Reminder:
    """A row of `reminders`."""

    id: int
    title: str
    due_on: str
    due_at: str | None
    snoozed_on: str | None
    snoozed_at: str | None
    repeat: str | None
    repeat_from: str | None
    priority: int
    contact_id: int | None
    company_id: int | None
    deal_id: int | None
    owner: str | None
    done_at: str | None
    done_on: str | None
    custom: str
    created_at: str
    archived_at: str | None


@dataclass(frozen=True, slots=True)
class Due:
    """When something is to be done: a day, and the instant where a time of day was said.

    shown: as people read it, `Fri 27 Nov` or `tomorrow 09:00`.
    """

    on: str
    at: str | None
    shown: str
    is_past: bool = False


@dataclass(frozen=True, slots=True)
class NextStep:
    """What `--next` and `--due` ask for: a reminder yet to be added."""

    title: str
    due: Due


def read_due(text: str | None, calendar: Calendar) -> Due:
    """Read when something is due: a day or an instant in the user's zone, tomorrow where nothing is said.

    Raises UsageError where the text is no date. A day that has gone by is taken, and `shown` says so.
    """
    if text is not None and not text.strip():
        raise UsageError(
            "the day it is due is empty", hint="--due fri, --due 'tomorrow 9:00' or --due 2026-11-27"
        )
    when = parse_when(text if text is not None else "tomorrow", calendar)
    if isinstance(when, datetime):
        on, at, shown = local_day(when, calendar.zone), iso_instant(when), format_instant(when, calendar)
        is_past = when < calendar.now
    else:
        on, at, shown = when, None, format_day(when, calendar.today)
        is_past = when < calendar.today
    return Due(on.isoformat(), at, f"{shown} (overdue)" if is_past else shown, is_past)


def read_next(next: str | None, due: str | None, calendar: Calendar) -> NextStep | None:
    """Read `--next TEXT [--due WHEN]`; None where neither is given, UsageError for a day without a text."""
    if next is None:
        if due is not None:
            raise UsageError(
                "--due is the day of the next step, and there is none", hint=f"--next TEXT --due {due}"
            )
        return None
    if not next.strip():
        raise UsageError("the next step is empty", hint="--next 'send the quote'")
    return NextStep(next.strip(), read_due(due, calendar))


def add_next(
    db: Connection,
    step: NextStep,
    *,
    at: str,
    contact_id: int | None = None,
    company_id: int | None = None,
    deal_id: int | None = None,
    owner: str | None = None,
) -> str:
    """Add the reminder of a next step on the given records; returns the words that tell of it."""
    values: dict[str, Raw] = {
        "title": step.title,
        "due_on": step.due.on,
        "due_at": step.due.at,
        "contact_id": contact_id,
        "company_id": company_id,
        "deal_id": deal_id,
        "owner": owner,
    }
    id = add(db, values, at=at)
    return f"reminder {step.title}, due {step.due.shown} (reminder/{id})"


def get(db: Connection, id: int) -> Reminder:
    """The reminder with this id; NotFound where there is none."""
    return table.get(db, Reminder, TABLE, id)


def settled(values: Mapping[str, Raw], zone: tzinfo) -> dict[str, Raw]:
    """Values with the day beside each instant, and a noon beside the day it was done; priority as its number.

    A new due day without an instant has none, and any new due day ends a snooze that is not given with it.
    """
    filled = dict(values)
    for what in ("due", "snoozed", "done"):
        at = filled.get(f"{what}_at")
        if at and not filled.get(f"{what}_on"):
            filled[f"{what}_on"] = local_day(from_iso(str(at)), zone).isoformat()
    if filled.get("due_on"):
        filled = {"due_at": None, "snoozed_on": None, "snoozed_at": None, **filled}
    if filled.get("snoozed_on"):
        filled.setdefault("snoozed_at", None)
    if filled.get("done_on") and not filled.get("done_at"):
        filled["done_at"] = iso_instant(to_instant(date.fromisoformat(str(filled["done_on"])), NOON, zone))
    if isinstance(filled.get("priority"), str):
        filled["priority"] = PRIORITIES.index(str(filled["priority"])) + 1
    return filled


def add(
    db: Connection, values: Mapping[str, Raw], *, at: str, custom: Mapping[str, Raw] | None = None
) -> int:
    """Add a reminder; returns its id. `title` and `due_on` are needed, see `settled`."""
    if not str(values.get("title") or "").strip():
        raise UsageError("a reminder needs a title")
    return table.insert(db, TABLE, {**values, "custom": encode(custom or {}), "created_at": at})


def update(db: Connection, id: int, values: Mapping[str, Raw], *, seen: Reminder | None = None) -> bool:
    """Change a reminder (see `settled`); returns whether anything differed."""
    return table.update(db, TABLE, id, values, seen=seen)


def done(db: Connection, id: int, *, at: str, on: str) -> bool:
    """Finish a reminder; returns False, changing nothing, where it is done already."""
    if get(db, id).done_at is not None:
        return False
    return table.update(db, TABLE, id, {"done_at": at, "done_on": on})


def snooze(db: Connection, id: int, due: Due) -> bool:
    """Put a reminder off, leaving the day it was due; returns whether that differed. Conflict once done."""
    reminder = get(db, id)
    if reminder.done_at is not None:
        raise Conflict(f"`{reminder.title}` is done", hint=f"crm remind edit {id} --clear done_at,done_on")
    return table.update(db, TABLE, id, {"snoozed_on": due.on, "snoozed_at": due.at})


def open_among(db: Connection, ids: Iterable[int]) -> list[int]:
    """Those of the reminders that are still to be done, in the order given."""
    return [id for id in ids if get(db, id).done_at is None]
