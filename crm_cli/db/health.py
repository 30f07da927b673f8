"""What can be wrong inside the file, found by reading it, and what of that can be mended without loss."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Callable, Iterator
from datetime import datetime
from sqlite3 import Connection
from typing import NamedTuple

from crm_cli.core.text import plural
from crm_cli.db import connection, facts, migrations, search
from crm_cli.db.schema import fact_tables, kind_of

OK, WARNING, BROKEN, MENDED = "ok", "warning", "broken", "mended"

SAMPLE = 1000
"""So many records' words are compared with the index, and so many changes of the log are replayed."""


class Finding(NamedTuple):
    """One line of an examination; `can_mend` where `mend` puts it right."""

    check: str
    state: str
    words: str
    can_mend: bool = False


def examine(db: Connection, path: str, *, now: datetime) -> Iterator[Finding]:
    """Check all that is inside the file; `db` reads it in one snapshot. Nothing is written to it."""
    checks: tuple[tuple[str, Callable[[], Finding]], ...] = (
        ("pages", lambda: _pages(db)),
        ("links", lambda: _links(db)),
        ("schema", lambda: _schema(db, now)),
        ("search", lambda: _search(db, path)),
        ("history", lambda: _history(db)),
        ("facts", lambda: _facts(db)),
    )
    for name, check in checks:
        try:
            yield check()
        except sqlite3.DatabaseError as error:
            yield Finding(name, BROKEN if _is_damage(error) else WARNING, f"could not be checked: {error}")


def mend(db: Connection, broken: set[str], *, now: datetime) -> None:
    """Put right what was found, inside the caller's transaction; only what is derived is made anew."""
    if "schema" in broken:
        _make_again(db, now)
    if "search" in broken:
        search.rebuild(db)
    if "history" in broken:
        db.execute("DELETE FROM _writing")
    if "facts" in broken:
        facts.renew_all(db)


# pages and links


def _pages(db: Connection) -> Finding:
    found = [row[0] for row in db.execute("PRAGMA integrity_check(20)") if row[0] != "ok"]
    if found:
        return Finding(
            "pages", BROKEN, f"SQLite finds damage: {' '.join(found[0].split())}{_more(len(found) - 1)}"
        )
    pages, size = db.execute(
        "SELECT page_count, page_size FROM pragma_page_count, pragma_page_size"
    ).fetchone()
    return Finding("pages", OK, f"{plural(pages, 'page')} of {size} bytes, all whole")


def _links(db: Connection) -> Finding:
    found = db.execute("PRAGMA foreign_key_check").fetchmany(1000)
    if found:
        table, row, parent, _ = found[0]
        return Finding(
            "links",
            BROKEN,
            f"{kind_of(table)} {row} points to a missing {kind_of(parent)}{_more(len(found) - 1)}",
        )
    return Finding("links", OK, "every link leads to its record")


# schema


def _schema(db: Connection, now: datetime) -> Finding:
    version = db.execute("PRAGMA user_version").fetchone()[0]
    if version != migrations.VERSION:
        return Finding(
            "schema", WARNING, f"version {version}: the next write brings it to version {migrations.VERSION}"
        )
    expected, there = _definitions_of_new(now), _definitions(db)
    missing = [name for name in expected if name not in there]
    lost = [name for name in missing if expected[name][0] == "table" and not name.startswith("_")]
    if lost:
        return Finding("schema", BROKEN, f"the table `{lost[0]}` is missing{_more(len(lost) - 1)}")
    if missing:
        kind = expected[missing[0]][0]
        return Finding(
            "schema", BROKEN, f"the {kind} `{missing[0]}` is missing{_more(len(missing) - 1)}", True
        )
    other = [name for name in expected if there[name] != expected[name]]
    rebuilt = [name for name in other if expected[name][0] == "table"]
    if rebuilt:
        return Finding(
            "schema",
            WARNING,
            f"the table `{rebuilt[0]}` is not as this crm makes it{_more(len(rebuilt) - 1)}",
        )
    if other:
        kind = expected[other[0]][0]
        words = f"the {kind} `{other[0]}` is not as this crm makes it{_more(len(other) - 1)}"
        return Finding("schema", WARNING, words, True)
    return Finding("schema", OK, f"version {version}, every table, view and trigger in place")


def _definitions(db: Connection) -> dict[str, tuple[str, str]]:
    return {
        name: (type, sql)
        for type, name, sql in db.execute(
            "SELECT type, name, sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY rowid"
        )
    }


def _definitions_of_new(now: datetime) -> dict[str, tuple[str, str]]:
    new = connection.open_empty(now=now)
    try:
        return _definitions(new)
    finally:
        new.close()


def _make_again(db: Connection, now: datetime) -> None:
    """Make what is missing, and all triggers and views of ours again; what other programs added stays."""
    expected, there = _definitions_of_new(now), _definitions(db)
    for name, (type, sql) in expected.items():
        if type in {"table", "index"} and name not in there and not name.startswith("_search"):
            db.execute(sql)
    for name, (type, _) in there.items():
        ours = expected.get(name, ("", ""))[0] == type or name.startswith(("_log_", "_search_", "_facts_"))
        if type in {"trigger", "view"} and ours:
            db.execute(f'DROP {type} IF EXISTS "{name}"')
    for (
        type,
        sql,
    ) in expected.values():  # as they are in a new file: a table that was rebuilt tells less of itself
        if type in {"trigger", "view"}:
            db.execute(sql)


# search


