"""Words for the rules of RFC 5545: `every 2 weeks on monday`, `last friday`, `month on 31`, and back.

A day that a month lacks is its last: `month on 31` is `BYMONTHDAY=28,29,30,31;BYSETPOS=-1`, which any calendar
program understands, and `year on 29 february` likewise.
"""

from __future__ import annotations

import re
from datetime import date

from crm_cli.core.written import clean, month_length, month_number, weekday_number

TYPE_CHECKING = False
if TYPE_CHECKING:
    from crm_cli.core.calendar import Calendar

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")

_DAY_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTH_NAMES = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_PLACES = {1: "first", 2: "second", 3: "third", 4: "fourth", 5: "fifth", -1: "last"}
_PLACE_WORDS = {word: place for place, word in _PLACES.items()} | {
    "1st": 1, "2nd": 2, "3rd": 3, "4th": 4, "5th": 5, "final": -1,
}  # fmt: skip
_COUNTS = {
    "one": 1, "other": 2, "second": 2, "two": 2, "third": 3, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
    "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12,
}  # fmt: skip
_UNITS = {
    "day": (1, "DAILY"), "week": (1, "WEEKLY"), "fortnight": (2, "WEEKLY"), "month": (1, "MONTHLY"),
    "quarter": (3, "MONTHLY"), "year": (1, "YEARLY"),
}  # fmt: skip
_SHORT = {
    "daily": "day", "weekly": "week", "biweekly": "fortnight", "fortnightly": "fortnight", "monthly": "month",
    "quarterly": "quarter", "yearly": "year", "annually": "year", "annual": "year",
}  # fmt: skip
_LETTERS = {"d": "day", "w": "week", "m": "month", "q": "quarter", "y": "year"}
_WORKING = "MO,TU,WE,TH,FR"


def read(text: str, start: date, calendar: Calendar) -> str | None:
    """Read words as the text of a rule; None where they are none. Raises UsageError for an end that is no day."""
    line = re.sub(r"^(every|each)\s+", "", clean(text))
    end = ""
    if match := re.fullmatch(r"(.+?),? (?:for )?(\d{1,5}) times", line):
        line, end = match[1], f";COUNT={int(match[2])}"
        if not int(match[2]):
            return None
    elif match := re.fullmatch(r"(.+?),? (?:until|till) (.+)", line):
        from crm_cli.core.dates import parse_day

        line, end = match[1], f";UNTIL={parse_day(match[2], calendar):%Y%m%d}"
    rule = _rule(line, start, calendar)
    return None if rule is None else rule + end


def said(rule: str) -> str | None:
    """Say the rules that `read` makes; None for others."""
    parts = {
        name.upper(): value.upper() for name, _, value in (part.partition("=") for part in rule.split(";"))
    }
    end = ""
    if "COUNT" in parts and "UNTIL" not in parts:
        end = f", {parts.pop('COUNT')} times"
    elif re.fullmatch(r"\d{8}", parts.get("UNTIL", "")):
        until = parts.pop("UNTIL")
        end = f", until {until[:4]}-{until[4:6]}-{until[6:]}"
    freq, interval = parts.pop("FREQ", ""), parts.pop("INTERVAL", "1")
    if not interval.isdigit() or int(interval) < 1:
        return None
    words = _said(freq, int(interval), parts)
    return None if words is None else f"every {words}{end}"


def _rule(line: str, start: date, calendar: Calendar) -> str | None:
    line = _SHORT.get(line, line)
    if match := re.fullmatch(r"(\d{1,4})([dwmqy])", line):
        line = f"{match[1]} {_LETTERS[match[2]]}s"
    match = re.fullmatch(
        r"(?:(\d{1,4}|[a-z]+) )?(days?|weeks?|fortnights?|months?|quarters?|years?)(?: on (.+))?", line
    )
    if match is not None:
        count = 1 if match[1] is None else int(match[1]) if match[1].isdigit() else _COUNTS.get(match[1], 0)
        times, freq = _UNITS[match[2].removesuffix("s")]
        if count:
            return _of_unit(freq, count * times, match[3], start, calendar)
    if match := re.fullmatch(r"(?:other|second|2nd) (\w+)", line):
        weekday = weekday_number(match[1])
        if weekday is not None and match[0].startswith("other"):
            return f"FREQ=WEEKLY;INTERVAL=2;BYDAY={DAYS[weekday]}{_wkst(calendar)}"
    if line in ("weekday", "workday", "working day", "business day", "weekdays", "workdays"):
        return f"FREQ=WEEKLY;BYDAY={_WORKING}"
    if line in ("weekend", "weekends"):
        return "FREQ=WEEKLY;BYDAY=SA,SU"
    weekdays = _weekdays(line)
    if weekdays is not None:
        return f"FREQ=WEEKLY;BYDAY={weekdays}"
    return _of_month(1, line) or _of_year(1, line)


