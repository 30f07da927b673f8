"""The log without a person: no image of what was theirs, no link to them, no words that name them."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from sqlite3 import Connection
from typing import Any

from crm_cli.db import table as tables
from crm_cli.db.schema import Table, fact_tables, kind_of
from crm_cli.forget.cleaning import FORGOTTEN
from crm_cli.forget.free_text import KEYS, links_to
from crm_cli.forget.identity import Identity
from crm_cli.forget.policy import Policy
from crm_cli.kinds.catalogue import KINDS

Record = tuple[str, int]
Row = tuple[str, int]

MARK = "{}"
"""What a step that forgot a person holds in the log: an update of nothing."""


def linked_once(db: Connection, who: Identity) -> set[Record]:
    """The records that are there now and named the person at some time, as the log knows."""
    found: set[Record] = set()
    for id in who.ids:
        for kind, name, column in links_to(db, "contacts"):
            for row, before in _images(db, name, column, id):
                record = row if name == KINDS[kind].table else json.loads(before).get(f"{kind}_id")
                if record is not None and tables.exists(db, KINDS[kind].table, record):
                    found.add((kind, record))
    return found


def links_deleted_along(
    db: Connection, who: Identity, activity: int
) -> list[tuple[int, int | None, int | None, int | None]]:
    """The links of an activity to the person that went when the person was deleted: id, contact, company, deal."""
    return [
        (row, id, None, None)
        for id in who.ids
        for (row,) in db.execute(
            "SELECT c.row_id FROM _changes c WHERE c.table_name = 'activity_links' AND c.operation = 'delete'"
            " AND json_extract(c.before, '$.activity_id') = ? AND json_extract(c.before, '$.contact_id') = ?"
            " AND EXISTS (SELECT 1 FROM _changes p WHERE p.command_id = c.command_id"
            " AND p.table_name = 'contacts' AND p.row_id = ? AND p.operation = 'delete')",
            (activity, id, id),
        )
    ]


def erase(db: Connection, policy: Policy, *, step: int, linked: Collection[Record]) -> tuple[int, int]:
    """Put a person out of the log, after the facts are erased in `step`; counts changes that went and words changed.

    linked: records that stay and once named the person. What remains of the log still leads back, step by step, to
    every earlier state, as if the person had never been entered.
    """
    who = policy.who
    known = {one.name: one for one in fact_tables(db)}
    gone = _gone_rows(db, who, known, step)
    db.execute("DROP TABLE IF EXISTS temp._gone")
    db.execute("CREATE TEMP TABLE _gone (name TEXT, row INTEGER, PRIMARY KEY (name, row)) WITHOUT ROWID")
    db.executemany("INSERT INTO temp._gone VALUES (?, ?)", gone)
    theirs = "EXISTS (SELECT 1 FROM temp._gone g WHERE g.name = c.table_name AND g.row = c.row_id)"
    touched = _steps(db, f"c.last_row_id IS NULL AND {theirs}")
    near = _steps_of(db, linked) | _steps_of_ranges(db)
    count = db.execute(
        f"DELETE FROM _changes AS c WHERE c.last_row_id IS NULL AND {theirs} AND c.command_id IS NOT ?",
        (step,),
    ).rowcount
    count += _delete_empty_ranges(db)
    db.execute("DELETE FROM _changes WHERE command_id = ?", (step,))
    near |= _unlink(db, who, known)
    _clean_images(db, policy, linked)
    commands = _clean_commands(db, policy, touched, near, step=step)
    _mark(db, who, gone, step)
    db.execute("DROP TABLE temp._gone")
    return count, commands


def was_forgotten(db: Connection, id: int) -> int | None:
    """The step that forgot the contact of this number; None where none did."""
    row = db.execute(
        "SELECT command_id FROM _changes WHERE table_name = 'contacts' AND row_id = ? AND before = ?",
        (id, MARK),
    ).fetchone()
    return row[0] if row else None


def _images(db: Connection, name: str, column: str, id: int) -> list[tuple[int, str]]:
    """Rows of a table of which some image names `id` in `column`, with that image."""
    return db.execute(
        "SELECT row_id, before FROM _changes WHERE table_name = ? AND before IS NOT NULL"
        " AND json_extract(before, ?) = ?",
        (name, f"$.{column}", id),
    ).fetchall()


def _gone_rows(db: Connection, who: Identity, known: dict[str, Table], step: int) -> set[Row]:
    """All rows that were the person's: those erased now, and those the log still holds images of."""
    gone: set[Row] = {("contacts", id) for id in who.ids}
    gone |= set(
        db.execute(
            "SELECT table_name, row_id FROM _changes WHERE command_id = ? AND operation = 'delete'", (step,)
        )
    )
    for id in who.ids:
        for name, one in known.items():
            for column in _to_contacts(one):
                if not _goes_along(one, column) and name != "reminders":
                    continue
                for row, before in _images(db, name, column, id):
                    is_shared = name == "reminders" and any(
                        json.loads(before).get(other) for other in one.references if other != column
                    )
                    if not is_shared and not tables.exists(db, name, row):
                        gone.add((name, row))
    gone |= {("activities", id) for id in _former_activities(db, who)}
    waiting = list(gone)
    while waiting:  # the parts of what is gone
        name, row = waiting.pop()
        if known[name].belongs_to:
            continue
        for part in db.execute(
            "SELECT DISTINCT table_name, row_id FROM _changes WHERE owner_kind = ? AND owner_id = ?",
            (kind_of(name), row),
        ).fetchall():
            if part not in gone and not tables.exists(db, *part):
                gone.add(part)
                waiting.append(part)
    return gone


