"""Many rows changed at once: the same rows, log, words to index and refusals as one by one."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from crm_cli.core.errors import Conflict, NotFound
from crm_cli.db import connection, table
from crm_cli.db.log import steps
from crm_cli.kinds import tags

AT = "2026-11-21T09:30:00Z"
CITIES = ["Oslo", "Osh", None, "Oslo", "Almaty"]


@pytest.fixture
def db(path: Path) -> Iterator[sqlite3.Connection]:
    """Five people, the last of them archived, the second tagged `vip`; a step is open."""
    db = connection.open_write(str(path), now=datetime(2026, 11, 21, tzinfo=UTC))
    for city in CITIES:
        table.insert(db, "contacts", {"name": "Jane", "city": city, "created_at": AT})
    tags.add(db, "contact", 2, ["vip"])
    table.archive(db, "contacts", [5], at=AT)
    db.execute("BEGIN")
    steps.begin(db, words="crm", at=AT, user="", host="", is_terminal=False)
    for name in ("_changes", "_search_pending"):
        db.execute(f"DELETE FROM {name}")
    yield db
    db.close()


def written(db: sqlite3.Connection, change: Callable[[], object]) -> tuple[object, ...]:
    """Make a change; give what it answers, the log and the words to index, and take it back."""
    db.execute("SAVEPOINT here")
    answer = change()
    log = db.execute(
        "SELECT table_name, row_id, operation, owner_kind, owner_id, before FROM _changes ORDER BY table_name, row_id"
    ).fetchall()
    pending = db.execute("SELECT kind, record_id FROM _search_pending ORDER BY 1, 2").fetchall()
    rows = [db.execute(f"SELECT * FROM {name}").fetchall() for name in ("contacts", "taggings", "tags")]
    db.execute("ROLLBACK TO here")
    return answer, log, pending, rows


def test_columns_of_many_are_changed_as_one_by_one(db: sqlite3.Connection) -> None:
    values = {id: {"city": "Oslo", "score": id % 2} for id in (4, 1, 2, 3)}
    seen = table.rows_as_dicts(db, "contacts", [*values])
    together = written(db, lambda: table.update_all(db, "contacts", values, seen=seen))
    alone = written(
        db, lambda: {id for id in values if table.update(db, "contacts", id, values[id], seen=seen[id])}
    )
    assert together == alone
    assert together[0] == {1, 2, 3, 4}
    same = {id: {"city": "Oslo"} for id in (1, 4)}
    assert written(db, lambda: table.update_all(db, "contacts", same, seen=seen))[:3] == (set(), [], [])


def test_rows_that_changed_meanwhile_or_are_gone_are_refused(db: sqlite3.Connection) -> None:
    seen = table.rows_as_dicts(db, "contacts", [1, 2])
    assert [*seen] == [1, 2]
    db.execute("UPDATE contacts SET city = 'Rome' WHERE id = 2")
    with pytest.raises(Conflict, match=r"contact 2 has been changed meanwhile: city is `Rome`, not `Osh`"):
        table.update_all(db, "contacts", {1: {"city": "x"}, 2: {"city": "x"}}, seen=seen)
    with pytest.raises(NotFound, match="there is no contact 9"):
        table.update_all(db, "contacts", {1: {"city": "x"}, 9: {"city": "x"}}, seen={})
    assert table.update_all(db, "contacts", {}, seen={}) == set()


def test_those_are_archived_that_were_not_in_the_order_given(db: sqlite3.Connection) -> None:
    assert table.archive(db, "contacts", [5, 3, 1, 99], at=AT) == [3, 1]
    assert table.archive(db, "contacts", [1, 2, 5], at=None) == [1, 5]


def test_tags_of_many_are_put_on_as_one_by_one(db: sqlite3.Connection) -> None:
    together = written(db, lambda: tags.add_to(db, "contact", [3, 2, 1, 3], ["vip", "Neu"]))
    alone = written(db, lambda: {id for id in (1, 2, 3) if tags.add(db, "contact", id, ["vip", "Neu"])})
    assert together[0] == alone[0] == {1, 2, 3}
    assert together[2] == alone[2]
    assert sorted(row[2:4] for row in together[3][1]) == sorted(row[2:4] for row in alone[3][1])  # type: ignore[index]
    assert tags.add_to(db, "contact", [2], ["VIP"]) == set()


def test_tags_of_many_are_taken_off_as_one_by_one(db: sqlite3.Connection) -> None:
    tags.add_to(db, "contact", [1, 2], ["new"])
    together = written(db, lambda: tags.remove_from(db, "contact", [1, 2, 3], ["VIP", "new", "none"]))
    alone = written(
        db, lambda: {id for id in (1, 2, 3) if tags.remove(db, "contact", id, ["VIP", "new", "none"])}
    )
    assert together[0] == alone[0] == {1, 2}
    assert together == alone
