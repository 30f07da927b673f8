"""Arrays of texts, as SQLite writes them in JSON."""

from __future__ import annotations

from _json import scanstring  # alone: the package `json` costs a list more than its rows

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def values_of(array: str) -> tuple[Any, ...]:
    """The values of `["a","b"]`: texts, and what else another program may have put among them."""
    found = []
    at = 1
    while array[at] == '"':
        text, at = scanstring(array, at + 1)
        found.append(text)
        if array[at] == "]":
            return tuple(found)
        at += 1
    import json

    return tuple(json.loads(array))
