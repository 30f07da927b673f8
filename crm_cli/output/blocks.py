"""Blocks of text on a screen: headings, lines of cells in columns, and how columns share the room there is.

Lines end where their text ends; nothing is markup.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest

from crm_cli.core.text import safe
from crm_cli.output import Screen
from crm_cli.output.cells import in_order, longest_word, untied, width_of, wrap
from crm_cli.output.paint import paint, tone_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeAlias

GAP = 2
"""Blanks between columns."""

Cells: TypeAlias = Sequence[Sequence[str]]
"""Harmless texts, row by row or column by column."""

WORD = 24
"""So many cells of a word are kept together; a longer one is broken where columns are narrow, but for what is rigid."""

_NARROWEST = 20


def heading(text: str, screen: Screen) -> str:
    """Return a line made harmless, folded to the screen, bold where there is colour."""
    return "\n".join(written(line, screen, "heading") for line in wrap(safe(text), room_on(screen)))


def grid(rows: Cells, screen: Screen, *, widths: Sequence[int] | None = None, indent: int = 0) -> str:
    """Return rows of harmless cells in columns without a header, each cell folded to its column.

    widths: of the columns; by default what they need, the wide ones giving way to the narrow.
    """
    if not rows:
        return ""
    widths = widths or fair_widths(rows, room_on(screen) - indent)
    return "".join(line for row in rows for line in lines(row, widths, screen, indent=indent))


def lines(
    row: Sequence[str],
    widths: Sequence[int],
    screen: Screen,
    *,
    rights: Sequence[bool] = (),
    indent: int = 0,
    tone: str = "",
) -> list[str]:
    """Return a row of cells as lines, each cell folded to its column in its own tone.

    rights: which columns stand to the right; by default none. tone: of the lines as a whole.
    """
    sides = rights or [False] * len(row)
    folded = [wrap(cell, width) for cell, width in zip(row, widths, strict=True)]
    made = []
    for parts in zip_longest(*folded, fillvalue=""):
        cells = [
            filled(part, width, screen, tone=tone_of(cell), right=right, whole=cell)
            for part, width, right, cell in zip(parts, widths, sides, row, strict=True)
        ]
        line = " " * indent + (" " * GAP).join(cells)
        made.append(paint(line.rstrip(), tone, screen) + "\n")
    return made


def filled(
    text: str, width: int, screen: Screen, *, tone: str = "", right: bool = False, whole: str = ""
) -> str:
    """Return a piece of a line in its tone and filled with blanks up to a width.

    right: the blanks stand before it. whole: the text that it is a line of.
    """
    blanks = " " * (width - width_of(text))
    shown = written(text, screen, tone, whole)
    return blanks + shown if right else shown + blanks


def written(text: str, screen: Screen, tone: str = "", whole: str = "") -> str:
    """A piece of a line as the screen gets it: in its tone, in reading order. whole: the text that it is a line of."""
    text = untied(text)
    return paint(in_order(text, whole) if screen.is_terminal else text, tone, screen)


def rule(width: int) -> str:
    """A line between a header and what stands under it."""
    return "─" * width + "\n"


def fair_widths(rows: Cells, room: int) -> list[int]:
    """Return the widths that columns of rows need, the wide ones giving way so that all fit the room.

    Where even that is too much, long words are broken, the longest first.
    """
    columns = [*zip(*rows, strict=True)]
    needs = [max(1, *map(width_of, column)) for column in columns]
    floors = [
        min(need, max(1, *map(longest_word, column))) for need, column in zip(needs, columns, strict=True)
    ]
    room -= GAP * (len(needs) - 1)
    breakable = [place for place, need in enumerate(needs) if floors[place] < need or need > WORD]
    while breakable and sum(floors) > room and max(floors[place] for place in breakable) > 1:
        floors[max(breakable, key=lambda place: floors[place])] -= 1
    return share(needs, floors, room)


def room_on(screen: Screen) -> int:
    """Return the cells a line may take; a screen too narrow to be one is taken for a little wider."""
    return max(screen.width, _NARROWEST)


def share(needs: Sequence[int], floors: Sequence[int], room: int) -> list[int]:
    """Widen columns from their floors towards their needs, the narrowest first, while there is room."""
    widths = list(floors)
    for _ in range(min(room, sum(needs)) - sum(floors)):
        _, place = min((width, place) for place, width in enumerate(widths) if width < needs[place])
        widths[place] += 1
    return widths
