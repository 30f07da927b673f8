"""A kind is told once: one folder, its tables and a line of the tree, and every command knows it.

The kind is made up: no module of the program has ever heard of boxes, whose plural is no mere `s`.
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

from tests.conftest import NOW
from tests.db.conftest import VERSION_1

Run = Callable[..., Any]


@pytest.fixture
def theatre(house: Run) -> Run:
    """A file with Jane, who sits in one box, and another of a company's."""
    house("contact", "add", "Jane Doe", "--email", "jane@acme.com")
    house(
        "box",
        "add",
        "Royal box",
        "--plate",
        "KZ-777",
        "--seats",
        "3",
        "--amount",
        "12.5k",
        "--contact",
        "Jane",
    )
    house(
        "box",
        "add",
        "Corner box",
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
        "Royal box",
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
    added = house("box", "add", *words, "+77012345678", "--next", "new velvet", "--due", "fri")
    assert added.out == (
        "Added Royal box (box/1): plate KZ-777; contact Jane Doe; company Acme; phone +7 701 234 5678; tags leased;"
        " made company Acme (company/1); reminder new velvet, due Fri 27 Nov (reminder/1)\n"
    )


def test_the_same_is_not_added_twice_unless_forced(theatre: Run) -> None:
    refused = theatre("box", "add", "ROYAL box", code=5)
    assert refused.err == (
        "Error: Royal box is there already (box/1)\n"
        "  box/1  Royal box  KZ-777\n"
        "hint: crm box show 1\n"
        "hint: or add another: --force\n"
    )
    assert theatre("box", "add", "ROYAL box", "--force").out == "Added ROYAL box (box/3)\n"


def test_what_no_record_may_have_it_may_not_have_either(theatre: Run) -> None:
    for words, said in (
        (("add", " "), "Error: the name of the box is empty\n"),
        (("edit", "royal", "--name", ""), "Error: the name of the box is empty\n"),
        (("edit", "royal", "--seats", "9" * 30), f"Error: --seats: `{'9' * 30}` is too large\n"),
        (("add", "Loge", "--amount=-5"), "Error: the amount of the box is less than nothing\n"),
        (
            ("add", "Loge", "--amount", "5", "--currency", ""),
            "Error: an amount needs a currency\nhint: --currency EUR\n",
        ),
        (
            ("edit", "royal", "--clear", "currency"),
            "Error: an amount needs a currency\nhint: --clear amount,currency\n",
        ),
        (
            ("edit", "royal", "--currency", "JPY", "--amount", "9.50"),
            "Error: `9.50` has more decimals than JPY, which has none\n",
        ),
    ):
        assert theatre("box", *words, code=2).err == said


def test_a_new_currency_alone_keeps_the_figure(theatre: Run) -> None:
    for currency, amount in (("USD", "12500.00"), ("JPY", "12500"), ("EUR", "12500.00")):
        theatre("box", "edit", "--where", "seats:1..", "--currency", currency)
        assert (
            theatre("box", "list", "has:amount", "--columns", "amount,currency").out
            == f"{amount}\t{currency}\n"
        )


def test_it_is_listed_by_queries_in_columns_and_order_and_by_groups(theatre: Run) -> None:
    columns = ("--columns", "name,seats,amount,contact.email,tags", "--sort", "-seats")
    assert theatre("box", "list", "seats:3..", *columns).out == (
        "Corner box\t5\t\t\tfast\nRoyal box\t3\t12500.00\tjane@acme.com\t\n"
    )
    assert theatre("box", "list", "contact:jane", "amount:10k..").out == "1\tRoyal box\tKZ-777\tJane Doe\t3\n"
    assert theatre("box", "list", "--group-by", "company").out == "Bolt\t1\t\t\n\t1\t12500.00\tEUR\n"
    assert theatre("contact", "list", "boxes:1..", "--columns", "name,boxes").out == "Jane Doe\t1\n"


def test_its_card_and_its_json_show_what_stands_around_it(theatre: Run) -> None:
    theatre("note", "add", "Royal box", "has a draught", "--next", "repair it")
    card = theatre("box", "show", "KZ-777", "-f", "table")
    assert card.out == (
        "Royal box  box/1\n\n"
        "Plate     KZ-777\nSeats     3\nAmount    €12,500.00\nCurrency  EUR\nContact   Jane Doe\n\n"
        "Next\n  1  repair it  tomorrow\n\n"
        "Last activities\n  1  today  note     has a draught\n"
    )
    shown = theatre("show", "box/1", "-f", "json").json
    assert (shown["plate"], shown["reminders"], [one["text"] for one in shown["activities"]]) == (
        "KZ-777",
        [{"id": 1, "title": "repair it", "due": "2026-11-22"}],
        ["has a draught"],
    )


def test_it_is_edited_tagged_archived_and_deleted_and_each_is_undone_and_done_again(
    theatre: Run, path: Path
) -> None:
    for words in (
        ("edit", "royal", "--seats", "4", "--clear", "amount,currency"),
        ("edit", "--where", "seats:1..", "--owner", "Aigul", "--yes"),
        ("tag", "royal", "leased"),
        ("untag", "corner", "fast"),
        ("archive", "corner"),
        ("delete", "corner"),
    ):
        before = facts(path)
        theatre("box", *words)
        after = facts(path)
        assert after != before
        theatre("undo")
        assert {**facts(path), "tags": before["tags"]} == before
        theatre("redo")
        assert facts(path)["boxes"] == after["boxes"]
    assert theatre("box", "list").out == "1\tRoyal box\tKZ-777\tJane Doe\t4\n"
    assert theatre("tag", "list", "-f", "{name} {boxes} {contacts}").out == "fast 0 0\nleased 1 0\n"


def test_notes_and_calls_are_about_it_and_make_its_timeline(theatre: Run) -> None:
    assert theatre("note", "add", "Royal box", "has a draught").out == (
        'Noted on Royal box (activity/1): "has a draught"; with Jane Doe (contact/1), whom that box is with\n'
    )
    called = theatre("call", "box/2", "asked for the price", "--in", "--next", "send it", "--due", "fri")
    assert called.out == (
        'Logged call with Corner box (activity/2): "asked for the price"; direction in; on company Bolt (company/1);'
        " reminder send it, due Fri 27 Nov (reminder/1)\n"
    )
    theatre("call", "box/2", "x", "--move", "proposal", code=3)
    draught = "2026-11-21 09:30\tactivity/1\tnote\t\thas a draught\tJane Doe\t\n"
    assert theatre("timeline", "Royal box").out == theatre("timeline", "Jane").out == draught
    assert theatre("note", "list", "box:corner", "--columns", "id,text,boxes,companies").out == (
        "2\tasked for the price\tCorner box\tBolt\n"
    )
    assert theatre(
        "box", "list", "last:today", "--columns", "name,last.text,last.in,next,activities"
    ).out == ("Corner box\tasked for the price\t2026-11-21\t2026-11-27\t1\nRoyal box\thas a draught\t\t\t1\n")
    assert theatre("report", "activity", "--by", "box").out == "Corner box\t1\t0\nRoyal box\t1\t0\n"


def test_reminders_are_about_it(theatre: Run) -> None:
    theatre("remind", "add", "wash it", "--box", "Corner box", "--due", "today")
    assert theatre("remind").out == theatre("today").out == "2026-11-21\treminder/1\twash it\tCorner box\n"
    assert (
        theatre("remind", "list", "box:corner", "--columns", "title,whom,box").out
        == "wash it\tCorner box\tCorner box\n"
    )


def test_it_is_found_by_all_its_words_and_by_theirs(theatre: Run) -> None:
    theatre("note", "add", "Royal box", "has a draught")
    theatre("contact", "edit", "Jane", "--name", "Ann Doe")
    assert theatre("find", "royal").out == "box/1\tRoyal box\t\n"
    assert theatre("find", "kz-777").out == "box/1\tRoyal box\tKZ-777\n"
    assert theatre("find", "ann").out == "contact/1\tAnn Doe\t\nbox/1\tRoyal box\tAnn Doe\n"
    assert theatre("find", "seats:5").out == "box/2\tCorner box\t\n"


def test_segments_select_it_and_take_it_by_hand(theatre: Run) -> None:
    assert theatre("segment", "add", "big", "--kind", "box", "seats:5..").out == (
        "Added segment big (segment/1): 1 box now\n"
    )
    theatre("segment", "include", "big", "royal")
    assert theatre("box", "list", "in:big", "--columns", "name").out == "Corner box\nRoyal box\n"


def test_its_lines_make_its_amount_and_are_known_by_their_products(theatre: Run, path: Path) -> None:
    theatre("product", "add", "Champagne", "--price", "50")
    theatre("product", "add", "Programme", "--price", "3.50")
    assert theatre(
        "box", "item", "add", "royal", "champagne", "--quantity", "2", "--discount", "10%"
    ).out == ("Changed Royal box (box/1): amount €12,500.00 → €90.00; lines +2 × Champagne less 10%\n")
    theatre("box", "item", "add", "royal", "programme", "--price", "3")
    assert theatre("box", "item", "list", "royal").out == (
        "1\tChampagne\t2\t50.00\t0.1\t90.00\tEUR\t\n2\tProgramme\t1\t3.00\t\t3.00\tEUR\t\n"
    )
    assert theatre("box", "show", "royal", "-f", "table").out.endswith(
        "Lines\n  1  Champagne  2  €50.00  10%\n  2  Programme  1  €3.00\n"
    )
    assert [line["price"] for line in theatre("box", "show", "royal", "-f", "json").json["all_items"]] == [
        50,
        3,
    ]
    assert theatre("product", "list", "boxes:1..", "-f", "{name} {boxes}").out == "Champagne 1\nProgramme 1\n"
    assert theatre("box", "list", "product:programme", "-f", "{name} {amount} {products}").out == (
        "Royal box 93.00 Champagne; Programme\n"
    )
    theatre("product", "edit", "champagne", "--name", "Crémant")
    assert theatre("find", "cremant", "-f", "ids").out == "product/1\nbox/1\n"
    theatre("box", "edit", "royal", "--currency", "USD")
    assert theatre("box", "item", "list", "royal", "-f", "{price} {currency}").lines == [
        "50.00 USD",
        "3.00 USD",
    ]
    assert theatre("product", "delete", "programme", code=5).err == (
        "Error: product 2 is used by 1 box item\n"
        "hint: crm product archive 2 or crm product delete 2 --unlink\n"
    )
    before = facts(path)
    theatre("box", "item", "delete", "royal", "1")
    assert theatre("box", "list", "royal", "-f", "{amount} {items}").out == "3.00 1 × Programme\n"
    theatre("undo")
    assert facts(path) == before
    assert theatre("box", "item", "delete", "royal", "3", code=3).err == (
        "Error: box 1 has no line 3, it has 2\nhint: crm box item list 1\n"
    )


def test_the_user_adds_fields_to_it(theatre: Run) -> None:
    theatre("field", "add", "box", "colour", "--type", "choice", "--choices", "red,white")
    theatre("box", "edit", "royal", "--colour", "WHITE")
    assert theatre("box", "list", "colour:white", "--columns", "name,colour").out == "Royal box\twhite\n"


def test_a_sheet_of_it_is_imported_once_updated_and_known_by_its_code(theatre: Run, tmp_path: Path) -> None:
    sheet = tmp_path / "sheet.csv"
    head = "Id,Box Name,Door Plate,Seats,Price,Rank,Leased,Contact Name,Company,Labels,Phone,Notes\n"
    row = "9,Blue loge,B-1,{},9000 USD,First,yes,Bob Roe,Wheels,old; big,+77017654321,creaks\n"
    counts = ("created", "updated", "unchanged", "rejected")
    columns = "name,plate,seats,amount,currency,rank,is_leased,contact,company,tags,phone,description"
    for seats, made in (("20", (1, 0, 0, 0)), ("20", (0, 0, 1, 0)), ("21", (0, 1, 0, 0))):
        sheet.write_text(head + row.format(seats))
        answer = theatre("import", str(sheet), "-f", "json").json
        assert tuple(answer[count] for count in counts) == made
    sheet.write_text("box,plate,seats\nLoge,b-1,22\nKayak,,2\n")
    assert theatre("import", str(sheet), "--as", "boxes", "-f", "json").json["updated"] == 1
    assert theatre("box", "list", "--columns", columns, "-f", "csv").out == (
        f"{columns}\n"
        "Corner box,,5,,,,,,Bolt,fast,+77012345678,\n"
        "Kayak,,2,,,,,,,,,\n"
        "Loge,b-1,22,9000.00,USD,first,true,Bob Roe,Wheels,big; old,+77017654321,creaks\n"
        "Royal box,KZ-777,3,12500.00,EUR,,,Jane Doe,,,,\n"
    )


def test_sheets_of_activities_and_reminders_name_it(theatre: Run, tmp_path: Path) -> None:
    (tmp_path / "calls.csv").write_text(
        "kind,body,box,contact,date\ncall,curtains,Corner box,Jane Doe,2026-11-01\n"
    )
    (tmp_path / "tasks.csv").write_text(
        "task,due,box,contact email\ncheck it,2026-12-01,KZ-777,jane@acme.com\n"
    )
    theatre("import", str(tmp_path / "calls.csv"))
    theatre("import", str(tmp_path / "tasks.csv"), "--as", "reminders")
    assert theatre("timeline", "Corner box").out == "2026-11-01\tactivity/1\tcall\t\tcurtains\tJane Doe\t\n"
    assert (
        theatre("remind", "list", "--columns", "title,box,contact").out == "check it\tRoyal box\tJane Doe\n"
    )


def test_it_is_exported_as_it_is_kept(theatre: Run) -> None:
    uid = theatre("box", "list", "--columns", "uid").lines
    assert theatre("export", "boxes").out == (
        "id,uid,name,plate,seats,amount,currency,bought_on,rank,is_leased,contact,contact_id,company,company_id,phone,tags,owner,"
        "description,created_at,archived_at\n"
        f"1,{uid[1]},Royal box,KZ-777,3,12500.00,EUR,,,,Jane Doe,1,,,,,,,2026-11-21T09:30:00Z,\n"
        f"2,{uid[0]},Corner box,,5,,,,,,,,Bolt,1,+77012345678,fast,,,2026-11-21T09:30:00Z,\n"
    )


def test_a_whole_export_of_it_is_the_file_again(theatre: Run, path: Path, tmp_path: Path) -> None:
    theatre("note", "add", "Jane", "has a draught", "--with", "Royal box", "--next", "repair it")
    theatre("segment", "add", "big", "--kind", "box", "seats:5..")
    theatre("segment", "include", "big", "royal")
    theatre("product", "add", "Champagne", "--price", "50")
    theatre("box", "item", "add", "royal", "champagne", "--quantity", "1.5", "--description", "chilled")
    theatre("box", "edit", "royal", "--leased", "no", "--rank", "SECOND", "--bought", "2026-01-02")
    theatre("export", "all", "--to", str(tmp_path / "all"))
    again = tmp_path / "again.db"
    theatre("import", str(tmp_path / "all"), db=again)
    assert facts(again) == facts(path)


def test_a_person_is_forgotten_in_it_too(theatre: Run, path: Path) -> None:
    theatre("box", "edit", "corner", "--description", "Jane Doe sat in it once")
    held = theatre("contact", "export-all", "Jane").json
    assert [row["plate"] for row in held["boxes"]["held"]] == ["KZ-777"]
    assert [row["record"] for row in held["mentioned_in"]["held"]] == ["box/2"]
    theatre("contact", "forget", "Jane Doe", "--yes")
    assert theatre("box", "list", "--columns", "name,contact,description").out == (
        "Corner box\t\t[forgotten] sat in it once\nRoyal box\t\t\n"
    )
    assert b"Jane" not in path.read_bytes()


def test_its_past_is_told(theatre: Run) -> None:
    theatre("box", "edit", "royal", "--seats", "4", now="2026-11-25T09:00:00Z")
    later = "2026-11-26T09:00:00Z"
    listed = theatre("--as-of", "2026-11-24", "box", "list", "--columns", "name,seats", now=later)
    assert listed.out == "Corner box\t5\nRoyal box\t3\n"
    assert theatre("diff", "yesterday", now=later).out == "changed\tbox/1\tRoyal box\t\tseats\n"
    told = theatre("history", "box/1", "-n", "1", "-f", "{what}", now=later).out
    assert told == "Changed Royal box (box/1): seats 3 → 4\n"


def test_other_programs_see_it_in_views_of_its_own(theatre: Run) -> None:
    theatre("note", "add", "Royal box", "has a draught")
    sql = "SELECT name, plate, amount, amount_minor, contact FROM v_boxes WHERE seats = 3"
    assert theatre("sql", sql, "-f", "csv").lines[1:] == ["Royal box,KZ-777,12500.0,1250000,Jane Doe"]
    sql = "SELECT record, name, box_id, text FROM v_timeline"
    assert theatre("sql", sql, "-f", "csv").lines[1:] == [
        "box/1,Royal box,1,has a draught",
        "contact/1,Jane Doe,,has a draught",
    ]


def test_a_file_of_the_first_version_gets_it_and_is_sound(house: Run, path: Path) -> None:
    db = sqlite3.connect(path)
    db.executescript(VERSION_1.read_text(encoding="utf-8"))
    db.close()
    assert house("box", "add", "Royal box").out == "Added Royal box (box/1)\n"
    states = [line.split("\t")[:2] for line in house("doctor").lines]
    assert states[:6] == [[name, "ok"] for name in ("pages", "links", "schema", "search", "history", "facts")]


def test_the_pages_and_the_help_tell_of_it(house: Run) -> None:
    page = io.StringIO()
    with contextlib.redirect_stdout(page):
        import_module("crm_cli.field.page").main()
    assert "\n## Boxes\n" in page.getvalue()
    assert "\n### boxes\n" in import_module("crm_cli.db.describe").page()
    assert "--plate TEXT" in house("box", "add", "--help").out
    assert "box" in house("help", "--json").json["commands"]


def test_the_shell_completes_its_names_fields_and_queries(theatre: Run, path: Path) -> None:
    lines, answer = import_module("crm_cli.completion.line"), import_module("crm_cli.completion.answer")
    world = {"HOME": "/nowhere", "CRM_DB": str(path), "CRM_NOW": NOW, "TZ": "UTC"}

    def offered(line: str) -> list[str]:
        return [each.text for each in answer.found(lines.read(line, lines.SH), world).candidates]

    assert offered("crm box sh") == ["show"]
    assert offered("crm box show ro") == ["Royal box"]
    assert offered("crm box add x --pla") == ["--plate"]
    assert offered("crm box list tag:") == ["tag:fast"]
    assert offered("crm box list sea") == ["seats:"]
    assert offered("crm call cor") == ["Corner box"]
