"""Stretches of whole days: periods as people type them, and the grains reports group by."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from typing import cast

from crm_cli.core.dates import local_day, try_when
from crm_cli.core.errors import UsageError
from crm_cli.core.record import record
from crm_cli.core.relative import end_of, first_of, last_of, start_of, step, stepped
from crm_cli.core.written import clean, month_number

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Literal

    from crm_cli.core.dates import Calendar
    from crm_cli.core.relative import Unit

    Grain = Literal["day", "week", "month", "quarter", "year"]


_HINT = "type 2026, 2026-Q4, 2026-11, this-month, last-week, -90d.. or 2026-11-01..2026-11-30"


@record
class Period:
    """Whole days from start to end, both counted; None where it is open."""

    start: date | None
    end: date | None

    def __contains__(self, day: date) -> bool:
        return (self.start is None or self.start <= day) and (self.end is None or day <= self.end)


def parse_period(text: str, calendar: Calendar) -> Period:
    """Read a period as a person types it.

    - `2026`, `2026-Q4`, `Q4`, `2026-11`, `nov 2026`, `november`, `2026-W47`
    - `this-month`, `last week`, `next-quarter`, `last 30 days` (today counts), `ytd`, `mtd`, `qtd`, `wtd`
    - any day `parse_day` reads, alone
    - `a..b`: the start of a to the end of b; either may be left out

    What is said without its year or week is this one: `Q4`, `november` and `15 April` are this year's,
    `fri` this week's. Raises UsageError, also for a period that ends before it begins.
    """
    left, dots, right = text.partition("..")
    if not dots:
        return _one(text, calendar)
    start = _one(left, calendar).start if left.strip() else None
    end = _one(right, calendar).end if right.strip() else None
    if start is None and end is None:
        raise UsageError(f"`{text.strip()}` has neither a start nor an end", hint=_HINT)
    if start is not None and end is not None and end < start:
        raise UsageError(
            f"`{text.strip()}` is empty: it begins on {start.isoformat()} and ends on {end.isoformat()}",
            hint=f"type {right.strip()}..{left.strip()}",
        )
    return Period(start, end)


def bucket(day: date, grain: Grain, week_start: int = 0) -> str:
    """Name the period of a grain that holds a day: `2017-03-01 2017-W09 2017-03 2017-Q1 2017`.

    A week belongs to the year that holds its fourth day: with weeks from Monday these are the weeks of
    ISO 8601; with another first day they are counted by the same rule. `parse_period` reads names back.
    """
    if grain == "day":
        return day.isoformat()
    if grain == "week":
        fourth = _fourth_day(day, week_start)
        return f"{fourth.year:04}-W{(fourth.timetuple().tm_yday - 1) // 7 + 1:02}"
    if grain == "month":
        return f"{day.year:04}-{day.month:02}"
    if grain == "quarter":
        return f"{day.year:04}-Q{(day.month + 2) // 3}"
    return f"{day.year:04}"


def buckets_between(first: date, last: date, grain: Grain, week_start: int = 0) -> Iterator[str]:
    """Name every period of a grain from the one that holds `first` to the one that holds `last`, in order."""
    day = start_of(first, grain, week_start)
    while day <= last:
        yield bucket(day, grain, week_start)
        try:
            day = start_of(step(day, 1, grain), grain, week_start)
        except OverflowError:
            return


def _one(text: str, calendar: Calendar) -> Period:
    line = clean(text).replace("_", "-")
    try:
        found = _named(line, text.strip(), calendar) or _relative(line, calendar)
    except OverflowError:
        raise UsageError(f"`{text.strip()}` is outside the years 1 to 9999", hint=_HINT) from None
    if found is not None:
        return found
    from crm_cli.core.phrases import read

    said = read(text, calendar, "exact") if not line.isascii() or " " in line else None
    if said is not None and said.last is not None and not isinstance(said.moment, datetime):
        return Period(said.moment, said.last)
    moment = try_when(text, calendar, "exact")
    if moment is None:
        raise UsageError(f"`{text.strip()}` is not a period", hint=_HINT)
    day = local_day(moment, calendar.zone) if isinstance(moment, datetime) else moment
    return Period(day, day)


def _named(line: str, said: str, calendar: Calendar) -> Period | None:
    this_year = calendar.today.year
    if calendar.is_persian and (match := re.fullmatch(r"(1[1-5]\d\d)(?:[-/.](\d\d?))?", line)):
        return _persian(said, int(match[1]), int(match[2] or 1), 1 if match[2] else 12)
    if re.fullmatch(r"\d{4}", line):
        return _around(said, int(line), 1, "year")
    if match := re.fullmatch(r"(\d{4})[-/ ]?q([1-4])|q([1-4])(?:[-/ ]?(\d{4}))?", line):
        quarter, year = match[2] or match[3], match[1] or match[4] or this_year
        return _around(said, int(year), int(quarter) * 3, "quarter")
    if match := re.fullmatch(r"(\d{4})-(\d\d?)|(\d\d?)[/.](\d{4})", line):
        return _around(said, int(match[1] or match[4]), int(match[2] or match[3]), "month")
    if match := re.fullmatch(r"(\d{4})-?w(\d\d?)", line):
        return _week(said, int(match[1]), int(match[2]), calendar.week_start)
    if match := re.fullmatch(r"([^\W\d_]+)\.?(?:[ -]?(\d{4}))?(?: ?г\.?)?|(\d{4})[ -]([^\W\d_]+)", line):
        month = month_number(match[1] or match[4])
        if month:
            return _around(said, int(match[2] or match[3] or this_year), month, "month")
    return None


def _relative(line: str, calendar: Calendar) -> Period | None:
    today = calendar.today
    if match := re.fullmatch("([wmqy])td", line):
        unit = {"w": "week", "m": "month", "q": "quarter", "y": "year"}[match[1]]
        return Period(first_of(today, cast("Unit", unit), calendar), today)
    if match := re.fullmatch(r"(this|current|last|past|previous|next)[ -](week|month|quarter|year)", line):
        unit = cast("Unit", match[2])
        steps = {"this": 0, "current": 0, "next": 1}.get(match[1], -1)
        day = stepped(first_of(today, unit, calendar), steps, unit, calendar)
        return Period(day, last_of(day, unit, calendar))
    if match := re.fullmatch(r"(last|past|next)[ -](\d{1,5})[ -](day|week|month|quarter|year)s?", line):
        unit, count = cast("Unit", match[3]), int(match[2])
        if count == 0:
            return None
        if match[1] == "next":
            return Period(today, stepped(today, count, unit, calendar) - timedelta(days=1))
        return Period(stepped(today, -count, unit, calendar) + timedelta(days=1), today)
    return None


def _persian(said: str, year: int, month: int, months: int) -> Period:
    from crm_cli.core import jalali, persian

    try:
        start = jalali.to_gregorian(year, month, 1)
    except ValueError as fault:
        raise UsageError(f"`{said}` is not a period: {fault}", hint="type 1405 or 1405-09") from None
    return Period(start, persian.step(start, months) - timedelta(days=1))


def _around(said: str, year: int, month: int, unit: Unit) -> Period:
    if not 1 <= month <= 12:
        raise UsageError(f"`{said}` is not a month: there is no month {month}", hint=_HINT)
    if year < 1:
        raise UsageError(f"`{said}` is outside the years 1 to 9999", hint=_HINT)
    day = date(year, month, 1)
    return Period(start_of(day, unit), end_of(day, unit))


def _week(said: str, year: int, number: int, week_start: int) -> Period:
    first = start_of(date(year, 1, 4), "week", week_start)  # 4 January is always in week 1
    start = first + timedelta(days=7 * (number - 1))
    if number < 1 or _fourth_day(start, week_start).year != year:
        raise UsageError(f"`{said}` is not a week: there is no week {number} in {year}", hint=_HINT)
    return Period(start, end_of(start, "week", week_start))


def _fourth_day(day: date, week_start: int) -> date:
    first = start_of(day, "week", week_start)
    return min(first, date.max - timedelta(days=3)) + timedelta(days=3)
