"""One thing to do, as `remind`, `today` and `next` list it."""

from __future__ import annotations

from crm_cli.core.record import record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from crm_cli.reminder.due import Thing


@record
class Item:
    """One thing to do.

    on: the user's day of it. when: the same, or the instant in UTC where there is one.
    why: `overdue` or `today` for a reminder; see `today.page` for what else there is.
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


def of_due(things: Sequence[Thing], today: str) -> list[Item]:
    """The items of due reminders."""
    return [Item(*thing, why="overdue" if thing[0] < today else "today") for thing in things]
