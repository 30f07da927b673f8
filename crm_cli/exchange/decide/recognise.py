"""What the rows of a table are, proved by its headers: by a profile, else by what each kind needs and contradicts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from crm_cli.core.errors import UsageError
from crm_cli.core.text import compact
from crm_cli.exchange.decide import headers
from crm_cli.exchange.decide.profiles import Heads, Rows, all_rows
from crm_cli.kinds.catalogue import KINDS

FEWEST = 3
"""A kind is believed from so many points on: a point a field, two more for one that tells kinds apart."""

MARGIN = 2
"""So many points the likeliest kind has before the second."""


class Known(NamedTuple):
    """What some rows are: their kind, the profile that knows them, and by what that is known."""

    kind: str
    rows: Rows | None
    why: str


def recognise(
    name: str, found: Sequence[str], maps: Sequence[tuple[str, str]] = (), told: str = ""
) -> list[Known]:
    """What the rows of a table are; several where rows of several kinds stand in one table.

    name: of the file. maps: headers that the user has told the field of. told: the kind the user says.
    Raises UsageError for rows of a kind that is not kept here, and where headers leave a choice.
    """
    heads = Heads(found)
    if "uid" in heads.folded:  # an export of ours
        return [Known(told or _own(name, found), None, "its headers are ours")]
    by_profile = _by_profile(heads, told)
    if told:
        known = [one for one in by_profile if one.kind == told]
        return known or [Known(told, None, "--as says so")]
    if by_profile:
        return by_profile
    return [_by_fields(name, found, maps)]


def _by_profile(heads: Heads, told: str) -> list[Known]:
    """The sort of rows that knows most of the headers; those of one program that share a table together."""
    fits = [(rows, count) for rows in all_rows() if (count := rows.fit(heads))]
    if told:
        fits = [(rows, count) for rows, count in fits if rows.kind == told]
    vendors = [one for one in fits if one[0].system] or fits
    if not vendors:
        return []
    best = max(count for _, count in vendors)
    likely = [rows for rows, count in vendors if count == best]
    first = likely[0]
    together = [rows for rows, _ in vendors if first.only and rows.only and rows.when == first.when]
    if not first.kind and not told:
        raise _not_kept(first)
    others = [rows for rows in likely if rows.kind != first.kind and rows not in together]
    if others:
        raise _undecided(first.called, others[0].called, [first.kind, others[0].kind])
    why = f"the headers are those of {first.called}"
    return [Known(rows.kind, rows, why) for rows in together] or [Known(first.kind, first, why)]


def _not_kept(rows: Rows) -> UsageError:
    return UsageError(
        f"these rows look like {rows.called}, which crm does not keep yet",
        hint=f"say with --as what they are: {_plurals()}",
    )


def _undecided(one: str, other: str, kinds: Sequence[str]) -> UsageError:
    plurals = [KINDS[kind].plural for kind in kinds if kind in KINDS]
    return UsageError(
        f"these rows look like {one} or {other}: the headers leave both",
        hint=" or ".join(f"--as {plural}" for plural in plurals),
    )


def _plurals() -> str:
    return ", ".join(KINDS[kind].plural for kind in KINDS)


def score(kind: str, found: Sequence[str]) -> int:
    """How well headers fit a kind: a point for each field known, two more for one that tells kinds apart."""
    fields: set[str] = set()
    telling: set[str] = set()
    title = KINDS[kind].title
    for header in filter(None, found):
        known = headers.meaning(kind, header)
        if known is None:
            continue
        fields.add(known.field)
        if known.field in headers.telling(kind) or (known.field == title and _is_title_of(kind, header)):
            telling.add(known.field)
    return len(fields) + 2 * len(telling)


def _is_title_of(kind: str, header: str) -> bool:
    """Whether a header is the title of this kind of record and of no other: `Full name`, `Deal name`."""
    for other, record in ((name, KINDS[name]) for name in KINDS):
        if other != kind:
            known = headers.meaning(other, header)
            if known is not None and known.field in {record.title, record.name}:
                return False
    return True


def missing(kind: str, found: Sequence[str]) -> bool:
    """Whether headers lack what rows of a kind need."""
    known = [known for header in found if header and (known := headers.meaning(kind, header))]
    fields = [known.field for known in known]
    needed = headers.needed(kind)
    one_each = all(any(field in entry for field in fields) for entry in needed)
    together = {field for field in fields if any(field in entry for entry in needed)}
    return not one_each or len(together) < len(needed)


def contradicted(kind: str, found: Sequence[str]) -> list[str]:
    """The headers that rows of a kind do not have."""
    return [header for header in found if compact(header) in headers.contradicting(kind)]


def _own(name: str, found: Sequence[str]) -> str:
    """The kind of an export of ours: the one that has most of the headers."""
    counts = {
        kind: sum(headers.own_meaning(kind, header) is not None for header in found if header)
        for kind in KINDS
    }
    ranked = sorted(counts, key=lambda kind: -counts[kind])
    if counts[ranked[0]] > counts[ranked[1]]:
        return ranked[0]
    return _by_fields(name, found, ()).kind


def _by_fields(name: str, found: Sequence[str], maps: Sequence[tuple[str, str]]) -> Known:
    mapped = {compact(header): target for header, target in maps}
    heads = [mapped.get(compact(header), header) for header in found if header]
    possible = [kind for kind in KINDS if not missing(kind, heads) and not contradicted(kind, heads)]
    scores = sorted(((score(kind, heads), kind) for kind in possible), key=lambda one: -one[0])
    stem = name.rsplit("/", 1)[-1].partition(".")[0].lower()
    named = [kind for kind in KINDS if stem in {kind, KINDS[kind].plural}]
    if named and named[0] in possible:
        return Known(named[0], None, f"the file is called {stem}")
    if scores and scores[0][0] >= FEWEST:
        best, kind = scores[0]
        if len(scores) == 1 or best - scores[1][0] >= MARGIN:
            return Known(kind, None, f"its headers are fields of {KINDS[kind].plural}")
        one, other = (KINDS[kind].plural for _, kind in scores[:2])
        raise _undecided(one, other, [kind for _, kind in scores[:2]])
    raise UsageError(
        f"the headers of {name} do not say what its rows are: {', '.join(filter(None, found))[:200]}",
        hint=f"say with --as what they are: {_plurals()}",
    )
