"""What is known of every record of a kind that may prove who it is: the words of its name, and values by their sort."""

from __future__ import annotations

import json

from crm_cli.core import agree
from crm_cli.core.text import fold
from crm_cli.db.table import as_list
from crm_cli.kinds.catalogue import KINDS, Catalogue
from crm_cli.kinds.proofs import PUBLIC_MAIL

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from sqlite3 import Connection

    from crm_cli.core.fields import Raw
    from crm_cli.kinds.draft import Draft


AS_READ = " (as read)"
"""What an import puts behind the name of a field when it keeps a cell aside: it may prove what the field does."""


class Known:
    """One record: id, name as written, its words, and its values, key → those in common use for comparing.

    A key is a sort of `proofs.SORTS`, with the name of the field behind a colon where that is the user's own.
    """

    __slots__ = ("id", "name", "values", "words")

    def __init__(
        self, id: int, name: str, words: tuple[str, ...], values: dict[str, tuple[str, ...]]
    ) -> None:
        self.id = id
        self.name = name
        self.words = words
        self.values = values

    def put(self, key: str, value: str) -> None:
        """Add a value, once."""
        there = self.values.get(key, ())
        if value and value not in there:
            self.values[key] = (*there, value)


def read(
    db: Connection, name: str, *, archived: bool = False, among: Collection[int] | None = None
) -> list[Known]:
    """All records of a kind, or those among some ids, with what may prove who they are; archived ones where asked for."""
    kind = KINDS[name]
    stored = [field for field in kind.fields if field.proof and field.column]
    columns = ", ".join(("id", kind.title, "custom", *(field.column for field in stored)))
    wanted = ["TRUE"] if archived else ["archived_at IS NULL"]
    if among is not None:
        wanted.append("id IN (SELECT value FROM json_each(?1))")
    ids = () if among is None else (as_list(among),)
    rows = db.execute(f"SELECT {columns} FROM {kind.table} WHERE {' AND '.join(wanted)} ORDER BY id", ids)
    own = {field.own_key: field for field in Catalogue(db).custom(name)}
    found: dict[int, Known] = {}
    for id, title, custom, *values in rows:
        known = found[id] = Known(id, title, _words(title, is_person=kind.is_person), {})
        for field, value in zip(stored, values, strict=True):
            if value is not None:
                known.put(field.proof, _compared(field.proof, value))
        if custom != "{}":
            for key, value in json.loads(custom).items():
                if not isinstance(value, bool):
                    _put_own(known, key, str(value), {*own})
    if kind.has_points:
        _put_points(db, name, found, among)
    return [*found.values()]


def _words(title: str, *, is_person: bool) -> tuple[str, ...]:
    """The words of a name, each once; an address or a number in its place is none."""
    if "@" in title or not any(map(str.isalpha, title)):
        return ()
    return tuple(dict.fromkeys(agree.words(title, is_person=is_person)))


def _put_own(known: Known, key: str, value: str, own: Iterable[str]) -> None:
    stem = key.removesuffix(AS_READ)
    if stem == key:
        known.put(f"own:{key}", fold(value))
    elif stem in ("email", "phone", "birthday"):
        known.put(stem, _compared(stem, value))


def of_draft(name: str, draft: Draft) -> Known:
    """What a draft says that may prove which record it would be; its number is 0."""
    kind = KINDS[name]
    title = draft.text(kind.title)
    known = Known(0, title, _words(title, is_person=kind.is_person), {})
    for field in kind.fields:
        value = draft.columns.get(field.column) if field.proof and field.column else None
        if value is not None:
            known.put(field.proof, _compared(field.proof, value))
    for point in draft.points:
        if _is_one(point.kind, point.normal):
            known.put(point.kind, point.normal)
    return known


def _put_points(db: Connection, name: str, found: dict[int, Known], among: Collection[int] | None) -> None:
    """Give each record its points; the domain of its addresses is a company's, too."""
    some = "" if among is None else f" AND {name}_id IN (SELECT value FROM json_each(?1))"
    rows = db.execute(
        f"SELECT {name}_id, kind, normal FROM contact_points WHERE {name}_id IS NOT NULL{some} ORDER BY id",
        () if among is None else (as_list(among),),
    )
    is_company = not KINDS[name].is_person
    for id, kind, normal in rows:
        known = found.get(id)
        if known is None or not _is_one(kind, normal):
            continue
        known.put(kind, normal)
        domain = normal.partition("@")[2]
        if is_company and kind == "email" and domain not in PUBLIC_MAIL:
            known.put("domain", domain)


def _is_one(kind: str, normal: str) -> bool:
    """Whether a value is a real address or number: `n/a` makes nobody the same."""
    if kind == "email":
        return "@" in normal
    return kind != "phone" or sum(map(str.isdigit, normal)) >= 7


def _compared(proof: str, value: Raw) -> str:
    """A value in the form in which two are the same."""
    text = str(value)
    if proof == "birthday":
        return "".join(filter(str.isdigit, text))
    if proof == "email":
        return text.lower()
    if proof == "domain":
        bare = text.lower().partition("://")[2] or text.lower()
        return bare.removeprefix("www.").partition("/")[0].partition(":")[0]
    return text if isinstance(value, int) else fold(text)
