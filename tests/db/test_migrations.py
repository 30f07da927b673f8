"""A file of schema version 1 becomes one of the present version: whole, undoable, and exactly as a new one is made."""

from __future__ import annotations

import json
import os
import re
import signal
import sqlite3
import stat
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from crm_cli.core.errors import FileError
from crm_cli.db import connection, migrations, older, search_check
from crm_cli.db.migrations import MIGRATIONS, helpers, runner
from crm_cli.db.schema import fact_tables
from crm_cli.db.version import VERSION
from tests.db.conftest import VERSION_1

Run = Callable[..., Any]
NOW = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)


def rows(path: Path | str, sql: str) -> list[tuple[Any, ...]]:
    db = sqlite3.connect(path)
    try:
        return db.execute(sql).fetchall()
    finally:
        db.close()


REBUILT = ("external_ids", "activity_links")
"""Tables whose columns the second version changes."""


def columns(path: Path | str) -> dict[str, str]:
    """The columns of each table of facts, as a SELECT names them."""
    db = sqlite3.connect(path)
    try:
        return {table.name: ", ".join(table.columns) for table in fact_tables(db)}
    finally:
        db.close()


def facts(path: Path | str, known: dict[str, str] | None = None) -> dict[str, list[tuple[Any, ...]]]:
    """All rows of all tables. known: the tables of facts and the columns to look at; all by default."""
    db = sqlite3.connect(path)
    try:
        wanted = known or {table.name: "*" for table in fact_tables(db)}
        wanted |= dict.fromkeys((*REBUILT, "_commands", "_changes", "_file", "sqlite_sequence"), "*")
        return {
            name: sorted(db.execute(f"SELECT {names} FROM {name}").fetchall(), key=repr)
            for name, names in wanted.items()
        }
    finally:
        db.close()


def schema(db: sqlite3.Connection) -> set[tuple[Any, ...]]:
    return set(db.execute("SELECT type, name, tbl_name, sql FROM sqlite_schema"))


def migrated(path: Path) -> str:
    """Bring the file up; returns where it is kept as it was."""
    db = sqlite3.connect(path, isolation_level=None)
    try:
        return runner.migrate(db, str(path), now=NOW)
    finally:
        db.close()


def test_every_version_but_the_first_has_its_migration() -> None:
    assert len(MIGRATIONS) == VERSION - 1
    assert [migration.__name__[:5] for migration in MIGRATIONS] == [
        f"m{version:03}_" for version in range(2, VERSION + 1)
    ]


def test_a_migrated_file_has_the_schema_of_a_new_one(old: Path) -> None:
    migrated(old)
    new = connection.open_empty(now=NOW)
    db = sqlite3.connect(old)
    assert schema(db) == schema(new)
    assert db.execute("PRAGMA user_version").fetchone() == (VERSION,)
    assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


@pytest.mark.smoke
def test_facts_and_history_are_as_they_were(old: Path) -> None:
    known = columns(old)
    kinds = "contact_id, company_id, deal_id, product_id, activity_id, reminder_id"
    ids = f"SELECT id, {kinds} FROM external_ids ORDER BY id"
    linked = "SELECT id, activity_id, contact_id, company_id, deal_id FROM activity_links ORDER BY id"
    before, told = facts(old, known), [rows(old, sql) for sql in (ids, linked)]
    migrated(old)
    after = facts(old, known)
    assert [rows(old, sql) for sql in (ids, linked)] == told
    links = "SELECT l.*, {} FROM activity_links l JOIN activities a ON a.id = l.activity_id"
    of_same = links.format("l.moment = CAST(strftime('%s', a.occurred_at) AS INTEGER)")
    assert [row[-1] for row in rows(old, of_same)] == [1] * len(before["activity_links"])
    for changed in REBUILT:
        del after[changed], before[changed]
    backups = [row for row in after["sqlite_sequence"] if row[0] == "_backups"]
    after["sqlite_sequence"] = [row for row in after["sqlite_sequence"] if row not in backups]
    assert after == before


