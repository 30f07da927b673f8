"""Whether the search index holds what it should: every record, with its words as they are, found by them."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from sqlite3 import Connection

from crm_cli.db import search

SAMPLE = 200
"""So many records of a kind, spread over all of them, are looked at."""

FRAGMENTS = 20
"""So many names of a kind are looked up by their fragments, which takes long for each."""


def fault(db: Connection, *, is_full: bool) -> tuple[int, str]:
    """How many records were looked at, and the first that the index holds wrongly, in words; "" where none was.

    is_full: look at every record, and let the index compare itself with its words, on a private copy of the file.
    """
    looked_at = 0
    if is_full or _counts(db, "_searchable") != _counts(db, "_search_text"):
        unlike = _unlike(db)
        if unlike:
            return looked_at, unlike
    for kind in search.KINDS:
        for id, *words in _sample(db, kind, is_full):
            looked_at += 1
            if words[:3] != words[3:]:
                return looked_at, f"the words of {kind} {id} are indexed as they were once"
    found = _own_check(db) if is_full else _not_found(db)
    return looked_at, f"the index does not fit its words: {found}" if found else ""


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
        (kind, 1 if is_full else every(db, kind)),
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


def every(db: Connection, kind: str) -> int:
    """Each so-manieth record of a kind makes a sample."""
    (count,) = db.execute("SELECT count(*) FROM _search_text WHERE kind = ?", (kind,)).fetchone()
    return int(count // SAMPLE + 1)


def _not_found(db: Connection) -> str:
    """A record of a sample that the index does not find by the words it should hold; "" where all are found."""
    for kind in search.KINDS:
        rows = db.execute(
            "SELECT id, record_id, title, body FROM _search_text WHERE kind = ? AND record_id % ? = 0"
            " ORDER BY record_id",
            (kind, every(db, kind)),
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


def _own_check(db: Connection) -> str:
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
            if error.sqlite_errorcode & 0xFF in {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_ERROR}:
                return str(error)
            raise
        finally:
            copy.close()
    return ""


def _more(count: int) -> str:
    return f" (and {count} more)" if count > 0 else ""
