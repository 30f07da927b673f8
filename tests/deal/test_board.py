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
            "expected_close_on": None,
            "rotting": False,
        }
    ]
    assert negotiation["deals"] == []


def test_in_a_terminal_stages_stand_side_by_side(board: Run) -> None:
    board("deal", "edit", "Unknown", "--owner", "Ann", code=0)
    out = board("deal", "board", terminal=True, env={"COLUMNS": "80", "NO_COLOR": "1"}).out
    assert [line.rstrip() for line in out.splitlines()] == [
        "Lead                Qualified           Proposal            Negotiation",
        "──────────────────  ──────────────────  ──────────────────  ──────────────────",
        "Acme renewal ·                          Unknown",
        "  €12,000.00 ·",
        "  Acme",
        "Dollars · $500.00",
        "  · Globex Inc",
        "",
        "2 deals ·           0 deals             1 deal              0 deals",
        "€12,000.00",
        "(weighted",
        "€1,200.00) ·",
        "$500.00 (weighted",
        "$50.00)",
    ]


def test_a_stale_deal_carries_a_sign_and_the_word(board: Run) -> None:
    later = board("deal", "board", "-f", "table", "--now", "2027-01-01", "company:globex").out
    assert "! Dollars" in later
    assert "stale" in later
    assert "stale" not in board("deal", "board", "-f", "table", "--now", "2026-12-05").out


def test_the_table_cuts_a_long_lane_and_counts_it_whole(acme: Run) -> None:
    for number in range(4):
        acme("deal", "add", f"Deal {number}", code=0)
    out = acme("deal", "board", "-f", "table", "-n", "2").out
    assert "… and 3" in out
    assert "5 deals" in out
    assert len(acme("deal", "board", "-n", "2").lines) == 5


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
