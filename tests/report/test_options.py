"""What every report can: be explained, list its records, stand beside an earlier period."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from crm_cli.core.periods import Period
from crm_cli.report.earlier import Days, beside, days_beside

Run = Callable[..., Any]


def test_a_report_lists_the_records_behind_its_figures(sold: Run) -> None:
    sold("deal", "archive", "Alpha", code=0)
    assert sold("report", "sales", "--records", "-f", "{title} {amount}").out == (
        "Alpha 1000.00\nBeta 500.50\nGamma 250.00\n"
    )
    narrowed = ("--period", "2026-11", "--where", "owner:bo")
    assert sold("report", "sales", "--records", *narrowed, "-f", "{title}").out == "Beta\n"


def test_a_report_explains_what_it_asks_and_leaves_out(sold: Run) -> None:
    told = sold("report", "winloss", "--by", "owner", "--period", "2026-11", "--where", "amount>300",
                "--explain", "-f", "json").json  # fmt: skip
    assert told.pop("sql").startswith("SELECT key, NULL, currency, count(*)")
    assert told == {
        "question": "won, lost, win_rate, won_amount of closed deals, a row for each owner,"
        " closed 2026-11-01..2026-11-30, of those that fit `amount>300`",
        "counted": "2 closed deals",
        "left_out": "4 of 6 deals",
    }


def test_the_sql_of_an_explanation_runs(sold: Run) -> None:
    sql = sold("report", "sales", "--period", "2026-11", "--explain", "-f", "json").json["sql"]
    rows = sold("sql", sql, "-f", "json", code=0).json
    assert [row["day"] for row in rows] == ["2026-11-02", "2026-11-20"]


def test_months_stand_beside_those_of_last_year_without_a_gap(sold: Run) -> None:
    told = sold("report", "sales", "--period", "2026-09..2026-11", "--compare", "last-year", "-f", "csv")
    assert told.out == (
        "month,deals,amount,currency,last_year_deals,last_year_amount\n"
        "2026-09,1,1000.00,EUR,0,0.00\n"
        "2026-10,0,0.00,EUR,0,0.00\n"
        "2026-11,2,750.50,EUR,0,0.00\n"
    )
    assert told.err == (
        "3 won deals closed 2026-09-01..2026-11-30 beside 0 won deals closed 2025-09-01..2025-11-30\n"
    )


def test_groups_of_either_period_have_their_row(sold: Run) -> None:
    asked = ("--by", "source", "--period", "2026-11", "--compare", "last-year")
    assert sold("report", "sales", *asked, terminal=True, env={"NO_COLOR": "1"}).out == (
        "Source    Deals   Amount  Last year deals  Last year amount\n"
        "───────────────────────────────────────────────────────────\n"
        "referral      1  €500.50                0             €0.00\n"
        "web           1  €250.00                0             €0.00\n"
    )
    sold("deal", "edit", "Beta", "--source", "fair", code=0)
    told = sold("report", "sales", "--by", "source", "--period", "2026-10..2026-11", "--compare", "previous")
    assert told.out == "fair\t1\t500.50\tEUR\t1\t1000.00\nweb\t1\t250.00\tEUR\t0\t0.00\n"


@pytest.mark.parametrize(
    ("words", "error"),
    [
        (("--compare", "previous"), "`--compare` needs a period with a start and an end"),
        (("--compare", "next", "--period", "2026"), "`next` is nothing to compare with"),
        (("--compare", "previous", "--period", "2026-11..", ), "`--compare` needs a period with a start and an end"),
        (("--compare", "previous", "--period", "0001"), "there is no earlier period: years begin with 1"),
        (("--period", ""), "`` is not a period"),
        (("--explain", "--records"), "`--records` and `--explain` are two answers"),
    ],
)  # fmt: skip
def test_what_cannot_be_had_is_refused(sold: Run, words: tuple[str, ...], error: str) -> None:
    told = sold("report", "sales", *words, code=2)
    assert told.err.splitlines()[0] == f"Error: {error}"


@pytest.mark.parametrize(
    ("start", "end", "which", "earlier"),
    [
        ("2026-11-01", "2026-11-30", "previous", ("2026-10-01", "2026-10-31")),
        ("2026-10-01", "2026-12-31", "previous", ("2026-07-01", "2026-09-30")),
        ("2026-03-01", "2026-03-31", "previous", ("2026-02-01", "2026-02-28")),
        ("2026-11-16", "2026-11-22", "previous", ("2026-11-09", "2026-11-15")),
        ("2026-11-01", "2026-11-30", "last-year", ("2025-11-01", "2025-11-30")),
        ("2024-02-01", "2024-02-29", "last-year", ("2023-02-01", "2023-02-28")),
        ("2025-02-01", "2025-02-28", "Last Year", ("2024-02-01", "2024-02-29")),
    ],
)
def test_the_earlier_period_is_as_long(start: str, end: str, which: str, earlier: tuple[str, str]) -> None:
    days = days_beside(Period(date.fromisoformat(start), date.fromisoformat(end)), which)
    assert (days.earlier_start.isoformat(), days.earlier_end.isoformat()) == earlier


def test_days_without_a_partner_stand_alone() -> None:
    days = Days("previous", date(2026, 2, 27), date(2026, 2, 28), date(2026, 1, 29), date(2026, 1, 31))
    assert beside(days, "day", 0) == {
        "2026-01-29": "2026-02-27", "2026-01-30": "2026-02-28", "2026-01-31": "2026-01-31"
    }  # fmt: skip
