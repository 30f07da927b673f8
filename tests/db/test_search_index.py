"""The full-text index finds what the words in the file say, whatever was changed, taken back or made anew."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_cli.core.near import is_slip
from crm_cli.core.query import Words
from crm_cli.core.text import index_text, words
from crm_cli.db import connection, search, search_check, search_index
from crm_cli.kinds.field import words as words_field

NOW = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)
VOCABULARY = "' \" ??? :-) 50% C# ann anna annabel lee 北京 咖啡 кофе кофейня қызыл علی‌رضا o'neil x-ray fair trade".split()
TABLES = {"contact": "contacts", "company": "companies"}


@pytest.fixture
def db(path: Path) -> Iterator[sqlite3.Connection]:
    """A new file within a write transaction."""
    db = connection.open_write(str(path), now=NOW)
    db.execute("BEGIN IMMEDIATE")
    yield db
    db.close()


def add(
    db: sqlite3.Connection, name: str, text: str = "", *, table: str = "contacts", id: int | None = None
) -> None:
    db.execute(
        f"INSERT INTO {table} (id, name, description, created_at) VALUES (?, ?, ?, '2026-11-21T00:00:00Z')",
        (id, name, text),
    )


def note(db: sqlite3.Connection, text: str, subject: str = "") -> None:
    db.execute(
        "INSERT INTO activities (kind, subject, body, occurred_at, occurred_on, created_at)"
        " VALUES ('note', ?, ?, '2026-11-21T00:00:00Z', '2026-11-21', '2026-11-21T00:00:00Z')",
        (subject, text),
    )


def by_sql(db: sqlite3.Connection, kind: str, asked: str) -> list[int]:
    clause, bound = Words(tuple(words(asked)), words_field(kind)).clause()
    return [
        row[0] for row in db.execute(f"SELECT t.id FROM {TABLES[kind]} t WHERE {clause} ORDER BY 1", bound)
    ]


def by_predicate(db: sqlite3.Connection, kind: str, asked: str) -> list[int]:
    field = words_field(kind)
    query = Words(tuple(words(asked)), field)
    rows = db.execute(f"SELECT t.id, {field.sql} FROM {TABLES[kind]} t ORDER BY 1")
    return [id for id, text in rows if query.accepts({"words": text})]


@pytest.mark.parametrize("seed", range(6))
def test_a_query_by_words_selects_what_its_predicate_accepts_after_any_changes(
    db: sqlite3.Connection, seed: int
) -> None:
    dice = random.Random(seed)

    def text() -> str:
        return " ".join(dice.choices(VOCABULARY, k=dice.randint(1, 5)))

    for _ in range(12):
        for _ in range(dice.randint(1, 8)):
            table = dice.choice(list(TABLES.values()))
            id = dice.randint(1, 15)
            what = dice.choice(["add", "edit", "edit", "delete", "back"])
            if what == "add":
                add(db, text(), text(), table=table)
            elif what == "edit":
                db.execute(f"UPDATE {table} SET name = ?, description = ? WHERE id = ?", (text(), text(), id))
            elif what == "delete":
                db.execute(f"DELETE FROM {table} WHERE id = ?", (id,))
            elif not db.execute(f"SELECT 1 FROM {table} WHERE id = ?", (id,)).fetchone():
                add(db, text(), table=table, id=id)  # as an undo puts a record back
        search.refresh(db)
        assert search_check.fault(db, sample=1000) == ""
        for asked in (
            text(),
            dice.choice(VOCABULARY),
            dice.choice(VOCABULARY)[:2],
            "lee fair",
            "an",
            "?",
            "'",
            '"',
        ):
            for kind in TABLES:
                assert by_sql(db, kind, asked) == by_predicate(db, kind, asked), (kind, asked)


@pytest.mark.parametrize(("change", "pending"), [
    ("UPDATE contacts SET archived_at = '2026-11-21T00:00:00Z', score = 5, lifecycle = 'lead', keep_in_touch = 30", []),
    ("INSERT INTO important_dates (contact_id, label, date) VALUES (1, 'wedding', '--06-01')", []),
    ("UPDATE contact_points SET is_primary = 0, label = 'work'", []),
    ("UPDATE contact_points SET value = 'b@x.org'", [("contact", 1)]),
    ("UPDATE contact_points SET contact_id = 2", [("contact", 1), ("contact", 2)]),
    ("UPDATE contacts SET custom = json_object('shoe', 44) WHERE id = 2", [("contact", 2)]),
    ("UPDATE contacts SET id = 9 WHERE id = 2", [("contact", 2), ("contact", 9)]),
    ("UPDATE tags SET name = 'VIP'", [("contact", 1)]),
    ("UPDATE companies SET name = 'Acme'", [("company", 1), ("contact", 1)]),
    ("UPDATE companies SET parent_id = NULL, archived_at = NULL", []),
])  # fmt: skip
def test_only_what_changes_words_is_indexed_again(
    db: sqlite3.Connection, change: str, pending: list[tuple[str, int]]
) -> None:
    add(db, "Acme Ltd", table="companies")
    add(db, "Ann")
    add(db, "Bob")
    db.execute("UPDATE contacts SET company_id = 1 WHERE id = 1")
    db.execute(
        "INSERT INTO contact_points (contact_id, kind, value, normal) VALUES (1, 'email', 'a@x.org', 'a@x.org')"
    )
    db.execute("INSERT INTO tags (name, normal) VALUES ('vip', 'vip')")
    db.execute("INSERT INTO taggings (tag_id, contact_id) VALUES (1, 1)")
    search.refresh(db)
    db.execute(change)
    assert db.execute("SELECT kind, record_id FROM _search_pending ORDER BY 1, 2").fetchall() == pending
    search.refresh(db)
    assert search_check.fault(db, sample=1000) == ""


def test_an_activity_goes_by_its_subject_though_that_is_kept_nowhere_else(db: sqlite3.Connection) -> None:
    note(db, "of all machines", "Price list")
    note(db, "the price list of machines")
    note(db, "again", "The new price-list")
    search.refresh(db)
    assert search.named(db, "activity", "PRICE LIST") == [1]
    assert search.with_words_in_name(db, "activity", "list pri") == [1, 3]
    assert [id for _, id in search.find(db, "price list")] == [3, 2, 1]


def test_a_phrase_is_found_only_where_its_words_stand_together(db: sqlite3.Connection) -> None:
    add(db, "Ann", "trade fair in Oslo")
    add(db, "Bob", "fair trade coffee")
    search.refresh(db)
    assert by_sql(db, "contact", "trade fair") == [1]
    assert by_sql(db, "contact", "ann trade") == [1]
    assert by_sql(db, "contact", "fair tra") == [2]


def test_what_was_changed_often_counts_once(db: sqlite3.Connection) -> None:
    add(db, "Ann", "coffee")
    for number in range(5):
        search.refresh(db)
        db.execute("UPDATE contacts SET description = ?", (f"coffee {number}",))
    search.refresh(db)
    assert search.find(db, "coffee") == [("contact", 1)]
    assert [search.find(db, f"coffee {number}") != [] for number in range(5)] == [False] * 4 + [True]


def test_an_index_that_is_mostly_stale_is_made_anew(
    db: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search_index, "FEW_STALE", 3)
    for name in ("Ann", "Bob", "Cem"):
        add(db, name)
    for number in range(4):
        search.refresh(db)
        db.execute("UPDATE contacts SET city = ? WHERE id = 1", (f"Oslo{number}",))
    assert db.execute("SELECT count(*) FROM _search_versions").fetchone() == (1,)
    search.refresh(db)
    assert db.execute("SELECT count(*) FROM _search_versions").fetchone() == (0,)
    assert search.find(db, "oslo3") == [("contact", 1)]
    assert search.find(db, "oslo2") == []


def test_a_version_that_no_longer_fits_makes_the_index_anew(
    db: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search_index, "LAST_VERSION", 1)
    add(db, "Ann")
    for city in ("Oslo", "Bergen", "Tromsø"):
        search.refresh(db)
        db.execute("UPDATE contacts SET city = ?", (city,))
    search.refresh(db)
    assert search.find(db, "tromso") == [("contact", 1)]
    assert search.find(db, "oslo") == search.find(db, "bergen") == []


@pytest.mark.parametrize("id", [-5, 2**41, 2**62])
def test_a_number_that_only_another_program_gives_does_no_harm(db: sqlite3.Connection, id: int) -> None:
    add(db, "Ann", "coffee")
    add(db, "Far Away", "coffee", id=id)
    search.refresh(db)
    assert search.named(db, "contact", "far away") == [id]
    assert search.find(db, "coffee") == [("contact", 1)]
    search.rebuild(db)
    assert search.named(db, "contact", "far away") == [id]
    db.execute("UPDATE contacts SET name = 'Far Off' WHERE id = ?", (id,))
    search.refresh(db)
    assert search.named(db, "contact", "far off") == [id]
    assert search_check.fault(db, sample=1000) == ""


def test_names_come_before_other_words_and_what_is_newer_first(db: sqlite3.Connection) -> None:
    add(db, "Oslo Bakery", table="companies")
    add(db, "Ann", "Oslo")
    add(db, "Bob Oslo")
    add(db, "Cem", "oslo")
    note(db, "from Oslo")
    note(db, "to Oslo")
    search.refresh(db)
    hits = [("contact", 2), ("company", 1), ("contact", 3), ("contact", 1), ("activity", 2), ("activity", 1)]
    among = ("contact", "company", "activity")
    assert search.find(db, "oslo", among=among) == hits
    assert search.find(db, "oslo", among=among, limit=3) == hits[:3]
    assert search.find(db, "oslo", among=("activity",)) == hits[4:]


@given(st.text("abcdeé ", min_size=4, max_size=12), st.data())
def test_every_name_one_slip_away_is_near(name: str, data: st.DataObject) -> None:
    folded = index_text(name)
    at = data.draw(st.integers(0, max(0, len(folded) - 1)))
    sign = data.draw(st.sampled_from("abcdz"))
    slips = {
        folded[:at] + folded[at + 1 :],
        folded[:at] + sign + folded[at:],
        folded[:at] + sign + folded[at + 1 :],
        folded[:at] + folded[at + 1 : at + 2] + folded[at : at + 1] + folded[at + 2 :],
    }
    db = connection.open_empty(now=NOW)
    db.execute("BEGIN")
    add(db, folded)
    search.refresh(db)
    for slip in slips:
        expected = [(1, folded)] if is_slip(folded, index_text(slip)) else []
        assert search.near_names(db, "contact", slip) == expected, slip
    db.close()


@pytest.mark.parametrize("look_up", [search.named, search.named_without_spaces, search.near_names])
def test_a_look_up_of_a_name_reads_no_other_name(
    db: sqlite3.Connection, look_up: Callable[..., object]
) -> None:
    for number in range(3000):
        add(db, f"Person number {number}")
    search.refresh(db)
    steps: list[int] = []
    db.set_progress_handler(lambda: steps.append(1) or 0, 100)
    look_up(db, "contact", "Zed Unheard Of")
    assert len(steps) < 40


def test_a_look_up_of_a_rare_word_reads_no_other_record(db: sqlite3.Connection) -> None:
    add(db, "Ann", "coffee")
    for number in range(3000):
        note(db, f"call {number}")
    search.refresh(db)
    steps: list[int] = []
    db.set_progress_handler(lambda: steps.append(1) or 0, 100)
    assert search.find(db, "coffee") == [("contact", 1)]
    assert len(steps) < 30
