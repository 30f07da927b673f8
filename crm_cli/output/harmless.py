"""A stream in front of a terminal, which lets no sign through that could steer it."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from crm_cli.output import Stream


class Harmless:
    """Passes on what is written to it, each part made harmless by `mend`."""

    __slots__ = ("_mend", "_out")

    def __init__(self, out: Stream, mend: Callable[[str], str]) -> None:
        self._out, self._mend = out, mend

    def write(self, text: str, /) -> None:
        """Pass on a part of a line, or some lines."""
        self._out.write(self._mend(text))

    def writelines(self, lines: Iterable[str], /) -> None:
        """Pass on parts one after the other."""
        self._out.writelines(map(self._mend, lines))

    def isatty(self) -> bool:
        """It stands before a terminal, and needs no other before it."""
        return False
