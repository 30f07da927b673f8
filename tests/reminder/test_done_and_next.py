"""What is done and what comes next: `done`, `win`, `lose`, `move`, `reopen` with a next step, and reminders opened again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Crm = Callable[..., Any]


@pytest.fixture
def jane(crm: Crm) -> Crm:
    """contact/1 Jane Doe of Acme, deal/1 Renewal; reminder/1 a and reminder/2 b about both, reminder/3 c about Bob."""
    crm("contact", "add", "Jane Doe", "--company", "Acme", "--deal", "Renewal", code=0)
    crm("contact", "add", "Bob", code=0)
    for title in ("a", "b"):
        crm("remind", "add", title, "--contact", "jane", "--deal", "renewal", code=0)
    crm("remind", "add", "c", "--contact", "bob", code=0)
    return crm


def left(crm: Crm) -> list[str]:
    """The reminders still to be done: title, contact, deal."""
    found: list[str] = crm("remind", "list", "no:done", "--columns", "title,contact,deal").lines
    return found


def test_the_next_step_is_on_the_records_of_what_is_done(jane: Crm) -> None:
    said = jane("done", "1", "--next", "call", "--due", "fri 9:00", code=0).out
    assert said == (
        "Finished a (reminder/1): about Jane Doe, Renewal; reminder call, due Fri 27 Nov 09:00 (reminder/4)\n"
    )
    assert left(jane) == ["b\tJane Doe\tRenewal", "c\tBob\t", "call\tJane Doe\tRenewal"]
    jane("undo", code=0)
    assert left(jane) == ["a\tJane Doe\tRenewal", "b\tJane Doe\tRenewal", "c\tBob\t"]


def test_several_that_are_done_have_one_next_step_for_all_they_are_about(jane: Crm) -> None:
    said = jane("done", "1", "2", "3", "--next", "call", "--yes", code=0).out
    assert said == (
        "Finished a (reminder/1), b (reminder/2), c (reminder/3);"
        " reminder call, due tomorrow (reminder/4); reminder call, due tomorrow (reminder/5)\n"
    )
    assert left(jane) == ["call\tJane Doe\tRenewal", "call\tBob\t"]


def test_a_next_step_after_what_is_done_already_is_added(jane: Crm) -> None:
    jane("done", "3", code=0)
    ended = jane("done", "3", "--next", "call", code=0)
    assert (ended.out, ended.err) == (
        "Added call (reminder/4): due tomorrow; about Bob\n",
        "c: done already\n",
    )
    ended = jane("done", "3", code=0)
    assert (ended.out, ended.err) == ("Nothing to finish\n", "c: done already\n")


def test_programs_get_the_next_step(jane: Crm) -> None:
    told = jane("done", "3", "--next", "call", "-f", "json", code=0).json
    assert (told["title"], told["is_done"], told["next"]["title"]) == ("c", True, "call")
    told = jane("done", "1", "2", "-f", "json", code=0).json
    assert [one["title"] for one in told] == ["a", "b"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["move", "1", "proposal"], "Moved Renewal (deal/1): stage Lead → Proposal"),
        (["win", "1"], "Won Renewal (deal/1): closed today"),
        (["lose", "1"], "Lost Renewal (deal/1): closed today"),
    ],
)
def test_a_deal_moves_with_its_next_step(jane: Crm, words: list[str], said: str) -> None:
    next = ["--next", "write", "--due", "mon"]
    assert jane(*words, *next, code=0).out == (
        f"{said}; at Acme; with Jane Doe; reminder write, due Mon 23 Nov (reminder/4)\n"
    )
    assert jane("remind", "show", "4", "-f", "{contact}/{deal}").out == "Jane Doe/Renewal\n"
    jane("undo", code=0)
    assert jane("deal", "show", "1", "-f", "{status} {stage}").out == "open Lead\n"
    assert len(left(jane)) == 3
    ended = jane(*words, "--due", "mon", code=2)
    assert ended.err.startswith("Error: --due is the day of the next step, and there is none\n")


def test_a_deal_that_is_so_already_gets_its_next_step(jane: Crm) -> None:
    jane("win", "1", "--amount", "5 EUR", code=0)
    ended = jane("win", "1", "--next", "write", code=0)
    assert ended.out == "Added write (reminder/4): due tomorrow; about Jane Doe, Renewal\n"
    assert ended.err == "Renewal is won already, since 2026-11-21\n"
    ended = jane("reopen", "1", "--next", "write again", "-f", "json", code=0)
    assert (ended.json["status"], ended.json["next"]["title"]) == ("open", "write again")


def test_many_deals_get_a_next_step_each(jane: Crm) -> None:
    for title in ("Two", "Three", "Four"):
        jane("deal", "add", title, code=0)
    said = jane("move", "--where", "stage:lead", "proposal", "--next", "ask", "--yes", code=0).out
    assert said == (
        "Moved 4 deals: stage Lead → Proposal (Renewal, Two, Three and 1 more); added 4 reminders: due tomorrow (ask)\n"
    )
    assert len(left(jane)) == 7


def test_what_was_finished_is_opened_again(jane: Crm) -> None:
    jane("done", "a", code=0)
    assert jane("remind", "reopen", "a", code=0).out == "Reopened a (reminder/1): about Jane Doe, Renewal\n"
    assert len(left(jane)) == 3
    ended = jane("remind", "reopen", "a", code=0)
    assert (ended.out, ended.err) == ("Nothing to reopen\n", "a: open already\n")
    jane("remind", "reopen", "nothing", code=3)


def test_of_two_of_one_name_the_finished_one_is_opened_again(jane: Crm) -> None:
    jane("remind", "add", "a", code=0)
    jane("done", "1", code=0)
    assert jane("remind", "reopen", "a", "-f", "ids", code=0).out == "1\n"


def test_the_shortcuts_say_what_they_stand_for(jane: Crm) -> None:
    assert (
        jane("snooze", "1", "+2d", code=0).out
        == "Put off a (reminder/1): due tomorrow → Tue 24 Nov; about Jane Doe, Renewal\n"
    )
    jane("lose", "1", code=0)
    assert jane("reopen", "1", code=0).out == "Reopened Renewal (deal/1): in Lead; at Acme; with Jane Doe\n"
    help = " ".join(jane("--help", code=0).out.split())
    for name, whole in (("snooze", "remind snooze"), ("reopen", "deal reopen"), ("done", "remind done")):
        assert f"{name} " in help
        assert f"(short for {whole})" in help
