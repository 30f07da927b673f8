"""Changes taken back exactly as they came, newest first: for redo, and for a copy that goes back in time."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby, islice
from sqlite3 import Connection
from typing import Any, NamedTuple

from crm_cli.db.schema import fact_tables

BATCH = 5_000
"""Changes taken back by one call, so that memory stays flat over a long log."""


class Statement(NamedTuple):
    """One change taken back: SQL that is the same for changes alike, and its values."""

    sql: str
    values: tuple[Any, ...]


def take_back(db: Connection, condition: str, values: Sequence[int]) -> None:
    """Take back the changes of the log that an SQL condition selects, newest first.

    Nothing is asked: the tables must stand as these changes left them. In the opposite order of the changes
    every state on the way has been a true one; foreign keys the caller defers or switches off.
    """
    columns = column_names(db)
    changes = db.execute(
        "SELECT table_name, row_id, last_row_id, operation, before FROM _changes"
        f" WHERE {condition} ORDER BY id DESC",
        tuple(values),
    )
    statements = (statement(columns, *change) for change in changes)
    for sql, alike in groupby(statements, key=lambda s: s.sql):
        for batch in _batches(alike):
            db.executemany(sql, batch)


def column_names(db: Connection) -> dict[str, frozenset[str]]:
    """The columns of every table of facts; an image may hold ones that a migration has since dropped."""
    return {table.name: frozenset(table.columns) for table in fact_tables(db)}


def statement(
    columns: dict[str, frozenset[str]],
    table: str,
    row_id: int,
    last_row_id: int | None,
    operation: str,
    before: str | None,
) -> Statement:
    """What takes one change back."""
    if operation == "insert":
        return Statement(f"DELETE FROM {table} WHERE id BETWEEN ? AND ?", (row_id, last_row_id or row_id))
    image = json.loads(before or "{}")
    if operation == "delete":
        return put_back(columns, table, row_id, image)
    known = {name: value for name, value in image.items() if name in columns[table]}
    sets = ", ".join(f"{name} = ?" for name in known) or "id = id"
    return Statement(f"UPDATE {table} SET {sets} WHERE id = ?", (*known.values(), row_id))


def put_back(
    columns: dict[str, frozenset[str]], table: str, row_id: int, image: Mapping[str, Any]
) -> Statement:
    """What inserts a deleted row again, under its own id."""
    known = {name: value for name, value in image.items() if name in columns[table]}
    names = ", ".join(("id", *known))
    marks = ", ".join("?" * (len(known) + 1))
    return Statement(f"INSERT INTO {table} ({names}) VALUES ({marks})", (row_id, *known.values()))


def _batches(statements: Iterator[Statement]) -> Iterator[list[tuple[Any, ...]]]:
    while batch := [s.values for s in islice(statements, BATCH)]:
        yield batch
