"""A kind is told once: one folder, its tables and a line of the tree, and every command knows it.

The kind is made up: no module of the program has ever heard of vehicles.
"""

from __future__ import annotations

import contextlib
import io
import sqlite3
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from tests.db.conftest import VERSION_1

Run = Callable[..., Any]


@pytest.fixture
def fleet(house: Run) -> Run:
    """A file with Jane, who drives a van of hers, and a car of a company's."""
    house("contact", "add", "Jane Doe", "--email", "jane@acme.com")
    house(
        "vehicle",
        "add",
        "White van",
        "--plate",
        "KZ-777",
        "--seats",
        "3",
        "--price",
        "12.5k",
        "--contact",
        "Jane",
    )
    house(
        "vehicle",
        "add",
        "Red car",
        "--seats",
        "5",
        "--company",
        "Bolt",
        "--tag",
        "fast",
        "--phone",
        "+77012345678",
    )
    return house


def facts(path: Path) -> dict[str, list[Any]]:
    """Every table of facts with its rows, but for what rows were read from."""
    tables = import_module("crm_cli.db.schema").fact_tables
    db = sqlite3.connect(path)
    try:
        names = [table.name for table in tables(db) if table.name != "external_ids"]
        return {name: db.execute(f"SELECT * FROM {name} ORDER BY id").fetchall() for name in names}
    finally:
        db.close()


def test_it_is_added_with_points_tags_links_and_a_next_step(house: Run) -> None:
    house("contact", "add", "Jane Doe")
    words = (
        "White van",
        "--plate",
        "KZ-777",
        "--contact",
        "Jane",
        "--company",
        "Acme",
        "--tag",
        "leased",
        "--phone",
    )
    added = house("vehicle", "add", *words, "+77012345678", "--next", "new tyres", "--due", "fri")
    assert added.out == (
        "Added White van (vehicle/1); made company Acme (company/1); reminder new tyres, due Fri 27 Nov (reminder/1)\n"
    )


def test_the_same_is_not_added_twice_unless_forced(fleet: Run) -> None:
    refused = fleet("vehicle", "add", "WHITE van", code=5)
    assert refused.err == (
        "Error: White van is there already (vehicle/1)\n"
        "  vehicle/1  White van  KZ-777\n"
        "hint: crm vehicle show 1, or --force to add another\n"
    )
    assert fleet("vehicle", "add", "WHITE van", "--force").out == "Added WHITE van (vehicle/3)\n"


def test_what_no_record_may_have_it_may_not_have_either(fleet: Run) -> None:
    for words, said in (
        (("add", " "), "Error: the name of the vehicle is empty\n"),
        (("edit", "van", "--name", ""), "Error: the name of the vehicle is empty\n"),
        (("edit", "van", "--seats", "9" * 30), f"Error: --seats: `{'9' * 30}` is too large\n"),
    ):
        assert fleet("vehicle", *words, code=2).err == said


def test_it_is_listed_by_queries_in_columns_and_order_and_by_groups(fleet: Run) -> None:
    columns = ("--columns", "name,seats,price,contact.email,tags", "--sort", "-seats")
    assert fleet("vehicle", "list", "seats:3..", *columns).out == (
        "Red car\t5\t\t\tfast\nWhite van\t3\t12500.00\tjane@acme.com\t\n"
    )
    assert (
        fleet("vehicle", "list", "contact:jane", "price:10k..").out == "1\tWhite van\tKZ-777\tJane Doe\t3\n"
    )
    assert fleet("vehicle", "list", "--group-by", "company").out == "Bolt\t1\n\t1\n"
    assert fleet("contact", "list", "vehicles:1..", "--columns", "name,vehicles").out == "Jane Doe\t1\n"


