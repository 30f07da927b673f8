"""The `context` commands: what is true of all you add for a while, such as a day at a fair."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import typer

from crm_cli.app import occasion
from crm_cli.app.context import App
from crm_cli.app.occasion import Occasion
from crm_cli.cli import completion
from crm_cli.cli.group import Commands
from crm_cli.cli.options import FormatOption
from crm_cli.core.errors import UsageError
from crm_cli.output import Column, Value, write_one
from crm_cli.verbs.answers import give, prepared, say

app = Commands(
    help="""What is true of all you add for a while: tags, a source, an owner. It holds in a terminal only, is shown
    beside every write, and ends by itself. Imports and pipes never see it.

    Example: crm context set fair --tag fair26 --source "fair Leipzig" --until sun
    crm context end
    """
)

COLUMNS = [
    Column("name", "Context"),
    Column("tags", "Tags", many=True),
    Column("source", "Source"),
    Column("owner", "Owner"),
    Column("until", "Until", "day"),
]


@app.command("set")
def set_(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(help="What to call it.", metavar="NAME")],
    tag: Annotated[
        list[str] | None,
        typer.Option("--tag", help="Put on what you add; repeatable.", autocompletion=completion.tags),
    ] = None,
    source: Annotated[str | None, typer.Option("--source", help="Where what you add came from.")] = None,
    owner: Annotated[str | None, typer.Option("--owner", help="Whose it is.")] = None,
    until: Annotated[
        str | None, typer.Option("--until", metavar="WHEN", help="Its last day, or hour: sun, 'today 18:00'.")
    ] = None,
    format: FormatOption = None,
) -> None:
    """Begin a context: contacts, companies and deals you add get its tags and source, and all you add its owner.

    What you type beside a command goes before it. Any other context ends.

    Example: crm context set fair --tag fair26 --source "fair Leipzig" --until sun
    """
    crm: App = ctx.obj
    chosen = prepared(crm, format, COLUMNS)
    tags = [label.strip() for typed in tag or [] for label in typed.split(",") if label.strip()]
    new = Occasion(name.strip(), tuple(dict.fromkeys(tags)), (source or "").strip(), (owner or "").strip())
    if not new.name:
        raise UsageError("the name of the context is empty", hint="crm context set fair --tag fair26")
    if not new.parts:
        raise UsageError(
            f"the context {new.name} says nothing: give it a tag, a source or an owner",
            hint="--tag TAG",
        )
    new.until = _end(crm, until) if until is not None else ""
    if not crm.options.dry_run:
        occasion.remember(crm, new)
    crm.without_occasion()  # the answer says it
    give(crm, chosen, occasion.told(crm, new, new.parts), COLUMNS, _row(new))


def _row(context: Occasion) -> tuple[Value, ...]:
    return context.name, context.tags, context.source or None, context.owner or None, context.until or None


def _end(crm: App, until: str) -> str:
    from crm_cli.core import dates

    when = dates.parse_when(until, crm.calendar)
    end = dates.iso_instant(when) if isinstance(when, datetime) else when.isoformat()
    if occasion.is_over(crm, Occasion("", until=end)):
        raise UsageError(f"`{until}` has gone by", hint="--until tomorrow")
    return end


@app.command()
def show(ctx: typer.Context, format: FormatOption = None) -> None:
    """Show the context that holds now.

    Example: crm context show
    """
    crm: App = ctx.obj
    found = occasion.remembered(crm)
    chosen = crm.chosen_format(format)
    if found is None or occasion.is_over(crm, found):
        if chosen.has_objects:
            chosen.write_none(crm.stdout)
        ended = (
            f"context {found.name} has ended ({occasion.shown_end(crm, found)})" if found else "no context"
        )
        crm.remark(f"{ended}; crm context set NAME --tag TAG begins one")
    elif chosen.is_prose or chosen.is_screen:
        say(crm, occasion.told(crm, found, found.parts))
        if not crm.is_interactive:
            crm.remark("it holds in a terminal, and this is none")
    else:
        write_one(_row(found), COLUMNS, chosen, crm.stdout, screen=crm.screen)


@app.command()
def end(ctx: typer.Context, format: FormatOption = None) -> None:
    """End the context before its time.

    Example: crm context end
    """
    crm: App = ctx.obj
    chosen = prepared(crm, format, COLUMNS)
    found = occasion.remembered(crm)
    if found is None:
        crm.remark("there is no context")
        if chosen.has_objects:
            chosen.write_none(crm.stdout)
        return
    if not crm.options.dry_run:
        occasion.forget(crm)
    crm.without_occasion()
    give(crm, chosen, f"Ended context {found.name}", COLUMNS, _row(found))
