"""The `deal` commands: possible sales and how they go."""

from __future__ import annotations

from collections.abc import Sequence
from sqlite3 import Connection
from typing import Annotated

import typer

from crm_cli.app.context import App
from crm_cli.cli.command import Commands, of_record, typed_fields
from crm_cli.cli.options import (
    ArchivedOption,
    ClearOption,
    ColumnsOption,
    DealsArgument,
    DueOption,
    ForceOption,
    FormatOption,
    GroupByOption,
    IfAbsentOption,
    LimitOption,
    NextOption,
    QueryArgument,
    SortOption,
    UnlinkOption,
    WhereOption,
    countable,
)
from crm_cli.core.errors import Conflict, UsageError
from crm_cli.core.fields import Raw
from crm_cli.deal import item_commands, pipeline, pipelines, records
from crm_cli.deal.move_commands import StageOption, amount_words, lose, move, reopen, win
from crm_cli.deal.pipeline import When
from crm_cli.deal.records import Deal
from crm_cli.kinds.catalogue import Catalogue
from crm_cli.verbs import change, draft, form, listing, resolve
from crm_cli.verbs.answers import Answer

app = Commands(
    help="""Possible sales: add them, move them through the stages, win or lose them.

    Example: crm deal add "Acme renewal" --company Acme --amount 12k --close eom
    crm deal move "Acme renewal" proposal
    crm deal board
    """
)
app.add_typer(item_commands.app, name="item")

PipelineOption = Annotated[
    str | None, typer.Option("--pipeline", help="The pipeline; else the first one.", metavar="PIPELINE")
]
StatusOption = Annotated[
    str | None,
    typer.Option("--status", hidden=True, help="Refused: crm deal win, lose and reopen change it."),
]
PeopleOption = Annotated[
    list[str] | None,
    typer.Option("--add-contact", metavar="WHO[:ROLE]", help="A further person in it: 'Jane Doe:decides'."),
]
DropOption = Annotated[
    list[str] | None,
    typer.Option("--drop-contact", metavar="WHO", help="A further person to take out of it."),
]


@app.command(cls=of_record("deal"))
def add(
    ctx: typer.Context,
    title: Annotated[str, typer.Argument(help="What is to be sold, in a few words.", metavar="TITLE")],
    stage: StageOption = None,
    pipeline_: PipelineOption = None,
    product: Annotated[
        str | None, typer.Option("--product", help="What is sold; its price is the amount if none is given.")
    ] = None,
    add_contact: PeopleOption = None,
    status: StatusOption = None,
    next: NextOption = None,
    due: DueOption = None,
    if_absent: IfAbsentOption = False,
    force: ForceOption = False,
    format: FormatOption = None,
) -> None:
    """Add a deal. Its company is the contact's, unless you say another.

    Example: crm deal add "Acme renewal" --contact jane --amount 12k --close eom --next "send quote" --due fri
    """
    from crm_cli.contact import records as contacts
    from crm_cli.reminder import records as reminders

    crm: App = ctx.obj
    title = draft.title(title, "deal")
    _refuse_status(status, f'"{title}"')
    wanted = draft.read(crm, "deal", typed_fields(ctx), force=force)
    if wanted.columns.get("closed_on"):
        raise UsageError(
            "a new deal is open: it has no day it closed on", hint=f'crm deal win "{title}" --on WHEN'
        )
    product_id = resolve.one(crm, "product", product).id if product is not None else None
    pipeline_id = pipelines.named(crm.read(), pipeline_).id if pipeline_ is not None else None
    people = _people(crm, add_contact)
    step = reminders.read_next(next, due, crm.calendar)
    contact_id = draft.linked(wanted, "contact_id")
    with crm.write() as db:
        if contact_id is not None and not wanted.new_company:
            wanted.columns.setdefault("company_id", contacts.get(db, contact_id).company_id)
        company_id = draft.linked(wanted, "company_id")
        same = [] if wanted.new_company else records.same(db, title, company_id, contact_id)
        if same and not force:
            there = records.get(db, same[0])
            said = [f"{there.title} is there already and open (deal/{there.id})"]
            if not if_absent:
                raise Conflict(
                    said[0],
                    hint=f"crm deal show {there.id}, or --force to add another",
                    candidates=resolve.describe(crm, [("deal", id) for id in same]),
                )
            id, near = there.id, ""
        else:
            near = change.near_remark(crm, "deal", title)
            made = draft.make_company(db, wanted, at=crm.at)
            place = _place(db, stage, pipeline_id, at=crm.at)
            values = {"owner": crm.setting("owner") or None, **wanted.columns, **place, "title": title}
            id = records.add(
                db,
                values,
                at=crm.at,
                on=crm.today,
                custom=wanted.custom,
                tags_=wanted.tags,
                product=product_id,
            )
            for person, role in people:
                records.add_person(db, id, person, role)
            said = [_added(crm, records.get(db, id)), made]
            if step:
                company_id = draft.linked(wanted, "company_id")
                said.append(
                    reminders.add_next(
                        db, step, at=crm.at, contact_id=contact_id, company_id=company_id, deal_id=id
                    )
                )
            change.note(crm, "deal", [id])
        answer = Answer(crm, format, "deal", [id])
    answer.give("; ".join(filter(None, said)), near)


