"""The format `plain`: a record a line for other programs, tab-separated, without a header.

Tab, newline, CR and `\\` inside a value are written `\\t \\n \\r \\\\`, so a record is always one line.
An instant is written as the reader's clock had it: `2026-11-24 16:00`.
"""

from __future__ import annotations

from crm_cli.output import Column
from crm_cli.output.formats import Format
from crm_cli.output.values import TIMES, batches, by_column, local, texts

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from crm_cli.output import Row, Screen, Stream, Value

NAMES = Column("", "")
"""The column that the names of fields stand in."""


class Plain(Format):
    """A line a record; one record as `field<TAB>value` lines, blanks included; a sentence for a write."""

    __slots__ = ()
    is_prose = True
    is_local = True

    def write(
        self,
        rows: Iterable[Row],
        columns: Sequence[Column],
        out: Stream,
        screen: Screen,
        *,
        title: str = "",
    ) -> int:
        """Write a line for each record and count them."""
        return write_lines(rows, columns, out, screen)

    def write_one(self, row: Row, columns: Sequence[Column], out: Stream, screen: Screen) -> None:
        """Write one record as `field<TAB>value` lines, blanks included."""
        for column, value in zip(columns, row, strict=True):
            (name,), (cell,) = escaped([column.name], NAMES), escaped([value], column, screen)
            out.write(f"{name}\t{cell}\n")


FORMAT = Plain("plain")


def write_lines(
    rows: Iterable[Row], columns: Sequence[Column], out: Stream, screen: Screen | None = None
) -> int:
    """Write a line of tab-separated values for each record, and count them. screen: of people who read instants."""
    count = 0
    for batch in batches(rows):
        cells = [
            escaped(values, column, screen) for values, column in zip(by_column(batch), columns, strict=True)
        ]
        lines = ["\t".join(line) for line in zip(*cells, strict=True)]
        out.write("\n".join(lines) + "\n")
        count += len(lines)
    return count


def escaped(values: Sequence[Value], column: Column, screen: Screen | None = None) -> Sequence[str]:
    """Write the values of one column, each on one line and without a tab. screen: of people who read instants."""
    if screen is not None and screen.calendar is not None and column.type in TIMES:
        values = local(values, screen.calendar.zone)
    cells = texts(values, column)
    everything = "".join(cells)
    if "\\" in everything or "\t" in everything or "\n" in everything or "\r" in everything:
        from crm_cli.core.text import escape

        return [escape(cell) for cell in cells]
    return cells
