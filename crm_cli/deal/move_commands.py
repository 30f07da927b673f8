"""The commands that move a deal: through its stages, to won or lost, and back."""

from __future__ import annotations

from sqlite3 import Connection
from typing import Annotated

import typer

from crm_cli.app.context import App
from crm_cli.cli import completion, standard
from crm_cli.cli.options import DealArgument, DueOption, FormatOption, NextOption, OnOption, WhereOption
from crm_cli.core.errors import UsageError
from crm_cli.core.fields import Raw

TYPE_CHECKING = False
if TYPE_CHECKING:
    from crm_cli.deal.pipeline import Moved, When
    from crm_cli.deal.records import Deal

DealsArgument = Annotated[list[str] | None, standard.who("deal", "DEAL...")]
StageArgument = Annotated[
    str | None, typer.Argument(help="The stage.", metavar="STAGE", autocompletion=completion.stages)
]
StageOption = Annotated[
    str | None, typer.Option("--stage", help="The stage it is in.", autocompletion=completion.stages)
]
AmountOption = Annotated[str | None, typer.Option("--amount", help="What it brings.")]
CloseOption = Annotated[str | None, typer.Option("--close", help="The day it should close.")]


def move(
    ctx: typer.Context,
    deal: DealArgument,
    stage: StageArgument = None,
    where: WhereOption = None,
    on: OnOption = None,
    amount: AmountOption = None,
    close: CloseOption = None,
    next: NextOption = None,
    due: DueOption = None,
    format: FormatOption = None,
) -> None:
    """Move a deal to another stage: first which, then where to; with --where only where to.

    Example: crm deal move "Acme renewal" negotiation --next "send the contract" --due fri
    crm deal move --where rotting:yes lead
    """
    from crm_cli.deal import moving, pipeline
    from crm_cli.verbs import change
    from crm_cli.verbs.draft import SAMPLE

    crm: App = ctx.obj
    if where is not None and stage is None:
        deal, stage = "", deal
    if stage is None or (where is not None and deal):
        raise UsageError("name a deal and a stage, or --where and a stage", hint="crm deal move DEAL STAGE")
    to = stage

    def act(db: Connection, seen: Deal, when: When, values: dict[str, Raw]) -> Moved:
        return pipeline.move(db, seen.id, to, when, values, seen=seen)

    found = change.chosen(crm, "deal", None if where else [deal], where, "move", asks=False)
    change.ask(crm, "move", found, [f"{record.name} → {to}" for record in found[:SAMPLE]])
    moving.each(crm, found, "move", act, moving.Asked(on, amount, close, next, due, format))


def win(
    ctx: typer.Context,
    deal: DealsArgument = None,
    on: OnOption = None,
    amount: AmountOption = None,
    close: CloseOption = None,
    next: NextOption = None,
    due: DueOption = None,
    format: FormatOption = None,
) -> None:
    """Win a deal: it is closed, and counts as sold on that day.

    Example: crm deal win "Acme renewal" --amount 11.5k --on yesterday --next "send the invoice"
    """
    from crm_cli.deal import moving, pipeline
    from crm_cli.verbs import change, resolve

    crm: App = ctx.obj

    def act(db: Connection, seen: Deal, when: When, values: dict[str, Raw]) -> Moved:
        return pipeline.win(db, seen.id, when, values, seen=seen)

    found = change.chosen(crm, "deal", resolve.required(deal, "deal", "win"), None, "win")
    moving.each(crm, found, "win", act, moving.Asked(on, amount, close, next, due, format))


def lose(
    ctx: typer.Context,
    deal: DealsArgument = None,
    on: OnOption = None,
    reason: Annotated[str | None, typer.Option("--reason", help="Why; the log keeps it, too.")] = None,
    competitor: Annotated[str | None, typer.Option("--competitor", help="Who got it instead.")] = None,
    amount: AmountOption = None,
    close: CloseOption = None,
    next: NextOption = None,
    due: DueOption = None,
    format: FormatOption = None,
) -> None:
    """Lose a deal: it is closed, and counts as lost on that day.

    Example: crm deal lose "Acme renewal" --reason "too expensive" --competitor Globex --next "ask again" --due +6m
    """
    from crm_cli.deal import moving, pipeline
    from crm_cli.verbs import change, resolve

    crm: App = ctx.obj
    # --reason is an option of every command and has been taken out of the words before they came here
    why = {"lost_reason": reason or crm.options.reason, "competitor": competitor}
    typed = {name: value.strip() or None for name, value in why.items() if value is not None}

    def act(db: Connection, seen: Deal, when: When, values: dict[str, Raw]) -> Moved:
        return pipeline.lose(db, seen.id, when, {**values, **typed}, seen=seen)

    found = change.chosen(crm, "deal", resolve.required(deal, "deal", "lose"), None, "lose")
    moving.each(crm, found, "lose", act, moving.Asked(on, amount, close, next, due, format))


def reopen(
    ctx: typer.Context,
    deal: DealsArgument = None,
    stage: StageOption = None,
    on: OnOption = None,
    amount: AmountOption = None,
    close: CloseOption = None,
    next: NextOption = None,
    due: DueOption = None,
    format: FormatOption = None,
) -> None:
    """Make a won or lost deal open again, in its last stage or another. A reminder's is crm remind reopen.

    Example: crm deal reopen "Acme renewal" --stage proposal
    """
    from crm_cli.deal import moving, pipeline
    from crm_cli.verbs import change, resolve

    crm: App = ctx.obj

    def act(db: Connection, seen: Deal, when: When, values: dict[str, Raw]) -> Moved:
        return pipeline.reopen(db, seen.id, when, values, seen=seen, stage=stage)

    found = change.chosen(crm, "deal", resolve.required(deal, "deal", "reopen"), None, "reopen")
    moving.each(crm, found, "reopen", act, moving.Asked(on, amount, close, next, due, format))
