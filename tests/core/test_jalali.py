"""The Persian calendar: known days, the lengths of its months, and there and back."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_cli.core.jalali import FIRST_YEAR, LAST_YEAR, from_gregorian, is_leap, month_length, to_gregorian

KNOWN = [  # new years' days, and days that history tells in both calendars
    ((1285, 5, 14), date(1906, 8, 6)),
    ((1300, 1, 1), date(1921, 3, 21)),
    ((1357, 11, 22), date(1979, 2, 11)),
    ((1375, 12, 30), date(1997, 3, 20)),
    ((1403, 1, 1), date(2024, 3, 20)),
    ((1403, 12, 30), date(2025, 3, 20)),
    ((1404, 1, 1), date(2025, 3, 21)),
    ((1405, 9, 4), date(2026, 11, 25)),
]
FIRST, LAST = to_gregorian(FIRST_YEAR, 1, 1), to_gregorian(LAST_YEAR, 12, 29)


@pytest.mark.parametrize(("parts", "day"), KNOWN)
def test_known_days_are_one_day_in_both_calendars(parts: tuple[int, int, int], day: date) -> None:
    assert to_gregorian(*parts) == day
    assert from_gregorian(day) == parts


@given(st.dates(FIRST, LAST))
def test_every_day_comes_back(day: date) -> None:
    assert to_gregorian(*from_gregorian(day)) == day


def test_the_days_follow_one_another_without_a_gap() -> None:
    ordinal = FIRST.toordinal()
    for year in range(FIRST_YEAR, LAST_YEAR + 1):
        for month in range(1, 13):
            assert to_gregorian(year, month, 1).toordinal() == ordinal
            ordinal += month_length(year, month)


def test_leap_years_of_a_century() -> None:
    assert [year for year in range(1370, 1450) if is_leap(year)] == [
        *(1370, 1375, 1379, 1383, 1387, 1391, 1395, 1399, 1403, 1408, 1412),
        *(1416, 1420, 1424, 1428, 1432, 1436, 1441, 1445, 1449),
    ]


@pytest.mark.parametrize(
    ("parts", "fault"),
    [
        ((1405, 13, 1), "there is no month 13"),
        ((1405, 0, 1), "there is no month 0"),
        ((1404, 12, 30), "month 12 of 1404 has 29 days"),
        ((1405, 7, 31), "month 7 of 1405 has 30 days"),
        ((1405, 1, 0), "month 1 of 1405 has 31 days"),
        ((2026, 11, 25), "the year is not one from 1178 to 1501"),
    ],
)
def test_a_day_that_is_not_there_is_refused_with_the_reason(parts: tuple[int, int, int], fault: str) -> None:
    with pytest.raises(ValueError, match=f"^{fault}$"):
        to_gregorian(*parts)


@pytest.mark.parametrize("day", [date(1799, 3, 20), date(2123, 3, 21), date.min, date.max])
def test_days_outside_the_years_told_are_refused(day: date) -> None:
    with pytest.raises(ValueError, match="is not in the years 1178 to 1501"):
        from_gregorian(day)
