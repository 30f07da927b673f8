"""A step taken back, and done again; what others have built upon since is kept, with the reason."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import nullcontext
from sqlite3 import Connection, IntegrityError

from crm_cli.core.errors import Conflict
from crm_cli.db.log import replay, sets, steps
from crm_cli.db.log.attempt import Attempt, Outcome, Refused, in_words, told
from crm_cli.db.log.steps import Step
from crm_cli.db.schema import Table, fact_tables, kind_of


def take_back(db: Connection, step: Step, *, by: int) -> Outcome:
    """Take a step back inside the step `by`, which the caller has begun; Conflict where nothing of it can be.

    - An update goes back column by column, and of custom values key by key, where no later step changed it.
    - A record that came goes, unless it has been changed or added to since, or something points to it: then
      all of it stays.
    - What was deleted is put back, a record with all its parts, unless a unique or foreign key refuses.

    An undo is taken back by a redo, all of it or nothing.
    """
    if step.role == "redo":
        step = steps.find(db, step.target_id or 0)
    if step.undone_by_id is not None:
        raise Conflict(
            f"step {step.id} is undone already, by step {step.undone_by_id}", hint=_way_back(db, step, by)
        )
    outcome = _take_back(db, step, by)
    if step.role != "undo":
        steps.note_undo(db, step, by=by)
    elif outcome.kept:
        raise _nothing(step, outcome)
    else:
        steps.note_redo(db, step, by=by)
    return outcome


def _way_back(db: Connection, step: Step, by: int) -> str:
    """The command that does an undone step again; what its undo had to keep can then go, too."""
    if step.role == "undo":
        return "crm history"
    is_next = any(undo.id == step.undone_by_id for undo in steps.redoable(db, but=by, limit=1))
    return "crm redo" if is_next else f"crm undo {step.undone_by_id}"


def do_again(db: Connection, undo: Step, *, by: int) -> dict[str, int]:
    """Take the newest undo back inside the step `by`, exactly: nothing came after it; table → rows."""
    db.execute("PRAGMA defer_foreign_keys = ON")
    stretches = sets.logged(db, "delete", "command_id = ?", undo.id)
    gone = sets.logged(db, "insert", "command_id = ?", undo.id)
    tables = {table.name: table for table in fact_tables(db)}
    try:
        if sets.count(stretches) > sets.MANY:
            with (
                steps.inserts_as_stretches(db, by, stretches),
                sets.told_at_once(db, "insert", stretches, tables),
                nullcontext() if gone else sets.indexes_at_the_end(db, stretches),
            ):
                replay.take_back(db, "command_id = ?", (undo.id,))
        else:
            replay.take_back(db, "command_id = ?", (undo.id,))
    except IntegrityError as error:
        raise Conflict(f"step {undo.target_id} cannot be done again: {in_words(error)}") from error
    changed = sets.logged(db, "update", "command_id = ?", undo.id)
    if why := _loose(db, [*stretches, *changed], tables) or _left_pointing(db, gone, tables):
        raise Conflict(f"step {undo.target_id} cannot be done again: {why}", hint="crm history")
    steps.note_redo(db, undo, by=by)
    return _rows(db, undo.id)


def _loose(db: Connection, stretches: Iterable[sets.Stretch], tables: Mapping[str, Table]) -> str:
    """What one of these rows points to though it is not there, which COMMIT would refuse without saying what."""
    for name, first, last in stretches:
        for column, target in tables[name].references.items():
            row = db.execute(
                f"SELECT t.{column} FROM {name} t WHERE t.id BETWEEN ? AND ? AND t.{column} IS NOT NULL"
                f" AND NOT EXISTS (SELECT 1 FROM {target} x WHERE x.id = t.{column}) LIMIT 1",
                (first, last),
            ).fetchone()
            if row:
                return f"{kind_of(target)}/{row[0]} is not there any more"
    return ""


def _left_pointing(db: Connection, gone: Iterable[sets.Stretch], tables: Mapping[str, Table]) -> str:
    """What points to one of these rows, which are no longer there: only a program without foreign keys takes such away."""
    for name, first, last in gone:
        for other in tables.values():
            for column in (column for column, target in other.references.items() if target == name):
                kind, id = other.owner_sql("t")
                row = db.execute(
                    f"SELECT {kind}, {id} FROM {other.name} t WHERE t.{column} BETWEEN ? AND ?"
                    f" AND NOT EXISTS (SELECT 1 FROM {name} x WHERE x.id = t.{column}) LIMIT 1",
                    (first, last),
                ).fetchone()
                if row:
                    return f"{row[0]}/{row[1]} points to what it would delete"
    return ""


def _rows(db: Connection, step: int) -> dict[str, int]:
    """How many rows of each table a step touched."""
    return dict(
        db.execute(
            "SELECT table_name, sum(count) FROM (SELECT table_name, count(DISTINCT row_id) AS count FROM _changes"
            " WHERE command_id = ?1 AND last_row_id IS NULL GROUP BY table_name UNION ALL"
            " SELECT table_name, last_row_id - row_id + 1 FROM _changes"
            " WHERE command_id = ?1 AND last_row_id IS NOT NULL) GROUP BY table_name",
            (step,),
        )
    )


def _take_back(db: Connection, step: Step, by: int) -> Outcome:
    db.execute("PRAGMA defer_foreign_keys = ON")
    refused: Refused = {}
    staying: dict[tuple[str, int], str] = {}
    db.execute("SAVEPOINT whole_step")
    while True:
        attempt = Attempt(db, step, by, refused, staying)
        outcome = attempt.run()
        if not attempt.newly_refused and not attempt.newly_staying:
            break
        # what depended on a row that cannot go back cannot either: begin again without it
        db.execute("ROLLBACK TO whole_step")
        refused |= attempt.newly_refused
        staying |= attempt.newly_staying
    db.execute("RELEASE whole_step")
    if not any(outcome.rows.values()):
        raise _nothing(step, outcome)
    return outcome


def _nothing(step: Step, outcome: Outcome) -> Conflict:
    reasons = "; ".join(dict.fromkeys(f"{k.kind}/{k.id} {told(k)}" for k in outcome.kept[:3]))
    more = f"; and {len(outcome.kept) - 3} more" if len(outcome.kept) > 3 else ""
    return Conflict(
        f"step {step.id} cannot be taken back: {reasons}{more}"
        if reasons
        else f"step {step.id} has left nothing that could be taken back",
        hint="crm history",
    )
