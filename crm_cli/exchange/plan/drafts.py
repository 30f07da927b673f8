"""One row as a record to be: columns, custom values, points, tags and links, read by the rules of its kind."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from crm_cli.core.conventions import Conventions
from crm_cli.core.dates import NOON, iso_instant, to_instant
from crm_cli.core.errors import UsageError
from crm_cli.core.fields import Raw, chosen
from crm_cli.core.text import same
from crm_cli.exchange.decide import cells as reading
from crm_cli.exchange.decide.cells import Moment, Reader, Unread
from crm_cli.exchange.decide.decision import Column, Decision
from crm_cli.exchange.decide.endings import Endings
from crm_cli.exchange.decide.row import RowReader
from crm_cli.exchange.decide.targets import choices, linked, required
from crm_cli.exchange.plan import asides
from crm_cli.exchange.plan.linking import Links
from crm_cli.exchange.plan.plan import Plan, Reject
from crm_cli.exchange.plan.stages import Stages
from crm_cli.kinds.catalogue import KINDS
from crm_cli.kinds.points import is_one, normal

_RAW = {"code", "link", "link_id", "external_id", "uid", "id", "tags", "money", "moment"}

Line = tuple[int | None, str, int | None, int, str | None]
"""A line of a deal: product, quantity as decimal text, price in minor units, discount in basis points, description."""


class Point(NamedTuple):
    """A way to reach somebody, as a row gives it; `number` tells which of several it is."""

    kind: str
    value: str
    normal: str
    label: str | None
    number: int


@dataclass(slots=True)
class Draft:
    """A record to be.

    columns: of its table, blanks left out. blank: columns whose cells are blank.
    later: links to records of the same kind, which may stand further down: column → (name, id).
    links: what an activity is about. items: lines of a deal.
    named_by: the field that gave its name to a row without one. aside: places of cells kept as text → why.
    close: the one close date of a deal, whichever it turns out to be. pipeline, stage: the ones a deal names.
    """

    columns: dict[str, Raw] = field(default_factory=dict)
    custom: dict[str, Raw] = field(default_factory=dict)
    points: list[Point] = field(default_factory=list)
    tags: list[str] | None = None
    blank: list[str] = field(default_factory=list)
    blank_custom: list[str] = field(default_factory=list)
    later: dict[str, tuple[str, str]] = field(default_factory=dict)
    links: list[tuple[str, int]] = field(default_factory=list)
    items: list[Line] = field(default_factory=list)
    close: str = ""
    pipeline: str = ""
    stage: str = ""
    external_id: str = ""
    named_by: str = ""
    is_new: bool = False
    aside: dict[int, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """What the record is called, for people."""
        return str(self.columns.get("name") or self.columns.get("title") or self.columns.get("subject") or "")


class Drafts:
    """Reads rows of one decided table; each kind has its own rules for `settle` and `complete`."""

    def __init__(
        self,
        decision: Decision,
        how: Conventions,
        *,
        links: Links,
        plan: Plan,
        stages: Stages,
        endings: Endings,
        choices: dict[str, tuple[str, ...]],
        at: str,
        today: str,
        is_strict: bool = False,
    ) -> None:
        """is_strict: a cell that cannot be read rejects its row."""
        self.is_strict = is_strict
        self.before: dict[str, Raw] = {}
        self.decision = decision
        self.rows = RowReader(decision)
        self.rules = KINDS[decision.kind].records
        self.how = how
        self.links = links
        self.plan = plan
        self.stages = stages
        self.endings = endings
        self.at = at
        self.today = today
        self.zone = how.calendar.zone
        self._normals: dict[tuple[str, str], str] = {}
        self._headers = {column.index: column.header for column in decision.columns}
        self.values: list[tuple[int, str, Reader | None]] = []
        self.custom: list[tuple[int, str, Reader | None]] = []
        self.points: list[tuple[int, str, int, str]] = []
        self.labels: dict[tuple[str, int], int] = {}
        self.several: list[tuple[int, str]] = []
        self.columns: dict[str, Column] = {}
        self._separators = {column.index: column.separator for column in decision.columns if column.separator}
        self._targets = {column.index: column.target for column in decision.columns}
        for column in decision.columns:
            self._take(column, choices)
        self.points.sort(key=lambda each: (each[1], each[2]))
        self._money = {
            name: reading.money(column, how.currency, plan)
            for name, column in self.columns.items()
            if column.reading == "money"
        }

    def _take(self, column: Column, own: dict[str, tuple[str, ...]]) -> None:
        if column.custom:
            made = reading.reader(column, self.how, own.get(column.custom, ()))
            self.custom.append((column.index, column.custom, made))
        elif column.reading == "point":
            self.points.append((column.index, column.target, column.number, column.label))
        elif column.reading == "label":
            self.labels[column.target.removesuffix("_label"), column.number] = column.index
        elif column.target and column.number > 1:
            self.several.append((column.index, f"{column.target}\0{column.number}"))
        elif column.target:
            made = None if column.reading in _RAW else reading.reader(column, self.how)
            self.values.append((column.index, column.target, made))
            self.columns[column.target] = column

    def read(self, cells: Sequence[str], before: dict[str, Raw] | None = None) -> Draft:
        """Read one row; Reject with the reason where it is no record.

        before: the record that it is an export of, as it is kept.
        """
        draft = Draft()
        values: dict[str, Raw] = {}
        self.before = before or {}
        cells, given, left = self.rows.read(cells)
        for index, text, reason in left:
            self.set_aside(draft, index, text, reason, is_optional=True)
        for index, target, read in self.values:
            cell = cells[index]
            try:
                value = cell if read is None or not cell else read(cell)
            except Unread as unread:
                self.set_aside(draft, index, cell, unread.reason)
                continue
            if value in ("", None):
                draft.blank.append(target)
            else:
                values[target] = value
        for target, text in given.items():
            values.setdefault(target, text)
        for index, name, read in self.custom:
            cell = cells[index]
            try:
                value = cell if read is None or not cell else read(cell)
            except Unread as unread:
                self.set_aside(draft, index, cell, unread.reason)
                continue
            if value in ("", None):
                draft.blank_custom.append(name)
            else:
                draft.custom[name] = value
        for index, target in self.several:
            if cells[index]:
                values[target] = cells[index]
        if self.points:
            self._points(cells, draft)
        if "tags" in values:
            draft.tags = _tags(str(values.pop("tags")), is_ours=self.decision.is_ours)
        draft.external_id = str(values.pop("external_id", ""))
        for key in ("uid", "id"):
            values.pop(key, None)
        self.settle(values, draft)
        draft.columns = self.rules.clean(values)
        return draft

    def settle(self, values: dict[str, Raw], draft: Draft) -> None:
        """Turn the values of fields into columns, in place: amounts, and links to other records; Reject what is none."""
        for name in self._money:
            self.amount(values, draft, name)
        named = linked(self.decision.kind).items()
        for name, kind in sorted(
            named, key=lambda link: KINDS[link[1]].is_person
        ):  # a person is found by company, too
            if kind == self.decision.kind:
                later(values, draft, name)
                continue
            if KINDS[kind].is_person:
                company = values.get("company_id")
                id = self.person(values, draft, company if isinstance(company, int) else None, name)
            else:
                id = self.links.find(kind, *self.link(values, name, kind))
            if id is not None:
                values[f"{name}_id"] = id

    def complete(self, draft: Draft) -> None:
        """Fill in what a new record needs and the row leaves out; Reject where that cannot be known."""

    def called(self, draft: Draft, name: str, by: str) -> None:
        """Name a new record that the row leaves without a name, and count it."""
        draft.columns["name"] = name
        draft.named_by = by

    def place(self, draft: Draft) -> None:
        """Last of all, when nothing can reject the row any more: what is made for it alone, beside its links."""

    def _points(self, cells: Sequence[str], draft: Draft) -> None:
        for index, kind, number, label in self.points:
            cell = cells[index]
            if not cell:
                continue
            at = self.labels.get((kind, number))
            said = cells[at].strip("* ") if at is not None and cells[at] else label
            for place, value in enumerate(self._values(index, kind, cell)):
                if not is_one(kind, value):
                    self.set_aside(
                        draft, index, value, f"{self._headers[index]}: `{value}` is not {_A[kind]}"
                    )
                else:
                    draft.points.append(
                        Point(kind, value, self._normal(kind, value), said or None, number + place)
                    )

    def _values(self, index: int, kind: str, cell: str) -> list[str]:
        """The values of a cell: of exports of ours one, but for lists, which say what stands between several."""
        if not self.decision.is_ours:
            return _split(kind, cell)
        mark = self._separators.get(index)
        return cell.split(mark) if mark else [cell]

    def set_aside(
        self, draft: Draft, index: int, text: str, reason: str, *, is_optional: bool = False
    ) -> None:
        """Keep a cell that cannot be read as text in a field of its own, counted and told.

        Reject where no record is without it, and where the user wants it so. is_optional: a record can do without.
        """
        header = self._headers[index]
        target = self._targets[index]
        if self.is_strict or (not is_optional and target in required(self.decision.kind)):
            raise Reject(reason)
        name = asides.name(header)
        draft.custom[name] = f"{draft.custom[name]}; {text}" if name in draft.custom else text
        draft.aside[index] = reason

    def aside_of(self, draft: Draft, target: str, text: str, reason: str) -> None:
        """The same of the cell that a target was read from."""
        self.set_aside(draft, self.columns[target].index, text, reason)

    def _normal(self, kind: str, value: str) -> str:
        if kind == "email":
            return value.lower()
        key = (kind, value)
        if key not in self._normals:
            if len(self._normals) > 5_000:
                self._normals.clear()
            self._normals[key] = normal(kind, value, self.how.region)
        return self._normals[key]

    def amount(self, values: dict[str, Raw], draft: Draft, name: str) -> None:
        """An amount and its currency; without an amount the row's currency stays as it is."""
        cell = values.pop(name, None)
        currency = values.get("currency")
        if cell is None:
            return
        try:
            money = self._money[name](str(cell), str(currency) if currency else None)
        except Unread as unread:
            self.aside_of(draft, name, str(cell), unread.reason)
        else:
            values[name], values["currency"] = money.minor, money.currency

    def link(self, values: dict[str, Raw], name: str, kind: str) -> tuple[str, str]:
        """The name and the id of a link, of which an export of ours that was edited may say two things.

        The one that differs from what is stored is the edit; Reject where both do, and not to the same record.
        """
        said, id = pop(values, name), pop(values, f"{name}_id")
        if not (said and id and f"{name}_id" in self.before):
            return said, id
        there = self.before[f"{name}_id"]
        is_named_so = isinstance(there, int) and same(self.links.title(kind, there)) == same(said)
        if id == str(there or ""):
            return (said, id) if is_named_so else (said, "")
        is_one = id.isascii() and id.isdigit() and self.links.has(kind, int(id))
        if is_named_so or (is_one and same(self.links.title(kind, int(id))) == same(said)):
            return "", id
        raise Reject(
            f"`{name}` and `{name}_id` were both changed, and not to the same {kind}: leave one as it was exported"
        )

    def company(self, values: dict[str, Raw]) -> int | None:
        """The company a row names."""
        return self.links.find("company", *self.link(values, "company", "company"))

    def person(
        self, values: dict[str, Raw], draft: Draft, company_id: int | None, link: str = "contact"
    ) -> int | None:
        """The contact a row names; an e-mail beside the name that is none of theirs is put aside."""
        name, typed = self.link(values, link, "contact")
        email = pop(values, f"{link}_email")
        id = self.links.person(name, typed, email, company_id)
        if id is not None and email and not self.links.has_email(id, email):
            header = self.columns[f"{link}_email"].header
            self.aside_of(
                draft, f"{link}_email", email, f"{header}: `{email}` is not an e-mail of contact/{id}"
            )
        return id

    def moment(self, values: dict[str, Raw], draft: Draft, name: str) -> Moment | None:
        """A day or an instant, where the row has one."""
        cell = values.pop(name, None)
        if cell is None:
            return None
        try:
            return reading.moment_of(str(cell), self.columns[name], self.zone)
        except Unread as unread:
            self.aside_of(draft, name, str(cell), unread.reason)
            return None

    def noon(self, day: str) -> str:
        """The instant a day without a time of day stands for."""
        from datetime import date

        return iso_instant(to_instant(date.fromisoformat(day), NOON, self.zone))

    def word(self, values: dict[str, Raw], draft: Draft, name: str, *, is_open: bool = False) -> str:
        """The one of our words in a cell; a word nobody knows is put aside, or left where any may stand."""
        cell = pop(values, name)
        known = choices(self.decision.kind).get(name, ("yes", "no"))
        if not cell or cell in known:
            return cell
        if is_open:
            return ""
        try:
            return chosen(name, known, cell)
        except UsageError as error:
            self.aside_of(draft, name, cell, error.message)
            return ""


