"""One line for one moment: what happened, with whom and on which deal, what it finished and moved, and what is next."""

from __future__ import annotations

from crm_cli.activity import clashes, records, told
from crm_cli.activity.records import activities
from crm_cli.activity.when import moment, without_time
from crm_cli.app import prose
from crm_cli.core import shell
from crm_cli.core.errors import UsageError
from crm_cli.core.record import record
from crm_cli.kinds.catalogue import KINDS
from crm_cli.kinds.draft import Draft
from crm_cli.verbs import along, change, defaults, draft, resolve, whom
from crm_cli.verbs.answers import Answer

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from sqlite3 import Connection
    from typing import Any

    from crm_cli.activity.moves import Move
    from crm_cli.app.context import App
    from crm_cli.core.errors import Candidate
    from crm_cli.core.fields import Raw
    from crm_cli.kinds.draft import Link
    from crm_cli.verbs.parts import Part


def about() -> tuple[str, ...]:
    """The kinds of record a note can be about; a person comes to mind first."""
    return KINDS["activity"].links_to


@record
class Asked:
    """What was typed about an activity to log, beside its fields."""

    who: str
    words: Sequence[str] | None = None
    others: Sequence[str] | None = None
    deals: Sequence[str] | None = None
    on: str | None = None
    is_in: bool = False
    is_out: bool = False
    next: str | None = None
    due: str | None = None
    format: str | None = None
    where: str | None = None
    done: Sequence[str] | None = None
    move: str | None = None
    is_planned: bool = False
    is_held: bool = False


@record
class Line:
    """A line that is understood and not yet written.

    values, custom: of the activity. others, deals: whom and what it is about besides.
    moving: by whom it is about, the deal that moves. step: the next one. done: reminders it finishes.
    """

    values: dict[str, Raw]
    custom: dict[str, Raw]
    others: list[Candidate]
    deals: list[Candidate]
    moving: dict[Candidate, Move]
    step: Any
    done: list[Candidate]


def log(crm: App, kind: str, fields: Sequence[tuple[str, str]], asked: Asked) -> None:
    """Log an activity of a kind and all that its line says besides, in one step, and answer with all that was written.

    fields: what was typed as options of its own fields.
    """
    whos, words = _whos(crm, asked)
    line = _understood(crm, kind, fields, asked, whos, words)
    ids: list[int] = []
    remarks: list[str] = []
    parts: dict[int, list[Part]] = {}
    notes: dict[Link, str] = {}
    with crm.write() as db:
        finished, already = along.finish(crm, line.done)
        for who in whos:
            id, implied, written, remark = _write(crm, db, line, who)
            parts[id] = [*finished, *written] if not ids else written
            ids.append(id)
            remarks.append(clashes.remark(crm, id))
            notes |= {(record.kind, record.id): _because(record, who) for record in implied}
            remarks.append(remark)
        change.note(crm, "activity", ids)
        is_several = asked.who == "-" or asked.where is not None
        answer = Answer(crm, asked.format, "activity", ids, is_several=is_several, parts=parts, notes=notes)
    answer.give("", already, *dict.fromkeys(remarks))


def _understood(
    crm: App,
    kind: str,
    fields: Sequence[tuple[str, str]],
    asked: Asked,
    whos: Sequence[Candidate],
    words: Sequence[str] | None,
) -> Line:
    """Read all that was typed and ask what has to be asked; nothing is written."""
    others = resolve.many(crm, KINDS.with_trait("has_points")[::-1], asked.others or [])
    deals = resolve.many(crm, "deal", asked.deals or [])
    typed, on = without_time(fields, asked.on)
    wanted = draft.read(crm, "activity", typed)
    when = moment(crm, kind, on, _state(asked, wanted.columns))
    if asked.move is not None and when["state"] != "held":
        raise UsageError("a deal moves when it is held, not when it is planned", hint="leave --move out")
    step = along.next_step(crm, asked.next, asked.due)
    values = {
        "kind": kind,
        **when,
        **defaults.give(crm, "activity", wanted).columns,
        **direction(asked.is_in, asked.is_out),
    }
    done = along.finishing(crm, asked.done, whos)
    moving = _moving(crm, asked.move, whos, deals) if asked.move is not None else {}
    if words is not None or "body" not in values:
        about = ", ".join(record.name for record in (*whos[:3], *others))
        heading = f"{told.called(kind).capitalize()} {'on' if kind == 'note' else 'with'} {about}"
        values["body"] = prose.read(crm, words, heading) or None
    activities.check(crm.read(), values)
    change.ask(crm, f"log {values['kind']} on", whos)
    return Line(values, wanted.custom, others, deals, moving, step, done)


