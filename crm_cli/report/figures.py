"""The figures a row of a report prints, one a measure, and its columns."""

from __future__ import annotations

from decimal import Decimal

from crm_cli.core import money
from crm_cli.core.money import Money
from crm_cli.output import Column
from crm_cli.report.group import Layout
from crm_cli.report.report import Ratio, Weighted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from crm_cli.output import Value
    from crm_cli.report.by import By
    from crm_cli.report.group import Group
    from crm_cli.report.question import Question
    from crm_cli.report.report import Measure
    from crm_cli.report.terms import Sum


CURRENCY = "currency"
SHOWN = ("percent", "yes/no")
"""The types of keys that are shown otherwise than they are stored."""


def layout(question: Question, home: str | None, week_start: int) -> Layout:
    """How the rows of a question are made up."""
    terms = list(question.terms.values())
    paid = tuple(place for place, term in enumerate(terms) if term.currency)
    leading = paid[0] if paid else 0
    return Layout(
        len(terms), paid, leading, home if paid else None, question.report.is_whole and bool(paid), week_start
    )


def figures(group: Group, question: Question) -> dict[str, Value]:
    """What a row prints, by the names of its measures; None where there is nothing to say."""
    sums = dict(zip(question.terms, group.sums, strict=True))
    found: dict[str, Value] = {CURRENCY: group.currency}
    for measure in question.report.measures:
        is_money = not isinstance(measure, Ratio) and bool(question.terms[measure.name].currency)
        is_shown = group.is_counted or is_money
        found[measure.name] = _figure(measure, sums, group.currency, is_money=is_money) if is_shown else None
    return found


def _figure(measure: Measure, sums: Mapping[str, Sum], currency: str | None, *, is_money: bool) -> Value:
    if isinstance(measure, Ratio):
        whole = sum(sums[name].total for name in measure.whole)
        return (Decimal(sums[measure.part].total) / whole).quantize(Decimal("0.000001")) if whole else None
    total, found = sums[measure.name].total, sums[measure.name].found
    if isinstance(measure, Weighted):
        if not found:
            return None
        total = money.divide_half_away(total, 10_000)
    if is_money:
        return Money(total, currency) if currency else None
    return total


def names(question: Question) -> list[str]:
    """The columns in their order: the measures, the currency behind the first that is money."""
    found = [measure.name for measure in question.report.measures]
    for place, name in enumerate(found):
        if name in question.terms and question.terms[name].currency:
            return [*found[: place + 1], CURRENCY, *found[place + 1 :]]
    return found


def columns(question: Question) -> list[Column]:
    """How each is written."""
    return [Column(name, _label(name), _type(name, question)) for name in names(question)]


def prefixed(column: Column, name: str) -> Column:
    """The same figure of an earlier period: "amount" of "last-year" → last_year_amount."""
    whole = f"{name.replace('-', '_')}_{column.name}"
    return Column(whole, _label(whole), column.type)


def key_column(by: By) -> list[Column]:
    """The column of what the rows stand for, if they stand for anything."""
    return (
        [Column(by.name, by.label, by.type if by.type in SHOWN else "text", blank="(none)")]
        if by.name
        else []
    )


def _type(name: str, question: Question) -> str:
    if name == CURRENCY:
        return "text"
    return question.terms[name].type if name in question.terms else "percent"


def _label(name: str) -> str:
    return name.replace("_", " ").capitalize()
