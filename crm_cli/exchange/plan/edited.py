"""What was changed in a record since a row was read into it: field by field, as the change log knows it."""

from __future__ import annotations

import json
from sqlite3 import Connection
from typing import Any

from crm_cli.kinds.catalogue import KINDS

CUSTOM, POINT = "custom\0", "point\0"
"""What stands before the name of a custom field, and before the kind of a point."""

TOGETHER = (
    frozenset(("stage_id", "status", "pipeline_id", "closed_on")),
    frozenset(("amount", "currency")),
    frozenset(("price", "currency")),
    frozenset(("name", "given_name", "family_name")),
    frozenset(("occurred_at", "occurred_on")),
    frozenset(("due_on", "due_at")),
    frozenset(("done_on", "done_at")),
)
"""Columns that stand together: to keep one of them is to keep all."""


def since(db: Connection, kind: str, id: int, step: int, *, now: int) -> frozenset[str]:
    """Columns, custom fields, kinds of points, tags, links and lines that other steps after one have changed.

    What was taken back since does not count, nor does what this step, `now`, has done itself.
    """
    rows = db.execute(
        "SELECT c.table_name, c.row_id, c.operation, c.before FROM _changes c LEFT JOIN _commands k ON k.id = c.command_id"
        " WHERE c.owner_kind = ? AND c.owner_id = ? AND (c.command_id IS NULL OR (c.command_id > ? AND c.command_id <> ?))"
        " AND (k.id IS NULL OR (k.undone_by_id IS NULL AND k.role IN ('do', 'foreign')))",
        (kind, id, step, now),
    ).fetchall()
    if not rows:
        return frozenset()
    record = KINDS[kind]
    hanging = {"taggings": "tags", record.lines: "items", record.links_in: "links"}
    found: set[str] = set()
    for table, row, operation, before in rows:
        image = json.loads(before) if before else {}
        if table == record.table and operation == "update":
            found |= image.keys() - {"custom"}
            if "custom" in image:
                found |= _keys(db, table, row, image["custom"])
        elif table == "contact_points":
            found |= {POINT + point for point in _point(db, row, image)}
        elif table in hanging:
            found.add(hanging[table])
    for together in TOGETHER:
        if found & together:
            found |= together
    return frozenset(found)


def _keys(db: Connection, table: str, id: int, before: str) -> set[str]:
    """The custom fields that are another by now than they were."""
    row = db.execute(f"SELECT custom FROM {table} WHERE id = ?", (id,)).fetchone()
    was, now = _read(before), _read(row[0] if row else "")
    return {CUSTOM + key for key in was.keys() | now.keys() if was.get(key) != now.get(key)}


def _read(text: str | None) -> dict[str, Any]:
    found: Any = json.loads(text or "{}")
    return found if isinstance(found, dict) else {}


def _point(db: Connection, id: int, image: dict[str, Any]) -> list[str]:
    """The kind of a point that was changed, where it or its image still tells it."""
    if image.get("kind"):
        return [image["kind"]]
    return [kind for (kind,) in db.execute("SELECT kind FROM contact_points WHERE id = ?", (id,))]
