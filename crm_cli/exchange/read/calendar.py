"""Calendars (iCalendar, RFC 5545) as tables: events are meetings, and to-dos reminders."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from crm_cli.core.errors import UsageError
from crm_cli.core.text import clean, plural
from crm_cli.exchange.read import encodings
from crm_cli.exchange.read.csv import text_of
from crm_cli.exchange.read.sources import Source
from crm_cli.exchange.read.table import Asked, Held, Row, Table

if TYPE_CHECKING:
    from icalendar import Component

SYSTEM = "ical"

_KINDS = {"VEVENT": ("activity", "events"), "VTODO": ("reminder", "to-dos")}
_OTHERS = {"VJOURNAL": "journal", "VFREEBUSY": "free or busy time", "VAVAILABILITY": "availability"}
_DEPENDENT = {
    "VALARM": "alarm",
    "VLOCATION": "location",
    "PARTICIPANT": "participant",
    "VRESOURCE": "resource",
}

_LEFT = frozenset(
    "DTSTAMP SEQUENCE LAST-MODIFIED TRANSP CLASS REQUEST-STATUS UID DTSTART DTEND DUE DURATION ATTENDEE RECURRENCE-ID"
    " ATTACH IMAGE".split()
)
"""Properties that are read in their own way, or say nothing of what happened."""

_NAMES = {
    "VEVENT": {"SUMMARY": "subject", "DESCRIPTION": "body", "CREATED": "created_at"},
    "VTODO": {"SUMMARY": "title", "CREATED": "created_at", "COMPLETED": "done_at", "RRULE": "repeat"},
}
"""What properties are called here; others keep their names."""

_FIRST = (
    "external_id",
    "kind",
    "title",
    "subject",
    "body",
    "occurred_at",
    "duration",
    "due_on",
    "repeat",
    "priority",
)


def tables(name: str, source: Source, asked: Asked) -> tuple[list[Table], list[str]]:
    """The events and the to-dos of a calendar; and what is not read."""
    with source() as stream:
        found = encodings.find(stream, asked.encoding)
    with text_of(source, found) as stream_:
        text = stream_.read().replace("\0", "").replace("\r\n", "\n").replace("\r", "\n")
    rows: dict[str, list[tuple[int, dict[str, str], str]]] = {which: [] for which in _KINDS}
    told: dict[str, int] = {}
    left: dict[str, int] = {}
    for line, component in _components(name, text):
        which = component.name or ""
        if which in _KINDS:
            made = _Cells(component, told)
            rows[which].append((line, made.cells, made.fault))
            for inner in component.subcomponents:
                _count(told, _DEPENDENT.get(inner.name or "", str(inner.name).lower()))
        else:
            _count(left, _OTHERS.get(which, which.lower()))
    opened: list[Table] = []
    for which, (kind, called) in _KINDS.items():
        if rows[which]:
            whole = f"{name}/{called}" if all(rows.values()) else name
            opened.append(_table(whole, rows[which], kind, found.name, asked))
    if told and opened:
        counts = ", ".join(plural(count, what) for what, count in told.items())
        opened[0].remarks = [f"left out: {counts}"]  # type: ignore[attr-defined]
    return opened, [f"{name}: {plural(count, what)}" for what, count in left.items()] or (
        [] if opened else [f"{name} (no events or to-dos)"]
    )


def _table(
    name: str, rows: Sequence[tuple[int, dict[str, str], str]], kind: str, encoding: str, asked: Asked
) -> Held:
    known = {header: None for _, cells, _ in rows for header in cells}
    headers = [*(header for header in _FIRST if header in known), *(h for h in known if h not in _FIRST)]
    made = []
    for line, cells, fault in rows:
        texts = [clean(cells.get(header, ""))[0].strip() for header in headers]
        made.append(Row(line, ["" if text in asked.blanks else text for text in texts], fault))
    return Held(name, headers, made, how=f"iCalendar, {encoding}", raw=asked.raw, kind=kind, system=SYSTEM)


def _components(name: str, text: str) -> Iterator[tuple[int, Component]]:
    """Events, to-dos and their like in their order, each with its line."""
    from icalendar import Calendar

    lines = [
        number
        for number, line in enumerate(text.split("\n"), start=1)
        if re.match(rf"(?i)BEGIN:({'|'.join((*_KINDS, *_OTHERS))})\s*$", line)
    ]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            calendars: list[Any] = [*Calendar.from_ical(text, multiple=True)]
        except (ArithmeticError, ValueError, KeyError, IndexError, AttributeError, TypeError) as error:
            raise UsageError(f"{name} cannot be read as a calendar: {str(error)[:120]}") from None
        found = [one for calendar in calendars for one in calendar.walk() if one.name in {*_KINDS, *_OTHERS}]
    for place, component in enumerate(found):
        yield (lines[place] if len(lines) == len(found) else place + 1), component


class _Cells:
    """The cells of one event or to-do."""

    def __init__(self, component: Component, told: dict[str, int]) -> None:
        self.component, self.told = component, told
        self.cells: dict[str, str] = {}
        self.which = str(component.name)
        wrong = {str(name or "").upper(): str(text) for name, text in component.errors}
        day = "DTSTART" if self.which == "VEVENT" else "DUE"
        self.fault = f"{day} cannot be read: {wrong[day]}" if day in wrong else ""
        for property in wrong:
            if property != day and (property in _LEFT or not property):
                _count(told, f"{property or 'line'} that cannot be read")
        self._identity()
        if self.which == "VEVENT":
            self.cells["kind"] = "meeting"
            self._put("occurred_at", self._moment("DTSTART"))
            if "occurred_at" not in self.cells:
                self.fault = self.fault or "it does not say when it begins"
            self._length()
        else:
            self._put("due_on", self._moment("DUE") or self._moment("DTSTART"))
        for key in component:
            self._take(str(key).upper())
        self._attendees()

    def _identity(self) -> None:
        uid = str(self.component.get("UID", "")).strip()
        again = self._moment("RECURRENCE-ID")
        self._put("external_id", f"{uid} {again}" if uid and again else uid)

    def _take(self, key: str) -> None:
        values = self._values(key)
        if key in {"ATTACH", "IMAGE"}:
            for _ in values:
                _count(self.told, "attachment")
        if key in _LEFT or not values:
            return
        if key.startswith("X-"):
            _count(self.told, key)
            return
        header = _NAMES[self.which].get(key, key.lower())
        if key == "PRIORITY" and self.which == "VTODO":
            self._put(header, _priority(_text(values[0])))
        elif key == "STATUS" and self.which == "VTODO":
            self._put("is_done", "yes" if _text(values[0]).upper() == "COMPLETED" else "no")
        elif key == "ORGANIZER":
            self._put(header, " ".join(filter(None, (_name(values[0]), _address(values[0])))))
        else:
            between = "; " if key in {"CATEGORIES", "EXDATE", "RDATE", "RESOURCES"} else "\n\n"
            self._put(header, between.join(filter(None, map(_text, values))))

    def _attendees(self) -> None:
        """People by the names of links: `contact`, `contact_email`, `contact_2` …"""
        people: dict[str, str] = {}
        for value in self._values("ATTENDEE"):
            if str(value.params.get("CUTYPE", "")).upper() not in {"ROOM", "RESOURCE", "GROUP"}:
                people.setdefault(_address(value), _name(value))
        for number, (address, name) in enumerate(people.items(), start=1):
            header = "contact" if number == 1 else f"contact_{number}"
            self._put(header, "" if name == address else name)
            self._put(f"{header}_email", address)

    def _length(self) -> None:
        start, end = self._day("DTSTART"), self._day("DTEND")
        length = _dt(self._first("DURATION"))
        if isinstance(start, datetime) and isinstance(end, datetime):
            try:
                length = end - start
            except TypeError:  # one of them has no zone
                length = end.replace(tzinfo=None) - start.replace(tzinfo=None)
        elif start and end and end - start > timedelta(days=1):
            self._put("last day", (end - timedelta(days=1)).isoformat())
        if isinstance(length, timedelta) and isinstance(start, datetime) and length > timedelta():
            self._put("duration", f"{round(length.total_seconds() / 60)}m")

    def _moment(self, key: str) -> str:
        value = self._day(key)
        if not isinstance(value, datetime):
            return value.isoformat() if value else ""
        zone = str(getattr(self._first(key), "params", {}).get("TZID", ""))
        if value.tzinfo is None and zone:
            _count(self.told, f"zone `{zone}` that nobody knows, so your clock counts")
        return value.isoformat(" ", "seconds")

    def _day(self, key: str) -> date | None:
        value = _dt(self._first(key))
        return value if isinstance(value, date) else None

    def _first(self, key: str) -> Any:
        return next(iter(self._values(key)), None)

    def _values(self, key: str) -> list[Any]:
        value = self.component.get(key)
        if value is None:
            return []
        return [*value] if isinstance(value, list) else [value]

    def _put(self, header: str, text: str) -> None:
        if text:
            self.cells[header] = text


def _text(value: Any) -> str:
    """A value as text, its escapes undone."""
    if isinstance(value, str):
        return str(value)
    day = _dt(value)
    if isinstance(day, datetime):
        return day.isoformat(" ", "seconds")
    if isinstance(day, date):
        return day.isoformat()
    if day is None and hasattr(value, "dts"):
        return "; ".join(map(_text, value.dts))
    if hasattr(value, "cats"):
        return "; ".join(map(str, value.cats))
    written = value.to_ical() if hasattr(value, "to_ical") else str(value)
    return written.decode() if isinstance(written, bytes) else str(written)


def _dt(value: Any) -> Any:
    """What a property of time says; None where it cannot be read."""
    try:
        return getattr(value, "dt", None)
    except ValueError:
        return None


def _priority(text: str) -> str:
    """1 to 4 is high, 6 to 9 low (RFC 5545, 3.8.1.9)."""
    number = int(text) if text.isdecimal() else 0
    return "high" if 1 <= number <= 4 else "low" if number >= 6 else "normal"


def _address(value: Any) -> str:
    return re.sub(r"(?i)^mailto:", "", str(value)).strip()


def _name(value: Any) -> str:
    return str(value.params.get("CN", "")).strip()


def _count(counts: dict[str, int], what: str) -> None:
    counts[what] = counts.get(what, 0) + 1
