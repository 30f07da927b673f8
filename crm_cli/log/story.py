"""What changed in a record, step by step: each field from what to what."""

from __future__ import annotations

import json
from sqlite3 import Connection
from typing import Any, NamedTuple


class Change(NamedTuple):
    """One field of one row, changed in one step; newest first."""

    step: int
    at: str
    by: str
    words: str
    table: str
    row: int
    operation: str
    field: str
    before: Any
    after: Any


def of_record(db: Connection, kind: str, id: int, table: str) -> list[Change]:
    """All changes of a record and what belongs to it, newest first.

    The log keeps what each row was before; what it became is what it was before the next change, or is now.
    """
    rows = db.execute(
        "SELECT c.id, s.id, s.at, s.user, s.host, s.words, c.table_name, c.row_id, c.operation, c.before"
        " FROM _changes c JOIN _commands s ON s.id = c.command_id"
        " WHERE (c.owner_kind = ? AND c.owner_id = ?) OR (c.table_name = ? AND c.last_row_id IS NOT NULL"
        " AND ? BETWEEN c.row_id AND c.last_row_id) ORDER BY c.id DESC",
        (kind, id, table, id),
    ).fetchall()
    known: dict[tuple[str, int], dict[str, Any]] = {}
    changes: list[Change] = []
    for _, step, at, user, host, words, name, row_id, operation, before in rows:
        row = id if name == table and operation == "insert" else row_id
        by = f"{user}@{host}" if host else user
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
        changes += [
            Change(step, at, by, words, name, row, operation, field, was, is_) for field, was, is_ in fields
        ]
    return changes


def _row(db: Connection, table: str, id: int) -> dict[str, Any]:
    cursor = db.execute(f"SELECT * FROM {table} WHERE id = ?", (id,))
    row = cursor.fetchone()
    names = [column[0] for column in cursor.description]
    return {name: value for name, value in zip(names, row, strict=True) if name != "id"} if row else {}
