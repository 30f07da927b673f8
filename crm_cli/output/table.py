"""The format `table`: what a terminal is shown, laid out through Rich only when there is a table to lay out."""

from __future__ import annotations

from crm_cli.output.formats import Format

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from crm_cli.output import Column, Row, Screen, Stream


class Table(Format):
    """Columns under headers for a list, a label and a value a line for one record; a sentence for a write."""

    __slots__ = ()
    is_screen = True
    is_prose = True
    is_local = True
    shows_currency = True
    is_harmless = True

    def write(
        self,
        rows: Iterable[Row],
        columns: Sequence[Column],
        out: Stream,
        screen: Screen,
        *,
        title: str = "",
    ) -> int:
        """Write a table as wide as it needs and the screen allows; nothing where there are no records."""
        from crm_cli.output import table_layout

        return table_layout.write(rows, columns, out, screen=screen, title=title)

    def write_one(self, row: Row, columns: Sequence[Column], out: Stream, screen: Screen) -> None:
        """Write a label and a value a line, without what has no value."""
        from crm_cli.output import table_layout

        table_layout.write_one(row, columns, out, screen=screen)


FORMAT = Table("table")
