"""Make one record of several: all that hangs on the others becomes the first one's, and what it lacks is filled in."""

from __future__ import annotations

import json

from crm_cli.app import prompts
from crm_cli.core.errors import Partial, UsageError
from crm_cli.core.record import record
from crm_cli.core.text import plural
from crm_cli.db import table
from crm_cli.kinds import points
from crm_cli.kinds.catalogue import KINDS, Catalogue
from crm_cli.kinds.draft import Draft
from crm_cli.kinds.tale import Tale
from crm_cli.verbs import absent, listing, resolve
from crm_cli.verbs import draft as drafts
from crm_cli.verbs.answers import Answer
from crm_cli.verbs.change import note

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from crm_cli.app.context import App
    from crm_cli.core.errors import Candidate
    from crm_cli.core.fields import Field, Raw


@record
class Stays:
    """What a record that went had otherwise than the one it became: the field, and its value as people read it."""

    field: Field
    shown: str


def merge(
    crm: App,
    kind: str,
    who: Sequence[str] | None,
    *,
    keep: Sequence[str] | None = None,
    format: str | None = None,
) -> None:
    """Merge the second of two records into the first. keep: `FIELD=A` or `FIELD=B`, which value stays."""
    own = KINDS[kind]
    one, other = _two(crm, kind, who)
    chosen = _chosen(crm, kind, keep or (), one, other)
    with crm.write() as db:
        own.records.rows(db, [one.id, other.id])  # another process may have removed one
        left = join(crm, kind, one.id, other.id, chosen)
        note(crm, kind, [one.id])
        answer = Answer(crm, format, kind, [one.id])
        told = _told(crm, answer, one, other)
    name = other.name or f"{kind}/{other.id}"
    out = ", ".join(stays.shown for stays in left)
    hint = f"--keep {left[0].field.name}=B" if left else ""
    remark = f"what {name} had otherwise is in the history: {out} ({hint} keeps it)" if left else ""
    answer.give(told, remark)


SURE = "0.98"
"""How certain pairs are that are merged where nobody says."""


def merge_all(
    crm: App, kind: str, where: str | None, *, certainty: str | None = None, format: str | None = None
) -> None:
    """Merge all pairs at least so certain, of which a query selects one record; who hang together become one.

    The record that was entered first stays. Several whose names do not all agree are left as they are: Partial.
    """
    from crm_cli.kinds import duplicates
    from crm_cli.verbs.duplicates import read_certainty, selected

    least = read_certainty(crm, certainty or SURE)
    found = duplicates.Duplicates(crm.read(), kind)
    groups = duplicates.groups(
        found.pairs(least=least, among=selected(crm, kind, [where] if where else None))
    )
    sure = [group for group in groups if found.may_be_one(group)]
    doubtful = [group for group in groups if group not in sure]
    named = {
        one.id: one
        for one in resolve.describe(crm, [(kind, id) for group in (*sure, *doubtful) for id in group])
    }
    count = sum(len(group) - 1 for group in sure)
    pairs = [
        f"{', '.join(_shown(named[id]) for id in group[1:])} → {_shown(named[group[0]])}"
        for group in sure[: drafts.SAMPLE]
    ]
    more = f"and {len(sure) - drafts.SAMPLE} more" if len(sure) > drafts.SAMPLE else ""
    what = f"{plural(count, kind, KINDS[kind].plural)} into {len(sure)}"
    if count + len(sure) >= prompts.ASK_FROM:
        if crm.is_interactive:
            crm.remark("\n".join(f"  {line}" for line in (*pairs, more) if line))
        prompts.confirm(crm, f"merge {what}")
    with crm.write() as db:
        for keep, *others in sure:
            KINDS[kind].records.rows(db, [keep, *others])  # another process may have removed one
            for gone in others:
                join(crm, kind, keep, gone)
        note(crm, kind, [group[0] for group in sure])
        answer = Answer(crm, format, kind, [group[0] for group in sure], is_several=True)
    told = f"Merged {what}: {', '.join(pairs)} {more}".rstrip()
    answer.give(told if sure else f"no {KINDS[kind].plural} so certain to merge")
    if doubtful:
        listed = "; ".join(
            ", ".join(_shown(named[id]) for id in group) for group in doubtful[: drafts.SAMPLE]
        )
        raise Partial(
            f"{plural(len(doubtful), 'group')} left as they are, of whom not all can be one: {listed}",
            hint=f"crm {KINDS[kind].command} merge {doubtful[0][0]} {doubtful[0][1]}",
        )


def _shown(one: Candidate) -> str:
    return f"{one.name or one.kind} ({one.kind}/{one.id})"


