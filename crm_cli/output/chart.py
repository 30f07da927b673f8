"""Horizontal bars, drawn from one zero line so that lengths compare."""

from __future__ import annotations

from crm_cli.core.text import safe
from crm_cli.output.blocks import GAP, filled, room_on
from crm_cli.output.cells import width_of, wrap
from crm_cli.output.harmless import behind

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from crm_cli.output import Screen, Stream


Bar = tuple[str, "int | Decimal", str]
"""A label, the figure that gives the length, and the text that says it."""

_EIGHTHS = " ▏▎▍▌▋▊▉"
_FULL = "█"
_SHORTEST = 8


def bars(rows: Sequence[Bar], out: Stream, screen: Screen) -> None:
    """Write a bar for each row: label, bar, text. Bars below zero go left from the zero line.

    A figure that is not nothing is at least an eighth of a cell. Labels fold, texts never do.
    """
    out = behind(out)
    if not rows:
        return
    labels = [safe(label) for label, _, _ in rows]
    texts = [safe(text) for _, _, text in rows]
    label_width = min(max(map(width_of, labels)), max(room_on(screen) // 3, _SHORTEST))
    taken = label_width + 2 * GAP + max(map(width_of, texts))
    room = max(room_on(screen) - taken, _SHORTEST)
    low = min(0, *(value for _, value, _ in rows))
    high = max(0, *(value for _, value, _ in rows))
    left = round(room * -low / (high - low)) if low else 0
    left = min(max(left, 1 if low else 0), room - 1 if high else room)  # whatever is not nothing is seen
    for label, (_, value, _), text in zip(labels, rows, texts, strict=True):
        first, *rest = wrap(label, label_width)
        bar = _bar(value, low, high, left, room)
        cells = (filled(first, label_width, screen), filled(bar, room, screen), text)
        out.write((" " * GAP).join(cells).rstrip() + "\n")
        out.writelines(filled(line, 0, screen) + "\n" for line in rest)


def _bar(value: int | Decimal, low: int | Decimal, high: int | Decimal, left: int, room: int) -> str:
    if not value:
        return ""
    if value < 0:
        cells = max(1, round(left * value / low))
        return " " * (left - cells) + _FULL * cells
    eighths = max(1, round((room - left) * 8 * value / high))
    whole, part = divmod(eighths, 8)
    return " " * left + _FULL * whole + (_EIGHTHS[part] if part else "")
