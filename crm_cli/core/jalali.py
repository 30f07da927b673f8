"""The Persian (Solar Hijri, Jalali) calendar: its days as days of ours, and back.

The year begins at the vernal equinox as it falls in Iran. From 1178 to 1501 that is what eight leap years in
33 say, a leap year being one in which (25 · year + 11) mod 33 is under 8: the arithmetic rule that goes back
to A. Birashk and that the Unicode libraries (ICU, CLDR's calendar `persian`) compute with. Past 1501 the
heavens and the rule part, so no day is read or told there.
"""

from __future__ import annotations

from datetime import date

FIRST_YEAR, LAST_YEAR = 1178, 1501

_BEFORE = 226_894  # the ordinal, as `date` counts, of the last day before year 1


def to_gregorian(year: int, month: int, day: int) -> date:
    """Give the day of ours that a Jalali day is; ValueError, in words, where there is no such day."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueError(f"the year is not one from {FIRST_YEAR} to {LAST_YEAR}")
    if not 1 <= month <= 12:
        raise ValueError(f"there is no month {month}")
    if not 1 <= day <= month_length(year, month):
        raise ValueError(f"month {month} of {year} has {month_length(year, month)} days")
    return date.fromordinal(_days_before(year, month) + day)


def from_gregorian(day: date) -> tuple[int, int, int]:
    """Give year, month and day of a day of ours; ValueError where the calendar is not told so far."""
    ordinal = day.toordinal()
    year = day.year - 621
    if not FIRST_YEAR <= year <= LAST_YEAR + 1:
        raise ValueError(f"{day.isoformat()} is not in the years {FIRST_YEAR} to {LAST_YEAR}")
    if ordinal <= _days_before(year, 1):
        year -= 1
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueError(f"{day.isoformat()} is not in the years {FIRST_YEAR} to {LAST_YEAR}")
    month = next(month for month in range(12, 0, -1) if ordinal > _days_before(year, month))
    return year, month, ordinal - _days_before(year, month)


def is_leap(year: int) -> bool:
    """Tell whether the last month of the year has 30 days."""
    return (25 * year + 11) % 33 < 8


def month_length(year: int, month: int) -> int:
    """31 days for the first six months, 30 for the others, 29 for the last of a common year."""
    if month == 12 and not is_leap(year):
        return 29
    return 31 if month <= 6 else 30


def _days_before(year: int, month: int) -> int:
    """Count the days of our era before the first of a month."""
    leaps = (8 * year + 21) // 33
    months = 31 * (month - 1) - max(0, month - 7)
    return _BEFORE + 365 * (year - 1) + leaps + months
