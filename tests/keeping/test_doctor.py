"""`crm doctor`: it finds what is wrong, and mends what is derived."""

from __future__ import annotations

import os
import sqlite3
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from crm_cli.db import health
from crm_cli.db.whole import machine
from crm_cli.keeping import place

Run = Callable[..., Any]


COMMANDS = (
    ("contact", "add", "Jane Doe", "--company", "Acme", "--keep-in-touch", "30", "--tag", "vip"),
    ("deal", "add", "Renewal", "--contact", "Jane Doe", "--next", "send the quote"),
    ("call", "Jane Doe", "hello", "--in"),
    ("contact", "edit", "Jane Doe", "--city", "Almaty"),
)


@pytest.fixture
def acme(crm: Run, path: Path, prepared: Run) -> Run:
    """A file with a little of everything, and a backup of it."""
    prepared(path, COMMANDS)
    crm("backup", code=0)
    return crm


def states(result: Any) -> dict[str, str]:
    return {row["check"]: row["state"] for row in result.json}


HEALTHY = dict.fromkeys(
    ["pages", "links", "schema", "search", "history", "facts", "backups", "permissions", "disk", "folder"],
    "ok",
)


def harm(path: Path, *statements: str) -> None:
    db = sqlite3.connect(path, isolation_level=None)
    db.execute("PRAGMA writable_schema = 1")
    for statement in statements:
        db.execute(statement)
    db.close()


def test_a_healthy_file_is_said_to_be(acme: Run) -> None:
    result = acme("doctor", "-f", "json", code=0)
    assert states(result) == HEALTHY
    assert result.err == ""


def test_a_file_without_a_backup_is_a_warning_only(crm: Run) -> None:
    crm("contact", "add", "Jane", code=0)
    assert states(crm("doctor", "-f", "json", code=0)) == {**HEALTHY, "backups": "warning"}


MENDABLE = {
    "an index entry is gone": ("search", "broken", "DELETE FROM _search_text WHERE kind = 'contact'"),
    "an index entry is of something gone": (
        "search", "broken",
        "INSERT INTO _search_text (kind, record_id, title) VALUES ('contact', 99, 'x')",
    ),
    "an index entry is old": ("search", "broken", "UPDATE _search_text SET title = 'once' WHERE kind = 'contact'"),
    "the words and the index differ": ("search", "broken", "INSERT INTO _search (_search) VALUES ('delete-all')"),
    "a fact is old": ("facts", "broken", "UPDATE _contact_facts SET last_in_at = '2020-01-01T00:00:00Z'"),
    "a fact is gone": ("facts", "broken", "DELETE FROM _deal_facts"),
    "a trigger is gone": ("schema", "broken", "DROP TRIGGER _log_contacts_update"),
    "a view is gone": ("schema", "broken", "DROP VIEW v_deals"),
    "an index is gone": ("schema", "broken", "DROP INDEX contacts_company"),
    "a table of bookkeeping is gone": ("schema", "broken", "DROP TABLE _backups"),
    "a step was left open": ("history", "broken", "INSERT INTO _writing (id, command_id) VALUES (1, 1)"),
}  # fmt: skip


@pytest.mark.parametrize("name", MENDABLE)
def test_what_is_derived_is_found_and_mended(acme: Run, path: Path, name: str) -> None:
    check, state, statement = MENDABLE[name]
    harm(path, statement)
    found = acme("doctor", "-f", "json")
    assert states(found)[check] == state, found.out
    assert found.code == 7
    assert "hint: crm doctor --fix" in found.err
    mended = acme("doctor", "--fix", "--yes", "-f", "json")
    assert states(mended)[check] == "mended", mended.out + mended.err
    after = states(acme("doctor", "-f", "json", code=0))
    assert after == {**HEALTHY, "backups": after["backups"]}
    assert acme("find", "almaty", code=0).out


def test_mending_asks_and_can_be_tried_out(acme: Run, path: Path) -> None:
    harm(path, "DROP VIEW v_deals")
    refused = acme("doctor", "--fix")
    assert (refused.code, refused.out) == (6, "")
    assert refused.err == "Error: mend schema needs a yes\nhint: --yes\n"
    assert acme("doctor", "--fix", "--yes", "--dry-run").code == 7
    assert acme("doctor").code == 7, "a dry run mends nothing"


