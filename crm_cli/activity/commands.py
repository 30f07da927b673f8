"""The `note` commands: what was said and done, and the shortcuts `call`, `email`, `meeting`, `message`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

import typer

from crm_cli.app.context import App
from crm_cli.cli import completion, standard
from crm_cli.cli.command import of_record, typed_fields
from crm_cli.cli.group import Commands
from crm_cli.cli.options import (
    ClearOption,
    DueOption,
    FormatOption,
    NextOption,
    OnOption,
    WhereOption,
)
from crm_cli.kinds.catalogue import KINDS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from crm_cli.kinds.draft import Draft

app = Commands(
    help="""What was said and done: notes, calls, e-mails, meetings, messages.

    Example: crm note Jane "prefers mornings"
    crm note call Jane "wants a quote" --next "send quote" --due fri
    crm note list kind:call occurred:-7d..
    """,
    kinds=KINDS["activity"].links_to,
    usual="add",
)

OneArgument = Annotated[
    str,
    typer.Argument(
        help="A contact, company, deal or other record that notes are about.",
        metavar="WHO",
        autocompletion=completion.anyone,
    ),
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
    typer.Option(
        "--deal", help="The deal it was about.", metavar="DEAL", autocompletion=completion.of("deal")
    ),
]
DoneOption = Annotated[
    list[str] | None,
    typer.Option(
        "--done",
        metavar="ID|last",
        help="Finish a reminder; last: the one open one of WHO.",
        autocompletion=completion.of("reminder"),
    ),
]
MoveOption = Annotated[
    str | None,
    typer.Option(
        "--move",
        metavar="STAGE",
        help="Move the deal: --deal's, else the one open one of WHO.",
        autocompletion=completion.stages,
    ),
]
PlannedOption = Annotated[bool, typer.Option("--planned", help="It is yet to come.")]
HeldOption = Annotated[bool, typer.Option("--held", help="It took place.")]
InOption = Annotated[bool, typer.Option("--in", help="They came to you.")]
OutOption = Annotated[bool, typer.Option("--out", help="You went to them.")]
IDS = typer.Argument(help="Numbers; - reads them from stdin.", metavar="ID...")
IdsArgument = Annotated[list[str] | None, IDS]


def _logging(kind: str, help: str) -> Callable[..., None]:
    """The command that logs an activity of a kind."""

    def log(
        ctx: typer.Context,
        who: OneArgument,
        text: TextArgument = None,
        with_: WithOption = None,
        deal: DealOption = None,
        on: OnOption = None,
        in_: InOption = False,
        out: OutOption = False,
        done: DoneOption = None,
        move: MoveOption = None,
        planned: PlannedOption = False,
        held: HeldOption = False,
        next: NextOption = None,
        due: DueOption = None,
        where: WhereOption = None,
        format: FormatOption = None,
    ) -> None:
        from crm_cli.activity import noting

        asked = noting.Asked(
            who, text, with_, deal, on, in_, out, next, due, format, where, done, move, planned, held
        )
        noting.log(ctx.obj, kind, typed_fields(ctx), asked)

    log.__doc__ = help
    return log


add = _logging(
    "note",
    """Note something about a person, or a record of another kind.

    Example: crm note add Jane "prefers mornings"
    crm note add --where tag:newsletter "got the autumn letter"
    crm note add "Acme renewal" - < minutes.txt
    """,
)
call = _logging(
    "call",
    """Log a call; --in or --out says who rang.

    Example: crm call Jane "wants a quote" --in --duration 20m --next "send quote" --due fri
    """,
)
email = _logging(
    "email",
    """Log an e-mail; --in or --out says who wrote.

    Example: crm email Jane "sent the price list" --out --subject "Prices 2027"
    """,
)
meeting = _logging(
    "meeting",
    """Log a meeting that took place.

    Example: crm meeting Jane "agreed on the scope" --with Bob --duration 1h --on yesterday
    """,
)
message = _logging(
    "message",
    """Log a message: chat, SMS, messenger.

    Example: crm message Jane "running late" --in
    """,
)
for name, command in (
    ("add", add),
    ("call", call),
    ("email", email),
    ("meeting", meeting),
    ("message", message),
):
    app.command(name, cls=of_record("activity", joins=False))(command)


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
    from crm_cli.activity import noting, when
    from crm_cli.activity.records import with_companies
    from crm_cli.app import prose
    from crm_cli.verbs import edit as editing
    from crm_cli.verbs import form, resolve

    crm: App = ctx.obj
    found = resolve.many(crm, "activity", resolve.required(ids, "activity", "edit"))
    typed, on = when.without_time(typed_fields(ctx), on)
    more = resolve.many(crm, noting.about(), with_ or []) + resolve.many(crm, "deal", deal or [])
    gone = resolve.many(crm, noting.about(), without or [])
    if text is not None:
        typed.append(("body", prose.read(crm, [text])))
    direction = noting.direction(in_, out)
    if not any((typed, on is not None, clear, more, gone, direction)):
        typed, on = when.without_time(form.edit(crm, "activity", found), None)
    rules = KINDS["activity"].records
    kept = [rules.row(crm.read(), record.id) for record in found] if on is not None else []
    state = dict(typed).get("state") or (kept[0]["state"] if kept else None)
    moment = when.moment(crm, kept[0]["kind"], on, state) if on is not None and kept else {}

    def refine(read: Draft) -> None:
        read.columns |= {**moment, **direction}
        read.links = with_companies(crm.read(), [(record.kind, record.id) for record in more])
        read.parts["unlinked"] = [(record.kind, record.id) for record in gone]

    editing.edit(crm, "activity", found, typed, clear=clear, format=format, refine=refine)


OutcomeOption = Annotated[
    str | None, typer.Option("--outcome", help="What came of it: good, bad, or in words.")
]
PLANNED = typer.Argument(help="Numbers, whom it is planned with, or last.", metavar="ID...")
PlannedArgument = Annotated[list[str] | None, PLANNED]


@app.command()
def held(
    ctx: typer.Context,
    ids: PlannedArgument = None,
    outcome: OutcomeOption = None,
    on: OnOption = None,
    next: NextOption = None,
    due: DueOption = None,
    format: FormatOption = None,
) -> None:
    """Say that what was planned took place, how it went, and what comes next.

    Example: crm held Jane --outcome good --next "send the contract" --due fri
    crm held 12 --outcome "wants three seats" --on yesterday
    """
    from crm_cli.activity import settling

    found = settling.named(ctx.obj, ids or (), "held")
    settling.settle(ctx.obj, found, "held", outcome=outcome, on=on, next=next, due=due, format=format)


@app.command()
def missed(
    ctx: typer.Context,
    ids: PlannedArgument = None,
    next: NextOption = None,
    due: DueOption = None,
    format: FormatOption = None,
) -> None:
    """Say that what was planned did not take place, as somebody did not come.

    Example: crm missed Jane --next "ask for another day"
    """
    from crm_cli.activity import settling

    found = settling.named(ctx.obj, ids or (), "missed")
    settling.settle(ctx.obj, found, "missed", next=next, due=due, format=format)


@app.command()
def cancel(
    ctx: typer.Context,
    ids: PlannedArgument = None,
    next: NextOption = None,
    due: DueOption = None,
    format: FormatOption = None,
) -> None:
    """Call off what is planned.

    Example: crm cancel Jane
    """
    from crm_cli.activity import settling

    found = settling.named(ctx.obj, ids or (), "cancel")
    settling.settle(ctx.obj, found, "cancelled", next=next, due=due, format=format)


@app.command()
def move(
    ctx: typer.Context,
    id: Annotated[str, typer.Argument(help="Number, whom it is planned with, or last.", metavar="ID")],
    when: Annotated[list[str], typer.Argument(help="To when: mon, +1w, 'tomorrow 9:00'.", metavar="WHEN")],
    format: FormatOption = None,
) -> None:
    """Put off what is planned; a day without an hour keeps the hour it had.

    Example: crm note move Jane "mon 10:00"
    crm note move 12 +1w
    """
    from crm_cli.activity import settling

    (found,) = settling.named(ctx.obj, [id], "move")
    settling.move(ctx.obj, found, " ".join(when), format=format)


standard.add_verbs(
    app,
    "activity",
    IDS,
    list="""List activities, newest first.

    Example: crm note list kind:call contact:jane occurred:this-month
    """,
    show="""Show activities whole.

    Example: crm note show 12
    """,
    delete="""Delete activities; can be undone.

    Example: crm note delete 12
    """,
)
