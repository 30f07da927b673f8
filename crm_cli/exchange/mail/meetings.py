"""Events of a calendar become meetings with those who take part and are known; one that has changed changes its meeting."""

from __future__ import annotations

import re
import shlex
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from hashlib import blake2b
from pathlib import Path
from sqlite3 import Connection

from crm_cli.activity.records import activities, settled, with_companies
from crm_cli.app.context import App
from crm_cli.core.calendar import iso_instant
from crm_cli.core.durations import parse_duration
from crm_cli.core.errors import UsageError
from crm_cli.core.fields import Raw
from crm_cli.core.text import plural
from crm_cli.exchange.mail.elsewhere import Elsewhere
from crm_cli.exchange.mail.people import Known, Mine
from crm_cli.exchange.read import calendar
from crm_cli.exchange.read.sources import file_source, stream_source
from crm_cli.exchange.read.table import Asked
from crm_cli.kinds.draft import Draft, Link

NOBODY = "with nobody in the file"
CANCELLED = "cancelled"
NO_UID = "without a UID"


@dataclass(slots=True)
class Brought:
    """What became of events. left: why events were left → their titles. told: what is to be known of those taken."""

    events: int = 0
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    left: dict[str, list[str]] = field(default_factory=dict)
    told: Counter[str] = field(default_factory=Counter)
    remarks: list[str] = field(default_factory=list)

    @property
    def kept_out(self) -> int:
        """How many events were left."""
        return sum(map(len, self.left.values()))


def events(crm: App, file: str) -> tuple[list[dict[str, str]], list[str]]:
    """The events of a calendar file, `-` for stdin, as header → cell; and what else is to be told.

    Raises UsageError for what is no calendar.
    """
    source = stream_source(crm.stdin) if file == "-" else file_source(Path(file))
    name = "stdin" if file == "-" else file
    with source() as stream:
        if b"BEGIN:VCALENDAR" not in stream.read(4096).upper():
            raise UsageError(f"`{name}` is no calendar", hint=shlex.join(["crm", "import", file]))
    tables, left = calendar.tables(name, source, Asked(lambda cells: 0))
    rows: list[dict[str, str]] = []
    told = [f"not read: {', '.join(left)}"] if left else []
    for table in tables:
        found = [dict(zip(table.headers, row.cells, strict=True), fault=row.fault) for row in table.rows()]
        told += table.told
        if table.kind == "activity":
            rows += found
        else:
            told.append(f"left: {plural(len(found), 'to-do')}, which crm import FILE.ics reads as reminders")
    return rows, told


class Bringing:
    """Events on their way in, within one transaction."""

    def __init__(self, crm: App, db: Connection, mine: Mine) -> None:
        self.crm, self.db, self.mine = crm, db, mine
        self.known = Known(db)
        self.elsewhere = Elsewhere(db, calendar.SYSTEM)
        self.done = Brought()

    def take(self, found: Sequence[Mapping[str, str]]) -> Brought:
        """Read all events."""
        for event in found:
            self.done.events += 1
            self._take(event)
        return self.done

    def _take(self, event: Mapping[str, str]) -> None:
        why = event["fault"] or ("" if event.get("external_id") else NO_UID)
        there = self.elsewhere.find(event.get("external_id", ""))
        if not why and there is None and event.get("status", "").upper() == "CANCELLED":
            why = CANCELLED
        about = self.known.among(address for address in _addresses(event) if address not in self.mine)
        if not why and there is None and not about:
            why = NOBODY
        if why:
            self.done.left.setdefault(why, []).append(
                event.get("subject") or event.get("external_id") or "event"
            )
            return
        told = self._columns(event)
        marks = "".join(_mark(part) for part in (*told, sorted(about)))
        links = with_companies(self.db, about)
        columns = {name: value for part in told for name, value in part.items()}
        if there is None:
            id = self._add(columns, links)
        else:
            id, before = there
            changed = [at for at in range(len(told) + 1) if before is not None and _differ(before, marks, at)]
            columns = {name: value for at in changed if at < len(told) for name, value in told[at].items()}
            draft = Draft(columns, links=links if len(told) in changed else [])
            is_changed = bool(draft) and activities.update(
                self.db, id, draft, at=self.crm.at, on=self.crm.today
            )
            self.done.updated += is_changed
            self.done.unchanged += not is_changed
            if before == marks:
                return
        self.elsewhere.note(event["external_id"], id, marks)
        if event.get("rrule"):
            self.done.told["repeats: only its first time is a meeting"] += 1
        if there is not None and event.get("status", "").upper() == "CANCELLED":
            self.done.told["cancelled in the calendar, and still a meeting here"] += 1

    def _add(self, columns: dict[str, Raw], links: list[Link]) -> int:
        self.done.created += 1
        whole = {"kind": "meeting", "owner": self.crm.setting("owner") or None, **columns}
        if not (whole["subject"] or whole["body"]):
            whole["body"] = "(no text)"
        return activities.add(self.db, Draft(whole, links=links), at=self.crm.at, on=self.crm.today)

    def _columns(self, event: Mapping[str, str]) -> list[dict[str, Raw]]:
        """What an activity keeps of an event, part by part: what changes in one changes nothing of the others."""
        length = event.get("duration", "")
        return [
            {"subject": event.get("subject") or None},
            {"body": event.get("body") or None},
            {"duration": parse_duration(length) if length else None},
            self._when(event["occurred_at"]),
            {"place": event.get("location") or None},
        ]

    def _when(self, text: str) -> dict[str, Raw]:
        """A day has no hour; a time without a zone is one of the user's clock."""
        if len(text) == len("2026-11-21"):
            return settled({"occurred_on": date.fromisoformat(text).isoformat()}, self.crm.zone)
        at = datetime.fromisoformat(text)
        at = at.replace(tzinfo=self.crm.zone) if at.tzinfo is None else at
        return settled({"occurred_at": iso_instant(at)}, self.crm.zone)


MARK = 6
"""Signs that tell one part of an event from what it was."""


def _mark(part: object) -> str:
    return blake2b(repr(part).encode(), digest_size=MARK // 2).hexdigest()


def _differ(before: str, now: str, at: int) -> bool:
    """Whether a part is another than when it was last read."""
    part = slice(at * MARK, (at + 1) * MARK)
    return before[part] != now[part]


def _addresses(event: Mapping[str, str]) -> list[str]:
    """The addresses of those who take part, and of whoever asked them."""
    found = [cell.lower() for header, cell in event.items() if re.fullmatch(r"contact(_\d+)?_email", header)]
    return [*found, *re.findall(r"[^\s<>]+@[^\s<>]+", event.get("organizer", "").lower())]


def lines(done: Brought, *, is_dry: bool) -> list[str]:
    """What became of the events, for people; first the sentence."""
    parts = [f"{done.created:,} added", f"{done.updated:,} changed", f"{done.unchanged:,} as they were"]
    if done.kept_out:
        parts.append(f"{done.kept_out:,} left")
    told = [f"{'Would read' if is_dry else 'Read'} {plural(done.events, 'event')}: {', '.join(parts)}"]
    for why, titles in done.left.items():
        shown = ", ".join(titles[:3]) + (", …" if len(titles) > 3 else "")
        told.append(f"left, {why}: {plural(len(titles), 'event')} ({shown})")
    told += [f"{what}: {plural(count, 'event')}" for what, count in done.told.items()]
    return told + done.remarks
