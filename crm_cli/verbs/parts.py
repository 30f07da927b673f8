"""Part: what was written along with a record, in the same step: a record of its own, and the words that tell of it."""

from __future__ import annotations

from crm_cli.core.record import record
from crm_cli.core.text import plural

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence


LISTED = ("done", "made")
"""Keys under which there may be several records: programs get an array."""


@record
class Part:
    """A record that a command wrote beside the one it is about.

    key: what it is to that one, and what programs find it under: `next`, `done`, `moved`, `deal`, `note`, `made`.
    said: the words that tell of it.
    """

    key: str
    kind: str
    id: int
    said: str


def counted(parts: Sequence[Part]) -> list[str]:
    """Many parts in few words: `done: 2 reminders`, `5 reminders`."""
    return [
        f"{key}: {plural(len(several), several[0].kind)}"
        if key in ("done", "moved")
        else plural(len(several), several[0].kind)
        for key, several in by_key(parts).items()
    ]


def by_key(parts: Sequence[Part]) -> dict[str, list[Part]]:
    """Parts under their keys, in the order they were written."""
    found: dict[str, list[Part]] = {}
    for part in parts:
        found.setdefault(part.key, []).append(part)
    return found
