"""What words of days and times mean together: every sign of a phrase is used up, or it says nothing.

A phrase comes as signs, one letter each with a value (`in 3 days` is `i n u`); the patterns below are over
those letters, whatever the language. A phrase is a day, a time of day, or both in either order.

    d a day from today (0, 1, -1 …)   D a day of the calendar   n number   o ordinal   y year
    w weekday   m month   j month of the Persian calendar      u unit of time
    x next   X the one after the next   l the one before   z the last of several   t this   c coming
    i in   a later, after   g ago, before now   b before   k for (k 3 days b friday)   f from
    s start   M middle   e end          r now    C a number is a day of the month
    P part of the day   T a fixed time   @ at   O o'clock   A am, pm   . a number like 10.30   : a time like 10:30
    h half   H half before (halb)   q quarter   Q three quarters   p past   v to   V less
"""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from typing import cast

from crm_cli.core.calendar import to_instant
from crm_cli.core.nearest import bare_weekday, neighbour, next_time, with_year
from crm_cli.core.record import record
from crm_cli.core.relative import end_of, first_of, last_of, start_of, step, stepped
from crm_cli.core.written import month_length

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any

    from crm_cli.core.calendar import Calendar
    from crm_cli.core.nearest import Prefer
    from crm_cli.core.relative import Unit

    Values = list[Any]

_STEPS = frozenset(("day", "week", "month", "quarter", "year"))
_LONG = "(?:n?u)(?:nu)*"
"""A length of time: `3 weeks`, `a month`, `1 year 2 months`."""


@record
class Said:
    """What a phrase says: a day or an instant in UTC; and where it names a stretch of days, its last one.

    is_day: whether it can stand for a day: `next week` is its first one, `this week` is none.
    """

    moment: date | datetime
    last: date | None = None
    is_day: bool = True


