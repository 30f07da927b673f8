"""Move deals: each of them in one step, with what comes next, and an answer that tells what moved and what was so."""

from __future__ import annotations

from datetime import datetime

from crm_cli.core.errors import Conflict, Partial, UsageError
from crm_cli.core.record import record
from crm_cli.core.text import plural
from crm_cli.db.transactions import savepoint
from crm_cli.deal import records
from crm_cli.deal.pipeline import When
from crm_cli.verbs import along, change
from crm_cli.verbs.answers import Answer

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from sqlite3 import Connection

    from crm_cli.app.context import App
    from crm_cli.core.errors import Candidate
    from crm_cli.core.fields import Raw
    from crm_cli.deal.pipeline import Moved
    from crm_cli.deal.records import Deal
    from crm_cli.verbs.parts import Part

    Act = Callable[[Connection, Deal, When, dict[str, Raw]], Moved]


@record
class Asked:
    """What was typed beside which deals, and where to."""

    on: str | None
    amount: str | None
    close: str | None
    next: str | None
    due: str | None
    format: str | None


def each(crm: App, found: Sequence[Candidate], verb: str, act: Act, asked: Asked) -> None:
    """Do one thing to each deal in one step; Partial, after the answer, where some could not be moved."""
    when = moment(crm, asked.on)
    step = along.next_step(crm, asked.next, asked.due)
    seen = [records.get(crm.read(), one.id) for one in found]
    values = [_columns(crm, asked.amount, asked.close, deal.currency) for deal in seen]
    parts: dict[int, list[Part]] = {}
    with crm.write() as db:
        done, skipped = [], []
        for deal, columns in zip(seen, values, strict=True):
            try:
                with savepoint(db):
                    done.append(act(db, deal, when, columns))
            except Conflict as error:
                skipped.append(error)
        if skipped and not done:
            raise skipped[0]
        for one in done:
            parts[one.deal.id] = along.remind(crm, step, _about(one.deal))[0]
        change.note(crm, "deal", [*parts])
        answer = Answer(crm, asked.format, "deal", [*parts], is_several=len(parts) > 1, parts=parts)
    moved = [one for one in done if one.is_moved]
    remarks = [one.said for one in done if not one.is_moved]
    remarks += [one.remark for one in done if one.remark]
    without = [one.deal for one in moved if one.deal.status == "won" and one.deal.amount is None]
    if without:
        remarks.append(f"{without[0].title} has no amount; crm deal edit {without[0].id} --amount AMOUNT")
    answer.give("" if crm.step is not None else f"Nothing to {verb}", *remarks)
    if skipped:
        reasons = "; ".join(dict.fromkeys(error.message for error in skipped[:3]))
        raise Partial(f"{plural(len(skipped), 'deal')} skipped: {reasons}", hint=skipped[0].hint)


def _about(deal: Deal) -> dict[str, int]:
    """The records that the next step of a deal is on."""
    links = {"deal_id": deal.id, "contact_id": deal.contact_id, "company_id": deal.company_id}
    return {column: id for column, id in links.items() if id is not None}


def moment(crm: App, on: str | None) -> When:
    """The moment of a move: as typed, the latest such one, else now; UsageError for one that lies ahead."""
    from crm_cli.core import dates

    if on is None:
        return When(crm.at, crm.today)
    moment = dates.parse_when(on, crm.calendar, prefer="past")
    if isinstance(moment, datetime):
        when = When(dates.iso_instant(moment), dates.local_day(moment, crm.zone).isoformat())
    elif moment == crm.calendar.today:
        when = When(crm.at, crm.today)
    else:
        when = When(dates.iso_instant(dates.to_instant(moment, dates.NOON, crm.zone)), moment.isoformat())
    if when.at > crm.at:
        raise UsageError(f"`{on}` lies ahead ({when.on})", hint="when a deal should close is told by --close")
    return when


def _columns(crm: App, amount: str | None, close: str | None, currency: str | None) -> dict[str, Raw]:
    """The columns that --amount and --close mean; an empty text empties."""
    from crm_cli.core import dates
    from crm_cli.verbs import draft

    columns: dict[str, Raw] = {}
    if amount is not None:
        columns |= draft.amount(crm, amount, currency) if amount.strip() else {"amount": None}
    if close is not None:
        day = dates.parse_day(close, crm.calendar).isoformat() if close.strip() else None
        columns["expected_close_on"] = day
    return columns
