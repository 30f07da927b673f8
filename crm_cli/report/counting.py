"""The deals that a report counts, each once per group it belongs to, and what is left out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from sqlite3 import Connection

from crm_cli.core.fields import Field, Raw
from crm_cli.core.periods import Period


@dataclass(frozen=True, slots=True)
class Counted:
    """One deal, or the part of it that belongs to one product.

    amount: minor units, or None where the deal has none. probability: basis points, or None.
    """

    key: str | None
    status: str
    amount: int | None
    currency: str | None
    probability: int | None
    day: str | None


def deals(
    db: Connection,
    statuses: Sequence[str],
    by: Field | None,
    day: str,
    *,
    where: str = "TRUE",
    values: Sequence[Raw] = (),
) -> Iterator[Counted]:
    """Give the deals of some statuses that fit a condition, with the value of the field to group by.

    day: the column that dates them. Archived deals count. Grouped by product, a deal with several lines is
    shared over them by net price.
    """
    if by is not None and by.name in {"product", "products"}:
        yield from _by_product(db, statuses, day, where, values)
        return
    marks = ", ".join("?" * len(statuses))
    key = "NULL" if by is None else f"(SELECT value FROM ({by.sql}) LIMIT 1)" if by.many else by.sql
    rows = db.execute(
        f"SELECT {key}, t.status, t.amount, t.currency, coalesce(t.probability, s.probability), t.{day}"
        f" FROM deals t LEFT JOIN stages s ON s.id = t.stage_id WHERE t.status IN ({marks}) AND ({where})"
        " ORDER BY t.id",
        (*statuses, *values),
    )
    for found, *rest in rows:
        yield Counted(None if found is None else str(found), *rest)


def _by_product(
    db: Connection, statuses: Sequence[str], day: str, where: str, values: Sequence[Raw]
) -> Iterator[Counted]:
    marks = ", ".join("?" * len(statuses))
    rows = db.execute(
        "SELECT t.id, t.status, t.amount, t.currency, coalesce(t.probability, s.probability),"
        f" t.{day}, p.name, i.quantity, i.price, i.discount FROM deals t"
        " LEFT JOIN stages s ON s.id = t.stage_id LEFT JOIN deal_items i ON i.deal_id = t.id"
        f" LEFT JOIN products p ON p.id = i.product_id WHERE t.status IN ({marks}) AND ({where})"
        " ORDER BY t.id, i.position, i.id",
        (*statuses, *values),
    )
    lines: list[tuple[str | None, Decimal]] = []
    last: tuple[object, ...] | None = None
    for id, status, amount, currency, probability, on, product, quantity, price, discount in rows:
        deal = (id, status, amount, currency, probability, on)
        if last is not None and deal != last:
            yield from _shared(last, lines)
            lines = []
        last = deal
        net = Decimal(quantity or "1") * (price or 0) * (10_000 - (discount or 0))
        lines.append((product, net))
    if last is not None:
        yield from _shared(last, lines)


def _shared(deal: tuple[object, ...], lines: Sequence[tuple[str | None, Decimal]]) -> Iterator[Counted]:
    """Share a deal's amount over its products by net price; the parts add up to the amount."""
    _, status, amount, currency, probability, on = deal
    products: dict[str | None, Decimal] = {}
    for product, net in lines:
        products[product] = products.get(product, Decimal(0)) + net
    total = sum(products.values())
    left, weight = amount, total
    for product, net in products.items():
        part: object = amount
        if isinstance(left, int) and len(products) > 1:
            part = (
                int((Decimal(left) * net / weight).to_integral_value()) if weight else left // len(products)
            )
            left, weight = left - int(str(part)), weight - net
        yield Counted(product, str(status), part, currency, probability, on)  # type: ignore[arg-type]


def within(counted: Iterator[Counted], period: Period | None) -> tuple[list[Counted], int]:
    """Keep what falls on a day of the period; also how many have no day to tell by."""
    from datetime import date

    if period is None:
        return list(counted), 0
    kept, undated = [], 0
    for deal in counted:
        if deal.day is None:
            undated += 1
        elif date.fromisoformat(deal.day) in period:
            kept.append(deal)
    return kept, undated
