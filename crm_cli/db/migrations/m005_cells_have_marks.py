"""Version 5: what a record is called elsewhere knows each cell it was last read from."""

from __future__ import annotations

from sqlite3 import Connection

from crm_cli.db.migrations import helpers

TABLES = "m005_tables.sql"
"""The table as this version has it, whatever later ones make of it."""


def m005_cells_have_marks(db: Connection) -> None:
    """Add the column, empty: rows that were read before are known by their digest until they change."""
    helpers.change(db, "external_ids", sql=helpers.definitions(TABLES)["external_ids"])
