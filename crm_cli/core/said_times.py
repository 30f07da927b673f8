"""Times of day in the signs of a phrase: `half past nine`, `без четверти пять`, `halb zehn`, `5 in the evening`."""

from __future__ import annotations

import re
from datetime import time

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from crm_cli.core.here import Values

_TIMES: tuple[tuple[str, str, Callable[..., tuple[int, int] | None]], ...] = (
    ("@?T", "", lambda *v: (v[-1], 0)),
    ("@n", "", lambda _, hour: (hour, 0)),
    ("@O", "ru", lambda *_: (1, 0)),
    ("@?nO", "", lambda *v: (v[-2], 0)),
    ("@?On", "", lambda *v: (v[-1], 0)),
    ("@?nOn", "", lambda *v: (v[-3], v[-1])),
    ("@?nOnu", "", lambda *v: (v[-4], v[-2]) if v[-1] == (1, "minute") else None),
    ("@nnu", "", lambda _, hour, minute, unit: (hour, minute) if unit == (1, "minute") else None),
    ("@nn", "", lambda _, hour, minute: (hour, minute) if minute >= 10 else None),
    ("@[.]O?|[.]O|@?:O?", "", lambda *v: next((x for x in reversed(v) if isinstance(x, tuple)), None)),
    ("@?hpn", "", lambda *v: (v[-1], 30)),
    ("@?ho", "ru uk", lambda *v: (v[-1] - 1, 30)),
    ("@?Hn", "", lambda *v: (v[-1] - 1, 30)),
    ("@?nvHn", "de", lambda *v: _less(v[-1], v[-4] + 30)),
    ("@?npHn", "de", lambda *v: _less(v[-1], 30 - v[-4])),
    ("@?nO?h", "kk ky fa fr es it pt tr uz", lambda *v: (next(x for x in v if x), 30)),
    ("@?n?qvn", "", lambda *v: (v[-1] - 1, 45)),
    ("@?vqn", "", lambda *v: (v[-1] - 1, 45)),
    ("@?Qn", "", lambda *v: (v[-1] - 1, 45)),
    ("@?nO?Vq", "", lambda *v: (next(x for x in v if x) - 1, 45)),
    ("@?n?qpn", "", lambda *v: (v[-1], 15)),
    ("@?qo", "", lambda *v: (v[-1] - 1, 15)),
    ("@?nO?q", "fa fr es it pt", lambda *v: (next(x for x in v if x), 15)),
    ("@?nu?vn", "", lambda *v: _less(v[-1], *[x for x in v[:-2] if x])),
    ("@?vnu?n", "ru", lambda *v: _less(v[-1], *[x for x in v[:-1] if x])),
    ("@?nO?Vn", "", lambda *v: _less(next(x for x in v if x), v[-1])),
    ("@?nu?pn", "", lambda *v: _more(v[-1], *[x for x in v[:-2] if x])),
    ("@?nuo", "ru", lambda *v: _more(v[-1] - 1, *v[-3:-1])),
)
"""A time of day as hours and minutes; the function takes the values of the signs."""


def _less(hour: int, minutes: int, unit: tuple[int, str] | None = None) -> tuple[int, int] | None:
    return (hour - 1, 60 - minutes) if 1 <= minutes < 60 and unit in (None, (1, "minute")) else None


def _more(hour: int, minutes: int, unit: tuple[int, str] | None = None) -> tuple[int, int] | None:
    return (hour, minutes) if unit in (None, (1, "minute")) else None


def clock_of(codes: str, values: Values, *, is_told: bool, language: str) -> time | None:
    """The time that the signs are; `is_told`: a part of the day stands beside, so a bare number is an hour."""
    if is_told and codes in ("n", "n@"):
        codes, values = "@n", [0, values[0]]
    signs = set(codes)
    for pattern, languages, rule in _TIMES:
        if (
            signs <= set(pattern)
            and re.fullmatch(pattern, codes)
            and (not languages or language in languages.split())
        ):
            found = rule(*values)
            if found is None:
                continue
            hour, minute = found
            if -1 <= hour <= 23 and 0 <= minute <= 59:
                return time(hour % 24, minute)
    return None


def in_part(clock: time, part: str) -> time | None:
    """An hour of a part of the day, on a clock of 24: 5 in the evening is 17; None where there is none."""
    hour = clock.hour
    if part in ("am", "pm") and not 1 <= hour <= 12:
        return None
    first, last = {
        "am": (0, 11), "pm": (12, 23), "morning": (0, 12), "noon": (11, 15), "afternoon": (12, 19),
        "evening": (15, 23), "night": (18, 29),
    }[part]  # fmt: skip
    for candidate in (hour, hour + 12, hour + 24):
        if hour == 12 and candidate == 12 and part in ("am", "night"):
            continue
        if hour > 12 and candidate != hour:
            continue
        if first <= candidate <= last:
            return clock.replace(hour=candidate % 24)
    return None
