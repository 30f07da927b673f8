"""The `remind` commands, as typed."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Crm = Callable[..., Any]


@pytest.fixture
def jane(crm: Crm) -> None:
    crm("contact", "add", "Bob", code=0)
    crm("contact", "add", "Jane Doe", "--company", "Acme", code=0)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["send", "the", "quote"], "Added send the quote (reminder/1): due tomorrow"),
        (["x", "--due", "fri"], "Added x (reminder/1): due Fri 27 Nov"),
        (["x", "--due", "fri 9:00"], "Added x (reminder/1): due Fri 27 Nov 09:00"),
        (["x", "--due", "yesterday"], "Added x (reminder/1): due yesterday (overdue)"),
        (["x", "--due", "2026-11-21T08:00:00Z"], "Added x (reminder/1): due today 08:00 (overdue)"),
        (["x", "--due-on", "mon"], "Added x (reminder/1): due Mon 23 Nov"),
        (["x", "--due-at", "mon 10:00"], "Added x (reminder/1): due Mon 23 Nov 10:00"),
        (["x", "--due-at", "mon 10:00", "--due-on", "mon"], "Added x (reminder/1): due Mon 23 Nov 10:00"),
        (["x", "--due-at", ""], "Added x (reminder/1): due tomorrow"),
        (["  x \n"], "Added x (reminder/1): due tomorrow"),
    ],
)
def test_add_says_when_it_is_due(crm: Crm, words: list[str], said: str) -> None:
    assert crm("remind", "add", *words, code=0).out == f"{said}\n"


def test_add_keeps_links_priority_and_owner(crm: Crm, jane: None) -> None:
    crm("deal", "add", "Renewal", "--contact", "jane", code=0)
    words = ["x", "--contact", "jane", "--deal", "renewal", "--company", "acme", "--priority", "HIGH"]
    added = crm("remind", "add", *words, "-f", "json", env={"CRM_OWNER": "Aigul"}, code=0).json
    kept = {key: added[key] for key in ("contact_id", "company_id", "deal_id", "priority", "owner", "whom")}
    assert kept == {
        "contact_id": 2,
        "company_id": 1,
        "deal_id": 1,
        "priority": "high",
        "owner": "Aigul",
        "whom": "Jane Doe",
    }


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["add", "  "], 2, "the title of the reminder is empty"),
        (["add", "x", "--due", "never"], 2, "`never` is not a date"),
        (["add", "x", "--due", ""], 2, "the day it is due is empty"),
        (["add", "x", "--due-on", ""], 2, "the day it is due is empty"),
        (
            ["add", "x", "--due", "fri", "--due-on", "mon"],
            2,
            "`--due` and `--due-on` both say when it is due",
        ),
        (
            ["add", "x", "--due", "fri", "--due-at", "9:00"],
            2,
            "`--due` and `--due-at` both say when it is due",
        ),
        (["edit", "1", "--due-on", " "], 2, "the day it is due is empty"),
        (["add", "x", "--contact", "nobody"], 3, "no contact matches `nobody`"),
        (["add", "x", "--priority", "huge"], 2, "priority is one of high, normal, low, not `huge`"),
        (["done", "7"], 3, "no reminder matches `7`"),
        (["done"], 2, "name the reminder to finish"),
        (["show"], 2, "name the reminder to show"),
        (["snooze", "1", "yesterday"], 2, "`yesterday` has gone by"),
        (["snooze", "1", "nonsense"], 2, "`nonsense` is not a date"),
        (["edit", "1", "--clear", "due_on"], 2, "the due_on of the reminder is empty"),
        (["edit", "1", "--title", " "], 2, "the title of the reminder is empty"),
        (["edit", "1"], 2, "there is nothing to change"),
        (["nonsense"], 2, "`crm remind` has no command `nonsense`"),
        (["--summary", "list"], 2, "--exit-code, --summary and --format here belong to a bare crm remind"),
    ],
)
def test_what_cannot_be_done_is_said(crm: Crm, words: list[str], code: int, said: str) -> None:
    crm("remind", "add", "there", code=0)
    ended = crm("remind", *words, code=code)
    assert ended.err.splitlines()[0] == f"Error: {said}"
    assert len(crm("history").lines) == 1


def test_done_is_done_once(crm: Crm) -> None:
    crm("remind", "add", "send the quote", code=0)
    assert crm("done", "send", code=0).out == "Finished send the quote (reminder/1)\n"
    again = crm("remind", "done", "1", code=0)
    assert (again.out, again.err) == ("Nothing to finish\n", "send the quote: done already\n")
    assert crm("done", "1", "-f", "json").json["command"] is None
    assert len(crm("history").lines) == 2
    crm("undo", code=0)
    assert crm("remind", "list", "no:done", "-f", "ids").lines == ["1"]


def test_words_of_a_title_mean_the_reminder_still_open(crm: Crm) -> None:
    for _ in range(2):
        crm("remind", "add", "send the quote", code=0)
    crm("done", "1", code=0)
    assert crm("done", "send the quote", "-f", "ids", code=0).out == "2\n"
    crm("done", "send the quote", code=4)


def test_done_from_a_pipe_and_in_bulk(crm: Crm) -> None:
    for title in "abc":
        crm("remind", "add", title, "--due", "today", code=0)
    due = crm("remind", "-f", "ids").out
    assert due == "reminder/1\nreminder/2\nreminder/3\n"
    assert crm("done", "-", stdin=due, code=6).err.startswith(
        "Error: finish 3 reminders needs a yes\nhint: --yes"
    )
    assert (
        crm("done", "-", "--yes", stdin=due, code=0).out
        == "Finished a (reminder/1), b (reminder/2), c (reminder/3)\n"
    )
    assert crm("remind", code=0).out == ""


def test_at_is_the_reminder_last_touched(crm: Crm, jane: None) -> None:
    crm("remind", "add", "x", "--contact", "jane", code=0)
    assert crm("done", "@", code=0).out == "Finished x (reminder/1): about Jane Doe\n"
    assert crm("show", "reminder/1", "-f", "{title} {done_on}", code=0).out == "x 2026-11-21\n"


def test_snooze_leaves_the_due_day(crm: Crm) -> None:
    crm("remind", "add", "x", "--due", "2026-11-20", code=0)
    assert (
        crm("remind", "snooze", "1", "next", "mon", code=0).out
        == "Put off x (reminder/1): due yesterday → Mon 23 Nov\n"
    )
    assert crm("remind", "snooze", "1", "mon", code=0).out == "Nothing to change: x is so already\n"
    shown = crm("remind", "show", "1", "-f", "json").json
    assert (shown["due"], shown["due_on"], shown["snoozed_on"]) == ("2026-11-23", "2026-11-20", "2026-11-23")
    assert crm("remind").out == ""
    crm("remind", "snooze", "1", "mon 9:00", code=0)
    assert crm("remind", now="2026-11-23").out == "2026-11-23 09:00\treminder/1\tx\t\n"


def test_a_done_reminder_cannot_be_snoozed(crm: Crm) -> None:
    crm("remind", "add", "x", code=0)
    crm("done", "1", code=0)
    assert crm("remind", "snooze", "1", "mon", code=5).err == (
        "Error: `x` is done\nhint: crm remind reopen 1\n"
    )


def test_edit_of_the_due_day_ends_hour_and_snooze(crm: Crm) -> None:
    crm("remind", "add", "x", "--due", "fri 9:00", code=0)
    crm("remind", "snooze", "1", "2026-12-01", code=0)
    said = crm("remind", "edit", "1", "--due", "today", "--priority", "low", "--title", "y", code=0).out
    assert said == (
        "Changed y (reminder/1): due Tue 1 Dec 09:00 → today; what x → y; priority normal → low\n"
    )
    shown = crm("remind", "show", "1", "-f", "json").json
    kept = [shown[key] for key in ("title", "priority", "due_on", "due_at", "snoozed_on", "snoozed_at")]
    assert kept == ["y", "low", "2026-11-21", None, None, None]
    assert crm("remind", "edit", "1", "--due", "today").out == "Nothing to change: y is so already\n"


def test_an_edit_can_make_it_undone(crm: Crm) -> None:
    crm("remind", "add", "x", "--due", "today", code=0)
    crm("done", "1", code=0)
    crm("remind", "edit", "1", "--clear", "done_on", code=0)
    assert crm("remind").lines == ["2026-11-21\treminder/1\tx\t"]


def test_the_list_has_all_by_the_day_they_count_as_due_and_what_is_done_last(crm: Crm, jane: None) -> None:
    crm("remind", "add", "b", "--due", "fri", "--contact", "jane", code=0)
    crm("remind", "add", "a", "--due", "today", code=0)
    crm("remind", "add", "c", "--due", "today", "--priority", "high", code=0)
    crm("done", "2", code=0)
    assert crm("remind", "list").lines == [
        "3\t2026-11-21\tc\t\thigh\t",
        "1\t2026-11-27\tb\tJane Doe\tnormal\t",
        "2\t2026-11-21\ta\t\tnormal\t2026-11-21",
    ]
    assert crm("remind", "list", "no:done", "due:..tomorrow", "-f", "ids").lines == ["3"]
    assert crm("remind", "list", "contact.company:acme", "-f", "ids").lines == ["1"]
    assert crm("remind", "list", "priority:high", "or", "b", "-f", "ids").lines == ["3", "1"]


def test_reminders_tell_contacts_companies_and_deals_what_is_next(crm: Crm, jane: None) -> None:
    crm("deal", "add", "Renewal", "--contact", "bob", "--next", "sign", "--due", "mon", code=0)
    crm("remind", "add", "later", "--contact", "jane", "--due", "fri", code=0)
    crm("remind", "add", "soon", "--contact", "jane", "--due", "thu", code=0)
    columns = ["--columns", "name,next,next.text"]
    assert crm("contact", "list", "jane", *columns).out == "Jane Doe\t2026-11-26\tsoon\n"
    assert crm("company", "list", *columns).out == "Acme\t2026-11-26\tsoon\n"
    assert crm("deal", "list", "--columns", "title,next_on,next.text").out == "Renewal\t2026-11-23\tsign\n"
    assert crm("contact", "list", "next:..2026-11-26", "-f", "{name}").lines[-1] == "Jane Doe"


def test_a_dry_run_writes_nothing(crm: Crm) -> None:
    crm("remind", "add", "x", code=0)
    dry = crm("remind", "add", "y", "--dry-run", "-f", "json", code=0)
    assert (dry.json["title"], dry.err) == ("y", "dry run: nothing was changed\n")
    crm("done", "1", "--dry-run", code=0)
    assert crm("remind", "list", "no:done", "-f", "{title}").lines == ["x"]


def test_delete_can_be_undone(crm: Crm) -> None:
    crm("remind", "add", "x", code=0)
    assert crm("remind", "delete", "1", code=0).out == "Deleted x (reminder/1)\n"
    assert crm("remind", "list").out == ""
    crm("undo", code=0)
    assert crm("remind", "list", "-f", "{title}").lines == ["x"]


def test_a_table_shows_the_users_days_under_headings(crm: Crm, jane: None) -> None:
    crm("remind", "add", "call [bold]back[/]", "--contact", "jane", "--due", "2026-11-20", code=0)
    crm("remind", "add", "meet", "--due", "today 18:00", env={"CRM_TIMEZONE": "Asia/Almaty"}, code=0)
    shown = crm("remind", terminal=True, env={"CRM_TIMEZONE": "Asia/Almaty", "TERM": "dumb"}, code=0).out
    assert shown == (
        "Overdue\n"
        "When       Record      What                Whom\n"
        "───────────────────────────────────────────────────\n"
        "yesterday  reminder/1  call [bold]back[/]  Jane Doe\n"
        "\n"
        "Today\n"
        "When         Record      What\n"
        "─────────────────────────────\n"
        "today 18:00  reminder/2  meet\n"
    )
    assert crm("remind", terminal=True, now="2026-11-01", code=0).out == ""


BERLIN = {"CRM_TIMEZONE": "Europe/Berlin", "NO_COLOR": "1", "COLUMNS": "80"}


@pytest.fixture
def at_hours(crm: Crm, jane: None) -> Crm:
    """Reminders of three hours of a day, one of the whole day, one put off to an hour; the clock is Berlin's."""
    for title, due in (
        ("late", "today 18:00"),
        ("early", "today 0:30"),
        ("whole", "today"),
        ("noon", "today 12:00"),
    ):
        crm("remind", "add", title, "--due", due, env=BERLIN, code=0)
    crm("remind", "add", "off", "--due", "2026-11-20", "--contact", "jane", env=BERLIN, code=0)
    crm("remind", "snooze", "off", "today 16:00", env=BERLIN, code=0)
    return crm


