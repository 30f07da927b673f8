"""When something happened, as typed: columns of an activity."""

from __future__ import annotations

from datetime import date, datetime

from crm_cli.activity import records
from crm_cli.core import dates
from crm_cli.core.errors import UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from crm_cli.app.context import App
    from crm_cli.core.fields import Raw


def without_time(
    typed: Sequence[tuple[str, str]], on: str | None
) -> tuple[list[tuple[str, str]], str | None]:
    """The typed fields without those that say when: they mean what --on means."""
    rest = []
    for name, text in typed:
        if name in {"occurred_at", "occurred_on"}:
            on = on if on is not None else text
        else:
            rest.append((name, text))
    return rest, on


def moment(crm: App, kind: str, on: str | None, state: str | None = None) -> dict[str, Raw]:
    """When an activity of a kind happened, or is to, as columns, its state among them.

    state: planned or held, where that is said; the others are the end of one that is there. What can only be past is
    held, what only future planned, today without an hour held. Where a day means one of either, as a weekday does,
    it is the last one for what is usually logged afterwards, and the coming one for a meeting with an hour.
    UsageError where that is not settled, or cannot be.
    """
    if on is None:
        if state == "planned" and kind != "note":
            raise UsageError(f"a {kind} that is planned has a day", hint="--on 'fri 14:00'")
        return {"state": state or "held", "occurred_at": crm.at, "occurred_on": crm.today}
    if not on.strip():
        raise UsageError("the day it happened is empty", hint="--on yesterday")
    when = _settled(crm, kind, on, state)
    is_ahead = _is_ahead(crm, when)
    if is_ahead and kind == "note":
        day = dates.parse_day(on, crm.calendar)
        raise UsageError(
            f"`{on}` is yet to come, and a note tells what happened",
            hint=f"crm remind add TEXT --contact WHO --due {day}",
        )
    if is_ahead and state in {"held", "missed"}:
        raise UsageError(
            f"`{on}` is yet to come, and cannot be {state}", hint="what is yet to come is planned"
        )
    if state == "planned" and _has_gone(crm, when):
        raise UsageError(f"`{on}` has gone by, and cannot be planned", hint="--on 'tomorrow 9:00'")
    return {"state": state or ("planned" if is_ahead else "held"), **columns(crm, when)}


def columns(crm: App, when: date) -> dict[str, Raw]:
    """A day, or an instant, as columns of an activity."""
    if isinstance(when, datetime):
        return records.settled({"occurred_at": dates.iso_instant(when)}, crm.zone)
    return {"occurred_at": None, "occurred_on": when.isoformat()}


def _settled(crm: App, kind: str, on: str, state: str | None) -> date:
    """The one moment that is meant, of those that a text may mean."""
    calendar = crm.calendar
    past = dates.parse_when(on, calendar, prefer="past")
    future = dates.parse_when(on, calendar)
    if past == future or (state is not None and state != "planned"):
        return past
    exact = dates.parse_when(on, calendar, prefer="exact")
    if isinstance(exact, datetime) and _day(crm, exact) == calendar.today and exact > calendar.now:
        future = exact  # later today
    if state == "planned":
        return future
    if kind != "meeting":
        return past
    if not isinstance(future, datetime) or _day(crm, past) == calendar.today:
        shown = [_shown(crm, one) for one in (past, future)]
        raise UsageError(f"`{on}` is {shown[0]} or {shown[1]}", hint="--held or --planned")
    return future


def _shown(crm: App, when: date) -> str:
    from crm_cli.core.calendar import format_day

    day = format_day(_day(crm, when), crm.calendar, is_full=True)
    return f"{day} {when.astimezone(crm.zone):%H:%M}" if isinstance(when, datetime) else day


def _day(crm: App, when: date) -> date:
    return dates.local_day(when, crm.zone) if isinstance(when, datetime) else when


def _is_ahead(crm: App, when: date) -> bool:
    """Whether a moment can only be planned: an instant after now, a day after today."""
    return when > (crm.calendar.now if isinstance(when, datetime) else crm.calendar.today)


def is_ahead(crm: App, row: Mapping[str, Raw]) -> bool:
    """Whether an activity's time is yet to come."""
    if row["occurred_at"]:
        return str(row["occurred_at"]) > crm.at
    return str(row["occurred_on"]) > crm.today


def _has_gone(crm: App, when: date) -> bool:
    return when < (crm.calendar.now if isinstance(when, datetime) else crm.calendar.today)
