"""The full-text index: folded words of every record, kept by us and only noted by triggers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from sqlite3 import Connection, Cursor
from typing import NamedTuple

from crm_cli.db.schema import Table

_USUAL, _MUCH = 1 << 20, 1 << 24

KINDS = ("contact", "company", "deal", "product", "activity", "reminder")
"""The kinds of record that the views `_searchable_…` give words for."""


class Hit(NamedTuple):
    """A record that fits, better ones first; `rank` is the index's own measure, lower is better."""

    kind: str
    id: int
    rank: float


def triggers(tables: Sequence[Table]) -> Iterator[str]:
    """Give the CREATE TRIGGER statements that note which records' words changed.

    Folding is done by us, later: a trigger that called it would break every other program's INSERT.
    """
    for table in tables:
        owners = [table.kind] if not table.belongs_to else [c.removesuffix("_id") for c in table.belongs_to]
        if table.name == "external_ids" or not set(owners) & set(KINDS):
            continue
        for operation, rows in (("insert", ["new"]), ("update", ["old", "new"]), ("delete", ["old"])):
            notes = ""
            for row in rows:
                kind, owner = table.owner_sql(row)
                notes += f" INSERT OR IGNORE INTO _search_pending (kind, record_id) SELECT {kind}, {owner};"
            yield (
                f"CREATE TRIGGER _search_{table.name}_{operation} AFTER {operation.upper()} ON {table.name}"
                f" BEGIN{notes} END"
            )


def is_stale(db: Connection) -> bool:
    """Whether some record's words have changed since they were indexed."""
    return db.execute("SELECT 1 FROM _search_pending LIMIT 1").fetchone() is not None


def refresh(db: Connection) -> None:
    """Index what is pending; the caller holds a write transaction.

    CROSS JOIN keeps the order of the tables: the few that are pending lead, never the whole index.
    """
    db.execute(
        "INSERT INTO _search (_search, rowid, title, body) SELECT 'delete', s.id, s.title, s.body"
        " FROM _search_pending p CROSS JOIN _search_text s ON s.kind = p.kind AND s.record_id = p.record_id"
    )
    db.execute(
        "INSERT INTO _search_trigrams (_search_trigrams, rowid, title) SELECT 'delete', s.id, s.title"
        " FROM _search_pending p CROSS JOIN _search_text s ON s.kind = p.kind AND s.record_id = p.record_id"
        " WHERE s.title <> ''"  # nor were the others put in: FTS5 counts its rows
    )
    db.execute(
        "DELETE FROM _search_text WHERE id IN (SELECT s.id FROM _search_pending p"
        " CROSS JOIN _search_text s ON s.kind = p.kind AND s.record_id = p.record_id)"
    )
    first = _next_id(db)
    for kind in KINDS:
        rows = db.execute(
            f"SELECT s.record_id, s.title, s.body FROM _search_pending p CROSS JOIN _searchable_{kind} s"
            " ON s.record_id = p.record_id WHERE p.kind = ?",
            (kind,),
        )
        _fold_in(db, kind, rows)
    _index_from(db, first)
    db.execute("DELETE FROM _search_pending")


def rebuild(db: Connection) -> None:
    """Index every record anew; the caller holds a write transaction."""
    db.execute("INSERT INTO _search (_search) VALUES ('delete-all')")
    db.execute("INSERT INTO _search_trigrams (_search_trigrams) VALUES ('delete-all')")
    db.execute("DELETE FROM _search_text")
    db.execute("DELETE FROM _search_pending")
    db.execute("INSERT INTO _search_pending (kind, record_id) SELECT kind, record_id FROM _searchable")
    refresh(db)


def is_mostly_stale(db: Connection) -> bool:
    """Whether it is cheaper to rebuild the index than to take out of it what is pending."""
    pending, indexed = db.execute(
        "SELECT (SELECT count(*) FROM _search_pending), (SELECT count(*) FROM _search_text)"
    ).fetchone()
    return bool(pending * 2 > indexed)


