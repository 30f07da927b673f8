"""Lines of what is to be done, as `remind`, `today` and `next` write them."""

from __future__ import annotations

from crm_cli.output import Column, write
from crm_cli.output.values import local

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from crm_cli.app.context import App
    from crm_cli.output import Value
    from crm_cli.output.formats import Format
    from crm_cli.reminder.item import Item


LINE = (
    Column("when", "When", "moment"),
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
    Column("when_local", "By the clock"),
    Column("why", "Why"),
)
"""What programs get besides; `when` is in UTC there, `when_local` in the user's zone."""

SEEN = (LINE[0], Column("tone", "", "tone"), *LINE[1:])
"""What a screen shows: in colour what should have been done, under a heading that says so."""

LATE = frozenset({"overdue", "late", "unsettled"})


def show(
    crm: App,
    items: Sequence[Item],
    chosen: Format,
    headings: Mapping[str, str],
    hidden: Mapping[str, str] | None = None,
) -> None:
    """Write items: on a screen under the heading of their `why`, else line by line. Their ids are `kind/id`.

    hidden: `why` → a line under its items, saying what is not shown.
    """
    if chosen.is_screen:
        for why in dict.fromkeys(item.why for item in items):
            if why != items[0].why:
                crm.stdout.write("\n")
            lines = [_seen(item) for item in items if item.why == why]
            write(lines, SEEN, chosen, crm.stdout, screen=crm.screen, title=headings[why])
            if hidden and why in hidden:
                crm.stdout.write(f"{hidden[why]}\n")
    elif chosen.is_data:
        write([data(crm, item) for item in items], DATA, chosen, crm.stdout, screen=crm.screen)
    else:
        write([item.line for item in items], LINE, chosen, crm.stdout, screen=crm.screen)


def data(crm: App, item: Item) -> tuple[Value, ...]:
    """The values of DATA."""
    (clock,) = local([item.when], crm.zone)
    return (*item.line[:3], item.whom, item.kind, item.id, item.on, clock, item.why)


def _seen(item: Item) -> tuple[Value, ...]:
    return (
        item.when,
        "overdue" if item.why in LATE else "stale" if item.why == "stale" else None,
        *item.line[1:],
    )
