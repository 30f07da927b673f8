"""What repeats: words and rules, and when a series falls due."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import islice, pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_cli.core.calendar import Calendar, iso_instant
from crm_cli.core.errors import UsageError
from crm_cli.core.recurrence import (
    after_done,
    check_rule,
    missed,
    next_after,
    occurrences,
    parse_rule,
    rule_words,
)

NOW = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)  # a Wednesday
CALENDAR = Calendar(NOW, UTC)
BERLIN = ZoneInfo("Europe/Berlin")
CLAMPED = "BYMONTHDAY=28,29,30,31;BYSETPOS=-1"

WORDS = [  # what is typed, its rule, the rule in words, and the first days from 2026-11-25 on
    ("2 weeks", "FREQ=WEEKLY;INTERVAL=2", "every 2 weeks", "2026-11-25 2026-12-09"),
    ("every day", "FREQ=DAILY", "every day", "2026-11-25 2026-11-26"),
    ("10d", "FREQ=DAILY;INTERVAL=10", "every 10 days", "2026-11-25 2026-12-05"),
    ("monday,thursday", "FREQ=WEEKLY;BYDAY=MO,TH", "every monday and thursday", "2026-11-26 2026-11-30"),
    ("Mondays", "FREQ=WEEKLY;BYDAY=MO", "every monday", "2026-11-30 2026-12-07"),
    ("weekday", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "every weekday", "2026-11-25 2026-11-26"),
    ("other friday", "FREQ=WEEKLY;INTERVAL=2;BYDAY=FR", "every 2 weeks on friday", "2026-11-27 2026-12-11"),
    ("last friday", "FREQ=MONTHLY;BYDAY=-1FR", "every last friday", "2026-11-27 2026-12-25"),
    ("first monday of the month", "FREQ=MONTHLY;BYDAY=1MO", "every first monday", "2026-12-07 2027-01-04"),
    ("month", "FREQ=MONTHLY", "every month", "2026-11-25 2026-12-25"),
    ("quarter", "FREQ=MONTHLY;INTERVAL=3", "every 3 months", "2026-11-25 2027-02-25"),
    ("month on 31", f"FREQ=MONTHLY;{CLAMPED}", "every month on 31", "2026-11-30 2026-12-31 2027-01-31 2027-02-28"),
    ("month on the 1st and 15th", "FREQ=MONTHLY;BYMONTHDAY=1,15", "every month on 1 and 15", "2026-12-01 2026-12-15"),
    ("last day of the month", "FREQ=MONTHLY;BYMONTHDAY=-1", "every month on the last day", "2026-11-30 2026-12-31"),
    (
        "last working day",
        "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
        "every last working day",
        "2026-11-30 2026-12-31 2027-01-29",
    ),
    ("year", "FREQ=YEARLY", "every year", "2026-11-25 2027-11-25"),
    ("15 march", "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=15", "every year on 15 march", "2027-03-15 2028-03-15"),
    (
        "year on 29 feb",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=28,29;BYSETPOS=-1",
        "every year on 29 february",
        "2027-02-28 2028-02-29 2029-02-28",
    ),
    ("last friday of may", "FREQ=YEARLY;BYMONTH=5;BYDAY=-1FR", "every last friday of may", "2027-05-28 2028-05-26"),
    ("week until 2026-12-02", "FREQ=WEEKLY;UNTIL=20261202", "every week, until 2026-12-02", "2026-11-25 2026-12-02"),
    ("day, 2 times", "FREQ=DAILY;COUNT=2", "every day, 2 times", "2026-11-25 2026-11-26"),
    ("FREQ=HOURLY;BYHOUR=9", "FREQ=HOURLY;BYHOUR=9", "FREQ=HOURLY;BYHOUR=9", ""),
]  # fmt: skip


@pytest.mark.parametrize(("text", "rule", "words", "days"), WORDS)
def test_words_are_a_rule_that_falls_due_on_days(text: str, rule: str, words: str, days: str) -> None:
    found = parse_rule(text, NOW.date(), CALENDAR)
    assert (found, rule_words(found)) == (rule, words)
    wanted = [date.fromisoformat(day) for day in days.split()]
    assert list(islice(occurrences(found, NOW.date(), UTC), len(wanted))) == wanted


@pytest.mark.parametrize(
    ("text", "start", "rule"),
    [
        ("month", date(2026, 1, 31), f"FREQ=MONTHLY;{CLAMPED}"),
        ("month", date(2026, 1, 29), "FREQ=MONTHLY;BYMONTHDAY=28,29;BYSETPOS=-1"),
        ("year", date(2028, 2, 29), "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=28,29;BYSETPOS=-1"),
        ("year", date(2026, 12, 31), "FREQ=YEARLY"),
    ],
)
def test_a_day_that_months_lack_is_kept_for_those_that_have_it(text: str, start: date, rule: str) -> None:
    assert parse_rule(text, start, CALENDAR) == rule
    assert next(occurrences(rule, start, UTC)) == start


@pytest.mark.parametrize(
    "text", ["", "foo", "every", "blue moon", "0 days", "month on 32", "month on 15 and 31", "30 feb"]
)
def test_what_is_no_repetition_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="is not a repetition"):
        parse_rule(text, NOW.date(), CALENDAR)


@pytest.mark.parametrize(
    "text", ["FREQ=SOMETIMES", "FREQ=DAILY;BLUE=1", "FREQ=DAILY;INTERVAL=x", "INTERVAL=2", "FREQ="]
)
def test_what_is_no_rule_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="is not a rule of RFC 5545"):
        check_rule(text)


@pytest.mark.parametrize(
    ("until", "times", "rule"),
    [("2027-03-01", None, "FREQ=DAILY;UNTIL=20270301"), ("eoy", None, "FREQ=DAILY;UNTIL=20261231"), (None, 5, "FREQ=DAILY;COUNT=5")],
)  # fmt: skip
def test_an_end_is_a_day_or_a_number_of_times(until: str | None, times: int | None, rule: str) -> None:
    assert parse_rule("day", NOW.date(), CALENDAR, until=until, times=times) == rule


@pytest.mark.parametrize(
    ("text", "until", "times"),
    [("day", "eoy", 5), ("day", "yesterday", None), ("day", None, 0), ("day, 3 times", None, 5)],
)
def test_two_ends_and_none_are_refused(text: str, until: str | None, times: int | None) -> None:
    with pytest.raises(UsageError):
        parse_rule(text, NOW.date(), CALENDAR, until=until, times=times)


intervals = st.integers(1, 30).map(lambda n: f";INTERVAL={n}" if n > 1 else "")
weekdays = st.lists(st.sampled_from(range(7)), min_size=1, max_size=7, unique=True).map(
    lambda days: ",".join(("MO", "TU", "WE", "TH", "FR", "SA", "SU")[day] for day in sorted(days))
)
in_month = st.one_of(
    st.lists(st.integers(1, 28), min_size=1, max_size=3, unique=True).map(
        lambda days: f";BYMONTHDAY={','.join(map(str, sorted(days)))}"
    ),
    st.sampled_from(
        [f";BYMONTHDAY={','.join(map(str, range(28, n + 1)))};BYSETPOS=-1" for n in (29, 30, 31)]
    ),
    st.just(";BYMONTHDAY=-1"),
    st.tuples(st.sampled_from([-1, 1, 2, 3, 4, 5]), st.sampled_from("MO TU WE TH FR SA SU".split())).map(
        lambda each: f";BYDAY={each[0]}{each[1]}"
    ),
    st.sampled_from([-1, 1, 2, 3, 4, 5]).map(lambda place: f";BYDAY=MO,TU,WE,TH,FR;BYSETPOS={place}"),
)
ends = st.one_of(
    st.just(""),
    st.integers(1, 500).map(lambda n: f";COUNT={n}"),
    st.dates(date(2027, 1, 1), date(2040, 1, 1)).map(lambda day: f";UNTIL={day:%Y%m%d}"),
)
rules = st.one_of(
    st.tuples(st.sampled_from(["FREQ=DAILY", "FREQ=WEEKLY", "FREQ=MONTHLY", "FREQ=YEARLY"]), intervals, ends),
    st.tuples(st.just("FREQ=WEEKLY"), intervals, weekdays.map(lambda days: f";BYDAY={days}"), ends),
    st.tuples(st.just("FREQ=MONTHLY"), intervals, in_month, ends),
    st.tuples(
        st.just("FREQ=YEARLY"), intervals, st.integers(1, 12).map(lambda n: f";BYMONTH={n}"), in_month, ends
    ),
).map("".join)


@given(rules)
def test_a_rule_in_words_is_read_back(rule: str) -> None:
    assert parse_rule(rule_words(rule), NOW.date(), CALENDAR) == rule


@given(rules, st.dates(date(2026, 1, 1), date(2028, 1, 1)))
def test_what_comes_next_is_later_and_one_of_the_series(rule: str, after: date) -> None:
    start = date(2026, 1, 31)
    found = next_after(rule, start, after, UTC)
    series = list(islice(occurrences(rule, start, UTC), 800))
    assert all(one < two for one, two in pairwise(series))
    assert found == next((day for day in series if day > after), None) or len(series) == 800


def test_missed_occurrences_are_one() -> None:
    start, now = date(2026, 11, 1), date(2026, 11, 25)
    assert next_after("FREQ=DAILY;INTERVAL=7", start, now, UTC) == date(2026, 11, 29)
    assert missed("FREQ=DAILY;INTERVAL=7", start, now, UTC) == 3


def test_a_series_that_has_ended_does_not_come_again() -> None:
    found = [
        next_after(rule, date(2026, 11, 1), date(2026, 11, 3), UTC)
        for rule in ("FREQ=DAILY;COUNT=3", "FREQ=DAILY;COUNT=4", "FREQ=DAILY;UNTIL=20261103", "FREQ=DAILY;UNTIL=20261104")
    ]  # fmt: skip
    assert found == [None, date(2026, 11, 4), None, date(2026, 11, 4)]


@pytest.mark.parametrize(
    ("start", "rule", "instants"),
    [
        # The clocks skip 02:30 on 29 March: it is 03:30 that day, and 02:30 again after it.
        (
            "2027-03-27T01:30:00Z",
            "FREQ=DAILY",
            "2027-03-27T01:30:00Z 2027-03-28T01:30:00Z 2027-03-29T00:30:00Z",
        ),
        # They show 02:30 twice on 31 October: the first is meant.
        (
            "2027-10-30T00:30:00Z",
            "FREQ=DAILY",
            "2027-10-30T00:30:00Z 2027-10-31T00:30:00Z 2027-11-01T01:30:00Z",
        ),
        # 9:00 stays 9:00 over both.
        (
            "2026-10-19T07:00:00Z",
            "FREQ=WEEKLY",
            "2026-10-19T07:00:00Z 2026-10-26T08:00:00Z 2026-11-02T08:00:00Z",
        ),
        # An end in UTC is an instant, one without a zone what the clock shows.
        ("2026-11-24T08:00:00Z", "FREQ=DAILY;UNTIL=20261125T080000Z", "2026-11-24T08:00:00Z 2026-11-25T08:00:00Z"),
        ("2026-11-24T08:00:00Z", "FREQ=DAILY;UNTIL=20261125T085959", "2026-11-24T08:00:00Z"),
        ("2026-11-24T23:30:00Z", "FREQ=DAILY;UNTIL=20261126", "2026-11-24T23:30:00Z 2026-11-25T23:30:00Z"),
    ],
)  # fmt: skip
def test_the_time_on_the_users_clock_repeats(start: str, rule: str, instants: str) -> None:
    wanted = instants.split()
    found = islice(occurrences(rule, datetime.fromisoformat(start), BERLIN), 3)
    assert [iso_instant(each) for each in found if isinstance(each, datetime)] == wanted


@given(
    st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1)).map(
        lambda moment: moment.replace(microsecond=0)
    ),
    st.sampled_from(
        ["Europe/Berlin", "America/New_York", "Asia/Tehran", "Australia/Lord_Howe", "Asia/Almaty"]
    ),
)
def test_a_year_of_days_has_each_day_once(start: datetime, zone: str) -> None:
    there = ZoneInfo(zone)
    first = start.replace(tzinfo=UTC)
    days = [
        each.astimezone(there).date()
        for each in islice(occurrences("FREQ=DAILY", first, there), 366)
        if isinstance(each, datetime)
    ]
    assert days == [days[0] + timedelta(days=n) for n in range(366)]  # fmt: skip


@pytest.mark.parametrize(
    ("rule", "done", "day"),
    [
        ("FREQ=DAILY;INTERVAL=10", "2026-11-25", "2026-12-05"),
        ("FREQ=MONTHLY", "2027-01-31", "2027-02-28"),
        ("FREQ=WEEKLY;INTERVAL=2", "2026-11-25", "2026-12-09"),
        ("FREQ=WEEKLY;BYDAY=MO", "2026-11-25", "2026-11-30"),
        ("FREQ=DAILY;INTERVAL=3;COUNT=5", "2026-11-25", "2026-11-28"),
    ],
)
def test_a_chained_series_goes_on_from_the_day_it_was_done(rule: str, done: str, day: str) -> None:
    assert after_done(rule, date.fromisoformat(done)) == date.fromisoformat(day)
