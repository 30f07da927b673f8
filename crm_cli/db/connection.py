"""Open or create the file, for reading or for writing."""

from __future__ import annotations

import os
import sqlite3

from crm_cli.core.errors import FileError
from crm_cli.db import functions
from crm_cli.db.functions import tell_time
from crm_cli.db.version import APPLICATION_ID, VERSION
from crm_cli.db.words import locked, newest_copy, translated

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime


__all__ = [
    "BUSY_SECONDS",
    "has_wal",
    "is_blank",
    "is_older",
    "locked",
    "open_empty",
    "open_raw",
    "open_read",
    "open_scratch",
    "open_write",
    "tell_time",
    "translated",
]

BUSY_SECONDS = 30.0
"""How long to wait for another writer, unless the setting `lock_wait` says otherwise."""


def open_read(path: str, *, wait: float = BUSY_SECONDS) -> sqlite3.Connection:
    """Open an existing file for reading only; FileError where it is missing, foreign, newer or unreadable."""
    _check_place(path)
    with translated(path):
        db = _connect(f"file:{quoted(path)}?mode=ro", wait)
        try:
            _check_identity(db, path)
        except sqlite3.OperationalError as error:
            # Beside a file in WAL mode SQLite must make two helpers; in a folder that forbids it, or on
            # a full disk, and with no -wal waiting to be read, the file may be read as it is.
            db.close()
            if not _cannot_open(error) or has_wal(path):
                raise
            db = _connect(f"file:{quoted(path)}?mode=ro&immutable=1", wait)
            _check_identity(db, path)
        return db


def open_write(
    path: str, *, now: datetime, wait: float = BUSY_SECONDS, said: Callable[[str], None] | None = None
) -> sqlite3.Connection:
    """Open a file for writing, making it (0600, in a 0700 folder) where there is none.

    An older one is copied aside and migrated, and `said` is given a sentence about it.
    """
    from crm_cli.db.transactions import transaction

    if os.path.isdir(path):
        raise FileError(f"`{path}` is a folder, not a file")
    with translated(path):
        _check_not_emptied(path)
        if not os.path.exists(path):
            _make(path, now=now)
        _check_place(path)
        db = _connect(f"file:{quoted(path)}?mode=rw", wait)
        version = _check_identity(db, path, may_be_empty=True)
        if version == 0:
            from crm_cli.db import migrations

            db.execute("PRAGMA journal_mode = WAL")
            with transaction(db):
                # another process may have made it while this one waited
                if _check_identity(db, path, may_be_empty=True) == 0:
                    migrations.create(db, now=now)
        elif version < VERSION:
            from crm_cli.db.migrations import runner

            aside = runner.migrate(db, path, now=now)
            if aside and said:
                said(f"the file now has schema version {VERSION}; as it was, it is kept in {aside}")
        elif db.execute("PRAGMA journal_mode").fetchone()[0] == "delete":
            db.execute("PRAGMA journal_mode = WAL")  # a backup that is used as a file: reads shall not wait
        return db


def _make(path: str, *, now: datetime) -> None:
    """Make a new file under a name of its own and give it the right one when it is whole.

    So nobody ever sees half a file, and of two programs that make it at once the second uses the first one's.
    """
    from contextlib import suppress

    from crm_cli.db import migrations, whole
    from crm_cli.db.transactions import transaction

    place = os.path.realpath(path)
    os.makedirs(os.path.dirname(place), mode=0o700, exist_ok=True)
    with whole.beside(place) as new:
        db = _connect(f"file:{quoted(new)}?mode=rw", 0)
        try:
            db.execute("PRAGMA journal_mode = WAL")
            with transaction(db):
                migrations.create(db, now=now)
        finally:
            db.close()
        with suppress(FileExistsError):
            whole.publish(new, place)


def is_older(db: sqlite3.Connection) -> bool:
    """Whether a file is of an older schema version: our queries do not fit it."""
    version: int = db.execute("PRAGMA user_version").fetchone()[0]
    return version < VERSION


