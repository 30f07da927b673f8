"""The rows a step brought: which of them must stay when it is taken back, and the others taken away, as sets."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from sqlite3 import Connection

from crm_cli.db.log import packs, sets
from crm_cli.db.log.since import HOLDS, Later
from crm_cli.db.schema import Table, kind_of

TABLES = """
DROP TABLE IF EXISTS temp._came;
CREATE TEMP TABLE _came (table_name TEXT, first INTEGER, last INTEGER, PRIMARY KEY (table_name, first)) WITHOUT ROWID;
DROP TABLE IF EXISTS temp._staying;
CREATE TEMP TABLE _staying (table_name TEXT, row_id INTEGER, reason TEXT, is_spread INTEGER DEFAULT 0, PRIMARY KEY (table_name, row_id)) WITHOUT ROWID;
DROP TABLE IF EXISTS temp._cleared;
CREATE TEMP TABLE _cleared (table_name TEXT, row_id INTEGER, name TEXT, PRIMARY KEY (table_name, row_id, name)) WITHOUT ROWID;
"""


class Newcomers:
    """The rows that came in one step, as stretches of ids: an import of 100,000 rows is one stretch a table."""

    def __init__(self, db: Connection, step: int, tables: Mapping[str, Table], later: Later) -> None:
        self.db = db
        self.later = later
        self.tables = tables
        self.stretches: dict[str, list[tuple[int, int]]] = {}
        rows = db.execute(
            "SELECT table_name, row_id, coalesce(last_row_id, row_id) FROM _changes"
            " WHERE command_id = ? AND operation = 'insert' ORDER BY table_name, row_id",
            (step,),
        )
        for table, first, last in sets.stretches(rows):
            self.stretches.setdefault(table, []).append((first, last))
        self.parts: list[tuple[str, str, int]] = []

    def has(self, table: str, row: int) -> bool:
        """Whether a row came in the step."""
        known = self.stretches.get(table)
        if not known:
            return False
        place = bisect_right(known, (row, 1 << 62)) - 1
        return place >= 0 and row <= known[place][1]

    def keep_parts(self, table: str, kind: str, id: int) -> None:
        """Let the rows of a table that came as parts of one record stay."""
        if table in self.stretches and f"{kind}_id" in self.tables[table].belongs_to:
            self.parts.append((table, f"{kind}_id", id))

    def decide(self, cleared: Iterable[tuple[str, int, str]], staying: Mapping[tuple[str, int], str]) -> None:
        """Find what must stay: changed or added to since, pointed to from outside, or part of what stays.

        cleared: links (table, row, column) that go back, and so point to nothing that came. staying: rows
        known to have to stay, with the reason.
        """
        for statement in TABLES.split(";\n"):
            self.db.execute(statement)
        if not self.stretches:
            return
        rows = [(table, *stretch) for table, known in self.stretches.items() for stretch in known]
        self.db.executemany("INSERT INTO temp._came VALUES (?, ?, ?)", rows)
        self.db.executemany("INSERT OR IGNORE INTO temp._cleared VALUES (?, ?, ?)", cleared)
        self.db.executemany(
            "INSERT OR IGNORE INTO temp._staying (table_name, row_id, reason) VALUES (?, ?, ?)",
            [(table, row, reason) for (table, row), reason in staying.items()],
        )
        for table, column, id in self.parts:
            self.db.execute(
                f"INSERT OR IGNORE INTO temp._staying (table_name, row_id, reason) SELECT '{table}', t.id, '' FROM {table} t"
                f" WHERE t.{column} = ? AND {_came(table, 't.id')}",
                (id,),
            )
        for name in self.stretches:
            self._changed_since(self.tables[name])
            self._pointed_to(name)
        while self._count() and self._spread():
            pass

    def _changed_since(self, table: Table) -> None:
        place = (
            f"c.table_name = '{table.name}' AND c.row_id"
            if table.belongs_to
            else f"c.owner_kind = '{table.kind}' AND c.owner_id"
        )
        row = "c.row_id" if table.belongs_to else "c.owner_id"
        self.db.execute(
            f"INSERT OR IGNORE INTO temp._staying (table_name, row_id, reason) SELECT '{table.name}', {row},"
            f" CASE WHEN c.operation = 'delete' AND c.table_name = '{table.name}' THEN 'deleted' ELSE 'changed' END"
            " || ' since, by step ' || k.id"
            " FROM temp._came i CROSS JOIN _changes c JOIN _commands k ON k.id = c.command_id"
            f" WHERE i.table_name = '{table.name}' AND {place} >= i.first AND {row} <= i.last"
            f" AND c.last_row_id IS NULL AND {self.later.counts} AND {HOLDS} ORDER BY c.id DESC"
        )

    def _pointed_to(self, name: str) -> None:
        for other, column in self._pointing(name):
            if column in other.belongs_to:
                reason = f"'a {kind_of(other.name).replace('_', ' ')} was added to it since'"
            else:
                kind, id = other.owner_sql("t")
                reason = f"{kind} || '/' || {id} || ' points to it'"
            self.db.execute(
                f"INSERT OR IGNORE INTO temp._staying (table_name, row_id, reason) SELECT '{name}', t.{column}, {reason}"
                f" FROM temp._came i CROSS JOIN {other.name} t"
                f" WHERE i.table_name = '{name}' AND t.{column} >= i.first AND t.{column} <= i.last"
                f" AND NOT {_came(other.name, 't.id')} AND NOT EXISTS (SELECT 1 FROM temp._cleared x"
                f" WHERE x.table_name = '{other.name}' AND x.row_id = t.id AND x.name = '{column}')"
            )

    def _spread(self) -> bool:
        """Parts of what stays stay, and what it points to; returns whether that was anything new."""
        before = self._count()
        for name in self.stretches:
            for column, target in self.tables[name].references.items():
                if target not in self.stretches:
                    continue
                is_part = column in self.tables[name].belongs_to
                kind, id = self.tables[name].owner_sql("t")
                reason = "q.reason" if is_part else f"{kind} || '/' || {id} || ' points to it'"
                self.db.execute(
                    f"INSERT OR IGNORE INTO temp._staying SELECT '{target}', t.{column}, {reason}, 1"
                    f" FROM temp._staying q CROSS JOIN {name} t ON t.id = q.row_id"
                    f" WHERE q.table_name = '{name}' AND {_came(target, f't.{column}')}"
                )
                if is_part:
                    self.db.execute(
                        f"INSERT OR IGNORE INTO temp._staying SELECT '{name}', t.id, '', 1"
                        f" FROM temp._staying q CROSS JOIN {name} t ON t.{column} = q.row_id"
                        f" WHERE q.table_name = '{target}' AND {_came(name, 't.id')}"
                    )
        return self._count() > before

    def _count(self) -> int:
        count: int = self.db.execute("SELECT count(*) FROM temp._staying").fetchone()[0]
        return count

    def _pointing(self, name: str) -> Iterator[tuple[Table, str]]:
        for other in self.tables.values():
            for column, target in other.references.items():
                if target == name:
                    yield other, column

    def kept(self) -> Iterator[tuple[str, int, str, int, str, str]]:
        """What stays and why: kind and id of the record, table, row, "", reason; parts go without saying."""
        for table, row, reason in self.db.execute(
            "SELECT table_name, row_id, reason FROM temp._staying WHERE reason <> ''"
            " ORDER BY is_spread, table_name, row_id"
        ).fetchall():
            kind, id = self._owner(self.tables[table], row)
            owner = next((t for t in self.tables.values() if not t.belongs_to and t.kind == kind), None)
            if owner is None or owner.name == table or not self.has(owner.name, id):
                yield kind, id, table, row, "", reason

    def _owner(self, table: Table, row: int) -> tuple[str, int]:
        kind, id = table.owner_sql("t")
        found = self.db.execute(f"SELECT {kind}, {id} FROM {table.name} t WHERE t.id = ?", (row,)).fetchone()
        if found is None:
            found = self.db.execute(
                "SELECT owner_kind, owner_id FROM _changes WHERE table_name = ? AND row_id = ? AND owner_id"
                " IS NOT NULL ORDER BY id DESC LIMIT 1",
                (table.name, row),
            ).fetchone()
        return found or (table.kind, row)

    def take_away(self) -> list[tuple[str, int]]:
        """Delete all that need not stay; gives tables and how many rows of each, stretch by stretch.

        What points goes before what it points to: done again, in the opposite order, a row finds what it needs.
        """
        is_kept = bool(self.stretches) and bool(self._count())
        stretches = [(name, *one) for name in self._pointing_first() for one in self.stretches[name]]
        if sets.count(stretches) <= sets.MANY:
            return [self._delete(stretch, is_kept, is_packed=False) for stretch in stretches]
        with sets.told_at_once(self.db, "delete", stretches, self.tables):
            return [self._delete(stretch, is_kept, is_packed=True) for stretch in stretches]

    def _delete(self, stretch: sets.Stretch, is_kept: bool, *, is_packed: bool) -> tuple[str, int]:
        name, first, last = stretch
        but = (
            f" AND id NOT IN (SELECT row_id FROM temp._staying WHERE table_name = '{name}')"
            if is_kept
            else ""
        )
        if is_packed:
            packs.write(self.db, self.tables[name], first, last, but)
        sql = f"DELETE FROM {name} WHERE id BETWEEN ? AND ?{but}"
        return name, self.db.execute(sql, (first, last)).rowcount

    def _pointing_first(self) -> list[str]:
        left, order = list(self.stretches), []
        while left:
            pointed_to = {
                target for name in left for target in self.tables[name].references.values() if target != name
            }
            free = [name for name in left if name not in pointed_to] or left[:1]
            order += free
            left = [name for name in left if name not in free]
        return order


def _came(table: str, id: str) -> str:
    return (
        "coalesce((SELECT j.last FROM temp._came j"
        f" WHERE j.table_name = '{table}' AND j.first <= {id} ORDER BY j.first DESC LIMIT 1) >= {id}, 0)"
    )


SoftName = tuple[str, int, str, str]
"""Table, row, the kind of record or "", and the name by which records speak of the row without a foreign key."""


def soft_names(db: Connection, came: Newcomers) -> list[SoftName]:
    """The custom fields and currencies about to go: records hold their names, not their ids."""
    found: list[SoftName] = []
    for first, last in came.stretches.get("custom_fields", []):
        found += [
            ("custom_fields", *row)
            for row in db.execute(
                "SELECT id, record_kind, name FROM custom_fields WHERE id BETWEEN ? AND ?", (first, last)
            )
        ]
    for first, last in came.stretches.get("currencies", []):
        found += [
            ("currencies", id, "", code)
            for id, code in db.execute(
                "SELECT id, code FROM currencies WHERE id BETWEEN ? AND ?", (first, last)
            )
        ]
    return found


def still_named(db: Connection, soft: Iterable[SoftName]) -> dict[tuple[str, int], str]:
    """Which of them, now gone, some record still speaks of: (table, row) → why it has to stay."""
    from crm_cli.db.schema import fact_tables

    reasons: dict[tuple[str, int], str] = {}
    tables = fact_tables(db) if soft else []
    for name, row, kind, word in soft:
        if db.execute(f"SELECT 1 FROM {name} WHERE id = ?", (row,)).fetchone():
            continue
        for table in tables:
            if name == "currencies" and "currency" in table.columns:
                where, value, why = "currency = ?", word, "uses it"
            elif name == "custom_fields" and "custom" in table.columns and table.kind == kind:
                why = "has a value in it"
                where, value = "custom <> '{}' AND json_type(custom, ?) IS NOT NULL", f'$."{word}"'
            else:
                continue
            if used := db.execute(f"SELECT id FROM {table.name} WHERE {where} LIMIT 1", (value,)).fetchone():
                reasons[name, row] = f"{table.kind}/{used[0]} {why}"
                break
    return reasons
