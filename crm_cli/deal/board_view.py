"""How the board is written: lanes side by side in a terminal, else a deal a line or a stage an object."""

from __future__ import annotations

from decimal import Decimal

from crm_cli.core.money import format_human, format_plain
from crm_cli.core.text import plural
from crm_cli.deal import pipelines
from crm_cli.deal.board import lanes
from crm_cli.kinds.catalogue import Catalogue
from crm_cli.output import Column, write
from crm_cli.verbs import listing

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any, TextIO

    from crm_cli.app.context import App
    from crm_cli.core.money import Money
    from crm_cli.deal.board import Entry, Lane
    from crm_cli.output import Screen, Value
    from crm_cli.output.formats import Format


LANE = 20
"""So many deals of a stage are shown in a terminal, unless --limit says otherwise."""

STALE = "! "
"""Stands before a deal that is longer in its stage than that allows; the word `stale` behind it."""

COLUMNS = [
    Column("pipeline", "Pipeline"),
    Column("stage", "Stage"),
    Column("id", "ID", "id"),
    Column("title", "Title"),
    Column("amount", "Amount", "money"),
    Column("currency", "Currency"),
    Column("company", "Company"),
    Column("expected_close_on", "Close", "day"),
    Column("rotting", "Rotting", "yes/no"),
]


def show(
    crm: App,
    query: Sequence[str] | None,
    *,
    pipeline: str | None = None,
    limit: int | None = None,
    format: str | None = None,
) -> None:
    """Write the board of the open deals that a query selects, of one pipeline or of all."""
    db = crm.read()
    chosen = crm.chosen_format(format)
    pipeline_id = pipelines.named(db, pipeline).id if pipeline is not None else None
    catalogue = Catalogue(db)
    condition, values = listing.conditions(crm, catalogue, "deal", query)
    order = listing.ordering(catalogue, "deal", None).by
    shown = lanes(db, condition, values, order, pipeline_id=pipeline_id)
    write_board(shown, chosen, crm.stdout, crm.screen, most=LANE if limit is None else limit)
    if not any(lane.deals for lane in shown) and (crm.is_terminal or chosen.is_screen):
        crm.remark("no open deals" + (" match" if query else " yet; crm deal add TITLE"))


def write_board(lanes: Sequence[Lane], format: Format, out: TextIO, screen: Screen, *, most: int) -> None:
    """Write the board. most: deals a lane on a screen, 0 is all; the other formats hold every deal."""
    if format.is_screen:
        _write_table(lanes, out, screen, most)
    elif format.is_prose:
        columns = [Column("stage", "Stage"), Column("deal", "Deal"), Column("amount", "Amount")]
        rows = [(lane.stage.name, deal.title, _plain(deal.amount)) for lane in lanes for deal in lane.deals]
        write(rows, columns, format, out, screen=screen)
    elif format.has_objects:
        columns = [Column(name, name) for name in ("pipeline", "stage", "probability", "totals", "deals")]
        write([_object(lane) for lane in lanes], columns, format, out, screen=screen)
    else:
        write(
            [_row(lane, deal) for lane in lanes for deal in lane.deals], COLUMNS, format, out, screen=screen
        )


def _row(lane: Lane, deal: Entry) -> tuple[Value, ...]:
    currency = deal.amount.currency if deal.amount else None
    return (
        lane.pipeline.name,
        lane.stage.name,
        deal.id,
        deal.title,
        deal.amount,
        currency,
        deal.whom,
        deal.expected_close_on,
        deal.is_rotting,
    )


def _object(lane: Lane) -> tuple[Any, ...]:
    chance = lane.stage.probability
    weighted = {money.currency: money for money in lane.weighted}
    totals = [
        {"amount": total, "weighted": weighted.get(total.currency), "currency": total.currency}
        for total in lane.totals
    ]
    names = [column.name for column in COLUMNS[2:]]
    deals = [dict(zip(names, _row(lane, deal)[2:], strict=True)) for deal in lane.deals]
    ratio = None if chance is None else Decimal(chance) / 10_000
    return lane.pipeline.name, lane.stage.name, ratio, totals, deals


def _plain(amount: Money | None) -> str:
    return "" if amount is None else f"{format_plain(amount)} {amount.currency}"


def _write_table(lanes: Sequence[Lane], out: TextIO, screen: Screen, most: int) -> None:
    from crm_cli.output.blocks import heading
    from crm_cli.output.board import board

    several = list(dict.fromkeys(lane.pipeline for lane in lanes))
    for number, pipeline in enumerate(several):
        if len(several) > 1:
            out.write(("\n" if number else "") + heading(pipeline.name, screen) + "\n")
        own = [lane for lane in lanes if lane.pipeline == pipeline]
        board(
            [(lane.stage.name, _lines(lane, screen, most), _footer(lane, screen)) for lane in own],
            out,
            screen,
        )


def _lines(lane: Lane, screen: Screen, most: int) -> list[str]:
    shown = lane.deals[:most] if most else lane.deals
    lines = [_line(deal, screen) for deal in shown]
    hidden = len(lane.deals) - len(shown)
    return [*lines, f"… and {hidden} more; --limit 0 shows all"] if hidden else lines


def _line(deal: Entry, screen: Screen) -> str:
    amount = format_human(deal.amount, screen.locale) if deal.amount else ""
    parts = [deal.title, amount, deal.whom or "", "stale" if deal.is_rotting else ""]
    return (STALE if deal.is_rotting else "") + " · ".join(filter(None, parts))


def _footer(lane: Lane, screen: Screen) -> str:
    weighted = {money.currency: money for money in lane.weighted}
    parts = [plural(len(lane.deals), "deal")]
    for total in lane.totals:
        share = weighted.get(total.currency)
        said = format_human(total, screen.locale)
        parts.append(said + (f" (weighted {format_human(share, screen.locale)})" if share else ""))
    without = sum(deal.amount is None for deal in lane.deals)
    if without and lane.totals:
        parts.append(f"{without} without amount")
    return " · ".join(parts)