_A = {"email": "an e-mail address", "phone": "a phone number"}


def pop(values: dict[str, Raw], key: str) -> str:
    """Take a text out of the values, "" where there is none."""
    value = values.pop(key, None)
    return "" if value is None else str(value)


def later(values: dict[str, Raw], draft: Draft, link: str) -> None:
    """Leave a link to a record of the same kind until all rows are there."""
    pair = (pop(values, link), pop(values, f"{link}_id"))
    if any(pair):
        draft.later[f"{link}_id"] = pair


def _tags(cell: str, *, is_ours: bool) -> list[str]:
    """`a; b`; where no semicolon stands, `a, b` in files of other programs."""
    mark = ";" if is_ours or ";" in cell else ","
    names = [
        name.strip(" *") if not is_ours else name.strip()
        for part in cell.split(":::")
        for name in part.split(mark)
    ]
    told: dict[str, str] = {}
    for name in names:
        if key := same(name):
            told.setdefault(key, name)
    return list(told.values())


def _split(kind: str, cell: str) -> list[str]:
    """Several values in one cell, as other programs write them."""
    if " " not in cell and "," not in cell and ";" not in cell and "\n" not in cell:
        return [cell]
    if kind == "email":
        parts = [part for part in re.split(r"\s*(?::::|[;,/\s])\s*", cell) if part]
        return parts if len(parts) > 1 and all("@" in part for part in parts) else [cell]
    if kind == "phone":
        parts = [part for part in re.split(r"\s*(?::::|[;,\n])\s*", cell) if part]
        return parts if len(parts) > 1 and all(sum(map(str.isdigit, part)) >= 5 for part in parts) else [cell]
    return [part for part in cell.split(" ::: ") if part.strip()] or [cell]