def test_the_file_is_kept_as_it_was_among_its_backups(old: Path, crm: Run) -> None:
    before = rows(old, "SELECT type, name, sql FROM sqlite_schema ORDER BY type, name")
    kept = facts(old)
    result = crm("contact", "list", "-f", "ids", code=0)
    aside = next(old.parent.glob("crm-v1-*.db"))
    assert result.err == f"the file now has schema version {VERSION}; as it was, it is kept in {aside}\n"
    assert stat.S_IMODE(aside.stat().st_mode) == 0o600
    assert rows(aside, "SELECT type, name, sql FROM sqlite_schema ORDER BY type, name") == before
    assert rows(aside, "PRAGMA user_version") == [(1,)]
    assert facts(aside) == kept
    assert str(aside) in crm("backup", "--list", code=0).out
    assert crm("contact", "list", "-f", "ids", code=0).err == ""


@pytest.mark.parametrize(
    "words", ["remind", "doctor", "backup", "today", "history", "sql SELECT(1)", "import --help"]
)
def test_any_command_may_be_the_first_that_opens_an_older_file(old: Path, crm: Run, words: str) -> None:
    crm(*words.split(), code=0)
    assert crm("contact", "list", "-f", "ids", code=0).lines == ["1", "6", "2", "8", "3", "4"]


def test_the_copy_never_takes_the_place_of_another(old: Path) -> None:
    taken = old.parent / f"crm-v1-{NOW:%Y%m%dT%H%M%SZ}.db"
    taken.write_text("mine")
    assert migrated(old) == str(taken).replace(".db", "-2.db")
    assert taken.read_text() == "mine"


def test_the_kept_copy_can_be_restored_and_comes_up_again(old: Path, crm: Run) -> None:
    before = crm("contact", "list", "-f", "csv", code=0).out
    aside = next(old.parent.glob("crm-v1-*.db"))
    crm("contact", "delete", "4", "--yes", code=0)
    crm("restore", str(aside), "--yes", code=0)
    assert rows(old, "PRAGMA user_version") == [(VERSION,)]
    assert crm("contact", "list", "-f", "csv", code=0).out == before


def test_everything_is_found_in_a_migrated_file(old: Path, crm: Run) -> None:
    for words, found in {
        "fair": ["contact/6", "activity/1"],
        "trade fair": ["activity/1"],
        "айгүл": ["contact/2", "deal/2"],
        "咖啡": ["activity/3"],
        "shenzhen": ["contact/4"],
        "علی رضا": ["contact/3"],
        "head of coffee": ["contact/1"],
        "gone": [],
    }.items():
        lines = [line.split("\t")[0] for line in crm("find", words, "-f", "plain").lines]
        assert sorted(lines) == sorted(found), words
    db = sqlite3.connect(old)
    assert search_check.fault(db, sample=1000) == ""


def test_steps_from_before_are_undone_and_done_again_after(old: Path, crm: Run) -> None:
    edited = crm("contact", "show", "1", "-f", "json", code=0).json
    step = next(
        line.split("\t")[0] for line in crm("history", code=0).lines if "--name 'Jane Müller-Lee'" in line
    )
    crm("undo", step, code=0)
    assert crm("contact", "show", "1", "-f", "{name}", code=0).out == "Jane Müller\n"
    assert crm("find", "jane lee", code=0).out == ""
    crm("redo", code=0)
    assert crm("contact", "show", "1", "-f", "json", code=0).json == edited


def test_the_import_from_before_is_taken_back_but_for_what_was_changed_since(old: Path, crm: Run) -> None:
    step = next(line.split("\t")[0] for line in crm("history", code=0).lines if "import people.csv" in line)
    assert "kept contact/7 Two Import: changed since" in crm("undo", step, code=8).out
    assert crm("contact", "list", "-f", "{name}", code=0).lines == [
        "Jane Müller-Lee", "Айгүл Сәрсенбаева", "علی\u200cرضا محمدی", "王小明",
    ]  # fmt: skip
    assert crm("contact", "list", "import", "--archived", "-f", "ids", code=0).lines == ["7"]


