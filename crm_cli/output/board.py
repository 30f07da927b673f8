"""A board: groups of tiles, each tile one or two lines; groups side by side where the screen is wide enough, else one under the other."""

from __future__ import annotations

from itertools import zip_longest

from crm_cli.core.text import safe
from crm_cli.output.blocks import GAP, room_on, rule, share, written
from crm_cli.output.cells import cut, width_of, wrap
from crm_cli.output.harmless import behind

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from crm_cli.output import Screen, Stream

    Line = Sequence[tuple[str, str]]
    """Pieces of a line: a text and its tone."""

_LANE, _WIDEST_LANE = 34, 46
"""A group beside others is at least so wide, and no wider."""

_TITLE = 24
"""Where less is left for a title on one line with all that stands behind it, what comes of it is a tile of a lane."""

_ONE_LINE = 56
"""So much room for title and whom lets a tile be one line though both are cut."""


class Tile:
    """One thing on a board. marks: what is to be seen of it, each a word that is its tone, too."""

    __slots__ = ("amount", "marks", "number", "title", "when", "whom")

    def __init__(
        self,
        number: str,
        title: str,
        whom: str = "",
        amount: str = "",
        when: str = "",
        marks: Sequence[str] = (),
    ) -> None:
        self.number = number
        self.title = safe(title)
        self.whom = safe(whom)
        self.amount = safe(amount)
        self.when = safe(when)
        self.marks = marks

    @property
    def state(self) -> str:
        """The day and the marks."""
        return " ".join([self.when, *self.marks] if self.when else self.marks)

    @property
    def pieces(self) -> list[tuple[str, str]]:
        """The same, each mark in its tone, and the day in that of the first."""
        words = [(self.when, self.marks[0] if self.marks else "")] if self.when else []
        words += [(mark, mark) for mark in self.marks]
        return [(" " * bool(place) + text, tone) for place, (text, tone) in enumerate(words)]


class Group:
    """Tiles under a name and what they come to. hidden: a line about those that are not shown."""

    __slots__ = ("hidden", "name", "sums", "tiles")

    def __init__(self, name: str, sums: str, tiles: Sequence[Tile], hidden: str = "") -> None:
        self.name = safe(name)
        self.sums = safe(sums)
        self.tiles = tiles
        self.hidden = safe(hidden)


def board(name: str, sums: str, groups: Sequence[Group], out: Stream, screen: Screen) -> None:
    """Write a board under its name and sums. Titles and names are cut where they must be, nothing else is."""
    out = behind(out)
    room = room_on(screen)
    out.writelines(_joined(line, screen) for line in _head(safe(name), safe(sums), room))
    lane = (room - GAP * (len(groups) - 1)) // max(len(groups), 1)
    if len(groups) > 1 and lane >= _LANE:
        out.write("\n")
        _write_lanes(groups, min(lane, _WIDEST_LANE), out, screen)
        return
    tiles = [tile for group in groups for tile in group.tiles]
    shape = _Shape(tiles, room)
    was_empty = False
    for group in groups:
        out.write("" if was_empty and not group.tiles else "\n")
        was_empty = not group.tiles
        out.writelines(_joined(line, screen) for line in _head(group.name, group.sums, room))
        out.write(rule(room) if group.tiles else "")
        out.writelines(_joined(line, screen) for line in _body(group, shape, room))


def _write_lanes(groups: Sequence[Group], lane: int, out: Stream, screen: Screen) -> None:
    columns = []
    heads = [[*_head(group.name, group.sums, lane, is_apart=True)] for group in groups]
    tallest = max(map(len, heads))
    for group, head in zip(groups, heads, strict=True):
        shape = _Shape(group.tiles, lane, is_lane=True)
        above = [*head, *([()] * (tallest - len(head))), [(rule(lane).strip(), "")]]
        columns.append([*above, *_body(group, shape, lane)])
    for pieces in zip_longest(*columns, fillvalue=()):
        line = (" " * GAP).join(_joined(piece, screen, lane) for piece in pieces)
        out.write(line.rstrip() + "\n")


