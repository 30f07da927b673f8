"""Several rows that are one record: of a deal with three products some programs write three rows, each with its line's amount."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import groupby

from crm_cli.core.errors import UsageError
from crm_cli.core.fields import plain
from crm_cli.core.money import parse_number
from crm_cli.core.text import compact
from crm_cli.exchange.decide.decision import Column, Decision
from crm_cli.exchange.read.table import Row, Table
from crm_cli.kinds.labels import words

MARK = "[{"
"""How a cell of a product begins that holds all lines of its record, as our own exports write them."""


def gathered(table: Table, decision: Decision) -> Iterator[tuple[Row, Sequence[list[str]]]]:
    """Yield the rows of a table, rows of one record as one, each with the cells of the further rows that went into it.

    They stand one after the other, and differ in their lines and amounts alone; where they do not, each stays a row.
    """
    lines = _Lines.of(decision)
    if lines is None:
        for row in table.rows():
            yield row, ()
        return
    for id, group in groupby(table.rows(), key=lambda row: "" if row.fault else row.cells[lines.id]):
        if not id:
            yield from ((row, ()) for row in group)
            continue
        rows = list(group)
        together = lines.together(rows)
        if together is None:
            yield from ((row, ()) for row in rows)
        else:
            yield together, [row.cells for row in rows[1:]]


class _Lines:
    """Where the lines of records stand in a table."""

    def __init__(
        self, id: int, amount: Column, product: int, price: Column | None, quantity: Column | None
    ) -> None:
        self.id = id
        self.amount = amount
        self.product = product
        self.price = price
        self.quantity = quantity
        self._own = {amount.index, product, *(column.index for column in (price, quantity) if column)}

    @classmethod
    def of(cls, decision: Decision) -> _Lines | None:
        told = decision.profile.lines if decision.profile else {}
        at = {compact(column.header): column for column in reversed(decision.columns)}
        found = {
            part: next((at[one] for one in map(compact, words(headers)) if one in at), None)
            for part, headers in told.items()
        }
        by = {column.target: column for column in decision.columns}
        product, amount, id = found.get("product"), by.get("amount"), by.get("external_id")
        if product is None or amount is None or id is None or product.target != "product":
            return None
        return cls(id.index, amount, product.index, found.get("price"), found.get("quantity"))

    def together(self, rows: Sequence[Row]) -> Row | None:
        """Rows of one record as one; None where they are not, or name no product."""
        first = rows[0]
        others = [index for index in range(len(first.cells)) if index not in self._own]
        if not any(row.cells[self.product] for row in rows) or any(
            row.cells[index] != first.cells[index] for row in rows[1:] for index in others
        ):
            return None
        try:
            cells = list(first.cells)
            cells[self.product] = json.dumps([self._line(row.cells) for row in rows], ensure_ascii=False)
            if len(rows) > 1:
                amounts = [_number(row.cells[self.amount.index], self.amount) for row in rows]
                total = plain(sum(amounts, Decimal()))
                cells[self.amount.index] = total.replace(".", self.amount.decimal or ".")
        except (UsageError, ArithmeticError):
            return None
        return first._replace(cells=cells)

    def _line(self, cells: Sequence[str]) -> dict[str, str]:
        line = {"product": cells[self.product]}
        for name, column in (("price", self.price), ("quantity", self.quantity)):
            if column and cells[column.index]:
                line[name] = plain(_number(cells[column.index], column))
        return line


def _number(text: str, column: Column) -> Decimal:
    return parse_number(text, decimal=column.decimal) if text else Decimal()
