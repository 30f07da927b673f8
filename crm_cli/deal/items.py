"""Lines of a deal: what is sold, how many, at what price; a deal's amount is the sum of its lines."""

from __future__ import annotations

from decimal import Decimal

from crm_cli.core.errors import NotFound, UsageError
from crm_cli.core.money import divide_half_away
from crm_cli.core.record import record
from crm_cli.db import table

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from sqlite3 import Connection

    from crm_cli.core.fields import Raw


TABLE = "deal_items"


@record
class Item:
    """A row of `deal_items`: the price of one in minor units, the discount in basis points."""

    id: int
    deal_id: int
    product_id: int | None
    position: int
    quantity: str
    price: int | None
    discount: int
    description: str | None

    @property
    def total(self) -> int | None:
        """What the line comes to, in minor units; None without a price."""
        return None if self.price is None else total(self.quantity, self.price, self.discount)


def total(quantity: str, price: int, discount: int) -> int:
    """Quantity × price less the discount, rounded once, half away from zero."""
    numerator, denominator = Decimal(quantity).as_integer_ratio()
    return divide_half_away(numerator * price * (10_000 - discount), denominator * 10_000)


def find(db: Connection, deal_id: int) -> list[Item]:
    """The lines of a deal in their order."""
    return table.select(db, Item, TABLE, "WHERE t.deal_id = ? ORDER BY t.position, t.id", (deal_id,))


def sum_of(items: Sequence[Item]) -> int | None:
    """The sum of lines, in minor units; None where none of them has a price."""
    totals = [item.total for item in items if item.total is not None]
    return sum(totals) if totals else None


def add(
    db: Connection,
    deal_id: int,
    product_id: int | None,
    *,
    quantity: str = "1",
    price: int | None = None,
    discount: int = 0,
    description: str | None = None,
) -> int:
    """Add a line behind the others; returns its id. The deal's amount is the caller's business."""
    if Decimal(quantity) <= 0:
        raise UsageError(f"a quantity is more than nothing, not `{quantity}`")
    position = db.execute(
        "SELECT coalesce(max(position), 0) + 1 FROM deal_items WHERE deal_id = ?", (deal_id,)
    ).fetchone()[0]
    values: dict[str, Raw] = {
        "deal_id": deal_id,
        "product_id": product_id,
        "position": position,
        "quantity": quantity,
        "price": price,
        "discount": discount,
        "description": description,
    }
    return table.insert(db, TABLE, values)


def in_currency(db: Connection, deal_id: int, old: str, new: str) -> None:
    """Keep the figures of the prices of a deal that changes its currency; UsageError where it has too few digits."""
    from crm_cli.kinds.figures import same_figure

    for line in find(db, deal_id):
        if line.price is not None:
            table.update(db, TABLE, line.id, {"price": same_figure(line.price, old, new)})


def delete(db: Connection, item: Item) -> None:
    """Remove a line; those behind it move up."""
    table.delete(db, TABLE, item.id)
    for position, each in enumerate(find(db, item.deal_id), start=1):
        table.update(db, TABLE, each.id, {"position": position})


def at(db: Connection, deal_id: int, position: int) -> Item:
    """The line at a place of a deal, from 1; NotFound saying how many there are."""
    there = find(db, deal_id)
    for item in there:
        if item.position == position:
            return item
    raise NotFound(
        f"deal {deal_id} has no line {position}, it has {len(there)}", hint=f"crm deal item list {deal_id}"
    )
