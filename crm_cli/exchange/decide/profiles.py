"""Profiles: what the rows of each program's files are and mean, as told in `profiles/*.toml`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from functools import cache
from pathlib import Path
from typing import Any

from crm_cli.core.text import compact
from crm_cli.kinds.labels import GENERIC, generic, words

FOLDER = GENERIC.parent


class Heads:
    """The headers of a table as profiles look at them."""

    def __init__(self, headers: Iterable[str]) -> None:
        self.written = [header.strip().lower() for header in headers if header.strip()]
        self.folded = {compact(header) for header in self.written}


@dataclass(frozen=True, slots=True)
class Pattern:
    """Headers, any of which will do: whole ones, folded and without spaces, and beginnings as written (`Deal - *`)."""

    whole: frozenset[str]
    beginnings: tuple[str, ...]

    @classmethod
    def of(cls, text: str) -> Pattern:
        """Read `Deal - Title | Deal - *`."""
        told = words(text)
        return cls(
            frozenset(compact(word) for word in told if not word.endswith("*")),
            tuple(word[:-1].lower() for word in told if word.endswith("*")),
        )

    def is_in(self, heads: Heads) -> bool:
        """Whether one of them stands among some headers."""
        return not self.whole.isdisjoint(heads.folded) or (
            bool(self.beginnings) and any(header.startswith(self.beginnings) for header in heads.written)
        )


@dataclass(frozen=True, slots=True)
class Rows:
    """One sort of rows of one program.

    system: whose ids they have, "" of a program nobody knows; program: what people call it. what: what the program calls
    the rows. kind: what they are here, "" where no kind keeps them.
    when: one header of each; never: none of these. fields: header → our field and what a point is for; no field for one that is the user's own.
    given: what each of them is, field → value. words: field → their word → ours. blanks: texts that stand for nothing.
    clean: what is taken off all cells, by its name. only: header → cells of the rows that are meant, among others.
    left_out: header → cells of rows that are no records. outside: beginnings of rows that belong to the sheet, not to the table;
    is_lone: so do rows of a single cell.
    first_of: field → headers, the first filled cell of which counts; joined: field → headers whose cells are one value.
    cleaned: field → what is taken off its cells, by its name. outcome: header → (cell, how the deal ended); a cell `*` is any.
    instead: header → header in whose cell the e-mail stands where nothing is left of the first one's.
    refers: ids of records of several kinds: (header, header of the kind or "", (kind's word or beginning of the id → field)).
    lines: of several rows that are one record: field → header of what each row adds.
    stages: pipeline → its stages as the program makes them: name → probability.
    """

    system: str
    program: str
    what: str
    kind: str
    when: tuple[Pattern, ...]
    never: Pattern
    fields: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    given: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    blanks: frozenset[str] = frozenset()
    clean: tuple[str, ...] = ()
    cleaned: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    only: Mapping[str, frozenset[str]] = field(default_factory=dict)
    left_out: Mapping[str, frozenset[str]] = field(default_factory=dict)
    outside: tuple[str, ...] = ()
    is_lone: bool = False
    first_of: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    joined: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    outcome: tuple[tuple[str, str, str], ...] = ()
    instead: Mapping[str, str] = field(default_factory=dict)
    refers: tuple[tuple[str, str, Mapping[str, str]], ...] = ()
    lines: Mapping[str, str] = field(default_factory=dict)
    stages: Mapping[str, str] = field(default_factory=dict)
    date_order: str = ""
    decimal: str = ""

    def fit(self, heads: Heads) -> int:
        """How many of some headers it knows; 0 where the rows are not of this sort."""
        if not all(pattern.is_in(heads) for pattern in self.when) or self.never.is_in(heads):
            return 0
        known = self.fields.keys() | set().union(*(pattern.whole for pattern in self.when))
        return max(1, len(heads.folded & known))

    def target(self, header: str) -> tuple[str, str] | None:
        """The field a header is said to be, and the label of a point; None where nothing is said of it."""
        return self.fields.get(compact(header))

    @property
    def called(self) -> str:
        """What people call such rows: `HubSpot contacts`."""
        return f"{self.program} {self.what}".strip()


@cache
def all_rows() -> tuple[Rows, ...]:
    """Every sort of rows that a profile knows, the last profile's last."""
    found: list[Rows] = []
    for path in sorted(FOLDER.glob("*.toml")):
        if path != GENERIC:
            found += rows_of(_read(path), path.stem)
    return (*found, *rows_of(generic(), ""))


def _read(path: Path) -> dict[str, Any]:
    import tomllib

    return tomllib.loads(path.read_text(encoding="utf-8"))


def rows_of(told: Mapping[str, Any], system: str) -> list[Rows]:
    """The sorts of rows of one profile; what it says for all of them goes before what each says."""
    shared = told.get("all", {})
    return [_rows({**shared, **_deeper(shared, one)}, told, system) for one in told.get("rows", ())]


def _deeper(shared: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    """Tables that both tell are one, lists and texts are the own ones."""
    return {
        key: {**shared[key], **value} if isinstance(value, dict) and key in shared else value
        for key, value in own.items()
    }


_KEYS = {field.name for field in fields(Rows)} - {"system", "program", "is_lone"} | {"lone", "own"}


def _rows(one: Mapping[str, Any], told: Mapping[str, Any], system: str) -> Rows:
    if strange := set(one) - _KEYS:
        raise ValueError(
            f"{system}.toml, {one.get('what', 'rows')}: nothing is called {', '.join(sorted(strange))}"
        )
    return Rows(
        told.get("system", system),
        told.get("program", ""),
        one["what"],
        one.get("kind", ""),
        tuple(map(Pattern.of, one["when"])),
        Pattern.of(one.get("never", "")),
        _fields(one),
        one.get("given", {}),
        {name: vocabulary(said) for name, said in one.get("words", {}).items()},
        frozenset(one.get("blanks", ())),
        tuple(one.get("clean", ())),
        {name: tuple(words(cleaners)) for name, cleaners in one.get("cleaned", {}).items()},
        _cells(one.get("only", {})),
        _cells(one.get("left_out", {})),
        tuple(one.get("outside", ())),
        one.get("lone", False),
        {name: tuple(map(compact, words(headers))) for name, headers in one.get("first_of", {}).items()},
        {name: tuple(map(compact, words(headers))) for name, headers in one.get("joined", {}).items()},
        tuple(
            (compact(header), cell.strip(), ending)
            for ending, marks in one.get("outcome", {}).items()
            for header, _, cell in (mark.rpartition("=") for mark in words(marks))
        ),
        {compact(header): compact(other) for header, other in one.get("instead", {}).items()},
        tuple(
            (compact(refer["id"]), compact(refer.get("type", "")), refer["to"])
            for refer in one.get("refers", ())
        ),
        one.get("lines", {}),
        one.get("stages", {}),
        one.get("date_order", ""),
        one.get("decimal", ""),
    )


def _fields(one: Mapping[str, Any]) -> dict[str, tuple[str, str]]:
    """Header → field and label, of `phone = "Mobile = mobile | Phone"`, of what parts of fields say, and of own ones."""
    told: dict[str, tuple[str, str]] = {compact(header): ("", "") for header in words(one.get("own", ""))}
    for target, headers in one.get("fields", {}).items():
        for word in words(headers):
            header, _, label = word.partition("=")
            told[compact(header)] = (target, label.strip())
    for part in ("first_of", "joined"):
        for target, headers in one.get(part, {}).items():
            told |= {compact(header): (target, "") for header in words(headers)}
    return told


def vocabulary(said: Mapping[str, str]) -> dict[str, str]:
    """Our word → theirs, as their word, folded → ours."""
    return {compact(word): ours for ours, theirs in said.items() for word in words(theirs)}


def _cells(told: Mapping[str, str]) -> dict[str, frozenset[str]]:
    return {compact(header): frozenset(map(compact, words(cells))) for header, cells in told.items()}


@cache
def usual_rows(kind: str) -> Rows | None:
    """How rows of a kind are put together where no profile knows them, where something is said of that."""
    told = generic().get(kind, {}).get("usual")
    return _rows({"what": "", "kind": kind, "when": [], **told}, {}, "") if told else None


@cache
def usual_words(kind: str, field: str) -> dict[str, str]:
    """What words of any program mean in a field of a kind."""
    return vocabulary(generic().get(kind, {}).get("words", {}).get(field, {}))
