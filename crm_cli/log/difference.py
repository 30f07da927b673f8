"""What a period brought, read from the log: what came, moved, was won or lost, changed and went."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, time, timedelta, tzinfo
from sqlite3 import Connection
from typing import Any, NamedTuple

from crm_cli.core.dates import iso_instant, to_instant
from crm_cli.core.periods import Period
from crm_cli.core.text import plural
from crm_cli.db.log import as_of
from crm_cli.db.schema import kind_of
from crm_cli.kinds.catalogue import KINDS
from crm_cli.kinds.kind import Kind

ORDER = ("won", "lost", "new", "moved", "reopened", "done", "changed", "archived", "unarchived", "gone")
"""The changes a record can have gone through, the weightiest first."""

UNSAID = ("stage_moves", "external_ids", "activity_links", "employments")
"""Parts whose change is told by the record's own, or means nothing to people."""

Image = dict[str, Any]


class Difference(NamedTuple):
    """What a period made of one record; before and after say more where there is more to say."""

    what: str
    kind: str
    id: int
    name: str
    before: str | None
    after: str | None


class Window(NamedTuple):
    """The changes of a period, after `first` and up to `last`, and its days."""

    first: int
    last: int
    start_on: str
    end_on: str


def instants(period: Period, zone: tzinfo) -> tuple[str, str, str, str]:
    """The instants between which a period lies, and its first and last day; open ends as far as there are days."""
    start, end = period.start or date(1970, 1, 1), period.end or date(9999, 12, 30)
    before = to_instant(start, time.min, zone) - timedelta(seconds=1)
    return (
        iso_instant(before),
        iso_instant(to_instant(end, time(23, 59, 59), zone)),
        start.isoformat(),
        end.isoformat(),
    )


def between(db: Connection, before: str, until: str, start_on: str, end_on: str) -> list[Difference]:
    """What differs between the file as it stood at two instants, weightiest first.

    start_on, end_on: the days between, within which a deal that came closed counts as won or lost in them.
    """
    window = Window(as_of.last_change(db, before), as_of.last_change(db, until), start_on, end_on)
    found = [difference for kind in KINDS.values() for difference in _of_kind(db, kind, window)]
    return sorted(found, key=lambda d: (ORDER.index(d.what), KINDS.as_people_ask().index(d.kind), d.id))


def _of_kind(db: Connection, kind: Kind, window: Window) -> Iterator[Difference]:
    """Compare every record that the period touched with what it was before."""
    parts = _parts(db, kind, window)
    touched = dict.fromkeys(_touched(db, kind, window))
    touched |= dict.fromkeys(parts)
    later = _changes(db, kind.table, window.first)
    stages = _stages(db) if kind.name == "deal" else {}
    stretches = _stretches(db, kind.table, window)
    for id in touched:
        now = _row(db, kind.table, id)
        changes = later.get(id, ())
        end = _unwound(now, (c for c in changes if c[0] > window.last))
        start = _unwound(end, (c for c in changes if c[0] <= window.last))
        if any(first <= id <= last for first, last in stretches):
            start = {}
        yield from _differences(kind, id, start, end, parts.get(id, ()), stages, window)


def _stretches(db: Connection, table: str, window: Window) -> list[tuple[int, int]]:
    """The stretches of rows that bulk steps of the period brought."""
    return db.execute(
        "SELECT row_id, last_row_id FROM _changes WHERE id > ? AND id <= ? AND +table_name = ?"
        " AND last_row_id IS NOT NULL",
        (window.first, window.last, table),
    ).fetchall()


def _touched(db: Connection, kind: Kind, window: Window) -> Iterator[int]:
    rows = db.execute(
        "SELECT row_id, last_row_id FROM _changes WHERE id > ? AND id <= ? AND +table_name = ? ORDER BY id",
        (window.first, window.last, kind.table),
    ).fetchall()
    for first, last in rows:
        if last is None:
            yield first
            continue
        yield from (
            row[0]
            for row in db.execute(f"SELECT id FROM {kind.table} WHERE id BETWEEN ? AND ?", (first, last))
        )
        yield from (
            row[0]
            for row in db.execute(
                "SELECT row_id FROM _changes WHERE table_name = ? AND row_id BETWEEN ? AND ? AND id > ?"
                " AND operation = 'delete'",
                (kind.table, first, last, window.last),
            )
        )


def _parts(db: Connection, kind: Kind, window: Window) -> dict[int, list[str]]:
    """Which parts of which records of a kind the period touched: a tag, a contact point."""
    marks = ", ".join("?" * len(UNSAID))
    rows = db.execute(
        "SELECT DISTINCT owner_id, table_name FROM _changes WHERE id > ? AND id <= ? AND +owner_kind = ?"
        f" AND table_name <> ? AND table_name NOT IN ({marks}) ORDER BY id",
        (window.first, window.last, kind.name, kind.table, *UNSAID),
    )
    found: dict[int, list[str]] = {}
    for id, table in rows:
        found.setdefault(id, []).append({"taggings": "tags"}.get(table, table.replace("_", " ")))
    return found


