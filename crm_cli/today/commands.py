"""The commands of the day: `today` and `next`."""

from __future__ import annotations

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
