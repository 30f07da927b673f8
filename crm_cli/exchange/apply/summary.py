"""What an import says for itself: counts for programs, and in words what it understood, made and rejected."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from crm_cli.core.text import plural
from crm_cli.exchange.decide.decision import Decision
from crm_cli.exchange.plan import asides
from crm_cli.exchange.plan.plan import Outcome, Plan
from crm_cli.exchange.read.table import Table
from crm_cli.kinds.catalogue import KINDS

_SHOWN = 10
"""Rejected rows told one by one; --rejects keeps all of them."""


def counts(plan: Plan) -> dict[str, int]:
    """The figures of an import; they add up to its rows."""
    return {
        "rows": plan.rows,
        "created": plan.created,
        "updated": plan.updated,
        "unchanged": plan.unchanged,
        "rejected": len(plan.rejected),
    }


def structure(plan: Plan, step: int | None, *, is_dry: bool) -> dict[str, Any]:
    """The same for JSON, with what was made beside the rows, why rows were rejected, and the step's number."""
    told: dict[str, Any] = {
        **counts(plan),
        "linked": plan.linked,
        "custom_fields": plan.custom_fields,
        "cells": plan.cells.counts,
        **({} if is_dry else {"command": step}),
        "rejects": [{"line": outcome.line, "reason": outcome.reason} for outcome in plan.rejected],
    }
    if plan.asides.by_header:
        told["aside"] = {
            header: {"cells": aside.cells, "line": aside.line, "reason": aside.reason}
            for header, aside in plan.asides.by_header.items()
        }
    told |= {name: lines for name, lines in _samples(plan).items() if lines}
    if plan.unnamed:
        told["unnamed"] = plan.unnamed
    if plan.steps is not None:
        told["plan"] = [
            {"line": one.line, "action": one.action, "name": one.name or None, "reason": one.reason or None}
            for one in plan.steps
        ]
    return told


def _samples(plan: Plan) -> dict[str, list[str]]:
    """What people want to see of single cells and rows, in words."""
    return {"kept": plan.kept, "replaced": plan.replaced, "apart": plan.apart, "spoilt": plan.spoilt}


def first_line(plan: Plan, decision: Decision, *, is_dry: bool) -> str:
    """The outcome in one sentence."""
    record = KINDS[decision.kind]
    if not plan.rows:
        return "No rows below the headers: nothing to import"
    parts = [
        f"{plan.created:,} created" if plan.created else "",
        f"{plan.updated:,} updated" if plan.updated else "",
        f"{plan.unchanged:,} unchanged" if plan.unchanged else "",
        f"{len(plan.rejected):,} rejected" if plan.rejected else "",
    ]
    verb = "Would read" if is_dry else "Read"
    return f"{verb} {plural(plan.rows, 'row')} of {record.plural}: {', '.join(filter(None, parts))}"


def details(sheet: Table, decision: Decision, plan: Plan) -> Iterator[str]:
    """How the file was understood, and what came of it beside its rows."""
    yield f"{sheet.name}: {sheet.how}"
    yield from _columns(decision)
    yield from sheet.told
    if plan.linked:
        made = ", ".join(plural(count, _one(name), name) for name, count in plan.linked.items())
        yield f"made because rows name them: {made}"
    for written, kept in list(plan.joined.items())[:_SHOWN]:
        yield f"`{written}` is `{kept}`"
    if plan.stages:
        yield f"stages added: {', '.join(plan.stages)}"
    if plan.custom_fields:
        yield f"fields added: {', '.join(f'{name} ({type})' for name, type in plan.custom_fields.items())}"
    for field, count in plan.unnamed.items():
        yield f"{plural(count, 'row')} {'has' if count == 1 else 'have'} no name; named by {'its' if count == 1 else 'their'} {field}"
    for what, count in plan.notes.items():
        yield f"{what}" + (f" ({count:,} times)" if count > 1 else "")
    if plan.found:
        yield "found by " + ", ".join(f"{why} ({count:,})" for why, count in plan.found.items())
    yield from _of_cells(plan)
    yield from rejected(plan.rejected)
    if plan.rows and plan.unchanged == plan.rows:
        yield "every row is as it was last read; --overwrite reads them again"


def _columns(decision: Decision) -> Iterator[str]:
    """What each column is; of an export of ours only those that are not what they are called."""
    if decision.is_ours:
        yield "an export of ours"
    for column in decision.columns:
        is_plain = decision.is_ours and column.what in {column.header, "left out"}
        if (column.header or column.custom or column.target) and not is_plain:
            said = f", {column.said}" if column.said else ""
            yield f"  {column.header or f'column {column.index + 1}'} → {column.what}{said}"
    left = [column.header for column in decision.columns if column.header and column.what == "left out"]
    if left:
        yield f"left out: {', '.join(left)}"


def _of_cells(plan: Plan) -> Iterator[str]:
    """The fates of the cells, and samples of those that are no matter of course."""
    told = ", ".join(
        f"{count:,} {fate.replace('_', ' ')}" for fate, count in plan.cells.counts.items() if count
    )
    if told:
        yield f"cells: {told}"
    for header, aside in plan.asides.by_header.items():
        cells = plural(aside.cells, "cell")
        yield f"put aside in `{asides.name(header)}`: {cells}, the first on line {aside.line}: {aside.reason}"
    titles = {
        "kept": "changed here since, and left so (--overwrite lets the file win)",
        "replaced": "changed",
        "apart": "kept apart",
        "spoilt": "spoilt by a spreadsheet",
    }
    for name, lines in _samples(plan).items():
        for line in lines[:_SHOWN]:
            yield f"{titles[name]}: {line}"
        if len(lines) > _SHOWN:
            yield f"{titles[name]}: and {len(lines) - _SHOWN:,} more"


def rejected(outcomes: Sequence[Outcome]) -> Iterator[str]:
    """The first rejected rows, each with its reason."""
    for outcome in outcomes[:_SHOWN]:
        name = f" ({outcome.name})" if outcome.name else ""
        yield f"line {outcome.line} rejected{name}: {outcome.reason}"
    if len(outcomes) > _SHOWN:
        yield f"and {len(outcomes) - _SHOWN:,} more; --rejects FILE keeps them all"


def _one(plural_name: str) -> str:
    return next(kind.name for kind in KINDS.values() if kind.plural == plural_name)
