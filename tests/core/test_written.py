"""Cells of imported tables, whose date order the whole column settles."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_cli.core.clocks import Clock, split_clock
from crm_cli.core.written import ORDERS, day_orders, read_day

ALL = {"dmy", "mdy", "ymd"}
FORMATS = {"dmy": "%d/%m/%Y", "mdy": "%m/%d/%Y", "ymd": "%Y/%m/%d"}


@pytest.mark.parametrize(
    ("cell", "dmy", "mdy", "ymd"),
    [
        ("2021-04-15", *[date(2021, 4, 15)] * 3),
        ("15 Apr, 2021 00:02:00", *[datetime(2021, 4, 15, 0, 2)] * 3),
        ("2021-04-15T00:02:00+06:00", *[datetime(2021, 4, 14, 18, 2, tzinfo=UTC)] * 3),
        ("2021-04-15 9:30", *[datetime(2021, 4, 15, 9, 30)] * 3),
        ("15.04.2021", *[date(2021, 4, 15)] * 3),
        ("4/15/2021 13:05", None, datetime(2021, 4, 15, 13, 5), None),
        ("1/2/21", date(2021, 2, 1), date(2021, 1, 2), None),
        ("1/2/21 5:03 PM", datetime(2021, 2, 1, 17, 3), datetime(2021, 1, 2, 17, 3), None),
        ("21/04/03", date(2003, 4, 21), None, date(2021, 4, 3)),
        ("20210415", None, None, None),
        ("44301", None, None, None),
        ("3.5", None, None, None),
        ("3/4", None, None, None),
        ("15 Apr", None, None, None),
        ("tomorrow", None, None, None),
        ("30.02.2021", None, None, None),
        ("4/15/2021 25:00", None, None, None),
        ("", None, None, None),
    ],
)
def test_a_cell_reads_as_the_order_says(cell: str, dmy: object, mdy: object, ymd: object) -> None:
    assert [read_day(cell, order) for order in ORDERS] == [dmy, mdy, ymd]


@pytest.mark.parametrize(
    ("column", "orders"),
    [
        (["2021-01-02", "15 Apr, 2021 00:02:00", "21.11.2026", " "], ALL),
        (["1/2/2021"], {"dmy", "mdy"}),
        (["1/2/2021", "15/04/2021"], {"dmy"}),
        (["1/2/21", "4/15/21"], {"mdy"}),
        (["15/04/21"], {"dmy"}),
        (["05/01/02", "99/12/31"], {"ymd"}),
        (["15/04/2021", "4/15/2021"], set()),
        (["2021-01-02", "unknown"], set()),
        (["44301"], set()),
        (["3.5", "7.1"], set()),
        ([], ALL),
    ],
)
def test_a_column_says_which_orders_fit_all_of_it(column: list[str], orders: set[str]) -> None:
    assert day_orders(column) == orders


@given(st.sampled_from(ORDERS), st.lists(st.dates(date(1000, 1, 1)), min_size=1))
def test_a_column_written_in_an_order_is_read_back_in_it(order: str, column: list[date]) -> None:
    cells = [day.strftime(FORMATS[order]) for day in column]
    assert order in day_orders(cells)
    assert [read_day(cell, order) for cell in cells] == column


@pytest.mark.parametrize(
    ("text", "rest", "at"),
    [
        ("15 apr 2021 9:30 pm", "15 apr 2021", "21:30"),
        ("thu oct 26 11:00:09 2023", "thu oct 26 2023", "11:00:09"),
        ("12. juli um 19 uhr", "12. juli", "19:00"),
        ("12. juli um 19:53 uhr", "12. juli", "19:53"),
        ("22 janvier 2015 à 14h40", "22 janvier 2015", "14:40"),
        ("demain à 14h", "demain", "14:00"),
    ],
)
def test_a_time_of_day_is_taken_out_of_the_text(text: str, rest: str, at: str) -> None:
    assert split_clock(text) == (rest, Clock(time.fromisoformat(at), None))


@pytest.mark.parametrize("text", ["через 2 дня", "in 2h", "fri 25:00", "13pm", "sunday 12/7/2014", "18.30"])
def test_text_without_a_time_of_day_stays_as_it_was(text: str) -> None:
    assert split_clock(text) == (text, None)
