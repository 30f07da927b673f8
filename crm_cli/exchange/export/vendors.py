"""Exports as another program takes them in: its own names of columns and words for values, told in `profiles/*.toml`.

A profile's `[export.KIND.columns]` says what stands under each header: a field of ours, `email` (the next one that no
other column has), `email:work` (one with that label), `email_label` (the label of the one before), parts joined by `+`,
the first of several between `|` that is there, each where `? field=value` holds. A `#` in a header counts: as many
columns as the record with the most needs.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from crm_cli.core.errors import UsageError
from crm_cli.core.text import nearest
from crm_cli.exchange.decide.profiles import FOLDER
from crm_cli.kinds.catalogue import KINDS
from crm_cli.kinds.field import POINTS
from crm_cli.output import Column
from crm_cli.output.values import texts

_OWN = re.compile(r"id|uid|.*_id|created_at|archived_at")
"""Columns of this file alone, which no other program needs."""

_NAMES = {
    "first_name": ("given_name", "family_name", "name"),
    "last_name": ("family_name", "given_name", "name"),
}
"""What a name is made of where another program has two for it."""


def named(name: str, kind: str) -> Mapping[str, Any]:
    """What a program takes in: `google`; UsageError with those there are, or with the kinds that it takes."""
    known = _all()
    told = known.get(name.strip().lower())
    if told is None:
        near = nearest(name.lower(), known, limit=1)
        raise UsageError(
            f"`{name}` is no program that an export is made for: {', '.join(known)}",
            hint=f"--profile {near[0]}" if near else "leave --profile out for CSV that crm reads back",
        )
    if kind not in told:
        able = " and ".join(KINDS[each].plural for each in KINDS if each in told)
        raise UsageError(
            f"{told['program']} takes {able}, not {KINDS[kind].plural}",
            hint=f"crm export {KINDS[kind].plural} -f csv",
        )
    return told


def _all() -> dict[str, dict[str, Any]]:
    """Program → what it takes in, of all profiles that say so."""
    import tomllib

    found = {}
    for path in sorted(FOLDER.glob("*.toml")):
        whole = tomllib.loads(path.read_text(encoding="utf-8"))
        if "export" in whole:
            told = {"program": whole.get("program", path.stem), **whole["export"]}
            found[told.get("name", path.stem)] = told
    return found


class Vendor:
    """Records of a kind, as an export's columns and rows, as one program takes them in.

    left: what the program has no column for: our column → how many records have something in it.
    """

    def __init__(self, told: Mapping[str, Any], kind: str, columns: Sequence[Column]) -> None:
        """columns: those of the export, flat."""
        self.program: str = told["program"]
        self.left: Counter[str] = Counter()
        self._told = told
        self._words: Mapping[str, Mapping[str, str]] = told[kind].get("words", {})
        self._ours = {column.name: column for column in columns}
        self._points = {point: _places(columns, point) for point in POINTS}
        self._heads = [*self._expanded(told[kind]["columns"])]
        self.columns = [Column(header, header, "text") for header, _, _ in self._heads]
        specs = [spec for _, spec, _ in self._heads]
        self._claims = {point: _claims(specs, point) for point in POINTS}
        self._labelled = {point for point in POINTS if f"{point}_label" in specs}
        known = set(re.findall(r"\w+", " ".join(specs)))
        self._known = known | {part for name in known for part in _NAMES.get(name, ())}

    def rows(self, rows: Iterable[Sequence[Any]]) -> Iterator[Sequence[Any]]:
        """Yield each record in the program's columns."""
        names = [*self._ours]
        of_points = {at for places in self._points.values() for pair in places for at in pair}
        others = [
            (at, name)
            for at, name in enumerate(names)
            if at not in of_points and name not in self._known and not _OWN.fullmatch(name)
        ]
        for row in rows:
            points = self._taken(row)
            record = dict(zip(names, row, strict=True))
            yield [
                self._cell(spec, head, record, points.get(at))
                for at, (_, spec, head) in enumerate(self._heads)
            ]
            for at, name in others:
                if row[at] not in (None, ()):
                    self.left[name] += 1

    def _expanded(self, columns: Mapping[str, str]) -> Iterator[tuple[str, str, str]]:
        """Header, what stands there, and the header as the profile has it; numbered columns as often as needed."""
        for point, group in groupby(columns.items(), key=lambda each: _counted(*each)):
            if not point:
                yield from ((header, spec, header) for header, spec in group)
                continue
            several = list(group)
            for number in range(1, max(1, len(self._points[point])) + 1):
                yield from ((head.replace("#", str(number)), spec, head) for head, spec in several)

    def _taken(self, row: Sequence[Any]) -> dict[int, Any]:
        """Which point stands in which column: those with the label that a column is for first, then by their order."""
        found: dict[int, Any] = {}
        for point, places in self._points.items():
            waiting = [
                (row[value], row[label] if label >= 0 else None)
                for value, label in places
                if row[value] is not None
            ]
            for at, label in self._claims[point]:
                fits = next((one for one in waiting if not label or _same(one[1], label)), None)
                if fits is not None:
                    waiting.remove(fits)
                    found[at] = fits[0]
                    if point in self._labelled:
                        found[self._label_of(at, point)] = fits[1]
                    elif fits[1] and not label:
                        self.left[f"{point}_label"] += 1
            if waiting:
                self.left[point if not self._claims[point] else f"further {POINTS[point]}"] += 1
        return found

    def _label_of(self, at: int, point: str) -> int:
        """The column of a point's label: beside that of the point."""
        return next(place for place in (at - 1, at + 1) if self._heads[place][1] == f"{point}_label")

    def _cell(self, spec: str, head: str, record: Mapping[str, Any], point: Any) -> Any:
        if spec.partition(":")[0].removesuffix("_label") in POINTS:
            return self._worded(head, point)
        for one in spec.split("|"):
            what, _, condition = one.partition("?")
            name, _, value = condition.strip().partition("=")
            if not name or record.get(name) == value:
                parts = [self._value(part.strip(), record) for part in what.split("+")]
                parts = [part for part in parts if part not in (None, "")]
                if parts:
                    whole = parts[0] if len(parts) == 1 else ", ".join(map(str, parts))
                    return self._worded(head, whole)
        return None

    def _value(self, name: str, record: Mapping[str, Any]) -> Any:
        if name in _NAMES and "given_name" in record:
            return _part_of_name(name, record)
        value = record.get(name)
        if isinstance(value, tuple) and not hasattr(value, "decimal"):
            return self._told.get("separator", "; ").join(value)
        column = self._ours.get(name)
        if value is None or column is None:
            return value
        if column.type in {"day", "month and day"}:
            return self._day(str(value), name)
        return value if not isinstance(value, str) else texts([value], column)[0]

    def _day(self, text: str, name: str) -> str | None:
        """A day as the program writes it; None, and told, for one without a year where it knows none."""
        if text.startswith("--") and "yearless" not in self._told:
            self.left[f"{name} without a year"] += 1
            return None
        form: str = self._told.get("yearless" if text.startswith("--") else "days", "YYYY-MM-DD")
        year, month, day = ("", *text[2:].split("-")) if text.startswith("--") else text.split("-")
        return form.replace("YYYY", year).replace("MM", month).replace("DD", day)

    def _worded(self, head: str, value: Any) -> Any:
        words = self._words.get(head)
        return words.get(str(value).casefold(), value) if words and value is not None else value

    @property
    def remarks(self) -> list[str]:
        """What was left out, for people."""
        if not self.left:
            return []
        shown = ", ".join(f"{name} ({count:,})" for name, count in self.left.items())
        return [f"{self.program} has no column for, and left out: {shown}"]