def test_its_card_and_its_json_show_what_stands_around_it(fleet: Run) -> None:
    fleet("note", "add", "White van", "has a dent", "--next", "repair it")
    card = fleet("vehicle", "show", "KZ-777", "-f", "table")
    assert card.out == (
        "White van  vehicle/1\n\n"
        "Plate     KZ-777\nSeats     3\nPrice     €12,500.00\nCurrency  EUR\nContact   Jane Doe\n\n"
        "Next\n  1  repair it  tomorrow\n\n"
        "Last activities\n  1  today  note     has a dent\n"
    )
    shown = fleet("show", "vehicle/1", "-f", "json").json
    assert (shown["plate"], shown["reminders"], [one["text"] for one in shown["activities"]]) == (
        "KZ-777",
        [{"id": 1, "title": "repair it", "due": "2026-11-22"}],
        ["has a dent"],
    )


def test_it_is_edited_tagged_archived_and_deleted_and_each_is_undone_and_done_again(
    fleet: Run, path: Path
) -> None:
    for words in (
        ("edit", "van", "--seats", "4", "--clear", "price,currency"),
        ("edit", "--where", "seats:1..", "--owner", "Aigul", "--yes"),
        ("tag", "van", "leased"),
        ("untag", "car", "fast"),
        ("archive", "car"),
        ("delete", "car"),
    ):
        before = facts(path)
        fleet("vehicle", *words)
        after = facts(path)
        assert after != before
        fleet("undo")
        assert {**facts(path), "tags": before["tags"]} == before
        fleet("redo")
        assert facts(path)["vehicles"] == after["vehicles"]
    assert fleet("vehicle", "list").out == "1\tWhite van\tKZ-777\tJane Doe\t4\n"
    assert fleet("tag", "list", "-f", "csv").out == (
        "id,name,contacts,companies,deals,vehicles\n1,fast,0,0,0,0\n2,leased,0,0,0,1\n"
    )


def test_notes_and_calls_are_about_it_and_make_its_timeline(fleet: Run) -> None:
    assert fleet("note", "add", "White van", "has a dent").out == (
        "Noted on White van (activity/1); with Jane Doe (contact/1), whom that vehicle is with\n"
    )
    called = fleet("call", "vehicle/2", "asked for the price", "--in", "--next", "send it", "--due", "fri")
    assert (
        called.out == "Logged call with Red car (activity/2); reminder send it, due Fri 27 Nov (reminder/1)\n"
    )
    dent = "2026-11-21 09:30\tactivity/1\tnote\t\thas a dent\tJane Doe\n"
    assert fleet("timeline", "White van").out == fleet("timeline", "Jane").out == dent
    assert fleet("note", "list", "vehicle:red", "--columns", "id,text,vehicles,companies").out == (
        "2\tasked for the price\tRed car\tBolt\n"
    )
    assert fleet(
        "vehicle", "list", "last:today", "--columns", "name,last.text,last.in,next,activities"
    ).out == ("Red car\tasked for the price\t2026-11-21\t2026-11-27\t1\nWhite van\thas a dent\t\t\t1\n")
    assert fleet("report", "activity", "--by", "vehicle").out == "Red car\t1\t0\nWhite van\t1\t0\n"


def test_reminders_are_about_it(fleet: Run) -> None:
    fleet("remind", "add", "wash it", "--vehicle", "Red car", "--due", "today")
    assert fleet("remind").out == fleet("today").out == "2026-11-21\treminder/1\twash it\tRed car\n"
    assert (
        fleet("remind", "list", "vehicle:red", "--columns", "title,whom,vehicle").out
        == "wash it\tRed car\tRed car\n"
    )


def test_it_is_found_by_all_its_words_and_by_theirs(fleet: Run) -> None:
    fleet("note", "add", "White van", "has a dent")
    fleet("contact", "edit", "Jane", "--name", "Ann Doe")
    assert fleet("find", "van").out == "vehicle/1\tWhite van\t\n"
    assert fleet("find", "kz-777").out == "vehicle/1\tWhite van\tKZ-777\n"
    assert fleet("find", "ann").out == "contact/1\tAnn Doe\t\nvehicle/1\tWhite van\tAnn Doe\n"
    assert fleet("find", "seats:5").out == "vehicle/2\tRed car\t\n"


