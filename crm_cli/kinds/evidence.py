"""How certain it is that two records are one: what each thing that they have in common tells, added up.

The one judgement of sameness: `duplicates` lists by it, `merge` goes by it, `add` remarks by it. Each thing in common
is weighed by how rare it is among the records (`proofs`); what contradicts takes away. The sum, against the odds that
two records taken anyhow are one, is the certainty. Nothing is learnt from examples, and every reason can be told.
"""

from __future__ import annotations

from math import log2

from crm_cli.core.record import record
from crm_cli.kinds.named import Names, slip
from crm_cli.kinds.proofs import FEWEST, OFFICES, SAME, SORTS, STRANGERS, WORD

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from crm_cli.kinds.known import Known
    from crm_cli.kinds.named import Named


OWN = "own"
"""The sort of the user's own fields; their keys follow it and a colon."""

MOST_OF_OWN = 14.0
"""Bits that all fields of the user's own tell at most: nobody knows what they mean, or whether they go together."""

SHARED = {"same": 1.0, "slip": 0.5, "unlike": 0.25}
"""How much of what families and companies share counts, by how well the names agree."""

UNLIKE_AT_MOST = 0.9
SLIP_AT_MOST = 0.97
UNTOLD_AT_MOST = 0.95
DENIED_AT_MOST = 0.8
"""How certain it is at most: names that do not agree; a slip, and nothing of the person's own; nothing telling at all;
that, and another value of a sort that nobody changes."""

DENIAL = -4.0
"""Bits of a value that nobody changes, and that is another one."""


@record
class Judgement:
    """How certain it is, from 0 to 1, that two records are one, and why: what speaks for it, then what against.

    is_unlike: their names do not agree, so that no third record makes them one.
    """

    certainty: float
    reasons: tuple[str, ...]
    is_unlike: bool = False


class Evidence:
    """Weighs pairs of records against how common everything is among all of them."""

    def __init__(self, records: Sequence[Known], *, is_person: bool) -> None:
        self._many = len(records)
        self._prior = -log2(max(self._many, FEWEST))
        self._counts = _counted(records)
        self._words: dict[str, int] = {}
        for each in records:
            for word in set(each.words):
                self._words[word] = self._words.get(word, 0) + 1
        self._names = Names(lambda word: self._chance(self._words.get(word, 0), WORD), is_person=is_person)

    def judge(self, one: Known, other: Known) -> Judgement:
        """How certain it is that two records are one, and why."""
        named = self._names.compare(one.words, other.words)
        bits = self._prior + named.bits
        reasons, against = [*named.reasons], []
        own = 0.0
        is_told = is_personal = is_denied = False
        for key, mine in one.values.items():
            yours = other.values.get(key)
            if not yours:
                continue
            sort = SORTS.get(key) or SORTS[OWN]
            told, reason = self._common(key, mine, yours)
            if told > 0 and sort.is_shared:
                told *= SHARED[named.how]
            elif told > 0 and key == "email" and named.how == "unlike":
                told *= SHARED["slip"]
            if key.startswith(OWN):
                own += told
            else:
                bits += told
            if told > 0:
                is_told = is_told or (sort.is_telling and told > 2) or (key.startswith(OWN) and told > 6)
                is_personal = is_personal or (not sort.is_shared and told > 6)
                reasons.append(reason)
            elif told < 0:
                is_denied = is_denied or told <= DENIAL
                against.append(f"but another {_said(key)}")
        certainty = 1 / (1 + 2.0 ** -(bits + min(own, MOST_OF_OWN)))
        most = _at_most(named, is_told=is_told, is_personal=is_personal, is_denied=is_denied)
        return Judgement(min(certainty, most), (*reasons, *against), named.how == "unlike")

    def _common(self, key: str, mine: Sequence[str], yours: Sequence[str]) -> tuple[float, str]:
        """What one sort of values tells, in bits, and in words."""
        sort = SORTS.get(key) or SORTS[OWN]
        same = mine if mine == yours else [value for value in mine if value in yours]
        if same:
            rarity = self._counts[key]
            value = same[0] if len(same) == 1 else min(same, key=rarity.__getitem__)
            told = log2(SAME / self._chance(self._counts[key].get(value, 0), sort.rare))
            if key == "email" and value.partition("@")[0] in OFFICES:
                told /= 2
            shown = "" if key == "employer" else f" {value}"
            return max(told, 0.1), f"same {_said(key)}{shown}"
        nearly = _NEARLY.get(key)
        if nearly is not None and (near := nearly(mine, yours)):
            return near, f"nearly the same {_said(key)}"
        if sort.is_text:
            value, like, degree = max(
                ((value, like, slip(value, like)) for value in mine for like in yours),
                key=lambda each: each[2],
            )
            if degree:
                common = max(self._counts[key].get(each, 0) for each in (value, like))
                told = log2(SAME / self._chance(common, sort.rare)) * degree - 1
                return max(told, 0.0), f"nearly the same {_said(key)} {value}, {like}"
        return sort.differs, ""

    def _chance(self, count: int, rare: float) -> float:
        """How likely a stranger has a value that so many records have, the pair itself aside."""
        return (max(count - 2, 0) + STRANGERS * rare) / (self._many + STRANGERS)


