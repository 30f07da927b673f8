"""Many rows at once: the triggers of inserts stand aside, and what they would have done is done for all together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from sqlite3 import Connection

from crm_cli.db.schema import fact_tables
from crm_cli.db.search_index import index_new, kinds, read_columns

CACHE_KIB = 65_536
"""Memory for pages while many rows come: indexes are written all over the place."""


@contextmanager
def without_insert_triggers(db: Connection, *, indexes: Sequence[str] = ()) -> Iterator[None]:
    """Let rows be inserted without a trigger for each; inside a bulk step, whose log is of ranges anyway.

    indexes: those set aside, too, and made anew at the end; nothing may look anything up by them meanwhile.

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
    before = dict(db.execute("SELECT name, seq FROM sqlite_sequence"))
    for name, _ in aside:
        db.execute(f"DROP TRIGGER {name}")
    for name, _ in lookups:
        db.execute(f"DROP INDEX {name}")
    yield
    for _, sql in (*lookups, *aside):
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
    since = {
        name: before.get(name, 0)
        for name in ("contacts", "activity_links", "deals", "stage_moves", "reminders")
    }
    db.execute(
        "INSERT INTO _contact_facts (contact_id, last_in_at, last_out_at, last_on, touch_on)"
        " SELECT c.id, n.last_in_at, n.last_out_at, n.last_on,"
        " date(coalesce(n.last_on, substr(c.created_at, 1, 10)), '+' || c.keep_in_touch || ' days')"
        " FROM contacts c JOIN _contact_facts_computed n ON n.contact_id = c.id WHERE c.id > ?",
        (since["contacts"],),
    )
    db.execute(
        "UPDATE _contact_facts SET (last_in_at, last_out_at, last_on, touch_on) = ("
        " SELECT n.last_in_at, n.last_out_at, n.last_on,"
        " date(coalesce(n.last_on, substr(c.created_at, 1, 10)), '+' || c.keep_in_touch || ' days')"
        " FROM _contact_facts_computed n JOIN contacts c ON c.id = n.contact_id"
        " WHERE n.contact_id = _contact_facts.contact_id)"
        " WHERE contact_id <= ? AND contact_id IN (SELECT contact_id FROM activity_links WHERE id > ?)",
        (since["contacts"], since["activity_links"]),
    )
    db.execute(
        "INSERT INTO _deal_facts (deal_id, stage_since, rots_on, next_on)"
        " SELECT deal_id, stage_since, date(stage_since, '+' || rotting_days || ' days'), next_on"
        " FROM _deal_facts_computed WHERE deal_id > ?",
        (since["deals"],),
    )
    db.execute(
        "UPDATE _deal_facts SET (stage_since, rots_on, next_on) = ("
        " SELECT n.stage_since, date(n.stage_since, '+' || n.rotting_days || ' days'), n.next_on"
        " FROM _deal_facts_computed n WHERE n.deal_id = _deal_facts.deal_id)"
        " WHERE deal_id <= ?1 AND (deal_id IN (SELECT deal_id FROM stage_moves WHERE id > ?2)"
        " OR deal_id IN (SELECT deal_id FROM reminders WHERE id > ?3))",
        (since["deals"], since["stage_moves"], since["reminders"]),
    )
