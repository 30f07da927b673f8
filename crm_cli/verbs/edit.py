"""Change records of any kind: one, or all that a query selects; what differs is shown before it is asked."""

from __future__ import annotations

from crm_cli.core.record import record
from crm_cli.kinds.catalogue import KINDS
from crm_cli.verbs import alike, change, draft
from crm_cli.verbs.answers import Answer

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from sqlite3 import Connection
    from typing import Any

    from crm_cli.app.context import App
    from crm_cli.core.errors import Candidate
    from crm_cli.kinds.draft import Draft


@record
class Edit:
    """An edit that is understood and agreed to, and not yet written.

    seen: the rows as they were shown, by id. drafts: what is wanted of each. An amount without a currency is in
    the record's own, so records of several currencies have drafts of their own.
    """

    kind: str
    found: list[Candidate]
    seen: dict[int, dict[str, Any]]
    drafts: dict[int, Draft]


def edit(
    crm: App,
    kind: str,
    found: list[Candidate],
    typed: Sequence[tuple[str, str]],
    *,
    clear: str | None = None,
    force: bool = False,
    format: str | None = None,
    refine: Callable[[Draft], None] | None = None,
) -> None:
    """Change records and answer. refine: what else the drafts get."""
    wanted = prepare(crm, kind, found, typed, clear=clear, force=force, refine=refine)
    with crm.write() as db:
        remark = write(crm, db, wanted)
        answer = Answer(crm, format, kind, [*wanted.seen], is_several=len(found) > 1)
    finish(crm, wanted, answer, remark)


def prepare(
    crm: App,
    kind: str,
    found: list[Candidate],
    typed: Sequence[tuple[str, str]],
    *,
    clear: str | None = None,
    force: bool = False,
    refine: Callable[[Draft], None] | None = None,
) -> Edit:
    """Understand what is to change, and ask where it is many; nothing is written."""
    rules = KINDS[kind].records
    seen = rules.rows(crm.read(), [record.id for record in found])
    by_currency: dict[str | None, Draft] = {}
    for currency in dict.fromkeys(row.get("currency") for row in seen.values()):
        read = draft.read(crm, kind, typed, clear=clear, force=force, currency=currency)
        if refine is not None:
            refine(read)
        rules.check(crm.read(), rules.clean(read.columns), id=found[0].id)
        by_currency[currency] = read
    if by_currency:
        change.ask(crm, "edit", found, draft.preview(crm, kind, found, next(iter(by_currency.values()))))
    return Edit(kind, found, seen, {id: by_currency[row.get("currency")] for id, row in seen.items()})


def write(crm: App, db: Connection, wanted: Edit) -> str:
    """Write an edit inside the transaction; returns a remark where the one record has become like another."""
    for id in wanted.seen:
        draft.make_linked(crm, wanted.kind, wanted.drafts[id])
    rules = KINDS[wanted.kind].records
    rules.update_all(db, wanted.drafts, at=crm.at, on=crm.today, seen=wanted.seen)
    change.note(crm, wanted.kind, [*wanted.seen])
    if len(wanted.seen) > 1:
        return ""
    return "".join(
        alike.changed(crm, wanted.kind, id, was, wanted.drafts[id]) for id, was in wanted.seen.items()
    )


def finish(crm: App, wanted: Edit, answer: Answer, remark: str = "") -> None:
    """Answer with what was changed, or that all is so already."""
    if crm.step is None:
        verb = "is" if len(wanted.found) == 1 else "are"
        answer.give(f"Nothing to change: {change.names_of(wanted.found)} {verb} so already")
    else:
        answer.give("", remark)
