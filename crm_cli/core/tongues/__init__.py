"""The words of days and times in each language we know, and what each of them can mean.

A module per language tells them as a table: a sign and, after a colon, its value; then the words that have it,
`_` where one is several words. The signs are those of `core.grammar`. A language whose words take endings lists
them as ENDINGS: a word that is not in the table is looked for without.
"""

from __future__ import annotations

import re
from functools import cache

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    Sign = tuple[str, "int | str | tuple[int, str]"]
    Signs = tuple[Sign, ...]

WHOLE = ("en", "ru", "kk", "ky", "fa", "de", "fr", "es")
"""Languages whose words we know well enough to ask nobody else."""

KNOWN = (*WHOLE, "uk", "it", "pt", "tr", "uz", "zh")

_MANY = 5  # words in the longest entry
_ENDLESS = frozenset("xlztciagbfsMe_@")  # signs whose words take no further ending


class Tongue:
    """One language: what its words mean, alone and several together."""

    __slots__ = ("_endings", "_meanings", "name")

    def __init__(self, name: str, words: str, endings: str = "") -> None:
        self.name = name
        self._endings = sorted(endings.split(), key=len, reverse=True)
        self._meanings: dict[str, list[Signs]] = {}
        for line in words.strip().splitlines():
            kind, *entries = line.split()
            signs = _signs(kind)
            for entry in entries:
                key = folded(entry.replace("_", " "))
                self._meanings.setdefault(key, []).append(signs)

    def words(self) -> Iterable[str]:
        """All entries, folded."""
        return self._meanings

    def readings(self, words: list[str], start: int) -> list[tuple[int, Signs]]:
        """What can be meant from one word on: how many words it takes, the most there are, and their signs."""
        for count in range(min(_MANY, len(words) - start), 0, -1):
            meanings = self._meanings.get(" ".join(words[start : start + count]))
            if meanings is None and count == 1:
                meanings = self._without_ending(words[start])
            if meanings:
                return [(count, signs) for signs in meanings]
        return []

    def _without_ending(self, word: str) -> list[Signs]:
        for ending in self._endings:
            meanings = self._meanings.get(word[: -len(ending)]) if word.endswith(ending) else None
            kept = [signs for signs in meanings or () if signs[0][0] not in _ENDLESS]
            if kept:
                return kept
        return []


@cache
def tongue(name: str) -> Tongue:
    """The words of one of the languages `KNOWN`."""
    import importlib

    module = importlib.import_module(f"crm_cli.core.tongues.{name}")
    return Tongue(name, module.WORDS, getattr(module, "ENDINGS", ""))


def folded(text: str) -> str:
    """Fold what differs between one writer and the next: case, accents of Latin letters, ё, Arabic ye and kaf."""
    import unicodedata

    text = unicodedata.normalize("NFD", text.casefold().replace("ё", "е"))
    text = re.sub(r"([a-z])[\u0300-\u036f]+", r"\1", text)
    text = unicodedata.normalize("NFC", text)
    text = re.sub("[\u064b-\u065f\u0654]", "", text)  # marks of vowels, and the hamza of هفتهٔ
    return text.translate(_SAME_LETTERS)


_SAME_LETTERS = str.maketrans(
    {"ي": "ی", "ى": "ی", "ك": "ک", "ۀ": "ه", "ة": "ه", "\u200c": " ", "\u200d": "", "ـ": ""}
)


def _signs(kind: str) -> Signs:
    """Read `d:1` as one sign, `dP:0night` as two with a value each, `x` as one without."""
    codes, _, value = kind.partition(":")
    number, word = re.fullmatch(r"(-?\d*)(\D*)", value).groups()  # type: ignore[union-attr]
    if codes == "u":
        return (("u", (int(number or 1), word)),)
    if codes == "nu":
        return (("n", int(number)), ("u", (1, word)))
    values: list[int | str] = [*([int(number)] if number else []), *([word] if word else [])]
    if len(codes) > 1:
        values = values if len(values) == len(codes) else [0, *values]
    return tuple(zip(codes, values or [0], strict=True))
