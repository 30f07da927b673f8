"""What the columns of other programs are called, and which of our fields each of them is."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from crm_cli.core.text import compact
from crm_cli.exchange.decide.targets import several, target_of, targets
from crm_cli.kinds.catalogue import KINDS
from crm_cli.kinds.field import POINTS


class Meaning(NamedTuple):
    """The field a header names. number: which of several it is, from 1. label: what a point is for."""

    field: str
    number: int = 1
    label: str = ""


EXTERNAL_ID = "record id | row id | source id | system id | guid | uuid"
"""What the id of another system may be called, in a file of any kind."""

EMAIL_OF_LINK = (
    "contact e mail | customer email | client email | email | e mail | e mail address | email address"
)
"""What the e-mail that names a linked person may be called."""

IDS = {"id", "external id", "record id"}


@cache
def _known(kind: str) -> dict[str, Meaning]:
    """Header without spaces and signs → what it means; our own names before all others."""
    known = {compact(name): Meaning(name) for name in targets(kind)}
    known |= {
        compact(f"{point} label"): Meaning(f"{point}_label") for point in POINTS if point in targets(kind)
    }
    for name in EXTERNAL_ID.split("|"):
        known.setdefault(compact(name), Meaning("external_id"))
    for field in KINDS[kind].fields:
        target, reading = target_of(field)
        for name in (*field.aliases, *_of_link(target), *field.headers.split("|")) if target else ():
            header, _, label = name.partition("=")
            known.setdefault(compact(header), Meaning(target, 1, label.strip()))
        if reading == "link" and f"{target}_email" in targets(kind):
            for name in EMAIL_OF_LINK.split("|"):
                known.setdefault(compact(name), Meaning(f"{target}_email"))
    known.pop("", None)
    return known


def _of_link(target: str) -> list[str]:
    """What other programs call a link that bears the name of its kind, or its number."""
    kind = target.removesuffix("_id")
    if kind not in KINDS:
        return []
    return (KINDS[kind].link_headers if kind == target else KINDS[kind].link_id_headers).split("|")


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
    if numbered := _numbered(kind, header):
        return numbered
    for prefix in KINDS[kind].headers:
        rest = asked.removeprefix(prefix)
        if rest != asked and rest in known and rest not in {"id", "label", "type"}:
            return known[rest]
    return Meaning("external_id") if asked in {f"{prefix}id" for prefix in KINDS[kind].headers} else None


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
    """`email_2`, `phone_3_label`, `contact_2_id`, `E-mail 2 Address`, `Phone 2 - Value`."""
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
    return None


def score(kind: str, headers: Iterable[str]) -> int:
    """How well the headers fit a kind: a point for each field known, two more for one that tells kinds apart."""
    found = [known.field for header in headers if header and (known := meaning(kind, header))]
    return len(set(found)) + 2 * len(set(found) & telling(kind))


def how_many_known(headers: Iterable[str]) -> int:
    """How many of some cells are headers of any kind we know."""
    cells = [cell for cell in headers if cell and len(cell) < 60]
    return max(sum(meaning(kind, cell) is not None for cell in cells) for kind in KINDS)
