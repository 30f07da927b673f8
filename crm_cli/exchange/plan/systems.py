"""Whose ids a file carries: our own, those of a system that is named, or those of whoever wrote these headers."""

from __future__ import annotations

from collections.abc import Iterator
from sqlite3 import Connection
from typing import NamedTuple

from crm_cli.core.agree import agree
from crm_cli.core.errors import UsageError
from crm_cli.core.text import compact, same
from crm_cli.exchange.decide.decision import Decision
from crm_cli.exchange.decide.targets import linked
from crm_cli.exchange.plan import lookups
from crm_cli.exchange.plan.marks import fingerprint, hold_each_other
from crm_cli.exchange.plan.whole_name import whole_name
from crm_cli.exchange.read.table import Table
from crm_cli.kinds.catalogue import KINDS

OURS = "crm"
"""The system whose ids are those of exports of ours."""

WITHOUT_ID = "file"
"""The system of rows that have no id: they are known by their digest."""

BETWEEN = "#"
"""What stands between the header of an id column and the fingerprint of the file's headers."""


class System(NamedTuple):
    """Whose ids a file carries.

    name: of the ids of its rows. links: of those it links, where one is named; else each id column is a system of its
    own, `print` beside its header. are_ours: they are our own. is_lone: as a bare `id`, which stands for the uid.
    """

    name: str
    links: str
    print: str
    are_ours: bool
    is_lone: bool = False

    def of_link(self, header: str) -> str:
        """The system of the ids in a column that names linked records."""
        return self.links or f"{header}{BETWEEN}{self.print}"


def find(db: Connection, sheet: Table, decision: Decision, named: str, ids: str) -> System:
    """Decide whose the ids are. named: the system, where the user or a profile names it. ids: ours, theirs, or "".

    Raises UsageError for a bare `id` that may be either.
    """
    print = fingerprint(sheet.headers)
    named = named or decision.system or sheet.system
    if decision.is_ours:
        return System(named or OURS, named, print, are_ours=True)
    if named:
        return System(named, named, print, are_ours=False)
    header = decision.id_system
    if not header:
        return System(WITHOUT_ID, "", print, are_ours=False)
    own = f"{header}{BETWEEN}{print}"
    there = lookups.sources(db, decision.kind)
    is_lone = compact(header) == "id"
    if ids == "ours" and is_lone:
        return System(OURS, "", print, are_ours=True, is_lone=True)
    if own in there:
        return System(own, "", print, are_ours=False)
    evidence = _Evidence(db, sheet, decision)
    for name in there:
        stem, _, other = name.partition(BETWEEN)
        is_near = stem == header and (not other or hold_each_other(other, print))
        if is_near and evidence.agrees(lookups.external(db, name, decision.kind)):
            return System(name, "", print, are_ours=False)
    if is_lone and not ids:
        numbers = evidence.ours()
        if numbers and evidence.agrees(numbers):
            return System(OURS, "", print, are_ours=True, is_lone=True)
        if numbers:
            _refuse(decision.kind, header, evidence)
    return System(own, "", print, are_ours=False)


def headers_of_links(decision: Decision) -> dict[str, str]:
    """Kind → the header of the column that holds the ids of linked records of it."""
    of = linked(decision.kind)
    found: dict[str, str] = {}
    for column in decision.columns:
        if column.reading == "link_id" and column.target.removesuffix("_id") in of:
            found.setdefault(of[column.target.removesuffix("_id")], column.header)
    return found


def _refuse(kind: str, header: str, evidence: _Evidence) -> None:
    record = KINDS[kind]
    if evidence.differs:
        id, here, theirs = evidence.differs
        what = f"`{header}` {id} is `{theirs}` in the file and {kind}/{id} `{here}` here"
    else:
        what = f"`{header}` may be our own or another system's, and no column tells what the {record.plural} are called"
    raise UsageError(
        f"{what}: whose ids are they?",
        hint="--ids theirs or --ids ours\nname another system: --system NAME",
    )


class _Evidence:
    """What the rows say about themselves, beside what records of the same number are called."""

    def __init__(self, db: Connection, sheet: Table, decision: Decision) -> None:
        self.db, self.sheet, self.kind = db, sheet, decision.kind
        self.differs: tuple[str, str, str] | None = None
        places = {column.target: column.index for column in decision.columns if column.number == 1}
        self._id = places["external_id"]
        stored = {field.column for field in KINDS[self.kind].stored}
        called = dict.fromkeys((KINDS[self.kind].title, "subject", "body"))
        self._titles = {name: places[name] for name in called if name in stored and name in places}
        self._parts = (places.get("given_name"), places.get("family_name"))

    def ours(self) -> dict[str, int]:
        """Our records that have the number of a row."""
        table = KINDS[self.kind].table
        there = {id for (id,) in self.db.execute(f"SELECT id FROM {table}")}
        if not there:
            return {}
        rows = (cells[self._id] for cells in self._rows())
        return {
            text: int(text)
            for text in rows
            if text.isascii() and text.isdigit() and len(text) < 16 and int(text) in there
        }

    def agrees(self, known: dict[str, int]) -> bool:
        """Whether some rows have a known id, and all that have one are called as the record is."""
        self.differs = None
        count = 0
        for cells in self._rows():
            found = known.get(cells[self._id])
            if found is None:
                continue
            column, theirs = self._title(cells)
            if not theirs:
                return False
            here = self._called(found, column)
            if not (same(here) == same(theirs) or (self._may_agree and agree(here, theirs))):
                self.differs = (cells[self._id], here, theirs)
                return False
            count += 1
        return count > 0

    @property
    def _may_agree(self) -> bool:
        """Whether two ways to write a name may be one: those of people and companies."""
        return KINDS[self.kind].has_points

    def _rows(self) -> Iterator[list[str]]:
        return (row.cells for row in self.sheet.rows() if not row.fault and row.cells[self._id])

    def _title(self, cells: list[str]) -> tuple[str, str]:
        """What a row is called, and the column that would keep it."""
        for column, place in self._titles.items():
            if cells[place]:
                return column, cells[place]
        given, family = (cells[place] if place is not None else "" for place in self._parts)
        return KINDS[self.kind].title, whole_name(given, family)

    def _called(self, id: int, column: str) -> str:
        row = self.db.execute(f"SELECT {column} FROM {KINDS[self.kind].table} WHERE id = ?", (id,)).fetchone()
        return (row[0] or "") if row else ""