def is_blank(path: str) -> bool:
    """Whether a file is there that nobody has written anything to yet, as `mktemp` makes one."""
    if not os.path.isfile(path) or os.path.getsize(path) > 4096 or has_wal(path):
        return False
    try:
        db = _connect(f"file:{quoted(path)}?mode=ro", 0)
        try:
            return bool(db.execute("SELECT count(*) = 0 FROM sqlite_schema").fetchone()[0])
        finally:
            db.close()
    except sqlite3.Error:
        return False


def open_raw(path: str, wait: float) -> sqlite3.Connection:
    """Open an existing file for writing whatever is in it, as what puts a backup in its place must."""
    return _connect(f"file:{quoted(path)}?mode=rw", wait)


def open_empty(*, now: datetime) -> sqlite3.Connection:
    """An empty file in memory: what a read sees where no file has been made yet."""
    from crm_cli.db import migrations
    from crm_cli.db.transactions import transaction

    db = _connect(":memory:", 0)
    with transaction(db):
        migrations.create(db, now=now)
    return db


def open_scratch(path: str) -> sqlite3.Connection:
    """Open a private working file, with our functions: what a copy is read back into."""
    return _connect(f"file:{quoted(path)}?mode=rw", 0)


def _connect(uri: str, wait: float) -> sqlite3.Connection:
    db = sqlite3.connect(uri, uri=True, isolation_level=None, timeout=wait)
    db.execute("PRAGMA foreign_keys = ON")
    functions.add(db)
    return db


def _check_place(path: str) -> None:
    if os.path.isdir(path):
        raise FileError(f"`{path}` is a folder, not a file")
    _check_not_emptied(path)
    if not os.path.exists(path):
        raise FileError(
            f"no crm file at `{path}`",
            hint="any command that adds something makes it: crm contact add NAME",
        )
    if not os.path.isfile(path):
        raise FileError(  # opening a pipe would wait for who writes it
            f"`{path}` is no ordinary file, but a pipe or a device", hint="name another one: --db FILE"
        )
    if not os.access(path, os.R_OK):
        raise FileError(f"`{path}` cannot be read: permission denied")


def has_wal(path: str) -> bool:
    """Whether a part of the file is in the `-wal` beside it."""
    return os.path.exists(f"{path}-wal") and os.path.getsize(f"{path}-wal") > 0


def _check_not_emptied(path: str) -> None:
    """Refuse a file that something has emptied or deleted beside its log: SQLite would throw the log away."""
    if has_wal(path) and (not os.path.exists(path) or os.path.getsize(path) == 0):
        raise FileError(
            f"`{path}` has been emptied or deleted while it was in use: its `-wal` is still there",
            hint=f"crm restore {newest_copy(path) or 'BACKUP'}\nto begin anew, move `{path}-wal` away",
        )


def _check_identity(db: sqlite3.Connection, path: str, *, may_be_empty: bool = False) -> int:
    """Return the schema version; FileError where the file is another program's or a newer crm's."""
    application: int = db.execute("PRAGMA application_id").fetchone()[0]
    version: int = db.execute("PRAGMA user_version").fetchone()[0]
    if version == 0 and application == 0:
        empty = db.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0] == 0
        if empty and may_be_empty:
            return 0
        raise FileError(
            f"`{path}` is empty" if empty else f"`{path}` is a database of another program",
            hint="name another one: --db FILE",
        )
    if application != APPLICATION_ID:
        raise FileError(f"`{path}` is a database of another program", hint="name another one: --db FILE")
    if version < 1:
        raise FileError(
            f"`{path}` says that it is a crm file, but nothing is in it that crm has made",
            hint="name another one: --db FILE",
        )
    if version > VERSION:
        raise FileError(f"`{path}` was written by a newer crm (schema {version}, this one knows {VERSION})")
    return version


def _cannot_open(error: sqlite3.OperationalError) -> bool:
    code = getattr(error, "sqlite_errorcode", 0)
    helpers = {sqlite3.SQLITE_IOERR_SHMOPEN, sqlite3.SQLITE_IOERR_SHMSIZE, sqlite3.SQLITE_IOERR_SHMMAP}
    return code in helpers or code & 0xFF in {
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_FULL,
    }


def quoted(path: str) -> str:
    """Write a path for a file: URI; only what has a meaning there is quoted."""
    return os.path.abspath(path).replace("%", "%25").replace("?", "%3f").replace("#", "%23")
