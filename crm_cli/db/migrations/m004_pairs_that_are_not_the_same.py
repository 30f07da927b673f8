"""Version 4: a table of pairs of records that look alike and are not the same."""

from __future__ import annotations

from sqlite3 import Connection

from crm_cli.db.migrations import helpers

TABLES = "m004_tables.sql"
"""The table as this version has it, whatever later ones make of it."""


def m004_pairs_that_are_not_the_same(db: Connection) -> None:
    """Make the table; nobody has said so of any pair yet."""
    db.execute(helpers.definitions(TABLES)["not_same"])
