"""Many rows at once: the triggers of inserts stand aside, and what they would have done is done for all together."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from sqlite3 import Connection

from crm_cli.db import facts
from crm_cli.db.schema import fact_tables
from crm_cli.db.search_index import index_new, kinds, read_columns

CACHE_KIB = 8192
"""Memory for pages while many rows come: indexes made anew are sorted, so more of it makes nothing quicker."""

MOST = 2**63 - 1
"""The greatest number a row can have."""


@contextmanager
def without_insert_triggers(db: Connection, *, indexes: Sequence[str] = ()) -> Iterator[Callable[[], None]]:
    """Let rows be inserted without a trigger for each; inside a bulk step, whose log is of ranges anyway.

    indexes: those set aside, too, and made anew at the end, each page of them full. What looks anything up by them
    calls the function that is given before it does: it makes them at once.

    The triggers are dropped and made again within the caller's transaction, so no other connection, and no
    reader after a crash, ever sees the file without them. Afterwards the search index and the derived tables
    know the new rows as if each had been told.
    """
    db.execute(f"PRAGMA cache_size = -{CACHE_KIB}")
    aside = db.execute(
        "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'"
        " AND name GLOB '_*_insert' AND sql LIKE '% AFTER INSERT ON %'"
    ).fetchall()
    marks = ", ".join("?" * len(indexes))
    lookups = db.execute(
        f"SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND name IN ({marks})", tuple(indexes)
    ).fetchall()

    def put_back() -> None:
        while lookups:
            db.execute(lookups.pop()[1])

    before = dict(db.execute("SELECT name, seq FROM sqlite_sequence"))
    for name, _ in aside:
        db.execute(f"DROP TRIGGER {name}")
    for name, _ in lookups:
        db.execute(f"DROP INDEX {name}")
    yield put_back
    put_back()
    for _, sql in aside:
        db.execute(sql)
    _note_words(db, before)
    _derive(db, before)


def _note_words(db: Connection, before: dict[str, int]) -> None:
    """Index the new records, and note of whose words the other new rows are."""
    tables, searched, read = fact_tables(db), kinds(db), read_columns(db)
    last = {table.kind: before.get(table.name, 0) for table in tables if table.kind in searched}
    index_new(db, last)
    for table in tables:
        if table.name not in read:
            continue
        for column in table.belongs_to:
            kind = column.removesuffix("_id")
            if kind in searched:
                db.execute(
                    f"INSERT OR IGNORE INTO _search_pending (kind, record_id) SELECT ?, {column} FROM {table.name}"
                    f" WHERE id > ? AND {column} <= ?",
                    (kind, before.get(table.name, 0), last[kind]),
                )


def _derive(db: Connection, before: dict[str, int]) -> None:
    """Bring the derived tables to what they would be computed from scratch, for the records that new rows touch."""
    facts.touch_none(db)
    for table in facts.SOURCES:
        facts.touch(db, table, before.get(table, 0) + 1, MOST)
    facts.renew(db)
