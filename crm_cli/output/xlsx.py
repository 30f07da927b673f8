"""The format `xlsx`: a workbook of one sheet (ECMA-376), written row by row into its archive.

Nothing in it is ever a formula: a text is a string in a cell whose format is text, so that a spreadsheet that is
told to edit `+77…` or `=1+1` keeps it. Days are days, amounts and other figures numbers where a spreadsheet holds all
their digits, and instants texts in UTC: a cell of a spreadsheet knows no zone, and would be read in any.
"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from crm_cli.core.errors import UsageError
from crm_cli.output.formats import Format
from crm_cli.output.values import BATCH, batches, is_money, text_form

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from typing import IO, BinaryIO, TypeAlias

    from crm_cli.output import Column, Row, Value

    Cell: TypeAlias = "Callable[[Value, str], str]"

ROWS = 1_048_576
COLUMNS = 16_384
SIGNS = 32_767
"""What a sheet and a cell hold."""

DIGITS = 15
"""Significant digits of a number that every spreadsheet keeps."""

_FIRST_DAY = date(1900, 3, 1)
"""Before it spreadsheets count a day that never was."""

_ZERO = date(1899, 12, 30).toordinal()

_BOLD, _TEXT, _DAY, _WHOLE_PERCENT, _PERCENT, _PLAIN = 1, 2, 3, 4, 5, 6
_MONEY = {0: 7, 2: 8, 3: 9, 4: 10}
"""Digits behind the mark → style of an amount."""

_FORMATS = ("General", "General", "@", "yyyy\\-mm\\-dd", "0%", "0.00%", "General", "#,##0", "#,##0.00", "#,##0.000", "#,##0.0000")  # fmt: skip
"""Style → how its cells look."""

_FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
_WIDTHS = {"id": 8, "day": 12, "instant": 22, "money": 14, "email": 28, "phone": 18, "long text": 40}


class Xlsx(Format):
    """A workbook with one sheet: a header, a row for each record."""

    __slots__ = ("_cut", "told")
    is_data = True
    is_bytes = True
    suffix = "xlsx"

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.told: Sequence[str] = ()
        self._cut = 0

    def spelled(self, *, raw: bool = False, bom: bool = False) -> Xlsx:
        """One that has told nothing yet; it needs neither a guard nor a mark."""
        return Xlsx(self.name)

    def write_into(self, rows: Iterable[Row], columns: Sequence[Column], file: BinaryIO, title: str) -> int:
        """Write the header and a row for each record, as they come, and count them."""
        if len(columns) > COLUMNS:
            raise UsageError(f"a sheet has {COLUMNS:,} columns at most, not {len(columns):,}", hint="-f csv")
        self._cut = 0
        with ZipFile(file, "w", ZIP_DEFLATED, compresslevel=4) as book:
            for name, text in _parts(title):
                with book.open(_entry(name), "w") as part:
                    part.write(text.encode())
            with book.open(_entry("xl/worksheets/sheet1.xml"), "w", force_zip64=True) as sheet:
                count = self._write_sheet(rows, columns, sheet)
        cut = self._cut
        self.told = (
            [f"{cut:,} text{'s' if cut > 1 else ''} cut: a cell holds {SIGNS:,} signs; -f csv holds all"]
            if cut
            else []
        )
        return count

    def _write_sheet(self, rows: Iterable[Row], columns: Sequence[Column], sheet: IO[bytes]) -> int:
        letters = [_letters(place) for place in range(1, len(columns) + 1)]
        widths = "".join(
            f'<col min="{at}" max="{at}" width="{_width(column)}" customWidth="1"/>'
            for at, column in enumerate(columns, start=1)
        )
        sheet.write(
            f'{_HEAD}<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1"'
            ' topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
            f"<cols>{widths}</cols><sheetData>".encode()
        )
        headers = [
            self._text(column.name, f'r="{letter}1"', _BOLD)
            for letter, column in zip(letters, columns, strict=True)
        ]
        sheet.write(f'<row r="1">{"".join(headers)}</row>'.encode())
        cells = [self._cell_of(column) for column in columns]
        count = 0
        for batch in batches(rows, BATCH):
            if count + len(batch) + 1 > ROWS:
                raise UsageError(f"a sheet has {ROWS:,} rows at most", hint="-f csv, or a query for a part")
            lines = []
            for number, row in enumerate(batch, start=count + 2):
                written = [
                    cell(value, f'r="{letter}{number}"')
                    for value, letter, cell in zip(row, letters, cells, strict=True)
                    if value is not None
                ]
                lines.append(f'<row r="{number}">{"".join(written)}</row>')
            sheet.write("".join(lines).encode())
            count += len(batch)
        sheet.write(b"</sheetData></worksheet>")
        return count

    def _cell_of(self, column: Column) -> Cell:
        """How the values of a column that are there are written."""
        if column.type == "day":
            return self._day
        if column.type == "yes/no":
            return self._flag
        is_percent = column.type == "percent"

        def cell(value: Value, at: str) -> str:
            if isinstance(value, str):
                return self._text(value, at)
            if isinstance(value, bool):
                return self._flag(value, at)
            if is_money(type(value)):
                amount: Decimal = value.decimal  # type: ignore[union-attr]
                exponent = amount.as_tuple().exponent
                return self._number(
                    amount, at, _MONEY.get(-exponent if isinstance(exponent, int) else 0, _PLAIN)
                )
            if isinstance(value, Decimal):
                is_whole = is_percent and (value * 100) % 1 == 0
                return self._number(
                    value, at, _WHOLE_PERCENT if is_whole else _PERCENT if is_percent else _PLAIN
                )
            if isinstance(value, int):
                return self._number(Decimal(value), at, _PLAIN)
            text = text_form(type(value))(value)
            return self._text(text, at) if text else ""

        return cell

    def _day(self, value: Value, at: str) -> str:
        try:
            day = value if isinstance(value, date) else date.fromisoformat(str(value))
        except ValueError:  # a text that another program wrote
            return self._text(str(value), at)
        if day < _FIRST_DAY:
            return self._text(day.isoformat(), at)
        return f'<c {at} s="{_DAY}"><v>{day.toordinal() - _ZERO}</v></c>'

    def _flag(self, value: Value, at: str) -> str:
        return f'<c {at} t="b"><v>{int(bool(value))}</v></c>'

    def _number(self, number: Decimal, at: str, style: int) -> str:
        """A number; as text where a spreadsheet would lose digits of it."""
        text = format(number, "f")
        if len(text.strip("-0.").replace(".", "")) > DIGITS or not number.is_finite():
            return self._text(text, at)
        return f'<c {at} s="{style}"><v>{text}</v></c>'

    def _text(self, text: str, at: str, style: int = _TEXT) -> str:
        if len(text) > SIGNS // 2 and len(text.encode("utf-16-le", "surrogatepass")) > 2 * SIGNS:
            self._cut += 1
            text = text.encode("utf-16-le", "surrogatepass")[: 2 * SIGNS].decode("utf-16-le", "ignore")
        return f'<c {at} s="{style}" t="inlineStr"><is><t xml:space="preserve">{_escaped(text)}</t></is></c>'


FORMAT = Xlsx("xlsx")

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"


def _escaped(text: str) -> str:
    """A text as XML has it; a sign that XML does not know as `_x000B_`, which spreadsheets read back."""
    if _FORBIDDEN.search(text):
        text = _FORBIDDEN.sub(lambda sign: f"_x{ord(sign[0]):04X}_", text)
    if "&" in text or "<" in text or ">" in text:
        text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text


def _letters(place: int) -> str:
    """The name of a column: 1 → A, 27 → AA."""
    name = ""
    while place:
        place, at = divmod(place - 1, 26)
        name = chr(65 + at) + name
    return name


def _width(column: Column) -> int:
    return max(len(column.name) + 2, _WIDTHS.get(column.type, 18 if column.type == "text" else 10))


def _entry(name: str) -> ZipInfo:
    """A part of the archive; with no time of its own, so that equal records give equal files."""
    entry = ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    entry.compress_type = ZIP_DEFLATED
    return entry


def _parts(title: str) -> list[tuple[str, str]]:
    """What a workbook has beside its sheet."""
    custom = {form: 164 + at for at, form in enumerate(dict.fromkeys(_FORMATS[3:]))}
    custom = {form: number for form, number in custom.items() if form not in {"General", "0%", "0.00%"}}
    known = {"General": 0, "@": 49, "0%": 9, "0.00%": 10, **custom}
    formats = "".join(f'<numFmt numFmtId="{number}" formatCode="{form}"/>' for form, number in custom.items())
    styles = "".join(
        f'<xf numFmtId="{known[form]}" fontId="{int(style == _BOLD)}" fillId="0" borderId="0" xfId="0"'
        ' applyNumberFormat="1"/>'
        for style, form in enumerate(_FORMATS)
    )
    sheet = re.sub(r"[\[\]:*?/\\']", " ", title)[:31].strip() or "records"
    types = (
        f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_KIND}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_KIND}.worksheet+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{_KIND}.styles+xml"/></Types>'
    )
    book = (
        f'{_HEAD}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>'
        f'<sheet name="{_escaped(sheet)}" sheetId="1" r:id="rId1"/></sheets></workbook>'
    )
    looks = (
        f'{_HEAD}<styleSheet xmlns="{_MAIN}"><numFmts count="{len(custom)}">{formats}</numFmts>'
        '<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>'
        '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>'
        '<fills count="2"><fill><patternFill patternType="none"/></fill>'
        '<fill><patternFill patternType="gray125"/></fill></fills>'
        '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
        '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
        f'<cellXfs count="{len(_FORMATS)}">{styles}</cellXfs>'
        '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
    )
    return [
        ("[Content_Types].xml", types),
        ("_rels/.rels", _relations(("officeDocument", "xl/workbook.xml"))),
        ("xl/workbook.xml", book),
        (
            "xl/_rels/workbook.xml.rels",
            _relations(("worksheet", "worksheets/sheet1.xml"), ("styles", "styles.xml")),
        ),
        ("xl/styles.xml", looks),
    ]


def _relations(*targets: tuple[str, str]) -> str:
    told = "".join(
        f'<Relationship Id="rId{number}" Type="{_OFFICE}/{what}" Target="{target}"/>'
        for number, (what, target) in enumerate(targets, start=1)
    )
    return f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{told}</Relationships>'
