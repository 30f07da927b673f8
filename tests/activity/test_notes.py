"""The `note` commands, as typed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from crm_cli.core.text import either
from crm_cli.kinds.catalogue import KINDS

Crm = Callable[..., Any]


@pytest.fixture
def people(crm: Crm) -> None:
    """contact/1 Bob, contact/2 Jane Doe of company/1 Acme, deal/1 Renewal with Jane."""
    crm("contact", "add", "Bob", code=0)
    crm("contact", "add", "Jane Doe", "--company", "Acme", code=0)
    crm("deal", "add", "Renewal", "--contact", "jane", code=0)


def whole(crm: Crm, id: int = 1) -> dict[str, Any]:
    shown: dict[str, Any] = crm("note", "show", str(id), "-f", "json", code=0).json
    return shown


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["note", "add", "bob", "likes tea"], 'Noted on Bob (activity/1): "likes tea"'),
        (["note", "call", "bob", "likes tea"], 'Logged call with Bob (activity/1): "likes tea"'),
        (["note", "add", "bob", "one\n\n two"], 'Noted on Bob (activity/1): "one two"'),
        (["call", "bob", "long " * 30], f'Logged call with Bob (activity/1): "{"long " * 14}l…"'),
        (
            ["call", "bob", "-", "--outcome", "no answer"],
            "Logged call with Bob (activity/1): outcome no answer",
        ),
        (["email", "bob", "-", "--subject", "Prices"], 'Logged e-mail with Bob (activity/1): "Prices"'),
        (
            ["call", "bob", "x", "--on", "yesterday"],
            'Logged call with Bob, held Fri 20 Nov (activity/1): "x"',
        ),
        (
            ["email", "bob", "x", "--on", "fri 15:00"],
            'Logged e-mail with Bob, held Fri 20 Nov 15:00 (activity/1): "x"',
        ),
        (["email", "bob", "x", "--on", "-2d"], 'Logged e-mail with Bob, held Thu 19 Nov (activity/1): "x"'),
        (
            ["meeting", "bob", "x", "--occurred-on", "mon", "--held"],
            'Logged meeting with Bob, held Mon 16 Nov (activity/1): "x"',
        ),
        (["message", "1", "x", "--with", "acme"], 'Logged message with Bob, Acme (activity/1): "x"'),
        (["note", "add", "acme", "x"], 'Noted on Acme (activity/1): "x"'),
        (
            ["call", "jane", "x"],
            (
                'Logged call with Jane Doe (activity/1): "x"; on deal Renewal (deal/1), the one open deal of Jane Doe;'
                " on company Acme (company/1)"
            ),
        ),
        (
            ["call", "bob", "x", "--deal", "renewal"],
            'Logged call with Bob (activity/1): "x"; on deal Renewal (deal/1); on company Acme (company/1)',
        ),
        (
            ["call", "renewal", "x"],
            (
                'Logged call with Renewal (activity/1): "x"; with Jane Doe (contact/2), whom that deal is with;'
                " on company Acme (company/1)"
            ),
        ),
        (
            ["call", "renewal", "x", "--with", "bob"],
            'Logged call with Renewal, Bob (activity/1): "x"; on company Acme (company/1)',
        ),
        (
            ["call", "bob", "x", "--next", "send quote", "--due", "fri"],
            'Logged call with Bob (activity/1): "x"; reminder send quote, due Fri 27 Nov (reminder/1)',
        ),
    ],
)
def test_the_answer_says_with_whom_and_on_what(crm: Crm, people: None, words: list[str], said: str) -> None:
    assert crm(*words, code=0).out == f"{said}\n"


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["call", "nobody", "x"], 3, f"no {either(KINDS['activity'].links_to)} matches `nobody`"),
        (["call", "bob", "x", "--with", "nobody"], 3, "no contact or company matches `nobody`"),
        (["call", "bob", "x", "--deal", "nothing"], 3, "no deal matches `nothing`"),
        (
            ["note", "bob", "x", "--on", "tomorrow"],
            2,
            "`tomorrow` is yet to come, and a note tells what happened",
        ),
        (
            ["note", "bob", "x", "--on", "today 18:00"],
            2,
            "`today 18:00` is yet to come, and a note tells what happened",
        ),
        (["call", "bob", "x", "--on", "blue"], 2, "`blue` is not a date"),
        (["call", "bob", "x", "--on", ""], 2, "the day it happened is empty"),
        (["call", "bob", "x", "--in", "--out"], 2, "it was either --in or --out"),
        (["call", "bob", "x", "--due", "fri"], 2, "--due is the day of the next step, and there is none"),
        (["call", "bob", "x", "--duration", "long"], 2, "--duration: `long` is not a length of time"),
        (
            ["call", "bob", "x", "--kind", "fax"],
            2,
            "kind is one of note, call, email, meeting, message, not `fax`",
        ),
        (["call", "bob"], 2, "there is no text, and no terminal to write one in"),
        (["call", "bob", "-"], 2, "the call says nothing"),
        (["call", "bob", "  "], 2, "the call says nothing"),
        (["call", "-"], 2, "stdin names whom the note is about, so the text must be typed"),
        (["call", "-", "x"], 2, "stdin names nobody"),
        (["note", "show", "99"], 3, "no activity matches `99`"),
        (["note", "delete"], 2, "name the activity to delete"),
    ],
)
def test_what_cannot_be_noted_is_said(crm: Crm, people: None, words: list[str], code: int, said: str) -> None:
    ended = crm(*words, code=code)
    assert (ended.out, ended.err.splitlines()[0]) == ("", f"Error: {said}")
    assert len(crm("history").lines) == 3


def test_all_that_is_typed_is_kept(crm: Crm, people: None) -> None:
    words = [
        "wants a quote",
        "--in",
        "--duration",
        "1h 5m",
        "--subject",
        "Prices",
        "--outcome",
        "good",
        "--with",
        "bob",
    ]
    crm(
        "call",
        "jane",
        *words,
        "--on",
        "2026-11-20 15:00",
        env={"CRM_OWNER": "Aigul", "CRM_TIMEZONE": "Asia/Almaty"},
    )
    found = whole(crm)
    found.pop("uid")
    others = [
        KINDS[name] for name in KINDS["activity"].links_to if name not in {"contact", "company", "deal"}
    ]
    nothing = {
        name: value for kind in others for name, value in ((kind.plural, []), (f"{kind.name}_id", None))
    }
    assert found == nothing | {
        "id": 1,
        "kind": "call",
        "direction": "in",
        "text": "Prices: wants a quote",
        "subject": "Prices",
        "body": "wants a quote",
        "outcome": "good",
        "state": "held",
        "place": None,
        "again": None,
        "occurred_at": "2026-11-20T10:00:00Z",
        "occurred_local": "2026-11-20 10:00",
        "occurred_on": "2026-11-20",
        "duration": 65,
        "owner": "Aigul",
        "contacts": ["Jane Doe", "Bob"],
        "contact_id": 2,
        "companies": ["Acme"],
        "company_id": 1,
        "deals": ["Renewal"],
        "deal_id": 1,
        "created_at": "2026-11-21T09:30:00Z",
        "created_local": "2026-11-21 09:30",
        "created_on": "2026-11-21",
        "archived_at": None,
        "archived_local": None,
    }


@pytest.mark.parametrize(
    ("on", "zone", "at", "day"),
    [
        ("yesterday", "Asia/Almaty", None, "2026-11-20"),
        ("today", "Asia/Almaty", None, "2026-11-21"),
        ("2026-11-20 23:30", "America/New_York", "2026-11-21T04:30:00Z", "2026-11-20"),
        ("9:00", "UTC", "2026-11-21T09:00:00Z", "2026-11-21"),
        ("15:00", "UTC", "2026-11-20T15:00:00Z", "2026-11-20"),
    ],
)
def test_the_day_is_that_of_the_users_zone(
    crm: Crm, people: None, on: str, zone: str, at: str | None, day: str
) -> None:
    crm("call", "bob", "x", "--on", on, env={"CRM_TIMEZONE": zone}, code=0)
    found = whole(crm)
    assert (found["occurred_at"], found["occurred_on"]) == (at, day)


def test_text_comes_from_a_pipe_whole(crm: Crm, people: None) -> None:
    text = "first line\n\n\t- [bold]second[/] \\ 💡\n"
    crm("email", "bob", "-", stdin=text, code=0)
    crm("email", "bob", "-", "--subject", "Re: x", stdin="\ufeff" + text, code=0)
    assert whole(crm, 1)["body"] == text.strip()
    assert whole(crm, 2)["text"] == f"Re: x: {text.strip()}"
    assert crm("note", "list", "--columns", "id,body").lines[0] == (
        "1\tfirst line\\n\\n\\t- [bold]second[/] \\\\ 💡"
    )


def test_text_comes_from_the_editor_in_a_terminal(crm: Crm, people: None, tmp_path: Path) -> None:
    editor = tmp_path / "editor"
    editor.write_text('#!/bin/sh\nprintf "written\\nthere\\n" > "$1"\n')
    editor.chmod(0o755)
    crm("note", "add", "bob", terminal=True, env={"EDITOR": str(editor)}, code=0)
    assert whole(crm)["body"] == "written\nthere"
    crm("note", "edit", "1", "--subject", "S", "--text", "-", stdin="other", code=0)
    assert whole(crm)["text"] == "S: other"


def test_stdin_is_read_only_where_a_dash_says_so(crm: Crm, people: None) -> None:
    """In a loop over lines it holds the lines to come: whoever reads it there swallows them."""
    for words in (
        ("call", "bob"),
        ("note", "add", "bob", "--outcome", "reached"),
        ("email", "bob", "--next", "x"),
    ):
        result = crm(*words, stdin="2\tJane\n", code=2)
        assert result.err == (
            "Error: there is no text, and no terminal to write one in\nhint: from stdin it is read where - stands for it\n"
        )
    assert crm("note", "list").out == ""


def test_an_empty_editor_notes_nothing(crm: Crm, people: None) -> None:
    assert crm("note", "add", "bob", terminal=True, env={"EDITOR": "true"}, code=2).err.startswith(
        "Error: the note says nothing"
    )
    crm("call", "bob", "--outcome", "no answer", terminal=True, env={"EDITOR": "true"}, code=0)


def test_names_from_a_pipe_get_a_note_each(crm: Crm, people: None) -> None:
    said = crm("message", "-", "new prices", stdin="1\n2\n", code=0).out
    assert said == (
        'Logged message with Bob (activity/1): "new prices"; logged message with Jane Doe (activity/2): "new prices";'
        " on deal Renewal (deal/1), the one open deal of Jane Doe; on company Acme (company/1)\n"
    )
    assert len(crm("history").lines) == 4
    crm("contact", "add", "Third", code=0)
    assert crm("message", "-", "x", stdin="1\n2\n3\n", code=6).err.startswith(
        "Error: log message on 3 contacts needs a yes"
    )
    crm("message", "-", "x", "--yes", stdin="1\n2\n3\n", code=0)


def test_two_open_deals_are_left_alone(crm: Crm, people: None) -> None:
    crm("deal", "add", "Second", "--contact", "jane", code=0)
    crm("call", "jane", "x", code=0)
    assert whole(crm)["deals"] == []
    crm("deal", "lose", "Second", code=0)
    crm("call", "jane", "x", code=0)
    assert whole(crm, 2)["deals"] == ["Renewal"]


def test_the_next_step_is_on_the_same_records_in_one_step(crm: Crm, people: None) -> None:
    crm("call", "jane", "x", "--next", "send quote", code=0)
    shown = crm("remind", "show", "1", "-f", "json").json
    kept = {key: shown[key] for key in ("title", "due_on", "contact_id", "company_id", "deal_id")}
    assert kept == {
        "title": "send quote",
        "due_on": "2026-11-22",
        "contact_id": 2,
        "company_id": None,
        "deal_id": 1,
    }
    crm("undo", code=0)
    assert (crm("note", "list").out, crm("remind", "list").out) == ("", "")
    crm("call", "acme", "x", "--next", "visit", code=0)
    assert crm("remind", "list", "--columns", "title,company,contact").out == "visit\tAcme\t\n"


def test_at_is_the_activity_last_touched(crm: Crm, people: None) -> None:
    crm("call", "bob", "x", code=0)
    assert crm("note", "show", "@", "-f", "{kind} {contacts}").out == "call Bob\n"
    crm("call", "@", "again", code=0)  # whom the last step was about
    assert whole(crm, 2)["contacts"] == ["Bob"]


def test_ids_and_json_of_a_write(crm: Crm, people: None) -> None:
    assert crm("call", "bob", "x", "-f", "ids", code=0).out == "1\n"
    made = crm("call", "bob", "x", "-f", "json", code=0).json
    assert (made["id"], made["command"]) == (2, 5)
    assert isinstance(crm("message", "-", "x", "-f", "json", stdin="bob\n", code=0).json, list)


def test_a_dry_run_notes_nothing(crm: Crm, people: None) -> None:
    dry = crm("call", "bob", "x", "--next", "y", "--dry-run", code=0)
    assert dry.err == "dry run: nothing was changed\n"
    assert (crm("note", "list").out, crm("remind", "list").out) == ("", "")


def test_edit_changes_words_moment_and_links(crm: Crm, people: None) -> None:
    crm("note", "add", "bob", "x", code=0)
    words = [
        "--text",
        "y",
        "--on",
        "2026-11-01",
        "--kind",
        "call",
        "--out",
        "--with",
        "jane",
        "--without",
        "bob",
    ]
    assert crm("note", "edit", "1", *words, code=0).out == (
        "Changed call with Jane Doe (activity/1): kind note → call; direction – → out; body x → y;"
        " on Sat 21 Nov 09:30 → Sun 1 Nov; with +Jane Doe −Bob; companies +Acme\n"
    )
    found = whole(crm)
    kept = [found[key] for key in ("kind", "direction", "body", "occurred_at", "contacts", "companies")]
    assert kept == ["call", "out", "y", None, ["Jane Doe"], ["Acme"]]
    assert crm("timeline", "jane", code=0).out == "2026-11-01\tactivity/1\tcall\tout\ty\tJane Doe\t\n"
    assert crm("contact", "list", "--columns", "name,last,last.out").lines == [
        "Bob\t\t",
        "Jane Doe\t2026-11-01\t2026-11-01",
    ]
    crm("undo", code=0)
    assert whole(crm)["contacts"] == ["Bob"]
    assert crm("contact", "list", "bob", "--columns", "last,last.out").out == "2026-11-21\t\n"


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["1"], 2, "there is nothing to change"),
        (["1", "--without", "bob"], 2, "activity/1 would be about nobody"),
        (["1", "--clear", "kind"], 2, "the kind of the activity is empty"),
        (["1", "--on", "tomorrow"], 2, "`tomorrow` is yet to come, and a note tells what happened"),
    ],
)
def test_what_an_edit_cannot_do_is_said(
    crm: Crm, people: None, words: list[str], code: int, said: str
) -> None:
    crm("note", "add", "bob", "x", code=0)
    assert crm("note", "edit", *words, code=code).err.splitlines()[0] == f"Error: {said}"


def test_an_edit_that_changes_nothing_is_no_step(crm: Crm, people: None) -> None:
    crm("note", "add", "bob", "x", code=0)
    said = crm("note", "edit", "1", "--text", "x", "--with", "bob", code=0).out
    assert said == "Nothing to change: activity/1 is so already\n"
    assert len(crm("history").lines) == 4


def test_delete_takes_links_along_and_can_be_undone(crm: Crm, people: None) -> None:
    crm("call", "jane", "x", code=0)
    before = whole(crm)
    assert crm("note", "delete", "1", code=0).out == "Deleted call with Jane Doe (activity/1)\n"
    assert crm("timeline", "acme").out == ""
    crm("undo", code=0)
    assert whole(crm) == before


def test_the_list_is_newest_first_and_can_be_asked(crm: Crm, people: None) -> None:
    crm("call", "bob", "first", "--on", "2026-11-01", code=0)
    crm("email", "jane", "second", "--with", "bob", code=0)
    crm("note", "add", "acme", "third", "--on", "2026-10-01", code=0)
    assert crm("note", "list").lines == [
        "2\t2026-11-21 09:30\temail\tJane Doe; Bob\tsecond",
        "1\t2026-11-01\tcall\tBob\tfirst",
        "3\t2026-10-01\tnote\t\tthird",
    ]

    def ids(*query: str) -> list[str]:
        lines: list[str] = crm("note", "list", *query, "-f", "ids", code=0).lines
        return lines

    assert ids("kind:call,email", "occurred:this-month") == ["2", "1"]
    assert ids("contact:bob") == ["2", "1"]
    assert ids("company:acme") == ["2", "3"]
    assert ids("deal=renewal") == ["2"]
    assert ids("thi") == ["3"]
    assert ids("text:sec", "or", "on:2026-10") == ["2", "3"]


def test_a_timeline_is_that_of_the_record(crm: Crm, people: None) -> None:
    crm("call", "jane", "old days", "--on", "2026-11-01", "--outcome", "good", code=0)
    crm("meeting", "bob", "x", "--with", "jane", "--on", "2026-11-10", code=0)
    crm("deal", "move", "renewal", "Proposal", code=0)
    crm("contact", "edit", "jane", "--company", "New Ltd", code=0)
    crm("note", "add", "jane", "-", "--subject", "S", stdin="multi\nline", code=0)
    first = "2026-11-01\tactivity/1\tcall\t\told days → good\tJane Doe\t"
    met = "2026-11-10\tactivity/2\tmeeting\t\tx\tBob, Jane Doe\t"
    noted = "2026-11-21 09:30\tactivity/3\tnote\t\tS: multi\\nline\tJane Doe\t"
    assert crm("timeline", "jane").lines == [noted, met, first]
    assert crm("timeline", "jane", "--limit", "1").lines == [noted]
    assert crm("timeline", "acme").lines == [noted, met, first]  # as the company of the deal
    assert crm("timeline", "new ltd").lines == [noted]
    moved = "2026-11-21 09:30\tdeal/1\tstage\t\tLead → Proposal\t\t"
    assert sorted(crm("timeline", "deal/1").lines) == sorted([moved, noted, first])


def test_records_know_their_last_activities(crm: Crm, people: None) -> None:
    crm("call", "jane", "x", "--in", "--on", "2026-11-01", code=0)
    crm("email", "jane", "y", "--out", "--on", "2026-11-02", code=0)
    crm("note", "add", "jane", "z", "--on", "2026-11-03", code=0)
    columns = "last,last.call,last.email,last.meeting,last.in,last.out,last.text,activities"
    expected = "2026-11-03\t2026-11-01\t2026-11-02\t\t2026-11-01\t2026-11-02\tz\t3\n"
    assert crm("contact", "list", "jane", "--columns", columns, code=0).out == expected
    assert crm("company", "list", "--columns", columns, code=0).out == expected
    assert crm("deal", "list", "--columns", columns, code=0).out == expected
    assert crm("contact", "list", "no:last", "-f", "{name}").out == "Bob\n"
    assert crm("contact", "list", "last:..2026-11-02", "-f", "{name}").out == ""


def test_hostile_words_are_only_words(crm: Crm, people: None) -> None:
    text = "[/] \x1b[31m ' \" ; DROP TABLE activities; -- \u202e :smile: 你好 سلام"
    crm("note", "add", "bob", text, code=0)
    assert whole(crm)["body"] == text
    shown = crm("note", "list", terminal=True, code=0).out
    assert "\x1b[31m" not in shown and "\u202e" not in shown
