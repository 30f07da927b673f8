"""Lines of a record: what is sold, how many, at what price, in a table of their own that its kind names."""

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

    from crm_cli.kinds.kind import Kind

PRODUCT = "product"
"""The kind of record that lines are of."""


@record
class Line:
    """One line: the price of one in minor units of the record's currency, the discount in basis points."""

    id: int
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

    @property
    def is_plain(self) -> bool:
        """Whether it is one of something at its full price."""
        return self.quantity == "1" and not self.discount


def total(quantity: str, price: int, discount: int) -> int:
    """Quantity × price less the discount, rounded once, half away from zero."""
    numerator, denominator = Decimal(quantity).as_integer_ratio()
    return divide_half_away(numerator * price * (10_000 - discount), denominator * 10_000)


def sum_of(lines: Sequence[Line]) -> int | None:
    """The sum of lines, in minor units; None where none of them has a price."""
    totals = [line.total for line in lines if line.total is not None]
    return sum(totals) if totals else None


class Lines:
    """The lines of the records of one kind, in the table that it names."""

    def __init__(self, kind: Kind) -> None:
        self.kind = kind
        self.table = kind.lines
        self.owner = f"{kind.name}_id"

    def find(self, db: Connection, id: int) -> list[Line]:
        """The lines of a record in their order."""
        where = f"WHERE t.{self.owner} = ? ORDER BY t.position, t.id"
        return table.select(db, Line, self.table, where, (id,))

    def add(
        self,
        db: Connection,
        id: int,
        product_id: int | None,
        *,
        quantity: str = "1",
        price: int | None = None,
        discount: int = 0,
        description: str | None = None,
    ) -> int:
        """Add a line behind the others; returns its id. The record's amount is the caller's business.

        UsageError for a quantity of nothing or less.
        """
        if Decimal(quantity) <= 0:
            raise UsageError(f"a quantity is more than nothing, not `{quantity}`")
        position = f"SELECT coalesce(max(position), 0) + 1 FROM {self.table} WHERE {self.owner} = ?"
        return table.insert(
            db,
            self.table,
            {
                self.owner: id,
                "product_id": product_id,
                "position": db.execute(position, (id,)).fetchone()[0],
                "quantity": quantity,
                "price": price,
                "discount": discount,
                "description": description,
            },
        )

    def delete(self, db: Connection, id: int, line: Line) -> None:
        """Remove a line of a record; those behind it move up."""
        table.delete(db, self.table, line.id)
        for position, each in enumerate(self.find(db, id), start=1):
            table.update(db, self.table, each.id, {"position": position})

    def at(self, db: Connection, id: int, position: int) -> Line:
        """The line at a place of a record, from 1; NotFound saying how many there are."""
        there = self.find(db, id)
        for line in there:
            if line.position == position:
                return line
        raise NotFound(
            f"{self.kind.name} {id} has no line {position}, it has {len(there)}",
            hint=f"crm {self.kind.command} item list {id}",
        )

    def set_price(self, db: Connection, line: Line, price: int) -> None:
        """Give a line another price, in minor units."""
        table.update(db, self.table, line.id, {"price": price})

    def in_currency(self, db: Connection, id: int, old: str, new: str) -> None:
        """Keep the figures of the prices of a record that changes its currency; UsageError where it has too few digits."""
        from crm_cli.kinds.figures import same_figure

        for line in self.find(db, id):
            if line.price is not None:
                self.set_price(db, line, same_figure(line.price, old, new))
