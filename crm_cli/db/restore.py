"""Putting a backup in the place of the file, safely while other programs have the file open."""

from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import suppress
from datetime import datetime
from sqlite3 import Connection

from crm_cli.core.errors import FileError
from crm_cli.db import backup, connection, whole
from crm_cli.db.words import is_incomplete

_DAMAGE = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}
_PAGES = 64


def present(path: str) -> backup.Content | None:
    """What the present file holds; None where it is missing, empty or too damaged to read."""
    if not os.path.exists(path) or (os.path.isfile(path) and os.path.getsize(path) == 0):
        return None
    try:
        db = connection.open_read(path)
        try:
            with connection.translated(path):
                return backup.content(db)
        finally:
            db.close()
    except FileError as error:
        if is_damage(error):
            return None
        raise


def examine(source: Connection, path: str) -> backup.Content:
    """Examine a backup as strictly as SQLite can and take stock of it; FileError where it is damaged."""
    with connection.translated(path):
        found = backup.faults(source)
        if found:
            raise FileError(f"the backup `{path}` is damaged: {found[0]}", hint="crm backup --list")
        return backup.content(source)


def is_damage(error: FileError) -> bool:
    """Whether the file is damaged, rather than missing, locked or another program's."""
    cause = error.__cause__
    if not isinstance(cause, sqlite3.Error):
        return False
    return getattr(cause, "sqlite_errorcode", 0) & 0xFF in _DAMAGE or is_incomplete(cause)


def put_back(source: Connection, path: str, aside: str, *, now: datetime, wait: float) -> str:
    """Make the file at `path` what `source` is, in one step; returns where the present file is kept, or "".

    The pages are written through SQLite into the present file, under its write lock: programs that have it
    open see all of the old or all of the new, and a kill leaves the old. The copy kept aside is made while
    that lock is held, so nothing written meanwhile is lost. A file too damaged for that is moved aside whole.
    """
    if not os.path.exists(path) or os.path.getsize(path) == 0:
        connection.open_write(path, now=now, wait=wait).close()
        _write_into(source, path, "", wait)
        kept = ""
    else:
        try:
            _write_into(source, path, aside, wait)
        except FileError as error:
            if not is_damage(error):
                raise
            _move_aside(path, aside)
            _write_anew(source, path)
        kept = aside
    connection.open_write(path, now=now, wait=wait).close()  # an older schema is brought to the present one
    return kept


def _write_into(source: Connection, path: str, aside: str, wait: float) -> None:
    is_kept = not aside

    def keep(status: int, remaining: int, total: int) -> None:
        nonlocal is_kept
        if status & 0xFF in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
            raise connection.locked(path)
        if (
            not is_kept
        ):  # the first pages are written, so the lock is ours, and readers still see the old file
            if not os.path.exists(aside):
                backup.make_copy(path, aside, check="none")
            is_kept = True

    with connection.translated(path):
        target = connection.open_raw(path, wait)
        try:
            mode = target.execute("PRAGMA journal_mode = WAL").fetchone()[0]
            page = target.execute("PRAGMA page_size").fetchone()[0]
            if not is_kept and (mode != "wal" or _pages(source) <= _PAGES):
                backup.make_copy(path, aside, check="none")
            if page != source.execute("PRAGMA page_size").fetchone()[0]:
                _rewritten(source, target, page, keep)
            else:
                source.backup(target, pages=_PAGES, progress=keep)
            with suppress(
                sqlite3.Error
            ):  # readers still at work keep it from being shortened, and that is fine
                target.execute("PRAGMA busy_timeout = 0")
                target.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        finally:
            target.close()


def _pages(db: Connection) -> int:
    count: int = db.execute("PRAGMA page_count").fetchone()[0]
    return count


def _rewritten(source: Connection, target: Connection, page: int, keep: object) -> None:
    """Copy a backup whose pages are of another size: SQLite cannot mix sizes in a file that is in use."""
    import tempfile

    with tempfile.TemporaryDirectory(prefix="crm-") as folder:
        name = os.path.join(folder, "same.db")
        source.execute(f"PRAGMA page_size = {int(page)}")
        source.execute("VACUUM INTO ?", (name,))
        same = connection.open_raw(name, 0)
        try:
            same.backup(target, pages=_PAGES, progress=keep)  # type: ignore[arg-type]
        finally:
            same.close()


def _move_aside(path: str, aside: str) -> None:
    """Keep a damaged file with its helpers, byte for byte; a helper left behind would be applied to the new file."""
    with connection.translated(path):
        with whole.beside(aside) as part:
            shutil.copyfile(path, part)
            whole.publish(part, aside)
        for ending in whole.HELPERS:
            with suppress(FileNotFoundError):
                os.rename(path + ending, aside + ending)


def _write_anew(source: Connection, path: str) -> None:
    place = os.path.realpath(path)  # a link stays one
    with connection.translated(path), whole.beside(place) as new:
        target = connection.open_raw(new, 0)
        try:
            source.backup(target)
            target.execute("PRAGMA journal_mode = DELETE")
        finally:
            target.close()
        whole.publish(new, place, replaces=True)
