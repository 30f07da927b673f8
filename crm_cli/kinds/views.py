"""The views of the file that are made from the fields: one of each kind for other programs, and the words that are searched.

They use no function of ours, so every SQLite program can read them, and they are single SELECTs whose unused columns
cost nothing, so the indexes still serve.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec

from crm_cli.core.fields import Field
from crm_cli.kinds.catalogue import KINDS
from crm_cli.kinds.kind import Kind
from crm_cli.kinds.linked import kind_sql, number_sql

OURS = re.compile(
    r"\b(today|local|local_day|uid_of|in_base|base_currency|fold|number|matches|spaced|minor_digits|index_words)\("
)
"""Functions that only our own connections know: a field that needs one is in no view."""

_LINE = " || char(10)\n  || "


def statements() -> Iterator[str]:
    """The CREATE statements of all of them, and of the triggers that note when a searched name changes.

    A kind with views of its own has them in its `views.py`.
    """
    for kind in KINDS.values():
        yield _searchable(kind)
        yield _view(kind)
    every = "\nUNION ALL ".join(
        f"SELECT '{name}' AS kind, record_id, title, body FROM _searchable_{name}" for name in KINDS
    )
    yield f"CREATE VIEW _searchable AS\n-- All of them, to compare the index with.\n{every}"
    yield from _renamed()
    for kind in KINDS.values():
        if find_spec(f"crm_cli.{kind.name}.views"):
            yield from import_module(f"crm_cli.{kind.name}.views").statements()


def _searchable(kind: Kind) -> str:
    """What is searched of a kind: its title, and its other words a line each. A title that may be missing is coalesced."""
    title = kind.field(kind.title)
    words = [_lines(field) for field in kind.fields if field.is_searched and field is not title]
    if kind.has_points:
        points = (
            "SELECT p.value || iif(p.normal = p.value, '', ' ' || p.normal) AS value FROM contact_points p"
        )
        words.append(_joined(f"{points} WHERE p.{kind.name}_id = t.id", "char(10)"))
    if kind.has_tags:
        words.append(_joined(kind.field("tags").sql, "char(10)"))
    words.append(
        _joined("SELECT j.value AS value FROM json_each(t.custom) j WHERE j.value IS NOT NULL", "char(10)")
    )
    named = title.sql if title.is_needed else f"coalesce({title.sql}, '')"
    body = _LINE.join(f"coalesce({word}, '')" for word in words)
    return f"CREATE VIEW _searchable_{kind.name} AS\nSELECT t.id AS record_id, {named} AS title,\n  {body} AS body\nFROM {kind.table} t"


def _lines(field: Field) -> str:
    return _joined(field.sql, "char(10)") if field.many else field.sql


def _joined(sql: str, mark: str) -> str:
    return f"(SELECT group_concat(value, {mark}) FROM ({sql}))"


def _view(kind: Kind) -> str:
    """A kind for other programs: a column a field, what it is above it."""
    said = (field for other in KINDS.values() for field in other.about.get(kind.name, ()) if field.is_carried)
    columns = [line for field in (*kind.fields, *said) if _is_plain(field) for line in _columns(field)]
    columns.append("  -- values of custom fields, a JSON object: custom ->> 'name'\n  t.custom")
    text = ",\n".join(columns)
    return f"CREATE VIEW v_{kind.plural} AS\n-- {kind.plural.capitalize()}, one row each, with what hangs on them.\nSELECT\n{text}\nFROM {kind.table} t"


def _is_plain(field: Field) -> bool:
    """Whether any program can read it; a dotted name asks a question and is no column."""
    return "." not in field.name and not OURS.search(field.sql)


def _columns(field: Field) -> Iterator[str]:
    name, help = field.name, field.help
    if field.many:
        yield f"  -- {help}, joined by `; `\n  {_joined(field.sql, repr('; '))} AS {name}"
    elif field.currency:
        digits = f"coalesce((SELECT y.digits FROM currencies y WHERE y.code = {field.currency}), 2)"
        units = f"CAST('1' || substr('00000000', 1, {digits}) AS REAL)"
        yield f"  -- {help}, in units of its currency; exact sums: {name}_minor\n  {field.sql} / {units} AS {name}"
        yield f"  -- the same in the currency's smallest units, a whole number\n  {field.sql} AS {name}_minor"
    elif field.type.scale != 1:
        yield f"  -- {help}, from 0 to 1\n  ({field.sql}) / {field.type.scale}.0 AS {name}"
    else:
        yield f"  -- {help}\n  {field.sql} AS {name}"


def _renamed() -> Iterator[str]:
    """A changed name is among the words of other records, too: triggers that note them."""
    for kind in KINDS.values():
        notes = [
            f"  INSERT OR IGNORE INTO _search_pending (kind, record_id)"
            f" SELECT '{other.name}', id FROM {other.table} WHERE {field.column} = new.id;"
            for other in KINDS.values()
            for field in other.fields
            if field.is_searched and field.column and field.linked == kind.name
        ]
        if notes:
            yield _trigger(kind.table, kind.name, kind.title, notes)
    tagged = [kind for kind in KINDS.values() if kind.has_tags]
    note = (
        "  INSERT OR IGNORE INTO _search_pending (kind, record_id)"
        f" SELECT {kind_sql(tagged, 'x')}, {number_sql(tagged, 'x')} FROM taggings x WHERE x.tag_id = new.id;"
    )
    yield _trigger("tags", "tag", "name", [note])


def _trigger(table: str, name: str, column: str, notes: list[str]) -> str:
    return (
        f"CREATE TRIGGER _search_{name}_renamed AFTER UPDATE OF {column} ON {table}"
        f" WHEN old.{column} IS NOT new.{column} BEGIN\n" + "\n".join(notes) + "\nEND"
    )
