"""Rows of different people stay different, and ids of different systems never meet."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Run = Callable[..., Any]


def names(crm: Run, kind: str = "contact") -> list[str]:
    """What is there, in the order in which it came."""
    return list(crm(kind, "list", "--sort", "id", "-f", "{name}", code=0).lines)


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        pytest.param(
            "Name,Email\nAda Ray,info@x.com\nBen Fox,info@x.com\n", ["Ada Ray", "Ben Fox"], id="one address"
        ),
        pytest.param(
            "Name,Phone\nIda Smith,+41446681800\nJoe Smith,+41446681800\n",
            ["Ida Smith", "Joe Smith"],
            id="one landline",
        ),
        pytest.param(
            "Name,Company\nJon Frost,\nJon Frost,Acme\nJon Frost,Beta\n",
            ["Jon Frost", "Jon Frost", "Jon Frost"],
            id="one name",
        ),
        pytest.param(
            "Name,Email\nBob Roe,bob@x.com\nRobert Roe,BOB@x.com\n", ["Bob Roe"], id="one person, two names"
        ),
        pytest.param("Name,Email\n,info@x.com\nBen Fox,\n", ["info@x.com", "Ben Fox"], id="no name"),
    ],
)
def test_different_people_of_one_file_stay_different(
    crm: Run, sheet: Run, rows: str, expected: list[str]
) -> None:
    crm("import", sheet(rows), "--as", "contacts")
    assert names(crm) == expected


def test_who_was_there_before_stays_apart_from_another_name_and_that_is_told(crm: Run, sheet: Run) -> None:
    crm("contact", "add", "Ada Ray", "--email", "info@x.com", code=0)
    told = crm("import", sheet("Name,Email\nBen Fox,info@x.com\n"), "--as", "contacts", "-f", "json", code=0)
    assert told.json["apart"] == [
        "Ben Fox has the email of contact/1 Ada Ray (info@x.com): two names, two contacts"
    ]
    assert names(crm) == ["Ada Ray", "Ben Fox"]


def test_a_file_without_companies_finds_a_person_by_name_alone(crm: Run, sheet: Run) -> None:
    crm("contact", "add", "Jon Frost", "--company", "Acme", code=0)
    told = crm("import", sheet("Name,City\nJon Frost,Oslo\n"), "--as", "contacts", "-f", "json", code=0)
    assert (told.json["updated"], told.json["created"]) == (1, 0)


def test_a_second_row_of_a_record_is_equal_or_rejected_with_both_lines(crm: Run, sheet: Run) -> None:
    rows = "Name,Email,City\nAnn Lee,ann@x.com,Oslo\nAnn Lee,ann@x.com,\nAnn Lee,ann@x.com,Rome\n"
    for _ in range(2):
        told = crm("import", sheet(rows), "--as", "contacts", "-f", "json", code=8)
        assert told.json["rejects"] == [
            {"line": 4, "reason": "line 2 is contact/1 Ann Lee, too, and says something else: City"}
        ]
    assert crm("contact", "list", "-f", "{city}", code=0).out == "Oslo\n"


def test_an_id_twice_in_a_file_is_one_record_written_once(crm: Run, sheet: Run) -> None:
    rows = "Deal ID,Title,Owner\n7,A,jo\n7,A,jo\n7,A,mo\n"
    told = crm("import", sheet(rows), "--as", "deals", "-f", "json", code=8)
    assert (told.json["created"], told.json["unchanged"]) == (1, 1)
    assert told.json["rejects"] == [
        {"line": 4, "reason": "line 2 is deal/1 A, too, and says something else: Owner"}
    ]


def test_ids_of_two_programs_never_meet(crm: Run, sheet: Run) -> None:
    crm("import", sheet("Note ID,Contact,Text\n1,Ann,first\n"), "--as", "activities", code=0)
    crm("import", sheet("Note ID,Body,Person,Type\n1,second,Bob,call\n"), "--as", "activities", code=0)
    texts = crm("note", "list", "--sort", "id", "-f", "{body}", code=0).lines
    assert texts == ["first", "second"]


@pytest.mark.parametrize(
    ("kind", "headers", "one", "other"),
    [
        ("deals", "Ref,Title,Value", "11,Foo,10", "11,Zed,30"),
        ("activities", "Ref,text,contact", "11,hello,Ann", "11,other words,Cy"),
        ("reminders", "Ref,Title,Due", "11,call,2026-12-01", "11,write,2026-12-05"),
        ("products", "Ref,Product,Price", "11,Core,10", "11,Hull,30"),
    ],
)
def test_a_row_of_which_only_the_id_is_as_it_was_overwrites_nothing(
    crm: Run, sheet: Run, kind: str, headers: str, one: str, other: str
) -> None:
    words = ("--as", kind, "--map", "Ref=external_id", "-f", "json")
    euros = {"CRM_CURRENCY": "EUR"}
    crm("import", sheet(f"{headers}\n{one}\n"), *words, env=euros, code=0)
    before = crm("export", kind, code=0).out
    result = crm("import", sheet(f"{headers}\n{other}\n"), *words, env=euros, code=8)
    assert "nothing else of it is as it was" in result.json["rejects"][0]["reason"]
    assert crm("export", kind, code=0).out == before
    assert (
        crm("import", sheet(f"{headers}\n{other}\n"), *words, "--system", "two", env=euros, code=0).json[
            "created"
        ]
        == 1
    )
    assert (
        crm("import", sheet(f"{headers}\n{other}\n"), *words, "--overwrite", env=euros, code=0).json[
            "updated"
        ]
        == 1
    )


def test_a_row_of_which_one_cell_is_as_it_was_is_the_same_one(crm: Run, sheet: Run) -> None:
    words = ("--as", "deals", "-f", "json")
    euros = {"CRM_CURRENCY": "EUR"}
    crm(
        "import",
        sheet("Ref ID,Title,Value,Owner\n11,Foo,10,Sam\n"),
        *words,
        "--map",
        "Ref ID=external_id",
        env=euros,
        code=0,
    )
    again = sheet("Ref ID,Title,Value,Owner\n11,Zed,30,Sam\n")
    assert crm("import", again, *words, "--map", "Ref ID=external_id", env=euros, code=0).json["updated"] == 1


def test_an_id_that_may_be_ours_or_theirs_is_asked_for(crm: Run, sheet: Run) -> None:
    crm("company", "add", "Own Ltd", code=0)
    file = sheet("id,name\n1,Foe Inc\n")
    told = crm("import", file, "--as", "companies", code=2)
    assert told.err == (
        "Error: `id` 1 is `Foe Inc` in the file and company/1 `Own Ltd` here: whose ids are they?\n"
        "hint: --ids theirs or --ids ours\nhint: name another system: --system NAME\n"
    )
    crm("import", file, "--as", "companies", "--ids", "theirs", code=0)
    assert names(crm, "company") == ["Own Ltd", "Foe Inc"]
    assert crm("import", file, "--as", "companies", "-f", "json", code=0).json["unchanged"] == 1


def test_orders_without_a_title_never_overwrite_deals(crm: Run, sheet: Run) -> None:
    for title in ("A", "B"):
        crm("deal", "add", title, code=0)
    told = crm("import", sheet("id,contact,amount\n1,Ann,5\n"), "--as", "deals", env={"CRM_CURRENCY": "EUR"})
    assert told.code == 2
    assert "`id` may be our own or another system's" in told.err


def test_a_links_unknown_id_is_never_ours(crm: Run, sheet: Run) -> None:
    crm("company", "add", "Own Ltd", code=0)
    file = sheet("Contact ID,Name,Email,Company ID,Company\n1,Foe A,a@f.example,1,Foe Inc\n")
    crm("import", file, "--as", "contacts", code=0)
    assert crm("contact", "list", "-f", "{name} {company}", code=0).out == "Foe A Foe Inc\n"
    bare = sheet("Contact ID,Name,Company ID\n2,Foe B,77\n")
    assert "there is no company with the id `77`" in crm("import", bare, "--as", "contacts", code=8).err


def test_two_companies_of_one_name_are_told_apart_by_their_ids(crm: Run, sheet: Run) -> None:
    rows = "ID,Title,Value,Organization,Organization ID\n1,A,5,Spar,11\n2,B,6,Spar,12\n3,C,7,Spar,11\n"
    told = crm("import", sheet(rows), "--as", "deals", "-f", "json", env={"CRM_CURRENCY": "EUR"}, code=0)
    assert told.json["linked"] == {"companies": 2}
    companies = crm("deal", "list", "--sort", "id", "-f", "{company_id}", code=0).lines
    assert companies == ["1", "2", "1"]
    firms = sheet("Company ID,Name,City\n11,Spar,Oslo\n12,Spar,Rome\n")
    assert crm("import", firms, "--as", "companies", "-f", "json", code=0).json["updated"] == 2
    assert crm("company", "list", "--sort", "id", "-f", "{name} {city}", code=0).lines == [
        "Spar Oslo",
        "Spar Rome",
    ]


@pytest.mark.parametrize(
    ("kind", "made", "columns", "old", "new"),
    [
        ("deals", ["deal", "add", "Roof", "--stage", "Lead"], "id,title,stage", "Lead", "Proposal"),
        ("contacts", ["contact", "add", "Ann", "--source", "web"], "id,name,source", "web", "fair"),
        ("companies", ["company", "add", "Acme", "--city", "Oslo"], "id,name,city", "Oslo", "Rome"),
        ("products", ["product", "add", "Core", "--category", "new"], "id,name,category", "new", "old"),
        (
            "reminders",
            ["remind", "add", "Call", "--due", "fri", "--owner", "jo"],
            "id,title,owner",
            "jo",
            "mo",
        ),
    ],
)
def test_a_bare_id_is_ours_where_the_titles_agree(
    crm: Run, sheet: Run, kind: str, made: list[str], columns: str, old: str, new: str
) -> None:
    crm(*made, code=0)
    text = crm("export", kind, "--columns", columns, code=0).out
    told = crm("import", sheet(text.replace(old, new)), "--as", kind, "-f", "json", code=0)
    assert (told.json["created"], told.json["updated"]) == (0, 1)
    assert new in crm("export", kind, "--columns", columns, code=0).out
