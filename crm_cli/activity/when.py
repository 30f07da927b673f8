"""When something happened, as typed: columns of an activity."""

from __future__ import annotations

from datetime import datetime

from crm_cli.activity import records
from crm_cli.core import dates
from crm_cli.core.errors import UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from crm_cli.app.context import App
    from crm_cli.core.fields import Raw


def without_time(
    typed: Sequence[tuple[str, str]], on: str | None
) -> tuple[list[tuple[str, str]], str | None]:
    """The typed fields without those that say when: they mean what --on means."""
    rest = []
    for name, text in typed:
        if name in {"occurred_at", "occurred_on"}:
            on = on if on is not None else text
        else:
            rest.append((name, text))
    return rest, on


def moment(crm: App, on: str | None) -> dict[str, Raw]:
    """When it happened as columns; refuses what is yet to come."""
    if on is None:
        return {"occurred_at": crm.at, "occurred_on": crm.today}
    if not on.strip():
        raise UsageError("the day it happened is empty", hint="--on yesterday")
    when = dates.parse_when(on, crm.calendar, prefer="past")
    is_instant = isinstance(when, datetime)
    if when > (crm.now if is_instant else crm.calendar.today):
        day = dates.parse_day(on, crm.calendar, prefer="past")
        raise UsageError(
            f"`{on}` is yet to come, and a note tells what happened",
            hint=f"crm remind add TEXT --contact WHO --due {day}",
        )
    if isinstance(when, datetime):
        columns: dict[str, Raw] = {"occurred_at": dates.iso_instant(when)}
    else:
        columns = {"occurred_on": when.isoformat()}
        if when == crm.calendar.today:
            columns["occurred_at"] = crm.at
    return records.settled(columns, crm.zone)