def test_people_read_the_hour_of_their_own_clock_and_a_day_is_in_its_order(at_hours: Crm) -> None:
    assert at_hours("remind", "list", env=BERLIN).lines == [
        "3\t2026-11-21\twhole\t\tnormal\t",
        "2\t2026-11-21 00:30\tearly\t\tnormal\t",
        "4\t2026-11-21 12:00\tnoon\t\tnormal\t",
        "5\t2026-11-21 16:00\toff\tJane Doe\tnormal\t",
        "1\t2026-11-21 18:00\tlate\t\tnormal\t",
    ]
    assert at_hours("remind", "list", env=BERLIN, terminal=True).out == (
        "ID  Due          What   Whom      Priority\n"
        "──────────────────────────────────────────\n"
        " 3  today        whole            normal\n"
        " 2  today 00:30  early            normal\n"
        " 4  today 12:00  noon             normal\n"
        " 5  today 16:00  off    Jane Doe  normal\n"
        " 1  today 18:00  late             normal\n"
    )
    assert at_hours("remind", env=BERLIN).lines[1] == "2026-11-21 00:30\treminder/2\tearly\t"
    assert at_hours("remind", "-f", "{when} {what}", env=BERLIN).lines[-1] == "2026-11-21 18:00 late"


def test_programs_get_utc_with_the_local_time_beside_it(at_hours: Crm) -> None:
    asked = (
        "remind",
        "list",
        "early",
        "or",
        "off",
        "--columns",
        "title,due_at,due_local,snoozed_at,snoozed_local",
    )
    assert at_hours(*asked, "-f", "csv", env=BERLIN).out == (
        "title,due_at,due_local,snoozed_at,snoozed_local\n"
        "early,2026-11-20T23:30:00Z,2026-11-21 00:30,,\n"
        "off,,2026-11-20,2026-11-21T15:00:00Z,2026-11-21 16:00\n"
    )
    assert at_hours(*asked, "-f", "json", env=BERLIN).json[0] == {
        "title": "early",
        "due_at": "2026-11-20T23:30:00Z",
        "due_local": "2026-11-21 00:30",
        "snoozed_at": None,
        "snoozed_local": None,
    }
    assert at_hours(*asked, "-f", "{title} {due_at}", env=BERLIN).lines[0] == "early 2026-11-21 00:30"
    found = at_hours("remind", "-f", "json", env=BERLIN).json[-1]
    assert (found["when"], found["when_local"]) == ("2026-11-21T17:00:00Z", "2026-11-21 18:00")


