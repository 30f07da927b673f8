"""Records become a stream: columns say what a record holds, a format how it is written.

On the path of the quickest answers: nothing is imported here, neither typing nor dataclasses nor enum.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date, datetime
    from decimal import Decimal
    from typing import Protocol, TypeAlias

    from crm_cli.core.calendar import Calendar
    from crm_cli.core.money import Money
    from crm_cli.output.formats import Format

    class Stream(Protocol):
        """Where an answer goes: all that a writer asks of it."""

        def write(self, text: str, /) -> object:
            """Take a part of a line, or some lines."""

        def writelines(self, lines: Iterable[str], /) -> object:
            """Take parts one after the other."""

        def isatty(self) -> bool:
            """Whether it is a terminal."""
            ...


Value: TypeAlias = (
    "bool | int | str | Decimal | Money | date | datetime | Sequence[Value] | Mapping[str, Value] | None"
)
"""What a cell can hold: ratios are Decimals (0.4), days are dates or ISO text, instants are aware."""

Row: TypeAlias = "Sequence[Value]"
"""One record: a value for each column, in the order of the columns."""


class Column:
    """One column of the answer.

    name: the field's name: JSON key and CSV header.
    label: the header over it in tables.
    type: how its values read to people: the name of a `core.fields.Type`, or "id". A table tells a `mark` (overdue,
        stale, won, lost) in the column before it, by its word and its colour, and a `tone` by its colour alone.
    many: the values are tuples of texts; a blank is an empty array in JSON, never null.
    blank: what a table shows where there is no value.
    is_asked: it was asked for by its name, so that a table shows it though it is empty in every record.
    """

    __slots__ = ("blank", "is_asked", "label", "many", "name", "type")

    def __init__(
        self,
        name: str,
        label: str,
        type: str = "text",
        many: bool = False,
        blank: str = "",
        is_asked: bool = False,
    ) -> None:
        self.name = name
        self.label = label
        self.type = type
        self.many = many
        self.blank = blank
        self.is_asked = is_asked

    def __repr__(self) -> str:
        return f"Column({self.name!r}, {self.label!r}, {self.type!r})"


class Screen:
    """What the writers may know of the terminal and of who reads it.

    width: in cells. calendar: gives the zone of instants and today; without it tables show days and instants as ISO.
    is_terminal: it is one, and no file that a table is written into.
    """

    __slots__ = ("calendar", "color", "is_terminal", "locale", "width")

    def __init__(
        self,
        width: int = 80,
        color: bool = False,
        locale: str = "en",
        calendar: Calendar | None = None,
        is_terminal: bool = False,
    ) -> None:
        self.width = width
        self.color = color
        self.locale = locale
        self.calendar = calendar
        self.is_terminal = is_terminal


def write(
    rows: Iterable[Row],
    columns: Sequence[Column],
    format: Format,
    out: Stream,
    *,
    screen: Screen,
    title: str = "",
) -> int:
    """Write records as they come, in flat memory, and count them.

    title: a line above a table; not printed over an empty one, of which nothing is printed at all.
    Raises UsageError for an unknown field in a template, and for ids of what has none.
    """
    return format.write(rows, columns, shown_on(out, format), screen, title=title)


def write_one(row: Row, columns: Sequence[Column], format: Format, out: Stream, *, screen: Screen) -> None:
    """Write one record: an object in JSON, `field<TAB>value` lines in plain, labels and values in a table.

    Formats that know no better write it as a list of one. A table leaves out what has no value.
    """
    format.write_one(row, columns, shown_on(out, format), screen)


def write_several(
    records: Iterable[tuple[Sequence[Column], Row]], format: Format, out: Stream, *, screen: Screen
) -> None:
    """Write records that each have columns of their own: an array in JSON, else one after the other."""
    format.write_several(records, shown_on(out, format), screen)


def shown_on(out: Stream, format: Format) -> Stream:
    """The stream as the format may have it: a terminal shows signs that could steer it as escapes."""
    if not out.isatty():
        return out
    from crm_cli.output.harmless import Harmless, behind

    raw = behind(out)
    return raw if format.is_harmless else Harmless(raw, format.harmless)
