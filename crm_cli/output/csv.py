"""CSV as RFC 4180 has it, with a guard against cells that a spreadsheet would run as formulas.

Lines end in `\\n`, the header is always there, and quotes stand only where they must. Python's own
writer is slower and, before 3.13, leaves a lone CR unquoted, which no reader takes back.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TextIO

from crm_cli.output import Column, Row
from crm_cli.output.values import batches, by_column, texts

_SUSPECT = frozenset("'=+-@\t\r")
_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_FIGURE = re.compile(r"[+-][\d \u00a0\u2009\u202f.,٫٬'’()/-]*")


def guard(cell: str) -> str:
    """Put one `'` before a text that a spreadsheet would run: any `'`s, then `= + - @`, tab or CR.

    Phones and numbers (`+7 701 234`, `-12.5`: a sign, then digits and separators) stay as they are.
    The first signs are those of OWASP's page on CSV injection; that the `'`s already there do not
    stop it is what makes it reversible.
    """
    return "'" + cell if _FORMULA.match(cell) and not _FIGURE.fullmatch(cell) else cell


def unguard(cell: str) -> str:
    """Take off the one `'` that `guard` would have put: unguard(guard(x)) is x for every x."""
    return cell[1:] if cell[:1] == "'" and guard(cell[1:]) == cell else cell


def write(
    rows: Iterable[Row], columns: Sequence[Column], out: TextIO, *, raw: bool = False, bom: bool = False
) -> int:
    """Write a header and a line for each record, guarded unless `raw`, and count the records."""
    if bom:
        out.write("\ufeff")
    _write_lines([_encoded([column.name], raw) for column in columns], out)
    count = 0
    for batch in batches(rows):
        cells = [texts(values, column) for values, column in zip(by_column(batch), columns, strict=True)]
        _write_lines([_encoded(column, raw) for column in cells], out)
        count += len(batch)
    return count


def _encoded(cells: Sequence[str], raw: bool) -> Sequence[str]:
    """Guard and quote the cells of one column."""
    if not raw:
        cells = [guard(cell) if cell[:1] in _SUSPECT else cell for cell in cells]
    everything = "".join(cells)
    if "," in everything or '"' in everything or "\n" in everything or "\r" in everything:
        return [_quoted(cell) for cell in cells]
    return cells


def _quoted(cell: str) -> str:
    if '"' in cell:
        return '"' + cell.replace('"', '""') + '"'
    return f'"{cell}"' if "," in cell or "\n" in cell or "\r" in cell else cell


def _write_lines(columns: Sequence[Sequence[str]], out: TextIO) -> None:
    """Write lines from encoded columns; a lone blank is quoted, else its line would be no record."""
    if len(columns) == 1:
        out.writelines([(cell or '""') + "\n" for cell in columns[0]])
    else:
        out.write("\n".join(map(",".join, zip(*columns, strict=True))) + "\n")
