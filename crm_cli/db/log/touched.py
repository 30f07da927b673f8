"""What a step came to: which records it brought, changed and took, and what each row of them was before and after."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import chain, islice
from sqlite3 import Connection
from typing import NamedTuple

from crm_cli.db.log import images, packs
from crm_cli.db.log.images import Change, Image, Turn
from crm_cli.db.schema import Table, fact_tables, kind_of


class Touched(NamedTuple):
    """Records of one kind of which a step made the same: `added`, `changed` or `deleted`.

    ids: one by one, in the order the step came to them. ranges: of those that came or went together.
    """

    kind: str
    what: str
    ids: list[int]
    ranges: list[range]

    @property
    def number(self) -> int:
        """How many records."""
        return len(self.ids) + sum(map(len, self.ranges))

    def first(self, most: int) -> list[int]:
        """The ids of the first of them, at most so many."""
        return [*islice(chain(self.ids, *self.ranges), most)]


Single = dict[tuple[str, int], tuple[str, str]]
"""Records by kind and id: the first and the last operation on their own row, "" where only what belongs to it changed."""


def by(db: Connection, step: int | None) -> list[Touched]:
    """What a step came to, in the order it came to it; None is what another program wrote just now.

    A record is changed where a row that belongs to it is; what came and went again is left out.
    """
    single: Single = {}
    together: dict[tuple[str, str], list[range]] = {}
    lines = db.execute(
        "SELECT table_name, row_id, last_row_id, operation, owner_kind, owner_id FROM _changes"
        " WHERE command_id IS ? ORDER BY id",
        (step,),
    )
    for table, row, last, operation, owner_kind, owner in lines:
        if last is not None:
            what = "added" if operation == "insert" else "deleted"
            together.setdefault((kind_of(table), what), []).append(range(row, last + 1))
        elif owner_kind:
            is_own = owner_kind == kind_of(table) and owner == row
            first, latest = single.get((owner_kind, owner), ("", ""))
            single[owner_kind, owner] = (first or operation, operation) if is_own else (first, latest)
    _note_owners(db, step, single, together)
    groups: dict[tuple[str, str], list[int]] = {}
    for (kind, id), (first, latest) in single.items():
        was_there, is_there = first != "insert", latest != "delete"
        if was_there or is_there:
            what = "changed" if was_there and is_there else "added" if is_there else "deleted"
            groups.setdefault((kind, what), []).append(id)
    return [
        Touched(*sort, groups.get(sort, []), together.get(sort, []))
        for sort in dict.fromkeys([*groups, *together])
    ]


def _note_owners(
    db: Connection, step: int | None, single: Single, together: Mapping[tuple[str, str], list[range]]
) -> None:
    """Note as changed the records whose parts came or went together, where no such records did so themselves."""
    parts = {table.kind: table for table in fact_tables(db) if table.belongs_to} if together else {}
    themselves = {f"{kind}_id" for kind, _ in together}
    for kind, what in together:
        if kind in parts and themselves.isdisjoint(parts[kind].belongs_to):
            for owner_kind, owner in _owners(db, step, parts[kind], what):
                single.setdefault((owner_kind, owner), ("", ""))


def _owners(db: Connection, step: int | None, table: Table, what: str) -> Iterator[tuple[str, int]]:
    """The records to which rows of a table belong that came or went together in a step."""
    lines = (
        "FROM _changes c WHERE c.command_id IS ? AND c.table_name = ? AND c.last_row_id IS NOT NULL"
        f" AND c.operation = '{'insert' if what == 'added' else 'delete'}'"
    )
    if what == "added":
        kind, id = table.owner_sql("t")
        sql = f"SELECT DISTINCT {kind}, {id} FROM {table.name} t JOIN (SELECT c.row_id, c.last_row_id {lines}) c"
        yield from db.execute(f"{sql} ON t.id BETWEEN c.row_id AND c.last_row_id", (step, table.name))
        return
    for (kept,) in db.execute(f"SELECT c.before {lines} ORDER BY c.id", (step, table.name)):
        for row, image in packs.read(kept).images():
            yield packs.owner(table, row, image)


def turns(db: Connection, step: int | None, kind: str, id: int, table: str) -> list[Turn]:
    """What a step made of a record, kept in `table`, and of the rows that belong to it: each row once, oldest first.

    The record's own row is among them also where it did not change.
    """
    changes = images.of_owner(db, step, kind, id, table)
    if not changes:
        return []
    rows: dict[tuple[str, int], Turn] = {}
    for change in changes:  # newest first
        place = (change.table, change.row)
        known = rows.get(place)
        if known is None and change.operation == "delete":
            became: Image = {}
        else:
            became = known.became if known else images.left_by(db, *place, change.id)
        was = images.before(known.was if known else became, change)
        rows[place] = Turn(change, was, became)
    if (table, id) not in rows:
        image = images.left_by(db, table, id, changes[0].id)
        own = changes[-1]._replace(table=table, row=id, operation="update", before={})
        rows[table, id] = Turn(own, image, image)
    return sorted(rows.values(), key=lambda turn: turn.change.id)


def is_newest(db: Connection, step: int | None) -> bool:
    """Whether nothing has changed since a step."""
    newest = db.execute("SELECT command_id FROM _changes ORDER BY id DESC LIMIT 1").fetchone()
    return newest is not None and newest[0] == step


def went_before(db: Connection, change: Change) -> bool:
    """Whether the row of a change had been there and gone before it."""
    sql = "SELECT 1 FROM _changes WHERE table_name = ? AND row_id = ? AND operation = 'delete' AND id < ? LIMIT 1"
    is_single = db.execute(sql, (change.table, change.row, change.id)).fetchone() is not None
    return is_single or bool(packs.image(db, change.table, change.row, before=change.id))
