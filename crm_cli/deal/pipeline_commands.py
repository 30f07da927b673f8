"""The `pipeline` commands: the ways a sale goes, and their stages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

import typer

from crm_cli.app.context import App
from crm_cli.cli.group import Commands
from crm_cli.cli.options import FormatOption
from crm_cli.core.errors import NotFound, UsageError
from crm_cli.core.fields import PERCENT
from crm_cli.core.text import plural
from crm_cli.deal import pipeline_view as view
from crm_cli.deal import pipelines, stage_commands
from crm_cli.output import write, write_one

app = Commands(
    help="""Pipelines: rows of stages that deals go through. The first one is the usual one.

    Example: crm pipeline show
    crm pipeline add Partners --stages "first talk:10%,contract:60%"
    """
)
app.add_typer(stage_commands.app, name="stage")

PipelineArgument = Annotated[str, typer.Argument(help="Name or number.", metavar="PIPELINE")]


@app.command()
def add(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(help="What it is called.", metavar="NAME")],
    stages: Annotated[
        str | None, typer.Option("--stages", help="Its stages in order, comma-separated: lead:10%,demo:40%.")
    ] = None,
    format: FormatOption = None,
) -> None:
    """Add a pipeline; without --stages it gets Lead, Qualified, Proposal and Negotiation.

    Example: crm pipeline add Partners --stages "first talk:10%,contract:60%"
    """
    crm: App = ctx.obj
    described = _described(crm, stages) if stages is not None else pipelines.STANDARD
    with crm.write() as db:
        id = pipelines.add(db, name, described, at=crm.at)
        give = view.answer(crm, pipelines.get(db, id), format)
    give(f"Added pipeline {name.strip()} with {plural(len(described), 'stage')}")


def _described(crm: App, text: str) -> Sequence[tuple[str, int | None, int | None]]:
    """Stages as typed in one option: `lead:10%,demo`."""
    found = []
    for part in text.split(","):
        name, colon, chance = part.rpartition(":")
        if not colon:
            name, chance = part, ""
        if name.strip():
            probability = PERCENT.parse(chance.strip(), crm.conventions) if chance.strip() else None
            found.append((name.strip(), None if probability is None else int(probability), None))
    if not found:
        raise UsageError("a pipeline needs a stage", hint="--stages lead,proposal,negotiation")
    return found


@app.command()
def list(ctx: typer.Context, format: FormatOption = None) -> None:
    """List the pipelines, the usual one first.

    Example: crm pipeline list
    """
    crm: App = ctx.obj
    db = crm.read()
    rows = [view.row(db, pipeline) for pipeline in pipelines.find(db)]
    if (
        not write(rows, view.COLUMNS, crm.chosen_format(format), crm.stdout, screen=crm.screen)
        and crm.is_terminal
    ):
        crm.remark(
            "no pipelines yet; the first deal makes one, or crm pipeline add NAME --stages lead,proposal"
        )


@app.command()
def show(
    ctx: typer.Context,
    pipeline: Annotated[str | None, typer.Argument(help="Name or number.", metavar="[PIPELINE]")] = None,
    format: FormatOption = None,
) -> None:
    """Show a pipeline stage by stage, the usual one if none is named.

    Example: crm pipeline show sales
    """
    crm: App = ctx.obj
    db = crm.read()
    there = pipelines.find(db)
    if pipeline is None and not there:
        raise NotFound("there is no pipeline yet", hint="crm pipeline add Sales")
    found = pipelines.named(db, pipeline) if pipeline is not None else there[0]
    chosen = crm.chosen_format(format)
    if chosen.has_objects:
        write_one(view.whole(db, found), view.COLUMNS, chosen, crm.stdout, screen=crm.screen)
        return
    rows = [view.stage_row(db, stage) for stage in pipelines.stages(db, found.id)]
    write(rows, view.STAGE_COLUMNS, chosen, crm.stdout, screen=crm.screen, title=found.name)


@app.command()
def rename(
    ctx: typer.Context,
    pipeline: PipelineArgument,
    new: Annotated[str, typer.Argument(metavar="NEW", help="Its new name.")],
    format: FormatOption = None,
) -> None:
    """Give a pipeline another name.

    Example: crm pipeline rename sales "New business"
    """
    crm: App = ctx.obj
    found = pipelines.named(crm.read(), pipeline)
    with crm.write() as db:
        pipelines.rename(db, found.id, new)
        give = view.answer(crm, pipelines.get(db, found.id), format)
    give(f"Pipeline {found.name} is {new.strip()} now" if crm.step else f"{found.name} is called so already")


@app.command()
def delete(ctx: typer.Context, pipeline: PipelineArgument, format: FormatOption = None) -> None:
    """Delete a pipeline that no deal is in, with its stages.

    Example: crm pipeline delete partners
    """
    crm: App = ctx.obj
    found = pipelines.named(crm.read(), pipeline)
    with crm.write() as db:
        give = view.answer(crm, found, format)
        pipelines.delete(db, found.id)
    give(f"Deleted pipeline {found.name}")
