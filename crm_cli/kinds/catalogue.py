"""Which module declares which field: record kinds and first words of field names, as strings.

A slice never learns of those to its right: what a deal knows about a contact is declared by the deal and found
here, and the module is imported only when a query, a column or a sort names the word.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from sqlite3 import Connection
from typing import Any, NamedTuple

from crm_cli.core.fields import Field, as_array, normal_name


class Kind(NamedTuple):
    """A kind of record: its table, the module of its own fields, and the column that names a record."""

    name: str
    plural: str
    table: str
    module: str
    title: str


KINDS = {
    kind.name: kind
    for kind in (
        Kind("contact", "contacts", "contacts", "crm_cli.contact.kind", "name"),
        Kind("company", "companies", "companies", "crm_cli.company.kind", "name"),
        Kind("deal", "deals", "deals", "crm_cli.deal.kind", "title"),
        Kind("product", "products", "products", "crm_cli.product.kind", "name"),
        Kind("activity", "activities", "activities", "crm_cli.activity.kind", "subject"),
        Kind("reminder", "reminders", "reminders", "crm_cli.reminder.kind", "title"),
    )
}

ABOUT = {
    ("contact", "deals"): "crm_cli.deal.kind",
    ("contact", "won"): "crm_cli.deal.kind",
    ("company", "contacts"): "crm_cli.contact.kind",
    ("company", "people"): "crm_cli.contact.kind",
    ("company", "deals"): "crm_cli.deal.kind",
    ("company", "won"): "crm_cli.deal.kind",
    ("contact", "last"): "crm_cli.activity.kind",
    ("company", "last"): "crm_cli.activity.kind",
    ("deal", "last"): "crm_cli.activity.kind",
    ("contact", "activities"): "crm_cli.activity.kind",
    ("company", "activities"): "crm_cli.activity.kind",
    ("deal", "activities"): "crm_cli.activity.kind",
    ("contact", "next"): "crm_cli.reminder.kind",
    ("company", "next"): "crm_cli.reminder.kind",
    ("deal", "next"): "crm_cli.reminder.kind",
    ("product", "deals"): "crm_cli.deal.kind",
}
"""(record kind, first word of a field of it) → the module to its right whose ABOUT declares it."""


def kind_named(text: str) -> Kind | None:
    """A kind by its singular or plural name."""
    return next((kind for kind in KINDS.values() if text in {kind.name, kind.plural}), None)


@dataclass
class Catalogue:
    """The fields of one file: those of the program and those the user added."""

    db: Connection

    def __post_init__(self) -> None:
        self._custom: dict[str, list[Field]] = {}

    def field(self, kind: str, name: str) -> Field | None:
        """The field a person means by `name`, or None. Dots follow links: `company.city`, `contact.company.name`."""
        asked = normal_name(name)
        if asked == "words":
            return getattr(_module(KINDS[kind].module), "WORDS", None)
        for field in _own(kind):
            if asked == normal_name(field.name) or asked in map(normal_name, field.aliases):
                return self.with_choices(kind, field)
        custom = asked.removeprefix("custom.")
        for field in self.custom(kind):
            if custom == normal_name(field.name):
                return field
        for field in _about(kind, asked.split(".")[0]):
            if asked == normal_name(field.name) or asked in map(normal_name, field.aliases):
                return field
        first, dot, rest = name.partition(".")
        return self._linked(kind, first, rest) if dot else None

    def with_choices(self, kind: str, field: Field) -> Field:
        """A field whose choices the user decides (a deal's stage) gets them from the file."""
        sql = getattr(_module(KINDS[kind].module), "CHOICES", {}).get(field.name)
        if sql is None:
            return field
        return replace(field, choices=tuple(dict.fromkeys(row[0] for row in self.db.execute(sql))))

    def _linked(self, kind: str, first: str, rest: str) -> Field | None:
        link = self.field(kind, first)
        if link is None or not link.linked or not link.column:
            return None
        target = KINDS[link.linked]
        field = self.field(target.name, rest)
        if field is None or field.name == "words":
            return None
        inner = f"FROM {target.table} t"
        name = f"{link.name}.{field.name}"

        def through(sql: str) -> str:
            return f"(SELECT v FROM (SELECT t.id AS i, {sql} AS v {inner}) WHERE i = t.{link.column})"

        if field.many:
            values = f"SELECT value FROM (SELECT t.id AS i, m.value AS value {inner}, json_each({as_array(field.sql)}) m)"
            return replace(
                field, name=name, label="", aliases=(), column="", sql=f"{values} WHERE i = t.{link.column}"
            )
        return replace(
            field,
            name=name,
            label="",
            aliases=(),
            column="",
            sql=through(field.sql),
            sort=through(field.sort) if field.sort else "",
            currency=through(field.currency) if field.currency else "",
        )

    def custom(self, kind: str) -> list[Field]:
        """The fields the user added to a kind."""
        if kind not in self._custom:
            from crm_cli.kinds import custom

            self._custom[kind] = custom.fields(self.db, kind)
        return self._custom[kind]

    def fields(self, kind: str) -> Iterator[Field]:
        """All fields of a kind: its own, the user's, and what other slices say about it."""
        yield from _own(kind)
        yield from self.custom(kind)
        for module in dict.fromkeys(module for (about, _), module in ABOUT.items() if about == kind):
            yield from _module(module).ABOUT.get(kind, ())

    def names(self, kind: str) -> list[str]:
        """What can be asked of a kind, for "did you mean"."""
        fields = list(self.fields(kind))
        links = [f"{f.name}." for f in fields if f.linked and f.column]
        return [name for f in fields for name in (f.name, *f.aliases)] + links


def _own(kind: str) -> tuple[Field, ...]:
    fields: tuple[Field, ...] = _module(KINDS[kind].module).FIELDS
    return fields


def _about(kind: str, word: str) -> tuple[Field, ...]:
    module = ABOUT.get((kind, word))
    fields: tuple[Field, ...] = _module(module).ABOUT.get(kind, ()) if module else ()
    return fields


def _module(name: str) -> Any:
    return importlib.import_module(name)
