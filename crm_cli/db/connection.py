"""Open or create the file, and write to it one whole transaction at a time."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, tzinfo

from crm_cli.core.errors import FileError

BUSY_SECONDS = 30.0
"""How long to wait for another writer, unless the setting `lock_wait` says otherwise."""


def open_read(path: str, *, wait: float = BUSY_SECONDS) -> sqlite3.Connection:
    """Open an existing file for reading only; FileError where it is missing, foreign, newer or unreadable."""
    _check_place(path)
    with translated(path):
        db = _connect(f"file:{_quoted(path)}?mode=ro", wait)
        try:
            _check_identity(db, path)
        except sqlite3.OperationalError as error:
            # Beside a file in WAL mode SQLite must make two helpers; in a folder that forbids it, or on
            # a full disk, and with no -wal waiting to be read, the file may be read as it is.
            db.close()
            if not _cannot_open(error) or _has_wal(path):
                raise
            db = _connect(f"file:{_quoted(path)}?mode=ro&immutable=1", wait)
            _check_identity(db, path)
        return db


def open_write(path: str, *, now: datetime, wait: float = BUSY_SECONDS) -> sqlite3.Connection:
    """Open a file for writing, making it (0600, in a 0700 folder) where there is none, and migrating an older one."""
    from crm_cli.db import migrations

    if os.path.isdir(path):
        raise FileError(f"`{path}` is a folder, not a file")
    with translated(path):
        _check_not_emptied(path)
        if not os.path.exists(path):
            _make(path, now=now)
        _check_place(path)
        db = _connect(f"file:{_quoted(path)}?mode=rw", wait)
        version = _check_identity(db, path, may_be_empty=True)
        if version == 0:
            db.execute("PRAGMA journal_mode = WAL")
            with _exclusive(db):
                # another process may have made it while this one waited
                if _check_identity(db, path, may_be_empty=True) == 0:
                    migrations.create(db, now=now)
        elif version < migrations.VERSION:
            migrations.migrate(db, version)
        elif db.execute("PRAGMA journal_mode").fetchone()[0] == "delete":
            db.execute("PRAGMA journal_mode = WAL")  # a backup that is used as a file: reads shall not wait
        return db


def _make(path: str, *, now: datetime) -> None:
    """Make a new file under a name of its own and give it the right one when it is whole.

    So nobody ever sees half a file, and of two programs that make it at once the second uses the first one's.
    """
    import tempfile

    from crm_cli.db import migrations

    place = os.path.realpath(path)
    folder, name = os.path.split(place)
    os.makedirs(folder, mode=0o700, exist_ok=True)
    handle, new = tempfile.mkstemp(prefix=f".{name}.", suffix=".new", dir=folder)  # 0600
    os.close(handle)
    try:
        db = _connect(f"file:{_quoted(new)}?mode=rw", 0)
        try:
            db.execute("PRAGMA journal_mode = WAL")
            with _exclusive(db):
                migrations.create(db, now=now)
        finally:
            db.close()
        try:
            os.link(new, place)
        except FileExistsError:
            pass
        except OSError:  # a file system without links
            if not os.path.exists(place):
                os.rename(new, place)
    finally:
        for left in (new, f"{new}-wal", f"{new}-shm"):
            with suppress(FileNotFoundError):
                os.unlink(left)


def is_blank(path: str) -> bool:
    """Whether a file is there that nobody has written anything to yet, as `mktemp` makes one."""
    if not os.path.isfile(path) or os.path.getsize(path) > 4096 or _has_wal(path):
        return False
    try:
        db = _connect(f"file:{_quoted(path)}?mode=ro", 0)
        try:
            return bool(db.execute("SELECT count(*) = 0 FROM sqlite_schema").fetchone()[0])
        finally:
            db.close()
    except sqlite3.Error:
        return False


def open_raw(path: str, wait: float) -> sqlite3.Connection:
    """Open an existing file for writing whatever is in it, as what puts a backup in its place must."""
    return _connect(f"file:{_quoted(path)}?mode=rw", wait)


def open_empty(*, now: datetime) -> sqlite3.Connection:
    """An empty file in memory: what a read sees where no file has been made yet."""
    from crm_cli.db import migrations

    db = _connect(":memory:", 0)
    with _exclusive(db):
        migrations.create(db, now=now)
    return db


def open_scratch(path: str) -> sqlite3.Connection:
    """Open a private working file, with our functions: what a copy is read back into."""
    return _connect(f"file:{_quoted(path)}?mode=rw", 0)


@contextmanager
def transaction(db: sqlite3.Connection, path: str = "", *, keep: bool = True) -> Iterator[None]:
    """One whole write: BEGIN IMMEDIATE, then COMMIT, or ROLLBACK where the block raised or `keep` is false."""
    with translated(path):
        place = _place(path)
        db.execute("BEGIN IMMEDIATE")
        try:
            yield
            if keep and _place(path) != place:
                raise FileError(
                    f"`{path}` was moved, deleted or replaced while it was being written; nothing was changed",
                    hint="run the command again",
                )
        except BaseException:
            if db.in_transaction:
                db.execute("ROLLBACK")
            raise
        db.execute("COMMIT" if keep else "ROLLBACK")


def _place(path: str) -> tuple[int, int] | None:
    """What the path leads to now: a commit into a file that is no longer there would be lost without a word."""
    if not path:
        return None
    try:
        found = os.stat(path)
    except FileNotFoundError:
        return None
    return found.st_dev, found.st_ino


@contextmanager
def savepoint(db: sqlite3.Connection) -> Iterator[None]:
    """A part of a transaction that is taken back alone where the block raises."""
    db.execute("SAVEPOINT part")
    try:
        yield
    except BaseException:
        if db.in_transaction:
            db.execute("ROLLBACK TO part")
            db.execute("RELEASE part")
        raise
    db.execute("RELEASE part")


@contextmanager
def _exclusive(db: sqlite3.Connection) -> Iterator[None]:
    with transaction(db):
        yield


@contextmanager
def translated(path: str) -> Iterator[None]:
    """Turn what SQLite and the system say about the file into FileError; other errors pass."""
    try:
        yield
    except sqlite3.Error as error:
        message = _in_words(error, path)
        if message is None:
            raise
        raise FileError(message[0], hint=message[1]) from error
    except PermissionError as error:
        raise FileError(f"`{error.filename or path}` cannot be written: permission denied") from error
    except OSError as error:
        if error.errno is None or isinstance(error, BrokenPipeError):
            raise
        raise FileError(f"`{error.filename or path}`: {(error.strerror or str(error)).lower()}") from error


def _in_words(error: sqlite3.Error, path: str) -> tuple[str, str] | None:
    code = getattr(error, "sqlite_errorcode", None)
    if code is None:
        said = str(error)
        if not said.startswith("Could not decode to UTF-8"):
            return None
        where = said.partition("column '")[2].partition("'")[0]
        return f"`{path}` holds text that is not UTF-8 in `{where}`", "crm doctor"
    primary = code & 0xFF
    if primary in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
        told = locked(path)
        return told.message, told.hint
    if primary == sqlite3.SQLITE_READONLY:
        return f"`{path}` is read-only", ""
    if primary == sqlite3.SQLITE_FULL:
        return f"no space left on the disk of `{path}`; nothing was changed", ""
    if primary == sqlite3.SQLITE_NOTADB:
        backup = _newest_backup(path)
        return (
            f"`{path}` is not a crm file",
            f"crm restore {backup}" if backup else "crm --db FILE names another one",
        )
    if primary == sqlite3.SQLITE_CORRUPT:
        return f"`{path}` is damaged", f"crm restore {_newest_backup(path) or 'BACKUP'}"
    if primary == sqlite3.SQLITE_CANTOPEN:
        return f"`{path}` cannot be opened", ""
    if primary == sqlite3.SQLITE_IOERR:
        return f"`{path}` cannot be read or written: {error}", ""
    if primary in {sqlite3.SQLITE_PERM, sqlite3.SQLITE_AUTH}:
        return f"`{path}` cannot be opened: permission denied", ""
    return None


def locked(path: str) -> FileError:
    """Say that another program kept the file locked, and which, where the system tells."""
    from crm_cli.db import locks

    return FileError(
        f"`{path}` is being written by {locks.holder(path) or 'another program'} and stayed locked",
        hint="try again, or crm config set lock_wait 120",
    )


def _newest_backup(path: str) -> str:
    """The newest copy beside a file that can no longer be read itself, as a shell takes it; "" where there is none."""
    import shlex

    from crm_cli.db import backup

    copies = backup.beside(path)
    return shlex.quote(copies[-1]) if copies else ""


def _connect(uri: str, wait: float) -> sqlite3.Connection:
    db = sqlite3.connect(uri, uri=True, isolation_level=None, timeout=wait)
    db.execute("PRAGMA foreign_keys = ON")
    _add_functions(db)
    return db


def _add_functions(db: sqlite3.Connection) -> None:
    """The functions that queries may use; no trigger or view does, so other programs can write, too."""
    from crm_cli.core import text

    db.create_function(
        "fold", 1, lambda value: None if value is None else text.fold(str(value)), deterministic=True
    )
    db.create_function("spaced", 1, _spaced, deterministic=True)
    db.create_function("matches", 2, _matches, deterministic=True)
    file: list[str] = []

    def uid_of(kind: str, id: int) -> str:
        import uuid

        if not file:
            file.append(db.execute("SELECT uuid FROM _file").fetchone()[0])
        return str(uuid.uuid5(uuid.UUID(file[0]), f"{kind}/{id}"))

    db.create_function("uid_of", 2, uid_of)
    db.create_function("number", 1, _number, deterministic=True)
    db.create_function("minor_digits", 1, _minor_digits, deterministic=True)


def tell_time(db: sqlite3.Connection, *, now: datetime, zone: tzinfo) -> None:
    """Give queries the user's day: `today()`, and `local_day(instant)` for the day of any instant."""
    today = now.astimezone(zone).date().isoformat()
    db.create_function("today", 0, lambda: today, deterministic=True)

    def local_day(instant: str | None) -> str | None:
        if not instant:
            return None
        return datetime.fromisoformat(instant).astimezone(zone).date().isoformat()

    db.create_function("local_day", 1, local_day, deterministic=True)


