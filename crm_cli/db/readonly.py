"""SQL that can only read: SQLite's authorizer refuses everything else before a statement runs."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from sqlite3 import Connection
from typing import NamedTuple

from crm_cli.core.errors import UsageError
from crm_cli.core.text import nearest

Cell = str | int | float | bytes | None

_READS = {sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_RECURSIVE}
_TELLING = frozenset(
    "application_id collation_list compile_options data_version encoding foreign_key_list freelist_count"
    " function_list index_info index_list index_xinfo module_list page_count page_size pragma_list"
    " schema_version table_info table_list table_xinfo user_version".split()
)
"""Pragmas that tell something; those with a value would set it and are refused."""

_DESCRIBING = frozenset(
    "foreign_key_list index_info index_list index_xinfo table_info table_list table_xinfo".split()
)
"""Pragmas whose value only says which table or index is meant."""

_ACTIONS = {
    getattr(sqlite3, f"SQLITE_{name}"): name.replace("_", " ")
    for name in (
        "ALTER_TABLE ANALYZE ATTACH CREATE_INDEX CREATE_TABLE CREATE_TEMP_INDEX CREATE_TEMP_TABLE CREATE_TEMP_TRIGGER"
        " CREATE_TEMP_VIEW CREATE_TRIGGER CREATE_VIEW CREATE_VTABLE DELETE DETACH DROP_INDEX DROP_TABLE DROP_TEMP_INDEX"
        " DROP_TEMP_TABLE DROP_TEMP_TRIGGER DROP_TEMP_VIEW DROP_TRIGGER DROP_VIEW DROP_VTABLE INSERT PRAGMA REINDEX"
        " SAVEPOINT TRANSACTION UPDATE"
    ).split()
}


class Answer(NamedTuple):
    """What a statement gives: the names of its columns, each once, and its rows as they come."""

    names: list[str]
    rows: Iterator[tuple[Cell, ...]]


def query(db: Connection, sql: str) -> Answer:
    """Run one statement that only reads.

    Raises UsageError for anything that would write, attach or set, for several statements, and with
    SQLite's own message for what it cannot read. Interrupted by Ctrl-C, KeyboardInterrupt.
    """
    refused: list[str] = []

    def allow(action: int, first: str | None, second: str | None, *_: str | None) -> int:
        if action in _READS:
            return sqlite3.SQLITE_OK
        if action == sqlite3.SQLITE_FUNCTION:
            if (second or "").lower() != "load_extension":
                return sqlite3.SQLITE_OK
            refused.append("load_extension")
        elif action == sqlite3.SQLITE_PRAGMA:
            name = (first or "").lower()
            if name in _TELLING and (second is None or name in _DESCRIBING):
                return sqlite3.SQLITE_OK
            refused.append(f"PRAGMA {name}")
        else:
            refused.append(_ACTIONS.get(action, "that"))
        return sqlite3.SQLITE_DENY

    words = sql.replace(";", " ").split()
    if not words:
        raise UsageError("there is no SQL", hint="crm sql 'SELECT name, email FROM v_contacts'")
    if words[0].upper() == "VACUUM":
        raise _refusal(sql, "VACUUM")
    if "_search" in sql:
        # opening a full-text table declares it, which the authorizer would take for writing
        for table in ("_search", "_search_trigrams"):
            db.execute(f"SELECT 1 FROM {table} WHERE 0")
    db.set_authorizer(allow)
    db.set_progress_handler(lambda: 0, 100_000)  # lets Ctrl-C through
    try:
        with _told(db, sql, refused):
            cursor = db.execute(sql)
    finally:
        db.set_authorizer(None)
    if cursor.description is None:
        raise UsageError(
            "`crm sql` reads: this statement gives no rows",
            hint="crm sql 'SELECT name, email FROM v_contacts'",
        )
    return Answer(_distinct([column[0] for column in cursor.description]), _rows(db, sql, cursor, refused))


def _rows(db: Connection, sql: str, cursor: sqlite3.Cursor, refused: list[str]) -> Iterator[tuple[Cell, ...]]:
    with _told(db, sql, refused):
        yield from cursor


class _told:  # noqa: N801 - reads as the statement it is
    """Turn SQLite's errors into UsageError; those about the file itself pass."""

    def __init__(self, db: Connection, sql: str, refused: list[str]) -> None:
        self.db = db
        self.sql = sql
        self.refused = refused

    def __enter__(self) -> None:
        pass

    def __exit__(self, type: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, sqlite3.ProgrammingError | sqlite3.Warning):
            text = str(error)
            if "one statement" in text:
                raise UsageError("one statement at a time: what follows the first `;` is another") from error
            raise UsageError(f"SQLite cannot run this: {text[:1].lower()}{text[1:]}") from error
        if not isinstance(error, sqlite3.DatabaseError):
            return
        self.db.set_authorizer(None)
        code = getattr(error, "sqlite_errorcode", None)
        if code is None:
            return
        code &= 0xFF
        if code == sqlite3.SQLITE_INTERRUPT:
            raise KeyboardInterrupt from error
        if self.refused:
            raise _refusal(self.sql, self.refused[0]) from error
        if code in {
            sqlite3.SQLITE_ERROR,
            sqlite3.SQLITE_MISMATCH,
            sqlite3.SQLITE_RANGE,
            sqlite3.SQLITE_TOOBIG,
        }:
            raise UsageError(f"SQLite cannot read this: {error}", hint=self._hint(str(error))) from error
        if code == sqlite3.SQLITE_READONLY:
            raise _refusal(self.sql, "writing") from error

    def _hint(self, message: str) -> str:
        """The nearest names of what is not there: tables and views, or the columns of those the statement names."""
        for what, names in (("no such table: ", _TABLES), ("no such column: ", _COLUMNS)):
            if message.startswith(what):
                asked = message.removeprefix(what).rpartition(".")[2]
                near = nearest(asked, [row[0] for row in self.db.execute(names, {"sql": self.sql})], limit=3)
                if near:
                    return f"did you mean {' or '.join(near)}?"
        return "the views and their columns: crm sql"


_TABLES = "SELECT name FROM sqlite_schema WHERE type IN ('table', 'view')"
_COLUMNS = (
    "SELECT DISTINCT c.name FROM sqlite_schema s, pragma_table_info(s.name) c"
    " WHERE s.type IN ('table', 'view') AND instr(lower(:sql), lower(s.name))"
)


def _refusal(sql: str, action: str) -> UsageError:
    """Name the statement's own verb where it is one, else what it would have done."""
    verb = sql.split(maxsplit=1)[0].upper().rstrip(";")
    what = action if verb in {"SELECT", "WITH", "VALUES", "EXPLAIN", "PRAGMA"} else verb
    return UsageError(
        f"`crm sql` only reads: `{what}` is refused",
        hint="records are changed by commands, which can be undone: crm --help",
    )


def _distinct(names: list[str]) -> list[str]:
    """Give every column a name of its own: a second `id` is `id_2`."""
    found: list[str] = []
    for name in names:
        own, number = name, 1
        while own in found:
            number += 1
            own = f"{name}_{number}"
        found.append(own)
    return found
