"""What people type as a day or an instant, and how both are stored and shown."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_cli.core.calendar import zone
from crm_cli.core.dates import (
    Calendar,
    format_day,
    format_instant,
    from_iso,
    iso_instant,
    local_day,
    parse_day,
    parse_instant,
    parse_when,
    to_instant,
)
from crm_cli.core.errors import UsageError
from crm_cli.core.relative import add_months, end_of, start_of

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 11, 21, 8, 0, tzinfo=UTC)  # a Saturday, 9:00 in Berlin
CALENDAR = Calendar(NOW, BERLIN)
ZONES = ("Europe/Berlin", "Asia/Almaty", "America/New_York", "Asia/Tehran")

days = st.dates()
near_days = st.dates(date(2019, 1, 1), date(2033, 12, 31))
zones = st.sampled_from(ZONES).map(ZoneInfo)
instants = st.datetimes(datetime(1980, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)).map(
    lambda moment: moment.replace(microsecond=0)
)


def refusal(text: str, calendar: Calendar = CALENDAR) -> tuple[str, str]:
    with pytest.raises(UsageError) as caught:
        parse_when(text, calendar)
    return caught.value.message, caught.value.hint


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-11-21", "2026-11-21"),
        (" 2026/11/21 ", "2026-11-21"),
        ("21.11.2026", "2026-11-21"),
        ("21. 11. 2026", "2026-11-21"),
        ("21/11/2026", "2026-11-21"),
        ("21/11/26", "2026-11-21"),
        ("99/12/31", "1999-12-31"),
        ("04/04/2026", "2026-04-04"),
        ("21.11", "2026-11-21"),
        ("20.11.", "2027-11-20"),
        ("15 Apr 2021", "2021-04-15"),
        ("15-Apr-21", "2021-04-15"),
        ("Apr 15 2021", "2021-04-15"),
        ("April 15th, 2021", "2021-04-15"),
        ("Thu, 15 Apr 2021", "2021-04-15"),
        ("2021 Apr 15", "2021-04-15"),
        ("15 April", "2027-04-15"),
        ("29 Feb", "2028-02-29"),
        ("15. Dezember 2026", "2026-12-15"),
        ("1er mars 2027", "2027-03-01"),
        ("15 de abril de 2027", "2027-04-15"),
        ("чт, 15 апреля 2021 г.", "2021-04-15"),
        ("15 қараша 2026", "2026-11-15"),
        ("mardi 24 nov.", "2026-11-24"),
        ("mar 3", "2027-03-03"),
        ("Sunday 12/7/2026", "2026-07-12"),
        ("۲۰۲۶-۱۱-۲۱", "2026-11-21"),
        ("2026年11月21日", "2026-11-21"),
        ("\u200e2026-11-21", "2026-11-21"),
    ],
)
def test_a_written_day_is_read(text: str, day: str) -> None:
    order = Calendar(NOW, BERLIN, "dmy") if text.startswith("Sunday") else CALENDAR
    assert parse_when(text, order) == date.fromisoformat(day)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("today", "2026-11-21"),
        ("Tomorrow", "2026-11-22"),
        ("yesterday", "2026-11-20"),
        ("fri", "2026-11-27"),
        ("sat", "2026-11-28"),
        ("on Friday", "2026-11-27"),
        ("в пятницу", "2026-11-27"),
        ("this sat", "2026-11-21"),
        ("next fri", "2026-11-27"),
        ("next sun", "2026-11-29"),
        ("last fri", "2026-11-20"),
        ("last sat", "2026-11-14"),
        ("fri next week", "2026-11-27"),
        ("+3d", "2026-11-24"),
        ("-2w", "2026-11-07"),
        ("+1m", "2026-12-21"),
        ("+1y", "2027-11-21"),
        ("+1q", "2027-02-21"),
        ("in 3 days", "2026-11-24"),
        ("3 days ago", "2026-11-18"),
        ("a week ago", "2026-11-14"),
        ("2w", "2026-12-05"),
        ("eow", "2026-11-22"),
        ("eom", "2026-11-30"),
        ("eoq", "2026-12-31"),
        ("eoy", "2026-12-31"),
        ("sow", "2026-11-16"),
        ("som", "2026-11-01"),
        ("soq", "2026-10-01"),
        ("soy", "2026-01-01"),
        ("end of next month", "2026-12-31"),
        ("next week", "2026-11-23"),
        ("next month", "2026-12-01"),
        ("last-quarter", "2026-07-01"),
        ("the 15th", "2026-12-15"),
        ("the 31st", "2026-12-31"),
    ],
)
def test_a_day_said_from_today_is_read(text: str, day: str) -> None:
    assert parse_when(text, CALENDAR) == date.fromisoformat(day)


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("now", "2026-11-21T08:00:00Z"),
        ("2026-11-21T09:30Z", "2026-11-21T09:30:00Z"),
        ("2026-11-21T09:30:15.123Z", "2026-11-21T09:30:15Z"),
        ("2026-11-21 9:30", "2026-11-21T08:30:00Z"),
        ("2026-11-21T09:30+05:00", "2026-11-21T04:30:00Z"),
        ("15 Apr, 2021 00:02:00", "2021-04-14T22:02:00Z"),
        ("Thu Apr 15 13:05:00 2021", "2021-04-15T11:05:00Z"),
        ("10:00 15.12.2026", "2026-12-15T09:00:00Z"),
        ("+2h", "2026-11-21T10:00:00Z"),
        ("+30min", "2026-11-21T08:30:00Z"),
        ("9:30", "2026-11-21T08:30:00Z"),
        ("9:00", "2026-11-22T08:00:00Z"),
        ("9am", "2026-11-22T08:00:00Z"),
        ("12am", "2026-11-21T23:00:00Z"),
        ("12:30 pm", "2026-11-21T11:30:00Z"),
        ("noon", "2026-11-21T11:00:00Z"),
        ("at 14:00", "2026-11-21T13:00:00Z"),
        ("fri 9:00", "2026-11-27T08:00:00Z"),
        ("fri at 3pm", "2026-11-27T14:00:00Z"),
        ("tomorrow 14:30", "2026-11-22T13:30:00Z"),
        ("+3d 9:00", "2026-11-24T08:00:00Z"),
        ("eom 18:00", "2026-11-30T17:00:00Z"),
    ],
)
def test_a_time_of_day_makes_an_instant(text: str, instant: str) -> None:
    found = parse_when(text, CALENDAR)
    assert isinstance(found, datetime)
    assert iso_instant(found) == instant


@pytest.mark.parametrize(
    ("text", "past", "exact"),
    [
        ("fri", "2026-11-20", "2026-11-20"),
        ("sat", "2026-11-21", "2026-11-21"),
        ("sun", "2026-11-15", "2026-11-22"),
        ("15 april", "2026-04-15", "2026-04-15"),
        ("15 december", "2025-12-15", "2026-12-15"),
        ("2w", "2026-11-07", "2026-12-05"),
        ("the 25th", "2026-10-25", "2026-11-25"),
        ("8:00", "2026-11-21", "2026-11-21"),
        ("10:00", "2026-11-20", "2026-11-21"),
        ("sat 10:00", "2026-11-14", "2026-11-21"),
    ],
)
def test_what_is_left_out_is_filled_in_as_preferred(text: str, past: str, exact: str) -> None:
    found = (parse_day(text, CALENDAR, prefer="past"), parse_day(text, CALENDAR, prefer="exact"))
    assert found == (date.fromisoformat(past), date.fromisoformat(exact))


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        (
            "03/04/2026",
            "`03/04/2026` is 3 April or 4 March 2026",
            "type 2026-04-03\nor for good: crm config set date_order dmy",
        ),
        ("3/4", "`3/4` is 3 April or 4 March", "type 3 Apr\nor for good: crm config set date_order dmy"),
        ("Mon 15 Apr 2021", "`Mon 15 Apr 2021` is a Thursday", "type 2021-04-15, or the day you mean"),
    ],
)
def test_two_readings_are_refused_with_both(text: str, message: str, hint: str) -> None:
    assert refusal(text) == (message, hint)


@pytest.mark.parametrize(
    ("order", "text", "day"),
    [
        ("dmy", "03/04/2026", "2026-04-03"),
        ("mdy", "03/04/2026", "2026-03-04"),
        ("mdy", "21/11/2026", "2026-11-21"),
        ("mdy", "03.04.2026", "2026-04-03"),
        ("ymd", "26/04/03", "2026-04-03"),
        ("ymd", "12/4", "2026-12-04"),
        ("dmy", "4/12", "2026-12-04"),
    ],
)
def test_the_users_order_settles_two_readings(order: str, text: str, day: str) -> None:
    assert parse_day(text, Calendar(NOW, BERLIN, order)) == date.fromisoformat(day)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("xyz", "`xyz` is not a date"),
        ("", "`` is not a date"),
        ("20261121", "`20261121` is not a date"),
        ("5", "`5` is not a date"),
        ("fri 25:00", "`fri 25:00` is not a date: `fri` is understood, `25:00` is not"),
        ("+2h 9:00", "`+2h 9:00` is not a date"),
        ("march 2026", "`march 2026` is not a date: it is the days from 2026-03-01 to 2026-03-31"),
        ("30 Feb", "`30 Feb` is not a day: February has 29 days"),
        ("2026-02-30", "`2026-02-30` is not a day: February 2026 has 28 days"),
        ("13/13/2026", "`13/13/2026` is not a day: there is no month 13"),
        ("0000-01-01", "`0000-01-01` is not a day: years run from 1 to 9999"),
        ("12026-01-01", "`12026-01-01` is not a day: years run from 1 to 9999"),
        ("+9000y", "`+9000y` is outside the years 1 to 9999"),
        ("-999999d", "`-999999d` is outside the years 1 to 9999"),
    ],
)
def test_what_is_no_day_is_refused_in_words(text: str, message: str) -> None:
    assert refusal(text)[0] == message


def test_a_bare_day_becomes_an_instant_at_the_time_given_or_noon() -> None:
    found = [
        iso_instant(parse_instant("2026-11-27", CALENDAR)),
        iso_instant(parse_instant("2026-11-27", CALENDAR, at=time(9))),
        iso_instant(parse_instant("2026-11-27 7:00", CALENDAR, at=time(9))),
    ]
    assert found == ["2026-11-27T11:00:00Z", "2026-11-27T08:00:00Z", "2026-11-27T06:00:00Z"]


def test_the_day_of_an_instant_is_the_users() -> None:
    assert parse_day("2026-11-21T23:30Z", CALENDAR) == date(2026, 11, 22)
    assert Calendar(datetime(2026, 11, 21, 20, 0, tzinfo=UTC), ZoneInfo("Asia/Almaty")).today == date(
        2026, 11, 22
    )


def test_the_week_begins_where_the_user_says() -> None:
    sunday_first = Calendar(NOW, BERLIN, week_start=6)
    found = [parse_day(text, sunday_first) for text in ("sow", "eow", "next week", "next sun")]
    assert found == [date(2026, 11, 15), date(2026, 11, 21), date(2026, 11, 22), date(2026, 11, 22)]


@pytest.mark.parametrize(
    ("zone_name", "day", "at", "instant"),
    [
        ("Europe/Berlin", "2026-03-29", "02:30", "2026-03-29T01:30:00Z"),  # skipped: 03:30
        ("Europe/Berlin", "2026-10-25", "02:30", "2026-10-25T00:30:00Z"),  # twice: the first
        ("America/New_York", "2026-03-08", "02:30", "2026-03-08T07:30:00Z"),
        ("Asia/Almaty", "2024-02-29", "12:00", "2024-02-29T06:00:00Z"),
        ("Asia/Almaty", "2024-03-01", "12:00", "2024-03-01T07:00:00Z"),
        ("Asia/Tehran", "2022-03-22", "00:00", "2022-03-21T20:30:00Z"),  # midnight was skipped: 01:00
        ("Asia/Almaty", "0001-01-01", "00:00", "0001-01-01T00:00:00Z"),
        ("America/New_York", "9999-12-31", "23:00", "9999-12-31T23:59:59Z"),
    ],
)
def test_a_wall_time_is_one_instant_whatever_the_clocks_do(
    zone_name: str, day: str, at: str, instant: str
) -> None:
    assert (
        iso_instant(to_instant(date.fromisoformat(day), time.fromisoformat(at), ZoneInfo(zone_name)))
        == instant
    )


@given(days.filter(lambda day: not 1300 <= day.year <= 1499), st.sampled_from(["future", "past", "exact"]))
def test_an_iso_day_is_itself(day: date, prefer: str) -> None:
    assert parse_day(day.isoformat(), CALENDAR, prefer=prefer) == day  # type: ignore[arg-type]


@given(instants)
def test_a_stored_instant_is_itself(instant: datetime) -> None:
    assert from_iso(iso_instant(instant)) == instant == parse_when(iso_instant(instant), CALENDAR)


@given(instants, zones)
def test_an_instant_lies_within_its_local_day(instant: datetime, zone: ZoneInfo) -> None:
    day = local_day(instant, zone)
    midnight, next_midnight = to_instant(day, time(), zone), to_instant(day + timedelta(days=1), time(), zone)
    assert midnight <= instant < next_midnight


@given(near_days, near_days)
def test_a_day_shown_is_read_back(day: date, today: date) -> None:
    calendar = Calendar(to_instant(today, time(12), BERLIN), BERLIN)
    for prefer in ("future", "past", "exact"):
        assert parse_day(format_day(day, calendar), calendar, prefer=prefer) == day  # type: ignore[arg-type]


@given(instants, instants, zones)
def test_an_instant_shown_is_read_back_to_the_minute(
    instant: datetime, now: datetime, zone: ZoneInfo
) -> None:
    local = instant.astimezone(zone).replace(second=0, fold=0)
    calendar = Calendar(now, zone)
    assert parse_when(format_instant(local, calendar), calendar) == local.astimezone(UTC)


@pytest.mark.parametrize(
    ("day", "locale", "shown"),
    [
        ("2026-11-21", "en", "today"),
        ("2026-11-22", "en", "tomorrow"),
        ("2026-11-20", "en_GB", "yesterday"),
        ("2026-11-27", "en", "Fri 27 Nov"),
        ("2027-01-01", "en", "Fri 1 Jan 2027"),
        ("0900-01-01", "en", "Fri 1 Jan 0900"),
        ("2026-11-27", "de", "Fr. 27 Nov."),
    ],
)
def test_a_day_is_shown_short_and_unmistakable(day: str, locale: str, shown: str) -> None:
    assert format_day(date.fromisoformat(day), CALENDAR, locale) == shown


@given(days, st.integers(-3000, 3000))
def test_adding_months_moves_the_month_and_clamps_the_day(day: date, months: int) -> None:
    try:
        moved = add_months(day, months)
    except OverflowError:
        return
    assert (moved.year - day.year) * 12 + moved.month - day.month == months
    assert moved.day == min(day.day, end_of(moved, "month").day)


@given(days, st.sampled_from(["week", "month", "quarter", "year"]), st.integers(0, 6))
def test_a_unit_holds_its_days_and_joins_the_next(day: date, unit: str, week_start: int) -> None:
    first, last = start_of(day, unit, week_start), end_of(day, unit, week_start)  # type: ignore[arg-type]
    assert first <= day <= last
    if last < date.max:
        assert start_of(last + timedelta(days=1), unit, week_start) == last + timedelta(days=1)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("Europe/Berlin", "Europe/Berlin"),
        ("asia/almaty", "Asia/Almaty"),
        ("America/new york", "America/New_York"),
    ],
)
def test_a_zone_is_found_whatever_its_case(name: str, found: str) -> None:
    assert str(zone(name)) == found


@pytest.mark.parametrize(
    ("name", "message", "hint"),
    [
        ("Almaty", "`Almaty` is not a time zone; near it: Asia/Almaty", "Asia/Almaty"),
        ("../etc", "`../etc` is not a time zone", "type a zone like Europe/Berlin or Asia/Almaty"),
        ("", "`` is not a time zone", "type a zone like Europe/Berlin or Asia/Almaty"),
    ],
)
def test_an_unknown_zone_is_refused_with_the_nearest(name: str, message: str, hint: str) -> None:
    with pytest.raises(UsageError) as caught:
        zone(name)
    assert (caught.value.message, caught.value.hint) == (message, hint)


@given(st.text(max_size=20))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        found = parse_when(text, CALENDAR)
    except UsageError:
        return
    assert isinstance(found, date)
