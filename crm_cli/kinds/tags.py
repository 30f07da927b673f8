"""Tags: labels on records; two that are the same are one."""

from __future__ import annotations

from crm_cli.core.errors import Conflict, NotFound, UsageError
from crm_cli.core.record import record
from crm_cli.core.text import nearest, same
from crm_cli.db import table
from crm_cli.db.table import as_list
from crm_cli.kinds.catalogue import KINDS
from crm_cli.kinds.kind import Kind

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from sqlite3 import Connection


@record
class Tag:
    """A label and how many records carry it: one figure for each of the kinds `tagged`."""

    id: int
    name: str
    carried: tuple[int, ...]


def tagged() -> list[Kind]:
    """The kinds that can carry tags."""
    return [KINDS[name] for name in KINDS.as_people_ask("has_tags")]


def find(db: Connection) -> list[Tag]:
    """All tags by name, with how many records of each kind carry them."""
    counts = ", ".join(f"count(x.{kind.name}_id)" for kind in tagged())
    rows = db.execute(
        f"SELECT g.id, g.name, {counts}"
        " FROM tags g LEFT JOIN taggings x ON x.tag_id = g.id GROUP BY g.id ORDER BY g.normal"
    )
    return [Tag(id, name, tuple(carried)) for id, name, *carried in rows]


def get_id(db: Connection, name: str) -> int:
    """The id of the tag that is the same as `name`; NotFound naming the nearest."""
    row = db.execute("SELECT id FROM tags WHERE normal = ?", (same(name),)).fetchone()
    if row is None:
        near = nearest(name, [row[0] for row in db.execute("SELECT name FROM tags")], limit=1)
        raise NotFound(
            f"there is no tag `{name}`", hint=f"did you mean {near[0]}?" if near else "crm tag list"
        )
    return int(row[0])


def unknown(db: Connection, names: Iterable[str]) -> list[tuple[str, str]]:
    """The tags of these that do not exist, each with the nearest that does, or ""."""
    known = {normal: name for name, normal in db.execute("SELECT name, normal FROM tags")}
    missing = [name for name in names if same(name) not in known]
    return [(name, next(iter(nearest(name, list(known.values()), limit=1)), "")) for name in missing]


def of(db: Connection, kind: str, id: int) -> list[str]:
    """The tags of a record, by name."""
    rows = db.execute(
        f"SELECT g.name FROM taggings x JOIN tags g ON g.id = x.tag_id WHERE x.{kind}_id = ? ORDER BY g.normal",
        (id,),
    )
    return [row[0] for row in rows]


def add(db: Connection, kind: str, id: int, names: Iterable[str]) -> list[str]:
    """Put tags on a record; returns those it did not carry before."""
    return [name.strip() for name in names if add_to(db, kind, [id], [name])]


def add_to(db: Connection, kind: str, ids: Sequence[int], names: Iterable[str]) -> set[int]:
    """Put tags on many records; returns the ids of those that did not carry all of them before."""
    changed: set[int] = set()
    for name in names:
        tag_id = ensure(db, name.strip())
        rows = db.execute(
            f"INSERT INTO taggings (tag_id, {kind}_id) SELECT DISTINCT ?1, value FROM json_each(?2) WHERE value NOT IN"
            f" (SELECT x.{kind}_id FROM taggings x WHERE x.tag_id = ?1 AND x.{kind}_id IS NOT NULL) RETURNING {kind}_id",
            (tag_id, as_list(ids)),
        )
        changed.update(row[0] for row in rows.fetchall())
    return changed


def remove(db: Connection, kind: str, id: int, names: Iterable[str]) -> list[str]:
    """Take tags off a record; returns those it carried."""
    return [name for name in names if remove_from(db, kind, [id], [name])]


def remove_from(db: Connection, kind: str, ids: Sequence[int], names: Iterable[str]) -> set[int]:
    """Take tags off many records; returns the ids of those that carried any of them."""
    changed: set[int] = set()
    for name in names:
        rows = db.execute(
            f"DELETE FROM taggings WHERE tag_id = (SELECT id FROM tags WHERE normal = ?)"
            f" AND {kind}_id IN (SELECT value FROM json_each(?)) RETURNING {kind}_id",
            (same(name), as_list(ids)),
        )
        changed.update(row[0] for row in rows.fetchall())
    return changed


def replace(db: Connection, kind: str, id: int, names: Iterable[str]) -> bool:
    """Make these the record's only tags; returns whether that changed anything."""
    wanted = {same(name): name for name in names}
    present = {same(name): name for name in of(db, kind, id)}
    gone = [name for normal, name in present.items() if normal not in wanted]
    new = [name for normal, name in wanted.items() if normal not in present]
    return bool(remove(db, kind, id, gone)) | bool(add(db, kind, id, new))


def rename(db: Connection, name: str, new: str, *, merge: bool = False) -> int:
    """Give a tag another name; where another tag has it, Conflict, or with `merge` both become that one. Returns its id."""
    id = get_id(db, name)
    if not same(new):
        raise UsageError("a tag needs a name")
    other = db.execute("SELECT id FROM tags WHERE normal = ? AND id <> ?", (same(new), id)).fetchone()
    if other and merge:
        table.merge(db, "tags", other[0], id)
        return int(other[0])
    if other:
        from crm_cli.core import shell  # no list needs it

        raise Conflict(
            f"there is a tag `{new}` already", hint=shell.line(["crm", "tag", "rename", name, new, "--merge"])
        )
    db.execute("UPDATE tags SET name = ?, normal = ? WHERE id = ?", (new, same(new), id))
    return id


def check_new(db: Connection, names: Iterable[str], *, hint: str) -> None:
    """Refuse a tag that is not there yet and reads as a record's number (`12`, `deal/12`) or as whom a line is about."""
    for name in names:
        key = same(name)
        kind, _, number = name.partition("/")
        is_number = key.isdigit() or (kind in KINDS and number.isdigit())
        if (is_number or name in {"@", "-"}) and not _is_there(db, key):
            raise UsageError(f"`{name}` is no name for a new tag: it reads as a record", hint=hint)


def _is_there(db: Connection, key: str) -> bool:
    return db.execute("SELECT 1 FROM tags WHERE normal = ?", (key,)).fetchone() is not None


def delete(db: Connection, name: str) -> int:
    """Remove a tag from all records and for itself; returns how many records carried it."""
    id = get_id(db, name)
    count = db.execute("DELETE FROM taggings WHERE tag_id = ?", (id,)).rowcount
    db.execute("DELETE FROM tags WHERE id = ?", (id,))
    return count


def ensure(db: Connection, name: str) -> int:
    """The id of the tag of that name, which is made where there is none."""
    normal = same(name)
    if not normal:
        raise UsageError("a tag needs a name")
    row = db.execute("SELECT id FROM tags WHERE normal = ?", (normal,)).fetchone()
    if row:
        return int(row[0])
    return int(db.execute("INSERT INTO tags (name, normal) VALUES (?, ?)", (name, normal)).lastrowid or 0)
