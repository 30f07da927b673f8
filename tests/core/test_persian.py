"""Days typed and shown by users of the Persian calendar, and by others who type its years."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_cli.core.calendar import Calendar, format_day
from crm_cli.core.dates import parse_day, parse_when
from crm_cli.core.errors import UsageError
from crm_cli.core.periods import parse_period

NOW = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)  # Wednesday, 4 Azar 1405
PERSIAN = Calendar(NOW, UTC, is_persian=True)
OTHER = Calendar(NOW, UTC)

TYPED = [
    ("1405-09-10", "2026-12-01"),
    ("1405/9/10", "2026-12-01"),
    ("۱۴۰۵/۰۹/۱۰", "2026-12-01"),
    ("١٤٠٥-٠٩-١٠", "2026-12-01"),
    ("10.9.1405", "2026-12-01"),
    ("tue 1405-09-10", "2026-12-01"),
    ("10.9", "2026-12-01"),
    ("3.9", "2027-11-24"),
    ("10 azar", "2026-12-01"),
    ("۱۰ آذر", "2026-12-01"),
    ("۱۰ آذر ۱۴۰۶", "2027-12-01"),
    ("30.12", "2030-03-20"),
    ("2026-12-01", "2026-12-01"),
    ("15 december", "2026-12-15"),
    ("eom", "2026-12-21"),
    ("eoy", "2027-03-20"),
    ("+1m", "2026-12-25"),
    ("ماه آینده", "2026-12-22"),
    ("آخر ماه", "2026-12-21"),
    ("سال آینده", "2027-03-21"),
    ("the 15th", "2026-12-06"),
    ("the 30th", "2026-12-21"),
]


@pytest.mark.parametrize(("text", "day"), TYPED)
def test_a_day_typed_in_the_persian_calendar_is_a_day_of_ours(text: str, day: str) -> None:
    assert parse_day(text, PERSIAN) == date.fromisoformat(day)


@pytest.mark.parametrize(
    ("text", "calendar", "message", "hint"),
    [
        (
            "1405-09-10",
            OTHER,
            "`1405-09-10` is a day of the Middle Ages, or 2026-12-01 written in the Persian calendar",
            "type 2026-12-01\nor for good: crm config set calendar jalali",
        ),
        (
            "۱۴۰۴/۰۹/۰۴",
            OTHER,
            "`1404-09-04` is a day of the Middle Ages, or 2025-11-25 written in the Persian calendar",
            "type 2025-11-25\nor for good: crm config set calendar jalali",
        ),
        (
            "9/10",
            PERSIAN,
            "`9/10` is 1405-10-09 or 1405-09-10",
            "type 1405-10-09\nor for good: crm config set date_order dmy",
        ),
        (
            "1405-12-30",
            PERSIAN,
            "`1405-12-30` is not a day: month 12 of 1405 has 29 days",
            "type a day like 1405-09-10",
        ),
        ("05/9/10", PERSIAN, "`05/9/10` has a year of two digits", "type four, like 1405-09-10"),
        ("mon 1405-09-10", PERSIAN, "`mon 1405-09-10` is a Tuesday", "type 1405-09-10, or the day you mean"),
    ],
)
def test_what_is_no_day_or_two_is_refused_with_the_readings(
    text: str, calendar: Calendar, message: str, hint: str
) -> None:
    with pytest.raises(UsageError) as caught:
        parse_when(text, calendar)
    assert (caught.value.message, caught.value.hint) == (message, hint)


@pytest.mark.parametrize(
    ("day", "locale", "shown"),
    [
        ("2026-11-25", "en", "today"),
        ("2026-12-01", "en", "Tue 10 Azar"),
        ("2027-03-21", "en", "Sun 1 Farvardin 1406"),
        ("2026-12-01", "fa", "سه‌شنبه 10 آذر"),
        ("1700-01-01", "en", "Fri 1 Jan 1700"),
    ],
)
def test_a_day_is_shown_in_the_users_calendar(day: str, locale: str, shown: str) -> None:
    assert format_day(date.fromisoformat(day), PERSIAN, locale) == shown


@given(st.dates(date(2016, 1, 1), date(2036, 1, 1)))
def test_a_day_shown_is_read_back(day: date) -> None:
    for prefer in ("future", "past", "exact"):
        assert parse_day(format_day(day, PERSIAN), PERSIAN, prefer=prefer) == day  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("1405", "2026-03-21", "2027-03-20"),
        ("1405-09", "2026-11-22", "2026-12-21"),
        ("this-month", "2026-11-22", "2026-12-21"),
        ("last-quarter", "2026-06-22", "2026-09-22"),
        ("2026-11", "2026-11-01", "2026-11-30"),
        ("1405-09-01..1405-09-10", "2026-11-22", "2026-12-01"),
    ],
)
def test_periods_are_those_of_the_users_calendar(text: str, start: str, end: str) -> None:
    period = parse_period(text, PERSIAN)
    assert (period.start, period.end) == (date.fromisoformat(start), date.fromisoformat(end))
