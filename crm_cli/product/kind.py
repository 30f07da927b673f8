"""What a product is: its fields."""

from __future__ import annotations

from crm_cli.core.fields import MONEY
from crm_cli.kinds.field import common, currency, description, identity, stored, title
from crm_cli.kinds.kind import Kind

FIELDS = (
    identity("product"),
    title(
        "product",
        "name",
        example='"GTX Pro"',
        help="what it is called",
    ),
    stored(
        "code",
        aliases=("sku",),
        is_telling=True,
        example="GTX-1",
        help="your own code for it",
    ),
    stored(
        "price",
        MONEY,
        currency="t.currency",
        is_telling=True,
        example="550",
        help="price of one",
    ),
    currency("currency of the price"),
    stored(
        "unit",
        is_telling=True,
        example="piece",
        help="what one is: piece, hour, kilogram",
    ),
    stored(
        "category",
        aliases=("series",),
        example="hardware",
        help="group of products",
    ),
    description('"sold in pairs"'),
    *common("product"),
)

KIND = Kind(
    "product",
    "products",
    FIELDS,
    title="name",
    code="code",
    listed=("id", "name", "code", "price", "currency", "unit", "category"),
    order="name",
    detail="trim(coalesce(t.code, '') || '  ' || coalesce(t.category, ''))",
    is_matched=True,
    made_by_link=("name",),
)