class Reader:
    """Reads signs at one moment of a calendar, filling in what is left out as is preferred."""

    def __init__(self, calendar: Calendar, prefer: Prefer, language: str) -> None:
        self.calendar = calendar
        self.prefer = prefer
        self.language = language
        self.today = calendar.today

    def read(self, codes: str, values: Values, clock: time | None = None) -> Iterator[Said]:
        """All that the signs can say; with a `clock` they are the rest of a phrase that holds that time.

        Raises OverflowError outside the years 1 to 9999.
        """
        if clock is None:
            yield from self._days(codes, values)
            for start in range(len(codes)):
                for stop in range(start + 1, len(codes) + 1):
                    rest = codes[:start] + codes[stop:]
                    at = values[start:stop]
                    yield from self._timed(codes[start:stop], at, rest, values[:start] + values[stop:])
            return
        kept = [n for n, code in enumerate(codes) if code != "@"]
        codes, values = "".join(codes[n] for n in kept), [values[n] for n in kept]
        if "P" in codes:
            n = codes.index("P")
            adjusted = _in_part(clock, values[n])
            if adjusted is not None:
                rest, others = codes[:n] + codes[n + 1 :], values[:n] + values[n + 1 :]
                yield from self._at(adjusted, rest, others, part=values[n])
            return
        yield from self._at(clock, codes, values)

    def _timed(self, codes: str, values: Values, rest: str, others: Values) -> Iterator[Said]:
        part = None
        for where, side in ((codes, values), (rest, others)):
            if where.count("P") + where.count("A") == 1 and part is None:
                n = next(n for n, code in enumerate(where) if code in "PA")
                if where[n] == "A" and (where is not codes or n == 0):
                    return  # `am` stands behind an hour
                part = side[n]
                if where is codes:
                    codes, values = codes[:n] + codes[n + 1 :], values[:n] + values[n + 1 :]
                else:
                    rest, others = rest[:n] + rest[n + 1 :], others[:n] + others[n + 1 :]
        if codes in ("", "@") and part is not None and part not in ("am", "pm"):
            yield from self._at(self.calendar.part_of_day(part), rest, others, part=part)
            return
        is_told = part is not None and not (
            part == "afternoon" and self.language in ("ru", "uk")
        )  # `2 дня` is two days, too
        clock = _clock(codes, values, is_told=is_told, language=self.language)
        if clock is not None and part is not None:
            clock = _in_part(clock, part)
        if clock is not None:
            yield from self._at(
                clock, rest, others, part=part, is_midnight=codes.endswith("T") and not values[-1]
            )

    def _at(
        self, clock: time, codes: str, values: Values, *, part: str | None = None, is_midnight: bool = False
    ) -> Iterator[Said]:
        zone = self.calendar.zone
        if not codes:
            yield Said(next_time(clock, zone, self.calendar, self.prefer))
            return
        if part is not None and codes in ("t", "l"):
            codes, values = "d", [0 if codes == "t" else -1]
        for said in self._days(codes, values):
            if isinstance(said.moment, datetime) or said.last is not None:
                continue
            day = said.moment
            if is_midnight:
                if day != self.today:  # the night before it, or the one after?
                    yield Said(to_instant(day, clock, zone))
                day = step(day, 1, "day")
            instant = to_instant(day, clock, zone)
            if self.prefer == "past" and instant > self.calendar.now and codes == "w":
                instant = to_instant(day - timedelta(days=7), clock, zone)
            yield Said(instant)

    def _days(self, codes: str, values: Values) -> Iterator[Said]:
        signs = set(codes)
        for letters, pattern, languages, rule in _RULES:
            if not signs <= letters or (languages and self.language not in languages):
                continue  # so that few patterns are ever compiled
            if re.fullmatch(pattern, codes) is None:
                continue
            found = rule(self, codes, values)
            for one in found if isinstance(found, tuple) else (found,):
                if one is not None:
                    yield one if isinstance(one, Said) else Said(one)
        match = re.fullmatch(f"[ki]?({_LONG}|u)([fab])(.+)", codes)
        if match is not None and match[2] == "a" and self.language in _POSTPOSED:
            return
        lead = "k" if match is not None and match[2] == "b" and self.language == "ru" else "i"
        if match is not None and (codes[0] == lead or (codes[0] in "nu" and lead == "i")):
            yield from self._from(match, values)

    def _from(self, match: re.Match[str], values: Values) -> Iterator[Said]:
        """`3 weeks from tomorrow`, `2 days before friday`: a length of time, a direction, and a day."""
        ahead = match[2] != "b"
        for said in self._days(match[3], values[match.start(3) :]):
            if said.last is None and not isinstance(said.moment, datetime):
                far = self._stepped(said.moment, match[1], values[match.start(1) : match.end(1)], ahead=ahead)
                if far is not None:
                    yield Said(far)

    def _stepped(self, day: date, codes: str, values: Values, *, ahead: bool = True) -> date | None:
        sign = 1 if ahead else -1
        for count, unit in _lengths(codes, values):
            if unit == "workday":
                day = self.calendar.working_day(day, sign * count)
            elif unit in _STEPS:
                day = stepped(day, sign * count, cast("Unit", unit), self.calendar)
            else:
                return None
        return day

    def length(self, codes: str, values: Values, *, ahead: bool) -> date | datetime | None:
        """So far from now: a day, or an instant where hours or minutes are counted."""
        lengths = _lengths(codes, values)
        units = {unit for _, unit in lengths}
        if not units & {"hour", "minute"}:
            return self._stepped(self.today, codes, values, ahead=ahead)
        if not units <= {"hour", "minute", "day", "week"}:
            return None
        hours = {"minute": 1 / 60, "hour": 1, "day": 24, "week": 168}
        distance = timedelta(minutes=sum(round(count * hours[unit] * 60) for count, unit in lengths))
        return self.calendar.now + (distance if ahead else -distance)

    def stretch(self, unit: str, steps: int, *, is_day: bool = True) -> Said | None:
        """A whole week, month, quarter, year or weekend, so many from this one."""
        week_start = self.calendar.week_start
        if unit == "weekend":
            week = step(start_of(self.today, "week", week_start), steps, "week")
            saturday = bare_weekday(5, week, "exact", week_start)
            return Said(saturday, saturday + timedelta(days=1))
        if unit == "day":
            return Said(self.today + timedelta(days=steps))
        if unit == "workday":
            return Said(self.calendar.working_day(self.today, steps)) if steps else None
        if unit not in _STEPS:
            return None
        first = first_of(self.today, cast("Unit", unit), self.calendar)
        first = stepped(first, steps, cast("Unit", unit), self.calendar)
        return Said(first, last_of(first, cast("Unit", unit), self.calendar), is_day)

    def is_preferred(self, day: date) -> bool:
        """Whether a day is on the side that is preferred, today included."""
        return day <= self.today if self.prefer == "past" else day >= self.today

    def months(self, pairs: dict[str, Any]) -> Iterator[tuple[date, date]]:
        """First and last day of a month that is named: of its year, or of this one and the next preferred."""
        way = -1 if self.prefer == "past" else 1
        if "j" in pairs:
            from crm_cli.core import jalali

            year = pairs.get("y", jalali.from_gregorian(self.today)[0])
            for number in [year] if "y" in pairs else [year, year + way]:
                length = jalali.month_length(number, pairs["j"])
                yield (
                    jalali.to_gregorian(number, pairs["j"], 1),
                    jalali.to_gregorian(number, pairs["j"], length),
                )
            return
        for number in [pairs["y"]] if "y" in pairs else [self.today.year, self.today.year + way]:
            first = date(number, pairs["m"], 1)
            yield first, end_of(first, "month")

    def bound_of(self, which: str, unit: str, steps: int) -> date | None:
        """The start, middle or end of a week, month, quarter or year, so many from this one."""
        span = self.stretch(unit, steps)
        if span is None or span.last is None or isinstance(span.moment, datetime):
            return None
        return _bound(which, span.moment, span.last)

    def dated(self, day: int, month: int, year: int | None, weekday: int | None = None) -> date | None:
        """A day of a month of ours; None where that month lacks it or the weekday is another."""
        if not 1 <= day <= month_length(month, year):
            return None
        if year is None:
            return with_year(month, day, weekday, self.today, self.prefer)
        found = date(year, month, day)
        return found if weekday in (None, found.weekday()) else None

    def persian(self, day: int, month: int, year: int | None, weekday: int | None = None) -> date | None:
        """A day of a month of the Persian calendar."""
        from crm_cli.core import jalali, persian

        try:
            found = (
                persian.month_day(month, day, self.today, self.prefer, weekday)
                if year is None
                else jalali.to_gregorian(year, month, day)
            )
        except ValueError:
            return None
        return found if found is not None and weekday in (None, found.weekday()) else None


