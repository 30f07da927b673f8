"""Rows and records: get, find, insert, update and delete in any table, following the schema's own foreign keys."""

from __future__ import annotations

from crm_cli.core.errors import Conflict, NotFound
from crm_cli.db.schema import counted, fact_tables, kind_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from sqlite3 import Connection
    from typing import Any, TypeVar

    from crm_cli.db.schema import Table

    Record = TypeVar("Record")


Raw = str | int | float | None


def select(
    db: Connection, type: type[Record], table: str, rest: str = "", values: Sequence[Raw] = ()
) -> list[Record]:
    """Read rows as records whose fields are named like columns; `rest` is what follows FROM."""
    columns = ", ".join(f"t.{name}" for name in type.__annotations__)
    return [type(*row) for row in db.execute(f"SELECT {columns} FROM {table} t {rest}", values)]


def get(db: Connection, type: type[Record], table: str, id: int) -> Record:
    """Read the one row with this id; NotFound where there is none."""
    rows = select(db, type, table, "WHERE t.id = ?", (id,))
    if not rows:
        raise NotFound(f"there is no {kind_of(table)} {id}")
    return rows[0]


def exists(db: Connection, table: str, id: int) -> bool:
    """Whether there is a row with this id."""
    return db.execute(f"SELECT 1 FROM {table} WHERE id = ?", (id,)).fetchone() is not None


def is_archived(db: Connection, table: str, id: int) -> bool:
    """Whether the row with this id is hidden; one that is not there is none."""
    row = db.execute(f"SELECT archived_at FROM {table} WHERE id = ?", (id,)).fetchone()
    return bool(row and row[0])


def with_text(db: Connection, table: str, column: str, text: str) -> list[int]:
    """Ids of the rows whose column is the same text (see `core.text.same`)."""
    rows = db.execute(f"SELECT id FROM {table} WHERE same({column}) = same(?) ORDER BY id", (text,))
    return [row[0] for row in rows]


def insert(db: Connection, table: str, values: Mapping[str, Raw]) -> int:
    """Add a row; returns its id. Columns left out take their default."""
    names = ", ".join(values)
    marks = ", ".join("?" * len(values))
    id = db.execute(f"INSERT INTO {table} ({names}) VALUES ({marks})", tuple(values.values())).lastrowid
    assert id is not None
    return id


def update(
    db: Connection, table: str, id: int, values: Mapping[str, Raw], *, seen: Mapping[str, Raw] | None = None
) -> bool:
    """Change columns of one row; returns whether anything differed.

    seen: the row as it was shown; where a column about to change is no longer as it was there, Conflict.
    """
    names = list(values)
    if not names:
        return False
    row = db.execute(f"SELECT {', '.join(names)} FROM {table} WHERE id = ?", (id,)).fetchone()
    if row is None:
        raise NotFound(f"there is no {kind_of(table)} {id}")
    _check_seen(table, id, dict(zip(names, row, strict=True)), seen or {})
    changed = {name: values[name] for name, now in zip(names, row, strict=True) if values[name] != now}
    if not changed:
        return False
    sets = ", ".join(f"{name} = ?" for name in changed)
    db.execute(f"UPDATE {table} SET {sets} WHERE id = ?", (*changed.values(), id))
    return True


def update_all(
    db: Connection,
    table: str,
    values: Mapping[int, Mapping[str, Raw]],
    *,
    seen: Mapping[int, Mapping[str, Raw]],
) -> set[int]:
    """Change columns of many rows; returns the ids of those in which anything differed.

    values: by id; all rows get the same columns. seen: the rows as they were shown; Conflict as in `update`.
    """
    names = [*next(iter(values.values()), {})]
    if not names:
        return set()
    alike: dict[tuple[tuple[str, Raw], ...], list[int]] = {}
    there = 0
    for id, *row in db.execute(
        f"SELECT id, {', '.join(names)} FROM {table} WHERE id IN (SELECT value FROM json_each(?))",
        (as_list(values),),
    ):
        there += 1
        now = dict(zip(names, row, strict=True))
        _check_seen(table, id, now, seen.get(id, {}))
        changed = tuple([(name, value) for name, value in values[id].items() if value != now[name]])
        if changed:
            alike.setdefault(changed, []).append(id)
    if there < len(values):
        missing = next(id for id in values if not exists(db, table, id))
        raise NotFound(f"there is no {kind_of(table)} {missing}")
    for changed, ids in alike.items():
        sets = ", ".join(f"{name} = ?" for name, _ in changed)
        db.execute(
            f"UPDATE {table} SET {sets} WHERE id IN (SELECT value FROM json_each(?))",
            (*(value for _, value in changed), as_list(ids)),
        )
    return {id for ids in alike.values() for id in ids}


