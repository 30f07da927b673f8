"""The ledger of an import: every cell of the file has exactly one fate, and the counts add up to the cells."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Literal

Fate = Literal["stored", "equal", "kept", "aside"]
"""What becomes of a cell that says something, in a row that is taken, of a column that is read."""


@dataclass(slots=True)
class Ledger:
    """How many cells met each fate. Rows are counted whole, so that no cell costs an object.

    blank: they say nothing. stored: they are in the file now. equal: what they say was there already. kept: a person's
    own later edit stands. aside: kept as text in a field of their own. left_out: of columns that are left out by name.
    rejected: of rows that were not taken. outside: above the headers, below the rows, or beyond the last header.
    """

    blank: int = 0
    stored: int = 0
    equal: int = 0
    kept: int = 0
    aside: int = 0
    left_out: int = 0
    rejected: int = 0
    outside: int = 0

    def row(self, cells: Sequence[str], fate: Literal["stored", "equal"], left_out: Sequence[int]) -> int:
        """Count a row whose cells all met one fate, but for blanks and columns left out; returns how many met it."""
        blank = cells.count("")
        left = sum([1 for index in left_out if cells[index]]) if left_out else 0
        count = len(cells) - blank - left
        self.blank += blank
        self.left_out += left
        if fate == "stored":
            self.stored += count
        else:
            self.equal += count
        return count

    def reject(self, cells: Sequence[str]) -> None:
        """Count a row that was not taken."""
        blank = cells.count("")
        self.blank += blank
        self.rejected += len(cells) - blank

    def move(self, fates: Iterable[Fate], *, out_of: Fate) -> None:
        """Give some cells of a row that was counted whole the fates that are their own."""
        for fate in fates:
            if fate != out_of:
                setattr(self, out_of, getattr(self, out_of) - 1)
                setattr(self, fate, getattr(self, fate) + 1)

    @property
    def counts(self) -> dict[str, int]:
        """Every fate with its count, in the order in which they are told."""
        return {field.name: getattr(self, field.name) for field in fields(self)}

    @property
    def total(self) -> int:
        """All cells counted."""
        return sum(self.counts.values())

    def check(self, cells: int) -> None:
        """Hold the counts against the cells there were: a cell without a fate, or with two, is a fault of ours."""
        if self.total != cells or min(self.counts.values()) < 0:
            raise RuntimeError(f"the ledger counts {self.total} of {cells} cells: {self.counts}")

    def add(self, other: Mapping[str, int]) -> None:
        """Count also what another ledger counted."""
        for fate, count in other.items():
            setattr(self, fate, getattr(self, fate) + count)
