"""Stretches of rows that come or go together: the triggers stand aside, and what they do for each is done for all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from sqlite3 import Connection
from typing import Literal

from crm_cli.db import facts, search_index
from crm_cli.db.schema import Table

MANY = 1_000
"""A step that brings or takes more rows does so in sets."""

CACHE_KIB = 65_536
"""Memory for pages meanwhile: indexes are written all over the place."""

Stretch = tuple[str, int, int]
"""Table, and the first and last id of rows in it."""


def stretches(rows: Iterable[Stretch]) -> Iterator[Stretch]:
    """Join stretches of rows, given in order, that follow one upon another."""
    open_: Stretch | None = None
    for table, first, last in rows:
        if open_ and table == open_[0] and first <= open_[2] + 1:
            open_ = (table, open_[1], max(open_[2], last))
            continue
        if open_:
            yield open_
        open_ = (table, first, last)
    if open_:
        yield open_


def logged(
    db: Connection, operation: Literal["insert", "update", "delete"], condition: str, *values: int
) -> list[Stretch]:
    """The rows that the changes of the log which an SQL condition selects brought, changed or took."""
    rows = db.execute(
        "SELECT table_name, row_id, coalesce(last_row_id, row_id) FROM _changes"
        f" WHERE {condition} AND operation = '{operation}' ORDER BY table_name, row_id",
        values,
    )
    return list(stretches(rows))


def count(stretches: Iterable[Stretch]) -> int:
    """How many rows they are."""
    return sum(last - first + 1 for _, first, last in stretches)


@contextmanager
def told_at_once(
    db: Connection,
    operation: Literal["insert", "delete"],
    stretches: Sequence[Stretch],
    tables: Mapping[str, Table],
) -> Iterator[None]:
    """Let the block insert or delete these rows without a trigger for each; it logs them itself.

    Of an insertion around a deletion both are told. Afterwards the words to be indexed anew and the derived tables are as if each row had been told. The triggers
    are dropped and made again within the caller's transaction, so nobody ever sees the file without them.
    """
    db.execute(f"PRAGMA cache_size = -{CACHE_KIB}")
    facts.touch_none(db)
    if operation == "delete":
        _note(db, stretches, tables)
    aside = db.execute(
        "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' AND sql LIKE ?"
        " AND (name GLOB '_log_*' OR name GLOB '_search_*' OR name GLOB '_facts_*')",
        (f"% AFTER {operation} ON %",),
    ).fetchall()
    for name, _ in aside:
        db.execute(f"DROP TRIGGER {name}")
    yield
    for _, sql in aside:
        db.execute(sql)
    if operation == "insert":
        _note(db, stretches, tables)
    facts.renew(db)


@contextmanager
def indexes_at_the_end(db: Connection, stretches: Sequence[Stretch]) -> Iterator[None]:
    """Make the indexes of tables that these rows mostly fill when the block has inserted them, each page full.

    Nothing in the block may need them: neither a look-up, nor a foreign key to a row that is deleted.
    """
    coming: dict[str, int] = {}
    for table, first, last in stretches:
        coming[table] = coming.get(table, 0) + last - first + 1
    there = {table: db.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in coming}
    indexes = db.execute(
        "SELECT tbl_name, name, sql FROM sqlite_schema WHERE type = 'index' AND sql NOT LIKE 'CREATE UNIQUE %'"
    ).fetchall()
    aside = [(name, sql) for table, name, sql in indexes if coming.get(table, 0) > there.get(table, 0)]
    for name, _ in aside:
        db.execute(f"DROP INDEX {name}")
    yield
    for _, sql in aside:
        db.execute(sql)


def _note(db: Connection, stretches: Sequence[Stretch], tables: Mapping[str, Table]) -> None:
    """Note whose words and whose derived facts these rows change."""
    searched, read = search_index.kinds(db).keys(), search_index.read_columns(db)
    for name, first, last in stretches:
        facts.touch(db, name, first, last)
        table = tables[name]
        owners = {column.removesuffix("_id") for column in table.belongs_to} or {table.kind}
        if name in read and owners & searched:
            kind, owner = table.owner_sql("t")
            db.execute(
                f"INSERT OR IGNORE INTO _search_pending (kind, record_id) SELECT {kind}, {owner} FROM {name} t"
                " WHERE t.id BETWEEN ? AND ?",
                (first, last),
            )
