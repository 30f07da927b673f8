"""The format `plain`: a record a line for other programs, tab-separated, without a header.

Tab, newline, CR and `\\` inside a value are written `\\t \\n \\r \\\\`, so a record is always one line.
"""

from __future__ import annotations

from crm_cli.output import Column
from crm_cli.output.formats import Format
from crm_cli.output.values import batches, by_column, texts

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
        return write_lines(rows, columns, out)

    def write_one(self, row: Row, columns: Sequence[Column], out: Stream, screen: Screen) -> None:
        """Write one record as `field<TAB>value` lines, blanks included."""
        for column, value in zip(columns, row, strict=True):
            (name,), (cell,) = escaped([column.name], NAMES), escaped([value], column)
            out.write(f"{name}\t{cell}\n")


FORMAT = Plain("plain")


def write_lines(rows: Iterable[Row], columns: Sequence[Column], out: Stream) -> int:
    """Write a line of tab-separated values for each record, and count them."""
    count = 0
    for batch in batches(rows):
        cells = [escaped(values, column) for values, column in zip(by_column(batch), columns, strict=True)]
        lines = ["\t".join(line) for line in zip(*cells, strict=True)]
        out.write("\n".join(lines) + "\n")
        count += len(lines)
    return count


def escaped(values: Sequence[Value], column: Column) -> Sequence[str]:
    """Write the values of one column, each on one line and without a tab."""
    cells = texts(values, column)
    everything = "".join(cells)
    if "\\" in everything or "\t" in everything or "\n" in everything or "\r" in everything:
        from crm_cli.core.text import escape

        return [escape(cell) for cell in cells]
    return cells