def _place(db: Connection, stage: str | None, pipeline_id: int | None, *, at: str) -> dict[str, Raw]:
    """The columns of pipeline and stage that the options ask for."""
    if stage is None:
        return {} if pipeline_id is None else {"pipeline_id": pipeline_id}
    wanted = pipelines.default(db, at).id if pipeline_id is None else pipeline_id
    return {"stage_id": pipelines.stage_named(db, stage, wanted, elsewhere=pipeline_id is None).id}


def _added(crm: App, deal: Deal) -> str:
    stage = pipelines.stage(crm.read(), deal.stage_id).name if deal.stage_id else ""
    return f"Added {deal.title} (deal/{deal.id}) in {stage}" + amount_words(crm, deal, before=", ")


def _refuse_status(status: str | None, name: str) -> None:
    """A deal is won and lost by commands of their own, which know the day."""
    if status is not None:
        verb = {"won": "win", "lost": "lose", "open": "reopen"}.get(status.strip().lower(), "win|lose|reopen")
        raise UsageError("the status of a deal is not set but comes about", hint=f"crm deal {verb} {name}")


def _people(crm: App, typed: Sequence[str] | None) -> Sequence[tuple[int, str | None]]:
    """Further people as typed, `WHO` or `WHO:ROLE`: (contact id, role)."""
    found = []
    for text in typed or ():
        who, colon, role = text.rpartition(":")
        if not colon or who in {"", "name"}:
            who, role = text, ""
        found.append((resolve.one(crm, "contact", who).id, role.strip() or None))
    return found


@app.command()
def list(
    ctx: typer.Context,
    query: QueryArgument = None,
    columns: ColumnsOption = None,
    sort: SortOption = None,
    limit: LimitOption = None,
    group_by: GroupByOption = None,
    archived: ArchivedOption = False,
    format: FormatOption = None,
) -> None:
    """List deals, all or those a query selects, by expected close, then amount.

    Example: crm deal list status:open stage:proposal,negotiation amount:10k.. close:..eom
    crm deal list rotting:yes --columns title,stage,in_stage,next
    """
    listing.show(
        ctx.obj,
        "deal",
        query,
        columns=columns,
        sort=sort,
        limit=limit,
        group_by=group_by,
        archived=archived,
        format=format,
    )


@app.command()
def show(ctx: typer.Context, who: DealsArgument = None, format: FormatOption = None) -> None:
    """Show all that is known of deals: stage, people, lines, moves, next reminder, last activities.

    Example: crm deal show "Acme renewal"
    """
    from crm_cli.verbs import cards

    crm: App = ctx.obj
    cards.show(crm, resolve.many(crm, "deal", resolve.required(who, "deal", "show")), format)


@app.command(cls=of_record("deal"))
def edit(
    ctx: typer.Context,
    who: DealsArgument = None,
    title: Annotated[str | None, typer.Option("--title", help="Another title.")] = None,
    stage: StageOption = None,
    pipeline_: Annotated[
        str | None, typer.Option("--pipeline", help="Another pipeline.", metavar="PIPELINE")
    ] = None,
    add_contact: PeopleOption = None,
    drop_contact: DropOption = None,
    status: StatusOption = None,
    where: WhereOption = None,
    clear: ClearOption = None,
    force: ForceOption = False,
    format: FormatOption = None,
) -> None:
    """Change fields of deals; without options, all of one in your editor. Another stage is a move.

    Example: crm deal edit "Acme renewal" --amount 15k --probability 60% --add-contact "John Roe:decides"
    """
    crm: App = ctx.obj
    typed = typed_fields(ctx) + ([("title", title)] if title is not None else [])
    found = change.chosen(crm, "deal", who, where, "edit", asks=False)
    _refuse_status(status, str(found[0].id) if found else "DEAL")
    if not typed and not any((clear, stage, pipeline_, add_contact, drop_contact)):
        typed = form.edit(crm, "deal", found)
    seen = {record.id: records.get(crm.read(), record.id) for record in found}
    amounts = [text for name, text in typed if name == "amount" and text.strip()]
    others = [(name, text) for name, text in typed if name != "amount" or not text.strip()]
    wanted = draft.read(crm, "deal", others, clear=clear, force=force)
    if "title" in wanted.columns:
        wanted.columns["title"] = draft.title(str(wanted.columns["title"] or ""), "deal")
    currency = wanted.columns.get("currency")
    money = {
        # an amount without a currency is in the deal's own
        id: draft.amount(crm, amounts[-1], str(currency) if currency else deal.currency) if amounts else {}
        for id, deal in seen.items()
    }
    pipeline_id = pipelines.named(crm.read(), pipeline_).id if pipeline_ is not None else None
    people, gone = _people(crm, add_contact), _people(crm, drop_contact)
    moved = []
    change.ask(crm, "edit", found, draft.preview(crm, "deal", found, wanted))
    with crm.write() as db:
        made = draft.make_company(db, wanted, at=crm.at)
        for id, before in seen.items():
            if stage is not None or pipeline_id not in {None, before.pipeline_id}:
                when = When(crm.at, crm.today)
                moved.append(pipeline.move(db, id, stage, when, {}, seen=before, pipeline_id=pipeline_id))
            values = {**draft.with_custom(wanted, before.custom), **money[id]}
            records.update(db, id, values, seen=before)
            for person, role in people:
                records.add_person(db, id, person, role)
            for person, _ in gone:
                records.drop_person(db, id, person)
            draft.put_parts(db, crm, "deal", id, wanted)
        change.note(crm, "deal", [*seen])
        answer = Answer(crm, format, "deal", [*seen], is_several=len(found) > 1)
    said = [each.said for each in moved if each.is_moved] if len(moved) <= 3 else []
    if crm.step is None:
        answer.give(f"Nothing to change: {change.names_of(found)} is so already")
    else:
        is_more = wanted or amounts or people or gone or not said
        answer.give(
            "; ".join(filter(None, [f"Changed {change.names_of(found)}" if is_more else "", *said, made]))
        )


