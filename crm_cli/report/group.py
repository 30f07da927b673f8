"""Tallies into the rows of a report: by key and currency, periods without a gap, in the order a reader expects."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from crm_cli.core import money
from crm_cli.core.record import record, replace
from crm_cli.report.by import By
from crm_cli.report.terms import Sum

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence

    from crm_cli.report.count import Tally


@record
class Group:
    """One row: its key, its currency, how many records, and their sums, one a term.

    is_counted: False of a row that only adds the amounts of a further currency to a group counted above it.
    """

    key: str | None
    currency: str | None
    records: int = 0
    sums: tuple[Sum, ...] = ()
    is_counted: bool = True


@record
class Layout:
    """How tallies become rows.

    terms: how many sums a row has. money: the places among them that are money. leading: the place by whose sum
    rows are ordered. home: the currency in whose row records without an amount are counted.
    is_whole: a group is counted once, further currencies adding rows of amounts.
    """

    terms: int
    money: tuple[int, ...]
    leading: int
    home: str | None
    is_whole: bool
    week_start: int = 0


def home(currencies: Collection[str], base: str | None) -> str | None:
    """The currency in whose row records without an amount are counted: the base, unless amounts are in others only."""
    return base if base in currencies or not currencies else min(currencies)


def grouped(tallies: Sequence[Tally], by: By, layout: Layout) -> list[Group]:
    """Add tallies up to the rows of a report, in their order."""
    keys: dict[str | None, dict[str | None, list[Tally]]] = {}
    for tally in tallies:
        currency = tally.currency or layout.home
        keys.setdefault(_key(tally, by, layout), {}).setdefault(currency, []).append(tally)
    for key in _without_gaps(tallies, by, layout):
        keys.setdefault(key, {layout.home: []})
    rows = [[_added(key, *held, layout) for held in parts.items()] for key, parts in keys.items()]
    if layout.is_whole:
        return [row for several in _in_order(map(_counted_once(layout), rows), by, layout) for row in several]
    return [row for [row] in _in_order(([row] for several in rows for row in several), by, layout)]


def together(tallies: Iterable[Tally], layout: Layout) -> list[Group]:
    """All tallies as one group, a row a currency."""
    return grouped([replace(tally, key=None, day=None) for tally in tallies], By(), layout)


def nothing(layout: Layout) -> Group:
    """The one row of a report that found no records."""
    return empty(None, layout.home, layout)


def empty(key: str | None, currency: str | None, layout: Layout) -> Group:
    """A row of no records."""
    return Group(key, currency, 0, (Sum(),) * layout.terms)


def _key(tally: Tally, by: By, layout: Layout) -> str | None:
    if by.grain is None:
        return tally.key
    from crm_cli.core.periods import bucket

    return bucket(date.fromisoformat(tally.day), by.grain, layout.week_start) if tally.day else None


def _without_gaps(tallies: Iterable[Tally], by: By, layout: Layout) -> Iterable[str]:
    """All periods between the first and the last, where rows are periods."""
    days = [day for tally in tallies for day in (tally.first, tally.last) if day]
    if by.grain is None or not days:
        return ()
    from crm_cli.core.periods import buckets_between

    first, last = date.fromisoformat(min(days)), date.fromisoformat(max(days))
    return buckets_between(first, last, by.grain, layout.week_start)


def _added(key: str | None, currency: str | None, tallies: Sequence[Tally], layout: Layout) -> Group:
    if not tallies:
        return empty(key, currency, layout)
    sums = tuple(_sum(column) for column in zip(*(tally.sums for tally in tallies), strict=True))
    return Group(key, currency, sum(tally.records for tally in tallies), sums)


def _sum(sums: Iterable[Sum]) -> Sum:
    whole = Sum()
    for each in sums:
        whole = whole.plus(each)
    return whole


def _counted_once(layout: Layout) -> Callable[[list[Group]], list[Group]]:
    """Count a group in its first row; the other currencies that have amounts follow with these alone."""

    def once(rows: list[Group]) -> list[Group]:
        paid = [row for row in rows if any(row.sums[place].found for place in layout.money)]
        paid.sort(key=lambda row: (row.currency != layout.home, row.currency or ""))
        first = paid[0] if paid else empty(rows[0].key, layout.home, layout)
        sums = tuple(
            first.sums[place] if place in layout.money else _sum(row.sums[place] for row in rows)
            for place in range(layout.terms)
        )
        counted = replace(first, records=sum(row.records for row in rows), sums=sums)
        return [counted, *(replace(row, records=0, is_counted=False) for row in paid[1:])]

    return once


def _in_order(groups: Iterable[list[Group]], by: By, layout: Layout) -> list[list[Group]]:
    """Periods by time, stages in the order of their pipeline, others by the leading figure, largest first."""
    places = {key: place for place, key in enumerate(by.order)}

    def rank(rows: list[Group]) -> tuple[object, ...]:
        first = rows[0]
        key, currency = first.key or "", first.currency or ""
        if by.grain:
            return first.key is None, key, currency
        if by.order:
            return first.key is None, places.get(key, len(places)), key, currency
        return -_leading(first, layout), -first.records, first.key is None, key, currency

    return sorted(groups, key=rank)


def _leading(group: Group, layout: Layout) -> Decimal:
    total = Decimal(group.sums[layout.leading].total)
    if layout.leading in layout.money and group.currency:
        return total.scaleb(-money.digits(group.currency))
    return total
