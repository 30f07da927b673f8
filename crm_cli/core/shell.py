"""Words as a person types them at a shell: what hints print can be pasted and runs."""

from __future__ import annotations

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
    """A command line with words of it, which stand together there, put in quotes: what was meant, to be run instead."""
    size = len(parted)
    for at in range(len(typed) - size, -1, -1):
        if [*typed[at : at + size]] == [*parted]:
            return line(["crm", *typed[:at], " ".join(parted), *typed[at + size :]])
    return line([" ".join(parted)])
