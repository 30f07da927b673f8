"""The full-text index kept right: triggers note whose words changed, and we fold and index these.

The index holds no text, only which words are in which entry, so an entry cannot be taken out again: a record
whose words changed gets a further entry, of its next version, and the view `_search_hits` looks away from the
earlier ones. When these are many, the index is made anew.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence
    from sqlite3 import Connection, Cursor

    from crm_cli.db.schema import Table


LAST_ID, LAST_VERSION = 2**40 - 1, 2**16 - 1
"""What fits into an entry's number; records beyond, which only another program can make, have no entry."""

FEW_STALE = 1000
"""Up to so many entries that no longer count are left alone in a file of any size."""

_USUAL, _MUCH = 1 << 20, 1 << 22
_BATCH = 5000

_CHANGED = (
    "FROM _search_pending p JOIN _search_kinds k ON k.kind = p.kind WHERE p.record_id BETWEEN 1 AND k.reached"
)


def kinds(db: Connection) -> dict[str, bool]:
    """The kinds that the views `_searchable_…` give words for → whether each of their records has a title.

    A title that may be missing is read there with coalesce. The kind with most records without one comes first:
    it gets the code that takes least room.
    """
    rows = db.execute(
        "SELECT substr(name, 13), sql NOT LIKE '%, coalesce(% AS title,%' FROM sqlite_schema"
        " WHERE type = 'view' AND name GLOB '_searchable_*' ORDER BY 2, rowid"
    )
    return {kind: bool(is_titled) for kind, is_titled in rows}


def read_columns(db: Connection) -> dict[str, set[str]]:
    """Table → its columns that the views `_searchable_…` read: those whose changes change words.

    SQLite itself tells, as it prepares the views.
    """
    from sqlite3 import SQLITE_OK, SQLITE_READ

    read: dict[str, set[str]] = {}

    def note(action: int, table: str | None, column: str | None, *_: str | None) -> int:
        if action == SQLITE_READ and table and column:
            read.setdefault(table, set()).add(column)
        return SQLITE_OK

    db.set_authorizer(note)
    try:
        for kind in kinds(db):
            db.execute(f"EXPLAIN SELECT * FROM _searchable_{kind}")
    finally:
        db.set_authorizer(None)
    return read


def triggers(
    tables: Sequence[Table], searched: Collection[str], read: Mapping[str, Collection[str]]
) -> Iterator[str]:
    """Give the CREATE TRIGGER statements that note which records' words changed.

    searched: the kinds with words. read: the columns that these words are made of, as `read_columns` gives them.
    Folding is done by us, later: a trigger that called it would break every other program's INSERT.
    """
    for table in tables:
        owners = [table.kind] if not table.belongs_to else [c.removesuffix("_id") for c in table.belongs_to]
        columns = [column for column in table.columns if column in read.get(table.name, ())]
        if not columns or not set(owners) & set(searched):
            continue
        for operation, when, rows in (
            ("insert", "INSERT", ["new"]),
            ("update", f"UPDATE OF {', '.join(columns)}", ["old", "new"]),
            ("delete", "DELETE", ["old"]),
        ):
            notes = ""
            for row in rows:
                kind, owner = table.owner_sql(row)
                notes += f" INSERT OR IGNORE INTO _search_pending (kind, record_id) SELECT {kind}, {owner};"
            yield (
                f"CREATE TRIGGER _search_{table.name}_{operation} AFTER {when} ON {table.name}"
                f" BEGIN{notes} END"
            )


def is_stale(db: Connection) -> bool:
    """Whether some record's words have changed since they were indexed."""
    return db.execute("SELECT 1 FROM _search_pending LIMIT 1").fetchone() is not None


