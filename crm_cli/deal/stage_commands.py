"""The `pipeline stage` commands: the steps of a pipeline, in their order."""

from __future__ import annotations

from sqlite3 import Connection
from typing import Annotated

import typer

from crm_cli.app.context import App
from crm_cli.cli import completion
from crm_cli.cli.group import Commands
from crm_cli.cli.options import FormatOption, UnlinkOption
from crm_cli.core import shell
from crm_cli.core.errors import UsageError
from crm_cli.core.fields import INTEGER, PERCENT, Raw
from crm_cli.deal import pipelines
from crm_cli.deal.pipeline_view import answer
from crm_cli.deal.pipelines import Pipeline, Stage

app = Commands(
    help="""Stages of a pipeline, in their order.

    Example: crm pipeline stage add Demo --after qualified --probability 40% --rotting-days 10
    """
)

PipelineOption = Annotated[
    str | None, typer.Option("--pipeline", metavar="PIPELINE", help="The pipeline; else the first one.")
]
StageArgument = Annotated[
    str, typer.Argument(help="The stage.", metavar="STAGE", autocompletion=completion.stages)
]
ProbabilityOption = Annotated[
    str | None, typer.Option("--probability", help="Chance that a deal there is won: 40%; '' is none.")
]
RottingOption = Annotated[
    str | None, typer.Option("--rotting-days", help="A deal there longer than that is stale; '' is never.")
]
BeforeOption = Annotated[
    str | None, typer.Option("--before", metavar="STAGE", help="Put it before that stage.")
]
AfterOption = Annotated[str | None, typer.Option("--after", metavar="STAGE", help="Put it after that stage.")]
PositionOption = Annotated[
    int | None, typer.Option("--to-position", min=1, help="Put it at that place, from 1.")
]


@app.command()
def add(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(help="What it is called.", metavar="NAME")],
    pipeline: PipelineOption = None,
    probability: ProbabilityOption = None,
    rotting_days: RottingOption = None,
    before: BeforeOption = None,
    behind: AfterOption = None,
    to_position: PositionOption = None,
    format: FormatOption = None,
) -> None:
    """Add a stage, behind the others unless you say where.

    Example: crm pipeline stage add Demo --after qualified --probability 40% --rotting-days 10
    """
    crm: App = ctx.obj
    values = _values(crm, probability, rotting_days)
    with crm.write() as db:
        home = pipelines.named(db, pipeline) if pipeline is not None else pipelines.default(db, crm.at)
        id = pipelines.add_stage(db, home.id, name)
        pipelines.update_stage(db, id, values)
        _put(db, id, before, behind, to_position)
        give = answer(crm, home, format)
    give(f"Added stage {name.strip()} to {home.name}")


@app.command()
def edit(
    ctx: typer.Context,
    stage: StageArgument,
    pipeline: PipelineOption = None,
    name: Annotated[str | None, typer.Option("--name", help="Another name.")] = None,
    probability: ProbabilityOption = None,
    rotting_days: RottingOption = None,
    format: FormatOption = None,
) -> None:
    """Change a stage's name, probability or the days until its deals are stale.

    Example: crm pipeline stage edit proposal --probability 55% --rotting-days 10
    """
    values = _values(ctx.obj, probability, rotting_days)
    if name is not None:
        values["name"] = name
    if not values:
        raise UsageError(
            "there is nothing to change", hint="--name NEW or --probability 40% or --rotting-days 14"
        )
    _change(ctx.obj, stage, pipeline, values, format)


@app.command()
def rename(
    ctx: typer.Context,
    stage: StageArgument,
    new: Annotated[str, typer.Argument(metavar="NEW", help="Its new name.")],
    pipeline: PipelineOption = None,
    format: FormatOption = None,
) -> None:
    """Give a stage another name; its deals stay in it.

    Example: crm pipeline stage rename proposal Offer
    """
    _change(ctx.obj, stage, pipeline, {"name": new}, format)


