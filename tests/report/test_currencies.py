"""Amounts of several currencies: converted at the rate of their day, else on rows of their own; counts need none."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Run = Callable[..., Any]


@pytest.fixture
def mixed(sold: Run) -> Run:
    """Besides the deals in EUR, one of Bo's won and one lost in dollars."""
    sold("deal", "add", "Epsilon", "--owner", "Bo", "--amount", "$100", now="2026-09-01", code=0)
    sold("deal", "add", "Zeta", "--owner", "Bo", "--amount", "$1000", now="2026-09-01", code=0)
    sold("deal", "win", "Epsilon", "--on", "2026-11-04", code=0)
    sold("deal", "lose", "Zeta", "--on", "2026-11-05", code=0)
    return sold


def test_without_a_rate_counts_stand_once_and_amounts_by_currency(mixed: Run) -> None:
    told = mixed("report", "winloss")
    assert told.out == "4\t2\t0.666667\t1750.50\tEUR\n\t\t\t100.00\tUSD\n"
    assert told.err == (
        "6 closed deals, closed from 2026-09-10 to 2026-11-20; no rate to EUR for USD: on rows of their own\n"
    )


def test_each_group_is_counted_in_its_first_row(mixed: Run) -> None:
    assert mixed("report", "winloss", "--by", "owner", terminal=True, env={"NO_COLOR": "1"}).out == (
        "Owner  Won  Lost  Win rate  Won amount\n"
        "──────────────────────────────────────\n"
        "Bo       3     1       75%   €1,500.50\n"
        "Bo                             $100.00\n"
        "Cy       1     1       50%     €250.00\n"
        "Total    4     2    66.67%   €1,750.50\n"
        "Total                          $100.00\n"
    )


def test_what_was_only_lost_in_a_currency_makes_no_row_of_it(mixed: Run) -> None:
    mixed("deal", "delete", "Epsilon", "--yes", code=0)
    assert mixed("report", "winloss").out == "3\t2\t0.600000\t1750.50\tEUR\n"


def test_without_a_rate_sales_have_a_row_a_currency(mixed: Run) -> None:
    told = mixed("report", "sales", "--by", "none", terminal=True, env={"NO_COLOR": "1"})
    assert told.out == "Deals     Amount\n────────────────\n    3  €1,750.50\n    1    $100.00\n"


def test_a_closed_deal_is_converted_at_the_rate_of_its_day(
    mixed: Run, rate: Callable[[str, str, str], None]
) -> None:
    rate("USD", "0.5", "2026-01-01")
    rate("USD", "0.9", "2026-11-05")
    told = mixed("report", "sales", "--by", "none")
    assert told.out == "4\t1800.50\tEUR\n"
    assert told.err.endswith("; USD at the rate of 2026-01-01\n")


def test_an_open_deal_is_converted_at_the_rate_of_the_reports_day(
    sold: Run, rate: Callable[[str, str, str], None]
) -> None:
    sold("deal", "add", "Eta", "--amount", "$100", "--close", "2026-10-01", now="2026-09-01", code=0)
    rate("USD", "0.5", "2026-01-01")
    rate("USD", "0.9", "2026-11-05")
    assert sold("report", "pipeline", "--by", "none").out == "3\t189.99\tEUR\t19.00\n"


def test_with_no_currency_set_each_has_its_row(mixed: Run) -> None:
    mixed("config", "unset", "currency", code=0)
    told = mixed("report", "winloss", env={"LC_ALL": "C"})
    assert told.out == "4\t2\t0.666667\t1750.50\tEUR\n\t\t\t100.00\tUSD\n"
    assert "a row for each currency: none is set to convert to (crm config set currency EUR)" in told.err
