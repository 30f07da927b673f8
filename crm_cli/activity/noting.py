"""Log what happened: with whom and on which deal, when, in what words, and the next step."""

from __future__ import annotations

from datetime import datetime

from crm_cli.activity import records
from crm_cli.activity.records import activities
from crm_cli.app import prose
from crm_cli.core import dates
from crm_cli.core.errors import UsageError
from crm_cli.core.record import record
from crm_cli.core.text import plural
from crm_cli.kinds.catalogue import KINDS
from crm_cli.kinds.draft import Draft
from crm_cli.verbs import add as adding
from crm_cli.verbs import change, draft, resolve
from crm_cli.verbs.answers import Answer

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from crm_cli.app.context import App
    from crm_cli.core.errors import Candidate
    from crm_cli.core.fields import Raw
    from crm_cli.kinds.draft import Link


def about() -> tuple[str, ...]:
    """The kinds of record a note can be about; a person comes to mind first."""
    return KINDS["activity"].links_to


@record
class Asked:
    """What was typed about an activity to log, beside its fields."""

    who: str
    words: Sequence[str] | None
    others: Sequence[str] | None
    deals: Sequence[str] | None
    on: str | None
    is_in: bool
    is_out: bool
    next: str | None
    due: str | None
    format: str | None
    where: str | None = None


def log(crm: App, kind: str, fields: Sequence[tuple[str, str]], asked: Asked) -> None:
    """Log an activity of a kind, its next step with it, and answer with all that was written.

    fields: what was typed as options of its own fields.
    """
    whos, words = _whos(crm, asked)
    others = resolve.many(crm, KINDS.with_trait("has_points")[::-1], asked.others or [])
    deals = resolve.many(crm, "deal", asked.deals or [])
    typed, on = without_time(fields, asked.on)
    wanted = draft.read(crm, "activity", typed)
    when, shown = moment(crm, on)
    step = adding.next_step(crm, asked.next, asked.due)
    values = {
        "owner": crm.setting("owner") or None,
        "kind": kind,
        **when,
        **wanted.columns,
        **direction(asked.is_in, asked.is_out),
    }
    if words is not None or "body" not in values:
        values["body"] = prose.read(crm, words) or None
    activities.check(crm.read(), values)
    change.ask(crm, f"log {values['kind']} on", whos)
    ids, said = [], []
    with crm.write() as db:
        for who in whos:
            linked = [*dict.fromkeys((record.kind, record.id) for record in (who, *others, *deals))]
            implied = _implied(crm, who, linked)
            linked += [(record.kind, record.id) for record in implied]
            new = Draft(dict(values), wanted.custom, links=records.with_companies(db, linked))
            id = activities.add(db, new, at=crm.at, on=crm.today)
            ids.append(id)
            said.append(_sentence(str(values["kind"]), [who, *others], shown, id))
            said += [f"on {_named(record)}" for record in deals if record != who]
            said += [_because(record, who) for record in implied]
            if step is not None:
                said.append(adding.remind(crm, step, {f"{kind}_id": id for kind, id in reversed(linked)}))
        change.note(crm, "activity", ids)
        answer = Answer(
            crm, asked.format, "activity", ids, is_several=asked.who == "-" or asked.where is not None
        )
    many = f"Logged {plural(len(ids), str(values['kind']))} with {plural(len(ids), whos[0].kind)}"
    answer.give("; ".join(said) if len(ids) <= 3 else many)


def _whos(crm: App, asked: Asked) -> tuple[list[Candidate], Sequence[str] | None]:
    """The record a note is about, or all those of a query or of stdin, each with a note of its own; and the text."""
    if asked.where is not None:
        return change.chosen(crm, "contact", None, asked.where, "note", asks=False), [
            asked.who,
            *(asked.words or []),
        ]
    if asked.who != "-":
        return [resolve.one(crm, about(), asked.who)], asked.words
    if not asked.words or [*asked.words] == ["-"]:
        raise UsageError(
            "stdin names whom the note is about, so the text must be typed", hint='crm note add - "TEXT"'
        )
    found = resolve.many(crm, about(), ["-"])
    if not found:
        raise UsageError("stdin names nobody", hint="crm contact list tag:vip -f ids | crm note add - TEXT")
    return found, asked.words


def without_time(
    typed: Sequence[tuple[str, str]], on: str | None
) -> tuple[list[tuple[str, str]], str | None]:
    """The typed fields without those that say when: they mean what --on means."""
    rest = []
    for name, text in typed:
        if name in {"occurred_at", "occurred_on"}:
            on = on if on is not None else text
        else:
            rest.append((name, text))
    return rest, on


def moment(crm: App, on: str | None) -> tuple[dict[str, Raw], str]:
    """When it happened as columns, and in words where it is not now; refuses what is yet to come."""
    if on is None:
        return {"occurred_at": crm.at, "occurred_on": crm.today}, ""
    if not on.strip():
        raise UsageError("the day it happened is empty", hint="--on yesterday, or leave it out")
    when = dates.parse_when(on, crm.calendar, prefer="past")
    is_instant = isinstance(when, datetime)
    if when > (crm.now if is_instant else crm.calendar.today):
        day = dates.parse_day(on, crm.calendar, prefer="past")
        raise UsageError(
            f"`{on}` is yet to come, and a note tells what happened",
            hint=f"crm remind add TEXT --contact WHO --due {day}",
        )
    if isinstance(when, datetime):
        shown = dates.format_instant(when, crm.calendar)
        columns: dict[str, Raw] = {"occurred_at": dates.iso_instant(when)}
    else:
        shown = dates.format_day(when, crm.calendar.today)
        columns = {"occurred_on": when.isoformat()}
        if when == crm.calendar.today:
            columns["occurred_at"] = crm.at
    return records.settled(columns, crm.zone), shown


def direction(is_in: bool, is_out: bool) -> dict[str, Raw]:
    """Who went to whom as a column; nothing where that is not said, UsageError where both are."""
    if is_in and is_out:
        raise UsageError(
            "it was either --in or --out", hint="--in: they came to you; --out: you went to them"
        )
    return {"direction": "in"} if is_in else {"direction": "out"} if is_out else {}


def _implied(crm: App, who: Candidate, linked: Sequence[Link]) -> list[Candidate]:
    """What goes without saying: the one open deal of a contact, the person that a deal is with."""
    db = crm.read()
    kinds = {kind for kind, _ in linked}
    if who.kind == "contact":
        deal = records.only_open_deal(db, who.id) if "deal" not in kinds else None
        return resolve.describe(crm, [("deal", deal)]) if deal else []
    person = records.person_of(db, who.kind, who.id)
    return resolve.describe(crm, [person]) if person and person[0] not in kinds else []


def _named(record: Candidate) -> str:
    return f"{record.kind} {record.name} ({record.kind}/{record.id})"


def _because(record: Candidate, who: Candidate) -> str:
    if record.kind == "deal":
        return f"on {_named(record)}, the one open deal of {who.name}"
    return f"with {record.name} ({record.kind}/{record.id}), whom that {who.kind} is with"


def _sentence(kind: str, records: Sequence[Candidate], shown: str, id: int) -> str:
    about = ", ".join(dict.fromkeys(record.name for record in records))
    head = (
        f"Noted on {about}"
        if kind == "note"
        else f"Logged {'e-mail' if kind == 'email' else kind} with {about}"
    )
    return f"{head}{f', {shown}' if shown else ''} (activity/{id})"
