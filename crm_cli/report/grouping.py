"""Deals into groups: by a field or by days, one row a currency, in the order a reader expects."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from crm_cli.core import money
from crm_cli.core.periods import Grain, bucket, buckets_between
from crm_cli.report.counting import Counted

GRAINS: tuple[Grain, ...] = ("day", "week", "month", "quarter", "year")


@dataclass(frozen=True, slots=True)
class Group:
    """The figures of one group in one currency.

    amount: of the open or won deals, minor units. weighted: amount × probability summed in minor units × basis
    points, not yet divided; None where no deal has a probability.
    """

    key: str | None
    currency: str | None
    deals: int = 0
    won: int = 0
    lost: int = 0
    amount: int = 0
    weighted: int | None = None
    without_amount: int = 0
    without_probability: int = 0

    @property
    def win_rate(self) -> Decimal | None:
        """Won ÷ (won + lost), to six places; None over nothing."""
        closed = self.won + self.lost
        return (Decimal(self.won) / closed).quantize(Decimal("0.000001")) if closed else None

    @property
    def weighted_amount(self) -> int | None:
        """Expected minor units, divided once and half away from zero."""
        return None if self.weighted is None else money.divide_half_away(self.weighted, 10_000)


def group(
    deals: Sequence[Counted],
    *,
    grain: Grain | None = None,
    week_start: int = 0,
    order: Sequence[str] = (),
    base: str | None = None,
) -> list[Group]:
    """Add deals up by key and currency.

    grain: group by the deal's day instead of its key, groups with nothing between the first and the last
    included. order: keys in the order to keep (stages); others follow. base: the currency in which deals
    without an amount are counted where there are several.
    """
    if grain:
        deals = [
            replace(deal, key=bucket(date.fromisoformat(deal.day), grain, week_start) if deal.day else None)
            for deal in deals
        ]
    currencies = sorted({deal.currency for deal in deals if deal.currency and deal.amount is not None})
    home = base if base in currencies or not currencies else currencies[0]
    groups: dict[tuple[str | None, str | None], Group] = {}
    for deal in deals:
        currency = deal.currency if deal.amount is not None and deal.currency else home
        at = (deal.key, currency)
        groups[at] = _added(groups.get(at, Group(deal.key, currency)), deal)
    if grain:
        days = sorted(deal.day for deal in deals if deal.day)
        if days:
            span = buckets_between(
                date.fromisoformat(days[0]), date.fromisoformat(days[-1]), grain, week_start
            )
            for key in span:
                if not any((key, currency) in groups for currency in [*currencies, home]):
                    groups[key, home] = Group(key, home)
        return sorted(groups.values(), key=lambda g: (g.key is None, g.key or "", g.currency or ""))
    if order:
        places = {key: place for place, key in enumerate(order)}
        return sorted(
            groups.values(),
            key=lambda g: (
                g.key is None,
                places.get(g.key or "", len(places)),
                g.key or "",
                g.currency or "",
            ),
        )
    return sorted(groups.values(), key=_largest_first)


def _largest_first(group: Group) -> tuple[object, ...]:
    major = (
        Decimal(group.amount).scaleb(-money.digits(group.currency))
        if group.currency
        else Decimal(group.amount)
    )
    return (
        -major,
        -(group.won + group.lost or group.deals),
        group.key is None,
        group.key or "",
        group.currency or "",
    )


def _added(group: Group, deal: Counted) -> Group:
    counts = deal.status != "lost"
    amount = deal.amount or 0
    weighted = group.weighted
    if deal.status == "open" and deal.probability is not None:
        weighted = (weighted or 0) + amount * deal.probability
    return replace(
        group,
        deals=group.deals + 1,
        won=group.won + (deal.status == "won"),
        lost=group.lost + (deal.status == "lost"),
        amount=group.amount + (amount if counts else 0),
        weighted=weighted,
        without_amount=group.without_amount + (counts and deal.amount is None),
        without_probability=group.without_probability + (deal.status == "open" and deal.probability is None),
    )


def converted(
    deals: Sequence[Counted], base: str | None, rate: Callable[[str, str | None], Decimal | None]
) -> tuple[list[Counted], list[str]]:
    """Turn amounts into the base currency where a rate is known; also the currencies that have none.

    rate: (currency, day) → units of base for one unit, or None. Where all deals are in one currency nothing
    needs a rate.
    """
    currencies = {deal.currency for deal in deals if deal.currency and deal.amount is not None}
    if base is None or len(currencies) < 2:
        return list(deals), []
    missing = []
    result = []
    for deal in deals:
        if deal.amount is None or deal.currency in {None, base}:
            result.append(deal)
            continue
        found = rate(str(deal.currency), deal.day)
        if found is None:
            missing.append(str(deal.currency))
            result.append(deal)
        else:
            amount = money.convert(deal.amount, str(deal.currency), base, found)
            result.append(replace(deal, amount=amount, currency=base))
    return result, sorted(set(missing))
