"""The `import` command: what it says, links, matches, rejects, and that the same file again changes nothing."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from .conftest import table

Run = Callable[..., Any]
PEOPLE = (
    "First Name,Last Name,Email,Phone,Company,Tags,Plan,Seats\n"
    "Jane,Doe,jane@acme.com,+77012345678,Acme,vip; west,gold,3\n"
    "John,Roe,john@acme.com,,Acme,,silver,12\n"
)


def counts(result: Any) -> tuple[int, int, int, int]:
    told = result.json
    assert told["rows"] == told["created"] + told["updated"] + told["unchanged"] + told["rejected"]
    return told["created"], told["updated"], told["unchanged"], told["rejected"]


def test_an_import_says_what_it_understood(crm: Run, sheet: Run) -> None:
    result = crm("import", sheet(PEOPLE, "people.csv"), "-f", "table", code=0)
    assert [line for line in result.lines if "people.csv" not in line] == [
        "Read 2 rows of contacts: 2 created",
        "  First Name → given_name",
        "  Last Name → family_name",
        "  Email → email",
        "  Phone → phone",
        "  Company → company",
        "  Tags → tags",
        "  Plan → custom Plan (text)",
        "  Seats → custom Seats (number)",
        "made because rows name them: 1 company",
        "fields added: Plan (text), Seats (number)",
        "cells: 2 blank, 14 stored",
    ]
    assert result.lines[1].endswith("people.csv: UTF-8, comma between cells, headers on line 1")


def test_plain_gives_counts_and_json_all_of_it(crm: Run, sheet: Run) -> None:
    file = sheet(PEOPLE)
    assert crm("import", file, code=0).lines[:5] == [
        "rows\t2",
        "created\t2",
        "updated\t0",
        "unchanged\t0",
        "rejected\t0",
    ]
    crm("undo", code=0)
    assert crm("import", file, "-f", "json", code=0).json == {
        "rows": 2,
        "created": 2,
        "updated": 0,
        "unchanged": 0,
        "rejected": 0,
        "linked": {"companies": 1},
        "custom_fields": {"Plan": "text", "Seats": "number"},
        "cells": {
            "blank": 2,
            "stored": 14,
            "equal": 0,
            "kept": 0,
            "aside": 0,
            "left_out": 0,
            "rejected": 0,
            "outside": 0,
        },
        "command": 3,
        "rejects": [],
    }


def test_what_was_read_is_there(crm: Run, sheet: Run) -> None:
    crm("import", sheet(PEOPLE), code=0)
    jane = crm("contact", "list", "jane", "-f", "json").json[0]
    wanted = {
        "name": "Jane Doe",
        "company": "Acme",
        "email": "jane@acme.com",
        "tags": ["vip", "west"],
        "Plan": "gold",
        "Seats": 3,
    }
    assert {name: jane[name] for name in wanted} == wanted
    assert crm("contact", "list", "Seats:10..", "-f", "{name}").out == "John Roe\n"


def test_the_same_file_again_is_all_unchanged_and_no_step(crm: Run, sheet: Run, facts: Run) -> None:
    file = sheet(PEOPLE)
    crm("import", file, code=0)
    before = facts()
    again = crm("import", file, "-f", "json", code=0)
    assert (counts(again), again.json["command"]) == ((0, 0, 2, 0), None)
    assert facts() == before


def test_an_equal_row_is_unchanged_whatever_was_edited_since_unless_overwritten(crm: Run, sheet: Run) -> None:
    file = sheet(PEOPLE)
    crm("import", file, code=0)
    crm("contact", "edit", "Jane", "--job-title", "CFO", "--Plan", "bronze", code=0)
    assert counts(crm("import", file, "-f", "json")) == (0, 0, 2, 0)
    assert crm("contact", "list", "jane", "-f", "{Plan}").out == "bronze\n"
    assert counts(crm("import", file, "--overwrite", "-f", "json")) == (0, 1, 1, 0)
    assert crm("contact", "list", "jane", "-f", "{Plan} {job_title}").out == "gold CFO\n"


def test_an_undo_gives_back_every_table(crm: Run, sheet: Run, facts: Run) -> None:
    crm("contact", "add", "Jane Doe", "--email", "jane@acme.com", "--tag", "old", code=0)
    before = facts()
    result = crm("import", sheet(PEOPLE), "-f", "json", code=0)
    assert counts(result) == (1, 1, 0, 0)
    assert facts() != before
    crm("undo", code=0)
    assert facts() == before


def test_stdin_is_read(crm: Run) -> None:
    assert counts(crm("import", "-", "--as", "companies", "-f", "json", stdin="name\nAcme\n", code=0)) == (
        1,
        0,
        0,
        0,
    )


def test_a_dry_run_prints_the_plan_and_changes_nothing(crm: Run, sheet: Run, path: Path) -> None:
    crm("company", "add", "Acme", code=0)
    before = path.read_bytes()
    result = crm(
        "import", sheet("no,name\n1,A\n2,\n", "companies.csv"), "--map", "no=external_id", "--dry-run"
    )
    assert result.code == 8
    assert result.lines == ["rows\t2", "created\t1", "updated\t0", "unchanged\t0", "rejected\t1"]
    assert "line 3 rejected (2): the name of the company is empty" in result.err
    told = crm("import", sheet("name\nA\n", "companies.csv"), "--dry-run", "-f", "json", code=0).json
    assert told["plan"] == [{"line": 2, "action": "create", "name": "A", "reason": None}]
    assert "command" not in told
    assert "dry run: nothing was changed" in result.err
    assert crm("company", "list", "-f", "{name}").out == "Acme\n"
    assert path.read_bytes() == before


def test_a_dry_run_before_there_is_a_file_makes_none(crm: Run, sheet: Run, path: Path) -> None:
    crm("import", sheet(PEOPLE), "--dry-run", code=0)
    assert not path.exists()


def test_rejected_rows_are_named_kept_and_counted_and_the_others_taken(
    crm: Run, sheet: Run, tmp_path: Path
) -> None:
    file = sheet("name,birthday\nAnn,1990-02-30\nBob,1990-02-03\nCid,=1+1\n")
    result = crm(
        "import", file, "--as", "contacts", "--strict", "--rejects", str(tmp_path / "left.csv"), "-f", "json"
    )
    assert result.code == 8
    assert result.json["created"] == 1
    assert [(one["line"], one["reason"][:9]) for one in result.json["rejects"]] == [
        (2, "birthday:"),
        (4, "birthday:"),
    ]
    left = table((tmp_path / "left.csv").read_text())
    assert [(row["name"], row["birthday"], row["line"]) for row in left] == [
        ("Ann", "1990-02-30", "2"),
        ("Cid", "'=1+1", "4"),
    ]
    assert crm("contact", "list", "-f", "{name}").out == "Bob\n"


def test_a_rejected_row_makes_nothing(crm: Run, sheet: Run, facts: Run) -> None:
    crm("config", "set", "currency", "EUR")
    crm("import", sheet("title,company,amount\nX,Acme,many\n"), "--as", "deals", "--strict", code=8)
    assert facts()["companies"] == []
    assert facts()["custom_fields"] == []


def test_a_header_only_file_is_no_error(crm: Run, sheet: Run) -> None:
    result = crm("import", sheet("id,name,email\n"), "-f", "table", code=0)
    assert result.lines[0] == "No rows below the headers: nothing to import"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "is empty"),
        ("a,b\n1,2\n", "do not say what its rows are"),
        ('First Name,Email\n1,"x\n', "line 2 is never closed"),
    ],
)
def test_a_file_that_cannot_be_read_is_2_and_changes_nothing(
    crm: Run, sheet: Run, path: Path, content: str, message: str
) -> None:
    result = crm("import", sheet(content), code=2)
    assert message in result.err
    assert not path.exists()


def test_a_missing_file_and_an_unknown_kind_are_2(crm: Run, sheet: Run) -> None:
    assert "there is no file" in crm("import", "nowhere.csv", code=2).err
    assert "hint: --as companies" in crm("import", sheet(PEOPLE), "--as", "companys", code=2).err


# matching


def test_rows_match_by_email_then_phone_then_name_and_company(crm: Run, sheet: Run) -> None:
    crm("contact", "add", "Jane Doe", "--email", "jane@acme.com", code=0)
    crm("contact", "add", "John Roe", "--phone", "+77012345678", code=0)
    crm("contact", "add", "Ann Lee", "--company", "Acme", code=0)
    file = sheet(
        "name,email,phone,company,city\n"
        "Jane D.,JANE@acme.com,,,Almaty\n"
        "John Roe,,+7 701 234-56-78,,Astana\n"
        "ann lee,,,ACME,Oral\n"
        "Ann Lee,,,Globex,Taraz\n"
    )
    result = crm("import", file, "--as", "contacts", "-f", "json", code=0)
    assert counts(result) == (1, 3, 0, 0)
    assert crm("contact", "list", "--sort", "id", "-f", "{id} {name} {city}").lines == [
        "1 Jane D. Almaty",
        "2 John Roe Astana",
        "3 ann lee Oral",
        "4 Ann Lee Taraz",
    ]


def test_two_people_behind_one_phone_stay_two(crm: Run, sheet: Run) -> None:
    file = sheet("name,phone\nAnn Lee,+77012345678\nBob Roe,+77012345678\n")
    assert counts(crm("import", file, "--as", "contacts", "-f", "json", code=0)) == (2, 0, 0, 0)


def test_texts_that_are_no_address_make_nobody_the_same(crm: Run, sheet: Run) -> None:
    file = sheet("name,email\nAnn,n/a\nBob,n/a\n")
    assert counts(crm("import", file, "--as", "contacts", "-f", "json", code=0)) == (2, 0, 0, 0)


def test_a_row_that_fits_two_records_is_rejected_with_both(crm: Run, sheet: Run) -> None:
    crm("contact", "add", "Ann Lee", "--company", "Acme", code=0)
    crm("contact", "add", "Ann Lee", "--company", "Globex", code=0)
    result = crm("import", sheet("name,city\nAnn Lee,Oral\n"), "--as", "contacts", code=8)
    assert "its name fits contact/1, contact/2" in result.err


def test_a_row_with_an_id_is_that_record_or_a_new_one(crm: Run, sheet: Run) -> None:
    crm("contact", "add", "Ann Lee", code=0)
    file = sheet("id,name,city\n7,Ann Lee,Oral\n8,Ann Lee,Taraz\n")
    assert counts(crm("import", file, "--as", "contacts", "-f", "json", code=0)) == (2, 0, 0, 0)
    changed = sheet("id,name,city\n7,Ann Leigh,Oral\n8,Ann Lee,Taraz\n")
    assert counts(crm("import", changed, "--as", "contacts", "-f", "json", code=0)) == (0, 1, 1, 0)


def test_a_row_with_an_id_may_join_a_record_without_one_by_email(crm: Run, sheet: Run) -> None:
    crm("contact", "add", "Ann Lee", "--email", "ann@acme.com", code=0)
    file = sheet("id,name,email\n7,Ann Lee,ann@acme.com\n8,Ann Other,ann@acme.com\n")
    assert counts(crm("import", file, "--as", "contacts", "-f", "json", code=0)) == (1, 0, 1, 0)


def test_a_known_id_of_somebody_else_is_rejected(crm: Run, sheet: Run) -> None:
    crm("import", sheet("id,name,email\n1,Ann Lee,ann@a.com\n"), "--as", "contacts", code=0)
    other = sheet("id,name,email\n1,Bob Roe,bob@b.com\n")
    assert "--system" in crm("import", other, "--as", "contacts", code=8).err
    assert counts(crm("import", other, "--as", "contacts", "--system", "shop", "-f", "json", code=0)) == (
        1,
        0,
        0,
        0,
    )


def test_a_key_of_the_users_own_comes_first(crm: Run, sheet: Run) -> None:
    crm("import", sheet("name,Code\nAcme,A1\nGlobex,B2\n"), "--as", "companies", code=0)
    file = sheet("name,Code,city\nAcme Holding,A1,Oral\nInitech,C3,Taraz\n")
    assert counts(crm("import", file, "--as", "companies", "--key", "Code", "-f", "json", code=0)) == (
        1,
        1,
        0,
        0,
    )
    assert "no field `Cod`" in crm("import", file, "--as", "companies", "--key", "Cod", code=2).err


def test_products_match_by_code_and_name(crm: Run, sheet: Run) -> None:
    crm("config", "set", "currency", "EUR")
    crm("import", sheet("name,code,price\nCore,C1,10\nPlus,,20\n"), "--as", "products", code=0)
    file = sheet("name,code,price\nCore X,C1,11\nPLUS,,21\n")
    assert counts(crm("import", file, "--as", "products", "-f", "json", code=0)) == (0, 2, 0, 0)


def test_equal_rows_without_an_id_are_told_apart_by_their_number(crm: Run, sheet: Run) -> None:
    file = sheet("kind,body,date\ncall,hello,2026-01-05\ncall,hello,2026-01-05\n")
    assert counts(crm("import", file, "--as", "activities", "-f", "json", code=0)) == (2, 0, 0, 0)
    assert counts(crm("import", file, "--as", "activities", "-f", "json", code=0)) == (0, 0, 2, 0)
    more = sheet("kind,body,date\n" + "call,hello,2026-01-05\n" * 3)
    assert counts(crm("import", more, "--as", "activities", "-f", "json", code=0)) == (1, 0, 2, 0)


# links and cells


def test_no_create_rejects_rows_that_name_what_is_not_there(crm: Run, sheet: Run) -> None:
    crm("company", "add", "Acme", code=0)
    result = crm(
        "import",
        sheet("name,company\nAnn,acme\nBob,Globex\n"),
        "--as",
        "contacts",
        "--no-create",
        "-f",
        "json",
        code=8,
    )
    assert (counts(result), result.json["linked"]) == ((1, 0, 0, 1), {})
    assert result.json["rejects"] == [{"line": 3, "reason": "there is no company `Globex`"}]


def test_a_name_without_its_spaces_is_found_and_said(crm: Run, sheet: Run) -> None:
    crm("company", "add", "Blue Sky-Works", code=0)
    result = crm(
        "import", sheet("name,company\nAnn,BlueSkyWorks\n"), "--as", "contacts", "-f", "table", code=0
    )
    assert "`BlueSkyWorks` is `Blue Sky-Works`" in result.lines


def test_links_by_id_follow_the_ids_of_the_file_they_came_from(crm: Run, sheet: Run) -> None:
    crm("company", "add", "Ours", code=0)
    crm("import", sheet("id,name\n1,Theirs\n"), "--as", "companies", "--ids", "theirs", code=0)
    crm("import", sheet("id,name,company_id\n9,Ann,1\n"), "--as", "contacts", code=0)
    assert crm("contact", "list", "-f", "{name} {company}").out == "Ann Theirs\n"
    assert (
        "there is no company with the id `55`"
        in crm("import", sheet("id,name,company_id\n8,Bob,55\n"), "--as", "contacts", code=8).err
    )


def test_records_of_one_kind_may_name_each_other_in_any_order(crm: Run, sheet: Run) -> None:
    crm("import", sheet("name,parent\nShop,Group\nGroup,Holding\n"), "--as", "companies", code=0)
    assert crm("company", "list", "-f", "{name} < {parent}").lines == [
        "Group < Holding",
        "Holding < ",
        "Shop < Group",
    ]


@pytest.mark.parametrize("order", ["new first", "known first", "by turns"])
def test_tags_that_rows_bring_are_one_whether_the_row_is_new_or_known(
    crm: Run, sheet: Run, order: str
) -> None:
    for name in ("Ann", "Bob"):
        crm("contact", "add", name, "--email", f"{name}@a.com", code=0)
    new = ["Zed,zed@z.com,first; both", "Yu,yu@z.com,second; more"]
    known = ["Ann,ann@a.com,both; third", "Bob,bob@a.com,second; more"]
    rows = {"new first": new + known, "known first": known + new, "by turns": [known[0], *new, known[1]]}
    crm("import", sheet("name,email,tags\n" + "\n".join(rows[order]) + "\n"), code=0)
    listed = crm("contact", "list", "--columns", "name,tags", "-f", "csv", code=0).lines
    assert listed[1:] == ["Ann,both; third", "Bob,more; second", "Yu,more; second", "Zed,both; first"]
    assert sorted(crm("tag", "list", "-f", "{name}", code=0).lines) == [
        "both", "first", "more", "second", "third",
    ]  # fmt: skip
    crm("undo", code=0)
    assert crm("tag", "list", code=0).out == ""


def test_tags_replace_the_set_and_a_blank_leaves_it(crm: Run, sheet: Run) -> None:
    crm("contact", "add", "Ann", "--email", "ann@a.com", "--tag", "old", code=0)
    crm("contact", "add", "Bob", "--email", "bob@b.com", "--tag", "old", code=0)
    crm(
        "import",
        sheet("name,email,tags\nAnn,ann@a.com,new; more\nBob,bob@b.com,\n"),
        "--as",
        "contacts",
        code=0,
    )
    assert [one["tags"] for one in crm("contact", "list", "-f", "json").json] == [["more", "new"], ["old"]]


def test_a_blank_cell_never_erases_unless_asked_to(crm: Run, sheet: Run) -> None:
    crm("import", sheet("id,name,city,Plan\n1,Acme,Oral,gold\n"), "--as", "companies", code=0)
    blank = sheet("id,name,city,Plan,source\n1,Acme,,,fair\n")
    crm("import", blank, "--as", "companies", code=0)
    assert crm("company", "list", "-f", "{city} {Plan}").out == "Oral gold\n"
    crm("import", blank, "--as", "companies", "--blank-erases", "--overwrite", code=0)
    assert crm("company", "list", "-f", "[{city}] [{Plan}] {source}").out == "[] [] fair\n"


def test_several_addresses_stay_with_their_labels(crm: Run, sheet: Run) -> None:
    file = sheet(
        "name,Work email,Home email,Mobile,email_3\nAnn,a@w.com,a@h.com,+77010000001,\nBob,b@w.com; b2@w.com,,,\n"
    )
    crm("import", file, "--as", "contacts", code=0)
    ann, bob = crm("contact", "list", "-f", "json").json
    assert [(one["value"], one["label"], one["primary"]) for one in ann["emails"]] == [
        ("a@w.com", "work", True),
        ("a@h.com", "home", False),
    ]
    assert [one["value"] for one in bob["emails"]] == ["b@w.com", "b2@w.com"]


def test_a_header_that_a_derived_field_has_is_reachable_as_custom(crm: Run, sheet: Run) -> None:
    crm("import", sheet("name,uids,words\nAcme,x,hello\n"), "--as", "companies", code=0)
    assert crm("company", "list", "custom.words:hello", "-f", "{name}").out == "Acme\n"


def test_headers_and_texts_of_any_kind_come_through(crm: Run, sheet: Run) -> None:
    hostile = [
        '"; DROP TABLE contacts; --',
        "<b>x</b>",
        "[bold]x[/]",
        "\u202eabc",
        "=1+1",
        "Ann\x1b[31m",
        "'quoted'",
    ]
    rows = [
        ["name", 'Say "hi" \\ [x]', "description"],
        *([name, name, f"{name}\n{name}"] for name in hostile),
    ]
    crm("import", sheet(rows), "--as", "companies", code=0)
    found = crm("company", "list", "--sort", "id", "-f", "json").json
    assert [(one["name"], one["Say 'hi' / [x]"], one["description"]) for one in found] == [
        (name, name, f"{name}\n{name}") for name in hostile
    ]


# activities and reminders


def test_activities_are_read_with_their_links_and_days(crm: Run, sheet: Run) -> None:
    crm("contact", "add", "Ann Lee", "--company", "Acme", code=0)
    file = sheet(
        "type,date,contact,text,duration,direction\n"
        "Phone call,2026-11-20 23:30,Ann Lee,hello,20m,incoming\n"
        "Meeting,2026-11-19,New One,plans,1h,\n"
        "seance,2026-11-19,Ann Lee,x,,\n"
    )
    result = crm(
        "import", file, "--as", "activities", "--strict", "-f", "json", code=8, env={"TZ": "Asia/Almaty"}
    )
    assert (counts(result), result.json["linked"]) == ((2, 0, 0, 1), {"contacts": 1})
    call, meeting = crm("export", "activities", "-f", "json").json
    assert (call["kind"], call["direction"], call["occurred_at"], call["occurred_on"], call["duration"]) == (
        "call",
        "in",
        "2026-11-20T18:30:00Z",
        "2026-11-20",
        20,
    )
    assert (call["contacts"], call["companies"]) == (
        [{"id": 1, "name": "Ann Lee"}],
        [{"id": 1, "name": "Acme"}],
    )
    assert (meeting["kind"], meeting["occurred_on"], meeting["contacts"]) == (
        "meeting",
        "2026-11-19",
        [{"id": 2, "name": "New One"}],
    )


def test_reminders_are_read_done_and_open(crm: Run, sheet: Run) -> None:
    file = sheet(
        "Task,Due date,Status,Priority,Contact\nCall,2026-12-01,Open,High,Ann\nSend,2026-10-01 15:00,Completed,,\nNo day,,,,\n"
    )
    result = crm("import", file, "--as", "reminders", "-f", "json", code=8)
    assert counts(result) == (2, 0, 0, 1)
    first, second = crm("export", "reminders", "-f", "json").json
    assert (first["due_on"], first["due_at"], first["priority"], first["contact"], first["done_at"]) == (
        "2026-12-01",
        None,
        "high",
        "Ann",
        None,
    )
    assert (second["due_at"], second["done_on"]) == ("2026-10-01T15:00:00Z", "2026-11-21")


def test_json_errors_tell_of_rejected_rows(crm: Run, sheet: Run) -> None:
    result = crm("import", sheet("id,name\n1,\n"), "--as", "companies", "-f", "json", code=8)
    assert json.loads(result.err.splitlines()[-1])["error"]["code"] == "partial"


def test_the_bare_file_stays_consistent(crm: Run, sheet: Run, path: Path) -> None:
    crm("import", sheet(PEOPLE), code=0)
    db = sqlite3.connect(path)
    assert db.execute("PRAGMA foreign_key_check").fetchall() == []
    assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    db.close()
