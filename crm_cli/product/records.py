"""Products: those that would be the same."""

from __future__ import annotations

from crm_cli.db import table
from crm_cli.kinds.records import Records

TYPE_CHECKING = False
if TYPE_CHECKING:
    from sqlite3 import Connection

    from crm_cli.kinds.draft import Draft


class Products(Records):
    """The rules of products."""

    def same(self, db: Connection, draft: Draft) -> list[int]:
        """Ids of the products with the same name, or the same code."""
        ids = super().same(db, draft)
        if code := draft.text("code"):
            ids += table.with_text(db, "products", "code", code)
        return list(dict.fromkeys(ids))


products = Products("product")
