"""The file as it stood at an earlier instant: a private copy on which the log is taken back to there."""

from __future__ import annotations

from sqlite3 import Connection

from crm_cli.core.errors import UsageError
from crm_cli.db import connection, search, whole
from crm_cli.db.log import replay, sets
from crm_cli.db.schema import fact_tables


def begins(db: Connection) -> str:
    """The instant from which the log knows every change."""
    at: str = db.execute("SELECT coalesce(log_begins_at, created_at) FROM _file").fetchone()[0]
    return at


def last_change(db: Connection, instant: str) -> int:
    """The last change of the log that had been made by an instant; 0 where none had.

    The cut is by order, so that a clock that once stood wrong cannot tear a step apart: it lies after the last
    step at or before the instant, and after what other programs wrote by then.
    """
    step = db.execute(
        "SELECT id FROM _commands WHERE at <= ? ORDER BY id DESC LIMIT 1", (instant,)
    ).fetchone()
    change = None
    if step:
        change = db.execute(
            "SELECT max(id) FROM _changes WHERE command_id ="
            " (SELECT max(command_id) FROM _changes WHERE command_id <= ?)",
            step,
        ).fetchone()[0]
    foreign = db.execute(
        "SELECT max(id) FROM _changes WHERE command_id IS NULL AND at <= ?", (instant,)
    ).fetchone()[0]
    return max(change or 0, foreign or 0)


def at(db: Connection, instant: str) -> Connection:
    """The file as it stood at an instant (UTC, as the file writes it), which cannot be written.

    Where nothing has changed since, that is the file itself, on the connection given; else a copy on which all that
    came after is taken back, the caller's alone (0600, without a name as soon as it is open). UsageError where the
    log does not reach back so far.
    """
    first = begins(db)
    if instant < first:
        raise UsageError(
            f"the history of this file begins at `{first}`; how it stood before is not known",
            hint=f"--as-of {first}",
        )
    if _is_unchanged_since(db, instant):
        return db
    return _copy_as_of(db, instant)


def _is_unchanged_since(db: Connection, instant: str) -> bool:
    """Whether the file still stands as it did, and can be searched without being written."""
    change, command, step = db.execute(
        "SELECT (SELECT coalesce(max(id), 0) FROM _changes), (SELECT coalesce(max(command_id), 0) FROM _changes),"
        " (SELECT coalesce(max(id), 0) FROM _commands)"
    ).fetchone()
    return bool(change <= last_change(db, instant) and step <= command) and not search.is_stale(db)


def _copy_as_of(db: Connection, instant: str) -> Connection:
    with whole.private() as name:
        copy = connection.open_scratch(name)
        try:
            copy.execute("PRAGMA synchronous = OFF")  # a copy that is lost is no loss
            db.backup(copy)
            copy.execute("PRAGMA journal_mode = MEMORY")  # it needs no helper files
            copy.execute("PRAGMA foreign_keys = OFF")
            _go_back(copy, last_change(copy, instant))
            copy.execute("PRAGMA query_only = ON")
        except BaseException:
            copy.close()
            raise
    return copy


def _go_back(db: Connection, change: int) -> None:
    db.execute("BEGIN")
    for (name,) in db.execute(
        "SELECT name FROM sqlite_schema WHERE type = 'trigger' AND name LIKE '\\_log\\_%' ESCAPE '\\'"
    ).fetchall():
        db.execute(f'DROP TRIGGER "{name}"')
    idle = ", ".join(str(step) for pair in _idle(db, change) for step in pair)
    _take_back(db, f"id > ? AND (command_id IS NULL OR command_id NOT IN ({idle}))", change)
    db.execute("DELETE FROM _changes WHERE id > ?", (change,))
    last = db.execute("SELECT max(command_id) FROM _changes").fetchone()[0] or 0
    db.execute("DELETE FROM _commands WHERE id > ?", (last,))
    db.execute("UPDATE _commands SET undone_by_id = NULL WHERE undone_by_id > ?", (last,))
    db.execute(  # what a redo that has not come yet did again was undone then
        "UPDATE _commands SET undone_by_id = u.id FROM _commands u"
        " WHERE u.role = 'undo' AND u.undone_by_id IS NULL AND u.target_id = _commands.id"
    )
    # lists sort by the index, too: it cannot wait for the first search
    search.refresh(db)
    db.execute("COMMIT")


def _take_back(db: Connection, condition: str, change: int) -> None:
    came = sets.logged(db, "insert", condition, change)
    gone = sets.logged(db, "delete", condition, change)
    if sets.count(came) + sets.count(gone) <= sets.MANY:
        replay.take_back(db, condition, (change,))
        return
    tables = {table.name: table for table in fact_tables(db)}
    with (
        sets.told_at_once(db, "insert", gone, tables),
        sets.told_at_once(db, "delete", came, tables),
        sets.indexes_at_the_end(db, gone),
    ):
        replay.take_back(db, condition, (change,))


def _idle(db: Connection, change: int) -> list[tuple[int, int]]:
    """Undos after a change with the redos that took them back: together they did nothing, however much they wrote.

    That is so only where all between the two did nothing, either: an undo within another is redone before it.
    """
    steps = db.execute(
        "SELECT id, role, undone_by_id FROM _commands"
        " WHERE id > (SELECT coalesce(max(command_id), 0) FROM _changes WHERE id <= ?) ORDER BY id",
        (change,),
    )
    idle: list[tuple[int, int]] = []
    open_: list[tuple[int, int | None]] = []
    for step, role, undone_by in steps:
        if role == "undo":
            open_.append((step, undone_by))
        elif role == "redo" and open_ and open_[-1][1] == step:
            idle.append((open_.pop()[0], step))
        else:
            open_.clear()
    return idle
