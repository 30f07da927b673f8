"""The steps of the log: begun and ended around every write, found again, and marked as taken back or done again."""

from __future__ import annotations

from contextlib import contextmanager
from sqlite3 import OperationalError

from crm_cli.core.errors import Conflict, FileError, NotFound
from crm_cli.core.record import record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from sqlite3 import Connection


FOREIGN_WORDS = "another program"


@record
class Step:
    """A command that changed something."""

    id: int
    words: str
    at: str
    user: str
    host: str
    is_terminal: bool
    reason: str | None
    role: str
    target_id: int | None
    undone_by_id: int | None

    @property
    def by(self) -> str:
        """Who did it: user and machine."""
        return f"{self.user}@{self.host}" if self.host else self.user


STEP_COLUMNS = "id, words, at, user, host, is_terminal, reason, role, target_id, undone_by_id"


def begin(
    db: Connection,
    *,
    words: str,
    at: str,
    user: str,
    host: str,
    is_terminal: bool,
    reason: str | None = None,
    is_bulk: bool = False,
) -> int:
    """Open a step inside the transaction; what another program wrote since the last one becomes a step of its own.

    FileError where the log would not see all that the step changes.
    """
    check_watch(db)
    foreign = db.execute("SELECT min(id), max(at) FROM _changes WHERE command_id IS NULL").fetchone()
    if foreign[0] is not None:
        cursor = db.execute(
            "INSERT INTO _commands (words, at, user, host, is_terminal, role) VALUES (?, ?, '', '', 0, 'foreign')",
            (FOREIGN_WORDS, foreign[1]),
        )
        db.execute("UPDATE _changes SET command_id = ? WHERE command_id IS NULL", (cursor.lastrowid,))
    cursor = db.execute(
        "INSERT INTO _commands (words, at, user, host, is_terminal, reason) VALUES (?, ?, ?, ?, ?, ?)",
        (words, at, user, host, int(is_terminal), reason),
    )
    step = cursor.lastrowid
    assert step is not None
    db.execute("INSERT INTO _writing (id, command_id, is_bulk) VALUES (1, ?, ?)", (step, int(is_bulk)))
    if is_bulk:
        db.execute("CREATE TEMP TABLE IF NOT EXISTS _before_bulk (name TEXT PRIMARY KEY, seq INTEGER)")
        db.execute("DELETE FROM temp._before_bulk")
        db.execute("INSERT INTO temp._before_bulk SELECT name, seq FROM sqlite_sequence")
    return step


def check_watch(db: Connection) -> None:
    """Refuse to write where triggers of the log are missing: other programs that rebuild a table drop them silently.

    `_watched` names the tables that have three each; one look at the list of triggers, without asking which.
    """
    try:
        missing: int = db.execute(
            "SELECT (SELECT 3 * count(*) FROM _watched) - count(*) FROM sqlite_schema"
            " WHERE type = 'trigger' AND name GLOB '_log_*'"
        ).fetchone()[0]
    except OperationalError as error:
        if "no such table" not in str(error):
            raise
        missing = 1
    if missing > 0:
        raise FileError(
            "the history would not see this: another program has removed the triggers that write it",
            hint="crm doctor --fix",
        )


def end(db: Connection, step: int) -> int | None:
    """Close a step before commit; one that changed nothing is no step and leaves no trace."""
    if db.execute("SELECT is_bulk FROM _writing").fetchone()[0]:
        _close_bulk(db, step)
    db.execute("DELETE FROM _writing")
    role = db.execute("SELECT role FROM _commands WHERE id = ?", (step,)).fetchone()[0]
    if role != "do" or db.execute("SELECT 1 FROM _changes WHERE command_id = ? LIMIT 1", (step,)).fetchone():
        return step
    db.execute("DELETE FROM _commands WHERE id = ?", (step,))
    db.execute("UPDATE sqlite_sequence SET seq = ? WHERE name = '_commands'", (step - 1,))
    return None


def _close_bulk(db: Connection, step: int) -> None:
    """Log the rows that came since `begin` as one range a table: ids are never reused, so they are exactly these."""
    grown = db.execute(
        "SELECT s.name, coalesce(b.seq, 0) + 1, s.seq FROM sqlite_sequence s"
        " LEFT JOIN temp._before_bulk b ON b.name = s.name"
        " WHERE s.name NOT LIKE '\\_%' ESCAPE '\\' AND s.seq > coalesce(b.seq, 0)"
    ).fetchall()
    for name, first, last in grown:
        # what happened to a row since it came in this very step says nothing more than that it came
        db.execute(
            "DELETE FROM _changes WHERE command_id = ? AND table_name = ? AND +row_id BETWEEN ? AND ?",
            (step, name, first, last),
        )
        if db.execute(f"SELECT 1 FROM {name} WHERE id BETWEEN ? AND ? LIMIT 1", (first, last)).fetchone():
            db.execute(
                "INSERT INTO _changes (command_id, table_name, row_id, last_row_id, operation)"
                " VALUES (?, ?, ?, ?, 'insert')",
                (step, name, first, last),
            )


