"""`crm add`: what a card says is shown and added; in doubt a person chooses, and a script gets the commands."""

from __future__ import annotations

import shlex
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Crm = Callable[..., Any]

CARD = "Carl Fuchs, Hotel Adler, carl@adler.example, +49 170 111222, met at the fair"
SHOWN = """\
name     Carl Fuchs
company  Hotel Adler
email    carl@adler.example
phone    +49 170 111222
note     met at the fair
"""
ADDED = (
    "Added Carl Fuchs (contact/1): e-mail carl@adler.example; phone +49 170 111222; at Hotel Adler;"
    ' made company Hotel Adler (company/1); note on Carl Fuchs, "met at the fair" (activity/1)\n'
)


@pytest.mark.parametrize("words", [[CARD], CARD.split()])
def test_a_card_is_shown_and_added(crm: Crm, words: list[str]) -> None:
    added = crm("add", *words, code=0)
    assert (added.out, added.err) == (ADDED, SHOWN)
    template = "{name}|{company}|{email}|{phone}"
    assert crm("contact", "show", "1", "-f", template).out == (
        "Carl Fuchs|Hotel Adler|carl@adler.example|+49 170 111222\n"
    )
    assert crm("note", "show", "1", "-f", "{kind}|{body}|{contacts}|{companies}").out == (
        "note|met at the fair|Carl Fuchs|Hotel Adler\n"
    )
    crm("undo", code=0)
    assert crm("contact", "list").out == crm("company", "list").out == crm("note", "list").out == ""


def test_a_dry_run_shows_and_adds_nothing(crm: Crm, path: Path) -> None:
    dry = crm("add", CARD, "--dry-run", code=0)
    assert (dry.out, dry.err) == (ADDED, f"{SHOWN}dry run: nothing was changed\n")
    assert not path.exists()


def test_a_pasted_signature_comes_from_stdin(crm: Crm) -> None:
    text = "Mia Wolf\nHead of Sales\nBolt GmbH\nTel.: +49 30 901820\nE-Mail: mia@bolt.example\nBerlin\n"
    told = crm("add", "-", "-f", "json", stdin=text, code=0).json
    assert [told[name] for name in ("name", "job_title", "company")] == [
        "Mia Wolf",
        "Head of Sales",
        "Bolt GmbH",
    ]
    assert (told["note"]["body"], told["made"][0]["name"], told["command"]) == ("Berlin", "Bolt GmbH", 1)
    assert crm("add", stdin=text, code=2).err == (
        "Error: there is no text, and no terminal to write one in\nhint: from stdin it is read where - stands for it\n"
    )


def test_what_is_typed_beside_a_card_goes_along_and_before(crm: Crm) -> None:
    more = ["--company", "Bolt", "--tag", "vip", "--job-title", "CFO", "--email", "c@x.example"]
    added = crm("add", CARD, *more, "--call", "rang", "--next", "write", "--due", "fri", code=0)
    assert added.out == (
        "Added Carl Fuchs (contact/1): job title CFO; e-mail carl@adler.example, c@x.example; phone +49 170 111222;"
        ' tags vip; at Bolt; made company Bolt (company/1); note on Carl Fuchs, "met at the fair" (activity/1);'
        ' call with Carl Fuchs, "rang" (activity/2); reminder write, due Fri 27 Nov (reminder/1)\n'
    )
    template = "{company}|{job_title}|{tags}|{emails}"
    assert crm("contact", "show", "1", "-f", template).out == (
        "Bolt|CFO|vip|carl@adler.example; c@x.example\n"
    )


def test_a_company_that_is_known_is_known_on_a_card(crm: Crm) -> None:
    crm("company", "add", "Nord Licht", code=0)
    assert crm("add", "NORD LICHT, Anna Berg", code=0).out == "Added Anna Berg (contact/1): at Nord Licht\n"
    assert crm("contact", "show", "1", "-f", "{company}").out == "Nord Licht\n"
    assert crm("add", "Anna Weiss, company: Nord Lixht", code=4).err.endswith(
        "hint: name it company/1, or add --force to make a new one\n"
    )


def test_a_card_without_a_person_adds_a_company(crm: Crm) -> None:
    added = crm("add", "Hotel Adler, info@adler.example, www.adler.example, breakfast for 40", code=0)
    assert added.out == (
        "Added Hotel Adler (company/1): e-mail info@adler.example; web address www.adler.example;"
        ' note on Hotel Adler, "breakfast for 40" (activity/1)\n'
    )
    assert crm("company", "show", "1", "-f", "{email} {url}").out == "info@adler.example www.adler.example\n"
    ended = crm("add", "Hotel Adler, CEO", code=2)
    assert ended.err.startswith("Error: `CEO` is a person's job, and no person's name is in it\n")


@pytest.mark.parametrize("card", ["Carl Weiss, carl@adler.example", "C. Fuchs, +49170111222", "Carl Fuchs"])
def test_whoever_is_there_already_is_refused_as_add_does(crm: Crm, card: str) -> None:
    crm("add", CARD, code=0)
    ended = crm("add", card, code=5)
    assert ended.out == ""
    assert "Error: Carl Fuchs is there already (contact/1)\n" in ended.err
    met = crm("add", f"{card}, likes tea", "--if-absent", code=0)
    assert (
        met.out == 'Carl Fuchs is there already (contact/1); note on Carl Fuchs, "likes tea" (activity/2)\n'
    )


DOUBT = ["Anna Berg, Nord Licht, +49 30 901820, likes tea", "--tag", "vip", "--next", "write"]