def _former_activities(db: Connection, who: Identity) -> set[int]:
    """Activities deleted before that were about the person and no other person."""
    found = set()
    for id in who.ids:
        for _, before in _images(db, "activity_links", "contact_id", id):
            activity = json.loads(before).get("activity_id")
            if activity is None or tables.exists(db, "activities", activity):
                continue
            others = {
                json.loads(image).get("contact_id")
                for _, image in _images(db, "activity_links", "activity_id", activity)
            }
            if not others - {None, *who.ids}:
                found.add(activity)
    return found


def _to_contacts(one: Table) -> list[str]:
    return [column for column, target in one.references.items() if target == "contacts"]


def _goes_along(one: Table, column: str) -> bool:
    """Whether a row says nothing without the person."""
    return column in one.belongs_to or (one.name in tables.GOES_ALONG and one.name != "reminders")


def _steps(db: Connection, condition: str) -> set[int]:
    return {
        row[0]
        for row in db.execute(f"SELECT DISTINCT c.command_id FROM _changes c WHERE {condition}")
        if row[0] is not None
    }


def _steps_of(db: Connection, records: Iterable[Record]) -> set[int]:
    """The steps that changed any of the records."""
    return {
        step
        for record in records
        for (step,) in db.execute(
            "SELECT DISTINCT command_id FROM _changes WHERE owner_kind = ? AND owner_id = ?", record
        )
        if step is not None
    }


def _steps_of_ranges(db: Connection) -> set[int]:
    """The steps that brought rows of the person's among others."""
    return _steps(
        db,
        "c.last_row_id IS NOT NULL AND EXISTS (SELECT 1 FROM temp._gone g WHERE g.name = c.table_name"
        " AND g.row BETWEEN c.row_id AND c.last_row_id)",
    )


def _delete_empty_ranges(db: Connection) -> int:
    """Forget that stretches of rows came which were the person's alone."""
    return db.execute(
        "DELETE FROM _changes AS c WHERE c.last_row_id IS NOT NULL AND c.operation = 'insert'"
        " AND (SELECT count(*) FROM temp._gone g WHERE g.name = c.table_name"
        " AND g.row BETWEEN c.row_id AND c.last_row_id) = c.last_row_id - c.row_id + 1"
    ).rowcount


