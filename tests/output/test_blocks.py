"""Cards, boards and bars, whole."""

from __future__ import annotations

import io
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from crm_cli.core.money import Money
from crm_cli.output import Screen
from crm_cli.output.board import board
from crm_cli.output.cards import card
from crm_cli.output.chart import bars

pytestmark = pytest.mark.smoke

CARD = """\
Jane [bold]Doe[/]

Company    Acme
Worth      €1,250.00
Tags       vip, a b

Deals
  deal/1   Renewal of a contract with a     open
           title that has to be folded
  deal/12  x                                won

Notes
  yesterday  line one
             line two \\x1b
"""


def test_a_card_shows_sections_in_line_and_leaves_blanks_out(screen):
    out = io.StringIO()
    card(
        "Jane [bold]Doe[/]",
        [
            (
                "",
                [
                    ("Company", "Acme"),
                    ("E-mail", None),
                    ("Worth", Money(125000, "EUR")),
                    ("Tags", ("vip", "a b")),
                ],
            ),
            ("Empty", [("Born", None), ("Tags", ())]),
            (
                "Deals",
                [
                    ("deal/1", "Renewal of a contract with a title that has to be folded", "open"),
                    ("deal/12", "x", "won"),
                ],
            ),
            ("Notes", [(date(2026, 11, 20), "line one\nline two \x1b")]),
        ],
        out,
        Screen(48, calendar=screen.calendar),
    )
    assert out.getvalue() == CARD


def test_a_card_is_bold_in_its_headings_where_there_is_colour():
    out = io.StringIO()
    card("Jane", [("Notes", [("a", "b")])], out, Screen(color=True))
    assert out.getvalue() == "\x1b[1mJane\x1b[0m\n\n\x1b[1mNotes\x1b[0m\n  a  b\n"


LANES = [
    ("Lead (3)", ["Acme renewal", "Short", "Some very long deal title that folds"], "$3,000"),
    ("Proposal", ["田中太郎 deal"], ""),
    ("Negotiation", [], "$0"),
]

WIDE = """\
Lead (3)                      Proposal                      Negotiation
────────────────────────────  ────────────────────────────  ────────────────────────────
Acme renewal                  田中太郎 deal
Short
Some very long deal title
  that folds

$3,000                                                      $0
"""

NARROW = """\
Lead (3)            Proposal
──────────────────  ──────────────────
Acme renewal        田中太郎 deal
Short
Some very long
  deal title that
  folds

$3,000

Negotiation
──────────────────

$0
"""


@pytest.mark.parametrize(("width", "expected"), [(88, WIDE), (38, NARROW)])
def test_a_board_stands_side_by_side_as_far_as_it_fits(width, expected):
    out = io.StringIO()
    board(LANES, out, Screen(width))
    assert out.getvalue() == expected


def test_a_board_without_lanes_prints_nothing():
    out = io.StringIO()
    board([], out, Screen())
    assert out.getvalue() == ""


def _drawn(rows, width=60):
    out = io.StringIO()
    bars(rows, out, Screen(width))
    return out.getvalue()


def test_bars_are_as_long_as_their_figures():
    rows = [
        ("2026-01", 8, "$8"),
        ("2026-02", 64, "$64"),
        ("none", 0, "$0"),
        ("little", Decimal("0.01"), "¢1"),
    ]
    assert _drawn(rows, 30) == (
        "2026-01  ██                $8\n"
        "2026-02  ████████████████  $64\n"
        "none                       $0\n"
        "little   ▏                 ¢1\n"
    )


def test_bars_below_zero_go_left_and_long_labels_fold():
    rows = [("up", 30, "30"), ("down", -10, "-10"), ("a label to be folded", 15, "15")]
    assert _drawn(rows, 38) == (
        "up                 ██████████████  30\n"
        "down          █████                -10\n"
        "a label to         ███████         15\n"
        "be folded\n"
    )


def test_bars_of_nothing_print_nothing():
    assert _drawn([]) == ""


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.tuples(st.text(max_size=12), st.lists(st.text(max_size=30), max_size=3), st.text(max_size=12))
    ),
    st.integers(1, 100),
)
def test_no_board_is_wider_than_its_screen(lanes, width):
    out = io.StringIO()
    board(lanes, out, Screen(width))
    assert max(map(cell_len, out.getvalue().split("\n"))) <= max(width, 20)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.tuples(st.text(max_size=30), st.decimals(-(10**9), 10**9), st.just("12.50"))),
    st.integers(1, 100),
)
def test_no_chart_is_wider_than_its_screen(rows, width):
    assert max(map(cell_len, _drawn(rows, width).split("\n"))) <= max(width, 26)


def test_a_board_breaks_no_number_it_folds_apart_by_a_space():
    out = io.StringIO()
    board([("Lead", ["Big · €92,233,720,368,547,758.07"], "")], out, Screen(width=16))
    body = out.getvalue().splitlines()[2:]
    assert "".join(line.strip() for line in body) == "Big ·€92,233,720,368,547,758.07"


def test_a_card_breaks_texts_before_numbers_where_it_is_narrow():
    out = io.StringIO()
    rows = [["121", "Mon 14 Sep", "email", "Sent the offer with the service contract", "€4,800.00"]]
    card("Jane", [("Last", rows)], out, Screen(width=40))
    shown = out.getvalue()
    assert "121" in shown and "€4,800.00" in shown
    assert max(map(cell_len, shown.splitlines())) <= 40
