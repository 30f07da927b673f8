"""Whether the log fits what is there: its changes taken back in thought, without writing anything."""

from __future__ import annotations

from itertools import islice
from sqlite3 import Connection

from crm_cli.db.log import images, replay
from crm_cli.db.log.images import Change
from crm_cli.db.table import exists


def fault(db: Connection, *, limit: int) -> tuple[int, str]:
    """Take back the newest changes in thought, 0 for all: how many fit, and why the next does not, or "".

    Newest first, each must fit the rows as they were after it.
    """
    columns = replay.column_names(db)
    rows = _Rows(db)
    count = 0
    try:
        for change in islice(images.newest(db, limit), limit or None):
            count += 1
            if fault := _misfit(change, columns, rows):
                return count, fault
    except (TypeError, ValueError):
        return count, f"the change before the newest {count} does not say what was before"
    return count, ""


class _Rows:
    """Whether rows were there, at the moment to which the changes have been taken back so far."""

    def __init__(self, db: Connection) -> None:
        self._db = db
        self._noted: dict[tuple[str, int], tuple[bool, int]] = {}
        self._brought: dict[str, list[tuple[int, int, int]]] = {}
        self._moment = 0

    def note(self, table: str, id: int, *, is_there: bool) -> None:
        """Note what a row was before a change."""
        self._moment += 1
        self._noted[table, id] = is_there, self._moment

    def note_brought(self, table: str, first: int, last: int) -> None:
        """Note that a stretch of rows came: before it none of them was there."""
        self._moment += 1
        self._brought.setdefault(table, []).append((first, last, self._moment))

    def is_there(self, table: str, id: int) -> bool:
        """Whether a row was there, as the last of what is noted of it says, else as it is now."""
        noted = self._noted.get((table, id))
        for first, last, moment in reversed(self._brought.get(table, ())):
            if first <= id <= last:
                return noted is not None and noted[1] > moment and noted[0]
        return exists(self._db, table, id) if noted is None else noted[0]


def _misfit(change: Change, columns: replay.Columns, rows: _Rows) -> str:
    """Why a change cannot have left its row as it is, "" where it can; notes whether the row was there before."""
    where = f"change {change.id} ({change.operation} of {change.table} {change.row})"
    if change.table not in columns:
        return f"{where} is about a table that is not there"
    if change.last is not None:  # rows of a stretch may have gone before the step ended
        rows.note_brought(change.table, change.row, change.last)
        return ""
    if change.operation == "update" and not change.before:
        return ""  # who was forgotten has left no row
    is_there = rows.is_there(change.table, change.row)
    if is_there == (change.operation == "delete"):
        return f"{where} does not fit: the row is {'still there' if is_there else 'not there'}"
    if unknown := set(change.before) - columns[change.table]:
        return f"{where} names a column that is not there: {min(unknown)}"
    rows.note(change.table, change.row, is_there=change.operation != "insert")
    return ""