@app.command()
def archive(
    ctx: typer.Context, who: DealsArgument = None, where: WhereOption = None, format: FormatOption = None
) -> None:
    """Hide deals from lists and the board; reports still count them.

    Example: crm deal archive "Acme renewal"
    """
    change.archive(ctx.obj, "deal", who, where, format, hide=True)


@app.command()
def unarchive(
    ctx: typer.Context, who: DealsArgument = None, where: WhereOption = None, format: FormatOption = None
) -> None:
    """Show archived deals in lists again.

    Example: crm deal unarchive "Acme renewal"
    """
    change.archive(ctx.obj, "deal", who, where, format, hide=False)


@app.command()
def delete(
    ctx: typer.Context, who: DealsArgument = None, unlink: UnlinkOption = False, format: FormatOption = None
) -> None:
    """Delete deals with their lines and moves; can be undone.

    Example: crm deal delete "Acme renewal"
    """
    change.delete(ctx.obj, "deal", resolve.required(who, "deal", "delete"), format, unlink=unlink)


@app.command()
def tag(
    ctx: typer.Context, who: DealsArgument = None, where: WhereOption = None, format: FormatOption = None
) -> None:
    """Put tags on a deal: first which, then the tags.

    Example: crm deal tag "Acme renewal" urgent
    """
    change.tag(ctx.obj, "deal", resolve.required(who, "deal", "tag"), where, format, put=True)


@app.command()
def untag(
    ctx: typer.Context, who: DealsArgument = None, where: WhereOption = None, format: FormatOption = None
) -> None:
    """Take tags off a deal: first which, then the tags.

    Example: crm deal untag "Acme renewal" urgent
    """
    change.tag(ctx.obj, "deal", resolve.required(who, "deal", "untag"), where, format, put=False)


for command in (move, win, lose, reopen):
    app.command()(command)


@app.command()
def board(
    ctx: typer.Context,
    query: QueryArgument = None,
    pipeline_: Annotated[
        str | None, typer.Option("--pipeline", help="This pipeline only.", metavar="PIPELINE")
    ] = None,
    limit: Annotated[
        int | None,
        typer.Option(
            "--limit", "-n", min=0, callback=countable, help="At most so many deals a stage; 0 is all."
        ),
    ] = None,
    format: FormatOption = None,
) -> None:
    """Show the open deals stage by stage, with what they come to.

    Example: crm deal board
    crm deal board owner:aigul --pipeline sales
    """
    from crm_cli.deal import board as boards
    from crm_cli.deal import board_view

    crm: App = ctx.obj
    db = crm.read()
    chosen = crm.chosen_format(format)
    pipeline_id = pipelines.named(db, pipeline_).id if pipeline_ is not None else None
    catalogue = Catalogue(db)
    condition, values = listing.conditions(crm, catalogue, "deal", query)
    order = listing.ordering(catalogue, "deal", None)
    lanes = boards.lanes(db, condition, values, order, pipeline_id=pipeline_id)
    board_view.write_board(
        lanes, chosen, crm.stdout, crm.screen, most=board_view.LANE if limit is None else limit
    )
    if not any(lane.deals for lane in lanes) and (crm.is_terminal or chosen == "table"):
        crm.remark("no open deals" + (" match" if query else " yet; crm deal add TITLE"))
