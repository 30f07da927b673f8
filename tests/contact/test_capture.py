"""What a card says, by the words alone: each piece is one thing, none is lost, and a doubt is two readings."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_cli.contact.capture.readings import Known, Reading, readings

LABELS = {
    "name": "name",
    "company": "company",
    "firma": "company",
    "position": "job_title",
    "note": "note",
    "city": "city",
}
KNOWN = Known(lambda name: name == "Bolt", lambda name: name == "Anna Berg", LABELS)


def read(text: str) -> list[Reading]:
    return readings(text, KNOWN)


def brief(reading: Reading) -> dict[str, Any]:
    """What a reading says, without what it does not."""
    said = {name: getattr(reading, name) for name in ("name", "company", "job_title", "note")}
    said |= dict(reading.fields)
    return {name: text for name, text in said.items() if text}


def only(text: str) -> dict[str, Any]:
    """What the one reading of a card says."""
    (reading,) = read(text)
    return brief(reading)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Carl Fuchs", {"name": "Carl Fuchs"}),
        ("Carl", {"name": "Carl"}),
        (
            "Carl Fuchs, Hotel Adler, met at the fair",
            {"name": "Carl Fuchs", "company": "Hotel Adler", "note": "met at the fair"},
        ),
        ("Adler GmbH; Carl Fuchs", {"name": "Carl Fuchs", "company": "Adler GmbH"}),
        ("Jane Doe, Acme, Inc.", {"name": "Jane Doe", "company": "Acme, Inc."}),
        ("Jane Doe | S.A. Dupont", {"name": "Jane Doe", "company": "S.A. Dupont"}),
        ("Otto von Bismarck, Adler e.V.", {"name": "Otto von Bismarck", "company": "Adler e.V."}),
        ("Carl Fuchs, Bolt", {"name": "Carl Fuchs", "company": "Bolt"}),
        ("Anna Berg, Deutsche Bank", {"name": "Anna Berg", "company": "Deutsche Bank"}),
        ("Carl Fuchs (CFO), Adler AG", {"name": "Carl Fuchs", "company": "Adler AG", "job_title": "CFO"}),
        ("Carl Fuchs at Adler", {"name": "Carl Fuchs", "company": "Adler"}),
        ("CFO at Adler, Carl Fuchs", {"name": "Carl Fuchs", "company": "Adler", "job_title": "CFO"}),
        (
            "Carl Fuchs / Head of Sales / Founder / Adler AG",
            {"name": "Carl Fuchs", "company": "Adler AG", "job_title": "Head of Sales, Founder"},
        ),
        (
            "carl fuchs, hotel adler, wants 20 machines",
            {"name": "carl fuchs", "company": "hotel adler", "note": "wants 20 machines"},
        ),
        ("Carl Fuchs, Adler AG, Berlin", {"name": "Carl Fuchs", "company": "Adler AG", "note": "Berlin"}),
        (
            "Carl Fuchs, PhD, Hauptstr. 5, 10115 Berlin",
            {"name": "Carl Fuchs", "note": "PhD, Hauptstr. 5, 10115 Berlin"},
        ),
        ("name: Carl, firma: Adler, city: Bonn", {"name": "Carl", "company": "Adler", "city": "Bonn"}),
        ("Carl Fuchs, note: Adler", {"name": "Carl Fuchs", "note": "Adler"}),
        ("Carl Fuchs, table 4: likes tea", {"name": "Carl Fuchs", "note": "table 4: likes tea"}),
        ("Carl Fuchs, shoe: 44", {"name": "Carl Fuchs", "note": "shoe: 44"}),
        ("Carl Fuchs, 2026-11-25", {"name": "Carl Fuchs", "note": "2026-11-25"}),
        ("Carl Fuchs, 25.11.2026", {"name": "Carl Fuchs", "note": "25.11.2026"}),
        ("Hotel Adler", {"company": "Hotel Adler"}),
        (
            "Наталья Ёлкина, ООО Ромашка, генеральный директор, познакомились на выставке",
            {
                "name": "Наталья Ёлкина",
                "company": "ООО Ромашка",
                "job_title": "генеральный директор",
                "note": "познакомились на выставке",
            },
        ),
        ("Айгүл Сейітқызы, ТОО Алатау", {"name": "Айгүл Сейітқызы", "company": "ТОО Алатау"}),
        (
            "علی رضایی، شرکت پارس، مدیر فروش، در نمایشگاه دیدم",
            {
                "name": "علی رضایی",
                "company": "شرکت پارس",
                "job_title": "مدیر فروش",
                "note": "در نمایشگاه دیدم",
            },
        ),
        (
            "张伟、华为技术有限公司、销售经理",
            {"name": "张伟", "company": "华为技术有限公司", "job_title": "销售经理"},
        ),
        ("山田太郎，株式会社山田", {"name": "山田太郎", "company": "株式会社山田"}),
        (
            "山田 太郎 部長 株式会社山田",
            {"name": "山田 太郎", "company": "株式会社山田", "job_title": "部長"},
        ),
        ("Kind Regards,\nCarl Fuchs", {"name": "Carl Fuchs"}),
        ("С уважением, Пётр Иванов", {"name": "Пётр Иванов"}),
    ],
)
def test_each_piece_of_a_card_is_one_thing(text: str, said: dict[str, str]) -> None:
    assert only(text) == said


@pytest.mark.parametrize(
    ("text", "name", "company"),
    [
        ("Carl Fuchs, Adler, carl@adler.example", "Carl Fuchs", "Adler"),
        ("Adler, Carl, carl@adler.example", "Carl", "Adler"),
        ("Blue Lagoon, Anna Schmidt, a.schmidt@blue-lagoon.example", "Anna Schmidt", "Blue Lagoon"),
        (
            "Blue Lagoon, Anna Schmidt, aschmidt@mail.example, bluelagoon.example",
            "Anna Schmidt",
            "Blue Lagoon",
        ),
        ("Jürgen Müller, Nord, j.mueller@nord.example", "Jürgen Müller", "Nord"),
        ("Nord Licht, Max Müller GmbH, Eva Roth, eva@x.example", "Eva Roth", "Max Müller GmbH"),
        ("Anna House, anna@x.example", "Anna House", ""),
        ("Café Anna, anna@cafe.example", "", "Café Anna"),
        ("Carl Fuchs, Gmail, carl@gmail.example, Adler AG", "Carl Fuchs", "Adler AG"),
    ],
)
def test_an_address_tells_the_name_and_the_company(text: str, name: str, company: str) -> None:
    (reading,) = read(text)
    assert (reading.name, reading.company) == (name, company)


@pytest.mark.parametrize(
    ("text", "ways"),
    [
        ("Carl Fuchs, Adler", [("Carl Fuchs", "Adler"), ("Carl Fuchs", "")]),
        ("Adler, Carl Fuchs", [("Carl Fuchs", "Adler"), ("Carl Fuchs", "")]),
        ("Carl Fuchs, Adler, carl@gmail.com", [("Carl Fuchs", "Adler"), ("Carl Fuchs", "")]),
        (
            "Carl Fuchs, Adler, Berlin",
            [("Carl Fuchs", "Adler"), ("Carl Fuchs", "Berlin"), ("Carl Fuchs", "")],
        ),
        (
            "Anna Schmidt, Blue Lagoon",
            [
                ("Anna Schmidt", "Blue Lagoon"),
                ("Blue Lagoon", "Anna Schmidt"),
                ("Anna Schmidt", ""),
                ("Blue Lagoon", ""),
            ],
        ),
        ("Carl Fuchs, Hotel Adler, Zed GmbH", [("Carl Fuchs", "Hotel Adler"), ("Carl Fuchs", "Zed GmbH")]),
        ("New York, Zed GmbH, Carl Fuchs", [("New York", "Zed GmbH"), ("Carl Fuchs", "Zed GmbH")]),
        ("张伟、华为", [("张伟", "华为"), ("华为", "张伟"), ("张伟", ""), ("华为", "")]),
        ("Иван Петров, Ромашка", [("Иван Петров", "Ромашка"), ("Иван Петров", "")]),
        ("علی رضایی، پارس", [("علی رضایی", "پارس"), ("علی رضایی", "")]),
    ],
)
def test_a_doubt_is_a_reading_more(text: str, ways: list[tuple[str, str]]) -> None:
    assert [(reading.name, reading.company) for reading in read(text)] == ways


@pytest.mark.parametrize(
    "text", ["", "  ", ",;,", "carl@x.example", "+49 170 1112222", "CFO", "met at the fair", "()"]
)
def test_without_a_name_there_is_no_reading(text: str) -> None:
    assert read(text) == []


@pytest.mark.parametrize(
    ("text", "points"),
    [
        ("carl@adler.example", ["email carl@adler.example"]),
        ("<carl@adler.example>.", ["email carl@adler.example"]),
        ("E-Mail: carl@adler.example", ["email carl@adler.example"]),
        ("mail carl@adler.example", ["email carl@adler.example"]),
        (
            "work: carl@adler.example, carl@home.example",
            ["email work:carl@adler.example", "email carl@home.example"],
        ),
        ("+49 170 111222", ["phone +49 170 111222"]),
        ("+491701112222", ["phone +491701112222"]),
        ("(030) 90-18-20", ["phone (030) 90-18-20"]),
        ("030/9018201", ["phone 030/9018201"]),
        ("8 800 555 35 35", ["phone 8 800 555 35 35"]),
        ("Tel.: 8005553535", ["phone 8005553535"]),
        ("M: +49 170 1112222", ["phone mobile:+49 170 1112222"]),
        ("T +49 30 901820 · M +49 170 1112222", ["phone +49 30 901820", "phone mobile:+49 170 1112222"]),
        ("mob. +7 701 234 56 78", ["phone mobile:+7 701 234 56 78"]),
        ("моб. +7 701 234 56 78", ["phone mobile:+7 701 234 56 78"]),
        ("тел: 8 (727) 250-30-30 доб. 12", ["phone 8 (727) 250-30-30 доб. 12"]),
        ("۰۹۱۲ ۱۲۳ ۴۵۶۷", ["phone ۰۹۱۲ ۱۲۳ ۴۵۶۷"]),
        ("手机：+86 138 0013 8000", ["phone mobile:+86 138 0013 8000"]),
        ("Fax +49 30 901821", ["phone fax:+49 30 901821"]),
        ("+49 30 901820 / +49 30 901821", ["phone +49 30 901820", "phone +49 30 901821"]),
        ("+49 30 901820, +49 30 901820", ["phone +49 30 901820"]),
        ("https://adler.example/about", ["url https://adler.example/about"]),
        ("www.adler.example", ["url www.adler.example"]),
        ("adler.example", ["url adler.example"]),
        ("W: adler.example", ["url adler.example"]),
        ("@carl_fuchs", ["messenger @carl_fuchs"]),
    ],
)
def test_ways_to_reach_somebody_are_taken_out(text: str, points: list[str]) -> None:
    for card in (f"Carl Fuchs, {text}", f"{text}\nCarl Fuchs", f"Carl Fuchs; {text}; met there"):
        (reading,) = read(card)
        assert [f"{point.kind} {point.typed}" for point in reading.points] == points, card
        assert (reading.name, reading.note) == ("Carl Fuchs", "met there" if "there" in card else "")


@pytest.mark.parametrize(
    "text", ["needs 1000000 cups", "stand 4711", "5 p.m.", "id 12345678", "10115 Berlin"]
)
def test_other_figures_are_no_phone(text: str) -> None:
    (reading,) = read(f"Carl Fuchs, {text}")
    assert (reading.points, reading.note) == ((), text)


SIGNATURE = """--
Carl Fuchs
Head of Purchasing

