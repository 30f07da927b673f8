"""Working days: the weekdays of the setting `workdays`, without the free days of the setting `holidays`."""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache

from crm_cli.core.errors import CrmError, UsageError
from crm_cli.core.written import weekday_number

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

_HINT = "type days like mon-fri, or sun,mon,tue,wed,thu"
_FAR = 100_000  # working days one can step; nobody counts further


def parse_workdays(text: str) -> frozenset[int]:
    """Read `mon-fri` or `sat,sun,mon` as weekdays, 0 Monday … 6 Sunday; raises UsageError."""
    found: set[int] = set()
    for part in text.replace(" ", ",").split(","):
        if not part:
            continue
        first, dash, last = part.partition("-")
        ends = [weekday_number(word.strip().casefold()) for word in ([first, last] if dash else [first])]
        if None in ends:
            raise UsageError(f"`{part}` names no days of the week", hint=_HINT)
        start, stop = ends[0] or 0, ends[-1] or 0
        found |= {(start + n) % 7 for n in range((stop - start) % 7 + 1)}
    if not found:
        raise UsageError("a week needs a working day", hint=_HINT)
    return frozenset(found)


def step(day: date, count: int, workdays: str, holidays: str) -> date:
    """Step by working days: of 0 the day itself, of 1 the next one after it, of -1 the last one before.

    Raises OverflowError outside the years 1 to 9999, UsageError for settings that cannot be read.
    """
    days = parse_workdays(workdays)
    if abs(count) > _FAR:
        raise OverflowError(f"{count} working days are out of range")
    way = timedelta(days=1 if count > 0 else -1)
    for _ in range(abs(count)):
        day += way
        while not is_working(day, days, holidays):
            day += way
    return day


def moved(day: date, way: str, workdays: str, holidays: str) -> date:
    """A day, or where it is free the working day that is `before` or `after` it; `stay` leaves it."""
    if way == "stay" or is_working(day, parse_workdays(workdays), holidays):
        return day
    return step(day, 1 if way == "after" else -1, workdays, holidays)


def is_working(day: date, workdays: frozenset[int], holidays: str) -> bool:
    """Tell whether people work on a day."""
    return day.weekday() in workdays and (not holidays or day not in _free(holidays))


def check_holidays(text: str) -> str:
    """The country, or country and part of it, as it is kept: `KZ`, `DE-BY`; raises where it is not known."""
    name = text.strip().upper()
    if name:
        _free(name)
    return name


@lru_cache(maxsize=4)
def _free(place: str) -> Mapping[date, str]:
    try:
        import holidays
    except ImportError:
        raise CrmError(
            "public holidays need the package `holidays`, which is not installed",
            hint="install it with pip\nor do without: crm config unset holidays",
        ) from None
    country, _, part = place.partition("-")
    try:
        found: Mapping[date, str] = holidays.country_holidays(country, subdiv=part or None)
    except NotImplementedError:
        raise UsageError(
            f"no holidays are known for `{place}`", hint="type a country like KZ, or with its part DE-BY"
        ) from None
    return found
