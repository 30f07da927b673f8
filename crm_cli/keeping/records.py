"""The ledger of backups: the file remembers where copies of it are. Bookkeeping: no step, not in the log."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from sqlite3 import Connection

from crm_cli.core.errors import FileError
from crm_cli.db import names, table

TABLE = "_backups"


@dataclass(frozen=True, slots=True)
class Kept:
    """A row of `_backups`: `size` in bytes, `step` the newest it holds, `reason` backup or restore."""

    id: int
    path: str
    made_at: str
    size: int
    step: int
    reason: str


def kept(db: Connection) -> list[Kept]:
    """All copies the file knows of, newest first; none where a file of another making has no ledger."""
    if not db.execute("SELECT 1 FROM sqlite_schema WHERE name = ?", (TABLE,)).fetchone():
        return []
    return table.select(db, Kept, TABLE, "ORDER BY made_at DESC, id DESC")


def note(db: Connection, path: str, *, at: str, size: int, step: int, reason: str = "backup") -> None:
    """Remember a copy; a path used again is the newer copy. FileError for a path that is not UTF-8."""
    if not names.is_text(path):
        raise FileError("its path is not UTF-8 text")
    db.execute(
        "INSERT INTO _backups (path, made_at, size, step, reason) VALUES (?, ?, ?, ?, ?) ON CONFLICT (path)"
        " DO UPDATE SET made_at = excluded.made_at, size = excluded.size, step = excluded.step, reason = excluded.reason",
        (path, at, size, step, reason),
    )


def forget(db: Connection, paths: Iterable[str]) -> None:
    """Forget copies that are gone."""
    db.executemany("DELETE FROM _backups WHERE path = ?", [(path,) for path in paths])


def carry_over(db: Connection, ledger: Iterable[Kept]) -> None:
    """Keep knowing, in a file just put back, the copies that the one before it knew."""
    for copy in reversed(list(ledger)):
        note(db, copy.path, at=copy.made_at, size=copy.size, step=copy.step, reason=copy.reason)
