"""Times of day inside written text: `9:30`, `9 pm`, `T09:30Z`, `14h30`, `um 14 Uhr`, `в 5 вечера`."""

from __future__ import annotations

import re
from datetime import UTC, time, timedelta, timezone

from crm_cli.core.record import record

_AT = "at|в|о|об|um|à|a las|às|alle|saat|сағат|саат|ساعت"
_CLOCK = (
    rf"(?:(?:^|[\s,])(?:{_AT})\s|^|[\s,@]|(?<=\d)t)\s*"
    r"(?P<hour>\d{1,2})"
    r"(?::(?P<minute>\d\d)(?::(?P<second>\d\d)(?:\.(?P<fraction>\d{1,9}))?)?(?:\s*(?P<half>[ap])\.?m\b\.?)?"
    r"|\s*(?P<whole>[ap])\.?m\b\.?)"
    r"\s*(?P<zone>z|[a-z]{3,4}(?<=utc|gmt|est|edt|cst|cdt|mst|mdt|pst|pdt|cet|eet|msk)|cest|eest|[+-]\d\d(?::?\d\d)?)?(?=$|[\s,])"
)
_WORDED = (  # what other languages say in place of a colon, each behind letters it cannot do without
    ("uhr", r"(?<![\d.:])(?P<hour>\d\d?)(?::(?P<minute>\d\d))? ?uhr\b(?: (?P<after>\d\d)\b)?"),
    ("h", r"\b(?:um|à|a las|às) (?P<hour>\d\d?) ?h ?(?P<after>\d\d)?\b"),
    ("h", r"(?<![\d.:])(?P<hour>\d\d?) ?h ?(?P<after>\d\d)\b"),
)
_ZONES = {  # the names that mail has always had for zones (RFC 822), and Europe's
    "z": 0, "utc": 0, "gmt": 0, "est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7, "mdt": -6, "pst": -8, "pdt": -7,
    "cet": 1, "cest": 2, "eet": 2, "eest": 3, "msk": 3,
}  # fmt: skip


@record
class Clock:
    """A time of day, with its distance from UTC where that is written."""

    time: time
    offset: timezone | None


def split_clock(text: str) -> tuple[str, Clock | None]:
    """Take the time of day out of cleaned text: `15 apr 2021 9:30 pm` → (`15 apr 2021`, 21:30).

    Without one, or with one that does not exist (`25:00`), the text comes back as it was.
    """
    line = text
    for letters, pattern in _WORDED:
        if letters in line:
            line = re.sub(pattern, _in_digits, line)
    found = re.search(_CLOCK, line) if ":" in line or "m" in line else None
    if found is None:
        return text, None
    hour, half = int(found["hour"]), found["half"] or found["whole"]
    if half:
        if not 1 <= hour <= 12:
            return text, None
        hour = hour % 12 + (12 if half == "p" else 0)
    minute, second = int(found["minute"] or 0), int(found["second"] or 0)
    if hour > 23 or minute > 59 or second > 59:
        return text, None
    clock = time(hour, minute, second, int((found["fraction"] or "0").ljust(6, "0")[:6]))
    rest = " ".join(f"{line[: found.start()]} {line[found.end() :]}".split()).strip(" ,")
    return rest, Clock(clock, _offset(found["zone"]))


def _in_digits(match: re.Match[str]) -> str:
    said = match.groupdict()
    return f" {said['hour']}:{said.get('minute') or said.get('after') or '00'} "


def _offset(zone: str | None) -> timezone | None:
    if not zone:
        return None
    if zone in _ZONES:
        return timezone(timedelta(hours=_ZONES[zone])) if _ZONES[zone] else UTC
    digits = zone[1:].replace(":", "")
    minutes = int(digits[:2]) * 60 + int(digits[2:] or 0)
    return timezone(timedelta(minutes=min(minutes, 24 * 60 - 1) * (-1 if zone[0] == "-" else 1)))