def _lengths(codes: str, values: Values) -> list[tuple[int, str]]:
    """`n u n u` as counts and units; a unit without a number is one of it."""
    found, count = [], 1
    for code, value in zip(codes, values, strict=True):
        if code == "n":
            count = value
        else:
            found.append((count * value[0], value[1]))
            count = 1
    return found


_TIMES: tuple[tuple[str, str, Callable[..., tuple[int, int] | None]], ...] = (
    ("@?T", "", lambda *v: (v[-1], 0)),
    ("@n", "", lambda _, hour: (hour, 0)),
    ("@O", "ru", lambda *_: (1, 0)),
    ("@?nO", "", lambda *v: (v[-2], 0)),
    ("@?On", "", lambda *v: (v[-1], 0)),
    ("@?nOn", "", lambda *v: (v[-3], v[-1])),
    ("@?nOnu", "", lambda *v: (v[-4], v[-2]) if v[-1] == (1, "minute") else None),
    ("@nnu", "", lambda _, hour, minute, unit: (hour, minute) if unit == (1, "minute") else None),
    ("@nn", "", lambda _, hour, minute: (hour, minute) if minute >= 10 else None),
    ("@[.]O?|[.]O|@?:O?", "", lambda *v: next((x for x in reversed(v) if isinstance(x, tuple)), None)),
    ("@?hpn", "", lambda *v: (v[-1], 30)),
    ("@?ho", "ru uk", lambda *v: (v[-1] - 1, 30)),
    ("@?Hn", "", lambda *v: (v[-1] - 1, 30)),
    ("@?nvHn", "de", lambda *v: _less(v[-1], v[-4] + 30)),
    ("@?npHn", "de", lambda *v: _less(v[-1], 30 - v[-4])),
    ("@?nO?h", "kk ky fa fr es it pt tr uz", lambda *v: (next(x for x in v if x), 30)),
    ("@?n?qvn", "", lambda *v: (v[-1] - 1, 45)),
    ("@?vqn", "", lambda *v: (v[-1] - 1, 45)),
    ("@?Qn", "", lambda *v: (v[-1] - 1, 45)),
    ("@?nO?Vq", "", lambda *v: (next(x for x in v if x) - 1, 45)),
    ("@?n?qpn", "", lambda *v: (v[-1], 15)),
    ("@?qo", "", lambda *v: (v[-1] - 1, 15)),
    ("@?nO?q", "fa fr es it pt", lambda *v: (next(x for x in v if x), 15)),
    ("@?nu?vn", "", lambda *v: _less(v[-1], *[x for x in v[:-2] if x])),
    ("@?vnu?n", "ru", lambda *v: _less(v[-1], *[x for x in v[:-1] if x])),
    ("@?nO?Vn", "", lambda *v: _less(next(x for x in v if x), v[-1])),
    ("@?nu?pn", "", lambda *v: _more(v[-1], *[x for x in v[:-2] if x])),
    ("@?nuo", "ru", lambda *v: _more(v[-1] - 1, *v[-3:-1])),
)
"""A time of day as hours and minutes; the function takes the values of the signs."""


