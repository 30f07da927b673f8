"""A record that is there already, met again: what it lacks is filled in, and what differs is left as it is."""

from __future__ import annotations

from crm_cli.core.text import same
from crm_cli.db.select import select
from crm_cli.kinds import points, tags
from crm_cli.kinds.catalogue import KINDS, Catalogue
from crm_cli.kinds.draft import Draft
from crm_cli.verbs import draft as drafts

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from sqlite3 import Connection
    from typing import Any

    from crm_cli.app.context import App
    from crm_cli.core.fields import Field


def fill(crm: App, kind: str, id: int, wanted: Draft) -> str:
    """Give a record what is wanted of it and it lacks, in the open transaction; a remark on what differs and stays, or ""."""
    db, rules = crm.read(), KINDS[kind].records
    row = rules.row(db, id)
    lacking, left = lacking_of(db, kind, row, wanted)
    for column, name in wanted.makes.items():
        if row[column] is None:
            lacking.makes[column] = name
        else:
            left.append(field_of(kind, column))
    drafts.make_linked(crm, kind, lacking)
    if lacking.columns or lacking.custom:
        rules.update(db, id, lacking, at=crm.at, on=crm.today)
    points.add(db, kind, id, wanted.points)
    tags.add(db, kind, id, wanted.tags)
    unlike = rules.fill_parts(db, id, wanted.parts)
    kept = ", ".join([*(said(crm, kind, id, field) for field in left), *unlike])
    return f"left as it is: {kept}" if kept else ""


def lacking_of(db: Connection, kind: str, row: Mapping[str, Any], wanted: Draft) -> tuple[Draft, list[Field]]:
    """A draft of what a record lacks, and the fields that differ from what is wanted."""
    lacking, left = Draft(), []
    for column, value in KINDS[kind].records.clean(wanted.columns).items():
        if value is None or row[column] == value or column == "currency":
            continue
        field = field_of(kind, column)
        is_other_money = field.currency and row["currency"] not in {None, wanted.columns["currency"]}
        if row[column] is None and is_other_money:
            left.append(field_of(kind, "currency"))
        elif row[column] is None:
            lacking.columns[column] = value
        elif column != KINDS[kind].title or same(str(row[column])) != same(str(value)):
            left.append(field)
    if any(field_of(kind, column).currency for column in lacking.columns) and wanted.columns.get("currency"):
        lacking.columns["currency"] = wanted.columns["currency"]
    there = _custom(row)
    for name, value in wanted.custom.items():
        if value is not None and there.get(name) != value:
            field = next(field for field in Catalogue(db).custom(kind) if field.name == name)
            if there.get(name) is None:
                lacking.custom[name] = value
            else:
                left.append(field)
    return lacking, left


def _custom(row: Mapping[str, Any]) -> dict[str, Any]:
    import json

    found: dict[str, Any] = json.loads(row["custom"])
    return found


def field_of(kind: str, column: str) -> Field:
    """The field that people know a column by: of a link, the name and not the number."""
    own = KINDS[kind].fields
    fits = [field for field in own if column in (field.column, f"{field.name}_id")]
    return min(fits, key=lambda field: field.name == column)


def said(crm: App, kind: str, id: int, field: Field) -> str:
    """A field with its value as people read it."""
    from crm_cli.output.shown import shown_one

    ((value,),) = select(crm.read(), KINDS[kind].table, [field], where="t.id = ?", values=(id,))
    return f"{field.title.lower()} {shown_one(value, crm.screen, field.type.name, multiline=False)}"
