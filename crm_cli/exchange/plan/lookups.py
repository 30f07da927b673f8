"""Look-ups over what the file holds, loaded once: names, points, ids in other systems, and uids."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable
from sqlite3 import Connection

from crm_cli.core.text import same
from crm_cli.kinds.catalogue import KINDS

Ids = dict[str, "int | list[int]"]


def put(ids: Ids, key: str, id: int) -> None:
    """Add an id under a key; most keys have one, which is kept without a list."""
    there = ids.get(key)
    if there is None:
        ids[key] = id
    elif isinstance(there, list):
        if id not in there:
            there.append(id)
    elif there != id:
        ids[key] = [there, id]


def take(ids: Ids, key: str, id: int) -> None:
    """Take an id from under a key again."""
    there = ids.get(key)
    if isinstance(there, list):
        there.remove(id)
        if len(there) == 1:
            ids[key] = there[0]
    elif there == id:
        del ids[key]


def get(ids: Ids, key: str) -> list[int]:
    """The ids under a key."""
    there = ids.get(key)
    return [] if there is None else there if isinstance(there, list) else [there]


class Names:
    """Records of one kind by their name, and by their name without spaces and hyphens."""

    def __init__(self, db: Connection, kind: str) -> None:
        self._named: Ids = {}
        self._compact: Ids = {}
        record = KINDS[kind]
        for id, name in db.execute(f"SELECT id, {record.title} FROM {record.table}"):
            self.add(name or "", id)

    def whole(self, name: str) -> list[int]:
        """Those with the same name."""
        return get(self._named, same(name))

    def without_spaces(self, name: str) -> list[int]:
        """Those with this name but for spaces and hyphens."""
        return get(self._compact, same(name).replace(" ", ""))

    def add(self, name: str, id: int) -> None:
        """Note a new record."""
        key = same(name)
        put(self._named, key, id)
        put(self._compact, key.replace(" ", ""), id)

    def remove(self, name: str, id: int) -> None:
        """Forget a record again."""
        key = same(name)
        take(self._named, key, id)
        take(self._compact, key.replace(" ", ""), id)


def points(db: Connection, owner: str, kind: str, *, but: Collection[int] = ()) -> Ids:
    """Owners (`contact` or `company`) of every point of a kind, by its normal form; `but` some."""
    found: Ids = {}
    rows = db.execute(
        f"SELECT normal, {owner}_id FROM contact_points WHERE kind = ? AND {owner}_id IS NOT NULL ORDER BY {owner}_id",
        (kind,),
    )
    for normal, id in rows:
        if id not in but:
            put(found, normal, id)
    return found


def source(db: Connection, system: str, kind: str) -> int:
    """The number of a source, which is noted where it is new."""
    db.execute("INSERT OR IGNORE INTO _sources (name, object) VALUES (?, ?)", (system, kind))
    id: int = db.execute("SELECT id FROM _sources WHERE name = ? AND object = ?", (system, kind)).fetchone()[
        0
    ]
    return id


def external(db: Connection, system: str, kind: str) -> dict[str, int]:
    """What a system calls records of a kind: its id → ours."""
    rows = db.execute(
        f"SELECT e.external_id, e.{kind}_id FROM _sources s"
        " CROSS JOIN external_ids e ON e.source_id = s.id WHERE s.name = ? AND s.object = ?",
        (system, kind),
    )
    return dict(rows.fetchall())


def last_read(db: Connection, system: str, kind: str, id: int) -> tuple[str, int] | None:
    """The marks of the row that a record was last read from in a system, and their own row; None where unknown."""
    row = db.execute(
        f"SELECT e.cells, e.id FROM external_ids e JOIN _sources s ON s.id = e.source_id"
        f" WHERE e.{kind}_id = ? AND s.name = ? AND e.cells IS NOT NULL ORDER BY e.id DESC LIMIT 1",
        (id, system),
    ).fetchone()
    return (row[0], row[1]) if row else None


def row_of(db: Connection, system: str, kind: str, external_id: str) -> int:
    """The number of the row that keeps what a record is called elsewhere, 0 where there is none."""
    row = db.execute(
        "SELECT e.id FROM external_ids e JOIN _sources s ON s.id = e.source_id"
        " WHERE e.external_id = ? AND s.name = ? AND s.object = ?",
        (external_id, system, kind),
    ).fetchone()
    return row[0] if row else 0


def sources(db: Connection, kind: str) -> list[str]:
    """The systems that rows of a kind came from."""
    return [name for (name,) in db.execute("SELECT name FROM _sources WHERE object = ? ORDER BY id", (kind,))]


def external_anywhere(db: Connection, kind: str, *, but: str) -> Ids:
    """Records of a kind by what they are called in any system; rows known by their digest only, of `but`, left out."""
    found: Ids = {}
    rows = db.execute(
        f"SELECT e.external_id, e.{kind}_id FROM _sources s CROSS JOIN external_ids e ON e.source_id = s.id"
        " WHERE s.object = ? AND s.name <> ? ORDER BY e.id",
        (kind, but),
    )
    for external_id, id in rows:
        put(found, external_id, id)
    return found


def with_id_in(db: Connection, system: str, kind: str) -> set[int]:
    """Records that have an id in a system."""
    rows = db.execute(
        f"SELECT e.{kind}_id FROM _sources s CROSS JOIN external_ids e ON e.source_id = s.id"
        " WHERE s.name = ? AND s.object = ?",
        (system, kind),
    )
    return {row[0] for row in rows}


def ids(db: Connection, kind: str) -> set[int]:
    """All ids of a kind."""
    return {row[0] for row in db.execute(f"SELECT id FROM {KINDS[kind].table}")}


def companies_of_contacts(db: Connection) -> dict[int, int | None]:
    """Where each person works."""
    return dict(db.execute("SELECT id, company_id FROM contacts"))


def pipelines(db: Connection) -> list[tuple[int, str]]:
    """All pipelines, the archived last."""
    rows = db.execute("SELECT id, name FROM pipelines ORDER BY archived_at IS NOT NULL, position, id")
    return rows.fetchall()


def codes(db: Connection, kind: str) -> Ids:
    """Records of a kind by their code."""
    record = KINDS[kind]
    found: Ids = {}
    for code, id in db.execute(
        f"SELECT {record.code}, id FROM {record.table} WHERE {record.code} IS NOT NULL"
    ):
        put(found, same(code), id)
    return found


def by_values(db: Connection, kind: str, expressions: Iterable[str]) -> Ids:
    """Records by the values of some expressions over their row `t`; those with a blank are left out."""
    found: Ids = {}
    sql = ", ".join(expressions)
    for id, *values in db.execute(f"SELECT t.id, {sql} FROM {KINDS[kind].table} t"):
        if all(value not in (None, "") for value in values):
            put(found, "\0".join(same(str(value)) for value in values), id)
    return found


class Uids:
    """Global identities: uuid5 of the file's own id, kind and id."""

    def __init__(self, db: Connection, kind: str) -> None:
        self._space = uuid.UUID(db.execute("SELECT uuid FROM _file").fetchone()[0])
        self._kind = kind
        self._db = db
        self._all: dict[str, int] | None = None

    def of(self, id: int) -> str:
        """The uid of a record."""
        return str(uuid.uuid5(self._space, f"{self._kind}/{id}"))

    def find(self, uid: str, id: str) -> int | None:
        """The record of this file with a uid; its number beside it, where that is right, saves the search."""
        asked = uid.lower()
        if id.isascii() and id.isdigit() and len(id) < 16 and self.of(int(id)) == asked:
            table = KINDS[self._kind].table
            return (
                int(id)
                if self._db.execute(f"SELECT 1 FROM {table} WHERE id = ?", (int(id),)).fetchone()
                else None
            )
        if id:
            return None
        if self._all is None:
            self._all = {self.of(each): each for each in ids(self._db, self._kind)}
        return self._all.get(asked)
