"""Rows on their way into the file: ids given out beforehand, inserted many at a time in the order of their links."""

from __future__ import annotations

from sqlite3 import Connection

from crm_cli.core.fields import Raw
from crm_cli.kinds.catalogue import KINDS

SIZE = 5000

ORDER = (
    *(kind.table for kind in KINDS.values()), "tags", "contact_points", "taggings", "deal_items",
    *(kind.links_in for kind in KINDS.values() if kind.links_in), "external_ids",
)  # fmt: skip
"""Tables in which a row may only point to rows of tables before it, or to itself."""


class Batch:
    """Inserts that wait for each other; `flush` writes them."""

    def __init__(self, db: Connection) -> None:
        self.db = db
        self._next: dict[str, int] = {}
        self._waiting: dict[str, dict[tuple[str, ...], list[tuple[Raw, ...]]]] = {
            table: {} for table in ORDER
        }
        self._last: dict[str, int] = dict.fromkeys(ORDER, 0)
        self._last.update(db.execute("SELECT name, seq FROM sqlite_sequence"))
        self._count = 0

    def new_id(self, table: str) -> int:
        """The id of a row that is about to be added: never one that was used before."""
        id = self._next.get(table) or self.last_before(table) + 1
        self._next[table] = id + 1
        return id

    def last_before(self, table: str) -> int:
        """The greatest id that was in use before this import, 0 where there was none."""
        return self._last[table]

    def give_back(self, table: str, id: int) -> None:
        """Take back the newest id given out, of a row that was never added."""
        self._next[table] = id

    def take_id(self, table: str, id: int) -> int:
        """Use this id for a row about to be added."""
        self._next[table] = max(self._next.get(table, 0), id + 1)
        return id

    def was_empty(self, table: str) -> bool:
        """Whether the table never held a row before this import."""
        return self.last_before(table) == 0

    def add(self, table: str, columns: tuple[str, ...], row: tuple[Raw, ...]) -> None:
        """Let a row wait."""
        waiting = self._waiting[table]
        if columns in waiting:
            waiting[columns].append(row)
        else:
            waiting[columns] = [row]
        self._count += 1
        if self._count > SIZE * 4:
            self.flush()

    def flush(self) -> None:
        """Insert all that waits."""
        if not self._count:
            return
        for table in ORDER:
            for columns, rows in self._waiting[table].items():
                if rows:
                    marks = ", ".join("?" * len(columns))
                    self.db.executemany(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})", rows)
            self._waiting[table].clear()
        self._count = 0


def point_columns(owner: str) -> tuple[str, ...]:
    """Columns of a contact point of a contact or a company."""
    return (f"{owner}_id", "kind", "value", "normal", "label", "is_primary")