def _less(hour: int, minutes: int, unit: tuple[int, str] | None = None) -> tuple[int, int] | None:
    return (hour - 1, 60 - minutes) if 1 <= minutes < 60 and unit in (None, (1, "minute")) else None


def _more(hour: int, minutes: int, unit: tuple[int, str] | None = None) -> tuple[int, int] | None:
    return (hour, minutes) if unit in (None, (1, "minute")) else None


def _clock(codes: str, values: Values, *, is_told: bool, language: str) -> time | None:
    """The time that the signs are; `is_told`: a part of the day stands beside, so a bare number is an hour."""
    if is_told and codes in ("n", "n@"):
        codes, values = "@n", [0, values[0]]
    signs = set(codes)
    for pattern, languages, rule in _TIMES:
        if (
            signs <= set(pattern)
            and re.fullmatch(pattern, codes)
            and (not languages or language in languages.split())
        ):
            found = rule(*values)
            if found is None:
                continue
            hour, minute = found
            if -1 <= hour <= 23 and 0 <= minute <= 59:
                return time(hour % 24, minute)
    return None


def _in_part(clock: time, part: str) -> time | None:
    """An hour of a part of the day, on a clock of 24: 5 in the evening is 17; None where there is none."""
    hour = clock.hour
    if part in ("am", "pm") and not 1 <= hour <= 12:
        return None
    first, last = {
        "am": (0, 11), "pm": (12, 23), "morning": (0, 12), "noon": (11, 15), "afternoon": (12, 19),
        "evening": (15, 23), "night": (18, 29),
    }[part]  # fmt: skip
    for candidate in (hour, hour + 12, hour + 24):
        if hour == 12 and candidate == 12 and part in ("am", "night"):
            continue
        if hour > 12 and candidate != hour:
            continue
        if first <= candidate <= last:
            return clock.replace(hour=candidate % 24)
    return None


def _bound(which: str, first: date, last: date) -> date | None:
    if which == "s":
        return first
    if which == "e":
        return last
    if last - first == timedelta(days=6):
        return first + timedelta(days=2)
    return first + timedelta(days=14) if timedelta(days=27) <= last - first <= timedelta(days=30) else None


def _bounded(here: Reader, codes: str, values: Values) -> date | tuple[date | None, ...] | None:
    """`end of next week`, `mid december`, `start of the year`; what has gone by is that, or the next one."""
    pairs = dict(zip(codes, values, strict=True))
    which = next(code for code in codes if code in "sMe")
    if "m" in pairs or "j" in pairs:
        for first, last in here.months(pairs):
            found = _bound(which, first, last)
            if found and (here.prefer == "exact" or "y" in pairs or here.is_preferred(found)):
                return found
        return None
    count, unit = pairs["u"]
    if unit == "day":
        return here.today if which == "e" and not {"x", "c", "l"} & set(codes) else None
    if count != 1 or unit not in _STEPS:
        return None
    steps = 1 if "x" in pairs or "c" in pairs else -1 if "l" in pairs else 0
    found = here.bound_of(which, unit, steps)
    if found is not None and here.prefer == "future" and found < here.today and len(codes) == 2:
        return found, here.bound_of(which, unit, 1)
    return found


