"""Adding what is there already is refused naming it; `--if-absent` fills in what it lacks and tells what differs."""

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


FILLED = "Zed is there already (contact/1); filled "


@pytest.mark.parametrize(
    ("words", "out", "err"),
    [
        (["--job-title", "CFO"], f"{FILLED}job title\n", ""),
        (["--city", "oslo"], "Zed is there already (contact/1)\n", ""),
        (
            ["--city", "Bergen", "--country", "Norway"],
            f"{FILLED}country\n",
            "left as it is: city is Oslo, not Bergen\n",
        ),
        (["--email", "Z@X.com"], "Zed is there already (contact/1)\n", ""),
        (["--email", "work:zed@x.com"], f"{FILLED}email zed@x.com\n", ""),
        (["--phone", "+77012345678"], f"{FILLED}phone +77012345678\n", ""),
        (["--tag", "vip"], f"{FILLED}tag vip\n", ""),
        (["--company", "Acme"], f"{FILLED}made company Acme (company/1)\n", ""),
        (["--lifecycle", "customer"], f"{FILLED}lifecycle\n", ""),
    ],
)
def test_if_absent_fills_in_what_is_lacking_and_leaves_what_differs(
    zed: Run, words: list[str], out: str, err: str
) -> None:
    result = zed("contact", "add", "zed", *words, "--if-absent", code=0)
    assert (result.out, result.err) == (out, err)
    again = zed("contact", "add", "zed", *words, "--if-absent", code=0)
    assert again.out == "Zed is there already (contact/1)\n"


def test_an_address_that_is_filled_in_does_not_become_the_first(zed: Run) -> None:
    zed("contact", "add", "Zed", "--email", "zed@x.com", "--if-absent", code=0)
    assert (
        zed("contact", "show", "Zed", "-f", "{email} {emails}", code=0).out == "z@x.com z@x.com; zed@x.com\n"
    )


def test_what_is_filled_in_is_one_step(zed: Run) -> None:
    before = zed("contact", "show", "Zed", "-f", "json", code=0).json
    zed(
        *("contact", "add", "Zed", "--if-absent", "--company", "Acme", "--tag", "vip", "--job-title", "CFO"),
        *("--next", "call back", "--deal", "Big one", "--amount", "5k"),
        code=0,
    )
    zed("undo", code=0)
    assert zed("contact", "show", "Zed", "-f", "json", code=0).json == before
    assert zed("deal", "list").out == zed("remind", "list").out == zed("company", "list").out == ""


def test_if_absent_with_nothing_to_fill_in_is_no_step(zed: Run) -> None:
    steps = zed("history", code=0).out
    zed("contact", "add", "Zed", "--city", "Oslo", "--if-absent", code=0)
    assert zed("history", code=0).out == steps


def test_next_step_and_deal_are_added_unless_an_equal_open_one_is_there(zed: Run) -> None:
    words = [
        "contact",
        "add",
        "Zed",
        "--if-absent",
        "--next",
        "call back",
        "--deal",
        "Big one",
        "--amount",
        "5k",
    ]
    assert zed(*words, code=0).out == (
        "Zed is there already (contact/1); deal Big one (deal/1); reminder call back, due tomorrow (reminder/1)\n"
    )
    assert zed(*words, code=0).out == (
        "Zed is there already (contact/1); deal Big one is there already and open (deal/1);"
        " reminder call back is there already, due 2026-11-22 (reminder/1)\n"
    )
    again = zed(*words[:-1], "6k", code=0)
    assert again.err == "left as it is: amount is €5,000.00, not €6,000.00\n"
    zed("done", "1", code=0)
    zed("deal", "win", "1", code=0)
    assert "deal Big one (deal/2); reminder call back, due tomorrow (reminder/2)" in zed(*words, code=0).out


