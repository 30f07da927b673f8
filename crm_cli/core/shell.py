"""Words as a person types them at a shell: what hints print can be pasted and runs."""

from __future__ import annotations

from itertools import pairwise

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_PLAIN = frozenset("@%+=:,./-_")
"""Signs beside letters and digits that no shell gives a meaning, inside a word."""


def quoted(word: str) -> str:
    """Write one word, in quotes only where it needs them: double ones where nothing inside has a meaning there."""
    if word and word[0] not in "=~" and all(sign.isalnum() or sign in _PLAIN for sign in word):
        return word
    if not any(sign in '"$`\\!' for sign in word):
        return f'"{word}"'
    return "'" + word.replace("'", "'\\''") + "'"


def line(words: Iterable[str]) -> str:
    """Write words one after the other: `crm call "Jane Doe" hello`."""
    return " ".join(map(quoted, words))


def as_one(typed: Sequence[str], parted: Sequence[str]) -> str:
    """A command line with words of it in quotes, which the shell has parted: what was meant, to be run instead."""
    words = together(typed, parted)
    return line(["crm", *words]) if words else line([" ".join(parted)])


def together(typed: Sequence[str], parted: Sequence[str]) -> list[str]:
    """Words of a line with some of them put together; [] where they are none of it.

    Those that stand apart from the first ones, behind an option's value, are more of that value.
    """
    places = _places(typed, parted)
    words = dict(enumerate(typed))
    first = start = places[0] if places else 0
    for before, at in pairwise(places):
        if at != before + 1:
            start = first if typed[at - 1].startswith("-") else at - 1
        words[start] += f" {words.pop(at)}"
    return [*words.values()] if places else []


def _places(typed: Sequence[str], parted: Sequence[str]) -> list[int]:
    """Where the parted words stand, in their order: together where they do, else the last of each; [] for nowhere."""
    size = len(parted)
    for at in range(len(typed) - size, -1, -1):
        if [*typed[at : at + size]] == [*parted]:
            return [*range(at, at + size)]
    found: list[int] = []
    end = len(typed)
    for word in reversed(parted):
        end = next((at for at in range(end - 1, -1, -1) if typed[at] == word), -1)
        if end < 0:
            return []
        found.insert(0, end)
    return found
