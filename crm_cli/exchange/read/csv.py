"""A table of text as it is written: its delimiter, its header row, and its rows read in flat memory."""

from __future__ import annotations

import csv
import io
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import chain, islice
from typing import IO, ClassVar

from crm_cli.core.errors import UsageError
from crm_cli.core.text import plural
from crm_cli.exchange.read import encodings, header_row, quotes
from crm_cli.exchange.read.sources import Source
from crm_cli.exchange.read.table import LINE, MORE, REASON, Asked, Row, Table, fit
from crm_cli.output.csv import unguard

DELIMITERS = ",;\t|"
_HEAD_ROWS = 40
_NAMES = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}


@dataclass
class CsvTable(Table):
    """A table of text.

    header_line: the line the headers stand on; lines before it are a preamble. added: columns of a file of rejected
    rows that are none of its own, from the end of the headers. is_guarded: a `'` may be the guard of a cell. nuls: how many NULs were taken out of the rows.
    """

    is_guarded: ClassVar[bool] = True

    source: Source
    encoding: encodings.Encoding
    delimiter: str
    header_line: int
    blanks: frozenset[str] = frozenset()
    added: int = 0
    nuls: int = field(default=0, init=False)
    outer: int = field(default=0, init=False)
    left: int = field(default=0, init=False)

    @property
    def told(self) -> list[str]:
        """What was left out of the rows, and of the table."""
        told = [f"{plural(self.nuls, 'NUL')} taken out"] if self.nuls else []
        if self.added:
            told.append(f"left out: {LINE}, {REASON}, which rejected rows have beside their own")
        return told

    @property
    def outside(self) -> int:
        """The cells of the preamble, and those that rejected rows have beside their own."""
        return self.outer + self.left

    def rows(self) -> Iterator[Row]:
        """Yield the rows below the headers, those without any text left out.

        A row that is too short has blanks at its end; one with more text than headers has a fault.
        Raises UsageError for a quote that is never closed.
        """
        width = len(self.headers)
        unguards = self.is_guarded and not self.raw and self.encoding.has_apostrophe
        blanks, added = self.blanks, self.added
        self.nuls = self.outer = self.left = 0
        record: list[str] = []
        for line, read, wrong in self.records(record):
            fault = wrong
            if line <= self.header_line:
                if line < self.header_line:
                    self.outer += sum(map(bool, map(str.strip, read)))
                continue
            cells = [*map(str.strip, read)]
            if unguards and (len(record) > 1 or "'" in record[0]):
                cells = [unguard(cell).strip() if cell[:1] == "'" else cell for cell in cells]
            if added:
                cells, reason = self._own(cells)
                if reason.startswith(quotes.FAULT) and '"' in "".join(cells):
                    fault = quotes.STILL
            if blanks:
                cells = ["" if cell in blanks else cell for cell in cells]
            if len(cells) == width and not fault:
                if any(cells):
                    yield Row(line, cells, "")
                continue
            row = fit(line, cells, width, fault)
            if row.fault or any(row.cells):
                yield row

    def _own(self, cells: list[str]) -> tuple[list[str], str]:
        """A rejected row without what was written beside it, and why it was rejected; cells too many still count."""
        width = len(self.headers) + self.added
        own = cells[: width - 2] + cells[width:]
        self.left += sum(map(bool, cells[width - 2 : width]))
        while len(own) > len(self.headers) and not own[-1]:
            own.pop()
        return own, "".join(cells[width - 1 : width])

    def records(self, record: list[str]) -> Iterator[tuple[int, list[str], str]]:
        """Each record with the line it begins on and what is wrong with its quotes, its lines left in `record`."""
        with text_of(self.source, self.encoding) as stream:
            lines = self.kept(stream, record)
            reader = _reader(lines, self.delimiter, strict=True)
            line = 1
            while True:
                try:
                    for cells in reader:
                        yield line, cells, ""
                        line += len(record)
                        record.clear()
                    return
                except csv.Error as error:
                    if "unexpected end" in str(error):
                        raise quotes.never_closed(line) from None
                is_whole, begun = False, [*record]
                record.clear()
                for _ in _reader(chain(self._again(begun, record), lines), self.delimiter):
                    is_whole = True
                    break
                last = record[-1] if record else ""
                cells, is_odd, is_open = quotes.read("".join(record), self.delimiter)
                if not is_whole or (is_open and not last.endswith(("\n", "\r"))):
                    raise quotes.never_closed(line)
                yield line, cells, quotes.FAULT if is_odd else ""
                line += len(record)
                record.clear()

    @staticmethod
    def _again(begun: Sequence[str], record: list[str]) -> Iterator[str]:
        for text in begun:
            record.append(text)
            yield text

    def kept(self, stream: IO[str], record: list[str]) -> Iterator[str]:
        """Give the lines on, each noted in `record`; NULs are taken out and counted."""
        if not self.encoding.has_nul:
            for text in stream:
                record.append(text)
                yield text
            return
        for text in stream:
            self.nuls += text.count("\0")
            record.append(text.replace("\0", ""))
            yield record[-1]


