"""The moment a command acts at: the real one, or one that is spelt as machines spell it."""

from __future__ import annotations

from datetime import UTC, datetime

TYPE_CHECKING = False
if TYPE_CHECKING:
    from datetime import tzinfo


def real() -> datetime:
    """This moment, UTC and whole seconds."""
    return datetime.now(UTC).replace(microsecond=0)


def exact(text: str, zone: tzinfo) -> datetime | None:
    """The moment of `2026-11-21T09:30:00Z`, or the noon of a day, in UTC; None for what a person would have to read."""
    try:
        return _exact(text, zone)
    except ValueError:
        return None  # a day or an hour that does not exist


def _exact(text: str, zone: tzinfo) -> datetime | None:
    digits = text.replace("-", "").replace(":", "")
    if len(text) == 10 and text[4] == text[7] == "-" and digits.isascii() and digits.isdigit():
        return datetime.fromisoformat(f"{text}T12:00:00").replace(tzinfo=zone).astimezone(UTC)
    if (
        len(text) == 20
        and text[4] == text[7] == "-"
        and text[10] == "T"
        and text[13] == text[16] == ":"
        and text[19] == "Z"
    ):
        return datetime.fromisoformat(text)
    return None
