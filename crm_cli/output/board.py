"""A board: lanes of lines side by side, as many as the terminal is wide enough for."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest

from crm_cli.core.text import safe
from crm_cli.output.blocks import GAP, grid, room_on, width_of, wrap

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TextIO

    from crm_cli.output import Screen


Lane = tuple[str, Sequence[str], str]
"""A heading, the lines under it, and a footer, which may be empty."""

_NARROWEST, _WIDEST = 16, 36


def board(lanes: Sequence[Lane], out: TextIO, screen: Screen) -> None:
    """Write lanes side by side, and those that do not fit in further rows below.

    Long lines are folded, their continuation set in; footers stand in line under the longest lane.
    """
    lanes = [(safe(name), [*map(safe, lines)], safe(footer)) for name, lines, footer in lanes]
    a_row, width = _shape(lanes, room_on(screen))
    for start in range(0, len(lanes), a_row):
        out.write("\n" if start else "")
        some = lanes[start : start + a_row]
        columns = [_folded(lines, width) for _, lines, _ in some]
        rows = [*zip_longest(*columns, fillvalue="")]
        names = [wrap(name, width) for name, _, _ in some]
        feet = [wrap(footer, width) for _, _, footer in some]
        rows.insert(0, ("─" * width,) * len(some))
        if any(footer for _, _, footer in some):
            rows += [("",) * len(some), *zip_longest(*feet, fillvalue="")]
        widths = [width] * len(some)
        out.write(grid([*zip_longest(*names, fillvalue="")], screen, widths=widths, bold=True))
        out.write(grid(rows, screen, widths=widths))


def _shape(lanes: Sequence[Lane], room: int) -> tuple[int, int]:
    """Return how many lanes stand in a row and how wide each is."""
    widest = max((width_of(text) for name, lines, foot in lanes for text in (name, foot, *lines)), default=1)
    need = min(max(widest, _NARROWEST), _WIDEST)
    a_row = len(lanes) or 1
    while a_row > 1 and (room - GAP * (a_row - 1)) // a_row < _NARROWEST:
        a_row -= 1
    rows = -(-len(lanes) // a_row)
    a_row = -(-len(lanes) // rows) if rows else 1  # as even as they come: 3 + 3, not 4 + 2
    return a_row, min(need, max((room - GAP * (a_row - 1)) // a_row, 1))


def _folded(lines: Sequence[str], width: int) -> list[str]:
    """Fold lines to a width, every further line of one set in by two."""
    folded: list[str] = []
    for line in lines:
        first = wrap(line, width)[0]
        folded.append(first)
        if rest := line[len(first) :].strip():
            folded += ["  " + more for more in wrap(rest, max(width - 2, 1))]
    return folded
