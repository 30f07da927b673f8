"""A report as bars: one a row, for its ratio or else its leading figure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import NamedTuple

from crm_cli.core import money
from crm_cli.core.money import Money
from crm_cli.report.figures import figures
from crm_cli.report.group import Group
from crm_cli.report.question import Question
from crm_cli.report.report import Count, Measure, Ratio


class Bar(NamedTuple):
    """A bar of a chart: its label, the figure that gives its length, and the text that says it."""

    label: str
    length: int | Decimal
    text: str


def bars(groups: Iterable[Group], question: Question, locale: str) -> list[Bar]:
    """The bars of a chart: the ratio of each row where the report has one, else its leading figure."""
    measure = drawn(question)
    return [
        Bar(question.by.words(group.key), *_drawn(measure, group, question, locale))
        for group in groups
        if group.is_counted or not isinstance(measure, (Ratio, Count))
    ]


def drawn(question: Question) -> Measure:
    """The measure a chart draws: a ratio, else money, else the first."""
    measures: Sequence[Measure] = question.report.measures
    ratios = [measure for measure in measures if isinstance(measure, Ratio)]
    paid = [m for m in measures if not isinstance(m, Ratio) and question.terms[m.name].currency]
    return [*ratios, *paid, *measures][0]


def _drawn(measure: Measure, group: Group, question: Question, locale: str) -> tuple[int | Decimal, str]:
    found = figures(group, question)
    value = found[measure.name]
    if isinstance(measure, Ratio):
        part, whole = found[measure.part], sum(int(str(found[name])) for name in measure.whole)
        return (value if isinstance(value, Decimal) else 0), f"{part} of {whole}"
    if isinstance(value, Money):
        return value.decimal, money.format_human(value, locale)
    return (value, f"{value:,}") if isinstance(value, int) else (0, "")
