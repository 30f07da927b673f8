"""Names as SQL takes them: a word of its own, such as `order`, stands in quotes."""

from __future__ import annotations

RESERVED = frozenset(
    "add all alter and as autoincrement between case cast check collate commit constraint create current_date"
    " current_time current_timestamp default deferrable delete distinct drop else escape except exists foreign from"
    " group having in index insert intersect into is isnull join limit not nothing notnull null on or order primary"
    " raise references returning select set table then to transaction union unique update using values when"
    " where".split()
)
"""The words of SQLite that are no name without quotes."""


def quoted(name: str) -> str:
    """The name of a column as SQL has it; those that need no quotes stay as they are."""
    return f'"{name}"' if name in RESERVED else name
