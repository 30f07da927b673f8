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
    is_there: dict[tuple[str, int], bool] = {}
    count = 0
    try:
        for change in islice(images.newest(db, limit), limit or None):
            count += 1
            if fault := _misfit(db, change, columns, is_there):
                return count, fault
    except (TypeError, ValueError):
        return count, f"the change before the newest {count} does not say what was before"
    return count, ""


def _misfit(
    db: Connection, change: Change, columns: replay.Columns, is_there: dict[tuple[str, int], bool]
) -> str:
    """Why a change cannot have left its row as it is, "" where it can; notes whether the row was there before."""
    where = f"change {change.id} ({change.operation} of {change.table} {change.row})"
    if change.table not in columns:
        return f"{where} is about a table that is not there"
    if change.last is not None or (change.operation == "update" and not change.before):
        return (
            ""  # rows of a stretch may have gone before the step ended, and who was forgotten has left no row
        )
    row = (change.table, change.row)
    if row not in is_there:
        is_there[row] = exists(db, *row)
    if is_there[row] == (change.operation == "delete"):
        return f"{where} does not fit: the row is {'still there' if is_there[row] else 'not there'}"
    if unknown := set(change.before) - columns[change.table]:
        return f"{where} names a column that is not there: {min(unknown)}"
    is_there[row] = change.operation != "insert"
    return ""
