"""Days and instants: as people type them, as the file stores them, as tables show them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from crm_cli.core.clocks import split_clock
from crm_cli.core.errors import UsageError
from crm_cli.core.relative import Prefer, relative, weekday
from crm_cli.core.written import Parts, Written, clean, month_length, read_parts

NOON = time(12)

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_HINT = "type a day like 2026-11-27, fri, tomorrow 9:00, +2w or eom"


@dataclass(frozen=True, slots=True)
class Calendar:
    """The user's calendar at one moment.

    now: aware, UTC.
    zone: the user's zone.
    order: "dmy", "mdy" or "ymd" (setting date_order), or None where it is not settled.
    week_start: 0 Monday … 6 Sunday.
    languages: ISO 639 codes of the user's languages, for phrases; empty for the common ones.
    """

    now: datetime
    zone: tzinfo
    order: str | None = None
    week_start: int = 0
    languages: tuple[str, ...] = ()

    @property
    def today(self) -> date:
        """The day it is in the user's zone."""
        return local_day(self.now, self.zone)


def to_instant(day: date, at: time, zone: tzinfo) -> datetime:
    """Give the UTC instant of a wall time in a zone.

    A time the clocks skip is moved forward by what they skip (02:30 becomes 03:30), of a time they show
    twice the first is meant, as in RFC 5545. At the very ends of the years 1 to 9999 the instant is the end.
    """
    try:
        return datetime.combine(day, at, zone).astimezone(UTC)
    except OverflowError:
        return (datetime.min if day.year == 1 else datetime.max).replace(tzinfo=UTC)


def local_day(instant: datetime, zone: tzinfo) -> date:
    """Give the day an aware instant falls on in a zone."""
    try:
        return instant.astimezone(zone).date()
    except OverflowError:
        return instant.date()


def iso_instant(instant: datetime) -> str:
    """Write an aware instant as the file stores it: `2026-11-21T09:30:00Z`; fractions are cut off."""
    if instant.tzinfo is None:
        raise ValueError(f"{instant} has no zone")
    return instant.astimezone(UTC).replace(microsecond=0, tzinfo=None).isoformat() + "Z"


def from_iso(text: str) -> datetime:
    """Read a stored instant, aware in UTC; without a zone it is UTC, as SQLite's own functions write it."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise UsageError(f"`{text}` is not an instant", hint="2026-11-21T09:30:00Z") from None
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def zone(name: str) -> tzinfo:
    """Find a time zone by its IANA name, whatever its case; UsageError names the nearest."""
    import zoneinfo

    try:
        return zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        pass
    wanted = name.strip().replace(" ", "_").casefold()
    known = {full.casefold(): full for full in sorted(zoneinfo.available_timezones())}
    if wanted in known:
        return zoneinfo.ZoneInfo(known[wanted])
    import difflib

    cities = {full.rpartition("/")[2]: known[full] for full in known}
    near = [cities[city] for city in difflib.get_close_matches(wanted.rpartition("/")[2], cities, 3, 0.7)]
    raise UsageError(
        f"`{name}` is not a time zone" + (f"; near it: {', '.join(near)}" if near else ""),
        hint=near[0] if near else "type a zone like Europe/Berlin or Asia/Almaty",
    )


def parse_day(text: str, calendar: Calendar, *, prefer: Prefer = "future") -> date:
    """Read a day as a person types it; of an instant, the day it falls on in the user's zone.

    `prefer` settles what is said without a year, a week or a day, see `parse_when`. Raises UsageError
    where the text is no day, names one that does not exist, or has two readings.
    """
    moment = parse_when(text, calendar, prefer=prefer)
    return local_day(moment, calendar.zone) if isinstance(moment, datetime) else moment


def parse_when(text: str, calendar: Calendar, *, prefer: Prefer = "future") -> date | datetime:
    """Read a day, or an instant in UTC where a time of day was given (test for datetime first: it is a date).

    Written days (`2026-11-21`, `21.11.2026`, `15 Apr, 2021 00:02:00`), relative ones (`fri 9:00`, `+3d`,
    `eom`, see `relative`), times (`9:00`, `9am`), then phrases of the user's languages. With `prefer`:

    - future: `9:00` is the next such time, `15 April` the next such day, today included.
    - past: the latest of them up to now.
    - exact: today's, and this year's.

    A year left out beside a weekday (`Fri 27 Nov`) is the nearest in which they agree. Raises UsageError.
    """
    found = try_when(text, calendar, prefer)
    if found is None:
        raise UsageError(f"`{text.strip()}` is not a date", hint=_HINT)
    return found


def parse_instant(
    text: str, calendar: Calendar, *, at: time | None = None, prefer: Prefer = "future"
) -> datetime:
    """Read an instant, in UTC; a bare day means `at` on it in the user's zone, or noon."""
    moment = parse_when(text, calendar, prefer=prefer)
    if isinstance(moment, datetime):
        return moment
    return to_instant(moment, at or NOON, calendar.zone)


def try_when(text: str, calendar: Calendar, prefer: Prefer) -> date | datetime | None:
    """Do what `parse_when` does, with None for text that has nothing of a date."""
    try:
        return _read(text, calendar, prefer)
    except OverflowError:
        raise UsageError(f"`{text.strip()}` is outside the years 1 to 9999", hint=_HINT) from None


