"""What all changes of a step have in common, asked of SQLite: of a step so large that nobody reads every row of it."""

from __future__ import annotations

from sqlite3 import Connection

from crm_cli.db.log import packs
from crm_cli.db.schema import Table, fact_tables


def are_alike(db: Connection, step: int | None, kind: str) -> bool:
    """Whether a step did the same to all records of a kind: one operation in one table, on the same columns."""
    where, values = _of_kind(db, step, kind)
    rows = db.execute(
        "SELECT DISTINCT table_name, operation,"
        " CASE operation WHEN 'update' THEN (SELECT group_concat(key) FROM json_each(before)) END"
        f" FROM _changes WHERE {where} LIMIT 2",
        values,
    ).fetchall()
    return len(rows) == 1


def values_agree(db: Connection, step: int | None, table: str, sql: str) -> bool:
    """Whether an expression over a row `t` is now the same in all rows of a table that a step changed."""
    rows = db.execute(
        f"SELECT DISTINCT {sql} FROM {table} t WHERE t.id IN"
        " (SELECT row_id FROM _changes WHERE command_id IS ? AND table_name = ?) LIMIT 2",
        (step, table),
    ).fetchall()
    return len(rows) == 1


def formers_agree(db: Connection, step: int | None, table: str, column: str) -> bool:
    """Whether a column was the same in all rows of a table in which a step changed it."""
    rows = db.execute(
        "SELECT DISTINCT before ->> ? FROM _changes WHERE command_id IS ? AND table_name = ?"
        " AND operation = 'update' AND json_type(before, ?) IS NOT NULL LIMIT 2",
        (f"$.{column}", step, table, f"$.{column}"),
    ).fetchall()
    return len(rows) == 1


def parts_agree(db: Connection, step: int | None, kind: str) -> bool:
    """Whether the rows that came to, or went from, all records of a kind in a step say the same of each.

    They are rows of one table; whose they are is looked away from.
    """
    where, values = _of_kind(db, step, kind)
    tables = {table.name: table for table in _parts(db, kind)}
    lines = db.execute(
        f"SELECT DISTINCT table_name, operation, last_row_id IS NOT NULL FROM _changes WHERE {where}", values
    ).fetchall()
    parts = [line for line in lines if line[0] in tables]
    if len(parts) != 1:
        return False
    name, operation, is_together = parts[0]
    own = [column for column in tables[name].columns if column not in {"id", *tables[name].belongs_to}]
    where, values = f"{where} AND table_name = ?", (*values, name)
    if operation == "delete" and is_together:
        kept = [
            packs.read(before)
            for (before,) in db.execute(f"SELECT before FROM _changes WHERE {where}", values)
        ]
        said = {repr([pack.shared.get(column) for column in own]) for pack in kept}
        return len(said) == 1 and not any(column in pack.columns for pack in kept for column in own)
    if operation == "delete":
        listed = ", ".join(f"before ->> '$.{column}'" for column in own)
        sql = f"SELECT DISTINCT {listed} FROM _changes WHERE {where} LIMIT 2"
    elif operation == "insert":
        listed = ", ".join(f"t.{column}" for column in own)
        sql = (
            f"SELECT DISTINCT {listed} FROM {name} t JOIN (SELECT row_id AS first, coalesce(last_row_id, row_id) AS last"
            f" FROM _changes WHERE {where}) c ON t.id BETWEEN c.first AND c.last LIMIT 2"
        )
    else:
        return False
    return len(db.execute(sql, values).fetchall()) == 1


def _parts(db: Connection, kind: str) -> list[Table]:
    """The tables whose rows may belong to a record of a kind."""
    return [table for table in fact_tables(db) if f"{kind}_id" in table.belongs_to]


def _of_kind(db: Connection, step: int | None, kind: str) -> tuple[str, tuple[int | str | None, ...]]:
    """SQL for the changes of a step in records of a kind and what belongs to them; of many rows nobody says whose."""
    names = ", ".join(f"'{table.name}'" for table in _parts(db, kind))
    return f"command_id IS ? AND (owner_kind = ? OR (owner_kind IS NULL AND table_name IN ({names})))", (
        step,
        kind,
    )