def _write(
    crm: App, db: Connection, line: Line, who: Candidate
) -> tuple[int, list[Candidate], list[Part], str]:
    """Write what a line says of one record: the activity's id, what it is about unasked, the rest, a remark."""
    move = line.moving.get(who)
    linked = [*dict.fromkeys((record.kind, record.id) for record in (who, *line.others, *line.deals))]
    implied = _implied(crm, who, linked)
    deals = [*line.deals, *([move.deal] if move and move.deal not in (who, *line.deals, *implied) else [])]
    linked = [*dict.fromkeys([*linked, *((record.kind, record.id) for record in (*deals, *implied))])]
    every = records.with_companies(db, linked)
    id = activities.add(db, Draft(dict(line.values), line.custom, links=every), at=crm.at, on=crm.today)
    parts, remark = _moved(crm, move, line.values) if move else ([], "")
    written, _ = along.remind(crm, line.step, {f"{kind}_id": one for kind, one in reversed(linked)})
    return id, implied, [*parts, *written], remark


def _moving(
    crm: App, stage: str, whos: Sequence[Candidate], deals: Sequence[Candidate]
) -> dict[Candidate, Move]:
    from crm_cli.activity import moves  # few lines move a deal

    return moves.planned(crm, stage, whos, deals)


def _moved(crm: App, move: Move, values: dict[str, Raw]) -> tuple[list[Part], str]:
    from crm_cli.activity import moves

    return moves.write(crm, move, values)


def _because(record: Candidate, who: Candidate) -> str:
    """Why it is also about a record that nobody named."""
    return f"the one open deal of {who.name}" if record.kind == "deal" else f"whom that {who.kind} is with"


def _whos(crm: App, asked: Asked) -> tuple[list[Candidate], Sequence[str] | None]:
    """The record a note is about, or all those of a query or of stdin, each with a note of its own; and the text."""
    words = [asked.who, *(asked.words or [])]
    if asked.where is not None:
        return change.chosen(crm, "contact", None, asked.where, "note", asks=False), _text(crm, words)
    if asked.who != "-":
        who, used = whom.leading(crm, about(), words)
        return [who], _text(crm, words[used:])
    if not asked.words or [*asked.words] == ["-"]:
        raise UsageError(
            "stdin names whom the note is about, so the text must be typed", hint='crm note add - "TEXT"'
        )
    found = resolve.many(crm, about(), ["-"])
    if not found:
        raise UsageError("stdin names nobody", hint="crm note add --where tag:vip TEXT")
    return found, _text(crm, asked.words)


def _text(crm: App, words: Sequence[str]) -> Sequence[str] | None:
    """What was said, one argument, or None where there is none; UsageError with the quotes put in for more."""
    if len(words) > 1:
        raise UsageError(
            f"what was said is one text, in quotes; here it is {len(words)} words from `{words[0]}` on",
            hint=shell.as_one(crm.argv, words),
        )
    return words or None


def _state(asked: Asked, typed: Mapping[str, Raw]) -> str | None:
    """Planned or held, as `--planned`, `--held` or `--state` say it; None where nothing does."""
    if asked.is_planned and asked.is_held:
        raise UsageError("it is either --planned or --held", hint="leave one of them out")
    said = "planned" if asked.is_planned else "held" if asked.is_held else None
    state = typed.get("state")
    if said and state and said != state:
        raise UsageError(f"`--{said}` and `--state {state}` do not agree", hint="leave one of them out")
    return said or (str(state) if state else None)


def direction(is_in: bool, is_out: bool) -> dict[str, Raw]:
    """Who went to whom as a column; nothing where that is not said, UsageError where both are."""
    if is_in and is_out:
        raise UsageError(
            "it was either --in or --out",
            hint="leave one of them out: with --in they came to you, with --out you went to them",
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
