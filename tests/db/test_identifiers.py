"""A name that is a word of SQL is a column all the same: a reminder may be about an order."""

from __future__ import annotations

import sqlite3

import pytest

from crm_cli.db.identifiers import RESERVED, quoted

WORDS = """
    abort action add after all alter always analyze and as asc attach autoincrement before begin between by cascade case
    cast check collate column commit conflict constraint create cross current current_date current_time current_timestamp
    database default deferrable deferred delete desc detach distinct do drop each else end escape except exclude exclusive
    exists explain fail filter first following for foreign from full generated glob group groups having if ignore immediate
    in index indexed initially inner insert instead intersect into is isnull join key last left like limit match materialized
    natural no not nothing notnull null nulls of offset on or order others outer over partition plan pragma preceding primary
    query raise range recursive references regexp reindex release rename replace restrict returning right rollback row rows
    savepoint select set table temp temporary then ties to transaction trigger unbounded union unique update using vacuum
    values view virtual when where window with without within
""".split()
"""All keywords that SQLite's manual lists, and one that later versions may."""


@pytest.mark.parametrize("word", WORDS)
def test_every_word_is_the_name_of_a_column(word: str) -> None:
    db = sqlite3.connect(":memory:")
    db.execute(f"CREATE VIEW v_things AS SELECT 7 AS {quoted(word)}")
    assert db.execute(f"SELECT t.{quoted(word)}, {quoted(word)} FROM v_things t").fetchone() == (7, 7)
    db.close()


def test_a_name_that_needs_no_quotes_has_none() -> None:
    assert [quoted(name) for name in ("company", "order_id", "order")] == ["company", "order_id", '"order"']
    assert set(WORDS) >= RESERVED
