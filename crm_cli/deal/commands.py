"""The `deal` commands: possible sales and how they go."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

import typer

from crm_cli.app.context import App
from crm_cli.cli import standard
from crm_cli.cli.command import of_record, typed_fields
from crm_cli.cli.group import Commands
from crm_cli.cli.options import (
    CallOption,
    ClearOption,
    DueOption,
    ForceOption,
    FormatOption,
    IfAbsentOption,
    LimitOption,
    NextOption,
    NoteOption,
    QueryArgument,
    WhereOption,
)
from crm_cli.core import shell
from crm_cli.core.errors import UsageError
from crm_cli.deal.move_commands import StageOption, lose, move, reopen, win

TYPE_CHECKING = False
if TYPE_CHECKING:
    from crm_cli.kinds.draft import Draft

app = Commands(
    help="""Possible sales: add them, move them through the stages, win or lose them.

    Example: crm deal add "Acme renewal" --company Acme --amount 12k --close eom
    crm deal move "Acme renewal" proposal
    crm deal board
    """
)
app.add_elsewhere(
    "item", "crm_cli.deal.item_commands:app", "Lines of a deal: what is sold, how many, at what price."
)

WHO = standard.who("deal", "DEAL...")
WhoArgument = Annotated[list[str] | None, WHO]
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
    add_contact: PeopleOption = None,
    status: StatusOption = None,
    note: NoteOption = None,
    call: CallOption = None,
    next: NextOption = None,
    due: DueOption = None,
    if_absent: IfAbsentOption = False,
    force: ForceOption = False,
    format: FormatOption = None,
) -> None:
    """Add a deal. Its company is the contact's, unless you say another.

    Example: crm deal add "Acme renewal" --contact jane --amount 12k --close eom --next "send quote" --due fri
    """
    from crm_cli.contact.records import contacts
    from crm_cli.deal import pipelines
    from crm_cli.verbs import add as adding
    from crm_cli.verbs import along, draft

    crm: App = ctx.obj
    wanted = draft.read(crm, "deal", typed_fields(ctx), title=title, force=force)
    if status is not None:
        raise UsageError("a new deal is open", hint="leave --status out")
    if wanted.columns.get("closed_on"):
        raise UsageError(
            "a new deal is open: it has no day it closed on",
            hint="how one ends is told when it is there: crm deal win DEAL --on WHEN",
        )
    pipeline_id = pipelines.named(crm.read(), pipeline_).id if pipeline_ is not None else None
    wanted.parts["people"] = _people(crm, add_contact)

    def place(new: Draft) -> None:
        contact = new.linked("contact_id")
        if contact is not None and "company_id" not in new.makes:
            new.columns.setdefault("company_id", contacts.row(crm.read(), contact)["company_id"])
        if stage is not None:
            where = pipelines.default(crm.read(), crm.at).id if pipeline_id is None else pipeline_id
            found = pipelines.stage_named(crm.read(), stage, where, elsewhere=pipeline_id is None)
            new.columns["stage_id"] = found.id
        elif pipeline_id is not None:
            new.columns["pipeline_id"] = pipeline_id

    adding.add(
        crm,
        "deal",
        wanted,
        next=next,
        due=due,
        said=along.said(crm, note=note, call=call),
        before=place,
        if_absent=if_absent,
        force=force,
        format=format,
    )


def _refuse_status(status: str | None, name: str) -> None:
    """A deal is won and lost by commands of their own, which know the day."""
    if status is not None:
        verb = {"won": "win", "lost": "lose", "open": "reopen"}.get(status.strip().lower(), "")
        ways = [verb] if verb else ["win", "lose", "reopen"]
        raise UsageError(
            "the status of a deal is not set but comes about",
            hint=" or ".join(shell.line(["crm", "deal", way, name]) for way in ways),
        )


def _people(crm: App, typed: Sequence[str] | None) -> list[tuple[int, str | None]]:
    """Further people as typed, `WHO` or `WHO:ROLE`: (contact id, role)."""
    from crm_cli.verbs import resolve

    found = []
    for text in typed or ():
        who, colon, role = text.rpartition(":")
        if not colon or who in {"", "name"}:
            who, role = text, ""
        found.append((resolve.one(crm, "contact", who).id, role.strip() or None))
    return found


@app.command(cls=of_record("deal"))
def edit(
    ctx: typer.Context,
    who: WhoArgument = None,
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
    from crm_cli.deal import pipeline, pipelines, records
    from crm_cli.deal.pipeline import When
    from crm_cli.verbs import change, form
    from crm_cli.verbs import edit as editing
    from crm_cli.verbs.answers import Answer

    crm: App = ctx.obj
    typed = typed_fields(ctx)
    found = change.chosen(crm, "deal", who, where, "edit", asks=False)
    _refuse_status(status, str(found[0].id) if found else "DEAL")
    if not typed and not any((clear, stage, pipeline_, add_contact, drop_contact)):
        typed = form.edit(crm, "deal", found)
    pipeline_id = pipelines.named(crm.read(), pipeline_).id if pipeline_ is not None else None
    people, gone = _people(crm, add_contact), [person for person, _ in _people(crm, drop_contact)]

    def refine(read: Draft) -> None:
        read.parts |= {"people": people, "gone": gone}

    wanted = editing.prepare(crm, "deal", found, typed, clear=clear, force=force, refine=refine)
    before = {id: records.get(crm.read(), id) for id in wanted.seen}
    with crm.write() as db:
        for id, deal in before.items():
            if stage is not None or pipeline_id not in {None, deal.pipeline_id}:
                when = When(crm.at, crm.today)
                pipeline.move(db, id, stage, when, {}, seen=deal, pipeline_id=pipeline_id)
        remark = editing.write(crm, db, wanted)
        answer = Answer(crm, format, "deal", [*wanted.seen], is_several=len(found) > 1)
    editing.finish(crm, wanted, answer, remark)


standard.add_verbs(
    app,
    "deal",
    WHO,
    list="""List deals, all or those a query selects, by expected close, then amount.

    Example: crm deal list status:open stage:proposal,negotiation amount:10k.. close:..eom
    crm deal list rotting:yes --columns title,stage,in_stage,next
    """,
    show="""Show all that is known of deals: stage, people, lines, moves, next reminder, last activities.

    Example: crm deal show "Acme renewal"
    """,
    archive="""Hide deals from lists and the board; reports still count them.

    Example: crm deal archive "Acme renewal"
    """,
    unarchive="""Show archived deals in lists again.

    Example: crm deal unarchive "Acme renewal"
    """,
    delete="""Delete deals with their lines and moves; can be undone.

    Example: crm deal delete "Acme renewal"
    """,
    tag="""Put tags on a deal: first which, then the tags.

    Example: crm deal tag "Acme renewal" urgent
    """,
    untag="""Take tags off a deal: first which, then the tags.

    Example: crm deal untag "Acme renewal" urgent
    """,
)

for command in (move, win, lose, reopen):
    app.command()(command)


@app.command()
def board(
    ctx: typer.Context,
    query: QueryArgument = None,
    pipeline_: Annotated[
        str | None, typer.Option("--pipeline", help="This pipeline only.", metavar="PIPELINE")
    ] = None,
    limit: LimitOption = None,
    format: FormatOption = None,
) -> None:
    """Show the open deals stage by stage, with what they come to.

    Example: crm deal board
    crm deal board owner:aigul --pipeline sales
    """
    from crm_cli.deal import board_view

    board_view.show(ctx.obj, query, pipeline=pipeline_, limit=limit, format=format)
