"""Days and instants as people type them."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from crm_cli.core.calendar import (
    NOON,
    Calendar,
    format_day,
    format_instant,
    from_iso,
    iso_instant,
    local_day,
    to_instant,
)
from crm_cli.core.clocks import split_clock
from crm_cli.core.errors import UsageError
from crm_cli.core.nearest import next_time, with_year
from crm_cli.core.relative import relative, weekday
from crm_cli.core.written import clean, read_parts

TYPE_CHECKING = False
if TYPE_CHECKING:
    from datetime import time

    from crm_cli.core.nearest import Prefer
    from crm_cli.core.written import Parts, Written


__all__ = [
    "NOON",
    "Calendar",
    "choose_reading",
    "format_day",
    "format_instant",
    "from_iso",
    "iso_instant",
    "local_day",
    "parse_day",
    "parse_instant",
    "parse_when",
    "to_instant",
    "try_when",
]

_MONTHS = "January February March April May June July August September October November December".split()
_PERSIAN_YEARS = (1300, 1499)
"""Years that nobody's diary is of, and everybody's in Iran."""

_HINT = "type a day like 2026-11-27, fri, tomorrow 9:00, +2w or eom"


def parse_day(text: str, calendar: Calendar, *, prefer: Prefer = "future") -> date:
    """Read a day as a person types it; of an instant, the day it falls on in the user's zone.

    `prefer` settles what is said without a year, a week or a day, see `parse_when`. Raises UsageError
    where the text is no day, names one that does not exist, or has two readings.
    """
    moment = parse_when(text, calendar, prefer=prefer)
    return local_day(moment, calendar.zone) if isinstance(moment, datetime) else moment


def parse_when(text: str, calendar: Calendar, *, prefer: Prefer = "future") -> date | datetime:
    """Read a day, or an instant in UTC where a time of day was given (test for datetime first: it is a date).

    Written days (`2026-11-21`, `21.11.2026`, `15 Apr, 2021 00:02:00`), relative ones (`fri 9:00`, `+3d`,
    `eom`, see `relative`), times (`9:00`, `9am`), then phrases of the user's languages. With `prefer`:

    - future: `9:00` is the next such time, `15 April` the next such day, today included.
    - past: the latest of them up to now.
    - exact: today's, and this year's.

    A year left out beside a weekday (`Fri 27 Nov`) is the nearest in which they agree. Raises UsageError.
    """
    found = try_when(text, calendar, prefer)
    if found is None:
        from crm_cli.core.phrases import explain

        why = explain(text, calendar)
        raise UsageError(f"`{text.strip()}` is not a date" + (f": {why}" if why else ""), hint=_HINT)
    return found


def parse_instant(
    text: str, calendar: Calendar, *, at: time | None = None, prefer: Prefer = "future"
) -> datetime:
    """Read an instant, in UTC; a bare day means `at` on it in the user's zone, or noon."""
    moment = parse_when(text, calendar, prefer=prefer)
    if isinstance(moment, datetime):
        return moment
    return to_instant(moment, at or NOON, calendar.zone)


def try_when(text: str, calendar: Calendar, prefer: Prefer) -> date | datetime | None:
    """Do what `parse_when` does, with None for text that has nothing of a date."""
    try:
        return _read(text, calendar, prefer)
    except OverflowError:
        raise UsageError(f"`{text.strip()}` is outside the years 1 to 9999", hint=_HINT) from None


def choose_reading(text: str, written: Written, order: str | None) -> Parts:
    """Pick the one reading of a written date, or refuse naming both; `text` is what the user typed."""
    readings = written.readings
    if not readings:
        raise UsageError(f"`{text}` is not a day: {written.fault}", hint=_HINT)
    if order in readings:
        return readings[order]
    # A year of two digits stands first only under the order that says so, or where nothing else fits.
    likely = {readings[name] for name in ("dmy", "mdy") if name in readings} or set(readings.values())
    if len(likely) == 1:
        return likely.pop()
    first = readings["dmy"]
    said = " or ".join(_say(readings[name]) for name in ("dmy", "mdy"))
    if first.year is None:
        typed = f"{first.day} {_MONTHS[first.month - 1][:3]}"
    else:
        said, typed = f"{said} {first.year}", date(first.year, first.month, first.day).isoformat()
    raise UsageError(f"`{text}` is {said}", hint=f"type {typed}\nor for good: crm config set date_order dmy")


def _read(text: str, calendar: Calendar, prefer: Prefer) -> date | datetime | None:
    rest, clock = split_clock(clean(text))
    if not rest:
        return next_time(clock.time, clock.offset or calendar.zone, calendar, prefer) if clock else None
    day = _written(text, rest, calendar, prefer) or relative(rest, calendar, prefer)
    if day is None:
        from crm_cli.core import phrases

        return phrases.parse(text, calendar, prefer)
    if clock is None:
        return day
    if isinstance(day, datetime):  # `+2h 9:00`
        return None
    zone = clock.offset or calendar.zone
    instant = to_instant(day, clock.time, zone)
    if prefer == "past" and instant > calendar.now and weekday(rest) is not None:
        return to_instant(day - timedelta(days=7), clock.time, zone)
    return instant


def _written(text: str, rest: str, calendar: Calendar, prefer: Prefer) -> date | None:
    if calendar.is_persian:
        from crm_cli.core import persian

        day = persian.read(rest, calendar, prefer)
        if day is not None:
            return day
    written = read_parts(rest)
    return _settle(text.strip(), written, calendar, prefer) if written else None


def _settle(text: str, written: Written, calendar: Calendar, prefer: Prefer) -> date:
    parts = choose_reading(text, written, calendar.order)
    if parts.year is None:
        return _with_year(text, parts, written.weekday, calendar.today, prefer)
    day = date(parts.year, parts.month, parts.day)
    if _PERSIAN_YEARS[0] <= parts.year <= _PERSIAN_YEARS[1] and not calendar.is_persian:
        from crm_cli.core.persian import doubt

        refusal = doubt(day)
        if refusal is not None:
            raise refusal
    if written.weekday is not None and written.weekday != day.weekday():
        raise UsageError(f"`{text}` is a {day:%A}", hint=f"type {day.isoformat()}, or the day you mean")
    return day


def _with_year(text: str, parts: Parts, weekday: int | None, today: date, prefer: Prefer) -> date:
    day = with_year(parts.month, parts.day, weekday, today, prefer)
    if day is not None:
        return day
    if weekday is not None:
        raise UsageError(f"`{text}` names a day and a weekday that never meet near now", hint=_HINT)
    raise UsageError(f"`{text}` is not a day: February {today.year} has 28 days", hint=_HINT)


def _say(parts: Parts) -> str:
    return f"{parts.day} {_MONTHS[parts.month - 1]}"
