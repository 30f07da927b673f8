"""Lined: the rules of records that are made of lines, whose `amount` is the sum of these."""

from __future__ import annotations

from functools import cached_property

from crm_cli.core.errors import Conflict, NotFound, UsageError
from crm_cli.db import search, table
from crm_cli.kinds.catalogue import KINDS
from crm_cli.kinds.lines import PRODUCT, Lines, sum_of, total
from crm_cli.kinds.records import Records

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from sqlite3 import Connection
    from typing import Any

    from crm_cli.core.fields import Raw
    from crm_cli.kinds.draft import Draft, Seen


class Lined(Records):
    """The rules of a kind with lines.

    draft.parts of a new record: `product`, its id or whole name (NotFound where there is none), sold `quantity`
    times: one line at the record's amount, or at the product's price, which then is the amount. Of one that is there:
    what it sells from now on, None for nothing.
    """

    @cached_property
    def lines(self) -> Lines:
        """Its lines."""
        return Lines(self.kind)

    def filled(
        self, db: Connection, values: Mapping[str, Raw], draft: Draft, *, at: str, on: str
    ) -> dict[str, Raw]:
        """Values of a new record with the amount that a product's price makes it."""
        row = dict(values)
        product = draft.parts.get("product")
        if product is not None:
            id = draft.parts["product"] = _product_id(db, product)
            draft.parts["price"] = self._at_price(db, row, id, draft.parts.get("quantity", "1"))
        return row

    def update(self, db: Connection, id: int, draft: Draft, *, at: str, on: str, seen: Seen = None) -> bool:
        """Change a record; returns whether anything differed.

        A new currency keeps the figures of the lines. A record of one plain line carries its amount over to it.
        """
        before = self.row(db, id)
        currency, amount = draft.columns.get("currency"), draft.columns.get("amount")
        if currency and before["currency"] and currency != before["currency"]:
            self.lines.in_currency(db, id, before["currency"], str(currency))
        changed = super().update(db, id, draft, at=at, on=on, seen=seen)
        if isinstance(amount, int) and amount != before["amount"]:
            there = self.lines.find(db, id)
            if len(there) == 1 and there[0].is_plain:
                self.lines.set_price(db, there[0], amount)
        return changed

    def put(self, db: Connection, id: int, draft: Draft, *, is_new: bool = False) -> bool:
        """Write also the line of a product."""
        changed = super().put(db, id, draft, is_new=is_new)
        if not is_new and "product" in draft.parts:
            changed |= self._sell(db, id, draft.parts["product"])
        elif draft.parts.get("product") is not None:
            quantity, price = draft.parts.get("quantity", "1"), draft.parts.get("price")
            self.lines.add(db, id, draft.parts["product"], quantity=quantity, price=price)
        return changed

    def _sell(self, db: Connection, id: int, product: str | int | None) -> bool:
        """Make a product what a record sells, or none; returns whether anything differed. Conflict where it has several lines.

        One without lines gets one, at its amount, else at the product's price, which then is the amount. The line it
        has keeps quantity, price and discount; where it goes, the amount stays.
        """
        there = self.lines.find(db, id)
        product_id = None if product is None else _product_id(db, product)
        if (there[0].product_id if there else None) == product_id:
            return False
        row = self.row(db, id)
        if len(there) > 1:
            raise Conflict(
                f"`{row[self.kind.title]}` has {len(there)} lines, each with a product",
                hint=f"crm {self.kind.command} item list {id}",
            )
        if product_id is None:
            self.lines.delete(db, id, there[0])
        elif there:
            table.update(db, self.lines.table, there[0].id, {"product_id": product_id})
        else:
            values = {"amount": row["amount"], "currency": row["currency"]}
            price = self._at_price(db, values, product_id, "1")
            self.lines.add(db, id, product_id, price=price)
            table.update(db, self.kind.table, id, values)
        return True

    def fill_parts(self, db: Connection, id: int, parts: Mapping[str, Any]) -> list[str]:
        """Write the line of a product where the record has none."""
        if parts.get("product") is None:
            return []
        there = self.lines.find(db, id)
        if not there:
            self._sell(db, id, parts["product"])
            return []
        sold = [line.product_id for line in there if line.product_id is not None]
        if _product_id(db, parts["product"]) in sold:
            return []
        names = [str(KINDS[PRODUCT].records.row(db, one)["name"]) for one in sold]
        return [f"product {', '.join(names) or 'in words'}"]

    def set_amount(self, db: Connection, id: int) -> None:
        """Make a record's amount the sum of its lines; without a priced line it stays."""
        amount = sum_of(self.lines.find(db, id))
        if amount is not None:
            table.update(db, self.kind.table, id, {"amount": amount})

    def price_of(self, db: Connection, product_id: int, currency: str | None) -> tuple[int, str] | None:
        """A product's price in minor units with its currency, None without one; UsageError in another."""
        product = KINDS[PRODUCT].records.row(db, product_id)
        if product["price"] is None or product["currency"] is None:
            return None
        if currency and product["currency"] != currency:
            raise UsageError(
                f"`{product['name']}` is priced in {product['currency']}, the {self.name} is in {currency}",
                hint="say the amount (--amount), or the line's price (--price)",
            )
        return product["price"], product["currency"]

    def _at_price(self, db: Connection, row: dict[str, Raw], product_id: int, quantity: str) -> int | None:
        """The price of one in the record's only line; sets the amount where the row has none."""
        amount = row.get("amount")
        if isinstance(amount, int):
            from decimal import Decimal

            from crm_cli.core.money import divide_half_away

            numerator, denominator = Decimal(quantity).as_integer_ratio()
            return divide_half_away(amount * denominator, numerator)
        price = self.price_of(db, product_id, str(row["currency"]) if row.get("currency") else None)
        if price is None:
            return None
        row["amount"], row["currency"] = total(quantity, price[0], 0), price[1]
        return price[0]


def _product_id(db: Connection, product: str | int) -> int:
    if not isinstance(product, str):
        return product
    if search.is_stale(db):  # the product may have been added a moment ago, in this very transaction
        search.refresh(db)
    found = search.named(db, PRODUCT, product)
    if not found:
        raise NotFound(f"no product matches `{product}`", hint="crm product list")
    return found[0]
