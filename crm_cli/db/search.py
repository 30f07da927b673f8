"""What the full-text index is asked: records by their words, by their names, and by names nearly theirs."""

from __future__ import annotations

from crm_cli.core import text
from crm_cli.db.search_index import is_stale, kinds, rebuild, refresh

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from sqlite3 import Connection

    from crm_cli.core.text import Asked


__all__ = [
    "all_names",
    "bearers",
    "begun",
    "find",
    "is_begun",
    "is_stale",
    "named",
    "named_without_spaces",
    "near_names",
    "pending",
    "rebuild",
    "refresh",
    "same",
    "with_words_in_name",
]


PIECE = 3
"""Signs in one piece of a name in the index over pieces."""

MANY = 5_000
"""So many titles are looked through where an index gives no order."""

LAST = "\U0010ffff"
"""Sorts after every sign of a name."""


def begun(
    db: Connection, kind: str, typed: str, table: str, title: str, where: str, *, limit: int
) -> list[tuple[int, str]]:
    """Ids and titles where every word typed begins a word of the title, those first whose title begins so.

    table, title: where the records of that kind keep it; where: a condition on their row `t`. Of many, the first by
    title and the very last are given: what these begin with in common, all do. Costs the same in a file of any size,
    so of titles that only have the words further on, not all need be found.
    """
    start = text.index_text(typed)
    start += " " if start and typed[-1:].isspace() else ""
    rows = (
        f"SELECT t.id, t.{title} FROM _search_text s JOIN {table} t ON t.id = s.record_id"
        f" WHERE s.kind = ? AND s.title >= ? AND s.title < ? AND {where} ORDER BY s.title"
    )
    bounds = (kind, start, start + LAST)
    found = dict(db.execute(f"{rows} LIMIT ?", (*bounds, limit)).fetchall())
    if len(found) == limit:
        found |= dict(db.execute(f"{rows} DESC LIMIT 1", bounds).fetchall())
        return list(found.items())
    asked = text.words(typed)
    if asked:
        source, values = _with_word_somewhere(max(asked, key=len), kind)
        begins = " AND instr(' ' || s.title, ' ' || ?)" * len(asked)
        rows = f"SELECT t.id, t.{title} FROM {source} JOIN {table} t ON t.id = s.record_id WHERE {where}{begins} LIMIT ?"
        found = dict([*found.items(), *db.execute(rows, (*values, *asked, limit - len(found)))])
    for id, name in pending(db, kind, table, title, where):
        if all(f" {word}" in f" {text.index_text(name)}" for word in asked):
            found[id] = name
    return list(found.items())


def pending(db: Connection, kind: str, table: str, title: str, where: str = "TRUE") -> list[tuple[int, str]]:
    """Ids and titles of the records of a kind whose words have changed since they were indexed."""
    rows = f"SELECT t.id, t.{title} FROM _search_pending s CROSS JOIN {table} t ON t.id = s.record_id WHERE s.kind = ?"
    return db.execute(f"{rows} AND {where} LIMIT ?", (kind, MANY)).fetchall()


def _with_word_somewhere(word: str, kind: str) -> tuple[str, tuple[str | int, ...]]:
    """Folded titles `s` that may hold a word: by its pieces, where it is too short for one the first by title."""
    if len(word) < PIECE:
        return "(SELECT record_id, title FROM _search_text WHERE kind = ? ORDER BY title LIMIT ?) s", (
            kind,
            MANY,
        )
    hits = "(SELECT record_id FROM _search_names WHERE kind = ? AND pieces MATCH ? LIMIT ?)"
    joined = f"{hits} h CROSS JOIN _search_text s ON s.kind = ? AND s.record_id = h.record_id"
    return joined, (kind, _pieces(word), MANY, kind)


