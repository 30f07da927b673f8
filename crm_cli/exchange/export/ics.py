"""The format `ics`: iCalendar (RFC 5545), what a calendar shows of activities and reminders.

Meetings and calls are events, notes, e-mails and messages journal entries, reminders to-dos. What has an hour stands in
UTC, which every calendar shows in its own zone; what has none is a day.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from crm_cli.core.calendar import from_iso, iso_instant
from crm_cli.exchange.export.content_lines import escaped, folded, parameter
from crm_cli.kinds.catalogue import KINDS
from crm_cli.output.formats import Format
from crm_cli.output.values import batches

TYPE_CHECKING = False
if TYPE_CHECKING:
    from crm_cli.output import Column, Row, Screen, Stream

_EVENTS = frozenset({"meeting", "call"})
_STATUS = {"planned": "CONFIRMED", "cancelled": "CANCELLED"}
_PRIORITIES = {"high": 1, 1: 1, "normal": 5, 2: 5, "low": 9, 3: 9}


class Calendar(Format):
    """A calendar with an entry for each record."""

    __slots__ = ()
    is_data = True
    has_objects = True
    has_addresses = True
    is_harmless = True
    suffix = "ics"
    kinds = ("activity", "reminder")

    def write(
        self,
        rows: Iterable[Row],
        columns: Sequence[Column],
        out: Stream,
        screen: Screen,
        *,
        title: str = "",
    ) -> int:
        """Write the calendar, its entries as they come, and count them. title: what the records are together."""
        names = [column.name for column in columns]
        entry = _todo if title == KINDS["reminder"].plural else _entry
        out.write(folded(["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//crm//crm//EN", "CALSCALE:GREGORIAN"]))
        count = 0
        for batch in batches(rows):
            entries = (folded(filter(None, entry(dict(zip(names, row, strict=True))))) for row in batch)
            out.write("".join(entries))
            count += len(batch)
        out.write(folded(["END:VCALENDAR"]))
        return count


FORMAT = Calendar("ics")


def _entry(record: Mapping[str, Any]) -> Iterator[str]:
    """An activity."""
    is_event = record["kind"] in _EVENTS
    what = "VEVENT" if is_event else "VJOURNAL"
    yield f"BEGIN:{what}"
    yield from _identity(record)
    if record["occurred_at"] is None:
        yield f"DTSTART;VALUE=DATE:{_day(record['occurred_on'])}"
    else:
        yield f"DTSTART:{_moment(from_iso(record['occurred_at']))}"
        if is_event and record["duration"]:
            yield f"DURATION:PT{record['duration']}M"
    yield _text("LOCATION", record.get("place") or "")
    if is_event and record.get("state") in _STATUS:
        yield f"STATUS:{_STATUS[record['state']]}"
    people = record["contacts"] or ()
    yield f"SUMMARY:{escaped(_summary(record, people))}"
    told = [record["body"], record["outcome"]]
    yield _text("DESCRIPTION", "\n\n".join(text for text in told if text and text != record["subject"]))
    yield f"CATEGORIES:{record['kind'].upper()}"
    yield from _people(people)
    yield from _companies(record["companies"] or ())
    yield f"END:{what}"


def _todo(record: Mapping[str, Any]) -> Iterator[str]:
    """A reminder."""
    yield "BEGIN:VTODO"
    yield from _identity(record)
    at, day = (
        (record["snoozed_at"], record["snoozed_on"])
        if record["snoozed_on"]
        else (record["due_at"], record["due_on"])
    )
    start = f"DTSTART:{_moment(from_iso(at))}" if at else f"DTSTART;VALUE=DATE:{_day(day)}"
    repeats = record["repeat"] and record["repeat_from"] != "done" and not record["done_at"]
    yield start if repeats else ""  # a rule counts from a beginning
    yield f"DUE:{_moment(from_iso(at))}" if at else f"DUE;VALUE=DATE:{_day(day)}"
    yield f"RRULE:{record['repeat'].removeprefix('RRULE:')}" if repeats else ""
    yield f"SUMMARY:{escaped(record['title'])}"
    yield f"PRIORITY:{_PRIORITIES.get(record['priority'], 5)}"
    if record["done_at"]:
        yield "STATUS:COMPLETED"
        yield f"COMPLETED:{_moment(from_iso(record['done_at']))}"
    else:
        yield "STATUS:NEEDS-ACTION"
    about = [record.get(name) for name in ("contact", "company", "deal")]
    yield from (f"CONTACT:{escaped(name)}" for name in about if name)
    yield "END:VTODO"


def _identity(record: Mapping[str, Any]) -> Iterator[str]:
    made = _moment(from_iso(record["created_at"]))
    yield f"UID:{record['uid']}"
    yield f"DTSTAMP:{made}"
    yield f"CREATED:{made}"


def _summary(record: Mapping[str, Any], people: Sequence[Mapping[str, Any]]) -> str:
    """The subject; else what it was and with whom."""
    if record["subject"]:
        return str(record["subject"])
    about = people or record["companies"] or record["deals"] or ()
    whom = ", ".join(str(one["name"]) for one in about)
    what = str(record["kind"]).capitalize().replace("Email", "E-mail")
    return f"{what} with {whom}" if people else f"{what}: {whom}" if whom else what


def _people(people: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """Whoever has an address takes part; of others there is the name alone."""
    for person in people:
        name, address = str(person["name"]), person.get("email")
        if address and "\n" not in address:
            yield f"ATTENDEE;CN={parameter(name)}:mailto:{address}"
        else:
            yield f"CONTACT:{escaped(name)}"


def _companies(companies: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    for company in companies:
        yield f"CONTACT:{escaped(str(company['name']))}"


def _text(property: str, text: str) -> str:
    return f"{property}:{escaped(text)}" if text else ""


def _moment(at: datetime) -> str:
    return iso_instant(at).replace("-", "").replace(":", "")


def _day(text: str) -> str:
    return text.replace("-", "")
