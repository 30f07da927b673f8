"""Tables for a terminal through Rich, and the measures that other blocks on a screen are built with.

Data is never markup: every cell is made harmless and handed over as `Text`. Lines end where their
text ends. Where a terminal is too narrow for columns, records are stacked, a field a line.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import TextIO

from rich import box
from rich.cells import cell_len
from rich.console import Console, RenderableType
from rich.table import Table
from rich.text import Text

from crm_cli.core.text import safe
from crm_cli.output import Column, Row, Screen
from crm_cli.output.shown import shown
from crm_cli.output.values import FIGURES, batches, by_column

GAP = 2
"""Blanks between columns."""

_NARROWEST = 20
_TEXT_FLOOR, _TIGHT_FLOOR, _NAME_FLOOR = 8, 9, 16
_MOST_LINES = 3
_NO_LIMIT = 10_000
_WORD = 12
_RIGID = FIGURES | {"id", "day", "instant", "month and day", "yes/no"}
_BREAKABLE = frozenset({"day", "instant"})
_Cells = Sequence[Sequence[str]]


def write(
    rows: Iterable[Row], columns: Sequence[Column], out: TextIO, *, screen: Screen, title: str = ""
) -> int:
    """Write a table as wide as it needs and the screen allows; nothing where there are no records.

    Texts that do not fit are folded, never cropped, but for those of more than three lines outside
    the id and the first column after it, which end in `…`. Widths are taken from the first batch of
    records, so that an endless table needs no endless memory.
    """
    count = 0
    widths: list[int] | None = None
    for batch in batches(rows):
        cells = [
            shown(values, column, screen) for values, column in zip(by_column(batch), columns, strict=True)
        ]
        if not count:
            widths = _fit(columns, cells, room_on(screen))
            out.write(heading(title, screen) + "\n" if title else "")
        if widths is None:
            for number, line in enumerate(zip(*cells, strict=True), count):
                out.write(("\n" if number else "") + _stacked(columns, line, screen))
        else:
            out.write(_render(_table(columns, cells, widths, header=not count), screen))
        count += len(batch)
    return count


def write_one(row: Row, columns: Sequence[Column], out: TextIO, *, screen: Screen) -> None:
    """Write one record, a label and a value a line, without what has no value."""
    values = [shown([v], column, screen, multiline=True)[0] for v, column in zip(row, columns, strict=True)]
    out.write(_stacked(columns, values, screen))


def heading(text: str, screen: Screen) -> str:
    """Return a line made harmless, folded to the screen, bold where there is colour."""
    return _render(Text(safe(text), style="bold"), screen).rstrip("\n")


def grid(
    rows: _Cells,
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
    text = _render(table, screen)
    return "".join(" " * indent + line if line.strip() else line for line in text.splitlines(keepends=True))


def fair_widths(rows: _Cells, room: int) -> list[int]:
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
    return _share(needs, floors, room)


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


def _stacked(columns: Sequence[Column], values: Sequence[str], screen: Screen) -> str:
    """Return one record with a field a line, in line with all other records of these columns."""
    labels = [safe(column.label) for column in columns]
    width = min(max(map(cell_len, labels)), room_on(screen) // 2)
    filled = [(label, value) for label, value in zip(labels, values, strict=True) if value]
    return grid(filled, screen, widths=(width, room_on(screen) - width - GAP))


def _table(columns: Sequence[Column], cells: _Cells, widths: Sequence[int], *, header: bool) -> Table:
    table = Table(
        box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, GAP - 1, 0, 0), show_header=header
    )
    for column, texts, width in zip(columns, cells, widths, strict=True):
        right = column.type in FIGURES or (column.type == "id" and all(map(str.isdecimal, texts)))
        table.add_column(
            Text(safe(column.label)), width=width, justify="right" if right else "left", overflow="fold"
        )
    whole = _kept_whole(columns)
    fitted = [
        texts if place in whole else [_cropped(text, width) for text in texts]
        for place, (texts, width) in enumerate(zip(cells, widths, strict=True))
    ]
    for line in zip(*fitted, strict=True):
        table.add_row(*map(Text, line))
    return table


def _kept_whole(columns: Sequence[Column]) -> set[int]:
    """Places of the columns that are never cropped: ids, figures and days, and the first other one."""
    texts = [place for place, column in enumerate(columns) if column.type not in _RIGID]
    return set(range(len(columns))) - set(texts[1:])


def _cropped(text: str, width: int) -> str:
    if cell_len(text) <= width:
        return text
    lines = wrap(text, width)
    if len(lines) <= _MOST_LINES:
        return text
    last = lines[_MOST_LINES - 1]
    while cell_len(last) >= width:
        last = last[:-1]
    return "\n".join([*lines[: _MOST_LINES - 1], last.rstrip() + "…"])


def _fit(columns: Sequence[Column], cells: _Cells, room: int) -> list[int] | None:
    """Return widths of columns that can stand side by side, or None where they cannot.

    Days and instants are broken between words before that.
    """
    room -= GAP * (len(columns) - 1)
    named = next((place for place, column in enumerate(columns) if column.type not in _RIGID), None)
    labels = [safe(column.label) for column in columns]
    values = [max(map(width_of, texts)) for texts in cells]
    needs = [max(value, cell_len(label), 1) for value, label in zip(values, labels, strict=True)]
    for tight in (False, True):
        floors = [
            max(min(value, _floor(column, place == named, tight)), _longest_word(label))
            for place, (column, value, label) in enumerate(zip(columns, values, labels, strict=True))
        ]
        if sum(floors) <= room:
            return _share(needs, floors, room)
    return None


def _longest_word(label: str) -> int:
    return min(max(map(cell_len, label.split()), default=1), _WORD)


def _floor(column: Column, named: bool, tight: bool) -> int:
    """Return how narrow a column may become, whatever its values need."""
    if column.type in _RIGID and not (tight and column.type in _BREAKABLE):
        return _NO_LIMIT
    if named:
        return _TIGHT_FLOOR if tight else _NAME_FLOOR
    return _TIGHT_FLOOR if column.type in _BREAKABLE else _TEXT_FLOOR


def _share(needs: Sequence[int], floors: Sequence[int], room: int) -> list[int]:
    """Widen columns from their floors towards their needs, the narrowest first, while there is room."""
    widths = list(floors)
    for _ in range(min(room, sum(needs)) - sum(floors)):
        _, place = min((width, place) for place, width in enumerate(widths) if width < needs[place])
        widths[place] += 1
    return widths


def _render(what: RenderableType, screen: Screen) -> str:
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
