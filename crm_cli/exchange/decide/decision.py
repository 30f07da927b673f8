"""What a table of text was found to be: the kind of its records, and what each column is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from crm_cli.exchange.decide.targets import Reading


@dataclass(frozen=True, slots=True)
class Options:
    """What the user settled beforehand.

    maps: (header, field) as typed. order, decimal: for all columns. keeps: whether unknown columns become custom.
    """

    maps: Sequence[tuple[str, str]] = ()
    order: str | None = None
    decimal: str | None = None
    keeps: bool = True


@dataclass(slots=True)
class Column:
    """What one column is.

    target: our field, "" for a column left out; choices: the words it allows, where it is a choice. number: which of several. label: what a point is for.
    custom: the name of the custom field it becomes, custom_type its type.
    order, decimal: how its dates and figures are read. is_percent: bare figures are per cent, not ratios.
    """

    index: int
    header: str
    target: str = ""
    reading: Reading = "text"
    choices: tuple[str, ...] = ()
    number: int = 1
    label: str = ""
    custom: str = ""
    custom_type: str = ""
    is_new: bool = False
    is_mapped: bool = False
    order: str | None = None
    decimal: str | None = None
    is_percent: bool = False
    has_times: bool = False
    said: str = ""

    @property
    def what(self) -> str:
        """What it became, for people."""
        if self.custom:
            return f"custom {self.custom} ({self.custom_type})"
        if not self.target:
            return "left out"
        numbered = f"{self.target}_{self.number}" if self.number > 1 else self.target
        return numbered + (f" ({self.label})" if self.label else "")


@dataclass(frozen=True, slots=True)
class Decision:
    """What a table is: the kind of its records, and each column.

    is_ours: it carries `uid`, so it is an export of ours. rows: how many rows there are.
    id_system: the header of its id column, "" where it has none.
    stages: for deals, the (pipeline, stage) that rows name, in order of appearance.
    has_all_ids: every row has an id of its own system.
    """

    kind: str
    columns: tuple[Column, ...]
    rows: int
    is_ours: bool
    id_system: str
    ignored: tuple[str, ...]
    stages: tuple[tuple[str, str], ...]
    has_all_ids: bool
