"""Names that somebody may have meant: a letter off or swapped, spelt otherwise, in another script, joined, a nickname.

Asked only where nothing fits, of all names at once; what it gives is suggested, never chosen.
"""

from __future__ import annotations

from crm_cli.core import sound
from crm_cli.core.text import asked

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from crm_cli.core.text import Asked

    Costs = dict[str, int]
    """Words of names that one typed word may mean → how far off each is."""


def is_slip(a: str, b: str, *, least: int = 4) -> bool:
    """Whether two folded names are one slip of the fingers apart.

    That is one letter or space added, missing or other, or two neighbours swapped, in names of at
    least so many signs. A digit is no slip: "shop 12" is not nearly "shop 13".
    """
    if a == b or min(len(a), len(b)) < least or abs(len(a) - len(b)) > 1:
        return False
    if a[0] != b[0] and a[-1] != b[-1]:
        return False
    start = 0
    while start < min(len(a), len(b)) and a[start] == b[start]:
        start += 1
    a, b = a[start:], b[start:]
    while a and b and a[-1] == b[-1]:
        a, b = a[:-1], b[:-1]
    if any(sign.isdigit() for sign in a + b):
        return False
    return max(len(a), len(b)) == 1 or (len(a) == 2 and a == b[::-1])


def nearest(typed: str, names: Sequence[str], *, are_people: bool = False) -> dict[int, int]:
    """The names that have, for each word typed, one that may be meant by it: place in `names` → how far off, from 0 on.

    names: folded. are_people: nicknames count, too.
    """
    words = asked(typed)
    if not words:
        return {}
    known = _Vocabulary(names, are_people=are_people)
    found: dict[int, int] = {}
    for more, wanted in _readings(words, known.places):
        for place, far in known.with_all(wanted):
            found[place] = min(far + more, found.get(place, far + more))
    whole = "".join(word for word, _ in words)
    for place, name in enumerate("\n".join(names).replace(" ", "").split("\n")):
        if -2 < len(name) - len(whole) < 2 and (name == whole or is_slip(name, whole)):
            found[place] = min(1, found.get(place, 1))
    return found


def _readings(words: Sequence[Asked], there: Collection[str]) -> Iterator[tuple[int, Sequence[Asked]]]:
    """How the words typed may be parted: as they are; two of them joined (`mary ann` for Maryann); one of them in two."""
    yield 0, words
    for at in range(len(words) - 1):
        joined = words[at][0] + words[at + 1][0]
        yield 1, [*words[:at], (joined, words[at + 1][1]), *words[at + 2 :]]
    for at, (word, is_whole) in enumerate(words):
        for split in range(2, len(word) - 1):
            if word[:split] in there and word[split:] in there:
                yield 1, [*words[:at], (word[:split], True), (word[split:], is_whole), *words[at + 1 :]]


def _is_alike(a: str, b: str) -> bool:
    """Whether two words are a slip apart; of three letters, where they begin alike (Jon and John)."""
    if a[:1] == b[:1]:
        return is_slip(a, b, least=3)
    return a[-1:] == b[-1:] and is_slip(a, b)


class _Vocabulary:
    """The words of all names, where they stand and how they sound; worked out once for all words that are asked."""

    def __init__(self, names: Sequence[str], *, are_people: bool) -> None:
        self.places: dict[str, list[int]] = {}
        for place, name in enumerate(names):
            for word in name.split():
                if word in self.places:
                    self.places[word].append(place)
                else:
                    self.places[word] = [place]
        sounds = sound.spelled("\n".join(self.places)).split("\n")
        self._sounds = list(zip(self.places, sounds, strict=False))
        self._others = [word for word in self.places if not word.isascii() and sound.is_arabic(word)]
        self._are_people = are_people
        self._meant: dict[Asked, Costs] = {}

    def with_all(self, words: Sequence[Asked]) -> Iterator[tuple[int, int]]:
        """The places of names that have a word for each one asked, with how far off they are together."""
        sums: dict[int, int] | None = None
        for meant in sorted(map(self._costs, words), key=len):
            costs: dict[int, int] = {}
            for word, cost in meant.items():
                for place in self.places[word]:
                    if sums is None or place in sums:
                        costs[place] = min(cost, costs.get(place, cost))
            sums = costs if sums is None else {place: sums[place] + cost for place, cost in costs.items()}
            if not sums:
                return
        yield from (sums or {}).items()

    def _costs(self, asked: Asked) -> Costs:
        """The words that one typed word may mean: begun by it 0, else as much as it takes to see that they are alike."""
        if asked not in self._meant:
            self._meant[asked] = self._found(*asked)
        return self._meant[asked]

    def _found(self, word: str, is_whole: bool) -> Costs:
        sounding, nicks = sound.spelled(word), self._nicknames(word)
        least, most = len(word) - 2, len(word) + 2
        costs: Costs = {}
        for each, sounds in self._sounds:
            if each == word if is_whole else each.startswith(word):
                costs[each] = 0
            elif sounds == sounding:
                costs[each] = 1
            elif sounds in nicks:
                costs[each] = 2
            elif least < len(each) < most and _is_alike(each, word):
                costs[each] = 1
            elif -2 < len(sounds) - len(sounding) < 2 and _is_alike(sounds, sounding):
                costs[each] = 2
        for each in self._of_other_script(word):
            costs.setdefault(each, 2)
        return costs

    def _nicknames(self, word: str) -> Collection[str]:
        if not self._are_people:
            return ()
        from crm_cli.core.nicknames import forms_alike

        return forms_alike(word)

    def _of_other_script(self, word: str) -> Iterator[str]:
        """Words with the same consonants, of which either these or the one typed are in the Arabic script."""
        is_arabic = sound.is_arabic(word)
        bones = sound.bones(word) if is_arabic or self._others else frozenset()
        for each in self.places if is_arabic else self._others:
            if sound.is_arabic(each) != is_arabic and bones & sound.bones(each):
                yield each
