"""The `company` commands: organizations."""

from __future__ import annotations

from typing import Annotated

import typer

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
    NextOption,
    NoteOption,
    WhereOption,
)

app = Commands(
    help="""Organizations: what they do, where they are, who works there.

    Example: crm company add "Acme Ltd" --industry retail --city Almaty
    crm company list industry:retail deals.open:1..
    """
)

WHO = standard.who("company")
WhoArgument = Annotated[list[str] | None, WHO]


@app.command(cls=of_record("company"))
def add(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(help="What it is called.", metavar="NAME")],
    note: NoteOption = None,
    call: CallOption = None,
    next: NextOption = None,
    due: DueOption = None,
    if_absent: IfAbsentOption = False,
    force: ForceOption = False,
    format: FormatOption = None,
) -> None:
    """Add a company, with what was said and the next step where you like.

    Example: crm company add "Acme Ltd" --domain acme.com --industry retail --city Almaty
    """
    from crm_cli.verbs import add as adding
    from crm_cli.verbs import along, draft

    wanted = draft.read(ctx.obj, "company", typed_fields(ctx), title=name, force=force)
    adding.add(
        ctx.obj,
        "company",
        wanted,
        said=along.said(ctx.obj, note=note, call=call),
        next=next,
        due=due,
        if_absent=if_absent,
        force=force,
        format=format,
    )


@app.command(cls=of_record("company"))
def edit(
    ctx: typer.Context,
    who: WhoArgument = None,
    where: WhereOption = None,
    clear: ClearOption = None,
    force: ForceOption = False,
    format: FormatOption = None,
) -> None:
    """Change fields of companies; without options, all of one in your editor.

    Example: crm company edit acme --city Astana --phone +77172123456 --clear source
    """
    from crm_cli.verbs import change, form
    from crm_cli.verbs import edit as editing

    typed = typed_fields(ctx)
    found = change.chosen(ctx.obj, "company", who, where, "edit", asks=False)
    if not typed and not clear:
        typed = form.edit(ctx.obj, "company", found)
    editing.edit(ctx.obj, "company", found, typed, clear=clear, force=force, format=format)


standard.add_verbs(
    app,
    "company",
    WHO,
    list="""List companies, all or those a query selects, by name.

    Example: crm company list industry:retail --columns name,city,deals.open --sort -deals.open
    """,
    show="""Show all that is known of companies: points, people, deals, last activities.

    Example: crm company show acme
    """,
    archive="""Hide companies from lists; nothing is lost.

    Example: crm company archive acme
    """,
    unarchive="""Show archived companies in lists again.

    Example: crm company unarchive acme
    """,
    delete="""Delete companies that nothing depends on; can be undone.

    Example: crm company delete acme
    """,
    tag="""Put tags on a company: first which, then the tags.

    Example: crm company tag acme partner
    """,
    untag="""Take tags off a company: first which, then the tags.

    Example: crm company untag acme partner
    """,
    relate="""Note what a company is to another person or company.

    Example: crm company relate "Acme Ltd" supplier "Bolt GmbH"
    """,
    date="""Note a day that matters to a company: an anniversary, a milestone.

    Example: crm company date "Acme Ltd" anniversary 2019-06-01
    """,
    duplicates="""List pairs of companies that may be one: how certain that is, and why. A query selects one of each pair.

    Example: crm company duplicates --certainty 0.9
    crm company duplicates --not-same "Acme Nord" "Acme Nord West"
    """,
    merge="""Make one company of two: the second becomes the first, with people, deals and all else; can be undone whole.

    Example: crm company merge Acme "Acme GmbH"
    crm company merge 3 8 --keep name=B --dry-run
    """,
)
