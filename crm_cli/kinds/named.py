"""What the names of two records tell: word by word, in any order, spelling and script, with nicknames, initials and slips."""

from __future__ import annotations

from math import log2

from crm_cli.core import agree
from crm_cli.core.record import record
from crm_cli.kinds.proofs import SAME

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from crm_cli.core.agree import Way


DEGREES = {"same": 1.0, "spelling": 0.95, "script": 0.85, "nickname": 0.8}
"""How much of what a word tells is told by one that stands for it in this way."""

INITIAL = 3.0
"""Bits of an initial: one letter in eight or so."""

JUMBLED = -1.0
"""Bits of two short words that have the same letters in another order, or all of one's letters among the other's."""

UNLIKE = -4.0
"""Bits of a word on either side that have nothing to do with each other."""

MISSING = {True: -0.5, False: -2.0}
"""Bits of a word that only one of the names has; of companies (False) it is often another branch."""

NUMBERED = -8.0
"""Bits of a number that only one has, or that differs: shop 12 is not shop 13."""

_SAID = {
    "spelling": "spelt otherwise",
    "script": "in another script",
    "nickname": "a nickname",
    "initial": "an initial",
}


@record
class Named:
    """What two names tell: bits, the words for it, and how well they agree: `same`, `slip`, or `unlike`."""

    bits: float
    reasons: tuple[str, ...]
    how: str


class Names:
    """Compares names of one kind of record; what two words have to do with each other is worked out once."""

    def __init__(self, chance: Callable[[str], float], *, is_person: bool) -> None:
        """chance: how likely it is that a stranger has a word in the name."""
        self._chance = chance
        self._is_person = is_person
        self._known: dict[tuple[str, str], tuple[Way, float]] = {}

    def compare(self, one: Sequence[str], other: Sequence[str]) -> Named:
        """What two names tell, each given as its words (`core.agree.words`)."""
        if not one or not other:
            return Named(0.0, (), "same")
        if one == other:
            return Named(self._all(one), ("same name",), "same")
        bits, reasons = 0.0, []
        common = set(one) & set(other)
        bits += self._all(common)
        mine = [word for word in one if word not in common]
        yours = [word for word in other if word not in common]
        if not mine and not yours:
            return Named(bits, ("same name in another order",), "same")
        if "".join(one) == "".join(other):
            return Named(
                self._all(one if len(one) < len(other) else other), ("same name, parted otherwise",), "same"
            )
        how = "same"
        for way, degree, word, like in self._matched(mine, yours):
            if not degree:
                break
            mine.remove(word)
            yours.remove(like)
            if way == "slip":
                how = "slip"
                reasons.append(f"{word}, {like}: a slip")
            else:
                reasons.append(f"{word}, {like}: {_SAID[way]}")
            full = min(self._bits(word), self._bits(like))
            bits += INITIAL if way == "initial" else full * degree - 0.5
        if common:
            reasons.insert(0, f"same {' '.join(word for word in one if word in common)}")
        unlike = min(len(mine), len(yours))
        jumbled = min(unlike, sum(any(self._is_jumbled(word, like) for like in yours) for word in mine))
        bits += (
            jumbled * JUMBLED
            + (unlike - jumbled) * UNLIKE
            + (len(mine) + len(yours) - 2 * unlike) * MISSING[self._is_person]
        )
        if not "".join((*mine, *yours, "a")).isalpha() and any(map(str.isdigit, "".join((*mine, *yours)))):
            bits, how = bits + NUMBERED, "unlike"
        if unlike:
            reasons.append(f"but {' '.join(mine)}, {' '.join(yours)}")
            how = "unlike"
        return Named(bits, tuple(reasons), how)

    def _all(self, words: Iterable[str]) -> float:
        return sum([self._bits(word) for word in words])

    def _bits(self, word: str) -> float:
        return log2(SAME / self._chance(word))

    def _matched(self, mine: Sequence[str], yours: Sequence[str]) -> list[tuple[Way, float, str, str]]:
        """Words that stand for each other, the surest pairs first, each word once."""
        if len(mine) == 1 == len(yours):
            return [(*self._way(mine[0], yours[0]), mine[0], yours[0])]
        cells = sorted(
            ((*self._way(word, like), word, like) for word in mine for like in yours),
            key=lambda cell: (-cell[1], cell[2], cell[3]),
        )
        found: list[tuple[Way, float, str, str]] = []
        left, right = set(mine), set(yours)
        for cell in cells:
            if cell[1] and cell[2] in left and cell[3] in right:
                left.remove(cell[2])
                right.remove(cell[3])
                found.append(cell)
        return found

    def _way(self, word: str, like: str) -> tuple[Way, float]:
        key = (word, like)
        if key not in self._known:
            self._known[key] = self._worked_out(word, like)
        return self._known[key]

    def _worked_out(self, word: str, like: str) -> tuple[Way, float]:
        way = agree.way(word, like, is_person=self._is_person)
        if way == "initial":
            return way, 0.3
        if way:
            return way, DEGREES[way]
        if self._are_two(word, like):
            return "", 0.0
        degree = slip(word, like)
        return ("slip", degree) if degree else ("", 0.0)

    def _is_jumbled(self, word: str, like: str) -> bool:
        return _is_jumbled(word, like) and not self._are_two(word, like)

    def _are_two(self, word: str, like: str) -> bool:
        """Whether two words are names of two people, however alike: Alexander and Alexandra."""
        if not self._is_person:
            return False
        from crm_cli.core.nicknames import are_two

        return are_two(word, like)


def _is_jumbled(one: str, other: str) -> bool:
    """Whether a word of three letters or more has all its letters in another that is no more than two longer."""
    short, long = sorted((one, other), key=len)
    if len(short) < 3 or len(long) - len(short) > 2:
        return False
    left = list(long)
    for letter in short:
        if letter not in left:
            return False
        left.remove(letter)
    return True


def slip(one: str, other: str) -> float:
    """How nearly two texts are the same but for slips of the fingers, from 0 on; digits are none, nor are short words."""
    longest = max(len(one), len(other))
    if min(len(one), len(other)) < max(4, longest * 0.55) or not (one + other).replace(" ", "").isalpha():
        return 0.0
    from rapidfuzz.distance import OSA

    distance = OSA.distance(one, other, score_cutoff=longest // 2)
    degree = 1 - distance / longest
    if distance == 1 or degree >= 0.7:
        return 0.9 * degree
    if degree >= 0.55 or sorted(one) == sorted(other):
        return 0.5 * max(degree, 0.6)
    return 0.0
