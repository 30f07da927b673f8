"""A change that makes a record like another is made, and says so: it may be the same entered twice."""

from __future__ import annotations

import shlex
from collections.abc import Callable
from typing import Any

import pytest

Run = Callable[..., Any]


@pytest.fixture
def entered(crm: Run) -> Run:
    for line in (
        "contact add 'Jane Doe' --company Acme --email jane@acme.example",
        "contact add 'Tom Roe' --phone +442079460018",
        "contact add 'Jane Doe' --company Beta --force",
        "company add 'Gamma' --domain gamma.example",
        "deal add Renewal --company Acme",
        "deal add Order --company Acme",
        "deal add Renewal --company Beta",
        "product add Soap --code S-1",
        "product add Towel",
        "remind add call",
        "remind add write",
        "segment add all",
    ):
        crm(*shlex.split(line))
    return crm


@pytest.mark.parametrize(("line", "other"), [
    ("contact edit 2 --name 'Jane Doe'", "Jane Doe (contact/1)"),
    ("contact edit 2 --name 'JANE-DOE'", "Jane Doe (contact/1)"),
    ("contact edit 2 --name 'Jane Dow'", "Jane Doe (contact/1)"),
    ("contact edit 3 --company Acme", "Jane Doe (contact/1)"),
    ("contact edit 3 --clear company", "Jane Doe (contact/1)"),
    ("contact edit 2 --email JANE@acme.example", "Jane Doe (contact/1)"),
    ("contact edit 1 --phone '+44 20 7946 0018'", "Tom Roe (contact/2)"),
    ("company edit Gamma --name acme", "Acme (company/1)"),
    ("company edit Acme --domain gamma.example", "Gamma (company/3)"),
    ("deal edit Order --title Renewal", "Renewal (deal/1)"),
    ("deal edit 3 --company Acme", "Renewal (deal/1)"),
    ("product edit Towel --name soap", "Soap (product/1)"),
    ("product edit Towel --code S-1", "Soap (product/1)"),
])  # fmt: skip
def test_a_record_that_becomes_like_another_is_changed_and_that_is_told(
    entered: Run, line: str, other: str
) -> None:
    result = entered(*shlex.split(line), code=0)
    assert result.out.startswith("Changed ")
    assert result.err == f"there is also {other}: the same?\n"


@pytest.mark.parametrize("line", [
    "contact edit 1 --city Rome",
    "contact edit 1 --name 'Jane A. Doe'",
    "contact edit 1 --name 'jane doe'",
    "contact edit 2 --name 'Ann Lee' --email ann@acme.example",
    "deal edit 1 --amount '5 EUR'",
    "deal edit 3 --title 'Renewal 2'",
    "remind edit 1 --title write",
    "remind edit 1 --title writes",
    "contact edit --where 'name:jane' --yes --city Rome",
])  # fmt: skip
def test_what_makes_nothing_alike_says_nothing(entered: Run, line: str) -> None:
    assert entered(*shlex.split(line), code=0).err == ""


def test_a_dry_run_tells_it_too(entered: Run) -> None:
    result = entered("contact", "edit", "2", "--name", "Jane Doe", "--dry-run", code=0)
    assert result.err == "there is also Jane Doe (contact/1): the same?\ndry run: nothing was changed\n"
