"""JSON and JSON Lines as tables: objects are rows, their keys headers, what nests flattened as our CSV has it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import islice
from typing import IO, Any

from crm_cli.core.errors import UsageError
from crm_cli.core.text import clean, plural
from crm_cli.exchange.read import encodings, header_row
from crm_cli.exchange.read.csv import text_of
from crm_cli.exchange.read.sources import CHUNK, Source
from crm_cli.exchange.read.table import Asked, Held, Row, Table, fit
from crm_cli.kinds.catalogue import KINDS
from crm_cli.kinds.field import POINTS
from crm_cli.output.json import json_text

_BETWEEN = re.compile(r"[\s,]*")
_WRAPPED = frozenset({"properties", "attributes", "fields"})
"""Keys under which programs put all fields of a record: these stand under their own names."""

_ROW_KEYS = frozenset({"id", "uid", "name", "title", "email", "subject"})
"""Keys of which a record has one, and what holds lists of records none."""


@dataclass
class JsonTable(Table):
    """Objects one after the other, in an array or on lines, read as they are needed."""

    values: Callable[[], Iterator[tuple[int, Any]]]
    blanks: frozenset[str] = frozenset()
    changed: int = field(default=0, init=False)

    @property
    def told(self) -> list[str]:
        """What texts hold that no text can."""
        return (
            [f"{plural(self.changed, 'NUL or half sign', 'NULs and half signs')} taken out"]
            if self.changed
            else []
        )

    def rows(self) -> Iterator[Row]:
        """Yield a row for each object; what is none has a fault."""
        self.changed = 0
        places = {header: place for place, header in enumerate(self.headers)}
        for line, value in self.values():
            cells = [""] * len(places)
            if not isinstance(value, dict):
                cells[:1] = [plain(value)]
                yield Row(line, cells, "it is no object with keys, as the others are")
                continue
            for header, text in flattened(value).items():
                kept, changed = clean(text)
                self.changed += changed
                kept = kept.strip()
                cells[places[header]] = "" if kept in self.blanks else kept
            if any(cells):
                yield Row(line, cells, "")


def tables(name: str, source: Source, asked: Asked) -> tuple[list[Table], list[str]]:
    """The tables of a file: one, or, of an object that holds arrays of objects, one for each; and what is left out."""
    with source() as stream:
        found = encodings.find(stream, asked.encoding)

    def values() -> Iterator[tuple[int, Any]]:
        with text_of(source, found) as text:
            yield from Reader(name, text).values()

    with text_of(source, found) as text:
        reader = Reader(name, text)
        first = [*islice((value for _, value in reader.values()), 2)]
    if not first:
        return [], [f"{name} (no rows)"]
    only = first[0] if len(first) == 1 and not reader.is_array else None
    if isinstance(only, dict) and not _ROW_KEYS & only.keys():
        lists = {key: value for key, value in only.items() if _is_rows(value)}
        if lists:
            rest = [f"{name}/{key}" for key in only if key not in lists and only[key] not in (None, [], "")]
            return [_of(f"{name}/{key}", _held(value), found, asked) for key, value in lists.items()], rest
    if isinstance(first[0], list):
        return [_of_arrays(name, [value for _, value in values()], asked)], []
    return [_of(name, values, found, asked)], []


def _of(
    name: str, values: Callable[[], Iterator[tuple[int, Any]]], found: encodings.Encoding, asked: Asked
) -> Table:
    headers: dict[str, None] = {}
    for _, value in values():
        if isinstance(value, dict):
            before: str | None = None
            for header in flattened(value):
                if header not in headers:
                    headers = _with(headers, header, before)
                before = header
    if not headers:
        raise UsageError(
            f"{name} holds no objects with keys", hint="an array of objects, or an object a line, is read"
        )
    return JsonTable(name, [*headers], values, asked.blanks, how=f"JSON, {found.name}", raw=asked.raw)


def _with(headers: dict[str, None], header: str, before: str | None) -> dict[str, None]:
    """One header more, after the one that stands before it in its object."""
    if before is None or before == next(reversed(headers), None):
        headers[header] = None
        return headers
    names = [*headers]
    names.insert(names.index(before) + 1, header)
    return dict.fromkeys(names)


def _of_arrays(name: str, arrays: Sequence[Any], asked: Asked) -> Table:
    """Rows that are arrays, the first of them the headers."""
    rows = [[plain(cell).strip() for cell in (row if isinstance(row, list) else [row])] for row in arrays]
    headers = header_row.cleaned(rows[0], raw=True)
    header_row.check(name, headers, 1, ", ")
    made = [fit(line, row, len(headers), "") for line, row in enumerate(rows[1:], start=2) if any(row)]
    return Held(name, headers, made, how="JSON, the first array holds the headers", raw=asked.raw)


def _held(values: Sequence[Any]) -> Callable[[], Iterator[tuple[int, Any]]]:
    return lambda: iter(enumerate(values, start=1))


def _is_rows(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(one, dict) for one in value)


class Reader:
    """Values one after the other, those of one array or of lines, read a piece at a time."""

    def __init__(self, name: str, stream: IO[str]) -> None:
        self.name, self.stream = name, stream
        self.text, self.at, self.line, self.is_over = "", 0, 1, False
        self.is_array = False
        self.decoder = json.JSONDecoder(
            object_pairs_hook=_object, parse_float=Decimal, parse_constant=str, strict=False
        )

    def values(self) -> Iterator[tuple[int, Any]]:
        """Yield each value with the line it begins on. Raises UsageError for what is no JSON."""
        self._skip()
        self.is_array = is_array = self.text[self.at : self.at + 1] == "["
        if is_array:
            self.at += 1
            self._skip()
        while self.at < len(self.text):
            if is_array and self.text[self.at] == "]":
                self.at += 1
                self._skip()
                if self.at < len(self.text):
                    raise self._wrong("something stands after the end of the array")
                return
            yield self.line, self._value()
            self._skip()
        if is_array:
            raise self._wrong("the array is not closed: the file is not whole")

    def _value(self) -> Any:
        while True:
            try:
                value, end = self.decoder.raw_decode(self.text, self.at)
            except json.JSONDecodeError as error:
                if self._more():
                    continue
                self.line += self.text.count("\n", self.at, error.pos)
                raise self._wrong(error.msg.lower()) from None
            except (RecursionError, ValueError):
                raise self._wrong("it nests too deeply, or a number is too long") from None
            if end == len(self.text) and self._more():
                continue  # a number may go on
            self.line += self.text.count("\n", self.at, end)
            self.at = end
            return value

    def _skip(self) -> None:
        while True:
            match = _BETWEEN.match(self.text, self.at)
            end = match.end() if match else self.at
            self.line += self.text.count("\n", self.at, end)
            self.at = end
            if end < len(self.text) or not self._more():
                return

    def _more(self) -> bool:
        if self.is_over:
            return False
        piece = self.stream.read(max(CHUNK, len(self.text) - self.at))
        self.is_over = not piece
        if not self.text:
            piece = piece.removeprefix("\ufeff")
        self.text, self.at = self.text[self.at :] + piece, 0
        return bool(piece)

    def _wrong(self, message: str) -> UsageError:
        return UsageError(f"{self.name} is no JSON: line {self.line}: {message}")


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object, whose keys that come twice get a number, so that nothing of it is lost."""
    made = dict(pairs)
    if len(made) == len(pairs):
        return made
    made = {}
    for key, value in pairs:
        name, number = key, 2
        while name in made:
            name, number = f"{key} {number}", number + 1
        made[name] = value
    return made


