"""What became of one cell of a row that changed a record, and the words people know its field by."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from crm_cli.core.fields import Raw
from crm_cli.core.money import Money, format_human
from crm_cli.exchange.decide.decision import Column, Decision
from crm_cli.exchange.plan.drafts import Draft
from crm_cli.exchange.plan.edited import CUSTOM, POINT
from crm_cli.exchange.plan.ledger import Fate
from crm_cli.kinds.catalogue import KINDS

_BESIDE = {
    "stage": ("stage_id", "status", "pipeline_id"), "status": ("stage_id", "status"),
    "closed_on": ("closed_on", "expected_close_on"), "expected_close_on": ("closed_on", "expected_close_on"),
    "pipeline": ("pipeline_id", "stage_id"), "product": ("items",), "product_id": ("items",),
    "occurred_at": ("occurred_at", "occurred_on"), "due_on": ("due_on", "due_at"),
    "is_done": ("done_on", "done_at"), "given_name": ("given_name",), "family_name": ("family_name",),
}  # fmt: skip
"""Target → what its cell changes, where that is not a column of its name."""


class Fates:
    """The cells of one decided table, and what they change."""

    def __init__(self, decision: Decision) -> None:
        self.kind = decision.kind
        self._columns = {column.index: column for column in decision.columns}
        self._names = {index: self._changes(column) for index, column in self._columns.items()}

    def _changes(self, column: Column) -> tuple[str, ...]:
        """The names under which an update tells what a column changed."""
        if column.custom:
            return (CUSTOM + column.custom,)
        if column.reading in {"point", "label"}:
            return (POINT + column.target.removesuffix("_label"),)
        if column.target in _BESIDE:
            return _BESIDE[column.target]
        links = ("links",) if KINDS[self.kind].links_in and column.reading in {"link", "link_id"} else ()
        return (column.target, f"{column.target}_id", *links)

    def header(self, index: int) -> str:
        """The header of a column, else its number."""
        return self._columns[index].header or f"column {index + 1}"

    def of(self, index: int, draft: Draft, written: Collection[str], kept: Collection[str]) -> Fate:
        """What became of a cell that was read: written and kept are the names of what changed, and what did not."""
        if index in draft.aside:
            return "aside"
        names = self._names[index]
        if any(name in kept for name in names):
            return "kept"
        return "stored" if any(name in written for name in names) else "equal"

    def was(self, index: int, before: dict[str, Raw]) -> str:
        """What a cell took the place of, as people read it; "" where it filled a gap or is a link."""
        column = self._columns[index]
        value = before.get(column.target)
        if value is None or value == "":
            return ""
        if column.reading == "money" and isinstance(value, int) and before.get("currency"):
            return format_human(Money(value, str(before["currency"])))
        return str(value)

    def words(self, names: Iterable[str]) -> str:
        """Names of what changed as the file's headers, else as they are."""
        said = []
        for name in names:
            headers = [
                self.header(index) for index, own in self._names.items() if name in own or POINT + name in own
            ]
            said.append(headers[0] if headers else name.removeprefix(CUSTOM).removeprefix(POINT))
        return ", ".join(dict.fromkeys(said))
