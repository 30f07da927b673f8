"""The commands that take any kind of record: `find`, `show`, `timeline`."""

from __future__ import annotations

from typing import Annotated

import typer

from crm_cli.cli import completion
from crm_cli.cli.options import ArchivedOption, FormatOption, LimitOption, WhoArgument
from crm_cli.find import view


def find(
    ctx: typer.Context,
    words: Annotated[list[str], typer.Argument(help="Words, and field:value terms.", metavar="WORDS...")],
    limit: LimitOption = None,
    archived: ArchivedOption = False,
    format: FormatOption = None,
) -> None:
    """Find words in everything: names, notes, deals, reminders; in any script.

    Example: crm find pricing
    crm find pricing kind:call occurred:-30d..
    """
    view.find(ctx.obj, words, limit=limit, archived=archived, format=format)


def show(ctx: typer.Context, who: WhoArgument, format: FormatOption = None) -> None:
    """Show a record of any kind, an activity or a reminder, too.

    Example: crm show "Jane Doe"
    crm show deal/12
    """
    from crm_cli.verbs import cards

    cards.show_any(ctx.obj, who, format=format)


def timeline(
    ctx: typer.Context,
    who: Annotated[
        str,
        typer.Argument(
            help="A contact, company, deal or other record that notes are about.",
            metavar="WHO",
            autocompletion=completion.anyone,
        ),
    ],
    limit: LimitOption = None,
    format: FormatOption = None,
) -> None:
    """Show what happened with a person, or a record of another kind, newest first.

    Example: crm timeline "Jane Doe" --limit 10
    """
    from crm_cli.activity import timeline_view

    timeline_view.timeline(ctx.obj, who, limit=limit, format=format)
