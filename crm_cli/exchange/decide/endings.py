"""Words that say how a deal stands: won, lost or open, as stages and statuses of other programs say it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from functools import cache

from crm_cli.core.text import compact, fold, same
from crm_cli.exchange.decide.profiles import usual_words

_LONGEST = 4
"""Words of the longest phrase that says how a deal ended: `закрыто и не реализовано`."""

_BEFORE = frozenset(
    fold(
        "not no non never un almost nearly soon likely probably maybe may might could can will to be if or expected"
        " nicht kein keine nie fast bald oder pas ne ou presque casi quasi não quase niet geen bijna prawie lub"
        " yakında не ещё нет почти или скоро майже або"
    ).split()
)
_AFTER = frozenset(fold("or oder ou lub или або değil жоқ емес эмес").split())
"""Words beside which a stage does not say that a deal is over: `Not won`, `To be won`, `Won or paused`."""

_ALONE = frozenset({"win", "lose"})
"""Words that say so alone, but not among others: `Win-back campaign`."""

_BESIDE = frozenset(
    fold(
        "closed close deal stage status geschlossen abgeschlossen cerrado fermé chiuso закрыта закрыто сделка"
    ).split()
)
"""Words that say nothing beyond an ending."""


@cache
def _words(ending: str) -> frozenset[str]:
    return frozenset(word for word, ours in usual_words("deal", "status").items() if ours == ending)


class Endings:
    """Tells stages of deals that are over from those of open ones."""

    def __init__(
        self, won: Iterable[str] = (), lost: Iterable[str] = (), column: Collection[str] = ()
    ) -> None:
        """won, lost: further stages, as the user names them. column: what all cells say of where deals stand."""
        self._told = {same(name): "won" for name in won} | {same(name): "lost" for name in lost}
        words = {same(word): self.of_status(word) for word in column if word and "?" not in word}
        self._are_stages = "" in words.values() or [*words.values()].count("open") > 1

    def of_stage(self, name: str) -> str:
        """`won` or `lost` where a stage says that the deal is over, else ""."""
        return self._told.get(same(name)) or _read(name)[0]

    def of_status(self, name: str) -> str:
        """`open`, `won` or `lost`, or "" for a word that says none of them."""
        return self.of_stage(name) or ("open" if compact(name) in _words("open") else "")

    def is_place(self, name: str) -> bool:
        """Whether a word names a stage: `New` beside `Qualified` or `In progress` does, alone it says that a deal is open."""
        if not name or self.of_stage(name) or compact(name) in _words("won") | _words("lost"):  # `Won?`
            return False
        return self._are_stages or not self.of_status(name)

    def beyond(self, name: str) -> str:
        """What an ending says beyond being one: `Closed Lost - Price` → `Price`."""
        return "" if same(name) in self._told else _read(name)[1]


def _read(name: str) -> tuple[str, str]:
    """How a deal ended by the words of its stage, and what they say beyond that; "" where they leave it open."""
    whole = compact(name)
    for ending in ("lost", "won"):
        if whole in _words(ending):
            return ("", "") if "?" in name else (ending, "")
    words = [*re.finditer(r"\w+", name)]
    folded = [fold(word.group()) for word in words]
    found: dict[str, tuple[int, int]] = {}
    for length in range(min(_LONGEST, len(words)), 0, -1):
        for start in range(len(words) - length + 1):
            phrase = "".join(folded[start : start + length])
            for ending in ("lost", "won"):
                if phrase in _words(ending) and phrase not in _ALONE:
                    found.setdefault(ending, (start, start + length))
    if len(found) != 1 or "?" in name:
        return "", ""
    [(ending, (start, end))] = found.items()
    if _BEFORE.intersection(folded[:start]) or _AFTER.intersection(folded[end:]):
        return "", ""
    rest = name[: words[start].start()] + name[words[end - 1].end() :]
    beyond = {fold(word) for word in re.findall(r"[^\W\d_]+", rest)} - _BESIDE
    if not beyond:
        return ending, ""
    return ending, re.sub(r"(?i)^\W*(closed\b)?\W*", "", rest).strip(" -–—:/()[]")
