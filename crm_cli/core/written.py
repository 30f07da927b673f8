"""Dates written out in full, as people and programs write them, and the readings each one allows."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from functools import lru_cache

from crm_cli.core.clocks import split_clock
from crm_cli.core.record import record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Literal

    from crm_cli.core.clocks import Clock

    Order = Literal["dmy", "mdy", "ymd"]

ORDERS: tuple[Order, ...] = ("dmy", "mdy", "ymd")

LATEST_YEAR = 2068  # POSIX strptime %y: 69–99 are 1969–1999, 00–68 are 2000–2068

MONTH_NAMES = (  # by number; a word of three letters or more means the one month a name of which it begins
    "",
    "january januar jänner janvier enero январь января қаңтар січень січня",
    "february februar février fevrier febrero февраль февраля ақпан лютий лютого",
    "march märz maerz mars marzo март марта наурыз березень березня",
    "april avril abril апрель апреля сәуір квітень квітня",
    "may mai mayo май мая мамыр травень травня",
    "june juni juin junio июнь июня маусым червень червня",
    "july juli juillet julio июль июля шілде липень липня",
    "august août aout agosto август августа тамыз серпень серпня",
    "september septembre septiembre setiembre сентябрь сентября қыркүйек вересень вересня",
    "october oktober octobre octubre октябрь октября қазан жовтень жовтня",
    "november novembre noviembre ноябрь ноября қараша листопад листопада",
    "december dezember décembre decembre diciembre декабрь декабря желтоқсан грудень грудня",
)

WEEKDAY_NAMES = (  # Monday first; whole words only
    "mon monday mo montag lun lundi lunes пн понедельник дүйсенбі дүйшөмбү",
    "tue tues tuesday di dienstag mar mardi martes вт вторник сейсенбі шейшемби",
    "wed weds wednesday mi mittwoch mer mercredi miércoles miercoles mié ср среда среду сәрсенбі шаршемби",
    "thu thur thurs thursday do donnerstag jeu jeudi jue jueves чт четверг бейсенбі бейшемби",
    "fri friday fr freitag ven vendredi vie viernes пт пятница пятницу жұма жума",
    "sat saturday sa samstag sonnabend sam samedi sáb sab sábado sabado сб суббота субботу сенбі ишемби",
    "sun sunday so sonntag dim dimanche dom domingo вс воскресенье жексенбі жекшемби",
)

_FILLERS = frozenset(
    "st nd rd th of the de del den der er le el am on by ho г го года год жылы ж р року в во".split()
)

_YEAR_LAST = r"(\d{1,5})\s?([-/.])\s?(\d{1,2})\s?\2\s?(\d{1,5})(?:\s?г)?\.?"
_YEARLESS = r"(\d{1,2})\s?([/.])\s?(\d{1,2})\.?"


@record
class Parts:
    """A day in the calendar; year None where none is written."""

    year: int | None
    month: int
    day: int


@record
class Written:
    """What a written date can mean.

    readings: the possible day under each order in which it is one; the same under all three where the
        order is plain (`2026-11-21`, `21.11.2026`, `21 Nov 2026`). None where no order makes a day of it.
    weekday: 0 Monday … 6 Sunday where the day's name is written too.
    fault: why there is no reading, in words; "" where there is one.
    """

    readings: dict[Order, Parts]
    weekday: int | None = None
    fault: str = ""


def clean(text: str) -> str:
    """Fold what does not matter: case, spaces, digits of other scripts, bidi marks, 年月日."""
    if not text.isascii():
        import unicodedata

        text = re.sub("[\u200e\u200f\u202a-\u202e\u2066-\u2069]", "", unicodedata.normalize("NFKC", text))
        text = "".join(str(int(sign)) if sign.isdecimal() else sign for sign in text)
        text = re.sub(r"(\d{4})年\s?(\d{1,2})月\s?(\d{1,2})日", r"\1-\2-\3 ", text)
    return " ".join(text.casefold().split())


@lru_cache(maxsize=1024)
def month_number(word: str) -> int | None:
    """1 January … 12 December where the folded word names a month or begins exactly one, else None."""
    if len(word) < 3:
        return None
    found = {
        number for number, names in enumerate(MONTH_NAMES) for name in names.split() if name.startswith(word)
    }
    return found.pop() if len(found) == 1 else None


@lru_cache(maxsize=1024)
def weekday_number(word: str) -> int | None:
    """0 Monday … 6 Sunday where the folded word names a day of the week, else None."""
    for number, names in enumerate(WEEKDAY_NAMES):
        if word in names.split():
            return number
    return None


def read_parts(text: str, *, latest: int = LATEST_YEAR) -> Written | None:
    """Read cleaned text that is one written date and nothing else; None where it has no such shape.

    A year of two digits is the last such year not after `latest`.
    """
    name, _, tail = text.partition(" ")
    weekday = weekday_number(name.rstrip(".,"))
    readings = _numeric(text if weekday is None else tail, latest)
    if readings is None:
        named = _named(text, latest)
        if named is None:
            return None
        parts, weekday = named
        readings = dict.fromkeys(ORDERS, parts)
    possible = {order: parts for order, parts in readings.items() if not _fault(parts)}
    if possible:
        return Written(possible, weekday)
    likeliest = max(readings.values(), key=lambda parts: parts.month <= 12)
    return Written({}, weekday, _fault(likeliest))


def read_day(text: str, order: str) -> date | datetime | None:
    """Read one cell of a table whose date order is settled; None where it is no full date.

    A day with a time of day comes back as a datetime: aware in UTC where the cell says its zone, else
    naive, the wall time of wherever the file was written. No relative words, no bare numbers.
    """
    iso = _iso(text)
    if iso is not None:
        return iso
    written, clock = _cell(text)
    parts = written.readings.get(order) if written else None  # type: ignore[call-overload]
    if parts is None or parts.year is None:
        return None
    day = date(parts.year, parts.month, parts.day)
    if clock is None:
        return day
    if clock.offset is None:
        return datetime.combine(day, clock.time)
    try:
        return datetime.combine(day, clock.time, clock.offset).astimezone(UTC)
    except OverflowError:
        return None


def fault_of(text: str) -> str:
    """Why a cell that looks like a date is none: `February 2026 has 28 days`; "" where it does not look like one."""
    written, _ = _cell(text)
    return written.fault if written else ""


def day_orders(values: Iterable[str]) -> set[Order]:
    """Give the orders under which every value that is not blank is a full date.

    All three: no value depends on the order. `{"dmy", "mdy"}`: the column cannot settle it. None: it is
    not a column of dates. `21/11/26` is year first only where nothing else fits the column.
    """
    orders: set[Order] = set(ORDERS)
    year_first_guessed = False
    for value in values:
        if _iso(value) is not None or not value.strip():
            continue
        written, _ = _cell(value)
        readings = written.readings if written else {}
        orders &= {order for order, parts in readings.items() if parts.year is not None}
        if not orders:
            break
        year_first_guessed = year_first_guessed or len(set(readings.values())) > 1
    if year_first_guessed and len(orders) > 1:
        orders.discard("ymd")
    return orders


def month_length(month: int, year: int | None) -> int:
    """Days in the month; February without a year has 29."""
    if month == 2:
        leap = year is None or (year % 4 == 0 and (year % 100 != 0 or year % 400 == 0))
        return 29 if leap else 28
    return 30 if month in (4, 6, 9, 11) else 31


def _cell(text: str) -> tuple[Written | None, Clock | None]:
    # Most cells of most files are no dates, and a column of dates repeats itself.
    if len(text) > 60 or not any(sign in text for sign in "/.-,: ") or not any(map(str.isdecimal, text)):
        return None, None
    return _read_cell(text)


@lru_cache(maxsize=8192)
def _read_cell(text: str) -> tuple[Written | None, Clock | None]:
    rest, clock = split_clock(clean(text))
    return read_parts(rest), clock


def _iso(text: str) -> date | datetime | None:
    # The shape is checked first: fromisoformat also takes `20261121`, which is a bare number here.
    if text[4:5] != "-" or text[7:8] != "-":
        return None
    try:
        if len(text) == 10:
            return date.fromisoformat(text)
        moment = datetime.fromisoformat(text)
        return moment if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _numeric(text: str, latest: int) -> dict[Order, Parts] | None:
    if match := re.fullmatch(_YEAR_LAST, text):
        first, mark, middle, last = match.groups()
        a, b, c = int(first), int(middle), int(last)
        if len(first) >= 4:
            return dict.fromkeys(ORDERS, Parts(a, b, c)) if len(last) <= 2 else None
        if len(first) == 3 or len(last) in (1, 3):
            return None
        year = _century(c, latest) if len(last) == 2 else c
        if mark == ".":
            return dict.fromkeys(ORDERS, Parts(year, b, a))
        readings: dict[Order, Parts] = {"dmy": Parts(year, b, a), "mdy": Parts(year, a, b)}
        if len(last) == 2 == len(first):
            readings["ymd"] = Parts(_century(a, latest), b, c)
        return readings
    if match := re.fullmatch(_YEARLESS, text):
        a, b = int(match[1]), int(match[3])
        if match[2] == ".":
            return dict.fromkeys(ORDERS, Parts(None, b, a))
        return {"dmy": Parts(None, b, a), "mdy": Parts(None, a, b), "ymd": Parts(None, a, b)}
    return None


def _named(text: str, latest: int) -> tuple[Parts, int | None] | None:
    numbers: list[str] = []
    months: list[int] = []
    weekdays: list[int] = []
    either: list[tuple[int, int]] = []  # `mar` is March, and mardi or martes
    for token in re.findall(r"\d+|[^\W\d_]+|[^\s,.\-/'’]", text):
        if token.isdigit():
            numbers.append(token)
            continue
        month, weekday = month_number(token), weekday_number(token)
        if month and weekday is not None:
            either.append((month, weekday))
        elif month:
            months.append(month)
        elif weekday is not None:
            weekdays.append(weekday)
        elif token not in _FILLERS:
            return None
    for month, weekday in either:
        if months:
            weekdays.append(weekday)
        else:
            months.append(month)
    if len(months) != 1 or len(weekdays) > 1 or not 1 <= len(numbers) <= 2:
        return None
    weekday_written = weekdays[0] if weekdays else None
    if len(numbers) == 1:
        return (Parts(None, months[0], int(numbers[0])), weekday_written) if len(numbers[0]) <= 2 else None
    first, last = numbers
    if len(first) >= 4 and len(last) <= 2:
        first, last = last, first
    if len(first) > 2 or not (len(last) == 2 or 4 <= len(last) <= 5):
        return None
    year = _century(int(last), latest) if len(last) == 2 else int(last)
    return Parts(year, months[0], int(first)), weekday_written


def _century(year: int, latest: int) -> int:
    return latest - (latest - year) % 100


def _fault(parts: Parts) -> str:
    year, month, day = parts.year, parts.month, parts.day
    if year is not None and not 1 <= year <= 9999:
        return "years run from 1 to 9999"
    if not 1 <= month <= 12:
        return f"there is no month {month}"
    length = month_length(month, year)
    if 1 <= day <= length:
        return ""
    name = MONTH_NAMES[month].split(" ", 1)[0].capitalize()
    return f"{name} has {length} days" if year is None else f"{name} {year} has {length} days"
