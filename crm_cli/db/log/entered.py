"""Since when a row says what it says: the moment at which its columns got the values they have."""

from __future__ import annotations

from collections.abc import Iterable
from sqlite3 import Connection


def at(db: Connection, table: str, row: int, columns: Iterable[str]) -> str | None:
    """The instant at which one of some columns of a row was last given another value, or the row came.

    What was taken back since does not count, nor the taking back. None where the log does not say.
    """
    changed = " OR ".join(f"json_type(c.before, '$.{column}') IS NOT NULL" for column in columns)
    found = db.execute(
        "SELECT coalesce(k.at, c.at) FROM _changes c LEFT JOIN _commands k ON k.id = c.command_id"
        " WHERE c.table_name = ? AND c.row_id = ? AND c.last_row_id IS NULL"
        " AND (k.id IS NULL OR k.role IN ('do', 'foreign') AND k.undone_by_id IS NULL)"
        f" AND (c.operation = 'insert' OR c.operation = 'update' AND ({changed})) ORDER BY c.id DESC LIMIT 1",
        (table, row),
    ).fetchone()
    return found[0] if found else None
