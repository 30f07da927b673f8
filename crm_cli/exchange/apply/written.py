"""What an update of a record has to look out for, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass, field

from crm_cli.core.fields import Raw


@dataclass(slots=True)
class Merge:
    """How a row is put together with the record it is of.

    is_whole: the row is the record as it was exported, so each cell stands for the value it shows. edited: what a
    person changed since the row was last read. was: (kind, number) of a point → the mark of the cell that said it.
    read_again: own fields in which cells were put aside that can be read by now.
    """

    is_whole: bool
    edited: frozenset[str] = frozenset()
    was: dict[tuple[str, int], str] = field(default_factory=dict)
    read_again: set[str] = field(default_factory=set)


@dataclass(slots=True)
class Written:
    """What came of an update: the names of what changed, of what a person's later edit kept, and of what was spoilt.

    before: the record as it was. spoilt: column or kind of point → what stands, of which the cell has lost signs.
    """

    has_changed: bool = False
    names: set[str] = field(default_factory=set)
    kept: set[str] = field(default_factory=set)
    before: dict[str, Raw] = field(default_factory=dict)
    spoilt: dict[str, str] = field(default_factory=dict)

    def note(self, name: str) -> None:
        """Count something that changed beside the columns."""
        self.names.add(name)
        self.has_changed = True