def _of_unit(freq: str, interval: int, on: str | None, start: date, calendar: Calendar) -> str | None:
    head = f"FREQ={freq}" + (f";INTERVAL={interval}" if interval > 1 else "")
    if on is None:
        if freq == "MONTHLY" and start.day > 28:
            return head + _days((start.day,))
        if freq == "YEARLY" and (start.month, start.day) == (2, 29):
            return f"{head};BYMONTH=2{_days((29,))}"
        return head
    if freq == "WEEKLY":
        weekdays = _weekdays(on)
        if weekdays is None:
            return None
        return f"{head};BYDAY={weekdays}" + (_wkst(calendar) if interval > 1 else "")
    if freq == "MONTHLY":
        return _of_month(interval, on)
    return _of_year(interval, on) if freq == "YEARLY" else None


def _of_month(interval: int, on: str) -> str | None:
    head = "FREQ=MONTHLY" + (f";INTERVAL={interval}" if interval > 1 else "")
    on = re.sub(r"^the ", "", re.sub(r" (of|in) (the|each|every) month$", "", on))
    if on in ("last day", "end", "last"):
        return f"{head};BYMONTHDAY=-1"
    numbers = [
        re.fullmatch(r"(?:the )?(\d\d?)(?:st|nd|rd|th)?", part) for part in re.split(r"\s*,\s*|\s+and\s+", on)
    ]
    if all(numbers):
        found = tuple(sorted({int(number[1]) for number in numbers if number}))
        return head + _days(found) if all(1 <= day <= 31 for day in found) and _days(found) else None
    match = re.fullmatch(r"(\w+) (\w+(?: day)?)", on)
    place = _PLACE_WORDS.get(match[1]) if match else None
    if match is None or place is None:
        return None
    if match[2] in ("weekday", "workday", "working day", "business day"):
        return f"{head};BYDAY={_WORKING};BYSETPOS={place}"
    weekday = weekday_number(match[2])
    return None if weekday is None else f"{head};BYDAY={place}{DAYS[weekday]}"


def _of_year(interval: int, on: str) -> str | None:
    head = "FREQ=YEARLY" + (f";INTERVAL={interval}" if interval > 1 else "")
    on = re.sub(r"^(on )?the ", "", on)
    if match := re.fullmatch(r"(\w+) (\w+) (?:of|in) (\w+)", on):
        place, weekday, month = _PLACE_WORDS.get(match[1]), weekday_number(match[2]), month_number(match[3])
        if place is not None and weekday is not None and month is not None:
            return f"{head};BYMONTH={month};BYDAY={place}{DAYS[weekday]}"
        if place == -1 and match[2] == "day" and month is not None:
            return f"{head};BYMONTH={month};BYMONTHDAY=-1"
        return None
    match = re.fullmatch(r"(?P<day>\d\d?)(?:st|nd|rd|th|\.)? (?:of )?(?P<month>[^\W\d_]+)", on)
    match = match or re.fullmatch(r"(?P<month>[^\W\d_]+) (?:the )?(?P<day>\d\d?)(?:st|nd|rd|th)?", on)
    if match is None:
        return None
    month, day = month_number(match["month"]), int(match["day"])
    if month is None or not 1 <= day <= month_length(month, None):
        return None
    return f"{head};BYMONTH={month}" + (_days((29,)) if (month, day) == (2, 29) else f";BYMONTHDAY={day}")


def _days(days: tuple[int, ...]) -> str:
    """Days of a month; one that some months lack is the last there is. "" for several of which one is such."""
    if len(days) == 1 and days[0] > 28:
        return f";BYMONTHDAY={','.join(map(str, range(28, days[0] + 1)))};BYSETPOS=-1"
    return "" if days[-1] > 28 else f";BYMONTHDAY={','.join(map(str, days))}"


