"""Many deleted rows as one change of the log: rows of consecutive ids, with what they all share told once."""

from __future__ import annotations

import json
from collections.abc import Iterator
from sqlite3 import Connection
from typing import Any, NamedTuple

from crm_cli.db.schema import Table, fact_tables

ROWS = 1_000
"""So many rows at most make one pack: few enough to be read whole for one of them."""

IS_PACK = "operation = 'delete' AND last_row_id IS NOT NULL"
"""SQL: whether a change is a pack. The numbers after its own, one for each further row, belong to it."""


class Pack(NamedTuple):
    """Rows as they were, in the order of their ids.

    shared: columns that all rows have alike, with their value. columns: the others. rows: the id of each and its
    values of `columns`.
    """

    shared: dict[str, Any]
    columns: list[str]
    rows: list[list[Any]]

    def images(self) -> Iterator[tuple[int, dict[str, Any]]]:
        """Each row's id and all its columns, the last row first."""
        for id, *values in reversed(self.rows):
            yield id, {**self.shared, **dict(zip(self.columns, values, strict=True))}


def read(before: str) -> Pack:
    """The pack that a change keeps."""
    kept = json.loads(before)
    return Pack(kept["shared"], kept["columns"], kept["rows"])


def image(db: Connection, table: str, row: int, *, after: int = 0, before: int = 2**62) -> dict[str, Any]:
    """A row as the newest pack keeps it, of those between two changes of the log; empty where none does."""
    kept = db.execute(
        f"SELECT before FROM _changes WHERE table_name = ? AND row_id BETWEEN ? AND ? AND last_row_id >= ? AND {IS_PACK}"
        " AND id > ? AND id < ? ORDER BY id DESC LIMIT 1",
        (table, row - ROWS, row, row, after, before),
    ).fetchone()
    return dict(read(kept[0]).images()).get(row, {}) if kept else {}


def write(db: Connection, table: Table, first: int, last: int, but: str = "") -> None:
    """Log as deleted, in the step that is being written, the rows of a table from one id to another.

    but: SQL that leaves some of them out. Each run of consecutive ids makes packs of its own, so that a pack holds
    every row of its range.
    """
    where = f"id BETWEEN ? AND ?{but}"
    shared = _shared(db, table, where, (first, last))
    columns = [column for column in table.columns if column != "id" and column not in shared]
    head = json.dumps({"shared": shared, "columns": columns}, ensure_ascii=False, separators=(",", ":"))
    listed = ", ".join(("id", *columns))
    runs = (
        f"SELECT min(id), max(id), json_group_array(json_array({listed})) FROM (SELECT {listed},"
        f" id - row_number() OVER (ORDER BY id) AS run FROM {table.name} WHERE {where}) GROUP BY run ORDER BY 1"
    )
    change = db.execute("SELECT seq FROM sqlite_sequence WHERE name = '_changes'").fetchone()[0] + 1
    for start in range(first, last + 1, ROWS):
        for low, high, rows in db.execute(runs, (start, min(start + ROWS - 1, last))).fetchall():
            db.execute(
                "INSERT INTO _changes (id, command_id, table_name, row_id, last_row_id, operation, before)"
                " SELECT ?, command_id, ?, ?, ?, 'delete', ? FROM _writing",
                (change, table.name, low, high, f'{head[:-1]},"rows":{rows}}}'),
            )
            change += high - low + 1
    db.execute("UPDATE sqlite_sequence SET seq = ? WHERE name = '_changes'", (change - 1,))


def _shared(db: Connection, table: Table, where: str, values: tuple[int, int]) -> dict[str, Any]:
    """The columns in which no row differs from the first, with its value."""
    columns = [column for column in table.columns if column != "id"]
    row = db.execute(
        f"SELECT {', '.join(columns)} FROM {table.name} WHERE {where} LIMIT 1", values
    ).fetchone()
    if row is None:
        return {}
    differ = ", ".join(f"sum({column} IS NOT ?)" for column in columns)
    counts = db.execute(f"SELECT {differ} FROM {table.name} WHERE {where}", (*row, *values)).fetchone()
    return {name: value for name, value, count in zip(columns, row, counts, strict=True) if not count}


def owner(table: Table, row: int, image: dict[str, Any]) -> tuple[str, int]:
    """The kind and id of the record that a row belongs to, by its image."""
    if not table.belongs_to:
        return table.kind, row
    for column in table.belongs_to:
        if image.get(column) is not None:
            return column.removesuffix("_id"), image[column]
    return "", 0


def unfold(db: Connection) -> None:
    """Write every pack as one change a row, each at the number kept for it: what looks into single images can."""
    kept = db.execute(f"SELECT id, command_id, table_name, before FROM _changes WHERE {IS_PACK}").fetchall()
    tables = {table.name: table for table in fact_tables(db)} if kept else {}
    for change, step, name, before in kept:
        pack = read(before)
        db.execute("DELETE FROM _changes WHERE id = ?", (change,))
        db.executemany(
            "INSERT INTO _changes (id, command_id, table_name, row_id, operation, owner_kind, owner_id, before)"
            " VALUES (?, ?, ?, ?, 'delete', ?, ?, ?)",
            [
                (
                    change + row - pack.rows[0][0],
                    step,
                    name,
                    row,
                    *owner(tables[name], row, image),
                    json.dumps(image, ensure_ascii=False, separators=(",", ":")),
                )
                for row, image in pack.images()
            ],
        )
