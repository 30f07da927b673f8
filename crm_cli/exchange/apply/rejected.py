"""The rows that an import rejected, as they were read, with line and reason beside them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from crm_cli.exchange.plan.plan import Plan
from crm_cli.exchange.read.table import LINE, MORE, REASON, Table
from crm_cli.output import Column, write
from crm_cli.output.formats import format_named

if TYPE_CHECKING:
    from crm_cli.output import Row, Screen, Stream


def write_rows(sheet: Table, plan: Plan, out: Stream, *, screen: Screen) -> None:
    """Write them as a sheet that the same import can read once they are mended."""
    reasons = {outcome.line: outcome.reason for outcome in plan.rejected}
    over = max((len(row.rest) for row in sheet.rows() if row.line in reasons), default=0)
    more = [MORE if number == 1 else f"{MORE}_{number}" for number in range(1, over + 1)]
    columns = [
        *(Column(header, header) for header in (*sheet.headers, *more)),
        Column(LINE, "Line", "integer"),
        Column(REASON, "Reason"),
    ]

    def rows() -> Iterator[Row]:
        for row in sheet.rows():
            if row.line in reasons:
                blanks = [""] * (over - len(row.rest))
                yield (*row.cells, *row.rest, *blanks, row.line, reasons[row.line])

    write(rows(), columns, format_named("csv").spelled(raw=sheet.raw), out, screen=screen)
