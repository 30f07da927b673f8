"""How the board is written: stages with their deals in a terminal, else a deal a line or a stage an object."""

from __future__ import annotations

from decimal import Decimal

from crm_cli.core.money import format_human, format_plain
from crm_cli.core.text import plural
from crm_cli.deal import pipelines
from crm_cli.deal.board import lanes, totals, weighted
from crm_cli.kinds.catalogue import Catalogue
from crm_cli.output import Column, write
from crm_cli.verbs import listing

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

    from crm_cli.app.context import App
    from crm_cli.core.money import Money
    from crm_cli.deal.board import Entry, Lane
    from crm_cli.output import Screen, Stream, Value
    from crm_cli.output.board import Tile
    from crm_cli.output.formats import Format


LANE = 9
"""So many deals of a stage are shown in a terminal, unless --limit says otherwise."""

COLUMNS = [
    Column("pipeline", "Pipeline"),
    Column("stage", "Stage"),
    Column("id", "ID", "id"),
    Column("title", "Title"),
    Column("amount", "Amount", "money"),
    Column("currency", "Currency"),
    Column("company", "Company"),
    Column("contact", "Contact"),
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
    write_board(
        shown,
        chosen,
        crm.stdout,
        crm.screen,
        most=LANE if limit is None else limit,
        all_of_it=lambda: _again(crm),
    )
    if not any(lane.deals for lane in shown) and (crm.is_terminal or chosen.is_screen):
        crm.remark("no open deals" + (" match" if query else " yet; crm deal add TITLE"))


def _again(crm: App) -> str:
    """The same command once more, but without a limit."""
    words = "crm deal board" if "--" in crm.argv else crm.words
    return f"{crm.called}{words.removeprefix('crm')} --limit 0"


def write_board(
    lanes: Sequence[Lane],
    format: Format,
    out: Stream,
    screen: Screen,
    *,
    most: int,
    all_of_it: Callable[[], str] = lambda: "crm deal board --limit 0",
) -> None:
    """Write the board.

    most: deals a stage on a screen, 0 is all; the other formats hold every deal. all_of_it: gives the command that
    shows all.
    """
    if format.is_screen:
        _write_table(lanes, out, screen, most, all_of_it)
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
        deal.company,
        deal.contact,
        deal.expected_close_on,
        deal.is_rotting,
    )


def _object(lane: Lane) -> tuple[Any, ...]:
    chance = lane.stage.probability
    shares = {money.currency: money for money in weighted(lane.deals)}
    sums = [
        {"amount": total, "weighted": shares.get(total.currency), "currency": total.currency}
        for total in totals(lane.deals)
    ]
    names = [column.name for column in COLUMNS[2:]]
    deals = [dict(zip(names, _row(lane, deal)[2:], strict=True)) for deal in lane.deals]
    ratio = None if chance is None else Decimal(chance) / 10_000
    return lane.pipeline.name, lane.stage.name, ratio, sums, deals


def _plain(amount: Money | None) -> str:
    return "" if amount is None else f"{format_plain(amount)} {amount.currency}"


def _write_table(
    lanes: Sequence[Lane], out: Stream, screen: Screen, most: int, all_of_it: Callable[[], str]
) -> None:
    from crm_cli.output.board import Group, board

    for number, pipeline in enumerate(dict.fromkeys(lane.pipeline for lane in lanes)):
        own = [lane for lane in lanes if lane.pipeline == pipeline]
        groups = []
        for lane in own:
            shown = lane.deals[:most] if most else lane.deals
            hidden = len(lane.deals) - len(shown)
            tiles = [_tile(deal, screen) for deal in shown]
            more = f"… {hidden} more: {all_of_it()}" if hidden else ""
            groups.append(Group(lane.stage.name, _sums(lane.deals, screen), tiles, more))
        deals = [deal for lane in own for deal in lane.deals]
        out.write("\n" if number else "")
        board(pipeline.name, _sums(deals, screen), groups, out, screen)


def _tile(deal: Entry, screen: Screen) -> Tile:
    from crm_cli.output.board import Tile
    from crm_cli.output.shown import shown_one

    marks = [word for word, is_so in (("overdue", deal.is_late), ("stale", deal.is_rotting)) if is_so]
    return Tile(
        str(deal.id),
        deal.title,
        " · ".join(filter(None, (deal.company, deal.contact))),
        format_human(deal.amount, screen.locale) if deal.amount else "",
        shown_one(deal.expected_close_on, screen, "day"),
        marks,
    )


def _sums(deals: Sequence[Entry], screen: Screen) -> str:
    """How many deals, what they come to in each currency, and the same by their chances."""
    parts = [plural(len(deals), "deal")]
    for what, sums in (("", totals(deals)), ("weighted ", weighted(deals))):
        if sums:
            parts.append(what + " + ".join(format_human(money, screen.locale) for money in sums))
    without = sum(deal.amount is None for deal in deals)
    if without and without < len(deals):
        parts.append(f"{without} without amount")
    return " · ".join(parts)
