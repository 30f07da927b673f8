"""`crm contact forget`: nothing of the person is left in any byte, and everything else still works."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from crm_cli.db import connection, table, transactions
from crm_cli.db.log import steps

Run = Callable[..., Any]
Left = Callable[..., list[str]]

DAY = "2026-11-{:02}T09:30:00Z"


@pytest.fixture
def jane(crm: Run) -> tuple[str, ...]:
    """Jane, entered, edited, undone, redone, noted and deleted from; returns the words that mean her."""
    crm(
        "contact",
        "add",
        "Bob Roe",
        "--company",
        "Globex",
        "--email",
        "bob@globex.com",
        code=0,
        now=DAY.format(1),
    )
    crm("contact", "add", "Jane Quill", "--email", "jane@quill.example", "--phone", "+77012345678", "--company", "Acme",
        "--tag", "vip", "--description", "likes marzipan", code=0, now=DAY.format(2))  # fmt: skip
    crm("contact", "edit", "contact/2", "--name", "Jane Zephyr", "--city", "Oslo", code=0, now=DAY.format(3))
    crm("undo", code=0, now=DAY.format(3))
    crm("redo", code=0, now=DAY.format(3))
    crm(
        "deal",
        "add",
        "Site for Jane Zephyr",
        "--contact",
        "contact/2",
        "--amount",
        "1000 EUR",
        code=0,
        now=DAY.format(4),
    )
    crm(
        "call",
        "contact/2",
        "wants teal buttons",
        "--next",
        "send swatches to Jane",
        code=0,
        now=DAY.format(5),
    )
    crm("note", "add", "contact/2", "dislikes magenta", code=0, now=DAY.format(6))
    crm("note", "delete", "2", code=0, now=DAY.format(6))
    crm("note", "add", "contact/1", "Jane Zephyr <jane@quill.example> came along; budget agreed", "--with", "contact/2",
        code=0, now=DAY.format(7))  # fmt: skip
    crm("contact", "relate", "contact/1", "friend", "contact/2", code=0, now=DAY.format(7))
    crm("contact", "date", "contact/2", "namesday", "2019-06-01", code=0, now=DAY.format(7))
    crm(
        "contact",
        "edit",
        "contact/1",
        "--description",
        "referred by Jane Quill, 8 701 234 56 78",
        code=0,
        now=DAY.format(8),
    )
    crm("segment", "add", "admirers", "name:zephyr or email:jane@quill.example", code=0, now=DAY.format(8))
    crm(
        "contact",
        "edit",
        "contact/1",
        "--city",
        "Almaty",
        "--reason",
        "asked by Jane Zephyr",
        code=0,
        now=DAY.format(9),
    )
    return (
        "Jane", "Quill", "Zephyr", "jane@quill.example", "quill.example", "7012345678", "701 234 56 78", "marzipan",
        "teal", "magenta", "namesday",
    )  # fmt: skip


def test_no_byte_of_the_person_is_left(
    crm: Run, jane: tuple[str, ...], left: Left, index_is_clean: Any
) -> None:
    assert left(*jane) == [*jane]
    receipt = crm("contact", "forget", "contact/2", "--yes", "-f", "json", code=0)
    assert left(*jane) == []
    assert index_is_clean()
    assert not [word for word in jane if word.lower() in (receipt.out + receipt.err).lower()]


def test_the_receipt_counts_and_says_nothing_of_the_person(crm: Run, jane: tuple[str, ...]) -> None:
    receipt = crm("contact", "forget", "contact/2", "--yes", "-f", "json", code=0)
    assert receipt.json == {
        "record": "contact/2",
        "former": [],
        "forgotten_at": "2026-11-21T09:30:00Z",
        "command": 16,
        "rows": {
            "activities": 1, "activity_links": 4, "contact_points": 2, "contacts": 1, "important_dates": 1,
            "relations": 1, "taggings": 1,
        },
        "unlinked": ["activity/3", "deal/1", "reminder/1"],
        "cleaned": {"activities": 1, "contacts": 1, "deals": 1, "reminders": 1, "segments": 1},
        "changes": receipt.json["changes"],
        "commands": receipt.json["commands"],
        "look_at": ["activity/3", "deal/1", "reminder/1"],
        "backups": [],
        "is_scoured": True,
    }  # fmt: skip
    assert receipt.json["changes"] > 10
    newest = crm("history", "--limit", "1", "-f", "{command} {words}").out
    assert newest == "16 crm contact forget contact/2\n"


def test_the_books_stay(crm: Run, jane: tuple[str, ...]) -> None:
    crm("contact", "forget", "contact/2", "--yes", code=0)
    deal = crm("deal", "show", "1", "-f", "json", code=0).json
    assert (deal["title"], deal["contact"], deal["company"], deal["amount"]) == (
        "Site for [forgotten]", None, "Acme", 1000.0,
    )  # fmt: skip
    note = crm("note", "show", "3", "-f", "json", code=0).json
    assert note["body"] == "[forgotten] <[forgotten]> came along; budget agreed"
    assert (
        crm("contact", "show", "1", "-f", "json").json["description"]
        == "referred by [forgotten], [forgotten]"
    )
    assert crm("segment", "list", "-f", "{query}").out == "name:[forgotten] or email:[forgotten]\n"
    assert crm("contact", "list", "in:admirers", code=0).out == ""


def test_no_day_of_the_past_shows_the_person(crm: Run, jane: tuple[str, ...]) -> None:
    crm("contact", "forget", "contact/2", "--yes", code=0)
    for day in range(2, 11):
        then = f"2026-11-{day:02}"
        assert crm("contact", "list", "-f", "{name}", "--as-of", then, code=0).out == "Bob Roe\n"
        for words in (
            ("deal", "list"),
            ("note", "list"),
            ("remind", "list"),
            ("find", "zephyr"),
            ("history",),
        ):
            shown = crm(*words, "-f", "json", "--as-of", then, code=0).out.lower()
            assert not [word for word in jane if word.lower() in shown], (words, then)


def test_the_file_is_sound_and_every_other_step_can_still_be_taken_back(
    crm: Run, jane: tuple[str, ...], left: Left
) -> None:
    crm("contact", "forget", "contact/2", "--yes", code=0)
    doctor = crm("doctor", "-f", "json").json
    assert [line for line in doctor if line["check"] in {"pages", "links", "search", "history", "facts"}
            and line["state"] != "ok"] == []  # fmt: skip
    assert crm("contact", "show", "1", "-f", "json").json["city"] == "Almaty"
    crm("undo", code=0)
    assert crm("contact", "show", "1", "-f", "json").json["city"] is None
    while crm("undo").code in {0, 8}:
        pass
    assert crm("contact", "list", "-f", "{name}").out == ""
    assert left(*jane) == []
    while crm("redo").code == 0:
        pass
    assert crm("contact", "list", "-f", "{name}").out == "Bob Roe\n"
    assert left(*jane) == []
    assert [line for line in crm("doctor", "-f", "json").json if line["check"] in {"links", "search", "history", "facts"}
            and line["state"] != "ok"] == []  # fmt: skip


def test_neither_the_forgetting_nor_a_step_of_theirs_can_be_taken_back(
    crm: Run, jane: tuple[str, ...]
) -> None:
    crm("contact", "forget", "contact/2", "--yes", code=0)
    for step in ("16", "3", "8"):
        refused = crm("undo", step)
        assert refused.code == 5
        assert refused.err.startswith(f"Error: step {step} has left nothing that could be taken back")


def test_it_asks_and_needs_a_yes(crm: Run, jane: tuple[str, ...], path: Path) -> None:
    refused = crm("contact", "forget", "contact/2", code=6)
    assert refused.err == (
        "Error: forget Jane Zephyr (contact/2) for good, beyond any undo needs a yes\nhint: --yes\n"
    )
    crm("contact", "forget", "contact/2", terminal=True, stdin="n\n", code=6)
    assert crm("contact", "list", "-f", "{id}").lines == ["1", "2"]
    crm("contact", "forget", "contact/2", terminal=True, stdin="y\n", code=0)
    assert crm("contact", "list", "-f", "{id}").lines == ["1"]


def test_a_dry_run_counts_and_changes_nothing(crm: Run, jane: tuple[str, ...]) -> None:
    before = crm("contact", "export-all", "contact/2").out
    shown = crm("contact", "forget", "contact/2", "--dry-run", code=0)
    assert shown.out.startswith("Would forget contact/2 for good: 1 activity, ")
    assert shown.err.endswith("dry run: nothing was changed\n")
    assert crm("contact", "export-all", "contact/2").out == before


def test_backups_that_hold_the_person_are_named(crm: Run, jane: tuple[str, ...], tmp_path: Path) -> None:
    crm("backup", str(tmp_path / "with.db"), code=0)
    crm("backup", str(tmp_path / "packed.db"), "--compress", code=0)
    gone = tmp_path / "unplugged.db"
    crm("backup", str(gone), code=0)
    gone.unlink()
    receipt = crm("contact", "forget", "contact/2", "--yes", "-f", "json", code=0)
    assert receipt.json["backups"] == [
        str(tmp_path / name) for name in ("packed.db.gz", "unplugged.db", "with.db")
    ]
    assert f"backup {tmp_path / 'with.db'} still holds the person\n" in receipt.err
    assert f"backup {gone} cannot be looked into, and may hold the person\n" in receipt.err
    crm("backup", str(tmp_path / "without.db"), code=0)
    again = crm("contact", "forget", "contact/2", "--yes", code=0)
    assert "without.db" not in again.err


def test_a_program_that_has_the_file_open_is_told_of_and_waited_for(
    crm: Run, jane: tuple[str, ...], path: Path, left: Left
) -> None:
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN")
    other.execute("SELECT count(*) FROM contacts").fetchone()
    part = crm("contact", "forget", "contact/2", "--yes", "--quiet", env={"CRM_LOCK_WAIT": "0.1"}, code=8)
    assert part.err.endswith("hint: close it, then: crm contact forget contact/2 --yes\n")
    assert crm("contact", "list", "-f", "{id}").lines == ["1"]
    assert left("marzipan") == ["marzipan"]
    other.close()
    done = crm("contact", "forget", "contact/2", "--yes", code=0)
    assert done.err == "contact/2 was forgotten already\n"
    assert left(*jane) == []


def test_one_of_two_with_the_same_email_goes_and_the_other_keeps_it(crm: Run, left: Left) -> None:
    crm("contact", "add", "Ann Marlow", "--email", "office@marlow.example", "--phone", "+77770001122", code=0)
    crm("contact", "add", "Tim Marlow", "--email", "office@marlow.example", "--force", code=0)
    crm("note", "add", "Tim", "write to office@marlow.example, not to Ann Marlow", code=0)
    crm("contact", "forget", "Ann", "--yes", code=0)
    assert crm("contact", "show", "Tim", "-f", "json").json["emails"][0]["value"] == "office@marlow.example"
    assert crm("note", "list", "-f", "{body}").out == "write to office@marlow.example, not to [forgotten]\n"
    assert left("Ann Marlow", "7770001122") == []
    assert left("office@marlow.example") == ["office@marlow.example"]


def test_one_of_two_of_the_same_name_goes_and_the_other_keeps_it(crm: Run) -> None:
    crm("contact", "add", "Ann Marlow", "--email", "a@one.example", code=0)
    crm("contact", "add", "Ann Marlow", "--email", "b@two.example", "--company", "Two", "--force", code=0)
    crm("deal", "add", "Roof for Ann Marlow", "--contact", "contact/2", code=0)
    crm("deal", "add", "Door for Ann Marlow", "--contact", "contact/1", code=0)
    receipt = crm("contact", "forget", "contact/1", "--yes", "-f", "json", code=0).json
    assert crm("deal", "list", "-f", "{title}", "--sort", "id").lines == [
        "Roof for Ann Marlow",
        "Door for [forgotten]",
    ]
    assert "contact/2" in receipt["look_at"]


def test_people_of_an_import_go_one_by_one(crm: Run, tmp_path: Path, left: Left, index_is_clean: Any) -> None:
    people = tmp_path / "people.csv"
    people.write_text(
        "Name,Email,Phone,Company,Notes\n"
        "Жанна Петровская,zhanna@pochta.example,+77015550101,Север,любит халву\n"
        "علی‌رضا کریمی,alireza@nameh.example,+989121234567,شرکت سپهر,چای می‌نوشد\n"
        "王小明,xiaoming@youjian.example,+8613800138000,东方,喜欢茶\n"
        "Rolf Stein,rolf@stein.example,,Stein GmbH,\n",
        encoding="utf-8",
    )
    crm("import", str(people), code=0, now=DAY.format(1))
    crm("contact", "edit", "contact/1", "--city", "Алматы", code=0, now=DAY.format(2))
    crm("note", "add", "contact/2", "درباره‌ی پسته", code=0, now=DAY.format(2))
    crm("undo", code=0, now=DAY.format(2))
    crm("redo", code=0, now=DAY.format(2))
    for id, texts in (
        (1, ("Жанна", "Петровская", "zhanna", "7015550101", "халву", "Алматы")),
        (2, ("علی‌رضا", "کریمی", "علیرضا", "alireza", "9121234567", "چای", "پسته")),
        (3, ("王小明", "xiaoming", "13800138000", "喜欢茶")),
    ):
        assert left(*texts) == [*texts]
        crm("contact", "forget", f"contact/{id}", "--yes", code=0)
        assert left(*texts) == []
        assert index_is_clean()
    assert crm("contact", "list", "-f", "{name}", "--as-of", "2026-11-01", code=0).out == "Rolf Stein\n"
    assert crm("undo", "1").code == 0
    assert crm("contact", "list", "-f", "{name}").out == ""
    crm("redo", code=0)
    assert crm("contact", "list", "-f", "{name}").out == "Rolf Stein\n"


def test_the_only_row_of_an_import_leaves_a_step_that_holds_nothing_of_it(
    crm: Run, tmp_path: Path, left: Left
) -> None:
    one = tmp_path / "one.csv"
    one.write_text("Name,Email\nUschi Brixen,uschi@brixen.example\n", encoding="utf-8")
    crm("import", str(one), code=0)
    crm("contact", "forget", "Uschi", "--yes", code=0)
    assert left("Uschi", "Brixen") == []
    assert crm("undo").err == "Error: nothing to undo\nhint: crm history\n"


def test_somebody_deleted_before_is_forgotten_by_number(crm: Run, jane: tuple[str, ...], left: Left) -> None:
    crm("contact", "delete", "contact/2", "--unlink", code=0)
    assert left("marzipan") == ["marzipan"]
    crm("contact", "forget", "contact/2", "--yes", code=0)
    assert left(*jane) == []
    assert crm("contact", "list", "-f", "{name}", "--as-of", "2026-11-10", code=0).out == "Bob Roe\n"


def test_somebody_whose_import_was_undone_is_forgotten_too(crm: Run, tmp_path: Path, left: Left) -> None:
    some = tmp_path / "some.csv"
    some.write_text(
        "Name,Email\nUschi Brixen,uschi@brixen.example\nOtto Kern,otto@kern.example\n", encoding="utf-8"
    )
    crm("import", str(some), code=0)
    crm("undo", code=0)
    crm("contact", "forget", "contact/1", "--yes", code=0)
    assert left("Uschi", "Brixen") == []
    assert left("Otto", "kern") == ["Otto", "kern"]


def test_nobody_of_that_number_was_ever_there(crm: Run, jane: tuple[str, ...]) -> None:
    crm("contact", "forget", "contact/77", "--yes", code=3)
    crm("contact", "forget", "Nobody Atall", "--yes", code=3)


def test_a_deal_moved_between_people_keeps_its_other_contacts_past(crm: Run) -> None:
    for name in ("Ann Marlow", "Tim Burr", "Rolf Stein"):
        crm("contact", "add", name, code=0, now=DAY.format(1))
    crm("deal", "add", "Roof", "--contact", "Ann Marlow", code=0, now=DAY.format(2))
    crm("deal", "edit", "Roof", "--contact", "Tim Burr", code=0, now=DAY.format(3))
    crm("deal", "edit", "Roof", "--contact", "Rolf Stein", code=0, now=DAY.format(4))
    crm("contact", "forget", "Tim Burr", "--yes", code=0)
    shown = [
        crm("deal", "show", "Roof", "-f", "json", "--as-of", f"2026-11-0{day}", code=0).json["contact"]
        for day in (2, 3, 4)
    ]
    assert shown == ["Ann Marlow", None, "Rolf Stein"]
    crm("undo", "6", code=0)
    assert crm("deal", "show", "Roof", "-f", "json").json["contact"] is None


def test_custom_values_and_quotes_are_no_hiding_place(crm: Run, left: Left) -> None:
    crm("field", "add", "contact", "pet name", code=0)
    crm(
        "contact",
        "add",
        'Pat "Ace" O\'Hara',
        "--pet-name",
        "aceofhara",
        "--email",
        "pat@ohara.example",
        code=0,
    )
    crm("contact", "add", "Rolf Stein", "--pet-name", 'knows Pat "Ace" O\'Hara', code=0)
    crm("deal", "add", 'Roof for Pat "Ace" O\'Hara', "--contact", "contact/1", code=0)
    crm("contact", "edit", "contact/2", "--pet-name", "Rolle", code=0)
    crm("contact", "forget", "contact/1", "--yes", code=0)
    assert left("Hara", "aceofhara", "ohara") == []
    assert "pet name knows Pat" not in crm("history", "Rolf Stein", "-f", "{what}").out
    assert "→ Rolle" in crm("history", "Rolf Stein", "-f", "{what}", "--limit", "1").out


STANDING = (
    "SELECT id, name, company_id, city, archived_at, custom FROM contacts WHERE id <> 2",
    "SELECT * FROM companies",
    "SELECT id, company_id, amount, currency, stage_id, status, opened_on FROM deals",
    "SELECT id, kind, occurred_at, outcome FROM activities WHERE id = 3",
    "SELECT contact_id, company_id FROM activity_links WHERE activity_id = 3 AND contact_id IS NOT 2 ORDER BY id",
    "SELECT id, due_on, deal_id, done_at FROM reminders",
    "SELECT id, value, is_primary FROM contact_points WHERE contact_id <> 2",
    "SELECT id, name, kind FROM segments",
)


def test_every_past_day_of_everybody_else_is_as_it_was(crm: Run, jane: tuple[str, ...]) -> None:
    def past() -> list[str]:
        days = [f"2026-11-{day:02}" for day in (2, 4, 6, 8, 10)]
        return [crm("sql", sql, "-f", "json", "--as-of", day, code=0).out for day in days for sql in STANDING]

    before = past()
    crm("contact", "forget", "contact/2", "--yes", code=0)
    assert past() == before


def test_who_was_merged_into_somebody_goes_with_them(crm: Run, path: Path, left: Left) -> None:
    crm("contact", "add", "Ann Marlow", code=0)
    crm("contact", "add", "Anke Quill", "--email", "anke@quill.example", code=0)
    db = connection.open_write(str(path), now=datetime(2026, 11, 21, tzinfo=UTC))
    with transactions.transaction(db):
        step = steps.begin(
            db, words="crm contact merge 1 2", at=DAY.format(20), user="", host="", is_terminal=False
        )
        db.execute("UPDATE contact_points SET contact_id = 1 WHERE contact_id = 2")
        table.delete(db, "contacts", 2)
        steps.end(db, step)
    db.close()
    assert left("Anke Quill") == ["Anke Quill"]
    crm("contact", "forget", "Ann", "--yes", code=0)
    assert left("Anke", "Quill", "anke@quill.example", "Marlow") == []


def test_who_referred_others_is_no_longer_known_as_that(crm: Run) -> None:
    crm("contact", "add", "Ann Marlow", code=0, now=DAY.format(1))
    crm("contact", "add", "Tim Burr", "--referred-by", "Ann Marlow", code=0, now=DAY.format(2))
    crm("contact", "edit", "Tim Burr", "--clear", "referred_by", code=0, now=DAY.format(3))
    crm("contact", "forget", "Ann Marlow", "--yes", code=0)
    then = crm("contact", "show", "Tim Burr", "-f", "json", "--as-of", "2026-11-02", code=0).json
    assert then["referred_by"] is None
    crm("undo", "3", code=0)


def test_a_receipt_can_be_kept_as_json_lines(crm: Run) -> None:
    crm("contact", "add", "Ann Marlow", code=0)
    line = crm("contact", "forget", "Ann", "--yes", "-f", "jsonl", code=0).out
    assert json.loads(line)["record"] == "contact/1"
