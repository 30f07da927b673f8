"""The sheets of a workbook (xlsx, xls, xlsb, ods) as tables of the text that a person reads in them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from crm_cli.core.errors import UsageError
from crm_cli.core.text import clean, plural
from crm_cli.exchange.read import header_row
from crm_cli.exchange.read.looks import Looks
from crm_cli.exchange.read.sources import Source
from crm_cli.exchange.read.table import Asked, Row, Table, fit
from crm_cli.output.csv import unguard

if TYPE_CHECKING:
    from python_calamine import CalamineSheet

_HEAD_ROWS = 40
_EXACT = 15
"""How many figures a spreadsheet keeps of a number, and shows."""


@dataclass
class SheetTable(Table):
    """One sheet; its rows are made anew each time they are needed.

    header_line: the row that the headers stand in.
    """

    sheet: CalamineSheet
    looks: Looks
    header_line: int
    blanks: frozenset[str] = frozenset()
    outer: int = field(default=0, init=False)

    @property
    def told(self) -> list[str]:
        """Cells in which the spreadsheet shows an error."""
        count = self.looks.errors
        return [f"{plural(count, 'cell')} with an error of the spreadsheet"] if count else []

    @property
    def outside(self) -> int:
        """The cells above the headers."""
        return self.outer

    def rows(self) -> Iterator[Row]:
        """Yield the rows below the headers, those without any text left out."""
        width, self.outer = len(self.headers), 0
        for line, cells in _texts(self.sheet, self.looks, raw=self.raw):
            if line <= self.header_line:
                self.outer += sum(map(bool, cells)) if line < self.header_line else 0
                continue
            kept = ["" if cell in self.blanks else cell for cell in cells] if self.blanks else cells
            row = fit(line, kept, width, "")
            if row.fault or any(row.cells):
                yield row


def tables(name: str, source: Source, asked: Asked) -> tuple[list[Table], list[str]]:
    """The sheets that can be seen and hold rows, and what is to be told of the others."""
    from python_calamine import (
        CalamineError,
        CalamineWorkbook,
        PasswordError,
        SheetTypeEnum,
        SheetVisibleEnum,
    )

    try:
        with source() as stream:
            book = CalamineWorkbook.from_filelike(stream)
        found: list[tuple[str, CalamineSheet]] = []
        told: list[str] = []
        for place, about in enumerate(book.sheets_metadata):
            if about.typ != SheetTypeEnum.WorkSheet:
                told.append(f"{name}/{about.name} (no sheet of cells)")
            elif about.visible != SheetVisibleEnum.Visible:
                told.append(f"{name}/{about.name} (hidden)")
            else:
                sheet = book.get_sheet_by_index(place)
                if sheet.height:
                    found.append((about.name, sheet))
                else:
                    told.append(f"{name}/{about.name} (empty)")
    except PasswordError:
        raise UsageError(f"{name} is a workbook with a password", hint="save it without one") from None
    except (CalamineError, OSError, ValueError) as error:
        raise UsageError(f"{name} cannot be read as a workbook: {str(error).lower()}") from None
    looks = Looks.of(source)
    opened: list[Table] = []
    for title, sheet in found:
        called = f"{name}/{title}" if len(found) > 1 else name
        table = _table(called, title, sheet, looks.get(title) or Looks(), asked)
        if table is None:
            told.append(f"{name}/{title} (empty)")
        else:
            opened.append(table)
    return opened, told


def cells(path: Path) -> Iterator[list[str]]:
    """The cells of the first sheet of a workbook of ours, as they are kept: outer white space stays.

    Raises OSError where it is none.
    """
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        rows = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python(skip_empty_area=False)
    except CalamineError as error:
        raise OSError(str(error)) from None
    for row in rows:
        yield [value if isinstance(value, str) else text_of(value) for value in row]


def _table(name: str, title: str, sheet: CalamineSheet, looks: Looks, asked: Asked) -> Table | None:
    head = [
        (line, cells)
        for line, cells in islice(_texts(sheet, looks, raw=asked.raw), _HEAD_ROWS * 5)
        if any(cells)
    ][:_HEAD_ROWS]
    if not head:
        return None
    _, line = header_row.find(head, asked.score)
    headers = header_row.cleaned(next(cells for at, cells in head if at == line), raw=asked.raw)
    header_row.check(name, headers, line, ", ")
    how = f"sheet `{title}`, headers in row {line}"
    return SheetTable(name, headers, sheet, looks, line, asked.blanks, how=how, raw=asked.raw)


def _texts(sheet: CalamineSheet, looks: Looks, *, raw: bool) -> Iterator[tuple[int, list[str]]]:
    """Each row's number, and its cells as text."""
    before = sheet.start[1] if sheet.start else 0
    shown = looks.shown
    looks.errors = 0
    for line, cells in enumerate(sheet.iter_rows(), start=1):
        texts = [*map(text_of, cells)]
        if not raw:
            texts = [unguard(text).strip() if text[:1] == "'" else text for text in texts]
        if line in shown:
            looks.put(line, cells, texts, before)
        while texts and not texts[-1]:
            texts.pop()
        yield line, texts


def text_of(value: Any) -> str:
    """A cell as a person reads it, nothing lost: ISO days, digits without exponent, 15 figures at most."""
    form = _FORMS.get(type(value))
    return form(value) if form else str(value)


def _number(value: float) -> str:
    if value.is_integer() and abs(value) < 10**_EXACT:
        return str(int(value))
    exact = Decimal(format(value, f".{_EXACT}g"))
    return format(exact, "f") if exact.is_finite() and exact.adjusted() > -_EXACT else str(value)


def _instant(value: datetime) -> str:
    if value.microsecond >= 500_000:
        value += timedelta(seconds=1)
    return value.strftime("%Y-%m-%d %H:%M:%S") if value.year > 999 else str(value)[:19]


def _clock(value: time) -> str:
    return value.isoformat("seconds" if value.second else "minutes")


def _length(value: timedelta) -> str:
    seconds = round(value.total_seconds())
    sign, seconds = ("-", -seconds) if seconds < 0 else ("", seconds)
    return f"{sign}{seconds // 3600}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"


def _text(value: str) -> str:
    return clean(value)[0].strip()


_FORMS: dict[type, Callable[[Any], str]] = {
    str: _text,
    float: _number,
    int: str,
    bool: lambda value: "true" if value else "false",
    datetime: _instant,
    date: date.isoformat,
    time: _clock,
    timedelta: _length,
}
