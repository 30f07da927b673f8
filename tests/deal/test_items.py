"""Lines of deals, and the amounts they come to."""

from __future__ import annotations

from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_cli.kinds import lines

Run = Callable[..., Any]


@given(
    st.decimals(min_value="0.001", max_value="100000", places=3),
    st.integers(0, 10**10),
    st.integers(0, 10_000),
)
def test_a_line_is_rounded_once_half_away_from_zero(quantity: Decimal, price: int, discount: int) -> None:
    exact = quantity * price * (10_000 - discount) / 10_000
    assert lines.total(str(quantity), price, discount) == int(exact.quantize(Decimal(1), ROUND_HALF_UP))


@pytest.fixture
def sale(acme: Run) -> Run:
    acme("product", "add", "GTX Pro", "--code", "G1", "--price", "550", code=0)
    acme("product", "add", "Advice", "--unit", "hour", code=0)
    return acme


def test_the_amount_becomes_the_sum_of_the_lines(sale: Run) -> None:
    first = sale("deal", "item", "add", "1", "g1", "--quantity", "2", "--discount", "10%", code=0)
    assert first.out == (
        "Changed Acme renewal (deal/1): amount €12,000.00 → €990.00; lines +2 × GTX Pro less 10%; at Acme;"
        " with Jane Doe\n"
    )
    sale("deal", "item", "add", "1", "advice", "--quantity", "1.5", "--price", "33.33", code=0)
    assert sale("deal", "item", "list", "1").out == (
        "1\tGTX Pro\t2\t550.00\t0.1\t990.00\tEUR\t\n2\tAdvice\t1.5\t33.33\t\t50.00\tEUR\t\n"
    )
    assert sale("deal", "show", "1", "-f", "{amount} {product} {products}").out == (
        "1040.00 GTX Pro GTX Pro; Advice\n"
    )


def test_a_deleted_line_leaves_the_sum_of_the_others(sale: Run) -> None:
    sale("deal", "item", "add", "1", "g1", code=0)
    sale("deal", "item", "add", "1", "advice", "--price", "10", code=0)
    sale("deal", "item", "delete", "1", "1", code=0)
    assert sale("deal", "item", "list", "1", "-f", "{line} {product} {total}").out == "1 Advice 10.00\n"
    last = sale("deal", "item", "delete", "1", "1", code=0)
    assert last.out == "Changed Acme renewal (deal/1): lines −1 × Advice; at Acme; with Jane Doe\n"
    assert last.err == "Acme renewal has no lines any more; its amount stays\n"
    for _ in range(4):
        sale("undo", code=0)
    assert sale("deal", "show", "1", "-f", "{amount} {products}").out == "12000.00 \n"


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["add", "1", "advice"], 2, "`Advice` has no price"),
        (["add", "1", "gtx", "--quantity", "0"], 2, "a quantity is more than nothing"),
        (["add", "1", "gtx", "--quantity", "many"], 2, "many"),
        (["add", "1", "gtx", "--discount", "120%"], 2, "120%"),
        (["add", "1", "gtx", "--price", "$5"], 2, "the deal is in EUR, the price in USD"),
        (["add", "1", "gtx", "--price", "-5"], 2, "less than nothing"),
        (["add", "1", "lamp"], 3, "no product matches `lamp`"),
        (["add", "9", "gtx"], 3, "no deal matches `9`"),
        (["delete", "1", "3"], 3, "deal 1 has no line 3, it has 0"),
    ],
)
def test_a_line_that_cannot_be_changes_nothing(sale: Run, words: list[str], code: int, said: str) -> None:
    assert said in sale("deal", "item", *words, code=code).err
    assert sale("deal", "show", "1", "-f", "{amount}").out == "12000.00\n"


@pytest.mark.parametrize(
    ("words", "amount", "price"),
    [
        ([], "550.00 EUR", "550.00"),
        (["--amount", "500"], "500.00 EUR", "500.00"),
        (["--amount", "$500"], "500.00 USD", "500.00"),
    ],
)
def test_a_deal_added_with_a_product_has_one_line_at_its_amount(
    sale: Run, words: list[str], amount: str, price: str
) -> None:
    sale("deal", "add", "Two", "--product", "g1", *words, code=0)
    assert sale("deal", "show", "two", "-f", "{amount} {currency}").out == amount + "\n"
    assert sale("deal", "item", "list", "two", "-f", "{quantity} {price}").out == f"1 {price}\n"


def test_a_new_amount_of_a_deal_with_one_plain_line_is_that_of_the_line(sale: Run) -> None:
    sale("deal", "add", "Two", "--product", "g1", code=0)
    sale("deal", "edit", "two", "--amount", "600", code=0)
    assert sale("deal", "item", "list", "two", "-f", "{total}").out == "600.00\n"


def test_a_product_without_a_price_makes_a_line_without_one(sale: Run) -> None:
    sale("deal", "add", "Two", "--product", "advice", code=0)
    assert sale("deal", "show", "two", "-f", "[{amount}] {product}").out == "[] Advice\n"


def test_a_price_in_another_currency_is_refused_unless_an_amount_is_given(sale: Run) -> None:
    result = sale("deal", "add", "Two", "--product", "g1", "--currency", "USD", code=2)
    assert "`GTX Pro` is priced in EUR, the deal is in USD" in result.err
