"""Days said in one word from where one stands: `tomorrow`, `fri`, `+3d`, `2w`, `+3bd`, `eom`; more words are phrases."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import cast

from crm_cli.core.nearest import bare_weekday, start_of_week
from crm_cli.core.written import weekday_number

TYPE_CHECKING = False
if TYPE_CHECKING:
    from datetime import datetime
    from typing import Literal

    from crm_cli.core.calendar import Calendar
    from crm_cli.core.nearest import Prefer

    Unit = Literal["day", "week", "month", "quarter", "year"]


_NAMED = {"yesterday": -1, "today": 0, "tomorrow": 1, "tmrw": 1, "tmr": 1, "overmorrow": 2}
_UNITS = {
    "day": "d day days",
    "week": "w wk wks week weeks",
    "month": "m mo mos month months",
    "quarter": "q qtr quarter quarters",
    "year": "y yr yrs year years",
    "hour": "h hr hrs hour hours",
    "minute": "min mins minute minutes",
    "workday": "bd",
}
_MONTHS = {"month": 1, "quarter": 3, "year": 12}
_LETTERS = {"d": "day", "w": "week", "m": "month", "q": "quarter", "y": "year"}
_MONTHS_TOO = frozenset(("mar",))
"""Short names of days that in another language are those of a month: phrases tell which is meant."""

_STEP = r"([+-]?)\s?(\d{1,6})\s?([a-z]+)"


def add_months(day: date, months: int) -> date:
    """Step by whole months; a day the month lacks becomes its last (31 Jan + 1 = 28 or 29 Feb).

    Raises OverflowError outside the years 1 to 9999.
    """
    from dateutil.relativedelta import relativedelta

    try:
        return day + relativedelta(months=months)
    except ValueError as error:
        raise OverflowError(str(error)) from None


def step(day: date, count: int, unit: Unit) -> date:
    """Step by whole days, weeks, months, quarters or years; raises OverflowError like `add_months`."""
    if unit == "day":
        return day + timedelta(days=count)
    if unit == "week":
        return day + timedelta(weeks=count)
    return add_months(day, count * _MONTHS[unit])


def start_of(day: date, unit: Unit, week_start: int = 0) -> date:
    """Give the first day of the week, month, quarter or year the day is in."""
    if unit == "week":
        return start_of_week(day, week_start)
    if unit == "month":
        return day.replace(day=1)
    if unit == "quarter":
        return day.replace(month=day.month - (day.month - 1) % 3, day=1)
    return day.replace(month=1, day=1) if unit == "year" else day


def end_of(day: date, unit: Unit, week_start: int = 0) -> date:
    """Give the last day of the week, month, quarter or year the day is in."""
    if unit == "week":
        return date.fromordinal(
            min(date.max.toordinal(), day.toordinal() + 6 - (day.weekday() - week_start) % 7)
        )
    if unit == "day":
        return day
    from dateutil.relativedelta import relativedelta

    return start_of(day, unit) + relativedelta(
        months=_MONTHS[unit] - 1, day=31
    )  # of a shorter month its last


def first_of(day: date, unit: Unit, calendar: Calendar) -> date:
    """Give the first day of the user's week, month, quarter or year the day is in."""
    if calendar.is_persian and unit in _MONTHS:
        from crm_cli.core import persian

        return persian.start_of(day, _MONTHS[unit])
    return start_of(day, unit, calendar.week_start)


def last_of(day: date, unit: Unit, calendar: Calendar) -> date:
    """Give the last day of the user's week, month, quarter or year the day is in."""
    if calendar.is_persian and unit in _MONTHS:
        return stepped(first_of(day, unit, calendar), 1, unit, calendar) - timedelta(days=1)
    return end_of(day, unit, calendar.week_start)


def stepped(day: date, count: int, unit: Unit, calendar: Calendar) -> date:
    """Step by whole units of the user's calendar; raises OverflowError like `add_months`."""
    if calendar.is_persian and unit in _MONTHS:
        from crm_cli.core import persian

        return persian.step(day, count * _MONTHS[unit])
    return step(day, count, unit)


def weekday(text: str) -> int | None:
    """0 Monday … 6 Sunday where the cleaned text is one weekday's name (`fri`, `on friday`, `пт`)."""
    word = re.sub(r"^(on|by|am|le|el|в|во) ", "", text).rstrip(".")
    return None if word in _MONTHS_TOO else weekday_number(word)


def relative(text: str, calendar: Calendar, prefer: Prefer) -> date | datetime | None:
    """Read cleaned text said relative to the calendar's now; None where it is nothing of the kind.

    A day, or an instant in UTC for `now` and steps of hours and minutes.

    - A bare weekday is the next one, today excluded (`future`); the latest one, today included (`past`);
      the one of this week (`exact`).
    - `sow`…`eoy` bound the present day, week, month, quarter or year.
    - A step without a sign (`2w`) goes the way that is preferred; of hours it needs one, as `15h` is a time, too.

    Raises OverflowError outside the years 1 to 9999.
    """
    today = calendar.today
    if text in _NAMED:
        return today + timedelta(days=_NAMED[text])
    if text == "now":
        return calendar.now
    if re.fullmatch("[se]o[dwmqy]", text):
        bound = first_of if text[0] == "s" else last_of
        return bound(today, cast("Unit", _LETTERS[text[2]]), calendar)
    number = weekday(text)
    if number is not None:
        return bare_weekday(number, today, prefer, calendar.week_start)
    if match := re.fullmatch(_STEP, text):
        return _far(match[1], int(match[2]), _unit(match[3]), calendar, prefer)
    return None


def _far(
    sign: str, count: int, unit: str | None, calendar: Calendar, prefer: Prefer
) -> date | datetime | None:
    if unit is None or (unit == "hour" and not sign):
        return None
    if sign == "-" or (not sign and prefer == "past"):
        count = -count
    if unit == "hour":
        return calendar.now + timedelta(hours=count)
    if unit == "minute":
        return calendar.now + timedelta(minutes=count)
    if unit == "workday":
        return calendar.working_day(calendar.today, count)
    return stepped(calendar.today, count, cast("Unit", unit), calendar)


def _unit(word: str) -> str | None:
    return next((unit for unit, words in _UNITS.items() if word in words.split()), None)