def _of_month(here: Reader, codes: str, values: Values) -> date | None:
    """`first monday in january`, `last friday of the month`, `last day of next month`, `second working day of …`."""
    pairs = dict(zip(codes, values, strict=True))
    units = [value for code, value in zip(codes, values, strict=True) if code == "u"]
    of_unit = "w" not in pairs
    if codes[-2] in "zo":  # the month comes first, as in `айдың соңғы күні`
        units.reverse()
    what = units[0] if of_unit else None
    over = units[1 if of_unit else 0] if len(units) > (1 if of_unit else 0) else None
    which = -1 if "z" in pairs else pairs["o"]
    if "m" in pairs:
        spans = list(here.months(pairs))
    else:
        if over is None or over[0] != 1 or over[1] not in _STEPS or over[1] == "day":
            return None
        if over[1] == "week" and not of_unit:
            return None
        steps = 1 if "x" in pairs else -1 if "l" in pairs else 0
        told = any(code in codes for code in "xlt")
        span = here.stretch(over[1], steps)
        if span is None or span.last is None or isinstance(span.moment, datetime):
            return None
        spans = [(span.moment, span.last)]
        if not told and here.prefer != "exact" and over[1] == "month":
            other = here.stretch(over[1], 1 if here.prefer == "future" else -1)
            if other is not None and other.last is not None and not isinstance(other.moment, datetime):
                spans.append((other.moment, other.last))
    for first, last in spans:
        found = _nth(here, which, what, pairs.get("w"), first, last)
        if found is None:
            continue
        if len(spans) == 1 or here.prefer == "exact":
            return found
        if here.is_preferred(found):
            return found
    return None


def _nth(
    here: Reader, which: int, what: tuple[int, str] | None, weekday: int | None, first: date, last: date
) -> date | None:
    if weekday is not None:
        if which == -1:
            return last - timedelta(days=(last.weekday() - weekday) % 7)
        found = first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (which - 1))
    elif what == (1, "day"):
        found = last if which == -1 else first + timedelta(days=which - 1)
    elif what == (1, "workday"):
        found = (
            here.calendar.working_day(last + timedelta(days=1), -1)
            if which == -1
            else here.calendar.working_day(first - timedelta(days=1), which)
        )
    else:
        return None
    return found if first <= found <= last else None


def _named_day(here: Reader, codes: str, values: Values) -> date | None:
    """`15 december`, `december the 15th 2026`, `friday 27 november`, `15 آذر`."""
    pairs = dict(zip(codes, values, strict=True))
    number = pairs.get("n", pairs.get("o"))
    year = pairs.get("y")
    if "j" in pairs:
        return here.persian(cast("int", number), pairs["j"], year, pairs.get("w"))
    return here.dated(cast("int", number), pairs["m"], year, pairs.get("w"))


def _day_number(here: Reader, codes: str, values: Values) -> date | None:
    """`the 15th`, `15 числа`, `the 15th of next month`."""
    pairs = dict(zip(codes, values, strict=True))
    number: int = pairs["n"] if "n" in pairs else pairs["o"]
    if pairs.get("u", (1, "month")) != (1, "month"):
        return None
    way = -1 if here.prefer == "past" else 1
    told = (
        [1 if "x" in pairs else -1 if "l" in pairs else 0] if any(code in pairs for code in "xlt") else None
    )
    for distance in told or (0, way, 2 * way):  # of any three months in a row one has them all
        first = stepped(first_of(here.today, "month", here.calendar), distance, "month", here.calendar)
        day = first + timedelta(days=number - 1)
        if number < 1 or day > last_of(first, "month", here.calendar):
            continue
        if told or here.prefer == "exact" or (day >= here.today if way == 1 else day <= here.today):
            return day
    return None


def _weekday_of_week(here: Reader, codes: str, values: Values) -> date | None:
    """`friday next week`, `на следующей неделе в пятницу`."""
    pairs = dict(zip(codes, values, strict=True))
    if pairs["u"] != (1, "week"):
        return None
    steps = 1 if "x" in pairs or "c" in pairs else -1 if "l" in pairs else 0
    return bare_weekday(pairs["w"], step(here.today, steps, "week"), "exact", here.calendar.week_start)


