"""vCards of any version as properties: folded lines, quoted-printable, charsets and groups undone, as programs write them."""

from __future__ import annotations

import quopri
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

_NAME = re.compile(rb"[ \t]*(?:([\w-]+)\.)?([\w-]+)[ \t]*(?=[;:])")
_BEGIN = re.compile(rb"(?i)[ \t]*(?:[\w-]+\.)?BEGIN[ \t]*:[ \t]*VCARD[ \t]*$")
_END = re.compile(rb"(?i)[ \t]*(?:[\w-]+\.)?END[ \t]*:[ \t]*VCARD[ \t]*$")
_ENCODINGS = frozenset({"QUOTED-PRINTABLE", "BASE64", "B", "8BIT", "7BIT"})

Decode = Callable[[bytes], str]


@dataclass(slots=True)
class Property:
    """One property. types: what it is for, in small letters. text: its value, escapes still in it."""

    group: str
    name: str
    params: dict[str, str]
    types: list[str]
    text: str
    is_data: bool = False


@dataclass(slots=True)
class Card:
    """One card: the line it begins on, its version, and its properties. nested: cards inside it, which are left out."""

    line: int
    version: str = ""
    properties: list[Property] = field(default_factory=list)
    is_whole: bool = False
    nested: int = 0


def cards(stream: BinaryIO, decode: Decode) -> Iterator[Card]:
    """Yield the cards of a file, one after the other.

    decode: reads bytes that do not say their charset. What stands outside of cards belongs to none.
    """
    card: Card | None = None
    depth = 0
    for number, line in _lines(stream):
        if _BEGIN.match(line):
            if card is None:
                card, depth = Card(number), 1
            elif card.properties and card.properties[-1].name == "AGENT" and not card.properties[-1].text:
                card.nested += 1
                depth += 1
            else:
                yield card  # the one before was never closed
                card, depth = Card(number), 1
        elif card is not None and _END.match(line):
            depth -= 1
            if not depth:
                card.is_whole = True
                yield card
                card = None
        elif card is not None and depth == 1:
            _take(card, line, decode)
    if card is not None:
        yield card


def _lines(stream: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """Whole lines, unfolded, each with the number of its first: where a value goes on is the writer's habit."""
    number, begun, lines = 0, 0, list[bytes]()
    is_quoted = is_data = is_old = False
    for raw in stream:
        for line in re.split(rb"\r(?!\n)", raw) if b"\r" in raw.rstrip(b"\r\n") else (raw,):
            number += 1
            line = line.rstrip(b"\r\n")  # noqa: PLW2901
            if number == 1:
                line = line.removeprefix(b"\xef\xbb\xbf")  # noqa: PLW2901
            if lines and is_quoted and lines[-1].endswith(b"="):
                lines[-1] = lines[-1][:-1]
                lines.append(line)
            elif lines and line[:1] in {b" ", b"\t"}:
                lines.append(line[0 if is_old and not is_data else 1 :])
            elif lines and line and not _NAME.match(line):
                lines.append(line if is_data else (b"=0A" if is_quoted else b"\n") + line)
            elif line:
                if lines:
                    yield begun, b"".join(lines)
                begun, lines = number, [line]
                head = line.partition(b":")[0].upper()
                is_quoted = b"QUOTED-PRINTABLE" in head
                is_data = b"BASE64" in head or b"ENCODING=B" in head or b"DATA:" in line[:200].upper()
                if head.endswith(b"VERSION"):
                    is_old = b"2.1" in line
    if lines:
        yield begun, b"".join(lines)


def _take(card: Card, line: bytes, decode: Decode) -> None:
    found = _NAME.match(line)
    if found is None:
        return
    group, name = (found[1] or b"").decode().lower(), found[2].decode().upper()
    params, types, at = _params(line, found.end())
    encoding = params.get("ENCODING", "").upper()
    value = line[at:]
    if encoding == "QUOTED-PRINTABLE":
        value = quopri.decodestring(value)
    is_data = encoding in {"B", "BASE64"} or value[:5].lower() == b"data:"
    text = "" if is_data else _decoded(value, params.get("CHARSET", ""), decode).replace("\r\n", "\n").strip()
    if name == "VERSION":
        card.version = text
    card.properties.append(Property(group, name, params, types, text, is_data))


def _decoded(value: bytes, charset: str, decode: Decode) -> str:
    if charset:
        try:
            return value.decode(charset)
        except (LookupError, UnicodeDecodeError):
            pass
    return value.decode("ascii") if value.isascii() else decode(value)


def _params(line: bytes, at: int) -> tuple[dict[str, str], list[str], int]:
    """The parameters from `;` on, the types among them, and where the value begins."""
    params: dict[str, str] = {}
    types: list[str] = []
    while line[at : at + 1] == b";":
        start = at = at + 1
        is_quoted = False
        while at < len(line) and (is_quoted or line[at : at + 1] not in {b";", b":"}):
            is_quoted ^= line[at : at + 1] == b'"'
            at += 1
        text = line[start:at].decode("utf-8", "replace").strip()
        name, equals, value = text.partition("=")
        if not equals:
            name, value = ("ENCODING" if text.upper() in _ENCODINGS else "TYPE"), text
        value = _caret(value.replace('"', "").strip())
        if name.strip().upper() == "TYPE":
            types += [one.strip().lower() for one in value.split(",") if one.strip()]
        elif value:
            params[name.strip().upper()] = value
    return params, types, at + 1


def _caret(text: str) -> str:
    """A parameter's value without its escapes (RFC 6868)."""
    return re.sub(r"\^([n'^])", lambda found: {"n": "\n", "'": '"', "^": "^"}[found[1]], text)


def unescaped(text: str, version: str) -> str:
    r"""A value's text without escapes: `\n`, which version 2.1 does not know, `\,` `\;` `\:` `\\`."""
    signs = r"\\([,;:\\])" if version.startswith("2") else r"\\([,;:\\nN\"])"
    return re.sub(signs, lambda found: "\n" if found[1] in "nN" else found[1], text).strip()


def parts(text: str, version: str, between: str = ";") -> list[str]:
    """The parts of a value, divided where the sign is not escaped."""
    return [unescaped(part, version) for part in re.split(rf"(?<!\\)(?:\\\\)*{between}", text)]
