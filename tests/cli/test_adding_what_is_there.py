"""Adding what is there already: archived namesakes, lines and people of deals, companies that are nearly there."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Run = Callable[..., Any]


@pytest.fixture
def zed(crm: Run) -> Run:
    crm("config", "set", "currency", "EUR", code=0)
    crm("contact", "add", "Zed", "--city", "Oslo", "--email", "z@x.com", code=0)
    return crm


def test_of_several_that_it_may_be_the_archived_step_back(zed: Run) -> None:
    zed("contact", "add", "Zed", "--company", "Bolt", "--force", code=0)
    zed("contact", "add", "Zed", "--job-title", "CFO", "--if-absent", code=4)
    zed("contact", "archive", "1", code=0)
    zed("contact", "archive", "2", code=0)
    zed("contact", "unarchive", "2", code=0)
    filled = "Zed is there already (contact/2); filled in job title CFO\n"
    assert zed("contact", "add", "Zed", "--job-title", "CFO", "--if-absent", code=0).out == filled


def test_an_archived_namesake_is_said_to_be_archived(zed: Run) -> None:
    zed("contact", "archive", "Zed", code=0)
    result = zed("contact", "add", "Zed", code=5)
    assert result.err == (
        "Error: Zed is there already, archived (contact/1)\n"
        "  contact/1  Zed  z@x.com\n"
        "hint: crm contact unarchive 1\n"
        "hint: or add another: --force\n"
    )
    result = zed("contact", "add", "Zed", "--if-absent", code=0)
    assert result.out == "Zed is there already, archived (contact/1)\n"
    zed("contact", "unarchive", "1", code=0)
    zed("contact", "add", "Zed", code=5)


def test_a_deal_without_a_line_gets_the_product(zed: Run) -> None:
    zed("product", "add", "Soap", "--price", "5", code=0)
    zed("product", "add", "Oil", "--price", "7", code=0)
    zed("deal", "add", "Big", code=0)
    words = ["deal", "add", "Big", "--if-absent", "--product"]
    assert (
        zed(*words, "Soap", code=0).out
        == "Big is there already and open (deal/1); filled in amount €5.00; lines 1 × Soap\n"
    )
    assert zed("deal", "show", "Big", "-f", "{amount} {product}", code=0).out == "5.00 Soap\n"
    assert zed(*words, "Oil", code=0).err == "left as it is: product Soap\n"


def test_an_amount_in_another_currency_is_not_filled_in(zed: Run) -> None:
    zed("deal", "add", "Big", "--currency", "USD", code=0)
    result = zed("deal", "add", "Big", "--amount", "5 EUR", "--if-absent", code=0)
    assert result.err == "left as it is: currency USD\n"
    assert zed("deal", "show", "Big", "-f", "{amount}", code=0).out == "\n"


@pytest.mark.parametrize("typed", ["Acne Ltd", "AcmeLtd", "Acme, Ltd.", "Amce Ltd"])
def test_a_company_nearly_of_that_name_is_not_made_without_a_word(crm: Run, typed: str) -> None:
    crm("company", "add", "Acme Ltd", code=0)
    result = crm("contact", "add", "Jane", "--company", typed, code=4)
    assert result.err == (
        f"Error: there is no company `{typed}`, but one that is nearly the same\n"
        "  company/1  Acme Ltd\n"
        "hint: name it company/1, or add --force to make a new one\n"
    )
    assert "made company" in crm("contact", "add", "Jane", "--company", typed, "--force", code=0).out


def test_a_company_that_differs_in_a_sign_is_made(crm: Run) -> None:
    for name in ("C++", "C#", "C", "c"):
        crm("contact", "add", f"Jane {name}", "--company", name, "--force", code=0)
    assert sorted(crm("company", "list", "-f", "{name}", code=0).lines) == ["C", "C#", "C++"]
    assert sorted(crm("contact", "list", "company=c", "-f", "{name}", code=0).lines) == ["Jane C", "Jane c"]


def test_a_part_of_a_name_still_names_the_company(crm: Run) -> None:
    crm("company", "add", "Acme Ltd", code=0)
    crm("contact", "add", "Jane", "--company", "acm", code=0)
    assert crm("contact", "show", "Jane", "-f", "{company}", code=0).out == "Acme Ltd\n"
