"""Rows on their way into the file: ids given out beforehand, inserted many at a time in the order of their links."""

from __future__ import annotations

from operator import itemgetter
from sqlite3 import Connection

from crm_cli.core.fields import Raw
from crm_cli.kinds.catalogue import KINDS

SIZE = 5000

ORDER = (
    *(kind.table for kind in KINDS.values()), "contact_points", "taggings", "deal_items",
    *(kind.links_in for kind in KINDS.values() if kind.links_in), "external_ids",
)  # fmt: skip
"""Tables in which a row may only point to rows of tables before it, or to itself."""


Rows = dict[tuple[str, ...], list[tuple[Raw, ...]]]
"""Rows that wait for a table, by the columns they name."""


class Batch:
    """Inserts that wait for each other; `flush` writes them."""

    def __init__(self, db: Connection) -> None:
        self.db = db
        self._next: dict[str, int] = {}
        self._waiting: dict[str, Rows] = {table: {} for table in ORDER}
        self._defaults: dict[str, dict[str, Raw]] = {}
        self._last: dict[str, int] = dict.fromkeys(ORDER, 0)
        self._last.update(db.execute("SELECT name, seq FROM sqlite_sequence"))
        self._count = 0
        self.flushes = 0

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
            waiting = self._waiting[table]
            if len(waiting) > 1 and all("id" in columns for columns in waiting):
                waiting = self._in_order(table, waiting)
            for columns, rows in waiting.items():
                if rows:
                    marks = ", ".join("?" * len(columns))
                    self.db.executemany(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})", rows)
            self._waiting[table].clear()
        self._count = 0
        self.flushes += 1

    def _in_order(self, table: str, waiting: Rows) -> Rows:
        """The same rows as one list in the order of their ids, so that they fill the pages of the file."""
        every = tuple(dict.fromkeys(column for columns in waiting for column in columns))
        ordered: list[tuple[Raw, ...]] = []
        for columns, rows in waiting.items():
            left = tuple([column for column in every if column not in columns])
            rest = tuple([self._default(table, column) for column in left])
            arranged = itemgetter(*map((*columns, *left).index, every))
            ordered += [arranged((*row, *rest)) for row in rows]
        ordered.sort(key=itemgetter(every.index("id")))
        return {every: ordered}

    def _default(self, table: str, column: str) -> Raw:
        """What a column holds where an insert does not name it."""
        if table not in self._defaults:
            told = self.db.execute("SELECT name, dflt_value FROM pragma_table_info(?)", (table,)).fetchall()
            values = self.db.execute(f"SELECT {', '.join(value or 'NULL' for _, value in told)}").fetchone()
            self._defaults[table] = {name: value for (name, _), value in zip(told, values, strict=True)}
        return self._defaults[table][column]


def point_columns(owner: str) -> tuple[str, ...]:
    """Columns of a contact point of a contact or a company."""
    return (f"{owner}_id", "kind", "value", "normal", "label", "is_primary")
