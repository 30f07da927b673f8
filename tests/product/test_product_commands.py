"""The `product` commands as a user types them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_cli.core.money import Money
from crm_cli.kinds.figures import same_figure

Run = Callable[..., Any]


@pytest.fixture
def shop(crm: Run) -> Run:
    crm("config", "set", "currency", "EUR", code=0)
    crm("product", "add", "GTX Pro", "--code", "G1", "--price", "550", "--category", "hardware", code=0)
    return crm


def test_a_product_has_a_price_in_the_usual_currency(shop: Run) -> None:
    assert shop("product", "list").out == "1\tGTX Pro\tG1\t550.00\tEUR\t\thardware\n"


@pytest.mark.parametrize("name", ["1", "gtx pro", "pro", "g1", "G1", "product/1", "@"])
def test_a_product_is_named_by_number_code_or_words(shop: Run, name: str) -> None:
    assert shop("product", "show", name, "-f", "{id}").out == "1\n"


@pytest.mark.parametrize("words", [["gtx PRO"], ["Other", "--code", "g1"]])
def test_the_same_name_or_code_is_refused(shop: Run, words: list[str]) -> None:
    result = shop("product", "add", *words, code=5)
    assert result.err == (
        "Error: GTX Pro is there already (product/1)\n  product/1  GTX Pro  G1  hardware\n"
        "hint: crm product show 1\n"
        "hint: or add another: --force\n"
    )
    assert shop("product", "add", *words, "--if-absent", "-f", "ids", code=0).out == "1\n"
    assert shop("product", "add", *words, "--force", "-f", "ids", code=0).out == "2\n"


def test_a_price_without_a_known_currency_is_refused(crm: Run) -> None:
    assert "hint: crm config set currency EUR" in crm("product", "add", "X", "--price", "5", code=2).err
    assert (
        crm("product", "add", "X", "--price", "5", "--currency", "usd", "-f", "json").json["currency"]
        == "USD"
    )


def test_a_price_stays_in_its_own_currency(shop: Run) -> None:
    shop("product", "edit", "1", "--currency", "USD", code=0)
    shop("product", "edit", "1", "--price", "600", code=0)
    assert shop("product", "list", "-f", "{price} {currency}").out == "600.00 USD\n"
    assert "--clear price,currency" in shop("product", "edit", "1", "--clear", "currency", code=2).err
    shop("product", "edit", "1", "--clear", "price,currency", code=0)
    assert shop("product", "list", "-f", "[{price}] [{currency}]").out == "[] []\n"


def test_a_product_in_a_deal_is_archived_not_deleted(shop: Run) -> None:
    shop("deal", "add", "X", "--product", "g1", code=0)
    result = shop("product", "delete", "g1", code=5)
    assert result.err.startswith("Error: product 1 is used by 1 deal item\nhint: crm product archive 1")
    assert shop("product", "list", "deals:1..", "-f", "ids").out == "1\n"
    shop("product", "archive", "g1", code=0)
    assert shop("product", "list").out == ""
    shop("product", "delete", "g1", "--unlink", code=0)
    assert shop("deal", "show", "x", "-f", "[{product}] {amount}").out == "[] 550.00\n"
    shop("undo", code=0)
    assert shop("deal", "show", "x", "-f", "[{product}] {amount}").out == "[GTX Pro] 550.00\n"


@given(st.integers(0, 10**12), st.sampled_from(["EUR", "JPY", "KWD"]), st.sampled_from(["EUR", "USD", "KWD"]))
def test_a_figure_stays_when_only_the_currency_changes(minor: int, old: str, new: str) -> None:
    if old == "KWD" and new != "KWD":
        minor -= minor % 10
    assert Money(same_figure(minor, old, new), new).decimal == Money(minor, old).decimal