def test_a_list_says_what_is_overdue_and_shows_what_is_done_last(crm: Crm, jane: None) -> None:
    crm("remind", "add", "late", "--due", "2026-11-19", code=0)
    crm("remind", "add", "finished", "--due", "2026-11-18", code=0)
    crm("remind", "add", "soon", "--due", "2026-12-01", code=0)
    crm("done", "finished", code=0)
    assert crm("remind", "list", terminal=True, env={"COLUMNS": "80", "NO_COLOR": "1"}).out == (
        "ID  Due                 What      Priority  Done\n"
        "─────────────────────────────────────────────────\n"
        " 1  Thu 19 Nov overdue  late      normal\n"
        " 3  Tue 1 Dec           soon      normal\n"
        " 2  Wed 18 Nov          finished  normal    today\n"
    )


def test_json_of_what_is_due_is_an_array(crm: Crm, jane: None) -> None:
    crm("remind", "add", "x", "--contact", "jane", "--due", "today 18:00", code=0)
    assert crm("remind", "-f", "json", code=0).json == [
        {
            "when": "2026-11-21T18:00:00Z",
            "record": "reminder/1",
            "what": "x",
            "whom": "Jane Doe",
            "kind": "reminder",
            "id": 1,
            "on": "2026-11-21",
            "when_local": "2026-11-21 18:00",
            "why": "today",
        }
    ]
    assert crm("remind", "-f", "json", now="2026-11-01", code=0).json == []


