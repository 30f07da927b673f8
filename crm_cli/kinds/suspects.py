"""Which pairs of records are worth a look: those that share something rare, or two things that are less so.

Of 100,000 records there are five billion pairs. Records stand together in blocks by what they have alike: a value, a
word of the name as it sounds, two of these. A block that has grown large tells nothing, and is passed over: whoever is
one person there stands together in a smaller one, too.
"""

from __future__ import annotations

from crm_cli.core.sound import spelled
from crm_cli.kinds.proofs import SORTS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from crm_cli.kinds.known import Known

    Block = Iterable[tuple[str, int]]
    """Keys of records with their places; one that ends with a hyphen is of little weight."""

    Pair = tuple[int, int]


LARGEST = 40
"""Of more records than so many in one block no pair is looked at; in a small file of more."""

LEAST, MOST = 6, 150
"""The same of blocks of little weight: the fewer records there are, the more of them one may hold."""

SMALLEST_OF_OWN = 4
"""A value of the user's own fields with fewer signs is no block."""


def pairs(records: Sequence[Known]) -> Iterator[Pair]:
    """Places of records that are to be looked at together, each pair once, the earlier record first."""
    many = len(records)
    seen: set[int] = set()
    light = max(LEAST, min(MOST, 500_000 // max(many, 1)))
    sounds: dict[str, str] = {}
    heard = [sorted({_heard(word, sounds) for word in each.words}) for each in records]
    for keys in _blocks(records, heard):
        members: dict[str, list[int]] = {}
        for key, place in keys:
            there = members.setdefault(key, [])
            if not there or there[-1] != place:  # a record comes with all its keys together
                there.append(place)
        for key, places in members.items():
            if 1 < len(places) <= (light if key[-1:] == "-" else max(light, LARGEST)):
                for at, later in enumerate(places):
                    for earlier in places[:at]:
                        seen.add(earlier * many + later)
    for pair in sorted(seen):
        yield divmod(pair, many)


def _heard(word: str, known: dict[str, str]) -> str:
    if word not in known:
        known[word] = spelled(word)
    return known[word]


def _blocks(records: Sequence[Known], heard: Sequence[Sequence[str]]) -> Iterator[Block]:
    """The ways in which records are put together, one after the other."""
    yield ((" ".join(words), place) for place, words in enumerate(heard) if len(words) > 1)
    yield ((f"{word}-", place) for place, words in enumerate(heard) for word in words if len(word) > 1)
    yield _beginnings(heard)
    for sort in SORTS:
        if sort not in ("own", "country", "region"):
            if SORTS[sort].is_telling:
                yield _values(records, sort)
            yield _with_words(records, heard, sort)
    yield _with_birthday(records)
    yield _own(records)


def _beginnings(heard: Sequence[Sequence[str]]) -> Block:
    """A word and how another begins: one slip in a name leaves the other word whole."""
    for place, words in enumerate(heard):
        for word in words:
            if len(word) > 1:
                for other in words:
                    if other != word:
                        yield f"{word} {other[:2]}-", place


def _values(records: Sequence[Known], sort: str) -> Block:
    for place, each in enumerate(records):
        for value in each.values.get(sort, ()):
            yield f"{value}{'-' if sort == 'birthday' else ''}", place
            if sort == "email":
                yield value.partition("@")[0], place


def _with_words(records: Sequence[Known], heard: Sequence[Sequence[str]], sort: str) -> Block:
    if SORTS[sort].is_telling and sort not in ("birthday", "street"):
        return
    for place, each in enumerate(records):
        for value in each.values.get(sort, ()):
            for word in heard[place]:
                yield f"{value} {word}{'-' if sort == 'city' else ''}", place
                if sort != "city":
                    yield f"{value} {word[:2]}-", place


def _with_birthday(records: Sequence[Known]) -> Block:
    """A birthday with where somebody lives: the name may be another one by now."""
    for place, each in enumerate(records):
        for birthday in each.values.get("birthday", ()):
            for sort in ("city", "postal_code", "street"):
                for value in each.values.get(sort, ()):
                    yield f"{birthday} {value}", place


def _own(records: Sequence[Known]) -> Block:
    for place, each in enumerate(records):
        for key, values in each.values.items():
            if key.startswith("own:"):
                for value in values:
                    if len(value) >= SMALLEST_OF_OWN:
                        yield f"{key} {value}", place
