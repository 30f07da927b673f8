"""Periods as people type them, and the grains reports group by."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from crm_cli.core.dates import Calendar
from crm_cli.core.errors import UsageError
from crm_cli.core.periods import Period, bucket, buckets_between, parse_period

NOW = datetime(2026, 11, 21, 8, 0, tzinfo=UTC)  # a Saturday
CALENDAR = Calendar(NOW, ZoneInfo("Europe/Berlin"))
if TYPE_CHECKING:
    from crm_cli.core.periods import Grain

GRAINS: tuple[Grain, ...] = ("day", "week", "month", "quarter", "year")

days = st.dates(date(1, 1, 8), date(9999, 12, 20))
week_starts = st.integers(0, 6)


def shown(period: Period) -> str:
    return f"{period.start or ''}..{period.end or ''}"


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("2026", "2026-01-01..2026-12-31"),
        ("2026-Q4", "2026-10-01..2026-12-31"),
        ("Q1", "2026-01-01..2026-03-31"),
        ("q4 2025", "2025-10-01..2025-12-31"),
        ("2026-11", "2026-11-01..2026-11-30"),
        ("11/2026", "2026-11-01..2026-11-30"),
        ("nov 2026", "2026-11-01..2026-11-30"),
        ("november", "2026-11-01..2026-11-30"),
        ("ноябрь 2025", "2025-11-01..2025-11-30"),
        ("2026-W47", "2026-11-16..2026-11-22"),
        ("2026-W53", "2026-12-28..2027-01-03"),
        ("today", "2026-11-21..2026-11-21"),
        ("yesterday", "2026-11-20..2026-11-20"),
        ("this-month", "2026-11-01..2026-11-30"),
        ("last-week", "2026-11-09..2026-11-15"),
        ("Next Quarter", "2027-01-01..2027-03-31"),
        ("this_year", "2026-01-01..2026-12-31"),
        ("ytd", "2026-01-01..2026-11-21"),
        ("wtd", "2026-11-16..2026-11-21"),
        ("last 30 days", "2026-10-23..2026-11-21"),
        ("next-2-weeks", "2026-11-21..2026-12-04"),
        ("-90d..", "2026-08-23.."),
        ("..-60d", "..2026-09-22"),
        ("..eom", "..2026-11-30"),
        ("2026-10..2026-11", "2026-10-01..2026-11-30"),
        ("q1 .. q3", "2026-01-01..2026-09-30"),
        ("mon..fri", "2026-11-16..2026-11-20"),
        ("last-month..today", "2026-10-01..2026-11-21"),
        ("21.11.2026..30.11.2026", "2026-11-21..2026-11-30"),
        ("2026-11-21", "2026-11-21..2026-11-21"),
        ("2026-11-21T23:30Z", "2026-11-22..2026-11-22"),
        ("15 april", "2026-04-15..2026-04-15"),
        ("fri", "2026-11-20..2026-11-20"),
        ("вчера", "2026-11-20..2026-11-20"),
        ("на прошлой неделе", "2026-11-09..2026-11-15"),
        ("прошлый месяц", "2026-10-01..2026-10-31"),
        ("в этом квартале", "2026-10-01..2026-12-31"),
        ("осы апта", "2026-11-16..2026-11-22"),
        ("өткөн ай", "2026-10-01..2026-10-31"),
        ("هفته گذشته", "2026-11-09..2026-11-15"),
        ("letzte Woche", "2026-11-09..2026-11-15"),
        ("le mois dernier", "2026-10-01..2026-10-31"),
        ("last 2 weeks", "2026-11-08..2026-11-21"),
        ("прошлые 2 недели", "2026-11-08..2026-11-21"),
    ],
)
def test_a_period_is_read(text: str, period: str) -> None:
    assert shown(parse_period(text, CALENDAR)) == period


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        (
            "2026-12..2026-11",
            "`2026-12..2026-11` is empty: it begins on 2026-12-01 and ends on 2026-11-30",
            "type 2026-11..2026-12",
        ),
        ("..", "`..` has neither a start nor an end", None),
        ("xyz", "`xyz` is not a period", None),
        ("2026-13", "`2026-13` is not a month: there is no month 13", None),
        ("2025-W53", "`2025-W53` is not a week: there is no week 53 in 2025", None),
        ("0000", "`0000` is outside the years 1 to 9999", None),
        ("last 99999 years", "`last 99999 years` is outside the years 1 to 9999", None),
        ("03/04/2026..", "`03/04/2026` is 3 April or 4 March 2026", None),
    ],
)
def test_what_is_no_period_is_refused_in_words(text: str, message: str, hint: str | None) -> None:
    with pytest.raises(UsageError) as caught:
        parse_period(text, CALENDAR)
    assert caught.value.message == message
    assert hint is None or caught.value.hint == hint


@given(st.none() | days, st.none() | days, days)
def test_both_ends_of_a_period_count(start: date | None, end: date | None, day: date) -> None:
    inside = (start is None or day >= start) and (end is None or day <= end)
    assert (day in Period(start, end)) == inside


@pytest.mark.parametrize(
    ("day", "grain", "name"),
    [
        ("2017-03-01", "day", "2017-03-01"),
        ("2017-03-01", "week", "2017-W09"),
        ("2017-03-01", "month", "2017-03"),
        ("2017-03-01", "quarter", "2017-Q1"),
        ("2017-03-01", "year", "2017"),
        ("2021-01-03", "week", "2020-W53"),
        ("2024-12-30", "week", "2025-W01"),
        ("0900-01-01", "year", "0900"),
    ],
)
def test_a_day_lies_in_a_bucket(day: str, grain: Grain, name: str) -> None:
    assert bucket(date.fromisoformat(day), grain) == name


@given(days)
def test_weeks_from_monday_are_those_of_iso_8601(day: date) -> None:
    year, week, _ = day.isocalendar()
    assert bucket(day, "week") == f"{year:04}-W{week:02}"


@given(days, st.sampled_from(GRAINS), week_starts)
def test_the_name_of_a_bucket_is_a_period_that_holds_its_day(
    day: date, grain: Grain, week_start: int
) -> None:
    assume(
        grain != "day" or not 1300 <= day.year <= 1499
    )  # years of the Persian calendar, which are asked about
    calendar = Calendar(NOW, ZoneInfo("Europe/Berlin"), week_start=week_start)
    period = parse_period(bucket(day, grain, week_start), calendar)
    assert day in period
    assert period.start is not None
    assert period.end is not None
    assert {bucket(end, grain, week_start) for end in (period.start, period.end)} == {
        bucket(day, grain, week_start)
    }


@given(
    st.dates(date(1990, 1, 1), date(2030, 1, 1)), st.integers(0, 900), st.sampled_from(GRAINS), week_starts
)
def test_buckets_between_two_days_are_all_there_are_in_order(
    first: date, length: int, grain: Grain, week_start: int
) -> None:
    last = first + timedelta(days=length)
    every = [bucket(first + timedelta(days=n), grain, week_start) for n in range(length + 1)]
    names = list(buckets_between(first, last, grain, week_start))
    assert names == list(dict.fromkeys(every))
    assert all(earlier < later for earlier, later in pairwise(names))


def test_buckets_end_with_the_calendar() -> None:
    assert list(buckets_between(date(9999, 11, 5), date.max, "month")) == ["9999-11", "9999-12"]
    assert list(buckets_between(date(2026, 2, 1), date(2026, 1, 1), "month")) == []
