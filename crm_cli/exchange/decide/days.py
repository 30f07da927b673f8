"""The dates of columns: what stands for none, which can be meant, and those of the Persian calendar."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime, time

from crm_cli.core import jalali, written
from crm_cli.core.clocks import split_clock

FIRST, LAST = 1900, 2100
"""The years that a date of a sheet can be of."""

_NONE = re.compile(
    r"0{1,4}([-/.])0{1,2}\1(0{4}|0{1,2})|0|(?:30[-/.]12|12[-/.]30)[-/.]1899|1899-12-30|0?1[-/.]0?1[-/.]0001|0001-01-01"
)
_PERSIAN = re.compile(r"(1[2-4]\d\d)([-/.])(\d{1,2})\2(\d{1,2})")
_BARE = re.compile(r"(19|20)\d{6}")


def is_none(text: str) -> bool:
    """Whether a text is what programs write for no date: `0/0/00`, `0000-00-00`, `30/12/1899`."""
    if text[:1] not in "013" and "1899" not in text:
        return False
    day, _, rest = text.replace("T", " ").partition(" ")
    return _NONE.fullmatch(day) is not None and not re.search(
        "[1-9]", rest.partition("+")[0].replace("12:00:00 AM", "")
    )


def of_bare_digits(text: str) -> date | None:
    """`19901224`: a day without marks, where it is one that can be meant."""
    if not _BARE.fullmatch(text):
        return None
    try:
        return date(int(text[:4]), int(text[4:6]), int(text[6:]))
    except ValueError:
        return None


def is_plausible(day: date) -> bool:
    """Whether a day can be meant in a sheet."""
    return FIRST <= day.year <= LAST


def of_persian(text: str) -> date | datetime | None:
    """A day of the Persian calendar, `1404/09/04` or `۱۴۰۴/۹/۴ ۱۴:۳۰`; None for what is none."""
    rest, clock = split_clock(written.clean(text))
    found = _PERSIAN.fullmatch(rest)
    if found is None:
        return None
    try:
        day = jalali.to_gregorian(int(found[1]), int(found[3]), int(found[4]))
    except ValueError:
        return None
    if clock is None:
        return day
    return datetime.combine(day, clock.time if isinstance(clock.time, time) else time(), clock.offset)


def are_persian(values: Iterable[str], *, is_expected: bool) -> bool:
    """Whether all of some dates are Persian ones and can be nothing else.

    The Islamic calendar has such years, too: it has no day 31, which has to be there, or digits of Persian letters,
    unless the user's own calendar is the Persian one.
    """
    told = is_expected
    any_ = False
    for value in values:
        if of_persian(value) is None:
            return False
        any_ = True
        told = told or _ends_month_of_31(value) or any("۰" <= sign <= "۹" for sign in value)
    return any_ and told


def _ends_month_of_31(text: str) -> bool:
    found = _PERSIAN.match(written.clean(text))
    return found is not None and int(found[4]) == 31