def bearers(db: Connection, kind: str, folded: Sequence[str]) -> dict[str, int]:
    """How many records of a kind have each of these titles, folded, as far as they are indexed."""
    marks = ", ".join("?" * len(folded))
    rows = f"SELECT title, count(*) FROM _search_text WHERE kind = ? AND title IN ({marks}) GROUP BY title"
    return dict(db.execute(rows, (kind, *folded)).fetchall())


def is_begun(db: Connection, kind: str, typed: str) -> bool:
    """Whether the name of some record of a kind begins so, folded."""
    start = text.index_text(typed)
    row = db.execute(
        "SELECT 1 FROM _search_text WHERE kind = ? AND title >= ? AND title < ? LIMIT 1",
        (kind, start, start + LAST),
    ).fetchone()
    return row is not None


def same(db: Connection, kind: str, name: str) -> list[int]:
    """Ids of the records of a kind whose name is the same as `name` (see `core.text.same`), oldest first."""

    wanted = text.same(name)
    return [id for id, title in _folding_alike(db, kind, name) if text.same(title) == wanted]


def named(db: Connection, kind: str, typed: str) -> list[int]:
    """Ids of the records whose whole name folds like the one typed and has the signs that were typed, oldest first.

    A zero-width non-joiner in either is a space or nothing.
    """
    found = [id for id, title in _folding_alike(db, kind, typed) if text.holds_signs(title, typed)]
    if found or not kinds(db)[kind]:
        return found
    apart = text.index_text(typed.replace(text.ZWNJ, " "))
    return [
        id
        for id, title in _titles(db, kind, named_without_spaces(db, kind, typed))
        if text.ZWNJ in title + typed and text.index_text(title.replace(text.ZWNJ, " ")) == apart
    ]


def _folding_alike(db: Connection, kind: str, name: str) -> list[tuple[int, str]]:
    """Records of a kind whose whole name folds like `name`, as (id, name as written), oldest first."""

    folded = text.index_text(name)
    if not kinds(db)[kind]:
        found = _by_title(db, kind, _quoted(folded), "fold(s.title) = fold(?)", [name]) if folded else []
    else:
        rows = db.execute(
            "SELECT record_id FROM _search_text WHERE kind = ? AND title = ? ORDER BY +record_id",
            (kind, folded),
        )
        found = [row[0] for row in rows]
    return _titles(db, kind, found)


def _titles(db: Connection, kind: str, ids: Sequence[int]) -> list[tuple[int, str]]:
    """Records that are there as (id, name as written), in the order of the ids."""
    rows = (
        db.execute(f"SELECT record_id, title FROM _searchable_{kind} WHERE record_id = ?", (id,)).fetchone()
        for id in ids
    )
    return [row for row in rows if row]


def _by_title(
    db: Connection, kind: str, match: str, condition: str, bound: Sequence[str], limit: int = 200
) -> list[int]:
    """Ids of the records of a kind without names whose words fit, and whose title, kept nowhere folded, fits a condition."""
    rows = db.execute(
        f"SELECT s.record_id FROM _search_hits h CROSS JOIN _searchable_{kind} s ON s.record_id = h.record_id"
        f" WHERE h.kind = ? AND h.words MATCH ? AND s.title <> '' AND {condition} ORDER BY 1 LIMIT ?",
        (kind, match, *bound, limit),
    )
    return [row[0] for row in rows]


def named_without_spaces(db: Connection, kind: str, name: str) -> list[int]:
    """Ids of the records whose name is `name` but for spaces and hyphens."""

    rows = db.execute(
        "SELECT record_id FROM _search_text WHERE +kind = ? AND replace(title, ' ', '') = ? ORDER BY +record_id",
        (kind, text.compact(name)),
    )
    return [row[0] for row in rows]


