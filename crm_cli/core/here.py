"""Where and when a phrase is said: the moment, the calendar and what is preferred, and steps and stretches from there."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import cast

from crm_cli.core.nearest import bare_weekday, with_year
from crm_cli.core.record import record
from crm_cli.core.relative import end_of, first_of, last_of, start_of, step, stepped
from crm_cli.core.written import month_length

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from crm_cli.core.calendar import Calendar
    from crm_cli.core.nearest import Prefer
    from crm_cli.core.relative import Unit

    Values = list[Any]

STEPS = frozenset(("day", "week", "month", "quarter", "year"))
"""The units that days are stepped by."""


@record
class Said:
    """What a phrase says: a day or an instant in UTC; and where it names a stretch of days, its last one.

    is_day: whether it can stand for a day: `next week` is its first one, `this week` is none.
    """

    moment: date | datetime
    last: date | None = None
    is_day: bool = True


class Here:
    """A moment of a calendar, what is preferred where something is left out, and the language spoken."""

    def __init__(self, calendar: Calendar, prefer: Prefer, language: str) -> None:
        self.calendar = calendar
        self.prefer = prefer
        self.language = language
        self.today = calendar.today

    def stepped(self, day: date, codes: str, values: Values, *, ahead: bool = True) -> date | None:
        """A day so many days, working days, weeks, months or years on, or back; None for hours."""
        sign = 1 if ahead else -1
        for count, unit in lengths_of(codes, values):
            if unit == "workday":
                day = self.calendar.working_day(day, sign * count)
            elif unit in STEPS:
                day = stepped(day, sign * count, cast("Unit", unit), self.calendar)
            else:
                return None
        return day

    def length(self, codes: str, values: Values, *, ahead: bool) -> date | datetime | None:
        """So far from now: a day, or an instant where hours or minutes are counted."""
        lengths = lengths_of(codes, values)
        units = {unit for _, unit in lengths}
        if not units & {"hour", "minute"}:
            return self.stepped(self.today, codes, values, ahead=ahead)
        if not units <= {"hour", "minute", "day", "week"}:
            return None
        hours = {"minute": 1 / 60, "hour": 1, "day": 24, "week": 168}
        distance = timedelta(minutes=sum(round(count * hours[unit] * 60) for count, unit in lengths))
        return self.calendar.now + (distance if ahead else -distance)

    def stretch(self, unit: str, steps: int, *, is_day: bool = True) -> Said | None:
        """A whole week, month, quarter, year or weekend, so many from this one."""
        week_start = self.calendar.week_start
        if unit == "weekend":
            week = step(start_of(self.today, "week", week_start), steps, "week")
            saturday = bare_weekday(5, week, "exact", week_start)
            return Said(saturday, saturday + timedelta(days=1))
        if unit == "day":
            return Said(self.today + timedelta(days=steps))
        if unit == "workday":
            return Said(self.calendar.working_day(self.today, steps)) if steps else None
        if unit not in STEPS:
            return None
        first = first_of(self.today, cast("Unit", unit), self.calendar)
        first = stepped(first, steps, cast("Unit", unit), self.calendar)
        return Said(first, last_of(first, cast("Unit", unit), self.calendar), is_day)

    def is_preferred(self, day: date) -> bool:
        """Whether a day is on the side that is preferred, today included."""
        return day <= self.today if self.prefer == "past" else day >= self.today

    def months(self, pairs: dict[str, Any]) -> Iterator[tuple[date, date]]:
        """First and last day of a month that is named: of its year, or of this one and the next preferred."""
        way = -1 if self.prefer == "past" else 1
        if "j" in pairs:
            from crm_cli.core import jalali

            year = pairs.get("y", jalali.from_gregorian(self.today)[0])
            for number in [year] if "y" in pairs else [year, year + way]:
                length = jalali.month_length(number, pairs["j"])
                yield (
                    jalali.to_gregorian(number, pairs["j"], 1),
                    jalali.to_gregorian(number, pairs["j"], length),
                )
            return
        for number in [pairs["y"]] if "y" in pairs else [self.today.year, self.today.year + way]:
            first = date(number, pairs["m"], 1)
            yield first, end_of(first, "month")

    def bound_of(self, which: str, unit: str, steps: int) -> date | None:
        """The start, middle or end of a week, month, quarter or year, so many from this one."""
        span = self.stretch(unit, steps)
        if span is None or span.last is None or isinstance(span.moment, datetime):
            return None
        return bound(which, span.moment, span.last)

    def dated(self, day: int, month: int, year: int | None, weekday: int | None = None) -> date | None:
        """A day of a month of ours; None where that month lacks it or the weekday is another."""
        if not 1 <= day <= month_length(month, year):
            return None
        if year is None:
            return with_year(month, day, weekday, self.today, self.prefer)
        found = date(year, month, day)
        return found if weekday in (None, found.weekday()) else None

    def persian(self, day: int, month: int, year: int | None, weekday: int | None = None) -> date | None:
        """A day of a month of the Persian calendar."""
        from crm_cli.core import jalali, persian

        try:
            found = (
                persian.month_day(month, day, self.today, self.prefer, weekday)
                if year is None
                else jalali.to_gregorian(year, month, day)
            )
        except ValueError:
            return None
        return found if found is not None and weekday in (None, found.weekday()) else None


def lengths_of(codes: str, values: Values) -> list[tuple[int, str]]:
    """`n u n u` as counts and units; a unit without a number is one of it."""
    found, count = [], 1
    for code, value in zip(codes, values, strict=True):
        if code == "n":
            count = value
        else:
            found.append((count * value[0], value[1]))
            count = 1
    return found


def bound(which: str, first: date, last: date) -> date | None:
    """The start, the end, or of weeks and months the middle (Wednesday, the 15th) of a stretch."""
    if which == "s":
        return first
    if which == "e":
        return last
    if last - first == timedelta(days=6):
        return first + timedelta(days=2)
    return first + timedelta(days=14) if timedelta(days=27) <= last - first <= timedelta(days=30) else None
