"""Put something off: the day or instant that a person types, seen from where it stands."""

from __future__ import annotations

from datetime import date, datetime

from crm_cli.core.dates import parse_when, to_instant

TYPE_CHECKING = False
if TYPE_CHECKING:
    from crm_cli.core.calendar import Calendar


def onward(text: str, calendar: Calendar, at: datetime | None, on: str) -> date | datetime:
    """Read when something is to be instead of at an instant, or on a day where it has none.

    `+2d` counts from the later of now and then; a day without an hour keeps the hour it had. Raises UsageError.
    """
    hour = at.astimezone(calendar.zone).time() if at else None
    day = date.fromisoformat(on)
    if text.strip().startswith("+"):
        start = at or to_instant(day, calendar.now.astimezone(calendar.zone).time(), calendar.zone)
        calendar = calendar.at(max(calendar.now, start))
    found = parse_when(text, calendar)
    if isinstance(found, datetime) or hour is None:
        return found
    return to_instant(found, hour, calendar.zone)
