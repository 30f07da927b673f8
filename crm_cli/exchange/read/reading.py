"""Read a table of text as it is: encoding, delimiter, header row, and its rows as often as they are needed."""

from __future__ import annotations

import csv
import io
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import IO, BinaryIO, NamedTuple, cast

from crm_cli.core.errors import UsageError
from crm_cli.exchange.read import encodings
from crm_cli.output.csv import unguard

DELIMITERS = ",;\t|"
_HEAD_ROWS = 40
_NAMES = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}

Source = Callable[[], BinaryIO]
"""Opens the bytes from their beginning, as often as it is called."""


class Row(NamedTuple):
    """One row: the line it begins on, a cell for each header, and what is wrong with it as a row, or ""."""

    line: int
    cells: list[str]
    fault: str


@dataclass
class Sheet:
    """A table of text.

    header_line: the line the headers stand on; lines before it are a preamble.
    headers: as in the file, but for a guard and outer white space.
    nuls: how many NULs were taken out, once all rows have been read.
    """

    name: str
    source: Source
    encoding: encodings.Encoding
    delimiter: str
    header_line: int
    headers: list[str]
    raw: bool = False
    blanks: frozenset[str] = frozenset()
    nuls: int = field(default=0, init=False)

    @property
    def delimiter_name(self) -> str:
        """The delimiter as people call it."""
        return _NAMES.get(self.delimiter, repr(self.delimiter))

    def rows(self) -> Iterator[Row]:
        """Yield the rows below the headers, those without any text left out.

        A row that is too short has blanks at its end; one with more text than headers has a fault.
        Raises UsageError for a quote that is never closed.
        """
        width = len(self.headers)
        unguards = not self.raw and self.encoding.has_apostrophe
        blanks = self.blanks
        self.nuls = 0
        with _text(self.source, self.encoding) as stream:
            record: list[str] = []
            reader = _reader(self._kept(stream, record), self.delimiter)
            line, end, last = 0, 0, ""
            for read in reader:
                line, end = end + 1, reader.line_num
                if line <= self.header_line:
                    record.clear()
                    continue
                cells = [*map(str.strip, read)]
                if unguards and (end > line or "'" in record[0]):
                    cells = [unguard(cell).strip() if cell[:1] == "'" else cell for cell in cells]
                if blanks:
                    cells = ["" if cell in blanks else cell for cell in cells]
                fault = ""
                if end > line and (wrong := _quoting(record, self.delimiter)):
                    _check_closed(wrong, line)
                    fault = "a quote is opened and not closed where a cell ends"
                count = len(cells)
                if count < width:
                    cells += [""] * (width - count)
                elif count > width:
                    if any(cells[width:]):
                        fault = fault or f"it has {count} cells, the header row {width}"
                    del cells[width:]
                if any(cells) or fault:
                    yield Row(line, cells, fault)
                last = record[-1] if record else ""
                record.clear()
            if end == line and '"' in last:
                _check_closed(_quoting([last], self.delimiter), line)

    def _kept(self, stream: IO[str], record: list[str]) -> Iterator[str]:
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


def open_sheet(
    name: str,
    source: Source,
    *,
    encoding: str | None = None,
    raw: bool = False,
    blanks: Iterable[str] = (),
    score: Callable[[Sequence[str]], int],
) -> Sheet:
    """Find out how a file is written, and where its headers are.

    score: how many of some cells are headers we know; it settles what shape alone cannot.
    Raises UsageError for a file that is empty or no text.
    """
    with source() as stream:
        found = encodings.find(stream, encoding)
    with _text(source, found) as stream_:
        head = stream_.read(1 << 18).replace("\0", "")
    if not head.strip():
        raise UsageError(f"{name} is empty", hint="a file like those that import reads: crm export contacts")
    lines = io.StringIO(head, newline="").readlines()
    if len(head) == 1 << 18:
        lines = lines[:-1] or lines
    delimiter, header_line = _layout(lines, score)
    headers = _record_at(lines, delimiter, header_line)
    headers = [header.strip() for header in headers]
    if not raw:
        headers = [unguard(header).strip() for header in headers]
    while headers and not headers[-1]:
        headers.pop()
    if any("@" in header and "." in header for header in headers):
        raise UsageError(
            f"{name} has no header row: line {header_line} reads `{delimiter.join(headers)[:60]}`",
            hint="put a line with the names of the columns above it",
        )
    return Sheet(name, source, found, delimiter, header_line, headers, raw, frozenset(blanks))


