"""What is said without its year, week or day, filled in as is preferred: the next, the latest, or this one."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from crm_cli.core.calendar import local_day, to_instant
from crm_cli.core.written import month_length

TYPE_CHECKING = False
if TYPE_CHECKING:
    from datetime import time, tzinfo
    from typing import Literal

    from crm_cli.core.calendar import Calendar

    Prefer = Literal["future", "past", "exact"]


def start_of_week(day: date, week_start: int) -> date:
    """Give the first day of the week the day is in; at the very beginning of the years the first there is."""
    return date.fromordinal(max(1, day.toordinal() - (day.weekday() - week_start) % 7))


def bare_weekday(number: int, today: date, prefer: Prefer, week_start: int) -> date:
    """The next such day, today excluded; the latest, today included; or that of this week."""
    if prefer == "future":
        return today + timedelta(days=(number - today.weekday() - 1) % 7 + 1)
    if prefer == "past":
        return today - timedelta(days=(today.weekday() - number) % 7)
    first = start_of_week(today, week_start)
    return first + timedelta(days=(number - first.weekday()) % 7)


def neighbour(which: str, number: int, today: date, prefer: Prefer, week_start: int) -> date:
    """A weekday that is `next` (that of the next week), `last` (before today), `coming` (after it) or `this`."""
    if which == "last":
        return today - timedelta(days=(today.weekday() - number - 1) % 7 + 1)
    if which == "next":
        return bare_weekday(number, today + timedelta(days=7), "exact", week_start)
    if which == "coming":
        return bare_weekday(number, today, "future", week_start)
    return today if number == today.weekday() else bare_weekday(number, today, prefer, week_start)


def with_year(month: int, day: int, weekday: int | None, today: date, prefer: Prefer) -> date | None:
    """The nearest year's day that is preferred, or of last, this and next year that which is the weekday; else None.

    Raises OverflowError where the years end before it comes.
    """
    years = [year for year in range(today.year - 12, today.year + 13) if 1 <= year <= 9999]
    days = [date(year, month, day) for year in years if day <= month_length(month, year)]
    if weekday is not None:
        agreeing = [day for day in days if day.weekday() == weekday and abs(day.year - today.year) <= 1]
        return min(agreeing, key=lambda day: abs(day - today)) if agreeing else None
    if prefer == "exact":
        return next((day for day in days if day.year == today.year), None)
    days = [day for day in days if (day >= today if prefer == "future" else day <= today)]
    if not days:
        raise OverflowError(f"{day}.{month}. is out of range")
    return days[0] if prefer == "future" else days[-1]


def next_time(at: time, zone: tzinfo, calendar: Calendar, prefer: Prefer) -> datetime:
    """The next such time of day, the latest, or today's, in UTC."""
    today = local_day(calendar.now, zone)
    instant = to_instant(today, at, zone)
    ahead = prefer == "future"
    if prefer == "exact" or (instant > calendar.now) == ahead:
        return instant
    return to_instant(today + timedelta(days=1 if ahead else -1), at, zone)
