"""What stands around a record on its card and in its JSON: each kind to the right says what of it does."""

from __future__ import annotations

from crm_cli.kinds import relations
from crm_cli.kinds.catalogue import KINDS
from crm_cli.kinds.related import Related
from crm_cli.output import Column

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from sqlite3 import Connection


LINES, RELATIONS, DATES = 11, 50, 60
"""Where lines, relations and important dates stand on a card."""


def around(db: Connection, kind: str, id: int) -> Iterator[Related]:
    """Give what stands around a record, in the order of its card; what is empty, too."""
    parts = [
        (place, getattr(__import__(f"crm_cli.{other.name}.around", fromlist=[function]), function))
        for other in KINDS.values()
        for about, place, function in other.around
        if about == kind
    ]
    if KINDS[kind].lines:
        parts.append((LINES, _lines))
    if KINDS[kind].has_relations:
        parts += [(RELATIONS, relations.around), (DATES, relations.dates_around)]
    for _, read in sorted(parts, key=lambda part: part[0]):
        yield read(db, kind, id)


def _lines(db: Connection, kind: str, id: int) -> Related:
    """The lines of a record."""
    from decimal import Decimal

    from crm_cli.core.money import Money

    told = KINDS[kind]
    rows = db.execute(
        "SELECT i.position, coalesce(p.name, i.description), i.quantity, i.price, t.currency, i.discount"
        f" FROM {told.lines} i JOIN {told.table} t ON t.id = i.{kind}_id LEFT JOIN products p ON p.id = i.product_id"
        f" WHERE i.{kind}_id = ? ORDER BY i.position, i.id",
        (id,),
    )
    columns = [
        Column("line", "Line", "integer"),
        Column("product", "Product"),
        Column("quantity", "Quantity", "number"),
        Column("price", "Price", "money"),
        Column("discount", "Discount", "percent"),
    ]
    found = [
        (
            line,
            product,
            Decimal(quantity),
            Money(price, currency) if price is not None and currency else None,
            Decimal(off) / 10_000 if off else None,
        )
        for line, product, quantity, price, currency, off in rows
    ]
    return Related("items", "Lines", columns, found)
