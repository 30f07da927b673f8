"""Birthdays: a month and a day that come round every year, with or without the year they began."""

from __future__ import annotations

import re
from datetime import date

from crm_cli.core.dates import choose_reading
from crm_cli.core.errors import UsageError
from crm_cli.core.written import clean, read_parts

TYPE_CHECKING = False
if TYPE_CHECKING:
    from crm_cli.core.dates import Calendar


def parse_monthday(text: str, calendar: Calendar, *, may_come: bool = False) -> str:
    """Read a birthday as it is stored: `1990-03-14`, or `--03-14` (ISO 8601, vCard) without a year.

    Takes `1990-03-14`, `--03-14`, `03-14`, `14.03.1990`, `14 March`, `3/14`. A year of two digits is the
    last such year gone by. Raises UsageError for two readings, a day that does not exist, and the future
    unless it `may_come` (a day that is no birthday).
    """
    said = text.strip()
    line = clean(text)
    if match := re.fullmatch(r"--(\d\d)-?(\d\d)", line):
        line, order = f"{match[1]}/{match[2]}", "mdy"
    else:
        order = calendar.order or ""
        if re.fullmatch(r"\d{1,2}-\d{1,2}", line):
            line = line.replace("-", "/")
    written = read_parts(line, latest=calendar.today.year)
    if written is None:
        raise UsageError(f"`{said}` is not a birthday", hint="type 1990-03-14, or 14 March without a year")
    read = choose_reading(said, written, order)
    year, month, day = read.year, read.month, read.day
    if year is None:
        return f"--{month:02}-{day:02}"
    born = date(year, month, day)
    if born > calendar.today and not may_come:
        raise UsageError(
            f"`{said}` is in the future", hint=f"type --{month:02}-{day:02} where the year is not known"
        )
    return born.isoformat()


def next_occurrence(monthday: str, today: date) -> date:
    """Give the next day a stored birthday comes round, today included; 29 Feb is 28 Feb in common years."""
    _, month, day = _parts(monthday)
    this_year = _in_year(today.year, month, day)
    return this_year if this_year >= today else _in_year(today.year + 1, month, day)


def age(monthday: str, today: date) -> int | None:
    """Count the whole years gone by since a stored birthday; None without a year of birth."""
    year, month, day = _parts(monthday)
    if year is None:
        return None
    return today.year - year - (today < _in_year(today.year, month, day))


def _parts(monthday: str) -> tuple[int | None, int, int]:
    year, month, day = monthday[:-6], monthday[-5:-3], monthday[-2:]
    return (None if year == "-" else int(year)), int(month), int(day)


def _in_year(year: int, month: int, day: int) -> date:
    from dateutil.relativedelta import relativedelta

    return date(year, 1, 1) + relativedelta(month=month, day=day)
