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
        headers="product | product name | item | item name | title | service | товар | название | наименование |"
        " название товара | محصول | کالا | produkt | artikel | produit | producto",
        example='"GTX Pro"',
        help="what it is called",
    ),
    stored(
        "code",
        aliases=("sku",),
        headers="product code | item code | article | part number | product no | product number | vendor code |"
        " артикул | код | کد | artikelnummer | référence | código",
        is_telling=True,
        example="GTX-1",
        help="your own code for it",
    ),
    stored(
        "price",
        MONEY,
        currency="t.currency",
        headers="sales price | unit price | list price | rate | sale price | cost per unit | selling price |"
        " retail price | цена | قیمت | preis | prix | precio",
        is_telling=True,
        example="550",
        help="price of one",
    ),
    currency("currency of the price", "price currency"),
    stored(
        "unit",
        headers="unit of measure | usage unit | uom | quantity unit of measure | единица измерения | واحد | einheit |"
        " unité | unidad",
        is_telling=True,
        example="piece",
        help="what one is: piece, hour, kilogram",
    ),
    stored(
        "category",
        aliases=("series",),
        headers="product category | product family | product line | категория | группа | دسته | kategorie | catégorie |"
        " categoría",
        example="hardware",
        help="group of products",
    ),
    description('"sold in pairs"', "product description"),
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
    headers=("product", "item"),
)
