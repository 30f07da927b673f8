"""What a whole export holds beside the records: every other table of facts, row by row as the file keeps it."""

from __future__ import annotations

import csv
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from sqlite3 import Connection
from typing import Any
from uuid import UUID

from crm_cli.core.errors import UsageError
from crm_cli.core.fields import Raw
from crm_cli.core.text import plural, same
from crm_cli.db.schema import Table, fact_tables
from crm_cli.exchange.plan.lookups import source
from crm_cli.exchange.read import json, tsv, workbook
from crm_cli.kinds.catalogue import KINDS
from crm_cli.output import Column
from crm_cli.output.csv import unguard

ABOUT = "about"
"""The file that says that a folder is a whole export, and of which file: `name,value`."""

VERSION = "1"

CARRIED = {"contact_points", "taggings", "deal_items", *(kind.links_in for kind in KINDS.values())}
"""Tables whose rows are columns of the records' own sheets."""

NAMED = {"custom_fields", "tags", "currencies", "exchange_rates"}
"""Tables whose rows are known by what they say, so that a file with records of its own can take them."""

SOURCE = {"system": "name", "object": "object"}
"""What stands in a sheet instead of the number of a source, which is another in each file: its columns."""

KEYED = {"tags", "segments"}
"""Tables whose `normal` follows from the name: what an older program wrote there may be another."""

CHOSEN = {"settings", "currencies"}
"""Tables that may have rows before anything is entered; what is there stays."""


def tables(db: Connection) -> list[Table]:
    """The tables beside the records' own, those that others point to before those."""
    records = {KINDS[kind].table for kind in KINDS}
    waiting = [table for table in fact_tables(db) if table.name not in CARRIED | records]
    names = {table.name for table in waiting}
    found: list[Table] = []
    while waiting:
        placed = {table.name for table in found}
        free = [t for t in waiting if not (set(t.references.values()) & names) - placed - {t.name}]
        found += free
        waiting = [table for table in waiting if table not in free]
    return found


def come_first(all: Sequence[Table]) -> list[Table]:
    """Those that point to no record, directly or through others: records are read after them."""
    records = {KINDS[kind].table for kind in KINDS}
    late: set[str] = set()
    for table in all:
        if set(table.references.values()) & (records | late):
            late.add(table.name)
    return [table for table in all if table.name not in late]


def columns(db: Connection, table: Table) -> list[Column]:
    """The columns of such a table's sheet: its own."""
    types = dict(db.execute("SELECT name, type FROM pragma_table_info(?)", (table.name,)))
    return [
        Column(name, name.capitalize(), "integer" if types.get(name) == "INTEGER" else "text")
        for name in _heads(table)
    ]


def _heads(table: Table) -> list[str]:
    """The names of those columns: a source is told by what it is called."""
    return [head for name in table.columns for head in ([*SOURCE] if _is_source(table, name) else [name])]


def _is_source(table: Table, name: str) -> bool:
    return table.references.get(name) == "_sources"


def rows(db: Connection, table: Table) -> Iterator[tuple[Any, ...]]:
    """Its rows as they are kept."""
    told = [
        f"(SELECT s.{kept} FROM _sources s WHERE s.id = t.{name})" if kept else f"t.{name}"
        for name in table.columns
        for kept in (SOURCE.values() if _is_source(table, name) else [""])
    ]
    return iter(db.execute(f"SELECT {', '.join(told)} FROM {table.name} t ORDER BY t.id"))


def about(db: Connection) -> list[tuple[str, str]]:
    """What a whole export says about itself."""
    return [("version", VERSION), ("uuid", db.execute("SELECT uuid FROM _file").fetchone()[0])]


def beside(paths: Mapping[str, Path]) -> set[str]:
    """The files of a whole export that hold no records; of any other folder none."""
    if _named(ABOUT, paths) is None:
        return set()
    plurals = {KINDS[kind].plural for kind in KINDS}
    return {name for name, path in paths.items() if path.stem not in plurals}


def strangers(paths: Mapping[str, Path], tables: Sequence[Table]) -> list[str]:
    """The files beside the records of a whole export that are none of its tables."""
    known = {ABOUT, *(table.name for table in tables)}
    return [name for name in sorted(beside(paths)) if paths[name].stem not in known]


def _named(stem: str, paths: Mapping[str, Path]) -> Path | None:
    """The file of a whole export that is called so, whatever its format."""
    return next((path for path in paths.values() if path.stem == stem and path.suffix in _FORMATS), None)


def identity(paths: Mapping[str, Path]) -> str | None:
    """The identity of the file that a folder is a whole export of; None for any other folder."""
    path = _named(ABOUT, paths)
    if path is None:
        return None
    said = dict(row for row in _read(path) if len(row) == 2)
    try:
        if said.get("version") != VERSION:
            raise ValueError
        return str(UUID(said["uuid"]))
    except (KeyError, ValueError):
        raise UsageError(
            f"`{path}` does not say of which file the folder is an export",
            hint="import its sheets one by one, contacts.csv first",
        ) from None