def test_segments_select_it_and_take_it_by_hand(fleet: Run) -> None:
    assert fleet("segment", "add", "big", "--kind", "vehicle", "seats:5..").out == (
        "Added segment big (segment/1): 1 vehicle now\n"
    )
    fleet("segment", "include", "big", "van")
    assert fleet("vehicle", "list", "in:big", "--columns", "name").out == "Red car\nWhite van\n"


def test_the_user_adds_fields_to_it(fleet: Run) -> None:
    fleet("field", "add", "vehicle", "colour", "--type", "choice", "--choices", "red,white")
    fleet("vehicle", "edit", "van", "--colour", "WHITE")
    assert fleet("vehicle", "list", "colour:white", "--columns", "name,colour").out == "White van\twhite\n"


def test_a_sheet_of_it_is_imported_once_updated_and_known_by_its_code(fleet: Run, tmp_path: Path) -> None:
    sheet = tmp_path / "sheet.csv"
    head = "Id,Vehicle Name,Licence Plate,Seats,Price,Contact Name,Company,Labels,Phone,Notes\n"
    row = "9,Blue bus,B-1,{},9000 USD,Bob Roe,Wheels,old; big,+77017654321,smokes\n"
    counts = ("created", "updated", "unchanged", "rejected")
    columns = "name,plate,seats,price,currency,contact,company,tags,phone,description"
    for seats, made in (("20", (1, 0, 0, 0)), ("20", (0, 0, 1, 0)), ("21", (0, 1, 0, 0))):
        sheet.write_text(head + row.format(seats))
        answer = fleet("import", str(sheet), "-f", "json").json
        assert tuple(answer[count] for count in counts) == made
    sheet.write_text("vehicle,plate,seats\nBus,b-1,22\nKayak,,2\n")
    assert fleet("import", str(sheet), "--as", "vehicles", "-f", "json").json["updated"] == 1
    assert fleet("vehicle", "list", "--columns", columns, "-f", "csv").out == (
        f"{columns}\n"
        "Bus,b-1,22,9000.00,USD,Bob Roe,Wheels,big; old,+77017654321,smokes\n"
        "Kayak,,2,,,,,,,\n"
        "Red car,,5,,,,Bolt,fast,+77012345678,\n"
        "White van,KZ-777,3,12500.00,EUR,Jane Doe,,,,\n"
    )


def test_sheets_of_activities_and_reminders_name_it(fleet: Run, tmp_path: Path) -> None:
    (tmp_path / "calls.csv").write_text(
        "kind,body,vehicle,contact,date\ncall,brakes,Red car,Jane Doe,2026-11-01\n"
    )
    (tmp_path / "tasks.csv").write_text(
        "task,due,vehicle,contact email\ncheck it,2026-12-01,KZ-777,jane@acme.com\n"
    )
    fleet("import", str(tmp_path / "calls.csv"))
    fleet("import", str(tmp_path / "tasks.csv"), "--as", "reminders")
    assert fleet("timeline", "Red car").out == "2026-11-01 12:00\tactivity/1\tcall\t\tbrakes\tJane Doe\n"
    assert (
        fleet("remind", "list", "--columns", "title,vehicle,contact").out == "check it\tWhite van\tJane Doe\n"
    )


def test_it_is_exported_as_it_is_kept(fleet: Run) -> None:
    uid = fleet("vehicle", "list", "--columns", "uid").lines
    assert fleet("export", "vehicles").out == (
        "id,uid,name,plate,seats,price,currency,bought_on,contact,contact_id,company,company_id,phone,tags,owner,"
        "description,created_at,archived_at\n"
        f"1,{uid[1]},White van,KZ-777,3,12500.00,EUR,,Jane Doe,1,,,,,,,2026-11-21T09:30:00Z,\n"
        f"2,{uid[0]},Red car,,5,,,,,,Bolt,1,+77012345678,fast,,,2026-11-21T09:30:00Z,\n"
    )


