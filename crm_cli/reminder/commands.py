"""The `remind` commands: what is due; add, change, put off and finish reminders."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

import typer

from crm_cli.app.context import App
from crm_cli.cli import completion, standard
from crm_cli.cli.command import of_record, typed_fields
from crm_cli.cli.group import Commands
from crm_cli.cli.options import ClearOption, DueOption, FormatOption, NextOption, WhereOption
from crm_cli.core.errors import UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from crm_cli.kinds.draft import Draft

app = Commands(
    help="""What is due, and what is to be done; alone it lists what is overdue and due today.

    Example: crm remind
    crm remind add "send the quote" --contact Jane --due fri
    crm remind --exit-code; test $? -eq 10 && notify-send "$(crm remind --summary)"
    """,
    invoke_without_command=True,
)

WhenOption = Annotated[
    str | None, typer.Option("--due", help="When it is due: fri, 'tomorrow 9:00'; else tomorrow.")
]
IDS = typer.Argument(help="Numbers or words of the title; - reads them from stdin.", metavar="ID...")
IdsArgument = Annotated[list[str] | None, IDS]
WordsArgument = Annotated[list[str], typer.Argument(help="What to do.", metavar="TEXT")]
SnoozeArgument = Annotated[
    list[str], typer.Argument(help="Until when: mon, +3d, 'tomorrow 9:00'.", metavar="WHEN")
]


@app.callback()
def due(
    ctx: typer.Context,
    exit_code: Annotated[
        bool, typer.Option("--exit-code", help="End with 10 when something is due.")
    ] = False,
    summary: Annotated[bool, typer.Option("--summary", help="Counts, in one line.")] = False,
    format: FormatOption = None,
) -> None:
    """Show what is overdue and due today; silent where nothing is."""
    from crm_cli.reminder import view

    if ctx.invoked_subcommand is not None:
        if exit_code or summary or format is not None:
            raise UsageError(
                "--exit-code, --summary and --format here belong to a bare crm remind", hint="crm remind"
            )
        return
    raise typer.Exit(view.due(ctx.obj, exit_code=exit_code, summary=summary, format=format))


@app.command(cls=of_record("reminder"))
def add(
    ctx: typer.Context,
    text: WordsArgument,
    due: WhenOption = None,
    where: WhereOption = None,
    format: FormatOption = None,
) -> None:
    """Add a reminder; without --due it is for tomorrow.

    Example: crm remind add "send the quote" --contact Jane --due 'fri 9:00' --priority high
    crm remind add "wish a happy new year" --where tag:vip --due 2026-12-30
    """
    from crm_cli.reminder import records
    from crm_cli.reminder.records import reminders
    from crm_cli.verbs import change, defaults, draft
    from crm_cli.verbs.answers import Answer

    crm: App = ctx.obj
    title = draft.named("reminder", " ".join(text))
    typed, due = _without_due(typed_fields(ctx), due)
    wanted = draft.read(crm, "reminder", typed, title=title)
    when = records.read_due(due, crm.calendar)
    whos = [None] if where is None else change.chosen(crm, "contact", None, where, "remind of", asks=False)
    change.ask(crm, "add a reminder for", [who for who in whos if who])
    ids = []
    with crm.write() as db:
        made = draft.make_linked(crm, "reminder", wanted)
        values = {
            **records.settled(defaults.give(crm, "reminder", wanted).columns, crm.zone),
            "due_on": when.on,
            "due_at": when.at,
        }
        for who in whos:
            about = {"contact_id": who.id} if who else {}
            ids.append(reminders.add(db, wanted.but({**values, **about}), at=crm.at, on=crm.today))
        change.note(crm, "reminder", ids)
        answer = Answer(crm, format, "reminder", ids, is_several=where is not None, parts={ids[0]: made})
    answer.give("", records.day_in_title(crm, title, due, ids))


@app.command(cls=of_record("reminder"))
def edit(
    ctx: typer.Context,
    ids: IdsArgument = None,
    due: WhenOption = None,
    clear: ClearOption = None,
    format: FormatOption = None,
) -> None:
    """Change reminders; without options, all of one in your editor.

    Example: crm remind edit 4 --due mon --priority high --contact Bob
    """
    from crm_cli.reminder import finishing, records
    from crm_cli.verbs import edit as editing
    from crm_cli.verbs import form, resolve

    crm: App = ctx.obj
    found = finishing.first(crm, resolve.required(ids, "reminder", "edit"))
    typed, due = _without_due(typed_fields(ctx), due)
    if not typed and due is None and not clear:
        typed, due = _without_due(form.edit(crm, "reminder", found), None)
    when = records.read_due(due, crm.calendar) if due is not None else None

    def refine(read: Draft) -> None:
        read.columns = records.settled(read.columns, crm.zone)
        if when is not None:
            read.columns = {**records.NOT_PUT_OFF, **read.columns, "due_on": when.on, "due_at": when.at}

    editing.edit(crm, "reminder", found, typed, clear=clear, format=format, refine=refine)


@app.command()
def done(
    ctx: typer.Context,
    ids: IdsArgument = None,
    next: NextOption = None,
    due: DueOption = None,
    format: FormatOption = None,
) -> None:
    """Finish reminders; --next adds what comes after, on the same records.

    Example: crm done 4
    crm done "send the quote" --next "ask about the quote" --due +1w
    """
    from crm_cli.reminder import finishing
    from crm_cli.verbs import along, change, resolve
    from crm_cli.verbs.answers import Answer

    crm: App = ctx.obj
    found = finishing.first(crm, resolve.required(ids, "reminder", "done", said="finish"))
    step = along.next_step(crm, next, due)
    change.ask(crm, "finish", found)
    with crm.write():
        finished, remark = finishing.finish(crm, found)
        parts = {id: along.remind(crm, step, links)[0] for id, links in finishing.about(crm, found).items()}
        change.note(crm, "reminder", [part.id for part in finished])
        answer = Answer(
            crm, format, "reminder", [record.id for record in found], is_several=len(found) > 1, parts=parts
        )
    answer.give("" if crm.step is not None else "Nothing to finish", remark)


@app.command()
def reopen(ctx: typer.Context, ids: IdsArgument = None, format: FormatOption = None) -> None:
    """Open reminders again that were finished.

    Example: crm remind reopen 4
    """
    from crm_cli.reminder import finishing, records
    from crm_cli.verbs import change, resolve
    from crm_cli.verbs.answers import Answer

    crm: App = ctx.obj
    found = finishing.first(crm, resolve.required(ids, "reminder", "reopen"), done=True)
    change.ask(crm, "reopen", found)
    with crm.write() as db:
        opened = [record for record in found if records.reopen(db, record.id)]
        change.note(crm, "reminder", [record.id for record in opened])
        answer = Answer(crm, format, "reminder", [record.id for record in found], is_several=len(found) > 1)
    already = [record for record in found if record not in opened]
    remark = f"{change.names_of(already)}: open already" if already else ""
    answer.give("" if opened else "Nothing to reopen", remark)


@app.command()
def snooze(
    ctx: typer.Context,
    id: Annotated[
        str,
        typer.Argument(
            help="Number, or words of the title.", metavar="ID", autocompletion=completion.of("reminder")
        ),
    ],
    when: SnoozeArgument,
    format: FormatOption = None,
) -> None:
    """Put a reminder off, leaving the day it was due; +2d counts from then, or from now where that is later.

    Example: crm remind snooze 4 mon
    crm remind snooze 4 +2d
    """
    from crm_cli.reminder import finishing, records
    from crm_cli.verbs import change
    from crm_cli.verbs.answers import Answer

    crm: App = ctx.obj
    found = finishing.first(crm, [id])
    row = records.reminders.row(crm.read(), found[0].id)
    due = records.put_off(" ".join(when), crm.calendar, row)
    if due.is_past:
        raise UsageError(f"`{' '.join(when)}` has gone by", hint=f"crm remind snooze {found[0].id} tomorrow")
    with crm.write() as db:
        for record in found:
            records.snooze(db, record.id, due)
        change.note(crm, "reminder", [record.id for record in found])
        answer = Answer(crm, format, "reminder", [record.id for record in found], is_several=len(found) > 1)
    answer.give("" if crm.step is not None else f"Nothing to change: {change.names_of(found)} is so already")


standard.add_verbs(
    app,
    "reminder",
    IDS,
    list="""List reminders by when they are due, the done ones last.

    Example: crm remind list no:done due:..eow
    crm remind list contact:jane
    """,
    show="""Show reminders whole.

    Example: crm remind show 4
    """,
    delete="""Delete reminders; can be undone.

    Example: crm remind delete 4
    """,
)


def _without_due(
    typed: Sequence[tuple[str, str]], due: str | None
) -> tuple[list[tuple[str, str]], str | None]:
    """The typed fields without a due day or instant: they mean what --due means. An emptied instant stays.

    UsageError where they stand beside --due.
    """
    said = {name: text for name, text in typed if name == "due_on" or (name == "due_at" and text.strip())}
    rest = [(name, text) for name, text in typed if name not in said]
    if due is not None and said:
        option = next(iter(said)).replace("_", "-")
        raise UsageError(f"`--due` and `--{option}` both say when it is due", hint="leave one of them out")
    return rest, said.get("due_at", said.get("due_on", due))
