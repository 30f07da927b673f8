"""What becomes of what was planned: it is held, missed, called off or put off; and which one is meant."""

from __future__ import annotations

from datetime import datetime

from crm_cli.activity import clashes, told, when
from crm_cli.activity.records import activities
from crm_cli.app import prompts
from crm_cli.core import dates
from crm_cli.core.errors import Ambiguous, NotFound, UsageError
from crm_cli.core.onward import onward
from crm_cli.kinds.catalogue import KINDS
from crm_cli.kinds.draft import Draft
from crm_cli.verbs import along, change, resolve
from crm_cli.verbs.answers import Answer

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from crm_cli.app.context import App
    from crm_cli.core.errors import Candidate
    from crm_cli.core.fields import Raw

LAST = "last"
"""What stands for the planned one whose time came last."""

_PLANNED = "a.state = 'planned' AND a.archived_at IS NULL"
_BEGUN = "(a.occurred_at <= ?1 OR (a.occurred_at IS NULL AND a.occurred_on <= ?2))"


def named(crm: App, typed: Sequence[str], verb: str) -> list[Candidate]:
    """The activities that words name: by their numbers, `last`, or the one that is planned with somebody."""
    words = [*resolve.names(crm, resolve.required(typed, "activity", verb))]
    if len(words) > 1 and any(resolve.is_name(word) for word in words):
        words = [" ".join(words)]
    return [*dict.fromkeys(_named(crm, word) for word in words)]


def _named(crm: App, word: str) -> Candidate:
    if word == LAST:
        sql = f"SELECT a.id FROM activities a WHERE {_PLANNED} AND {_BEGUN} ORDER BY a.occurred_on DESC, a.occurred_at DESC LIMIT 1"
        return _one(
            crm,
            "nothing planned has come to its time",
            [row[0] for row in crm.read().execute(sql, (crm.at, crm.today))],
        )
    about = KINDS["activity"].links_to
    if not resolve.is_name(word) or not resolve.fitting(crm, about, word):
        return resolve.one(crm, "activity", word)
    who = resolve.one(crm, about, word)
    sql = (
        f"SELECT a.id FROM activity_links l JOIN activities a ON a.id = l.activity_id WHERE l.{who.kind}_id = ?"
        f" AND {_PLANNED} ORDER BY a.occurred_on, a.occurred_at, a.id"
    )
    return _one(
        crm, f"nothing is planned with {who.name}", [row[0] for row in crm.read().execute(sql, (who.id,))]
    )


def _one(crm: App, none: str, ids: Sequence[int]) -> Candidate:
    """The only one; NotFound where there is none, of several a choice, else Ambiguous."""
    found = resolve.describe(crm, [("activity", id) for id in ids])
    if not found:
        raise NotFound(none, hint="crm note list state:planned")
    if len(found) == 1:
        crm.named.append(found[0])
        return found[0]
    chosen = prompts.choose(crm, "which one?", found)
    if chosen is None:
        raise Ambiguous(
            f"{len(found)} are planned",
            hint=f"name it by its number: activity/{found[0].id}",
            candidates=found,
        )
    return chosen


def settle(
    crm: App,
    found: Sequence[Candidate],
    state: str,
    *,
    outcome: str | None = None,
    on: str | None = None,
    next: str | None = None,
    due: str | None = None,
    format: str | None = None,
) -> None:
    """Say what became of activities, in one step with what comes next, which is about the same records."""
    db = crm.read()
    rows = activities.rows(db, [one.id for one in found])
    wanted: dict[int, dict[str, Raw]] = {}
    for id, row in rows.items():
        columns: dict[str, Raw] = {"state": state}
        if on is not None:
            columns |= when.moment(crm, row["kind"], on, state)
        elif state != "cancelled" and when.is_ahead(crm, row):
            raise UsageError(
                f"{told.briefly(crm, id)} is yet to come",
                hint="--on today" if state == "held" else f"crm cancel {id}",
            )
        if outcome is not None:
            columns["outcome"] = _outcome(outcome)
        wanted[id] = columns
    step = along.next_step(crm, next, due)
    change.ask(crm, f"say {state} of", found)
    parts = {}
    with crm.write() as db:
        for id, columns in wanted.items():
            activities.update(db, id, Draft(columns), at=crm.at, on=crm.today, seen=rows[id])
            about = {f"{kind}_id": one for kind, one in reversed(activities.links(db, id))}
            parts[id] = along.remind(crm, step, about)[0]
        change.note(crm, "activity", [*wanted])
        answer = Answer(crm, format, "activity", [*wanted], is_several=len(wanted) > 1, parts=parts)
    so = "; ".join(told.briefly(crm, id) for id in wanted)
    answer.give("" if crm.step is not None else f"Nothing to change: {so} is {state} already")


def _outcome(text: str) -> str | None:
    """What came of it: `good` and `bad` in whatever case they are typed, as they are counted."""
    text = text.strip()
    return text.lower() if text.lower() in told.WENT else text or None


def move(crm: App, found: Candidate, text: str, *, format: str | None = None) -> None:
    """Put off what is planned; a day without an hour keeps the hour that it has."""
    row = activities.row(crm.read(), found.id)
    if row["state"] != "planned":
        raise UsageError(
            f"{told.briefly(crm, found.id)} is {row['state']}, and only what is planned can be put off",
            hint=f"crm note edit {found.id} --on yesterday",
        )
    at = dates.from_iso(row["occurred_at"]) if row["occurred_at"] else None
    to = onward(text, crm.calendar, at, row["occurred_on"])
    if to < (crm.calendar.now if isinstance(to, datetime) else crm.calendar.today):
        raise UsageError(
            f"`{text}` has gone by",
            hint=f"crm note move {found.id} tomorrow or crm held {found.id} --on yesterday",
        )
    with crm.write() as db:
        activities.update(db, found.id, Draft(when.columns(crm, to)), at=crm.at, on=crm.today, seen=row)
        change.note(crm, "activity", [found.id])
        answer = Answer(crm, format, "activity", [found.id])
    so = f"Nothing to change: {told.briefly(crm, found.id)} is so already"
    answer.give("" if crm.step is not None else so, clashes.remark(crm, found.id))
