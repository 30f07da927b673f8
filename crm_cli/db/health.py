"""What can be wrong inside the file, found by reading it, and what of that can be mended without loss."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import datetime
from sqlite3 import Connection
from typing import NamedTuple

from crm_cli.core.errors import CrmError
from crm_cli.core.text import plural
from crm_cli.db import backup, connection, facts, own_fields, search_check, search_index
from crm_cli.db.log import fitting
from crm_cli.db.schema import kind_of
from crm_cli.db.version import VERSION

OK, WARNING, BROKEN, MENDED = "ok", "warning", "broken", "mended"

SAMPLE, LARGE_SAMPLE = 200, 10_000
"""About so many records of a kind, spread over all of them, are compared with the index and the derived tables; so many
words of them in full, since each is looked up."""

CHANGES = 1000
"""So many changes of the log are taken back in thought, the newest."""


class Finding(NamedTuple):
    """One line of an examination; `can_mend` where `mend` puts it right."""

    check: str
    state: str
    words: str
    can_mend: bool = False


def examine(db: Connection, *, now: datetime, is_full: bool = False) -> Iterator[Finding]:
    """Check what is inside the file; `db` reads it in one snapshot. Nothing is written to it.

    is_full: look at everything; else indexes are not compared with their tables, and of the search index, the
    history and the derived tables a sample is, which each finding says.
    """
    checks: tuple[tuple[str, Callable[[], Finding]], ...] = (
        ("pages", lambda: _pages(db, is_full)),
        ("links", lambda: links(db)),
        ("schema", lambda: _schema(db, now)),
        ("search", lambda: _search(db, is_full)),
        ("history", lambda: _history(db, is_full)),
        ("facts", lambda: _facts(db, is_full)),
    )
    if is_full:
        checks += (("fields", lambda: _fields(db)),)
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
        search_index.rebuild(db)
    if "history" in broken:
        db.execute("DELETE FROM _writing")
    if "facts" in broken:
        facts.renew_all(db)


# pages and links


def _pages(db: Connection, is_full: bool) -> Finding:
    check = "integrity_check" if is_full else "quick_check"
    found = [row[0] for row in db.execute(f"PRAGMA {check}(20)") if row[0] != "ok"]
    if found:
        return Finding(
            "pages", BROKEN, f"SQLite finds damage: {' '.join(found[0].split())}{_more(len(found) - 1)}"
        )
    if missing := backup.missing_bytes(db):
        return Finding("pages", BROKEN, f"the file is cut short by {plural(missing, 'byte')}")
    pages, size = db.execute(
        "SELECT page_count, page_size FROM pragma_page_count, pragma_page_size"
    ).fetchone()
    depth = "with all indexes" if is_full else "indexes not compared: --full does"
    return Finding("pages", OK, f"{plural(pages, 'page')} of {size} bytes, all whole ({depth})")


def links(db: Connection) -> Finding:
    """Whether every link leads to its record."""
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
    if version != VERSION:
        return Finding("schema", WARNING, f"version {version}: the next write brings it to version {VERSION}")
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


def altered(path: str, *, now: datetime) -> Finding | None:
    """What of the schema of a file is not as this crm makes it, which may be why a statement fails; None where all is."""
    try:
        with closing(connection.open_read(path)) as db:
            (version,) = db.execute("PRAGMA user_version").fetchone()
            if version != VERSION:
                return Finding("schema", BROKEN, f"its tables are not those of schema version {version}")
            finding = _schema(db, now)
    except (CrmError, sqlite3.DatabaseError):
        return None
    return None if finding.state == OK else finding


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


# what is kept about the facts: the search index, the history, the derived tables


def _search(db: Connection, is_full: bool) -> Finding:
    fault = search_check.fault(db, sample=LARGE_SAMPLE if is_full else SAMPLE, is_full=is_full)
    if fault:
        return Finding("search", BROKEN, fault, True)
    entries, looked_at = search_check.count(db, sample=LARGE_SAMPLE if is_full else SAMPLE)
    some = "" if looked_at >= entries else f", {looked_at} of them looked at word by word"
    return Finding("search", OK, f"{plural(entries, 'record')} in the index{some}")


def _history(db: Connection, is_full: bool) -> Finding:
    if db.execute("SELECT 1 FROM _writing").fetchone():
        return Finding("history", BROKEN, "a step was left open", True)
    loose = db.execute(
        "SELECT count(*) FROM _changes c WHERE c.command_id IS NOT NULL"
        " AND NOT EXISTS (SELECT 1 FROM _commands s WHERE s.id = c.command_id)"
    ).fetchone()[0]
    if loose:
        return Finding("history", BROKEN, f"{plural(loose, 'change')} of a step that is not in the log")
    changes, fault = fitting.fault(db, limit=0 if is_full else CHANGES)
    if fault:
        return Finding("history", BROKEN, fault)
    steps = db.execute("SELECT count(*) FROM _commands").fetchone()[0]
    which = "all" if is_full else "the newest"
    return Finding(
        "history", OK, f"{plural(steps, 'step')}; {which} {plural(changes, 'change')} fit what is there"
    )


def _facts(db: Connection, is_full: bool) -> Finding:
    every = 1 if is_full else facts.most(db) // SAMPLE + 1
    for kind, count, first in facts.out_of_date(db, every=every):
        return Finding(
            "facts", BROKEN, f"what is kept about {kind} {first} is out of date{_more(count - 1)}", True
        )
    some = f", of a sample of 1 in {every}" if every > 1 else ""
    return Finding(
        "facts", OK, f"last contacts and next steps are as the activities and reminders tell{some}"
    )


def _fields(db: Connection) -> Finding:
    known, unfilled = own_fields.empty(db)
    words = f"{plural(known, 'field')} of your own"
    if not unfilled:
        return Finding("fields", OK, f"{words}, all of them in use" if known else "none of your own")
    kind, name = unfilled[0]
    return Finding("fields", WARNING, f"{words}; `{name}` is empty in every {kind}{_more(len(unfilled) - 1)}")


def _is_damage(error: sqlite3.DatabaseError) -> bool:
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF
    return code in {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR}


def _more(count: int) -> str:
    return f" (and {count} more)" if count > 0 else ""
