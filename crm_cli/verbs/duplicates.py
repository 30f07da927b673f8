"""Pairs of records that may be one, listed with how certain that is and why; and those of which it is known that they are not."""

from __future__ import annotations

from decimal import Decimal

from crm_cli.core.errors import Conflict, UsageError
from crm_cli.db import select
from crm_cli.kinds import apart, duplicates
from crm_cli.kinds.catalogue import KINDS, Catalogue
from crm_cli.output import Column, write
from crm_cli.verbs import listing, resolve
from crm_cli.verbs.answers import Answer
from crm_cli.verbs.change import note

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from crm_cli.app.context import App
    from crm_cli.core.errors import Candidate


PAIR = (
    Column("id", "ID", "id"),
    Column("name", "Name"),
    Column("other_id", "Other", "id"),
    Column("other_name", "Other name"),
)
JUDGED = (
    *PAIR,
    Column("certainty", "Certainty", "number"),
    Column("reasons", "Why", many=True),
)


def show(
    crm: App,
    kind: str,
    words: Sequence[str] | None,
    *,
    certainty: str | None = None,
    limit: int | None = None,
    archived: bool = False,
    format: str | None = None,
) -> None:
    """Write the pairs that may be one, the surest first; of each, a query selects one record at least."""
    least = duplicates.LEAST if certainty is None else read_certainty(crm, certainty)
    among = selected(crm, kind, words, archived=archived)
    found = duplicates.Duplicates(crm.read(), kind, archived=archived).pairs(least=least, among=among)
    rows: list[tuple[Any, ...]] = [
        (
            pair.one.id,
            pair.one.name,
            pair.other.id,
            pair.other.name,
            Decimal(f"{pair.certainty:.3f}"),
            pair.reasons,
        )
        for pair in found
    ]
    _write(crm, rows, JUDGED, limit, format, f"no two {KINDS[kind].plural} look like one")


def selected(crm: App, kind: str, words: Sequence[str] | None, *, archived: bool = False) -> set[int] | None:
    """Ids of the records that a query selects; None without one."""
    if not words:
        return None
    own, db = KINDS[kind], crm.read()
    condition, bound = listing.conditions(crm, Catalogue(db), kind, words, archived=archived)
    return {id for id, *_ in select.titles(db, own.table, own.title, where=condition, values=bound)}


def read_certainty(crm: App, text: str) -> float:
    """A certainty as typed, `0.9` or `90%`, from 0 to 1."""
    from crm_cli.core import money

    return money.parse_probability(text, decimal=crm.conventions.decimal) / 10_000


def _write(
    crm: App,
    rows: Sequence[tuple[Any, ...]],
    columns: Sequence[Column],
    limit: int | None,
    format: str | None,
    nothing: str,
) -> None:
    """Write pairs; the format for ids gets both ids of each, one a line."""
    chosen = crm.chosen_format(format)
    is_table = chosen.is_screen and crm.is_terminal
    most = limit if limit is not None else listing.TABLE_LIMIT if is_table else 0
    shown = rows[:most] if most else rows
    if chosen.only_ids:
        ids = [(row[place],) for row in shown for place in (0, 2)]
        write(ids, [columns[0]], chosen, crm.stdout, screen=crm.screen)
    else:
        write(shown, columns, chosen, crm.stdout, screen=crm.screen)
    if limit is None and len(shown) < len(rows):
        crm.remark(f"{len(shown)} of {len(rows)} shown; --limit 0 shows all")
    if not rows and (crm.is_terminal or chosen.is_screen):
        crm.remark(nothing)


def kept_apart(crm: App, kind: str, who: Sequence[str] | None, format: str | None, *, drop: bool) -> None:
    """Note that two records are not the same, or take that back; without names, list all such pairs."""
    if not who:
        if drop:
            raise UsageError(
                f"name the two {KINDS[kind].plural} that may be the same after all",
                hint=f"crm {KINDS[kind].command} duplicates --not-same",
            )
        _list_apart(crm, kind, format)
        return
    one, other = two(crm, kind, who)
    with crm.write() as db:
        changed = (apart.drop if drop else apart.keep)(db, kind, one.id, other.id)
        note(crm, kind, [one.id])
        answer = Answer(crm, format, kind, [one.id])
    names = f"{one.name} ({kind}/{one.id}) and {other.name} ({kind}/{other.id})"
    if drop:
        answer.give(f"{names} may be the same again" if changed else f"{names} may be the same already")
    else:
        answer.give(f"{names} are not the same" if changed else f"{names} are not the same already")


def _list_apart(crm: App, kind: str, format: str | None) -> None:
    own = KINDS[kind]
    found = sorted(apart.pairs(crm.read(), kind))
    named = {one.id: one.name for one in resolve.describe(crm, [(kind, id) for pair in found for id in pair])}
    rows = [(one, named[one], other, named[other]) for one, other in found]
    _write(crm, rows, PAIR, None, format, f"of no two {own.plural} it was said that they are not the same")


def two(crm: App, kind: str, who: Sequence[str]) -> tuple[Candidate, Candidate]:
    """The two records that were named; Conflict where they are one, UsageError where they are not two."""
    found = resolve.many(crm, kind, who)
    own = KINDS[kind]
    if len(found) == 1 and len(who) > 1:
        raise Conflict(
            f"both names are {found[0].name} ({kind}/{found[0].id})", hint=f"crm {own.command} duplicates"
        )
    if len(found) != 2:
        raise UsageError(f"it takes two {own.plural}, not {len(found)}", hint=f"crm {own.command} duplicates")
    return found[0], found[1]
