"""How likely a text is in a language: by which letter follows which, learnt from the names of places and languages.

The names are those that Unicode's locale data has of countries, cities, languages, currencies, months and days; babel
holds them for every language, so that no tables of ours are needed. They are read when a file's encoding is in doubt,
and only for the languages that are.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache
from math import log
from typing import Any

_PLACES = (
    "territories",
    "languages",
    "scripts",
    "currency_names",
    "months",
    "days",
    "eras",
    "date_fields",
    "time_zones",
)
_BIGRAMS, _LETTERS, _KNOWN = 0.7, 0.27, 0.025
"""What counts: the pair, the letter alone, that the letter is one of the language's; the rest is for any other letter."""

_FLOOR = 1e-6
_WRITTEN = {"ro": str.maketrans("şţ", "șț")}
"""Letters that a language's older texts write in place of others."""

_EAST = frozenset({"zh", "zh_Hant", "ja", "ko"})
_QUOTES = frozenset("«»“”„‚‘’–—…°ºª²³®™\u00a0¿¡")
_MARKS = frozenset("€£§©×·½´•№")
_JOINS = frozenset("’·‐\u200c\u200d")
_EAST_MARKS = frozenset("、。，（）「」：；\u3000《》・ー－！？〒～")
"""Signs beyond ASCII that are no letters, but usual: at a word's edge, apart from words, inside them, in the East."""

MARK, ODD, CONTROL = -6.5, -16.0, -30.0
"""A usual sign that is no letter, one that stands where none is usual, one that no text has."""


class Language:
    """The letters of one language."""

    def __init__(self, name: str) -> None:
        self.is_east = name in _EAST
        self.written = _WRITTEN.get(name, {})
        pairs: dict[str, int] = {}
        letters: dict[str, int] = {}
        before: dict[str, int] = {}
        for text in _names(name):
            last = " "
            for sign in _plain(text) + " ":
                sign = sign if _is_letter(sign) else " "  # noqa: PLW2901
                if sign == last == " ":
                    continue
                pairs[last + sign] = pairs.get(last + sign, 0) + 1
                before[last] = before.get(last, 0) + 1
                letters[sign] = letters.get(sign, 0) + 1
                last = sign
        self.pairs, self.letters, self.before = pairs, letters, before
        self.total = sum(letters.values()) or 1

    def likeliness(self, word: str) -> float:
        """The logarithm of the share of this word in texts, as far as it has letters beyond ASCII."""
        sum_, last = 0.0, " "
        for sign in (word.translate(self.written) if self.written else word) + " ":
            if sign > "\x7f" or last > "\x7f":
                sum_ += self._step(last, sign)
            last = sign
        return sum_

    def _step(self, last: str, sign: str) -> float:
        seen = self.letters.get(sign, 0)
        share = (
            _BIGRAMS * self.pairs.get(last + sign, 0) / self.before.get(last, 1)
            + _LETTERS * seen / self.total
        )
        if seen:
            share += _KNOWN / len(self.letters)
        elif self.is_east and sign > "\u2e7f":
            share += 1 / 60_000
        return log(share + _FLOOR)


@cache
def language(name: str) -> Language:
    """A language by its code, `tr`."""
    return Language(name)


def likeliness(texts: Iterable[str], names: tuple[str, ...]) -> float:
    """The logarithm of how likely cells are, as far as they are beyond ASCII, in one or two of some languages."""
    is_east = not _EAST.isdisjoint(names)
    words: list[str] = []
    sum_ = 0.0
    for text in texts:
        for word, signs in _parts(text):
            if word:
                words.append(_plain(word))
                sum_ += _shape(word, is_east=is_east)
            for sign, around in signs:
                sum_ += _sign(sign, around, is_east=is_east)
    each = [[one.likeliness(word) for word in words] for one in map(language, names)]
    spoken = sorted(each, key=sum)[-2:]
    return sum_ + sum(map(max, zip(*spoken, strict=True))) if words else sum_


def is_odd(text: str) -> bool:
    """Whether a text has words as hardly any language has them: of two scripts, or of one letter; and no controls."""
    return text.isprintable() and any(word and _shape(word, is_east=False) < 0 for word, _ in _parts(text))


def _parts(text: str) -> Iterator[tuple[str, list[tuple[str, int]]]]:
    """Words with letters beyond ASCII, and the other signs beyond it, each with on how many sides letters stand."""
    text = unicodedata.normalize("NFC", text)
    word = ""
    for place, sign in enumerate(text + " "):
        if _is_letter(sign):
            word += sign
            continue
        if word and not word.isascii():
            yield word, []
        if sign > "\x7f":
            after = text[place + 1 : place + 2]
            yield "", [(sign, bool(word) + _is_letter(after))]
        word = ""


def _shape(word: str, *, is_east: bool) -> float:
    """What a word loses by capitals inside it, by letters of two scripts, and by being a single sign of a script of words."""
    lost = 0.0
    for last, sign, after in zip(word, word[1:], word[2:] + " ", strict=False):
        if last.isascii() and sign.isascii():
            continue
        if (last.islower() and sign.isupper()) or (last.isupper() and sign.isupper() and after.islower()):
            lost -= 8
        if {_script(last), _script(sign), "COMBINING"} - {_script(sign), "COMBINING"}:
            lost -= 3 if is_east else 12
    if len(word) == 1 and not is_east and _script(word) != "LATIN":
        lost -= 6
    return lost


def _sign(sign: str, around: int, *, is_east: bool) -> float:
    """What a sign costs that is no letter. around: on how many sides of it letters stand."""
    if (sign in _EAST_MARKS and is_east) or (sign in _JOINS and around == 2):
        return MARK + 2
    if sign in _QUOTES:
        return MARK if around < 2 else ODD
    if sign in _MARKS:
        return ODD if around else MARK
    return CONTROL if unicodedata.category(sign) in {"Cc", "Cn", "Co", "Cs"} else ODD


@cache
def _script(sign: str) -> str:
    """The script of a letter, as its name says it: kana and Han are written together."""
    first = unicodedata.name(sign, "").partition(" ")[0].partition("-")[0]
    return "CJK" if first in {"HIRAGANA", "KATAKANA", "CJK", "HANGUL", "FULLWIDTH", "HALFWIDTH"} else first


@cache
def _is_letter(sign: str) -> bool:
    return sign.isalpha() or unicodedata.category(sign or " ")[0] == "M"


def _plain(text: str) -> str:
    """Small letters, composed; a dotted capital I is an i."""
    return unicodedata.normalize("NFC", text.replace("İ", "i").lower())


def _names(language: str) -> Iterator[str]:
    from babel.localedata import load

    data = load(language, merge_inherited=False)
    for place in _PLACES:
        yield from _texts(data.get(place))


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _texts(inner)
    elif isinstance(value, (list, tuple)):
        for inner in value:
            yield from _texts(inner)
