"""Draft: what is to be written to one record, whoever asks for it: a command, an import, the demo."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from crm_cli.core.fields import Raw
    from crm_cli.kinds.points import Point

    Seen = Mapping[str, Raw] | None
    """A row as it was shown, column → value; None where nobody was shown one."""

Link = tuple[str, int]
"""A record that another is about: its kind and id."""


class Draft:
    """What to write to one record.

    columns: column → stored form; None empties. custom: the same for the user's own fields.
    points: to add, each the first of its kind where the record is there; dropped: to take off; cleared: kinds to
    empty. tags: to put on. links: records it is about, where they are kept in a table of links.
    makes: link column → the name of a record to be made and linked. parts: what only this kind has: a field that no
    column of its table keeps (a deal's `product`, None for none) under its name, and what its rules know of.
    """

    __slots__ = ("cleared", "columns", "custom", "dropped", "links", "makes", "parts", "points", "tags")

    def __init__(
        self,
        columns: dict[str, Raw] | None = None,
        custom: dict[str, Raw] | None = None,
        points: list[Point] | None = None,
        dropped: list[Point] | None = None,
        cleared: list[str] | None = None,
        tags: list[str] | None = None,
        links: list[Link] | None = None,
        makes: dict[str, str] | None = None,
        parts: dict[str, Any] | None = None,
    ) -> None:
        self.columns = {} if columns is None else columns
        self.custom = {} if custom is None else custom
        self.points = [] if points is None else points
        self.dropped = [] if dropped is None else dropped
        self.cleared = [] if cleared is None else cleared
        self.tags = [] if tags is None else tags
        self.links = [] if links is None else links
        self.makes = {} if makes is None else makes
        self.parts = {} if parts is None else parts

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
