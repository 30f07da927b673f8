"""The commands of the day: `today`, `next` and `agenda`."""

from __future__ import annotations

from typing import Annotated

import typer

from crm_cli.cli.options import FormatOption, LimitOption
from crm_cli.today import view


def today(ctx: typer.Context, limit: LimitOption = None, format: FormatOption = None) -> None:
    """Show what is due, which deals to close or move on, and whom to get in touch with.

    Example: crm today
    crm today -f json
    """
    view.today(ctx.obj, limit=limit, format=format)


def next_(ctx: typer.Context, format: FormatOption = None) -> None:
    """Show the one thing to do now, how to reach whom it is about, and what was said last.

    Example: crm next
    crm done $(crm next -f ids)
    """
    view.next_(ctx.obj, format=format)


def agenda(
    ctx: typer.Context,
    period: Annotated[
        list[str] | None,
        typer.Argument(help="today, week, month, 2026-12, next-week …; else today.", metavar="[PERIOD]"),
    ] = None,
    format: FormatOption = None,
) -> None:
    """Show what is planned, and the meetings there were: a day by its hours, a month as a calendar.

    Example: crm agenda
    crm agenda week
    crm agenda 2026-12 -f csv
    """
    from crm_cli.today import diary

    diary.agenda(ctx.obj, period or (), format=format)