def _search(db: Connection, path: str) -> Finding:
    pending = "(kind, record_id) IN (SELECT kind, record_id FROM _search_pending)"
    missing = db.execute(
        "SELECT count(*), min(kind || ' ' || record_id) FROM (SELECT kind, record_id FROM _searchable"
        f" EXCEPT SELECT kind, record_id FROM _search_text) WHERE NOT {pending}"
    ).fetchone()
    if missing[0]:
        return Finding("search", BROKEN, f"{missing[1]} cannot be found{_more(missing[0] - 1)}", True)
    extra = db.execute(
        "SELECT count(*), min(kind || ' ' || record_id) FROM (SELECT kind, record_id FROM _search_text"
        f" EXCEPT SELECT kind, record_id FROM _searchable) WHERE NOT {pending}"
    ).fetchone()
    if extra[0]:
        return Finding(
            "search", BROKEN, f"the index holds {extra[1]}, which is gone{_more(extra[0] - 1)}", True
        )
    for kind in search.KINDS:
        for id, *words in _sample(db, kind):
            if words[:3] != words[3:]:
                return Finding(
                    "search", BROKEN, f"the words of {kind} {id} are indexed as they were once", True
                )
    fault = _index_fault(db, path)
    if fault:
        return Finding("search", BROKEN, f"the index does not fit its words: {fault}", True)
    entries = db.execute("SELECT count(*) FROM _search_text").fetchone()[0]
    return Finding("search", OK, f"{plural(entries, 'record')} in the index")


def _sample(db: Connection, kind: str) -> Iterator[tuple[int, str, str, str, str, str, str]]:
    """Id, the words as they should be indexed and as they are, for records spread over the whole kind."""
    from crm_cli.core.text import compact, index_text

    (count,) = db.execute("SELECT count(*) FROM _search_text WHERE kind = ?", (kind,)).fetchone()
    rows = db.execute(
        f"SELECT s.record_id, s.title, s.body, x.title, x.compact, x.body FROM _searchable_{kind} s"
        " JOIN _search_text x ON x.kind = ?1 AND x.record_id = s.record_id"
        " WHERE s.record_id % ?2 = 0 AND (?1, s.record_id) NOT IN (SELECT kind, record_id FROM _search_pending)",
        (kind, count // SAMPLE + 1),
    )
    for id, title, body, *indexed in rows:
        yield (id, index_text(title), compact(title), index_text(body) + search.apart(title, body), *indexed)


def _index_fault(db: Connection, path: str) -> str:
    """What the full-text tables' own check finds. It wants to write, so it runs on a private copy."""
    import tempfile

    with tempfile.TemporaryDirectory(prefix="crm-") as folder:
        copy = sqlite3.connect(os.path.join(folder, "copy.db"), isolation_level=None)
        try:
            db.backup(copy)
            copy.execute("INSERT INTO _search (_search, rank) VALUES ('integrity-check', 1)")
            # rank 0 leaves its words uncompared: it is not to hold those without a title
            copy.execute(
                "INSERT INTO _search_trigrams (_search_trigrams, rank) VALUES ('integrity-check', 0)"
            )
        except sqlite3.DatabaseError as error:
            if _is_damage(error):
                return str(error)
            raise
        finally:
            copy.close()
    return ""


# history


def _history(db: Connection) -> Finding:
    if db.execute("SELECT 1 FROM _writing").fetchone():
        return Finding("history", BROKEN, "a step was left open", True)
    loose = db.execute(
        "SELECT count(*) FROM _changes c WHERE c.command_id IS NOT NULL"
        " AND NOT EXISTS (SELECT 1 FROM _commands s WHERE s.id = c.command_id)"
    ).fetchone()[0]
    if loose:
        return Finding("history", BROKEN, f"{plural(loose, 'change')} of a step that is not in the log")
    changes, fault = _replay(db)
    if fault:
        return Finding("history", BROKEN, fault)
    steps = db.execute("SELECT count(*) FROM _commands").fetchone()[0]
    return Finding(
        "history", OK, f"{plural(steps, 'step')}; the newest {plural(changes, 'change')} fit what is there"
    )


def _replay(db: Connection) -> tuple[int, str]:
    """Take back the newest changes in thought, newest first: each must fit the rows as they were after it."""
    columns = {table.name: set(table.columns) for table in fact_tables(db)}
    is_there: dict[tuple[str, int], bool] = {}
    rows = db.execute(
        "SELECT id, table_name, row_id, last_row_id, operation, before FROM _changes ORDER BY id DESC LIMIT ?",
        (SAMPLE,),
    ).fetchall()
    for id, table, row, last, operation, before in rows:
        where = f"change {id} ({operation} of {table} {row})"
        if table not in columns:
            return 0, f"{where} is about a table that is not there"
        if last is not None:
            continue  # a range: rows of it may have been removed before the step ended
        if (table, row) not in is_there:
            found = db.execute(f"SELECT 1 FROM {table} WHERE id = ?", (row,)).fetchone()
            is_there[table, row] = found is not None
        if is_there[table, row] == (operation == "delete"):
            return (
                0,
                f"{where} does not fit: the row is {'still there' if operation == 'delete' else 'not there'}",
            )
        if operation != "insert":
            try:
                unknown = set(json.loads(before)) - columns[table]
            except (TypeError, ValueError):
                return 0, f"{where} does not say what was before"
            if unknown:
                return 0, f"{where} names a column that is not there: {min(unknown)}"
        is_there[table, row] = operation != "insert"
    return len(rows), ""


# facts


def _facts(db: Connection) -> Finding:
    for kind, count, first in facts.out_of_date(db):
        return Finding(
            "facts", BROKEN, f"what is kept about {kind} {first} is out of date{_more(count - 1)}", True
        )
    return Finding("facts", OK, "last contacts and next steps are as the activities and reminders tell")


def _is_damage(error: sqlite3.DatabaseError) -> bool:
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF
    return code in {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR}


def _more(count: int) -> str:
    return f" (and {count} more)" if count > 0 else ""
