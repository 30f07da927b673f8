"""The bytes behind the tables: old pages of the file and its helpers written over, and the copies that remain."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from sqlite3 import Connection
from typing import NamedTuple

from crm_cli.core.errors import CrmError, FileError
from crm_cli.db import backup, connection, names, whole
from crm_cli.db.log import images
from crm_cli.keeping import records as ledger


class Backup(NamedTuple):
    """A copy of the file: whether it holds the person (None where it cannot be looked into), and when it was made."""

    path: str
    holds: bool | None
    made_at: str | None


def overwrite_freed(db: Connection) -> None:
    """Let SQLite write zeros over all that this connection deletes (sqlite.org/pragma.html#pragma_secure_delete)."""
    db.execute("PRAGMA secure_delete = ON")


def scour(path: str, *, now: datetime, wait: float) -> str:
    """Write the file anew without its free space, and empty its `-wal`; "" when done, else what hindered it.

    What earlier steps deleted still lies in free pages, and in the write-ahead log until it is put into the
    file; neither can go while another program reads or writes the file.
    """
    try:
        db = connection.open_write(path, now=now, wait=wait)
        try:
            with connection.translated(path):
                overwrite_freed(db)
                db.execute("VACUUM")
                is_busy, _, _ = db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        finally:
            db.close()
    except FileError as error:
        return error.message
    wal = f"{path}-wal"
    if is_busy or (os.path.exists(wal) and os.path.getsize(wal) > 0):
        return f"another program has `{path}` open: what was erased is still in `{wal}`"
    return ""


def copies(db: Connection, path: str) -> dict[str, str]:
    """The copies of the file that it remembers, and those beside it: path → when it was made, as far as is known."""
    known = {os.path.abspath(kept.path): kept.made_at for kept in ledger.kept(db)}
    there = map(os.path.abspath, names.beside(path, word=r"[\w-]*"))
    return known | {name: known.get(name, "") for name in there}


def clear_left_overs(path: str, copies: Iterable[str]) -> None:
    """Delete what killed commands left of the file: beside it and its copies, and where a past state is looked at."""
    import tempfile

    whole.clear(
        [*(os.path.dirname(name) for name in (os.path.realpath(path), *copies)), tempfile.gettempdir()]
    )


def holders(db: Connection, path: str, ids: Sequence[int], known_by: Collection[str] = ()) -> list[Backup]:
    """The copies of the file that hold one of these contacts, or may. known_by: e-mails, phones, whole names."""
    own = backup.identity(db)
    found = [
        Backup(name, _holds(name, own, ids, known_by), made_at or None)
        for name, made_at in copies(db, path).items()
    ]
    return sorted((one for one in found if one.holds is not False), key=lambda one: one.path)


def _holds(path: str, own: str, ids: Sequence[int], known_by: Collection[str]) -> bool | None:
    """Whether a copy holds a contact, as a record or in its log; None where it cannot be looked into."""
    marks = ", ".join("?" * len(ids))
    try:
        with backup.opened(path) as db:
            if backup.identity(db) != own:
                return False
            sql = (
                f"SELECT 1 FROM contacts WHERE id IN ({marks}) UNION ALL SELECT 1 FROM _changes"
                f" WHERE owner_kind = 'contact' AND owner_id IN ({marks}) AND before <> '{{}}' LIMIT 1"
            )
            if db.execute(sql, (*ids, *ids)).fetchone():
                return True
            return any(images.is_packed(db, "contacts", id) for id in ids) or _is_named(db, known_by)
    except (CrmError, OSError, sqlite3.Error):
        return None


def _is_named(db: Connection, known_by: Collection[str]) -> bool:
    """Whether a copy, in which the person may have another number, knows one by these names, e-mails or phones."""
    return any(
        db.execute(
            "SELECT 1 FROM contacts WHERE name = ?1 UNION ALL SELECT 1 FROM contact_points WHERE normal = ?1"
            " UNION ALL SELECT 1 FROM _changes WHERE instr(before, ?1) LIMIT 1",
            (text,),
        ).fetchone()
        for text in known_by
    )
