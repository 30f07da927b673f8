"""`crm calendar import`: events become meetings with those who are known; what the user changed since stays."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]

KICK_OFF = """BEGIN:VEVENT
UID:m-1@x
DTSTART:20261110T090000Z
DTEND:20261110T100000Z
SUMMARY:Kick-off
LOCATION:Their office
DESCRIPTION:first\\nsecond
ATTENDEE;CN=Jane:mailto:Jane@acme.example
ATTENDEE;CN=Bo:mailto:bo@acme.example
ATTENDEE:mailto:me@x.example
END:VEVENT
"""
DENTIST = """BEGIN:VEVENT
UID:m-2@x
DTSTART;VALUE=DATE:20261111
SUMMARY:Dentist
ATTENDEE:mailto:me@x.example
END:VEVENT
"""
DAY = """BEGIN:VEVENT
UID:m-3@x
DTSTART;VALUE=DATE:20261111
SUMMARY:Fair
ORGANIZER;CN=Jane:mailto:jane@acme.example
END:VEVENT
"""


@pytest.fixture
def calendar(crm: Run, tmp_path: Path) -> Callable[..., str]:
    """Write a calendar of events; Jane of Acme is known."""
    crm("contact", "add", "Jane Doe", "--email", "jane@acme.example", "--company", "Acme", code=0)
    crm("config", "set", "owner_emails", "me@x.example", code=0)

    def write(*events: str) -> str:
        text = "".join(("BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//x//EN\n", *events, "END:VCALENDAR\n"))
        (tmp_path / "work.ics").write_text(text.replace("\n", "\r\n"))
        return str(tmp_path / "work.ics")

    return write


def meetings(crm: Run) -> list[tuple[Any, ...]]:
    names = (
        "subject",
        "body",
        "occurred_at",
        "occurred_on",
        "place",
        "state",
        "duration",
        "contacts",
        "companies",
    )
    return [tuple(one[name] for name in names) for one in crm("note", "list", "-f", "json").json]


def test_an_event_is_a_meeting_with_those_who_are_known_and_their_company(crm: Run, calendar: Any) -> None:
    result = crm("calendar", "import", calendar(KICK_OFF, DENTIST, DAY), code=8)
    assert result.out == "events\t3\ncreated\t2\nupdated\t0\nunchanged\t0\nleft\t1\ncommand\t3\n"
    assert result.err == (
        "Read 3 events: 2 added, 0 changed, 0 as they were, 1 left\n"
        "left, with nobody in the file: 1 event (Dentist)\n"
        "Error: 1 event of 3 left\n"
    )
    assert meetings(crm) == [
        ("Fair", None, None, "2026-11-11", None, "held", None, ["Jane Doe"], ["Acme"]),
        (
            "Kick-off",
            "first\nsecond",
            "2026-11-10T09:00:00Z",
            "2026-11-10",
            "Their office",
            "held",
            60,
            ["Jane Doe"],
            ["Acme"],
        ),
    ]


def test_read_again_nothing_is_written(crm: Run, calendar: Any) -> None:
    crm("calendar", "import", calendar(KICK_OFF), code=0)
    result = crm("calendar", "import", calendar(KICK_OFF), "-f", "json", code=0)
    assert result.json == {
        "events": 1,
        "created": 0,
        "updated": 0,
        "unchanged": 1,
        "left": 0,
        "reasons": {},
        "command": None,
    }


def test_what_changed_in_the_calendar_changes_and_what_the_user_changed_stays(
    crm: Run, calendar: Any
) -> None:
    crm("calendar", "import", calendar(KICK_OFF), code=0)
    crm("note", "edit", "1", "--subject", "Kick-off with Jane", code=0)
    moved = KICK_OFF.replace("T100000Z", "T110000Z")
    result = crm("calendar", "import", calendar(moved), code=0)
    assert "0 added, 1 changed, 0 as they were" in result.err
    ((subject, _, _, _, _, _, duration, _, _),) = meetings(crm)
    assert (subject, duration) == ("Kick-off with Jane", 120)
    crm("undo", code=0)
    assert meetings(crm)[0][6] == 60


def test_whoever_becomes_known_takes_part_from_then_on(crm: Run, calendar: Any) -> None:
    crm("calendar", "import", calendar(KICK_OFF), code=0)
    crm("contact", "add", "Bo Li", "--email", "bo@acme.example", code=0)
    crm("calendar", "import", calendar(KICK_OFF), code=0)
    assert meetings(crm)[0][7] == ["Jane Doe", "Bo Li"]


def test_an_event_that_is_yet_to_come_is_planned(crm: Run, calendar: Any) -> None:
    crm("calendar", "import", calendar(KICK_OFF.replace("20261110", "20261210")), code=0)
    assert crm("note", "list", "--columns", "state,place,contacts", code=0).out == (
        "planned\tTheir office\tJane Doe\n"
    )


def test_one_undo_takes_all_meetings_back(crm: Run, calendar: Any) -> None:
    crm("calendar", "import", calendar(KICK_OFF, DAY), code=0)
    crm("undo", code=0)
    assert meetings(crm) == []
    crm("calendar", "import", calendar(KICK_OFF, DAY), code=0)
    assert len(meetings(crm)) == 2


def test_a_cancelled_event_is_left_and_one_that_repeats_is_told(crm: Run, calendar: Any) -> None:
    cancelled = KICK_OFF.replace("SUMMARY", "STATUS:CANCELLED\nSUMMARY")
    weekly = DAY.replace("SUMMARY", "RRULE:FREQ=WEEKLY\nSUMMARY")
    result = crm("calendar", "import", calendar(cancelled, weekly), code=8)
    assert result.err == (
        "Read 2 events: 1 added, 0 changed, 0 as they were, 1 left\n"
        "left, cancelled: 1 event (Kick-off)\n"
        "repeats: only its first time is a meeting: 1 event\n"
        "Error: 1 event of 2 left\n"
    )


def test_a_dry_run_changes_nothing(crm: Run, calendar: Any) -> None:
    result = crm("calendar", "import", calendar(KICK_OFF), "--dry-run", code=0)
    assert result.err == (
        "Would read 1 event: 1 added, 0 changed, 0 as they were\ndry run: nothing was changed\n"
    )
    assert meetings(crm) == []


def test_our_own_calendar_file_of_meetings_is_read_back_by_the_same_command(
    crm: Run, calendar: Any, tmp_path: Path
) -> None:
    crm(
        "meeting",
        "Jane",
        "agreed",
        "--on",
        "2026-11-20 15:30",
        "--duration",
        "1h",
        "--subject",
        "Talk",
        code=0,
    )
    crm("export", "activities", "--to", str(tmp_path / "out.ics"), code=0)
    other = {"CRM_DB": str(tmp_path / "other.db")}
    crm("contact", "add", "Jane Doe", "--email", "jane@acme.example", env=other, code=0)
    crm("calendar", "import", str(tmp_path / "out.ics"), env=other, code=0)
    (found,) = crm("note", "list", "-f", "json", env=other).json
    assert (found["subject"], found["body"], found["occurred_at"], found["duration"]) == (
        "Talk",
        "agreed",
        "2026-11-20T15:30:00Z",
        60,
    )


def test_what_is_no_calendar_is_refused(crm: Run, tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_text("name\nJane\n")
    assert crm("calendar", "import", str(tmp_path / "people.csv"), code=2).err == (
        f"Error: `{tmp_path / 'people.csv'}` is no calendar\nhint: crm import {tmp_path / 'people.csv'}\n"
    )
