"""The `contact` commands: people."""

from __future__ import annotations

from typing import Annotated

import typer

from crm_cli.app.context import App
from crm_cli.cli import completion
from crm_cli.cli.command import Commands, of_record, typed_fields
from crm_cli.cli.options import (
    ArchivedOption,
    ClearOption,
    ColumnsOption,
    ContactsArgument,
    DueOption,
    ForceOption,
    FormatOption,
    GroupByOption,
    IfAbsentOption,
    LimitOption,
    NextOption,
    OnOption,
    QueryArgument,
    SortOption,
    UnlinkOption,
    WhereOption,
)
from crm_cli.contact import privacy_commands, records
from crm_cli.core.errors import Conflict, UsageError
from crm_cli.verbs import change, draft, form, listing, relating, resolve
from crm_cli.verbs.answers import Answer

app = Commands(
    help="""People: who they are, where they work, how to reach them.

    Example: crm contact add "Jane Doe" --company Acme --email jane@acme.com
    crm contact list tag:vip city:Almaty
    """
)


@app.command(cls=of_record("contact"))
def add(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(help="The whole name, in any script.", metavar="NAME")],
    deal: Annotated[str | None, typer.Option("--deal", metavar="TITLE", help="Add a deal, too.")] = None,
    amount: Annotated[str | None, typer.Option("--amount", help="What that deal would bring.")] = None,
    next: NextOption = None,
    due: DueOption = None,
    if_absent: IfAbsentOption = False,
    force: ForceOption = False,
    format: FormatOption = None,
) -> None:
    """Add a person.

    Example: crm contact add "Jane Doe" --company Acme --email jane@acme.com --phone +77012345678 --tag vip
    """
    from crm_cli.deal import records as deals
    from crm_cli.reminder import records as reminders

    crm: App = ctx.obj
    name = draft.title(name, "contact")
    if amount and not deal:
        raise UsageError(
            "--amount is that of a deal", hint=f'crm contact add "{name}" --deal TITLE --amount {amount}'
        )
    wanted = draft.read(crm, "contact", typed_fields(ctx), force=force)
    step = reminders.read_next(next, due, crm.calendar)
    money = draft.amount(crm, amount)
    with crm.write() as db:
        same = records.same(
            db,
            name,
            draft.linked(wanted, "company_id"),
            wanted.points,
            is_new_company=bool(wanted.new_company),
        )
        if same and not force:
            there = records.get(db, same[0])
            said = [f"{there.name} is there already (contact/{there.id})"]
            if not if_absent:
                raise Conflict(
                    said[0],
                    hint=f"crm contact show {there.id}, or --force to add another",
                    candidates=resolve.describe(crm, [("contact", id) for id in same]),
                )
            id, near = there.id, ""
        else:
            near = change.near_remark(crm, "contact", name)
            made = draft.make_company(db, wanted, at=crm.at)
            id = records.add(
                db,
                {"owner": crm.setting("owner") or None, **wanted.columns, "name": name},
                at=crm.at,
                custom=wanted.custom,
                points_=wanted.points,
                tags_=wanted.tags,
            )
            said = [f"Added {name} (contact/{id})", made]
            deal_id = None
            if deal:
                company_id = draft.linked(wanted, "company_id")
                values = {"title": deal, "contact_id": id, "company_id": company_id, **money}
                deal_id = deals.add(db, values, at=crm.at, on=crm.today)
                said.append(f"deal {deal} (deal/{deal_id})")
            if step:
                said.append(reminders.add_next(db, step, at=crm.at, contact_id=id, deal_id=deal_id))
            change.note(crm, "contact", [id])
        answer = Answer(crm, format, "contact", [id])
    answer.give("; ".join(filter(None, said)), near)


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
    """List people, all or those a query selects, by name.

    Example: crm contact list tag:vip company.city:Almaty --columns name,email,last --sort -last
    """
    listing.show(
        ctx.obj,
        "contact",
        query,
        columns=columns,
        sort=sort,
        limit=limit,
        group_by=group_by,
        archived=archived,
        format=format,
    )


@app.command()
def show(ctx: typer.Context, who: ContactsArgument = None, format: FormatOption = None) -> None:
    """Show all that is known of people: points, company, deals, next reminder, last activities.

    Example: crm contact show jane
    """
    from crm_cli.verbs import cards

    crm: App = ctx.obj
    cards.show(crm, resolve.many(crm, "contact", resolve.required(who, "contact", "show")), format)


@app.command(cls=of_record("contact"))
def edit(
    ctx: typer.Context,
    who: ContactsArgument = None,
    name: Annotated[str | None, typer.Option("--name", help="Another name.")] = None,
    where: WhereOption = None,
    clear: ClearOption = None,
    force: ForceOption = False,
    format: FormatOption = None,
) -> None:
    """Change fields of people; without options, all of one in your editor.

    Example: crm contact edit jane --job-title CFO --email work:jane@new.com --clear source
    """
    crm: App = ctx.obj
    typed = typed_fields(ctx) + ([("name", name)] if name is not None else [])
    found = change.chosen(crm, "contact", who, where, "edit", asks=False)
    if not typed and not clear:
        typed = form.edit(crm, "contact", found)
    seen = {record.id: records.get(crm.read(), record.id) for record in found}
    wanted = draft.read(crm, "contact", typed, clear=clear, force=force)
    if "name" in wanted.columns:
        wanted.columns["name"] = draft.title(str(wanted.columns["name"] or ""), "contact")
    change.ask(crm, "edit", found, draft.preview(crm, "contact", found, wanted))
    with crm.write() as db:
        made = draft.make_company(db, wanted, at=crm.at)
        for id, before in seen.items():
            values = draft.with_custom(wanted, before.custom)
            records.update(db, id, values, seen=before, today=crm.today)
            draft.put_parts(db, crm, "contact", id, wanted)
        change.note(crm, "contact", [*seen])
        answer = Answer(crm, format, "contact", [*seen], is_several=len(found) > 1)
    if crm.step is None and not crm.options.dry_run:
        answer.give(f"Nothing to change: {change.names_of(found)} is so already")
    else:
        answer.give("; ".join(filter(None, [f"Changed {change.names_of(found)}", made])))


