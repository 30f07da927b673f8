"""Calendars: events are meetings, to-dos reminders, and what is neither is told."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from crm_cli.core.errors import UsageError
from crm_cli.exchange.decide import headers
from crm_cli.exchange.read import calendar
from crm_cli.exchange.read.table import Asked, Table

Run = Callable[..., Any]
pytestmark = pytest.mark.smoke
SUITES = Path(__file__).parents[4] / "shared/data/suites/icalendar"

ZONE = """BEGIN:VTIMEZONE
TZID:Our Zone
BEGIN:STANDARD
DTSTART:19700101T000000
TZOFFSETFROM:+0500
TZOFFSETTO:+0500
END:STANDARD
END:VTIMEZONE
"""
MEETING = """BEGIN:VEVENT
UID:1@x
SUMMARY:Demo\\, at their office
DESCRIPTION:First line\\nsecond
DTSTART;TZID=Our Zone:20261120T093000
DTEND;TZID=Our Zone:20261120T101500
LOCATION:Oslo
ATTENDEE;CN=Ann Lee;PARTSTAT=ACCEPTED:mailto:ann@x.example
ATTENDEE:mailto:bo@x.example
ATTENDEE;CUTYPE=ROOM;CN=Room 1:mailto:room@x.example
ORGANIZER;CN=Me:mailto:me@x.example
RRULE:FREQ=WEEKLY;COUNT=3
X-MOZ-LASTACK:20261119T000000Z
ATTACH:https://x.example/a.pdf
BEGIN:VALARM
ACTION:DISPLAY
TRIGGER:-PT15M
END:VALARM
END:VEVENT
"""
AGAIN = """BEGIN:VEVENT
UID:1@x
RECURRENCE-ID;TZID=Our Zone:20261127T093000
SUMMARY:Demo moved
DTSTART:20261127T100000Z
DURATION:PT1H30M
END:VEVENT
"""
FAIR = """BEGIN:VEVENT
UID:2@x
SUMMARY:Fair
DTSTART;VALUE=DATE:20261101
DTEND;VALUE=DATE:20261104
CATEGORIES:work,travel
END:VEVENT
"""
TODO = """BEGIN:VTODO
UID:3@x
SUMMARY:Send the offer
DUE;VALUE=DATE:20261201
PRIORITY:2
STATUS:NEEDS-ACTION
RRULE:FREQ=MONTHLY
END:VTODO
"""
OTHERS = "BEGIN:VJOURNAL\nUID:4\nSUMMARY:x\nEND:VJOURNAL\nBEGIN:VFREEBUSY\nUID:5\nEND:VFREEBUSY\n"


def calendar_of(*parts: str) -> bytes:
    text = "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//x//y//EN\n" + "".join(parts) + "END:VCALENDAR\n"
    return text.replace("\n", "\r\n").encode()


def opened(data: bytes) -> tuple[list[Table], list[str]]:
    return calendar.tables("c.ics", lambda: io.BytesIO(data), Asked(headers.how_many_known))


def filled(table: Table) -> list[dict[str, str]]:
    return [
        {header: cell for header, cell in zip(table.headers, row.cells, strict=True) if cell}
        for row in table.rows()
    ]


def test_events_are_meetings_with_their_people_and_their_own_zone() -> None:
    ((table,), left) = opened(calendar_of(ZONE, MEETING, AGAIN, FAIR))
    assert (table.kind, table.system, left) == ("activity", "ical", [])
    assert filled(table) == [
        {"external_id": "1@x", "kind": "meeting", "subject": "Demo, at their office", "body": "First line\nsecond",
         "occurred_at": "2026-11-20 09:30:00+05:00", "duration": "45m", "location": "Oslo",
         "organizer": "Me me@x.example", "rrule": "FREQ=WEEKLY;COUNT=3", "contact": "Ann Lee",
         "contact_email": "ann@x.example", "contact_2_email": "bo@x.example"},
        {"external_id": "1@x 2026-11-27 09:30:00+05:00", "kind": "meeting", "subject": "Demo moved",
         "occurred_at": "2026-11-27 10:00:00+00:00", "duration": "90m"},
        {"external_id": "2@x", "kind": "meeting", "subject": "Fair", "occurred_at": "2026-11-01",
         "last day": "2026-11-03", "categories": "work; travel"},
    ]  # fmt: skip
    assert table.told == ["left out: 1 X-MOZ-LASTACK, 1 attachment, 1 alarm"]
    assert [row.line for row in table.rows()] == [12, 31, 38]


def test_to_dos_are_reminders_and_the_rest_is_told() -> None:
    ((events, todos), left) = opened(calendar_of(FAIR, TODO, OTHERS))
    assert (events.name, todos.name, todos.kind) == ("c.ics/events", "c.ics/to-dos", "reminder")
    assert filled(todos) == [
        {"external_id": "3@x", "title": "Send the offer", "due_on": "2026-12-01", "repeat": "FREQ=MONTHLY",
         "priority": "high", "is_done": "no"}
    ]  # fmt: skip
    assert left == ["c.ics: 1 journal", "c.ics: 1 free or busy time"]


@pytest.mark.parametrize(
    ("start", "fault"),
    [("DTSTART:soon\n", "DTSTART cannot be read"), ("", "it does not say when it begins")],
)
def test_an_event_that_does_not_say_when_is_a_fault_of_its_row(start: str, fault: str) -> None:
    ((table,), _) = opened(calendar_of(f"BEGIN:VEVENT\nUID:9\nSUMMARY:x\n{start}END:VEVENT\n"))
    assert [row.fault.startswith(fault) for row in table.rows()] == [True]


def test_a_zone_that_nobody_knows_is_told() -> None:
    event = "BEGIN:VEVENT\nUID:9\nSUMMARY:x\nDTSTART;TZID=Nowhere/Else:20261120T093000\nEND:VEVENT\n"
    ((table,), _) = opened(calendar_of(event))
    assert (filled(table)[0]["occurred_at"], table.told) == (
        "2026-11-20 09:30:00",
        ["left out: 1 zone `Nowhere/Else` that nobody knows, so your clock counts"],
    )


def test_what_is_no_calendar_is_refused(crm: Run, tmp_path: Path) -> None:
    file = tmp_path / "c.ics"
    file.write_bytes(calendar_of(ZONE.replace("+0500", "+5744")))
    assert "c.ics cannot be read as a calendar" in crm("import", str(file), code=2).err
    file.write_bytes(calendar_of())
    assert (
        "c.ics (no events or to-dos): there is nothing to read in it" in crm("import", str(file), code=2).err
    )


def test_a_calendar_is_imported_as_one_step_and_again_changes_nothing(crm: Run, tmp_path: Path) -> None:
    crm("contact", "add", "Ann Lee", "--email", "ann@x.example", code=0)
    file = tmp_path / "c.ics"
    file.write_bytes(calendar_of(ZONE, MEETING, TODO))
    told = crm("import", str(file), "-f", "json", code=0)
    assert told.json["created"] == 2
    (note,) = crm("note", "list", "-f", "json").json
    assert (note["subject"], note["occurred_at"], note["duration"], note["contacts"]) == (
        "Demo, at their office", "2026-11-20T04:30:00Z", 45, ["Ann Lee", "bo@x.example"],
    )  # fmt: skip
    (task,) = crm("remind", "list", "-f", "json").json
    assert (task["title"], task["due_on"], task["repeat"]) == ("Send the offer", "2026-12-01", "FREQ=MONTHLY")
    again = crm("import", str(file), "-f", "json", code=0).json
    assert (again["unchanged"], again["command"]) == (2, None)


@pytest.mark.skipif(not SUITES.exists(), reason="the suites are not beside the checkout")
def test_calendars_of_many_programs_are_read_or_refused_with_a_reason() -> None:
    read = 0
    for path in sorted(SUITES.rglob("*.ics")):
        data = path.read_bytes()
        try:
            tables, left = opened(data)
        except UsageError as error:
            assert "cannot be read as a calendar" in error.message
            continue
        assert tables or left, path.name
        read += sum(1 for table in tables for _ in table.rows())
    assert read > 100