def _told(crm: App, answer: Answer, one: Candidate, other: Candidate) -> str:
    """What a step did that merged a record into another: what came to that one, what became of it, and all else."""
    from crm_cli.kinds import sentences, tales

    head = f"Merged {_shown(other)} into {_shown(one)}"
    if not answer.format.is_prose:
        return head
    about = (one.kind, one.id)
    told = tales.of_step(crm.read(), crm.step, about=about)
    gone = [tale for tale in told if isinstance(tale, Tale) and tale.verb == tales.MERGED]
    own = [tale for tale in told if isinstance(tale, Tale) and (tale.kind, tale.id) == about]
    came = ", ".join(sentences.part(detail, crm.screen) for tale in gone for detail in tale.spoken)
    else_ = sentences.step([*own, *(tale for tale in told if tale not in [*gone, *own])], crm.screen)
    parts = [f"{head}: {came}" if came else head, f"{else_[:1].lower()}{else_[1:]}"]
    return "; ".join(filter(None, parts))


def _two(crm: App, kind: str, who: Sequence[str] | None) -> tuple[Candidate, Candidate]:
    """The two records that were named; Conflict where both are one."""
    from crm_cli.verbs.duplicates import two

    if not who:
        own = KINDS[kind]
        raise UsageError(
            f"name the {kind} that stays, then the one that becomes it",
            hint=f"crm {own.command} duplicates",
        )
    return two(crm, kind, who)


def join(crm: App, kind: str, keep: int, gone: int, chosen: Mapping[str, bool] | None = None) -> list[Stays]:
    """Merge one record into another, in the open transaction; returns what stays out.

    chosen: column, or name of a field of the user's own → whether the value of the one that goes is kept.
    """
    db, own, picks = crm.read(), KINDS[kind], chosen or {}
    rules = own.records
    before, going = rules.row(db, keep), rules.row(db, gone)
    wanted = _as_draft(crm, kind, keep, going)
    if own.has_points:
        points.give_over(db, kind, keep, gone)
    lacking, left = absent.lacking_of(db, kind, _without(kind, before, gone), wanted)
    stays = []
    for field in left:
        key = field.name if field.is_custom else field.column
        if picks.get(key):
            (lacking.custom if field.is_custom else lacking.columns)[key] = (
                wanted.custom[key] if field.is_custom else wanted.columns[key]
            )
        else:
            stays.append(Stays(field, absent.said(crm, kind, gone, field)))
    table.merge(db, own.table, keep, gone)
    if before["archived_at"] and not going["archived_at"]:
        table.archive(db, own.table, [keep], at=None)
    lacking.parts["correct"] = True  # to be one is no career
    rules.update(db, keep, lacking, at=crm.at, on=crm.today)
    now = rules.row(db, keep)
    links = {field.column: now[field.column] for field in own.stored if field.linked == kind}
    rules.check(db, links, id=keep)
    return stays


def _as_draft(crm: App, kind: str, keep: int, going: Mapping[str, Any]) -> Draft:
    """All that a record says in its own columns, but that it is linked to the one it becomes."""
    own = KINDS[kind]
    columns: dict[str, Raw] = {
        field.column: going[field.column]
        for field in own.stored
        if not field.is_fixed and not (field.linked == kind and going[field.column] == keep)
    }
    known = {field.name for field in Catalogue(crm.read()).custom(kind)}
    custom = {name: value for name, value in json.loads(going["custom"]).items() if name in known}
    return Draft(columns, custom)


def _without(kind: str, row: Mapping[str, Any], gone: int) -> dict[str, Any]:
    """A record's row as if its links to the one that goes were blank."""
    links = {field.column for field in KINDS[kind].stored if field.linked == kind}
    return {column: None if column in links and value == gone else value for column, value in row.items()}


def _chosen(crm: App, kind: str, keep: Sequence[str], one: Candidate, other: Candidate) -> dict[str, bool]:
    """Which values of the second record are kept: key of the field → whether its."""
    catalogue = Catalogue(crm.read())
    found: dict[str, bool] = {}
    for text in keep:
        name, equals, whose = text.partition("=")
        field = listing.named(catalogue, kind, name.strip())
        sides = {
            "a": False, "1": False, f"{kind}/{one.id}": False, "b": True, "2": True, f"{kind}/{other.id}": True,
        }  # fmt: skip
        side = sides.get(whose.strip().lower())
        if not equals or side is None:
            raise UsageError(
                f"`{text}` does not say whose value is kept",
                hint=f"--keep {field.name}=A or --keep {field.name}=B",
            )
        if field.is_fixed or not (field.is_custom or field.column):
            raise UsageError(
                f"the {field.name} of both is kept, or follows from the rest", hint=f"crm field list {kind}"
            )
        found[field.name if field.is_custom else field.column] = side
    return found
