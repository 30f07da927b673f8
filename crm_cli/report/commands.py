"""The `report` commands: pipeline, sales, won and lost."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Annotated, Any

import typer

from crm_cli.app.context import App
from crm_cli.cli.command import Commands
from crm_cli.cli.options import FormatOption, WhereOption
from crm_cli.core.fields import Field
from crm_cli.core.money import Money
from crm_cli.core.periods import Grain, Period, parse_period
from crm_cli.core.text import plural
from crm_cli.kinds.catalogue import Catalogue
from crm_cli.kinds.rates import Rates
from crm_cli.output import Column, write
from crm_cli.report import counting, grouping, stages
from crm_cli.report.grouping import GRAINS, Group
from crm_cli.verbs import listing

app = Commands(
    help="""Figures: what stands in the pipeline, what was sold, what was won and lost.

    Example: crm report pipeline
    crm report sales --by month --period 2026
    crm report winloss --by owner --where source:fair
    """
)

ByOption = Annotated[
    str | None,
    typer.Option("--by", help="stage, owner, product, company, source, any field; day … year; none."),
]
PeriodOption = Annotated[
    str | None, typer.Option("--period", help="2026, 2026-Q4, last-month, 2026-01..2026-03.")
]
ChartOption = Annotated[bool, typer.Option("--chart", help="Bars in the terminal.")]

FIGURES: dict[str, Callable[[Group], Any]] = {
    "deals": lambda g: g.deals,
    "amount": lambda g: Money(g.amount, g.currency) if g.currency else None,
    "currency": lambda g: g.currency,
    "weighted": lambda g: (
        None if g.weighted_amount is None or not g.currency else Money(g.weighted_amount, g.currency)
    ),
    "won": lambda g: g.won,
    "lost": lambda g: g.lost,
    "win_rate": lambda g: g.win_rate,
    "won_amount": lambda g: Money(g.amount, g.currency) if g.currency else None,
}
TYPES = {"deals": "integer", "amount": "money", "weighted": "money", "won": "integer", "lost": "integer",
         "win_rate": "percent", "won_amount": "money"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Report:
    """What a report counts, dates by, groups by where nobody says, and prints."""

    name: str
    counts: str
    statuses: tuple[str, ...]
    day: str
    dated: str
    by: str
    figures: tuple[str, ...]


PIPELINE = Report(
    "pipeline", "open deal", ("open",), "expected_close_on", "expected to close", "stage",
    ("deals", "amount", "currency", "weighted"),
)  # fmt: skip
SALES = Report("sales", "won deal", ("won",), "closed_on", "closed", "month", ("deals", "amount", "currency"))
WINLOSS = Report(
    "winloss", "closed deal", ("won", "lost"), "closed_on", "closed", "none",
    ("won", "lost", "win_rate", "won_amount", "currency"),
)  # fmt: skip


@app.command()
def pipeline(
    ctx: typer.Context,
    by: ByOption = None,
    period: PeriodOption = None,
    where: WhereOption = None,
    chart: ChartOption = False,
    format: FormatOption = None,
) -> None:
    """Show what the open deals would bring, and what is expected by their probabilities.

    Example: crm report pipeline --by owner
    """
    _run(ctx.obj, PIPELINE, by, period, where, format, chart=chart)


@app.command()
def sales(
    ctx: typer.Context,
    by: ByOption = None,
    period: PeriodOption = None,
    where: WhereOption = None,
    chart: ChartOption = False,
    format: FormatOption = None,
) -> None:
    """Show what was sold: won deals by the day they closed.

    Example: crm report sales --by month --period 2026
    """
    _run(ctx.obj, SALES, by, period, where, format, chart=chart)


@app.command()
def winloss(
    ctx: typer.Context,
    by: ByOption = None,
    period: PeriodOption = None,
    where: WhereOption = None,
    chart: ChartOption = False,
    format: FormatOption = None,
) -> None:
    """Show how many deals were won and lost, and the share that was won.

    Example: crm report winloss --by owner --period this-year
    """
    _run(ctx.obj, WINLOSS, by, period, where, format, chart=chart)


def _run(
    crm: App,
    report: Report,
    by: str | None,
    period: str | None,
    where: str | None,
    format: str | None,
    *,
    chart: bool,
) -> None:
    chosen = crm.chosen_format(format)
    db = crm.read()
    catalogue = Catalogue(db)
    asked = (by or report.by).strip()
    grain: Grain | None = next((g for g in GRAINS if g == asked.lower()), None)
    field = None if grain or asked.lower() == "none" else listing.named(catalogue, "deal", asked)
    span = parse_period(period, crm.calendar) if period else None
    condition, values = listing.conditions(crm, catalogue, "deal", [where] if where else None, archived=True)
    found = counting.deals(db, report.statuses, field, report.day, where=condition, values=values)
    deals, undated = counting.within(found, span)
    base = crm.setting("currency") or None
    rates = Rates(db, base, crm.today)
    deals, missing = grouping.converted(deals, base, rates)
    groups = grouping.group(
        deals,
        grain=grain,
        week_start=crm.calendar.week_start,
        order=stages.in_order(db) if field is not None and field.name == "stage" else (),
        base=base,
    )
    key = grain or (field.name if field else None)
    if not groups and key is None:
        groups = [Group(None, base)]
    columns = [Column(key, _label(key, field), blank="(none)")] if key else []
    columns += [
        Column(name, name.replace("_", " ").capitalize(), TYPES.get(name, "text")) for name in report.figures
    ]
    shown = [c for c in columns if c.name != "currency"] if chosen.shows_currency else columns
    rows = [_row(group, key, shown) for group in groups]
    if chart and chosen.is_screen:
        _chart(crm, report, groups)
    else:
        if chosen.is_screen and len(groups) > 1:
            rows += [_row(total, key, shown) for total in _totals(groups, has_key=key is not None)]
        write(rows, shown, chosen, crm.stdout, screen=crm.screen)
    _remark(crm, report, deals, groups, span, undated, missing, rates)


def _label(key: str, field: Field | None) -> str:
    return field.title if field else key.capitalize()


def _row(group: Group, key: str | None, columns: Sequence[Column]) -> tuple[Any, ...]:
    return tuple(group.key if column.name == key else FIGURES[column.name](group) for column in columns)


def _totals(groups: Sequence[Group], *, has_key: bool) -> list[Group]:
    """One total a currency, for tables only."""
    totals: dict[str | None, Group] = {}
    for group in groups:
        total = totals.get(group.currency, Group("Total" if has_key else None, group.currency))
        weighted = (
            None
            if total.weighted is None and group.weighted is None
            else (total.weighted or 0) + (group.weighted or 0)
        )
        totals[group.currency] = Group(
            total.key,
            total.currency,
            total.deals + group.deals,
            total.won + group.won,
            total.lost + group.lost,
            total.amount + group.amount,
            weighted,
        )
    return list(totals.values())


def _chart(crm: App, report: Report, groups: Sequence[Group]) -> None:
    from crm_cli.core.money import format_human
    from crm_cli.output.chart import bars

    rows: list[tuple[str, Any, str]] = []
    for group in groups:
        if report is WINLOSS:
            rows.append(
                (group.key or "(none)", group.win_rate or 0, f"{group.won} of {group.won + group.lost}")
            )
        else:
            amount = Money(group.amount, group.currency) if group.currency else None
            rows.append(
                (
                    group.key or "(none)",
                    amount.decimal if amount else 0,
                    format_human(amount, crm.screen.locale) if amount else "",
                )
            )
    bars(rows, crm.stdout, screen=crm.screen)


def _remark(
    crm: App,
    report: Report,
    deals: Sequence[counting.Counted],
    groups: Sequence[Group],
    span: Period | None,
    undated: int,
    missing: Sequence[str],
    rates: Rates,
) -> None:
    """Say what was counted, over which days, in which currency, and what was left out."""
    total = sum(group.deals for group in groups)
    days = sorted(deal.day for deal in deals if deal.day)
    text = plural(total, report.counts)
    if span is not None:
        text += f" {report.dated} {span.start or ''}..{span.end or ''}"
    elif days:
        text += f", {report.dated} from {days[0]} to {days[-1]}"
    parts = [text]
    without_day = sum(deal.day is None for deal in deals)
    if without_day and span is None:
        parts.append(f"{without_day} without a day")
    if undated:
        parts.append(f"left out: {plural(undated, report.counts)} without a day")
    if count := sum(group.without_amount for group in groups):
        parts.append(f"{plural(count, 'deal')} without an amount {_adds(count)} 0")
    if report is PIPELINE and (count := sum(group.without_probability for group in groups)):
        parts.append(f"{plural(count, 'deal')} without a probability {_adds(count)} 0 to weighted")
    for currency, on in sorted(rates.used):
        parts.append(f"{currency} at the rate of {on}")
    if not rates.base and len({group.currency for group in groups if group.currency}) > 1:
        parts.append("a row for each currency: none is set to convert to (crm config set currency EUR)")
    if missing:
        parts.append(f"no rate to {rates.base} for {', '.join(missing)}: on rows of their own")
    crm.remark("; ".join(parts))


def _adds(count: int) -> str:
    return "adds" if count == 1 else "add"
