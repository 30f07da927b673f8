"""Words that name a person, found in any text however they are written, and put out of it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any
from unicodedata import combining

from crm_cli.core.text import fold

FORGOTTEN = "[forgotten]"
"""What stands in a text where a name, an e-mail or a phone of a forgotten person stood."""

LEAST_DIGITS = 7
"""A number of fewer digits is no phone that names anybody."""

_JOINED = "\u3005"
"""From this sign on (Chinese, kana, hangul) words stand without spaces between."""


_OWNERS = re.compile(r"(?<=\w)['’ʼ＇`´](?=[sS](?!\w))")


class Cleaner:
    """Finds phrases (names, e-mails) and numbers (phones) as whole words, folded, and replaces them."""

    def __init__(self, phrases: Iterable[str], numbers: Iterable[str] = ()) -> None:
        """Take phrases as people write them and numbers in any form."""
        folded = sorted({fold(phrase) for phrase in phrases if phrase.strip()}, key=len, reverse=True)
        digits = sorted({found for number in numbers if (found := significant(number))}, reverse=True)
        patterns = [_phrase(phrase) for phrase in folded] + [_number(number) for number in digits]
        self._pattern = re.compile("|".join(patterns)) if patterns else None

    def clean(self, text: str) -> str:
        """The text with `[forgotten]` in place of all that was found; the very text where nothing was."""
        if not self.is_in(text):
            return text
        kept, done = [], 0
        for start, end in self.found(text):
            before = text[done:start].rstrip("+(")
            kept += [before, FORGOTTEN]
            done = end
        return "".join([*kept, text[done:]])

    def is_in(self, text: str) -> bool:
        """Whether anything is found in a text."""
        return self._pattern is not None and self._pattern.search(flat(text)) is not None

    def found(self, text: str) -> Iterator[tuple[int, int]]:
        """From where to where in a text something was found."""
        if self._pattern is not None:
            folded, origin = _spread(_apart(text))
            for found in self._pattern.finditer(folded):
                yield origin[found.start()][0], origin[found.end() - 1][1]

    def clean_json(self, text: str) -> str:
        """The same within the texts of a JSON object, which stays one."""
        value = json.loads(text)
        cleaned = self.clean_value(value)
        return text if cleaned == value else json.dumps(cleaned, ensure_ascii=False, separators=(",", ":"))

    def clean_value(self, value: Any) -> Any:
        """The same within all texts of a value as JSON reads it; keys stay."""
        if isinstance(value, str):
            return self.clean(value)
        if isinstance(value, list):
            return [self.clean_value(item) for item in value]
        if isinstance(value, dict):
            return {key: self.clean_value(item) for key, item in value.items()}
        return value

    def clean_words(self, words: str) -> str:
        """The same within a command as typed, argument by argument: an argument's quotes are not its words."""
        import shlex

        try:
            typed = shlex.split(words)
        except ValueError:
            return self.clean(words)
        cleaned = [self.clean(word) for word in typed]
        return words if cleaned == typed else " ".join(_quoted(word) for word in cleaned)


def texts_in(value: Any) -> Iterator[str]:
    """All texts of a value as JSON reads it, but for keys."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for item in value:
            yield from texts_in(item)
    elif isinstance(value, dict):
        for item in value.values():
            yield from texts_in(item)


def significant(number: str) -> str:
    """The digits by which a phone number is known whatever stands before them: the last ten; "" for too few."""
    digits = "".join(sign for sign in fold(number) if sign.isdigit())
    return digits[-10:] if len(digits) >= LEAST_DIGITS else ""


def _quoted(word: str) -> str:
    import shlex

    return word if word == FORGOTTEN else shlex.quote(word)


def flat(text: str) -> str:
    """A text folded, as names are looked for in it: of `Jane's` the name is a word of its own."""
    folded = fold(_apart(text))
    return folded if folded else text


def _apart(text: str) -> str:
    """The text with a space for the apostrophe before an `s` that a word ends with; as long as it was."""
    return _OWNERS.sub(" ", text)


def _phrase(folded: str) -> str:
    inside = " +".join(re.escape(word) for word in folded.split())
    before = "" if folded[0] >= _JOINED else "(?<![^ \u3005-\U0003ffff])"
    after = "" if folded[-1] >= _JOINED else "(?![^ \u3005-\U0003ffff])"
    return f"{before}{inside}{after}"


def _number(digits: str) -> str:
    inside = " {0,3}".join(digits)
    return f"(?<![^ ])(?:[0-9]{{1,4}} {{0,3}})?{inside}(?![^ ])"


def _spread(text: str) -> tuple[str, list[tuple[int, int]]]:
    """Fold a text sign by sign: the folded text, and for each of its signs from where to where it was written."""
    folded: list[str] = []
    origin: list[tuple[int, int]] = []
    start = 0
    while start < len(text):
        end = start + 1
        while end < len(text) and combining(text[end]):
            end += 1
        for sign in _sign(text[start:end]):
            folded.append(sign)
            origin.append((start, end))
        start = end
    return "".join(folded), origin


@lru_cache(maxsize=4096)
def _sign(written: str) -> str:
    """What one sign with its accents folds to between letters: itself, a space, or nothing."""
    return fold(f"a{written}a")[1:-1]
