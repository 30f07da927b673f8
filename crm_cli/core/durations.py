"""Lengths of meetings and calls, in whole minutes: `20m`, `1h 30m`, `1:30`, `1.5h`."""

from __future__ import annotations

import re

from crm_cli.core.errors import UsageError
from crm_cli.core.written import clean

_HOURS = r"(?:h|hr|hrs|hours?|ч|час|часа|часов|std|stunden?|heures?|horas?|сағ|сағат|саат)\.?"
_MINUTES = r"(?:m|min|mins|minutes?|minuten|minutos?|м|мин|минут|минута|минуты|мүн|мүнөт)\.?"
_FORM = rf"(?:(\d{{1,6}}(?:[.,]\d{{1,4}})?)\s?{_HOURS})?(?:\s?(?:and\s)?(\d{{1,6}})\s?(?:{_MINUTES})?)?"


def parse_duration(text: str) -> int:
    """Read a length of time as whole minutes; a bare number is minutes.

    Parts of a minute round to the nearest (`0.33h` is 20). Raises UsageError.
    """
    line = clean(text)
    if match := re.fullmatch(r"(\d{1,6}):([0-5]\d)", line):
        return int(match[1]) * 60 + int(match[2])
    match = re.fullmatch(_FORM, line)
    if not line or match is None:
        raise UsageError(f"`{text.strip()}` is not a length of time", hint="type 20m, 1h 30m, 1:30 or 1.5h")
    hours: str | None = match[1]
    minutes: str | None = match[2]
    whole, _, part = (hours or "0").replace(",", ".").partition(".")
    scale = int("1" + "0" * len(part))
    return int(whole) * 60 + (int(part or 0) * 120 + scale) // (2 * scale) + int(minutes or 0)


def format_duration(minutes: int) -> str:
    """Show whole minutes as `parse_duration` reads them: `20m`, `1h`, `1h 30m`."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return f"{rest}m"
    return f"{hours}h {rest}m" if rest else f"{hours}h"
