"""Part: a record that was written along with another, in the same step."""

from __future__ import annotations

from crm_cli.core.record import record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence


LISTED = ("done", "made")
"""Keys under which there may be several records: programs get an array."""


@record
class Part:
    """A record that a command wrote beside the one it is about.

    key: what it is to that one, and what programs find it under: `next`, `done`, `moved`, `deal`, `note`, `made`.
    """

    key: str
    kind: str
    id: int


def by_key(parts: Sequence[Part]) -> dict[str, list[Part]]:
    """Parts under their keys, in the order they were written."""
    found: dict[str, list[Part]] = {}
    for part in parts:
        found.setdefault(part.key, []).append(part)
    return found
