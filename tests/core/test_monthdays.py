"""Birthdays, with or without the year."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_cli.core.dates import Calendar
from crm_cli.core.errors import UsageError
from crm_cli.core.monthdays import age, next_occurrence, parse_monthday

pytestmark = pytest.mark.smoke

CALENDAR = Calendar(datetime(2026, 11, 21, 8, 0, tzinfo=UTC), UTC)


@pytest.mark.parametrize(
    ("text", "stored"),
    [
        ("1990-03-14", "1990-03-14"),
        ("--03-14", "--03-14"),
        ("--0314", "--03-14"),
        ("--03-04", "--03-04"),
        ("03-14", "--03-14"),
        ("14 March", "--03-14"),
        ("14 марта 1990", "1990-03-14"),
        ("14.03", "--03-14"),
        ("14.03.1990", "1990-03-14"),
        ("14.03.58", "1958-03-14"),
        ("14.03.26", "2026-03-14"),
        ("29 Feb", "--02-29"),
        ("۱۹۹۰-۰۳-۱۴", "1990-03-14"),
    ],
)
def test_a_birthday_is_stored_with_the_year_that_is_known(text: str, stored: str) -> None:
    assert parse_monthday(text, CALENDAR) == stored


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("3/4", "`3/4` is 3 April or 4 March"),
        ("03-04", "`03-04` is 3 April or 4 March"),
        ("03/04/1990", "`03/04/1990` is 3 April or 4 March 1990"),
        ("29.02.1991", "`29.02.1991` is not a day: February 1991 has 28 days"),
        ("--02-30", "`--02-30` is not a day: February has 29 days"),
        ("2030-01-01", "`2030-01-01` is in the future"),
        ("1990", "`1990` is not a birthday"),
        ("tomorrow", "`tomorrow` is not a birthday"),
    ],
)
def test_what_is_no_birthday_is_refused_in_words(text: str, message: str) -> None:
    with pytest.raises(UsageError) as caught:
        parse_monthday(text, CALENDAR)
    assert caught.value.message == message


@pytest.mark.parametrize(
    ("monthday", "today", "next_day", "years"),
    [
        ("1990-03-14", "2026-03-13", "2026-03-14", 35),
        ("1990-03-14", "2026-03-14", "2026-03-14", 36),
        ("1990-03-14", "2026-03-15", "2027-03-14", 36),
        ("--03-14", "2026-03-15", "2027-03-14", None),
        ("2000-02-29", "2026-02-28", "2026-02-28", 26),
        ("2000-02-29", "2028-02-28", "2028-02-29", 27),
    ],
)
def test_a_birthday_comes_round_and_is_counted(
    monthday: str, today: str, next_day: str, years: int | None
) -> None:
    on = date.fromisoformat(today)
    assert (next_occurrence(monthday, on), age(monthday, on)) == (date.fromisoformat(next_day), years)


@given(st.dates(date(1900, 1, 1), date(2020, 1, 1)), st.dates(date(2020, 1, 2), date(2100, 1, 1)))
def test_one_is_a_year_older_on_the_next_birthday(born: date, today: date) -> None:
    coming = next_occurrence(born.isoformat(), today + timedelta(days=1))
    assert today < coming <= today + timedelta(days=366)
    before, after = age(born.isoformat(), today), age(born.isoformat(), coming)
    assert before is not None
    assert after == before + 1
