"""Days of the Persian calendar are those of ours."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_cli.core.jalali import FIRST, LAST, length, to_day


@pytest.mark.parametrize(
    ("persian", "day"),
    [
        ((1348, 10, 11), "1970-01-01"),
        ((1357, 11, 22), "1979-02-11"),
        ((1399, 12, 30), "2021-03-20"),
        ((1400, 1, 1), "2021-03-21"),
        ((1403, 12, 30), "2025-03-20"),
        ((1404, 9, 4), "2025-11-25"),
        ((1404, 12, 30), None),
        ((1404, 7, 31), None),
        ((1404, 13, 1), None),
        ((1404, 0, 1), None),
        ((1199, 1, 1), None),
        ((2026, 1, 1), None),
    ],
)
def test_known_days_are_read(persian: tuple[int, int, int], day: str | None) -> None:
    assert to_day(*persian) == (date.fromisoformat(day) if day else None)


def test_the_leap_years_of_our_days_are_those_of_the_calendar() -> None:
    leap = [year for year in range(1370, 1421) if length(year, 12) == 30]
    assert leap == [1370, 1375, 1379, 1383, 1387, 1391, 1395, 1399, 1403, 1408, 1412, 1416, 1420]


@given(st.integers(FIRST, LAST - 1), st.integers(1, 12))
def test_a_month_ends_where_the_next_begins(year: int, month: int) -> None:
    last, after = (
        to_day(year, month, length(year, month)),
        (year, month + 1, 1) if month < 12 else (year + 1, 1, 1),
    )
    assert last is not None
    assert to_day(*after) == last + timedelta(days=1)
