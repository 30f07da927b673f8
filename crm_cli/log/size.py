"""How much room the change log takes, and forgetting its older part for good."""

from __future__ import annotations

from datetime import datetime
from sqlite3 import Connection
from typing import NamedTuple

from crm_cli.db.log import as_of


class Size(NamedTuple):
    """What the log holds and the room it takes, in bytes, its indexes included."""

    steps: int
    changes: int
    begins_at: str
    bytes: int
    file_bytes: int


def measure(db: Connection) -> Size:
    """Count the log and measure its pages; where SQLite was built without `dbstat`, from the length of its texts."""
    from sqlite3 import OperationalError

    steps = db.execute("SELECT count(*) FROM _commands").fetchone()[0]
    changes = db.execute("SELECT count(*) FROM _changes").fetchone()[0]
    pages = db.execute("PRAGMA page_count").fetchone()[0] * db.execute("PRAGMA page_size").fetchone()[0]
    try:
        size = db.execute(
            "SELECT sum(pgsize) FROM dbstat WHERE aggregate = TRUE AND name IN"
            " (SELECT name FROM sqlite_schema WHERE tbl_name IN ('_changes', '_commands'))"
        ).fetchone()[0]
    except OperationalError:
        # beside its texts a change takes some 60 bytes, and as much again in the indexes
        size = db.execute(
            "SELECT coalesce(sum(120 + length(CAST(before AS BLOB))), 0) FROM _changes"
        ).fetchone()[0]
    return Size(steps, changes, as_of.begins(db), size or 0, pages)


def in_words(count: int) -> str:
    """Say a number of bytes: `512 B`, `12 kB`, `3.4 MB`."""
    if count < 1000:
        return f"{count} B"
    if count < 1_000_000:
        return f"{count / 1000:.0f} kB"
    return f"{count / 1_000_000:.1f} MB"


def older(db: Connection, instant: str) -> int:
    """How many steps lie wholly before an instant."""
    count: int = db.execute("SELECT count(*) FROM _commands WHERE id <= ?", (_last(db, instant),)).fetchone()[
        0
    ]
    return count


def forget(db: Connection, instant: str) -> int:
    """Forget all steps before an instant, inside a transaction; returns how many. This itself is no step."""
    last = _last(db, instant)
    count = older(db, instant)
    db.execute("DELETE FROM _changes WHERE command_id <= ?", (last,))
    db.execute("UPDATE _commands SET target_id = NULL WHERE target_id <= ?", (last,))
    db.execute("DELETE FROM _commands WHERE id <= ?", (last,))
    db.execute("UPDATE _file SET log_begins_at = ?", (instant,))
    return count


def _last(db: Connection, instant: str) -> int:
    """The last step before an instant, by order, as everything that looks back cuts."""
    row = db.execute("SELECT id FROM _commands WHERE at < ? ORDER BY id DESC LIMIT 1", (instant,)).fetchone()
    return row[0] if row else 0


def shrink(path: str, *, now: datetime) -> None:
    """Give the room of what was forgotten back to the system, and overwrite it; left out where the file is busy."""
    from crm_cli.core.errors import FileError
    from crm_cli.db import connection

    db = connection.open_write(path, now=now, wait=1.0)
    try:
        with connection.translated(path):
            db.execute("VACUUM")
            db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    except FileError:
        pass
    finally:
        db.close()
