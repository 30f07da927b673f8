"""Products: add, update, and those that would be the same."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from sqlite3 import Connection

from crm_cli.core.errors import UsageError
from crm_cli.core.fields import Raw
from crm_cli.db import search, table
from crm_cli.kinds.currencies import note_currency
from crm_cli.kinds.custom import encode

TABLE = "products"


@dataclass(frozen=True, slots=True)
class Product:
    """A row of `products`; `price` is in minor units of `currency`."""

    id: int
    name: str
    code: str | None
    price: int | None
    currency: str | None
    unit: str | None
    category: str | None
    description: str | None
    custom: str
    created_at: str
    archived_at: str | None


def get(db: Connection, id: int) -> Product:
    """The product with this id; NotFound where there is none."""
    return table.get(db, Product, TABLE, id)


def add(
    db: Connection, values: Mapping[str, Raw], *, at: str, custom: Mapping[str, Raw] | None = None
) -> int:
    """Add a product; returns its id. A price needs its `currency` beside it."""
    if not str(values.get("name") or "").strip():
        raise UsageError("a product needs a name")
    if values.get("currency"):
        note_currency(db, str(values["currency"]))
    return table.insert(db, TABLE, {**values, "custom": encode(custom or {}), "created_at": at})


def update(db: Connection, id: int, values: Mapping[str, Raw], *, seen: Product | None = None) -> bool:
    """Change a product; returns whether anything differed. A new currency alone keeps the price's figure."""
    before = get(db, id)
    wanted = dict(values)
    currency = wanted.get("currency")
    price = wanted.get("price", before.price)
    if price is not None and "currency" in wanted and not currency:
        raise UsageError("a price needs a currency", hint="--clear price,currency")
    if currency:
        note_currency(db, str(currency))
        if "price" not in wanted and before.price is not None and before.currency:
            from crm_cli.kinds.figures import same_figure

            wanted["price"] = same_figure(before.price, before.currency, str(currency))
    return table.update(db, TABLE, id, wanted, seen=seen)


def with_code(db: Connection, code: str) -> list[int]:
    """Ids of the products with a code, whatever the case of its letters."""
    rows = db.execute("SELECT id FROM products WHERE code = ? COLLATE NOCASE ORDER BY id", (code,))
    return [row[0] for row in rows]


def same(db: Connection, name: str, code: str | None = None) -> list[int]:
    """Ids of the products with the same folded name, or the same code."""
    ids = search.named(db, "product", name) + (with_code(db, code) if code else [])
    return list(dict.fromkeys(ids))
