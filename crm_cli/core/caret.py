"""Pointing at a place in a line that was typed, harmlessly and under the right column."""

from __future__ import annotations

from crm_cli.core.text import safe

_WIDTH = 72


def pointed(text: str, start: int, end: int) -> str:
    """Give two lines: the part of `text` around a place, and carets under what stands from start to end.

    Control characters are shown as escapes and count as wide as these; Chinese and other wide signs
    count two columns. A place behind the end of the text gets one caret there.
    """
    end = max(end, start)
    first = max(0, min(start - _WIDTH // 3, len(text) - _WIDTH))
    last = min(len(text), first + _WIDTH)
    before = ("…" if first else "") + safe(text[first:start])
    place = safe(text[start : min(end, last)])
    after = safe(text[max(start, min(end, last)) : last]) + ("…" if last < len(text) else "")
    return f"  {before}{place}{after}".rstrip() + f"\n  {' ' * columns(before)}{'^' * max(1, columns(place))}"


def columns(text: str) -> int:
    """Count the columns a terminal gives a text: 2 for wide signs, 0 for marks set on another."""
    if text.isascii():
        return len(text)
    import unicodedata

    width = 0
    for sign in text:
        if unicodedata.category(sign) not in {"Mn", "Me", "Cf"}:
            width += 2 if unicodedata.east_asian_width(sign) in "WF" else 1
    return width
