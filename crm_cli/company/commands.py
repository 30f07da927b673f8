"""The `company` commands: organizations."""

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
    CompaniesArgument,
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
)
from crm_cli.company import records
from crm_cli.core.errors import Conflict
from crm_cli.db import table
from crm_cli.verbs import change, draft, form, listing, relating, resolve
from crm_cli.verbs.answers import Answer

app = Commands(
    help="""Organizations: what they do, where they are, who works there.

    Example: crm company add "Acme Ltd" --industry retail --city Almaty
    crm company list industry:retail deals.open:1..
    """
)


@app.command(cls=of_record("company"))
def add(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(help="What it is called.", metavar="NAME")],
    next: NextOption = None,
    due: DueOption = None,
    if_absent: IfAbsentOption = False,
    force: ForceOption = False,
    format: FormatOption = None,
) -> None:
    """Add a company.

    Example: crm company add "Acme Ltd" --domain acme.com --industry retail --city Almaty
    """
    from crm_cli.reminder import records as reminders

    crm: App = ctx.obj
    name = draft.title(name, "company")
    wanted = draft.read(crm, "company", typed_fields(ctx), force=force)
    wanted.columns = records.clean(wanted.columns)
    step = reminders.read_next(next, due, crm.calendar)
    with crm.write() as db:
        domain = wanted.columns.get("domain")
        same = records.same(db, name, str(domain) if domain else None)
        if same and not force:
            there = records.get(db, same[0])
            said = [f"{there.name} is there already (company/{there.id})"]
            if not if_absent:
                raise Conflict(
                    said[0],
                    hint=f"crm company show {there.id}, or --force to add another",
                    candidates=resolve.describe(crm, [("company", id) for id in same]),
                )
            id, near = there.id, ""
        else:
            near = change.near_remark(crm, "company", name)
            id = records.add(
                db,
                {"owner": crm.setting("owner") or None, **wanted.columns, "name": name},
                at=crm.at,
                custom=wanted.custom,
                points_=wanted.points,
                tags_=wanted.tags,
            )
            said = [f"Added {name} (company/{id})"]
            if step:
                said.append(reminders.add_next(db, step, at=crm.at, company_id=id))
            change.note(crm, "company", [id])
        answer = Answer(crm, format, "company", [id])
    answer.give("; ".join(said), near)


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
    """List companies, all or those a query selects, by name.

    Example: crm company list industry:retail --columns name,city,deals.open --sort -deals.open
    """
    listing.show(
        ctx.obj,
        "company",
        query,
        columns=columns,
        sort=sort,
        limit=limit,
        group_by=group_by,
        archived=archived,
        format=format,
    )


@app.command()
def show(ctx: typer.Context, who: CompaniesArgument = None, format: FormatOption = None) -> None:
    """Show all that is known of companies: points, people, deals, last activities.

    Example: crm company show acme
    """
    from crm_cli.verbs import cards

    crm: App = ctx.obj
    cards.show(crm, resolve.many(crm, "company", resolve.required(who, "company", "show")), format)


@app.command(cls=of_record("company"))
def edit(
    ctx: typer.Context,
    who: CompaniesArgument = None,
    name: Annotated[str | None, typer.Option("--name", help="Another name.")] = None,
    where: WhereOption = None,
    clear: ClearOption = None,
    force: ForceOption = False,
    format: FormatOption = None,
) -> None:
    """Change fields of companies; without options, all of one in your editor.

    Example: crm company edit acme --city Astana --phone +77172123456 --clear source
    """
    crm: App = ctx.obj
    typed = typed_fields(ctx) + ([("name", name)] if name is not None else [])
    found = change.chosen(crm, "company", who, where, "edit", asks=False)
    if not typed and not clear:
        typed = form.edit(crm, "company", found)
    seen = {record.id: records.get(crm.read(), record.id) for record in found}
    wanted = draft.read(crm, "company", typed, clear=clear, force=force)
    wanted.columns = records.clean(wanted.columns)
    if "name" in wanted.columns:
        wanted.columns["name"] = draft.title(str(wanted.columns["name"] or ""), "company")
    change.ask(crm, "edit", found, draft.preview(crm, "company", found, wanted))
    with crm.write() as db:
        for id, before in seen.items():
            records.check_parent(db, id, draft.linked(wanted, "parent_id"))
            table.update(db, records.TABLE, id, draft.with_custom(wanted, before.custom), seen=before)
            draft.put_parts(db, crm, "company", id, wanted)
        change.note(crm, "company", [*seen])
        answer = Answer(crm, format, "company", [*seen], is_several=len(found) > 1)
    if crm.step is None and not crm.options.dry_run:
        answer.give(f"Nothing to change: {change.names_of(found)} is so already")
    else:
        answer.give(f"Changed {change.names_of(found)}")


