"""Tables for a terminal through Rich: columns as wide as they need and the screen allows.

Data is never markup: every cell is made harmless and handed over as `Text`. Where a terminal is too
narrow for columns, records are stacked, a field a line.
"""

from __future__ import annotations

from rich import box
from rich.cells import cell_len
from rich.table import Table
from rich.text import Text

from crm_cli.core.text import safe
from crm_cli.output.blocks import GAP, grid, heading, render, room_on, share, width_of, wrap
from crm_cli.output.shown import shown
from crm_cli.output.values import FIGURES, batches, by_column

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from crm_cli.output import Column, Row, Screen, Stream
    from crm_cli.output.blocks import Cells

_TEXT_FLOOR, _TIGHT_FLOOR, _NAME_FLOOR = 8, 9, 16
_MOST_LINES = 3
_NO_LIMIT = 10_000
_WORD = 12
_RIGID = FIGURES | {"id", "day", "instant", "month and day", "yes/no"}
_BREAKABLE = frozenset({"day", "instant"})


def write(
    rows: Iterable[Row], columns: Sequence[Column], out: Stream, *, screen: Screen, title: str = ""
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
            out.write(render(_table(columns, cells, widths, header=not count), screen))
        count += len(batch)
    return count


def write_one(row: Row, columns: Sequence[Column], out: Stream, *, screen: Screen) -> None:
    """Write one record, a label and a value a line, without what has no value."""
    values = [shown([v], column, screen, multiline=True)[0] for v, column in zip(row, columns, strict=True)]
    out.write(_stacked(columns, values, screen))


def _stacked(columns: Sequence[Column], values: Sequence[str], screen: Screen) -> str:
    """Return one record with a field a line, in line with all other records of these columns."""
    labels = [safe(column.label) for column in columns]
    width = min(max(map(cell_len, labels)), room_on(screen) // 2)
    filled = [(label, value) for label, value in zip(labels, values, strict=True) if value]
    return grid(filled, screen, widths=(width, room_on(screen) - width - GAP))


def _table(columns: Sequence[Column], cells: Cells, widths: Sequence[int], *, header: bool) -> Table:
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


def _fit(columns: Sequence[Column], cells: Cells, room: int) -> list[int] | None:
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
            return share(needs, floors, room)
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
