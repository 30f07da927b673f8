"""Where people write anything, and so about people: the personal fields of each kind, and texts beside the records."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from sqlite3 import Connection

from crm_cli.core.fields import LONG_TEXT, TEXT
from crm_cli.core.text import same
from crm_cli.db.schema import fact_tables
from crm_cli.kinds.catalogue import KINDS

BESIDE = frozenset(("query", "label", "role", "how", "name", "description", "title", "custom", "purpose"))
"""Columns of tables that are no kind of record's, by what they are called everywhere."""

FURTHER = frozenset((("settings", "value"), ("relations", "kind"), ("employments", "job_title")))
"""Columns of such tables that are called as others are that hold no words."""

OWN_NAMES = frozenset(("custom_fields", "settings"))
"""Tables whose `name` is what other things are kept under: it stays, and the receipt lists those that hold a name."""

QUERIES = frozenset((("segments", "query"), ("settings", "value")))
"""Where small letters are the rule, so that they tell nothing."""

ELSEWHERE = frozenset((("external_ids", "external_id"),))
"""What other systems call a record: no words, but an address may stand for one."""

KEYS: dict[str, Callable[[str], str]] = {"tags": same, "segments": same}
"""Tables whose `normal` follows from the name, and how; no two rows have the same."""


@cache
def is_free(table: str, column: str) -> bool:
    """Whether people write anything into a column of a table."""
    kind = KINDS.of_table(table)
    if kind is not None:
        return column == "custom" or any(f.is_personal and f.column == column for f in kind.fields)
    return (table, column) in FURTHER or (column in BESIDE and not (column == "name" and table in OWN_NAMES))


@cache
def is_short(table: str, column: str) -> bool:
    """Whether a column holds a few words that say one thing (a town, a line of business), not who somebody is."""
    kind = KINDS.of_table(table)
    if kind is None or is_free(table, column) or is_name(table, column):
        return False
    fields = [f for f in kind.fields if f.column == column and not f.linked]
    return any(f.type in {TEXT, LONG_TEXT} for f in fields)


@cache
def is_name(table: str, column: str) -> bool:
    """Whether a column holds what somebody or something else is called: it is theirs, and stays."""
    kind = KINDS.of_table(table)
    if kind is None:
        return column == "name" and table in OWN_NAMES
    return (column == kind.title or column.endswith("_name")) and not is_free(table, column)


@cache
def is_heading(table: str, column: str) -> bool:
    """Whether a column names a record in a few words of people's own: single words of a person's name go there, too."""
    kind = KINDS.of_table(table)
    return kind is not None and column == kind.title and is_free(table, column)


@cache
def with_names() -> str:
    """The kinds whose titles are names of their own, which stay, as SQL lists them."""
    return ", ".join(f"'{kind.name}'" for kind in KINDS.values() if not is_heading(kind.table, kind.title))


def links_to(db: Connection, table: str) -> Iterator[tuple[str, str, str]]:
    """What points to the records of a table: kind of the record that does, the table it stands in, the link's column.

    A part of a record (a link of an activity, a further person of a deal) speaks for its record; parts of the
    records themselves, and those of what is no kind, are left out.
    """
    own = KINDS.of_table(table)
    for other in fact_tables(db):
        for column, target in other.references.items():
            if target != table or column in other.belongs_to:
                continue
            kinds = (
                [other.kind] if not other.belongs_to else [c.removesuffix("_id") for c in other.belongs_to]
            )
            for kind in kinds:
                if kind in KINDS and (own is None or kind != own.name):
                    yield kind, other.name, column