def _check_seen(table: str, id: int, now: Mapping[str, Raw], seen: Mapping[str, Raw]) -> None:
    """Refuse to change columns that are no longer as they were shown: Conflict."""
    for name, value in now.items():
        if seen.get(name, value) != value:
            raise Conflict(
                f"{kind_of(table)} {id} has been changed meanwhile: {name} is `{value}`, not `{seen[name]}`",
                hint=f"crm show {kind_of(table)}/{id}",
            )


def as_list(ids: Iterable[int]) -> str:
    """Ids as the one parameter of `IN (SELECT value FROM json_each(?))`: any number of them."""
    return f"[{','.join(map(str, ids))}]"


GOES_ALONG = {
    "activity_links", "deal_contacts", "not_same", "relations", "reminders", "segment_members", "taggings",
}  # fmt: skip
"""Tables whose mention of a record says nothing without it: they never keep it from being deleted."""


def mentions(db: Connection, table: str, id: int) -> dict[str, int]:
    """Count the rows that depend on a record: table → rows. What it owns, and what goes along, is not counted."""
    found: dict[str, int] = {}
    for other, column in _pointing_to(db, table):
        if column in other.belongs_to or other.name in GOES_ALONG:
            continue
        count = db.execute(f"SELECT count(*) FROM {other.name} WHERE {column} = ?", (id,)).fetchone()[0]
        if count:
            found[other.name] = found.get(other.name, 0) + count
    return found


def delete(db: Connection, table: str, id: int, *, unlink: bool = False) -> dict[str, int]:
    """Remove a record and all it owns; returns what else went along: word for a row → how many.

    Rows that depend on it refuse the deletion (Conflict with the counts) or, with `unlink`, stay without it.
    An activity or reminder that was about nothing else goes along.
    """
    if not unlink and (found := mentions(db, table, id)):
        what = ", ".join(counted(name, count) for name, count in found.items())
        raise Conflict(
            f"{kind_of(table)} {id} is used by {what}",
            hint=f"crm {kind_of(table)} archive {id} or crm {kind_of(table)} delete {id} --unlink",
        )
    from sqlite3 import IntegrityError

    along: dict[str, int] = {}
    for other, column in _pointing_to(db, table):
        for (row,) in db.execute(f"SELECT id FROM {other.name} WHERE {column} = ?", (id,)).fetchall():
            if column in other.belongs_to:
                delete(db, other.name, row, unlink=True)
            elif other.name == "reminders" and _others(db, other, row, column) == 0:
                _also(along, delete(db, other.name, row, unlink=True), "reminder")
            elif other.name in GOES_ALONG - {"reminders"}:
                owner = _owner(db, other, row)
                delete(db, other.name, row, unlink=True)
                if other.name == "activity_links" and owner and not _linked(db, owner[1]):
                    _also(along, delete(db, "activities", owner[1], unlink=True), "activity")
            else:
                try:
                    db.execute(f"UPDATE {other.name} SET {column} = NULL WHERE id = ?", (row,))
                except IntegrityError:
                    delete(db, other.name, row, unlink=True)
    db.execute(f"DELETE FROM {table} WHERE id = ?", (id,))
    return along


