"""What a word of the command line stands for, told where it is declared: the room `completion` finds what it may be."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable


class Wanted:
    """What a word stands for: "records" (of these kinds; of none, of all that notes can be about), "stages", "tags" …"""

    __slots__ = ("kinds", "what")

    def __init__(self, what: str, *kinds: str) -> None:
        self.what = what
        self.kinds = kinds

    def __repr__(self) -> str:
        return f"Wanted({', '.join(map(repr, (self.what, *self.kinds)))})"


def _told(what: str, *kinds: str) -> Callable[[str], list[str]]:
    """A declaration as typer takes one: a function; it is never called, only asked what it wants."""

    def wanted(incomplete: str) -> list[str]:
        return []

    wanted.wanted = Wanted(what, *kinds)  # type: ignore[attr-defined]
    return wanted


def of(*kinds: str) -> Callable[[str], list[str]]:
    """Names of records of these kinds."""
    return _told("records", *kinds)


anyone = _told("records")
stages = _told("stages")
tags = _told("tags")
segments = _told("segments")
settings = _told("settings")
views = _told("views")
aliases = _told("aliases")
