"""Exactly one record from what the user typed, or NotFound or Ambiguous with the candidates."""

from __future__ import annotations

import os

from crm_cli.app import prompts
from crm_cli.app.settings import state_folder
from crm_cli.core.errors import Ambiguous, Candidate, NotFound, UsageError
from crm_cli.db import search, table
from crm_cli.db.select import titles
from crm_cli.kinds.catalogue import KINDS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from crm_cli.app.context import App


SHOWN = 20
"""So many candidates are listed; more would scroll away."""


def one(crm: App, kinds: str | Sequence[str], typed: str, *, asks: bool = True) -> Candidate:
    """The one record of the kinds that `typed` names; the first rank that fits wins (see `_ranks`).

    Where several of a rank fit: a choice in a terminal (`asks`), else Ambiguous. Raises NotFound where none does.
    """
    kinds = (kinds,) if isinstance(kinds, str) else tuple(kinds)
    typed = typed.strip()
    if not typed:
        raise UsageError(f"the name of the {_or(kinds)} is empty")
    for found in _ranks(crm, kinds, typed):
        candidates = describe(crm, found)
        present = [candidate for candidate in candidates if not _is_archived(crm, candidate)] or candidates
        if len(present) == 1:
            return present[0]
        if present:
            chosen = prompts.choose(crm, f"which `{typed}`?", present) if asks else None
            if chosen:
                return chosen
            shown = present[:SHOWN]
            more = f"; {len(present) - SHOWN} more are not shown" if len(present) > SHOWN else ""
            raise Ambiguous(
                f"`{typed}` fits {len(present)} {_plural(kinds)}{more}",
                hint=f"name it by its number: {shown[0].kind}/{shown[0].id}",
                candidates=shown,
            )
    raise NotFound(f"no {_or(kinds)} matches `{typed}`", hint=_hint(crm, kinds, typed))


def many(crm: App, kinds: str | Sequence[str], typed: Sequence[str]) -> list[Candidate]:
    """The records that several words name, each once, in order; `-` is ids or names from stdin, one a line."""
    found = [one(crm, kinds, name) for name in names(crm, typed)]
    return list({(candidate.kind, candidate.id): candidate for candidate in found}.values())


def required(who: Sequence[str] | None, kind: str, verb: str) -> Sequence[str]:
    """What was typed; UsageError where nothing was."""
    if not who:
        raise UsageError(f"name the {kind} to {verb}", hint=f"crm {KINDS[kind].command} {verb} NAME")
    return who


def names(crm: App, typed: Sequence[str]) -> Iterator[str]:
    """The names given, those on stdin in place of `-`."""
    for word in typed:
        if word == "-":
            for line in crm.stdin:
                if line.strip():
                    yield line.split("\t")[0].strip()
        else:
            yield word


def remember(crm: App, kind: str, id: int) -> None:
    """Note the record last shown, for `@`: in a terminal only, beside the file, never in it."""
    folder = state_folder(crm.env)
    if not crm.is_terminal or not folder:
        return
    try:
        os.makedirs(folder, mode=0o700, exist_ok=True)
        with open(os.path.join(folder, "last_shown"), "w", encoding="utf-8") as file:
            file.write(f"{os.path.abspath(crm.path)}\t{kind}\t{id}\n")
    except OSError:
        pass  # a convenience; the answer has been given


def _ranks(crm: App, kinds: tuple[str, ...], typed: str) -> Iterator[list[tuple[str, int]]]:
    """Give what fits, rank by rank: number, kind/number, @, e-mail or phone, whole name, words of the name."""
    digits = typed.removeprefix("#")
    is_number = digits.isascii() and digits.isdigit()
    if is_number:
        kind = next((each for each in kinds if KINDS[each].is_person), kinds[0])
        yield _existing(crm, [(kind, int(digits))]) if len(digits) < 19 else []
        if len(digits) < 7 or typed.startswith("#"):
            return
    if (numbered := _numbered(typed)) is not None:
        kind, number = numbered
        if kind not in kinds:
            raise UsageError(
                f"`{typed}` is a {kind}; here it takes a {_or(kinds)}"
                if kind in KINDS
                else f"`{typed}` names no kind of record"
            )
        yield _existing(crm, [(kind, number)])
        return
    if typed == "@":
        yield _existing(crm, _last(crm, kinds))
        raise NotFound(f"there is no {_or(kinds)} that was last touched", hint="name it")
    is_name = typed.startswith("name:")
    typed = typed.removeprefix("name:")
    crm.refresh_search()
    if not is_name:
        yield _by_point(crm, kinds, typed)
    yield [(kind, id) for kind in kinds for id in search.named(crm.read(), kind, typed)]
    yield [(kind, id) for kind in kinds for id in search.named_without_spaces(crm.read(), kind, typed)]
    coded = [KINDS[kind] for kind in kinds if KINDS[kind].code]
    yield [(k.name, id) for k in coded for id in table.with_text(crm.read(), k.table, k.code, typed)]
    yield [(kind, id) for kind in kinds for id in search.with_words_in_name(crm.read(), kind, typed)]