def merge(db: Connection, table: str, keep: int, gone: int) -> None:
    """Let all that points to a record point to another one of its table, then remove it.

    A part that the other has already, and one that would tie it to itself, goes; a link of its own to the record that
    goes is emptied.
    """
    from sqlite3 import IntegrityError

    for other, column in _pointing_to(db, table):
        for (row,) in db.execute(f"SELECT id FROM {other.name} WHERE {column} = ?", (gone,)).fetchall():
            if other.name == table and row in {keep, gone}:
                db.execute(f"UPDATE {other.name} SET {column} = NULL WHERE id = ?", (row,))
            elif _ties(db, other, row, table, column, keep):
                delete(db, other.name, row, unlink=True)
            else:
                try:
                    db.execute(f"UPDATE {other.name} SET {column} = ? WHERE id = ?", (keep, row))
                except IntegrityError:  # it has that already
                    delete(db, other.name, row, unlink=True)
                    continue
                if other.belongs_to and _has_twin(db, other, row):
                    delete(db, other.name, row, unlink=True)
    db.execute(f"DELETE FROM {table} WHERE id = ?", (gone,))


def _ties(db: Connection, other: Table, row: int, table: str, column: str, id: int) -> bool:
    """Whether a row that is no record of the table points to a record of it by another column, too."""
    further = [name for name, target in other.references.items() if target == table and name != column]
    if other.name == table or not further:
        return False
    fits = " OR ".join(f"{name} = ?1" for name in further)
    return (
        db.execute(f"SELECT 1 FROM {other.name} WHERE id = ?2 AND ({fits})", (id, row)).fetchone() is not None
    )


def _has_twin(db: Connection, other: Table, row: int) -> bool:
    """Whether a table has another row that says the same."""
    alike = " AND ".join(f"o.{name} IS t.{name}" for name in other.columns if name != "id")
    found = db.execute(
        f"SELECT 1 FROM {other.name} t JOIN {other.name} o ON o.id <> t.id AND {alike} WHERE t.id = ? LIMIT 1",
        (row,),
    ).fetchone()
    return found is not None


def _also(along: dict[str, int], more: dict[str, int], name: str) -> None:
    for word, count in {**more, name: more.get(name, 0) + 1}.items():
        along[word] = along.get(word, 0) + count


def _others(db: Connection, table: Table, id: int, column: str) -> int:
    """How many other records a row points to."""
    links = [name for name in table.references if name != column]
    row = db.execute(f"SELECT {', '.join(links)} FROM {table.name} WHERE id = ?", (id,)).fetchone()
    return sum(value is not None for value in row)


def _owner(db: Connection, table: Table, id: int) -> tuple[str, int] | None:
    kind, owner = table.owner_sql("t")
    row = db.execute(f"SELECT {kind}, {owner} FROM {table.name} t WHERE t.id = ?", (id,)).fetchone()
    return (row[0], row[1]) if row else None


def _linked(db: Connection, activity: int) -> bool:
    return (
        db.execute("SELECT 1 FROM activity_links WHERE activity_id = ? LIMIT 1", (activity,)).fetchone()
        is not None
    )


def _pointing_to(db: Connection, table: str) -> list[tuple[Table, str]]:
    return [
        (other, column)
        for other in fact_tables(db)
        for column, target in other.references.items()
        if target == table
    ]


def archive(db: Connection, table: str, ids: Sequence[int], *, at: str | None) -> list[int]:
    """Hide records (`at` an instant) or show them again (None); returns the ids that were not so already."""
    rows = db.execute(
        f"UPDATE {table} SET archived_at = ?1 WHERE id IN (SELECT value FROM json_each(?2))"
        " AND (archived_at IS NULL) = (?1 IS NOT NULL) RETURNING id",
        (at, as_list(ids)),
    )
    changed = {row[0] for row in rows.fetchall()}
    return [id for id in ids if id in changed]


def row_as_dict(db: Connection, table: str, id: int) -> dict[str, Any]:
    """One row, column → value; empty where there is none."""
    cursor = db.execute(f"SELECT * FROM {table} WHERE id = ?", (id,))
    row = cursor.fetchone()
    return dict(zip((column[0] for column in cursor.description), row, strict=True)) if row else {}


def rows_as_dicts(db: Connection, table: str, ids: Sequence[int]) -> dict[int, dict[str, Any]]:
    """Many rows by id, each column → value, in the order of the ids; those that are not there are left out."""
    cursor = db.execute(
        f"SELECT * FROM {table} WHERE id IN (SELECT value FROM json_each(?))", (as_list(ids),)
    )
    names = [column[0] for column in cursor.description]
    found = {row["id"]: row for row in (dict(zip(names, row, strict=True)) for row in cursor)}
    return {id: found[id] for id in ids if id in found}
