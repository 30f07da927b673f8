"""Calendars: meetings and calls as events, other activities as journal entries, reminders as to-dos; whole outputs."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

Run = Callable[..., Any]

HEAD = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//crm//crm//EN", "CALSCALE:GREGORIAN"]
ALMATY = {"TZ": "Asia/Almaty"}


def lines(result: Any) -> list[str]:
    """Lines without the uids, which are the records' own."""
    assert result.out.endswith("\r\n")
    return [line for line in result.out.split("\r\n") if line and not line.startswith("UID:")]


def test_a_meeting_with_an_hour_is_an_event_in_utc_with_those_who_took_part(crm: Run) -> None:
    crm("contact", "add", 'Jane "J" Doe', "--email", "jane@acme.example", "--company", "Acme", code=0)
    crm("contact", "add", "Bob", code=0)
    crm(
        *("meeting", "1", "agreed, on all\nof it", "--with", "Bob", "--on", "2026-11-20 15:30"),
        *("--duration", "1h", "--subject", "Kick-off"),
        env=ALMATY,
        code=0,
    )
    result = crm("export", "activities", "-f", "ics", env=ALMATY, code=0)
    assert lines(result) == [
        *HEAD,
        "BEGIN:VEVENT",
        "DTSTAMP:20261121T093000Z",
        "CREATED:20261121T093000Z",
        "DTSTART:20261120T103000Z",
        "DURATION:PT60M",
        "SUMMARY:Kick-off",
        "DESCRIPTION:agreed\\, on all\\nof it",
        "CATEGORIES:MEETING",
        "ATTENDEE;CN=\"Jane ^'J^' Doe\":mailto:jane@acme.example",
        "CONTACT:Bob",
        "CONTACT:Acme",
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    assert result.err == ""


def test_a_day_without_an_hour_is_a_day_in_every_zone(crm: Run) -> None:
    crm("contact", "add", "Jane", code=0)
    crm("call", "Jane", "wants a quote", "--on", "2026-11-20", env=ALMATY, code=0)
    assert lines(crm("export", "activities", "-f", "ics", env=ALMATY, code=0))[4:-1] == [
        "BEGIN:VEVENT",
        "DTSTAMP:20261121T093000Z",
        "CREATED:20261121T093000Z",
        "DTSTART;VALUE=DATE:20261120",
        "SUMMARY:Call with Jane",
        "DESCRIPTION:wants a quote",
        "CATEGORIES:CALL",
        "CONTACT:Jane",
        "END:VEVENT",
    ]


def test_a_note_is_a_journal_entry(crm: Run) -> None:
    crm("company", "add", "Acme", code=0)
    crm("note", "Acme", "pays late", "--on", "2026-11-20", code=0)
    assert lines(crm("export", "activities", "-f", "ics", code=0))[4:-1] == [
        "BEGIN:VJOURNAL",
        "DTSTAMP:20261121T093000Z",
        "CREATED:20261121T093000Z",
        "DTSTART;VALUE=DATE:20261120",
        "SUMMARY:Note: Acme",
        "DESCRIPTION:pays late",
        "CATEGORIES:NOTE",
        "CONTACT:Acme",
        "END:VJOURNAL",
    ]


def test_reminders_are_to_dos_due_on_a_day_or_at_an_instant_and_done_when_they_were(crm: Run) -> None:
    crm("contact", "add", "Jane", code=0)
    crm(
        "remind",
        "add",
        "send quote",
        "--contact",
        "Jane",
        "--due",
        "2026-11-27",
        "--priority",
        "high",
        code=0,
    )
    crm("remind", "add", "ring", "--due", "2026-11-27 09:00", env=ALMATY, code=0)
    crm("remind", "add", "old", "--due", "2026-11-20", code=0)
    crm("done", "3", code=0)
    head = ["DTSTAMP:20261121T093000Z", "CREATED:20261121T093000Z"]
    result = crm("export", "reminders", "-f", "ics", code=0)
    assert lines(result)[4:-1] == [
        *("BEGIN:VTODO", *head, "DUE;VALUE=DATE:20261127", "SUMMARY:send quote", "PRIORITY:1"),
        *("STATUS:NEEDS-ACTION", "CONTACT:Jane", "END:VTODO"),
        *("BEGIN:VTODO", *head, "DUE:20261127T040000Z", "SUMMARY:ring", "PRIORITY:5"),
        *("STATUS:NEEDS-ACTION", "END:VTODO"),
        *("BEGIN:VTODO", *head, "DUE;VALUE=DATE:20261120", "SUMMARY:old", "PRIORITY:5"),
        *("STATUS:COMPLETED", "COMPLETED:20261121T093000Z", "END:VTODO"),
    ]


def test_a_reminder_put_off_is_due_then_and_one_that_repeats_has_its_rule(crm: Run, path: Path) -> None:
    crm("remind", "add", "ring", "--due", "2026-11-23", code=0)
    crm("snooze", "1", "2026-11-30", code=0)
    crm("remind", "add", "report", "--due", "2026-11-27", code=0)
    with contextlib.closing(sqlite3.connect(path)) as db, db:
        db.execute("UPDATE reminders SET repeat = 'FREQ=WEEKLY', repeat_from = 'due' WHERE id = 2")
    found = lines(crm("export", "reminders", "-f", "ics", code=0))
    assert [line for line in found if line.startswith(("DUE", "RRULE", "DTSTART"))] == [
        "DUE;VALUE=DATE:20261130",
        "DTSTART;VALUE=DATE:20261127",
        "DUE;VALUE=DATE:20261127",
        "RRULE:FREQ=WEEKLY",
    ]


def test_an_entry_keeps_the_identity_of_its_record(crm: Run) -> None:
    crm("remind", "add", "ring", "--due", "2026-11-23", code=0)
    uid = crm("export", "reminders", "-f", "json").json[0]["uid"]
    for _ in range(2):
        assert f"\r\nUID:{uid}\r\n" in crm("export", "reminders", "-f", "ics", code=0).out


def test_a_calendar_of_nothing_is_one_still(crm: Run) -> None:
    crm("contact", "add", "Jane", code=0)
    assert lines(crm("export", "activities", "-f", "ics", code=0)) == [*HEAD, "END:VCALENDAR"]