def test_of_several_that_it_may_be_none_is_chosen(zed: Run) -> None:
    zed("contact", "add", "Zed", "--company", "Bolt", "--force", code=0)
    result = zed("contact", "add", "Zed", "--job-title", "CFO", "--if-absent", code=4)
    assert result.err == (
        "Error: there are 2 contacts that it may be\n"
        "  contact/1  Zed  z@x.com\n"
        "  contact/2  Zed  Bolt\n"
        "hint: crm contact edit 1, or --force to add another\n"
    )
    zed("contact", "archive", "2", code=0)
    assert (
        zed("contact", "add", "Zed", "--job-title", "CFO", "--if-absent", code=0).out
        == f"{FILLED}job title\n"
    )


def test_an_archived_namesake_is_said_to_be_archived(zed: Run) -> None:
    zed("contact", "archive", "Zed", code=0)
    result = zed("contact", "add", "Zed", code=5)
    assert result.err == (
        "Error: Zed is there already, archived (contact/1)\n"
        "  contact/1  Zed  z@x.com\n"
        "hint: crm contact unarchive 1, or --force to add another\n"
    )
    result = zed("contact", "add", "Zed", "--if-absent", code=0)
    assert result.out == "Zed is there already, archived (contact/1)\n"
    zed("contact", "unarchive", "1", code=0)
    zed("contact", "add", "Zed", code=5)


@pytest.mark.parametrize(
    ("kind", "words", "lacks", "filled", "differs", "told"),
    [
        (
            *("company", ["Acme", "--city", "Oslo"], ["--domain", "acme.com"]),
            *("domain", ["--city", "Bergen"], "city is Oslo, not Bergen"),
        ),
        (
            *("product", ["Soap", "--price", "5"], ["--unit", "piece"]),
            *("unit", ["--price", "6"], "price is €5.00, not €6.00"),
        ),
        (
            *("deal", ["Big", "--amount", "5k"], ["--close", "2026-12-01"]),
            *("expected close on", ["--stage", "proposal"], "stage is Lead, not Proposal"),
        ),
    ],
)
def test_every_kind_fills_in_alike(
    zed: Run, kind: str, words: list[str], lacks: list[str], filled: str, differs: list[str], told: str
) -> None:
    zed(kind, "add", *words, code=0)
    name = words[0]
    result = zed(kind, "add", name.upper(), *lacks, *differs, "--if-absent", code=0)
    there = "is there already and open" if kind == "deal" else "is there already"
    assert result.out == f"{name} {there} ({kind}/1); filled {filled}\n"
    assert result.err == f"left as it is: {told}\n"


def test_a_deal_without_a_line_gets_the_product(zed: Run) -> None:
    zed("product", "add", "Soap", "--price", "5", code=0)
    zed("product", "add", "Oil", "--price", "7", code=0)
    zed("deal", "add", "Big", code=0)
    words = ["deal", "add", "Big", "--if-absent", "--product"]
    assert zed(*words, "Soap", code=0).out == "Big is there already and open (deal/1); filled product Soap\n"
    assert zed("deal", "show", "Big", "-f", "{amount} {product}", code=0).out == "5.00 Soap\n"
    assert zed(*words, "Oil", code=0).err == "left as it is: product is Soap, not Oil\n"
    words = ["deal", "add", "Big", "--if-absent", "--add-contact", "Zed:decides"]
    assert zed(*words, code=0).out == "Big is there already and open (deal/1); filled a further person\n"
    assert zed(*words, code=0).out == "Big is there already and open (deal/1)\n"


def test_fields_of_ones_own_are_filled_in_too(zed: Run) -> None:
    zed("field", "add", "contact", "size", code=0)
    assert zed("contact", "add", "Zed", "--size", "XL", "--if-absent", code=0).out == f"{FILLED}size\n"
    assert zed("contact", "add", "Zed", "--size", "S", "--if-absent", code=0).err == (
        "left as it is: size is XL, not S\n"
    )


def test_an_amount_in_another_currency_is_not_filled_in(zed: Run) -> None:
    zed("deal", "add", "Big", "--currency", "USD", code=0)
    result = zed("deal", "add", "Big", "--amount", "5 EUR", "--if-absent", code=0)
    assert result.err == "left as it is: amount is left empty: it would be in EUR; currency is USD, not EUR\n"
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
