"""Custom fields: what the user added to a kind of record; their values live in its `custom` column."""

from __future__ import annotations

import json

from crm_cli.core.errors import Conflict, NotFound, UsageError
from crm_cli.core.fields import CUSTOM_TYPES, Field, normal_name
from crm_cli.core.record import record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from sqlite3 import Connection

    from crm_cli.core.fields import Raw


_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
"""Made once: an import writes a hundred thousand of them."""


@record
class CustomField:
    """One added field."""

    id: int
    record_kind: str
    name: str
    type: str
    choices: tuple[str, ...]


def find(db: Connection, kind: str = "") -> list[CustomField]:
    """The added fields of a kind, or of all, in the order they were added."""
    rows = db.execute(
        "SELECT id, record_kind, name, type, choices FROM custom_fields WHERE record_kind = ? OR ? = '' ORDER BY id",
        (kind, kind),
    )
    return [
        CustomField(id, kind, name, type, tuple(json.loads(choices)))
        for id, kind, name, type, choices in rows
    ]


def fields(db: Connection, kind: str) -> list[Field]:
    """The added fields of a kind as fields that can be asked, shown and set."""
    return [as_field(custom) for custom in find(db, kind)]


def as_field(custom: CustomField) -> Field:
    """An added field as a field; its SQL reads it out of the record's `custom` column."""
    path = '$."' + custom.name.replace("'", "''") + '"'
    return Field(
        custom.name,
        CUSTOM_TYPES[custom.type],
        f"json_extract(t.custom, '{path}')",
        label=custom.name,
        choices=custom.choices,
        own_key=custom.name,
        is_custom=True,
        help="your own field",
    )


def clean_name(name: str) -> str:
    """A name as it can be a key: quotes, backslashes and control signs would break the path to it."""
    signs = {'"': "'", "\\": "/"}
    cleaned = "".join(signs.get(sign, sign if sign.isprintable() else " ") for sign in name)
    return " ".join(cleaned.split())


def add(
    db: Connection,
    kind: str,
    name: str,
    type: str,
    *,
    choices: Sequence[str] = (),
    at: str,
    taken: Sequence[str] = (),
) -> CustomField:
    """Add a field to a kind; Conflict where one of that name is there (`taken`: names of built-in fields)."""
    name = clean_name(name)
    if type not in CUSTOM_TYPES:
        raise UsageError(f"`{type}` is not a type of field: {', '.join(CUSTOM_TYPES)}")
    if not normal_name(name):
        raise UsageError("a field needs a name")
    if normal_name(name) in map(normal_name, taken):
        raise Conflict(f"{kind} has a field `{name}` of its own", hint=f"crm field list {kind}")
    if get_or_none(db, kind, name):
        raise Conflict(f"there is a field `{name}` of {kind} already", hint=f"crm field list {kind}")
    if type == "choice" and not choices:
        raise UsageError("a choice needs what to choose from", hint="--choices red,green,blue")
    id = db.execute(
        "INSERT INTO custom_fields (record_kind, name, normal, type, choices, created_at) VALUES (?, ?, ?, ?, ?, ?)",
        (kind, name, normal_name(name), type, json.dumps(list(choices), ensure_ascii=False), at),
    ).lastrowid
    return CustomField(id or 0, kind, name, type, tuple(choices))


def get_or_none(db: Connection, kind: str, name: str) -> CustomField | None:
    """The added field of a kind with that name."""
    row = db.execute(
        "SELECT id, record_kind, name, type, choices FROM custom_fields WHERE record_kind = ? AND normal = ?",
        (kind, normal_name(clean_name(name))),
    ).fetchone()
    return CustomField(row[0], row[1], row[2], row[3], tuple(json.loads(row[4]))) if row else None


def get(db: Connection, kind: str, name: str) -> CustomField:
    """The added field of a kind with that name; NotFound naming the nearest."""
    custom = get_or_none(db, kind, name)
    if custom is None:
        from crm_cli.core.text import nearest

        near = nearest(name, [custom.name for custom in find(db, kind)], limit=1)
        raise NotFound(
            f"{kind} has no field `{name}` of yours",
            hint=f"did you mean {near[0]}?" if near else f"crm field list {kind}",
        )
    return custom


def rename(db: Connection, table: str, custom: CustomField, name: str, *, taken: Sequence[str] = ()) -> None:
    """Give an added field another name, in its definition and in every record that has a value."""
    name = clean_name(name)
    if normal_name(name) in map(normal_name, taken):
        raise Conflict(f"{custom.record_kind} has a field `{name}` of its own")
    other = get_or_none(db, custom.record_kind, name)
    if other and other.id != custom.id:
        raise Conflict(f"there is a field `{name}` of {custom.record_kind} already")
    db.execute(
        "UPDATE custom_fields SET name = ?, normal = ? WHERE id = ?", (name, normal_name(name), custom.id)
    )
    for id, values in db.execute(f"SELECT id, custom FROM {table} WHERE custom <> '{{}}'").fetchall():
        old = json.loads(values)
        if custom.name in old:
            new = {name if key == custom.name else key: value for key, value in old.items()}
            db.execute(f"UPDATE {table} SET custom = ? WHERE id = ?", (encode(new), id))


def set_choices(db: Connection, custom: CustomField, choices: Sequence[str]) -> None:
    """Change what a choice may be; values already chosen stay."""
    if custom.type != "choice":
        raise UsageError(f"`{custom.name}` is a {custom.type}, not a choice")
    db.execute(
        "UPDATE custom_fields SET choices = ? WHERE id = ?",
        (json.dumps(list(choices), ensure_ascii=False), custom.id),
    )


def count(db: Connection, table: str, custom: CustomField) -> int:
    """How many records have a value in an added field."""
    total: int = db.execute(
        f"SELECT count(*) FROM {table} t WHERE {as_field(custom).sql} IS NOT NULL"
    ).fetchone()[0]
    return total


def delete(db: Connection, table: str, custom: CustomField) -> int:
    """Remove an added field and its values; returns how many records had one."""
    count = 0
    for id, values in db.execute(f"SELECT id, custom FROM {table} WHERE custom <> '{{}}'").fetchall():
        old = json.loads(values)
        if old.pop(custom.name, None) is not None:
            db.execute(f"UPDATE {table} SET custom = ? WHERE id = ?", (encode(old), id))
            count += 1
    db.execute("DELETE FROM custom_fields WHERE id = ?", (custom.id,))
    return count


def encode(values: Mapping[str, Raw]) -> str:
    """Write custom values as the `custom` column holds them: blanks left out, letters as they are."""
    return _ENCODER.encode({k: v for k, v in values.items() if v is not None})


def merged(before: str, changes: Mapping[str, Raw]) -> str:
    """The `custom` column after some values changed; None takes a value away."""
    return encode({**json.loads(before), **changes})


def as_number(text: str) -> int | float | str:
    """A number field's value as JSON keeps it: a number where that loses no digit, else its text."""
    number = float(text)
    if "." not in text and abs(number) < 2**53:
        return int(text)
    from decimal import Decimal

    return number if Decimal(repr(number)) == Decimal(text) else text
