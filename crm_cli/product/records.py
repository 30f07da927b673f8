"""Products: a price has a currency, and those that would be the same."""

from __future__ import annotations

from collections.abc import Mapping
from sqlite3 import Connection
from typing import Any

from crm_cli.core.errors import UsageError
from crm_cli.core.fields import Raw
from crm_cli.db import table
from crm_cli.kinds.records import Records

TYPE_CHECKING = False
if TYPE_CHECKING:
    from crm_cli.kinds.draft import Draft, Seen


class Products(Records):
    """The rules of products."""

    minds = frozenset(("price", "currency"))

    def check(self, db: Connection, values: Mapping[str, Raw], *, id: int | None = None) -> None:
        """Refuse also a price without a currency."""
        super().check(db, values, id=id)
        if id is None:
            before: Mapping[str, Any] = {}
        elif "currency" in values and not values["currency"]:
            before = self.row(db, id)
        else:
            return
        if values.get("price", before.get("price")) is not None and not values.get("currency"):
            raise UsageError("a price needs a currency", hint="--clear price,currency")

    def update(self, db: Connection, id: int, draft: Draft, *, at: str, on: str, seen: Seen = None) -> bool:
        """Change a product; a new currency alone keeps the price's figure. Returns whether anything differed."""
        currency = draft.columns.get("currency")
        if currency and "price" not in draft.columns:
            before = self.row(db, id)
            if before["price"] is not None and before["currency"]:
                from crm_cli.kinds.figures import same_figure

                draft = draft.but({"price": same_figure(before["price"], before["currency"], str(currency))})
        return super().update(db, id, draft, at=at, on=on, seen=seen)

    def same(self, db: Connection, draft: Draft) -> list[int]:
        """Ids of the products with the same folded name, or the same code."""
        ids = super().same(db, draft)
        if code := draft.text("code"):
            ids += table.with_text(db, "products", "code", code)
        return list(dict.fromkeys(ids))


products = Products("product")
