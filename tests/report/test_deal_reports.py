"""What stands open, what was sold, what was won and lost: whole answers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Run = Callable[..., Any]


def test_the_pipeline_tells_what_open_deals_would_bring(sold: Run) -> None:
    told = sold("report", "pipeline")
    assert told.out == "Lead\t2\t99.99\tEUR\t10.00\n"
    assert told.err == (
        "2 open deals, expected to close from 2026-12-31 to 2026-12-31; 1 without a day;"
        " 1 deal without an amount adds 0\n"
    )


def test_sales_go_by_the_day_a_deal_closed_and_leave_no_month_out(sold: Run) -> None:
    told = sold("report", "sales", "-f", "csv")
    assert told.out == (
        "month,deals,amount,currency\n2026-09,1,1000.00,EUR\n2026-10,0,0.00,EUR\n2026-11,2,750.50,EUR\n"
    )
    assert told.err == "3 won deals, closed from 2026-09-10 to 2026-11-20\n"


def test_a_table_adds_a_total_and_shows_no_column_for_the_currency(sold: Run) -> None:
    assert sold("report", "sales", "--by", "owner", terminal=True, env={"NO_COLOR": "1"}).out == (
        "Owner  Deals     Amount\n"
        "───────────────────────\n"
        "Bo         2  €1,500.50\n"
        "Cy         1    €250.00\n"
        "Total      3  €1,750.50\n"
    )


def test_won_and_lost_make_a_rate(sold: Run) -> None:
    assert sold("report", "winloss", "--by", "owner", "-f", "json").out == (
        "[\n"
        '{"owner": "Bo", "won": 2, "lost": 0, "win_rate": 1.000000, "won_amount": 1500.50, "currency": "EUR"},\n'
        '{"owner": "Cy", "won": 1, "lost": 1, "win_rate": 0.500000, "won_amount": 250.00, "currency": "EUR"}\n'
        "]\n"
    )


def test_a_sum_over_nothing_is_0_and_a_rate_over_nothing_null(sold: Run) -> None:
    nothing = ("--period", "2020")
    assert sold("report", "sales", "--by", "none", *nothing, "-f", "json").json == [
        {"deals": 0, "amount": 0, "currency": "EUR"}
    ]
    assert sold("report", "winloss", *nothing, "-f", "json").json == [
        {"won": 0, "lost": 0, "win_rate": None, "won_amount": 0, "currency": "EUR"}
    ]
    assert sold("report", "sales", *nothing).out == ""
    assert sold("report", "pipeline", "--by", "none", "--where", "title:two", "-f", "json").json == [
        {"deals": 1, "amount": 0, "currency": "EUR", "weighted": 0}
    ]


def test_a_deal_has_its_own_source_else_its_contacts_else_its_companys(sold: Run) -> None:
    assert sold("report", "sales", "--by", "source").out == (
        "fair\t1\t1000.00\tEUR\nreferral\t1\t500.50\tEUR\nweb\t1\t250.00\tEUR\n"
    )


@pytest.mark.parametrize(
    ("source", "titles"), [("fair", ["Alpha"]), ("referral", ["Beta"]), ("web", ["Gamma"])]
)
def test_a_word_means_the_same_after_where_as_after_by(sold: Run, source: str, titles: list[str]) -> None:
    asked = ("report", "sales", "--where", f"source:{source}")
    assert sold(*asked, "--records", "-f", "{title}").lines == titles
    assert sold(*asked, "--by", "source").lines == [
        row for row in sold("report", "sales", "--by", "source").lines if row.startswith(source)
    ]
    assert sold("deal", "list", f"effective_source:{source}", "-f", "{title}").lines == titles
    assert sold("report", "winloss", "--where", "reason:price", "--records", "-f", "{title}").lines == [
        "Delta"
    ]


def test_elsewhere_the_source_of_a_deal_is_its_own(sold: Run) -> None:
    assert sold("deal", "list", "source:referral").out == ""
    assert sold("deal", "list", "title:beta", "--columns", "source,effective_source").lines == ["\treferral"]
    sold("deal", "edit", "Beta", "--source", "web", code=0)
    assert sold("deal", "list", "effective_source:web", "--sort", "title", "-f", "{title}").lines == [
        "Beta", "Gamma",
    ]  # fmt: skip


def test_a_segment_selects_the_same_deals_in_a_report_as_in_a_list(sold: Run) -> None:
    sold("segment", "add", "fairs", "--kind", "deal", "source:fair or source:referral", code=0)
    assert sold("deal", "list", "in:fairs", "-f", "{title}").lines == ["Alpha"]
    assert sold("report", "sales", "--where", "in:fairs", "--records", "-f", "{title}").lines == ["Alpha"]


def test_lost_deals_go_by_their_reason(sold: Run) -> None:
    asked = ("--where", "status:lost", "-f", "csv")
    told = sold("report", "winloss", "--by", "reason", *asked).out
    assert told == "lost_reason,won,lost,win_rate,won_amount,currency\nprice,0,1,0.000000,0.00,EUR\n"
    assert sold("report", "winloss", "--by", "lost_reason", *asked).out == told


def test_a_deal_with_several_tags_counts_with_each_and_once_in_all(sold: Run) -> None:
    sold("deal", "tag", "Alpha", "big", "old", code=0)
    told = sold("report", "sales", "--by", "tag", terminal=True, env={"NO_COLOR": "1"})
    assert told.out == (
        "Tags    Deals     Amount\n"
        "────────────────────────\n"
        "big         1  €1,000.00\n"
        "old         1  €1,000.00\n"
        "(none)      2    €750.50\n"
        "Total       3  €1,750.50\n"
    )
    assert told.err == (
        "3 won deals, closed from 2026-09-10 to 2026-11-20; deals with several tags count with each\n"
    )


def test_archived_deals_count(sold: Run) -> None:
    sold("deal", "archive", "Alpha", code=0)
    assert sold("report", "sales", "--by", "none").out == "3\t1750.50\tEUR\n"


def test_a_period_leaves_out_what_has_no_day_and_says_so(sold: Run) -> None:
    told = sold("report", "pipeline", "--period", "2026-Q4")
    assert told.out == "Lead\t1\t99.99\tEUR\t10.00\n"
    assert told.err == (
        "1 open deal expected to close 2026-10-01..2026-12-31; left out: 1 open deal without a day\n"
    )


@pytest.mark.parametrize("by", ["day", "week", "month", "quarter", "year", "stage", "owner", "company.name"])
def test_whatever_the_rows_stand_for_they_add_up_to_the_same(sold: Run, by: str) -> None:
    rows = sold("report", "sales", "--by", by, "-f", "json").json
    assert (sum(row["deals"] for row in rows), sum(row["amount"] for row in rows)) == (3, 1750.5)


def test_a_chart_is_drawn_in_a_pipe_too(sold: Run) -> None:
    assert sold("report", "winloss", "--by", "owner", "--chart", env={"COLUMNS": "40"}).out == (
        "Bo  ████████████████████████████  2 of 2\nCy  ██████████████                1 of 2\n"
    )
    drawn = sold("report", "sales", "--chart", "-f", "table", code=0)
    assert drawn.lines[1].split() == ["2026-10", "€0.00"]
    refused = sold("report", "sales", "--chart", "-f", "csv", code=2)
    assert refused.err == (
        "Error: `--chart` draws bars, `-f csv` writes figures\nhint: leave one of them out\n"
    )


def test_a_row_is_named_by_the_value_it_stands_for(sold: Run) -> None:
    asked = ("report", "pipeline", "--by", "probability")
    assert sold(*asked, "-f", "json").json[0]["probability"] == 0.1
    assert sold(*asked, "--chart").out.startswith("10%  ")
    assert sold("report", "pipeline", "--by", "rotting", "-f", "json").json[0]["rotting"] is True
    sold("deal", "add", "Sure", "--probability", "90%", "--amount", "10", code=0)
    assert sold(*asked, terminal=True, env={"NO_COLOR": "1"}).out == (
        "Probability  Deals   Amount  Weighted\n"
        "─────────────────────────────────────\n"
        "        10%      2   €99.99    €10.00\n"
        "        90%      1   €10.00     €9.00\n"
        "      Total      3  €109.99    €19.00\n"
    )
    assert sold("report", "pipeline", "--by", "rotting", terminal=True, env={"NO_COLOR": "1"}).out == (
        "Rotting  Deals   Amount  Weighted\n"
        "─────────────────────────────────\n"
        "yes          2   €99.99    €10.00\n"
        "no           1   €10.00     €9.00\n"
        "Total        3  €109.99    €19.00\n"
    )


def test_money_makes_no_groups(sold: Run) -> None:
    refused = sold("report", "sales", "--by", "amount", code=2)
    assert (
        refused.err
        == "Error: amount is money, and makes no groups\nhint: amounts are chosen instead, with --where 'amount>=1000'\n"
    )
