"""The derived tables: what is kept about each contact and deal, computed anew from the facts and compared with them."""

from __future__ import annotations

from collections.abc import Iterator
from sqlite3 import Connection
from typing import NamedTuple


class Derived(NamedTuple):
    """A table kept by triggers: the kind of record it is about, that kind's table, its columns, and SQL that computes them.

    sources: tables → the column that names the record whose line their rows change.
    """

    kind: str
    of: str
    table: str
    columns: str
    computed: str
    sources: dict[str, str]


DERIVED = (
    Derived(
        "contact",
        "contacts",
        "_contact_facts",
        "contact_id, last_in_at, last_out_at, last_on, touch_on",
        "SELECT n.contact_id, n.last_in_at, n.last_out_at, n.last_on,"
        " date(coalesce(n.last_on, substr(c.created_at, 1, 10)), '+' || c.keep_in_touch || ' days')"
        " FROM {of} contacts c ON c.id = x.id JOIN _contact_facts_computed n ON n.contact_id = c.id",
        {"contacts": "id", "activity_links": "contact_id"},
    ),
    Derived(
        "deal",
        "deals",
        "_deal_facts",
        "deal_id, stage_since, rots_on, next_on",
        "SELECT n.deal_id, n.stage_since, date(n.stage_since, '+' || n.rotting_days || ' days'), n.next_on"
        " FROM {of} _deal_facts_computed n ON n.deal_id = x.id",
        {"deals": "id", "stage_moves": "deal_id", "reminders": "deal_id"},
    ),
)

SOURCES = tuple(dict.fromkeys(table for derived in DERIVED for table in derived.sources))
"""The tables whose rows change a line of a derived table by coming or going."""

_TOUCHED = "(SELECT id FROM temp._touched WHERE kind = '{kind}') x CROSS JOIN"
_ALL = "(SELECT id FROM {of}) x CROSS JOIN"


def touch_none(db: Connection) -> None:
    """Begin to gather the records whose lines are to be renewed."""
    db.execute(
        "CREATE TEMP TABLE IF NOT EXISTS _touched (kind TEXT, id INTEGER, PRIMARY KEY (kind, id)) WITHOUT ROWID"
    )
    db.execute("DELETE FROM temp._touched")


def touch(db: Connection, table: str, first: int, last: int) -> None:
    """Gather the records whose lines the rows of a table, from one id to another, change by coming or going."""
    for derived in DERIVED:
        if column := derived.sources.get(table):
            db.execute(
                f"INSERT OR IGNORE INTO temp._touched SELECT '{derived.kind}', {column} FROM {table}"
                f" WHERE id BETWEEN ? AND ? AND {column} IS NOT NULL",
                (first, last),
            )


def renew(db: Connection) -> None:
    """Compute the lines of the gathered records anew."""
    for derived in DERIVED:
        of = _TOUCHED.format(kind=derived.kind)
        db.execute(
            f"DELETE FROM {derived.table} WHERE {derived.kind}_id IN"
            f" (SELECT id FROM temp._touched WHERE kind = '{derived.kind}')"
        )
        db.execute(f"INSERT INTO {derived.table} ({derived.columns}) {derived.computed.format(of=of)}")


def renew_all(db: Connection) -> None:
    """Compute every line anew."""
    for derived in DERIVED:
        of = _ALL.format(of=derived.of)
        db.execute(f"DELETE FROM {derived.table}")
        db.execute(f"INSERT INTO {derived.table} ({derived.columns}) {derived.computed.format(of=of)}")


def out_of_date(db: Connection, *, every: int = 1) -> Iterator[tuple[str, int, int]]:
    """Kinds of which lines are not as computed: kind, how many differ, the first record of them.

    every: look at each so-manieth record, by number; 1 is all.
    """
    for derived in DERIVED:
        kind = derived.kind
        some = f"(SELECT id FROM {derived.of} WHERE id % {every} = 0) x CROSS JOIN"
        computed = derived.computed.format(of=some)
        kept = f"SELECT {derived.columns} FROM {derived.table} WHERE {kind}_id % {every} = 0"
        count, first = db.execute(
            f"SELECT count(*), min(id) FROM (SELECT {kind}_id AS id FROM ({computed} EXCEPT {kept})"
            f" UNION SELECT {kind}_id FROM ({kept} EXCEPT {computed}))"
        ).fetchone()
        if count:
            yield kind, count, first


def most(db: Connection) -> int:
    """How many records the largest of the kinds has that a derived table is about."""
    return max(int(db.execute(f"SELECT count(*) FROM {derived.of}").fetchone()[0]) for derived in DERIVED)
