"""Colour, where the screen has it: what a tone looks like. A tone never says what no word or sign beside it says.

A text can carry its tone along through all that lays it out: `Toned`.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from crm_cli.output import Screen

STYLES = {
    "heading": "bold",
    "overdue": "red",
    "stale": "yellow",
    "won": "green",
    "lost": "dim",
}
"""Tone → Rich's style."""


class Toned(str):
    """A text with a tone."""

    __slots__ = ("tone",)

    def __new__(cls, text: str, tone: str) -> Toned:
        """Make it of a text and a tone that STYLES knows."""
        made = super().__new__(cls, text)
        made.tone = tone
        return made

    tone: str


def tone_of(text: str) -> str:
    """The tone a text carries, or ""."""
    return text.tone if isinstance(text, Toned) else ""


def marked(text: str, mark: str | None) -> str:
    """A text with the word that says what is to be seen in it, in the tone of that word."""
    if not mark:
        return text
    return Toned(text if mark in text.casefold().split() else f"{text} {mark}".strip(), mark)


def paint(text: str, tone: str, screen: Screen) -> str:
    """The text in the colour of a tone, where the screen has colours."""
    if not tone or not screen.color or not text:
        return text
    from rich.color import ColorSystem
    from rich.style import Style

    return Style.parse(STYLES[tone]).render(text, color_system=ColorSystem.STANDARD)
