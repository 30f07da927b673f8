"""The page of the day, the one thing to do now, and what `crm` alone prints."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Crm = Callable[..., Any]


@pytest.fixture
def business(crm: Crm) -> None:
    """Something of everything that can wait on 21 November."""
    euro = {"CRM_CURRENCY": "EUR"}
    crm("contact", "add", "Jane Doe", "--phone", "+77012345678", "--email", "jane@acme.com", code=0)
    crm("contact", "add", "Bob", "--keep-in-touch", "30", now="2026-09-01", code=0)
    crm("contact", "add", "Ann", "--keep-in-touch", "30", now="2026-10-31", code=0)
    crm("call", "bob", "asked for [bold]samples[/]", "--on", "2026-10-01", now="2026-10-02", code=0)
    crm(
        "deal",
        "add",
        "Late",
        "--contact",
        "jane",
        "--amount",
        "100",
        "--close",
        "2026-11-20",
        env=euro,
        code=0,
    )
    crm("deal", "add", "Soon", "--contact", "bob", "--close", "2026-11-28", env=euro, code=0)
    crm("deal", "add", "Later", "--close", "2026-11-29", env=euro, code=0)
    crm("deal", "add", "Old", "--close", "2027-06-01", env=euro, now="2026-08-01", code=0)
    crm("deal", "add", "Old and late", "--close", "2026-10-01", env=euro, now="2026-08-01", code=0)
    crm("deal", "add", "Won", "--close", "2026-11-20", env=euro, code=0)
    crm("deal", "win", "Won", code=0)
    crm("remind", "add", "send quote", "--deal", "late", "--due", "2026-11-20", code=0)
    crm("remind", "add", "call", "--contact", "jane", "--due", "today 18:00", code=0)
    crm("remind", "add", "much later", "--due", "2026-12-24", code=0)


PAGE = """\
2026-11-20\treminder/1\tsend quote\tLate
2026-11-21 18:00\treminder/2\tcall\tJane Doe
2026-10-01\tdeal/5\tclose Old and late\t
2026-11-20\tdeal/1\tclose Late\tJane Doe
2026-10-31\tcontact/2\tget in touch: last 2026-10-01\tBob
2026-11-28\tdeal/2\tclose Soon\tBob
2026-08-15\tdeal/4\tmove Old on: 112 days in Lead\t
"""


def test_the_page_has_all_that_waits(crm: Crm, business: None) -> None:
    assert crm("today", code=0).out == PAGE
    assert crm(code=0).out == PAGE
    assert [item["why"] for item in crm("today", "-f", "json").json] == [
        "overdue",
        "today",
        "late",
        "late",
        "touch",
        "closing",
        "stale",
    ]
    assert crm("today", "-f", "ids", "--limit", "2").out == "reminder/1\nreminder/2\n"


def test_the_page_in_a_terminal_stands_under_headings(crm: Crm, business: None) -> None:
    shown = crm("today", terminal=True, env={"TERM": "dumb"}, code=0).out
    headings = [lines.splitlines()[0] for lines in shown.split("\n\n")]
    assert headings == [
        "Overdue",
        "Today",
        "Should have closed",
        "Get in touch",
        "Closing soon",
        "Waiting too long",
    ]
    assert "today 18:00  reminder/2  call  Jane Doe" in shown


def test_a_long_section_is_cut_in_a_terminal_and_says_so(crm: Crm) -> None:
    for number in range(12):
        crm("remind", "add", f"thing {number}", "--due", "today", code=0)
    shown = crm("today", terminal=True, code=0)
    assert (shown.out.count("reminder/"), shown.err) == (10, "")
    assert shown.lines[-1] == "… 2 more: crm today -n 0"
    assert crm("today", "--limit", "0", terminal=True).out.count("reminder/") == 12
    assert len(crm("today").lines) == 12


def test_a_day_with_nothing_is_empty(crm: Crm) -> None:
    crm("contact", "add", "Jane", code=0)
    assert (crm("today", code=0).out, crm("today", "-f", "json").json) == ("", [])
    assert crm("today", terminal=True).err == "nothing waits today\n"
    assert (crm("next", code=0).out, crm("next", "-f", "json").json) == ("", None)


def test_the_next_thing_is_the_first_of_what_is_ready(crm: Crm, business: None) -> None:
    assert crm("next", code=0).out == "2026-11-20\treminder/1\tsend quote\tLate\n"
    crm("done", "1", code=0)
    assert crm("next").out == "2026-10-01\tdeal/5\tclose Old and late\t\n"  # the call is for the evening
    assert crm("next", now="2026-11-21T18:00:00Z").out.endswith("reminder/2\tcall\tJane Doe\n")


def test_the_next_thing_tells_how_to_reach_whom_and_what_was_said(crm: Crm, business: None) -> None:
    crm("email", "jane", "sent the price list", "--on", "2026-11-19", code=0)
    assert crm("next", "-f", "json", code=0).json == {
        "when": "2026-11-20",
        "record": "reminder/1",
        "what": "send quote",
        "whom": "Late",
        "kind": "reminder",
        "id": 1,
        "on": "2026-11-20",
        "when_local": "2026-11-20",
        "why": "overdue",
        "contact": "Jane Doe",
        "phone": "+77012345678",
        "email": "jane@acme.com",
        "last_on": "2026-11-19",
        "last": "sent the price list",
    }
    shown = crm("next", terminal=True, env={"TERM": "dumb"}).out
    assert "Phone      +77012345678" in shown
    assert "Last said  sent the price list" in shown


def test_where_nothing_waits_the_next_reminder_is_the_next_thing(crm: Crm) -> None:
    crm("remind", "add", "much later", "--due", "2026-12-24", code=0)
    crm("remind", "add", "later", "--due", "2026-12-01 9:00", code=0)
    assert crm("next", code=0).out == "2026-12-01 09:00\treminder/2\tlater\t\n"
    assert crm("next", "-f", "{why} {what}").out == "later later\n"
    assert crm("next", terminal=True, code=0).code == 0


def test_without_a_file_the_front_page_says_how_to_begin(crm: Crm, path: Path, home: Path) -> None:
    shown = crm(code=0)
    assert shown.err == ""
    assert f"There is no file yet; the first of these makes {path}\n" in shown.out
    assert [line.split()[:2] for line in shown.lines if line.startswith("  crm ")] == [
        ["crm", "contact"],
        ["crm", "call"],
        ["crm", "demo"],
    ]
    assert not path.exists()
    default = home / ".local" / "share" / "crm" / "crm.db"
    assert f"the first of these makes {default}\n" in crm(env={"CRM_DB": ""}, code=0).out


def test_a_named_file_that_is_missing_is_no_empty_day(crm: Crm) -> None:
    assert crm("today", code=7).out == ""
    assert crm("next", code=7).out == ""


def test_the_page_of_the_last_day_there_is_can_be_shown(crm: Callable[..., Any]) -> None:
    crm("remind", "add", "Party", "--due", "9999-12-31", code=0)
    shown = crm("today", now="9999-12-31T12:00:00Z", code=0)
    assert shown.out == "9999-12-31\treminder/1\tParty\t\n"
