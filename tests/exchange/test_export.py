"""The `export` command: columns, formats, files, and what it leaves out."""

from __future__ import annotations

import codecs
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from .conftest import table

Run = Callable[..., Any]


@pytest.fixture
def filled(crm: Run) -> Run:
    crm(
        "contact",
        "add",
        "Jane Doe",
        "--company",
        "Acme",
        "--email",
        "jane@acme.com",
        "--tag",
        "vip",
        "--tag",
        "a b",
        code=0,
    )
    crm("contact", "edit", "Jane", "--email", "work:j@work.com", code=0)
    crm("contact", "add", "=1+1", "--phone", "+77012345678", code=0)
    crm("contact", "add", "Old One", code=0)
    crm("contact", "archive", "Old One", code=0)
    return crm


def test_an_export_is_csv_with_links_points_and_tags(filled: Run) -> None:
    result = filled("export", "contacts", code=0)
    rows = table(result.out)
    names = (
        "id",
        "name",
        "company",
        "company_id",
        "email",
        "email_label",
        "email_2",
        "phone",
        "tags",
        "archived_at",
    )
    assert [tuple(row[name] for name in names) for row in rows] == [
        ("1", "Jane Doe", "Acme", "1", "j@work.com", "work", "jane@acme.com", "", "a b; vip", ""),
        ("2", "'=1+1", "", "", "", "", "", "+77012345678", "", ""),
    ]
    assert len({row["uid"] for row in rows}) == 2
    assert "1 archived contact left out; --archived adds them" in result.err


def test_the_archived_are_added_and_the_guard_left_off_when_asked(filled: Run) -> None:
    rows = table(filled("export", "contacts", "--archived", "--raw", code=0).out)
    assert [row["name"] for row in rows] == ["Jane Doe", "=1+1", "Old One"]
    assert rows[2]["archived_at"] == "2026-11-21T09:30:00Z"


def test_json_has_points_as_objects_and_tags_as_an_array(filled: Run) -> None:
    jane = filled("export", "contacts", "jane", "-f", "json", code=0).json[0]
    assert jane["emails"] == [
        {"value": "j@work.com", "label": "work", "primary": True},
        {"value": "jane@acme.com", "label": None, "primary": False},
    ]
    assert jane["tags"] == ["a b", "vip"]


def test_a_query_columns_and_other_formats(filled: Run) -> None:
    assert filled("export", "contacts", "tag:vip", "--columns", "name,company.name,tags", code=0).out == (
        "name,company.name,tags\nJane Doe,Acme,a b; vip\n"
    )
    assert filled("export", "contacts", "-f", "ids", code=0).out == "1\n2\n"
    assert filled("export", "contacts", "nme:x", code=2).out == ""


def test_to_writes_a_file_once(filled: Run, tmp_path: Path) -> None:
    file = tmp_path / "out.csv"
    result = filled("export", "contacts", "--to", str(file), "--bom", code=0)
    assert result.out == ""
    assert "2 contacts written to" in result.err
    assert file.read_bytes().startswith(codecs.BOM_UTF8 + b"id,uid,name")
    assert "--force" in filled("export", "contacts", "--to", str(file), code=5).err
    filled("export", "contacts", "--to", str(file), "--force", code=0)
    assert [path.name for path in tmp_path.iterdir() if path.name.endswith(".part")] == []


def test_export_all_writes_a_file_a_kind(filled: Run, tmp_path: Path) -> None:
    folder = tmp_path / "all"
    assert "needs a folder" in filled("export", "all", code=2).err
    filled("export", "all", "--to", str(folder), code=0)
    names = {path.name for path in folder.iterdir()}
    kinds = {"companies", "contacts", "products", "deals", "activities", "reminders"}
    assert names >= {f"{kind}.csv" for kind in {*kinds, "about", "stages", "settings"}}
    assert "contacts.csv, products.csv" in filled("export", "all", "--to", str(folder), code=5).err
    filled("export", "all", "--to", str(folder), "--force", code=0)
    filled("export", "all", "--to", str(folder), "-f", "json", code=0)
    assert len(table((folder / "contacts.csv").read_text())) == 3


def test_an_empty_export_is_a_header_or_an_empty_array(crm: Run) -> None:
    crm("company", "add", "Acme", code=0)
    assert crm("export", "deals", code=0).out.startswith("id,uid,title,")
    assert crm("export", "deals", "-f", "json", code=0).out == "[]\n"
    assert "hint: crm export contacts" in crm("export", "contact_", code=2).err


def test_a_custom_field_named_like_a_built_in_is_under_custom(crm: Run, sheet: Run) -> None:
    crm(
        "import",
        sheet("name,Sector,Stage\nAcme,x,y\n"),
        "--as",
        "companies",
        "--map",
        "Sector=custom.City",
        code=0,
    )
    head = crm("export", "companies").lines[0].split(",")
    assert head[-2:] == ["custom.City", "Stage"]


def test_an_export_edited_in_a_sheet_and_read_back_changes_just_that(
    filled: Run, sheet: Run, facts: Run
) -> None:
    text = filled("export", "contacts").out
    before = facts()
    same = filled("import", sheet(text), "-f", "json", code=0).json
    assert (same["unchanged"], same["command"]) == (2, None)
    assert facts() == before
    edited = (
        text.replace("j@work.com", "jd@work.com")
        .replace("a b; vip", "vip; new")
        .replace("Jane Doe", "Jane Roe")
    )
    told = filled("import", sheet(edited), "-f", "json", code=0).json
    assert (told["updated"], told["unchanged"]) == (1, 1)
    jane = filled("export", "contacts", "jane", "-f", "json").json[0]
    assert (jane["name"], jane["tags"]) == ("Jane Roe", ["new", "vip"])
    assert [one["value"] for one in jane["emails"]] == ["jd@work.com", "jane@acme.com"]
    filled("undo", code=0)
    assert facts() == before


def test_a_row_taken_out_of_the_sheet_deletes_nothing(filled: Run, sheet: Run) -> None:
    lines = filled("export", "contacts").out.splitlines()
    filled("import", sheet("\n".join(lines[:2]) + "\n"), "--as", "contacts", code=0)
    assert filled("export", "contacts", "-f", "ids").out == "1\n2\n"