def _places(columns: Sequence[Column], point: str) -> list[tuple[int, int]]:
    """Where the values of a kind of points stand, and their labels, -1 where there is none."""
    names = {column.name: at for at, column in enumerate(columns)}
    found, number = [], 1
    while (name := point if number == 1 else f"{point}_{number}") in names:
        found.append((names[name], names.get(f"{name}_label", -1)))
        number += 1
    return found


def _claims(specs: Sequence[str], point: str) -> list[tuple[int, str]]:
    """The columns of a kind of points, each with the label it is for, those with one first."""
    told = [(at, *spec.partition(":")) for at, spec in enumerate(specs)]
    found = [(at, label) for at, name, _, label in told if name == point]
    return sorted(found, key=lambda claim: not claim[1])


def _counted(header: str, spec: str) -> str:
    """The point that a header with `#` counts, "" for another."""
    return spec.removesuffix("_label") if "#" in header else ""


def _same(label: str | None, other: str) -> bool:
    return (label or "").strip().casefold() == other.strip().casefold()


def _part_of_name(part: str, record: Mapping[str, Any]) -> Any:
    """The first or the last of two names; where neither is known, the whole is the first."""
    given, family, whole = record["given_name"], record["family_name"], str(record["name"])
    if part == "first_name":
        if given or not family:
            return given or whole
        return whole.removesuffix(family).strip() or None
    if family or not given:
        return family
    return whole.removeprefix(given).strip() or None
