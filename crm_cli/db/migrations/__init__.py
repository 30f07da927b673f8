"""Make a new file's schema, and bring an older file to the present one."""

from __future__ import annotations

import os
import uuid
from collections.abc import Callable
from datetime import datetime
from sqlite3 import Connection

from crm_cli.db import search
from crm_cli.db.log import triggers
from crm_cli.db.schema import fact_tables

APPLICATION_ID = 0x43524D31
"""`PRAGMA application_id` of a crm file: the letters CRM1."""

MIGRATIONS: tuple[Callable[[Connection], None], ...] = ()
"""What brings version n to n + 1, oldest first; append only. `first.sql` is version 1."""

VERSION = 1 + len(MIGRATIONS)


def create(db: Connection, *, now: datetime) -> None:
    """Make the whole schema in an empty file; the caller holds the transaction."""
    _run(db, _sql("first.sql"))
    derive(db)
    at = now.strftime("%Y-%m-%dT%H:%M:%SZ")
    db.execute("INSERT INTO _file (id, uuid, created_at) VALUES (1, ?, ?)", (str(uuid.uuid4()), at))
    db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    db.execute(f"PRAGMA user_version = {VERSION}")


def derive(db: Connection) -> None:
    """Make all triggers and views from their current definitions."""
    _run(db, _sql("derived.sql"))
    tables = fact_tables(db)
    for statement in (*triggers.statements(tables), *search.triggers(tables)):
        db.execute(statement)


def migrate(db: Connection, version: int) -> None:
    """Bring a file of an older version to VERSION, in one transaction of its own.

    Triggers and views go before (a table that is rebuilt would silently lose them) and are made again after.
    """
    db.execute("PRAGMA foreign_keys = OFF")
    db.execute("BEGIN IMMEDIATE")
    try:
        derived = db.execute(
            "SELECT type, name FROM sqlite_schema WHERE type IN ('trigger', 'view')"
        ).fetchall()
        for type, name in derived:
            db.execute(f'DROP {type} "{name}"')
        for migration in MIGRATIONS[version - 1 :]:
            migration(db)
        derive(db)
        broken = db.execute("PRAGMA foreign_key_check").fetchall()
        if broken:
            raise ValueError(f"the migration would leave {len(broken)} links without their record")
        db.execute(f"PRAGMA user_version = {VERSION}")
        db.execute("COMMIT")
    except BaseException:
        if db.in_transaction:
            db.execute("ROLLBACK")
        raise
    finally:
        db.execute("PRAGMA foreign_keys = ON")


def _sql(name: str) -> str:
    with open(os.path.join(os.path.dirname(__file__), name), encoding="utf-8") as file:
        return file.read()


def _run(db: Connection, script: str) -> None:
    """Execute a script statement by statement: `executescript` would commit the caller's transaction."""
    from sqlite3 import complete_statement

    statement = ""
    for line in script.splitlines(keepends=True):
        if not statement and (line.startswith("--") or not line.strip()):
            continue
        statement += line
        if line.rstrip().endswith(";") and complete_statement(statement):
            db.execute(statement)
            statement = ""
