"""The commands that move a deal: through its stages, to won or lost, and back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from sqlite3 import Connection
from typing import Annotated

import typer

from crm_cli.app.context import App
from crm_cli.cli import completion, standard
from crm_cli.cli.options import DealArgument, FormatOption, OnOption, WhereOption
from crm_cli.core.errors import Candidate, Conflict, Partial, UsageError
from crm_cli.core.fields import Raw
from crm_cli.core.text import plural

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
    format: FormatOption = None,
) -> None:
    """Move a deal to another stage: first which, then where to; with --where only where to.

    Example: crm deal move "Acme renewal" negotiation
    crm deal move --where rotting:yes lead
    """
    from crm_cli.deal import pipeline
    from crm_cli.verbs import change
    from crm_cli.verbs.draft import SAMPLE

    crm: App = ctx.obj
    if where is not None and stage is None:
        deal, stage = "", deal
    if stage is None or (where is not None and deal):
        raise UsageError("name a deal and a stage, or --where and a stage", hint="crm deal move DEAL STAGE")
    to = stage
    when = _when(crm, on)

    def act(db: Connection, seen: Deal, values: dict[str, Raw]) -> Moved:
        return pipeline.move(db, seen.id, to, when, values, seen=seen)

    found = change.chosen(crm, "deal", None if where else [deal], where, "move", asks=False)
    change.ask(crm, "move", found, [f"{record.name} → {to}" for record in found[:SAMPLE]])
    _each(crm, found, "move", act, amount, close, format)


def win(
    ctx: typer.Context,
    deal: DealsArgument = None,
    on: OnOption = None,
    amount: AmountOption = None,
    close: CloseOption = None,
    format: FormatOption = None,
) -> None:
    """Win a deal: it is closed, and counts as sold on that day.

    Example: crm deal win "Acme renewal" --amount 11.5k --on yesterday
    """
    from crm_cli.deal import pipeline
    from crm_cli.verbs import change, resolve

    crm: App = ctx.obj
    when = _when(crm, on)

    def act(db: Connection, seen: Deal, values: dict[str, Raw]) -> Moved:
        return pipeline.win(db, seen.id, when, values, seen=seen)

    found = change.chosen(crm, "deal", resolve.required(deal, "deal", "win"), None, "win")
    _each(crm, found, "win", act, amount, close, format)


def lose(
    ctx: typer.Context,
    deal: DealsArgument = None,
    on: OnOption = None,
    reason: Annotated[str | None, typer.Option("--reason", help="Why; the log keeps it, too.")] = None,
    competitor: Annotated[str | None, typer.Option("--competitor", help="Who got it instead.")] = None,
    amount: AmountOption = None,
    close: CloseOption = None,
    format: FormatOption = None,
) -> None:
    """Lose a deal: it is closed, and counts as lost on that day.

    Example: crm deal lose "Acme renewal" --reason "too expensive" --competitor Globex
    """
    from crm_cli.deal import pipeline
    from crm_cli.verbs import change, resolve

    crm: App = ctx.obj
    when = _when(crm, on)
    # --reason is an option of every command and has been taken out of the words before they came here
    why = {"lost_reason": reason or crm.options.reason, "competitor": competitor}
    typed = {name: value.strip() or None for name, value in why.items() if value is not None}

    def act(db: Connection, seen: Deal, values: dict[str, Raw]) -> Moved:
        return pipeline.lose(db, seen.id, when, {**values, **typed}, seen=seen)

    found = change.chosen(crm, "deal", resolve.required(deal, "deal", "lose"), None, "lose")
    _each(crm, found, "lose", act, amount, close, format)


def reopen(
    ctx: typer.Context,
    deal: DealsArgument = None,
    stage: StageOption = None,
    on: OnOption = None,
    amount: AmountOption = None,
    close: CloseOption = None,
    format: FormatOption = None,
) -> None:
    """Make a won or lost deal open again, in its last stage or another.

    Example: crm deal reopen "Acme renewal" --stage proposal
    """
    from crm_cli.deal import pipeline
    from crm_cli.verbs import change, resolve

    crm: App = ctx.obj
    when = _when(crm, on)

    def act(db: Connection, seen: Deal, values: dict[str, Raw]) -> Moved:
        return pipeline.reopen(db, seen.id, when, values, seen=seen, stage=stage)

    found = change.chosen(crm, "deal", resolve.required(deal, "deal", "reopen"), None, "reopen")
    _each(crm, found, "reopen", act, amount, close, format)


def _when(crm: App, on: str | None) -> When:
    """The moment of a move: as typed, the latest such one, else now; UsageError for one that lies ahead."""
    from datetime import datetime

    from crm_cli.core import dates
    from crm_cli.deal.pipeline import When

    if on is None:
        return When(crm.at, crm.today)
    moment = dates.parse_when(on, crm.calendar, prefer="past")
    if isinstance(moment, datetime):
        when = When(dates.iso_instant(moment), dates.local_day(moment, crm.zone).isoformat())
    elif moment == crm.calendar.today:
        when = When(crm.at, crm.today)
    else:
        when = When(dates.iso_instant(dates.to_instant(moment, dates.NOON, crm.zone)), moment.isoformat())
    if when.at > crm.at:
        raise UsageError(f"`{on}` lies ahead ({when.on})", hint="--close says when a deal should close")
    return when


def _each(
    crm: App,
    found: Sequence[Candidate],
    verb: str,
    act: Callable[[Connection, Deal, dict[str, Raw]], Moved],
    amount: str | None,
    close: str | None,
    format: str | None,
) -> None:
    """Do one thing to each deal in one step, and tell what moved and what was so already."""
    from crm_cli.db.transactions import savepoint
    from crm_cli.deal import records
    from crm_cli.verbs import change
    from crm_cli.verbs.answers import Answer

    seen = [records.get(crm.read(), record.id) for record in found]
    values = [_columns(crm, amount, close, deal.currency) for deal in seen]
    with crm.write() as db:
        done, skipped = [], []
        for deal, columns in zip(seen, values, strict=True):
            try:
                with savepoint(db):
                    done.append(act(db, deal, columns))
            except Conflict as error:
                skipped.append(error)
        if skipped and not done:
            raise skipped[0]
        ids = [each.deal.id for each in done]
        change.note(crm, "deal", ids)
        answer = Answer(crm, format, "deal", ids, is_several=len(ids) > 1)
    moved = [each for each in done if each.is_moved]
    remarks = [each.said for each in done if not each.is_moved]
    remarks += [each.remark for each in done if each.remark]
    if moved:
        said = [each.said + _brings(crm, each.deal) for each in moved]
        sentence = "; ".join(said) if len(said) <= 3 else f"{said[0]} and {len(said) - 1} more deals"
    else:
        sentence = f"Changed {change.names_of(found)}" if crm.step is not None else f"Nothing to {verb}"
    without = [each.deal for each in moved if each.deal.status == "won" and each.deal.amount is None]
    if without:
        remarks.append(f"{without[0].title} has no amount; crm deal edit {without[0].id} --amount AMOUNT")
    answer.give(sentence, *remarks)
    if skipped:
        reasons = "; ".join(dict.fromkeys(error.message for error in skipped[:3]))
        raise Partial(f"{plural(len(skipped), 'deal')} skipped: {reasons}", hint=skipped[0].hint)


def _brings(crm: App, deal: Deal) -> str:
    return amount_words(crm, deal, before=": ") if deal.status == "won" else ""


def _columns(crm: App, amount: str | None, close: str | None, currency: str | None) -> dict[str, Raw]:
    """The columns that --amount and --close mean; an empty text empties."""
    from crm_cli.core import dates
    from crm_cli.verbs import draft

    columns: dict[str, Raw] = {}
    if amount is not None:
        columns |= draft.amount(crm, amount, currency) if amount.strip() else {"amount": None}
    if close is not None:
        day = dates.parse_day(close, crm.calendar).isoformat() if close.strip() else None
        columns["expected_close_on"] = day
    return columns


def amount_words(crm: App, deal: Deal, *, before: str = "") -> str:
    """What a deal brings, as people read it, behind `before`; "" without an amount."""
    if deal.amount is None or deal.currency is None:
        return ""
    from crm_cli.core.money import Money, format_human

    return before + format_human(Money(deal.amount, deal.currency), crm.screen.locale)