def _numbered(typed: str) -> tuple[str, int] | None:
    """The kind and the number of `deal/12`; None for other words."""
    kind, _, number = typed.partition("/")
    is_kind = kind.isascii() and kind.isalpha() and kind.islower()
    is_number = number.isascii() and number.isdigit() and len(number) <= 18
    return (kind, int(number)) if is_kind and is_number else None


def _by_point(crm: App, kinds: tuple[str, ...], typed: str) -> list[tuple[str, int]]:
    from crm_cli.core import phones
    from crm_cli.kinds import points

    is_email = "@" in typed and " " not in typed
    if not is_email and not phones.looks_like(typed):
        return []
    kind = "email" if is_email else "phone"
    normals = [points.normal(kind, typed, crm.setting("phone_region") or None if kind == "phone" else None)]
    if kind == "phone":
        normals.append("+" + normals[0].removeprefix("+"))  # typed without the plus
    return [
        (owner, id)
        for owner in kinds
        if KINDS[owner].has_points
        for normal in dict.fromkeys(normals)
        for id in points.owners(crm.read(), owner, kind, normal)
    ]


def _existing(crm: App, asked: Sequence[tuple[str, int]]) -> list[tuple[str, int]]:
    return [(kind, id) for kind, id in asked if table.exists(crm.read(), KINDS[kind].table, id)]


def _last(crm: App, kinds: tuple[str, ...]) -> list[tuple[str, int]]:
    if crm.is_terminal and (folder := state_folder(crm.env)):
        try:
            with open(os.path.join(folder, "last_shown"), encoding="utf-8") as file:
                path, kind, id = file.read().rstrip("\n").split("\t")
            if path == os.path.abspath(crm.path) and kind in kinds and id.isdigit():
                return [(kind, int(id))]
        except (OSError, ValueError):
            pass
    from crm_cli.db.log import steps

    newest = steps.newest_subject(crm.read(), kinds)
    return [newest] if newest else []


def describe(crm: App, found: Sequence[tuple[str, int]]) -> list[Candidate]:
    """Records by kind and id, each with its name and what tells it apart."""
    candidates = []
    for kind, id in dict.fromkeys(found):
        record = KINDS[kind]
        rows = titles(
            crm.read(), record.table, record.title, where="t.id = ?", values=(id,), detail=record.detail
        )
        candidates += [Candidate(kind, *row) for row in rows]
    return candidates


def _is_archived(crm: App, candidate: Candidate) -> bool:
    return table.is_archived(crm.read(), KINDS[candidate.kind].table, candidate.id)


def _hint(crm: App, kinds: tuple[str, ...], typed: str) -> str:
    near = [(kind, id) for kind in kinds for id, _ in search.near_names(crm.read(), kind, typed)][:3]
    if near:
        names = [f"{candidate.name} ({candidate.kind}/{candidate.id})" for candidate in describe(crm, near)]
        return f"did you mean {' or '.join(names)}?"
    if len(kinds) == 1:
        return f"crm {KINDS[kinds[0]].command} list"
    return "crm find " + (typed.split(maxsplit=1)[0] if typed.split() else typed)


def _or(kinds: Sequence[str]) -> str:
    return " or ".join(kinds)


def _plural(kinds: Sequence[str]) -> str:
    return " or ".join(KINDS[kind].plural for kind in kinds)
