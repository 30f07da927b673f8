"""Which columns of a table stand side by side: all of them, or in two decks, one under the other.

A record then takes a line of each deck, and what is read as a whole (an e-mail, an amount) stays whole on a
terminal of eighty columns, though a line cannot hold all of it.
"""

from __future__ import annotations

from crm_cli.core.text import safe
from crm_cli.output.blocks import GAP, WORD, share
from crm_cli.output.cells import longest_word, width_of
from crm_cli.output.values import WHOLE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from crm_cli.output import Column
    from crm_cli.output.blocks import Cells

MOST = 2
"""Decks of a table; where more were needed, a field a line is easier to read."""

SHORT = 1.8
"""Lines a record may take on average before two decks are looked at instead."""

BETTER = 0.7
"""Decks are taken where they make a table so much shorter."""

NAME = 12
"""What names a record, the first of its texts, is not narrower than this for the sake of the others."""

_COMFORTS = (48, 40, 32, 24, 16, 0)
"""So wide a text would like to be, the widest first; 0 is no wider than its longest word."""

_SAMPLE = 60
"""Records by which the length of a table is guessed."""

_INDENT = 2


class Deck:
    """Columns side by side: their places among all, their widths, and how far they are set in."""

    __slots__ = ("indent", "places", "widths")

    def __init__(self, places: Sequence[int], widths: Sequence[int], indent: int) -> None:
        self.places = places
        self.widths = widths
        self.indent = indent

    @property
    def width(self) -> int:
        """The cells a line of it takes."""
        return self.indent + sum(self.widths) + GAP * (len(self.widths) - 1)


class Needs:
    """What columns need: the width of each, and the least it can do with; `lengths` are those of a sample of records."""

    __slots__ = ("floors", "lengths", "widths")

    def __init__(self, columns: Sequence[Column], cells: Cells) -> None:
        self.widths: list[int] = []
        self.floors: list[int] = []
        self.lengths: list[list[int]] = []
        name = next((column for column in columns if column.type not in WHOLE), None)
        for column, texts in zip(columns, cells, strict=True):
            label = safe(column.label)
            width = max(1, *map(width_of, texts))
            word = max(map(longest_word, texts), default=1)
            least = min(word, WORD) if column.type not in WHOLE else word if column.many else width
            self.widths.append(max(width, width_of(label)))
            if column is name:
                least = max(least, min(width, NAME))
            self.floors.append(max(least, min(longest_word(label), WORD)))
            self.lengths.append([width_of(text) for text in texts[:_SAMPLE]])


def fitting(columns: Sequence[Column], cells: Cells, room: int) -> list[Deck] | None:
    """Return the decks in which the columns fit the room; None where they do not."""
    needs = Needs(columns, cells)
    indent = needs.widths[0] + GAP if columns[0].type == "id" and needs.widths[0] < room // 4 else _INDENT
    one, *others = [_of(count, needs, room, indent) for count in range(1, MOST + 1)]
    more = next(filter(None, others), None)
    if one is None or more is None:
        return one or more
    length = _length(one, needs)
    return more if length > SHORT and _length(more, needs) < BETTER * length else one


def _of(count: int, needs: Needs, room: int, indent: int) -> list[Deck] | None:
    """The columns in so many decks, as comfortable as it goes; None where they fit in no such number."""
    for comfort in _COMFORTS:
        sizes = [
            max(floor, min(width, comfort)) for floor, width in zip(needs.floors, needs.widths, strict=True)
        ]
        parts = _parted(sizes, room, indent)
        if parts is not None and len(parts) <= count:
            if len(parts) < count:
                return None  # fewer decks do as well
            return [
                _deck(places, needs, room, indent if number else 0) for number, places in enumerate(parts)
            ]
    return None


def _parted(sizes: Sequence[int], room: int, indent: int) -> list[list[int]] | None:
    """Fill one deck after the other; None where a column alone is too wide."""
    parts: list[list[int]] = [[]]
    used = 0
    for place, size in enumerate(sizes):
        if parts[-1] and used + GAP + size > room:
            parts.append([])
            used = indent
        used += size + GAP * (len(parts[-1]) > 0)
        parts[-1].append(place)
        if used > room:
            return None
    return parts


def _deck(places: Sequence[int], needs: Needs, room: int, indent: int) -> Deck:
    room -= indent + GAP * (len(places) - 1)
    widths = share([needs.widths[place] for place in places], [needs.floors[place] for place in places], room)
    return Deck(places, widths, indent)


def _length(decks: Sequence[Deck], needs: Needs) -> float:
    """How many lines a record takes, about and on average."""
    records = len(needs.lengths[0])
    return sum(sum(_heights(deck, needs)) for deck in decks) / max(records, 1)


def _heights(deck: Deck, needs: Needs) -> Iterator[int]:
    columns = [
        [-(-length // width) for length in needs.lengths[place]]
        for place, width in zip(deck.places, deck.widths, strict=True)
    ]
    yield from map(max, zip(*columns, strict=True))
