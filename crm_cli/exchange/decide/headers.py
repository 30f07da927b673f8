"""Which of our fields a header names: our own words, and those of other programs in many languages."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import Any, NamedTuple

from crm_cli.core.text import compact
from crm_cli.exchange.decide.profiles import Pattern
from crm_cli.exchange.decide.targets import several, target_of, targets
from crm_cli.kinds.catalogue import KINDS
from crm_cli.kinds.field import POINTS
from crm_cli.kinds.labels import generic, labels, words


class Meaning(NamedTuple):
    """The field a header names. number: which of several it is, from 1. label: what a point is for."""

    field: str
    number: int = 1
    label: str = ""


IDS = {"id", "external id", "record id"}


_folded = cache(compact)


@cache
def _known(kind: str) -> dict[str, Meaning]:
    """Header without spaces and signs → what it means; our own names before all others."""
    known = {compact(name): Meaning(name) for name in targets(kind)}
    known |= {
        compact(f"{point} label"): Meaning(f"{point}_label") for point in POINTS if point in targets(kind)
    }
    aliases = {target_of(field)[0]: field.aliases for field in KINDS[kind].fields}
    for target in targets(kind):
        for word, label in (*((alias, "") for alias in aliases.get(target, ())), *labels(kind, target)):
            known.setdefault(_folded(word), Meaning(target, 1, label))
    known.setdefault(compact(kind), Meaning(KINDS[kind].title))
    known.pop("", None)
    return known


@cache
def prefixes(kind: str) -> tuple[str, ...]:
    """What programs put before the headers of such rows: `Deal - Title`."""
    told = words(_rows(kind).get("called", ""))
    return tuple(compact(word) for word in told) or (kind,)


@cache
def contradicting(kind: str) -> Pattern:
    """Headers that rows of a kind do not have."""
    return Pattern.of(_rows(kind).get("against", ""))


@cache
def needed(kind: str) -> tuple[frozenset[str], ...]:
    """Sets of fields, of each of which a file of the kind has one; its title where nothing is said of it."""
    told = [frozenset(words(text)) for text in _rows(kind).get("need", ())]
    return tuple(told) or (frozenset({KINDS[kind].title, KINDS[kind].code}),)


@cache
def either(kind: str, header: str) -> tuple[str, str]:
    """A header that is one field where another stands beside it, else a second: (the one beside, the second)."""
    asked = compact(header)
    for told in _rows(kind).get("either", ()):
        if asked in map(compact, words(told["words"])):
            return told["beside"], told["field"]
    return "", ""


@cache
def if_words(kind: str, header: str) -> str:
    """The field of a header that means it only where all its cells are words of that field, else ""."""
    asked = compact(header)
    for field, told in generic().get(kind, {}).get("if_words", {}).items():
        if asked in map(compact, words(told)):
            return str(field)
    return ""


def _rows(kind: str) -> dict[str, Any]:
    """What the last profile says of rows of a kind."""
    found: dict[str, Any] = generic().get(kind, {}).get("rows", {})
    return found


@cache
def telling(kind: str) -> frozenset[str]:
    """Fields whose headers say what the rows are."""
    return frozenset(target_of(field)[0] for field in KINDS[kind].fields if field.is_telling)


def meaning(kind: str, header: str) -> Meaning | None:
    """The field of a kind that a header names, by its whole name; None for a header nobody knows."""
    known = _known(kind)
    asked = compact(header)
    found = known.get(asked)
    if found:
        return found
    if field := if_words(kind, header):
        return Meaning(field)
    if numbered := _numbered(kind, header):
        return numbered
    for prefix in prefixes(kind):
        rest = asked.removeprefix(prefix)
        if rest != asked and rest in known and rest not in {"id", "label", "type"}:
            return known[rest]
    return Meaning("external_id") if asked in {f"{prefix}id" for prefix in prefixes(kind)} else None


def own_meaning(kind: str, header: str) -> Meaning | None:
    """What a header of an export of ours means: our own names and nothing else."""
    asked = compact(header)
    known = _known(kind).get(asked)
    if known and asked in {compact(known.field), "uid", "id"}:
        return known
    if re.fullmatch(r"[a-z]+_\d+(_label|_id)?", header):
        return _numbered(kind, header)
    return None


def _numbered(kind: str, header: str) -> Meaning | None:
    """`email_2`, `phone_3_label`, `contact_2_id`, `contact_2_email`, `E-mail 2 Address`, `Phone 2 - Value`."""
    found = re.fullmatch(
        r"(.*?)[ _-]*(\d{1,2})(?:[ _-]+(id|label|value|address|type|[\w ]+))?", header.strip()
    )
    if not found or not found[1]:
        return None
    number, tail = int(found[2]), (found[3] or "").lower()
    base = _known(kind).get(compact(found[1]))
    if base is None or not 1 <= number <= 50:
        return None
    if base.field in POINTS and tail in {"", "value", "address"}:
        return Meaning(base.field, number, base.label)
    if base.field in POINTS and tail in {"label", "type"}:
        return Meaning(base.field + "_label", number)
    if base.field in several(kind) and tail in {"", "id"}:
        return Meaning(base.field.removesuffix("_id") + ("_id" if tail else ""), number)
    if base.field in several(kind) and tail == "email" and f"{base.field}_email" in targets(kind):
        return Meaning(f"{base.field}_email", number)
    return None


def how_many_known(headers: Iterable[str]) -> int:
    """How many of some cells are headers of any kind we know."""
    cells = [cell for cell in headers if cell and len(cell) < 60]
    return max(sum(meaning(kind, cell) is not None for cell in cells) for kind in KINDS)
