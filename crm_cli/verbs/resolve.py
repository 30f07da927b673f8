"""Exactly one record from what the user typed, or NotFound or Ambiguous with the candidates."""

from __future__ import annotations

import os

from crm_cli.app import prompts
from crm_cli.app.settings import state_folder
from crm_cli.core.errors import Ambiguous, Candidate, NotFound, UsageError
from crm_cli.core.text import begins, either
from crm_cli.db import search, table
from crm_cli.db.select import titles
from crm_cli.kinds.catalogue import KINDS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from crm_cli.app.context import App


SHOWN = 20
"""So many candidates are listed; more would scroll away."""

MOST_SHOWN = 100
"""So many records last shown are remembered, one for each file and kind."""


def one(crm: App, kinds: str | Sequence[str], typed: str, *, asks: bool = True) -> Candidate:
    """The one record of the kinds that `typed` names; the first rank that fits wins (see `_ranks`).

    Where several of a rank fit: a choice in a terminal (`asks`), else Ambiguous. Raises NotFound where none does, with
    those that may have been meant. `-` is the one name that stdin holds.
    """
    kinds = (kinds,) if isinstance(kinds, str) else tuple(kinds)
    typed = _piped(crm, kinds) if typed == "-" else typed.strip()
    present = fitting(crm, kinds, typed)
    if not present:
        said = "nothing" if len(kinds) == len(KINDS) else f"no {_or(kinds)}"
        raise NotFound(f"{said} matches `{typed}`", hint=_hint(crm, kinds, typed))
    return chosen(crm, kinds, typed, present, asks=asks)


def fitting(crm: App, kinds: Sequence[str], typed: str) -> list[Candidate]:
    """The records of the best rank that fits what was typed; those that are not archived, where there are such."""
    if not typed:
        raise UsageError(f"the name of the {_or(kinds)} is empty")
    return _best(crm, _ranks(crm, tuple(kinds), typed))


def _best(crm: App, ranks: Iterable[Sequence[tuple[str, int]]]) -> list[Candidate]:
    """The records of the first rank in which there are any."""
    for found in ranks:
        candidates = describe(crm, found)
        if candidates:
            return [each for each in candidates if not is_archived(crm, each)] or candidates
    return []


def chosen(
    crm: App, kinds: Sequence[str], typed: str, fits: Sequence[Candidate], *, asks: bool = True
) -> Candidate:
    """The only one of the records that fit, or in a terminal (`asks`) the one a person chooses; else Ambiguous."""
    one = fits[0] if len(fits) == 1 else None
    if one is None and asks:
        one = prompts.choose(crm, f"which `{typed}`?", fits)
    if one is None:
        raise ambiguous(typed, kinds, fits)
    crm.named.append(one)
    return one


def ambiguous(typed: str, kinds: Sequence[str], fits: Sequence[Candidate]) -> Ambiguous:
    """What is said where what was typed fits several records."""
    shown = fits[:SHOWN]
    more = f"; {len(fits) - SHOWN} more are not shown" if len(fits) > SHOWN else ""
    return Ambiguous(
        f"`{typed}` fits {len(fits)} {_plural(kinds)}{more}",
        hint=f"name it by its number: {shown[0].kind}/{shown[0].id}",
        candidates=shown,
    )


def _piped(crm: App, kinds: Sequence[str]) -> str:
    found = list(names(crm, ["-"]))
    if len(found) != 1:
        raise UsageError(f"here it takes one {_or(kinds)}, and stdin names {len(found)}", hint="name it")
    return found[0]


def many(crm: App, kinds: str | Sequence[str], typed: Sequence[str]) -> list[Candidate]:
    """The records that several words name, each once, in order; `-` is ids or names from stdin, one a line.

    Neighbours that together are one record's whole name are that record (see `neighbours`).
    """
    asked = (kinds,) if isinstance(kinds, str) else tuple(kinds)
    if len(typed) > 1:
        from crm_cli.verbs import neighbours

        typed = neighbours.together(crm, asked, typed)
    found = [one(crm, asked, name) for name in names(crm, typed)]
    return list({(candidate.kind, candidate.id): candidate for candidate in found}.values())


def required(who: Sequence[str] | None, kind: str, verb: str, *, said: str = "") -> Sequence[str]:
    """What was typed; UsageError where nothing was. said: the verb in a sentence, where the command is called otherwise."""
    if not who:
        raise UsageError(f"name the {kind} to {said or verb}", hint=f"crm {KINDS[kind].command} {verb} NAME")
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
    """Note the record last shown, for `@`: in a terminal only, in the user's state folder, never in the file.

    A line for each file and kind: path, kind, id, the newest step there was.
    """
    folder = state_folder(crm.env)
    if not crm.is_terminal or not folder:
        return
    from crm_cli.db.log import steps

    path = os.path.abspath(crm.path)
    kept = [line for line in _shown_lines(crm) if line[:2] != [path, kind]][-MOST_SHOWN:]
    kept.append([path, kind, str(id), str(steps.newest(crm.read()))])
    try:
        os.makedirs(folder, mode=0o700, exist_ok=True)
        with open(os.path.join(folder, "last_shown"), "w", encoding="utf-8") as file:
            file.writelines("\t".join(line) + "\n" for line in kept)
    except (OSError, UnicodeEncodeError):
        pass  # a convenience; the answer has been given


def _shown_lines(crm: App) -> list[list[str]]:
    try:
        with open(os.path.join(state_folder(crm.env), "last_shown"), encoding="utf-8") as file:
            lines = [line.rstrip("\n").split("\t") for line in file]
    except (OSError, ValueError):
        return []
    return [line for line in lines if len(line) == 4 and line[2].isdecimal() and line[3].isdecimal()]


