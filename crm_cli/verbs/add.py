"""Add a record of any kind: refuse what is there already, make what it links, and what goes along with it."""

from __future__ import annotations

from crm_cli.core.errors import Ambiguous, Conflict
from crm_cli.core.record import record as a_record
from crm_cli.kinds.catalogue import KINDS
from crm_cli.verbs import absent, alike, change, defaults, draft, resolve
from crm_cli.verbs import along as alongside
from crm_cli.verbs.answers import Answer
from crm_cli.verbs.parts import Part

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

    from crm_cli.app.context import App
    from crm_cli.core.errors import Candidate
    from crm_cli.kinds.draft import Draft


@a_record
class More:
    """What goes along with a new record.

    records: further ones linked to it, (kind, draft). said: what was said, (kind of activity, text). step: the next.
    """

    records: Sequence[tuple[str, Draft]]
    said: Sequence[tuple[str, str]]
    step: Any


def add(
    crm: App,
    kind: str,
    wanted: Draft,
    *,
    next: str | None = None,
    due: str | None = None,
    along: Sequence[tuple[str, Draft]] = (),
    said: Sequence[tuple[str, str]] = (),
    before: Callable[[Draft], None] | None = None,
    if_absent: bool = False,
    force: bool = False,
    format: str | None = None,
) -> None:
    """Add a record and answer with all that was written: one transaction, one step.

    next, due: a reminder of the next step, on the same records. along: further records, (kind, draft), linked to it.
    said: what was said, (kind of activity, text). before: what is still to be filled in once the transaction is open.
    """
    rules = KINDS[kind].records
    more = More(along, said, alongside.next_step(crm, next, due))
    with crm.write() as db:
        if before is not None:
            before(wanted)
        same = [] if force else rules.same(db, wanted)
        if same:
            id = _there(crm, kind, wanted, same, if_absent=if_absent)
            there = _is_there(crm, resolve.describe(crm, [(kind, id)])[0])
            made: list[Part] = []
            remark = absent.fill(crm, kind, id, defaults.tagged(crm, kind, wanted))
        else:
            there, remark = "", alike.new(crm, kind, wanted)
            made = draft.make_linked(crm, kind, wanted)
            id = rules.add(db, defaults.give(crm, kind, wanted), at=crm.at, on=crm.today)
        about = _about(crm, kind, id)
        parts, remarks = _along(crm, about, more, is_there=bool(same), force=force)
        change.note(crm, kind, [id])
        answer = Answer(crm, format, kind, [id], parts={id: [*made, *parts]})
        if there:
            answer.tell(kind, [id], there=there)
    answer.give("", remark, *remarks)


def _there(crm: App, kind: str, wanted: Draft, same: Sequence[int], *, if_absent: bool) -> int:
    """The record that is there already, where that is an answer; Conflict or Ambiguous naming it where it is not."""
    candidates = resolve.present_first(crm, resolve.describe(crm, [(kind, id) for id in same]))
    if not if_absent:
        raise _refusal(crm, kind, candidates)
    if len(candidates) > 1 and not resolve.is_archived(crm, candidates[1]):
        raise Ambiguous(
            f"`{wanted.text(KINDS[kind].title)}` may be any of {len(candidates)} {KINDS[kind].plural}",
            hint=f"crm {KINDS[kind].command} show {candidates[0].id}\nor add another: --force",
            candidates=candidates,
        )
    return candidates[0].id


def _refusal(crm: App, kind: str, candidates: Sequence[Candidate]) -> Conflict:
    there = candidates[0]
    verb = "unarchive" if resolve.is_archived(crm, there) else "show"
    return Conflict(
        _is_there(crm, there),
        hint=f"crm {KINDS[kind].command} {verb} {there.id}\nor add another: --force",
        candidates=candidates,
    )


def _is_there(crm: App, one: Candidate) -> str:
    archived = ", archived" if resolve.is_archived(crm, one) else ""
    return f"{one.name} {KINDS[one.kind].records.there}{archived} ({one.kind}/{one.id})"


def _along(
    crm: App, about: dict[str, int], more: More, *, is_there: bool, force: bool
) -> tuple[list[Part], list[str]]:
    """Write what goes along with a record, in the open transaction; what is there already is a remark.

    is_there: the record was there before, and so may be the rest.
    """
    db = crm.read()
    parts: list[Part] = []
    remarks: list[str] = []
    for kind, wanted in more.records:
        rules, title = KINDS[kind].records, wanted.text(KINDS[kind].title)
        wanted.columns |= {column: one for column, one in about.items() if _has(kind, column)}
        same = [] if force else rules.same(db, wanted)
        if same and not is_there:
            raise _refusal(crm, kind, resolve.describe(crm, [(kind, id) for id in same]))
        if same:
            remarks.append(f"{title} {rules.there} ({kind}/{same[0]})")
            rules.join(db, same[0], about)
        id = same[0] if same else rules.add(db, defaults.give(crm, kind, wanted), at=crm.at, on=crm.today)
        about = {**about, f"{kind}_id": id}
        if not same:
            parts.append(Part(kind, kind, id))
    for kind, text in more.said:
        written, remark = alongside.say(crm, kind, text, about, once=is_there)
        parts += written
        remarks.append(remark)
    written, remark = alongside.remind(crm, more.step, about, once=is_there)
    return [*parts, *written], [*remarks, remark]


def _about(crm: App, kind: str, id: int) -> dict[str, int]:
    """The links that what goes along with a record gets: to it, and to what it is linked to."""
    row = KINDS[kind].records.row(crm.read(), id)
    shared = {field.column for field in KINDS[kind].fields if field.column and field.linked not in {"", kind}}
    return {**{column: row[column] for column in shared if row[column] is not None}, f"{kind}_id": id}


def _has(kind: str, column: str) -> bool:
    return any(field.column == column for field in KINDS[kind].fields)
