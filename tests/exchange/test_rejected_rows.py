"""A row that is rejected leaves nothing behind, whatever it names and whatever is wrong with it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Run = Callable[..., Any]
Sheet = Callable[..., str]


@pytest.fixture(autouse=True)
def currency(crm: Run) -> None:
    crm("config", "set", "currency", "EUR", code=0)


@pytest.mark.parametrize(
    ("kind", "rows"),
    [
        ("contacts", "Name,Company,Plan\n,New Co,gold\n"),
        ("contacts", "Name,Email,Company\nTwin,twice@x.com,New Co\n"),
        ("contacts", "Name,Company,Score\nZoe,New Co,many\n"),
        ("deals", "Title,Company,Contact,Product,Stage,Closed on\nA,New Co,New One,New Thing,New,soon\n"),
        ("deals", "Title,Company,Contact,Contact email,Stage,Amount\nA,New Co,New,n@x.com,New,much\n"),
        ("deals", "Title,Company,Contact,Product,Stage\nA,New Co,Twin,New Thing,New\n"),
        ("deals", "Title,Company,Contact,Pipeline,Probability\nA,New Co,New One,New,300%\n"),
        ("activities", "Body,Company,Contact,Contact email,Date\n,New Co,New One,n@x.com,2026-01-02\n"),
        ("activities", "Body,Company,Contact,Date\nHi,New Co,Twin,2026-01-02\n"),
        ("reminders", "Title,Company,Contact,Due\nCall,New Co,New One,\n"),
        ("companies", "Name,Parent,Plan\n,New Co,gold\n"),
        ("companies", "id,uid,Name,Parent\n,,Globex,Twins\n"),
    ],
)
def test_a_row_that_is_rejected_leaves_nothing(
    crm: Run, sheet: Sheet, facts: Callable[[], Any], kind: str, rows: str
) -> None:
    crm("company", "add", "Globex", code=0)
    for _ in range(2):
        crm("contact", "add", "Twin", "--email", "twice@x.com", "--force", code=0)
        crm("company", "add", "Twins", "--force", code=0)
    before = facts()
    told = crm("import", sheet(rows), "--as", kind, "--strict", "-f", "json", code=8)
    counts = {name: told.json[name] for name in ("rows", "created", "updated", "unchanged", "rejected")}
    assert counts == {"rows": 1, "created": 0, "updated": 0, "unchanged": 0, "rejected": 1}
    assert (told.json["linked"], told.json["custom_fields"], told.json["command"]) == ({}, {}, None)
    assert facts() == before


def test_what_a_rejected_row_names_is_made_by_the_next_row_that_names_it(crm: Run, sheet: Sheet) -> None:
    file = sheet(
        "Title,Company,Stage,Amount,Plan\n"
        "A,Acme,First,much,gold\nB,Globex,Second,10,\nC,Acme,First,20,\nD,Acme,Second,20,\n"
    )
    told = crm("import", file, "--as", "deals", "--strict", "-f", "json", code=8)
    assert (told.json["created"], told.json["rejected"]) == (3, 1)
    assert (told.json["linked"], told.json["custom_fields"]) == ({"companies": 2}, {})
    assert crm("company", "list", "-f", "{id} {name}", "--sort", "id", code=0).lines == ["1 Globex", "2 Acme"]
    assert crm("deal", "list", "-f", "{title} {stage} {company}", "--sort", "id", code=0).lines == [
        "B Second Globex",
        "C First Acme",
        "D Second Acme",
    ]


def test_a_row_that_links_to_nobody_is_rejected_before_anything_of_it_is_written(
    crm: Run, sheet: Sheet, facts: Callable[[], Any]
) -> None:
    crm("import", sheet("id,Name,Source\n7,Ann,web\n"), "--as", "contacts", code=0)
    before = facts()
    changed = sheet("id,Name,Source,Referred by\n7,Ann,fair,Nobody\n")
    told = crm("import", changed, "--as", "contacts", "--no-create", "-f", "json", code=8)
    assert told.json["rejects"] == [{"line": 2, "reason": "there is no contact `Nobody`"}]
    assert facts() == before


def test_a_parent_further_up_is_found_though_all_rows_have_ids(crm: Run, sheet: Sheet) -> None:
    file = sheet("id,Name,Parent\n1,Acme,\n2,Acme East,Acme\n3,Acme West,Acme\n")
    told = crm("import", file, "--as", "companies", "-f", "json", code=0)
    assert (told.json["created"], told.json["linked"]) == (3, {})
    assert crm("company", "list", "-f", "{name} < {parent}", code=0).lines == [
        "Acme < ",
        "Acme East < Acme",
        "Acme West < Acme",
    ]
