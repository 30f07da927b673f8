"""The change log: every change noted, whoever wrote it, and every step taken back whole."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from crm_cli.db import connection, schema, transactions
from crm_cli.db.log import steps
from crm_cli.db.log.undo import take_back
from crm_cli.db.version import VERSION

Run = Callable[..., Any]


def facts(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    """All rows of all tables of facts."""
    db = sqlite3.connect(path)
    try:
        names = [table.name for table in schema.fact_tables(db)]
        return {name: db.execute(f"SELECT * FROM {name} ORDER BY id").fetchall() for name in names}
    finally:
        db.close()


STEPS = [
    ("contact", "add", "Jane Doe", "--company", "Acme", "--email", "jane@acme.com", "--tag", "vip"),
    ("contact", "edit", "Jane", "--job-title", "CFO", "--phone", "+77012345678", "--city", "Almaty"),
    ("contact", "edit", "Jane", "--company", "Bolt", "--force"),
    ("field", "add", "contact", "renewal", "--type", "date"),
    ("contact", "edit", "Jane", "--renewal", "2027-01-31"),
    ("contact", "tag", "Jane", "almaty"),
    ("contact", "untag", "Jane", "vip"),
    ("tag", "rename", "almaty", "Алматы"),
    ("company", "edit", "Acme", "--parent", "Bolt"),
    ("contact", "relate", "Jane", "founder", "Acme"),
    ("contact", "date", "Jane", "wedding", "--", "2019-06-01"),
    ("contact", "archive", "Jane"),
    ("contact", "unarchive", "Jane"),
    ("config", "set", "currency", "KZT"),
    ("contact", "delete", "Jane"),
    ("tag", "delete", "Алматы"),
]


def test_a_sequence_of_steps_is_taken_back_one_by_one_to_where_each_began(crm: Run, path: Path) -> None:
    crm("company", "add", "Somebody else", code=0)
    states = []
    for step in STEPS:
        states.append(facts(path))
        crm(*step, code=0)
    for state in reversed(states):
        crm("undo", code=0)
        assert facts(path) == state


def test_there_is_an_end_to_undoing(crm: Run) -> None:
    crm("contact", "add", "Jane", code=0)
    crm("undo", code=0)
    result = crm("undo")
    assert (result.code, result.out, result.err) == (5, "", "Error: nothing to undo\nhint: crm history\n")


def test_what_changes_nothing_is_no_step(crm: Run) -> None:
    crm("contact", "add", "Jane", "--tag", "vip", code=0)
    crm("contact", "tag", "Jane", "VIP", code=0)
    crm("contact", "edit", "Jane", "--name", "Jane", code=0)
    crm("contact", "unarchive", "Jane", code=0)
    assert len(crm("history").lines) == 1


def test_a_step_knows_the_words_the_reason_and_who(crm: Run) -> None:
    crm("contact", "add", "Jane Doe", "--reason", "met at the fair", code=0)
    (line,) = crm("history").lines
    step, at, by, what, words, note = line.split("\t")
    assert (step, at, by.split("@")[0]) == ("1", "2026-11-21 09:30", "tester")
    assert what == "Added Jane Doe (contact/1)"
    assert (words, note) == ("crm contact add 'Jane Doe' --reason 'met at the fair'", "met at the fair")


def test_the_history_of_a_record_says_from_what_to_what(crm: Run) -> None:
    crm("contact", "add", "Jane", "--city", "Oslo", code=0)
    crm("contact", "edit", "Jane", "--city", "Almaty", code=0)
    crm("contact", "edit", "Jane", "--city", "", code=0)
    changes = crm("history", "Jane", "-f", "json", code=0).json
    told = [
        (step["command"], field) for step in changes for one in step["changes"] for field in one["fields"]
    ]
    assert [(command, field["old"], field["new"]) for command, field in told if field["field"] == "city"] == [
        (3, "Almaty", None),
        (2, "Oslo", "Almaty"),
        (1, None, "Oslo"),
    ]


def test_what_another_program_writes_is_logged_and_can_be_taken_back(crm: Run, path: Path) -> None:
    crm("contact", "add", "Jane", "--city", "Oslo", code=0)
    db = sqlite3.connect(path)
    db.execute("UPDATE contacts SET city = 'Rome'")
    db.execute("INSERT INTO contacts (name, created_at) VALUES ('Direct', '2026-01-01T00:00:00Z')")
    db.commit()
    db.close()
    assert crm("find", "direct", "-f", "{name}").out == "Direct\n"
    crm("undo", code=0)
    assert crm("contact", "list", "-f", "{name} {city}").out == "Jane Oslo\n"
    assert "another program" in crm("history").out
    crm("undo", code=0)
    assert crm("contact", "list").out == ""


def test_a_dry_run_changes_nothing(crm: Run, path: Path) -> None:
    crm("contact", "add", "Jane", code=0)
    before = facts(path)
    result = crm("contact", "edit", "Jane", "--city", "Rome", "--dry-run", "-f", "json", code=0)
    assert (result.json["city"], result.json["command"]) == ("Rome", 2)
    assert result.err == "dry run: nothing was changed\n"
    crm("undo", "--dry-run", code=0)
    assert facts(path) == before
    assert len(crm("history").lines) == 1


def test_a_dry_run_makes_no_file(crm: Run, path: Path) -> None:
    crm("contact", "add", "Jane", "--dry-run", code=0)
    assert not path.exists()


def test_every_table_of_facts_has_its_three_log_triggers(crm: Run, path: Path) -> None:
    crm("contact", "add", "Jane", code=0)
    db = sqlite3.connect(path)
    names = {row[0] for row in db.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'")}
    for table in schema.fact_tables(db):
        for operation in ("insert", "update", "delete"):
            assert f"_log_{table.name}_{operation}" in names
    assert db.execute("PRAGMA user_version").fetchone() == (VERSION,)
    db.close()


def test_every_table_and_column_is_commented(crm: Run, path: Path) -> None:
    crm("contact", "add", "Jane", code=0)
    db = sqlite3.connect(path)
    for table in schema.fact_tables(db):
        assert table.comment, table.name
        for column in table.columns:
            assert table.comments.get(column), f"{table.name}.{column}"
    db.close()


def test_every_foreign_key_is_indexed(crm: Run, path: Path) -> None:
    crm("contact", "add", "Jane", code=0)
    db = sqlite3.connect(path)
    for table in schema.fact_tables(db):
        for column in table.references:
            plan = db.execute(f"EXPLAIN QUERY PLAN SELECT 1 FROM {table.name} WHERE {column} = 1").fetchall()
            assert "INDEX" in plan[0][3], f"{table.name}.{column}: {plan}"
    db.close()


def test_no_column_holds_reals_or_blobs(crm: Run, path: Path) -> None:
    crm("contact", "add", "Jane", code=0)
    db = sqlite3.connect(path)
    for table in schema.fact_tables(db):
        types = {row[2] for row in db.execute(f"PRAGMA table_info({table.name})")}
        assert types <= {"INTEGER", "TEXT"}, table.name
    db.close()


def test_a_bulk_step_logs_one_range_a_table_and_is_taken_back_whole(tmp_path: Path) -> None:
    from datetime import UTC, datetime

    path = str(tmp_path / "bulk.db")
    db = connection.open_write(path, now=datetime(2026, 1, 1, tzinfo=UTC))
    who = {"words": "crm test", "at": "2026-01-01T00:00:00Z", "user": "", "host": "", "is_terminal": False}
    with transactions.transaction(db):
        step = steps.begin(db, **who, is_bulk=True)
        rows = [(f"Name {number}", "2026-01-01T00:00:00Z") for number in range(500)]
        db.executemany("INSERT INTO contacts (name, created_at) VALUES (?, ?)", rows)
        db.execute("UPDATE contacts SET city = 'Rome' WHERE id = 7")
        steps.end(db, step)
    logged = db.execute("SELECT operation, row_id, last_row_id FROM _changes ORDER BY id").fetchall()
    assert logged == [("insert", 1, 500)]
    with transactions.transaction(db):
        undo = steps.begin(db, **who)
        outcome = take_back(db, steps.newest_to_undo(db, but=undo), by=undo)
        steps.end(db, undo)
    assert outcome.rows["contacts"] == 500
    assert db.execute("SELECT count(*) FROM contacts").fetchone() == (0,)
    db.close()


@pytest.mark.parametrize(
    "statement", ["INSERT INTO tags (name, normal) VALUES ('a', 'a')", "DELETE FROM contacts"]
)
def test_other_programs_need_no_function_of_ours(crm: Run, path: Path, statement: str) -> None:
    crm("contact", "add", "Jane", code=0)
    db = sqlite3.connect(path)
    db.execute(statement)
    db.commit()
    db.close()
