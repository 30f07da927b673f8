"""Pipelines and stages that an import names: found by name, or added in order of appearance."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from sqlite3 import Connection

from crm_cli.core.text import same
from crm_cli.deal import pipelines
from crm_cli.exchange.decide.endings import Endings
from crm_cli.exchange.plan import lookups
from crm_cli.exchange.plan.plan import Plan

Place = tuple[int, "int | None"]
"""A pipeline and a stage in it."""


class Stages:
    """The places deals can stand in; nothing is added before a deal needs it."""

    def __init__(
        self,
        db: Connection,
        plan: Plan,
        *,
        at: str,
        named: Sequence[tuple[str, str]],
        endings: Endings,
        usual: Mapping[str, str],
    ) -> None:
        """named: the (pipeline, stage) that the file names, in order of appearance. usual: stages as their program makes
        them → how likely a deal in one is won, "" where it does not say."""
        self._usual_stages: dict[str, tuple[int | None, int | None]]
        self._usual_stages = {same(name): (_chance(chance), None) for name, chance in usual.items()}
        for name, probability, days in pipelines.STANDARD:
            self._usual_stages.setdefault(same(name), (probability, days))
        self.db = db
        self.plan = plan
        self.at = at
        self.endings = endings
        self._named = named
        self._is_ready = False
        self._pipelines: dict[str, int] = {}
        self._stages: dict[tuple[int, str], int] = {}
        self._firsts: dict[int, int] = {}
        self._usual = 0

    def place(self, pipeline: str, stage: str, *, is_open: bool) -> Place:
        """Where a deal stands; an open one that names no stage is at the first of its pipeline.

        What it names is added, so pipelines and stages come in the order in which rows that are taken name them.
        """
        if not self._is_ready:
            self._prepare()
        self._add(pipeline, stage)
        pipeline_id = self._pipelines[same(pipeline)] if pipeline else self._usual
        if stage and (found := self._stages.get((pipeline_id, same(stage)))):
            return pipeline_id, found
        return pipeline_id, self._first(pipeline_id) if is_open else None

    def _prepare(self) -> None:
        self._is_ready = True
        for pipeline in pipelines.find(self.db):
            self._pipelines.setdefault(same(pipeline.name), pipeline.id)
            self._usual = self._usual or pipeline.id
        for id, name in lookups.pipelines(self.db):
            self._pipelines.setdefault(same(name), id)
            for there in pipelines.stages(self.db, id):
                self._stages.setdefault((id, same(there.name)), there.id)

    def _make_usual(self) -> None:
        """The pipeline of deals that name none: with the stages such rows name, else the standard ones."""
        if any(not name and self.endings.is_place(stage) for name, stage in self._named):
            self._usual = pipelines.add(self.db, "Sales", (), at=self.at)
            return
        self._usual = pipelines.default(self.db, self.at).id
        for made in pipelines.stages(self.db, self._usual):
            self._stages.setdefault((self._usual, same(made.name)), made.id)

    def _add(self, pipeline: str, stage: str) -> None:
        """Add what is missing of one place."""
        if pipeline:
            id = self._pipelines.get(same(pipeline))
            if id is None:
                id = self._pipelines[same(pipeline)] = pipelines.add(self.db, pipeline, (), at=self.at)
                self.plan.note(f"pipeline {pipeline} was added")
        else:
            if not self._usual:
                self._make_usual()
            id = self._usual
        self._usual = self._usual or id
        if not self.endings.is_place(stage) or (id, same(stage)) in self._stages:
            return
        self._make(id, stage)

    def _make(self, pipeline_id: int, stage: str) -> None:
        """Add a stage, as likely and as patient as one of that name usually is."""
        probability, days = self._usual_stages.get(same(stage), (None, None))
        self._stages[pipeline_id, same(stage)] = pipelines.add_stage(
            self.db, pipeline_id, stage, probability=probability, rotting_days=days
        )
        self.plan.stages.append(stage)

    def _first(self, pipeline_id: int) -> int:
        if pipeline_id not in self._firsts:
            found = pipelines.stages(self.db, pipeline_id)
            if not found and (stage := self._first_named(pipeline_id)):
                self._make(pipeline_id, stage)
                found = pipelines.stages(self.db, pipeline_id)
            if not found:
                for name, probability, days in pipelines.STANDARD:
                    id = pipelines.add_stage(
                        self.db, pipeline_id, name, probability=probability, rotting_days=days
                    )
                    self._stages.setdefault((pipeline_id, same(name)), id)
                found = pipelines.stages(self.db, pipeline_id)
            self._firsts[pipeline_id] = found[0].id
        return self._firsts[pipeline_id]

    def _first_named(self, pipeline_id: int) -> str:
        """The first stage that the file names of a pipeline, "" where it names none."""
        for name, stage in self._named:
            its = self._pipelines.get(same(name)) if name else self._usual
            if its == pipeline_id and self.endings.is_place(stage):
                return stage
        return ""


def _chance(text: str) -> int | None:
    """`40%` in basis points."""
    return int(text.removesuffix("%")) * 100 if text else None
