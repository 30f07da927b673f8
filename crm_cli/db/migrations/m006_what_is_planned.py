"""Version 6: an activity is planned, held, missed or cancelled; it has a place, and no hour where none was said."""

from __future__ import annotations

from sqlite3 import Connection

from crm_cli.db.migrations import helpers

TABLES = "m006_tables.sql"
"""The tables as this version has them, whatever later ones make of them."""


def m006_what_is_planned(db: Connection) -> None:
    """Add the columns: all that is there was held.

    A day without an hour was kept as its noon. What happened at noon cannot be told from it, so those stay.
    """
    for table, sql in helpers.definitions(TABLES).items():
        helpers.change(db, table, sql=sql)