def is_mostly_stale(db: Connection) -> bool:
    """Whether, with what is pending, entries that no longer count would be half as many as the records."""
    changed: int = db.execute(f"SELECT count(*) {_CHANGED}").fetchone()[0]
    stale, reached = db.execute("SELECT sum(stale), sum(reached) FROM _search_kinds").fetchone()
    return bool(stale + changed > max(FEW_STALE, reached // 2))


def is_made(db: Connection) -> bool:
    """Whether the index has ever been filled; in a new table it has not."""
    return db.execute("SELECT 1 FROM _search_kinds LIMIT 1").fetchone() is not None


def refresh(db: Connection) -> None:
    """Index what is pending; the caller holds a write transaction.

    CROSS JOIN keeps the order of the tables: the few that are pending lead, never the whole index.
    """
    _number_kinds(db)
    if is_mostly_stale(db) or not _note_versions(db):
        rebuild(db)
        return
    _index_pending(db)


def _index_pending(db: Connection) -> None:
    _drop_titles(db)
    _set_memory(db, _MUCH)
    for kind in kinds(db):
        rows = db.execute(
            "SELECT (k.code << 56) | (ifnull(v.version, 0) << 40) | p.record_id AS entry, s.record_id, s.title, s.body"
            " FROM _search_kinds k CROSS JOIN _search_pending p ON p.kind = k.kind"
            f" CROSS JOIN _searchable_{kind} s ON s.record_id = p.record_id"
            " LEFT JOIN _search_versions v ON v.record = k.code << 56 | p.record_id"
            " WHERE k.kind = ? ORDER BY 1",
            (kind,),
        )
        _fold_in(db, kind, rows)
    _index_titles(db, "(s.kind, s.record_id) IN (SELECT kind, record_id FROM _search_pending)")
    _set_memory(db, _USUAL)
    db.execute("DELETE FROM _search_pending")


def index_new(db: Connection, last: Mapping[str, int]) -> None:
    """Index the records that came after these ids (kind → id), none of which is indexed yet.

    Where they are most of all records, the indexes over the folded names are made anew, which is quicker
    than adding to them one by one.
    """
    _number_kinds(db)
    reached = dict(db.execute("SELECT kind, reached FROM _search_kinds").fetchall())
    after = {kind: max(last[kind], reached[kind]) for kind in kinds(db) if kind in last}
    aside = []
    if _count_after(db, after) > sum(reached.values()):
        aside = db.execute(
            "SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND tbl_name = '_search_text' AND sql <> ''"
        ).fetchall()
    for name, _ in aside:
        db.execute(f"DROP INDEX {name}")
    _set_memory(db, _MUCH)
    codes = dict(db.execute("SELECT kind, code FROM _search_kinds").fetchall())
    for kind in sorted(after, key=codes.__getitem__):
        rows = db.execute(
            "SELECT k.code << 56 | s.record_id, s.record_id, s.title, s.body"
            f" FROM _search_kinds k CROSS JOIN _searchable_{kind} s"
            " WHERE k.kind = ? AND s.record_id > ? AND s.record_id <= ? ORDER BY s.record_id",
            (kind, after[kind], LAST_ID),
        )
        _fold_in(db, kind, rows)
        _index_titles(db, "s.kind = ? AND s.record_id > ?", (kind, after[kind]))
        db.execute("DELETE FROM _search_pending WHERE kind = ? AND record_id > ?", (kind, after[kind]))
        _leave_pending(
            db,
            kind,
            "record_id > ? AND (record_id <= ? OR record_id > ?)",
            (last[kind], after[kind], LAST_ID),
        )
        db.execute(
            "UPDATE _search_kinds SET reached = max(reached, (SELECT coalesce(max(record_id), 0)"
            f" FROM _searchable_{kind} WHERE record_id <= ?)) WHERE kind = ?",
            (LAST_ID, kind),
        )
    _set_memory(db, _USUAL)
    for _, sql in aside:
        db.execute(sql)


def rebuild(db: Connection) -> None:
    """Make the index anew from what is in the file: no word that is gone stays in it."""
    for table in ("_search", "_search_trigrams"):
        db.execute(f"INSERT INTO {table} ({table}) VALUES ('delete-all')")
    for table in ("_search_text", "_search_versions", "_search_kinds", "_search_pending"):
        db.execute(f"DELETE FROM {table}")
    index_new(db, dict.fromkeys(kinds(db), 0))
    for kind in kinds(db):
        _leave_pending(db, kind, "record_id < 1")
    _index_pending(db)


def _leave_pending(db: Connection, kind: str, which: str, bound: tuple[int, ...] = ()) -> None:
    """Note records whose numbers only another program, or a lost sequence, can have made."""
    db.execute(
        "INSERT OR IGNORE INTO _search_pending (kind, record_id)"
        f" SELECT '{kind}', record_id FROM _searchable_{kind} WHERE {which}",
        bound,
    )


def _number_kinds(db: Connection) -> None:
    """Give every kind its code for good."""
    known = {row[0] for row in db.execute("SELECT kind FROM _search_kinds")}
    for kind in kinds(db):
        if kind not in known:
            db.execute(
                "INSERT INTO _search_kinds (code, kind) SELECT coalesce(max(code) + 1, 0), ? FROM _search_kinds",
                (kind,),
            )


def _note_versions(db: Connection) -> bool:
    """Let the earlier entries of what is pending no longer count; False where a version does not fit any more."""
    db.execute(
        f"UPDATE _search_kinds SET stale = stale + (SELECT count(*) {_CHANGED} AND k.code = _search_kinds.code)"
    )
    db.execute(
        f"INSERT INTO _search_versions (record, version) SELECT k.code << 56 | p.record_id, 1 {_CHANGED}"
        " ON CONFLICT (record) DO UPDATE SET version = version + 1"
    )
    db.execute(
        "UPDATE _search_kinds SET reached = max(reached, (SELECT coalesce(max(p.record_id), 0)"
        " FROM _search_pending p WHERE p.kind = _search_kinds.kind AND p.record_id <= ?))",
        (LAST_ID,),
    )
    highest = db.execute(
        f"SELECT max(v.version) FROM (SELECT k.code << 56 | p.record_id AS record {_CHANGED}) c"
        " CROSS JOIN _search_versions v ON v.record = c.record"
    ).fetchone()[0]
    return highest is None or highest <= LAST_VERSION


def _drop_titles(db: Connection) -> None:
    """Take out the names of what is pending, which are still as they were indexed."""
    db.execute(
        "INSERT INTO _search_trigrams (_search_trigrams, rowid, title)"
        " SELECT 'delete', k.code << 56 | p.record_id, s.title FROM _search_pending p"
        " CROSS JOIN _search_kinds k ON k.kind = p.kind"
        " CROSS JOIN _search_text s ON s.kind = p.kind AND s.record_id = p.record_id"
        " WHERE s.record_id BETWEEN 1 AND ?",
        (LAST_ID,),
    )
    db.execute(
        "DELETE FROM _search_text WHERE (kind, record_id) IN (SELECT kind, record_id FROM _search_pending)"
    )


def _fold_in(db: Connection, kind: str, rows: Cursor) -> None:
    """Index the words of records (entry, id, title, body), in the order of their entries, and keep their names."""
    from crm_cli.db.search_words import Folder

    folder = Folder()
    is_titled = kinds(db)[kind]
    while batch := rows.fetchmany(_BATCH):
        names, entries = [], []
        for entry, id, title, body in batch:
            name = folder.title(title)
            if is_titled:
                names.append((kind, id, name))
            if 1 <= id <= LAST_ID:
                entries.append((entry, folder.words(name, title, body)))
        db.executemany("INSERT INTO _search_text (kind, record_id, title) VALUES (?, ?, ?)", names)
        db.executemany("INSERT INTO _search (rowid, words) VALUES (?, ?)", entries)


def _index_titles(db: Connection, which: str, bound: tuple[str | int, ...] = ()) -> None:
    """Index the pieces of the names that are new in `_search_text`, in the order of their numbers."""
    db.execute(
        "INSERT INTO _search_trigrams (rowid, title) SELECT k.code << 56 | s.record_id, s.title"
        " FROM _search_text s JOIN _search_kinds k ON k.kind = s.kind"
        f" WHERE s.record_id BETWEEN 1 AND {LAST_ID} AND {which} ORDER BY 1",
        bound,
    )


def _count_after(db: Connection, after: Mapping[str, int]) -> int:
    counts = (
        db.execute(f"SELECT count(*) FROM _searchable_{kind} WHERE record_id > ?", (id,)).fetchone()[0]
        for kind, id in after.items()
    )
    return sum(counts)


def _set_memory(db: Connection, size: int) -> None:
    """How many bytes of new words FTS5 gathers before it writes them."""
    for table in ("_search", "_search_trigrams"):
        db.execute(f"INSERT INTO {table} ({table}, rank) VALUES ('hashsize', ?)", (size,))