def index_new(db: Connection, last: Mapping[str, int]) -> None:
    """Index the records that came after these ids (kind → id), none of which is indexed yet.

    Where they are most of all records, the indexes over the folded words are made anew, which is quicker
    than adding to them one by one.
    """
    first, kinds = _next_id(db), [kind for kind in KINDS if kind in last]
    new = sum(
        db.execute(f"SELECT count(*) FROM _searchable_{kind} WHERE record_id > ?", (last[kind],)).fetchone()[
            0
        ]
        for kind in kinds
    )
    aside = []
    if new > first:
        aside = db.execute(
            "SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND tbl_name = '_search_text' AND sql <> ''"
        ).fetchall()
    for name, _ in aside:
        db.execute(f"DROP INDEX {name}")
    for kind in kinds:
        db.execute("DELETE FROM _search_pending WHERE kind = ? AND record_id > ?", (kind, last[kind]))
        rows = db.execute(
            f"SELECT record_id, title, body FROM _searchable_{kind} WHERE record_id > ? ORDER BY record_id",
            (last[kind],),
        )
        _fold_in(db, kind, rows)
    for _, sql in aside:
        db.execute(sql)
    _index_from(db, first)


def _next_id(db: Connection) -> int:
    id: int = db.execute("SELECT coalesce(max(id), 0) + 1 FROM _search_text").fetchone()[0]
    return id


def _fold_in(db: Connection, kind: str, rows: Cursor) -> None:
    """Put the folded words of records (id, title, body) beside the index."""
    from crm_cli.core.text import index_text

    folded = _Lines()
    while batch := rows.fetchmany(5000):
        db.executemany(
            "INSERT INTO _search_text (kind, record_id, title, compact, body) VALUES (?, ?, ?, ?, ?)",
            [
                (
                    kind,
                    id,
                    name := index_text(title),
                    name.replace(" ", ""),
                    folded.of(body) + apart(title, body),
                )
                for id, title, body in batch
            ],
        )


def apart(title: str, body: str) -> str:
    """The words that a zero-width non-joiner joins, once more apart: many write a space for it."""
    from crm_cli.core.text import ZWNJ, index_text

    joined = [word for word in f"{title} {body}".split() if ZWNJ in word]
    return " " + index_text(" ".join(joined).replace(ZWNJ, " ")) if joined else ""


def _index_from(db: Connection, first: int) -> None:
    """Index the folded words from this entry on, in few large pieces that need no merging."""
    _set_memory(db, _MUCH)
    db.execute(
        "INSERT INTO _search (rowid, title, body) SELECT id, title, body FROM _search_text WHERE id >= ?",
        (first,),
    )
    db.execute(
        "INSERT INTO _search_trigrams (rowid, title) SELECT id, title FROM _search_text WHERE id >= ? AND title <> ''",
        (first,),
    )
    _set_memory(db, _USUAL)


def _set_memory(db: Connection, size: int) -> None:
    """How many bytes of new words FTS5 gathers before it writes them."""
    for table in ("_search", "_search_trigrams"):
        db.execute(f"INSERT INTO {table} ({table}, rank) VALUES ('hashsize', ?)", (size,))


def titles_from(db: Connection, kind: str, typed: str, table: str, title: str, *, limit: int) -> list[str]:
    """Titles that begin with what was typed, folded, of the records of a kind that are not hidden, by title.

    table, title: where the records of that kind keep it.
    """
    from crm_cli.core.text import index_text

    start = index_text(typed)
    rows = db.execute(
        f"SELECT t.{title} FROM _search_text s JOIN {table} t ON t.id = s.record_id"
        " WHERE s.kind = ? AND s.title >= ? AND s.title < ? AND t.archived_at IS NULL ORDER BY s.title LIMIT ?",
        (kind, start, start + "\U0010ffff", limit),
    )
    return [row[0] for row in rows]


class _Lines(dict[str, str]):
    """Lines that are not ASCII, folded once: cities, companies and given names repeat.

    A letter goes before what is folded, since a line of signs alone would otherwise keep them.
    """

    def __missing__(self, line: str) -> str:
        from crm_cli.core.text import index_text

        if len(self) > 50_000:
            self.clear()
        folded = self[line] = index_text("a\n" + line)[2:]
        return folded

    def of(self, body: str) -> str:
        """`index_text` of the words of a record; lines of plain ASCII, which are most, go the quick way."""
        from crm_cli.core.text import index_text

        if body.isascii():
            return index_text(body)
        parts: list[str] = []
        plain: list[str] = []
        for line in body.split("\n"):
            if not line:
                continue
            if line.isascii():
                plain.append(line)
                continue
            if plain:
                parts.append(index_text("a\n" + "\n".join(plain))[2:])
                plain = []
            parts.append(self[line])
        if plain:
            parts.append(index_text("a\n" + "\n".join(plain))[2:])
        return " ".join(filter(None, parts)) or index_text(body)


