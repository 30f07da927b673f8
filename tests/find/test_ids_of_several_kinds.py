"""Where the records of an answer are of several kinds, an id says of which: the next command of a pipe takes it so."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Run = Callable[..., Any]


@pytest.fixture
def acme(crm: Run) -> Run:
    crm("contact", "add", "Jane Doe", "--company", "Acme", code=0)
    crm("deal", "add", "Acme renewal", "--contact", "jane", "--close", "today", code=0)
    crm("call", "jane", "about acme", "--deal", "1", "--next", "send it", "--due", "today", code=0)
    return crm


@pytest.mark.parametrize(
    ("words", "ids"),
    [
        (("find", "acme"), ["company/1", "deal/1", "contact/1", "activity/1"]),
        (("find", "company:acme"), ["activity/1", "contact/1", "deal/1"]),
        (("today",), ["reminder/1", "deal/1"]),
        (("remind",), ["reminder/1"]),
        (("next",), ["reminder/1"]),
        (("timeline", "jane"), ["activity/1"]),
        (("timeline", "deal/1"), ["activity/1"]),
        (("show", "contact/1", "deal/1"), ["contact/1", "deal/1"]),
        (("show", "deal/1"), ["deal/1"]),
        (("diff", "today"), ["contact/1", "company/1", "deal/1", "activity/1", "reminder/1"]),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_ids_of_several_kinds_name_them(acme: Run, words: tuple[str, ...], ids: list[str]) -> None:
    found = acme(*words, "-f", "ids", code=0).lines
    assert sorted(found) == sorted(ids)
    for id in found:
        assert acme("show", id, code=0).lines[0] == f"id\t{id.partition('/')[2]}"


def test_ids_of_one_kind_are_bare(acme: Run) -> None:
    for words in (("contact", "list"), ("contact", "show", "jane"), ("deal", "edit", "1", "--owner", "Bo")):
        assert acme(*words, "-f", "ids", code=0).lines == ["1"]


def test_what_is_found_is_shown_by_the_next_command_of_a_pipe(acme: Run) -> None:
    found = acme("find", "acme", "-f", "ids", code=0).out
    assert acme("show", "-", "-f", "ids", stdin=found, code=0).out == found
