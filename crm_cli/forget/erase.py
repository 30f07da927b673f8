"""Erase a person within one step: the record and all that is only theirs; what is shared loses their name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from sqlite3 import Connection

from crm_cli.core.text import fold
from crm_cli.db import search, table
from crm_cli.db.log import packs
from crm_cli.forget import mentions, traces
from crm_cli.forget.cleaning import Cleaner, texts_in
from crm_cli.forget.free_text import ELSEWHERE, KEYS, is_heading, links_to
from crm_cli.forget.identity import Identity, namesakes
from crm_cli.forget.mentions import Mention, Mode
from crm_cli.forget.policy import Policy
from crm_cli.kinds.catalogue import KINDS

Record = tuple[str, int]


@dataclass(slots=True)
class Erased:
    """What was done, without a word about the person.

    former: further records of the person that are gone, and went from the log. rows: rows that went, table → how many. unlinked: records that stay without the person. cleaned: rows of
    which a text was changed, table → how many. changes, commands: lines of the log that went, and steps whose
    words were changed. look_at: what stays and may still speak of the person in words only a reader knows.
    told: the texts that named the person, and whether they were cleaned; no part of the receipt.
    """

    id: int
    former: tuple[int, ...] = ()
    rows: dict[str, int] = field(default_factory=dict)
    unlinked: list[Record] = field(default_factory=list)
    cleaned: dict[str, int] = field(default_factory=dict)
    changes: int = 0
    commands: int = 0
    look_at: list[Record] = field(default_factory=list)
    told: list[tuple[Mention, bool]] = field(default_factory=list)


def erase(db: Connection, who: Identity, *, step: int, mode: Mode = "clean") -> Erased:
    """Erase a person inside the step `step`, which remains in the log as a receipt that cannot be undone.

    mode: what becomes of single words of the name in texts elsewhere.
    """
    id = who.ids[0]
    erased = Erased(id, who.ids[1:])
    packs.unfold(db)
    around = _around(db, who) | traces.linked_once(db, who)
    named = [record for record in namesakes(db, who) if record not in around]
    for activity in alone(db, who, around):
        table.delete(db, "activities", activity, unlink=True)
    if table.exists(db, "contacts", id):
        table.delete(db, "contacts", id, unlink=True)
    for name, count in db.execute(
        "SELECT table_name, count(*) FROM _changes WHERE command_id = ? AND operation = 'delete' GROUP BY 1",
        (step,),
    ).fetchall():
        erased.rows[name] = count
    linked = {record for record in around if table.exists(db, KINDS[record[0]].table, record[1])}
    found = mentions.find(db, who)
    policy = Policy(who, found, mode)
    erased.told = _clean_facts(db, policy, linked)
    rows = {(one.table, one.row) for one, is_cleaned in erased.told if is_cleaned}
    erased.cleaned = dict(sorted(Counter(name for name, _ in rows).items()))
    linked |= {("segment", row) for name, row in rows if name == "segments"}
    erased.unlinked = sorted(record for record in around if record in linked)
    erased.look_at = sorted(
        {
            *(record for record in erased.unlinked if record[0] in KINDS),
            *named,
            *(("contact", gone) for gone in who.namesakes),
            *(one.record for one in _still(db, policy)),
        }
    )
    log = traces.erase(db, policy, step=step, linked=linked)
    erased.changes, erased.commands = log
    search.rebuild(db)  # an entry that no longer counts keeps its words until then
    return erased


def look(db: Connection, who: Identity, *, mode: Mode) -> list[tuple[Mention, bool]]:
    """The texts elsewhere that name the person, or may, and whether `erase` would clean them; changes nothing."""
    around = _around(db, who) | traces.linked_once(db, who)
    policy = Policy(who, mentions.find(db, who, alone=alone(db, who, around)), mode)
    return [(one, _cleaned(db, policy, around, one) is not None) for one in policy.found.mentions]


def _around(db: Connection, who: Identity) -> set[Record]:
    """The records that point to the person."""
    found: set[Record] = set()
    for kind, table_, column in links_to(db, "contacts"):
        record = "id" if table_ == KINDS[kind].table else f"{kind}_id"
        for id in who.ids:
            sql = f"SELECT {record} FROM {table_} WHERE {column} = ? AND {record} IS NOT NULL"
            found |= {(kind, row[0]) for row in db.execute(sql, (id,))}
    return found


def alone(db: Connection, who: Identity, around: Iterable[Record]) -> list[int]:
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


def _clean_facts(db: Connection, policy: Policy, linked: Collection[Record]) -> list[tuple[Mention, bool]]:
    """Put the person out of every text that names them; returns these, and whether anything was put out."""
    told = []
    for one in policy.found.mentions:
        text = _cleaned(db, policy, linked, one)
        if text is not None:
            _put(db, one, text)
        told.append((one, text is not None))
    return told


def _cleaned(db: Connection, policy: Policy, linked: Collection[Record], one: Mention) -> str | None:
    """What is left of a text; None where all of it stays."""
    is_near = one.record in linked
    cleaner = policy.cleaner(one.table, one.column, is_near=is_near)
    if cleaner is None:
        return None
    if is_near and is_heading(one.table, one.column):
        cleaner = _but_company(db, one.table, one.row, policy.who)
    text = cleaner.clean_json(one.text) if one.column == "custom" else cleaner.clean(one.text)
    return None if text == one.text else text


def _put(db: Connection, one: Mention, text: str) -> None:
    if one.table in KEYS and one.column == "name":
        text = _free_name(db, one.table, text, one.row)
        db.execute(
            f"UPDATE {one.table} SET name = ?, normal = ? WHERE id = ?",
            (text, KEYS[one.table](text), one.row),
        )
        return
    if (one.table, one.column) in ELSEWHERE:
        text = f"{text} {one.row}"  # no two may be the same
    db.execute(f"UPDATE {one.table} SET {one.column} = ? WHERE id = ?", (text, one.row))


def _free_name(db: Connection, name: str, text: str, id: int) -> str:
    """The name, with the row's number where another row has it."""
    key = KEYS[name](text)
    taken = db.execute(f"SELECT 1 FROM {name} WHERE normal = ? AND id <> ?", (key, id)).fetchone()
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


def _still(db: Connection, policy: Policy) -> Iterator[Mention]:
    """The texts that still hold a word of the name, of words that stand in few texts."""
    words = Cleaner(policy.who.phrases | policy.found.few | policy.found.telling, policy.who.numbers)
    for one in policy.found.mentions:
        row = db.execute(f"SELECT {one.column} FROM {one.table} WHERE id = ?", (one.row,)).fetchone()
        if row and any(map(words.is_in, _texts(one.column, row[0]))):
            yield one


def _texts(column: str, text: str) -> Iterator[str]:
    import json

    return texts_in(json.loads(text)) if column == "custom" else iter([text])
