"""What changed in one record, from what to what, over all steps: column by column, as the file has it."""

from __future__ import annotations

from collections.abc import Iterator
from sqlite3 import Connection
from typing import Any, NamedTuple

from crm_cli.core.errors import NotFound
from crm_cli.db.log import images, steps
from crm_cli.db.log.images import Turn


class Change(NamedTuple):
    """One field of one row, changed in one step; the step is None for what another program wrote just now."""

    step: int | None
    at: str
    by: str
    words: str
    table: str
    row: int
    operation: str
    field: str
    before: Any
    after: Any


class _Told(NamedTuple):
    """What is said of the step a change belongs to."""

    step: int | None
    at: str
    by: str
    words: str


def of_record(db: Connection, kind: str, id: int, table: str) -> list[Change]:
    """All changes of a record, kept in `table`, and of what belongs to it, newest first."""
    told: dict[int | None, _Told] = {}
    found = []
    for turn in images.backwards(db, images.of_record(db, kind, id, table)):
        change = turn.change
        if change.step is None or change.step not in told:
            told[change.step] = _told(db, change)
        for field, before, after in _fields(turn):
            place = (change.table, change.row, change.operation)
            found.append(Change(*told[change.step], *place, field, before, after))
    return found


def _told(db: Connection, change: images.Change) -> _Told:
    try:
        step = steps.find(db, change.step or 0)
    except NotFound:
        (at,) = db.execute("SELECT at FROM _changes WHERE id = ?", (change.id,)).fetchone()
        return _Told(None, at, "", steps.FOREIGN_WORDS)
    return _Told(step.id, step.at, step.by, step.words)


def _fields(turn: Turn) -> Iterator[tuple[str, Any, Any]]:
    """The fields that a change gave another value: name, before, after."""
    change, was, became = turn
    if change.operation == "update":
        for field, value in change.before.items():
            yield field, value, became.get(field)
        return
    for field, value in (was or became).items():
        if value not in (None, "{}"):
            yield field, was.get(field), became.get(field) if not was else None
