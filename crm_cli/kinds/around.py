"""What stands around a record on its card and in its JSON: each kind to the right says what of it does."""

from __future__ import annotations

from crm_cli.kinds import relations
from crm_cli.kinds.catalogue import KINDS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from sqlite3 import Connection

    from crm_cli.kinds.related import Related


RELATIONS, DATES = 50, 60
"""Where relations and important dates stand on a card."""


def around(db: Connection, kind: str, id: int) -> Iterator[Related]:
    """Give what stands around a record, in the order of its card; what is empty, too."""
    parts = [
        (place, getattr(__import__(f"crm_cli.{other.name}.around", fromlist=[function]), function))
        for other in KINDS.values()
        for about, place, function in other.around
        if about == kind
    ]
    if KINDS[kind].has_relations:
        parts += [(RELATIONS, relations.around), (DATES, relations.dates_around)]
    for _, read in sorted(parts, key=lambda part: part[0]):
        yield read(db, kind, id)
