"""Copies of the file: made by SQLite's backup interface while others write, verified, named by their instant."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from sqlite3 import Connection
from typing import Literal

from crm_cli.core.errors import Conflict, CrmError, FileError
from crm_cli.db import connection, whole
from crm_cli.db.names import COMPRESSED, beside


@dataclass(frozen=True, slots=True)
class Copy:
    """A copy as it was made: its size in bytes, the rows of each table, the newest step it holds."""

    path: str
    size: int
    rows: dict[str, int]
    step: int


Check = Literal["none", "quick", "full"]
"""How a copy is verified: quickly, which reads every page, or in full, which also compares each index with its table."""


def make_copy(
    path: str, target: str, *, wait: float = connection.BUSY_SECONDS, check: Check = "quick"
) -> Copy:
    """Copy the file at `path` to `target`, which comes into being whole and verified, or not at all.

    A target that ends in `.gz` is compressed. Conflict where the target is there; FileError where the
    copy cannot be written or does not hold what the file holds. Nobody's writing is held up.
    """
    if os.path.lexists(target):
        raise Conflict(f"`{target}` is there already", hint="crm backup")
    folder = os.path.dirname(os.path.abspath(target))
    with connection.translated(target):
        os.makedirs(folder, mode=0o700, exist_ok=True)
    with connection.translated(target), whole.beside(target) as part:
        source = connection.open_read(path, wait=wait)
        try:
            with connection.translated(path):
                source.execute("BEGIN")
                there = content(source)
            if missing_bytes(source):
                raise FileError(f"`{path}` is cut short", hint="crm doctor")
            _copy(source, part)
        finally:
            source.close()
        if check != "none":
            verify(part, there.rows, is_full=check == "full")
        if target.endswith(COMPRESSED):
            with whole.beside(target) as packed:
                _compress(part, packed)
                size = _named(packed, target)
        else:
            size = _named(part, target)
    return Copy(target, size, there.rows, there.step)


def _named(part: str, target: str) -> int:
    """Give a finished copy its name, never in the place of another file; returns its size."""
    size = os.path.getsize(part)
    try:
        whole.publish(part, target)
    except FileExistsError:
        raise Conflict(f"`{target}` is there already", hint="crm backup") from None
    return size


def _copy(source: Connection, part: str) -> None:
    db = sqlite3.connect(part, isolation_level=None)
    try:
        source.backup(db)
        db.execute("PRAGMA journal_mode = DELETE")  # one file, readable from a read-only medium
    finally:
        db.close()


def _compress(part: str, packed: str) -> None:
    """Compress a file and read it back: what comes out must be what went in."""
    import gzip
    import hashlib
    import shutil

    with open(part, "rb") as plain, open(packed, "wb") as raw:
        digest = hashlib.sha256()
        with gzip.GzipFile("", "wb", 6, raw, mtime=0) as stream:
            while block := plain.read(1 << 20):
                digest.update(block)
                stream.write(block)
    again = hashlib.sha256()

    class Digest:
        def write(self, block: bytes) -> int:
            again.update(block)
            return len(block)

    with gzip.open(packed, "rb") as stream:
        shutil.copyfileobj(stream, Digest(), 1 << 20)
    if again.digest() != digest.digest():
        raise FileError("the compressed copy does not read back as it was written")


# what is in a file


def rows(db: Connection) -> dict[str, int]:
    """Count the rows of every table, the program's own included; virtual tables are counted by what they keep."""
    names = db.execute(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'"
        " AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY rowid"
    ).fetchall()
    return {name: db.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for (name,) in names}


@dataclass(frozen=True, slots=True)
class Content:
    """What a file holds: rows of each table, its identity (the same in all its copies), its newest step and when."""

    rows: dict[str, int]
    identity: str
    step: int
    at: str


def content(db: Connection) -> Content:
    """Take stock of a file."""
    step, at = db.execute("SELECT coalesce(max(id), 0), coalesce(max(at), '') FROM _commands").fetchone()
    return Content(rows(db), identity(db), step, at)


def identity(db: Connection) -> str:
    """The file's own identity: the same in all its copies."""
    row = db.execute("SELECT uuid FROM _file").fetchone()
    return row[0] if row else ""


