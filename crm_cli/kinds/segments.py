"""Segments: saved queries over contacts, companies or deals, with records put in or kept out by hand."""

from __future__ import annotations

from crm_cli.core.errors import Conflict, NotFound, UsageError
from crm_cli.core.record import record
from crm_cli.core.text import nearest, same
from crm_cli.db import table
from crm_cli.kinds.catalogue import KINDS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from sqlite3 import Connection


TABLE = "segments"


@record
class Segment:
    """A row of `segments`."""

    id: int
    name: str
    normal: str
    kind: str
    query: str
    created_at: str
    archived_at: str | None


def find(db: Connection) -> list[Segment]:
    """All segments by name."""
    return table.select(db, Segment, TABLE, "WHERE t.archived_at IS NULL ORDER BY t.normal, t.id")


def get_or_none(db: Connection, name: str) -> Segment | None:
    """The segment whose name is the same as `name`, or whose number it is."""
    found = table.select(db, Segment, TABLE, "WHERE t.normal = ?", (same(name),))
    if not found and name.isascii() and name.isdigit():
        found = table.select(db, Segment, TABLE, "WHERE t.id = ?", (int(name[:18]),))
    return found[0] if found else None


def get(db: Connection, name: str) -> Segment:
    """The segment of that name; NotFound with the nearest."""
    segment = get_or_none(db, name)
    if segment is None:
        near = nearest(name, [other.name for other in find(db)], limit=2)
        raise NotFound(
            f"there is no segment `{name}`",
            hint=f"did you mean {' or '.join(near)}?" if near else "crm segment list",
        )
    return segment


def add(db: Connection, name: str, kind: str, query: str, *, at: str) -> int:
    """Save a query under a name; Conflict where the name is taken."""
    _check_name(db, name)
    if kind not in KINDS or not KINDS[kind].has_segments:
        kinds = ", ".join(KINDS.with_trait("has_segments"))
        raise UsageError(f"a segment is of {kinds}, not of `{kind}`", hint="--kind contact")
    return table.insert(
        db, TABLE, {"name": name, "normal": same(name), "kind": kind, "query": query, "created_at": at}
    )


def update(db: Connection, segment: Segment, *, name: str | None = None, query: str | None = None) -> bool:
    """Give a segment another name or query; returns whether anything differed."""
    values: dict[str, str | int | float | None] = {}
    if name is not None:
        _check_name(db, name, but=segment.id)
        values |= {"name": name, "normal": same(name)}
    if query is not None:
        values["query"] = query
    seen = {"name": segment.name, "normal": segment.normal, "query": segment.query}
    return table.update(db, TABLE, segment.id, values, seen=seen)


def _check_name(db: Connection, name: str, but: int | None = None) -> None:
    if not same(name):
        raise UsageError("a segment needs a name", hint="crm segment add NAME 'deals.won:3..'")
    row = db.execute(
        "SELECT name FROM segments WHERE normal = ? AND id IS NOT ?", (same(name), but)
    ).fetchone()
    if row:
        from crm_cli.core import shell

        raise Conflict(
            f"there is a segment `{row[0]}` already", hint=shell.line(["crm", "segment", "show", row[0]])
        )


def set_member(db: Connection, segment: Segment, id: int, *, is_included: bool) -> bool:
    """Put a record into a segment by hand, or keep it out; returns whether that is new."""
    row = db.execute(
        f"SELECT id, is_included FROM segment_members WHERE segment_id = ? AND {segment.kind}_id = ?",
        (segment.id, id),
    ).fetchone()
    if row is None:
        db.execute(
            f"INSERT INTO segment_members (segment_id, {segment.kind}_id, is_included) VALUES (?, ?, ?)",
            (segment.id, id, int(is_included)),
        )
    elif row[1] != int(is_included):
        db.execute("UPDATE segment_members SET is_included = ? WHERE id = ?", (int(is_included), row[0]))
    return row is None or row[1] != int(is_included)


def drop_member(db: Connection, segment: Segment, id: int) -> bool:
    """Leave it to the query again whether a record is in; returns whether it was in or out by hand."""
    cursor = db.execute(
        f"DELETE FROM segment_members WHERE segment_id = ? AND {segment.kind}_id = ?", (segment.id, id)
    )
    return cursor.rowcount > 0


def by_hand(db: Connection, segment: Segment) -> tuple[int, int]:
    """How many records are in by hand, and how many are kept out."""
    row = db.execute(
        "SELECT coalesce(sum(is_included), 0), coalesce(sum(1 - is_included), 0) FROM segment_members WHERE segment_id = ?",
        (segment.id,),
    ).fetchone()
    return row[0], row[1]


def member_sql(segment: Segment, *, is_included: bool) -> str:
    """A SELECT of one column `value` that has a row where the record `t` is in (or out) by hand."""
    return (
        f"SELECT 1 AS value FROM segment_members m WHERE m.segment_id = {segment.id}"
        f" AND m.{segment.kind}_id = t.id AND m.is_included = {int(is_included)}"
    )