def test_a_file_that_was_imported_before_is_known_again(old: Path, crm: Run, tmp_path: Path) -> None:
    file = tmp_path / "people.csv"
    file.write_text(
        "name,email,company,city,note\n"
        "One Import,one@import.example,Import Ltd,Oslo,met at the fair\n"
        "Two Import,two@import.example,Import Ltd,Oslo,\n"
        "Импорт Үш,three@import.example,,Астана,қоңырау шалу керек\n"
    )
    assert "\nRead 3 rows of contacts: 3 unchanged\n" in crm("import", file, "--as", "contacts", code=0).err


def test_ids_elsewhere_and_their_history_are_told_in_the_new_way(old: Path) -> None:
    row = "'old-crm', 'deal', 'D7', '00112233445566778899aabb'"
    image = f"json_object('digest', '{'0' * 24}')"
    gone = (
        "json_object('system', 'old-crm', 'object', 'contact', 'external_id', '00112233445566778899aabb-2',"
        " 'digest', '00112233445566778899aabb', 'contact_id', 4, 'deal_id', NULL)"
    )
    db = sqlite3.connect(old)
    db.execute(f"INSERT INTO external_ids (system, object, external_id, digest, deal_id) VALUES ({row}, 1)")
    into = "INSERT INTO _changes (command_id, table_name, row_id, operation, before)"
    db.execute(
        f"{into} VALUES (1, 'external_ids', 4, 'update', {image}), (1, 'external_ids', 5, 'delete', {gone})"
    )
    db.commit()
    db.close()
    migrated(old)
    sources = rows(old, "SELECT id, name, object FROM _sources ORDER BY id")
    assert [source[1:] for source in sources] == [
        ("file", "contact"), ("old-crm", "contact"), ("old-crm", "deal"),
    ]  # fmt: skip
    of_contacts, of_deals = sources[1][0], sources[2][0]
    found = rows(old, "SELECT source_id, external_id, digest, deal_id FROM external_ids WHERE deal_id = 1")
    assert found == [(of_deals, "D7", "ABEiM0RVZneI", 1)]
    images = rows(
        old, "SELECT before FROM _changes WHERE table_name = 'external_ids' AND before <> '' ORDER BY id"
    )
    assert [json.loads(before) for (before,) in images] == [
        {"digest": "AAAAAAAAAAAA"},
        {"source_id": of_contacts, "external_id": "ABEiM0RVZneI-2", "digest": None, "contact_id": 4, "deal_id": None},
    ]  # fmt: skip


def test_an_id_elsewhere_that_looks_like_a_digest_stays_itself(old: Path) -> None:
    ids = [f"507f1f77bcf86cd7994390{end}-1" for end in ("11", "12")]
    db = sqlite3.connect(old)
    db.executemany(
        "INSERT INTO external_ids (system, object, external_id, digest, deal_id) VALUES ('mongo', 'deal', ?, ?, 1)",
        [(id, digest * 24) for id, digest in zip(ids, "ab", strict=True)],
    )
    db.commit()
    db.close()
    migrated(old)
    found = rows(old, "SELECT external_id, digest FROM external_ids WHERE deal_id = 1 ORDER BY id")
    assert found == [(ids[0], "qqqqqqqqqqqq"), (ids[1], "u7u7u7u7u7u7")]


def test_links_in_the_history_tell_their_instant_in_seconds(old: Path) -> None:
    gone = '{"activity_id":1,"contact_id":4,"occurred_at":"2026-11-01T12:00:00Z"}'
    db = sqlite3.connect(old)
    db.execute(
        "INSERT INTO _changes (command_id, table_name, row_id, operation, before)"
        " VALUES (1, 'activity_links', 99, 'delete', ?)",
        (gone,),
    )
    db.commit()
    db.close()
    migrated(old)
    ((before,),) = rows(old, "SELECT before FROM _changes WHERE row_id = 99 AND before <> ''")
    assert json.loads(before) == {"activity_id": 1, "contact_id": 4, "moment": 1793534400}


def test_everything_from_before_can_be_taken_back_step_by_step(old: Path, crm: Run) -> None:
    while crm("undo").code == 0:
        pass
    for kind in ("contact", "company", "deal", "product", "note", "remind"):
        assert crm(kind, "list", "--archived", "-f", "ids").lines == [], kind


