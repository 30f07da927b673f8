"""The schema of a new file, and the list of what brings an older file to it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from importlib import import_module
from sqlite3 import Connection

from crm_cli.db import search_index
from crm_cli.db.log import triggers
from crm_cli.db.migrations.m002_words_without_text import m002_words_without_text
from crm_cli.db.migrations.m003_signs_tell_names_apart import m003_signs_tell_names_apart
from crm_cli.db.migrations.m004_pairs_that_are_not_the_same import m004_pairs_that_are_not_the_same
from crm_cli.db.migrations.m005_cells_have_marks import m005_cells_have_marks
from crm_cli.db.migrations.m006_what_is_planned import m006_what_is_planned
from crm_cli.db.schema import fact_tables
from crm_cli.db.version import APPLICATION_ID, VERSION

MIGRATIONS: tuple[Callable[[Connection], None], ...] = (
    m002_words_without_text,
    m003_signs_tell_names_apart,
    m004_pairs_that_are_not_the_same,
    m005_cells_have_marks,
    m006_what_is_planned,
)
"""What brings version n to n + 1, oldest first; append only. Each is given a file without triggers and views."""


def create(db: Connection, *, now: datetime) -> None:
    """Make the whole schema in an empty file; the caller holds the transaction."""
    import uuid

    for statement in tables_and_indexes():
        db.execute(statement)
    derive(db)
    at = now.strftime("%Y-%m-%dT%H:%M:%SZ")
    db.execute("INSERT INTO _file (id, uuid, created_at) VALUES (1, ?, ?)", (str(uuid.uuid4()), at))
    db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    db.execute(f"PRAGMA user_version = {VERSION}")


VIEWS = "crm_cli.kinds.views"
"""The room to the right that writes the views of each kind, from its fields; imported when they are made."""


def derive(db: Connection) -> None:
    """Make all triggers and views from their current definitions."""
    for statement in (*statements("derived.sql"), *import_module(VIEWS).statements()):
        db.execute(statement)
    tables = fact_tables(db)
    noting = search_index.triggers(tables, search_index.kinds(db), search_index.read_columns(db))
    for statement in (*triggers.statements(tables), *noting):
        db.execute(statement)


def tables_and_indexes() -> Iterator[str]:
    """The current definition of every table and index, statement by statement, in the order they are made."""
    return statements("schema.sql")


def statements(name: str) -> Iterator[str]:
    """The statements of one of the scripts beside this module."""
    with open(os.path.join(os.path.dirname(__file__), name), encoding="utf-8") as script:
        yield from statements_of(script)


def statements_of(script: Iterable[str]) -> Iterator[str]:
    """The statements of a script, given line by line: `executescript` would commit the caller's transaction."""
    from sqlite3 import complete_statement

    statement = ""
    for line in script:
        if not statement and (line.startswith("--") or not line.strip()):
            continue
        statement += line
        if line.rstrip().endswith(";") and complete_statement(statement):
            yield statement
            statement = ""
