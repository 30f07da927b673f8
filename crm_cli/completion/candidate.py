"""What a word may become: its text, what tells it apart, and whether it is whole; nothing that could steer a terminal."""

from __future__ import annotations

from crm_cli.core.text import fold, is_harmful, safe

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

LIMIT = 50
"""At most so many records are offered; the last of all is among them, so that what all begin with is known."""

LONGEST = 60
"""Signs of a description that are shown."""


class Candidate:
    """A text for the line, and a description beside it. is_whole: whether another word follows, behind a space."""

    __slots__ = ("about", "is_whole", "text")

    def __init__(self, text: str, about: str = "", *, is_whole: bool = True) -> None:
        self.text = text
        self.about = harmless(about)
        self.is_whole = is_whole

    def __repr__(self) -> str:
        return f"Candidate({self.text!r}, {self.about!r}, is_whole={self.is_whole})"

    def after(self, kept: str) -> Candidate:
        """The same behind what is kept of the word: `a,` of `a,b`."""
        return Candidate(kept + self.text, self.about, is_whole=self.is_whole)


def harmless(text: str) -> str:
    """A description as any terminal may be shown it, on one line."""
    shown = safe(text.strip())
    return shown if len(shown) <= LONGEST else f"{shown[: LONGEST - 1]}…"


def is_clean(text: str) -> bool:
    """Whether a text may stand on the line of a shell: no control signs, no line ends, nothing that turns the line."""
    return text.isprintable() or not any(is_harmful(ord(sign)) for sign in text)


def begun(texts: Iterable[str | tuple[str, str]], typed: str, *, is_whole: bool = True) -> list[Candidate]:
    """Those of some texts, or texts with descriptions, that begin with what is typed, whatever the case and accents."""
    pairs = [(text, "") if isinstance(text, str) else text for text in texts]
    start = fold(typed)
    folds = start and typed[-1].isalnum()
    return [
        Candidate(text, about, is_whole=is_whole)
        for text, about in pairs
        if text.lower().startswith(typed.lower()) or (folds and fold(text).startswith(start))
    ]


def common(texts: Sequence[str]) -> str:
    """What all texts begin with."""
    least, most = min(texts, default=""), max(texts, default="")
    end = 0
    while end < len(least) and least[end] == most[end : end + 1]:
        end += 1
    return least[:end]