def _weekdays(text: str) -> str | None:
    found: set[int] = set()
    for part in re.split(r"\s*,\s*(?:and\s+)?|\s+and\s+|\s*&\s*", re.sub(r"^on ", "", text)):
        ends = [weekday_number(word.removesuffix("s") if len(word) > 4 else word) for word in part.split("-")]
        if None in ends or len(ends) > 2:
            return None
        first, last = ends[0] or 0, ends[-1] or 0
        found |= {(first + n) % 7 for n in range((last - first) % 7 + 1)}
    return ",".join(DAYS[day] for day in sorted(found))


def _wkst(calendar: Calendar) -> str:
    return f";WKST={DAYS[calendar.week_start]}" if calendar.week_start else ""


def _said(freq: str, interval: int, parts: dict[str, str]) -> str | None:
    unit = {"DAILY": "day", "WEEKLY": "week", "MONTHLY": "month", "YEARLY": "year"}.get(freq)
    if unit is None:
        return None
    many = unit if interval == 1 else f"{interval} {unit}s"
    week_start = parts.pop("WKST", "MO")
    if week_start != "MO":
        return None
    if not parts:
        return many
    names = set(parts)
    if freq == "WEEKLY" and names == {"BYDAY"}:
        return _said_weekly(interval, many, parts["BYDAY"])
    if freq == "MONTHLY":
        on = _said_on(parts)
        if on is None:
            return None
        return on if interval == 1 and on[0].isalpha() and on != "last day" else f"{many} on {_the(on)}"
    if (
        freq == "YEARLY"
        and "BYMONTH" in names
        and parts["BYMONTH"].isdigit()
        and 1 <= int(parts["BYMONTH"]) <= 12
    ):
        number = int(parts.pop("BYMONTH"))
        on = _said_on(parts)
        if on is None or "working" in on or " and " in on:
            return None
        if on.isdigit():
            exists = int(on) <= month_length(number, None) and ("BYSETPOS" in parts) == (
                (number, on) == (2, "29")
            )
            return f"{many} on {on} {_MONTH_NAMES[number - 1]}" if exists else None
        of = f"{on} of {_MONTH_NAMES[number - 1]}"
        return of if interval == 1 else f"{many} on the {of}"
    return None


def _the(on: str) -> str:
    return on if on[0].isdigit() else f"the {on}"


def _said_weekly(interval: int, many: str, days: str) -> str | None:
    if days == _WORKING:
        return "weekday" if interval == 1 else None
    named = days.split(",")
    if not set(named) <= set(DAYS) or named != sorted(set(named), key=DAYS.index):
        return None
    words = " and ".join(_DAY_NAMES[DAYS.index(day)] for day in named)
    return words if interval == 1 else f"{many} on {words}"


def _said_on(parts: dict[str, str]) -> str | None:
    """`15`, `1 and 15`, `last day`, `last friday`, `last working day`: where in the month."""
    days, by_day, place = parts.get("BYMONTHDAY"), parts.get("BYDAY"), parts.get("BYSETPOS")
    if set(parts) - {"BYMONTHDAY", "BYDAY", "BYSETPOS"} or (days is None) == (by_day is None):
        return None
    if days is not None:
        if days == "-1":
            return "last day" if place is None else None
        if not re.fullmatch(r"\d\d?(,\d\d?)*", days):
            return None
        numbers = tuple(map(int, days.split(",")))
        if (
            place == "-1"
            and numbers[-1] <= 31
            and numbers == tuple(range(28, numbers[-1] + 1))
            and len(numbers) > 1
        ):
            return str(numbers[-1])
        if place is not None or numbers != tuple(sorted(set(numbers))) or numbers[-1] > 28 or not numbers[0]:
            return None
        return " and ".join(map(str, numbers))
    if place is not None:
        known = re.fullmatch(r"-1|[1-5]", place) and by_day == _WORKING
        return f"{_PLACES[int(place)]} working day" if known else None
    match = re.fullmatch(r"(-1|[1-5])([A-Z]{2})", by_day or "")
    if match is None or match[2] not in DAYS:
        return None
    return f"{_PLACES[int(match[1])]} {_DAY_NAMES[DAYS.index(match[2])]}"