def file_source(path: Path) -> Source:
    """The bytes of a file; of what can be read only once (a pipe, `<(…)`, `/dev/stdin`), kept aside.

    UsageError where it cannot be read.
    """

    def start() -> BinaryIO:
        with _told(path):
            return path.open("rb")

    if not path.exists() or path.is_file() or path.is_dir():
        return start
    with _told(path), path.open("rb") as stream:
        return _kept(stream)


def stream_source(stream: IO[str]) -> Source:
    """The bytes of a stream that can be read only once, kept aside."""
    buffer = getattr(stream, "buffer", None)
    return _kept(buffer or io.BytesIO(stream.read().encode("utf-8", "surrogatepass")))


def _kept(stream: BinaryIO) -> Source:
    """All bytes of a stream, in a file that nobody else sees; it lives as long as the command."""
    spool = cast("BinaryIO", tempfile.TemporaryFile())
    shutil.copyfileobj(stream, spool, encodings.CHUNK)
    spool.flush()

    def start() -> BinaryIO:
        handle = os.dup(spool.fileno())
        os.lseek(handle, 0, os.SEEK_SET)
        return os.fdopen(handle, "rb")

    return start


@contextmanager
def _told(path: Path) -> Iterator[None]:
    try:
        yield
    except FileNotFoundError:
        raise UsageError(f"there is no file `{path}`") from None
    except IsADirectoryError:
        raise UsageError(f"`{path}` is a folder, not a file") from None
    except OSError as error:
        raise UsageError(f"`{path}` cannot be read: {(error.strerror or str(error)).lower()}") from None


@contextmanager
def _text(source: Source, encoding: encodings.Encoding) -> Iterator[IO[str]]:
    with source() as stream, io.TextIOWrapper(stream, encoding=encoding.codec, newline="") as text:
        yield text


def _reader(lines: Iterable[str], delimiter: str, *, strict: bool = False) -> csv._reader:  # type: ignore[name-defined]
    csv.field_size_limit(min(sys.maxsize, 2**31 - 1))
    return csv.reader(lines, delimiter=delimiter, skipinitialspace=True, strict=strict)


def _quoting(lines: Sequence[str], delimiter: str) -> str:
    """What is wrong with the quotes of one record, in the words of the csv module, or ""."""
    try:
        for _ in _reader(lines, delimiter, strict=True):
            pass
    except csv.Error as error:
        return str(error)
    return ""


def _check_closed(wrong: str, line: int) -> None:
    if "unexpected end" in wrong:
        raise UsageError(
            f"the quote that opens in the row of line {line} is never closed",
            hint=f"look at line {line}: a cell that begins with a quote must end with one",
        )


def _layout(lines: Sequence[str], score: Callable[[Sequence[str]], int]) -> tuple[str, int]:
    """The delimiter, and the line of the headers."""
    first = lines[0].strip().lstrip("\ufeff").strip('"')
    if first.lower().startswith("sep=") and len(first) == 5:
        return first[4], _header_line(_head(lines, first[4]), score, after=1)[1]
    best: tuple[tuple[float, ...], str, int] = ((-1.0,), ",", 1)
    for place, delimiter in enumerate(DELIMITERS):
        head = _head(lines, delimiter)
        known, line = _header_line(head, score)
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


def _header_line(
    head: Sequence[tuple[int, list[str]]], score: Callable[[Sequence[str]], int], *, after: int = 0
) -> tuple[int, int]:
    """How many headers of the header row are known, and its line: the first row as full as most of the others."""
    rows = [(line, cells) for line, cells in head if line > after]
    if not rows:
        raise UsageError("the file has no rows", hint="its first line should hold the names of the columns")
    filled = [sum(map(bool, cells)) for _, cells in rows]
    widths = [len(cells) for _, cells in rows]
    usual = max(set(widths), key=lambda width: (widths.count(width) * (width > 1), width))
    enough = max(1, min(usual, max(filled)) * 0.6)
    full = [place for place, count in enumerate(filled) if count >= enough and widths[place] >= usual * 0.6]
    first = full[0] if full else 0
    scores = {place: score(rows[place][1]) for place in range(min(len(rows), 20))}
    likeliest = max(scores, key=lambda place: (scores[place], -place))
    is_better = likeliest < first or scores.get(first, 0) * 2 < scores[likeliest]
    if scores[likeliest] >= 2 and is_better:
        first = likeliest
    return scores.get(first, 0), rows[first][0]


def _record_at(lines: Sequence[str], delimiter: str, line: int) -> list[str]:
    return next(cells for cells in islice(_reader(lines[line - 1 :], delimiter), 1))
