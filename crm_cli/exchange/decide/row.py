"""One row in our words: what programs wrap around cells taken off, their words put into ours, parts put together."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from crm_cli.core.text import compact
from crm_cli.exchange.decide.cleaners import CLEANERS
from crm_cli.exchange.decide.decision import Column, Decision
from crm_cli.exchange.decide.endings import Endings
from crm_cli.exchange.decide.lines import MARK
from crm_cli.exchange.decide.profiles import Rows, usual_words
from crm_cli.exchange.decide.spoilt import is_spoilt
from crm_cli.exchange.decide.targets import several
from crm_cli.exchange.plan.plan import Reject

_NOTHING: dict[str, str] = {}
_ENDINGS = Endings()

BETWEEN = {"street": ", ", "tags": "; ", "description": "\n"}
"""What stands between the parts of a field that several columns hold; a space, of others."""


Aside = tuple[int, str, str]


class Cells(NamedTuple):
    """The cells of one row, read into our words.

    given: what the row is beside its cells, field → value. asides: (index of the column, text, reason) of what is kept as
    it is written, as it cannot be what the column is.
    """

    cells: Sequence[str]
    given: dict[str, str]
    asides: Sequence[Aside]


class RowReader:
    """Reads the rows of one decided table."""

    def __init__(self, decision: Decision) -> None:
        self._columns = [
            (column.index, _cleaner(column), column)
            for column in decision.columns
            if column.clean or column.blanks or column.words or column.is_spoilt or column.separator
        ]
        self._ids = {index: read for index, read, column in self._columns if column.target == "external_id"}
        self._several = several(decision.kind)
        rows = decision.profile
        self._given = dict(rows.given) if rows else _NOTHING
        at = {compact(column.header): column for column in reversed(decision.columns)}
        self._parts: list[tuple[int, str, bool, list[int]]] = []
        self._ends: list[tuple[int, str, str]] = []
        self._flags: list[int] = []
        self._status = next((c.index for c in decision.columns if c.target == "status"), None)
        self._only: list[tuple[int, frozenset[str]]] = []
        self._left_out: list[tuple[int, frozenset[str]]] = []
        self._outside: tuple[str, ...] = ()
        self._is_lone = bool(rows and rows.is_lone)
        if rows:
            for field, headers in rows.first_of.items():
                self._part(field, [at[one] for one in headers if one in at], joins=False)
            for field, headers in rows.joined.items():
                self._part(field, [at[one] for one in headers if one in at], joins=True)
            self._ends = [
                (at[header].index, compact(cell) if cell != "*" else "*", ending)
                for header, cell, ending in rows.outcome
                if header in at
            ]
            dated = {index for index, cell, _ in self._ends if cell == "*"}
            self._flags = [
                c.index for c in decision.columns if c.part_of == "status" and c.index not in dated
            ]
            self._only = _where(rows, at)
            self._left_out = [
                (at[header].index, cells) for header, cells in rows.left_out.items() if header in at
            ]
            self._outside = rows.outside
        has_lines = bool(rows and rows.lines)
        self._product = next((c.index for c in decision.columns if has_lines and c.target == "product"), None)
        self._of_lines = [c.index for c in decision.columns if has_lines and c.part_of == "items"]
        self._instead = [
            (at[header].index, at[other].index)
            for header, other in (rows.instead.items() if rows else ())
            if header in at and other in at
        ]
        self._others = None if decision.others is None else [_where(rows, at) for rows in decision.others]
        self._headers = {column.index: column.header for column in decision.columns}
        self._refers = [
            (at[id].index, at[type].index if type in at else None, to)
            for id, type, to in (rows.refers if rows else ())
            if id in at
        ]
        self.is_plain = not (
            self._columns or self._given or self._parts or self._ends or self._refers or self._only
        )

    def _part(self, field: str, columns: list[Column], *, joins: bool) -> None:
        main = next((column for column in columns if column.target == field), None)
        if main and len(columns) > 1:
            parts = [column.index for column in columns if column is main or column.part_of == field]
            self._parts.append((main.index, field, joins, parts))

    def takes(self, cells: Sequence[str]) -> bool:
        """Whether a row of the table is of the kind, where rows of several kinds stand in it, or of none of them."""
        if self.is_own(cells):
            return True
        return self._others is not None and not any(
            compact(cells[index]) in meant for only in self._others for index, meant in only
        )

    def is_own(self, cells: Sequence[str]) -> bool:
        """Whether a row says that it is of the kind."""
        return not self._only or all(compact(cells[index]) in meant for index, meant in self._only)

    def why_out(self, cells: Sequence[str]) -> str:
        """Why a row is no record: `footer` of the sheet, or `deleted` where it came from; "" for one that is."""
        if self._outside or self._is_lone:
            filled = [cell for cell in cells if cell]
            if len(filled) <= 2 and (
                (self._is_lone and len(filled) == 1) or filled[0].startswith(self._outside)
            ):
                return "footer"
        if self._left_out and any(
            cells[index] and compact(cells[index]) in marks for index, marks in self._left_out
        ):
            return "deleted"
        return ""

    def id(self, cells: Sequence[str], index: int) -> str:
        """The id in a row, as links of other files name it; "" of one that is spoilt."""
        read = self._ids.get(index)
        cell = cells[index]
        return "" if is_spoilt(cell) else read(cell) if read and cell else cell

    def read(self, cells: Sequence[str]) -> Cells:
        """Read one row; Reject for one that is of none of the kinds of the table."""
        if self.is_plain:
            return Cells(cells, _NOTHING, ())
        if not self.is_own(cells):
            index, _ = self._only[0]
            raise Reject(
                f"its {self._headers[index]} is `{cells[index]}`, which is no sort of row of the profile"
            )
        asides: list[Aside] = []
        given = dict(self._given)
        made = list(cells)
        for index, clean, column in self._columns:
            if cell := made[index]:
                made[index] = clean(cell)
                if column.is_spoilt and is_spoilt(cell):
                    asides.append((index, cell, f"{column.header}: `{cell}` was spoilt by a spreadsheet"))
                    made[index] = ""
                elif column.is_closed and made[index] not in ("", "yes", "no"):
                    asides.append((index, cell, f"{column.header}: `{cell}` is neither yes nor no"))
                    made[index] = ""
                elif column.separator and column.reading in {"link", "link_id"}:
                    self._split(made, column, given, asides)
        for index, other in self._instead:
            if cells[index] and not made[index]:
                found = re.search(r"[^\s<>()]+@[^\s<>()]+", cells[other])
                made[index] = found[0] if found else ""
                if not found:
                    asides.append((index, cells[index], "it is an address inside a server"))
        if self._product is not None and cells[self._product].startswith(MARK):
            given["items"], made[self._product] = cells[self._product], ""
        else:
            asides += [(index, made[index], "it is of no line") for index in self._of_lines if made[index]]
        if self._ends:
            self._end(made, given, asides)
        for index, field, joins, parts in self._parts:
            made[index] = _joined(field, made, parts) if joins else _first(made, parts, asides)
        for index, type, to in self._refers:
            if made[index]:
                _refer(made, index, type, to, given, asides)
        return Cells(made, given, asides)

    def _split(self, made: list[str], column: Column, given: dict[str, str], asides: list[Aside]) -> None:
        """Of a link that a record has once, the first counts, and the others are kept as they are written."""
        first, *others = (part.strip() for part in made[column.index].split(column.separator))
        if not others:
            return
        made[column.index] = first
        if column.target in self._several:
            for number, other in enumerate(others, 100 * column.number + 1):
                given[f"{column.target}\0{number}"] = other
        else:
            rest = f"{column.separator} ".join(others)
            asides.append((column.index, rest, f"{column.header}: only one is kept, and there are several"))

    def _end(self, made: list[str], given: dict[str, str], asides: list[Aside]) -> None:
        """How a deal ended, by the flags and dates that say so; where its status says otherwise, that counts."""
        said = compact(made[self._status]) if self._status is not None else ""
        for index, cell, ending in self._ends:
            asked = made[index]
            if not asked or (cell not in {"*", compact(asked)}):
                continue
            if not said:
                given.setdefault("status", ending)
            elif cell == "*" and said == "open":  # a day on which it was won, of a deal that is open
                asides.append((index, asked, f"it is said to be {ending} on `{asked}`, and to be open"))
                made[index] = ""
        status = given.get("status") or (_ENDINGS.of_status(made[self._status or 0]) if said else "")
        for index in self._flags:
            if cell := compact(made[index]):
                asked = made[index]
                endings = {ending for at, flag, ending in self._ends if (at, flag) == (index, cell)}
                if not endings and usual_words("reminder", "is_done").get(cell) != "no":
                    asides.append((index, asked, f"{self._headers[index]}: `{asked}` is neither yes nor no"))
                elif endings and status not in endings:
                    asides.append(
                        (index, asked, f"{self._headers[index]}: the deal is said to be {said or status}")
                    )


def _where(rows: Rows, at: Mapping[str, Column]) -> list[tuple[int, frozenset[str]]]:
    """The columns whose cells say which rows are meant."""
    return [(at[header].index, cells) for header, cells in rows.only.items() if header in at]


def _refer(
    made: list[str],
    index: int,
    type: int | None,
    to: Mapping[str, str],
    given: dict[str, str],
    asides: list[Aside],
) -> None:
    """Let an id name a record of the kind that a word beside it says, or its own beginning."""
    id = made[index]
    for word, field in to.items():
        if id.startswith(word) if type is None else compact(made[type]) == compact(word):
            given[field] = id
            return
    asides.append((index, id, "it is of a record that is not kept"))


def _cleaner(column: Column) -> Callable[[str], str]:
    """A cell of a column → what it is, in our words where it is one of the program's."""
    steps = [CLEANERS[name] for name in column.clean]
    words, blanks = column.words, column.blanks
    known: dict[str, str] = {}

    def clean(cell: str) -> str:
        if cell in known:
            return known[cell]
        text = cell
        for step in steps:
            text = step(text)
        if text in blanks:
            text = ""
        if words and text:
            text = words.get(compact(text), text)
        if len(known) < 10_000:
            known[cell] = text
        return text

    return clean


def _first(made: list[str], parts: list[int], asides: list[Aside]) -> str:
    """The first part that is filled; others that say something else are kept as they are written."""
    first = next((made[part] for part in parts if made[part]), "")
    for part in parts[1:]:
        if made[part] not in first:
            asides.append((part, made[part], f"it differs from `{first}` beside it"))
    return first


def _joined(field: str, made: list[str], parts: list[int]) -> str:
    """The parts of one value as one text: a birthday as `1990-03-14` or `--03-14`."""
    cells = [made[part] for part in parts]
    if field == "birthday":
        if len(cells) < 3 or not (cells[1].isdigit() and cells[2].isdigit()):
            return cells[0] if len(cells) < 3 else ""
        year = cells[0] if cells[0].isdigit() and int(cells[0]) else "-"
        return f"{year}-{int(cells[1]):02}-{int(cells[2]):02}"
    return BETWEEN.get(field, " ").join(cell for cell in cells if cell)
