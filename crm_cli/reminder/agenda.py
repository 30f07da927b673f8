"""Lines of what is to be done, as `remind`, `today` and `next` write them."""

from __future__ import annotations

from datetime import date

from crm_cli.core.calendar import from_iso
from crm_cli.core.errors import UsageError
from crm_cli.output import Column, write

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from crm_cli.app.context import App
    from crm_cli.output import Value
    from crm_cli.output.formats import Format
    from crm_cli.reminder.item import Item


LINE = (
    Column("when", "When", "day"),
    Column("record", "Record"),
    Column("what", "What"),
    Column("whom", "Whom"),
)
"""What people are shown."""

DATA = (
    *LINE,
    Column("kind", "Kind"),
    Column("id", "ID", "id"),
    Column("on", "On", "day"),
    Column("why", "Why"),
)
"""What programs get besides."""


def show(crm: App, items: Sequence[Item], chosen: Format, headings: Mapping[str, str]) -> None:
    """Write items: on a screen under the heading of their `why`, else line by line."""
    if chosen.is_screen:
        for why in dict.fromkeys(item.why for item in items):
            if why != items[0].why:
                crm.stdout.write("\n")
            lines = [shown_line(item) for item in items if item.why == why]
            write(lines, LINE, chosen, crm.stdout, screen=crm.screen, title=headings[why])
    elif chosen.is_data:
        write([data(item) for item in items], DATA, chosen, crm.stdout, screen=crm.screen)
    else:
        write([item.line for item in items], LINE, chosen, crm.stdout, screen=crm.screen)


def data(item: Item) -> tuple[Value, ...]:
    """The values of DATA."""
    return (*item.line[:3], item.whom, item.kind, item.id, item.on, item.why)


def shown_line(item: Item) -> tuple[Value, ...]:
    """The values of LINE for a table, which shows them in the user's zone."""
    return (_moment(item.when), *item.line[1:])


def _moment(when: str) -> Value:
    """A day or an instant as such; text written by another program that is neither as it is."""
    try:
        return from_iso(when) if "T" in when else date.fromisoformat(when)
    except (ValueError, UsageError):
        return when