@contextmanager
def inserts_as_stretches(
    db: Connection, step: int, stretches: Iterable[tuple[str, int, int]]
) -> Iterator[None]:
    """Log the rows that the block inserts as these stretches (table, first, last) instead of one by one."""
    known = list(stretches)
    db.execute("UPDATE _writing SET is_bulk = 1")
    yield
    db.execute("UPDATE _writing SET is_bulk = 0")
    db.executemany(
        "INSERT INTO _changes (command_id, table_name, row_id, last_row_id, operation)"
        f" VALUES ({int(step)}, ?, ?, ?, 'insert')",
        known,
    )


def forget_all(db: Connection) -> None:
    """Empty the log inside a transaction of ours: what is in the file is where its history begins."""
    for table in ("_writing", "_changes", "_commands"):
        db.execute(f"DELETE FROM {table}")
    db.execute("DELETE FROM sqlite_sequence WHERE name IN ('_changes', '_commands')")


def note_subject(db: Connection, step: int, kind: str, record_id: int) -> None:
    """Remember which record the step was about, for `@`."""
    db.execute("UPDATE _commands SET record_kind = ?, record_id = ? WHERE id = ?", (kind, record_id, step))


def subjects(db: Connection) -> Iterator[tuple[int, str, int]]:
    """What the steps that hold were about, the newest first: step, kind and id of a record."""
    rows: Iterator[tuple[int, str, int]] = db.execute(
        "SELECT id, record_kind, record_id FROM _commands WHERE record_kind IS NOT NULL"
        " AND undone_by_id IS NULL ORDER BY id DESC"
    )
    return rows


def newest(db: Connection) -> int:
    """The number of the newest step, 0 where there is none."""
    number: int = db.execute("SELECT coalesce(max(id), 0) FROM _commands").fetchone()[0]
    return number


def find(db: Connection, id: int) -> Step:
    """The step of that number; NotFound where there is none."""
    row = db.execute(f"SELECT {STEP_COLUMNS} FROM _commands WHERE id = ?", (id,)).fetchone()
    if row is None:
        raise NotFound(f"there is no step {id}", hint="crm history")
    return Step(*row)


def newest_to_undo(db: Connection, *, but: int | None = None) -> Step:
    """The newest step not yet undone that is not itself an undo, nor `but`; Conflict where there is none.

    Of a redo it is the step that was done again.
    """
    found = undoable(db, but=but, limit=1)
    if not found:
        raise Conflict("nothing to undo", hint="crm history")
    return found[0]


def undoable(db: Connection, *, but: int | None = None, limit: int = 0) -> list[Step]:
    """The steps that `undo`, again and again, would take back, the next one first."""
    names = ", ".join(f"s.{name.strip()}" for name in STEP_COLUMNS.split(","))
    rows = db.execute(
        f"SELECT {names} FROM _commands c JOIN _commands s"
        " ON s.id = CASE c.role WHEN 'redo' THEN c.target_id ELSE c.id END"
        " WHERE c.role <> 'undo' AND c.undone_by_id IS NULL AND c.id IS NOT ?"
        # a step of which `contact forget` has left nothing stands in nobody's way
        " AND EXISTS (SELECT 1 FROM _changes x WHERE x.command_id = s.id AND x.before IS NOT '{}')"
        " AND NOT EXISTS (SELECT 1 FROM _commands r"
        " WHERE r.id > c.id AND r.role = 'redo' AND r.target_id = c.id AND r.undone_by_id IS NULL)"
        " ORDER BY c.id DESC LIMIT ?",
        (but, limit or -1),
    ).fetchall()
    return [Step(*row) for row in rows]


def newest_to_redo(db: Connection, *, but: int | None = None) -> Step:
    """The newest undo that still holds; Conflict where there is none, or another step came after it."""
    found = redoable(db, but=but, limit=1)
    if not found:
        raise Conflict("nothing to redo", hint="crm history")
    return found[0]


def redoable(db: Connection, *, but: int | None = None, limit: int = 0) -> list[Step]:
    """The undos that `redo`, again and again, would take back, the next one first."""
    rows = db.execute(
        f"SELECT {STEP_COLUMNS} FROM _commands WHERE role = 'undo' AND undone_by_id IS NULL"
        " AND target_id IS NOT NULL AND id > (SELECT coalesce(max(id), 0) FROM _commands"
        " WHERE role IN ('do', 'foreign') AND id IS NOT ?) ORDER BY id DESC LIMIT ?",
        (but, limit or -1),
    ).fetchall()
    return [Step(*row) for row in rows]


def note_undo(db: Connection, step: Step, *, by: int) -> None:
    """Write down that the step `by` took `step` back."""
    db.execute(
        "UPDATE _commands SET undone_by_id = ?1 WHERE id = ?2"
        " OR (role = 'redo' AND target_id = ?2 AND undone_by_id IS NULL)",
        (by, step.id),
    )
    db.execute("UPDATE _commands SET role = 'undo', target_id = ? WHERE id = ?", (step.id, by))


def note_redo(db: Connection, undo: Step, *, by: int) -> None:
    """Write down that the step `by` took an undo back, so that the step it had undone holds again."""
    db.execute("UPDATE _commands SET undone_by_id = NULL WHERE id = ?", (undo.target_id,))
    db.execute("UPDATE _commands SET undone_by_id = ? WHERE id = ?", (by, undo.id))
    db.execute("UPDATE _commands SET role = 'redo', target_id = ? WHERE id = ?", (undo.target_id, by))
