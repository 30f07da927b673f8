"""Everything the file holds on one person, section by section, each with what its fields mean."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Sequence
from decimal import Decimal
from sqlite3 import Connection
from typing import Any, NamedTuple

from crm_cli.core.conventions import Conventions
from crm_cli.core.errors import CrmError
from crm_cli.core.money import Money
from crm_cli.db.log import story
from crm_cli.db.schema import Table, fact_tables
from crm_cli.forget import identity
from crm_cli.forget.free_text import is_free, links_to
from crm_cli.forget.identity import Identity
from crm_cli.kinds import asking, segments
from crm_cli.kinds.catalogue import KINDS, Catalogue
from crm_cli.kinds.linked import kind_sql, number_sql

Row = dict[str, Any]

OWN = {
    "contact_points": "contact_id", "employments": "contact_id", "important_dates": "contact_id",
    "consents": "contact_id", "reminders": "contact_id", "external_ids": "contact_id",
}  # fmt: skip
"""Tables whose rows name the person in one column, and which."""

EXPLAINED = (
    "contacts", *OWN, "relations", "not_same", "tags", "deals", "deal_items", "stage_moves", "activities", "segments",
)  # fmt: skip


class Section(NamedTuple):
    """One sort of things held: its key, what it is in a sentence, and the rows (one object for the person)."""

    key: str
    meaning: str
    rows: Any


def gather(db: Connection, id: int, *, how: Conventions, at: str) -> list[Section]:
    """All that is held on a contact. Other people are named by number only: what is held on them is theirs.

    how: for reading the queries of segments. at: the instant, UTC.
    """
    tables = {table.name: table for table in fact_tables(db)}
    person = _rows(db, tables["contacts"], "id = ?", (id,))[0]
    deals = _ids(
        db,
        "SELECT id FROM deals WHERE contact_id = ?1 UNION SELECT deal_id FROM deal_contacts WHERE contact_id = ?1",
        id,
    )
    activities = _ids(db, "SELECT activity_id FROM activity_links WHERE contact_id = ? ORDER BY 1", id)
    reminders = _ids(db, "SELECT id FROM reminders WHERE contact_id = ?", id)
    linked = [("contact", id)]
    told = {"deal": deals, "activity": activities, "reminder": reminders}
    further = _further(db, id, told)
    for kind, ids in (told | further).items():
        linked += [(kind, one) for one in ids]
    history = [change for kind, one in linked for change in story.of_record(db, kind, one, KINDS[kind].table)]
    who = identity.of(db, id)
    assert who is not None  # the contact is there
    sections = [
        Section("file", "Which file this is from, and when it was read.", _file(db, at)),
        Section("person", "The person's record.", person),
    ]
    for name, column in OWN.items():
        rows = _rows(db, tables[name], f"{column} = ?", (id,))
        sections.append(Section(name, _meaning(tables[name]), rows))
    sections += [
        Section("relations", _meaning(tables["relations"]), _relations(db, tables["relations"], id)),
        Section("not_same", _meaning(tables["not_same"]),
                _rows(db, tables["not_same"], "contact_id = ?1 OR other_contact_id = ?1", (id,))),
        Section("tags", "Labels on the person.", _tags(db, id)),
        Section("deals", "Possible sales the person takes part in.", [_deal(db, tables, one, id) for one in deals]),
        Section(
            "activities",
            "Notes, calls, e-mails, meetings and messages the person took part in.",
            [_activity(db, tables["activities"], one, id) for one in activities],
        ),
        *(
            Section(KINDS[kind].plural, f"{KINDS[kind].plural.capitalize()} that point to the person.",
                    _rows(db, tables[KINDS[kind].table], f"id IN ({', '.join(map(str, ids))})", ()))
            for kind, ids in further.items()
        ),
        Section("segments", "Saved queries that select the person now, or from which the person is kept out by hand.",
                list(_segments(db, id, how))),
        Section("referred", "People who were referred by the person, by number.",
                [f"contact/{one}" for one in _ids(db, "SELECT id FROM contacts WHERE referred_by_id = ?", id)]),
        Section("mentioned_in", "Other records with a text that names the person.",
                list(_mentions(db, who, linked, tables))),
        Section("history", "Every change of the person's record and of what is listed above, newest first.",
                [_change(change) for change in history]),
        Section("steps", "The commands that made these changes or name the person: when, by whom, why.",
                _steps(db, {change.step for change in history}, who)),
    ]  # fmt: skip
    explanations = {
        name: {column: _explanation(text) for column, text in tables[name].comments.items()}
        for name in (*EXPLAINED, *(KINDS[kind].table for kind in further))
    }
    return [*sections, Section("explanations", "What the fields of each section mean.", explanations)]


def _further(db: Connection, id: int, told: Collection[str]) -> dict[str, list[int]]:
    """Records of other kinds than those `told` that point to the person: kind → ids."""
    found: dict[str, list[int]] = {}
    for kind, table, column in links_to(db, "contacts"):
        if kind not in told and table == KINDS[kind].table:
            ids = _ids(db, f"SELECT id FROM {table} WHERE {column} = ?", id)
            found[kind] = sorted({*found.get(kind, ()), *ids})
    return {kind: ids for kind, ids in found.items() if ids}


def _file(db: Connection, at: str) -> Row:
    uuid, created_at = db.execute("SELECT uuid, created_at FROM _file").fetchone()
    return {"file": uuid, "file_made_at": created_at, "read_at": at}


def _meaning(table: Table) -> str:
    return table.comment.partition(" Belongs to ")[0]


def _ids(db: Connection, sql: str, id: int) -> list[int]:
    return [row[0] for row in db.execute(sql, (id,))]


def _rows(db: Connection, table: Table, where: str, values: Sequence[int]) -> list[Row]:
    """Rows as people read them: companies by name, money with its digits, own fields by their names."""
    cursor = db.execute(f"SELECT * FROM {table.name} WHERE {where} ORDER BY id", values)
    names = [column[0] for column in cursor.description]
    return [_read(db, dict(zip(names, row, strict=True))) for row in cursor.fetchall()]


def _read(db: Connection, row: Row) -> Row:
    read = dict(row)
    for name in ("amount", "price"):
        if read.get(name) is not None and read.get("currency"):
            read[name] = Money(read[name], read["currency"]).decimal
    for name in ("probability", "discount"):
        if read.get(name) is not None:
            read[name] = Decimal(read[name]).scaleb(-4)
    if "custom" in read:
        read["custom"] = json.loads(read["custom"])
    for name, table in (
        ("company_id", "companies"),
        ("stage_id", "stages"),
        ("pipeline_id", "pipelines"),
        ("source_id", "_sources"),
    ):
        if read.get(name) is not None:
            found = db.execute(f"SELECT name FROM {table} WHERE id = ?", (read[name],)).fetchone()
            read[name.removesuffix("_id")] = found[0] if found else None
    return read


def _relations(db: Connection, table: Table, id: int) -> list[Row]:
    return _rows(db, table, "contact_id = ?1 OR to_contact_id = ?1", (id,))


def _tags(db: Connection, id: int) -> list[str]:
    rows = db.execute(
        "SELECT t.name FROM taggings g JOIN tags t ON t.id = g.tag_id WHERE g.contact_id = ? ORDER BY g.id",
        (id,),
    )
    return [row[0] for row in rows]


def _deal(db: Connection, tables: dict[str, Table], deal: int, id: int) -> Row:
    row = _rows(db, tables["deals"], "id = ?", (deal,))[0]
    role = db.execute(
        "SELECT role FROM deal_contacts WHERE deal_id = ? AND contact_id = ?", (deal, id)
    ).fetchone()
    items = _rows(db, tables["deal_items"], "deal_id = ?", (deal,))
    for item in items:
        if item["price"] is not None and row["currency"]:
            item["price"] = Money(item["price"], row["currency"]).decimal
    return {
        **row,
        "is_main_contact": row["contact_id"] == id,
        "role": role[0] if role else None,
        "items": items,
        "stage_moves": _rows(db, tables["stage_moves"], "deal_id = ?", (deal,)),
    }


def _activity(db: Connection, table: Table, activity: int, id: int) -> Row:
    row = _rows(db, table, "id = ?", (activity,))[0]
    about = [KINDS[name] for name in KINDS["activity"].links_to]
    links = db.execute(
        f"SELECT {kind_sql(about)}, {number_sql(about)} FROM activity_links t"
        " WHERE activity_id = ? AND contact_id IS NOT ? ORDER BY id",
        (activity, id),
    )
    return {**row, "with": [f"{kind}/{other}" for kind, other in links]}


def _segments(db: Connection, id: int, how: Conventions) -> Iterator[Row]:
    catalogue = Catalogue(db)
    by_hand = dict(
        db.execute("SELECT segment_id, is_included FROM segment_members WHERE contact_id = ?", (id,))
    )
    for segment in segments.find(db):
        if segment.kind != "contact":
            continue
        try:
            clause, values = asking.selection(catalogue, segment, how).clause()
            sql = f"SELECT 1 FROM contacts t WHERE t.id = ? AND ({clause})"
            is_in = db.execute(sql, (id, *values)).fetchone() is not None
        except CrmError:  # a query that can no longer be read selects nobody
            is_in = False
        if is_in or segment.id in by_hand:
            hand = {1: "put in", 0: "kept out"}.get(by_hand.get(segment.id, -1))
            yield {"segment": segment.name, "query": segment.query, "is_in": is_in, "by_hand": hand}


def _mentions(
    db: Connection, who: Identity, linked: Collection[tuple[str, int]], tables: dict[str, Table]
) -> Iterator[Row]:
    """Free texts that name the person, in records that are not linked to the person."""
    known = set(linked)
    for kind in KINDS.values():
        columns = [name for name in tables[kind.table].columns if is_free(kind.table, name)]
        for id, *texts in db.execute(f"SELECT id, {', '.join(columns)} FROM {kind.table}"):
            for column, text in zip(columns, texts, strict=True):
                if (kind.name, id) not in known and text and who.certain.clean(text) != text:
                    yield {"record": f"{kind.name}/{id}", "field": column, "text": text}


def _change(change: story.Change) -> Row:
    return {
        "step": change.step,
        "at": change.at,
        "by": change.by,
        "row": f"{change.table}/{change.row}",
        "operation": change.operation,
        "field": change.field,
        "before": change.before,
        "after": change.after,
    }


def _steps(db: Connection, steps: set[int | None], who: Identity) -> list[Row]:
    names = ("id", "at", "user", "host", "is_terminal", "words", "reason")
    rows = (
        dict(zip(names, row, strict=True)) for row in db.execute(f"SELECT {', '.join(names)} FROM _commands")
    )
    return [
        row for row in rows if row["id"] in steps or who.certain.clean_words(row["words"]) != row["words"]
    ]


def _explanation(comment: str) -> str:
    """What a column holds, as this gives it out rather than as it is stored."""
    return comment.replace(", in the currency's smallest units", "").replace("in basis points", "from 0 to 1")