def faults(db: Connection, *, is_full: bool = True) -> list[str]:
    """What SQLite finds wrong in the file, in words; at most ten findings. Indexes are compared where `is_full`."""
    check = "integrity_check" if is_full else "quick_check"
    try:
        found = [row[0] for row in db.execute(f"PRAGMA {check}(10)") if row[0] != "ok"]
        if not found:
            found = [
                f"row {row} of {table} points to a missing row of {parent}"
                for table, row, parent, _ in db.execute("PRAGMA foreign_key_check").fetchmany(10)
            ]
    except sqlite3.DatabaseError as error:
        found = [str(error)]
    return [" ".join(text.split()) for text in found]


def missing_bytes(db: Connection) -> int:
    """By how much the file is shorter than it says: SQLite reads what is missing of its last page as zeros."""
    path, pages, size = db.execute(
        "SELECT CAST(file AS BLOB), page_count, page_size FROM pragma_database_list, pragma_page_count,"
        " pragma_page_size WHERE name = 'main'"
    ).fetchone()
    path = os.fsdecode(path or b"")  # which need not be UTF-8
    if not os.path.exists(path) or connection.has_wal(path):
        return 0  # it has no name; or what has not been written into the file yet is beside it
    return max(0, int(pages * size - os.path.getsize(path)))


def verify(path: str, expected: dict[str, int], *, is_full: bool) -> None:
    """Check a copy, and its counts; FileError where anything is amiss."""
    db = connection.open_read(path)
    try:
        with connection.translated(path):
            found = faults(db, is_full=is_full)
            counted = {} if found else rows(db)
    finally:
        db.close()
    if found:
        raise FileError(f"the copy is damaged, as the file is: {found[0]}", hint="crm doctor")
    for table, count in expected.items():
        if counted.get(table) != count:
            raise FileError(
                f"the copy holds {counted.get(table)} rows of {table} where the file holds {count}"
            )


@contextmanager
def opened(path: str) -> Iterator[Connection]:
    """Open a backup for reading, a compressed one through a private temporary file; FileError where it is damaged."""
    if not path.endswith(COMPRESSED):
        db = connection.open_read(path)
        try:
            yield db
        finally:
            db.close()
        return
    import gzip
    import shutil
    import tempfile
    import zlib

    with tempfile.TemporaryDirectory(prefix="crm-") as folder:
        plain = os.path.join(folder, "backup.db")
        try:
            with gzip.open(path, "rb") as packed, open(plain, "wb") as file:
                shutil.copyfileobj(packed, file, 1 << 20)
        except (gzip.BadGzipFile, zlib.error, EOFError) as error:
            raise FileError(f"`{path}` is damaged: {str(error).lower()}") from error
        except OSError as error:
            raise FileError(
                f"`{path}` cannot be unpacked: {(error.strerror or str(error)).lower()}"
            ) from error
        try:
            db = connection.open_read(plain)
        except CrmError as error:
            raise FileError(error.message.replace(plain, path), hint=error.hint) from error
        try:
            yield db
        finally:
            db.close()


# names


def prune(path: str, folder: str, *, keep: int, known: Iterable[str], but: str) -> list[str]:
    """Delete all but the newest `keep` copies of this file that bear names of ours; returns those deleted.

    Several files may be backed up into one folder: only copies in `known`, or with this file's identity,
    are touched, and never `but`, the one just made.
    """
    remembered = {os.path.abspath(name) for name in known}
    db = connection.open_read(path)
    try:
        own = identity(db)
    finally:
        db.close()
    mine = [
        name
        for name in beside(path, folder)
        if name in remembered or name == but or _identity_of(name) == own
    ]
    gone = []
    for name in mine[: max(0, len(mine) - keep)]:
        if name != but:
            with connection.translated(name):
                os.unlink(name)
            gone.append(name)
    return gone


def _identity_of(path: str) -> str:
    if path.endswith(COMPRESSED):
        return ""
    try:
        db = connection.open_read(path)
        try:
            return identity(db)
        finally:
            db.close()
    except (CrmError, sqlite3.Error):
        return ""
