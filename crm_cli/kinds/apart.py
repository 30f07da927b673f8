"""Pairs of records of which somebody said that they are not the same, whatever they have in common."""

from __future__ import annotations

from crm_cli.db import table

TYPE_CHECKING = False
if TYPE_CHECKING:
    from sqlite3 import Connection


def pairs(db: Connection, kind: str) -> set[tuple[int, int]]:
    """All such pairs of a kind, by id, the smaller first."""
    rows = db.execute(f"SELECT {kind}_id, other_{kind}_id FROM not_same WHERE {kind}_id IS NOT NULL")
    return {(min(row), max(row)) for row in rows}


def keep(db: Connection, kind: str, one: int, other: int) -> bool:
    """Note that two records are not the same; returns whether that is new."""
    first, second = sorted((one, other))
    if (first, second) in pairs(db, kind):
        return False
    table.insert(db, "not_same", {f"{kind}_id": first, f"other_{kind}_id": second})
    return True


def drop(db: Connection, kind: str, one: int, other: int) -> bool:
    """Take that back; returns whether it had been said."""
    first, second = sorted((one, other))
    done = db.execute(
        f"DELETE FROM not_same WHERE min({kind}_id, other_{kind}_id) = ? AND max({kind}_id, other_{kind}_id) = ?",
        (first, second),
    )
    return done.rowcount > 0