def test_a_whole_export_of_it_is_the_file_again(fleet: Run, path: Path, tmp_path: Path) -> None:
    fleet("note", "add", "Jane", "has a dent", "--with", "White van", "--next", "repair it")
    fleet("segment", "add", "big", "--kind", "vehicle", "seats:5..")
    fleet("segment", "include", "big", "van")
    fleet("export", "all", "--to", str(tmp_path / "all"))
    again = tmp_path / "again.db"
    fleet("import", str(tmp_path / "all"), db=again)
    assert facts(again) == facts(path)


def test_a_person_is_forgotten_in_it_too(fleet: Run, path: Path) -> None:
    fleet("vehicle", "edit", "car", "--description", "Jane Doe drove it once")
    held = fleet("contact", "export-all", "Jane").json
    assert [row["plate"] for row in held["vehicles"]["held"]] == ["KZ-777"]
    assert [row["record"] for row in held["mentioned_in"]["held"]] == ["vehicle/2"]
    fleet("contact", "forget", "Jane Doe", "--yes")
    assert fleet("vehicle", "list", "--columns", "name,contact,description").out == (
        "Red car\t\t[forgotten] drove it once\nWhite van\t\t\n"
    )
    assert b"Jane" not in path.read_bytes()


def test_its_past_is_told(fleet: Run) -> None:
    fleet("vehicle", "edit", "van", "--seats", "4", now="2026-11-25T09:00:00Z")
    later = "2026-11-26T09:00:00Z"
    listed = fleet("--as-of", "2026-11-24", "vehicle", "list", "--columns", "name,seats", now=later)
    assert listed.out == "Red car\t5\nWhite van\t3\n"
    assert fleet("diff", "yesterday", now=later).out == "changed\tvehicle/1\tWhite van\t\tseats\n"
    assert fleet("history", "vehicle/1", "-n", "1", "-f", "csv", now=later).lines[-1].split(",")[3:7] == [
        "update vehicles/1", "seats", "3", "4",
    ]  # fmt: skip


def test_other_programs_see_it_in_views_of_its_own(fleet: Run) -> None:
    fleet("note", "add", "White van", "has a dent")
    sql = "SELECT name, plate, price, price_minor, contact FROM v_vehicles WHERE seats = 3"
    assert fleet("sql", sql, "-f", "csv").lines[1:] == ["White van,KZ-777,12500.0,1250000,Jane Doe"]
    sql = "SELECT record, name, vehicle_id, text FROM v_timeline"
    assert fleet("sql", sql, "-f", "csv").lines[1:] == [
        "vehicle/1,White van,1,has a dent",
        "contact/1,Jane Doe,,has a dent",
    ]


def test_a_file_of_the_first_version_gets_it_and_is_sound(house: Run, path: Path) -> None:
    db = sqlite3.connect(path)
    db.executescript(VERSION_1.read_text(encoding="utf-8"))
    db.close()
    assert house("vehicle", "add", "White van").out == "Added White van (vehicle/1)\n"
    states = [line.split("\t")[:2] for line in house("doctor").lines]
    assert states[:6] == [[name, "ok"] for name in ("pages", "links", "schema", "search", "history", "facts")]


def test_the_pages_and_the_help_tell_of_it(house: Run) -> None:
    page = io.StringIO()
    with contextlib.redirect_stdout(page):
        import_module("crm_cli.field.page").main()
    assert "\n## Vehicles\n" in page.getvalue()
    assert "\n### vehicles\n" in import_module("crm_cli.db.describe").page()
    assert "--plate TEXT" in house("vehicle", "add", "--help").out
    assert "vehicle" in house("help", "--json").json["commands"]
