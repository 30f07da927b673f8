"""The law of whole exports: all of it, read into an empty file, is equal in every table of facts."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]
Facts = Callable[[], dict[str, list[Any]]]
CARRIED = {"contact_points", "taggings", "deal_items", "activity_links"}
"""Parts of records that get new numbers: nothing points to them."""

DAYS = [
    ("config", "set", "currency", "EUR"),
    ("config", "set", "timezone", "Asia/Almaty"),
    ("field", "add", "contact", "Level", "--type", "choice", "--choices", "gold,silver"),
    ("field", "add", "deal", "Seats", "--type", "number"),
    ("company", "add", "Acme", "--domain", "acme.com"),
    ("contact", "add", "Ann", "--company", "Acme", "--email", "work:ann@acme.com", "--tag", "vip"),
    ("contact", "edit", "Ann", "--level", "gold", "--phone", "+77011234567", "--email", "ann@home.com"),
    ("contact", "add", "Bob", "--company", "Globex", "--referred-by", "Ann"),
    ("contact", "relate", "Ann", "sister", "Bob"),
    ("contact", "edit", "Bob", "--company", "Acme"),
    ("contact", "add", "Gone", "--description", "line\nnext"),
    ("contact", "tag", "Gone", "unused"),
    ("contact", "untag", "Gone", "unused"),
    ("contact", "archive", "Gone"),
    ("pipeline", "add", "Partners"),
    ("pipeline", "stage", "add", "First", "--pipeline", "Partners", "--probability", "15%", "--rotting-days", "9"),
    ("pipeline", "stage", "add", "Won back", "--pipeline", "Partners"),
    ("product", "add", "Core", "--price", "10.50"),
    ("product", "add", "Core", "--price", "7 USD", "--force"),
    ("deal", "add", "Big", "--contact", "Ann", "--amount", "1250.50", "--product", "1", "--seats", "12"),
    ("deal", "add", "Other", "--company", "Globex", "--pipeline", "Partners"),
    ("deal", "move", "Other", "Won back"),
    ("deal", "item", "add", "Other", "1", "--quantity", "3", "--discount", "10%"),
    ("deal", "item", "add", "Other", "2", "--price", "2.5"),
    ("deal", "win", "Big", "--on", "2026-11-02"),
    ("note", "call", "Ann", "hello", "--with", "Bob", "--in", "--duration", "20m"),
    ("remind", "add", "send quote", "--contact", "Ann", "--due", "2026-11-27 09:00"),
    ("segment", "add", "Close", "tag:vip"),
    ("segment", "include", "Close", "Bob"),
]  # fmt: skip


SHEETS = {
    "people.csv": "name,email,shoe\nWu,wu@x.com,38\nYan,yan@x.com,41\n",
    "old.csv": "Contact ID,Name,Email\nC-1,Xi,xi@x.com\n",
    "deals.csv": "Deal ID,Title,Company,Amount\nD-7,Old one,Acme,10\n",
}
"""What was imported: by an id elsewhere, or known by its row alone."""


@pytest.fixture
def whole(crm: Run, tmp_path: Path) -> Path:
    for words in DAYS:
        result = crm(*words)
        assert result.code == 0, (words, result.err)
    for name, text in SHEETS.items():
        (tmp_path / name).write_text(text)
        crm("import", str(tmp_path / name), "--as", "deals" if name == "deals.csv" else "contacts", code=0)
    crm("export", "all", "--to", str(tmp_path / "all"), code=0)
    return tmp_path / "all"


@pytest.fixture
def known(whole: Path, facts: Facts) -> dict[str, list[Any]]:
    return facts()


def comparable(facts: dict[str, list[Any]]) -> dict[str, list[Any]]:
    return {
        name: sorted((row[1:] for row in rows), key=str) if name in CARRIED else rows
        for name, rows in facts.items()
    }


@pytest.mark.parametrize("is_zip", [False, True])
def test_a_whole_export_read_into_an_empty_file_is_that_file_again(
    crm: Run, whole: Path, known: dict[str, list[Any]], facts: Facts, path: Path, is_zip: bool
) -> None:
    path.rename(path.with_name("before.db"))
    source = whole
    if is_zip:
        source = whole.with_suffix(".zip")
        with zipfile.ZipFile(source, "w") as archive:
            for file in whole.iterdir():
                archive.write(file, f"all/{file.name}")
    told = crm("import", str(source), "-f", "json", code=0)
    assert (told.json["created"], told.json["linked"], told.json["command"]) == (told.json["rows"], {}, 1)
    assert comparable(facts()) == comparable(known)
    again = crm("import", str(source), "-f", "json", code=0)
    assert (again.json["unchanged"], again.json["command"]) == (again.json["rows"], None)
    assert "left out" not in again.err
    for name in SHEETS:
        kind = "deals" if name == "deals.csv" else "contacts"
        sheet = crm("import", str(whole.parent / name), "--as", kind, "-f", "json", code=0).json
        assert (sheet["unchanged"], sheet["command"]) == (sheet["rows"], None), name
    crm("undo", code=0)
    assert not any(facts().values())


@pytest.mark.parametrize("format", ["tsv", "json", "jsonl", "xlsx"])
def test_a_whole_export_in_any_format_is_that_file_again(
    crm: Run, whole: Path, known: dict[str, list[Any]], facts: Facts, path: Path, tmp_path: Path, format: str
) -> None:
    folder = tmp_path / format
    crm("export", "all", "-f", format, "--to", str(folder), code=0)
    path.unlink()
    told = crm("import", str(folder), "-f", "json", code=0)
    assert (told.json["created"], told.json["linked"], told.json["command"]) == (told.json["rows"], {}, 1)
    assert comparable(facts()) == comparable(known)
    assert "not read" not in told.err
    again = crm("import", str(folder), "-f", "json", code=0)
    assert (again.json["unchanged"], again.json["command"]) == (again.json["rows"], None)
    crm("export", "all", "-f", format, "--to", str(tmp_path / "again"), code=0)
    for file in sorted(folder.iterdir() if format != "xlsx" else ()):
        assert (tmp_path / "again" / file.name).read_text() == file.read_text(), file.name


def test_exported_again_the_folder_is_the_same(crm: Run, whole: Path, path: Path, tmp_path: Path) -> None:
    path.unlink()
    crm("import", str(whole), code=0)
    crm("export", "all", "--to", str(tmp_path / "again"), code=0)
    for file in sorted(whole.iterdir()):
        assert (tmp_path / "again" / file.name).read_text() == file.read_text(), file.name


def test_into_a_file_with_records_of_its_own_the_records_come_and_the_rest_is_told(
    crm: Run, whole: Path, tmp_path: Path
) -> None:
    other = {"CRM_DB": str(tmp_path / "other.db")}
    crm("contact", "add", "Zoe", env=other, code=0)
    told = crm("import", str(whole), "-f", "json", env=other, code=0)
    assert told.json["created"] == told.json["rows"]
    assert "rows left out that only an empty file takes" in told.err
    assert crm("contact", "list", "-f", "{name} {level}", env=other).lines == [
        "Ann gold", "Bob ", "Wu ", "Xi ", "Yan ", "Zoe ",
    ]  # fmt: skip
    again = crm("import", str(whole), "-f", "json", env=other, code=0)
    assert (again.json["unchanged"], again.json["command"]) == (again.json["rows"], None)


def test_a_folder_of_any_sheets_named_for_kinds_is_one_step(crm: Run, tmp_path: Path, facts: Facts) -> None:
    folder = tmp_path / "sheets"
    folder.mkdir()
    (folder / "contacts.csv").write_text("Name,Company\nAnn,Acme\n")
    (folder / "companies.csv").write_text("Name,City\nAcme,Oslo\n")
    (folder / "readme.txt").write_text("hello")
    told = crm("import", str(folder), "-f", "json", code=0)
    assert (told.json["created"], told.json["linked"], told.json["command"]) == (2, {}, 1)
    assert "not read: readme.txt" in told.err
    crm("undo", code=0)
    assert not any(facts().values())


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (shutil.rmtree, "there is no file"),
        (lambda whole: [file.unlink() for file in whole.iterdir()], "holds no table"),
        (
            lambda whole: (whole / "about.csv").write_text("name,value\nversion,9\n"),
            "does not say of which file",
        ),
        (lambda whole: (whole / "stages.csv").write_text("id,name\n1,New\n"), "does not have the columns"),
        (lambda whole: append(whole / "tags.csv", "x,y\n"), "has 2 cells, the header row 3"),
        (lambda whole: append(whole / "tags.csv", "x,y,z\n"), "does not fit the table"),
        (lambda whole: append(whole / "relations.csv", '9,"'), "cannot be read"),
        (lambda whole: (whole / "settings.csv").write_bytes(b"\xff\xfe\xfd"), "cannot be read"),
    ],
)
def test_a_spoiled_folder_is_refused_whole(
    crm: Run, whole: Path, path: Path, facts: Facts, spoil: Callable[[Path], object], says: str
) -> None:
    path.unlink()
    spoil(whole)
    result = crm("import", str(whole), code=2)
    assert says in result.err
    assert not path.exists() or not any(facts().values())


def append(path: Path, text: str) -> None:
    with path.open("a") as file:
        file.write(text)


def test_options_for_one_file_are_refused_for_a_folder(crm: Run, whole: Path) -> None:
    assert "--as is for one table" in crm("import", str(whole), "--as", "contacts", code=2).err


def test_without_the_guard_in_the_records_sheets_the_rest_comes_back_as_it_was(
    crm: Run, facts: Facts, path: Path, tmp_path: Path
) -> None:
    crm("contact", "add", "'=1+1", "--tag", "'@x", code=0)
    crm("segment", "add", "'=sum", "tag:x", code=0)
    known = facts()
    crm("export", "all", "--raw", "--to", str(tmp_path / "raw"), code=0)
    path.unlink()
    crm("import", str(tmp_path / "raw"), "--raw", code=0)
    assert comparable(facts()) == comparable(known)
