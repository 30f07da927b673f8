"""Where people write anything, and so about people: the personal fields of each kind, and texts beside the records."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from sqlite3 import Connection

from crm_cli.db.schema import fact_tables
from crm_cli.kinds.catalogue import KINDS

BESIDE = frozenset(("query", "label", "role", "how", "name", "description", "title", "custom"))
"""Columns of tables that are no kind of record's, by what they are called everywhere."""

OWN_NAMES = frozenset(("tags", "custom_fields", "pipelines", "stages", "settings"))
"""Tables whose `name` names something of its own: it stays, and the receipt lists those that hold the person's."""


@cache
def is_free(table: str, column: str) -> bool:
    """Whether people write anything into a column of a table."""
    kind = KINDS.of_table(table)
    if kind is not None:
        return column == "custom" or any(f.is_personal and f.column == column for f in kind.fields)
    return column in BESIDE and not (column == "name" and table in OWN_NAMES)


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
