"""One thing to do, as `remind`, `today` and `next` list it."""

from __future__ import annotations

from crm_cli.core.record import record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from crm_cli.reminder.due import Thing


HEADINGS = {
    "unsettled": "Held or missed?",
    "planned": "Planned today",
    "overdue": "Overdue",
    "today": "Today",
}
"""Why something is due, in the order it is shown in."""


@record
class Item:
    """One thing to do.

    on: the user's day of it. when: the same, or the instant in UTC where there is one.
    why: `overdue` or `today` for a reminder, `unsettled` or `planned` for an activity; see `today.page` for what else there is.
    """

    on: str
    when: str
    kind: str
    id: int
    what: str
    whom: str | None
    why: str

    @property
    def line(self) -> tuple[str, str, str, str]:
        """When, what to name it by (`reminder/4`), what, whom."""
        return self.when, f"{self.kind}/{self.id}", self.what, self.whom or ""


def of_due(things: Sequence[Thing]) -> list[Item]:
    """The items of what is due."""
    return [Item(*thing) for thing in things]
