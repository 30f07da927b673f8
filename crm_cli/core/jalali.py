"""Days of the Persian (Solar Hijri) calendar.

The algorithm is that of K. M. Borkowski, "The Persian calendar for 3000 years", Earth, Moon, and Planets 74 (1996),
223–230: leap years by the breaks of the 33-year cycle, days by their Julian numbers. Exact for the years given here.
"""

from __future__ import annotations

from datetime import date

_BREAKS = (
    -61,
    9,
    38,
    199,
    426,
    686,
    756,
    818,
    1111,
    1181,
    1210,
    1635,
    2060,
    2097,
    2192,
    2262,
    2324,
    2394,
    2456,
    3178,
)
"""Years in which a cycle of leap years begins anew."""

FIRST, LAST = 1200, 1500
"""The years read: 1821 to 2122."""


def to_day(year: int, month: int, day: int) -> date | None:
    """The Gregorian day of a Persian one; None for a day that is none, or a year outside those read."""
    if not (FIRST <= year <= LAST and 1 <= month <= 12 and 1 <= day <= length(year, month)):
        return None
    march, _ = _new_year(year)
    start = date(year + 621, 3, march).toordinal()
    return date.fromordinal(start + (month - 1) * 31 - month // 7 * (month - 7) + day - 1)


def length(year: int, month: int) -> int:
    """Days in a month: 31 in the first six, 30 in the next five, 29 in the last, 30 in a leap year."""
    if month <= 6:
        return 31
    return 30 if month <= 11 or _new_year(year)[1] else 29


def _new_year(year: int) -> tuple[int, bool]:
    """The day of March on which a year begins, and whether it is a leap year."""
    gregorian = year + 621
    leaps, before, jump = -14, _BREAKS[0], 0
    for turn in _BREAKS[1:]:
        jump = turn - before
        if year < turn:
            break
        leaps += jump // 33 * 8 + jump % 33 // 4
        before = turn
    since = year - before
    leaps += since // 33 * 8 + (since % 33 + 3) // 4
    if jump % 33 == 4 and jump - since == 4:
        leaps += 1
    march = 20 + leaps - (gregorian // 4 - (gregorian // 100 + 1) * 3 // 4 - 150)
    if jump - since < 6:
        since = since - jump + (jump + 4) // 33 * 33
    return march, ((since + 1) % 33 - 1) % 4 == 0