@app.command()
def archive(
    ctx: typer.Context, who: ContactsArgument = None, where: WhereOption = None, format: FormatOption = None
) -> None:
    """Hide people from lists; nothing is lost.

    Example: crm contact archive "Jane Doe"
    """
    change.archive(ctx.obj, "contact", who, where, format, hide=True)


@app.command()
def unarchive(
    ctx: typer.Context, who: ContactsArgument = None, where: WhereOption = None, format: FormatOption = None
) -> None:
    """Show archived people in lists again.

    Example: crm contact unarchive "Jane Doe"
    """
    change.archive(ctx.obj, "contact", who, where, format, hide=False)


@app.command()
def delete(
    ctx: typer.Context,
    who: ContactsArgument = None,
    unlink: UnlinkOption = False,
    format: FormatOption = None,
) -> None:
    """Delete people with all that is only theirs; can be undone.

    Example: crm contact delete "Jane Doe"
    """
    change.delete(ctx.obj, "contact", resolve.required(who, "contact", "delete"), format, unlink=unlink)


@app.command()
def tag(
    ctx: typer.Context, who: ContactsArgument = None, where: WhereOption = None, format: FormatOption = None
) -> None:
    """Put tags on a person: first who, then the tags.

    Example: crm contact tag jane vip almaty
    """
    change.tag(ctx.obj, "contact", resolve.required(who, "contact", "tag"), where, format, put=True)


@app.command()
def untag(
    ctx: typer.Context, who: ContactsArgument = None, where: WhereOption = None, format: FormatOption = None
) -> None:
    """Take tags off a person: first who, then the tags.

    Example: crm contact untag jane vip
    """
    change.tag(ctx.obj, "contact", resolve.required(who, "contact", "untag"), where, format, put=False)


@app.command()
def relate(
    ctx: typer.Context,
    who: Annotated[str, typer.Argument(metavar="WHO", autocompletion=completion.contacts)],
    kind: Annotated[str, typer.Argument(help="In your words.", metavar="KIND")],
    other: Annotated[str, typer.Argument(metavar="WHO", autocompletion=completion.anyone)],
    drop: Annotated[bool, typer.Option("--drop", help="Take it back.")] = False,
    format: FormatOption = None,
) -> None:
    """Note what a person is to another person or company.

    Example: crm contact relate "Jane Doe" wife "John Doe"
    """
    relating.relate(ctx.obj, "contact", who, kind, other, format, drop=drop)


@app.command()
def date(
    ctx: typer.Context,
    who: Annotated[str, typer.Argument(metavar="WHO", autocompletion=completion.contacts)],
    label: Annotated[str, typer.Argument(help="What day it is.", metavar="LABEL")],
    when: Annotated[
        str | None, typer.Argument(help="The day; the year may be left out.", metavar="[DAY]")
    ] = None,
    drop: Annotated[bool, typer.Option("--drop", help="Forget it.")] = False,
    format: FormatOption = None,
) -> None:
    """Note a day that matters to a person: an anniversary, a milestone.

    Example: crm contact date "Jane Doe" anniversary 2019-06-01
    """
    relating.date(ctx.obj, "contact", who, label, when, format, drop=drop)


app.command()(privacy_commands.forget)
app.command("export-all")(privacy_commands.export_all)


@app.command()
def consent(
    ctx: typer.Context,
    who: Annotated[str, typer.Argument(metavar="WHO", autocompletion=completion.contacts)],
    channel: Annotated[str, typer.Argument(help="email, phone, message, post or any.", metavar="CHANNEL")],
    word: Annotated[str, typer.Argument(help="yes or no.", metavar="yes|no")],
    purpose: Annotated[str, typer.Option("--purpose", help="For what.")] = "marketing",
    how: Annotated[str | None, typer.Option("--how", help="How it is known: a form, a letter.")] = None,
    on: OnOption = None,
    format: FormatOption = None,
) -> None:
    """Note that a person gave or withdrew consent to be written to or called.

    Example: crm contact consent "Jane Doe" email yes --how "form at the fair"
    crm contact list consent.email:yes
    """
    from crm_cli.contact import consents
    from crm_cli.core import dates
    from crm_cli.core.fields import FLAG

    crm: App = ctx.obj
    is_given = bool(FLAG.parse(word, crm.conventions))
    day = dates.parse_day(on, crm.calendar, prefer="past").isoformat() if on else crm.today
    if day > crm.today:
        raise UsageError(f"`{on}` is yet to come", hint="--on yesterday")
    found = resolve.one(crm, "contact", who)
    with crm.write() as db:
        at = (
            crm.at
            if day == crm.today
            else dates.iso_instant(dates.to_instant(dates.parse_day(day, crm.calendar), dates.NOON, crm.zone))
        )
        consents.record(
            db, found.id, channel.strip().lower(), is_given=is_given, purpose=purpose, how=how, at=at, on=day
        )
        change.note(crm, "contact", [found.id])
        answer = Answer(crm, format, "contact", [found.id])
    answer.give(
        f"{found.name} {'gave' if is_given else 'withdrew'} consent: {channel.strip().lower()}, for {purpose}"
    )
