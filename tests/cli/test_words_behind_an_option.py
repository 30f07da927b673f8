"""Words behind an option's value are no words of another argument where they may be more of that value."""

from __future__ import annotations

import shlex
from collections.abc import Callable
from typing import Any

import pytest

from crm_cli.core import shell

Run = Callable[..., Any]


@pytest.fixture
def known(crm: Run) -> Run:
    for line in (
        "contact add 'Bo Berg' --company 'Acme Ltd'",
        "contact add 'Zoë Çelik'",
        "contact add York",
        "deal add 'Big One' --contact Bo --amount '5 EUR'",
        "remind add call",
    ):
        crm(*shlex.split(line), code=0)
    return crm


@pytest.mark.parametrize(("line", "whole"), [
    ("remind add 'call her' --contact Zoë Çelik", "Zoë Çelik"),
    ("remind add 'call her' --contact=Bo Berg --due fri", "Bo Berg"),
    ("remind add --contact Bo Berg 'call her'", "Bo Berg"),
    ("deal add Big --contact Zoë Çelik", "Zoë Çelik"),
    ("contact edit York --company Acme Ltd", "Acme Ltd"),
    ("contact add Carl --company acme ltd --city Rome", "acme ltd"),
    ("note York hi --with Zoë Çelik", "Zoë Çelik"),
    ("call Bo hi --deal Big One", "Big One"),
])  # fmt: skip
def test_a_whole_name_behind_an_option_is_not_parted_silently(known: Run, line: str, whole: str) -> None:
    result = known(*shlex.split(line), code=4)
    assert result.err.startswith(f"Error: `{whole}` may be one name or 2\n")
    known(*hinted(result.err), "--dry-run", code=0)


@pytest.mark.parametrize(("line", "meant"), [
    ("remind add 'call her' --due next fri", "crm remind add 'call her' --due 'next fri'"),
    ("deal edit Big --add-contact Bo Berg", "crm deal edit Big --add-contact 'Bo Berg'"),
    ("contact edit Bo --city New York", "crm contact edit Bo --city 'New York'"),
    ("contact edit Bo --name Bo York", "crm contact edit Bo --name 'Bo York'"),
    ("win Big One --amount 1 250", "crm win Big One --amount '1 250'"),
    ("contact add Carl Fuchs --company New Corp", "crm contact add 'Carl Fuchs' --company 'New Corp'"),
    ("deal add Big Two --contact York --amount 5 EUR", "crm deal add 'Big Two' --contact York --amount '5 EUR'"),
    ("deal move Big One Proposal --on last fri", "crm deal move Big One Proposal --on 'last fri'"),
    ("call Bo hi --next call back --due next fri", "crm call Bo hi --next 'call back' --due 'next fri'"),
    ("call Bo hi --out there", "crm call Bo 'hi there' --out"),
    ("add 'Carl Fuchs, x@y.example' --tag new lead", "crm add 'Carl Fuchs, x@y.example' --tag 'new lead'"),
])  # fmt: skip
def test_what_stands_apart_is_refused_with_the_line_in_quotes(known: Run, line: str, meant: str) -> None:
    result = known(*shlex.split(line), code=2)
    assert hinted(result.err) == shlex.split(meant)[1:]


@pytest.mark.parametrize("line", [
    "remind add --due fri call her",
    "remind add call her --priority high",
    "contact edit --city Rome Bo York --yes",
    "contact list name:bo --limit 5 city:Rome",
    "find Bo --limit 5 Berg",
    "call Bo Berg --duration 20m 'wants a quote'",
    "deal move Big --on today Proposal",
    "snooze 1 --reason later next fri",
    "contact show Bo --format csv -- York",
])  # fmt: skip
def test_words_that_are_no_more_of_a_value_may_stand_anywhere(known: Run, line: str) -> None:
    known(*shlex.split(line), code=0)


@pytest.mark.parametrize(("typed", "parted", "line"), [
    ("call Bo wants a quote", "wants a quote", 'crm call Bo "wants a quote"'),
    ("call Bo hi --next call back", "hi back", 'crm call Bo hi --next "call back"'),
    ("call Bo hi --due in two weeks --next x y", "hi two weeks y", 'crm call Bo hi --due "in two weeks" --next "x y"'),
    ("call Bo a b --next c d", "a b d", 'crm call Bo "a b" --next "c d"'),
    ("call Bo hi --out there", "hi there", 'crm call Bo "hi there" --out'),
    ("call Bo", "hi there", '"hi there"'),
])  # fmt: skip
def test_a_line_is_put_in_quotes_where_its_words_stand(typed: str, parted: str, line: str) -> None:
    assert shell.as_one(typed.split(), parted.split()) == line


def hinted(err: str) -> list[str]:
    """The words behind `crm` of the command that a hint names."""
    hint = next(line for line in err.splitlines() if line.startswith("hint: "))
    return shlex.split(hint[hint.index("crm ") :])[1:]
