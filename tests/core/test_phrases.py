"""Days said in the words of many languages."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from crm_cli.core import phrases
from crm_cli.core.dates import Calendar, iso_instant, parse_when

pytestmark = pytest.mark.smoke

NOW = datetime(2026, 11, 21, 8, 0, tzinfo=UTC)  # a Saturday, 9:00 in Berlin
CALENDAR = Calendar(NOW, ZoneInfo("Europe/Berlin"))


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("завтра", "2026-11-22"),
        ("послезавтра", "2026-11-23"),
        ("через 3 дня", "2026-11-24"),
        ("2 дня назад", "2026-11-19"),
        ("через неделю", "2026-11-28"),
        ("через месяц", "2026-12-21"),
        ("в пятницу", "2026-11-27"),
        ("в следующую пятницу", "2026-11-27"),
        ("на следующей неделе", "2026-11-23"),
        ("бүгін", "2026-11-21"),
        ("ертең", "2026-11-22"),
        ("кеше", "2026-11-20"),
        ("бүгүн", "2026-11-21"),
        ("эртең", "2026-11-22"),
        ("кечээ", "2026-11-20"),
        ("келесі апта", "2026-11-23"),
        ("кийинки ай", "2026-12-01"),
        ("فردا", "2026-11-22"),
        ("۳ روز بعد", "2026-11-24"),
        ("morgen", "2026-11-22"),
        ("in zwei Wochen", "2026-12-05"),
        ("nächsten Freitag", "2026-11-27"),
        ("vendredi prochain", "2026-11-27"),
        ("mañana", "2026-11-22"),
        ("pasado mañana", "2026-11-23"),
        ("明天", "2026-11-22"),
        ("yarın", "2026-11-22"),
        ("15 aralık 2026", "2026-12-15"),
        ("1 دسامبر 2026", "2026-12-01"),
        ("2 days before today", "2026-11-19"),
    ],
)
def test_a_phrase_is_a_day(text: str, day: str) -> None:
    assert parse_when(text, CALENDAR) == date.fromisoformat(day)


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("завтра в 9:00", "2026-11-22T08:00:00Z"),
        ("ертең сағат 15:00", "2026-11-22T14:00:00Z"),
        ("через 2 недели в 10:00", "2026-12-05T09:00:00Z"),
        ("через час", "2026-11-21T09:00:00Z"),
        ("next friday at 3pm", "2026-11-27T14:00:00Z"),
        ("demain à 14h", "2026-11-22T13:00:00Z"),
        ("morgen um 14 Uhr", "2026-11-22T13:00:00Z"),
        ("5pm EST", "2026-11-21T22:00:00Z"),
        ("monday morning", "2026-11-23T08:00:00Z"),
        ("tonight", "2026-11-21T20:00:00Z"),
    ],
)
def test_a_phrase_with_a_time_is_an_instant(text: str, instant: str) -> None:
    found = parse_when(text, CALENDAR)
    assert isinstance(found, datetime)
    assert iso_instant(found) == instant


@pytest.mark.parametrize(
    "text",
    [
        "xyz",
        "call bob",
        "hello 2026",
        "acme renewal",
        "3 apples",
        "may",
        "march 2026",
        "this month",
        "so 5",
        "12",
        "3/4",
        "завтра 3/4",
        "1700000000",
        "",
    ],
)
def test_what_is_no_phrase_is_not_guessed_at(text: str) -> None:
    assert phrases.parse(text, CALENDAR, "future") is None


def test_a_language_we_do_not_know_leaves_the_common_ones() -> None:
    calendar = Calendar(NOW, ZoneInfo("Europe/Berlin"), languages=("xx",))
    assert phrases.parse("через 3 дня", calendar, "future") == date(2026, 11, 24)


def test_a_users_languages_are_those_read_beside_english() -> None:
    calendar = Calendar(NOW, ZoneInfo("Europe/Berlin"), languages=("pl",))
    found = [
        phrases.parse(text, calendar, "future") for text in ("za 3 dni", "in three days", "3 päivän kuluttua")
    ]
    assert found == [date(2026, 11, 24), date(2026, 11, 24), None]


@pytest.mark.parametrize("text", ["tomorrow 25:00", "завтра 9:75", "25:00 tomorrow", "morgen 24:30"])
def test_a_time_that_does_not_exist_is_no_phrase_without_it(text: str) -> None:
    calendar = Calendar(datetime(2026, 11, 21, 9, 30, tzinfo=UTC), ZoneInfo("UTC"))
    assert phrases.parse(text, calendar, "future") is None
