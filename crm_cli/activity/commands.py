"""The `note` commands: what was said and done, and the shortcuts `call`, `email`, `meeting`, `message`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

import typer

from crm_cli.activity import noting, records
from crm_cli.activity.noting import Asked
from crm_cli.app import prompts, prose
from crm_cli.app.context import App
from crm_cli.cli import completion
from crm_cli.cli.command import Commands, of_record, typed_fields
from crm_cli.cli.options import (
    ArchivedOption,
    ClearOption,
    ColumnsOption,
    DueOption,
    FormatOption,
    GroupByOption,
    LimitOption,
    NextOption,
    OnOption,
    QueryArgument,
    SortOption,
    WhereOption,
)
from crm_cli.core.errors import Candidate, UsageError
from crm_cli.core.text import plural
from crm_cli.verbs import change, draft, form, listing, resolve
from crm_cli.verbs.answers import Answer

app = Commands(
    help="""What was said and done: notes, calls, e-mails, meetings, messages.

    Example: crm note call Jane "wants a quote" --next "send quote" --due fri
    crm note list kind:call occurred:-7d..
    """
)

OneArgument = Annotated[
    str,
    typer.Argument(help="A contact, company or deal.", metavar="WHO", autocompletion=completion.anyone),
]
TextArgument = Annotated[
    list[str] | None,
    typer.Argument(help="What was said; - reads stdin, nothing opens your editor.", metavar="[TEXT]"),
]
WithOption = Annotated[
    list[str] | None,
    typer.Option("--with", help="Who else was there.", metavar="WHO", autocompletion=completion.anyone),
]
WithoutOption = Annotated[list[str] | None, typer.Option("--without", help="Take a link off.", metavar="WHO")]
DealOption = Annotated[
    list[str] | None,
    typer.Option("--deal", help="The deal it was about.", metavar="DEAL", autocompletion=completion.deals),
]
InOption = Annotated[bool, typer.Option("--in", help="They came to you.")]
OutOption = Annotated[bool, typer.Option("--out", help="You went to them.")]
IdsArgument = Annotated[
    list[str] | None, typer.Argument(help="Numbers; - reads them from stdin.", metavar="ID...")
]


@app.command(cls=of_record("activity"))
def add(
    ctx: typer.Context,
    who: OneArgument,
    text: TextArgument = None,
    with_: WithOption = None,
    deal: DealOption = None,
    on: OnOption = None,
    in_: InOption = False,
    out: OutOption = False,
    next: NextOption = None,
    due: DueOption = None,
    where: WhereOption = None,
    format: FormatOption = None,
) -> None:
    """Note something about a contact, company or deal.

    Example: crm note add Jane "prefers mornings"
    crm note add --where tag:newsletter "got the autumn letter"
    crm note add "Acme renewal" - < minutes.txt
    """
    noting.log(
        ctx.obj,
        "note",
        typed_fields(ctx),
        Asked(who, text, with_, deal, on, in_, out, next, due, format, where),
    )


@app.command(cls=of_record("activity"))
def call(
    ctx: typer.Context,
    who: OneArgument,
    text: TextArgument = None,
    with_: WithOption = None,
    deal: DealOption = None,
    on: OnOption = None,
    in_: InOption = False,
    out: OutOption = False,
    next: NextOption = None,
    due: DueOption = None,
    where: WhereOption = None,
    format: FormatOption = None,
) -> None:
    """Log a call; --in or --out says who rang.

    Example: crm call Jane "wants a quote" --in --duration 20m --next "send quote" --due fri
    """
    noting.log(
        ctx.obj,
        "call",
        typed_fields(ctx),
        Asked(who, text, with_, deal, on, in_, out, next, due, format, where),
    )


@app.command(cls=of_record("activity"))
def email(
    ctx: typer.Context,
    who: OneArgument,
    text: TextArgument = None,
    with_: WithOption = None,
    deal: DealOption = None,
    on: OnOption = None,
    in_: InOption = False,
    out: OutOption = False,
    next: NextOption = None,
    due: DueOption = None,
    where: WhereOption = None,
    format: FormatOption = None,
) -> None:
    """Log an e-mail; --in or --out says who wrote.

    Example: crm email Jane "sent the price list" --out --subject "Prices 2027"
    """
    noting.log(
        ctx.obj,
        "email",
        typed_fields(ctx),
        Asked(who, text, with_, deal, on, in_, out, next, due, format, where),
    )


@app.command(cls=of_record("activity"))
def meeting(
    ctx: typer.Context,
    who: OneArgument,
    text: TextArgument = None,
    with_: WithOption = None,
    deal: DealOption = None,
    on: OnOption = None,
    in_: InOption = False,
    out: OutOption = False,
    next: NextOption = None,
    due: DueOption = None,
    where: WhereOption = None,
    format: FormatOption = None,
) -> None:
    """Log a meeting that took place.

    Example: crm meeting Jane "agreed on the scope" --with Bob --duration 1h --on yesterday
    """
    noting.log(
        ctx.obj,
        "meeting",
        typed_fields(ctx),
        Asked(who, text, with_, deal, on, in_, out, next, due, format, where),
    )


@app.command(cls=of_record("activity"))
def message(
    ctx: typer.Context,
    who: OneArgument,
    text: TextArgument = None,
    with_: WithOption = None,
    deal: DealOption = None,
    on: OnOption = None,
    in_: InOption = False,
    out: OutOption = False,
    next: NextOption = None,
    due: DueOption = None,
    where: WhereOption = None,
    format: FormatOption = None,
) -> None:
    """Log a message: chat, SMS, messenger.

    Example: crm message Jane "running late" --in
    """
    noting.log(
        ctx.obj,
        "message",
        typed_fields(ctx),
        Asked(who, text, with_, deal, on, in_, out, next, due, format, where),
    )


@app.command("list")
def list_(
    ctx: typer.Context,
    query: QueryArgument = None,
    columns: ColumnsOption = None,
    sort: SortOption = None,
    limit: LimitOption = None,
    group_by: GroupByOption = None,
    archived: ArchivedOption = False,
    format: FormatOption = None,
) -> None:
    """List activities, newest first.

    Example: crm note list kind:call contact:jane occurred:this-month
    """
    listing.show(
        ctx.obj,
        "activity",
        query,
        columns=columns,
        sort=sort,
        limit=limit,
        group_by=group_by,
        archived=archived,
        format=format,
    )


@app.command()
def show(ctx: typer.Context, ids: IdsArgument = None, format: FormatOption = None) -> None:
    """Show activities whole.

    Example: crm note show 12
    """
    from crm_cli.verbs import cards

    crm: App = ctx.obj
    cards.show(crm, resolve.many(crm, "activity", _required(ids, "show")), format)


@app.command(cls=of_record("activity"))
def edit(
    ctx: typer.Context,
    ids: IdsArgument = None,
    text: Annotated[str | None, typer.Option("--text", help="Other words; - reads stdin.")] = None,
    with_: WithOption = None,
    without: WithoutOption = None,
    deal: DealOption = None,
    on: OnOption = None,
    in_: InOption = False,
    out: OutOption = False,
    clear: ClearOption = None,
    format: FormatOption = None,
) -> None:
    """Change activities, or whom they are about; without options, all of one in your editor.

    Example: crm note edit 12 --text "wants two quotes" --on yesterday --with Bob
    """
    crm: App = ctx.obj
    found = resolve.many(crm, "activity", _required(ids, "edit"))
    typed, on = noting.without_time(typed_fields(ctx), on)
    more = resolve.many(crm, noting.ABOUT, with_ or []) + resolve.many(crm, "deal", deal or [])
    gone = resolve.many(crm, noting.ABOUT, without or [])
    if text is not None:
        typed.append(("body", prose.read(crm, [text])))
    direction = noting.direction(in_, out)
    if not any((typed, on is not None, clear, more, gone, direction)):
        typed, on = noting.without_time(form.edit(crm, "activity", found), None)
    seen = {record.id: records.get(crm.read(), record.id) for record in found}
    wanted = draft.read(crm, "activity", typed, clear=clear)
    columns = {**wanted.columns, **(noting.moment(crm, on)[0] if on is not None else {}), **direction}
    for name in ("kind", "occurred_at", "occurred_on"):
        if name in columns and columns[name] is None:
            raise UsageError(f"{name} of an activity cannot be empty", hint=f"crm note delete {found[0].id}")
    if len(found) >= prompts.ASK_FROM:
        prompts.confirm(crm, f"edit {plural(len(found), 'activity')}")
    with crm.write() as db:
        for id, before in seen.items():
            values = draft.with_custom(wanted, before.custom) if wanted.custom else {}
            records.update(db, id, {**values, **columns}, seen=before)
            records.link(db, id, records.with_companies(db, [(record.kind, record.id) for record in more]))
            records.unlink(db, id, [(record.kind, record.id) for record in gone])
            if not records.links(db, id):
                raise UsageError(f"activity/{id} would be about nobody", hint=f"crm note delete {id}")
        change.note(crm, "activity", [*seen])
        answer = Answer(crm, format, "activity", [*seen], is_several=len(found) > 1)
    if crm.step is None and not crm.options.dry_run:
        answer.give(f"Nothing to change: {_numbers(found)} is so already")
    else:
        answer.give(f"Changed {_numbers(found)}")


@app.command()
def delete(ctx: typer.Context, ids: IdsArgument = None, format: FormatOption = None) -> None:
    """Delete activities; can be undone.

    Example: crm note delete 12
    """
    change.delete(ctx.obj, "activity", _required(ids, "delete"), format, unlink=False)


def _required(ids: Sequence[str] | None, verb: str) -> Sequence[str]:
    if not ids:
        raise UsageError(
            f"name the activity to {verb} by its number", hint=f"crm note list, then crm note {verb} ID"
        )
    return ids


def _numbers(found: Sequence[Candidate]) -> str:
    if len(found) > prompts.ASK_FROM:
        return plural(len(found), "activity")
    return ", ".join(f"activity/{record.id}" for record in found)
