"""Folders and ZIPs: every table in them is read by what it holds, and what is not read is named."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

Run = Callable[..., Any]

FILES = {
    "export/1 main.csv": "Deal title,Stage,Amount,Currency,Company\nBig,New,10,EUR,Acme\n",
    "export/2 others.tsv": "Full name\tEmail\tCompany\nAnn\tann@x.example\tAcme\n",
    "export/more/list.json": '[{"company": "Acme", "domain": "acme.example", "industry": "Tools"}]',
    "export/more/cards/bo.vcf": "BEGIN:VCARD\nVERSION:3.0\nFN:Bo\nORG:Acme\nEND:VCARD\n",
    "export/week.ics": "BEGIN:VCALENDAR\nVERSION:2.0\nBEGIN:VEVENT\nUID:1\nDTSTART:20261101T100000Z\nSUMMARY:Demo\n"
    "ATTENDEE:mailto:ann@x.example\nEND:VEVENT\nEND:VCALENDAR\n",
    "export/logo.png": "\x89PNG\r\n\x1a\n",
    "export/data.bin": "\x80\x81\xfe\xff\n",
    "export/page.html": "<html><body><table></table></body></html>",
    "export/none.csv": "",
    "export/.hidden.csv": "Full name,Email\nNo,no@x.example\n",
    "readme.txt": "Hello, and good luck",
}


def laid(folder: Path, files: dict[str, str], *, is_zip: bool = False) -> str:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode("latin-1" if name.endswith(("png", "bin")) else "utf-8"))
    if not is_zip:
        return str(folder)
    packed = folder.with_suffix(".zip")
    with zipfile.ZipFile(packed, "w") as archive:
        for name in files:
            archive.write(folder / name, name)
    return str(packed)


@pytest.mark.parametrize("is_zip", [False, True])
def test_every_table_is_read_by_what_it_holds_so_ordered_that_links_are_found(
    crm: Run, tmp_path: Path, is_zip: bool
) -> None:
    told = crm("import", laid(tmp_path / "all", FILES, is_zip=is_zip), "-f", "json", code=0)
    assert (told.json["created"], told.json["linked"], told.json["command"]) == (5, {}, 1)
    assert [line.partition(":")[0] for line in told.err.splitlines() if ": Read " in line] == [
        "export/more/list.json",
        "export/2 others.tsv",
        "export/more/cards/bo.vcf",
        "export/1 main.csv",
        "export/week.ics",
    ]
    assert (
        "not read: export/data.bin (no table), export/logo.png (a picture (PNG)), export/none.csv (empty), export/page.html (an HTML page),"
        " readme.txt (its headers do not say what its rows are)"
    ) in told.err
    assert crm("contact", "list", "-f", "{name} {company}").lines == ["Ann Acme", "Bo Acme"]
    assert crm("note", "list", "-f", "json").json[0]["contacts"] == ["Ann"]
    crm("undo", code=0)
    assert crm("contact", "list", "-f", "ids").out == ""


def test_a_table_whose_rows_nobody_knows_is_named_and_the_exit_says_so(crm: Run, tmp_path: Path) -> None:
    files = {"a.csv": "Full name,Email\nAnn,a@x.example\n", "b.csv": "Full name,Email\nBo,b@x.example\n"}
    folder = laid(tmp_path / "all", files | {"odd.csv": "Alpha,Beta\n1,2\n"})
    told = crm("import", folder, code=8)
    assert "not read: odd.csv (its headers do not say what its rows are)" in told.err
    assert "Error: 1 table of 3 not read" in told.err
    assert crm("contact", "list", "-f", "{name}").lines == ["Ann", "Bo"]


@pytest.mark.parametrize(
    ("files", "says"),
    [
        (
            {"a.png": "\x89PNG\r\n\x1a\n"},
            "holds no table that says what its rows are; not read: a.png",
        ),
        ({"a.csv": "Alpha,Beta\n1,2\n", "b.csv": "Gamma,Delta\n1,2\n"}, "not read: a.csv (its headers"),
        ({"a/.x.csv": "Full name,Email\nA,a@x.example\n"}, "holds no table"),
    ],
)
def test_a_folder_in_which_nothing_can_be_read_is_refused(
    crm: Run, tmp_path: Path, path: Path, files: dict[str, str], says: str
) -> None:
    assert says in crm("import", laid(tmp_path / "all", files), code=2).err
    assert not path.exists()


def test_a_folder_with_one_table_takes_what_one_file_takes(crm: Run, tmp_path: Path) -> None:
    folder = laid(
        tmp_path / "all", {"people/list.csv": "Who,Mail\nAnn,a@x.example\n", "logo.png": "\x89PNG\r\n\x1a\n"}
    )
    told = crm("import", folder, "--as", "contacts", "--map", "Who=name", "-f", "json", code=0)
    assert told.json["created"] == 1
    assert "not read: logo.png (a picture (PNG))" in told.err
    assert crm("contact", "list", "-f", "{name}").out == "Ann\n"


def test_what_leaves_a_choice_in_one_of_several_tables_is_said_with_its_name(
    crm: Run, tmp_path: Path
) -> None:
    files = {
        "a.csv": "Full name,Email,Birthday\nAnn,a@x.example,3/4/1980\n",
        "b.csv": "Full name,Email\nBo,b@x.example\n",
    }
    result = crm("import", laid(tmp_path / "all", files), code=2)
    assert result.err.startswith("Error: a.csv: column `Birthday`: `3/4/1980` is 1980-04-03 (dmy) or")


def test_a_file_whose_encoding_is_in_doubt_is_refused_with_its_name(crm: Run, tmp_path: Path) -> None:
    folder = laid(tmp_path / "all", {"a.csv": "Full name,Email\nAnn,a@x.example\n", "more/b.csv": ""})
    (tmp_path / "all/more/b.csv").write_bytes(
        "Full name,Email\nJörg Müller,j@x.example\n".encode("mac-roman")
    )
    assert crm("import", folder, code=2).err.startswith(
        "Error: more/b.csv: the encoding of the file cannot be told: `J"
    )


def test_a_zip_never_writes_outside_of_its_folder(crm: Run, tmp_path: Path) -> None:
    packed = tmp_path / "evil.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("../../outside.csv", "Full name,Email\nAnn,a@x.example\n")
        archive.writestr("outside.csv", "Full name,Email\nCy,c@x.example\n")
        archive.writestr("/tmp/crm-outside.csv", "Full name,Email\nBo,b@x.example\n")
    crm("import", str(packed), code=0)
    assert crm("contact", "list", "-f", "{name}").lines == ["Ann", "Bo", "Cy"]
    assert not (tmp_path.parent / "outside.csv").exists()
    assert not Path("/tmp/crm-outside.csv").exists()


def test_a_zip_of_workbooks_and_a_zip_in_it(crm: Run, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in (["Full name", "Email"], ["Ann", "a@x.example"]):
        book.active.append(row)
    book.save(tmp_path / "people.xlsx")
    with zipfile.ZipFile(tmp_path / "inner.zip", "w") as archive:
        archive.writestr("x.csv", "a,b\n")
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as archive:
        archive.write(tmp_path / "people.xlsx", "people.xlsx")
        archive.write(tmp_path / "inner.zip", "inner.zip")
    told = crm("import", str(tmp_path / "all.zip"), "-f", "json", code=0)
    assert told.json["created"] == 1
    assert "not read: inner.zip (a ZIP within another)" in told.err


def test_a_zip_that_breaks_off_is_refused(crm: Run, tmp_path: Path) -> None:
    packed = tmp_path / "all.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("a.csv", "Full name,Email\n" + "Ann,a@x.example\n" * 100)
    packed.write_bytes(packed.read_bytes()[:400])
    assert "all.zip is " in crm("import", str(packed), code=2).err
