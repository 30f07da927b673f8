"""Bring a file of an older version to the present one: all of it, or nothing."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from sqlite3 import Connection

from crm_cli.core.errors import FileError
from crm_cli.core.text import plural
from crm_cli.db import migrations, search_index, whole
from crm_cli.db.migrations import helpers
from crm_cli.db.names import is_text, name_for
from crm_cli.db.transactions import savepoint, transaction
from crm_cli.db.version import VERSION

OURS = ("_", "v_")
"""What our triggers and views are called; others were made by other programs, and are kept."""


def migrate(db: Connection, path: str, *, now: datetime) -> str:
    """Bring a file to VERSION in one transaction; returns where it is kept as it was, "" where there was nothing to do.

    path: the file, which is copied beside itself before; "" for a private working file, which is not.
    Raises FileError where the disk is full, the file cannot be written, or a link would lose its record; the file
    is then as it was. Links that another program has broken before stay as they are.
    """
    db.execute("PRAGMA foreign_keys = OFF")
    aside = ""
    try:
        with transaction(db, path):
            version: int = db.execute("PRAGMA user_version").fetchone()[0]
            if version == VERSION:  # another program was quicker
                return ""
            with _fitting(version):
                aside = _keep_aside(path, version, now=now) if path else ""
                if aside and is_text(aside):
                    _remember(db, aside, now=now)
                broken = _broken(db)
                others = _take_down(db)
                for migration in migrations.MIGRATIONS[version - 1 :]:
                    migration(db)
                _put_up(db, others)
            torn = _broken(db) - broken
            if torn:
                raise FileError(
                    f"bringing the file up would leave {plural(len(torn), 'link')} without their record"
                )
            db.execute(f"PRAGMA user_version = {VERSION}")
    except BaseException:
        if aside:  # the file is as it was: no copy of that is needed
            os.unlink(aside)
        raise
    finally:
        db.execute("PRAGMA foreign_keys = ON")
    if path:
        _give_back_room(db)
    return aside


@contextmanager
def _fitting(version: int) -> Iterator[None]:
    """Say of a file whose tables are not those of its version that it cannot be brought up."""
    try:
        yield
    except sqlite3.Error as error:
        if getattr(error, "sqlite_errorcode", 0) & 0xFF not in {
            sqlite3.SQLITE_ERROR,
            sqlite3.SQLITE_CONSTRAINT,
        }:
            raise
        raise FileError(
            f"the file cannot be brought up from schema version {version}: {error}",
            hint="crm restore BACKUP\nor name another one: --db FILE",
        ) from error


def _give_back_room(db: Connection) -> None:
    """Give the system what the file no longer needs, where that is much; left out where others are at work."""
    pages, free = db.execute(
        "SELECT page_count, freelist_count FROM pragma_page_count, pragma_freelist_count"
    ).fetchone()
    if free > pages // 4:
        with suppress(sqlite3.OperationalError):
            db.execute("VACUUM")


def _broken(db: Connection) -> set[tuple[str, int, str]]:
    """The links that lead nowhere: table, row, where to."""
    return {(table, row, to) for table, row, to, _ in db.execute("PRAGMA foreign_key_check")}


def _keep_aside(path: str, version: int, *, now: datetime) -> str:
    """Copy the file, while its write lock is ours, beside itself."""
    name = name_for(path, now, word=f"v{version}-")
    with whole.beside(name) as part:
        source, copy = sqlite3.connect(path), sqlite3.connect(part, isolation_level=None)
        try:
            source.backup(copy)
            copy.execute("PRAGMA journal_mode = DELETE")  # one file, readable from a read-only medium
        finally:
            source.close()
            copy.close()
        try:
            whole.publish(part, name)
        except FileExistsError:
            return _keep_aside(path, version, now=now)
    return name


def _remember(db: Connection, name: str, *, now: datetime) -> None:
    """Note the copy among the backups of the file."""
    db.execute(
        "INSERT INTO _backups (path, made_at, size, step, reason)"
        " SELECT ?, ?, ?, coalesce(max(id), 0), 'backup' FROM _commands",
        (name, now.strftime("%Y-%m-%dT%H:%M:%SZ"), os.path.getsize(name)),
    )


def _take_down(db: Connection) -> list[str]:
    """Drop what a rebuilt table would lose, or what would run meanwhile; returns how to make what is not ours again.

    These are all triggers and views, and the indexes over a part of a table or over expressions.
    """
    derived = db.execute(
        "SELECT type, name, sql FROM sqlite_schema WHERE type IN ('trigger', 'view')"
        " OR (type = 'index' AND sql <> '' AND name IN (SELECT i.name FROM sqlite_schema t, pragma_index_list(t.name) i"
        " WHERE t.type = 'table' AND (i.partial OR EXISTS (SELECT 1 FROM pragma_index_info(i.name) c WHERE c.cid = -2))))"
        " ORDER BY type = 'view', rowid"
    ).fetchall()
    defined = helpers.definitions()
    for type, name, _ in derived:
        db.execute(f'DROP {type} IF EXISTS "{name}"')
    return [sql for type, name, sql in derived if name not in defined and not name.startswith(OURS)]


def _put_up(db: Connection, others: list[str]) -> None:
    """Make every index, view and trigger as it is now defined, and those of other programs, where they still fit."""
    helpers.make_indexes(db)
    migrations.derive(db)
    for sql in others:
        with suppress(sqlite3.OperationalError), savepoint(db):
            db.execute(sql)
    if not search_index.is_made(db):
        search_index.rebuild(db)
