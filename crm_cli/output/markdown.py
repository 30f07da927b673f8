"""The format `markdown`: a table as GitHub has it, with labels over it and the values of the data formats in it.

GitHub Flavored Markdown, "Tables (extension)". Cells are data: what would be markup is escaped,
a newline becomes `<br>`, and figures stand to the right.
"""

from __future__ import annotations

import re

from crm_cli.core.text import safe
from crm_cli.output.formats import Format
from crm_cli.output.values import (
    FIGURES,
    TIMES,
    batches,
    by_column,
    formatted,
    is_money,
    local,
    text_form,
    texts,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from crm_cli.core.money import Money
    from crm_cli.output import Column, Row, Screen, Stream, Value

_MARKUP = re.compile(r"[\\`*_\[\]<>|~$]|(?<!\d):(?=[\w+-]+:)|&(?=#?\w+;)")


class Markdown(Format):
    """A table of the records; one record as a table of its labels and values."""

    __slots__ = ()
    shows_currency = True
    is_local = True
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
        """Write a header, a rule and a line for each record; nothing but these two where there are none."""
        _line(out, [_cell(column.label) for column in columns])
        _line(out, ["---:" if column.type in FIGURES else "---" for column in columns])
        count = 0
        for batch in batches(rows):
            cells = [
                _column(values, column, screen)
                for values, column in zip(by_column(batch), columns, strict=True)
            ]
            for line in zip(*cells, strict=True):
                _line(out, line)
            count += len(batch)
        return count

    def write_one(self, row: Row, columns: Sequence[Column], out: Stream, screen: Screen) -> None:
        """Write a line for each value that is there."""
        _line(out, ["Field", "Value"])
        _line(out, ["---", "---"])
        for column, value in zip(columns, row, strict=True):
            (cell,) = _column([value], column, screen)
            if cell:
                _line(out, [_cell(column.label), cell])


FORMAT = Markdown("markdown")


def _line(out: Stream, cells: Sequence[str]) -> None:
    out.write("| " + " | ".join(cells) + " |\n")


def _column(values: Sequence[Value], column: Column, screen: Screen) -> list[str]:
    """Amounts carry their currency, since a table has no other place for it; instants are the reader's."""
    if screen.calendar is not None and column.type in TIMES:
        values = local(values, screen.calendar.zone)
    if any(map(is_money, set(map(type, values)))):
        return formatted(values, lambda kind: _amount if is_money(kind) else text_form(kind))
    return [_cell(text) for text in texts(values, column)]


def _amount(money: Money) -> str:
    return f"{money.decimal:f} {money.currency}"


def _cell(text: str) -> str:
    marked = _MARKUP.sub(r"\\\g<0>", text.replace("\r\n", "\n").replace("\r", "\n"))
    return safe(marked, multiline=True).replace("\n", "<br>")
