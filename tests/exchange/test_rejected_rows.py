"""A row that is rejected leaves nothing behind, whatever it names and whatever is wrong with it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
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


def test_what_was_too_much_in_a_row_is_kept_and_the_file_comes_in_once_it_is_mended(
    crm: Run, sheet: Sheet, tmp_path: Path
) -> None:
    path = sheet(
        "name,email,city\nAnn,ann@x.example,Oslo\nBo,bo@x.example,Rome, Italy\n"
        'Cy,"cy@x.example" or,"Paris"\nDi,di@x.example,"Bonn" x,more\n'
    )
    kept = tmp_path / "rejects.csv"
    crm("import", path, "--rejects", str(kept), code=8)
    assert kept.read_text() == (
        "name,email,city,more,line,reason\n"
        'Bo,bo@x.example,Rome,Italy,3,"it has 4 cells, the header row 3"\n'
        'Cy,"cy@x.example"" or,""Paris",,,4,a quote is opened and not closed where a cell ends\n'
        'Di,di@x.example,"""Bonn"" x",more,5,a quote is opened and not closed where a cell ends\n'
    )
    again = crm("import", str(kept), "-f", "json", code=8)
    assert (again.json["created"], again.json["rejected"], again.json["custom_fields"]) == (0, 3, {})
    assert "left out: line, reason, which rejected rows have beside their own" in again.err
    mended = (
        kept.read_text()
        .replace("Rome,Italy", '"Rome, Italy",')
        .replace('"cy@x.example"" or,""Paris",', "cy@x.example,Paris")
    )
    kept.write_text(mended.replace('"""Bonn"" x",more', "Bonn,"))
    assert crm("import", str(kept), "-f", "json", code=0).json["created"] == 3
    assert crm("contact", "list", "-f", "{name} {city}").lines == [
        "Ann Oslo",
        "Bo Rome, Italy",
        "Cy Paris",
        "Di Bonn",
    ]
