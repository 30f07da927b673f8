"""Tables changed by migrations keep their rows, their history and the last number they gave away."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from crm_cli.db import connection, migrations
from crm_cli.db.migrations import helpers, runner

pytestmark = pytest.mark.smoke

Run = Callable[..., Any]
LINKING = ("activity_links", "taggings", "segment_members", "external_ids", "contact_points", "reminders")
"""Tables whose rows link records of several kinds, or belong to them."""

TAGGINGS = """CREATE TABLE taggings (
  -- Which record carries which tag. Belongs to contact_id or company_id or deal_id.
  -- the row's number
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  -- the tag
  tag_id INTEGER NOT NULL REFERENCES tags (id),
  -- on a person
  contact_id INTEGER REFERENCES contacts (id),
  -- or a company
  company_id INTEGER REFERENCES companies (id),
  -- or a deal
  deal_id INTEGER REFERENCES deals (id),
  CHECK ((contact_id IS NOT NULL) + (company_id IS NOT NULL) + (deal_id IS NOT NULL) = 1),
  UNIQUE (contact_id, tag_id),
  UNIQUE (company_id, tag_id),
  UNIQUE (deal_id, tag_id)
) STRICT"""


@pytest.fixture
def bare(crm: Run, path: Path) -> Iterator[sqlite3.Connection]:
    """A file with some records, within a migration: no trigger, no view, no foreign keys."""
    crm("contact", "add", "Jane", "--email", "jane@x.com", "--tag", "vip", "--source", "fair", code=0)
    crm("note", "add", "Jane", "hello", code=0)
    crm("contact", "edit", "Jane", "--source", "web", code=0)
    crm("contact", "delete", "Jane", "--yes", code=0)
    crm("undo", code=0)
    db = connection.open_scratch(str(path))
    db.execute("PRAGMA foreign_keys = OFF")
    db.execute("BEGIN IMMEDIATE")
    runner._take_down(db)
    yield db
    db.close()


def test_a_table_as_defined_is_left_alone(bare: sqlite3.Connection) -> None:
    before = bare.total_changes
    helpers.change(bare, "contacts")
    assert bare.total_changes == before


@pytest.mark.parametrize("table", LINKING)
def test_one_more_kind_is_linked_beside_the_others(bare: sqlite3.Connection, table: str) -> None:
    before = bare.execute(f"SELECT * FROM {table}").fetchall()
    columns = [row[1] for row in bare.execute(f"PRAGMA table_info({table})")]
    last = bare.execute("SELECT seq FROM sqlite_sequence WHERE name = ?", (table,)).fetchone()
    bare.execute("CREATE TABLE gadgets (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT) STRICT")
    bare.execute("INSERT INTO gadgets (id) VALUES (7)")
    helpers.add_link(bare, table, "gadget", "gadgets")
    assert bare.execute(f"SELECT {', '.join(columns)} FROM {table}").fetchall() == before
    assert bare.execute("SELECT seq FROM sqlite_sequence WHERE name = ?", (table,)).fetchone() == last
    assert ("gadgets", "gadget_id") in [
        (row[2], row[3]) for row in bare.execute(f"PRAGMA foreign_key_list({table})")
    ]
    changes = bare.total_changes
    helpers.add_link(
        bare, table, "gadget", "gadgets"
    )  # an earlier migration may have made the table as it is now
    assert bare.total_changes == changes
    helpers.make_indexes(bare)
    migrations.derive(bare)
    assert bare.execute("PRAGMA foreign_key_check").fetchall() == []
    assert bare.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def test_a_link_is_made_as_the_present_definition_writes_it(
    bare: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = helpers.definitions()
    by_hand = helpers.with_link(known["taggings"], "gadget", "gadgets").replace(
        "  -- or a gadget\n", "  -- on one\n"
    )
    monkeypatch.setattr(helpers, "definitions", lambda: {**known, "taggings": by_hand})
    bare.execute("CREATE TABLE gadgets (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT) STRICT")
    helpers.add_link(bare, "taggings", "gadget", "gadgets")
    assert bare.execute("SELECT sql FROM sqlite_schema WHERE name = 'taggings'").fetchone() == (by_hand,)


def test_a_table_that_links_one_more_kind_is_changed_by_a_later_migration(bare: sqlite3.Connection) -> None:
    bare.execute("CREATE TABLE gadgets (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT) STRICT")
    before = bare.execute("SELECT id, moment FROM activity_links").fetchall()
    helpers.add_link(bare, "activity_links", "gadget", "gadgets")
    renamed = helpers.with_link(helpers.definitions()["activity_links"], "gadget", "gadgets")
    sql = re.sub(r"\bmoment\b", "second", renamed)
    helpers.change(bare, "activity_links", rename={"moment": "second"}, sql=sql)
    assert bare.execute("SELECT id, second FROM activity_links").fetchall() == before


def test_a_tagging_has_exactly_one_record_of_the_kinds_old_and_new(bare: sqlite3.Connection) -> None:
    bare.execute("CREATE TABLE gadgets (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT) STRICT")
    helpers.add_link(bare, "taggings", "gadget", "gadgets")
    bare.execute("INSERT INTO taggings (tag_id, gadget_id) VALUES (1, 7)")
    for columns, values in (
        ("tag_id, gadget_id, contact_id", "1, 8, 1"),
        ("tag_id", "1"),
        ("tag_id, gadget_id", "1, 7"),
    ):
        with pytest.raises(sqlite3.IntegrityError):
            bare.execute(f"INSERT INTO taggings ({columns}) VALUES ({values})")


def test_what_is_written_for_a_new_kind_reads_as_if_by_hand() -> None:
    written = helpers.with_link(TAGGINGS, "order", "orders")
    assert (
        written
        == """CREATE TABLE taggings (
  -- Which record carries which tag. Belongs to contact_id or company_id or deal_id or order_id.
  -- the row's number
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  -- the tag
  tag_id INTEGER NOT NULL REFERENCES tags (id),
  -- on a person
  contact_id INTEGER REFERENCES contacts (id),
  -- or a company
  company_id INTEGER REFERENCES companies (id),
  -- or a deal
  deal_id INTEGER REFERENCES deals (id),
  -- or an order
  order_id INTEGER REFERENCES orders (id),
  CHECK ((contact_id IS NOT NULL) + (company_id IS NOT NULL) + (deal_id IS NOT NULL) + (order_id IS NOT NULL) = 1),
  UNIQUE (contact_id, tag_id),
  UNIQUE (company_id, tag_id),
  UNIQUE (deal_id, tag_id),
  UNIQUE (order_id, tag_id)
) STRICT"""
    )


def test_a_renamed_column_is_renamed_in_the_log_too(bare: sqlite3.Connection) -> None:
    sql = helpers.definitions()["contacts"].replace("\n  source TEXT", "\n  origin TEXT")
    rows = bare.execute("SELECT id, name, source FROM contacts").fetchall()
    images = [
        text.replace('"source":', '"origin":')
        for (text,) in bare.execute(
            "SELECT before FROM _changes WHERE table_name = 'contacts' AND before <> ''"
        )
    ]
    helpers.change(bare, "contacts", rename={"source": "origin"}, sql=sql)
    assert bare.execute("SELECT id, name, origin FROM contacts").fetchall() == rows
    assert bare.execute("SELECT sql FROM sqlite_schema WHERE name = 'contacts'").fetchone() == (sql,)
    found = bare.execute(
        "SELECT before FROM _changes WHERE table_name = 'contacts' AND before <> ''"
    ).fetchall()
    assert [sorted(text) for (text,) in found] == [sorted(text) for text in images]
    assert any('"origin":"fair"' in text for (text,) in found)


def test_a_dropped_column_is_gone_from_the_log(bare: sqlite3.Connection) -> None:
    sql = helpers.definitions()["contacts"].replace(
        "\n  -- where the person came from: an advert, a referral, a fair\n  source TEXT,", ""
    )
    helpers.change(bare, "contacts", drop={"source"}, sql=sql)
    assert bare.execute("SELECT count(*) FROM _changes WHERE before LIKE '%\"source\"%'").fetchone() == (0,)
    assert bare.execute("SELECT id, name FROM contacts").fetchall() == [(1, "Jane")]
