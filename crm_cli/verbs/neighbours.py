"""Words that the shell has parted: neighbours that together are one record's whole name are that record.

So `crm contact show Jane Doe` means Jane Doe without quotes. Where they also name one record each, nothing is chosen.
"""

from __future__ import annotations

from crm_cli.core.errors import Ambiguous
from crm_cli.db import search
from crm_cli.verbs import resolve

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from crm_cli.app.context import App
    from crm_cli.core.errors import Candidate


def together(crm: App, kinds: Sequence[str], typed: Sequence[str]) -> list[str]:
    """The words, those put together that are one record's whole name; Ambiguous where they also name one each."""
    crm.refresh_search()
    found: list[str] = []
    at = 0
    while at < len(typed):
        size = next(iter(sizes(crm, kinds, typed, at, len(typed) - at)), 1)
        run = typed[at : at + size]
        if size > 1:
            _refuse_several(crm, kinds, run)
        found.append(" ".join(run))
        at += size
    return found


class Slot:
    """What an argument of a command names: records of `kinds`, or what `exists` knows; else any word.

    is_needed: whether the command wants it. takes_all: whether it takes all words that are left.
    """

    __slots__ = ("exists", "is_needed", "kinds", "takes_all")

    def __init__(
        self,
        kinds: Sequence[str] = (),
        exists: Callable[[str], bool] | None = None,
        *,
        is_needed: bool = True,
        takes_all: bool = False,
    ) -> None:
        self.kinds = kinds
        self.exists = exists
        self.is_needed = is_needed
        self.takes_all = takes_all


def in_slots(crm: App, slots: Sequence[Slot], typed: Sequence[str]) -> list[str]:
    """The words of a command whose arguments each name one thing, those put together that are one record's whole name.

    Ambiguous where they may be put together in two ways, or also name one thing each.
    """
    crm.refresh_search()
    ways = [way for way in _ways(crm, slots, typed) if len(way) < len(typed)]
    if not ways:
        return [*typed]
    fewest = [way for way in ways if len(way) == min(map(len, ways))]
    if len(fewest) > 1:
        raise both(crm, typed)
    at = 0
    for slot, words in zip(slots, fewest[0], strict=False):
        size = len(words)
        if size > 1:
            _refuse_each(crm, slots, slot, typed, at, size)
        at += size
    return [" ".join(words) for words in fewest[0]]


def _ways(crm: App, slots: Sequence[Slot], typed: Sequence[str]) -> Iterator[list[Sequence[str]]]:
    """All ways to part the words among the arguments: one word each, or several that are a record's whole name."""
    if not typed:
        if not any(slot.is_needed for slot in slots):
            yield []
        return
    if not slots:
        return
    slot, rest = slots[0], slots[1:]
    if slot.takes_all:
        yield [[word] for word in typed]
        return
    longer = sizes(crm, slot.kinds, typed, 0, len(typed)) if slot.kinds else ()
    for size in (*longer, 1):
        for way in _ways(crm, rest, typed[size:]):
            yield [typed[:size], *way]


def _refuse_each(
    crm: App, slots: Sequence[Slot], slot: Slot, typed: Sequence[str], at: int, size: int
) -> None:
    """Refuse a name put together of words that would also do one by one: each names what its own argument wants."""
    alone = next((way for way in _ways(crm, slots, typed) if len(way) == len(typed)), None)
    if alone is None:
        return
    own = [slots[min(place, len(slots) - 1)] for place in range(at, at + size)]
    run = typed[at : at + size]
    if all(_names_one(crm, each, word) for each, word in zip(own, run, strict=True)):
        raise both(crm, run, resolve.bearing(crm, slot.kinds, " ".join(run)))


def _names_one(crm: App, slot: Slot, word: str) -> bool:
    if slot.kinds:
        return len(resolve.fitting(crm, slot.kinds, word)) == 1
    return slot.exists is not None and slot.exists(word)


def sizes(crm: App, kinds: Sequence[str], typed: Sequence[str], at: int, most: int) -> Iterator[int]:
    """How many words from a place on are one record's whole name together, two at least: the most first."""
    if most < 2 or not _may_begin(crm, kinds, " ".join(typed[at : at + 2])):
        return
    size = 2
    while size < most and _may_begin(crm, kinds, " ".join(typed[at : at + size + 1])):
        size += 1
    for each in range(size, 1, -1):
        is_word = any(map(str.isalnum, typed[at + each - 1]))  # `-` and `@` are no end of a name
        if is_word and resolve.bearing(crm, kinds, " ".join(typed[at : at + each])):
            yield each


def _may_begin(crm: App, kinds: Sequence[str], text: str) -> bool:
    """Whether some name begins so: a look-up that rules out most words, of which there may be thousands."""
    return any(search.is_begun(crm.read(), kind, text) for kind in kinds)


def _refuse_several(crm: App, kinds: Sequence[str], run: Sequence[str]) -> None:
    """Refuse words that are one record's whole name and also name one record each, others among them."""
    whole = resolve.bearing(crm, kinds, " ".join(run))
    each: list[Candidate] = []
    for word in run:
        fits = resolve.fitting(crm, kinds, word)
        if len(fits) != 1:
            return
        each += fits
    if {(one.kind, one.id) for one in each} <= {(one.kind, one.id) for one in whole}:
        return
    raise both(crm, run, [*dict.fromkeys([*whole, *each])])


def both(crm: App, run: Sequence[str], candidates: Sequence[Candidate] = ()) -> Ambiguous:
    """What is said of words that may be one name or several."""
    from crm_cli.core import shell

    return Ambiguous(
        f"`{' '.join(run)}` may be one name or {len(run)}",
        hint=f"one name: {shell.as_one(crm.argv, run)}",
        candidates=candidates,
    )
