"""The steps of the log as a list: narrowed by time, by who and to a record, each with what it did in plain words."""

from __future__ import annotations

from sqlite3 import Connection
from typing import Any, NamedTuple

from crm_cli.db.log import images
from crm_cli.db.log.steps import FOREIGN_WORDS
from crm_cli.db.table import as_list
from crm_cli.kinds import sentences, tales
from crm_cli.kinds.catalogue import KINDS
from crm_cli.kinds.tale import Several, Tale, as_object
from crm_cli.output import Screen

COLUMNS = (
    "id, at, CASE host WHEN '' THEN user ELSE user || '@' || host END, words, role, target_id, undone_by_id, reason,"
    " record_kind, record_id"
)
PENDING = "becomes a step with the next change"


class Row(NamedTuple):
    """One step; without a number what another program wrote that no step of ours has gathered yet.

    about: the record it was about.
    """

    id: int | None
    at: str
    by: str
    words: str
    note: str | None
    about: tuple[str, int] | None


def find(
    db: Connection,
    *,
    since: str = "",
    until: str = "",
    by: str = "",
    record: tuple[str, int] | None = None,
    limit: int = 0,
) -> list[Row]:
    """The steps from instant to instant, both counted, by users or machines whose name contains `by`; newest first.

    record: only those that changed this one or what belongs to it, by its kind and id.
    """
    own = None
    if record is not None:
        own = {change.step for change in images.of_record(db, *record, KINDS[record[0]].table)}
        about = "SELECT id FROM _commands WHERE record_kind = ? AND record_id = ?"
        own |= {step for (step,) in db.execute(about, record) if tales.merged(db, step, record)}
    among = as_list(step for step in own if step is not None) if own is not None else None
    found = [
        Row(id, at, who, words, _note(role, target, undone, reason), (kind, number) if kind else None)
        for id, at, who, words, role, target, undone, reason, kind, number in db.execute(
            f"SELECT {COLUMNS} FROM _commands WHERE (:since = '' OR at >= :since) AND (:until = '' OR at <= :until)"
            " AND (:by = '' OR instr(fold(user || '@' || host), fold(:by)) > 0)"
            " AND (:among IS NULL OR id IN (SELECT value FROM json_each(:among))) ORDER BY id DESC LIMIT :limit",
            {"since": since, "until": until, "by": by, "among": among, "limit": limit or -1},
        )
    ]
    count, at = db.execute(
        "SELECT count(*), max(at) FROM _changes WHERE command_id IS NULL AND (? = '' OR at >= ?)"
        " AND (? = '' OR at <= ?)",
        (since, since, until, until),
    ).fetchone()
    if count and not by and (own is None or None in own):
        found.insert(0, Row(None, at, "", FOREIGN_WORDS, PENDING, None))
    return found[: limit or None]


def told(db: Connection, row: Row, record: tuple[str, int] | None) -> list[Tale | Several]:
    """What a step did: all of it, or to one record."""
    if record is None:
        return tales.of_step(db, row.id, about=row.about)
    found = tales.of_record(db, row.id, *record)
    others = tales.merged(db, row.id, record) if row.about == record else []
    return [found, *others] if found else others


def words(told: list[Tale | Several], screen: Screen) -> str | None:
    """The sentence that tells of it; None of a step that has left nothing to tell."""
    return sentences.step(told, screen) or None


def objects(told: list[Tale | Several]) -> list[dict[str, Any]]:
    """The same for programs."""
    return [as_object(tale) for tale in told]


def _note(role: str, target: int | None, undone: int | None, reason: str | None) -> str | None:
    if undone:
        return f"undone by {undone}"
    if role in {"undo", "redo"}:
        done = "undid" if role == "undo" else "did again"
        return f"{done} {target}" if target else f"{done} a step since forgotten"
    return reason
