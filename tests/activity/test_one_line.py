"""One line for one moment: what happened, what it finished and moved, and what is next; all or nothing, undone at once."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Crm = Callable[..., Any]


@pytest.fixture
def jane(crm: Crm) -> Crm:
    """contact/1 Jane Doe of company/1 Acme, her deal/1 Renewal, and reminder/1 to send the offer; contact/2 Bob."""
    crm("config", "set", "currency", "EUR", code=0)
    words = ["--company", "Acme", "--deal", "Renewal", "--amount", "5k", "--next", "send the offer"]
    crm("contact", "add", "Jane Doe", *words, code=0)
    crm("contact", "add", "Bob", code=0)
    return crm


def facts(path: Path) -> list[list[tuple[Any, ...]]]:
    """All that a line may write, as it stands in the file."""
    tables = ("activities", "activity_links", "reminders", "deals", "stage_moves", "contacts", "companies")
    with sqlite3.connect(path) as db:
        return [db.execute(f"SELECT * FROM {name} ORDER BY id").fetchall() for name in tables]


WHOLE = ["wants two", "--done", "last", "--move", "proposal", "--next", "call back", "--due", "fri 15:00"]


def test_all_that_a_line_wrote_stands_in_its_answer(jane: Crm) -> None:
    assert jane("call", "jane", *WHOLE, code=0).out == (
        'Logged call with Jane Doe (activity/1): "wants two";'
        " on deal Renewal (deal/1), the one open deal of Jane Doe; on company Acme (company/1);"
        " finished reminder send the offer (reminder/1); moved deal Renewal, stage Lead → Proposal (deal/1);"
        " reminder call back, due Fri 27 Nov 15:00 (reminder/2)\n"
    )
    assert jane("timeline", "company/1").lines == jane("timeline", "jane").lines
    assert [line.split("\t")[1:3] for line in jane("timeline", "deal/1").lines] == [
        ["activity/1", "call"],
        ["deal/1", "stage"],
    ]


def test_a_line_is_one_step(jane: Crm, path: Path) -> None:
    before = facts(path)
    jane("call", "jane", *WHOLE, code=0)
    after = facts(path)
    assert len(jane("history").lines) == 4
    jane("undo", code=0)
    assert facts(path) == before
    jane("redo", code=0)
    assert facts(path) == after


def test_programs_get_the_parts_of_a_line_in_one_object(jane: Crm) -> None:
    told = jane("call", "jane", *WHOLE, "-f", "json", code=0).json
    assert (told["kind"], told["body"], told["command"]) == ("call", "wants two", 4)
    assert [(done["id"], done["is_done"]) for done in told["done"]] == [(1, True)]
    assert (told["moved"]["id"], told["moved"]["stage"]) == (1, "Proposal")
    assert (told["next"]["id"], told["next"]["due_at"]) == (2, "2026-11-27T15:00:00Z")
    assert jane("call", "jane", "x", "-f", "ids", "--next", "y", code=0).out == "2\n"
    yaml = jane("call", "jane", "x", "--next", "ask", "-f", "yaml", code=0).out
    assert "next:\n  id: 4\n  title: ask\n" in yaml


def test_a_field_of_ones_own_keeps_its_name_beside_the_parts(jane: Crm) -> None:
    jane("field", "add", "activity", "next", code=0)
    told = jane("call", "jane", "x", "--next", "y", "-f", "json", code=0).json
    assert (told["next"], told["next_part"]["title"]) == (None, "y")


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["bob", "x", "--done", "last"], 3, "Bob has no open reminder"),
        (["bob", "x", "--done", "99"], 3, "no reminder matches `99`"),
        (["jane", "x", "--done", "nothing"], 3, "no reminder matches `nothing`"),
        (["bob", "x", "--move", "proposal"], 3, "Bob has no open deal to move"),
        (["jane", "x", "--move", "nowhere"], 3, "there is no stage `nowhere`"),
        (["jane", "x", "--move", "won"], 3, "`won` is no stage but how a deal ends"),
        (["jane", "x", "--due", "fri"], 2, "--due is the day of the next step, and there is none"),
        (["jane", "x", "--next", " "], 2, "the next step is empty"),
        (["jane", "x", "--next", "y", "--due", "blue"], 2, "`blue` is not a date"),
    ],
)
def test_a_line_that_cannot_be_whole_writes_nothing(
    jane: Crm, path: Path, words: list[str], code: int, said: str
) -> None:
    before = facts(path)
    more = [] if "--next" in words or "--due" in words else ["--next", "never"]
    ended = jane("call", *words, *more, code=code)
    assert (ended.out, ended.err.splitlines()[0].startswith(f"Error: {said}")) == ("", True), ended.err
    assert facts(path) == before


def test_a_closed_deal_does_not_move_and_nothing_is_logged(jane: Crm, path: Path) -> None:
    jane("win", "renewal", code=0)
    before = facts(path)
    jane("call", "jane", "x", "--deal", "renewal", "--move", "proposal", code=5)
    assert facts(path) == before


def test_of_several_reminders_none_is_the_last(jane: Crm) -> None:
    jane("remind", "add", "say thanks", "--contact", "jane", code=0)
    assert jane("call", "jane", "x", "--done", "last", code=4).err == (
        "Error: Jane Doe has 2 open reminders\n"
        "  reminder/1  send the offer  due 2026-11-22  Jane Doe\n"
        "  reminder/2  say thanks  due 2026-11-22  Jane Doe\n"
        "hint: name it by its number: --done 1\n"
    )
    chosen = jane("call", "jane", "x", "--done", "last", terminal=True, stdin="2\n", code=0)
    assert "; finished reminder say thanks (reminder/2)" in chosen.out
    assert jane("remind", "list", "no:done", "--columns", "title").out == "send the offer\n"


@pytest.mark.parametrize(
    ("who", "title"),
    [("jane", "send the offer"), ("acme", "send the offer"), ("renewal", "send the offer")],
)
def test_the_last_reminder_is_that_of_whom_the_line_is_about(jane: Crm, who: str, title: str) -> None:
    jane("remind", "add", "nobody's", code=0)
    jane("remind", "add", "another's", "--contact", "bob", code=0)
    assert f"; finished reminder {title} (reminder/1)" in jane("call", who, "x", "--done", "last", code=0).out


def test_several_reminders_are_finished_by_number_and_by_words(jane: Crm) -> None:
    jane("remind", "add", "say thanks", code=0)
    said = jane("call", "bob", "x", "--done", "1", "--done", "thanks", code=0).out
    assert said == (
        'Logged call with Bob (activity/1): "x"; finished reminder send the offer (reminder/1);'
        " finished reminder say thanks (reminder/2)\n"
    )
    again = jane("call", "bob", "y", "--done", "1", code=0)
    assert (again.out, again.err) == (
        'Logged call with Bob (activity/2): "y"\n',
        "send the offer: done already\n",
    )


def test_of_several_open_deals_none_is_moved_unless_named(jane: Crm) -> None:
    jane("deal", "add", "Second", "--contact", "jane", code=0)
    assert jane("call", "jane", "x", "--move", "proposal", code=4).err == (
        "Error: Jane Doe has 2 deals, and one moves\n"
        "  deal/1  Renewal  Acme  Lead\n"
        "  deal/2  Second  Acme  Lead\n"
        "hint: name it: --deal 1\n"
    )
    named = ["--deal", "1", "--deal", "2"]
    assert jane("call", "jane", "x", *named, "--move", "proposal", code=4).err.startswith(
        "Error: the line names 2 deals, and one moves\n"
    )
    said = jane("call", "jane", "x", "--deal", "second", "--move", "proposal", code=0).out
    assert "; on deal Second (deal/2); " in said
    assert "; moved deal Second, stage Lead → Proposal (deal/2)" in said
    chosen = jane("call", "jane", "x", "--move", "proposal", terminal=True, stdin="1\n", code=0).out
    assert "; on deal Renewal (deal/1); " in chosen


def test_a_deal_moves_at_the_moment_of_the_line(jane: Crm, path: Path) -> None:
    jane("call", "renewal", "x", "--move", "proposal", "--on", "yesterday 15:00", code=0)
    with sqlite3.connect(path) as db:
        assert db.execute("SELECT moved_at, moved_on FROM stage_moves").fetchall() == [
            ("2026-11-20T15:00:00Z", "2026-11-20")
        ]


def test_a_deal_that_stands_there_already_is_a_remark(jane: Crm) -> None:
    ended = jane("call", "acme", "x", "--move", "lead", code=0)
    assert ended.out == 'Logged call with Acme (activity/1): "x"; on deal Renewal (deal/1)\n'
    assert ended.err == "Renewal is in Lead already\n"


def test_each_of_many_gets_a_next_step(jane: Crm) -> None:
    for name in ("Cem", "Dana", "Eve"):
        jane("contact", "add", name, code=0)
    said = jane("message", "-", "news", "--next", "ask", "--yes", stdin="2\n3\n4\n5\n", code=0).out
    assert said == (
        'Logged 4 activities: "news" (message with Bob, message with Cem, message with Dana and 1 more);'
        " added 4 reminders: due tomorrow (ask)\n"
    )
    told = jane("message", "-", "news", "--next", "ask", "-f", "json", stdin="2\n3\n", code=0).json
    assert [(one["contact_id"], one["next"]["contact_id"]) for one in told] == [(2, 2), (3, 3)]


def test_a_dry_run_tells_all_and_writes_nothing(jane: Crm, path: Path) -> None:
    before = facts(path)
    dry = jane("call", "jane", *WHOLE, "--dry-run", code=0)
    assert dry.out.endswith("; reminder call back, due Fri 27 Nov 15:00 (reminder/2)\n")
    assert dry.err == "dry run: nothing was changed\n"
    assert facts(path) == before


ADDED = [
    *("--note", "met at the fair", "--call", "rang her"),
    *("--deal", "Pilot", "--amount", "2k", "--next", "send it", "--due", "fri"),
]


def test_a_contact_is_added_with_all_that_goes_along(jane: Crm, path: Path) -> None:
    before = facts(path)
    assert jane("contact", "add", "Mia", "--company", "Bolt", *ADDED, code=0).out == (
        "Added Mia (contact/3): at Bolt; made company Bolt (company/2); deal Pilot, amount €2,000.00, in Lead (deal/2);"
        ' note on Mia, "met at the fair" (activity/1); call with Mia, "rang her" (activity/2);'
        " reminder send it, due Fri 27 Nov (reminder/2)\n"
    )
    links = jane("note", "show", "2", "-f", "{contacts}/{companies}/{deals}").out
    assert links == "Mia/Bolt/Pilot\n"
    jane("undo", code=0)
    assert facts(path) == before


def test_programs_get_what_went_along_with_a_contact(jane: Crm) -> None:
    told = jane("contact", "add", "Mia", "--company", "Bolt", *ADDED, "-f", "json", code=0).json
    found = {key: told[key]["id"] for key in ("deal", "note", "call", "next")}
    assert (told["name"], found) == ("Mia", {"deal": 2, "note": 1, "call": 2, "next": 2})
    assert [company["name"] for company in told["made"]] == ["Bolt"]


@pytest.mark.parametrize("kind", ["company", "deal"])
def test_companies_and_deals_are_added_with_what_was_said(jane: Crm, kind: str) -> None:
    said = jane(kind, "add", "Zed", "--note", "-", "--next", "ask", stdin="two\nlines", code=0).out
    assert said.endswith('; note on Zed, "two lines" (activity/1); reminder ask, due tomorrow (reminder/2)\n')
    assert jane("note", "show", "1", "-f", "{body}").out == "two\\nlines\n"
    jane(kind, "add", "Why", "--call", " ", code=2)
    assert jane(kind, "list", "why").out == ""


def test_a_deal_that_is_there_is_not_added_along(jane: Crm) -> None:
    ended = jane("contact", "add", "Mia", "--company", "Acme", "--deal", "renewal", code=5)
    assert ended.err.startswith("Error: Renewal is there already and open (deal/1)\n")
    assert jane("contact", "list", "mia").out == ""
