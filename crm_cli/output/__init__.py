"""Records become a stream: pick a writer by the name of its format and import it late."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TextIO, TypeAlias

from crm_cli.core.errors import UsageError

if TYPE_CHECKING:
    from datetime import date, datetime
    from decimal import Decimal

    from crm_cli.core.dates import Calendar
    from crm_cli.core.money import Money

Value: TypeAlias = (
    "bool | int | str | Decimal | Money | date | datetime | Sequence[Value] | Mapping[str, Value] | None"
)
"""What a cell can hold: ratios are Decimals (0.4), days are dates or ISO text, instants are aware."""

Row: TypeAlias = "Sequence[Value]"
"""One record: a value for each column, in the order of the columns."""

FORMATS = ("table", "plain", "csv", "tsv", "json", "jsonl", "ids", "markdown")


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the answer.

    name: the field's name: JSON key and CSV header.
    label: the header over it in tables.
    type: how its values read to people: the name of a `core.fields.Type`, or "id".
    many: the values are tuples of texts; a blank is an empty array in JSON, never null.
    blank: what a table shows where there is no value.
    """

    name: str
    label: str
    type: str = "text"
    many: bool = False
    blank: str = ""


@dataclass(frozen=True, slots=True)
class Screen:
    """What the writers may know of the terminal and of who reads it.

    calendar: gives the zone of instants and today; without it tables show days and instants as ISO.
    """

    width: int = 80
    color: bool = False
    locale: str = "en"
    calendar: Calendar | None = None


def check_format(text: str) -> None:
    """Refuse what is neither one of FORMATS nor a template such as `{name} <{email}>`."""
    if text in FORMATS:
        return
    if "{" in text:
        from crm_cli.output import template

        template.fields_of(text)
        return
    from crm_cli.core.text import nearest

    near = nearest(text.lower(), FORMATS, limit=1)
    raise UsageError(
        f"`{text}` is not a format: {', '.join(FORMATS)}, or a template",
        hint=f"-f {near[0]}" if near else "-f '{id} {name}'",
    )


def write(
    rows: Iterable[Row],
    columns: Sequence[Column],
    format: str,
    out: TextIO,
    *,
    screen: Screen,
    raw: bool = False,
    bom: bool = False,
    title: str = "",
) -> int:
    """Write records as they come, in flat memory, and count them.

    raw: leave the guard against formulas off CSV cells. bom: begin CSV with a byte order mark.
    title: a line above a table; not printed over an empty one, of which nothing is printed at all.
    Raises UsageError for an unknown format, an unknown field in a template, and `ids` of what has none.
    """
    if format == "csv":
        from crm_cli.output import csv

        return csv.write(rows, columns, out, raw=raw, bom=bom)
    if format in {"json", "jsonl"}:
        from crm_cli.output import json

        return json.write(rows, columns, out, lines=format == "jsonl")
    if format == "table":
        from crm_cli.output import table

        return table.write(rows, columns, out, screen=screen, title=title)
    if format in {"plain", "tsv", "ids"}:
        from crm_cli.output import text

        return {"plain": text.write_plain, "tsv": text.write_tsv, "ids": text.write_ids}[format](
            rows, columns, out
        )
    if format == "markdown":
        from crm_cli.output import markdown

        return markdown.write(rows, columns, out)
    check_format(format)
    from crm_cli.output import template

    return template.write(rows, columns, format, out)


def write_one(row: Row, columns: Sequence[Column], format: str, out: TextIO, *, screen: Screen) -> None:
    """Write one record: an object in JSON, `field<TAB>value` lines in plain, labels and values in a table.

    The other formats write it as a list of one. A table leaves out what has no value.
    """
    if format == "json":
        from crm_cli.output import json

        json.write([row], columns, out, lines=True)
    elif format == "plain":
        from crm_cli.output import text

        text.write_fields(row, columns, out)
    elif format == "table":
        from crm_cli.output import table

        table.write_one(row, columns, out, screen=screen)
    elif format == "markdown":
        from crm_cli.output import markdown

        markdown.write_one(row, columns, out)
    else:
        write([row], columns, format, out, screen=screen)
