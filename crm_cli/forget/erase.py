"""Erase a person within one step: the record and all that is only theirs; what is shared loses their name."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from sqlite3 import Connection

from crm_cli.core.text import fold
from crm_cli.db import search, table
from crm_cli.db.log import packs
from crm_cli.db.schema import fact_tables
from crm_cli.forget import traces
from crm_cli.forget.cleaning import Cleaner
from crm_cli.forget.free_text import is_free, is_heading, links_to, with_names
from crm_cli.forget.identity import Identity, namesakes
from crm_cli.kinds.catalogue import KINDS

Record = tuple[str, int]


@dataclass(slots=True)
class Erased:
    """What was done, without a word about the person.

    rows: rows that went, table → how many. unlinked: records that stay without the person. cleaned: rows of
    which a text was changed, table → how many. changes, commands: lines of the log that went, and steps whose
    words were changed. look_at: what stays and may still speak of the person in words only a reader knows.
    """

    id: int
    rows: dict[str, int] = field(default_factory=dict)
    unlinked: list[Record] = field(default_factory=list)
    cleaned: dict[str, int] = field(default_factory=dict)
    changes: int = 0
    commands: int = 0
    look_at: list[Record] = field(default_factory=list)


def erase(db: Connection, who: Identity, *, step: int) -> Erased:
    """Erase a person inside the step `step`, which remains in the log as a receipt that cannot be undone."""
    id = who.ids[0]
    erased = Erased(id)
    packs.unfold(db)
    around = _around(db, who) | traces.linked_once(db, who)
    named = [record for record in namesakes(db, who) if record not in around]
    for activity in _alone(db, who, around):
        table.delete(db, "activities", activity, unlink=True)
    if table.exists(db, "contacts", id):
        table.delete(db, "contacts", id, unlink=True)
    for name, count in db.execute(
        "SELECT table_name, count(*) FROM _changes WHERE command_id = ? AND operation = 'delete' GROUP BY 1",
        (step,),
    ).fetchall():
        erased.rows[name] = count
    linked = {record for record in around if table.exists(db, KINDS[record[0]].table, record[1])}
    rare = who.finds(hint for hint in who.hints if not _is_borne(db, hint))
    cleaned = _clean_facts(db, who, rare, linked)
    for name, id_ in cleaned:
        erased.cleaned[name] = erased.cleaned.get(name, 0) + 1
        if name == "segments":
            linked.add(("segment", id_))
    erased.unlinked = sorted(record for record in around if record in linked)
    erased.look_at = sorted({*_to_look_at(erased.unlinked), *named})
    log = traces.erase(db, who, rare, step=step, linked=linked)
    erased.changes, erased.commands = log
    search.rebuild(db)  # an entry that no longer counts keeps its words until then
    return erased


def _around(db: Connection, who: Identity) -> set[Record]:
    """The records that point to the person."""
    found: set[Record] = set()
    for kind, table_, column in links_to(db, "contacts"):
        record = "id" if table_ == KINDS[kind].table else f"{kind}_id"
        for id in who.ids:
            sql = f"SELECT {record} FROM {table_} WHERE {column} = ? AND {record} IS NOT NULL"
            found |= {(kind, row[0]) for row in db.execute(sql, (id,))}
    return found


def _alone(db: Connection, who: Identity, around: Iterable[Record]) -> list[int]:
    """The activities that are about the person alone.

    That is: nobody else took part, the person was named first, and what else is linked is what follows from
    the person: the own companies, and deals with nobody else.
    """
    deals = {id for kind, id in around if kind == "deal"}
    found = []
    for activity in sorted(id for kind, id in around if kind == "activity"):
        links = sorted(
            [
                *db.execute(
                    "SELECT id, contact_id, company_id, deal_id FROM activity_links WHERE activity_id = ?",
                    (activity,),
                ),
                *traces.links_deleted_along(db, who, activity),
            ]
        )
        if links and links[0][1] in who.ids and all(_is_theirs(db, who, deals, *link[1:]) for link in links):
            found.append(activity)
    return found


def _is_theirs(
    db: Connection,
    who: Identity,
    deals: Collection[int],
    contact: int | None,
    company: int | None,
    deal: int | None,
) -> bool:
    if contact is not None:
        return contact in who.ids
    marks = ", ".join("?" * len(who.ids))
    if company is not None:
        numbers = ", ".join(map(str, deals))
        sql = f"SELECT 1 FROM deals WHERE id IN ({numbers}) AND company_id = ?"
        return company in who.companies or db.execute(sql, (company,)).fetchone() is not None
    sql = (
        f"SELECT 1 FROM deals d WHERE d.id = ? AND (d.contact_id IS NULL OR d.contact_id IN ({marks}))"
        f" AND NOT EXISTS (SELECT 1 FROM deal_contacts p WHERE p.deal_id = d.id AND p.contact_id NOT IN ({marks}))"
    )
    return deal in deals and db.execute(sql, (deal, *who.ids, *who.ids)).fetchone() is not None


def _clean_facts(
    db: Connection, who: Identity, rare: Cleaner, linked: Iterable[Record]
) -> list[tuple[str, int]]:
    """Put the person out of every free text; returns the rows changed.

    rare: finds, besides what is certain, the words of the name that nobody else bears, for saved queries.
    """
    changed: dict[tuple[str, int], None] = {}
    _add_function(db, "cleaned_of", who.certain)
    for one in fact_tables(db):
        columns = [column for column in one.columns if is_free(one.name, column)]
        for column in columns:
            rows = db.execute(
                f"SELECT id, v FROM (SELECT id, {column} AS old, cleaned_of({column}) AS v FROM {one.name}"
                f" WHERE {column} IS NOT NULL AND {column} <> '{{}}') WHERE v IS NOT old"
            ).fetchall()
            changed |= dict.fromkeys(_put(db, one.name, column, rows))
    db.create_function("cleaned_of", 1, None)
    for kind in KINDS.values():
        name, column = kind.table, kind.title
        ids = [id for other, id in linked if other == kind.name] if is_heading(name, column) else []
        for id in ids:
            row = db.execute(f"SELECT {column} FROM {name} WHERE id = ?", (id,)).fetchone()
            if row and row[0]:
                text = _but_company(db, name, id, who).clean(row[0])
                if text != row[0]:
                    changed |= dict.fromkeys(_put(db, name, column, [(id, text)]))
    changed |= dict.fromkeys(_clean_segments(db, rare))
    changed |= dict.fromkeys(_clean_views(db, who.certain, rare))
    return list(changed)


def _add_function(db: Connection, name: str, cleaner: Cleaner) -> None:
    def clean(value: table.Raw) -> table.Raw:
        if not isinstance(value, str):
            return value
        return cleaner.clean_json(value) if value[:1] == "{" and _is_json(value) else cleaner.clean(value)

    db.create_function(name, 1, clean)


def _is_json(text: str) -> bool:
    import json

    try:
        json.loads(text)
    except ValueError:
        return False
    return True


def _put(
    db: Connection, name: str, column: str, rows: Iterable[tuple[int, str]]
) -> Iterator[tuple[str, int]]:
    for id, text in rows:
        new = text
        if name == "segments" and column == "name":
            new = _free_name(db, text, id)
            db.execute("UPDATE segments SET normal = ? WHERE id = ?", (fold(new), id))
        db.execute(f"UPDATE {name} SET {column} = ? WHERE id = ?", (new, id))
        yield name, id


def _free_name(db: Connection, text: str, id: int) -> str:
    taken = db.execute("SELECT 1 FROM segments WHERE normal = ? AND id <> ?", (fold(text), id)).fetchone()
    return f"{text} {id}" if taken else text


def _but_company(db: Connection, name: str, id: int, who: Identity) -> Cleaner:
    """A cleaner that leaves words of the company's own name alone: `Doe Ltd` stays on a deal with Doe Ltd."""
    if name == "activities":
        return who.likely
    row = db.execute(
        f"SELECT m.name FROM {name} t JOIN companies m ON m.id = t.company_id WHERE t.id = ?", (id,)
    ).fetchone()
    hints = who.hints - set(fold(row[0]).split()) if row else who.hints
    return who.likely if hints == who.hints else who.finds(hints)