BROKEN = {
    "a link to nowhere": ("links", "PRAGMA foreign_keys = OFF", "UPDATE contacts SET company_id = 99"),
    "a change that does not fit": (
        "history",
        "INSERT INTO _changes (command_id, table_name, row_id, operation) VALUES (1, 'contacts', 77, 'insert')",
    ),
    "a change of no step": (
        "history",
        "PRAGMA foreign_keys = OFF",
        "INSERT INTO _changes (command_id, table_name, row_id, operation) VALUES (88, 'tags', 1, 'insert')",
    ),
    "a table is gone": ("schema", "DROP TABLE important_dates"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_what_only_a_backup_can_mend_is_said_with_the_way_back(acme: Run, path: Path, name: str) -> None:
    check, *statements = BROKEN[name]
    harm(path, *statements)
    found = acme("doctor", "-f", "json")
    assert (states(found)[check], found.code) == ("broken", 7), found.out
    assert f"hint: crm restore {path.parent}/crm-20261121T093000Z.db\n" in found.err


def test_a_damaged_page_is_found(acme: Run, path: Path) -> None:
    harm(path, "PRAGMA wal_checkpoint(TRUNCATE)")
    data = bytearray(path.read_bytes())
    db = sqlite3.connect(path)
    page = db.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'contacts'").fetchone()[0]
    db.close()
    for helper in path.parent.glob("crm.db-*"):
        helper.unlink()
    data[(page - 1) * 4096 : page * 4096] = b"\xee" * 4096
    path.write_bytes(bytes(data))
    found = acme("doctor", "-f", "json")
    assert (states(found)["pages"], found.code) == ("broken", 7)
    assert f"hint: crm restore {path.parent}/crm-20261121T093000Z.db\n" in found.err


def test_a_file_that_cannot_be_opened_at_all_is_examined_from_outside(acme: Run, path: Path) -> None:
    for helper in path.parent.glob("crm.db-*"):
        helper.unlink()
    path.write_bytes(b"\xff" * 9000)
    found = acme("doctor", "-f", "json")
    assert (states(found)["pages"], found.code) == ("broken", 7)


def test_a_file_open_to_others_is_closed(acme: Run, path: Path) -> None:
    path.chmod(0o644)
    assert states(acme("doctor", "-f", "json", code=0))["permissions"] == "warning"
    assert states(acme("doctor", "--fix", "--yes", "-f", "json", code=0))["permissions"] == "mended"
    assert path.stat().st_mode & 0o777 == 0o600


def test_what_killed_commands_left_is_cleared_away(acme: Run, tmp_path: Path) -> None:
    elsewhere = tmp_path / "usb"
    acme("backup", "--to", str(elsewhere), code=0)
    gone = f".crm-{machine()}-{dead()}-ab12_x"
    left = [f"{gone}.part", f"{gone}.part-wal", f"usb/{gone}.part", f"usb/{gone}.part-journal"]
    others = [
        f".crm-{machine()}-{os.getpid()}-ab12_x.part",  # at work
        ".crm-another.desk-1-ab12_x.part",
        ".crm.db.part",
        f"{gone[1:]}.part",
    ]
    for name in [*left, *others]:
        (tmp_path / name).touch()
    assert states(acme("doctor", "-f", "json", code=0)) == {**HEALTHY, "left-overs": "warning"}
    assert states(acme("doctor", "--fix", "--yes", "-f", "json", code=0)) == {
        **HEALTHY,
        "left-overs": "mended",
    }
    assert [name for name in left if (tmp_path / name).exists()] == []
    assert [name for name in others if not (tmp_path / name).exists()] == []


def dead() -> int:
    """The number of a process that is no more."""
    process = subprocess.Popen(["true"])
    process.wait()
    return process.pid


def test_other_programs_views_are_left_alone(acme: Run, path: Path) -> None:
    harm(path, "CREATE VIEW mine AS SELECT name FROM contacts", "DROP VIEW v_deals")
    acme("doctor", "--fix", "--yes", code=0)
    assert acme("sql", "SELECT name FROM mine", code=0).out == "Jane Doe\n"


@pytest.mark.parametrize(
    ("folder", "program"),
    [
        ("Dropbox", "Dropbox"),
        ("Dropbox (Personal)", "Dropbox"),
        ("OneDrive - Acme", "OneDrive"),
        ("Google Drive/My Drive", "Google Drive"),
        ("Library/Mobile Documents/com~apple~CloudDocs", "iCloud"),
        ("Library/CloudStorage/GoogleDrive-me@example.com/My Drive", "Google Drive"),
        ("Яндекс.Диск/бизнес", "Yandex.Disk"),
        ("Yandex.Disk", "Yandex.Disk"),
        ("Nextcloud/crm", "Nextcloud"),
        ("Documents/shared", ""),
        ("boxes", ""),
    ],
)
def test_a_synchronized_folder_is_known_by_its_name(tmp_path: Path, folder: str, program: str) -> None:
    (tmp_path / folder).mkdir(parents=True)
    assert place.synced_by(str(tmp_path / folder / "crm.db")) == program


def test_a_synchronized_folder_is_known_by_what_lies_in_it(tmp_path: Path) -> None:
    (tmp_path / "a" / "b").mkdir(parents=True)
    (tmp_path / "a" / ".stfolder").mkdir()
    assert place.synced_by(str(tmp_path / "a" / "b" / "crm.db")) == "Syncthing"


def test_a_synchronized_folder_and_conflicting_copies_are_warnings(crm: Run, tmp_path: Path) -> None:
    file = tmp_path / "Dropbox" / "crm.db"
    crm("contact", "add", "Jane", "--db", str(file), code=0)
    words = {
        row["check"]: row["words"] for row in crm("doctor", "--db", str(file), "-f", "json", code=0).json
    }
    assert words["folder"].startswith("Dropbox copies this folder while the file is in use; ")
    (file.parent / "crm (Jane's conflicted copy 2026-11-20).db").write_text("")
    words = {
        row["check"]: row["words"] for row in crm("doctor", "--db", str(file), "-f", "json", code=0).json
    }
    assert words["folder"].startswith("a synchronizing program left another version: ")


def test_a_plain_examination_says_what_it_left_out_and_a_full_one_leaves_nothing_out(acme: Run) -> None:
    told = [
        {row["check"]: row["words"] for row in acme("doctor", *words, "-f", "json", code=0).json}
        for words in ((), ("--full",))
    ]
    plain, full = ([one[check] for check in ("pages", "search", "history", "facts")] for one in told)
    pages = plain[0].split(" of ")[0]
    assert plain == [
        f"{pages} of 4096 bytes, all whole (indexes not compared: --full does)",
        "5 records in the index",
        "4 steps; the newest 16 changes fit what is there",
        "last contacts and next steps are as the activities and reminders tell",
    ]
    assert full == [
        f"{pages} of 4096 bytes, all whole (with all indexes)",
        "5 records in the index",
        "4 steps; all 16 changes fit what is there",
        "last contacts and next steps are as the activities and reminders tell",
    ]


def test_an_index_that_lost_a_row_is_found_by_a_full_examination(acme: Run, path: Path) -> None:
    harm(
        path,
        "UPDATE sqlite_schema SET sql = 'CREATE INDEX contacts_company ON contacts (company_id, id + 1)'"
        " WHERE name = 'contacts_company'",
    )
    assert acme("doctor", "--full", "-f", "json").code == 7


@pytest.mark.parametrize("name", MENDABLE)
def test_a_full_examination_finds_all_that_a_plain_one_does(acme: Run, path: Path, name: str) -> None:
    check, state, statement = MENDABLE[name]
    harm(path, statement)
    found = acme("doctor", "--full", "-f", "json")
    assert (states(found)[check], found.code) == (state, 7), found.out


def test_a_sample_is_said_to_be_one(acme: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    for n in range(4):
        acme("contact", "add", f"Person {n}", code=0)
    monkeypatch.setattr(health, "SAMPLE", 2)
    monkeypatch.setattr(health, "CHANGES", 3)
    words = {row["check"]: row["words"] for row in acme("doctor", "-f", "json", code=0).json}
    assert words["search"] == "9 records in the index, 5 of them looked at word by word"
    assert words["history"] == "8 steps; the newest 3 changes fit what is there"
    assert words["facts"].endswith(" tell, of a sample of 1 in 3")


def test_a_full_examination_tells_of_fields_of_your_own_that_nobody_fills(acme: Run) -> None:
    def fields() -> dict[str, str]:
        return next(
            one for one in acme("doctor", "--full", "-f", "json", code=0).json if one["check"] == "fields"
        )

    assert fields() == {"check": "fields", "state": "ok", "words": "none of your own"}
    acme("field", "add", "contact", "shoe size", "--type", "number", code=0)
    acme("field", "add", "deal", "what's urgent", code=0)
    acme("field", "add", "product", "colour", code=0)  # there are no products
    assert (fields()["state"], fields()["words"]) == (
        "warning", "2 fields of your own; `shoe size` is empty in every contact (and 1 more)",
    )  # fmt: skip
    acme("contact", "edit", "Jane Doe", "--shoe-size", "44", code=0)
    acme("deal", "edit", "Renewal", "--what's-urgent", "all", code=0)
    assert fields()["words"] == "2 fields of your own, all of them in use"


def test_an_import_of_many_taken_back_and_done_again_is_sound(acme: Run, tmp_path: Path) -> None:
    sheet = tmp_path / "many.csv"
    rows = "".join(f"Person {number},p{number}@example.com\n" for number in range(1200))
    sheet.write_text(f"Name,Email\n{rows}", encoding="utf-8")
    acme("import", str(sheet), "--as", "contacts", code=0)
    for step in ("undo", "redo", "undo", "redo"):
        acme(step, code=0)
        assert states(acme("doctor", "--full", "-f", "json"))["history"] == "ok"
