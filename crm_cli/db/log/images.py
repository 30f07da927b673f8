"""The one walk backwards over the log: what each row was before and after every change, packs unfolded."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from sqlite3 import Connection
from typing import Any, NamedTuple

from crm_cli.db.log import packs
from crm_cli.db.schema import Table, fact_tables
from crm_cli.db.table import row_as_dict

Image = dict[str, Any]
"""Columns of a row and their values, without its id; empty where the row is not there."""

Line = tuple[int, int | None, str, int, int | None, str, str | None, int | None, str | None]
"""A change as the log keeps it: the columns of SELECT."""

SELECT = (
    "SELECT c.id, c.command_id, c.table_name, c.row_id, c.last_row_id, c.operation, c.owner_kind, c.owner_id,"
    " c.before FROM _changes c"
)


class Change(NamedTuple):
    """One change of the log, of one row (`last` is None); or of a stretch of rows, to `last`, that came together.

    step: None for what another program wrote just now. owner_kind, owner_id: the record the row is or belongs to;
    "" and 0 of a stretch. before: the columns an update changed, all of a deleted row, nothing of one that came.
    """

    id: int
    step: int | None
    table: str
    row: int
    last: int | None
    operation: str
    owner_kind: str
    owner_id: int
    before: Image


class Turn(NamedTuple):
    """A change of one row, with the whole row on either side of it."""

    change: Change
    was: Image
    became: Image


def now(db: Connection, table: str, row: int) -> Image:
    """A row as it is."""
    image = row_as_dict(db, table, row)
    image.pop("id", None)
    return image


def before(image: Image, change: Change) -> Image:
    """What a row was before a change that left it as `image`."""
    return {**image, **change.before} if change.operation == "update" else dict(change.before)


def left_by(db: Connection, table: str, row: int, change: int) -> Image:
    """A row as it was right after a change of the log, its own or any other.

    Packs and stretches beside single changes are looked away from: what they took and brought again is the same.
    """
    later = of_row(db, table, row, after=change)
    image = now(db, table, row)
    if not image and not (later and later[0].operation == "delete"):
        image = packs.image(db, table, row, after=change)
    for each in later:
        image = before(image, each)
    return image


def backwards(db: Connection, changes: Iterable[Change]) -> Iterator[Turn]:
    """Give each of these changes, newest first, with its row before and after; the walk begins at the rows as they are.

    changes: of single rows, and of each of them all there are from its last one back.
    """
    known: dict[tuple[str, int], Image] = {}
    for change in changes:
        place = (change.table, change.row)
        became = known[place] if place in known else now(db, *place)
        known[place] = before(became, change)
        yield Turn(change, known[place], became)


# which changes, newest first


def of_step(db: Connection, step: int, *, limit: int = 0) -> Iterator[Change]:
    """The changes of one step; limit: so many lines of the log, its oldest, 0 is all."""
    if limit:
        lines = db.execute(f"{SELECT} WHERE c.command_id = ? ORDER BY c.id LIMIT ?", (step, limit)).fetchall()
        return _changes(db, reversed(lines))
    return _changes(db, db.execute(f"{SELECT} WHERE c.command_id = ? ORDER BY c.id DESC", (step,)))


def of_owner(db: Connection, step: int | None, kind: str, id: int, table: str) -> list[Change]:
    """The changes that one step made of a record, kept in `table`, and of what is part of it."""
    lines = db.execute(
        # a record has few changes, a step may have very many
        f"{SELECT} WHERE c.owner_kind = ? AND c.owner_id = ? AND +c.command_id IS ? AND c.last_row_id IS NULL",
        (kind, id, step),
    ).fetchall()
    is_own = any((line[2], line[3]) == (table, id) for line in lines)
    if lines and (is_own or not _is_among_many(db, step, table, id)):
        return sorted(_changes(db, lines), reverse=True, key=lambda change: change.id)
    return [change for change in of_record(db, kind, id, table) if change.step == step]


def _is_among_many(db: Connection, step: int | None, table: str, row: int) -> bool:
    """Whether a row came or went with others in a step."""
    sql = "SELECT 1 FROM _changes WHERE command_id IS ? AND table_name = ? AND ? BETWEEN row_id AND last_row_id LIMIT 1"
    return db.execute(sql, (step, table, row)).fetchone() is not None


def newest(db: Connection, limit: int) -> Iterator[Change]:
    """The changes of the newest so many lines of the log; 0 is all."""
    return _changes(db, db.execute(f"{SELECT} ORDER BY c.id DESC LIMIT ?", (limit or -1,)))


def of_table(db: Connection, table: str, *, after: int) -> Iterator[Change]:
    """The changes of a table's rows after a change, and the stretches that came."""
    sql = f"{SELECT} WHERE c.id > ? AND +c.table_name = ? ORDER BY c.id DESC"
    return _changes(db, db.execute(sql, (after, table)))