def _unlink(db: Connection, who: Identity, known: dict[str, Table]) -> set[int]:
    """Take the links to the person out of the images of what stays; returns the steps they were of.

    A link that may be empty becomes so; one that the row cannot be without is left out, so that the row keeps
    the one it has.
    """
    steps: set[int] = set()
    for id in who.ids:
        for name, one in known.items():
            for column in _to_contacts(one):
                change = (
                    "json_remove(before, ?1)" if _goes_along(one, column) else "json_set(before, ?1, NULL)"
                )
                rows = db.execute(
                    f"UPDATE _changes SET before = {change} WHERE table_name = ?2 AND before IS NOT NULL"
                    " AND json_extract(before, ?1) = ?3 RETURNING command_id",
                    (f"$.{column}", name, id),
                ).fetchall()
                steps |= {row[0] for row in rows if row[0] is not None}
    return steps


def _clean_images(db: Connection, policy: Policy, linked: Collection[Record]) -> None:
    """Put the person out of the texts of all images that stay."""
    mine = set(linked)
    changed = []
    for id, table, kind, owner, before in db.execute(
        "SELECT id, table_name, owner_kind, owner_id, before FROM _changes WHERE before IS NOT NULL"
    ):
        image: dict[str, Any] = json.loads(before)
        cleaned = _cleaned(policy, table, image, is_near=(kind, owner) in mine)
        if cleaned != image:
            changed.append((json.dumps(cleaned, ensure_ascii=False, separators=(",", ":")), id))
    db.executemany("UPDATE _changes SET before = ? WHERE id = ?", changed)


def _cleaned(policy: Policy, table: str, image: dict[str, Any], *, is_near: bool) -> dict[str, Any]:
    """An image without the person; what a name is found by follows the name."""
    cleaned = dict(image)
    for key, value in image.items():
        cleaner = policy.cleaner(table, key, is_near=is_near)
        if cleaner is not None and isinstance(value, str):
            cleaned[key] = cleaner.clean_json(value) if key == "custom" else cleaner.clean(value)
    if table in KEYS and "normal" in image and cleaned.get("name") != image.get("name"):
        cleaned["normal"] = KEYS[table](cleaned["name"])
    return cleaned


def _clean_commands(db: Connection, policy: Policy, touched: set[int], near: set[int], *, step: int) -> int:
    """Put the person out of the words of all steps.

    Of a step that entered or changed what was theirs only the command itself is kept: anything may have been
    typed there. Steps about records near the person lose single words of the name, too.
    """
    who, changed = policy.who, []
    for id, words, reason, role in db.execute("SELECT id, words, reason, role FROM _commands").fetchall():
        cleaner = who.likely if id in near or id in touched else policy.telling
        if id == step:
            new = f"crm contact forget contact/{who.ids[0]}"
        elif id in touched and role == "do":
            new = _only_command(words)
        else:
            new = cleaner.clean_words(words)
        why = cleaner.clean(reason) if reason and id not in touched else FORGOTTEN if reason else reason
        if id == step and reason:
            why = who.likely.clean(reason)
        if (new, why) != (words, reason):
            changed.append((new, why, id))
    db.executemany("UPDATE _commands SET words = ?, reason = ? WHERE id = ?", changed)
    return len([row for row in changed if row[2] != step])


def _only_command(words: str) -> str:
    """`crm contact [forgotten]` of `crm contact add 'Jane Doe' …`."""
    typed = words.split()
    if len(typed) > 1 and typed[0] == "crm" and typed[1].isascii() and typed[1].isalpha():
        return f"crm {typed[1]} {FORGOTTEN}" if len(typed) > 2 else words
    return FORGOTTEN


def _mark(db: Connection, who: Identity, gone: Iterable[Row], step: int) -> None:
    """Leave the receipt: who, by number, was forgotten; and let no step be about what is gone, for `@`."""
    db.execute(
        # a stretch, as a bulk step logs: that the row is not there is no fault of the log
        "INSERT INTO _changes (command_id, table_name, row_id, last_row_id, operation, owner_kind, owner_id, before)"
        " VALUES (?1, 'contacts', ?2, ?2, 'update', 'contact', ?2, ?3)",
        (step, who.ids[0], MARK),
    )
    db.executemany(
        "UPDATE _commands SET record_kind = NULL, record_id = NULL WHERE record_kind = ? AND record_id = ?",
        [(kind_of(name), row) for name, row in gone if name in {"contacts", "activities", "reminders"}],
    )
