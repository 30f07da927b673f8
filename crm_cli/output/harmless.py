"""The one gate to a terminal: whatever is written passes it, and no sign comes through that could steer the terminal.

A control character, an escape sequence or a sign that turns the text around it is shown as what it is: `\\x1b`,
`\\u202e`. Only what lays its text out itself, every cell made harmless before it is coloured, goes by `behind` it.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import Any

    from crm_cli.output import Stream


class Harmless:
    """Passes on what is written to it, each part made harmless by `mend`."""

    __slots__ = ("_mend", "raw")

    def __init__(self, raw: Stream, mend: Callable[[str], str] | None = None) -> None:
        if mend is None:
            from crm_cli.core.text import safe_lines

            mend = safe_lines
        self.raw, self._mend = raw, mend

    def __getattr__(self, name: str) -> Any:
        """All else a stream can is the terminal's own: `flush`, `fileno`, `isatty`."""
        return getattr(self.raw, name)

    def write(self, text: str, /) -> None:
        """Pass on a part of a line, or some lines."""
        self.raw.write(self._mend(text))

    def writelines(self, lines: Iterable[str], /) -> None:
        """Pass on parts one after the other."""
        self.raw.writelines(map(self._mend, lines))

    def isatty(self) -> bool:
        """It is a terminal if what stands behind it is one."""
        return self.raw.isatty()


def behind(out: Stream) -> Stream:
    """The stream itself, for text that is harmless already."""
    return out.raw if isinstance(out, Harmless) else out
