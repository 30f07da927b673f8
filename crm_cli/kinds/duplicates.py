"""Pairs of records that may be one: those worth a look, judged, and those that a third record brings together."""

from __future__ import annotations

from crm_cli.core.record import record
from crm_cli.core.text import same
from crm_cli.db import search
from crm_cli.kinds import apart, known, suspects
from crm_cli.kinds.catalogue import KINDS
from crm_cli.kinds.evidence import Evidence

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence
    from sqlite3 import Connection

    from crm_cli.kinds.draft import Draft
    from crm_cli.kinds.known import Known


LEAST = 0.5
"""Less certain pairs are not told, unless they are asked for."""


MOST = 0.999
"""Nothing is more certain than so: certainties are told with three digits, and go by what is told."""


@record
class Pair:
    """Two records that may be one: the earlier one first, how certain it is, and why.

    is_unlike: their names do not agree, so that neither is a bridge between third ones.
    """

    one: Known
    other: Known
    certainty: float
    reasons: tuple[str, ...]
    is_unlike: bool


class Duplicates:
    """The pairs of a kind, judged against all its records."""

    def __init__(self, db: Connection, kind: str, *, archived: bool = False) -> None:
        self._kind = kind
        self._records = known.read(db, kind, archived=archived)
        self._evidence = Evidence(self._records, is_person=KINDS[kind].is_person)
        self._not_same = apart.pairs(db, kind)
        self._places = {each.id: place for place, each in enumerate(self._records)}

    def pairs(self, *, least: float = LEAST, among: Collection[int] | None = None) -> list[Pair]:
        """Pairs at least so certain, the surest first, without those of which it is known that they are not the same.

        among: ids, of which each pair has one at least.
        """
        found: dict[tuple[int, int], Pair] = {}
        for one, other in suspects.pairs(self._records):
            pair = self._judged(self._records[one].id, self._records[other].id)
            if pair is not None and pair.certainty >= least:
                found[pair.one.id, pair.other.id] = pair
        for first, third, second, likely in _bridged(found.values()):
            certainty, there = _rounded(likely), found.get((first, second))
            if certainty < least or (there is not None and there.certainty >= certainty):
                continue
            pair = self._judged(first, second)
            if pair is not None and not pair.is_unlike:
                reasons = (*pair.reasons, f"both are {self._kind}/{third}")
                found[first, second] = Pair(pair.one, pair.other, certainty, reasons, False)
        wanted = [
            pair for pair in found.values() if among is None or pair.one.id in among or pair.other.id in among
        ]
        return sorted(wanted, key=lambda pair: (-pair.certainty, pair.one.id, pair.other.id))

    def may_be_one(self, ids: Sequence[int]) -> bool:
        """Whether no two of several records have names that do not agree, or are known not to be the same."""
        for at, later in enumerate(ids):
            for earlier in ids[:at]:
                pair = self._judged(earlier, later)
                if pair is None or pair.is_unlike:
                    return False
        return True

    def _judged(self, first: int, second: int) -> Pair | None:
        """Two records, the earlier one first; None where it is known that they are not the same."""
        if (first, second) in self._not_same:
            return None
        one, other = self._records[self._places[first]], self._records[self._places[second]]
        judged = self._evidence.judge(one, other)
        return Pair(one, other, _rounded(judged.certainty), judged.reasons, judged.is_unlike)


def like(db: Connection, kind: str, draft: Draft) -> int | None:
    """The record that a new one may be, going by a word of its name; None where none is likely."""
    new = known.of_draft(kind, draft)
    longest = max(new.words, key=len, default="")
    if len(longest) < 2:
        return None
    there = known.read(db, kind, among=search.with_words_in_name(db, kind, longest, limit=suspects.LARGEST))
    evidence = Evidence([new, *there], is_person=KINDS[kind].is_person)
    judged = [
        (evidence.judge(new, each).certainty, -each.id) for each in there if same(each.name) != same(new.name)
    ]
    certainty, id = max(judged, default=(0.0, 0))
    return -id if certainty >= LEAST else None


def _rounded(certainty: float) -> float:
    return round(min(certainty, MOST), 3)


def _bridged(pairs: Iterable[Pair]) -> Iterator[tuple[int, int, int, float]]:
    """Two records that are both one with a third: id, the third's, id, and how certain it is that both are."""
    like: dict[int, dict[int, float]] = {}
    for pair in pairs:
        if not pair.is_unlike:
            like.setdefault(pair.one.id, {})[pair.other.id] = pair.certainty
            like.setdefault(pair.other.id, {})[pair.one.id] = pair.certainty
    best: dict[tuple[int, int], tuple[float, int]] = {}
    for third, others in like.items():
        if len(others) > suspects.LARGEST:
            continue
        ids = sorted(others)
        for at, later in enumerate(ids):
            for earlier in ids[:at]:
                certainty = others[earlier] * others[later]
                if certainty > best.get((earlier, later), (0.0, 0))[0]:
                    best[earlier, later] = certainty, third
    for (one, other), (certainty, third) in best.items():
        yield one, third, other, certainty


def groups(pairs: Iterable[Pair]) -> list[list[int]]:
    """Ids of records that pairs bring together, group by group, each in the order of the ids."""
    leads: dict[int, int] = {}

    def lead(id: int) -> int:
        while leads.setdefault(id, id) != id:
            id = leads[id]
        return id

    for pair in pairs:
        one, other = sorted((lead(pair.one.id), lead(pair.other.id)))
        leads[other] = one
    together: dict[int, list[int]] = {}
    for id in sorted(leads):
        together.setdefault(lead(id), []).append(id)
    return [*together.values()]
