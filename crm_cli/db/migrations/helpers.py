"""What migrations change tables with, inside the runner's transaction, where no trigger or view is in the way."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from functools import cache
from sqlite3 import Connection

_EXACTLY_ONE = re.compile(r"CHECK \(\s*((?:\(\w+ IS NOT NULL\)\s*\+?\s*)+)= 1\s*\)")
"""The CHECK of a table whose rows belong to, or link, one record of several kinds."""

_ONE_OF_TWO = re.compile(r"CHECK \(\((\w+) IS NULL\) <> \((\w+) IS NULL\)\)")
"""The same of two kinds, as it is written where there are no more."""


@cache
def definitions(script: str = "") -> dict[str, str]:
    """The definitions of tables and indexes by name, as the file keeps them: the current ones, or those of a script."""
    import sqlite3

    from crm_cli.db import migrations

    db = sqlite3.connect(":memory:")
    for statement in migrations.statements(script) if script else migrations.tables_and_indexes():
        db.execute(statement)
    rows = db.execute("SELECT name, sql FROM sqlite_schema WHERE sql <> '' ORDER BY rowid").fetchall()
    db.close()
    return dict(rows)


def add_table(db: Connection, table: str) -> None:
    """Make a table as it is now defined."""
    db.execute(definitions()[table])


def make_indexes(db: Connection) -> None:
    """Make the indexes that are missing, or defined otherwise by now; those of other programs stay."""
    there = dict(
        db.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND sql <> ''").fetchall()
    )
    for name, sql in definitions().items():
        if not re.match(r"CREATE (UNIQUE )?INDEX ", sql) or there.get(name) == sql:
            continue
        db.execute(f"DROP INDEX IF EXISTS {name}")
        db.execute(sql)


def change(
    db: Connection,
    table: str,
    *,
    rename: Mapping[str, str] | None = None,
    drop: Collection[str] = (),
    types: Mapping[str, type] | None = None,
    sql: str = "",
) -> None:
    """Rename, drop or retype columns, then make the table as it is now defined: new columns come, constraints change.

    rename: old name → new name; the images in the log follow. What is dropped is gone from the log, too.
    types: column → the Python type of its values (int, str) from now on.
    sql: the CREATE TABLE to end with, where it is not the current definition's.
    """
    if rename or drop or types:
        from sqlite_utils import Database

        Database(db).table(table).transform(
            rename=dict(rename or {}), drop=set(drop), types=dict(types or {})
        )
    for old, new in (rename or {}).items():
        db.execute(
            "UPDATE _changes SET before = json_remove(json_set(before, ?2, json_extract(before, ?1)), ?1)"
            " WHERE table_name = ?3 AND json_type(before, ?1) IS NOT NULL",
            (f"$.{old}", f"$.{new}", table),
        )
    for old in drop:
        db.execute(
            "UPDATE _changes SET before = json_remove(before, ?1) WHERE table_name = ?2 AND json_type(before, ?1) IS NOT NULL",
            (f"$.{old}", table),
        )
    as_written(db, table, sql or definitions()[table])


def as_written(db: Connection, table: str, sql: str) -> None:
    """Make a table anew by a CREATE TABLE statement, keeping its rows and the last id it gave away.

    Columns that both have keep their values, others get their default; indexes go with the old table.
    Nothing happens where the table is written so already.
    """
    if _written(db, table) == sql:
        return
    old = f"_old_{table}"
    last = db.execute("SELECT seq FROM sqlite_sequence WHERE name = ?", (table,)).fetchone()
    db.execute("PRAGMA legacy_alter_table = ON")  # else other tables' foreign keys would follow the old table
    db.execute(f"ALTER TABLE {table} RENAME TO {old}")
    db.execute("PRAGMA legacy_alter_table = OFF")
    db.execute(sql)
    there, kept = _columns(db, old), _columns(db, table)
    both = ", ".join(column for column in kept if column in there)
    db.execute(f"INSERT INTO {table} ({both}) SELECT {both} FROM {old} ORDER BY rowid")
    db.execute(f"DROP TABLE {old}")
    db.execute("DELETE FROM sqlite_sequence WHERE name = ?", (table,))
    if last:
        db.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)", (table, last[0]))


def add_link(db: Connection, table: str, kind: str, target: str) -> None:
    """Let the rows of a table belong to, or link, one more kind of record, which `target` holds.

    The table gets a column `<kind>_id` with its foreign key after those of the other kinds, which stands in the
    CHECK that exactly one is set and in what is unique per kind; its index the runner makes, when all migrations are
    done. Where that is all by which the current definition differs, the table is made as that is written. An earlier
    migration that did so has left nothing to do.
    """
    there = _columns(db, table)
    if f"{kind}_id" in there:
        return
    written = _written(db, table)
    now = definitions().get(table, "")
    is_now = _columns_of(now) == {*there, f"{kind}_id"}
    as_written(db, table, now if is_now else with_link(written, kind, target))


def linked_columns(sql: str) -> list[str]:
    """The columns of a CREATE TABLE of which exactly one is set; without such a CHECK, all foreign keys by kind."""
    check = _EXACTLY_ONE.search(sql)
    if check:
        return re.findall(r"\w+_id", check[1])
    return re.findall(r"^  (\w+_id) INTEGER REFERENCES", sql, re.MULTILINE)


def last_link(sql: str) -> str:
    """The kind of record that a CREATE TABLE statement links last."""
    return linked_columns(sql)[-1].removesuffix("_id")


def index_of_link(sql: str, kind: str) -> str:
    """The CREATE INDEX statement over the links to one more kind, from that over the links to another."""
    found = re.match(r"CREATE INDEX (\w+) ON (\w+)", sql)
    assert found, sql
    index, table = found.groups()
    like = index.removeprefix(f"{table}_")
    return sql.replace(f" {index} ", f" {table}_{kind} ").replace(f"{like}_id", f"{kind}_id")


def with_link(sql: str, kind: str, target: str) -> str:
    """The CREATE TABLE statement of a table that links one more kind of record."""
    column = f"{kind}_id"
    sql = _ONE_OF_TWO.sub(r"CHECK ((\1 IS NOT NULL) + (\2 IS NOT NULL) = 1)", sql, count=1)
    links = linked_columns(sql)
    last = links[-1]
    article = "an" if kind[0] in "aeiou" else "a"
    sql = re.sub(
        rf"^(  {last} INTEGER REFERENCES \w+ \(id\))(,?)$",
        rf"\1,\n  -- or {article} {kind}\n  {column} INTEGER REFERENCES {target} (id)\2",
        sql,
        count=1,
        flags=re.MULTILINE,
    )
    sql = sql.replace(f"or {last}. ", f"or {last} or {column}. ").replace(
        f"or {last}.\n", f"or {last} or {column}.\n"
    )
    sql = sql.replace(f"({last} IS NOT NULL) =", f"({last} IS NOT NULL) + ({column} IS NOT NULL) =")
    return re.sub(
        rf"^(  UNIQUE \([^)]*\b){last}\b([^)]*\))(,?)$",
        rf"\1{last}\2,\n\g<1>{column}\2\3",
        sql,
        flags=re.MULTILINE,
    )


def _written(db: Connection, table: str) -> str:
    row = db.execute("SELECT sql FROM sqlite_schema WHERE type = 'table' AND name = ?", (table,)).fetchone()
    if row is None:
        db.execute(f"SELECT 1 FROM {table}")  # SQLite says itself that there is no such table
    return str(row[0])


def _columns_of(sql: str) -> set[str]:
    """The columns that a CREATE TABLE statement makes."""
    import sqlite3

    db = sqlite3.connect(":memory:")
    try:
        db.execute(sql)
        columns = (
            "SELECT c.name FROM sqlite_schema t, pragma_table_info(t.name) c WHERE t.name NOT LIKE 'sqlite_%'"
        )
        return {name for (name,) in db.execute(columns)}
    finally:
        db.close()


def _columns(db: Connection, table: str) -> list[str]:
    return [row[1] for row in db.execute(f"PRAGMA table_info({table})")]
