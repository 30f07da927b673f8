"""What changed, from what to what: in one record over all steps, or in one step over all records."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from sqlite3 import Connection
from typing import Any, NamedTuple

from crm_cli.core.errors import NotFound
from crm_cli.db.log import images, packs, steps
from crm_cli.db.log.images import Image, Turn
from crm_cli.db.schema import fact_tables, kind_of

TITLES = ("title", "name", "value", "subject", "label", "external_id", "kind")
"""Columns one of which says what a row is."""


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


class Effect(NamedTuple):
    """What one step did to one row: a field from what to what, or a row that came (from None) or went (to None)."""

    kind: str
    id: int
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


def of_newest(db: Connection, step: int, *, limit: int = 0) -> Iterator[Effect]:
    """What the newest step did, row by row in the order it did it; limit: so many changes of rows, 0 is all."""
    changes = [*images.of_step(db, step, limit=limit)]
    for change in islice(_single(db, reversed(changes)), limit or None):
        place = "" if kind_of(change.table) == change.owner_kind else kind_of(change.table).replace("_", " ")
        now = images.now(db, change.table, change.row) if change.operation != "delete" else {}
        if change.operation == "update":
            for field, value in change.before.items():
                name = f"{place} {field}".strip()
                yield Effect(change.owner_kind, change.owner_id, name, value, now.get(field))
        else:
            yield Effect(change.owner_kind, change.owner_id, place, _title(change.before), _title(now))


def _single(db: Connection, changes: Iterable[images.Change]) -> Iterator[images.Change]:
    """Changes of single rows: of a stretch that came, one for each row that is there."""
    tables = {table.name: table for table in fact_tables(db)}
    for change in changes:
        if change.last is None:
            yield change
            continue
        between = (change.row, change.last)
        for (row,) in db.execute(
            f"SELECT id FROM {change.table} WHERE id BETWEEN ? AND ? ORDER BY id", between
        ):
            kind, owner = packs.owner(tables[change.table], row, images.now(db, change.table, row))
            yield change._replace(row=row, last=None, owner_kind=kind, owner_id=owner)


def _title(row: Image) -> str | None:
    if not row:
        return None
    return next((str(row[name]) for name in TITLES if row.get(name)), "")
