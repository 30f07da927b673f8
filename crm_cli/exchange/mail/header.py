"""Headers of a message: encoded words read, addresses apart from names, the day however it was written."""

from __future__ import annotations

import re
from collections.abc import Iterable
from contextlib import suppress
from datetime import UTC, datetime
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message
from email.utils import getaddresses, parsedate_to_datetime


def decoded(raw: str) -> str:
    """A header's text without encoded words and folding; a word in a charset nobody knows is read as well as can be."""
    text = re.sub(r"\r?\n[ \t]+", " ", raw)
    if "=?" in text:
        with suppress(HeaderParseError, ValueError, LookupError):
            text = "".join(
                part if isinstance(part, str) else _read(part, charset)
                for part, charset in decode_header(text)
            )
    elif not text.isascii():
        text = _read(text.encode("utf-8", "surrogateescape"), None)
    return re.sub(r"[\x00-\x1f\x7f\ud800-\udfff]+", " ", text).strip()


def _read(data: bytes, charset: str | None) -> str:
    for codec in (charset or "utf-8", "utf-8"):
        try:
            return data.decode(codec)
        except (LookupError, UnicodeError):
            continue
    return data.decode("cp1252", "replace")


def texts(message: Message, name: str) -> list[str]:
    """A header as often as it stands there, as it was written."""
    try:
        return [str(value) for value in message.get_all(name) or ()]
    except (ValueError, LookupError, TypeError):
        return []


def text(message: Message, name: str) -> str:
    """The first header of a name, read."""
    return next((decoded(one) for one in texts(message, name)), "")


def people(message: Message, *names: str) -> list[tuple[str, str]]:
    """Whom headers name: (name, address in small letters), each once."""
    raw = [re.sub(r"\r?\n[ \t]+", " ", one) for name in names for one in texts(message, name)]
    try:
        found = getaddresses(raw)
    except (ValueError, IndexError, TypeError):
        found = []
    known: dict[str, str] = {}
    for name, address in found:
        plain = _unquoted(address.strip()).lower()
        if "@" in plain.strip("@") and not re.search(r"\s", plain):
            shown = decoded(name).strip("'\" ")
            known[plain] = known.get(plain) or ("" if shown.lower() == plain else shown)
    return [(name, address) for address, name in known.items()]


def _unquoted(address: str) -> str:
    return address.strip("<>'").removeprefix("mailto:")


def identities(message: Message, *names: str) -> list[str]:
    """The identities that headers name, without their brackets."""
    found: list[str] = []
    for name in names:
        for one in texts(message, name):
            bare = re.sub(r"\s+", "", one)
            found += re.findall(r"<([^<>]+)>", bare) or ([bare] if bare and "@" in bare else [])
    return [*dict.fromkeys(found)]


def moment(message: Message, now: datetime) -> tuple[datetime | None, str]:
    """When a message was written; where that cannot be, when it arrived, and what was wrong with its date."""
    dates = texts(message, "Date")
    if (found := _plausible(dates[:1], now)) is not None:
        return found, ""
    wrong = f"date `{decoded(dates[0])[:60]}` that cannot be" if dates else "no date"
    arrived = [one.rpartition(";")[2] for one in texts(message, "Received")]
    return _plausible(reversed(arrived), now), wrong


def _plausible(dates: Iterable[str], now: datetime) -> datetime | None:
    for date in dates:
        try:
            found = parsedate_to_datetime(date.strip())
            found = found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
        except (ValueError, TypeError, IndexError, OverflowError):
            continue
        if found.year > 1970 and (found - now).days < 2:
            return found.replace(microsecond=0)
    return None
