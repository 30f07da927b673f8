"""What can be wrong inside the file, found by reading it, and what of that can be mended without loss."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator
from datetime import datetime
from itertools import islice
from sqlite3 import Connection
from typing import NamedTuple

from crm_cli.core.text import plural
from crm_cli.db import backup, connection, facts, migrations, search
from crm_cli.db.log import images, replay
from crm_cli.db.log.images import Change
from crm_cli.db.schema import kind_of
from crm_cli.db.table import exists

OK, WARNING, BROKEN, MENDED = "ok", "warning", "broken", "mended"

SAMPLE = 200
"""So many records of a kind, spread over all of them, are compared with the index and the derived tables."""

CHANGES = 1000
"""So many changes of the log are taken back in thought, the newest."""

FRAGMENTS = 20
"""So many names of a kind are looked up by their fragments, which takes long for each."""


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
        ("links", lambda: _links(db)),
        ("schema", lambda: _schema(db, now)),
        ("search", lambda: _search(db, is_full)),
        ("history", lambda: _history(db, is_full)),
        ("facts", lambda: _facts(db, is_full)),
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


def _search(db: Connection, is_full: bool) -> Finding:
    if is_full or _counts(db, "_searchable") != _counts(db, "_search_text"):
        unlike = _unlike(db)
        if unlike:
            return Finding("search", BROKEN, unlike, True)
    looked_at = 0
    for kind in search.KINDS:
        for id, *words in _sample(db, kind, is_full):
            looked_at += 1
            if words[:3] != words[3:]:
                return Finding(
                    "search", BROKEN, f"the words of {kind} {id} are indexed as they were once", True
                )
    fault = _index_fault(db) if is_full else _not_found(db)
    if fault:
        return Finding("search", BROKEN, f"the index does not fit its words: {fault}", True)
    entries = db.execute("SELECT count(*) FROM _search_text").fetchone()[0]
    some = "" if looked_at >= entries else f", {looked_at} of them looked at"
    return Finding("search", OK, f"{plural(entries, 'record')} in the index{some}")


def _counts(db: Connection, place: str) -> int:
    """How many records should be, or are, in the index; those that are still to be indexed are left out."""
    count: int = db.execute(
        f"SELECT (SELECT count(*) FROM {place}) - (SELECT count(*) FROM _search_pending p"
        f" WHERE EXISTS (SELECT 1 FROM {place} s WHERE s.kind = p.kind AND s.record_id = p.record_id))"
    ).fetchone()[0]
    return count


def _unlike(db: Connection) -> str:
    """A record that should be in the index and is not, or is and should not; "" where there is none."""
    pending = "(kind, record_id) IN (SELECT kind, record_id FROM _search_pending)"
    missing = db.execute(
        "SELECT count(*), min(kind || ' ' || record_id) FROM (SELECT kind, record_id FROM _searchable"
        f" EXCEPT SELECT kind, record_id FROM _search_text) WHERE NOT {pending}"
    ).fetchone()
    if missing[0]:
        return f"{missing[1]} cannot be found{_more(missing[0] - 1)}"
    extra = db.execute(
        "SELECT count(*), min(kind || ' ' || record_id) FROM (SELECT kind, record_id FROM _search_text"
        f" EXCEPT SELECT kind, record_id FROM _searchable) WHERE NOT {pending}"
    ).fetchone()
    return f"the index holds {extra[1]}, which is gone{_more(extra[0] - 1)}" if extra[0] else ""


def _sample(
    db: Connection, kind: str, is_full: bool
) -> Iterator[tuple[int, str | None, str | None, str | None, str, str, str]]:
    """Id, the words as they should be indexed and as they are, for records spread over the whole kind."""
    from crm_cli.core.text import compact, index_text

    rows = db.execute(
        f"SELECT x.record_id, s.record_id, s.title, s.body, x.title, x.compact, x.body FROM _search_text x"
        f" LEFT JOIN _searchable_{kind} s ON s.record_id = x.record_id WHERE x.kind = ?1 AND x.record_id % ?2 = 0"
        " AND (?1, x.record_id) NOT IN (SELECT kind, record_id FROM _search_pending)",
        (kind, 1 if is_full else _every(db, kind)),
    )
    for id, there, title, body, *indexed in rows:
        if there is None:
            yield (id, None, None, None, *indexed)
        else:
            yield (
                id,
                index_text(title),
                compact(title),
                index_text(body) + search.apart(title, body),
                *indexed,
            )


def _every(db: Connection, kind: str) -> int:
    """Each so-manieth record of a kind makes a sample."""
    (count,) = db.execute("SELECT count(*) FROM _search_text WHERE kind = ?", (kind,)).fetchone()
    return int(count // SAMPLE + 1)


def _not_found(db: Connection) -> str:
    """A record of a sample that the index does not find by the words it should hold; "" where all are found."""
    for kind in search.KINDS:
        rows = db.execute(
            "SELECT id, record_id, title, body FROM _search_text WHERE kind = ? AND record_id % ? = 0"
            " ORDER BY record_id",
            (kind, _every(db, kind)),
        ).fetchall()
        for place, (entry, id, title, body) in enumerate(rows):
            words = title.split() or body.split()[:10]
            asked = [("_search", " AND ".join(f'"{word}"' for word in words))]
            if place < FRAGMENTS and len(title) >= 3:
                asked.append(("_search_trigrams", f'"{title}"'))
            for index, query in asked:
                sql = f"SELECT 1 FROM {index} WHERE {index} MATCH ? AND rowid = ?"
                if query and db.execute(sql, (query, entry)).fetchone() is None:
                    return f"{kind} {id} is not found by its words"
    return ""


def _index_fault(db: Connection) -> str:
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


def _history(db: Connection, is_full: bool) -> Finding:
    if db.execute("SELECT 1 FROM _writing").fetchone():
        return Finding("history", BROKEN, "a step was left open", True)
    loose = db.execute(
        "SELECT count(*) FROM _changes c WHERE c.command_id IS NOT NULL"
        " AND NOT EXISTS (SELECT 1 FROM _commands s WHERE s.id = c.command_id)"
    ).fetchone()[0]
    if loose:
        return Finding("history", BROKEN, f"{plural(loose, 'change')} of a step that is not in the log")
    changes, fault = _replay(db, 0 if is_full else CHANGES)
    if fault:
        return Finding("history", BROKEN, fault)
    steps = db.execute("SELECT count(*) FROM _commands").fetchone()[0]
    which = "all" if is_full else "the newest"
    return Finding(
        "history", OK, f"{plural(steps, 'step')}; {which} {plural(changes, 'change')} fit what is there"
    )


def _replay(db: Connection, limit: int) -> tuple[int, str]:
    """Take back the newest changes in thought, newest first: each must fit the rows as they were after it."""
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


# facts


def _facts(db: Connection, is_full: bool) -> Finding:
    sampled = 1 if is_full else max(_every(db, kind) for kind in ("contact", "deal"))
    for kind, count, first in facts.out_of_date(db, every=sampled):
        return Finding(
            "facts", BROKEN, f"what is kept about {kind} {first} is out of date{_more(count - 1)}", True
        )
    some = f", of a sample of 1 in {sampled}" if sampled > 1 else ""
    return Finding(
        "facts", OK, f"last contacts and next steps are as the activities and reminders tell{some}"
    )


def _is_damage(error: sqlite3.DatabaseError) -> bool:
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF
    return code in {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR}


def _more(count: int) -> str:
    return f" (and {count} more)" if count > 0 else ""
