"""A card: one record and what belongs to it, in sections under headings."""

from __future__ import annotations

from collections.abc import Sequence

from crm_cli.core.text import safe
from crm_cli.output import Value
from crm_cli.output.blocks import GAP, fair_widths, grid, heading, room_on
from crm_cli.output.cells import width_of
from crm_cli.output.harmless import behind
from crm_cli.output.paint import Toned, paint
from crm_cli.output.shown import shown_one

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from crm_cli.output import Screen, Stream


Section = tuple[str, Sequence[Sequence[Value]]]
"""A heading, and lines of cells: (label, value) pairs, or rows of any one length."""

_INDENT = 2


def card(title: str, sections: Iterable[Section], out: Stream, screen: Screen, *, handle: str = "") -> None:
    """Write a title and sections to a terminal, labels in line through the whole card.

    handle: what the record is called by, behind its title: `contact/12`. Pairs without a value are left out, and sections without a line. Texts keep their line breaks.
    """
    out = behind(out)
    bodies = [
        (name, [_cells(line, screen) for line in lines if _says_something(line)]) for name, lines in sections
    ]
    room = room_on(screen) - _INDENT
    pairs = [line for _, body in bodies for line in body if len(line) == 2]
    of_pairs = fair_widths(pairs, room) if pairs else []
    blocks = [f"{heading(title, screen)}{_behind(title, handle, screen)}\n"] if title else []
    for name, body in bodies:
        if body:
            widths = of_pairs if len(body[0]) == 2 else fair_widths(body, room)
            top = heading(name, screen) + "\n" if name else ""
            blocks.append(top + grid(body, screen, widths=widths, indent=_INDENT if name else 0))
    out.write("\n".join(blocks))


def _behind(title: str, handle: str, screen: Screen) -> str:
    """The handle on the line of the title, or on one of its own; the title alone is read in its direction."""
    if not handle:
        return ""
    fits = width_of(safe(title)) + GAP + len(handle) <= room_on(screen)
    return ("  " if fits else "\n") + paint(handle, "heading", screen)


def _says_something(line: Sequence[Value]) -> bool:
    return len(line) != 2 or (line[1] is not None and line[1] != "" and line[1] != ())


def _cells(line: Sequence[Value], screen: Screen) -> list[str]:
    return [
        Toned(shown_one(value, screen), value.tone) if isinstance(value, Toned) else shown_one(value, screen)
        for value in line
    ]
