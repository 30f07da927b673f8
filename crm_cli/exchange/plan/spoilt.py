"""Cells that a spreadsheet has spoilt on their way: what they lost is told, and never stored over what is right."""

from __future__ import annotations

import re

_EXPONENT = re.compile(r"(\d)(?:[.,](\d+))?[eE]\+?(\d{1,2})")
"""How a spreadsheet shows a long number in a narrow column."""


def is_spoilt(cell: object, there: object) -> bool:
    """Whether a cell is what is there but for signs a spreadsheet takes away: `41…` of `+41…`, `123` of `00123`.

    `9.19E+11` is what is there where its first digits are, and as many as it says.
    """
    if not isinstance(cell, str) or not isinstance(there, str) or cell == there:
        return False
    if there[:1] in {"+", "0"} and _digits(cell) and not cell.startswith(("+", "0")):
        return _digits(there).lstrip("0") == _digits(cell) and not cell.strip("0123456789 .,'()-/")
    found = _EXPONENT.fullmatch(cell)
    if found is None:
        return False
    digits = _digits(there).lstrip("0")
    shown = found[1] + (found[2] or "")
    return len(digits) == int(found[3]) + 1 and _rounded(digits, len(shown)) == shown


def _digits(text: str) -> str:
    return "".join(sign for sign in text if sign.isdigit())


def _rounded(digits: str, count: int) -> str:
    """The first digits of a number, the last of them rounded."""
    if len(digits) <= count:
        return digits.ljust(count, "0")
    return str((int(digits[: count + 1]) + 5) // 10)
