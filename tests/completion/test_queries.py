"""Queries are completed term by term, and what is offered is a query that can be read."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from crm_cli.completion.query import last_term
from tests.completion.conftest import ask, run

Offered = Callable[..., list[str]]


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("crm contact list ta", ["tag:"]),
        ("crm contact list cit", ["city:"]),
        ("crm deal list cl", ["close:", "closed:"]),
        ("crm contact list company.ind", ["company.industry:"]),
        ("crm contact list shoe", ["shoe_size:"]),
        ("crm contact list tag:", ['tag:"long lunch"', "tag:vip", "tag:вип"]),
        ("crm contact list tag:v", ["tag:vip"]),
        ("crm contact list tag=v", ["tag=vip"]),
        ("crm contact list tag!=v", ["tag!=vip"]),
        ("crm contact list tag:vip,", ['tag:vip,"long lunch"', "tag:vip,вип"]),
        ("crm contact list 'tag:\"lo", ['tag:"long lunch"']),
        ("crm contact list 'tag:\"long lunch\",v", ['tag:"long lunch",vip']),
        ("crm contact list in:", ["in:regulars"]),
        ("crm deal list in:", ['in:"big deals"']),
        ("crm contact list has:ema", ["has:email", "has:emails"]),
        ("crm contact list no:lifec", ["no:lifecycle"]),
        ("crm contact list company:a", ['company:"Acme Ltd"', 'company:"Åkerblom AB"']),
        ("crm contact list company:acme\\ l", ['company:"Acme Ltd"']),
        ("crm contact list company.industry:", ['company.industry:"machine tools"', "company.industry:retail"]),
        ("crm contact list lifecycle:cu", ["lifecycle:customer"]),
        ("crm contact list shoe_size:", ["shoe_size:small", "shoe_size:large"]),
        ("crm contact list '\"shoe size\":s", ['"shoe size":small']),
        ("crm contact list source:", ['source:"cold call"', "source:fair"]),
        ("crm deal list stage:first", ['stage:"first talk"']),
        ("crm deal list pipeline:s", ["pipeline:Sales"]),
        ("crm deal list status:w", ["status:won"]),
        ("crm deal list rotting:", ["rotting:yes", "rotting:no"]),
        ("crm deal list close:..eo", [f"close:..{word}" for word in "eow eom eoq eoy".split()]),
        ("crm deal list close:2026-11-01..tod", ["close:2026-11-01..today"]),
        ("crm note list kind:em", ["kind:email"]),
        ("crm note list contact:ja", ['contact:"Jane Doe"']),
        ("crm deal board stage:neg", ["stage:Negotiation"]),
        ("crm contact list tag:vip an", ["and"]),
        ("crm contact list 'tag:vip and cit", ["tag:vip and city:"]),
        ("crm contact list 'tag:vip and not (in:r", ["tag:vip and not (in:regulars"]),
        ("crm contact list '\"coffee fa", []),
        ("crm contact list amount:..", []),
        ("crm contact list -- -", []),
        ("crm contact edit --where tag:v", ["tag:vip"]),
        ("crm call x --where lifecycle:le", ["lifecycle:lead"]),
        ("crm remind add x --where lifecycle:le", ["lifecycle:lead"]),
        ("crm report sales --where stage:neg", ["stage:Negotiation"]),
        ("crm export deals stage:neg", ["stage:Negotiation"]),
        ("crm export nonsense stage:neg", []),
        ("crm segment add x lifecycle:le", ["lifecycle:lead"]),
        ("crm segment add x --kind deal status:w", ["status:won"]),
        ("crm segment edit 'big deals' status:w", ["status:won"]),
        ("crm find kind:cal", ["kind:call"]),
        ("crm find jan", ["Jane Doe"]),
    ],
)  # fmt: skip
def test_the_last_term_of_a_query_is_offered(offered: Offered, line: str, wanted: list[str]) -> None:
    assert offered(line) == wanted


def test_a_field_is_not_whole_and_a_value_is(sample: Path) -> None:
    assert [each.is_whole for each in ask("crm contact list cit", sample).candidates] == [False]
    assert [each.is_whole for each in ask("crm contact list tag:v", sample).candidates] == [True]


@pytest.mark.parametrize("kind", ["contact", "company", "deal"])
def test_every_value_that_is_offered_makes_a_query_that_can_be_read(
    sample: Path, offered: Offered, kind: str
) -> None:
    read = 0
    for field in offered(f"crm {kind} list "):
        for term in offered(f"crm {kind} list {field}".replace('"', '\\"')):
            if not term.endswith((":", ".")):
                run(sample, kind, "list", term)
                read += 1
    assert read > 60


@pytest.mark.parametrize(
    ("text", "kept", "name", "values", "typed"),
    [
        ("", "", "", (), ""),
        ("ci", "", "", (), "ci"),
        ("city:Os", "city:", "city", (), "Os"),
        ("a or (b:c", "a or (b:", "b", (), "c"),
        ('city:"New Y', "city:", "city", (), "New Y"),
        ('city:"New York", "Os', "", "", (), ""),
        ("stage:a,b,c", "stage:a,b,", "stage", ("a", "b"), "c"),
        ('stage:"a, b",c', 'stage:"a, b",', "stage", ("a, b",), "c"),
        ("close:2026-01-01..to", "close:2026-01-01..", "close", (), "to"),
        ("note:it's", "note:", "note", (), "it's"),
        ('name:"say \\"h', "name:", "name", (), 'say "h'),
    ],
)
def test_the_end_of_a_query_is_taken_apart(
    text: str, kept: str, name: str, values: tuple[str, ...], typed: str
) -> None:
    found = last_term(text)
    if not kept and not name and text.endswith('"Os'):
        assert found is None  # behind a comma and a space, a phrase
        return
    assert found is not None
    assert (found.kept, found.name, found.values, found.typed) == (kept, name, values, typed)


@pytest.mark.parametrize("text", ['"coffee fa', "'x", 'a "b'])
def test_a_phrase_in_quotes_is_left_alone(text: str) -> None:
    assert last_term(text) is None