@app.command()
def move(
    ctx: typer.Context,
    stage: StageArgument,
    pipeline: PipelineOption = None,
    before: BeforeOption = None,
    behind: AfterOption = None,
    to_position: PositionOption = None,
    format: FormatOption = None,
) -> None:
    """Put a stage at another place of its pipeline.

    Example: crm pipeline stage move demo --before proposal
    """
    crm: App = ctx.obj
    if before is None and behind is None and to_position is None:
        raise UsageError(
            "say where", hint=shell.line(["crm", "pipeline", "stage", "move", stage, "--before", "STAGE"])
        )
    found, home = _stage(crm.read(), stage, pipeline)
    with crm.write() as db:
        _put(db, found.id, before, behind, to_position)
        order = ", ".join(each.name for each in pipelines.stages(db, home.id))
        give = answer(crm, home, format)
    give(f"{home.name} is {order} now" if crm.step else f"Nothing to move: {home.name} is {order} already")


@app.command()
def delete(
    ctx: typer.Context,
    stage: StageArgument,
    pipeline: PipelineOption = None,
    unlink: UnlinkOption = False,
    format: FormatOption = None,
) -> None:
    """Delete a stage that no deal stands in.

    Example: crm pipeline stage delete demo
    """
    crm: App = ctx.obj
    found, home = _stage(crm.read(), stage, pipeline)
    with crm.write() as db:
        pipelines.delete_stage(db, found.id, unlink=unlink)
        give = answer(crm, home, format)
    give(f"Deleted stage {found.name} of {home.name}")


def _stage(db: Connection, typed: str, pipeline: str | None) -> tuple[Stage, Pipeline]:
    """The stage a person means: of the pipeline named, else of the usual one first."""
    if pipeline is not None:
        home = pipelines.named(db, pipeline)
        return pipelines.stage_named(db, typed, home.id, elsewhere=False), home
    there = pipelines.find(db)
    found = pipelines.stage_named(db, typed, there[0].id if there else None)
    return found, pipelines.get(db, found.pipeline_id)


def _values(crm: App, probability: str | None, rotting_days: str | None) -> dict[str, Raw]:
    """The columns that the options mean; an empty text empties."""
    values: dict[str, Raw] = {}
    if probability is not None:
        values["probability"] = PERCENT.parse(probability, crm.conventions) if probability.strip() else None
    if rotting_days is not None:
        days = INTEGER.parse(rotting_days, crm.conventions) if rotting_days.strip() else None
        if isinstance(days, int) and not 0 < days < 36_525:
            raise UsageError(
                f"`{rotting_days}` is no number of days a deal could wait", hint="--rotting-days 14"
            )
        values["rotting_days"] = days
    return values


def _put(db: Connection, id: int, before: str | None, behind: str | None, to_position: int | None) -> None:
    """Put a stage where the options say."""
    if sum(option is not None for option in (before, behind, to_position)) > 1:
        raise UsageError("--before, --after and --to-position: one of them is enough")
    if to_position is not None:
        pipelines.place_stage(db, id, to_position)
    elif before is not None or behind is not None:
        home = pipelines.stage(db, id).pipeline_id
        other = pipelines.stage_named(db, before or behind or "", home, elsewhere=False)
        if other.id != id:
            order = [each.id for each in pipelines.stages(db, home) if each.id != id]
            pipelines.place_stage(db, id, order.index(other.id) + (1 if before is not None else 2))


def _change(crm: App, stage: str, pipeline: str | None, values: dict[str, Raw], format: str | None) -> None:
    found, home = _stage(crm.read(), stage, pipeline)
    with crm.write() as db:
        pipelines.update_stage(db, found.id, values)
        now = pipelines.stage(db, found.id)
        give = answer(crm, home, format)
    if crm.step is None:
        give(f"Nothing to change: {found.name} is so already")
    elif now.name != found.name:
        give(f"Stage {found.name} is {now.name} now")
    else:
        give(f"Changed stage {found.name}")
