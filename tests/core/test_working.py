"""Working days, and the free days of a country."""

from __future__ import annotations

import sys
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_cli.core import working
from crm_cli.core.calendar import Calendar
from crm_cli.core.dates import parse_day
from crm_cli.core.errors import CrmError, UsageError

LIBRARY = """
def country_holidays(country, subdiv=None):
    if country != "XX":
        raise NotImplementedError(country)
    from datetime import date
    return {date(2026, 11, 26): "a free day", **({date(2026, 11, 27): "another"} if subdiv else {})}
"""


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A library of holidays with one country, in the place of the real one, which need not be installed."""
    (tmp_path / "holidays.py").write_text(LIBRARY, encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.delitem(sys.modules, "holidays", raising=False)
    working._free.cache_clear()


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("mon-fri", {0, 1, 2, 3, 4}),
        ("sun-thu", {6, 0, 1, 2, 3}),
        ("sat,sun,mon", {5, 6, 0}),
        ("Mon Wed fri", {0, 2, 4}),
        ("пн-сб", {0, 1, 2, 3, 4, 5}),
        ("fri", {4}),
    ],
)
def test_working_days_are_read(text: str, days: set[int]) -> None:
    assert working.parse_workdays(text) == days


@pytest.mark.parametrize("text", ["", "foo", "mon-foo", "1-5"])
def test_what_names_no_days_is_refused(text: str) -> None:
    with pytest.raises(UsageError):
        working.parse_workdays(text)


@pytest.mark.parametrize(
    ("text", "workdays", "day"),
    [
        ("+1bd", "mon-fri", "2026-11-26"),
        ("+3bd", "mon-fri", "2026-11-30"),
        ("-1bd", "mon-fri", "2026-11-24"),
        ("3bd", "sun-thu", "2026-11-30"),
        ("in 3 working days", "mon-fri", "2026-11-30"),
        ("через 3 рабочих дня", "mon-fri", "2026-11-30"),
        ("5 жұмыс күнінен кейін", "mon-fri", "2026-12-02"),
        ("3 business days after friday", "mon-fri", "2026-12-02"),
        ("last working day of the month", "sun-thu", "2026-11-30"),
    ],
)
def test_working_days_are_counted(text: str, workdays: str, day: str) -> None:
    calendar = Calendar(datetime(2026, 11, 25, 12, tzinfo=UTC), UTC, workdays=workdays)
    assert parse_day(text, calendar) == date.fromisoformat(day)


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(1, 60))
def test_a_step_there_ends_on_a_working_day_and_the_step_back_is_as_long(day: date, count: int) -> None:
    there = working.step(day, count, "mon-fri", "")
    assert there.weekday() < 5
    assert sum(1 for n in range(day.toordinal() + 1, there.toordinal() + 1) if n % 7 not in (0, 6)) == count


@pytest.mark.usefixtures("library")
def test_a_free_day_is_no_working_day() -> None:
    day = date(2026, 11, 25)
    found = [working.step(day, 1, "mon-fri", place) for place in ("", "XX", "XX-YY")]
    assert found == [date(2026, 11, 26), date(2026, 11, 27), date(2026, 11, 30)]


@pytest.mark.usefixtures("library")
@pytest.mark.parametrize(
    ("day", "way", "found"),
    [
        ("2026-11-25", "after", "2026-11-25"),
        ("2026-11-26", "after", "2026-11-27"),
        ("2026-11-26", "before", "2026-11-25"),
        ("2026-11-26", "stay", "2026-11-26"),
        ("2026-11-29", "after", "2026-11-30"),
        ("2026-11-29", "before", "2026-11-27"),
    ],
)
def test_what_falls_on_a_free_day_moves_as_is_wished(day: str, way: str, found: str) -> None:
    assert working.moved(date.fromisoformat(day), way, "mon-fri", "XX") == date.fromisoformat(found)


@pytest.mark.usefixtures("library")
def test_an_unknown_country_is_refused() -> None:
    with pytest.raises(UsageError, match=r"^no holidays are known for `QQ`$"):
        working.check_holidays("qq")


def test_holidays_without_their_package_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    working._free.cache_clear()
    monkeypatch.setitem(sys.modules, "holidays", None)
    with pytest.raises(CrmError) as caught:
        working.check_holidays("KZ")
    assert (caught.value.message, caught.value.hint) == (
        "public holidays need the package `holidays`, which is not installed",
        "install it with pip\nor do without: crm config unset holidays",
    )
