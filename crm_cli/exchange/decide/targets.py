"""What can be read into each kind of record, and how the cells of each field are read: derived from its fields."""

from __future__ import annotations

from functools import cache
from typing import Literal, cast

from crm_cli.core.fields import Field
from crm_cli.kinds.catalogue import KINDS

Reading = Literal[
    "text", "day", "moment", "instant", "monthday", "money", "percent", "integer", "number", "minutes", "choice",
    "flag", "tags", "link", "link_id", "point", "label", "external_id", "uid", "id", "currency", "code",
]  # fmt: skip
"""How a cell is read. moment: a day, or an instant. link: the name of another record; link_id: its number here,
or where the file's system is known its id there. code: a word that the kind's own rules understand."""

_BY_TYPE: dict[str, Reading] = {
    "text": "text",
    "long text": "text",
    "phone": "text",
    "choice": "choice",
    "integer": "integer",
    "number": "number",
    "money": "money",
    "percent": "percent",
    "yes/no": "flag",
    "date": "day",
    "day": "day",
    "instant": "instant",
    "month and day": "monthday",
    "minutes": "minutes",
    "id": "link_id",
}
"""How cells of a field are read that does not say so itself, by its type."""


@cache
def targets(kind: str) -> dict[str, Reading]:
    """What columns of a file of a kind can be: its fields, and for each link the e-mail that names a person."""
    found: dict[str, Reading] = {"external_id": "external_id"}
    for field in KINDS[kind].fields:
        name, reading = target_of(field)
        if name:
            found[name] = reading
        if reading == "link" and name != "parent" and field.linked != kind and KINDS[field.linked].is_person:
            found[f"{name}_email"] = "text"
    return found


def target_of(field: Field) -> tuple[str, Reading]:
    """The name under which a field is imported, and how; no name for one that is not."""
    if field.reading == "links":
        return field.linked, "link"
    if field.reading == "link_ids":
        return field.name, "link_id"
    if field.reading:
        return field.name, cast("Reading", field.reading)
    if not field.column:
        return "", "text"
    return field.name, "link" if field.linked else _BY_TYPE[field.type.name]


@cache
def several(kind: str) -> frozenset[str]:
    """Links of which a record can have several: `contact_2`, `contact_2_id`."""
    return frozenset(name for linked in KINDS[kind].links_to for name in (linked, f"{linked}_id"))


@cache
def choices(kind: str) -> dict[str, tuple[str, ...]]:
    """The words that fields of a closed choice allow."""
    return {field.name: field.choices for field in KINDS[kind].fields if field.choices}


@cache
def linked(kind: str) -> dict[str, str]:
    """The kind of record that each link names."""
    return {target_of(field)[0]: field.linked for field in KINDS[kind].fields if field.linked}


@cache
def needed(kind: str) -> frozenset[str]:
    """Fields that a blank cell never empties: those no record is without, and what is no value of its own."""
    never = {"external_id", "uid", "id", "created_at", "archived_at", "tags", "items", "currency"}
    names = {target for target, reading in targets(kind).items() if reading == "code" or target in never}
    return frozenset(
        names | {field.name for field in KINDS[kind].fields if field.is_needed} | {"contact_email"}
    )


@cache
def required(kind: str) -> frozenset[str]:
    """Fields whose cell must be read where it is not blank: no record is without them, and a guess would be untrue."""
    told = {"priority", "kind", "state"}  # for what these leave open there is a word that says so
    names = [
        field.name
        for field in KINDS[kind].fields
        if field.is_needed and not field.is_fixed and field.name not in told
    ]
    # the instant of a day is that day, too
    instants = [f"{name.removesuffix('_on')}_at" for name in names if name.endswith("_on")]
    return frozenset((*names, *(name for name in instants if name in targets(kind))))
