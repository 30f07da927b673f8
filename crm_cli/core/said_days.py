"""What signs mean as a day: a table of patterns over them, and a rule for each."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import cast

from crm_cli.core.here import STEPS, Said, bound, lengths_of
from crm_cli.core.nearest import bare_weekday, neighbour
from crm_cli.core.relative import end_of, first_of, last_of, step, stepped

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from crm_cli.core.here import Here, Values
    from crm_cli.core.relative import Unit

LONG = "(?:n?u)(?:nu)*"
"""A length of time: `3 weeks`, `a month`, `1 year 2 months`."""


def _bounded(here: Here, codes: str, values: Values) -> date | tuple[date | None, ...] | None:
    """`end of next week`, `mid december`, `start of the year`; what has gone by is that, or the next one."""
    pairs = dict(zip(codes, values, strict=True))
    which = next(code for code in codes if code in "sMe")
    if "m" in pairs or "j" in pairs:
        for first, last in here.months(pairs):
            found = bound(which, first, last)
            if found and (here.prefer == "exact" or "y" in pairs or here.is_preferred(found)):
                return found
        return None
    count, unit = pairs["u"]
    if unit == "day":
        return here.today if which == "e" and not {"x", "c", "l"} & set(codes) else None
    if count != 1 or unit not in STEPS:
        return None
    steps = 1 if "x" in pairs or "c" in pairs else -1 if "l" in pairs else 0
    found = here.bound_of(which, unit, steps)
    if found is not None and here.prefer == "future" and found < here.today and len(codes) == 2:
        return found, here.bound_of(which, unit, 1)
    return found


def _of_month(here: Here, codes: str, values: Values) -> date | None:
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
        if over is None or over[0] != 1 or over[1] not in STEPS or over[1] == "day":
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
    here: Here, which: int, what: tuple[int, str] | None, weekday: int | None, first: date, last: date
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


def _named_day(here: Here, codes: str, values: Values) -> date | None:
    """`15 december`, `december the 15th 2026`, `friday 27 november`, `15 آذر`."""
    pairs = dict(zip(codes, values, strict=True))
    number = pairs.get("n", pairs.get("o"))
    year = pairs.get("y")
    if "j" in pairs:
        return here.persian(cast("int", number), pairs["j"], year, pairs.get("w"))
    return here.dated(cast("int", number), pairs["m"], year, pairs.get("w"))


def _day_number(here: Here, codes: str, values: Values) -> date | None:
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


def _weekday_of_week(here: Here, codes: str, values: Values) -> date | None:
    """`friday next week`, `на следующей неделе в пятницу`."""
    pairs = dict(zip(codes, values, strict=True))
    if pairs["u"] != (1, "week"):
        return None
    steps = 1 if "x" in pairs or "c" in pairs else -1 if "l" in pairs else 0
    return bare_weekday(pairs["w"], step(here.today, steps, "week"), "exact", here.calendar.week_start)


def _neighbour(here: Here, codes: str, values: Values) -> date:
    """`next friday`, `vendredi prochain`, `last friday`, `this friday`."""
    number = values[codes.index("w")]
    which = next(word for code, word in _WHICH.items() if code in codes)
    if which == "next" and here.language in _COMING:
        which = "coming"
    return neighbour(which, number, here.today, here.prefer, here.calendar.week_start)


def _unit_named(here: Here, codes: str, values: Values) -> Said | None:
    """`next week`, `last month`, `this quarter`, `next weekend`."""
    count, unit = values[codes.index("u")]
    if count != 1:
        return None
    if unit == "weekend" and "l" not in codes and "x" not in codes:
        return here.stretch(unit, 0)
    if "t" in codes:
        return here.stretch(unit, 0, is_day=False)
    return here.stretch(unit, 1 if "x" in codes or "c" in codes else -1)


def _counted(here: Here, codes: str, values: Values) -> Said | None:
    """`next 2 weeks`, `last 30 days`: a stretch that today belongs to, and no day."""
    lengths = lengths_of(codes[1:], values[1:])
    if len(lengths) != 1 or lengths[0][1] not in STEPS:
        return None
    (count, unit) = lengths[0]
    if codes[0] in "xc":
        end = stepped(here.today, count, cast("Unit", unit), here.calendar) - timedelta(days=1)
        return Said(here.today, end, is_day=False)
    start = stepped(here.today, -count, cast("Unit", unit), here.calendar) + timedelta(days=1)
    return Said(start, here.today, is_day=False)


def _month_named(here: Here, codes: str, values: Values) -> Said:
    """`december`, `december 2026`: a stretch, and no day."""
    pairs = dict(zip(codes, values, strict=True))
    first = date(pairs.get("y", here.today.year), pairs["m"], 1)
    return Said(first, end_of(first, "month"), is_day=False)


def _after_next(here: Here, codes: str, values: Values) -> Said | None:
    """`the week after next`, `the friday after next`."""
    if codes[0] == "w":
        return Said(bare_weekday(values[0], step(here.today, 2, "week"), "exact", here.calendar.week_start))
    count, unit = values[codes.index("u")]
    return here.stretch(unit, 2) if count == 1 and unit in STEPS else None


def _far(ahead: bool) -> Callable[[Here, str, Values], date | datetime | None]:
    def rule(here: Here, codes: str, values: Values) -> date | datetime | None:
        return here.length(*_only_length(codes, values), ahead=ahead)

    return rule


def _bare_length(here: Here, codes: str, values: Values) -> date | datetime | None:
    """`3 days` alone goes the way that is preferred."""
    if here.language in ("fr", "es", "it", "pt") and {"hour"} & {
        unit for _, unit in lengths_of(codes, values)
    }:
        return None  # `15 heures` and `15h` are a time there
    return here.length(codes, values, ahead=here.prefer != "past")


def _british(here: Here, codes: str, values: Values) -> date | None:
    """`a week today`, `tomorrow week`, `friday week`, `a week on friday`."""
    at = next(n for n, code in enumerate(codes) if code in "dw")
    day = (
        here.today + timedelta(days=values[at])
        if codes[at] == "d"
        else bare_weekday(values[at], here.today, "future", here.calendar.week_start)
    )
    long, of = codes[:at] + codes[at + 1 :], values[:at] + values[at + 1 :]
    lengths = lengths_of(long, of)
    if len(lengths) != 1 or lengths[0][1] not in ("week", "month", "year", "day"):
        return None
    if codes[0] in "dw" and lengths[0][1] != "week":
        return None
    return here.stepped(day, long, of)


def _agreeing(day: date, weekday: int) -> date | None:
    return day if day.weekday() == weekday else None


def _numbered_weekday(here: Here, codes: str, values: Values) -> date | None:
    """`friday the 4th`, where the next 4th is one."""
    at = codes.index("w")
    day = _day_number(here, codes[:at] + codes[at + 1 :], values[:at] + values[at + 1 :])
    return None if day is None else _agreeing(day, values[at])


def _same_weekday(here: Here, codes: str, values: Values) -> date | None:
    return _agreeing(here.today + timedelta(days=values[codes.index("d")]), values[codes.index("w")])


def _only_length(codes: str, values: Values) -> tuple[str, Values]:
    kept = [n for n, code in enumerate(codes) if code in "nu"]
    return "".join(codes[n] for n in kept), [values[n] for n in kept]


def _in_from(here: Here, codes: str, values: Values) -> date | None:
    """`heute in einer Woche`, `Freitag in 14 Tagen`."""
    if codes[0] == "w":
        day = bare_weekday(values[0], here.today, "future", here.calendar.week_start)
    else:
        day = here.today + timedelta(days=values[0])
    return here.stepped(day, codes[2:], values[2:])


_WHICH = {"x": "next", "c": "coming", "l": "last", "t": "this"}
POSTPOSED = frozenset(("kk", "ky", "fa", "tr", "uz"))
"""Languages whose word for later stands behind the length, so that no day can follow it."""

_COMING = frozenset(("de", "fr", "es", "fa", "it", "pt"))
"""Languages whose `next friday` is the coming one, not that of the next week."""

RULES = [
    (frozenset(pattern), pattern, languages.split(), rule)
    for pattern, languages, rule in cast(
        "list[tuple[str, str, Callable[[Here, str, Values], Said | date | datetime | None]]]",
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
            (f"i{LONG}|(?:nu)+a|i{LONG}a|a(?:nu)+", "", _far(True)),
            ("f(?:nu)+", "fa", _far(True)),
            ("ua", "en ru kk ky uk tr uz", _far(True)),
            (f"[dw]i{LONG}", "de", _in_from),
            (f"{LONG}f?r", "", _far(True)),
            (f"(?:nu)+g|g{LONG}", "", _far(False)),
            ("ug", "ru kk ky uk tr uz", _far(False)),
            ("Xu", "", _after_next),
            ("(?:nu)+", "", _bare_length),
            ("uax|wax", "en", _after_next),
            ("[dw]u|nud|nuw|[dw]nu", "en", _british),
        ],
    )
]
