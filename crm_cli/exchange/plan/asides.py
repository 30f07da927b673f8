"""Cells that cannot be read: kept as text in a custom field named after their header, until a later import reads them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from crm_cli.kinds.custom import clean_name

ENDING = " (as read)"


def name(header: str) -> str:
    """The custom field that keeps what a column's cells say."""
    return clean_name(f"{header}{ENDING}")


class Aside(NamedTuple):
    """The cells of one column that were put aside: how many, the line of the first, and why it was."""

    cells: int
    line: int
    reason: str


@dataclass(slots=True)
class Asides:
    """What was put aside, by the header of its column."""

    by_header: dict[str, Aside] = field(default_factory=dict)

    def note(self, header: str, line: int, reason: str) -> None:
        """Count one cell; the first of its column is the sample."""
        there = self.by_header.get(header)
        self.by_header[header] = there._replace(cells=there.cells + 1) if there else Aside(1, line, reason)
