"""What becomes of each row: created, updated, unchanged or rejected, each with its reason; and the counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from crm_cli.exchange.plan.asides import Asides
from crm_cli.exchange.plan.ledger import Ledger

Action = Literal["create", "update", "unchanged", "reject"]


class Reject(Exception):
    """A row that cannot be taken, with the reason in words."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Outcome(NamedTuple):
    """What becomes of one row, and why."""

    line: int
    action: Action
    name: str = ""
    reason: str = ""


@dataclass
class Plan:
    """What became of all rows.

    linked: plural of a kind → how many of it were made because a row named them.
    joined: how the file writes a name → the record's own way to write it, where only spaces and hyphens differ.
    custom_fields: name → type of the fields that were added. notes: further things to say, with how often.
    unnamed: field → how many new records without a name were named by it.
    steps: every row's outcome, kept for a dry run only. cells: what became of every cell.
    asides: cells that could not be read. kept: where a person's later edit stands. replaced: where a cell took the place
    of what was there, though nobody knows whether the file or a person wrote it last. apart: rows that share an e-mail
    or phone with somebody of another name. found: why a row is a record that was there → of how many rows. spoilt: cells that lost signs in a spreadsheet, and what stands.
    """

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    rejected: list[Outcome] = field(default_factory=list)
    linked: dict[str, int] = field(default_factory=dict)
    joined: dict[str, str] = field(default_factory=dict)
    custom_fields: dict[str, str] = field(default_factory=dict)
    stages: list[str] = field(default_factory=list)
    notes: dict[str, int] = field(default_factory=dict)
    unnamed: dict[str, int] = field(default_factory=dict)
    steps: list[Outcome] | None = None
    cells: Ledger = field(default_factory=Ledger)
    asides: Asides = field(default_factory=Asides)
    kept: list[str] = field(default_factory=list)
    replaced: list[str] = field(default_factory=list)
    apart: list[str] = field(default_factory=list)
    spoilt: list[str] = field(default_factory=list)
    found: dict[str, int] = field(default_factory=dict)

    @classmethod
    def of(cls, plans: Sequence[Plan]) -> Plan:
        """Several plans as one: counts added up, what was made gathered."""
        whole = cls(steps=[] if any(plan.steps is not None for plan in plans) else None)
        for plan in plans:
            whole.created += plan.created
            whole.updated += plan.updated
            whole.unchanged += plan.unchanged
            whole.rejected += plan.rejected
            for name, count in plan.linked.items():
                whole.linked[name] = whole.linked.get(name, 0) + count
            whole.custom_fields |= plan.custom_fields
            for name, count in plan.unnamed.items():
                whole.unnamed[name] = whole.unnamed.get(name, 0) + count
            if whole.steps is not None:
                whole.steps += plan.steps or ()
            whole.cells.add(plan.cells.counts)
            for mine, theirs in zip(whole.samples, plan.samples, strict=True):
                mine.extend(theirs)
        return whole

    @property
    def rows(self) -> int:
        """How many rows there were."""
        return self.created + self.updated + self.unchanged + len(self.rejected)

    @property
    def samples(self) -> tuple[list[str], ...]:
        """What people want to see of single cells and rows."""
        return self.kept, self.replaced, self.apart, self.spoilt

    def add(self, outcome: Outcome) -> None:
        """Count one row."""
        if outcome.action == "create":
            self.created += 1
        elif outcome.action == "update":
            self.updated += 1
        elif outcome.action == "unchanged":
            self.unchanged += 1
        else:
            self.rejected.append(outcome)
        if outcome.reason and outcome.action != "reject":
            self.found[outcome.reason] = self.found.get(outcome.reason, 0) + 1
        if self.steps is not None:
            self.steps.append(outcome)

    def note(self, what: str, count: int = 1) -> None:
        """Remember something to say, with how often it happened."""
        self.notes[what] = self.notes.get(what, 0) + count

    def link(self, plural: str) -> None:
        """Count a record made because a row named it."""
        self.linked[plural] = self.linked.get(plural, 0) + 1