def _head(name: str, sums: str, room: int, *, is_apart: bool = False) -> Iterator[Line]:
    """The name, and behind or under it what the group comes to. is_apart: under it in any case."""
    if not is_apart and width_of(name) + GAP + width_of(sums) <= room:
        yield [(name, "heading"), (" " * GAP + sums, "")]
        return
    yield from ([(line, "heading")] for line in wrap(name, room))
    if sums:
        yield from ([(line, "")] for line in wrap(sums, room))


def _body(group: Group, shape: _Shape, room: int) -> Iterator[Line]:
    for tile in group.tiles:
        yield from shape.lines(tile)
    if group.hidden:
        yield from ([(line, "")] for line in wrap(group.hidden, room))


class _Shape:
    """How tiles stand in a width: in columns, where it is wide enough, whom in the line or under the title."""

    def __init__(self, tiles: Sequence[Tile], room: int, *, is_lane: bool = False) -> None:
        self.room = room
        self.number = _widest(tile.number for tile in tiles)
        self.amount = _widest(tile.amount for tile in tiles)
        self.state = _widest(tile.state for tile in tiles)
        fixed = sum(width + GAP for width in (self.number, self.amount, self.state) if width)
        needs = [_widest(tile.title for tile in tiles), _widest(tile.whom for tile in tiles)]
        rest = room - fixed
        self.is_lane = is_lane or rest < _TITLE
        self.title, self.whom = rest, 0
        if needs[1] and rest - GAP >= min(sum(needs), _ONE_LINE):
            self.title, self.whom = share(needs, [min(need, _TITLE) for need in needs], rest - GAP)

    def lines(self, tile: Tile) -> Iterator[Line]:
        """The lines of a tile."""
        if self.is_lane:
            yield from self._in_lane(tile)
            return
        number = _right(tile.number, self.number) + " " * GAP
        cells = [(number, ""), *self._spread(tile.title, self.title)]
        if self.whom:
            cells += [(" " * GAP, ""), *self._spread(tile.whom, self.whom)]
        if self.amount:
            cells.append((" " * GAP + _right(tile.amount, self.amount), ""))
        yield [*cells, (" " * GAP, ""), *tile.pieces]
        if tile.whom and not self.whom:
            indent = self.number + GAP
            yield [(" " * indent, ""), (cut(tile.whom, self.room - indent), "")]

    def _spread(self, text: str, width: int) -> Line:
        shown = cut(text, width)
        blanks = " " * (width - width_of(shown))
        return [(shown, ""), (blanks, "")]

    def _in_lane(self, tile: Tile) -> Iterator[Line]:
        """Title and amount, and under them whom and the day with its marks; all that is left to them is cut."""
        indent = self.number + GAP
        number = (_right(tile.number, self.number) + " " * GAP, "")
        first = self._both(tile.title, [(tile.amount, "")] if tile.amount else [], self.room - indent)
        second = self._both(tile.whom, tile.pieces, self.room - indent)
        for line in first or self._folded(tile.title, tile.amount, self.room - indent):
            yield [number, *line]
            number = (" " * indent, "")
        if tile.whom or tile.state:
            for line in second or self._folded(tile.state, "", self.room - indent):
                yield [(" " * indent, ""), *line]

    def _both(self, text: str, behind: Line, room: int) -> list[Line]:
        """A text and what stands at the right end of its line; nothing where the latter leaves no room for a word."""
        taken = sum(width_of(piece) for piece, _ in behind)
        left = room - taken - (GAP if taken else 0)
        if taken > room or (text and left < 1):
            return []
        return (
            [[*self._spread(text, max(left, 0)), (" " * (GAP if taken else 0), ""), *behind]]
            if left > 0
            else [behind]
        )

    def _folded(self, text: str, more: str, room: int) -> list[Line]:
        return [[(line, "")] for part in (text, more) if part for line in wrap(part, max(room, 1))]


def _joined(line: Line, screen: Screen, width: int = 0) -> str:
    """A line as the screen gets it; filled up to a width where it stands beside others, else ended."""
    text = "".join(written(piece, screen, tone) for piece, tone in line)
    if not width:
        return text.rstrip() + "\n"
    return text + " " * (width - sum(width_of(piece) for piece, _ in line))


def _right(text: str, width: int) -> str:
    return " " * (width - width_of(text)) + text


def _widest(texts: Iterator[str]) -> int:
    return max(map(width_of, texts), default=0)
