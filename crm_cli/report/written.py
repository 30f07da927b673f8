"""The rows of a report in the format asked for: figures and their totals, or bars."""

from __future__ import annotations

from crm_cli.output import write
from crm_cli.report import figures, group

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from crm_cli.app.context import App
    from crm_cli.output import Column, Value
    from crm_cli.output.formats import Format
    from crm_cli.report.found import Found
    from crm_cli.report.group import Group, Layout
    from crm_cli.report.question import Question


def rows_of(found: Found, layout: Layout) -> list[Group]:
    """The rows of an answer; of nothing, one that says so unless rows stand for something."""
    rows = group.grouped(found.rows, found.question.by, layout)
    return rows or ([] if found.question.by.name else [group.nothing(layout)])


def write_rows(crm: App, found: Found, layout: Layout, format: str | None) -> None:
    """Write a row a group, and in a table a total a currency."""
    chosen = crm.chosen_format(format)
    question, rows = found.question, rows_of(found, layout)
    key = figures.key_column(question.by)
    columns = seen(figures.columns(question), chosen)
    shown: list[tuple[Value, ...]] = [
        (*key_of(row, question), *row_of(row, question, columns)) for row in rows
    ]
    if chosen.is_screen and len(rows) > 1 and question.by.name:
        totals = group.together(found.whole, layout)
        places = list(dict.fromkeys(row.currency for row in rows))
        totals.sort(key=lambda total: places.index(total.currency))
        shown += [("Total", *row_of(total, question, columns)) for total in totals]
    write(shown, [*key, *columns], chosen, crm.stdout, screen=crm.screen)


def draw(crm: App, found: Found, layout: Layout) -> None:
    """Draw a bar a row."""
    from crm_cli.output import chart
    from crm_cli.report.bars import bars

    drawn = bars(rows_of(found, layout), found.question, crm.screen.locale)
    chart.bars(drawn, crm.stdout, screen=crm.screen)


def seen(columns: list[Column], format: Format) -> list[Column]:
    """The columns a format needs: where an amount carries its currency, none beside it."""
    return [column for column in columns if not (format.shows_currency and column.name == figures.CURRENCY)]


def key_of(row: Group, question: Question) -> tuple[Value, ...]:
    """What a row stands for, if rows stand for anything."""
    return (question.by.value(row.key),) if question.by.name else ()


def row_of(row: Group, question: Question, columns: Sequence[Column]) -> tuple[Value, ...]:
    """What a row prints in columns of figures."""
    found = figures.figures(row, question)
    return tuple(found[column.name] for column in columns)
