"""What differs between two images of a record, field by field: as values, and as it is told."""

from __future__ import annotations

import json

from crm_cli.core.record import replace
from crm_cli.db.select import of_image
from crm_cli.kinds import names
from crm_cli.kinds.catalogue import KINDS, Catalogue
from crm_cli.kinds.tale import Detail

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from sqlite3 import Connection
    from typing import Any

    from crm_cli.core.fields import Field
    from crm_cli.db.log.images import Image
    from crm_cli.kinds.kind import Kind
    from crm_cli.output import Value


UNTOLD = frozenset({"created_at", "archived_at"})
"""Columns that the verb of a sentence tells, or nobody needs."""


def between(db: Connection, kind: Kind, id: int, was: Image, became: Image) -> list[Detail]:
    """All that differs between two images of a record, in the order of its fields; an empty image is no record."""
    fields = [field for field in kind.fields if _differs(field, was, became)]
    old, new = (_values(db, id, image, fields) for image in (was, became))
    # what a field comes to may be the same though what it says itself is not: a lost deal's chance is none
    raw = [field.but(sql=f"t.{field.column}") if field.column else field for field in fields]
    own_old, own_new = (_values(db, id, image, raw) for image in (was, became))
    found = []
    for field, *values in zip(fields, old, new, own_old, own_new, strict=True):
        before, after = values[:2] if values[0] != values[1] else values[2:]
        linked = became.get(field.stored_in) if field.linked else None
        link = (field.linked, linked) if linked else None
        told = Detail(field.name, _label(field), field.type.name, before, after, said=field.said, linked=link)
        found += [told] if before != after else []
    return [*found, *_custom(db, kind, was, became)]


def links(db: Connection, kind: Kind, id: int, image: Image) -> list[Detail]:
    """What a record is at, with and about: which one it is, to people."""
    return in_order([detail for detail in between(db, kind, id, {}, image) if detail.said and detail.linked])


def _label(field: Field) -> str:
    """What people call a field within a sentence."""
    return field.label if field.is_custom else field.title[:1].lower() + field.title[1:]


def _differs(field: Field, was: Image, became: Image) -> bool:
    column = field.stored_in
    if not column or column in UNTOLD or field.type.name == "id":
        return False
    before, after = was.get(column), became.get(column)
    if field.currency and (before is not None or after is not None):
        unit = field.currency.removeprefix("t.")
        return before != after or was.get(unit) != became.get(unit)
    return (before or None) != (after or None) if isinstance(before or after, str) else before != after


def _values(db: Connection, id: int, image: Image, fields: Sequence[Field]) -> Iterator[Value]:
    """The values of fields in an image; a link that leads nowhere any more has the name of what was there."""
    if not image:
        yield from (None for _ in fields)
        return
    row = {**dict.fromkeys(field.stored_in for field in fields), **image, "id": id}
    for field, value in zip(fields, of_image(db, row, fields), strict=True):
        linked = row[field.stored_in]
        if field.linked and linked is not None and value is None:
            yield names.of(db, field.linked, linked)
        else:
            yield None if value == "" else value


def _custom(db: Connection, kind: Kind, was: Image, became: Image) -> Iterator[Detail]:
    """What differs in the fields of the user's own."""
    if was.get("custom") == became.get("custom"):
        return
    old, new = (json.loads(image.get("custom") or "{}") for image in (was, became))
    known = {field.name: field for field in Catalogue(db).custom(kind.name)}
    for name in [*known, *sorted((old.keys() | new.keys()) - known.keys())]:
        if old.get(name) != new.get(name):
            type = known[name].type.name if name in known else "text"
            yield Detail(name, name, type, _own(old.get(name), type), _own(new.get(name), type))


def _own(value: Any, type: str) -> Value:
    """A value of the user's own field as fields of its type have them."""
    if type == "yes/no":
        return None if value is None else bool(value)
    if value is None or type != "number":
        return None if value is None else str(value)
    from decimal import Decimal

    try:
        return Decimal(str(value))
    except ArithmeticError:
        return str(value)


def spoken(db: Connection, kind: Kind, details: Sequence[Detail], was: Image, became: Image) -> list[Detail]:
    """Details as people are told them: an amount with its currency, a moment once, of a new record what it was given."""
    told = list(details)
    if any(detail.type == "money" for detail in told):
        units = {field.currency.removeprefix("t.") for field in kind.fields if field.currency}
        told = [detail for detail in told if detail.field not in units]
    told = _moments(told, kind, was, became)
    if was and became:
        return told
    usual = _usual(db, kind.table)
    image = became or was
    told = [detail for detail in told if detail.field != kind.title]
    return [detail for detail in told if not _is_usual(kind, detail, image, usual)]


def _moments(details: list[Detail], kind: Kind, was: Image, became: Image) -> list[Detail]:
    """A day and the instant beside it are one: the instant where there is one."""
    columns = {field.column for field in kind.stored}
    told: dict[str, Detail] = {}
    for detail in details:
        stem = detail.field.removesuffix("_at").removesuffix("_on")
        if stem == detail.field or not {f"{stem}_at", f"{stem}_on"} <= columns:
            told[detail.field] = detail
        elif stem not in told:
            day, instant = kind.field(f"{stem}_on"), f"{stem}_at"
            before, after = (image.get(instant) or image.get(day.name) for image in (was, became))
            label = _label(day).removesuffix(" on")
            told[stem] = replace(detail, label=label, type="moment", old=before, new=after, said=day.said)
    return [*told.values()]


def in_order(details: Iterable[Detail]) -> list[Detail]:
    """What a record is in, at and with comes last, the kinds from left to right."""
    order = [*KINDS]

    def place(detail: Detail) -> tuple[bool, int]:
        is_last = bool(detail.said) and not detail.is_plain
        return is_last, order.index(detail.linked[0]) if is_last and detail.linked else -1

    return sorted(details, key=place)


def _usual(db: Connection, table: str) -> dict[str, str]:
    """What columns of a new row hold where nothing is said, as the schema writes it."""
    return {name: default.strip("'") for name, default in names.defaults(db, table)}


def _is_usual(kind: Kind, detail: Detail, image: Image, usual: dict[str, str]) -> bool:
    """Whether a new record has a value without anybody having said so."""
    field = next((field for field in kind.fields if field.name == detail.field), None)
    column = field.stored_in if field else ""
    return column in usual and str(image.get(column)) == usual[column]
