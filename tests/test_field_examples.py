"""What `crm field list` promises: every field's example can be asked, and every field shown and sorted by."""

from __future__ import annotations

import shlex
from collections.abc import Callable
from typing import Any

import pytest

from crm_cli.kinds.catalogue import KINDS

Run = Callable[..., Any]
NOUN = {"activity": "note", "reminder": "remind"}
CUSTOM = {
    "renewal": ("--type", "date"),
    "favourite colour": ("--type", "choice", "--choices", "dark red,green"),
    "has": ("--type", "flag"),
    "size, in m²": ("--type", "number"),
    "nick": (),
}
"""Fields of the user's own: each type, and names that are words of the query language or hold its signs."""


@pytest.fixture
def sample(crm: Run) -> Run:
    crm("config", "set", "currency", "EUR", code=0)
    crm("pipeline", "add", "Partners", "--stages", "First talk,Signed", code=0)
    crm("contact", "add", "Jane Doe", "--company", "Acme Ltd", "--phone", "+77012345678", code=0)
    crm("deal", "add", "Renewal", "--contact", "jane", "--amount", "5k", code=0)
    crm("note", "add", "jane", "wants a quote", "--next", "send it", code=0)
    crm("product", "add", "GTX Pro", "--price", "500", code=0)
    for name, options in CUSTOM.items():
        for kind in KINDS:
            crm("field", "add", kind, name, *options, code=0)
    return crm


@pytest.mark.parametrize("kind", KINDS)
def test_the_example_of_every_field_can_be_asked(sample: Run, kind: str) -> None:
    for field in sample("field", "list", kind, "-f", "json", code=0).json:
        asked = sample(NOUN.get(kind, kind), "list", field["example"])
        assert asked.code == 0, f"{field['example']}\n{asked.err}"


@pytest.mark.parametrize("kind", KINDS)
def test_an_example_can_be_typed_in_a_shell(crm: Run, kind: str) -> None:
    crm("deal", "add", "Renewal", code=0)
    for field in crm("field", "list", kind, "-f", "json", code=0).json:
        words = shlex.split(field["example"])
        assert crm(NOUN.get(kind, kind), "list", *words).code == 0, field["example"]


@pytest.mark.parametrize("kind", KINDS)
def test_every_field_can_be_shown_and_sorted_by(sample: Run, kind: str) -> None:
    names = [field["name"] for field in sample("field", "list", kind, "-f", "json", code=0).json]
    plain = ",".join(name for name in names if "," not in name)
    listed = sample(NOUN.get(kind, kind), "list", "--columns", plain, "-f", "json", code=0).json
    assert all(list(record)[: len(plain.split(","))] == plain.split(",") for record in listed)
    assert sample(NOUN.get(kind, kind), "list", "--sort", plain, "-f", "ids").code == 0
    assert (
        sample(NOUN.get(kind, kind), "list", "--sort", "-" + plain.replace(",", ",-"), "-f", "ids").code == 0
    )


def test_the_example_of_a_choice_is_one_of_the_choices_there_are(crm: Run) -> None:
    crm("pipeline", "add", "Sales", "--stages", "First talk,Signed", code=0)
    examples = {
        field["name"]: field["example"] for field in crm("field", "list", "deal", "-f", "json", code=0).json
    }
    assert examples["stage"] == 'stage:"First talk"'
    assert examples["pipeline"] == "pipeline:sales"
