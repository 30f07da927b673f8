"""The format `csv`, as RFC 4180 has it, with a guard against cells that a spreadsheet would run as formulas.

Lines end in `\\n`, the header is always there, and quotes stand only where they must. Python's own
writer is slower and, before 3.13, leaves a lone CR unquoted, which no reader takes back.
"""

from __future__ import annotations

from crm_cli.output.formats import Format
from crm_cli.output.values import batches, by_column, texts

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from crm_cli.output import Column, Row, Screen, Stream

_PLUS_OR_MINUS = "+-＋－﹢﹣"
_RUN = frozenset("=@＝＠﹦﹫" + _PLUS_OR_MINUS)
_TRIMMED = (
    "\t\n\v\f\r \x1c\x1d\x1e\x1f\x85\xa0\u1680\u180e\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009"
    "\u200a\u200b\u200c\u200d\u200e\u200f\u2028\u2029\u202f\u205f\u2060\u3000\ufeff"
)
"""White space, and signs that nobody sees: programs leave them out before they look what a cell begins with."""

_SUSPECT = _RUN | frozenset("'" + _TRIMMED)
_SEPARATORS = frozenset(" \u00a0\u2009\u202f.,٫٬'’()/-")
_USUAL = "0123456789 -()"


class Csv(Format):
    """A sheet with a header and a line for each record. raw: without the guard. bom: after a byte order mark."""

    __slots__ = ("_bom", "_raw")
    is_data = True
    suffix = "csv"

    def __init__(self, name: str, *, raw: bool = False, bom: bool = False) -> None:
        super().__init__(name)
        self._raw, self._bom = raw, bom

    def spelled(self, *, raw: bool = False, bom: bool = False) -> Csv:
        """The same without the guard, or with a byte order mark."""
        return Csv(self.name, raw=raw, bom=bom)

    def write(
        self,
        rows: Iterable[Row],
        columns: Sequence[Column],
        out: Stream,
        screen: Screen,
        *,
        title: str = "",
    ) -> int:
        """Write the header and a line for each record, and count them."""
        if self._bom:
            out.write("\ufeff")
        _write_lines([self._encoded([column.name]) for column in columns], out)
        count = 0
        for batch in batches(rows):
            cells = [texts(values, column) for values, column in zip(by_column(batch), columns, strict=True)]
            _write_lines([self._encoded(column) for column in cells], out)
            count += len(batch)
        return count

    def _encoded(self, cells: Sequence[str]) -> Sequence[str]:
        """Guard and quote the cells of one column."""
        if not self._raw:
            cells = [guard(cell) if cell[:1] in _SUSPECT else cell for cell in cells]
        everything = "".join(cells)
        if "," in everything or '"' in everything or "\n" in everything or "\r" in everything:
            return [_quoted(cell) for cell in cells]
        return cells


FORMAT = Csv("csv")


def guard(cell: str) -> str:
    """Put one `'` before a text that a spreadsheet would run: any `'`s, then `= + - @` of any width, tab or CR.

    White space before the sign does not hide it. Phones and numbers (`+7 701 234`, `-12.5`: a sign, then digits and
    separators) stay as they are. The first signs are those of OWASP's page on CSV injection; that the `'`s already
    there do not stop it is what makes it reversible.
    """
    if cell.lstrip("'")[:1] in {"\t", "\r"}:
        return "'" + cell
    is_run = cell.lstrip("'" + _TRIMMED)[:1] in _RUN
    return "'" + cell if is_run and not _is_figure(cell.strip(_TRIMMED)) else cell


def unguard(cell: str) -> str:
    """Take off the one `'` that `guard` would have put: unguard(guard(x)) is x for every x."""
    return cell[1:] if cell[:1] == "'" and guard(cell[1:]) == cell else cell


def _is_figure(cell: str) -> bool:
    """Whether there is nothing but a sign, then digits and separators."""
    rest = cell[1:].strip(_USUAL)  # of most phones nothing is left, at the speed of C
    return cell[:1] in _PLUS_OR_MINUS and all(sign.isdecimal() or sign in _SEPARATORS for sign in rest)


def _quoted(cell: str) -> str:
    if '"' in cell:
        return '"' + cell.replace('"', '""') + '"'
    return f'"{cell}"' if "," in cell or "\n" in cell or "\r" in cell else cell


def _write_lines(columns: Sequence[Sequence[str]], out: Stream) -> None:
    """Write lines from encoded columns; a lone blank is quoted, else its line would be no record."""
    if len(columns) == 1:
        out.writelines([(cell or '""') + "\n" for cell in columns[0]])
    else:
        out.write("\n".join(map(",".join, zip(*columns, strict=True))) + "\n")
