"""A row that was read before: only what its changed cells say is read, beside the cells they cannot be read without."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import chain

from crm_cli.core.text import compact
from crm_cli.exchange.decide.decision import Column, Decision
from crm_cli.exchange.decide.targets import linked
from crm_cli.exchange.plan.drafts import Draft

_STANDING = ("stage", "status", "pipeline")

_TOGETHER = (
    ("name", "given_name", "family_name"),
    (*_STANDING, "closed_on", "expected_close_on", "lost_reason"),
    ("occurred_at", "occurred_on"),
    ("due_on", "due_at"),
    ("done_at", "done_on", "is_done"),
    ("snoozed_on", "snoozed_at"),
)
"""Fields whose cells are read together, beside amounts with their currency and links with their ids."""


class Merging:
    """Which cells of one table are read where some of them changed."""

    def __init__(self, decision: Decision) -> None:
        kind = decision.kind
        self._targets = {column.index: column.target for column in decision.columns if column.target}
        self._custom = {column.index: column.custom for column in decision.columns if column.custom}
        links = {text for name in linked(kind) for text in (name, f"{name}_id", f"{name}_email")}
        money = {column.target for column in decision.columns if column.reading == "money"}
        priced = {*money, "currency", "product", "product_id", "items"} if money else set()
        parts = [{column.part_of} for column in decision.columns if column.part_of]
        families = [frozenset(family) for family in (*_TOGETHER, links, priced, *parts)]
        self._mates: dict[int, set[int]] = {}
        for column in decision.columns:
            own = [family for family in families if column.target in family]
            mates = {
                other.index for other in decision.columns if any(other.target in family for family in own)
            }
            mates = mates.union(*(told for told in self._told_by(decision) if column.index in told))
            self._mates[column.index] = mates | self._labels(column, decision.columns) | {column.index}

    @staticmethod
    def _labels(column: Column, columns: Sequence[Column]) -> set[int]:
        """The cells that make up one point with a cell: its value and what it is for."""
        stem = column.target.removesuffix("_label")
        return {
            other.index
            for other in columns
            if "label" in (column.reading, other.reading)
            and other.target.removesuffix("_label") == stem
            and other.number == column.number
        }

    def _told_by(self, decision: Decision) -> list[set[int]]:
        """Columns that a program's profile reads together: how a deal ended with where it stands, an id with its kind."""
        profile = decision.profile
        if profile is None:
            return []
        at = {compact(column.header): column.index for column in decision.columns}
        standing = {column.index for column in decision.columns if _field(column) in _TOGETHER[1]}
        ends = {at[header] for header, *_ in profile.outcome if header in at}
        refers = [{at[one] for one in (id, type) if one in at} for id, type, _ in profile.refers]
        return [ends | standing, *refers] if ends else refers

    def masked(self, cells: Sequence[str], changed: Collection[int]) -> list[str]:
        """The cells of a row with those left blank that neither changed nor are read together with one that did."""
        wanted = set(chain.from_iterable(self._mates.get(index, (index,)) for index in changed))
        return [cell if index in wanted else "" for index, cell in enumerate(cells)]

    def only(self, draft: Draft, cells: Sequence[str], changed: Collection[int]) -> None:
        """Take out of a draft what its unchanged cells say, which were read beside the others."""
        targets = {self._targets[index] for index in changed if index in self._targets}
        for index, target in self._targets.items():
            if index not in changed and cells[index]:
                if target in {"stage", "status"} and targets & {*_STANDING}:
                    continue
                for column in (target, f"{target}_id", target.removesuffix("_id") + "_id"):
                    if not targets & {column, column.removesuffix("_id")}:
                        draft.columns.pop(column, None)
        blank = {self._targets[index] for index in changed if index in self._targets and not cells[index]}
        draft.blank = [target for target in draft.blank if target in blank]
        blank = {self._custom[index] for index in changed if index in self._custom and not cells[index]}
        draft.blank_custom = [name for name in draft.blank_custom if name in blank]
        draft.aside = {index: why for index, why in draft.aside.items() if index in changed}
        if not targets & {"product", "product_id", "items"}:
            draft.items = []
        if not targets & {*_STANDING}:
            draft.stage = draft.pipeline = ""
        if not targets & {"closed_on", "expected_close_on"} and draft.columns.get("status", "open") == "open":
            draft.close = ""


def _field(column: Column) -> str:
    """The field that a column fills, or helps to fill."""
    return column.part_of or column.target