def test_a_named_file_that_is_missing_is_no_silence(crm: Crm) -> None:
    assert crm("remind", "--exit-code", code=7).out == ""


def test_what_another_program_wrote_is_due(crm: Crm, path: Path) -> None:
    crm("remind", "add", "x", code=0)
    with sqlite3.connect(path) as db:
        db.execute(
            "INSERT INTO reminders (title, due_on, due_at, created_at) VALUES ('y', '2026-11-21', 'noon', '')"
        )
    assert crm("remind", code=0).out == "noon\treminder/2\ty\t\n"
    assert "noon" in crm("remind", terminal=True, code=0).out


@pytest.mark.parametrize(
    ("words", "remark"),
    [
        (
            ("remind", "add", "call back tomorrow 10:00"),
            '`tomorrow 10:00` is only said in the text: it is due tomorrow; to mean it: crm remind edit 1 --due "tomorrow 10:00"\n',
        ),
        (
            ("remind", "add", "send the quote by end of month"),
            '`by end of month` is only said in the text: it is due tomorrow; to mean it: crm remind edit 1 --due "by end of month"\n',
        ),
        (
            ("call", "Ada", "spoke", "--next", "ask again in 2 weeks"),
            '`in 2 weeks` is only said in the text: it is due tomorrow; to mean it: --due "in 2 weeks"\n',
        ),
        (("remind", "add", "call back tomorrow 10:00", "--due", "mon"), ""),
        (("remind", "add", "send the 3 day plan"), ""),
        (("remind", "add", "ask May about Sat Industries, version 10.30"), ""),
        (("remind", "add", "order 66 seats"), ""),
    ],
)
def test_a_day_in_the_text_is_remarked_upon_and_never_guessed(
    crm: Crm, words: tuple[str, ...], remark: str
) -> None:
    crm("contact", "add", "Ada")
    assert crm(*words, code=0).err == remark
    assert crm("remind", "list", "-f", "{due_on}", code=0).out == (
        "2026-11-23\n" if "--due" in words else "2026-11-22\n"
    )
