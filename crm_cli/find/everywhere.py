"""Words looked for in everything: hits of all kinds, each with its name and the words around the match."""

from __future__ import annotations

from crm_cli.core.errors import UsageError
from crm_cli.core.record import record
from crm_cli.core.text import words
from crm_cli.db import search
from crm_cli.db.table import exists, is_archived
from crm_cli.kinds.catalogue import KINDS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from sqlite3 import Connection


MOST = 500
"""So many words are looked for at once; SQLite takes no more than a thousand conditions."""

AROUND = 60
"""About so many signs are shown around a match."""


@record
class Found:
    """A record that fits: its kind and id, its name, and the line in which the words stand."""

    kind: str
    id: int
    name: str
    words: str


def find(
    db: Connection, typed: str, *, kinds: Sequence[str] | None = None, limit: int = 0, archived: bool = False
) -> Iterator[Found]:
    """Give the records that hold all words, best first within their kind; kinds by their best hit."""
    asked = words(typed)
    if len(asked) > MOST:
        raise UsageError(f"{len(asked):,} words are too many to be found in one record: at most {MOST}")
    hits = search.find(db, typed, among=kinds or KINDS.as_people_ask(), limit=limit or 1000)
    order = list(dict.fromkeys(kind for kind, _ in hits))
    for kind, id in sorted(hits, key=lambda hit: order.index(hit[0])):
        table = KINDS[kind].table
        if not exists(db, table, id) or (not archived and is_archived(db, table, id)):
            continue  # gone, where the index lags behind another program
        yield described(db, kind, id, asked)


def with_number(db: Connection, typed: str, region: str | None, *, archived: bool = False) -> Iterator[Found]:
    """Give the records with a phone number, or a piece of one, in any spacing."""
    from crm_cli.kinds import points

    for kind in KINDS.as_people_ask("has_points"):
        table, title = KINDS[kind].table, KINDS[kind].title
        for id, number in points.with_number(db, kind, typed, region):
            if archived or not is_archived(db, table, id):
                name = db.execute(f"SELECT {title} FROM {table} WHERE id = ?", (id,)).fetchone()[0]
                yield Found(kind, id, name, number)


def described(db: Connection, kind: str, id: int, asked: Sequence[str]) -> Found:
    """A record's name, and the line of its words in which one of the asked words begins."""
    title, body = db.execute(
        f"SELECT title, body FROM _searchable_{kind} WHERE record_id = ?", (id,)
    ).fetchone()
    lines = [line for line in body.split("\n") if line.strip()]
    matching = next((line for line in lines if _matches(line, asked)), "")
    name = title or (lines[0] if lines else "")
    return Found(
        kind,
        id,
        _cut(name, asked) if not title else name,
        "" if _matches(title, asked) else _cut(matching, asked),
    )


def _matches(line: str, asked: Sequence[str]) -> bool:
    found = words(line)
    return any(word.startswith(part) for part in asked for word in found)


def _cut(line: str, asked: Sequence[str]) -> str:
    """Keep what stands around the first match; data on one line."""
    line = " ".join(line.split())
    if len(line) <= 2 * AROUND:
        return line
    at = next((line.find(piece) for piece in line.split(" ") if _matches(piece, asked)), 0)
    start = max(0, at - AROUND)
    end = min(len(line), at + AROUND)
    return ("… " if start else "") + line[start:end].strip() + (" …" if end < len(line) else "")