Adler Hotels GmbH & Co. KG
Hauptstr. 5
10115 Berlin

Tel.:   +49 30 901820
Mobil:  0170 1112222
Fax:    +49 30 901821
E-Mail: carl.fuchs@adler.example
www.adler.example
"""


def test_a_pasted_signature_is_read_line_by_line() -> None:
    (reading,) = read(SIGNATURE)
    assert brief(reading) == {
        "name": "Carl Fuchs",
        "company": "Adler Hotels GmbH & Co. KG",
        "job_title": "Head of Purchasing",
        "note": "Hauptstr. 5, 10115 Berlin",
    }
    assert [point.typed for point in reading.points] == [
        "+49 30 901820",
        "mobile:0170 1112222",
        "fax:+49 30 901821",
        "carl.fuchs@adler.example",
        "www.adler.example",
    ]
    assert read(SIGNATURE.replace("\n", "\r\n")) == [reading]


PIECES = [
    *(
        "Carl Fuchs",
        "Anna Berg",
        "Blue Lagoon",
        "Zed",
        "Bolt",
        "Adler GmbH",
        "Hotel Adler",
        "CFO",
        "Head of Sales",
    ),
    *(
        "met at the fair",
        "Berlin",
        "carl@adler.example",
        "info@gmail.com",
        "+49 170 1112222",
        "adler.example",
    ),
    *("张伟", "ООО Ромашка", "علی رضایی", "10115 Bonn", "shoe: 44"),
]


@given(
    st.lists(st.sampled_from(PIECES), min_size=1, max_size=6, unique=True),
    st.sampled_from([", ", "\n", "; ", " | "]),
)
def test_no_piece_is_lost_in_any_reading(pieces: list[str], cut: str) -> None:
    for reading in read(cut.join(pieces)):
        said = [reading.name, reading.company, *reading.job_title.split(", "), *reading.note.split(", ")]
        said += [point.value for point in reading.points]
        assert sorted(filter(None, said)) == sorted(pieces)


@given(st.text(max_size=120))
def test_any_text_is_read_the_same_each_time(text: str) -> None:
    found = read(text)
    assert read(text) == found
    assert len({*found}) == len(found)