@app.command()
def archive(
    ctx: typer.Context, who: CompaniesArgument = None, where: WhereOption = None, format: FormatOption = None
) -> None:
    """Hide companies from lists; nothing is lost.

    Example: crm company archive acme
    """
    change.archive(ctx.obj, "company", who, where, format, hide=True)


@app.command()
def unarchive(
    ctx: typer.Context, who: CompaniesArgument = None, where: WhereOption = None, format: FormatOption = None
) -> None:
    """Show archived companies in lists again.

    Example: crm company unarchive acme
    """
    change.archive(ctx.obj, "company", who, where, format, hide=False)


@app.command()
def delete(
    ctx: typer.Context,
    who: CompaniesArgument = None,
    unlink: UnlinkOption = False,
    format: FormatOption = None,
) -> None:
    """Delete companies that nothing depends on; can be undone.

    Example: crm company delete acme
    """
    change.delete(ctx.obj, "company", resolve.required(who, "company", "delete"), format, unlink=unlink)


@app.command()
def tag(
    ctx: typer.Context, who: CompaniesArgument = None, where: WhereOption = None, format: FormatOption = None
) -> None:
    """Put tags on a company: first which, then the tags.

    Example: crm company tag acme partner
    """
    change.tag(ctx.obj, "company", resolve.required(who, "company", "tag"), where, format, put=True)


@app.command()
def untag(
    ctx: typer.Context, who: CompaniesArgument = None, where: WhereOption = None, format: FormatOption = None
) -> None:
    """Take tags off a company: first which, then the tags.

    Example: crm company untag acme partner
    """
    change.tag(ctx.obj, "company", resolve.required(who, "company", "untag"), where, format, put=False)


@app.command()
def relate(
    ctx: typer.Context,
    who: Annotated[str, typer.Argument(metavar="WHO", autocompletion=completion.companies)],
    kind: Annotated[str, typer.Argument(help="In your words.", metavar="KIND")],
    other: Annotated[str, typer.Argument(metavar="WHO", autocompletion=completion.anyone)],
    drop: Annotated[bool, typer.Option("--drop", help="Take it back.")] = False,
    format: FormatOption = None,
) -> None:
    """Note what a company is to another person or company.

    Example: crm company relate "Acme Ltd" supplier "Bolt GmbH"
    """
    relating.relate(ctx.obj, "company", who, kind, other, format, drop=drop)


@app.command()
def date(
    ctx: typer.Context,
    who: Annotated[str, typer.Argument(metavar="WHO", autocompletion=completion.companies)],
    label: Annotated[str, typer.Argument(help="What day it is.", metavar="LABEL")],
    when: Annotated[
        str | None, typer.Argument(help="The day; the year may be left out.", metavar="[DAY]")
    ] = None,
    drop: Annotated[bool, typer.Option("--drop", help="Forget it.")] = False,
    format: FormatOption = None,
) -> None:
    """Note a day that matters to a company: an anniversary, a milestone.

    Example: crm company date "Acme Ltd" anniversary 2019-06-01
    """
    relating.date(ctx.obj, "company", who, label, when, format, drop=drop)
