"""The order of lists: by name as names fold, read along the index for the first few, the same as sorting all."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import pytest

from crm_cli.contact.kind import FIELDS
from crm_cli.db import connection, search, select, table
from crm_cli.db.transactions import transaction

NAMES = ["Émile", "anna", "Zoë", "Ángel", "zoe", "北京", "Ёлка", "емеля", "Anna", "bob"]
NOW = datetime(2026, 11, 21, tzinfo=UTC)
CONTACT_NAME = next(field for field in FIELDS if field.name == "name")
ID = next(field for field in FIELDS if field.name == "id")
CITY = next(field for field in FIELDS if field.name == "city")


def made(path: Path) -> Path:
    """Make a file with these people, every other one in Oslo, the last of nowhere."""
    db = connection.open_write(str(path), now=NOW)
    with transaction(db):
        for at, name in enumerate(NAMES):
            city = None if name == NAMES[-1] else "Oslo" if at % 2 else "Osh"
            table.insert(db, "contacts", {"name": name, "city": city, "created_at": "2026-01-01T00:00:00Z"})
        search.refresh(db)
    db.close()
    return path


@pytest.fixture(scope="module")
def people(tmp_path_factory: pytest.TempPathFactory) -> sqlite3.Connection:
    return connection.open_read(str(made(tmp_path_factory.mktemp("people") / "crm.db")))


def ids(db: sqlite3.Connection, order: select.Order, where: str = "TRUE", limit: int = 0) -> list[int]:
    rows = select.select(db, "contacts", [ID], where=where, order=order, limit=limit)
    return [id for (id,) in rows]


@pytest.mark.parametrize("descending", [False, True])
@pytest.mark.parametrize("where", ["TRUE", "t.city = 'Oslo'", "t.id IN (3, 5)", "t.id = 99"])
@pytest.mark.parametrize("limit", [1, 3, 10, 50])
def test_the_first_few_by_name_are_the_first_of_all(
    people: sqlite3.Connection, where: str, limit: int, descending: bool
) -> None:
    order = select.ordered([(CONTACT_NAME, descending)])
    assert ids(people, order, where, limit) == ids(people, order, where)[:limit]


def test_names_come_as_they_fold_and_ties_by_number(people: sqlite3.Connection) -> None:
    order = select.ordered([(CONTACT_NAME, False)])
    by_name = [NAMES[id - 1] for id in ids(people, order, limit=10)]
    assert by_name == ["Ángel", "anna", "Anna", "bob", "Émile", "Zoë", "zoe", "Ёлка", "емеля", "北京"]


def test_a_name_that_another_program_wrote_stands_where_it_belongs(
    path: Path,
) -> None:
    with sqlite3.connect(made(path)) as other:
        other.execute("INSERT INTO contacts (name, created_at) VALUES ('Aaron', '2026-01-01T00:00:00Z')")
        other.execute("UPDATE contacts SET name = 'Zz Top' WHERE name = 'anna'")
    db, order = connection.open_read(str(path)), select.ordered([(CONTACT_NAME, False)])
    assert ids(db, order, limit=2) == [11, 4]
    assert ids(db, order, "t.name LIKE 'z%'", limit=3) == [3, 5, 2]


def test_blanks_are_last_either_way(people: sqlite3.Connection) -> None:
    for descending in (False, True):
        assert ids(people, select.ordered([(CITY, descending)]))[-1] == 10


def test_the_first_few_are_read_along_the_index(people: sqlite3.Connection) -> None:
    statements: list[str] = []
    people.set_trace_callback(statements.append)
    ids(people, select.ordered([(CONTACT_NAME, False)]), limit=5)
    people.set_trace_callback(None)
    assert [sql for sql in statements if sql.startswith("SELECT t.id")] == [
        (
            "SELECT t.id FROM _search_text w CROSS JOIN contacts t ON t.id = w.record_id WHERE w.kind = 'contact'"
            " AND w.title <= ifnull((SELECT w.title FROM _search_text w WHERE w.kind = 'contact'"
            " ORDER BY w.title LIMIT 1 OFFSET 1000), char(1114111)) AND (TRUE) ORDER BY w.title, w.record_id LIMIT 5"
        )
    ]
