"""Words that say how a deal stands: won, lost or open, as stages and statuses of other programs say it."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from crm_cli.core.text import compact, fold, same
from crm_cli.exchange.decide.profiles import usual_words


@cache
def _words(ending: str) -> frozenset[str]:
    return frozenset(word for word, ours in usual_words("deal", "status").items() if ours == ending)


class Endings:
    """Tells stages of deals that are over from those of open ones."""

    def __init__(self, won: Iterable[str] = (), lost: Iterable[str] = ()) -> None:
        """won, lost: further stages, as the user names them."""
        self._told = {same(name): "won" for name in won} | {same(name): "lost" for name in lost}

    def of_stage(self, name: str) -> str:
        """`won` or `lost` where a stage says that the deal is over, else ""."""
        if told := self._told.get(same(name)):
            return told
        folded = fold(name)
        words = set(folded.split()) | {folded.replace(" ", "")}
        if words & _words("lost") or folded.replace(" ", "").startswith("closedlost"):
            return "lost"
        return "won" if words & _words("won") or folded.replace(" ", "").startswith("closedwon") else ""

    def of_status(self, name: str) -> str:
        """`open`, `won` or `lost`, or "" for a word that says none of them."""
        return self.of_stage(name) or ("open" if compact(name) in _words("open") else "")


def reason_in(stage: str) -> str:
    """What a lost stage says beyond being lost: `Closed Lost - Price` → `Price`."""
    for start in ("closed lost", "closed-lost", "closedlost", "lost"):
        if stage.lower().startswith(start):
            return stage[len(start) :].strip(" -–—:/()")
    return ""
