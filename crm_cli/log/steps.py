"""The steps of the log as a list: narrowed by time and by who, with what another program wrote on top."""

from __future__ import annotations

from sqlite3 import Connection
from typing import NamedTuple

from crm_cli.db.log.steps import FOREIGN_WORDS

COLUMNS = "id, at, CASE host WHEN '' THEN user ELSE user || '@' || host END, words, role, target_id, undone_by_id, reason"


class Row(NamedTuple):
    """One step; without a number what another program wrote that no step of ours has gathered yet."""

    id: int | None
    at: str
    by: str
    words: str
    note: str | None


def find(db: Connection, *, since: str = "", until: str = "", by: str = "", limit: int = 0) -> list[Row]:
    """The steps from instant to instant, both counted, by users or machines whose name contains `by`; newest first."""
    found = [
        Row(id, at, who, words, _note(role, target, undone, reason))
        for id, at, who, words, role, target, undone, reason in db.execute(
            f"SELECT {COLUMNS} FROM _commands WHERE (? = '' OR at >= ?) AND (? = '' OR at <= ?)"
            " AND (? = '' OR instr(fold(user || '@' || host), fold(?)) > 0) ORDER BY id DESC LIMIT ?",
            (since, since, until, until, by, by, limit or -1),
        )
    ]
    count, at = db.execute(
        "SELECT count(*), max(at) FROM _changes WHERE command_id IS NULL AND (? = '' OR at >= ?)"
        " AND (? = '' OR at <= ?)",
        (since, since, until, until),
    ).fetchone()
    if count and not by:
        found.insert(0, Row(None, at, "", FOREIGN_WORDS, "becomes a step with the next change"))
    return found[: limit or None]


def _note(role: str, target: int | None, undone: int | None, reason: str | None) -> str | None:
    if undone:
        return f"undone by {undone}"
    if role in {"undo", "redo"}:
        done = "undid" if role == "undo" else "did again"
        return f"{done} {target}" if target else f"{done} a step since forgotten"
    return reason
