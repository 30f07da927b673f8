"""What a record is called, also one that is not there any more."""

from __future__ import annotations

import json

from crm_cli.db.log import packs
from crm_cli.db.select import titles
from crm_cli.kinds.catalogue import KINDS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from sqlite3 import Connection
    from typing import Any


LONGEST = 60
"""A name longer than that is cut in a sentence."""


def of(db: Connection, kind: str, id: int) -> str:
    """The name of a record: as it is, else as it was last, else its kind and number."""
    record = KINDS[kind]
    found = titles(db, record.table, record.title, where="t.id = ?", values=(id,))
    name = found[0][1] if found else last(db, record.table, id).get(record.title)
    return short(name) if name else f"{kind}/{id}"


def last(db: Connection, table: str, row: int) -> dict[str, Any]:
    """What a row that is not there any more was when it went; empty where nobody knows."""
    kept = db.execute(
        "SELECT before FROM _changes WHERE table_name = ? AND row_id = ? AND operation = 'delete'"
        " AND last_row_id IS NULL ORDER BY id DESC LIMIT 1",
        (table, row),
    ).fetchone()
    if kept:
        image: dict[str, Any] = json.loads(kept[0] or "{}")
        return image
    return packs.image(db, table, row)


def short(text: str, longest: int = LONGEST) -> str:
    """The first line of a text, cut where it is long."""
    first, *more = text.strip().splitlines() or [""]
    if len(first) > longest:
        return first[: longest - 1].rstrip() + "…"
    return first + " …" if more else first


def defaults(db: Connection, table: str) -> Iterator[tuple[str, str]]:
    """The columns that have a default, and what it is, as the schema writes it."""
    for _, name, _, _, default, _ in db.execute(f"PRAGMA table_info({table})"):
        if default is not None:
            yield name, default