def _clean_segments(db: Connection, rare: Cleaner) -> Iterator[tuple[str, int]]:
    for id, query in db.execute("SELECT id, query FROM segments").fetchall():
        text = rare.clean(query)
        if text != query:
            yield from _put(db, "segments", "query", [(id, text)])


def _clean_views(db: Connection, certain: Cleaner, rare: Cleaner) -> Iterator[tuple[str, int]]:
    """A view is a command line, kept among the settings."""
    for id, words in db.execute("SELECT id, value FROM settings WHERE name LIKE 'view.%'").fetchall():
        text = rare.clean_words(certain.clean_words(words))
        if text != words:
            yield from _put(db, "settings", "value", [(id, text)])


def _is_borne(db: Connection, word: str) -> bool:
    """Whether another record or a tag has a name with this word; the person is gone by now."""
    found = db.execute(
        f"SELECT 1 FROM _search_text s WHERE s.kind IN ({with_names()})"
        " AND instr(' ' || s.title || ' ', ?) AND (s.kind <> 'contact'"
        " OR EXISTS (SELECT 1 FROM contacts c WHERE c.id = s.record_id))"
        " UNION ALL SELECT 1 FROM tags WHERE instr(' ' || normal || ' ', ?) LIMIT 1",
        (f" {word} ", f" {word} "),
    )
    return found.fetchone() is not None


def _to_look_at(unlinked: Iterable[Record]) -> Iterator[Record]:
    """What stays of what was shared: words in it may still mean the person."""
    yield from (record for record in unlinked if record[0] in KINDS)