def with_words_in_name(db: Connection, kind: str, typed: str, *, limit: int = 200) -> list[int]:
    """Ids of the records of a kind where every word typed begins a word of the name, in any order, by name.

    A word that a sign ends is a whole word, and signs that were typed are there.
    """

    wanted = text.asked(typed)
    if not wanted:
        return []
    if kinds(db)[kind]:
        found = _in_names(db, kind, wanted, "s.title, s.record_id", limit)
    else:
        here = " AND ".join(["instr(' ' || index_words(s.title, '') || ' ', ?)"] * len(wanted))
        found = _by_title(db, kind, _all_of(wanted), here, [*map(_in_title, wanted)], limit)
    if any(map(text.is_telling, typed)):
        found = [id for id, title in _titles(db, kind, found) if text.holds_signs(title, typed)]
    return found


def _in_names(db: Connection, kind: str, asked: Sequence[Asked], order: str, limit: int) -> list[int]:
    """Ids of the records where every word asked begins a word of the name.

    The longest word leads: by its pieces, which only names have, or where it is too short for one, as any word.
    """
    longest = max(asked, key=lambda each: len(each[0]))
    if len(longest[0]) >= PIECE:
        source, column, match = "_search_names", "pieces", _pieces(longest[0])
    else:
        source, column, match = "_search_hits", "words", _all_of([longest])
    here = " AND instr(' ' || s.title || ' ', ?)" * len(asked)
    rows = db.execute(
        f"SELECT s.record_id FROM {source} h CROSS JOIN _search_text s"
        f" ON s.kind = h.kind AND s.record_id = h.record_id WHERE h.kind = ? AND h.{column} MATCH ?{here}"
        f" ORDER BY {order} LIMIT ?",
        (kind, match, *map(_in_title, asked), limit),
    )
    return [row[0] for row in rows]


def _in_title(asked: Asked) -> str:
    """What a title between spaces holds where a word of it is, or begins with, the one asked for."""
    word, is_whole = asked
    return f" {word} " if is_whole else f" {word}"