def _spaced(value: object) -> str | None:
    from crm_cli.core import query_conditions

    return query_conditions.spaced(value)


def _matches(pattern: str, value: object) -> bool:
    from crm_cli.core import query

    return value is not None and query.matches(pattern, str(value))


def _number(value: object) -> float | None:
    from crm_cli.core import query

    return query.number(value)


def _minor_digits(currency: object) -> int:
    from crm_cli.core import query

    return query.minor_digits(currency)


def _check_place(path: str) -> None:
    if os.path.isdir(path):
        raise FileError(f"`{path}` is a folder, not a file")
    _check_not_emptied(path)
    if not os.path.exists(path):
        raise FileError(
            f"no crm file at `{path}`",
            hint="any command that adds something makes it: crm contact add NAME",
        )
    if not os.access(path, os.R_OK):
        raise FileError(f"`{path}` cannot be read: permission denied")


def _has_wal(path: str) -> bool:
    return os.path.exists(f"{path}-wal") and os.path.getsize(f"{path}-wal") > 0


def _check_not_emptied(path: str) -> None:
    """Refuse a file that something has emptied or deleted beside its log: SQLite would throw the log away."""
    if _has_wal(path) and (not os.path.exists(path) or os.path.getsize(path) == 0):
        raise FileError(
            f"`{path}` has been emptied or deleted while it was in use: its `-wal` is still there",
            hint=f"crm restore {_newest_backup(path) or 'BACKUP'}, or move `{path}-wal` away to begin anew",
        )


def _check_identity(db: sqlite3.Connection, path: str, *, may_be_empty: bool = False) -> int:
    """Return the schema version; FileError where the file is another program's or a newer crm's."""
    from crm_cli.db.migrations import APPLICATION_ID, VERSION

    application: int = db.execute("PRAGMA application_id").fetchone()[0]
    version: int = db.execute("PRAGMA user_version").fetchone()[0]
    if version == 0 and application == 0:
        empty = db.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0] == 0
        if empty and may_be_empty:
            return 0
        raise FileError(
            f"`{path}` is empty" if empty else f"`{path}` is a database of another program",
            hint="crm --db FILE names another one",
        )
    if application != APPLICATION_ID:
        raise FileError(f"`{path}` is a database of another program", hint="crm --db FILE names another one")
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


def _quoted(path: str) -> str:
    """Write a path for a file: URI; only what has a meaning there is quoted."""
    return os.path.abspath(path).replace("%", "%25").replace("?", "%3f").replace("#", "%23")
