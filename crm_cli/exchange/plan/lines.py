"""Which line of a file a record was written from: it is written once, whatever further rows say."""

from __future__ import annotations

from array import array


class Lines:
    """The lines of records by their ids, eight bytes each."""

    def __init__(self) -> None:
        self._lines = array("q")

    def note(self, id: int, line: int) -> None:
        """Remember the first line that a record was written from."""
        if id >= len(self._lines):
            self._lines.extend([0] * (max(id + 1, 2 * len(self._lines)) - len(self._lines)))
        if not self._lines[id]:
            self._lines[id] = line

    def of(self, id: int) -> int:
        """The line that a record was written from, 0 where it was not yet."""
        return self._lines[id] if id < len(self._lines) else 0