def choose_reading(text: str, written: Written, order: str | None) -> Parts:
    """Pick the one reading of a written date, or refuse naming both; `text` is what the user typed."""
    readings = written.readings
    if not readings:
        raise UsageError(f"`{text}` is not a day: {written.fault}", hint=_HINT)
    if order in readings:
        return readings[order]
    # A year of two digits stands first only under the order that says so, or where nothing else fits.
    likely = {readings[name] for name in ("dmy", "mdy") if name in readings} or set(readings.values())
    if len(likely) == 1:
        return likely.pop()
    first = readings["dmy"]
    said = " or ".join(_say(readings[name]) for name in ("dmy", "mdy"))
    if first.year is None:
        typed = f"{first.day} {_MONTHS[first.month - 1]}"
    else:
        said, typed = f"{said} {first.year}", date(first.year, first.month, first.day).isoformat()
    raise UsageError(f"`{text}` is {said}", hint=f"type {typed}, or `crm config set date_order dmy`")


def format_day(day: date, today: date, locale: str = "en") -> str:
    """Show a day in a table: `today`, `tomorrow`, `yesterday`, `Fri 27 Nov`, `Fri 1 Jan 2027`.

    The year stands where it is not today's. `parse_day` reads the English forms back. In other locales
    (CLDR names such as `ru` or `de_AT`) the day always stands in full.
    """
    if locale.partition("_")[0] != "en":
        from babel import UnknownLocaleError
        from babel.dates import format_date

        pattern = "EEE d MMM" if day.year == today.year else "EEE d MMM y"
        try:
            return str(format_date(day, pattern, locale=locale))
        except (UnknownLocaleError, ValueError):  # a system may name one that nobody knows
            pass
    near = {0: "today", 1: "tomorrow", -1: "yesterday"}.get((day - today).days)
    if near:
        return near
    shown = f"{_DAYS[day.weekday()]} {day.day} {_MONTHS[day.month - 1]}"
    return shown if day.year == today.year else f"{shown} {day.year:04}"


def format_instant(instant: datetime, calendar: Calendar, locale: str = "en") -> str:
    """Show an instant in a table, in the user's zone to the minute: `Fri 27 Nov 09:30`, `today 14:00`."""
    local = instant.astimezone(calendar.zone)
    return f"{format_day(local.date(), calendar.today, locale)} {local:%H:%M}"


def _read(text: str, calendar: Calendar, prefer: Prefer) -> date | datetime | None:
    rest, clock = split_clock(clean(text))
    if not rest:
        return _next_time(clock.time, clock.offset or calendar.zone, calendar, prefer) if clock else None
    written = read_parts(rest)
    day = _settle(text.strip(), written, calendar, prefer) if written else relative(rest, calendar, prefer)
    if day is None:
        from crm_cli.core import phrases

        return phrases.parse(text, calendar, prefer)
    if clock is None:
        return day
    if isinstance(day, datetime):  # `+2h 9:00`
        return None
    zone = clock.offset or calendar.zone
    instant = to_instant(day, clock.time, zone)
    if prefer == "past" and instant > calendar.now and weekday(rest) is not None:
        return to_instant(day - timedelta(days=7), clock.time, zone)
    return instant


def _settle(text: str, written: Written, calendar: Calendar, prefer: Prefer) -> date:
    parts = choose_reading(text, written, calendar.order)
    if parts.year is None:
        return _with_year(text, parts, written.weekday, calendar.today, prefer)
    day = date(parts.year, parts.month, parts.day)
    if written.weekday is not None and written.weekday != day.weekday():
        raise UsageError(f"`{text}` is a {day:%A}", hint=f"type {day.isoformat()}, or the day you mean")
    return day


def _with_year(text: str, parts: Parts, weekday: int | None, today: date, prefer: Prefer) -> date:
    years = [year for year in range(today.year - 12, today.year + 13) if 1 <= year <= 9999]
    days = [
        date(year, parts.month, parts.day) for year in years if parts.day <= month_length(parts.month, year)
    ]
    if weekday is not None:
        agreeing = [day for day in days if day.weekday() == weekday]
        if agreeing:
            return min(agreeing, key=lambda day: abs(day - today))
        raise UsageError(f"`{text}` names a day and a weekday that never meet near now", hint=_HINT)
    if prefer == "exact":
        days = [day for day in days if day.year == today.year]
        if not days:
            raise UsageError(f"`{text}` is not a day: February {today.year} has 28 days", hint=_HINT)
        return days[0]
    days = [day for day in days if (day >= today if prefer == "future" else day <= today)]
    if not days:
        raise OverflowError(f"{text} is out of range")
    return days[0] if prefer == "future" else days[-1]


def _next_time(at: time, zone: tzinfo, calendar: Calendar, prefer: Prefer) -> datetime:
    today = local_day(calendar.now, zone)
    if prefer == "exact":
        return to_instant(today, at, zone)
    ahead = prefer == "future"
    instant = to_instant(today, at, zone)
    if (instant > calendar.now) == ahead:
        return instant
    return to_instant(today + timedelta(days=1 if ahead else -1), at, zone)


def _say(parts: Parts) -> str:
    names = "January February March April May June July August September October November December".split()
    return f"{parts.day} {names[parts.month - 1]}"
