"""How the page of the day is answered: `today`, `next`, and what `crm` alone prints."""

from __future__ import annotations

import os

from crm_cli.output import Column, write_one
from crm_cli.reminder import agenda
from crm_cli.today import page

TYPE_CHECKING = False
if TYPE_CHECKING:
    from crm_cli.app.context import App
    from crm_cli.reminder.item import Item

A_SECTION = 10
"""So many lines of each section stand in a terminal, unless --limit says otherwise."""

START = """\
crm keeps in one file who your customers are, what was said, what is due and what will sell.

There is no file yet; the first of these makes {path}

  {crm} contact add "Jane Doe" --company Acme --email jane@acme.com
  {crm} call Jane "wants a quote" --next "send quote" --due fri

or look around in a sample business first:

  {crm} demo
"""


def today(crm: App, *, limit: int | None = None, format: str | None = None) -> None:
    """Write all that waits, on a screen by why it does; limit: lines of each section there, else of the page."""
    items = page.items(crm.read(), now=crm.now, zone=crm.zone)
    chosen = crm.chosen_format(format)
    hidden: dict[str, str] = {}
    if chosen.is_screen:
        most = limit if limit is not None else A_SECTION if crm.is_terminal else 0
        shown: list[Item] = []
        for why in page.HEADINGS:
            section = [item for item in items if item.why == why]
            shown += section[:most] if most else section
            if most and len(section) > most:
                hidden[why] = f"… {len(section) - most} more: {crm.called} today -n 0"
        items = shown
    elif limit:
        items = items[:limit]
    agenda.show(crm, items, chosen, page.HEADINGS, hidden)
    if not items and (crm.is_terminal or chosen.is_screen):
        crm.remark("nothing waits today")


def next_(crm: App, *, format: str | None = None) -> None:
    """Write the one thing to do now, how to reach whom it is about, and what was said last."""
    db = crm.read()
    item = page.first(db, now=crm.now, zone=crm.zone, at=crm.at)
    chosen = crm.chosen_format(format)
    if item is None:
        chosen.write_none(crm.stdout)
        crm.remark(f"nothing waits; {crm.called} remind add TEXT --due WHEN")
        return
    if not chosen.is_screen and not chosen.is_data:
        agenda.show(crm, [item], chosen, page.HEADINGS)
        return
    columns = [
        *(agenda.LINE if chosen.is_screen else agenda.DATA),
        Column("contact", "Contact"),
        Column("phone", "Phone"),
        Column("email", "E-mail"),
        Column("last_on", "Last on", "day"),
        Column("last", "Last said"),
    ]
    row = item.line if chosen.is_screen else agenda.data(crm, item)
    reach = page.reach(db, item)
    row = (*row, reach.contact, reach.phone, reach.email, reach.last_on, reach.last)
    write_one(row, columns, chosen, crm.stdout, screen=crm.screen)


def front_page(crm: App) -> None:
    """What `crm` alone prints: the page of the day, or how to begin where there is no file."""
    if os.path.exists(crm.path):
        today(crm)
    else:
        crm.stdout.write(START.format(path=crm.path, crm=crm.called))
