"""Tables for a terminal: columns as wide as they need and the screen allows, in decks or stacked where it is narrow.

Data is never markup: every cell is made harmless. A column that is empty in every record is left out unless it was
asked for, and no e-mail, phone, number, amount or day is ever cut or folded.
"""

from __future__ import annotations

from crm_cli.core.text import safe
from crm_cli.output.blocks import GAP, heading, lines, room_on, rule
from crm_cli.output.cells import longest_word, tied, width_of, wrap
from crm_cli.output.decks import Deck, fitting
from crm_cli.output.paint import Toned, marked, tone_of
from crm_cli.output.shown import shown
from crm_cli.output.values import FIGURES, WHOLE, batches, by_column

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from crm_cli.output import Column, Row, Screen, Stream, Value
    from crm_cli.output.blocks import Cells

_MOST_LINES = 3
"""A text of more lines ends in `…`, but for the first one of a record, which names it."""


def write(
    rows: Iterable[Row], columns: Sequence[Column], out: Stream, *, screen: Screen, title: str = ""
) -> int:
    """Write a table as wide as it needs and the screen allows; nothing where there are no records.

    The layout is that of the first batch of records, so that an endless table needs no endless memory; where a
    later batch does not fit it, or has a value in a column left out, a new header begins.
    """
    count = 0
    table: _Table | None = None
    for batch in batches(rows):
        told, cells = _told(columns, by_column(batch), screen)
        if table is None or not table.holds(cells):
            out.write((heading(title, screen) + "\n" if title else "") if table is None else "\n")
            table = _laid_out(told, cells, screen)
            out.write(table.head())
        out.writelines(table.records(cells, is_first=not count))
        count += len(batch)
    return count


def write_one(row: Row, columns: Sequence[Column], out: Stream, *, screen: Screen) -> None:
    """Write one record, a label and a value a line, without what has no value."""
    told, cells = _told(columns, [(value,) for value in row], screen, multiline=True)
    out.writelines(_Stack(told, range(len(told)), screen).records(cells, is_first=True))


def _told(
    columns: Sequence[Column],
    values: Sequence[Sequence[Value]],
    screen: Screen,
    *,
    multiline: bool = False,
) -> tuple[list[Column], list[list[str]]]:
    """The columns that are shown and their texts: a column of marks is told in the one before it."""
    told: list[Column] = []
    cells: list[list[str]] = []
    for column, those in zip(columns, values, strict=True):
        if column.type == "mark":
            cells[-1] = [marked(text, str(mark or "")) for text, mark in zip(cells[-1], those, strict=True)]
        elif column.type == "tone":
            cells[-1] = [
                Toned(text, str(tone)) if tone else text for text, tone in zip(cells[-1], those, strict=True)
            ]
        else:
            told.append(column)
            cells.append(_texts(those, column, screen, multiline))
    return told, cells


def _texts(values: Sequence[Value], column: Column, screen: Screen, multiline: bool) -> list[str]:
    if column.many and column.type in WHOLE:
        return [
            tied(shown(several, column, screen)) if isinstance(several, list | tuple) else column.blank
            for several in values
        ]
    return shown(values, column, screen, multiline=multiline)


def _laid_out(columns: Sequence[Column], cells: Cells, screen: Screen) -> _Table:
    filled = [
        place
        for place, (column, texts) in enumerate(zip(columns, cells, strict=True))
        if column.is_asked or any(texts)
    ] or [*range(len(columns))]
    decks = fitting([columns[place] for place in filled], [cells[place] for place in filled], room_on(screen))
    if decks is None:
        return _Stack(columns, filled, screen)
    for deck in decks:
        deck.places = [filled[place] for place in deck.places]
    return _Decks(columns, decks, cells, screen)


class _Table:
    """How records are laid out: `shown` are the places of the columns that are seen at all."""

    def __init__(self, columns: Sequence[Column], shown: Sequence[int], screen: Screen) -> None:
        self.columns = columns
        self.shown = shown
        self.screen = screen

    def holds(self, cells: Cells) -> bool:
        """Whether further records can be shown so: nothing is in a column left out, nothing is cut."""
        return not any(any(texts) for place, texts in enumerate(cells) if place not in self.shown)

    def head(self) -> str:
        """What stands above the records."""
        return ""

    def records(self, cells: Cells, *, is_first: bool) -> Iterator[str]:
        """The lines of records."""
        raise NotImplementedError


class _Decks(_Table):
    """Records in columns."""

    def __init__(
        self, columns: Sequence[Column], decks: Sequence[Deck], cells: Cells, screen: Screen
    ) -> None:
        super().__init__(columns, [place for deck in decks for place in deck.places], screen)
        self.decks = decks
        self.rights = [
            column.type in FIGURES or (column.type == "id" and all(map(str.isdecimal, texts)))
            for column, texts in zip(columns, cells, strict=True)
        ]
        texts = [place for place in self.shown if columns[place].type not in WHOLE]
        self.cropped = frozenset(texts[1:])

    def holds(self, cells: Cells) -> bool:
        return super().holds(cells) and all(
            max(map(width_of, cells[place]), default=0) <= width
            for deck in self.decks
            for place, width in zip(deck.places, deck.widths, strict=True)
            if self.columns[place].type in WHOLE
        )

    def head(self) -> str:
        labels = [safe(column.label) for column in self.columns]
        told = [line for deck in self.decks for line in self._of(deck, labels, tone="heading")]
        return "".join(told) + rule(max(deck.width for deck in self.decks))

    def records(self, cells: Cells, *, is_first: bool) -> Iterator[str]:
        for record in zip(*cells, strict=True):
            for number, deck in enumerate(self.decks):
                if not number or any(record[place] for place in deck.places):
                    yield from self._of(deck, record)

    def _of(self, deck: Deck, record: Sequence[str], tone: str = "") -> list[str]:
        texts = [
            _cropped(record[place], width) if place in self.cropped else record[place]
            for place, width in zip(deck.places, deck.widths, strict=True)
        ]
        rights = [self.rights[place] for place in deck.places]
        return lines(texts, deck.widths, self.screen, rights=rights, indent=deck.indent, tone=tone)


class _Stack(_Table):
    """Records with a field a line, in line with all others; a blank is left out, and a line stands between records."""

    def __init__(self, columns: Sequence[Column], shown: Sequence[int], screen: Screen) -> None:
        super().__init__(columns, shown, screen)
        self.labels = [safe(column.label) for column in columns]
        self.width = min(max(width_of(self.labels[place]) for place in shown), room_on(screen) // 2)

    def records(self, cells: Cells, *, is_first: bool) -> Iterator[str]:
        for number, record in enumerate(zip(*cells, strict=True)):
            if number or not is_first:
                yield "\n"
            for place in self.shown:
                if record[place]:
                    yield from self._line(self.labels[place], record[place])

    def _line(self, label: str, value: str) -> list[str]:
        room = room_on(self.screen)
        beside = room - self.width - GAP
        if longest_word(value) <= beside or beside >= room - GAP:
            return lines([label, value], [self.width, beside], self.screen)
        return [*lines([label], [room], self.screen), *lines([value], [room - GAP], self.screen, indent=GAP)]


def _cropped(text: str, width: int) -> str:
    if width_of(text) <= width:
        return text
    folded = wrap(text, width)
    if len(folded) <= _MOST_LINES:
        return text
    last = folded[_MOST_LINES - 1]
    while width_of(last) >= width:
        last = last[:-1]
    return Toned("\n".join([*folded[: _MOST_LINES - 1], last.rstrip() + "…"]), tone_of(text))
