"""What is planned: it is told by its day, settled by a word, and is no contact until it was held."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Crm = Callable[..., Any]


@pytest.fixture
def anna(crm: Crm) -> Crm:
    """contact/1 Anna, contact/2 Bob; it is Saturday, 21 November 2026, 9:30."""
    crm("contact", "add", "Anna", code=0)
    crm("contact", "add", "Bob", code=0)
    return crm


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("meeting Anna x --on 'fri 14:00'", "Planned meeting with Anna, Fri 27 Nov 14:00"),
        ("meeting Anna x --on 2026-12-01", "Planned meeting with Anna, Tue 1 Dec"),
        ("meeting Anna x --on tomorrow", "Planned meeting with Anna, Sun 22 Nov"),
        ("meeting Anna x --on 'today 18:00'", "Planned meeting with Anna, Sat 21 Nov 18:00"),
        ("meeting Anna x --on 'sat 18:00'", "Planned meeting with Anna, Sat 21 Nov 18:00"),
        ("meeting Anna x --on 18:00", "Planned meeting with Anna, Sat 21 Nov 18:00"),
        ("meeting Anna x --on 'monday morning'", "Planned meeting with Anna, Mon 23 Nov 09:00"),
        ("meeting Anna x --on fri --planned", "Planned meeting with Anna, Fri 27 Nov"),
        ("meeting Anna x --on fri --held", "Logged meeting with Anna, held Fri 20 Nov"),
        ("meeting Anna x --on 'sat 9:00' --held", "Logged meeting with Anna, held Sat 21 Nov 09:00"),
        ("meeting Anna x --on 'sat 9:00' --planned", "Planned meeting with Anna, Sat 28 Nov 09:00"),
        ("meeting Anna x --on today", "Logged meeting with Anna, held Sat 21 Nov"),
        ("meeting Anna x --on today --planned", "Planned meeting with Anna, Sat 21 Nov"),
        ("meeting Anna x --on yesterday", "Logged meeting with Anna, held Fri 20 Nov"),
        ("meeting Anna x --on 'last friday'", "Logged meeting with Anna, held Fri 20 Nov"),
        ("meeting Anna x", "Logged meeting with Anna"),
        ("call Anna x --on fri", "Logged call with Anna, held Fri 20 Nov"),
        ("call Anna x --on 'fri 14:00'", "Logged call with Anna, held Fri 20 Nov 14:00"),
        ("call Anna x --on 'fri 14:00' --planned", "Planned call with Anna, Fri 27 Nov 14:00"),
        ("call Anna x --on 'tomorrow 9:00'", "Planned call with Anna, Sun 22 Nov 09:00"),
        ("email Anna x --on mon", "Logged e-mail with Anna, held Mon 16 Nov"),
        ("message Anna x --on 2026-12-24", "Planned message with Anna, Thu 24 Dec"),
        ("note Anna x --on fri", "Noted on Anna, Fri 20 Nov"),
    ],
)
def test_a_day_says_whether_it_is_planned_or_was_held(anna: Crm, line: str, said: str) -> None:
    import shlex

    assert anna(*shlex.split(line), code=0).out == f'{said} (activity/1): "x"\n'


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["meeting", "Anna", "x", "--on", "fri"], "`fri` is Fri 20 Nov or Fri 27 Nov"),
        (
            ["meeting", "Anna", "x", "--on", "sat 9:00"],
            "`sat 9:00` is Sat 21 Nov 09:00 or Sat 28 Nov 09:00",
        ),
        (["meeting", "Anna", "x", "--on", "sat"], "`sat` is Sat 21 Nov or Sat 28 Nov"),
        (
            ["meeting", "Anna", "x", "--on", "tomorrow", "--held"],
            "`tomorrow` is yet to come, and cannot be held",
        ),
        (
            ["meeting", "Anna", "x", "--on", "yesterday", "--planned"],
            "`yesterday` has gone by, and cannot be planned",
        ),
        (["meeting", "Anna", "x", "--planned"], "a meeting that is planned has a day"),
        (["meeting", "Anna", "x", "--planned", "--held"], "it is either --planned or --held"),
        (
            ["meeting", "Anna", "x", "--held", "--state", "planned"],
            "`--held` and `--state planned` do not agree",
        ),
        (
            ["note", "Anna", "x", "--on", "tomorrow"],
            "`tomorrow` is yet to come, and a note tells what happened",
        ),
        (["note", "Anna", "x", "--planned"], "a note is never planned"),
        (
            ["meeting", "Anna", "x", "--on", "tomorrow", "--deal", "d", "--move", "Won"],
            "no deal matches `d`",
        ),
    ],
)
def test_what_is_neither_is_refused_naming_both(anna: Crm, words: list[str], said: str) -> None:
    ended = anna(*words)
    assert (ended.code in {2, 3}, ended.out, ended.err.splitlines()[0]) == (True, "", f"Error: {said}")
    assert anna("note", "list", code=0).out == ""


def test_no_hour_is_shown_where_none_was_said(anna: Crm) -> None:
    anna("call", "Anna", "noon sharp", "--on", "2026-11-20 12:00", code=0)
    anna("call", "Anna", "some time", "--on", "yesterday", code=0)
    anna("call", "Anna", "earlier", "--on", "2026-11-19", code=0)
    assert anna("note", "list", "-f", "table", code=0).out == (
        "ID  On               Kind  With  What\n"
        "───────────────────────────────────────────\n"
        " 1  yesterday 12:00  call  Anna  noon sharp\n"
        " 2  yesterday        call  Anna  some time\n"
        " 3  Thu 19 Nov       call  Anna  earlier\n"
    )
    assert anna("timeline", "Anna", code=0).lines == [
        "2026-11-20\tactivity/2\tcall\t\tsome time\tAnna\t",
        "2026-11-20 12:00\tactivity/1\tcall\t\tnoon sharp\tAnna\t",
        "2026-11-19\tactivity/3\tcall\t\tearlier\tAnna\t",
    ]


def test_what_is_planned_missed_or_cancelled_is_no_last_contact(anna: Crm) -> None:
    def lasts() -> list[str]:
        lines: list[str] = anna(
            "contact", "list", "anna", "--columns", "last,last.meeting,last.in,last.text", code=0
        ).lines
        return lines

    anna("call", "Anna", "hello", "--on", "2026-11-01", "--in", code=0)
    before = ["2026-11-01\t\t2026-11-01\thello"]
    anna("meeting", "Anna", "demo", "--on", "tomorrow 14:00", "--in", code=0)
    assert lasts() == before
    assert anna("report", "activity", "--by", "none", "-f", "csv", code=0).lines[1].startswith("1,")
    anna("missed", "Anna", now="2026-11-23", code=0)
    assert lasts() == before
    anna("undo", code=0)
    anna("cancel", "Anna", code=0)
    assert lasts() == before
    anna("undo", code=0)
    anna("held", "Anna", now="2026-11-23", code=0)
    assert lasts() == ["2026-11-22\t2026-11-22\t2026-11-22\tdemo"]
    anna("undo", code=0)
    assert lasts() == before
    assert anna("doctor", code=0).code == 0


def test_what_was_planned_is_settled_in_a_sentence_and_taken_back_at_once(anna: Crm) -> None:
    anna("meeting", "Anna", "demo", "--on", "fri 14:00", "--with", "Bob", code=0)
    before = anna("note", "show", "1", "-f", "json", code=0).json
    done = anna(
        "held", "Anna", "--outcome", "Good", "--next", "send it", "--due", "mon", now="2026-11-28", code=0
    )
    assert done.out == (
        "Meeting with Anna, Bob planned for Fri 27 Nov 14:00 (activity/1) → held, went well;"
        " reminder send it, due Mon 30 Nov, about Anna (reminder/1)\n"
    )
    assert (
        anna("history", "activity/1", code=0)
        .lines[0]
        .split("\t")[3]
        .startswith("Meeting with Anna, Bob planned for Fri 27 Nov 14:00 (activity/1) → held, went well")
    )
    anna("undo", now="2026-11-28", code=0)
    assert anna("note", "show", "1", "-f", "json", code=0).json == before
    assert anna("remind", "list", code=0).out == ""
    anna("redo", now="2026-11-28", code=0)
    shown = anna("note", "show", "1", "-f", "json", code=0).json
    assert (shown["state"], shown["outcome"]) == ("held", "good")
    again = anna("held", "1", now="2026-11-28", code=0).out
    assert (
        again == "Nothing to change: meeting with Anna, Bob, Fri 27 Nov 14:00 (activity/1) is held already\n"
    )


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["held", "last"], "held"),
        (["held", "1", "--outcome", "bad"], "held, went badly"),
        (["held", "activity/1", "--outcome", "three seats"], "held: outcome three seats"),
        (["missed", "Anna"], "missed"),
        (["cancel", "Anna"], "cancelled"),
    ],
)
def test_it_is_named_by_number_by_whom_and_as_the_last(anna: Crm, words: list[str], said: str) -> None:
    anna("meeting", "Anna", "demo", "--on", "fri 14:00", code=0)
    out = anna(*words, now="2026-11-28", code=0).out
    head, _, rest = said.partition(":")
    rest = f":{rest}" if rest else ""
    assert out == f"Meeting with Anna planned for Fri 27 Nov 14:00 (activity/1) → {head}{rest}\n"


def test_of_several_that_are_planned_one_is_to_be_named(anna: Crm) -> None:
    anna("meeting", "Anna", "a", "--on", "2026-12-01 9:00", code=0)
    anna("meeting", "Anna", "b", "--on", "2026-12-02", code=0)
    ended = anna("held", "Anna", now="2026-12-05", code=4)
    assert ended.err == (
        "Error: 2 are planned\n"
        "  activity/1  meeting  2026-12-01  Anna\n"
        "  activity/2  meeting  2026-12-02  Anna\n"
        "hint: name it by its number: activity/1\n"
    )
    assert anna("held", "Bob", code=3).err.splitlines()[0] == "Error: nothing is planned with Bob"
    early = anna("held", "1", code=2).err.splitlines()[0]
    assert early == "Error: meeting with Anna, Tue 1 Dec 09:00 (activity/1) is yet to come"


@pytest.mark.parametrize(
    ("to", "said"),
    [
        ("mon 10:00", "Fri 27 Nov 14:00 → Mon 23 Nov 10:00"),
        ("mon", "Fri 27 Nov 14:00 → Mon 23 Nov 14:00"),
        ("+1w", "Fri 27 Nov 14:00 → Fri 4 Dec 14:00"),
        ("2026-12-24 12:00", "Fri 27 Nov 14:00 → Thu 24 Dec 12:00"),
    ],
)
def test_what_is_planned_is_put_off_and_keeps_its_hour(anna: Crm, to: str, said: str) -> None:
    anna("meeting", "Anna", "demo", "--on", "fri 14:00", code=0)
    assert (
        anna("note", "move", "Anna", to, code=0).out == f"Moved meeting with Anna (activity/1): on {said}\n"
    )
    assert (
        anna("note", "move", "Anna", "yesterday", code=2).err.splitlines()[0]
        == "Error: `yesterday` has gone by"
    )


def test_what_was_held_is_not_put_off(anna: Crm) -> None:
    anna("meeting", "Anna", "demo", "--on", "yesterday", code=0)
    assert anna("note", "move", "1", "mon", code=2).err == (
        "Error: meeting with Anna, Fri 20 Nov (activity/1) is held, and only what is planned can be put off\n"
        "hint: crm note edit 1 --on yesterday\n"
    )


def test_a_clash_is_remarked_upon(anna: Crm) -> None:
    anna("meeting", "Anna", "demo", "--on", "fri 14:00", "--duration", "1h", code=0)
    clash = "at the same time: meeting with Anna, Fri 27 Nov 14:00 (activity/1)\n"
    assert anna("meeting", "Bob", "x", "--on", "fri 14:59", code=0).err == clash
    assert anna("meeting", "Bob", "x", "--on", "fri 15:00", code=0).err == ""
    assert anna("meeting", "Bob", "x", "--on", "2026-11-27", code=0).err == ""
    assert anna("note", "move", "3", "fri 13:30", "--yes", code=0).err == ""
    assert (
        anna("meeting", "Bob", "x", "--on", "fri 13:00", "--duration", "3h", code=0).err.count("(activity/")
        == 3
    )


def test_a_row_that_is_yet_to_come_is_planned_and_an_export_comes_back(anna: Crm, tmp_path: Any) -> None:
    rows = tmp_path / "rows.csv"
    rows.write_text(
        "Kind,Contact,Body,At,Location\n"
        "meeting,Anna,demo,2026-12-01 14:00,their office\n"
        "note,Anna,x,2026-12-01,\n"
        "call,Anna,y,2026-11-20,\n"
    )
    anna("import", rows, "--as", "activities", "--yes", code=0)
    told = anna(
        "note", "list", "--columns", "kind,state,place,occurred_at,occurred_on", "--sort", "id", code=0
    )
    assert told.lines == [
        "meeting\tplanned\ttheir office\t2026-12-01 14:00\t2026-12-01 14:00",
        "note\theld\t\t\t2026-12-01",
        "call\theld\t\t\t2026-11-20",
    ]
    anna("export", "all", "--to", tmp_path / "all", code=0)
    again = {"CRM_DB": str(tmp_path / "again.db")}
    anna("import", tmp_path / "all", "--yes", env=again, code=0)
    columns = ["--columns", "kind,state,place,occurred_at,occurred_on,contacts", "--sort", "id"]
    assert anna("note", "list", *columns, env=again, code=0).out == anna("note", "list", *columns, code=0).out


def test_as_of_an_earlier_day_it_is_still_planned(anna: Crm) -> None:
    anna("meeting", "Anna", "demo", "--on", "fri 14:00", code=0)
    anna("held", "Anna", now="2026-11-28", code=0)
    listed = ["note", "list", "--columns", "state"]
    assert anna(*listed, now="2026-11-29", code=0).lines == ["held"]
    assert anna(*listed, "--as-of", "2026-11-25", now="2026-11-29", code=0).lines == ["planned"]