def near_names(db: Connection, kind: str, name: str) -> list[tuple[int, str]]:
    """Records of a kind whose name is one letter off, as (id, folded name), the oldest first.

    A slip leaves the beginning of a name whole, or the end; the rest is compared letter by letter.
    """

    from crm_cli.core import near

    folded = text.index_text(name)
    if len(folded) < 4:
        return []
    start = min(len(folded) // 2, len(folded) - PIECE - 1)
    end = folded[start + 1 :]
    lengths = (len(folded) - 1, len(folded) + 1)
    rows = db.execute(
        "SELECT record_id, title FROM _search_text WHERE kind = ? AND title >= ? AND title < ?"
        " AND length(title) BETWEEN ? AND ? UNION ALL "
        "SELECT s.record_id, s.title FROM _search_names h CROSS JOIN _search_text s"
        " ON s.kind = h.kind AND s.record_id = h.record_id"
        " WHERE h.kind = ? AND h.pieces MATCH ? AND length(s.title) BETWEEN ? AND ?"
        " AND substr(s.title, -length(?)) = ?",
        (kind, folded[:start], folded[:start] + LAST, *lengths, kind, _pieces(end), *lengths, end, end),
    )
    return [(id, title) for id, title in sorted(set(rows)) if near.is_slip(title, folded)]


def all_names(db: Connection, kind: str) -> dict[int, str]:
    """The folded names of all records of a kind, by id; none of a kind whose titles may be missing."""
    return dict(db.execute("SELECT record_id, title FROM _search_text WHERE kind = ?", (kind,)))


def find(db: Connection, typed: str, *, among: Sequence[str] = (), limit: int = 200) -> list[tuple[str, int]]:
    """Records where every word typed begins a word of theirs, those first that have them in the name.

    Then names alike but for spaces, and names with the fragment; titles that may be missing, as the subjects of
    activities, are no names. Within each, kind by kind, what was entered or changed last comes first: of a word that
    half of all records hold, only so many are ever looked at. Those that have the signs that were typed come before
    all others (`C++` before C).
    among: the kinds looked into, in this order; by default all, those without names last.
    """

    wanted = text.asked(typed)
    if not wanted:
        return []
    hits: dict[tuple[str, int], None] = {}
    has_names = kinds(db)
    among = among or sorted(has_names, key=has_names.__getitem__, reverse=True)
    bearers = [kind for kind in among if has_names[kind]]
    has_signs = any(map(text.is_telling, typed))

    def note(kind: str, ids: Sequence[int]) -> None:
        hits.update(dict.fromkeys((kind, id) for id in ids))

    def note_words(words: Sequence[Asked]) -> None:
        for kind in bearers:
            note(kind, _in_names(db, kind, words, "s.record_id DESC", limit))
        for kind in among:
            if len(hits) < limit:
                note(kind, _with_words(db, kind, words, limit))

    note_words(wanted)
    for kind in bearers:  # a name is found without its spaces: علی رضا and علی‌رضا, GTX Pro and GTXPro
        if len(hits) < limit:
            note(kind, named_without_spaces(db, kind, typed))
    fragment = text.fold(typed)
    for kind in bearers:
        if len(hits) < limit and len(fragment) >= PIECE and not has_signs:
            note(kind, _with_fragment(db, kind, fragment, limit))
    if not hits:
        for joined in _joined(wanted):  # `mary ann` where it is written Maryann
            note_words(joined)
    return _signs_first(db, list(hits)[:limit], typed) if has_signs else list(hits)[:limit]


def _joined(asked: Sequence[Asked]) -> Iterator[list[Asked]]:
    """The words asked for with two neighbours written as one, each pair in turn."""
    for at in range(len(asked) - 1):
        (one, _), (other, is_whole) = asked[at : at + 2]
        yield [*asked[:at], (one + other, is_whole), *asked[at + 2 :]]


def _signs_first(db: Connection, hits: Sequence[tuple[str, int]], typed: str) -> list[tuple[str, int]]:
    """The same records, those first whose words have the signs that were typed."""

    def lacks_signs(hit: tuple[str, int]) -> bool:
        kind, id = hit
        row = db.execute(
            f"SELECT title || char(10) || body FROM _searchable_{kind} WHERE record_id = ?", (id,)
        ).fetchone()
        return not (row and text.holds_signs(row[0], typed))

    return sorted(hits, key=lacks_signs)


def _with_words(db: Connection, kind: str, asked: Sequence[Asked], limit: int) -> list[int]:
    rows = db.execute(
        "SELECT record_id FROM _search_hits WHERE kind = ? AND words MATCH ? ORDER BY entry DESC LIMIT ?",
        (kind, _all_of(asked), limit),
    )
    return [row[0] for row in rows]


def _with_fragment(db: Connection, kind: str, fragment: str, limit: int) -> list[int]:
    rows = db.execute(
        "SELECT s.record_id FROM _search_names h CROSS JOIN _search_text s"
        " ON s.kind = h.kind AND s.record_id = h.record_id"
        " WHERE h.kind = ? AND h.pieces MATCH ? AND instr(s.title, ?) ORDER BY s.record_id DESC LIMIT ?",
        (kind, _pieces(fragment), fragment, limit),
    )
    return [row[0] for row in rows]


def _all_of(asked: Sequence[Asked]) -> str:
    """The FTS5 query for words that are, or begin with, all of these."""
    return " AND ".join(_quoted(word) if is_whole else f"{_quoted(word)} *" for word, is_whole in asked)


def _pieces(words: str) -> str:
    """The FTS5 query for all pieces of three signs of a folded text of at least three."""
    return " AND ".join(_quoted(piece) for piece in dict.fromkeys(_windows(words)))


def _windows(words: str) -> list[str]:
    return [words[at : at + PIECE] for at in range(len(words) - PIECE + 1)]


def _quoted(words: str) -> str:
    """Write text as an FTS5 string: nothing in it is syntax."""
    return '"' + words.replace('"', '""') + '"'
