"""The user's own fields as columns, which they are not in the file, and what sqlite-utils' analysis of columns finds in them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from sqlite3 import Connection

from crm_cli.db.schema import fact_tables


def empty(db: Connection) -> tuple[int, list[tuple[str, str]]]:
    """How many fields of their own the kinds with records have, and (kind, name) of those that no record fills."""
    from sqlite_utils.db import Database, Table

    tables = {table.kind: table.name for table in fact_tables(db)}
    known, unfilled = 0, []
    for kind, name in db.execute("SELECT record_kind, name FROM custom_fields ORDER BY id").fetchall():
        if kind not in tables:
            continue
        with _as_column(db, tables[kind], name) as view:
            found = Table(Database(db, recursive_triggers=False), view).analyze_column(
                "value", most_common=False, least_common=False
            )
        known += found.total_rows > 0
        if found.total_rows and found.num_null + found.num_blank == found.total_rows:
            unfilled.append((kind, name))
    return known, unfilled


@contextmanager
def _as_column(db: Connection, table: str, name: str) -> Iterator[str]:
    """A view of this connection alone, whose one column holds the values of a field."""
    key = name.replace("'", "''")
    db.execute(
        "CREATE TEMP VIEW _own_field AS"
        f" SELECT (SELECT j.value FROM json_each(t.custom) j WHERE j.key = '{key}') AS value FROM {table} t"
    )
    try:
        yield "_own_field"
    finally:
        db.execute("DROP VIEW temp._own_field")
