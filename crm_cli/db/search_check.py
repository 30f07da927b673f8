"""Whether the full-text index holds what is in the file: every name, the words of a sample, and its own structure."""

from __future__ import annotations

import os
import sqlite3
from sqlite3 import Connection

from crm_cli.db.search_index import LAST_ID, kinds

_NOT_PENDING = " AND record_id NOT IN (SELECT record_id FROM _search_pending WHERE kind = ?1)"


def fault(db: Connection, *, sample: int, is_full: bool = True) -> str:
    """What is wrong with the index, "" where nothing is; reads only. About `sample` records of each kind are compared.

    is_full: let the index look at its own structure, too, on a copy.
    Records that are pending are right: the next write or search indexes them.
    """
    for kind, is_titled in kinds(db).items():
        found = (
            (_lost_name(db, kind) if is_titled else "")
            or _name_too_many(db, kind)
            or _other_words(db, kind, sample, is_titled=is_titled)
        )
        if found:
            return found
    return _torn(db) if is_full else ""


def count(db: Connection, *, sample: int) -> tuple[int, int]:
    """How many records the index is over, and of how many such a sample compares the words."""
    numbers = [db.execute(f"SELECT count(*) FROM _searchable_{kind}").fetchone()[0] for kind in kinds(db)]
    return sum(numbers), sum(number // (number // sample + 1) for number in numbers)


def _lost_name(db: Connection, kind: str) -> str:
    rows = db.execute(
        f"SELECT record_id FROM _searchable_{kind} WHERE record_id NOT IN"
        f" (SELECT record_id FROM _search_text WHERE kind = ?1){_NOT_PENDING}",
        (kind,),
    )
    lost = [row[0] for row in rows]
    return f"{kind} {lost[0]} cannot be found{_more(lost)}" if lost else ""


def _name_too_many(db: Connection, kind: str) -> str:
    rows = db.execute(
        "SELECT record_id FROM _search_text WHERE kind = ?1 AND record_id NOT IN"
        f" (SELECT record_id FROM _searchable_{kind}){_NOT_PENDING}",
        (kind,),
    )
    gone = [row[0] for row in rows]
    return f"the index holds {kind} {gone[0]}, which is gone{_more(gone)}" if gone else ""


def _other_words(db: Connection, kind: str, sample: int, *, is_titled: bool) -> str:
    from crm_cli.core.text import index_text
    from crm_cli.db.search_words import of_record

    (number,) = db.execute(f"SELECT count(*) FROM _searchable_{kind}").fetchone()
    rows = db.execute(
        "SELECT s.record_id, s.title, s.body, x.title, (k.code << 56) | (ifnull(v.version, 0) << 40) | s.record_id"
        f" FROM _searchable_{kind} s JOIN _search_kinds k ON k.kind = ?1"
        " LEFT JOIN _search_text x ON x.kind = ?1 AND x.record_id = s.record_id"
        " LEFT JOIN _search_versions v ON v.record = k.code << 56 | s.record_id"
        " WHERE s.record_id % ?2 = 0 AND s.record_id BETWEEN 1 AND ?3"
        " AND (?1, s.record_id) NOT IN (SELECT kind, record_id FROM _search_pending)",
        (kind, number // sample + 1, LAST_ID),
    )
    for id, title, body, folded, entry in rows:
        if is_titled and folded != index_text(title):
            return f"the name of {kind} {id} is indexed as it was once"
        if not all(_is_in(db, entry, word) for word in set(of_record(title, body).split())):
            return f"the words of {kind} {id} are indexed as they were once"
    return ""


def _is_in(db: Connection, entry: int, word: str) -> bool:
    """Whether an entry holds a word: asked one by one, since a search for all of them would not start at the entry."""
    sql = "SELECT 1 FROM _search WHERE rowid = ? AND _search MATCH ?"
    quoted = word.replace('"', '""')
    return db.execute(sql, (entry, f'"{quoted}"')).fetchone() is not None


def _torn(db: Connection) -> str:
    """What the full-text tables' own check finds. It wants to write, so it runs on a private copy of these tables."""
    import tempfile

    with tempfile.TemporaryDirectory(prefix="crm-") as folder:
        for table in ("_search", "_search_trigrams"):
            name = os.path.join(folder, f"{table}.db")
            copy = sqlite3.connect(name, isolation_level=None)
            try:
                _copy_index(db, copy, table)
            finally:
                copy.close()
            copy = sqlite3.connect(name, isolation_level=None)
            try:
                copy.execute(f"INSERT INTO {table} ({table}) VALUES ('integrity-check')")
            except sqlite3.DatabaseError as error:
                return f"the index does not fit its words: {error}"
            finally:
                copy.close()
    return ""


def _copy_index(db: Connection, copy: Connection, table: str) -> None:
    copy.execute("BEGIN")
    copy.execute(db.execute("SELECT sql FROM sqlite_schema WHERE name = ?", (table,)).fetchone()[0])
    for part in ("data", "idx", "config"):
        copy.execute(f"DELETE FROM {table}_{part}")
        rows = db.execute(f"SELECT * FROM {table}_{part}")
        marks = ", ".join("?" * len(rows.description))
        copy.executemany(f"INSERT INTO {table}_{part} VALUES ({marks})", rows)
    copy.execute("COMMIT")


def _more(found: list[int]) -> str:
    return f" (and {len(found) - 1} more)" if len(found) > 1 else ""