def named(db: Connection, kind: str, name: str) -> list[int]:
    """Ids of the records of a kind whose whole name folds like `name`, oldest first."""
    from crm_cli.core.text import index_text

    rows = db.execute(
        "SELECT record_id FROM _search_text WHERE kind = ? AND title = ? ORDER BY record_id",
        (kind, index_text(name)),
    )
    return [row[0] for row in rows]


def named_without_spaces(db: Connection, kind: str, name: str) -> list[int]:
    """Ids of the records whose name is `name` but for spaces and hyphens."""
    from crm_cli.core.text import compact

    rows = db.execute(
        "SELECT record_id FROM _search_text WHERE kind = ? AND compact = ? ORDER BY record_id",
        (kind, compact(name)),
    )
    return [row[0] for row in rows]


def with_words_in_name(db: Connection, kind: str, typed: str, *, limit: int = 200) -> list[int]:
    """Ids of the records of a kind where every word typed begins a word of the name, in any order."""
    from crm_cli.core.text import words

    asked = words(typed)
    if not asked:
        return []
    rows = db.execute(
        "SELECT s.record_id FROM _search JOIN _search_text s ON s.id = _search.rowid"
        " WHERE _search MATCH ? AND s.kind = ? ORDER BY s.title, s.record_id LIMIT ?",
        (f"title : ({_prefixes(asked)})", kind, limit),
    )
    return [row[0] for row in rows]


def near_names(db: Connection, kind: str, name: str) -> list[tuple[int, str]]:
    """Records of a kind whose name is one letter off, as (id, folded name)."""
    from crm_cli.core.text import fold, is_near

    folded = fold(name)
    if len(folded) < 4:
        return []
    pieces = {folded[at : at + 3] for at in range(len(folded) - 2)}
    rows = db.execute(
        "SELECT s.record_id, s.title FROM _search_trigrams JOIN _search_text s ON s.id = _search_trigrams.rowid"
        " WHERE _search_trigrams MATCH ? AND s.kind = ? AND length(s.title) BETWEEN ? AND ? ORDER BY rank LIMIT 200",
        (" OR ".join(_quoted(piece) for piece in sorted(pieces)), kind, len(folded) - 1, len(folded) + 1),
    )
    return [(id, title) for id, title in rows if is_near(title, folded)]


def find(db: Connection, typed: str, *, kinds: Sequence[str] = KINDS, limit: int = 200) -> list[Hit]:
    """Records where every word typed begins a word of theirs, best first; then names alike but for spaces, or with the fragment."""
    from crm_cli.core.text import fold, words

    asked = words(typed)
    if not asked:
        return []
    marks = ", ".join("?" * len(kinds))
    hits = [
        Hit(*row)
        for row in db.execute(
            "SELECT s.kind, s.record_id, bm25(_search, 10.0, 1.0) AS rank FROM _search"
            f" JOIN _search_text s ON s.id = _search.rowid WHERE _search MATCH ? AND s.kind IN ({marks})"
            " ORDER BY rank, s.record_id LIMIT ?",
            (_prefixes(asked), *kinds, limit),
        )
    ]
    seen = {(hit.kind, hit.id) for hit in hits}
    if len(hits) < limit:  # a name is the same without its spaces: علی رضا and علی‌رضا, GTX Pro and GTXPro
        same = ((kind, id) for kind in kinds for id in named_without_spaces(db, kind, typed))
        hits += [Hit(kind, id, 0.0) for kind, id in same if (kind, id) not in seen]
        seen.update((hit.kind, hit.id) for hit in hits)
    fragment = fold(typed)
    if len(fragment) >= 3 and len(hits) < limit:
        rows = db.execute(
            "SELECT s.kind, s.record_id FROM _search_trigrams JOIN _search_text s ON s.id = _search_trigrams.rowid"
            f" WHERE _search_trigrams MATCH ? AND s.kind IN ({marks}) ORDER BY rank, s.record_id LIMIT ?",
            (_quoted(fragment), *kinds, limit),
        )
        hits += [Hit(kind, id, 0.0) for kind, id in rows if (kind, id) not in seen]
    return hits[:limit]


def _prefixes(words: Sequence[str]) -> str:
    return " AND ".join(f"{_quoted(word)} *" for word in words)


def _quoted(text: str) -> str:
    """Write text as an FTS5 string: nothing in it is syntax."""
    return '"' + text.replace('"', '""') + '"'
