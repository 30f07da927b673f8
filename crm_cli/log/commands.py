"""The commands `undo` and `history`."""

from __future__ import annotations

from typing import Annotated

import typer

from crm_cli.catalogue import KINDS
from crm_cli.cli import completion, resolve
from crm_cli.cli.answers import say
from crm_cli.cli.context import App
from crm_cli.cli.options import FormatOption, LimitOption
from crm_cli.core.text import plural
from crm_cli.db import history
from crm_cli.output import Column, write, write_one

STEPS = [
    Column("command", "Step", "id"),
    Column("at", "When", "instant"),
    Column("by", "By"),
    Column("words", "Command"),
    Column("note", ""),
]
CHANGES = [
    Column("command", "Step", "id"),
    Column("at", "When", "instant"),
    Column("by", "By"),
    Column("what", "What"),
    Column("field", "Field"),
    Column("before", "Was"),
    Column("after", "Became"),
    Column("words", "Command"),
]


def undo(ctx: typer.Context, format: FormatOption = None) -> None:
    """Take back the newest step, whatever it was; again goes one further back.

    Example: crm undo
    crm undo --dry-run
    """
    crm: App = ctx.obj
    chosen = crm.chosen_format(format)
    with crm.write() as db:
        step = history.newest_to_undo(db, but=crm.step)
        counts = history.undo(db, step, by=crm.step or 0)
    by = f" by {step.by}" if step.by else ""
    rows = ", ".join(plural(count, name.replace("_", " ")) for name, count in _rows(counts))
    if chosen in {"table", "plain"}:
        say(crm, f"Undid step {step.id}: {step.words} ({step.at}{by}): {rows}")
    else:
        columns = [*STEPS[:4], Column("rows", "Rows", "integer"), Column("undone_by", "Undone by", "integer")]
        write_one(
            (step.id, step.at, step.by, step.words, sum(counts.values()), crm.step),
            columns,
            chosen,
            crm.stdout,
            screen=crm.screen,
        )
    if crm.options.dry_run:
        crm.remark("dry run: nothing was changed")


def _rows(counts: dict[str, int]) -> list[tuple[str, int]]:
    from crm_cli.db.schema import kind_of

    return [(kind_of(table), count) for table, count in counts.items() if count]


def history_(
    ctx: typer.Context,
    record: Annotated[
        str | None,
        typer.Argument(
            help="A record; all steps without.", metavar="[RECORD]", autocompletion=completion.anyone
        ),
    ] = None,
    limit: LimitOption = None,
    format: FormatOption = None,
) -> None:
    """Show who changed what, and when: all steps, or one record's changes from what to what.

    Example: crm history --limit 10
    crm history "Jane Doe"
    """
    crm: App = ctx.obj
    chosen = crm.chosen_format(format)
    if record is not None:
        from crm_cli.log import story

        found = resolve.one(crm, [*KINDS], record)
        changes = story.of_record(crm.read(), found.kind, found.id, KINDS[found.kind].table)
        rows = [
            (c.step, c.at, c.by, f"{c.operation} {c.table}/{c.row}", c.field, c.before, c.after, c.words)
            for c in changes[: limit or None]
        ]
        write(rows, CHANGES, chosen, crm.stdout, screen=crm.screen)
        return
    most = limit if limit is not None else 30 if chosen == "table" and crm.is_terminal else 0
    steps = history.steps(crm.read(), limit=most)
    count = write(
        [(s.id, s.at, s.by, s.words, _note(s)) for s in steps], STEPS, chosen, crm.stdout, screen=crm.screen
    )
    if not count and crm.is_terminal:
        crm.remark("nothing has been changed yet")


def _note(step: history.Step) -> str | None:
    if step.undone_by_id:
        return f"undone by {step.undone_by_id}"
    if step.role == "undo":
        return f"undid {step.target_id}"
    return step.reason
