"""Reading a file of an older version: it is brought up to the present one, or where it cannot be, a copy of it is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from sqlite3 import Connection

from crm_cli.core.errors import FileError
from crm_cli.db import connection, whole
from crm_cli.db.migrations import runner

WAIT = 1.0
"""So many seconds a read waits to migrate a file that another program is writing; then it reads a copy."""


def present(older: Connection, path: str, *, now: datetime, said: Callable[[str], None]) -> Connection:
    """The same file with the present schema, for reading only; `older` is closed.

    said: is given a sentence about what became of the file.
    """
    try:
        connection.open_write(path, now=now, wait=WAIT, said=said).close()
        reading = connection.open_read(path)
    except FileError as error:
        reading = _private_copy(older, now=now)
        said(f"the file keeps its older schema, and a copy of it is read: {error.message}")
    older.close()
    return reading


def _private_copy(older: Connection, *, now: datetime) -> Connection:
    """Migrate a copy that is ours alone (0600, without a name as soon as it is open)."""
    with whole.private() as name:
        copy = connection.open_scratch(name)
        try:
            older.backup(copy)
            copy.execute("PRAGMA journal_mode = MEMORY")
            copy.execute("PRAGMA synchronous = OFF")
            runner.migrate(copy, "", now=now)
            copy.execute("PRAGMA query_only = ON")
        except BaseException:
            copy.close()
            raise
    return copy
