"""The diary of a period: what is planned in it, and the meetings there were; a list, or a calendar of its weeks."""

from __future__ import annotations

from datetime import date, timedelta

from crm_cli.activity.words import MOMENT_SQL, TEXT_SQL, WHEN_SQL, WHOM_SQL
from crm_cli.core.calendar import format_day, from_iso
from crm_cli.core.durations import format_duration
from crm_cli.core.periods import Period, parse_period
from crm_cli.core.record import record
from crm_cli.core.relative import first_of, last_of
from crm_cli.core.text import safe
from crm_cli.output import Column, write
from crm_cli.output.blocks import GAP, heading, lines, room_on
from crm_cli.output.cells import cut
from crm_cli.output.harmless import behind

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from sqlite3 import Connection

    from crm_cli.app.context import App

COLUMNS = (
    Column("when", "When", "moment"),
    Column("duration", "Long", "minutes"),
    Column("record", "Record"),
    Column("kind", "Kind"),
    Column("what", "What"),
    Column("whom", "Whom"),
    Column("place", "Place"),
    Column("state", "State"),
)
"""What an entry is, in every format; state: planned, held or missed."""

DAY = (Column("hours", "Hour"), *COLUMNS[2:])
"""What a screen shows of a day."""

WORDS = {"": "today", "day": "today", "week": "this-week", "month": "this-month"}

_ENTRIES = f"""
SELECT t.occurred_on, {WHEN_SQL.format("t")}, t.duration, 'activity/' || t.id, t.kind,
  coalesce({TEXT_SQL.replace("a.", "t.")}, ''), {WHOM_SQL.format("t")}, coalesce(t.place, ''), t.state
FROM activities t WHERE {MOMENT_SQL.format("t")} BETWEEN ? AND ? AND t.occurred_on BETWEEN ? AND ?
  AND t.archived_at IS NULL AND (t.state = 'planned' OR (t.kind = 'meeting' AND t.state <> 'cancelled'))
ORDER BY t.occurred_on, t.occurred_at, t.id
"""

_ROWS = 3
"""So many entries of a day stand in a calendar; the last line says how many more there are."""


@record
class Entry:
    """One entry of the diary."""

    on: str
    when: str
    duration: int | None
    record: str
    kind: str
    what: str
    whom: str
    place: str
    state: str

    @property
    def row(self) -> tuple[str | int | None, ...]:
        """The values of COLUMNS."""
        return (
            self.when,
            self.duration,
            self.record,
            self.kind,
            self.what,
            self.whom,
            self.place,
            self.state,
        )


def entries(db: Connection, start: date, end: date) -> list[Entry]:
    """What is planned from one day to another, both counted, and what meetings were held and missed, by the hour."""
    around = [f"{start - timedelta(days=1)}", f"{end + timedelta(days=2)}"]
    return [Entry(*row) for row in db.execute(_ENTRIES, (*around, f"{start}", f"{end}"))]


def period_of(crm: App, typed: str) -> Period:
    """The period that words mean: today, `week` and `month` those that it is in, else any; an open end is a year away."""
    period = parse_period(WORDS.get(typed, typed), crm.calendar)
    start = period.start or crm.calendar.today
    return Period(start, period.end or max(start, crm.calendar.today) + timedelta(days=365))


def agenda(crm: App, words: Sequence[str], *, format: str | None = None) -> None:
    """Write the diary of a period: a day by its hours, a month as a calendar, all else day by day."""
    period = period_of(crm, " ".join(words).strip().lower())
    assert period.start is not None
    assert period.end is not None
    found = entries(crm.read(), period.start, period.end)
    chosen = crm.chosen_format(format)
    if not chosen.is_screen:
        write([entry.row for entry in found], COLUMNS, chosen, crm.stdout, screen=crm.screen)
    elif _is_month(crm, period.start, period.end):
        behind(crm.stdout).write("".join(_calendar(crm, period.start, period.end, found)))
    else:
        for number, day in enumerate(dict.fromkeys(entry.on for entry in found)):
            shown = [(_hours(crm, entry), *entry.row[2:]) for entry in found if entry.on == day]
            crm.stdout.write("\n" if number else "")
            title = format_day(date.fromisoformat(day), crm.calendar, crm.screen.locale, is_full=True)
            write(shown, DAY, chosen, crm.stdout, screen=crm.screen, title=title)
    if not found and (crm.is_terminal or chosen.is_screen):
        crm.remark(f"nothing is planned; {crm.called} meeting WHO TEXT --on 'fri 14:00'")


def _is_month(crm: App, start: date, end: date) -> bool:
    return (start, end) == (first_of(start, "month", crm.calendar), last_of(start, "month", crm.calendar))


def _hours(crm: App, entry: Entry) -> str:
    """From when to when; the length alone where there is no hour."""
    if "T" not in entry.when:
        return format_duration(entry.duration) if entry.duration else ""
    start = from_iso(entry.when).astimezone(crm.zone)
    if not entry.duration:
        return f"{start:%H:%M}"
    return f"{start:%H:%M}–{start + timedelta(minutes=entry.duration):%H:%M}"


def _calendar(crm: App, start: date, end: date, found: Sequence[Entry]) -> Iterator[str]:
    """The weeks of a month, a column for each day of the week, and in each day who is met when."""
    width = max((room_on(crm.screen) - 6 * GAP) // 7, 4)
    widths = [width] * 7
    day = first_of(start, "week", crm.calendar)
    yield f"{heading(f'{start:%B %Y}', crm.screen)}\n"
    names = [format_day(day + timedelta(days=step), crm.calendar, is_full=True)[:3] for step in range(7)]
    yield from lines(names, widths, crm.screen, tone="heading")
    while day <= end:
        week = [day + timedelta(days=step) for step in range(7)]
        told = [_told(crm, [one for one in found if one.on == each.isoformat()]) for each in week]
        cells = [_number(crm, each) if start <= each <= end else "" for each in week]
        yield from lines(cells, widths, crm.screen)
        for number in range(max(len(each) for each in told)):
            row = [cut(each[number], width) if number < len(each) else "" for each in told]
            yield from lines(row, widths, crm.screen)
        day += timedelta(days=7)


def _number(crm: App, day: date) -> str:
    return f"[{day.day}]" if day == crm.calendar.today else f"{day.day}"


def _told(crm: App, found: Sequence[Entry]) -> list[str]:
    """The lines of a day."""
    shown = [f"{_hours(crm, one)[:5]} {safe(one.whom or one.what)}".strip() for one in found]
    return shown if len(shown) <= _ROWS else [*shown[: _ROWS - 1], f"+{len(shown) - _ROWS + 1} more"]
