"""Days typed and shown in the Persian calendar: `1405-09-10`, `۱۴۰۵/۹/۱۰`, `10 azar`; its months as they begin and follow."""

from __future__ import annotations

import re
from datetime import date

from crm_cli.core import jalali
from crm_cli.core.errors import UsageError
from crm_cli.core.written import weekday_number

TYPE_CHECKING = False
if TYPE_CHECKING:
    from crm_cli.core.calendar import Calendar
    from crm_cli.core.nearest import Prefer

MONTHS = (
    *("Farvardin", "Ordibehesht", "Khordad", "Tir", "Mordad", "Shahrivar"),
    *("Mehr", "Aban", "Azar", "Dey", "Bahman", "Esfand"),
)
OWN_MONTHS = "فروردین اردیبهشت خرداد تیر مرداد شهریور مهر آبان آذر دی بهمن اسفند".split()

_YEAR_FIRST = r"(\d{4})\s?([-/.])\s?(\d{1,2})\s?\2\s?(\d{1,2})"
_YEAR_LAST = r"(\d{1,2})\s?([-/.])\s?(\d{1,2})\s?\2\s?(\d{4})"
_YEARLESS = r"(\d{1,2})\s?([/.])\s?(\d{1,2})"
_SHORT = r"\d{1,2}\s?([-/.])\s?\d{1,2}\s?\1\s?\d{1,2}"


def read(line: str, calendar: Calendar, prefer: Prefer) -> date | None:
    """Read a day of digits by a user whose calendar is the Persian one; None for what is no such day.

    A year that only our calendar can mean (2026) leaves the text to it. Raises UsageError for a day that does
    not exist, that has two readings, or whose year has two digits.
    """
    name, _, tail = line.partition(" ")
    weekday = weekday_number(name.rstrip(".,"))
    text = line if weekday is None else tail
    if re.fullmatch(_SHORT, text):
        raise UsageError(f"`{line}` has a year of two digits", hint="type four, like 1405-09-10")
    if match := re.fullmatch(_YEAR_FIRST, text):
        year, months = int(match[1]), [(int(match[3]), int(match[4]))]
    elif match := re.fullmatch(_YEAR_LAST, text):
        year, months = int(match[4]), _ordered(int(match[1]), int(match[3]), match[2], calendar)
    elif match := re.fullmatch(_YEARLESS, text):
        return _settled(line, _ordered(int(match[1]), int(match[3]), match[2], calendar), calendar, prefer)
    else:
        return None
    if not jalali.FIRST_YEAR <= year <= jalali.LAST_YEAR:
        return None
    return _checked(
        line, [day for day in (_day(year, *each) for each in months) if day], year, months, weekday
    )


def month_day(month: int, day: int, today: date, prefer: Prefer, weekday: int | None = None) -> date | None:
    """The next, latest or this year's day of a Persian month, or that of last, this and next year which is the weekday."""
    this_year = jalali.from_gregorian(today)[0]
    if weekday is not None:
        near = [_day(year, month, day) for year in (this_year - 1, this_year, this_year + 1)]
        agreeing = [found for found in near if found and found.weekday() == weekday]
        return min(agreeing, key=lambda found: abs(found - today)) if agreeing else None
    years = {
        "exact": [this_year],
        "future": range(this_year, this_year + 6),
        "past": range(this_year, this_year - 6, -1),
    }
    for year in years[prefer]:
        found = _day(year, month, day)
        if found and (prefer == "exact" or (found >= today if prefer == "future" else found <= today)):
            return found
    return None


def doubt(day: date) -> UsageError | None:
    """Why a day of our calendar is refused where its year says that it is one of the Persian calendar."""
    meant = _day(day.year, day.month, day.day)
    if meant is None:
        return None
    return UsageError(
        f"`{day.isoformat()}` is a day of the Middle Ages, or {meant.isoformat()} written in the Persian calendar",
        hint=f"type {meant.isoformat()}\nor for good: crm config set calendar jalali",
    )


def start_of(day: date, months: int) -> date:
    """The first day of the stretch of so many Persian months (1, 3 or 12) that a day is in."""
    try:
        year, month, _ = jalali.from_gregorian(day)
    except ValueError as fault:
        raise OverflowError(str(fault)) from None
    return jalali.to_gregorian(year, month - (month - 1) % months, 1)


def step(day: date, months: int) -> date:
    """Step by whole Persian months; a day the month lacks becomes its last. Raises OverflowError."""
    try:
        year, month, number = jalali.from_gregorian(day)
    except ValueError as fault:
        raise OverflowError(str(fault)) from None
    year, month = year + (month - 1 + months) // 12, (month - 1 + months) % 12 + 1
    if not jalali.FIRST_YEAR <= year <= jalali.LAST_YEAR:
        raise OverflowError(f"the year {year} is not told")
    return jalali.to_gregorian(year, month, min(number, jalali.month_length(year, month)))


def shown(day: date, today: date, *, in_persian: bool = False) -> str | None:
    """`4 Azar`, with the year where it is not today's; None for a day the calendar is not told for."""
    try:
        year, month, number = jalali.from_gregorian(day)
        this_year = jalali.from_gregorian(today)[0]
    except ValueError:
        return None
    name = (OWN_MONTHS if in_persian else MONTHS)[month - 1]
    return f"{number} {name}" if year == this_year else f"{number} {name} {year}"


def _ordered(first: int, second: int, mark: str, calendar: Calendar) -> list[tuple[int, int]]:
    """Month and day, in each order that the user's setting leaves."""
    day_first, month_first = (second, first), (first, second)
    if mark == "." or calendar.order == "dmy":
        return [day_first]
    return [month_first] if calendar.order in ("mdy", "ymd") else [day_first, month_first]


def _settled(line: str, months: list[tuple[int, int]], calendar: Calendar, prefer: Prefer) -> date:
    days = [day for day in (month_day(*each, calendar.today, prefer) for each in months) if day]
    return _checked(line, days, None, months, None)


def _checked(
    line: str, days: list[date], year: int | None, months: list[tuple[int, int]], weekday: int | None
) -> date:
    if not days:
        try:
            jalali.to_gregorian(year or 1403, *months[0])
        except ValueError as fault:
            raise UsageError(f"`{line}` is not a day: {fault}", hint="type a day like 1405-09-10") from None
        raise UsageError(f"`{line}` is not a day", hint="type a day like 1405-09-10")
    if len(set(days)) > 1:
        said = " or ".join(_iso(day) for day in days)
        raise UsageError(
            f"`{line}` is {said}", hint=f"type {_iso(days[0])}\nor for good: crm config set date_order dmy"
        )
    if weekday is not None and days[0].weekday() != weekday:
        raise UsageError(f"`{line}` is a {days[0]:%A}", hint=f"type {_iso(days[0])}, or the day you mean")
    return days[0]


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return jalali.to_gregorian(year, month, day)
    except ValueError:
        return None


def _iso(day: date) -> str:
    year, month, number = jalali.from_gregorian(day)
    return f"{year}-{month:02}-{number:02}"
