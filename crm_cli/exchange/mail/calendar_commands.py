"""The `calendar` commands: events come in as meetings with those who take part and are known."""

from __future__ import annotations

from typing import Annotated

import typer

from crm_cli.app.context import App
from crm_cli.cli.group import Commands
from crm_cli.cli.options import FormatOption
from crm_cli.core.errors import Partial
from crm_cli.core.text import plural

app = Commands(
    help="""Calendars: meetings in from files of any calendar program.

    Example: crm calendar import work.ics
    """
)


@app.command("import")
def import_(
    ctx: typer.Context,
    file: Annotated[str, typer.Argument(help="An iCalendar file, or - for stdin.", metavar="FILE")],
    format: FormatOption = None,
) -> None:
    """Read events as meetings with those who take part and are known by e-mail; read again, only changes are written.

    Events with nobody who is known are left. All of them, and to-dos, are read by crm import FILE.ics.

    Example: crm calendar import work.ics
    crm export activities kind:meeting --to work.ics
    """
    from crm_cli.exchange.mail import answer, meetings, people

    crm: App = ctx.obj
    chosen = crm.chosen_format(format)
    rows, remarks = meetings.events(crm, file)
    mine = people.Mine(crm.setting("owner_emails"))
    with crm.write(bulk=True) as db:
        done = meetings.Bringing(crm, db, mine).take(rows)
    done.remarks += remarks
    figures = {
        "events": done.events,
        "created": done.created,
        "updated": done.updated,
        "unchanged": done.unchanged,
        "left": done.kept_out,
    }
    told = meetings.lines(done, is_dry=crm.options.dry_run)
    answer.give(
        crm, chosen, figures, told, {"reasons": {why: len(names) for why, names in done.left.items()}}
    )
    if done.kept_out:
        verb = "would be left" if crm.options.dry_run else "left"
        raise Partial(f"{plural(done.kept_out, 'event')} of {done.events:,} {verb}")
