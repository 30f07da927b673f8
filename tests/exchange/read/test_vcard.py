"""vCards as a dozen programs write them: people under the names of our fields, and what is left out told."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from crm_cli.exchange.decide import headers
from crm_cli.exchange.read import vcard
from crm_cli.exchange.read.table import Asked, Row, Table

Run = Callable[..., Any]
SUITES = Path(__file__).parents[4] / "shared/data/suites/vcard"

OUTLOOK = """BEGIN:VCARD
VERSION:2.1
N;LANGUAGE=de:Müller;Jörg;;Dr.;
FN:Dr. Jörg Müller
ORG:Müller & Söhne;Einkauf
TITLE:Leiter
NOTE;ENCODING=QUOTED-PRINTABLE:Erste Zeile=0D=0Azweite =
Zeile: mit Doppelpunkt
TEL;WORK;VOICE:+49 30 1234
TEL;CELL;VOICE:+49 170 1234
TEL;WORK;FAX:+49 30 9999
ADR;WORK;PREF:;;Hauptstraße 1;Berlin;;10115;Deutschland
BDAY:19800321
PHOTO;TYPE=JPEG;ENCODING=BASE64:
 /9j/4AAQSkZJRgABAQEAYABgAAD/2wBDAAgGBgcGBQgHBwcJCQgKDBQNDAsLDBkSEw8UHRof
 Hh0aHBwgJC4nICIsIxwcKDcpLDAxNDQ0Hyc5PTgyPC4zNDL/2wBDAQkJCQwLDBgNDRgyIRwh

EMAIL;PREF;INTERNET:joerg@mueller.example
REV:20121012T210525Z
END:VCARD
"""
ANDROID = """BEGIN:VCARD
VERSION:2.1
N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=D0=98=D0=B2=D0=B0=D0=BD=D0=BE=D0=B2=
=D0=B0;=D0=90=D0=BD=D0=BD=D0=B0;;;
FN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=D0=90=D0=BD=D0=BD=D0=B0=20=D0=98=D0=B2=
=D0=B0=D0=BD=D0=BE=D0=B2=D0=B0
TEL;CELL;PREF:+77011234567
TEL;HOME:+77272123456
X-ANDROID-CUSTOM:vnd.android.cursor.item/nickname;Anya;1;;;
END:VCARD
"""
APPLE = """BEGIN:VCARD
VERSION:3.0
PRODID:-//Apple Inc.//iPhone OS 17.0//EN
N:Doe;Jane;Ann;;
FN:Jane Ann Doe
NICKNAME:Jay
item1.ORG:Acme\\, Inc.;R&D;Lasers
EMAIL;type=INTERNET;type=HOME:jane@home.example
EMAIL;type=INTERNET;type=WORK;type=pref:jane@acme.example
item2.TEL:+1 555 0100
item2.X-ABLabel:_$!<Main>!$_
item3.URL;type=pref:https\\://jane.example
item3.X-ABLabel:_$!<HomePage>!$_
item4.ADR;type=HOME:;;1 Infinite Loop\\nBox 2;Cupertino;CA;95014;USA
item4.X-ABADR:us
item5.ADR;type=WORK:;;2 Main St;Austin;TX;78701;USA
BDAY;X-APPLE-OMIT-YEAR=1604:1604-03-07
item6.X-ABDATE;type=pref:2010-06-02
item6.X-ABLabel:_$!<Anniversary>!$_
item7.X-ABRELATEDNAMES:Bo
item7.X-ABLabel:_$!<Spouse>!$_
X-SOCIALPROFILE;type=twitter:https://twitter.com/jane
IMPP;X-SERVICE-TYPE=Skype;type=HOME:skype:jane.doe
NOTE:First\\nsecond\\, and a very long line that a program folds after seventy-f
 ive signs
