"""What a table of text was found to be: the kind of its records, and what each column is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from crm_cli.exchange.decide.profiles import Rows
from crm_cli.exchange.decide.targets import Reading


@dataclass(frozen=True, slots=True)
class Options:
    """What the user settled beforehand.

    maps: (header, field) as typed. order, decimal: for all columns. keeps: whether unknown columns become custom.
    is_persian: the user's own calendar is the Persian one. orders, decimals: header, folded → of that column alone;
    left_out: headers, folded, of columns that are left out.
    """

    maps: Sequence[tuple[str, str]] = ()
    order: str | None = None
    decimal: str | None = None
    keeps: bool = True
    is_persian: bool = False
    orders: Mapping[str, str] = field(default_factory=dict)
    decimals: Mapping[str, str] = field(default_factory=dict)
    left_out: frozenset[str] = frozenset()


@dataclass(slots=True)
class Column:
    """What one column is.

    target: our field, "" for a column left out; choices: the words it allows, where it is a choice. number: which of several. label: what a point is for.
    custom: the name of the custom field it becomes, custom_type its type.
    part_of: the field it helps to fill, where it is none by itself: a second date of closing, a flag that says won.
    order, decimal: how its dates and figures are read; is_settled: whether a cell or the user says so. is_percent: bare figures are per cent, not ratios; is_mixed:
    some are, so that what is not over one is neither. is_persian: its dates are of the Persian calendar.
    currency: the one its header names. separator: what stands between several values of a cell, "" where each holds one.
    words: a word of the file, folded → ours; is_closed: other words are none of its. clean: what is taken off its cells, by its name. blanks: texts that stand for nothing.
    is_spoilt: a spreadsheet has spoilt some of its cells. is_doubtful: it is that field only if all its cells are words of it.
    why: by what it is known. said: what was decided over all rows, and by what, for people.
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
    part_of: str = ""
    order: str | None = None
    decimal: str | None = None
    is_settled: bool = False
    is_percent: bool = False
    is_mixed: bool = False
    is_persian: bool = False
    has_times: bool = False
    currency: str = ""
    separator: str = ""
    words: Mapping[str, str] = field(default_factory=dict)
    is_closed: bool = False
    clean: tuple[str, ...] = ()
    blanks: frozenset[str] = frozenset()
    is_spoilt: bool = False
    is_doubtful: bool = False
    why: str = ""
    said: str = ""

    @property
    def what(self) -> str:
        """What it became, for people."""
        if self.custom:
            return f"custom {self.custom} ({self.custom_type})"
        if self.part_of:
            return f"part of {self.part_of}"
        if not self.target:
            return "left out"
        numbered = f"{self.target}_{self.number}" if self.number > 1 else self.target
        return numbered + (f" ({self.label})" if self.label else "")


class Link(NamedTuple):
    """The columns that name one linked record together: by its name, its id in the file's system, its e-mail.

    target: the link as a field (`company`, `parent`), kind: of the record; number: which of several.
    """

    target: str
    kind: str
    number: int
    name: Column | None
    id: Column | None
    email: Column | None


@dataclass(frozen=True, slots=True)
class Decision:
    """What a table is: the kind of its records, and each column.

    is_ours: it carries `uid`, so it is an export of ours. rows: how many rows there are.
    id_system: the header of its id column, "" where it has none.
    stages: for deals, the (pipeline, stage) that rows name, in order of appearance.
    has_all_ids: every row has an id of its own system.
    profile: the sort of rows of a known program that these are. system: whose ids they have, "" of an unknown one.
    why: by what the kind is known. links: the columns of each link.
    others: the other sorts of rows of the table, of the last one of them alone, as it takes the rows that are of none.
    """

    kind: str
    columns: tuple[Column, ...]
    rows: int
    is_ours: bool
    id_system: str
    ignored: tuple[str, ...]
    stages: tuple[tuple[str, str], ...]
    has_all_ids: bool
    profile: Rows | None = None
    system: str = ""
    why: str = ""
    links: tuple[Link, ...] = ()
    others: tuple[Rows, ...] | None = None
