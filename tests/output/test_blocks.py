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
from crm_cli.output.board import Group, Tile, board
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


GROUPS = [
    Group(
        "Lead",
        "3 deals · €13,585.00 + $500.00 · weighted €1,358.50",
        [
            Tile("7", "Acme renewal", "Acme · Jane Doe", "€12,000.00", "Mon 30 Nov"),
            Tile(
                "112",
                "3 × Espresso machine Duo for Bakery Müller",
                "Bakery Müller · Paul Krüger",
                "€1,585.00",
                "Fri 13 Nov",
                ("overdue", "stale"),
            ),
            Tile("9", "Short [bold]"),
        ],
        "… 9 more: crm deal board --limit 0",
    ),
    Group("Proposal", "1 deal", [Tile("8", "Сделка کافه نادری", "کافه نادری", "$500.00", "", ("stale",))]),
    Group("Negotiation", "0 deals", []),
]

BOARDS = {
    150: """\
Sales  4 deals

Lead                                            Proposal                                        Negotiation
3 deals · €13,585.00 + $500.00 · weighted       1 deal                                          0 deals
€1,358.50
──────────────────────────────────────────────  ──────────────────────────────────────────────  ──────────────────────────────────────────────
  7  Acme renewal                   €12,000.00  8  Сделка کافه نادری                   $500.00
     Acme · Jane Doe                Mon 30 Nov     کافه نادری                            stale
112  3 × Espresso machine Duo for…   €1,585.00
     Bakery Müller…   Fri 13 Nov overdue stale
  9  Short [bold]
… 9 more: crm deal board --limit 0
""",
    80: """\
Sales  4 deals

Lead  3 deals · €13,585.00 + $500.00 · weighted €1,358.50
────────────────────────────────────────────────────────────────────────────────
  7  Acme renewal                           €12,000.00  Mon 30 Nov
     Acme · Jane Doe
112  3 × Espresso machine Duo for Bakery…    €1,585.00  Fri 13 Nov overdue stale
     Bakery Müller · Paul Krüger
  9  Short [bold]
… 9 more: crm deal board --limit 0

Proposal  1 deal
────────────────────────────────────────────────────────────────────────────────
  8  Сделка کافه نادری                         $500.00  stale
     کافه نادری

Negotiation  0 deals
""",
    40: """\
Sales  4 deals

Lead
3 deals · €13,585.00 + $500.00 ·
weighted €1,358.50
────────────────────────────────────────
  7  Acme renewal             €12,000.00
     Acme · Jane Doe          Mon 30 Nov
112  3 × Espresso machine…     €1,585.00
     Bakery…    Fri 13 Nov overdue stale
  9  Short [bold]
… 9 more: crm deal board --limit 0

Proposal  1 deal
────────────────────────────────────────
  8  Сделка کافه نادری           $500.00
     کافه نادری                    stale

Negotiation  0 deals
""",
}


@pytest.mark.parametrize("width", BOARDS)
def test_a_board_gives_each_thing_one_line_or_two(width):
    out = io.StringIO()
    board("Sales", "4 deals", GROUPS, out, Screen(width))
    assert out.getvalue() == BOARDS[width]


def test_a_board_is_coloured_where_a_word_says_the_same():
    out = io.StringIO()
    tiles = [Tile("1", "Roof", "", "€5", "Fri 13 Nov", ("overdue", "stale"))]
    board("Sales", "", [Group("Lead", "1 deal", tiles)], out, Screen(40, color=True))
    assert out.getvalue().splitlines() == [
        "\x1b[1mSales\x1b[0m",
        "",
        "\x1b[1mLead\x1b[0m  1 deal",
        "────────────────────────────────────────",
        "1  Roof                               €5",
        "                \x1b[31mFri 13 Nov\x1b[0m\x1b[31m overdue\x1b[0m\x1b[33m stale\x1b[0m",
    ]


def test_a_board_without_groups_prints_its_name():
    out = io.StringIO()
    board("Sales", "0 deals", [], out, Screen())
    assert out.getvalue() == "Sales  0 deals\n"


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


TILES = st.builds(
    Tile,
    st.integers(1, 10**5).map(str),
    st.text(max_size=40),
    st.text(max_size=30),
    st.sampled_from(["", "€5.00", "€92,233,720,368,547,758.07"]),
    st.sampled_from(["", "today", "Wed 30 Sep 2026"]),
    st.sampled_from([(), ("overdue",), ("overdue", "stale")]),
)
A_GROUP = st.builds(Group, st.text(max_size=30), st.text(max_size=60), st.lists(TILES, max_size=3))


@settings(max_examples=80, deadline=None)
@given(st.lists(A_GROUP, max_size=5), st.integers(1, 200))
def test_no_board_is_wider_than_its_screen(groups, width):
    out = io.StringIO()
    board("Sales", "x" * 50, groups, out, Screen(width))
    assert max(map(cell_len, out.getvalue().split("\n"))) <= max(width, 20)


@settings(max_examples=80, deadline=None)
@given(st.lists(A_GROUP, min_size=1, max_size=4), st.integers(60, 200))
def test_a_board_shows_every_number_amount_and_day(groups, width):
    out = io.StringIO()
    board("Sales", "", groups, out, Screen(width))
    for group in groups:
        for tile in group.tiles:
            assert tile.number in out.getvalue()
            assert tile.amount in out.getvalue()
            assert tile.when in out.getvalue()


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.tuples(st.text(max_size=30), st.decimals(-(10**9), 10**9), st.just("12.50"))),
    st.integers(1, 100),
)
def test_no_chart_is_wider_than_its_screen(rows, width):
    assert max(map(cell_len, _drawn(rows, width).split("\n"))) <= max(width, 26)


def test_a_card_breaks_texts_before_numbers_where_it_is_narrow():
    out = io.StringIO()
    rows = [["121", "Mon 14 Sep", "email", "Sent the offer with the service contract", "€4,800.00"]]
    card("Jane", [("Last", rows)], out, Screen(width=40))
    shown = out.getvalue()
    assert "121" in shown and "€4,800.00" in shown
    assert max(map(cell_len, shown.splitlines())) <= 40
