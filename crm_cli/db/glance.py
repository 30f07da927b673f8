"""A glance into the file that leaves no trace: nothing is made beside it, no lock is waited for, no search takes long."""

from __future__ import annotations

import os
import sqlite3

from crm_cli.db import functions
from crm_cli.db.connection import has_wal, quoted
from crm_cli.db.version import APPLICATION_ID, VERSION

WAIT = 0.05
"""Seconds that another program's lock is waited for."""

LONGEST = 40
"""All is given up after so many times `STRIDE` steps of SQLite's: some tens of milliseconds."""

STRIDE = 50_000


def glance(path: str) -> sqlite3.Connection | None:
    """Open a file for a few quick reads; None where it is missing, not a file of ours, or cannot be read just so.

    What SQLite would make beside it to read it is not made: a file that nobody has open is read as it is.
    """
    if not os.path.isfile(path):  # a fifo would wait for its writer
        return None
    if (way := _way(path)) is None:
        return None
    try:
        db = sqlite3.connect(f"file:{quoted(path)}?{way}", uri=True, isolation_level=None, timeout=WAIT)
    except (sqlite3.Error, OSError):
        return None
    try:
        application = db.execute("PRAGMA application_id").fetchone()[0]
        version = db.execute("PRAGMA user_version").fetchone()[0]
        if application == APPLICATION_ID and 0 < version <= VERSION:
            functions.add(db)
            _limit(db)
            return db
    except sqlite3.Error:
        pass
    db.close()
    return None


def _way(path: str) -> str | None:
    """How to open it: by its helpers where they are there, else as a file that nobody changes now."""
    if os.path.exists(f"{path}-journal") or (has_wal(path) and os.path.exists(f"{path}-shm")):
        return "mode=ro"
    return None if has_wal(path) else "mode=ro&immutable=1"


def _limit(db: sqlite3.Connection) -> None:
    """Give up what takes long, with sqlite3.OperationalError."""
    taken = [0]

    def go_on() -> bool:
        taken[0] += 1
        return taken[0] > LONGEST

    db.set_progress_handler(go_on, STRIDE)
