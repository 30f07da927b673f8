"""Draft: what is to be written to one record, whoever asks for it: a command, an import, the demo."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from crm_cli.core.fields import Raw
from crm_cli.kinds.points import Point

Link = tuple[str, int]
"""A record that another is about: its kind and id."""


@dataclass(slots=True)
class Draft:
    """What to write to one record.

    columns: column → stored form; None empties. custom: the same for the user's own fields.
    points: to add, each the first of its kind where the record is there; dropped: to take off; cleared: kinds to
    empty. tags: to put on. links: records it is about, where they are kept in a table of links.
    makes: link column → the name of a record to be made and linked. parts: what only this kind has (a deal's line).
    """

    columns: dict[str, Raw] = field(default_factory=dict)
    custom: dict[str, Raw] = field(default_factory=dict)
    points: list[Point] = field(default_factory=list)
    dropped: list[Point] = field(default_factory=list)
    cleared: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    makes: dict[str, str] = field(default_factory=dict)
    parts: dict[str, Any] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return any(getattr(self, name) for name in self.__slots__)

    @property
    def has_parts(self) -> bool:
        """Whether it says more than columns, custom values and tags."""
        return any((self.points, self.dropped, self.cleared, self.links, self.parts))

    def linked(self, column: str) -> int | None:
        """The id that a link column is about to get."""
        id = self.columns.get(column)
        return id if isinstance(id, int) else None

    def text(self, column: str) -> str:
        """The text that a column is about to get, "" for none."""
        return str(self.columns.get(column) or "")

    def but(self, columns: Mapping[str, Raw]) -> Draft:
        """The same draft with some columns said otherwise; what else it holds is shared."""
        whole = {name: getattr(self, name) for name in self.__slots__}
        return Draft(**{**whole, "columns": {**self.columns, **columns}})
