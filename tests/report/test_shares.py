"""A deal with several lines is shared over its products by net price, to the last cent."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

Run = Callable[..., Any]


@pytest.fixture
def lines(crm: Run) -> Run:
    """A won deal of 100.01 with a line of A at 10 and two of B at 5 each, one of them half off."""
    crm("config", "set", "currency", "EUR", code=0)
    for name, price in (("A", "10"), ("B", "5")):
        crm("product", "add", name, "--price", price, code=0)
    crm("deal", "add", "Both", now="2026-09-01", code=0)
    crm("deal", "item", "add", "Both", "A", code=0)
    crm("deal", "item", "add", "Both", "B", code=0)
    crm("deal", "item", "add", "Both", "B", "--discount", "50%", code=0)
    crm("deal", "win", "Both", "--amount", "100.01", code=0)
    return crm


def test_each_product_gets_its_share(lines: Run) -> None:
    told = lines("report", "sales", "--by", "product", terminal=True, env={"NO_COLOR": "1"})
    assert told.out == (
        "Product  Deals   Amount\n"
        "───────────────────────\n"
        "A            1   €57.15\n"
        "B            1   €42.86\n"
        "Total        1  €100.01\n"
    )
    assert told.err == (
        "1 won deal, closed from 2026-11-21 to 2026-11-21; deals with several products count with each,"
        " amount shared by net price\n"
    )


def test_lines_without_a_price_share_alike(lines: Run) -> None:
    lines("product", "add", "C", code=0)
    lines("product", "add", "D", code=0)
    lines("deal", "add", "Free", now="2026-09-01", code=0)
    lines("deal", "item", "add", "Free", "C", "--price", "0", code=0)
    lines("deal", "item", "add", "Free", "D", "--price", "0", code=0)
    lines("deal", "win", "Free", "--amount", "0.03", code=0)
    assert lines("report", "sales", "--by", "product", "--where", "title:free").out == (
        "D\t1\t0.02\tEUR\nC\t1\t0.01\tEUR\n"
    )


@settings(max_examples=200, deadline=None)
@given(amount=st.integers(0, 10**9), prices=st.lists(st.integers(0, 10**6), min_size=1, max_size=5))
def test_the_parts_add_up_to_the_amount(amount: int, prices: list[int]) -> None:
    import sqlite3

    from crm_cli.report.deals import PRODUCT

    db = sqlite3.connect(":memory:")
    db.executescript(
        "CREATE TABLE deals (id, amount); CREATE TABLE products (id, name);"
        "CREATE TABLE deal_items (deal_id, product_id, position, quantity, price, discount);"
    )
    db.execute("INSERT INTO deals VALUES (1, ?)", (amount,))
    for place, price in enumerate(prices):
        db.execute("INSERT INTO products VALUES (?, ?)", (place, f"P{place}"))
        db.execute("INSERT INTO deal_items VALUES (1, ?, ?, '1.5', ?, 1000)", (place, place, price))
    parts = db.execute(PRODUCT.sql.replace("{where}", "TRUE")).fetchall()
    assert sum(part for _, _, part in parts) == amount
    assert len(parts) == len(prices)
    if sum(prices):
        # a line is 1.35 of its price, rounded to a whole: that moves its share, and those of all others
        slack = 1 + amount * (1 + len(prices)) / (2 * 1.35 * sum(prices))
        for (_, _, part), price in zip(parts, prices, strict=True):
            assert abs(part - amount * price / sum(prices)) <= slack
