"""An import taken back in sets: few lines in the log, and all that looks back reads them as one change a row."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from crm_cli.db import connection
from crm_cli.db.log import packs, sets

Run = Callable[..., Any]

PEOPLE = "name,email,company,tags\n" + "".join(
    f"Person {n},p{n}@x.com,Firm {n % 2},{'vip' if n % 3 else ''}\n" for n in range(7)
)
MONDAY, TUESDAY, WEDNESDAY = "2026-11-16T08:00:00Z", "2026-11-17T08:00:00Z", "2026-11-18T08:00:00Z"
LOG = "SELECT table_name, row_id, last_row_id, operation, owner_kind, owner_id, before FROM _changes WHERE command_id = ?"


def asked(path: Path, sql: str, *values: int) -> list[tuple[Any, ...]]:
    db = sqlite3.connect(path)
    try:
        return db.execute(sql, values).fetchall()
    finally:
        db.close()


def read(rows: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """Lines of the log in the order of their rows, images as what they mean."""
    return sorted((*row[:-1], json.loads(row[-1])) for row in rows)


@pytest.fixture
def imported(crm: Run, path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """A file with one person, and seven more imported, which is step 2."""
    monkeypatch.setattr(sets, "MANY", 0)
    monkeypatch.setattr(packs, "ROWS", 4)
    sheet = path.parent / "people.csv"
    sheet.write_text(PEOPLE, encoding="utf-8")
    crm("contact", "add", "Jane", "--company", "Acme", now=MONDAY, code=0)
    crm("import", str(sheet), "--as", "contacts", now=MONDAY, code=0)
    return crm


def test_an_undone_import_is_a_line_for_so_many_rows(imported: Run, path: Path) -> None:
    imported("undo", code=0)
    rows = asked(
        path, "SELECT table_name, row_id, last_row_id FROM _changes WHERE command_id = 3 ORDER BY id"
    )
    assert [row for row in rows if row[0] == "contacts"] == [("contacts", 2, 5), ("contacts", 6, 8)]
    assert all(last is not None for _, _, last in rows)


def test_a_pack_unfolded_says_what_one_change_a_row_says(
    imported: Run, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    imported("undo", code=0)
    db = connection.open_raw(str(path), 1)
    packs.unfold(db)
    db.close()
    unfolded = read(asked(path, LOG, 3))
    imported("redo", code=0)
    monkeypatch.setattr(sets, "MANY", 1000)
    imported("undo", code=0)
    assert unfolded == read(asked(path, LOG, 5))


def test_what_a_later_step_changed_stays_and_the_rest_goes_and_comes_back(imported: Run, path: Path) -> None:
    imported("contact", "edit", "Person 3", "--city", "Oslo", code=0)
    before = imported("contact", "list", "-f", "csv").out, imported("find", "person").out
    result = imported("undo", "2")
    assert (result.code, result.lines[1:]) == (
        8,
        [
            "Deleted 6 contacts (Person 0, Person 1, Person 2 and 3 more); deleted company Firm 0 (company/2)",
            "kept contact/5 Person 3: changed since, by step 3",
            "kept company/3 Firm 1: contact/5 points to it",
        ],
    )
    rows = asked(
        path, "SELECT row_id, last_row_id FROM _changes WHERE table_name = 'contacts' AND command_id = 4"
    )
    assert rows == [(2, 4), (6, 8)], "no pack reaches over a row that stays"
    assert imported("contact", "list", "-f", "{name}").lines == ["Jane", "Person 3"]
    imported("redo", code=0)
    assert (imported("contact", "list", "-f", "csv").out, imported("find", "person").out) == before


def test_an_undone_import_is_done_again_after_other_steps(imported: Run) -> None:
    before = imported("contact", "list", "-f", "csv").out
    imported("undo", code=0)
    imported("company", "add", "Somebody else", code=0)
    assert imported("undo", "3", code=0).out.startswith("Did again step 2: crm import ")
    assert imported("contact", "list", "-f", "csv").out == before


def test_the_history_of_a_record_tells_how_it_came_went_and_came_again(imported: Run) -> None:
    imported("contact", "tag", "Person 1", "met", code=0)
    imported("undo", code=0)
    imported("undo", code=0)
    imported("redo", code=0)
    assert imported("history", "Person 1", "-f", "{command} {what}").lines == [
        "6 Put back Person 1 (contact/3): e-mail p1@x.com; tags vip; at Firm 1",
        "5 Deleted Person 1 (contact/3): at Firm 1",
        "4 Untagged Person 1 (contact/3): met; at Firm 1",
        "3 Tagged Person 1 (contact/3): met; at Firm 1",
        "2 Added Person 1 (contact/3): e-mail p1@x.com; tags vip; at Firm 1",
    ]


def test_diff_and_as_of_see_an_import_between_its_coming_and_its_going(imported: Run) -> None:
    imported("undo", now=TUESDAY, code=0)
    imported("redo", now=WEDNESDAY, code=0)
    counts = {
        day: len(imported("contact", "list", "--as-of", day).lines)
        for day in ("2026-11-16", "2026-11-17", "2026-11-18")
    }
    assert counts == {"2026-11-16": 8, "2026-11-17": 1, "2026-11-18": 8}
    said = "contact/2 Person 0"
    assert said in imported("diff", "2026-11-16", "-f", "{what} {record} {name}").out
    assert "gone contact/2 Person 0" in imported("diff", "2026-11-17", "-f", "{what} {record} {name}").out
    assert "new contact/2 Person 0" in imported("diff", "2026-11-18", "-f", "{what} {record} {name}").out


def test_a_dry_run_shows_each_row_that_would_go(imported: Run) -> None:
    changes = imported("undo", "--dry-run", "-f", "json", code=0).json["changes"]
    gone = [change["name"] for change in changes if change["record"].startswith("contact/")]
    assert gone == [f"Person {n}" for n in range(7)]
    assert {change["what"] for change in changes} == {"deleted"}


def test_who_is_forgotten_goes_from_packs_too(imported: Run, path: Path) -> None:
    imported("undo", code=0)
    imported("redo", code=0)
    imported("contact", "forget", "Person 3", "--yes", code=0)
    raw = b"".join(name.read_bytes() for name in path.parent.glob("crm.db*"))
    assert b"Person 3" not in raw
    assert b"p3@x.com" not in raw
    assert imported("contact", "list", "-f", "{name}", code=0).lines == [
        "Jane", "Person 0", "Person 1", "Person 2", "Person 4", "Person 5", "Person 6"
    ]  # fmt: skip
    imported("undo", "2", code=0)
    assert imported("contact", "list", "-f", "{name}", code=0).lines == ["Jane"]


def test_the_doctor_finds_packs_sound(imported: Run) -> None:
    imported("undo", code=0)
    found = {row["check"]: row["state"] for row in imported("doctor", "-f", "json", code=0).json}
    assert (found["history"], found["facts"], found["search"]) == ("ok", "ok", "ok")


def test_what_is_done_again_lies_as_close_as_when_it_came(
    crm: Run, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(packs, "ROWS", 100)
    sheet = path.parent / "calls.csv"
    rows = "".join(
        f"call,Person {n % 50},words {n} {'of a talk ' * 9},2026-{n % 9 + 1:02}-{n % 28 + 1:02}\n"
        for n in range(3000)
    )
    sheet.write_text(f"kind,contact,text,date\n{rows}", encoding="utf-8")
    crm("import", str(sheet), "--as", "activities", code=0)
    used = "SELECT page_count - freelist_count FROM pragma_page_count, pragma_freelist_count"
    schema = "SELECT type, name, sql FROM sqlite_schema ORDER BY type, name"
    before, defined = asked(path, used)[0][0], asked(path, schema)
    crm("undo", code=0)
    kept = asked(path, "SELECT sum(length(CAST(before AS BLOB))) FROM _changes")[0][0]
    crm("redo", code=0)
    assert asked(path, used)[0][0] < before * 1.05 + kept / 4096 * 1.1
    assert asked(path, schema) == defined
    crm("doctor", "--full", code=0)
