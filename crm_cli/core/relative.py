"""Days said from where one stands: `tomorrow`, `fri`, `next week`, `+3d`, `2 weeks ago`, `eom`."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import cast

from crm_cli.core.written import month_length, weekday_number

TYPE_CHECKING = False
if TYPE_CHECKING:
    from datetime import datetime
    from typing import Literal

    from crm_cli.core.calendar import Calendar

    Unit = Literal["day", "week", "month", "quarter", "year"]
    Prefer = Literal["future", "past", "exact"]


_NAMED = {"yesterday": -1, "today": 0, "tomorrow": 1, "tmrw": 1, "tmr": 1, "overmorrow": 2}
_UNITS = {
    "day": "d day days",
    "week": "w wk wks week weeks",
    "month": "m mo mos month months",
    "quarter": "q qtr quarter quarters",
    "year": "y yr yrs year years",
    "hour": "h hr hrs hour hours",
    "minute": "min mins minute minutes",
}
_LETTERS = {"d": "day", "w": "week", "m": "month", "q": "quarter", "y": "year"}
_BOUND = r"(start|beginning|end) of (?:the |this |(next |last )(?:the )?)?(week|month|quarter|year)"
_STEP = r"(in |within |\+|-)?\s?(\d{1,6}|an?|one)\s?([a-z]+)( ago| from now| later)?"


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
    return add_months(day, count * {"month": 1, "quarter": 3, "year": 12}[unit])


def start_of(day: date, unit: Unit, week_start: int = 0) -> date:
    """Give the first day of the week, month, quarter or year the day is in."""
    if unit == "week":
        return date.fromordinal(max(1, day.toordinal() - (day.weekday() - week_start) % 7))
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

    months = {"month": 0, "quarter": 2, "year": 11}[unit]
    return start_of(day, unit) + relativedelta(months=months, day=31)  # of a shorter month its last


def weekday(text: str) -> int | None:
    """0 Monday … 6 Sunday where the cleaned text is one weekday's name (`fri`, `on friday`, `пт`)."""
    return weekday_number(re.sub(r"^(on|by|am|le|el|в|во) ", "", text).rstrip("."))


def relative(text: str, calendar: Calendar, prefer: Prefer) -> date | datetime | None:
    """Read cleaned text said relative to the calendar's now; None where it is nothing of the kind.

    A day, or an instant in UTC for `now` and steps of hours and minutes.

    - A bare weekday is the next one, today excluded (`future`); the latest one, today included (`past`);
      the one of this week (`exact`). `this fri` is the same with today included, `next fri` is the Friday
      of next week, `last fri` the latest before today.
    - `next week`, `last month` as a day are the first day of it; `sow`…`eoy` bound the present one.
    - `end of next month`, `start of the year` likewise.
    - `the 15th` is that day of the next, latest or present month.
    - A step without a sign (`2w`) goes the way that is preferred. Raises OverflowError outside the years
      1 to 9999.
    """
    today = calendar.today
    if text in _NAMED:
        return today + timedelta(days=_NAMED[text])
    if text == "now":
        return calendar.now
    if re.fullmatch("[se]o[dwmqy]", text):
        bound = start_of if text[0] == "s" else end_of
        return bound(today, cast("Unit", _LETTERS[text[2]]), calendar.week_start)
    if match := re.fullmatch(_BOUND, text):
        unit = cast("Unit", match[3])
        steps = {"next ": 1, "last ": -1}.get(match[2], 0)
        bound = end_of if match[1] == "end" else start_of
        return bound(step(start_of(today, unit, calendar.week_start), steps, unit), unit, calendar.week_start)
    number = weekday(text)
    if number is not None:
        return _bare_weekday(number, today, prefer, calendar.week_start)
    if match := re.fullmatch(r"(\w+) (?:of )?(this|next|last) week", text):
        number = weekday_number(match[1])
        week = step(today, {"next": 1, "last": -1}.get(match[2], 0), "week")
        return None if number is None else _bare_weekday(number, week, "exact", calendar.week_start)
    if match := re.fullmatch(r"(this|coming|next|last|past|previous)[ -](\w+)\.?", text):
        return _neighbour(match[1], match[2], today, prefer, calendar.week_start)
    if match := re.fullmatch(r"(?:the )?(\d{1,2})(?:st|nd|rd|th)", text):
        return _day_of_month(int(match[1]), today, prefer)
    if match := re.fullmatch(_STEP, text):
        return _stepped(match, calendar, prefer)
    return None


def _bare_weekday(number: int, today: date, prefer: Prefer, week_start: int) -> date:
    if prefer == "future":
        return today + timedelta(days=(number - today.weekday() - 1) % 7 + 1)
    if prefer == "past":
        return today - timedelta(days=(today.weekday() - number) % 7)
    first = start_of(today, "week", week_start)
    return first + timedelta(days=(number - first.weekday()) % 7)


def _neighbour(which: str, word: str, today: date, prefer: Prefer, week_start: int) -> date | None:
    number = weekday_number(word)
    if number is not None:
        if which in ("last", "past", "previous"):
            return today - timedelta(days=(today.weekday() - number - 1) % 7 + 1)
        if which == "next":
            return _bare_weekday(number, today + timedelta(days=7), "exact", week_start)
        if which == "coming":
            return _bare_weekday(number, today, "future", week_start)
        return today if number == today.weekday() else _bare_weekday(number, today, prefer, week_start)
    unit = cast("Unit | None", _unit(word) if len(word) > 3 else None)
    if unit not in ("week", "month", "quarter", "year") or which in ("this", "coming"):
        return None
    return step(start_of(today, unit, week_start), 1 if which == "next" else -1, unit)


def _day_of_month(number: int, today: date, prefer: Prefer) -> date | None:
    for distance in range(3):  # of any three months in a row one has 31 days
        month = add_months(today.replace(day=1), -distance if prefer == "past" else distance)
        if not 1 <= number <= month_length(month.month, month.year):
            continue
        day = month.replace(day=number)
        if prefer == "exact" or (day <= today if prefer == "past" else day >= today):
            return day
    return None


def _stepped(match: re.Match[str], calendar: Calendar, prefer: Prefer) -> date | datetime | None:
    lead, amount, word, tail = (group or "" for group in match.groups())
    unit = _unit(word)
    if unit is None or (lead and tail) or (not lead and not tail and not amount.isdigit()):
        return None
    back = lead == "-" or tail == " ago" or (not lead and not tail and prefer == "past")
    count = (int(amount) if amount.isdigit() else 1) * (-1 if back else 1)
    if unit == "hour":
        return calendar.now + timedelta(hours=count)
    if unit == "minute":
        return calendar.now + timedelta(minutes=count)
    return step(calendar.today, count, cast("Unit", unit))


def _unit(word: str) -> str | None:
    for unit, words in _UNITS.items():
        if word in words.split():
            return unit
    return None
