"""Two companies become one, with their people, deals and daughters; pairs that may be one are listed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]


def added(crm: Run, *companies: str) -> None:
    """Add companies, each told as the words of `company add`."""
    for company in companies:
        crm("company", "add", *company.split("|"), "--force", code=0)


def test_companies_are_one_by_name_without_its_form_and_by_domain(crm: Run) -> None:
    added(
        crm,
        "Acme GmbH|--domain|acme.example",
        "ACME|--website|https://www.acme.example/de",
        "ООО «Ромашка»|--phone|+77012345671",
        "Romashka LLC|--phone|+7 701 234 56 71",
        "Bolt|--email|office@bolt.example",
        "Bolt AG|--domain|bolt.example",
        "Shop 12|--phone|+77012345672",
        "Shop 13|--phone|+77012345672",
        "Acme Nord|--domain|nord.example",
        "Acme Süd|--domain|sued.example",
    )
    found = crm("company", "duplicates", "-f", "{id}-{other_id}", code=0).lines
    assert sorted(found) == ["1-2", "3-4", "5-6"]


def test_a_company_takes_over_people_deals_and_daughters(crm: Run) -> None:
    added(crm, "Acme", "Acme GmbH|--city|Oslo", "Daughter|--parent|Acme GmbH", "Mother")
    crm("company", "edit", "2", "--parent", "Mother", code=0)
    crm("contact", "add", "Ann Lee", "--company", "company/2", code=0)
    crm("deal", "add", "Roof", "--company", "company/2", code=0)
    said = crm("company", "merge", "Acme", "Acme GmbH", code=0)
    assert said.out.startswith(
        "Merged Acme GmbH (company/2) into Acme (company/1); changed Acme (company/1): "
    )
    assert said.err == (
        "what Acme GmbH had otherwise is in the history: name Acme GmbH (--keep name=B keeps it)\n"
    )
    now = crm("company", "show", "1", "-f", "json", code=0).json
    assert (now["city"], now["parent"]) == ("Oslo", "Mother")
    assert crm("contact", "show", "1", "-f", "json", code=0).json["company_id"] == 1
    assert crm("deal", "show", "1", "-f", "json", code=0).json["company_id"] == 1
    assert crm("company", "show", "3", "-f", "json", code=0).json["parent_id"] == 1
    assert crm("sql", "SELECT count(*) AS n FROM employments", "-f", "{n}", code=0).out == "0\n"
    crm("undo", code=0)
    assert crm("contact", "show", "1", "-f", "json", code=0).json["company_id"] == 2


def test_a_company_merged_into_its_daughter_belongs_to_nobody(crm: Run) -> None:
    added(crm, "Mother", "Daughter|--parent|Mother")
    crm("company", "merge", "Daughter", "Mother", code=0)
    assert crm("company", "show", "2", "-f", "json", code=0).json["parent"] is None


def test_a_circle_of_parents_is_refused_and_nothing_changes(crm: Run, path: Path) -> None:
    added(crm, "One", "Two|--parent|One", "Three|--parent|Two")
    result = crm("company", "merge", "Three", "One", code=5)
    assert result.err.startswith("Error: a company cannot belong to itself\n")
    assert crm("company", "list", "-f", "ids", code=0).out == "1\n3\n2\n"


@pytest.mark.parametrize("words", [("1", "2"), ("--certainty", "0.9")])
def test_companies_are_merged_one_by_one_or_all_that_are_certain(crm: Run, words: tuple[str, ...]) -> None:
    added(crm, "Acme|--domain|acme.example", "Acme GmbH|--domain|acme.example")
    crm("company", "merge", *words, code=0)
    assert crm("company", "list", "-f", "ids", code=0).out == "1\n"
