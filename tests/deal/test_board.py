"""The board, as a table, as lines and as data."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Run = Callable[..., Any]


@pytest.fixture
def board(acme: Run) -> Run:
    acme("deal", "add", "Dollars", "--amount", "$500", "--company", "Globex Inc", code=0)
    acme("deal", "add", "Unknown", "--stage", "proposal", code=0)
    acme("deal", "add", "Gone", "--amount", "1", code=0)
    acme("win", "Gone", code=0)
    return acme


def test_in_plain_a_deal_is_a_line(board: Run) -> None:
    assert board("deal", "board").out == (
        "Lead\tAcme renewal\t12000.00 EUR\nLead\tDollars\t500.00 USD\nProposal\tUnknown\t\n"
    )


def test_a_query_chooses_the_deals(board: Run) -> None:
    assert board("deal", "board", "company:globex").out == "Lead\tDollars\t500.00 USD\n"


def test_in_json_a_stage_is_an_object(board: Run) -> None:
    lead, qualified, proposal, negotiation = board("deal", "board", "-f", "json").json
    assert lead["totals"] == [
        {"amount": 12000.0, "weighted": 1200.0, "currency": "EUR"},
        {"amount": 500.0, "weighted": 50.0, "currency": "USD"},
    ]
    assert [deal["id"] for deal in lead["deals"]] == [1, 2]
    assert qualified == {
        "pipeline": "Sales",
        "stage": "Qualified",
        "probability": 0.3,
        "totals": [],
        "deals": [],
    }
    assert proposal["totals"] == []
    assert proposal["deals"] == [
        {
            "id": 3,
            "title": "Unknown",
            "amount": None,
            "currency": None,
            "company": None,
            "contact": None,
            "expected_close_on": None,
            "rotting": False,
        }
    ]
    assert negotiation["deals"] == []


NARROW = """\
Sales
3 deals · €12,000.00 + $500.00 · weighted €1,200.00 + $50.00 · 1 without amount

Lead  2 deals · €12,000.00 + $500.00 · weighted €1,200.00 + $50.00
────────────────────────────────────────────────────────────────────────────────
1  \u2066Acme renewal کافه نادری [bold] \\x1b[31m\u2069\u200e  €12,000.00  Mon 30 Nov overdue stale
   Acme · Jane Doe
2  Dollars                                     $500.00  stale
   Globex Inc

Qualified  0 deals

Proposal  1 deal
────────────────────────────────────────────────────────────────────────────────
3  Unknown                                              stale

Negotiation  0 deals
"""

WIDE = """\
Sales  3 deals · €12,000.00 + $500.00 · weighted €1,200.00 + $50.00 · 1 without amount

Lead                                  Qualified                             Proposal                              Negotiation
2 deals · €12,000.00 + $500.00 ·      0 deals                               1 deal                                0 deals
weighted €1,200.00 + $50.00
────────────────────────────────────  ────────────────────────────────────  ────────────────────────────────────  ────────────────────────────────────
1  Acme renewal           €12,000.00                                        3  Unknown
   Acme · Jane Doe        Mon 30 Nov
2  Dollars                   $500.00
   Globex Inc
"""


def test_in_a_terminal_a_deal_is_one_line_or_two_under_its_stage(board: Run) -> None:
    board("deal", "edit", "Unknown", "--owner", "Ann", code=0)
    board("deal", "edit", "Acme renewal", "--title", "Acme renewal کافه نادری [bold] \x1b[31m", code=0)
    shown = board("deal", "board", terminal=True, env={"COLUMNS": "80", "NO_COLOR": "1"}, now="2026-12-20")
    assert shown.out == NARROW


def test_a_wide_terminal_has_the_stages_side_by_side(board: Run) -> None:
    out = board("deal", "board", "-f", "table", env={"COLUMNS": "150"}).out
    assert out == WIDE


def test_a_deal_that_is_late_or_stale_says_so_in_words_and_colours(board: Run) -> None:
    later = board("deal", "board", "-f", "table", "--now", "2027-01-01").out
    assert "Mon 30 Nov 2026 overdue stale" in later
    assert "stale" not in board("deal", "board", "-f", "table", "--now", "2026-11-25").out
    coloured = board("deal", "board", "--now", "2027-01-01", terminal=True, env={"COLUMNS": "90"}).out
    assert "\x1b[31mMon 30 Nov 2026\x1b[0m\x1b[31m overdue\x1b[0m\x1b[33m stale\x1b[0m" in coloured


def test_a_long_stage_folds_to_the_command_that_shows_all_and_is_counted_whole(acme: Run) -> None:
    for number in range(17):
        acme("deal", "add", f"Deal {number:02}", code=0)
    lines = acme("deal", "board", "deal", "or", "acme", "-f", "table").lines
    assert lines[2] == "Lead  18 deals · €12,000.00 · weighted €1,200.00 · 17 without amount"
    assert lines[4:14] == [
        "1  Acme renewal  Acme · Jane Doe  €12,000.00  Mon 30 Nov",
        *[f"{number + 2}  Deal {number:02}" for number in range(8)],
        "… 9 more: crm deal board deal or acme -f table --limit 0",
    ]
    every = acme("deal", "board", "deal", "or", "acme", "-f", "table", "--limit", "0").out
    assert "more" not in every
    assert every.count("Deal ") == 17
    assert len(acme("deal", "board", "-n", "2").lines) == 18


def test_each_pipeline_with_open_deals_has_its_board(acme: Run) -> None:
    acme("pipeline", "add", "Partners", "--stages", "talk:10%,contract", code=0)
    assert [lane["pipeline"] for lane in acme("deal", "board", "-f", "json").json] == ["Sales"] * 4
    acme("deal", "edit", "1", "--pipeline", "partners", code=0)
    lanes = acme("deal", "board", "-f", "json").json
    assert [(lane["stage"], len(lane["deals"])) for lane in lanes] == [
        ("Lead", 0),
        ("Qualified", 0),
        ("Proposal", 0),
        ("Negotiation", 0),
        ("talk", 1),
        ("contract", 0),
    ]
    only = acme("deal", "board", "--pipeline", "partners", "-f", "json").json
    assert [lane["stage"] for lane in only] == ["talk", "contract"]


def test_a_deal_without_any_probability_is_not_weighted(acme: Run) -> None:
    acme("pipeline", "add", "Partners", "--stages", "talk", code=0)
    acme("deal", "edit", "1", "--pipeline", "partners", code=0)
    lane = acme("deal", "board", "--pipeline", "partners", "-f", "json").json[0]
    assert lane["totals"] == [{"amount": 12000.0, "weighted": None, "currency": "EUR"}]


def test_an_empty_file_has_an_empty_board(crm: Run) -> None:
    crm("contact", "add", "Jane", code=0)
    assert crm("deal", "board", code=0).out == ""
    assert crm("deal", "board", "-f", "json", code=0).json == []
    assert crm("deal", "board", terminal=True, code=0).err == "no open deals yet; crm deal add TITLE\n"
