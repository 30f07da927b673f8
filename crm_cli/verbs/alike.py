"""What is said of a record that another one is like: that may be a slip, or the same entered twice."""

from __future__ import annotations

from crm_cli.db import search
from crm_cli.kinds.catalogue import KINDS
from crm_cli.kinds.draft import Draft
from crm_cli.verbs import resolve

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from crm_cli.app.context import App


def new(crm: App, kind: str, wanted: Draft) -> str:
    """Say that there is one that a new record is nearly the same as, or ""."""
    db = crm.read()
    near = [id for id, _ in search.near_names(db, kind, wanted.text(KINDS[kind].title))]
    if not near and any(field.proof for field in KINDS[kind].fields):
        from crm_cli.kinds import duplicates

        like = duplicates.like(db, kind, wanted)
        near = [] if like is None else [like]
    return _told(crm, kind, near)


def changed(crm: App, kind: str, id: int, before: Mapping[str, Any], wanted: Draft) -> str:
    """Say that there is one that a record has become like by a change which is written, or "".

    That is one which `add` would refuse beside it, or whose name is nearly its new one; before: its row as it was.
    """
    rules, title = KINDS[kind].records, KINDS[kind].title
    if not rules.may_be_same:
        return ""
    db = crm.read()
    was = {id, *rules.same(db, Draft({**before}))}
    same = rules.same(db, Draft(rules.row(db, id), points=wanted.points))
    near = search.near_names(db, kind, wanted.text(title)) if title in wanted.columns else []
    return _told(crm, kind, [one for one in (*same, *(other for other, _ in near)) if one not in was])


def _told(crm: App, kind: str, ids: Sequence[int]) -> str:
    if not ids:
        return ""
    found = resolve.describe(crm, [(kind, ids[0])])[0]
    return f"there is also {found.name} ({kind}/{found.id}): the same?"
