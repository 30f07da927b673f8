"""Changes taken back exactly as they came, newest first: for redo, and for a copy that goes back in time."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby, islice
from sqlite3 import Connection
from typing import Any, NamedTuple

from crm_cli.db.log import packs
from crm_cli.db.schema import fact_tables

BATCH = 5_000
"""Rows written by one call, so that memory stays flat over a long log."""

Columns = Mapping[str, frozenset[str]]
"""The columns of every table of facts; an image may hold ones that a migration has since dropped."""


class Statement(NamedTuple):
    """One row written: SQL that is the same for rows alike, and its values."""

    sql: str
    values: tuple[Any, ...]


def take_back(db: Connection, condition: str, values: Sequence[int]) -> None:
    """Take back the changes of the log that an SQL condition selects, newest first.

    Nothing is asked: the tables must stand as these changes left them. In the opposite order of the changes
    every state on the way has been a true one; foreign keys the caller defers or switches off.
    """
    columns = column_names(db)
    changes = _newest_first(db, condition, values)
    statements = (statement for change in changes for statement in _statements(columns, *change))
    for sql, alike in groupby(statements, key=lambda s: s.sql):
        for batch in _batches(alike):
            db.executemany(sql, batch)


def _newest_first(
    db: Connection, condition: str, values: Sequence[int]
) -> Iterator[tuple[str, int, int | None, str, str | None]]:
    """The changes, newest first; but packs of a table that follow upon each other, which hold no row twice, oldest first.

    So their rows come back in the order of their ids, and fill the pages of the table.
    """
    lines = db.execute(
        f"SELECT id, table_name, row_id, last_row_id, operation, CASE WHEN {packs.IS_PACK} THEN NULL ELSE before END"
        f" FROM _changes WHERE {condition} ORDER BY id DESC",
        tuple(values),
    )
    for pack, run in groupby(lines, key=lambda line: line[1] if line[4] == "delete" and line[3] else ""):
        if not pack:
            yield from (line[1:] for line in run)
            continue
        for id, *line, _ in reversed(list(run)):
            (before,) = db.execute("SELECT before FROM _changes WHERE id = ?", (id,)).fetchone()
            yield (*line, before)


def column_names(db: Connection) -> Columns:
    """The columns of every table of facts."""
    return {table.name: frozenset(table.columns) for table in fact_tables(db)}


def _statements(
    columns: Columns, table: str, row: int, last: int | None, operation: str, before: str | None
) -> Iterator[Statement]:
    """What takes one change back."""
    if operation == "insert":
        yield Statement(f"DELETE FROM {table} WHERE id BETWEEN ? AND ?", (row, last or row))
    elif operation == "delete" and last is not None:
        yield from _unpacked(columns, table, packs.read(before or ""))
    elif operation == "delete":
        yield put_back(columns, table, row, json.loads(before or "{}"))
    else:
        image = json.loads(before or "{}")
        known = {name: value for name, value in image.items() if name in columns[table]}
        sets = ", ".join(f"{name} = ?" for name in known) or "id = id"
        yield Statement(f"UPDATE {table} SET {sets} WHERE id = ?", (*known.values(), row))


def put_back(columns: Columns, table: str, row: int, image: Mapping[str, Any]) -> Statement:
    """What inserts a deleted row again, under its own id."""
    known = {name: value for name, value in image.items() if name in columns[table]}
    return Statement(_insert(table, known), (row, *known.values()))


def _unpacked(columns: Columns, table: str, pack: packs.Pack) -> Iterator[Statement]:
    """What inserts the rows of a pack again; the values they share are given to each."""
    if not columns[table].issuperset(pack.columns):
        yield from (put_back(columns, table, row, image) for row, image in pack.images())
        return
    shared = {name: value for name, value in pack.shared.items() if name in columns[table]}
    sql = _insert(table, [*pack.columns, *shared])
    more = tuple(shared.values())
    yield from (Statement(sql, (*values, *more)) for values in pack.rows)


def _insert(table: str, columns: Iterable[str]) -> str:
    names = ["id", *columns]
    return f"INSERT INTO {table} ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})"


def _batches(statements: Iterator[Statement]) -> Iterator[list[tuple[Any, ...]]]:
    while batch := [s.values for s in islice(statements, BATCH)]:
        yield batch