CATEGORIES:vip,Chess\\, Club
UID:ABC-123
END:VCARD
"""
FOUR = """BEGIN:VCARD
VERSION:4.0
UID:urn:uuid:4fbe8971-0bc3-424c-9c26-36c3e1eff6b1
FN:J. Doe
N:Doe;J.;;;
TEL;TYPE="home,cell";VALUE=uri;PREF=1:tel:+1-555-0100;ext=7
EMAIL;PREF=2:second@x.example
EMAIL;PREF=1:first@x.example
BDAY:--0203
LANG:fr
TZ:Europe/Paris
GENDER:F
END:VCARD
"""
CASES = {
    "outlook": (
        OUTLOOK.encode("cp1252"),
        {"name": "Dr. Jörg Müller", "given_name": "Jörg", "family_name": "Müller", "company": "Müller & Söhne",
         "department": "Einkauf", "job_title": "Leiter", "email": "joerg@mueller.example", "phone": "+49 30 1234",
         "phone_label": "work", "phone_2": "+49 170 1234", "phone_2_label": "mobile", "phone_3": "+49 30 9999",
         "phone_3_label": "fax", "birthday": "1980-03-21", "street": "Hauptstraße 1", "city": "Berlin",
         "postal_code": "10115", "country": "Deutschland",
         "description": "Erste Zeile\nzweite Zeile: mit Doppelpunkt", "name prefix": "Dr.", "address label": "work"},
        ["left out: 1 photo"],
    ),
    "android": (
        ANDROID.encode(),
        {"name": "Анна Иванова", "given_name": "Анна", "family_name": "Иванова", "phone": "+77011234567",
         "phone_label": "mobile", "phone_2": "+77272123456", "phone_2_label": "home",
         "x-android-custom": "vnd.android.cursor.item/nickname;Anya;1;;;"},
        [],
    ),
    "apple": (
        APPLE.encode(),
        {"external_id": "ABC-123", "name": "Jane Ann Doe", "given_name": "Jane", "family_name": "Doe",
         "company": "Acme, Inc.", "department": "R&D, Lasers", "email": "jane@acme.example", "email_label": "work",
         "email_2": "jane@home.example", "email_2_label": "home", "phone": "+1 555 0100", "phone_label": "main",
         "url": "https://jane.example", "url_label": "homepage", "messenger": "jane.doe",
         "messenger_label": "skype", "social": "https://twitter.com/jane", "social_label": "twitter",
         "birthday": "--03-07", "street": "1 Infinite Loop\nBox 2", "city": "Cupertino", "region": "CA",
         "postal_code": "95014", "country": "USA", "tags": "vip; Chess, Club",
         "description": "First\nsecond, and a very long line that a program folds after seventy-five signs",
         "middle name": "Ann", "nickname": "Jay", "address label": "home",
         "address work": "2 Main St, Austin, TX, 78701, USA", "date anniversary": "2010-06-02",
         "related spouse": "Bo"},
        [],
    ),
    "four": (
        FOUR.encode("utf-16"),
        {"external_id": "4fbe8971-0bc3-424c-9c26-36c3e1eff6b1", "name": "J. Doe", "given_name": "J.",
         "family_name": "Doe", "email": "first@x.example", "email_2": "second@x.example",
         "phone": "+1-555-0100 ext. 7", "phone_label": "mobile", "birthday": "--02-03", "language": "fr",
         "timezone": "Europe/Paris", "gender": "F"},
        [],
    ),
    "raw signs of the charset that a property names": (
        b"BEGIN:VCARD\r\nVERSION:2.1\r\nN;CHARSET=windows-1251:" + "Иванов;Пётр".encode("cp1251")
        + b"\r\nNOTE:C:\\new\r\nEND:VCARD\r\n",
        {"name": "Пётр Иванов", "given_name": "Пётр", "family_name": "Иванов", "description": "C:\\new"},
        [],
    ),
    "a note whose lines were not folded, a card in another, CR line ends": (
        "BEGIN:VCARD VERSION:2.1 FN:Ann NOTE:first second+line AGENT: BEGIN:VCARD VERSION:2.1 FN:Bo END:VCARD"
        " TEL:1234567 END:VCARD ".replace(" ", "\r").replace("+", " ").encode(),
        {"name": "Ann", "phone": "1234567", "description": "first\nsecond line"},
        ["left out: 1 card inside another"],
    ),
}  # fmt: skip


def opened(data: bytes, **how: Any) -> list[Table]:
    tables, left = vcard.tables("f.vcf", lambda: io.BytesIO(data), Asked(headers.how_many_known, **how))
    assert left == []
    return tables


def filled(table: Table, row: Row) -> dict[str, str]:
    return {header: cell for header, cell in zip(table.headers, row.cells, strict=True) if cell}


@pytest.mark.parametrize("case", CASES)
def test_each_programs_cards_are_people_under_our_names(case: str) -> None:
    data, cells, told = CASES[case]
    (table,) = opened(data)
    (row,) = table.rows()
    assert (filled(table, row), row.fault) == (cells, "")
    assert [*filled(table, row)] == [*cells]
    assert (table.told, table.kind, table.system) == (told, "contact", "vcard")


def test_organizations_are_companies_and_groups_become_tags() -> None:
    text = """BEGIN:VCARD
