"""What a file is goes by its content, then by its name; what is no table is refused by what it is."""

from __future__ import annotations

import io
import sqlite3
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from crm_cli.exchange.read import what

Run = Callable[..., Any]


def zipped(**parts: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml"), text)
    return out.getvalue()


OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
MAIL = "Return-Path: <a@b.example>\nFrom: A <a@b.example>\nTo: c@d.example\nSubject: hi\n\nhello\n"

OTHERS = {
    "a PDF": b"%PDF-1.7\n",
    "a picture (PNG)": b"\x89PNG\r\n\x1a\n\0\0",
    "a picture (JPEG)": b"\xff\xd8\xff\xe0\0\x10JFIF",
    "a picture (WebP)": b"RIFF\x10\0\0\0WEBPVP8 ",
    "a picture (SVG)": b'<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg"/>',
    "an SQLite database": b"SQLite format 3\0" + bytes(80),
    "packed with gzip": b"\x1f\x8b\x08\0\0\0\0\0",
    "a 7z archive": b"7z\xbc\xaf\x27\x1c\0\x04",
    "an HTML page": b"\n<!DOCTYPE html>\n<html><body><table><tr><td>Name</td></tr></table>",
    "an XML spreadsheet of 2003": b'<?xml version="1.0"?>\n<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">',
    "an XML file": b'<?xml version="1.0"?>\n<people><person name="Ann"/></people>',
    "a Word document": zipped(word__document_xml="<w/>"),
    "a presentation": zipped(ppt__presentation_xml="<p/>"),
    "an OpenDocument file (text)": zipped(mimetype="application/vnd.oasis.opendocument.text"),
    "a workbook with a password": OLD + "EncryptedPackage".encode("utf-16-le"),
    "an Outlook message (MSG)": OLD + "__substg1.0_001A001E".encode("utf-16-le"),
    "a file of an old Office program": OLD + bytes(100),
    "a mailbox (mbox)": b"From a@b.example Mon Nov 23 10:00:00 2026\n" + MAIL.encode(),
    "a mail message": MAIL.encode(),
    "an LDIF address book": b"dn: cn=Ann,mail=ann@x.example\nobjectclass: top\nobjectclass: person\ncn: Ann\n",
    "a text with formats (RTF)": b"{\\rtf1\\ansi hello}",
}


@pytest.mark.parametrize("called", OTHERS)
@pytest.mark.parametrize("suffix", ["csv", "xlsx", "vcf", "dat"])
def test_what_is_no_table_is_refused_by_what_it_is(
    crm: Run, tmp_path: Path, path: Path, called: str, suffix: str
) -> None:
    file = tmp_path / f"people.{suffix}"
    file.write_bytes(OTHERS[called])
    result = crm("import", str(file), "--as", "contacts", code=2)
    assert result.err.splitlines()[0] == f"Error: {file} is {called}, not a table"
    assert result.err.splitlines()[1].startswith("hint: ")
    assert not path.exists()


def test_mail_has_a_door_of_its_own(crm: Run, tmp_path: Path) -> None:
    file = tmp_path / "in.mbox"
    file.write_bytes(OTHERS["a mailbox (mbox)"])
    assert crm("import", str(file), code=2).err.splitlines()[1] == "hint: crm mail import FILE"
    crm("config", "set", "owner_emails", "me@x.example", code=0)
    assert crm("mail", "import", str(file), "-f", "json").json["messages"] == 1


def test_the_crms_own_file_is_no_table(crm: Run, path: Path) -> None:
    crm("contact", "add", "Ann", code=0)
    assert "is an SQLite database, not a table" in crm("import", str(path), code=2).err
    assert sqlite3.connect(path).execute("SELECT name FROM contacts").fetchall() == [("Ann",)]


@pytest.mark.parametrize(
    ("head", "suffix", "format"),
    [
        ("Name,Email\nAnn,a@x\n", "csv", "csv"),
        ("BM,CD\n1,2\n", "csv", "csv"),
        ("MZ,Name\n1,2\n", "", "csv"),
        ("[x],y\n1,2\n", "csv", "csv"),
        ("{a},b\n1,2\n", "csv", "csv"),
        ("From,To,Subject\nAnn,Bo,hi\n", "csv", "csv"),
        ("Received,Name\n2026,Ann\n", "csv", "csv"),
        ('[{"name": "Ann"}]', "csv", "json"),
        ('\ufeff{"name": "Ann"}\n{"name": "Bo"}\n', "txt", "json"),
        ("[]\n", "", "json"),
        ("nonsense", "json", "json"),
        ("begin:vcard\r\n", "txt", "vcf"),
        ("\ufeff\n BEGIN:VCALENDAR\r\n", "csv", "ics"),
        ("FN:Ann\n", "vcf", "vcf"),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le"])
def test_content_says_what_a_file_is_and_then_its_name(
    head: str, suffix: str, format: str, encoding: str
) -> None:
    assert what.of(io.BytesIO(head.encode(encoding)), suffix) == (format, "")


def test_what_yaml_is_called_is_said(crm: Run, tmp_path: Path) -> None:
    file = tmp_path / "people.yaml"
    file.write_text("- name: Ann\n")
    assert "people.yaml is a YAML file, not a table" in crm("import", str(file), code=2).err