def _neighbour(here: Reader, codes: str, values: Values) -> date:
    """`next friday`, `vendredi prochain`, `last friday`, `this friday`."""
    number = values[codes.index("w")]
    which = next(word for code, word in _WHICH.items() if code in codes)
    if which == "next" and here.language in _COMING:
        which = "coming"
    return neighbour(which, number, here.today, here.prefer, here.calendar.week_start)


def _unit_named(here: Reader, codes: str, values: Values) -> Said | None:
    """`next week`, `last month`, `this quarter`, `next weekend`."""
    count, unit = values[codes.index("u")]
    if count != 1:
        return None
    if unit == "weekend" and "l" not in codes and "x" not in codes:
        return here.stretch(unit, 0)
    if "t" in codes:
        return here.stretch(unit, 0, is_day=False)
    return here.stretch(unit, 1 if "x" in codes or "c" in codes else -1)


def _counted(here: Reader, codes: str, values: Values) -> Said | None:
    """`next 2 weeks`, `last 30 days`: a stretch that today belongs to, and no day."""
    lengths = _lengths(codes[1:], values[1:])
    if len(lengths) != 1 or lengths[0][1] not in _STEPS:
        return None
    (count, unit) = lengths[0]
    if codes[0] in "xc":
        end = stepped(here.today, count, cast("Unit", unit), here.calendar) - timedelta(days=1)
        return Said(here.today, end, is_day=False)
    start = stepped(here.today, -count, cast("Unit", unit), here.calendar) + timedelta(days=1)
    return Said(start, here.today, is_day=False)


def _month_named(here: Reader, codes: str, values: Values) -> Said:
    """`december`, `december 2026`: a stretch, and no day."""
    pairs = dict(zip(codes, values, strict=True))
    first = date(pairs.get("y", here.today.year), pairs["m"], 1)
    return Said(first, end_of(first, "month"), is_day=False)


def _after_next(here: Reader, codes: str, values: Values) -> Said | None:
    """`the week after next`, `the friday after next`."""
    if codes[0] == "w":
        return Said(bare_weekday(values[0], step(here.today, 2, "week"), "exact", here.calendar.week_start))
    count, unit = values[codes.index("u")]
    return here.stretch(unit, 2) if count == 1 and unit in _STEPS else None


def _far(ahead: bool) -> Callable[[Reader, str, Values], date | datetime | None]:
    def rule(here: Reader, codes: str, values: Values) -> date | datetime | None:
        return here.length(*_only_length(codes, values), ahead=ahead)

    return rule


def _bare_length(here: Reader, codes: str, values: Values) -> date | datetime | None:
    """`3 days` alone goes the way that is preferred."""
    if here.language in ("fr", "es", "it", "pt") and {"hour"} & {unit for _, unit in _lengths(codes, values)}:
        return None  # `15 heures` and `15h` are a time there
    return here.length(codes, values, ahead=here.prefer != "past")


def _british(here: Reader, codes: str, values: Values) -> date | None:
    """`a week today`, `tomorrow week`, `friday week`, `a week on friday`."""
    at = next(n for n, code in enumerate(codes) if code in "dw")
    day = (
        here.today + timedelta(days=values[at])
        if codes[at] == "d"
        else bare_weekday(values[at], here.today, "future", here.calendar.week_start)
    )
    long, of = codes[:at] + codes[at + 1 :], values[:at] + values[at + 1 :]
    lengths = _lengths(long, of)
    if len(lengths) != 1 or lengths[0][1] not in ("week", "month", "year", "day"):
        return None
    if codes[0] in "dw" and lengths[0][1] != "week":
        return None
    return here._stepped(day, long, of)


def _agreeing(day: date, weekday: int) -> date | None:
    return day if day.weekday() == weekday else None


def _numbered_weekday(here: Reader, codes: str, values: Values) -> date | None:
    """`friday the 4th`, where the next 4th is one."""
    at = codes.index("w")
    day = _day_number(here, codes[:at] + codes[at + 1 :], values[:at] + values[at + 1 :])
    return None if day is None else _agreeing(day, values[at])


