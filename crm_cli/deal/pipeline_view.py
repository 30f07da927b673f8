"""How pipelines and their stages are written."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from sqlite3 import Connection
from typing import Any

from crm_cli.app.context import App
from crm_cli.deal import pipelines
from crm_cli.deal.pipelines import Pipeline, Stage
from crm_cli.output import Column, write, write_one
from crm_cli.verbs.answers import after, say

COLUMNS = [
    Column("id", "ID", "id"),
    Column("name", "Pipeline"),
    Column("stages", "Stages", many=True),
    Column("deals", "Open deals", "integer"),
]
STAGE_COLUMNS = [
    Column("id", "ID", "id"),
    Column("stage", "Stage"),
    Column("probability", "Probability", "percent"),
    Column("rotting_days", "Stale after", "integer"),
    Column("deals", "Open deals", "integer"),
]


def row(db: Connection, pipeline: Pipeline) -> tuple[Any, ...]:
    """A pipeline under COLUMNS: its stages by name."""
    own = pipelines.stages(db, pipeline.id)
    deals = sum(pipelines.open_deals(db, stage.id) for stage in own)
    return pipeline.id, pipeline.name, tuple(stage.name for stage in own), deals


def stage_row(db: Connection, stage: Stage) -> tuple[Any, ...]:
    """A stage under STAGE_COLUMNS."""
    chance = None if stage.probability is None else Decimal(stage.probability) / 10_000
    return stage.id, stage.name, chance, stage.rotting_days, pipelines.open_deals(db, stage.id)


def whole(db: Connection, pipeline: Pipeline) -> tuple[Any, ...]:
    """A pipeline under COLUMNS for JSON: its stages as objects."""
    names = [column.name for column in STAGE_COLUMNS]
    rows = [stage_row(db, stage) for stage in pipelines.stages(db, pipeline.id)]
    objects = [dict(zip(names, values, strict=True)) for values in rows]
    return pipeline.id, pipeline.name, objects, sum(values[-1] for values in rows)


def answer(crm: App, pipeline: Pipeline, format: str | None) -> Callable[..., None]:
    """The answer of a write about a pipeline, read inside its transaction; call it afterwards."""
    db, chosen = crm.read(), crm.chosen_format(format)
    values = whole(db, pipeline) if chosen.has_objects else row(db, pipeline)

    def give(sentence: str, *remarks: str) -> None:
        if chosen.is_prose:
            say(crm, sentence)
        elif chosen.has_objects:
            columns = [*COLUMNS, Column("command", "Command", "integer")]
            write_one((*values, crm.step), columns, chosen, crm.stdout, screen=crm.screen)
        else:
            write([values], COLUMNS, chosen, crm.stdout, screen=crm.screen)
        after(crm, *remarks)

    return give
