"""`add --if-absent`: a record that is there is answered with, gets what it lacks, and keeps what differs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Crm = Callable[..., Any]

SAME = ["contact", "add", "Jane Doe", "--if-absent"]


@pytest.fixture
def jane(crm: Crm) -> Crm:
    """contact/1 Jane Doe of company/1 Acme, in Oslo, with an e-mail."""
    words = ["--company", "Acme", "--city", "Oslo", "--email", "jane@acme.example", "--tag", "vip"]
    crm("contact", "add", "Jane Doe", *words, code=0)
    return crm


@pytest.mark.parametrize(
    ("words", "said", "remark"),
    [
        ([], "", ""),
        (["--city", "Oslo", "--tag", "vip", "--company", "acme"], "", ""),
        (["--email", "JANE@acme.example"], "", ""),
        (["--job-title", "CFO"], "; filled in job title CFO", ""),
        (["--city", "Bergen"], "", "left as it is: city Oslo"),
        (["--phone", "+4930901820"], "; filled in phone +49 30 901820", ""),
        (["--email", "work:jd@acme.example"], "; filled in further e-mail jd@acme.example (work)", ""),
        (["--tag", "new", "--tag", "vip"], "; tagged new", ""),
        (
            ["--city", "Bergen", "--region", "Viken", "--birthday", "1990-03-14"],
            "; filled in birthday 14 Mar 1990; region Viken",
            "left as it is: city Oslo",
        ),
    ],
)
def test_what_is_lacking_is_filled_and_what_differs_is_told(
    jane: Crm, words: list[str], said: str, remark: str
) -> None:
    ended = jane(*SAME, *words, code=0)
    assert ended.out == f"Jane Doe is there already (contact/1){said}\n"
    assert ended.err == (f"{remark}\n" if remark else "")
    assert len(jane("history").lines) == (2 if said else 1)
    assert jane(*SAME, *words, code=0).out == "Jane Doe is there already (contact/1)\n"


def test_an_e_mail_that_is_filled_in_is_not_the_first(jane: Crm) -> None:
    jane(*SAME, "--email", "new@acme.example", code=0)
    assert jane("contact", "show", "jane", "-f", "{email}").out == "jane@acme.example\n"


def test_a_company_is_filled_in_and_never_changed(crm: Crm) -> None:
    crm("contact", "add", "Bob", "--email", "bob@x.example", code=0)
    same = ["contact", "add", "Bob", "--email", "bob@x.example", "--if-absent", "--company"]
    assert crm(*same, "Acme", code=0).out == (
        "Bob is there already (contact/1); filled in company Acme; made company Acme (company/1)\n"
    )
    ended = crm(*same, "Bolt", code=0)
    assert (ended.out, ended.err) == (
        "Bob is there already (contact/1)\n",
        "left as it is: company Acme\n",
    )
    assert crm("company", "list").lines == ["1\tAcme\t\t\t\t\t"]


def test_a_field_of_ones_own_is_filled_in(jane: Crm) -> None:
    jane("field", "add", "contact", "shoe", "--type", "number", code=0)
    assert jane(*SAME, "--shoe", "38", code=0).out.endswith("; filled in shoe 38\n")
    assert jane(*SAME, "--shoe", "39", code=0).err == "left as it is: shoe 38\n"


ALONG = ["--note", "met", "--call", "rang", "--deal", "Pilot", "--next", "send it"]


def test_what_goes_along_is_added_once(jane: Crm) -> None:
    assert jane(*SAME, *ALONG, code=0).out == (
        'Jane Doe is there already (contact/1); deal Pilot, in Lead, at Acme (deal/1); note on Jane Doe, "met" (activity/1);'
        ' call with Jane Doe, "rang" (activity/2); reminder send it, due tomorrow (reminder/1); made pipeline Sales\n'
    )
    ended = jane(*SAME, *ALONG, code=0)
    assert ended.out == "Jane Doe is there already (contact/1)\n"
    assert ended.err == (
        "Pilot is there already and open (deal/1)\n"
        "that note is there already (activity/1)\n"
        "that call is there already (activity/2)\n"
        "reminder send it is open already (reminder/1)\n"
    )
    assert len(jane("history").lines) == 2


def test_what_is_done_and_lost_is_added_again(jane: Crm) -> None:
    jane(*SAME, *ALONG, code=0)
    jane("done", "1", code=0)
    jane("lose", "1", code=0)
    said = jane(*SAME, *ALONG, code=0).out
    assert "; deal Pilot, in Lead, at Acme (deal/2); reminder send it, due tomorrow (reminder/2)\n" in said


def test_a_note_on_one_that_is_there_stands_on_the_one_open_deal(jane: Crm) -> None:
    jane("deal", "add", "Pilot", "--contact", "jane", code=0)
    assert jane(*SAME, "--note", "met", code=0).out == (
        'Jane Doe is there already (contact/1); note on Jane Doe, "met", on deal Pilot (activity/1)\n'
    )


def test_several_that_it_may_be_are_listed(jane: Crm) -> None:
    jane("contact", "add", "Jane Doe", "--company", "Bolt", code=0)
    ended = jane(*SAME, "--city", "Bergen", code=4)
    assert ended.err == (
        "Error: `Jane Doe` may be any of 2 contacts\n"
        "  contact/1  Jane Doe  Acme  jane@acme.example\n"
        "  contact/2  Jane Doe  Bolt\n"
        "hint: crm contact show 1\n"
        "hint: or add another: --force\n"
    )


def test_companies_and_deals_are_filled_in_alike(crm: Crm) -> None:
    crm("config", "set", "currency", "EUR", code=0)
    crm("company", "add", "Acme", code=0)
    assert crm("company", "add", "ACME", "--if-absent", "--city", "Oslo", code=0).out == (
        "Acme is there already (company/1); filled in city Oslo\n"
    )
    crm("deal", "add", "Pilot", "--company", "acme", code=0)
    same = ["deal", "add", "Pilot", "--company", "acme", "--if-absent"]
    ended = crm(*same, "--amount", "7k", "--stage", "proposal", code=0)
    assert (ended.out, ended.err) == (
        "Pilot is there already and open (deal/1); filled in amount €7,000.00\n",
        "left as it is: stage Lead\n",
    )
    assert crm("deal", "show", "1", "-f", "{amount} {currency}").out == "7000.00 EUR\n"


def test_a_person_who_is_there_is_put_into_a_deal_that_is_there(crm: Callable[..., Any]) -> None:
    crm("config", "set", "currency", "EUR", code=0)
    crm("contact", "add", "Jane", "--company", "Acme", "--deal", "Roof", "--amount", "5k", code=0)
    crm("contact", "add", "Tom", "--company", "Acme", code=0)
    line = ("contact", "add", "Tom", "--company", "Acme", "--if-absent", "--deal", "Roof")
    met = crm(*line, code=0)
    assert met.out == "Tom is there already (contact/2); changed deal Roof, people +Tom (deal/1)\n"
    assert met.err == "Roof is there already and open (deal/1)\n"
    assert crm("sql", "SELECT deal_id, contact_id FROM deal_contacts", code=0).out == "1\t2\n"
    again = crm(*line, code=0)
    assert again.out == "Tom is there already (contact/2)\n"
    crm("deal", "add", "Bare", "--company", "Acme", code=0)
    crm("contact", "add", "Tom", "--company", "Acme", "--if-absent", "--deal", "Bare", code=0)
    assert crm("deal", "show", "Bare", "-f", "{contact}").out == "Tom\n"
