"""Days and instants as the file keeps them and tables show them, and the user's calendar at one moment.

Reading what a person typed is another matter (`core.dates`), which costs more.
"""

from __future__ import annotations

from datetime import UTC, datetime, time

from crm_cli.core.errors import UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from datetime import date, tzinfo

NOON = time(12)
DAY_PARTS = "morning=9:00 noon=12:00 afternoon=14:00 evening=18:00 night=21:00"
WORKDAYS = "mon-fri"

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


class Calendar:
    """The user's calendar at one moment.

    now: aware, UTC.
    zone: the user's zone.
    order: "dmy", "mdy" or "ymd" (setting date_order), or None where it is not settled.
    week_start: 0 Monday … 6 Sunday.
    languages: ISO 639 codes of the user's languages, for phrases; empty for the common ones.
    day_parts: the hours of `morning=9:00 noon=12:00 …` (setting day_parts).
    workdays, holidays: the days worked on, and the country whose free days are none (settings of those names).
    is_persian: whether days are written and shown in the Persian calendar (setting calendar).
    """

    __slots__ = (
        "day_parts", "holidays", "is_persian", "languages", "now", "order", "week_start", "workdays", "zone",
    )  # fmt: skip

    def __init__(
        self,
        now: datetime,
        zone: tzinfo,
        order: str | None = None,
        week_start: int = 0,
        languages: tuple[str, ...] = (),
        *,
        day_parts: str = DAY_PARTS,
        workdays: str = WORKDAYS,
        holidays: str = "",
        is_persian: bool = False,
    ) -> None:
        self.now = now
        self.zone = zone
        self.order = order
        self.week_start = week_start
        self.languages = languages
        self.day_parts = day_parts
        self.workdays = workdays
        self.holidays = holidays
        self.is_persian = is_persian

    @property
    def today(self) -> date:
        """The day it is in the user's zone."""
        return local_day(self.now, self.zone)

    def ordered(self, order: str | None) -> Calendar:
        """The same with another order of day and month."""
        return self._but("order", order)

    def at(self, now: datetime) -> Calendar:
        """The same at another moment."""
        return self._but("now", now)

    def in_zone(self, zone: tzinfo) -> Calendar:
        """The same as another zone's people have it."""
        return self._but("zone", zone)

    def part_of_day(self, name: str) -> time:
        """When the morning, noon, afternoon, evening or night is; raises UsageError for settings unread."""
        from crm_cli.core.day_parts import parse_day_parts

        return parse_day_parts(self.day_parts)[name]

    def working_day(self, day: date, count: int) -> date:
        """So many working days after a day, or before it; raises OverflowError and UsageError."""
        from crm_cli.core.working import step

        return step(day, count, self.workdays, self.holidays)

    def _but(self, name: str, value: tzinfo | datetime | str | None) -> Calendar:
        other = Calendar.__new__(Calendar)
        for slot in Calendar.__slots__:
            setattr(other, slot, value if slot == name else getattr(self, slot))
        return other


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


def local_text(instant: datetime, zone: tzinfo) -> str:
    """Write an aware instant as a clock of the zone had it, to the minute: `2026-11-24 16:00`."""
    try:
        local = instant.astimezone(zone)
    except OverflowError:  # at the ends of the years 1 and 9999
        local = instant
    return local.isoformat(" ")[:16]


def from_iso(text: str) -> datetime:
    """Read a stored instant, aware in UTC; without a zone it is UTC, as SQLite's own functions write it."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise UsageError(f"`{text}` is not an instant", hint="2026-11-21T09:30:00Z") from None
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def zone(name: str) -> tzinfo:
    """Find a time zone by its IANA name, whatever its case; UsageError names the nearest."""
    if name == "UTC":
        return UTC  # and `zoneinfo` need not be imported
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


def format_day(day: date, calendar: Calendar, locale: str = "en", *, is_full: bool = False) -> str:
    """Show a day in a table: `today`, `tomorrow`, `yesterday`, `Fri 27 Nov`, `Fri 1 Jan 2027`.

    The year stands where it is not today's. `parse_day` reads the English forms back. In other locales
    (CLDR names such as `ru` or `de_AT`) the day always stands in full, and so it does in the Persian calendar.
    is_full: in English, too.
    """
    today, language = calendar.today, locale.partition("_")[0]
    near = None if is_full else {0: "today", 1: "tomorrow", -1: "yesterday"}.get((day - today).days)
    if near and language == "en":
        return near
    if calendar.is_persian:
        from crm_cli.core.persian import shown

        said = shown(day, today, in_persian=language == "fa")
        if said is not None:
            return f"{_of_locale(day, 'EEE', locale) or _DAYS[day.weekday()]} {said}"
    if language != "en":
        said = _of_locale(day, "EEE d MMM" if day.year == today.year else "EEE d MMM y", locale)
        if said is not None:
            return said
        if near:
            return near
    said = f"{_DAYS[day.weekday()]} {day.day} {_MONTHS[day.month - 1]}"
    return said if day.year == today.year else f"{said} {day.year:04}"


def _of_locale(day: date, pattern: str, locale: str) -> str | None:
    if locale.partition("_")[0] == "en":
        return None
    from babel import UnknownLocaleError
    from babel.dates import format_date

    try:
        return str(format_date(day, pattern, locale=locale))
    except (UnknownLocaleError, ValueError):  # a system may name one that nobody knows
        return None


def format_instant(instant: datetime, calendar: Calendar, locale: str = "en") -> str:
    """Show an instant in a table, in the user's zone to the minute: `Fri 27 Nov 09:30`, `today 14:00`."""
    local = instant.astimezone(calendar.zone)
    return f"{format_day(local.date(), calendar, locale)} {local:%H:%M}"
