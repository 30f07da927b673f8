"""Content lines, of which vCards (RFC 6350) and calendars (RFC 5545) are made: escaped, folded at 75 octets."""

from __future__ import annotations

import re
from collections.abc import Iterable

OCTETS = 75

_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")
_ESCAPES = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})


def escaped(text: str) -> str:
    r"""A text as a value: `\n`, `\,`, `\;`, `\\`; control signs, which no value may hold, are left out."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    return _CONTROL.sub("", plain).translate(_ESCAPES)


def parameter(text: str) -> str:
    """A text as a parameter's value, in quotes, with RFC 6868's escapes for what these cannot hold."""
    plain = text.replace("\r\n", "\n").replace("^", "^^").replace("\n", "^n").replace('"', "^'")
    return f'"{_CONTROL.sub("", plain)}"'


def folded(lines: Iterable[str]) -> str:
    """Lines as a file has them: CRLF, and a blank before what goes on."""
    return "".join(_folded(line) + "\r\n" for line in lines)


def _folded(line: str) -> str:
    data = line.encode()
    if len(data) <= OCTETS:
        return line
    parts, at, room = [], 0, OCTETS
    while at < len(data):
        end = min(at + room, len(data))
        while end < len(data) and data[end] & 0xC0 == 0x80:  # never within a sign
            end -= 1
        parts.append(data[at:end].decode())
        at, room = end, OCTETS - 1
    return "\r\n ".join(parts)
