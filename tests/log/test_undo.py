"""Undo and redo: what goes back, what stays and why, and what is said of it."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]


def told(crm: Run, step: int) -> tuple[int, list[str]]:
    """Take a step back; its exit code, and what it says was done and kept."""
    result = crm("undo", str(step))
    lines = result.lines[1:] if result.out else result.err.splitlines()[:1]
    return result.code, lines


def test_undo_says_what_it_took_back_when_and_whose_it_was(crm: Run) -> None:
    crm("contact", "add", "Jane", "--email", "jane@acme.com", code=0)
    said = "step 1: crm contact add Jane --email jane@acme.com (2026-11-21T09:30:00Z by tester@desk)\n"
    assert crm("undo", code=0).out == f"Undid {said}Deleted Jane (contact/1)\n"
    assert crm("redo", code=0).out == f"Did again {said}Put back Jane (contact/1): e-mail jane@acme.com\n"


def test_a_column_that_was_changed_since_stays_and_the_others_go_back(crm: Run) -> None:
    crm("contact", "add", "Jane", code=0)
    crm("contact", "edit", "Jane", "--city", "Oslo", "--job-title", "CFO", code=0)
    crm("contact", "edit", "Jane", "--city", "Rome", code=0)
    assert told(crm, 2) == (
        8,
        [
            "Changed Jane (contact/1): job title CFO → –",
            "kept contact/1 Jane: city: changed since, by step 3",
        ],
    )
    assert crm("contact", "list", "-f", "{city}/{job_title}").out == "Rome/\n"
    crm("redo", code=0)
    assert crm("contact", "list", "-f", "{city}/{job_title}").out == "Rome/CFO\n"


def test_custom_values_go_back_key_by_key(crm: Run) -> None:
    crm("field", "add", "contact", "size", code=0)
    crm("field", "add", "contact", "shoe", code=0)
    crm("contact", "add", "Jane", code=0)
    crm("contact", "edit", "Jane", "--size", "M", "--shoe", "38", code=0)
    crm("contact", "edit", "Jane", "--size", "L", code=0)
    assert told(crm, 4) == (
        8,
        ["Changed Jane (contact/1): shoe 38 → –", "kept contact/1 Jane: size: changed since, by step 5"],
    )
    assert crm("contact", "list", "-f", "{size}/{shoe}").out == "L/\n"


def test_what_only_an_undone_step_changed_since_goes_back(crm: Run) -> None:
    crm("contact", "add", "Jane", code=0)
    crm("contact", "edit", "Jane", "--city", "Oslo", code=0)
    crm("contact", "edit", "Jane", "--city", "Rome", code=0)
    assert told(crm, 2) == (
        5,
        ["Error: step 2 cannot be taken back: contact/1 city: changed since, by step 3"],
    )
    crm("undo", "3", code=0)
    crm("undo", "2", code=0)
    assert crm("contact", "list", "-f", "{city}").out == "\n"


def test_a_record_changed_since_stays_whole_and_so_does_what_it_points_to(crm: Run) -> None:
    crm("contact", "add", "Jane", "--company", "Acme", "--email", "jane@acme.com", code=0)
    crm("contact", "edit", "Jane", "--city", "Oslo", code=0)
    code, (message,) = told(crm, 1)
    assert code == 5
    assert message == (
        "Error: step 1 cannot be taken back: contact/1 changed since, by step 2; company/1 contact/1 points to it"
    )
    assert crm("contact", "list", "-f", "{name} {company} {email}").out == "Jane Acme jane@acme.com\n"


def test_a_company_others_have_come_to_since_stays_though_the_person_goes(crm: Run) -> None:
    crm("contact", "add", "Jane", "--company", "Acme", code=0)
    crm("contact", "add", "Bob", "--company", "Acme", code=0)
    assert told(crm, 1) == (
        8,
        ["Deleted Jane (contact/1): at Acme", "kept company/1 Acme: contact/2 points to it"],
    )
    assert crm("contact", "list", "-f", "{name} {company}").out == "Bob Acme\n"


def test_a_record_with_a_note_about_it_stays(crm: Run) -> None:
    crm("contact", "add", "Jane", code=0)
    crm("note", "add", "Jane", "hello", code=0)
    assert told(crm, 1) == (
        5, ["Error: step 1 cannot be taken back: contact/1 activity/1 points to it"],
    )  # fmt: skip
    crm("undo", code=0)
    crm("undo", code=0)
    assert crm("contact", "list").out == ""


def test_a_deleted_record_is_put_back_with_all_that_was_its(crm: Run) -> None:
    crm("contact", "add", "Jane", "--company", "Acme", "--email", "j@a.com", "--tag", "vip", code=0)
    crm("note", "add", "Jane", "hello", code=0)
    crm("remind", "add", "ring", "--contact", "Jane", code=0)
    before = crm("contact", "show", "Jane", "-f", "json").json, crm("timeline", "Jane").out
    crm("contact", "delete", "Jane", "--unlink", code=0)
    crm("contact", "add", "Somebody else", code=0)
    crm("undo", "4", code=0)
    assert (crm("contact", "show", "Jane", "-f", "json").json, crm("timeline", "Jane").out) == before


def test_what_a_unique_key_refuses_is_kept_with_the_reason(crm: Run) -> None:
    crm("contact", "add", "Jane", "--tag", "vip", "--city", "Oslo", code=0)
    crm("contact", "untag", "Jane", "vip", code=0)
    crm("contact", "tag", "Jane", "vip", code=0)
    assert told(crm, 2) == (
        5,
        [
            "Error: step 2 cannot be taken back: contact/1 tagging: another tagging has the same contact, tag now"
        ],
    )


def test_what_points_to_a_record_that_is_gone_is_kept_with_the_reason(crm: Run) -> None:
    crm("contact", "add", "Jane", "--city", "Oslo", code=0)
    crm("company", "add", "Acme", code=0)
    crm("contact", "edit", "Jane", "--company", "Acme", code=0)
    crm("contact", "edit", "Jane", "--clear", "company,city", code=0)
    crm("company", "delete", "Acme", "--unlink", code=0)
    code, kept = told(crm, 4)
    assert (code, kept) == (
        8,
        [
            "Changed Jane (contact/1): city – → Oslo",
            "kept contact/1 Jane: company: company/1 is not there any more",
        ],
    )
    assert crm("contact", "list", "-f", "{city}/{company}").out == "Oslo/\n"


def test_a_step_is_undone_once(crm: Run) -> None:
    crm("contact", "add", "Jane", code=0)
    crm("contact", "add", "Bob", code=0)
    crm("undo", "1", code=0)
    result = crm("undo", "1")
    assert (result.code, result.err) == (5, "Error: step 1 is undone already, by step 3\nhint: crm redo\n")


def test_what_an_undo_kept_goes_once_nothing_stands_on_it(crm: Run) -> None:
    crm("contact", "add", "Jane", code=0)
    crm("contact", "edit", "Jane", "--city", "Rome", "--job-title", "CFO", code=0)
    crm("contact", "edit", "Jane", "--city", "Almaty", code=0)
    crm("undo", "2", code=8)
    assert crm("undo", "2").err == "Error: step 2 is undone already, by step 4\nhint: crm redo\n"
    crm("undo", "3", code=0)
    assert crm("undo", "2").err == "Error: step 2 is undone already, by step 4\nhint: crm undo 4\n"
    crm("undo", "4", code=0)
    crm("undo", "2", code=0)
    assert crm("contact", "list", "-f", "{city}/{job_title}", code=0).out == "/\n"


def test_a_step_that_is_not_there_is_not_found(crm: Run) -> None:
    crm("contact", "add", "Jane", code=0)
    assert (crm("undo", "7").code, crm("undo", "2").code) == (3, 3)


def test_a_new_step_drops_what_redo_held(crm: Run) -> None:
    crm("contact", "add", "Jane", code=0)
    crm("undo", code=0)
    crm("contact", "add", "Bob", code=0)
    result = crm("redo")
    assert (result.code, result.err) == (5, "Error: nothing to redo\nhint: crm history\n")


def test_an_undo_can_itself_be_taken_back_later_where_nothing_stands_against_it(crm: Run) -> None:
    crm("contact", "add", "Jane", "--city", "Oslo", code=0)
    crm("contact", "edit", "Jane", "--city", "Rome", code=0)
    crm("undo", code=0)
    crm("contact", "edit", "Jane", "--job-title", "CFO", code=0)
    assert crm("undo", "3", code=0).out.startswith("Did again step 2: crm contact edit Jane --city Rome")
    assert crm("contact", "list", "-f", "{city} {job_title}").out == "Rome CFO\n"
    crm("undo", "2", code=0)
    crm("contact", "edit", "Jane", "--city", "Almaty", code=0)
    assert crm("undo", "6").code == 5


@pytest.mark.parametrize(
    ("first", "second", "shown"),
    [
        (("edit", "Jane", "--city", "Oslo"), ("edit", "Jane", "--city", "Rome"), "Rome"),
        (("edit", "Jane", "--shoe", "38"), ("edit", "Jane", "--shoe", "41"), "41"),
        (("edit", "Jane", "--city", "Oslo"), ("delete", "Jane"), ""),
        (("tag", "Jane", "vip"), ("untag", "Jane", "vip"), ""),
    ],
)
def test_an_undo_is_not_taken_back_across_a_later_one_of_the_same(
    crm: Run, first: tuple[str, ...], second: tuple[str, ...], shown: str
) -> None:
    crm("field", "add", "contact", "shoe", code=0)
    crm("contact", "add", "Jane", code=0)
    crm("contact", *first, code=0)
    crm("contact", *second, code=0)
    for _ in range(2):
        crm("undo", code=0)
    result = crm("undo", "5")
    assert (result.code, result.out) == (5, "")
    assert result.err.endswith(" since, by step 6\nhint: crm history\n")
    crm("redo", code=0)
    crm("redo", code=0)
    assert crm("contact", "list", "-f", "{city}{shoe}{tags}").out.strip() == shown


def test_undos_of_different_records_are_taken_back_in_any_order_and_seen_as_they_stood(crm: Run) -> None:
    crm("contact", "add", "Jane", now="2026-11-01", code=0)
    crm("contact", "add", "Bob", now="2026-11-02", code=0)
    crm("contact", "edit", "Jane", "--city", "Rome", now="2026-11-03", code=0)
    crm("undo", now="2026-11-04", code=0)
    crm("undo", now="2026-11-05", code=0)
    crm("undo", "4", now="2026-11-06", code=0)
    stood = [
        crm("contact", "list", "-f", "{name}{city}", "--as-of", f"2026-11-0{day}").lines
        for day in range(1, 7)
    ]
    assert stood == [["Jane"], ["Bob", "Jane"], ["Bob", "JaneRome"], ["Bob", "Jane"], ["Jane"], ["JaneRome"]]


def test_a_move_stays_on_record_as_long_as_the_deal_stands_where_it_led(crm: Run, path: Path) -> None:
    crm("deal", "add", "Renewal", code=0)
    crm("deal", "move", "Renewal", "proposal", "--amount", "500 EUR", code=0)
    crm("deal", "move", "Renewal", "negotiation", code=0)
    assert told(crm, 2) == (
        8,
        [
            "Changed Renewal (deal/1): amount €500.00 → –",
            "kept deal/1 Renewal: stage: changed since, by step 3",
        ],
    )
    db = sqlite3.connect(path)
    assert db.execute("SELECT count(*) FROM stage_moves").fetchone() == (2,)
    assert db.execute("SELECT amount FROM deals").fetchone() == (None,)
    db.close()


def test_a_currency_still_in_use_stays(crm: Run, path: Path) -> None:
    crm("deal", "add", "Renewal", "--amount", "100 EUR", code=0)
    crm("deal", "add", "Pilot", "--amount", "200 EUR", code=0)
    result = crm("undo", "1")
    assert (result.code, result.lines[1:]) == (
        8,
        [
            "Deleted Renewal (deal/1)",
            "kept currency/1: deal/2 uses it",
            "kept pipeline/1: deal/2 points to it",
        ],
    )
    db = sqlite3.connect(path)
    assert db.execute("SELECT code FROM currencies").fetchall() == [("EUR",)]
    db.close()


def test_dry_run_shows_before_and_after_and_changes_nothing(crm: Run) -> None:
    crm("contact", "add", "Jane", "--city", "Oslo", code=0)
    crm("contact", "edit", "Jane", "--city", "Rome", code=0)
    result = crm("undo", "--dry-run", code=0)
    assert result.lines[0].startswith("Would undo step 2: crm contact edit Jane --city Rome (")
    assert result.lines[1:] == ["Jane (contact/1) would be changed: city Rome → Oslo"]
    assert result.err == "dry run: nothing was changed\n"
    assert crm("undo", "--dry-run", "-f", "json").json["changes"] == [
        {
            "record": "contact/1",
            "name": "Jane",
            "what": "changed",
            "fields": [{"field": "city", "old": "Rome", "new": "Oslo"}],
        }
    ]
    assert len(crm("history").lines) == 2


def test_a_dry_run_says_what_would_be_and_not_what_was_done(crm: Run) -> None:
    crm("contact", "add", "Jane", "--company", "Acme", code=0)
    crm("call", "Jane", "hello", "--next", "send it", code=0)
    assert crm("undo", "--dry-run", code=0).lines[1:] == [
        "call with Jane (activity/1) would be deleted; reminder send it (reminder/1) would be deleted"
    ]
    crm("undo", code=0)
    assert crm("redo", "--dry-run", code=0).lines[1:] == [
        (
            'call with Jane (activity/1) would be logged: "hello"; on company Acme (company/1);'
            " reminder send it, due tomorrow (reminder/1) would be put back"
        )
    ]
    assert crm("undo", "--dry-run", code=0).lines[1:] == [
        "Jane (contact/1) would be deleted: at Acme; company Acme (company/1) would be deleted"
    ]
    crm("contact", "delete", "Jane", code=0)
    assert crm("undo", "--dry-run", code=0).lines[1:] == ["Jane (contact/1) would be put back: at Acme"]
    assert crm("undo", code=0).lines[1:] == ["Put back Jane (contact/1): at Acme"]


def test_undo_list_names_what_undo_and_redo_would_take(crm: Run) -> None:
    for name in ("Ann", "Bob", "Cid"):
        crm("contact", "add", name, code=0)
    crm("undo", code=0)
    shown = crm("undo", "--list", "-f", "{command} {takes} {times}", code=0).out
    assert shown == "3 redo 1\n2 undo 1\n1 undo 2\n"


def test_what_another_program_wrote_since_is_taken_back_first(crm: Run, path: Path) -> None:
    crm("contact", "add", "Jane", "--city", "Oslo", code=0)
    crm("undo", code=0)
    db = sqlite3.connect(path)
    db.execute("INSERT INTO contacts (name, created_at) VALUES ('Direct', '2026-01-01T00:00:00Z')")
    db.commit()
    db.close()
    assert crm("history", "-n", "1", "-f", "{command}|{words}|{note}").out == (
        "|another program|becomes a step with the next change\n"
    )
    assert crm("redo").code == 5
    assert "another program" in crm("undo", code=0).out


def test_kept_rows_are_listed_as_data(crm: Run) -> None:
    crm("contact", "add", "Jane", code=0)
    crm("contact", "edit", "Jane", "--city", "Oslo", "--job-title", "CFO", code=0)
    crm("contact", "edit", "Jane", "--city", "Rome", code=0)
    result = crm("undo", "2", "-f", "json", code=8)
    assert result.json["kept"] == [
        {"kind": "contact", "id": 1, "name": "Jane", "field": "city", "reason": "changed since, by step 3"}
    ]


@pytest.mark.parametrize(
    "words", [("contact", "add", "X"), ("undo",), ("redo",), ("config", "set", "currency", "EUR")]
)
def test_nothing_is_written_into_the_past(crm: Run, words: tuple[str, ...]) -> None:
    crm("contact", "add", "Jane", code=0)
    result = crm(*words, "--as-of", "today")
    assert (result.code, result.out) == (2, "")
    assert result.err.startswith("Error: `--as-of` looks back")


def test_what_cannot_be_done_again_since_what_it_points_to_is_gone_says_so(crm: Run, path: Path) -> None:
    crm("company", "add", "Acme", code=0)
    crm("contact", "add", "Jane", "--company", "Acme", code=0)
    db = sqlite3.connect(path)  # foreign keys are off in a program that does not ask for them
    db.execute("DELETE FROM companies")
    db.commit()
    db.close()
    crm("undo", "2", code=0)
    result = crm("redo")
    assert (result.code, result.out, result.err) == (
        5, "", "Error: step 2 cannot be done again: company/1 is not there any more\nhint: crm history\n"
    )  # fmt: skip
    crm("undo", "3", code=0)
    assert crm("company", "list", "-f", "{name}").out == "Acme\n"


def test_what_would_leave_something_pointing_to_nothing_is_not_done_again(crm: Run, path: Path) -> None:
    crm("deal", "add", "Renewal", code=0)
    db = sqlite3.connect(path)
    db.execute("DELETE FROM stages")
    db.commit()
    db.close()
    crm("undo", code=0)
    result = crm("redo")
    assert (result.code, result.out, result.err) == (
        5, "", "Error: step 2 cannot be done again: deal/1 points to what it would delete\nhint: crm history\n"
    )  # fmt: skip
    assert crm("deal", "list", "-f", "{stage}", code=0).out == "Lead\n"


def test_a_write_that_a_broken_link_stops_names_the_link(crm: Run, path: Path) -> None:
    crm("deal", "add", "Renewal", code=0)
    db = sqlite3.connect(path)
    db.execute("DELETE FROM stages")
    db.commit()
    db.close()
    result = crm("deal", "win", "Renewal")
    assert (result.code, result.out) == (7, "")
    assert result.err == f"Error: `{path}`: deal 1 points to a missing stage\nhint: crm doctor\n"
    crm("undo", code=0)
    crm("deal", "win", "Renewal", code=0)
