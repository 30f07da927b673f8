"""A name is found with and without the spaces in it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest


@pytest.mark.parametrize(("kept", "typed"), [
    ("علی\u200cرضا", "علی رضا"),
    ("علی رضا", "علی\u200cرضا"),
    ("GTXPro", "gtx pro"),
    ("GTX Pro", "gtxpro"),
])  # fmt: skip
def test_a_name_is_found_whether_or_not_its_parts_are_joined(
    crm: Callable[..., Any], kept: str, typed: str
) -> None:
    crm("contact", "add", kept, code=0)
    crm("contact", "add", "Somebody Else", code=0)
    assert crm("find", typed, "-f", "ids", code=0).lines == ["contact/1"]


@pytest.fixture
def world(crm: Callable[..., Any]) -> Callable[..., Any]:
    for name in ("Mary-Ann Smith", "Anna Schmidt", "Hans Müller", "Ольга Петрова", "Maryann Jones"):
        crm("contact", "add", name, code=0)
    for name in ("Çelik", "C", "C#", "C++", "C++ Ltd"):
        crm("company", "add", name, code=0)
    return crm


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("maryann", ["Maryann Jones", "Mary-Ann Smith"]),
        ("mary ann", ["Mary-Ann Smith"]),
        ("mary ann jones", ["Maryann Jones"]),
        ("mary-ann", ["Mary-Ann Smith"]),
        ("mueller", ["Hans Müller"]),
        ("muller", ["Hans Müller"]),
        ("C++", ["C++ Ltd", "C++", "C#", "C"]),
        ("c#", ["C#", "C++ Ltd", "C++", "C"]),
        ("c++ ltd", ["C++ Ltd"]),
        ("celik", ["Çelik"]),
    ],
)
def test_a_name_is_found_in_whatever_way_it_is_written(
    world: Callable[..., Any], typed: str, found: list[str]
) -> None:
    assert world("find", typed, "-f", "{name}", code=0).lines == found


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("Shmidt", "nothing has `Shmidt`\nnearest: Anna Schmidt (contact/2)\n"),
        ("olga", "nothing has `olga`\nnearest: Ольга Петрова (contact/4)\n"),
        ("zzz", "nothing has `zzz`\n"),
        ("olga kind:call", "nothing has `olga kind:call`\n"),
    ],
)
def test_where_nothing_is_found_the_nearest_names_are_told(
    world: Callable[..., Any], typed: str, said: str
) -> None:
    result = world("find", typed, code=0)
    assert (result.out, result.err) == ("", said)
    assert world("find", typed, "--quiet", code=0).err == ""


def test_signs_come_first_in_what_was_written_too(crm: Callable[..., Any]) -> None:
    crm("contact", "add", "Ada", code=0)
    crm("note", "add", "Ada", "knows C and more", code=0)
    crm("note", "add", "Ada", "a C++ developer", code=0)
    crm("note", "add", "Ada", "comes tomorrow, gets 50% off", code=0)
    crm("note", "add", "Ada", "50 pieces", code=0)
    assert crm("find", "c++", "-f", "ids", code=0).lines == ["activity/2", "activity/1"]
    assert crm("find", "50%", "-f", "ids", code=0).lines == ["activity/3", "activity/4"]
    assert crm("note", "list", "c++", "-f", "ids", "--sort", "id", code=0).lines == ["1", "2"]
    assert crm("note", "list", "text:c++", "-f", "ids", code=0).lines == ["2"]