def _counted(records: Sequence[Known]) -> dict[str, dict[str, int]]:
    counts: dict[str, dict[str, int]] = {}
    for each in records:
        for key, values in each.values.items():
            of_key = counts.setdefault(key, {})
            for value in values:
                of_key[value] = of_key.get(value, 0) + 1
    return counts


def _at_most(named: Named, *, is_told: bool, is_personal: bool, is_denied: bool) -> float:
    if named.how == "unlike":
        return UNLIKE_AT_MOST
    if named.how == "slip" and not is_personal:
        return SLIP_AT_MOST
    if is_told:
        return 1.0
    return DENIED_AT_MOST if is_denied else UNTOLD_AT_MOST


def _said(key: str) -> str:
    """A sort of values as people call it."""
    sort, _, name = key.partition(":")
    return name or {"employer": "company"}.get(sort, sort.replace("_", " "))


def _nearly_emails(mine: Sequence[str], yours: Sequence[str]) -> float:
    """Bits of addresses that are a slip apart, or have the same before the `@`."""
    from rapidfuzz.distance import OSA

    best = 0.0
    for one in mine:
        for other in yours:
            local, like = one.partition("@")[0], other.partition("@")[0]
            degree = OSA.normalized_similarity(one, other, score_cutoff=0.6)
            if (
                _figures(local) != _figures(like)
                and degree < 1
                and local.rstrip("0123456789") == like.rstrip("0123456789")
            ):
                continue  # anna1@ and anna2@ are two addresses
            if degree >= 0.8 and (
                one.partition("@")[2] != other.partition("@")[2]
                or OSA.distance(local, like) <= max(1, len(local) // 4)
            ):
                best = max(best, 12 * degree)
            elif local == like and local not in OFFICES:
                best = max(best, 4.0)
            elif degree >= 0.6:
                best = max(best, 1.0)
    return best


def _nearly_birthdays(mine: Sequence[str], yours: Sequence[str]) -> float:
    """Bits of birthdays that are nearly the same: one sign, two swapped, the year unknown, the same year, or a hundred days."""
    from rapidfuzz.distance import OSA

    one, other = mine[0], yours[0]
    if one[-4:] == other[-4:] and (len(one) < 8 or len(other) < 8):
        return 8.0
    if len(one) != len(other):
        return 0.0
    if OSA.distance(one, other) == 1 or one[-4:] == other[-4:] or one == other[:4] + other[6:] + other[4:6]:
        return 5.0
    return 2.0 if one[:4] == other[:4] else 1.0 if abs(_days(one) - _days(other)) < 100 else 0.0


def _days(day: str) -> int:
    """The number of a day, as near as it takes: months of 31 days."""
    return int(day[:4]) * 372 + int(day[4:6]) * 31 + int(day[6:]) if len(day) == 8 else 0


def _figures(text: str) -> str:
    return "".join(filter(str.isdigit, text))


_NEARLY = {"email": _nearly_emails, "birthday": _nearly_birthdays}