def flattened(record: dict[str, Any]) -> dict[str, str]:
    """Header → text of an object: `emails: [{value, label}]` is email, email_label, email_2 …; `a: {b}` is `a b`."""
    cells: dict[str, str] = {}
    for key, value in record.items():
        name = key.strip()
        if isinstance(value, dict):
            for inner, text in flattened(value).items():
                _put(cells, inner if name in _WRAPPED else f"{name} {inner}", text)
        elif isinstance(value, list):
            for header, text in _listed(name, value).items():
                _put(cells, header, text)
        else:
            _put(cells, name, plain(value))
    return cells


def _put(cells: dict[str, str], header: str, text: str) -> None:
    """Give a header its text; where it has another already, under a number of its own."""
    there = cells.get(header)
    if there is None or not there:
        cells[header] = text
    elif text and text != there:
        number = 2
        while cells.get(f"{header} {number}"):
            number += 1
        cells[f"{header} {number}"] = text


def _listed(name: str, values: list[Any]) -> dict[str, str]:
    """The columns of an array."""
    one = _SINGULAR.get(name, "")
    parts = [value for value in values if isinstance(value, dict)]
    if len(parts) == len(values) and (one in POINTS or (parts and all("value" in part for part in parts))):
        return _points(one or name, parts)
    if one in KINDS and all(isinstance(value, str) or _is_link(value) for value in values):
        return _links(one, values)
    if not any(isinstance(value, (list, dict)) or ";" in plain(value) for value in values):
        return {name: "; ".join(map(plain, values))}
    return {name: json_text(values)}


def _points(name: str, parts: Sequence[dict[str, Any]]) -> dict[str, str]:
    """Points: the first is the primary one."""
    cells = {} if parts else {name: ""}
    ordered = sorted(parts, key=lambda part: not part.get("primary"))
    for number, part in enumerate(ordered, start=1):
        header = name if number == 1 else f"{name}_{number}"
        cells[header] = plain(part.get("value"))
        label = part.get("label", part.get("type"))
        if label:
            cells[f"{header}_label"] = plain(label)
    return cells


def _links(name: str, values: Sequence[Any]) -> dict[str, str]:
    cells = {} if values else {name: ""}
    for number, value in enumerate(values, start=1):
        header = name if number == 1 else f"{name}_{number}"
        cells[header] = plain(value["name"] if isinstance(value, dict) else value)
        if isinstance(value, dict):
            cells[f"{header}_id"] = plain(value["id"])
    return cells


def _is_link(value: Any) -> bool:
    return isinstance(value, dict) and value.keys() == {"id", "name"}


_SINGULAR = {plural: one for one, plural in POINTS.items()} | {KINDS[name].plural: name for name in KINDS}
"""The keys of our JSON that hold several → the header of one."""


def plain(value: Any) -> str:
    """A single value as a cell has it."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    return json_text(value)
