"""Pairs of records that may be one: those worth a look, judged, and those that a third record brings together."""

from __future__ import annotations

from crm_cli.core.record import record
from crm_cli.kinds import apart, known, suspects
from crm_cli.kinds.catalogue import KINDS
from crm_cli.kinds.evidence import Evidence

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence
    from sqlite3 import Connection

    from crm_cli.kinds.evidence import Judgement
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


def find(
    db: Connection,
    kind: str,
    *,
    least: float = LEAST,
    among: Collection[int] | None = None,
    archived: bool = False,
) -> list[Pair]:
    """Pairs at least so certain, the surest first, without those of which it is known that they are not the same.

    among: ids, of which each pair has one at least.
    """
    records = known.read(db, kind, archived=archived)
    evidence = Evidence(records, is_person=KINDS[kind].is_person)
    not_same = apart.pairs(db, kind)
    places = {each.id: place for place, each in enumerate(records)}
    found: dict[tuple[int, int], Pair] = {}
    for pair in suspects.pairs(records):
        judged = evidence.judge(records[pair[0]], records[pair[1]])
        if _rounded(judged.certainty) >= least and (records[pair[0]].id, records[pair[1]].id) not in not_same:
            found[pair] = _pair(records, pair, judged)
    for one, third, other, certainty in _bridged(found.values()):
        pair = (places[one], places[other])
        if (one, other) in not_same:
            continue
        judged = evidence.judge(records[pair[0]], records[pair[1]])
        there = found.get(pair)
        if (
            not judged.is_unlike
            and _rounded(certainty) >= least
            and certainty > (there.certainty if there else 0)
        ):
            reasons = (*judged.reasons, f"both are {KINDS[kind].name}/{third}")
            found[pair] = Pair(records[pair[0]], records[pair[1]], _rounded(certainty), reasons, False)
    wanted = [
        pair for pair in found.values() if among is None or pair.one.id in among or pair.other.id in among
    ]
    return sorted(wanted, key=lambda pair: (-pair.certainty, pair.one.id, pair.other.id))


def _rounded(certainty: float) -> float:
    return round(min(certainty, MOST), 3)


def _pair(records: Sequence[Known], pair: tuple[int, int], judged: Judgement) -> Pair:
    one, other = records[pair[0]], records[pair[1]]
    return Pair(one, other, _rounded(judged.certainty), judged.reasons, judged.is_unlike)


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