def test_of_two_readings_both_are_named_with_commands_that_work(crm: Crm, tmp_path: Path) -> None:
    ended = crm("add", *DOUBT, code=2)
    first, *hints = ended.err.splitlines()
    ways = [
        "name Anna Berg, company Nord Licht, note likes tea",
        "name Nord Licht, company Anna Berg, note likes tea",
        "name Anna Berg, note Nord Licht, likes tea",
        "name Nord Licht, note Anna Berg, likes tea",
    ]
    assert (ended.out, first) == ("", f"Error: it can be read in 4 ways: {'; '.join(ways)}")
    more = "--phone '+49 30 901820' --tag vip"
    assert hints == [
        f"hint: crm contact add 'Anna Berg' --company 'Nord Licht' {more} --note 'likes tea' --next write",
        f"hint: crm contact add 'Nord Licht' --company 'Anna Berg' {more} --note 'likes tea' --next write",
        f"hint: crm contact add 'Anna Berg' {more} --note 'Nord Licht, likes tea' --next write",
        f"hint: crm contact add 'Nord Licht' {more} --note 'Anna Berg, likes tea' --next write",
    ]
    assert len(ended.err.splitlines()) == 5
    for number, hint in enumerate(hints, start=1):
        typed, chosen = str(tmp_path / f"typed{number}.db"), str(tmp_path / f"chosen{number}.db")
        words = shlex.split(hint.removeprefix("hint: crm "))
        said = crm(*words, "--db", typed, code=0).out
        assert crm("add", *DOUBT, "--db", chosen, terminal=True, stdin=f"{number}\n", code=0).out == said
        assert facts(typed) == facts(chosen)


def facts(path: str) -> list[list[tuple[Any, ...]]]:
    tables = ("contacts", "companies", "contact_points", "tags", "taggings", "activities", "reminders")
    with sqlite3.connect(path) as db:
        return [db.execute(f"SELECT * FROM {name} ORDER BY id").fetchall() for name in tables]


def test_a_person_chooses_in_a_terminal(crm: Crm) -> None:
    asked = crm("add", "Carl Fuchs, Adler", terminal=True, stdin="2\n", code=0)
    assert asked.err == (
        "  1  name Carl Fuchs, company Adler\n"
        "  2  name Carl Fuchs, note Adler\n"
        "which is meant? [1-2] "
        "name  Carl Fuchs\n"
        "note  Adler\n"
        "undo with: crm undo\n"
    )
    assert crm("company", "list").out == ""
    for answer in ("\n", ""):
        ended = crm("add", "Ida Fuchs, Adler", terminal=True, stdin=answer, code=6)
        assert ended.err.splitlines()[2] == "which is meant? [1-2] Error: nothing was added"
    for answer in ("9", "adler"):
        ended = crm("add", "Ida Fuchs, Adler", terminal=True, stdin=f"{answer}\n\n", code=6)
        assert ended.err.splitlines()[2:4] == [
            f"which is meant? [1-2] `{answer}` is none of 1-2; an empty line chooses none",
            "which is meant? [1-2] Error: nothing was added",
        ]
    assert crm("contact", "list", "-f", "ids").out == "1\n"


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        (["contact", "Jane Doe", "--email", "j@x.example"], "crm contact add 'Jane Doe' --email j@x.example"),
        (["contacts", "Jane"], "crm contact add Jane"),
        (["contact"], "crm contact add NAME"),
        (["deal", "X", "--amount", "5k"], "crm deal add X --amount 5k"),
        (["company", "Acme"], "crm company add Acme"),
        (["reminder", "call", "Jane"], "crm remind add call Jane"),
        (["remind", "x"], "crm remind add x"),
        (["note", "jane", "x"], "crm note add jane x"),
        (["call", "jane", "x"], "crm call jane x"),
        (["segment", "vips", "tag:vip"], "crm segment add vips tag:vip"),
        (["config"], "crm config"),
    ],
)
def test_the_name_of_a_command_is_no_card(crm: Crm, words: list[str], hint: str) -> None:
    ended = crm("add", *words, code=2)
    assert ended.err == (
        f"Error: `crm add` takes what stands on a card; `{words[0]}` is a command\nhint: {hint}\n"
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "the card is empty"),
        (" , ; ", "no name is in it: neither a person's nor a company's"),
        ("carl@x.example", "no name is in it: neither a person's nor a company's"),
        ("Carl Fuchs, birthday: someday", "--birthday: "),
        ("Carl Fuchs, lifecycle: friend", "lifecycle is one of lead, prospect, customer, former"),
    ],
)
def test_what_is_no_card_is_said(crm: Crm, path: Path, text: str, said: str) -> None:
    ended = crm("add", text, code=2)
    assert ended.out == ""
    assert f"Error: {said}" in ended.err
    assert not path.exists()


def test_the_hint_for_a_card_without_a_name_works(crm: Crm) -> None:
    hint = crm("add", "carl@x.example", code=2).err.splitlines()[1].removeprefix("hint: crm ")
    assert hint == "add 'name: NAME, carl@x.example'"
    assert (
        crm(*shlex.split(hint.replace("NAME", "Carl")), code=0).out
        == "Added Carl (contact/1): e-mail carl@x.example\n"
    )


def test_a_card_can_steer_no_terminal(crm: Crm) -> None:
    added = crm("add", "Carl \x1b[31mFuchs, Hotel \u202eAdler", terminal=True, code=0)
    assert "\x1b[31m" not in added.err + added.out
    assert "\u202e" not in added.err + added.out
