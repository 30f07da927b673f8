"""Plain lines for other programs: tab-separated values, or nothing but ids.

Tab, newline, CR and `\\` inside a value are written `\\t \\n \\r \\\\`, so a record is always one line.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TextIO

from crm_cli.core.errors import UsageError
from crm_cli.output import Column, Row, Value
from crm_cli.output.values import batches, by_column, texts


def escaped(values: Sequence[Value], column: Column) -> Sequence[str]:
    """Write the values of one column, each on one line and without a tab."""
    cells = texts(values, column)
    everything = "".join(cells)
    if "\\" in everything or "\t" in everything or "\n" in everything or "\r" in everything:
        from crm_cli.core.text import escape

        return [escape(cell) for cell in cells]
    return cells


def write_plain(rows: Iterable[Row], columns: Sequence[Column], out: TextIO) -> int:
    """Write a line for each record, without a header, and count them."""
    count = 0
    for cells in _escaped_batches(rows, columns):
        lines = ["\t".join(line) for line in zip(*cells, strict=True)]
        out.write("\n".join(lines) + "\n")
        count += len(lines)
    return count


def write_tsv(rows: Iterable[Row], columns: Sequence[Column], out: TextIO) -> int:
    """Write a header of field names, then what `write_plain` writes."""
    out.write("\t".join(escaped([column.name for column in columns], Column("", ""))) + "\n")
    return write_plain(rows, columns, out)


def write_ids(rows: Iterable[Row], columns: Sequence[Column], out: TextIO) -> int:
    """Write the column `id` only, one a line; raises UsageError where there is none."""
    names = [column.name for column in columns]
    if "id" not in names:
        raise UsageError(f"these records have no id: their fields are {', '.join(names)}", hint="-f plain")
    place = names.index("id")
    return write_plain(((row[place],) for row in rows), [columns[place]], out)


def write_fields(row: Row, columns: Sequence[Column], out: TextIO) -> None:
    """Write one record as `field<TAB>value` lines, blanks included."""
    for column, value in zip(columns, row, strict=True):
        (name,), (cell,) = escaped([column.name], Column("", "")), escaped([value], column)
        out.write(f"{name}\t{cell}\n")


def _escaped_batches(rows: Iterable[Row], columns: Sequence[Column]) -> Iterator[list[Sequence[str]]]:
    for batch in batches(rows):
        yield [escaped(values, column) for values, column in zip(by_column(batch), columns, strict=True)]