def of_row(
    db: Connection, table: str, row: int, *, after: int = 0, packed: Sequence[int] = ()
) -> list[Change]:
    """The changes of one row after a change. packed: the packs that hold the row, which are looked into."""
    marks = ", ".join("?" * len(packed))
    lines = db.execute(
        f"{SELECT} WHERE c.table_name = ? AND c.row_id = ? AND c.id > ? AND c.last_row_id IS NULL"
        f" UNION ALL {SELECT} WHERE c.id IN ({marks})",
        (table, row, after, *packed),
    ).fetchall()
    return sorted(_changes(db, lines, only={row}), reverse=True, key=lambda change: change.id)


def of_record(db: Connection, kind: str, id: int, table: str, *, parts: Collection[str] = ()) -> list[Change]:
    """The changes of a record, kept in `table`, and of all that is or ever was part of it.

    parts: only of rows of these tables.
    """
    marks = ", ".join("?" * len(parts))
    some = f" AND c.table_name IN ({marks})" if parts else ""
    lines = db.execute(f"{SELECT} WHERE c.owner_kind = ? AND c.owner_id = ?{some}", (kind, id, *parts))
    changes = list(_changes(db, lines.fetchall()))
    known: dict[str, set[int]] = {table: {id}}
    for change in changes:
        known.setdefault(change.table, set()).add(change.row)
    for part in fact_tables(db):
        if f"{kind}_id" in part.belongs_to and (not parts or part.name in parts):
            there = db.execute(f"SELECT id FROM {part.name} WHERE {kind}_id = ?", (id,)).fetchall()
            known.setdefault(part.name, set()).update(row for (row,) in there)
            known[part.name].update(_packed_parts(db, part, kind, id))
    for name, rows in known.items():
        if rows and (not parts or name in parts):
            changes += _changes(db, _many(db, name, rows), only=rows)
    return sorted(changes, reverse=True, key=lambda change: (change.id, change.row))


def is_packed(db: Connection, table: str, row: int) -> bool:
    """Whether a row is among those that went together with others."""
    sql = f"SELECT 1 FROM _changes WHERE table_name = ? AND {packs.IS_PACK} AND ? BETWEEN row_id AND last_row_id"
    return db.execute(f"{sql} LIMIT 1", (table, row)).fetchone() is not None


def _many(db: Connection, table: str, rows: Collection[int]) -> list[Line]:
    """The lines of many rows each, among which are some of these."""
    return db.execute(
        f"{SELECT} WHERE c.table_name = ? AND c.last_row_id IS NOT NULL AND c.owner_id IS NULL"
        " AND c.row_id <= ? AND c.last_row_id >= ?",
        (table, max(rows), min(rows)),
    ).fetchall()


def _packed_parts(db: Connection, part: Table, kind: str, id: int) -> Iterator[int]:
    """The rows of a table that packs hold and that were part of the record."""
    sql = f"SELECT before FROM _changes WHERE table_name = ? AND {packs.IS_PACK} AND instr(before, ?)"
    for (kept,) in db.execute(sql, (part.name, str(id))).fetchall():
        for row, image in packs.read(kept).images():
            if packs.owner(part, row, image) == (kind, id):
                yield row


def _changes(db: Connection, lines: Iterable[Line], *, only: Collection[int] = ()) -> Iterator[Change]:
    """Read lines of the log, packs row by row, the last first; of lines of many rows those in `only`, where given."""
    known: dict[str, Table] = {}
    for id, step, table, row, last, operation, kind, owner, kept in lines:
        if last is None or operation == "update":
            image = json.loads(kept or "{}")
            yield Change(id, step, table, row, None, operation, kind or "", owner or 0, image)
        elif operation == "insert" and not only:
            yield Change(id, step, table, row, last, operation, "", 0, {})
        elif operation == "insert":
            for one in sorted(only, reverse=True):
                if row <= one <= last:
                    yield Change(id, step, table, one, None, operation, "", 0, {})
        else:
            known = known or {table.name: table for table in fact_tables(db)}
            for one, image in packs.read(kept or "").images():
                if not only or one in only:
                    whose = packs.owner(known[table], one, image)
                    yield Change(id + one - row, step, table, one, None, operation, *whose, image)