def is_empty(db: Connection) -> bool:
    """Whether a file never held anything but settings."""
    marks = ", ".join("?" * len(CHOSEN))
    row = db.execute(
        "SELECT 1 FROM sqlite_sequence WHERE seq > 0 AND name NOT LIKE '\\_%' ESCAPE '\\'"
        f" AND name NOT IN ({marks}) LIMIT 1",
        tuple(CHOSEN),
    ).fetchone()
    return row is None


def take_identity(db: Connection, uuid: str) -> None:
    """Be the file that was exported: its records keep the uids by which others know them."""
    db.execute("UPDATE _file SET uuid = ? WHERE uuid <> ?", (uuid, uuid))


def read(db: Connection, paths: Mapping[str, Path], table: Table, *, is_restoring: bool) -> tuple[int, int]:
    """Read the sheet of a table; returns how many rows were added, and how many left out.

    is_restoring: into a file without records, where all keep their numbers. Elsewhere only rows that are known by
    what they say are added; of the others those that are there already count as neither.
    Raises UsageError for a row that does not fit.
    """
    path = _named(table.name, paths)
    if path is None:
        return 0, 0
    found = _read(path)
    headers = next(found, [])
    if not headers and path.suffix not in {".csv", ".tsv"}:
        return 0, 0  # without rows there are no keys
    may_be_blank = {
        name for name, not_null in db.execute(
            'SELECT name, "notnull" FROM pragma_table_info(?)', (table.name,)
        ) if not not_null
    }  # fmt: skip
    if headers != [name for name in _heads(table) if name in headers or name not in may_be_blank]:
        raise UsageError(
            f"`{path}` does not have the columns of a whole export: {', '.join(_heads(table))}",
            hint="export it again: crm export all --to FOLDER",
        )
    added = left = 0
    for number, cells in enumerate(found, start=2):
        if len(cells) != len(headers):
            raise UsageError(
                f"`{path}`, row {number}: it has {len(cells)} cells, the header row {len(headers)}"
            )
        row = dict(zip(headers, cells, strict=True))
        values: dict[str, Raw] = {
            name: source(db, row["system"], row["object"])
            if _is_source(table, name)
            else None
            if not row.get(name) and name in may_be_blank
            else row[name]
            for name in table.columns
        }
        if table.name in KEYED:
            values["normal"] = same(row["name"])
        try:
            if not is_restoring and table.name not in NAMED:
                left += not _is_there(db, table, values)
            else:
                added += _add(db, table, values, keeps_id=is_restoring)
        except sqlite3.Error:
            raise UsageError(
                f"`{path}`, row {number}: `{', '.join(cells)[:80]}` does not fit the table or names what is not there",
                hint="export it again: crm export all --to FOLDER",
            ) from None
    return added, left


def _add(db: Connection, table: Table, values: dict[str, Raw], *, keeps_id: bool) -> int:
    """Add a row, unless it is there under its natural name; returns how many were added."""
    if not keeps_id or table.name in CHOSEN:
        values = {name: value for name, value in values.items() if name != "id"}
    marks = ", ".join("?" * len(values))
    stays = " ON CONFLICT DO NOTHING" if table.name in NAMED | CHOSEN else ""
    cursor = db.execute(
        f"INSERT INTO {table.name} ({', '.join(values)}) VALUES ({marks}){stays}", tuple(values.values())
    )
    return cursor.rowcount


def _is_there(db: Connection, table: Table, values: dict[str, Raw]) -> bool:
    row = db.execute(f"SELECT {', '.join(values)} FROM {table.name} WHERE id = ?", (values["id"],)).fetchone()
    return row is not None and [v if v is None else str(v) for v in row] == [
        v if v is None else str(v) for v in values.values()
    ]


def left_out(counts: dict[str, int]) -> str:
    """Words for rows that only an empty file takes."""
    shown = ", ".join(f"{name} {count:,}" for name, count in counts.items())
    return f"{plural(sum(counts.values()), 'row')} left out that only an empty file takes: {shown}"


def _read(path: Path) -> Iterator[list[str]]:
    """The headers of a sheet of ours, and the cells of its rows."""
    try:
        yield from _FORMATS[path.suffix](path)
    except (csv.Error, UnicodeDecodeError, OSError) as error:
        raise UsageError(f"`{path}` cannot be read: {str(error).lower()}") from None


def _of_csv(path: Path) -> Iterator[list[str]]:
    """Without the guard."""
    csv.field_size_limit(2**31 - 1)
    with path.open(encoding="utf-8-sig", newline="") as stream:
        for cells in csv.reader(stream, strict=True):
            yield [unguard(cell) if cell[:1] == "'" else cell for cell in cells]


def _of_tsv(path: Path) -> Iterator[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        yield from map(tsv.cells, stream)


def _of_json(path: Path) -> Iterator[list[str]]:
    headers: list[str] = []
    with path.open(encoding="utf-8-sig", newline="") as stream:
        for _, value in json.Reader(path.name, stream).values():
            if not headers:
                headers = [*value]
                yield headers
            yield [json.plain(value.get(header)) for header in headers]


_FORMATS: dict[str, Callable[[Path], Iterator[list[str]]]] = {
    ".csv": _of_csv,
    ".tsv": _of_tsv,
    ".json": _of_json,
    ".jsonl": _of_json,
    ".xlsx": workbook.cells,
}
"""The endings of the names of the files of a whole export → how they are read."""
