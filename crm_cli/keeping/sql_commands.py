"""The command `sql`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import chain, islice
from math import isfinite
from typing import Annotated

import typer

from crm_cli.app import prose
from crm_cli.app.context import App
from crm_cli.cli.options import FormatOption, LimitOption
from crm_cli.db import describe, readonly
from crm_cli.output import Column, Row, Value, write

VIEWS = [Column("view", "View"), Column("holds", "What it holds"), Column("columns", "Columns", many=True)]
LOOK = 100
"""So many rows tell whether a column holds figures."""


def sql(
    ctx: typer.Context,
    statement: Annotated[
        list[str] | None, typer.Argument(help="A SELECT; - reads it from stdin.", metavar="SQL")
    ] = None,
    limit: LimitOption = None,
    format: FormatOption = None,
) -> None:
    """Ask the file anything in SQL; it cannot change anything. Alone, it lists the views made for this.

    Example: crm sql "SELECT name, email FROM v_contacts WHERE city = 'Almaty'"
    crm sql -f csv < monthly.sql -
    """
    crm: App = ctx.obj
    chosen = crm.chosen_format(format)
    text = " ".join(statement or [])
    if text == "-":
        text = prose.stdin(crm)
    elif statement is None or not statement:
        rows = [
            (view.name, view.comment, [name for name, _ in view.columns])
            for view in describe.views(crm.read())
        ]
        write(rows, VIEWS, chosen, crm.stdout, screen=crm.screen)
        return
    answer = readonly.query(crm.read(), text)
    rows_of = _rows(answer.rows, limit)
    first = list(islice(rows_of, LOOK))
    columns = [
        Column(name, name, _type(name, (row[at] for row in first))) for at, name in enumerate(answer.names)
    ]
    write(chain(first, rows_of), columns, chosen, crm.stdout, screen=crm.screen)


def _rows(rows: Iterable[tuple[readonly.Cell, ...]], limit: int | None) -> Iterator[Row]:
    for row in islice(rows, limit or None):
        yield tuple(map(_value, row))


def _value(cell: readonly.Cell) -> Value:
    """A cell as the writers take it: fractions as decimals, bytes in hexadecimal."""
    if isinstance(cell, float):
        return Decimal(repr(cell)) if isfinite(cell) else str(cell)
    return cell.hex() if isinstance(cell, bytes) else cell


def _type(name: str, values: Iterator[Value]) -> str:
    kinds = {type(value) for value in values if value is not None}
    if name == "id" or name.endswith("_id"):
        return "id"
    return "number" if kinds and kinds <= {int, Decimal} else "text"
