"""A table of text, whatever it was read from: headers, rows as often as they are needed, and what is to be told."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

LINE, REASON, MORE = "line", "reason", "more"
"""Columns that a file of rejected rows has beside its own: where a row stood, why it was rejected, cells too many."""


class Row(NamedTuple):
    """One row: the line it begins on, a cell for each header, and what is wrong with it as a row, or "".

    line: for what has no lines, the number of the row, the record or the card. rest: cells beyond the headers.
    """

    line: int
    cells: list[str]
    fault: str
    rest: tuple[str, ...] = ()


def fit(line: int, cells: list[str], width: int, fault: str) -> Row:
    """A row of as many cells as there are headers: blanks at its end, or a fault for what is too much."""
    rest: tuple[str, ...] = ()
    count = len(cells)
    if count < width:
        cells += [""] * (width - count)
    elif count > width:
        if any(cells[width:]):
            rest = (*cells[width:],)
            fault = fault or f"it has {count} cells, the header row {width}"
        del cells[width:]
    return Row(line, cells, fault, rest)


@dataclass
class Table:
    """Rows under headers.

    headers: as in the file, but for a guard and outer white space.
    how: how the file is written, for people. raw: a `'` at the beginning of a cell is part of it.
    kind: the kind of its records, where the format says it; system: whose the ids are, where the format says it.
    """

    name: str
    headers: list[str]
    how: str = field(default="", kw_only=True)
    raw: bool = field(default=False, kw_only=True)
    kind: str = field(default="", kw_only=True)
    system: str = field(default="", kw_only=True)

    def rows(self) -> Iterator[Row]:
        """Yield the rows below the headers, those without any text left out."""
        raise NotImplementedError

    @property
    def told(self) -> list[str]:
        """Remarks for people; whole once all rows have been read."""
        return []

    @property
    def outside(self) -> int:
        """How many cells with text are no cells of its rows; whole once all rows have been read."""
        return 0


@dataclass
class Held(Table):
    """A table whose rows are held in memory, or made by a call each time they are needed."""

    made: Callable[[], Iterator[Row]] | Sequence[Row] = ()
    remarks: Sequence[str] = ()
    outer: int = 0

    def rows(self) -> Iterator[Row]:
        """Yield the rows."""
        return self.made() if callable(self.made) else iter(self.made)

    @property
    def told(self) -> list[str]:
        """What was remarked when it was read."""
        return [*self.remarks]

    @property
    def outside(self) -> int:
        """How many cells stood outside."""
        return self.outer


@dataclass(frozen=True, slots=True)
class Asked:
    """What the user said about files that are read.

    score: how many of some cells are headers we know; it settles what shape alone cannot.
    """

    score: Callable[[Sequence[str]], int]
    encoding: str | None = None
    raw: bool = False
    blanks: frozenset[str] = frozenset()
