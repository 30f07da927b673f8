"""What one system calls records of a kind, and the rows they were last read from: looked up by batches, never held whole."""

from __future__ import annotations

import json
from collections.abc import Iterable
from sqlite3 import Connection

from crm_cli.exchange.apply.batch import Batch
from crm_cli.exchange.plan.marks import DIGEST

LEGACY = "="
"""What stands before the digest of a row that was read before its cells had marks of their own."""

_FOUND = f"ifnull(e.cells, '{LEGACY}' || ifnull(e.digest, substr(e.external_id, 1, {DIGEST})))"
"""SQL: the marks of the row last read."""


class Known:
    """Ids in a system → our id and the marks of the row last read, of the rows at hand.

    `look_up` begins with other rows; what was set before is in the file by then, or waits for it and stays known.
    What is asked beside these rows is looked up alone.
    """

    def __init__(self, db: Connection, batch: Batch, system: str, kind: str) -> None:
        self._db, self._batch, self._system, self._kind = db, batch, system, kind
        self._waiting: dict[str, tuple[int, str]] = {}
        self._flushes = batch.flushes
        self._found: dict[str, tuple[int, str]] = {}
        self._asked: frozenset[str] = frozenset()

    def look_up(self, keys: Iterable[str]) -> None:
        """Read what is known of these, and forget the others."""
        self._asked = frozenset(key for key in keys if "\0" not in key)
        rows = self._db.execute(
            f"SELECT e.external_id, e.{self._kind}_id, {_FOUND} FROM _sources s CROSS JOIN json_each(?) j"
            " CROSS JOIN external_ids e ON e.source_id = s.id AND e.external_id = j.value"
            " WHERE s.name = ? AND s.object = ?",
            (json.dumps(sorted(self._asked)), self._system, self._kind),
        )
        self._found = {key: (id, marks) for key, id, marks in rows} | self._still_waiting()

    def get(self, key: str) -> tuple[int, str] | None:
        """The record that is called so, and the marks of its row."""
        found = self._found.get(key)
        if found is not None or key in self._asked:
            return found
        row = self._db.execute(
            f"SELECT e.{self._kind}_id, {_FOUND} FROM _sources s CROSS JOIN external_ids e ON e.source_id = s.id"
            " WHERE e.external_id = ? AND s.name = ? AND s.object = ?",
            (key, self._system, self._kind),
        ).fetchone()
        return (row[0], row[1]) if row else None

    def set(self, key: str, id: int, marks: str) -> None:
        """Note what a row that is taken is called."""
        self._found[key] = self._still_waiting()[key] = (id, marks)

    def _still_waiting(self) -> dict[str, tuple[int, str]]:
        """What was set since rows were last written to the file."""
        if self._flushes != self._batch.flushes:
            self._flushes = self._batch.flushes
            self._waiting.clear()
        return self._waiting
