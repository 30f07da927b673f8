"""Records: by the words of their names, by e-mail, by number. What is offered means that record and no other."""

from __future__ import annotations

import sqlite3

from crm_cli.completion import numbers
from crm_cli.completion.candidate import LIMIT, Candidate, is_clean
from crm_cli.core.text import index_text, words
from crm_cli.db import search
from crm_cli.kinds.catalogue import KINDS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from crm_cli.completion.ask import Ask
    from crm_cli.completion.world import World
    from crm_cli.kinds.kind import Kind

FEW = 8
"""Of so few records it is made sure that no activity has the name of one for its subject."""


def records(ask: Ask) -> list[Candidate]:
    """Records of the kinds asked for, those already named left out."""
    kinds = ask.of or _anyone(ask)
    found = _found(ask, kinds)
    return [each for each in found if each.text not in ask.place.values]


def own(ask: Ask) -> list[Candidate]:
    """Records of the kind that the command is about."""
    return records(ask.but(of=(ask.kind or "deal",)))


def people(ask: Ask) -> list[Candidate]:
    """Contacts, for options that take nobody else."""
    return records(ask.but(of=("contact",)))


def products(ask: Ask) -> list[Candidate]:
    """Products."""
    return records(ask.but(of=("product",)))


def linked(ask: Ask, kind: str) -> list[Candidate]:
    """What a link to a kind may be, also where a query asks for it: the name, which there need be nobody's alone."""
    return _found(ask, (kind,))


def titles(ask: Ask, kind: str) -> list[str]:
    """Names as values of a query, where several records of one name are all meant."""
    return list(
        dict.fromkeys(name for _, name in _named(ask.world, kind, ask.typed, "t.archived_at IS NULL"))
    )


def _anyone(ask: Ask) -> tuple[str, ...]:
    """The kinds that WHO may be of, where it is not said: what notes can be about."""
    path = ask.place.path
    if path[0] == "segment" and ask.kind:
        return (ask.kind,)
    return KINDS.with_trait("has_relations" if path[-1] == "relate" else "has_notes")


def _found(ask: Ask, kinds: Sequence[str]) -> list[Candidate]:
    if ask.world.db is None:
        return []
    kind, slash, number = ask.typed.partition("/")
    try:
        if slash and kind in kinds:
            return numbers.by_number(ask, (kind,), number, before=f"{kind}/")
        if ask.typed.isascii() and ask.typed.isdigit():
            return numbers.by_number(ask, kinds, ask.typed)
        if len(kinds) == 1 and kinds[0] in numbers.NUMBERED and not (ask.typed and kinds[0] == "reminder"):
            return numbers.listed(ask, kinds[0])
        ways = (_by_email, _by_name) if "@" in ask.typed else (_by_name, _by_email)
        return ways[0](ask, kinds) or ways[1](ask, kinds)
    except sqlite3.Error:
        return []  # damaged, older, or too slow


def _by_name(ask: Ask, kinds: Sequence[str]) -> list[Candidate]:
    """Records where every word typed begins a word of the name."""
    limit = LIMIT if len(kinds) == 1 else LIMIT // 2
    found = [
        (KINDS[kind], id, name)
        for kind in kinds
        for id, name in _named(ask.world, kind, ask.typed, numbers.where(ask, kind), limit)
    ]
    alone = _alone(ask, kinds, [name for _, _, name in found]) if found else set()
    return [_called(ask.world, *each, alone, is_told=len(kinds) > 1) for each in found]


def _named(world: World, kind: str, typed: str, where: str, limit: int = LIMIT) -> Iterator[tuple[int, str]]:
    """Ids and names; an index that lags behind another program is not believed."""
    if world.db is None:
        return
    record = KINDS[kind]
    asked = words(typed)
    if typed.strip() and not asked:
        return
    for id, name in search.begun(world.db, kind, typed, record.table, record.title, where, limit=limit):
        if all(f" {word}" in f" {index_text(name)}" for word in asked):
            yield id, name


def _alone(ask: Ask, kinds: Sequence[str], names: Sequence[str]) -> set[str]:
    """The names, folded, that only one record bears, of all that the command would look through."""
    db = ask.world.db
    assert db is not None
    folded = list(dict.fromkeys(map(index_text, names)))
    looked = [*KINDS] if ask.place.path[0] in {"show", "history"} else list(kinds)
    counts = dict.fromkeys(folded, 0)
    for kind in looked:
        if kind != "activity":
            for name, count in search.bearers(db, kind, folded).items():
                counts[name] += count
            for _, name in search.pending(db, kind, KINDS[kind].table, KINDS[kind].title):
                if (changed := index_text(name)) in counts:
                    counts[changed] += 1
        elif len(folded) <= FEW:
            for name in folded:
                counts[name] += len(search.named(db, kind, name))
    return {name for name, count in counts.items() if count <= 1}


def _called(world: World, kind: Kind, id: int, name: str, alone: set[str], *, is_told: bool) -> Candidate:
    """A record by its name, where that means it alone and may stand on a shell's line; else by kind and number."""
    rows = world.rows(f"SELECT {kind.detail} FROM {kind.table} t WHERE t.id = ?", (id,))
    detail = str(rows[0][0] or "") if rows else ""
    if index_text(name) in alone and is_callable(name):
        return Candidate(name, numbers.about(kind.name if is_told else "", detail))
    return Candidate(f"{kind.name}/{id}", numbers.about(name, detail))


def is_callable(name: str) -> bool:
    """Whether a name, typed, can only be taken for a name: for no option, number, phone, e-mail, and no `kind/12`."""
    kind, slash, number = name.partition("/")
    return (
        is_clean(name)
        and any(map(str.isalpha, name))
        and bool(index_text(name))
        and not name.startswith(("-", "#", "name:"))
        and "@" not in name
        and not (slash and kind.isalpha() and number.isdigit())
    )


def _by_email(ask: Ask, kinds: Sequence[str]) -> list[Candidate]:
    """Records with an e-mail that begins so, where it is nobody else's."""
    typed = ask.typed.lower()
    found = []
    for kind in (KINDS[each] for each in kinds if KINDS[each].has_points and typed):
        sql = (
            f"SELECT p.normal, t.id, {numbers.title(kind)}, (SELECT count(*) FROM contact_points o"
            " WHERE o.kind = 'email' AND o.normal = p.normal) FROM contact_points p"
            f" JOIN {kind.table} t ON t.id = p.{kind.name}_id WHERE p.kind = 'email' AND p.normal >= ?"
            f" AND p.normal < ? AND {numbers.where(ask, kind.name)} ORDER BY p.normal"
        )
        bounds = (typed, typed + search.LAST)
        rows = ask.world.rows(f"{sql} LIMIT ?", (*bounds, LIMIT))
        rows += ask.world.rows(f"{sql} DESC LIMIT 1", bounds) if len(rows) == LIMIT else []
        for email, id, name, bearers in rows:
            is_alone = (
                bearers == 1 and is_clean(email) and "@" in email and not email.startswith(("-", "name:"))
            )
            text = email if is_alone and " " not in email else f"{kind.name}/{id}"
            found.append(Candidate(text, name))
    return found


def meant(ask: Ask, kind: str, name: str) -> int | None:
    """The id of the one record that a word already typed names."""
    digits = name.removeprefix(f"{kind}/")
    if digits.isascii() and digits.isdigit() and len(digits) < 16:
        return int(digits)
    if ask.world.db is None:
        return None
    try:
        found = search.named(ask.world.db, kind, name) or search.with_words_in_name(ask.world.db, kind, name)
    except sqlite3.Error:
        return None
    return found[0] if len(found) == 1 else None
