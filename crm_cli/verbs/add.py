"""Add a record of any kind: refuse what is there already, make what it links, and what goes along with it."""

from __future__ import annotations

from crm_cli.core.errors import Conflict
from crm_cli.kinds.catalogue import KINDS
from crm_cli.verbs import change, draft, resolve
from crm_cli.verbs.answers import Answer

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

    from crm_cli.app.context import App
    from crm_cli.kinds.draft import Draft


def add(
    crm: App,
    kind: str,
    wanted: Draft,
    *,
    next: str | None = None,
    due: str | None = None,
    along: Sequence[tuple[str, Draft]] = (),
    before: Callable[[Draft], None] | None = None,
    told: Callable[[int], str] | None = None,
    if_absent: bool = False,
    force: bool = False,
    format: str | None = None,
) -> None:
    """Add a record and answer with all that was written: one transaction, one step.

    next, due: a reminder of the next step, on the same records. along: further records, (kind, draft), linked to it.
    before: what is still to be filled in once the transaction is open. told: the words for the new record's id.
    """
    record = KINDS[kind]
    rules = record.records
    step = next_step(crm, next, due)
    if record.has_owner:
        wanted.columns.setdefault("owner", crm.setting("owner") or None)
    with crm.write() as db:
        if before is not None:
            before(wanted)
        same = [] if force else rules.same(db, wanted)
        if same:
            id, near = _there(crm, kind, same, if_absent=if_absent), ""
            said = [f"{resolve.describe(crm, [(kind, id)])[0].name} {rules.there} ({kind}/{id})"]
        else:
            title = wanted.text(record.title)
            near = near_remark(crm, kind, title)
            made = draft.make_linked(crm, kind, wanted)
            id = rules.add(db, wanted, at=crm.at, on=crm.today)
            said = [told(id) if told else f"Added {title} ({kind}/{id})", *made]
            about = _about(kind, id, wanted)
            for other, more in along:
                more.columns |= {column: one for column, one in about.items() if _has(other, column)}
                about[f"{other}_id"] = KINDS[other].records.add(db, more, at=crm.at, on=crm.today)
                said.append(f"{other} {more.text(KINDS[other].title)} ({other}/{about[f'{other}_id']})")
            if step is not None:
                said.append(remind(crm, step, about))
            change.note(crm, kind, [id])
        answer = Answer(crm, format, kind, [id])
    answer.give("; ".join(said), near)


def _there(crm: App, kind: str, same: Sequence[int], *, if_absent: bool) -> int:
    """The record that is there already, where that is an answer; Conflict naming it where it is not."""
    candidates = resolve.describe(crm, [(kind, id) for id in same])
    if not if_absent:
        there = candidates[0]
        raise Conflict(
            f"{there.name} {KINDS[kind].records.there} ({kind}/{there.id})",
            hint=f"crm {KINDS[kind].command} show {there.id}, or --force to add another",
            candidates=candidates,
        )
    return same[0]


def _about(kind: str, id: int, wanted: Draft) -> dict[str, int]:
    """The links that what goes along with a record gets: to it, and to what it is linked to."""
    links = {column: value for column, value in wanted.columns.items() if isinstance(value, int)}
    shared = {field.column for field in KINDS[kind].fields if field.linked and field.linked != kind}
    return {**{column: links[column] for column in shared & set(links)}, f"{kind}_id": id}


def _has(kind: str, column: str) -> bool:
    return any(field.column == column for field in KINDS[kind].fields)


def next_step(crm: App, next: str | None, due: str | None) -> Any:
    """What `--next` and `--due` ask for, or None; UsageError for what cannot be read."""
    if next is None and due is None:
        return None
    from importlib import import_module

    return import_module("crm_cli.reminder.next_step").read(next, due, crm.calendar)


def remind(crm: App, step: Any, about: dict[str, int]) -> str:
    """Add the reminder of a next step on records, inside the transaction; returns the words that tell of it."""
    from importlib import import_module

    said: str = import_module("crm_cli.reminder.next_step").add(crm, step, about)
    return said


def near_remark(crm: App, kind: str, name: str, id: int | None = None) -> str:
    """Say that there is one whose name is nearly the same, or ""."""
    from crm_cli.db import search

    near = [found for found in search.near_names(crm.read(), kind, name) if found[0] != id]
    if not near:
        return ""
    found = resolve.describe(crm, [(kind, near[0][0])])[0]
    return f"there is also {found.name} ({kind}/{found.id}): the same?"
