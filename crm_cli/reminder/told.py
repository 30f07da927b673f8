"""How changes of reminders are told: what is due when, put off, done, and open again."""

from __future__ import annotations

from crm_cli.kinds.tale import Detail, Event

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from sqlite3 import Connection

    from crm_cli.db.log.images import Image, Turn


def event(db: Connection, own: Turn, rest: Sequence[Turn]) -> Event | None:
    """What happened to a reminder: it was done, opened again, or put off."""
    was, became = own.was, own.became
    if not was or not became:
        return None
    if bool(was["done_at"]) != bool(became["done_at"]):
        done = ("done_at", "done_on", "done")
        return (
            Event("done", "Finished", covers=done)
            if became["done_at"]
            else Event("reopened", "Reopened", covers=done)
        )
    if became["snoozed_on"] and _due(was) != _due(became) and was["due_on"] == became["due_on"]:
        return Event("snoozed", "Put off")
    return None


def retold(db: Connection, spoken: list[Detail], own: Turn, rest: Sequence[Turn]) -> list[Detail]:
    """Tell when it counts as due, once: put off, if it was."""
    told = [detail for detail in spoken if detail.field.rpartition("_")[0] not in {"due", "snoozed"}]
    old, new = (_due(image) if image else None for image in (own.was, own.became))
    type = "overdue" if own.became and not own.was and _is_overdue(db, own.became) else "moment"
    return [Detail("due", "due", type, old, new), *told] if old != new else told


def _is_overdue(db: Connection, image: Image) -> bool:
    """Whether it was due before it was entered."""
    due, entered = _due(image), image["created_at"]
    if "T" in due:
        return due < str(entered)
    return due < str(db.execute("SELECT local_day(?)", (entered,)).fetchone()[0])


def _due(image: Image) -> str:
    """When it counts as due: the instant where there is one, else the day."""
    when = image["snoozed_at"] or image["snoozed_on"] or image["due_at"] or image["due_on"]
    return str(when)
