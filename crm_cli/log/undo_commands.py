"""The `undo` and `redo` commands: a step taken back, and done again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

import typer

from crm_cli.app.context import App
from crm_cli.cli.options import FormatOption
from crm_cli.core.errors import Partial
from crm_cli.db.log import steps
from crm_cli.db.log.attempt import Kept, told
from crm_cli.db.log.steps import Step
from crm_cli.db.log.undo import do_again, take_back
from crm_cli.kinds.catalogue import KINDS
from crm_cli.kinds.tale import as_object
from crm_cli.output import Column, Value, write, write_one
from crm_cli.verbs import resolve
from crm_cli.verbs.answers import say

STEP = [
    Column("command", "Step", "id"),
    Column("at", "When", "instant"),
    Column("by", "By"),
    Column("words", "Command"),
]
SHOWN = 20
"""How many kept rows people are shown; data formats give all."""


def undo(
    ctx: typer.Context,
    step: Annotated[
        int | None, typer.Argument(help="The step's number; the newest without.", metavar="[ID]", min=1)
    ] = None,
    list_: Annotated[
        bool, typer.Option("--list", help="List what undo and redo would take, next first.")
    ] = False,
    format: FormatOption = None,
) -> None:
    """Take back the newest step, whatever it was, or any one; again goes one further back.

    Example: crm undo
    crm undo --dry-run
    crm undo --list
    crm undo 41

    What later steps have changed or built upon stays, with the reason, and the command ends with 8.
    """
    crm: App = ctx.obj
    if list_:
        _list(crm, format)
        return
    with crm.write() as db:
        chosen = steps.find(db, step) if step is not None else steps.newest_to_undo(db, but=crm.step)
        if chosen.id == crm.step:
            chosen = steps.find(db, chosen.id + 1)  # says that there is none
        outcome = take_back(db, chosen, by=crm.step or 0)
        meant = chosen if chosen.role in {"do", "foreign"} else steps.find(db, chosen.target_id or chosen.id)
        answer = _Answer(crm, format, meant, outcome.rows, outcome.kept)
    answer.give("Undid" if chosen.role != "undo" else "Did again")
    if outcome.kept:
        what = f"{len(outcome.kept)} kept" if not crm.options.dry_run else f"{len(outcome.kept)} to be kept"
        raise Partial(f"step {meant.id} goes back in part only, {what}")


def redo(ctx: typer.Context, format: FormatOption = None) -> None:
    """Do again what the newest undo took back; again goes one further, until something else is changed.

    Example: crm redo
    """
    crm: App = ctx.obj
    with crm.write() as db:
        undone = steps.newest_to_redo(db, but=crm.step)
        chosen = steps.find(db, undone.target_id or 0)
        rows = do_again(db, undone, by=crm.step or 0)
        answer = _Answer(crm, format, chosen, rows, [])
    answer.give("Did again")


class _Answer:
    """What undo and redo say, read inside the transaction so that --dry-run can show before and after."""

    def __init__(
        self, crm: App, format: str | None, step: Step, rows: dict[str, int], kept: Sequence[Kept]
    ) -> None:
        from crm_cli.kinds import sentences, tales

        self.crm = crm
        self.format = crm.chosen_format(format)
        self.step = step
        self.rows = rows
        self.kept = [(k, _name(crm, k.kind, k.id)) for k in kept]
        self.tales = tales.of_step(crm.read(), crm.step)
        self.told = ""
        if self.format.is_prose:
            self.told = sentences.step(self.tales, crm.screen, is_planned=crm.options.dry_run)

    def give(self, did: str) -> None:
        crm, step = self.crm, self.step
        if crm.options.dry_run:
            did = {"Undid": "Would undo", "Did again": "Would do again"}[did]
        by = f" by {step.by}" if step.by else ""
        if self.format.is_prose:
            say(crm, f"{did} step {step.id}: {step.words} ({self._when()}{by})")
            if self.told:
                say(crm, self.told)
            for k, name in self.kept[:SHOWN]:
                say(crm, f"kept {k.kind}/{k.id}{f' {name}' if name else ''}: {told(k)}")
            if len(self.kept) > SHOWN:
                say(crm, f"kept {len(self.kept) - SHOWN} more; -f json lists all")
        else:
            self._give_data()
        if crm.options.dry_run:
            crm.remark("dry run: nothing was changed")
        elif crm.is_terminal:
            other = "redo" if did == "Undid" else "undo"
            crm.remark(f"{other} with: {crm.called} {other}")

    def _when(self) -> str:
        """When the step was done: in the user's zone for people, as the file keeps it elsewhere."""
        if not self.format.is_screen:
            return self.step.at
        from crm_cli.core import dates

        screen = self.crm.screen
        return dates.format_instant(dates.from_iso(self.step.at), self.crm.calendar, screen.locale)

    def _give_data(self) -> None:
        crm, step = self.crm, self.step
        columns = [*STEP, Column("rows", "Rows", "integer"), Column("undone_by", "By step", "integer")]
        values: list[Value] = [step.id, step.at, step.by, step.words, sum(self.rows.values()), crm.step]
        columns.append(Column("kept", "Kept", many=True))
        values.append(
            [
                {"kind": k.kind, "id": k.id, "name": name, "field": k.field, "reason": k.reason}
                for k, name in self.kept
            ]
        )
        columns.append(Column("changes", "Changes", many=True))
        values.append([as_object(tale) for tale in self.tales])
        write_one(tuple(values), columns, self.format, crm.stdout, screen=crm.screen)


def _name(crm: App, kind: str, id: int) -> str:
    if kind not in KINDS:
        return ""
    found = resolve.describe(crm, [(kind, id)])
    return found[0].name if found else ""


def _list(crm: App, format: str | None) -> None:
    db = crm.read()
    rows = [(s.id, s.at, s.by, s.words, "undo", place) for place, s in enumerate(steps.undoable(db), start=1)]
    for place, undone in enumerate(steps.redoable(db), start=1):
        s = steps.find(db, undone.target_id or 0)
        rows.insert(0, (s.id, s.at, s.by, s.words, "redo", place))
    columns = [*STEP, Column("takes", "Taken by"), Column("times", "Times", "integer")]
    write(rows, columns, crm.chosen_format(format), crm.stdout, screen=crm.screen)
