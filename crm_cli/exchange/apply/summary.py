"""What an import says for itself: counts for programs, and in words what it understood, made and rejected."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from crm_cli.core.text import plural
from crm_cli.exchange.decide.decision import Decision
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


def structure(plan: Plan, step: int | None) -> dict[str, Any]:
    """The same for JSON, with what was made beside the rows, why rows were rejected, and the step's number."""
    told: dict[str, Any] = {
        **counts(plan),
        "linked": plan.linked,
        "custom_fields": plan.custom_fields,
        "command": step,
        "rejects": [{"line": outcome.line, "reason": outcome.reason} for outcome in plan.rejected],
    }
    if plan.unnamed:
        told["unnamed"] = plan.unnamed
    if plan.steps is not None:
        told["plan"] = [
            {"line": one.line, "action": one.action, "name": one.name or None, "reason": one.reason or None}
            for one in plan.steps
        ]
    return told


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
    for column in decision.columns:
        if column.header or column.custom or column.target:
            said = f", {column.said}" if column.said else ""
            yield f"  {column.header or f'column {column.index + 1}'} → {column.what}{said}"
    if decision.ignored:
        yield f"left out: {', '.join(decision.ignored)}"
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
    yield from rejected(plan.rejected)
    if plan.rows and plan.unchanged == plan.rows:
        yield "every row is as it was last read; --overwrite reads them again"


def rejected(outcomes: Sequence[Outcome]) -> Iterator[str]:
    """The first rejected rows, each with its reason."""
    for outcome in outcomes[:_SHOWN]:
        name = f" ({outcome.name})" if outcome.name else ""
        yield f"line {outcome.line} rejected{name}: {outcome.reason}"
    if len(outcomes) > _SHOWN:
        yield f"and {len(outcomes) - _SHOWN:,} more; --rejects FILE keeps them all"


def steps(plan: Plan) -> Iterator[tuple[int, str, str, str]]:
    """Every row of a dry run: its line, what would become of it, its name and the reason."""
    for outcome in plan.steps or ():
        yield outcome.line, outcome.action, outcome.name, outcome.reason


def _one(plural_name: str) -> str:
    return next(kind.name for kind in KINDS.values() if kind.plural == plural_name)
