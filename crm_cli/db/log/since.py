"""What later steps, not undone, did to a row: column by column, and key by key of its custom values."""

from __future__ import annotations

import json
from sqlite3 import Connection
from typing import Any, NamedTuple

from crm_cli.db.log import images, packs

DONE = "k.role IN ('do', 'foreign')"
"""SQL: whether a command `k` did something of its own."""

DONE_OR_UNDONE = (
    "(k.role IN ('do', 'foreign', 'undo') OR EXISTS (SELECT 1 FROM _commands b"
    " WHERE b.role = 'undo' AND b.undone_by_id = k.id AND b.id < {step}))"
)
"""SQL: the same, where the step to be taken back is an undo: it has to find the rows as it left them.

So undos after it count, too, and of the redos those of an undo before it; one of an undo after it cancels that out.
"""

HOLDS = (
    "(k.undone_by_id IS NULL OR NOT EXISTS ("
    "SELECT 1 FROM _changes u WHERE u.command_id = k.undone_by_id"
    " AND u.table_name = c.table_name AND u.row_id = c.row_id) AND NOT EXISTS ("
    "SELECT 1 FROM temp._packed p WHERE p.command_id = k.undone_by_id"
    " AND p.table_name = c.table_name AND c.row_id BETWEEN p.first AND p.last))"
)
"""SQL: whether a change `c` of a command `k` still holds.

An undo and the step it took back cancel out, and so do an undo and the redo that took it back in turn; but a
step whose undo had to leave a row alone still holds there. `Later` lists the packs of the log for it.
"""

PACKED = """
DROP TABLE IF EXISTS temp._packed;
CREATE TEMP TABLE _packed (table_name TEXT, first INTEGER, last INTEGER, id INTEGER, command_id INTEGER);
CREATE INDEX temp._packed_row ON _packed (table_name, first);
"""


class Entry(NamedTuple):
    """A later change of a row.

    counts: whether its step may stand in the way of taking the earlier one back. before: what the columns were that
    it changed.
    """

    id: int
    step: int
    operation: str
    counts: bool
    undone_by: int | None
    before: dict[str, Any]


class Later:
    """The changes after one step; false where there are none at all."""

    def __init__(self, db: Connection, step: int, *, but: int, is_undo: bool = False) -> None:
        """is_undo: whether the step is itself an undo."""
        self.db = db
        self.step = step
        self._fates: dict[int, tuple[bool, int | None]] = {}
        does = DONE_OR_UNDONE.format(step=int(step)) if is_undo else DONE
        self.counts = f"k.id > {int(step)} AND {does}"
        self.exists = (
            db.execute("SELECT 1 FROM _commands WHERE id > ? AND id <> ? LIMIT 1", (step, but)).fetchone()
            is not None
        )

        for statement in PACKED.split(";\n"):
            db.execute(statement)
        if self.exists:
            db.execute(
                "INSERT INTO temp._packed SELECT table_name, row_id, last_row_id, id, command_id"
                f" FROM _changes WHERE command_id > ? AND {packs.IS_PACK}",
                (step,),
            )

    def __bool__(self) -> bool:
        return self.exists

    def of_row(self, table: str, row: int, *, after: int) -> list[Entry]:
        """All changes of a row after change `after`, oldest first, the step's own among them."""
        packed = self.db.execute(
            "SELECT id FROM temp._packed WHERE table_name = ? AND first <= ? AND last >= ? AND id > ?",
            (table, row, row, after),
        ).fetchall()
        changes = images.of_row(self.db, table, row, after=after, packed=[id for (id,) in packed])
        return [
            Entry(change.id, step, change.operation, *self._fate(step), change.before)
            for change in reversed(changes)
            if (step := change.step) is not None
        ]

    def _fate(self, step: int) -> tuple[bool, int | None]:
        """Whether a step counts, and which one took it back."""
        if step not in self._fates:
            sql = f"SELECT {self.counts}, k.undone_by_id FROM _commands k WHERE k.id = ?"
            counts, undone_by = self.db.execute(sql, (step,)).fetchone()
            self._fates[step] = bool(counts), undone_by
        return self._fates[step]

    def changed(self, entries: list[Entry], column: str) -> str:
        """Why a column cannot go back, or ""."""
        for entry in entries:
            if not entry.counts:
                continue
            if entry.operation == "delete" and not _is_undone(entries, entry, None):
                return f"deleted since, by step {entry.step}"
            if column in entry.before and not _is_undone(entries, entry, column):
                return f"changed since, by step {entry.step}"
        return ""

    def changed_custom(self, entries: list[Entry], key: str, now: str | None) -> str:
        """Why a custom value cannot go back, or ""."""
        chain = [entry for entry in entries if "custom" in entry.before and entry.operation == "update"]
        for place, entry in enumerate(chain):
            after = chain[place + 1].before["custom"] if place + 1 < len(chain) else now
            differs = _values(entry.before["custom"]).get(key) != _values(after).get(key)
            if differs and entry.counts and not _is_undone(entries, entry, "custom"):
                return f"changed since, by step {entry.step}"
        deleted = (e for e in entries if e.operation == "delete" and e.counts)
        gone = next((e for e in deleted if not _is_undone(entries, e, None)), None)
        return f"deleted since, by step {gone.step}" if gone else ""


def _is_undone(entries: list[Entry], entry: Entry, column: str | None) -> bool:
    """Whether the undo of the step an entry belongs to took this change back."""
    if entry.undone_by is None:
        return False
    return any(
        other.step == entry.undone_by and (column is None or not other.before or column in other.before)
        for other in entries
    )


def custom_keys(before: str, entries: list[Entry], now: str | None) -> dict[str, Any]:
    """The custom values that an update changed: key → what it was, None where it was not there.

    before: the `custom` column before it. entries: the later changes of the row; the first that changed
    `custom` tells what the update left.
    """
    old = _values(before)
    new = _values(next((entry.before["custom"] for entry in entries if "custom" in entry.before), now))
    return {
        key: old.get(key) for key in (*old, *(k for k in new if k not in old)) if old.get(key) != new.get(key)
    }


def merged_custom(now: str | None, keys: dict[str, Any], before: str) -> str:
    """The `custom` column with some values as they were; the very text of `before` where all is as it was."""
    values = {**_values(now), **keys}
    kept = {key: value for key, value in values.items() if value is not None}
    if kept == _values(before):
        return before
    return json.dumps(kept, ensure_ascii=False, separators=(",", ":"))


def _values(custom: str | None) -> dict[str, Any]:
    values = json.loads(custom or "{}")
    return values if isinstance(values, dict) else {}
