"""What changed, from what to what: in one record over all steps, or in one step over all records."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from sqlite3 import Connection
from typing import Any, NamedTuple

from crm_cli.db.schema import fact_tables, kind_of

Line = tuple[int, int | None, str, str, str, str, int, str, str | None]
"""Number of the change, step, instant, by whom, words, table, row, operation, what was before as JSON."""

SELECT = (
    "SELECT c.id, s.id, coalesce(s.at, c.at), CASE WHEN coalesce(s.host, '') = '' THEN coalesce(s.user, '')"
    " ELSE s.user || '@' || s.host END, coalesce(s.words, 'another program'), c.table_name, c.row_id,"
    " c.operation, c.before FROM _changes c LEFT JOIN _commands s ON s.id = c.command_id"
)
TITLES = ("title", "name", "value", "subject", "label", "external_id", "kind")
"""Columns one of which says what a row is."""


class Change(NamedTuple):
    """One field of one row, changed in one step; the step is None for what another program wrote just now."""

    step: int | None
    at: str
    by: str
    words: str
    table: str
    row: int
    operation: str
    field: str
    before: Any
    after: Any


class Effect(NamedTuple):
    """What one step did to one row: a field from what to what, or a row that came (from None) or went (to None)."""

    kind: str
    id: int
    field: str
    before: Any
    after: Any


def of_record(db: Connection, kind: str, id: int, table: str) -> list[Change]:
    """All changes of a record and what belongs to it, newest first.

    The log keeps what each row was before; what it became is what it was before the next change, or is now.
    """
    rows = db.execute(
        f"{SELECT} WHERE (c.owner_kind = ? AND c.owner_id = ?) OR (c.table_name = ?"
        " AND c.last_row_id IS NOT NULL AND ? BETWEEN c.row_id AND c.last_row_id)",
        (kind, id, table, id),
    )
    lines: list[Line] = [(*row[:6], id if row[5] == table else row[6], *row[7:]) for row in rows]
    return list(_unfold(db, sorted([*lines, *_parts_in_bulk(db, kind, id)], reverse=True)))


def _parts_in_bulk(db: Connection, kind: str, id: int) -> Iterator[Line]:
    """The parts of a record that came in a stretch with others, as an import brings them."""
    for table in fact_tables(db):
        if f"{kind}_id" not in table.belongs_to:
            continue
        for (row,) in db.execute(f"SELECT id FROM {table.name} WHERE {kind}_id = ?", (id,)).fetchall():
            for line in db.execute(
                f"{SELECT} WHERE c.table_name = ? AND c.last_row_id IS NOT NULL"
                " AND ? BETWEEN c.row_id AND c.last_row_id",
                (table.name, row),
            ).fetchall():
                yield (*line[:6], row, *line[7:])


def _unfold(db: Connection, lines: Iterable[Line]) -> Iterator[Change]:
    known: dict[tuple[str, int], dict[str, Any]] = {}
    for _, step, at, by, words, name, row, operation, before in lines:
        if (name, row) not in known:
            known[name, row] = _row(db, name, row)
        state = known[name, row]
        old = json.loads(before) if before else {}
        if operation == "insert":
            fields = [(field, None, value) for field, value in state.items() if value not in (None, "{}")]
            known[name, row] = {}
        elif operation == "update":
            fields = [(field, value, state.get(field)) for field, value in old.items()]
            state.update(old)
        else:
            fields = [(field, value, None) for field, value in old.items() if value not in (None, "{}")]
            known[name, row] = dict(old)
        for field, was, became in fields:
            yield Change(step, at, by, words, name, row, operation, field, was, became)


def of_newest(db: Connection, step: int, *, limit: int = 0) -> Iterator[Effect]:
    """What the newest step did, row by row in the order it did it; limit: so many changes of rows, 0 is all."""
    rows = db.execute(
        "SELECT table_name, row_id, operation, owner_kind, owner_id, before FROM _changes"
        " WHERE command_id = ? ORDER BY id LIMIT ?",
        (step, limit or -1),
    ).fetchall()
    for table, row, operation, kind, id, before in rows:
        place = "" if kind_of(table) == kind else kind_of(table).replace("_", " ")
        old = json.loads(before) if before else {}
        now = _row(db, table, row) if operation != "delete" else {}
        if operation == "update":
            for field, value in old.items():
                yield Effect(kind, id, f"{place} {field}".strip(), value, now.get(field))
        else:
            yield Effect(kind, id, place, _title(old), _title(now))


def _title(row: dict[str, Any]) -> str | None:
    if not row:
        return None
    return next((str(row[name]) for name in TITLES if row.get(name)), "")


def titles(db: Connection, table: str, ids: Sequence[int]) -> dict[int, str]:
    """What the rows of a table are called, those that are there."""
    return {id: _title(row) or "" for id in ids if (row := _row(db, table, id))}


def _row(db: Connection, table: str, id: int) -> dict[str, Any]:
    cursor = db.execute(f"SELECT * FROM {table} WHERE id = ?", (id,))
    row = cursor.fetchone()
    names = [column[0] for column in cursor.description]
    return {name: value for name, value in zip(names, row, strict=True) if name != "id"} if row else {}
