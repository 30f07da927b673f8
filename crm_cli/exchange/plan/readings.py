"""In which step a row was last read, as the change log tells it."""

from __future__ import annotations

from bisect import bisect_right
from functools import cached_property
from sqlite3 import Connection

_DONE = "JOIN _commands k ON k.id = c.command_id AND k.role = 'do' AND k.undone_by_id IS NULL"
"""SQL: the commands that read something, and were not taken back."""


class Readings:
    """Looks up steps by the rows of `external_ids`; those that came many at once are one stretch in the log."""

    def __init__(self, db: Connection) -> None:
        self.db = db

    def step(self, row: int) -> int:
        """The step that last read a row; 0 where the log begins later."""
        found = self.db.execute(
            f"SELECT c.command_id FROM _changes c {_DONE} WHERE c.table_name = 'external_ids' AND c.row_id = ?"
            " AND c.last_row_id IS NULL AND (c.operation = 'insert' OR json_type(c.before, '$.cells') IS NOT NULL"
            " OR json_type(c.before, '$.digest') IS NOT NULL) ORDER BY c.id DESC LIMIT 1",
            (row,),
        ).fetchone()
        return max(found[0] if found else 0, self._of_stretch(row))

    def was_merged(self, row: int, kind: str) -> bool:
        """Whether a row was another record's when it was read, which has been merged into this one since."""
        found = self.db.execute(
            f"SELECT 1 FROM _changes c {_DONE} WHERE c.table_name = 'external_ids' AND c.row_id = ?"
            f" AND c.operation = 'update' AND json_type(c.before, '$.{kind}_id') IS NOT NULL LIMIT 1",
            (row,),
        ).fetchone()
        return found is not None

    def _of_stretch(self, row: int) -> int:
        place = bisect_right(self._stretches, (row, 2**63, 0)) - 1
        if place < 0:
            return 0
        _, last, step = self._stretches[place]
        return step if row <= last else 0

    @cached_property
    def _stretches(self) -> list[tuple[int, int, int]]:
        """First and last row, and the step in which they came, in the order of rows."""
        rows = self.db.execute(
            f"SELECT c.row_id, c.last_row_id, c.command_id FROM _changes c {_DONE}"
            " WHERE c.table_name = 'external_ids' AND c.operation = 'insert' AND c.last_row_id IS NOT NULL"
        )
        return sorted(rows.fetchall())
