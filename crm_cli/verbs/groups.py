"""Lists by group: how many records have each value of a field, and the sums of their figures."""

from __future__ import annotations

from decimal import Decimal

from crm_cli.core.errors import UsageError
from crm_cli.core.money import Money
from crm_cli.output import Column

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import Any

    from crm_cli.core.fields import Field


SUMMED = {"integer", "number", "money", "minutes"}
"""Types of fields whose values can be added up."""


def columns(by: Field, figures: Sequence[Field]) -> list[Column]:
    """The columns of a grouped list: the group, how many, each sum, and their currency where one is money."""
    found = [Column(by.name, by.title, by.type.name, blank="(none)"), Column("count", "Count", "integer")]
    found += [Column(field.name, field.title, field.type.name) for field in figures]
    if any(field.currency for field in figures):
        found.append(Column("currency", "Currency"))
    return found


def figures_of(by: Field, fields: Iterable[Field]) -> list[Field]:
    """The fields to add up: of those asked for, all but the group itself; UsageError for one that cannot be."""
    found = []
    for field in fields:
        if field.name in {by.name, "id", "currency"}:
            continue
        if field.type.name not in SUMMED or field.many:
            raise UsageError(
                f"{field.name} cannot be added up",
                hint="leave --columns out, or name numbers and amounts",
            )
        found.append(field)
    return found


def is_counted(by: Field, figures: Sequence[Field]) -> bool:
    """Whether the file itself can count the groups: one value a record, in a column, and nothing to add up."""
    return not (figures or by.many or by.own_key)


def group(rows: Iterable[Sequence[Any]], by: Field, figures: Sequence[Field]) -> list[tuple[Any, ...]]:
    """Add rows (the group's value, then the figures) up: one group a value and currency, the largest first.

    A record with several values of the field (tags) counts in each of their groups; amounts in different
    currencies are never added.
    """
    has_money = any(field.currency for field in figures)
    totals: dict[tuple[Any, str | None], list[Any]] = {}
    for value, *numbers in rows:
        currency = next((number.currency for number in numbers if isinstance(number, Money)), None)
        keys = (value or (None,)) if by.many else (value,)
        for key in keys:
            total = totals.setdefault((key, currency), [0, *[None] * len(figures)])
            total[0] += 1
            for place, number in enumerate(numbers, start=1):
                if number is not None:
                    total[place] = _added(total[place], number)
    if has_money:
        totals = _with_the_amountless(totals)
    found = [(key, *total, *([currency] if has_money else [])) for (key, currency), total in totals.items()]
    return _in_order(found)


def counts(counted: Iterable[tuple[Any, int]]) -> list[tuple[Any, ...]]:
    """Groups the file has counted, a line each; values that only are written otherwise count together."""
    totals: dict[Any, int] = {}
    for value, count in counted:
        totals[value] = totals.get(value, 0) + count
    return _in_order(totals.items())


def _in_order(groups: Iterable[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """The largest first, those of no value behind others as large."""
    return sorted(groups, key=lambda row: (-row[1], row[0] is None, str(row[0])))


def _added(total: Any, number: Any) -> Any:
    if isinstance(number, Money):
        return Money((total.minor if total else 0) + number.minor, number.currency)
    return (total or 0) + number if not isinstance(number, Decimal) else (total or Decimal(0)) + number


def _with_the_amountless(
    totals: dict[tuple[Any, str | None], list[Any]],
) -> dict[tuple[Any, str | None], list[Any]]:
    """Count records without an amount in their group's row of money, where it has just one."""
    merged = dict(totals)
    for key, currency in list(totals):
        rows = [(k, c) for k, c in merged if k == key and c is not None]
        if currency is None and len(rows) == 1:
            without = merged.pop((key, None))
            merged[rows[0]][0] += without[0]
    return merged