def open_table(name: str, source: Source, asked: Asked) -> CsvTable:
    """Find out how a file is written, and where its headers are.

    Raises UsageError for a file that is empty or no text.
    """
    with source() as stream:
        found = encodings.find(stream, asked.encoding)
    with text_of(source, found) as stream_:
        head = stream_.read(1 << 18).replace("\0", "")
    if not head.strip():
        raise UsageError(f"{name} is empty", hint="a file like those that import reads: crm export contacts")
    lines = io.StringIO(head, newline="").readlines()
    if len(head) == 1 << 18:
        lines = lines[:-1] or lines
    delimiter, header_line = _layout(lines, asked)
    first = _records_at(lines, delimiter, header_line, 3)
    headers = header_row.cleaned(first[0], raw=asked.raw)
    header_row.check(name, headers, header_line, delimiter)
    added = _added(headers, first[1:])
    how = f" ({found.how})" if found.how else ""
    between = _NAMES.get(delimiter, repr(delimiter))
    return CsvTable(
        name,
        headers[: len(headers) - added],
        source,
        found,
        delimiter,
        header_line,
        asked.blanks,
        added,
        how=f"{found.name}{how}, {between} between cells, headers on line {header_line}",
        raw=asked.raw,
    )


@contextmanager
def text_of(source: Source, encoding: encodings.Encoding) -> Iterator[IO[str]]:
    """The text of a file, line ends as they are."""
    with source() as stream, io.TextIOWrapper(stream, encoding=encoding.codec, newline="") as text:
        yield text


def _reader(lines: Iterable[str], delimiter: str, *, strict: bool = False) -> csv._reader:  # type: ignore[name-defined]
    csv.field_size_limit(min(sys.maxsize, 2**31 - 1))
    return csv.reader(lines, delimiter=delimiter, skipinitialspace=True, strict=strict)


def _added(headers: Sequence[str], rows: Sequence[Sequence[str]]) -> int:
    """How many of the last headers are those of a file of rejected rows, as its first rows show."""
    if [*headers[-2:]] != [LINE, REASON]:
        return 0
    for cells in rows:
        line, reason = (*cells, "", "", "")[len(headers) - 2 : len(headers)]
        if any(cells) and not (line.strip().isdecimal() and reason.strip()):
            return 0
    more = 0
    while more + 3 < len(headers) and re.fullmatch(rf"{MORE}(_\d+)?", headers[-3 - more]):
        more += 1
    return 2 + more


def _layout(lines: Sequence[str], asked: Asked) -> tuple[str, int]:
    """The delimiter, and the line of the headers."""
    first = lines[0].strip().lstrip("\ufeff").strip('"')
    if first.lower().startswith("sep=") and len(first) == 5:
        return first[4], header_row.find(_head(lines, first[4]), asked.score, after=1)[1]
    best: tuple[tuple[float, ...], str, int] = ((-1.0,), ",", 1)
    for place, delimiter in enumerate(DELIMITERS):
        head = _head(lines, delimiter)
        known, line = header_row.find(head, asked.score)
        widths = [len(cells) for number, cells in head if number >= line and any(cells)]
        width = max(set(widths), key=widths.count) if widths else 1
        alike = widths.count(width) / len(widths) if widths else 0.0
        shape = alike if width > 1 else 0.0
        merit = (known * shape if width > 1 else known * 0.1, shape, float(width), -float(place))
        if merit > best[0]:
            best = (merit, delimiter, line)
    return best[1], best[2]


def _head(lines: Sequence[str], delimiter: str) -> list[tuple[int, list[str]]]:
    """The first records that are not blank, each with the line it begins on."""
    found: list[tuple[int, list[str]]] = []
    reader = _reader(lines, delimiter)
    end = 0
    try:
        for cells in reader:
            line, end = end + 1, reader.line_num
            if any(cell.strip() for cell in cells):
                found.append((line, [cell.strip() for cell in cells]))
            if len(found) == _HEAD_ROWS:
                break
    except csv.Error:
        pass
    return found


def _records_at(lines: Sequence[str], delimiter: str, line: int, count: int) -> list[list[str]]:
    return [*islice(_reader(lines[line - 1 :], delimiter), count)]
