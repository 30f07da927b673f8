"""Points of records on their way in: those of new ones, and those that change what a cell said before."""

from __future__ import annotations

from sqlite3 import Connection

from crm_cli.exchange.apply.batch import Batch, point_columns
from crm_cli.exchange.apply.written import Merge, Written
from crm_cli.exchange.plan.drafts import Point
from crm_cli.exchange.plan.edited import POINT
from crm_cli.exchange.plan.marks import mark
from crm_cli.exchange.plan.spoilt import is_spoilt


def add(batch: Batch, owner: str, id: int, points: list[Point]) -> None:
    """Let the points of a new record wait for the batch; the first of each kind is its primary one."""
    columns = point_columns(owner)
    seen: set[tuple[str, str]] = set()
    kinds: set[str] = set()
    for point in points:
        if (point.kind, point.normal) in seen:
            continue
        seen.add((point.kind, point.normal))
        is_first = point.kind not in kinds
        kinds.add(point.kind)
        batch.add(
            "contact_points",
            columns,
            (id, point.kind, point.value, point.normal, point.label, int(is_first)),
        )


def change(
    db: Connection, batch: Batch, owner: str, id: int, points: list[Point], merge: Merge, written: Written
) -> None:
    """Change those that the cell said before, or that stand in its place in an export of ours; add others."""
    if not points:
        return
    columns = point_columns(owner)
    rows = db.execute(
        f"SELECT id, kind, value, normal, label, is_primary FROM contact_points WHERE {owner}_id = ?"
        " ORDER BY is_primary DESC, id",
        (id,),
    ).fetchall()
    for kind in dict.fromkeys(point.kind for point in points):
        there = [row for row in rows if row[1] == kind]
        normals = {row[3]: row[0] for row in there}
        for point in (point for point in points if point.kind == kind):
            own = there[point.number - 1] if merge.is_whole and point.number <= len(there) else None
            own = own or next(
                (row for row in there if mark(row[2]) == merge.was.get((kind, point.number))), None
            )
            if own is not None and is_spoilt(point.value, own[2]):
                written.spoilt[kind] = own[2]
                continue
            if own is None and point.normal in normals:
                continue
            if own is not None and (own[2], own[4]) == (point.value, point.label or own[4]):
                continue
            if POINT + kind in merge.edited:
                written.kept.add(POINT + kind)
            elif own is not None and normals.get(point.normal, own[0]) == own[0]:
                db.execute(
                    "UPDATE contact_points SET value = ?, normal = ?, label = ? WHERE id = ?",
                    (
                        point.value,
                        point.normal,
                        point.label if merge.is_whole else point.label or own[4],
                        own[0],
                    ),
                )
                written.note(POINT + kind)
            elif point.normal not in normals:
                normals[point.normal] = 0
                batch.add(
                    "contact_points",
                    columns,
                    (id, kind, point.value, point.normal, point.label, int(len(normals) == 1)),
                )
                written.note(POINT + kind)
