"""Blocks of text on a screen through Rich: headings and grids, and the measures that others are built with.

Lines end where their text ends; nothing is markup.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from functools import lru_cache

from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

from crm_cli.core.text import safe
from crm_cli.output import Screen

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TextIO, TypeAlias

    from rich.console import RenderableType

GAP = 2
"""Blanks between columns."""

Cells: TypeAlias = Sequence[Sequence[str]]
"""Harmless texts, row by row or column by column."""

_NARROWEST = 20
_TEXT_FLOOR = 8
_WORD = 12


def heading(text: str, screen: Screen) -> str:
    """Return a line made harmless, folded to the screen, bold where there is colour."""
    return render(Text(safe(text), style="bold"), screen).rstrip("\n")


def grid(
    rows: Cells,
    screen: Screen,
    *,
    widths: Sequence[int] | None = None,
    indent: int = 0,
    bold: bool = False,
) -> str:
    """Return rows of harmless cells in columns without a header, each cell folded to its column.

    widths: of the columns; by default what they need, the wide ones giving way to the narrow.
    """
    if not rows:
        return ""
    table = Table.grid(padding=(0, GAP, 0, 0), pad_edge=False)
    for width in widths or fair_widths(rows, room_on(screen) - indent):
        table.add_column(width=width, overflow="fold")
    style = "bold" if bold else ""
    for row in rows:
        table.add_row(*(Text(cell, style) for cell in row))
    text = render(table, screen)
    return "".join(" " * indent + line if line.strip() else line for line in text.splitlines(keepends=True))


def fair_widths(rows: Cells, room: int) -> list[int]:
    """Return the widths that columns of rows need, the wide ones giving way so that all fit the room.

    Where even that is too much, texts are broken before numbers and other single words are.
    """
    needs = [max(1, *map(width_of, column)) for column in zip(*rows, strict=True)]
    words = [
        max(cell_len(word) for text in column for word in text.split(" "))
        for column in zip(*rows, strict=True)
    ]
    floors = [min(need, max(_TEXT_FLOOR, min(word, _WORD))) for need, word in zip(needs, words, strict=True)]
    room -= GAP * (len(needs) - 1)
    breakable = [place for place, need in enumerate(needs) if words[place] < need]
    while breakable and sum(floors) > room and max(floors[place] for place in breakable) > 1:
        floors[max(breakable, key=lambda place: floors[place])] -= 1
    return share(needs, floors, room)


def room_on(screen: Screen) -> int:
    """Return the cells a line may take; a screen too narrow to be one is taken for a little wider."""
    return max(screen.width, _NARROWEST)


def width_of(text: str) -> int:
    """Return how many cells of a terminal the widest line of a text takes."""
    return max(map(cell_len, text.split("\n")))


def wrap(text: str, width: int) -> list[str]:
    """Fold a harmless text into lines of at most `width` cells, between words where it can."""
    if cell_len(text) <= width and "\n" not in text:
        return [text]
    return [line.plain.rstrip() for line in Text(text).wrap(_measure(), width, overflow="fold")]


def pad(text: str, width: int) -> str:
    """Fill a line with blanks up to a width in cells."""
    return text + " " * (width - cell_len(text))


def share(needs: Sequence[int], floors: Sequence[int], room: int) -> list[int]:
    """Widen columns from their floors towards their needs, the narrowest first, while there is room."""
    widths = list(floors)
    for _ in range(min(room, sum(needs)) - sum(floors)):
        _, place = min((width, place) for place, width in enumerate(widths) if width < needs[place])
        widths[place] += 1
    return widths


def render(what: RenderableType, screen: Screen) -> str:
    """Return what Rich makes of it on this screen."""
    text = io.StringIO()
    _console(text, screen).print(what)
    return "".join(line.rstrip() + "\n" for line in text.getvalue().splitlines())


def _console(file: TextIO, screen: Screen) -> Console:
    """Return a console that asks the machine nothing: all it knows is on the screen."""
    return Console(
        file=file,
        width=room_on(screen),
        force_terminal=screen.color,
        color_system="standard" if screen.color else None,
        no_color=not screen.color,
        highlight=False,
        markup=False,
        emoji=False,
        legacy_windows=False,
        force_jupyter=False,
        force_interactive=False,
        _environ={},
    )


@lru_cache(maxsize=1)
def _measure() -> Console:
    return _console(io.StringIO(), Screen())