def _ranks(crm: App, kinds: tuple[str, ...], typed: str) -> Iterator[list[tuple[str, int]]]:
    """Give what fits, rank by rank: number, kind/number, @, e-mail or phone, whole name, code, words of the name."""
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
    db = crm.read()
    if not is_name:
        yield _by_point(crm, kinds, typed)
    yield from _whole(crm, kinds, typed)
    coded = [KINDS[kind] for kind in kinds if KINDS[kind].code]
    yield [(k.name, id) for k in coded for id in table.with_text(db, k.table, k.code, typed)]
    yield [(kind, id) for kind in kinds for id in search.with_words_in_name(db, kind, typed)]


def _whole(crm: App, kinds: Sequence[str], typed: str) -> Iterator[list[tuple[str, int]]]:
    """Those whose whole name was typed: the same, then those that are found by it."""
    db = crm.read()
    yield [(kind, id) for kind in kinds for id in search.same(db, kind, typed)]
    yield [(kind, id) for kind in kinds for id in search.named(db, kind, typed)]


def bearing(crm: App, kinds: Sequence[str], name: str) -> list[Candidate]:
    """The records whose whole name that is; those that are not archived, where there are such."""
    return _best(crm, _whole(crm, kinds, name))


def with_words(crm: App, kinds: Sequence[str], typed: str) -> list[Candidate]:
    """The records whose whole name was typed, else those of whose name each word typed begins a different word."""
    db = crm.read()
    found = bearing(crm, kinds, typed)
    if found:
        return found
    parts = [(kind, id) for kind in kinds for id in search.with_words_in_name(db, kind, typed)]
    fits = [one for one in describe(crm, parts) if begins(one.name, typed)]
    return [one for one in fits if not is_archived(crm, one)] or fits


def is_name(typed: str) -> bool:
    """Whether what was typed can only be a name: no number, `kind/number`, `@` or `-`."""
    is_figure = typed.removeprefix("#").isdigit()
    return not (is_figure or typed in {"@", "-"} or _numbered(typed) is not None)


def _numbered(typed: str) -> tuple[str, int] | None:
    """The kind and the number of `deal/12`; None for other words."""
    kind, _, number = typed.partition("/")
    is_kind = kind.isascii() and kind.isalpha() and kind.islower()
    is_number = number.isascii() and number.isdigit() and len(number) <= 18
    return (kind, int(number)) if is_kind and is_number else None


def _by_point(crm: App, kinds: tuple[str, ...], typed: str) -> list[tuple[str, int]]:
    """Who has this e-mail, or this phone number or a piece of it."""
    from crm_cli.core import phones
    from crm_cli.kinds import points

    reached = [kind for kind in kinds if KINDS[kind].has_points]
    if "@" in typed and " " not in typed:
        normal = points.normal("email", typed, None)
        return [(kind, id) for kind in reached for id in points.owners(crm.read(), kind, "email", normal)]
    if not phones.looks_like(typed):
        return []
    region = crm.setting("phone_region") or None
    return [(kind, id) for kind in reached for id, _ in points.with_number(crm.read(), kind, typed, region)]


def _existing(crm: App, asked: Sequence[tuple[str, int]]) -> list[tuple[str, int]]:
    return [(kind, id) for kind, id in asked if table.exists(crm.read(), KINDS[kind].table, id)]


def _last(crm: App, kinds: tuple[str, ...]) -> list[tuple[str, int]]:
    """The record that the newest step touched; in a terminal the one last shown, where no such step came after that."""
    from crm_cli.db.log import steps

    touched = next(
        (
            (step, *record)
            for step, kind, id in steps.subjects(crm.read())
            for record in ([(kind, id)] if kind in kinds else _about(crm, kind, id))
            if record[0] in kinds
        ),
        None,
    )
    if crm.is_terminal:
        path = os.path.abspath(crm.path)
        shown = [line for line in _shown_lines(crm) if line[0] == path and line[1] in kinds]
        if shown and (touched is None or int(shown[-1][3]) >= touched[0]):
            return [(shown[-1][1], int(shown[-1][2]))]
    return [touched[1:]] if touched else []


def _about(crm: App, kind: str, id: int) -> list[tuple[str, int]]:
    """The records that one is about, where its kind keeps links: a call touches whom it was with."""
    return KINDS[kind].records.links(crm.read(), id) if kind in KINDS and KINDS[kind].links_in else []


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


def present_first(crm: App, found: Sequence[Candidate]) -> list[Candidate]:
    """The same records, those that are not archived first."""
    return sorted(found, key=lambda one: is_archived(crm, one))


def is_archived(crm: App, candidate: Candidate) -> bool:
    """Whether a record is hidden."""
    return table.is_archived(crm.read(), KINDS[candidate.kind].table, candidate.id)


def _hint(crm: App, kinds: tuple[str, ...], typed: str) -> str:
    """Those that may have been meant, else where to look."""
    from crm_cli.core import shell

    name = typed.removeprefix("name:")
    if _numbered(typed) is None and not name.removeprefix("#").isdigit():
        from crm_cli.verbs import near

        if found := near.nearest(crm, kinds, name):
            return f"did you mean {near.listed(found, ' or ')}?"
    if len(kinds) == 1:
        return f"crm {KINDS[kinds[0]].command} list"
    return f"crm find {shell.quoted(name)}"


def _or(kinds: Sequence[str]) -> str:
    return either(kinds)


def _plural(kinds: Sequence[str]) -> str:
    return either([KINDS[kind].plural for kind in kinds])