VERSION:3.0
FN:Acme Ltd
N:;;;;
ORG:Acme Ltd;
X-ABShowAs:COMPANY
TEL;type=WORK:5550100
END:VCARD
BEGIN:VCARD
VERSION:3.0
FN:Ann
UID:1-2
END:VCARD
BEGIN:VCARD
VERSION:3.0
FN:Bo
UID:3
END:VCARD
BEGIN:VCARD
VERSION:3.0
N:Friends
FN:Friends
X-ADDRESSBOOKSERVER-KIND:group
X-ADDRESSBOOKSERVER-MEMBER:urn:uuid:1-2
X-ADDRESSBOOKSERVER-MEMBER:urn:uuid:9
END:VCARD
"""
    firms, people = opened(text.encode())
    assert (firms.name, firms.kind) == ("f.vcf/organizations", "company")
    assert [filled(firms, row) for row in firms.rows()] == [
        {"name": "Acme Ltd", "phone": "5550100", "phone_label": "work"}
    ]
    assert [filled(people, row) for row in people.rows()] == [
        {"external_id": "1-2", "name": "Ann", "tags": "Friends"},
        {"external_id": "3", "name": "Bo"},
    ]
    assert people.told == ["groups became tags: Friends (2 members)"]


def test_a_file_that_breaks_off_is_said_of_its_last_card() -> None:
    text = "BEGIN:VCARD\nFN:Ann\nEND:VCARD\nBEGIN:VCARD\nFN:Bo\nTEL:12"
    (table,) = opened(text.encode())
    assert [(row.line, row.cells[0], row.fault) for row in table.rows()] == [
        (1, "Ann", ""),
        (4, "Bo", "the card is not closed: END:VCARD is missing"),
    ]


def test_cards_are_imported_and_the_same_cards_again_change_nothing(crm: Run, tmp_path: Path) -> None:
    file = tmp_path / "card.txt"
    file.write_text(APPLE)
    told = crm("import", str(file), "-f", "json", code=0)
    assert (told.json["created"], told.json["linked"]) == (1, {"companies": 1})
    shown = crm("export", "contacts", "-f", "json").json[0]
    assert (shown["name"], shown["company"], shown["birthday"], shown["city"], shown["tags"]) == (
        "Jane Ann Doe", "Acme, Inc.", "--03-07", "Cupertino", ["Chess, Club", "vip"],
    )  # fmt: skip
    assert [(one["value"], one["label"]) for one in shown["emails"]] == [
        ("jane@acme.example", "work"),
        ("jane@home.example", "home"),
    ]
    other = file.with_name("other.vcf")  # the same person, of another program
    other.write_text("BEGIN:VCARD\nVERSION:4.0\nUID:ABC-123\nFN:Jane Ann Doe\nTITLE:CEO\nEND:VCARD\n")
    assert crm("import", str(other), "-f", "json", code=0).json["updated"] == 1
    crm("undo", code=0)
    again = crm("import", str(file), "-f", "json", code=0).json
    assert (again["unchanged"], again["command"]) == (1, None)


@pytest.mark.skipif(not SUITES.exists(), reason="the suites are not beside the checkout")
def test_every_card_of_real_programs_comes_in(crm: Run) -> None:
    counts = {}
    for path in sorted(SUITES.rglob("*.*")):
        data = path.read_bytes()
        found = sum(len([*table.rows()]) for table in opened(data))
        assert found == data.upper().count(b"BEGIN:VCARD"), path.name
        counts[path.name] = crm("import", str(path), "-f", "json").json["created"]
    assert sum(counts.values()) >= 10