@pytest.mark.parametrize(("day", "names"), [
    ("2026-11-02T08:03:15Z", ["Jane Müller", "Айгүл Сәрсенбаева"]),
    ("2026-11-08", ["Gone Tomorrow", "Jane Müller", "Айгүл Сәрсенбаева", "علی\u200cرضا محمدی", "王小明"]),
    ("2026-11-10", ["Jane Müller-Lee", "Айгүл Сәрсенбаева", "علی\u200cرضا محمدی", "王小明"]),
])  # fmt: skip
def test_the_file_is_seen_as_it_stood_before(old: Path, crm: Run, day: str, names: list[str]) -> None:
    assert crm("contact", "list", "--as-of", day, "-f", "{name}", code=0).lines == names


def test_a_read_of_a_file_that_cannot_be_written_reads_a_copy(
    old: Path, crm: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(older, "WAIT", 0.0)
    other = sqlite3.connect(old, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    result = crm("contact", "list", "coffee", "-f", "{name}", code=0)
    assert result.out == "Jane Müller-Lee\n"
    assert result.err.startswith("the file keeps its older schema, and a copy of it is read: ")
    assert rows(old, "PRAGMA user_version") == [(1,)]
    assert crm("contact", "list", "--as-of", "2026-11-02T08:03:05Z", "-f", "ids", code=0).out == "1\n"
    for words in (
        "doctor",
        "doctor --full",
        "remind",
        "today",
        "history",
        "sql SELECT(1)",
        "export contacts",
    ):
        read = crm(*words.split(), code=0)
        assert read.err.count("the file keeps its older schema") == 1, words
    assert crm("contact", "add", "Zed", env={"CRM_LOCK_WAIT": "0"}).code == 7
    assert list(old.parent.glob("crm-*")) == []


@pytest.mark.parametrize("words", [("contact", "list"), ("contact", "add", "Jane")])
def test_a_file_of_a_newer_version_is_refused(old: Path, crm: Run, words: tuple[str, ...]) -> None:
    db = sqlite3.connect(old)
    db.execute(f"PRAGMA user_version = {VERSION + 1}")
    db.close()
    told = f"Error: `{old}` was written by a newer crm (schema {VERSION + 1}, this one knows {VERSION})\n"
    assert crm(*words, code=7).err == told


def test_of_two_programs_that_migrate_the_second_finds_it_done(old: Path) -> None:
    second = sqlite3.connect(old, isolation_level=None)
    assert second.execute("PRAGMA user_version").fetchone() == (1,)
    assert migrated(old)
    assert runner.migrate(second, str(old), now=NOW) == ""
    assert len(list(old.parent.glob("crm-*.db"))) == 1


def test_what_another_program_made_in_the_file_stays(old: Path) -> None:
    made = {
        "mine": "CREATE VIEW mine AS SELECT name FROM contacts",
        "by_city": "CREATE INDEX by_city ON contacts (city) WHERE city IS NOT NULL",
        "seen": "CREATE TRIGGER seen AFTER DELETE ON tags BEGIN SELECT 1; END",
        "extra": "CREATE TABLE extra (x)",
    }
    db = sqlite3.connect(old)
    for statement in made.values():
        db.execute(statement)
    db.close()
    migrated(old)
    for name, statement in made.items():
        assert rows(old, f"SELECT sql FROM sqlite_schema WHERE name = '{name}'") == [(statement,)]


def _columns_renamed(db: sqlite3.Connection) -> None:
    """What a later version may do: rename a column of tables that the second one has changed."""
    helpers.change(db, "activity_links", rename={"moment": "second"})
    helpers.change(db, "segments", rename={"query": "asks"})


def test_a_later_version_changes_nothing_of_what_an_earlier_one_does(
    old: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    links = "SELECT id, {} FROM activity_links ORDER BY id"
    copy = old.with_name("second.db")
    copy.write_bytes(old.read_bytes())
    migrated(copy)
    present = helpers.definitions()
    later = {
        **present,
        "activity_links": re.sub(r"\bmoment\b", "second", present["activity_links"]),
        "segments": re.sub(r"\n  query ", "\n  asks ", present["segments"]),
    }
    of_script = helpers.definitions
    monkeypatch.setattr(helpers, "definitions", lambda script="": of_script(script) if script else later)
    db = sqlite3.connect(old, isolation_level=None)
    runner._take_down(db)
    for migration in (*MIGRATIONS, _columns_renamed):
        migration(db)
    db.close()
    assert rows(old, links.format("second")) == rows(copy, links.format("moment"))
    assert rows(old, "SELECT name, asks FROM segments") == rows(copy, "SELECT name, query FROM segments")


def _without_contacts(db: sqlite3.Connection) -> None:
    db.execute("DELETE FROM contacts WHERE id = 1")


def test_a_migration_that_would_break_links_leaves_the_file_as_it_was(
    old: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = facts(old)
    monkeypatch.setattr(migrations, "MIGRATIONS", (*MIGRATIONS, _without_contacts))
    with pytest.raises(FileError, match="bringing the file up would leave 6 links without their record"):
        migrated(old)
    assert facts(old) == before
    assert rows(old, "PRAGMA user_version") == [(1,)]
    assert [file.name for file in old.parent.glob("*.db")] == [old.name]


@pytest.mark.parametrize(
    ("altered", "told"),
    [
        ("DROP TABLE _search_trigrams", "no such table: _search_trigrams"),
        ("ALTER TABLE external_ids RENAME COLUMN system TO vendor", "no such column: system"),
        ("ALTER TABLE segments DROP COLUMN created_at", "NOT NULL constraint failed: segments.created_at"),
        ("CREATE TABLE _sources (x)", "table _sources already exists"),
    ],
)
def test_a_file_whose_tables_are_not_those_of_its_version_is_left_as_it_is(
    old: Path, crm: Run, altered: str, told: str
) -> None:
    db = sqlite3.connect(old)
    derived = "SELECT type, name FROM sqlite_schema WHERE type IN ('trigger', 'view')"
    for type, name in db.execute(derived).fetchall():
        db.execute(f"DROP {type} IF EXISTS {name}")  # they would stand in the way
    db.execute(altered)
    before = set(db.iterdump())
    db.close()
    for words in (("contact", "list"), ("remind",), ("contact", "add", "Jane"), ("undo",)):
        result = crm(*words)
        assert (result.code, result.out) == (7, ""), words
        assert result.err == (
            f"Error: the file cannot be brought up from schema version 1: {told}\n"
            "hint: crm restore BACKUP\n"
            "hint: or name another one: --db FILE\n"
        ), words
    crm("doctor", code=7)
    assert [file.name for file in old.parent.glob("*.db")] == [old.name]
    db = sqlite3.connect(old)
    assert set(db.iterdump()) == before
    db.close()


def test_a_link_that_was_broken_before_keeps_no_file_from_coming_up(old: Path) -> None:
    db = sqlite3.connect(old)
    db.execute("UPDATE deals SET contact_id = 999 WHERE id = 1")
    db.commit()
    db.close()
    migrated(old)
    assert rows(old, "PRAGMA user_version") == [(VERSION,)]


def _statements(old: Path) -> int:
    """How many statements a migration runs."""
    told: list[str] = []
    copy = sqlite3.connect(":memory:", isolation_level=None)
    copy.executescript(VERSION_1.read_text(encoding="utf-8"))
    copy.set_trace_callback(told.append)
    runner.migrate(copy, "", now=NOW)
    return len(told)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork")
@pytest.mark.parametrize("tenth", range(1, 11))
def test_killed_at_any_statement_it_leaves_the_file_whole(old: Path, tenth: int) -> None:
    last = _statements(old) * tenth // 10
    before = facts(old)
    child = os.fork()
    if not child:
        try:
            db = sqlite3.connect(old, isolation_level=None)
            seen = iter(range(last))
            db.set_trace_callback(
                lambda _: None if next(seen, None) is not None else os.kill(os.getpid(), signal.SIGKILL)
            )
            runner.migrate(db, str(old), now=NOW)
        finally:
            os._exit(1)
    os.waitpid(child, 0)
    assert rows(old, "PRAGMA integrity_check") == [("ok",)]
    assert rows(old, "PRAGMA user_version") == [(1,)]
    assert facts(old) == before
    assert migrated(old)
    assert rows(old, "PRAGMA user_version") == [(VERSION,)]
