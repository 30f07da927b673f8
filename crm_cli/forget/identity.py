"""By what a person is known: names, e-mails, phones and other points, those of earlier days included."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from sqlite3 import Connection
from typing import Any

from crm_cli.core.text import fold, index_text, words
from crm_cli.db.log import images
from crm_cli.forget import former
from crm_cli.forget.cleaning import Cleaner
from crm_cli.forget.free_text import with_names

LEAST_POINT = 5
"""A handle or address of fewer signs is a word like others."""


@dataclass(frozen=True)
class Identity:
    """What names a person.

    ids: the record, those merged into it, and those that were the same person and are gone. namesakes: numbers of
    those that are gone and may have been. phrases, numbers: what names nobody else in the file, so that it
    is put out of every text. names, hints: the whole names and their single words, put out only of what is
    plainly about the person. companies: where the person works or worked.
    """

    ids: tuple[int, ...]
    namesakes: tuple[int, ...]
    name: str
    phrases: frozenset[str]
    numbers: frozenset[str]
    names: frozenset[str]
    hints: frozenset[str]
    companies: frozenset[int]

    @cached_property
    def certain(self) -> Cleaner:
        """Finds what can only mean this person."""
        return Cleaner(self.phrases, self.numbers)

    @cached_property
    def likely(self) -> Cleaner:
        """Finds, besides, the names though others bear them, and their single words."""
        return self.finds(self.hints)

    def certain_with(self, hints: Iterable[str]) -> Cleaner:
        """Finds what can only mean this person, and these words."""
        return Cleaner(self.phrases | set(hints), self.numbers)

    def finds(self, hints: Iterable[str]) -> Cleaner:
        """Finds what names the person, and these words."""
        return Cleaner(self.phrases | self.names | set(hints), self.numbers)


def of(db: Connection, id: int) -> Identity | None:
    """What names a contact, one deleted earlier too as long as the log knows it; None where nothing is known."""
    ids: tuple[int, ...] = (id, *_merged(db, id))
    gone, maybe = former.find(db, ids)
    ids = (*ids, *gone)
    people = [image for one in ids for image in _ever(db, "contacts", one)]
    if not people:
        return None
    points = [image for one in ids for image in _ever(db, "contact_points", one)]
    names: dict[str, None] = {}
    hints: set[str] = set()
    for person in people:
        name, given, family = (str(person.get(k) or "") for k in ("name", "given_name", "family_name"))
        whole = [name, f"{given} {family}" if given and family else ""]
        names |= dict.fromkeys(text for text in whole if text.strip())
        hints |= {word for text in (*whole, given, family) for word in _hints(text)}
    turned = [" ".join(reversed(parts)) for name in names if len(parts := fold(name).split()) == 2]
    phrases = {name for name in (*names, *turned) if len(words(name)) > 1 and not _is_shared(db, name, ids)}
    numbers = set()
    for point in points:
        kind, value, normal = (str(point.get(k) or "") for k in ("kind", "value", "normal"))
        if not value or _is_of_others(db, kind, normal, ids):
            continue
        if kind == "phone":
            numbers |= {value, normal}
        elif kind == "email" or len(fold(value)) >= LEAST_POINT:
            phrases |= {value, normal}
    newest = str(people[0].get("name") or "") or next(iter(names), "")
    jobs = [image for one in ids for image in _ever(db, "employments", one)]
    companies = {image["company_id"] for image in (*people, *jobs) if image.get("company_id") is not None}
    return Identity(
        ids, tuple(maybe), newest, frozenset(phrases), frozenset(numbers), frozenset({*names, *turned}), frozenset(hints),
        frozenset(companies),
    )  # fmt: skip


def namesakes(db: Connection, who: Identity) -> list[tuple[str, int]]:
    """Records of their own whose names hold the person's name: another of that name, a company called so."""
    found = {
        (kind, id)
        for phrase in who.phrases
        for kind, id in db.execute(
            f"SELECT kind, record_id FROM _search_text WHERE kind IN ({with_names()})"
            " AND instr(' ' || title || ' ', ?)",
            (f" {index_text(phrase)} ",),
        )
    }
    found |= {
        ("contact", id)
        for (id,) in db.execute(
            "SELECT record_id FROM _search_text WHERE kind = 'contact' AND title = ?", (index_text(who.name),)
        )
    }
    return sorted(found - {("contact", id) for id in who.ids})


def _ever(db: Connection, table: str, id: int) -> Iterator[dict[str, Any]]:
    """The rows of a table that are or were this contact's, as they are and as they ever were."""
    column = "id" if table == "contacts" else "contact_id"
    for (row,) in db.execute(f"SELECT id FROM {table} WHERE {column} = ?", (id,)).fetchall():
        yield images.now(db, table, row)
    for change in images.of_record(db, "contact", id, "contacts", parts=(table,)):
        if image := change.before:
            yield (
                image if "kind" in image or table != "contact_points" else {**image, "kind": _kind_of(image)}
            )


def _kind_of(image: dict[str, Any]) -> str:
    """What sort of point an update's image is of, which keeps only the columns that changed."""
    normal = str(image.get("normal") or image.get("value") or "")
    return "email" if "@" in normal else "phone" if normal.lstrip("+").isdigit() else "url"


def _merged(db: Connection, id: int) -> list[int]:
    """The contacts that were merged into this one: deleted in a step that gave what was theirs to it."""
    steps = db.execute(
        "SELECT c.command_id, c.row_id FROM _changes c JOIN _commands k ON k.id = c.command_id"
        " WHERE c.table_name = 'contacts' AND c.operation = 'delete' AND k.words LIKE '%merge%'"
        " AND NOT EXISTS (SELECT 1 FROM contacts t WHERE t.id = c.row_id)"
    ).fetchall()
    found = []
    for step, other in steps:
        for table in ("contact_points", "deals", "activity_links", "reminders", "taggings"):
            if db.execute(
                f"SELECT 1 FROM _changes c JOIN {table} t ON t.id = c.row_id WHERE c.command_id = ?"
                " AND c.table_name = ? AND json_extract(c.before, '$.contact_id') = ? AND t.contact_id = ?",
                (step, table, other, id),
            ).fetchone():
                found.append(other)
                break
    return list(dict.fromkeys(found))


def _hints(text: str) -> Iterator[str]:
    for word in fold(text).split():
        if len(word) > 1 or word >= "\u3005":
            yield word


def _is_shared(db: Connection, name: str, ids: Sequence[int]) -> bool:
    """Whether another record bears exactly this name."""
    return any(
        kind != "contact" or id not in ids
        for kind, id in db.execute(
            f"SELECT kind, record_id FROM _search_text WHERE kind IN ({with_names()}) AND title = ?",
            (index_text(name),),
        )
    )


def _is_of_others(db: Connection, kind: str, normal: str, ids: Sequence[int]) -> bool:
    """Whether another contact or a company is reached by the same point."""
    marks = ", ".join("?" * len(ids))
    return (
        db.execute(
            "SELECT 1 FROM contact_points WHERE normal = ? AND (contact_id IS NULL OR contact_id NOT IN"
            f" ({marks})) UNION ALL SELECT 1 FROM companies WHERE lower(website) = lower(?)"
            " OR domain = lower(?) LIMIT 1",
            (normal, *ids, normal, normal),
        ).fetchone()
        is not None
    )