Before = tuple[int, str, str | None]
"""Number, operation, and what was before as JSON, of one change."""


def _changes(db: Connection, table: str, after: int) -> dict[int, list[Before]]:
    found: dict[int, list[Before]] = {}
    for row, *change in db.execute(
        "SELECT row_id, id, operation, before FROM _changes WHERE id > ? AND +table_name = ?"
        " AND last_row_id IS NULL ORDER BY id DESC",
        (after, table),
    ):
        found.setdefault(row, []).append((change[0], change[1], change[2]))
    return found


def _unwound(image: Image, changes: Iterable[Before]) -> Image:
    """What a row was before these changes, newest first; empty where it was not there."""
    image = dict(image)
    for _, operation, before in changes:
        if operation == "insert":
            image = {}
        elif operation == "update":
            image |= json.loads(before or "{}")
        else:
            image = json.loads(before or "{}")
    return image


def _differences(
    kind: Kind,
    id: int,
    start: Image,
    end: Image,
    parts: Iterable[str],
    stages: Mapping[int, str],
    window: Window,
) -> Iterator[Difference]:
    name = _name(kind, end or start)

    def told(what: str, before: object = None, after: object = None) -> Difference:
        return Difference(what, kind.name, id, name, _text(before), _text(after))

    if not start and not end:
        return
    if not end:
        yield told("gone", before=_amount(start))
        return
    if not start:
        yield told("new", after=_amount(end))
        if window.start_on <= (end.get("closed_on") or "") <= window.end_on and end.get("status") != "open":
            yield _closed(told, end)
        return
    changed = [field for field in end if start.get(field) != end[field]]
    said = {"archived_at"}
    if "status" in changed:
        said |= {"status", "closed_on", "lost_reason", "competitor", "stage_id", "pipeline_id"}
        if end["status"] == "open":
            yield told("reopened", before=start["status"], after=stages.get(end["stage_id"]))
        else:
            yield _closed(told, end)
    elif "stage_id" in changed and kind.name == "deal":
        said |= {"stage_id", "pipeline_id"}
        yield told("moved", stages.get(start["stage_id"] or 0), stages.get(end["stage_id"] or 0))
    if "done_at" in changed and end["done_at"]:
        said |= {"done_at", "done_on"}
        yield told("done", after=end.get("done_on"))
    if "archived_at" in changed:
        yield told("archived" if end["archived_at"] else "unarchived")
    rest = [field.removesuffix("_id") for field in changed if field not in said] + list(parts)
    if rest:
        yield told("changed", after=", ".join(dict.fromkeys(rest)))


def _closed(told: Any, end: Image) -> Difference:
    after = _amount(end) if end["status"] == "won" else end.get("lost_reason")
    difference: Difference = told(end["status"], after=after)
    return difference


def _amount(image: Image) -> str | None:
    if image.get("amount") is None or "status" not in image:
        return None
    from crm_cli.core.money import Money

    return f"{Money(image['amount'], image['currency']).decimal:f} {image['currency']}"


def _name(kind: Kind, image: Image) -> str:
    name = image.get(kind.title) or image.get("body") or image.get("kind") or ""
    first = str(name).splitlines()[0] if name else ""
    return first if len(first) <= 60 else first[:59] + "…"


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _stages(db: Connection) -> dict[int, str]:
    return dict(db.execute("SELECT id, name FROM stages"))


def _row(db: Connection, table: str, id: int) -> Image:
    cursor = db.execute(f"SELECT * FROM {table} WHERE id = ?", (id,))
    row = cursor.fetchone()
    names = [column[0] for column in cursor.description]
    return {name: value for name, value in zip(names, row, strict=True) if name != "id"} if row else {}


NAMED = 5
"""How many records of a sort the story names; the rest it counts."""


def story(found: Iterable[Difference]) -> Iterator[str]:
    """Tell the differences in a few lines: `New: 2 contacts (Jane Doe, Bob Roe), 1 company (Acme)`."""
    sorts: dict[str, dict[str, list[Difference]]] = {}
    for difference in found:
        sorts.setdefault(difference.what, {}).setdefault(difference.kind, []).append(difference)
    for what, kinds in sorts.items():
        told = []
        for kind, members in kinds.items():
            names = [_told(member) for member in members[:NAMED]]
            if len(members) > NAMED:
                names.append(f"{len(members) - NAMED} more")
            told.append(f"{plural(len(members), kind_of(KINDS[kind].table))} ({'; '.join(names)})")
        yield f"{what.capitalize()}: {', '.join(told)}"
    if not sorts:
        yield "Nothing changed"


def _told(difference: Difference) -> str:
    name = difference.name or f"{difference.kind}/{difference.id}"
    if difference.what == "moved":
        return f"{name} from {difference.before} to {difference.after}"
    return f"{name}: {difference.after}" if difference.after else name
