"""The `contact` commands: people."""

from __future__ import annotations

from typing import Annotated

import typer

from crm_cli.app.context import App
from crm_cli.cli import completion, standard
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
    OnOption,
    WhereOption,
)
from crm_cli.core.errors import UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from crm_cli.kinds.draft import Draft

app = Commands(
    help="""People: who they are, where they work, how to reach them.

    Example: crm contact add "Jane Doe" --company Acme --email jane@acme.com
    crm contact list tag:vip city:Almaty
    """
)

WHO = standard.who("contact")
WhoArgument = Annotated[list[str] | None, WHO]


@app.command(cls=of_record("contact"))
def add(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(help="The whole name, in any script.", metavar="NAME")],
    deal: Annotated[str | None, typer.Option("--deal", metavar="TITLE", help="Add a deal, too.")] = None,
    amount: Annotated[str | None, typer.Option("--amount", help="What that deal would bring.")] = None,
    note: NoteOption = None,
    call: CallOption = None,
    next: NextOption = None,
    due: DueOption = None,
    if_absent: IfAbsentOption = False,
    force: ForceOption = False,
    format: FormatOption = None,
) -> None:
    """Add a person, and all that goes along: a deal, what was said, the next step.

    Example: crm contact add "Jane Doe" --company Acme --email jane@acme.com --phone +77012345678 --tag vip
    crm contact add "Jane Doe" --note "met at the fair" --deal "Coffee machine" --next "send the offer" --due fri
    """
    from crm_cli.verbs import add as adding
    from crm_cli.verbs import along, draft

    if amount and not deal:
        raise UsageError("--amount is that of a deal", hint="--deal TITLE")
    wanted = draft.read(ctx.obj, "contact", typed_fields(ctx), title=name, force=force)
    deals = []
    if deal:
        deals.append(
            ("deal", draft.read(ctx.obj, "deal", [("amount", amount)] if amount else [], title=deal))
        )
    adding.add(
        ctx.obj,
        "contact",
        wanted,
        next=next,
        due=due,
        along=deals,
        said=along.said(ctx.obj, note=note, call=call),
        if_absent=if_absent,
        force=force,
        format=format,
    )


@app.command(cls=of_record("contact"))
def edit(
    ctx: typer.Context,
    who: WhoArgument = None,
    where: WhereOption = None,
    clear: ClearOption = None,
    correct: Annotated[
        bool,
        typer.Option(
            "--correct", help="It was never so: keep no former job. Within a day that is understood."
        ),
    ] = False,
    force: ForceOption = False,
    format: FormatOption = None,
) -> None:
    """Change fields of people; without options, all of one in your editor. A company or job that ends is kept.

    Example: crm contact edit jane --job-title CFO --email work:jane@new.com --clear source
    crm contact edit jane --company "Acme Ltd" --correct
    """
    from crm_cli.verbs import change, form
    from crm_cli.verbs import edit as editing

    typed = typed_fields(ctx)
    found = change.chosen(ctx.obj, "contact", who, where, "edit", asks=False)
    if not typed and not clear:
        typed = form.edit(ctx.obj, "contact", found)

    def refine(read: Draft) -> None:
        if correct:
            read.parts["correct"] = True

    editing.edit(ctx.obj, "contact", found, typed, clear=clear, force=force, format=format, refine=refine)


standard.add_verbs(
    app,
    "contact",
    WHO,
    list="""List people, all or those a query selects, by name.

    Example: crm contact list tag:vip company.city:Almaty --columns name,email,last --sort -last
    """,
    show="""Show all that is known of people: points, company, deals, next reminder, last activities.

    Example: crm contact show jane
    """,
    archive="""Hide people from lists; nothing is lost.

    Example: crm contact archive "Jane Doe"
    """,
    unarchive="""Show archived people in lists again.

    Example: crm contact unarchive "Jane Doe"
    """,
    delete="""Delete people with all that is only theirs; can be undone.

    Example: crm contact delete "Jane Doe"
    """,
    tag="""Put tags on a person: first who, then the tags.

    Example: crm contact tag jane vip almaty
    """,
    untag="""Take tags off a person: first who, then the tags.

    Example: crm contact untag jane vip
    """,
    relate="""Note what a person is to another person or company.

    Example: crm contact relate "Jane Doe" wife "John Doe"
    """,
    date="""Note a day that matters to a person: an anniversary, a milestone.

    Example: crm contact date "Jane Doe" anniversary 2019-06-01
    """,
    duplicates="""List pairs of people who may be one: how certain that is, and why. A query selects one of each pair.

    Example: crm contact duplicates --certainty 0.9
    crm contact duplicates tag:fair
    crm contact duplicates --not-same "Jane Doe" "Jane Dow"
    """,
    merge="""Make one person of two: the second becomes the first, with all that hangs on it; can be undone whole.

    Example: crm contact merge "Jane Doe" "J. Doe"
    crm contact merge 12 31 --keep job_title=B --dry-run
    """,
)
app.add_elsewhere(
    "forget", "crm_cli.forget.commands:forget", "Erase a person for good: everywhere in the file."
)
app.add_elsewhere("export-all", "crm_cli.forget.commands:export_all", "Give out everything held on a person.")


@app.command()
def consent(
    ctx: typer.Context,
    who: Annotated[str, typer.Argument(metavar="WHO", autocompletion=completion.of("contact"))],
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
    from crm_cli.verbs import change, resolve
    from crm_cli.verbs.answers import Answer

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
    answer.give()