def _same_weekday(here: Reader, codes: str, values: Values) -> date | None:
    return _agreeing(here.today + timedelta(days=values[codes.index("d")]), values[codes.index("w")])


def _only_length(codes: str, values: Values) -> tuple[str, Values]:
    kept = [n for n, code in enumerate(codes) if code in "nu"]
    return "".join(codes[n] for n in kept), [values[n] for n in kept]


def _in_from(here: Reader, codes: str, values: Values) -> date | None:
    """`heute in einer Woche`, `Freitag in 14 Tagen`."""
    if codes[0] == "w":
        day = bare_weekday(values[0], here.today, "future", here.calendar.week_start)
    else:
        day = here.today + timedelta(days=values[0])
    return here._stepped(day, codes[2:], values[2:])


_WHICH = {"x": "next", "c": "coming", "l": "last", "t": "this"}
_POSTPOSED = frozenset(("kk", "ky", "fa", "tr", "uz"))
"""Languages whose word for later stands behind the length, so that no day can follow it."""

_COMING = frozenset(("de", "fr", "es", "fa", "it", "pt"))
"""Languages whose `next friday` is the coming one, not that of the next week."""

_RULES = [
    (frozenset(pattern), pattern, languages.split(), rule)
    for pattern, languages, rule in cast(
        "list[tuple[str, str, Callable[[Reader, str, Values], Said | date | datetime | None]]]",
        [
            ("d", "", lambda here, _, values: here.today + timedelta(days=values[0])),
            ("D", "", lambda here, _, values: values[0]),
            ("wD|Dw", "", lambda here, codes, v: _agreeing(v[codes.index("D")], v[codes.index("w")])),
            ("r", "", lambda here, _, values: here.calendar.now),
            (
                "w",
                "",
                lambda here, _, v: bare_weekday(v[0], here.today, here.prefer, here.calendar.week_start),
            ),
            ("dw|wd", "", _same_weekday),
            ("[xlct]w|w[xlct]|tcw", "", _neighbour),
            ("wo|ow|w[no]C|[no]Cw", "", _numbered_weekday),
            ("wxu|xuw|wlu|luw|wtu|tuw|wux|uxw|wcu|cuw|wul", "", _weekday_of_week),
            ("[xlct]u|u[xlct]", "", _unit_named),
            ("u", "", lambda here, _, v: here.stretch("weekend", 0) if v[0][1] == "weekend" else None),
            ("[xcl]nu", "", _counted),
            ("[zo](?:w|u)(?:[xlt]?u|u[xlt]|my?|ym)|(?:[xlt]?u|u[xlt]|y?m)[zo](?:w|u)", "", _of_month),
            ("w[zo](?:[xlt]?u|u[xlt]|my?)", "", _of_month),
            ("[sMe](?:[xclt]?u|u[xclt]|[mj]y?|y[mj])|(?:[xclt]?u|u[xclt]|[mj]y?|y[mj])[sMe]", "", _bounded),
            ("w?(?:[no][mj]y?|[mj][no]y?|y[no][mj]|y[mj][no])w?", "", _named_day),
            ("(?:o|[no]C)(?:[xlt]?u|u[xlt])?|[xlt]?u(?:o|[no]C)", "", _day_number),
            (
                "zC(?:[xlt]?u|u[xlt])",
                "",
                lambda here, codes, v: _of_month(
                    here,
                    codes.replace("C", "u"),
                    [(1, "day") if code == "C" else x for code, x in zip(codes, v, strict=True)],
                ),
            ),
            ("m|my|ym", "", _month_named),
            (f"i{_LONG}|(?:nu)+a|i{_LONG}a|a(?:nu)+", "", _far(True)),
            ("f(?:nu)+", "fa", _far(True)),
            ("ua", "en ru kk ky uk tr uz", _far(True)),
            (f"[dw]i{_LONG}", "de", _in_from),
            (f"{_LONG}f?r", "", _far(True)),
            (f"(?:nu)+g|g{_LONG}", "", _far(False)),
            ("ug", "ru kk ky uk tr uz", _far(False)),
            ("Xu", "", _after_next),
            ("(?:nu)+", "", _bare_length),
            ("uax|wax", "en", _after_next),
            ("[dw]u|nud|nuw|[dw]nu", "en", _british),
        ],
    )
]
