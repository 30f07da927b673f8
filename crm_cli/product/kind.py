"""The fields of a product."""

from __future__ import annotations

from crm_cli.core.fields import LONG_TEXT, MONEY, Field, common, identity, name_sort, stored, words

FIELDS = (
    identity("product"),
    stored("name", sort=name_sort("product", "name"), example='"GTX Pro"', help="what it is called"),
    stored("code", aliases=("sku",), example="GTX-1", help="your own code for it"),
    stored("price", MONEY, currency="t.currency", example="550", help="price of one"),
    stored("currency", example="EUR", help="currency of the price"),
    stored("unit", example="piece", help="what one is: piece, hour, kilogram"),
    stored("category", aliases=("series",), example="hardware", help="group of products"),
    stored(
        "description", LONG_TEXT, aliases=("notes",), example='"sold in pairs"', help="anything worth knowing"
    ),
    *common("product"),
)

WORDS = words("product")
LIST = ("id", "name", "code", "price", "currency", "unit", "category")
ABOUT: dict[str, tuple[Field, ...]] = {}
ORDER = "name"
SUMS: tuple[str, ...] = ()
DETAIL = "trim(coalesce(t.code, '') || '  ' || coalesce(t.category, ''))"
"""What tells two of the same name apart, in SQL."""
