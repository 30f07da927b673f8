"""The kinds of record there are, and which field of them a word means.

A slice never learns of those to its right: what a deal knows about a contact is declared by the deal and found
here, and the modules to the right are imported only where a query, a column or a sort names such a word.
"""

from __future__ import annotations

from crm_cli.core.fields import as_array, normal_name

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from sqlite3 import Connection

    from crm_cli.core.fields import Field
    from crm_cli.kinds.kind import Kind

NAMES = ["company", "contact", "product", "deal", "activity", "reminder"]
"""The kinds from left to right, each a folder of the package with a `kind.py`: a kind may point to those before it."""


class Kinds:
    """The kinds by name; each is imported when it is first asked for."""

    __slots__ = ("_found",)

    def __init__(self) -> None:
        self._found: dict[str, Kind] = {}

    def __getitem__(self, name: str) -> Kind:
        kind = self._found.get(name)
        if kind is None:
            if name not in NAMES:
                raise KeyError(name)
            module = __import__(f"crm_cli.{name}.kind", fromlist=["KIND"])  # importlib costs as much again
            kind = self._found[name] = module.KIND
        return kind

    def __contains__(self, name: object) -> bool:
        return name in NAMES

    def __iter__(self) -> Iterator[str]:
        return iter(NAMES)

    def __len__(self) -> int:
        return len(NAMES)

    def values(self) -> Iterator[Kind]:
        """All kinds, from left to right: also the order in which records are imported."""
        return (self[name] for name in NAMES)

    def with_trait(self, trait: str) -> tuple[str, ...]:
        """Names of the kinds that have a trait: `with_trait("has_tags")`."""
        return tuple([kind.name for kind in self.values() if getattr(kind, trait)])

    def as_people_ask(self, trait: str = "name") -> list[str]:
        """Names of the kinds that have a trait, else of all, in the order in which people think of them: persons first."""
        return sorted(self.with_trait(trait), key=lambda name: not self[name].is_person)

    def left_of(self, name: str, trait: str) -> tuple[Kind, ...]:
        """The kinds that one may point to and that have a trait, in that order; none to its right is imported."""
        found = [self[other] for other in NAMES[: NAMES.index(name)]]
        return tuple(
            sorted([kind for kind in found if getattr(kind, trait)], key=lambda kind: not kind.is_person)
        )

    def of_table(self, table: str) -> Kind | None:
        """The kind whose records a table holds, or None."""
        return next((kind for kind in self.values() if kind.table == table), None)


KINDS = Kinds()


def kind_named(text: str) -> Kind | None:
    """A kind by its singular or plural name."""
    return next((kind for kind in KINDS.values() if text in {kind.name, kind.plural}), None)


class Catalogue:
    """The fields of one file: those of the program and those the user added."""

    __slots__ = ("_custom", "db")

    def __init__(self, db: Connection) -> None:
        self.db = db
        self._custom: dict[str, list[Field]] = {}

    @property
    def of_file(self) -> Catalogue:
        """The fields as a segment means them, whoever asks for its records."""
        return self

    def field(self, kind: str, name: str) -> Field | None:
        """The field a person means by `name`, or None. Dots follow links: `company.city`, `contact.company.name`."""
        asked = normal_name(name)
        if asked == "words":
            from crm_cli.kinds.field import words

            return words(kind)
        for field in KINDS[kind].fields:
            if asked in field.normal_names:
                return self.with_choices(field)
        custom = asked.removeprefix("custom.")
        for field in self.custom(kind):
            if custom in field.normal_names:
                return field
        for field in _about(kind):
            if asked in field.normal_names:
                return field
        first, dot, rest = name.partition(".")
        return self._linked(kind, first, rest) if dot else None

    def with_choices(self, field: Field) -> Field:
        """A field whose choices the user decides (a deal's stage) gets them from the file."""
        if not field.choices_sql:
            return field
        return field.but(choices=tuple(dict.fromkeys(row[0] for row in self.db.execute(field.choices_sql))))

    def _linked(self, kind: str, first: str, rest: str) -> Field | None:
        link = self.field(kind, first)
        if link is None or not link.linked or not link.column:
            return None
        target = KINDS[link.linked]
        field = self.field(target.name, rest)
        if field is None or field.name == "words":
            return None
        inner = f"FROM {target.table} t"

        def through(sql: str) -> str:
            where = f"WHERE i = t.{link.column}"
            return f"(SELECT v FROM (SELECT t.id AS i, {sql} AS v {inner}) {where})" if sql else ""

        def each(sql: str) -> str:
            values = f"SELECT t.id AS i, m.value AS value {inner}, json_each({as_array(sql)}) m"
            return f"SELECT value FROM ({values}) WHERE i = t.{link.column}" if sql else ""

        return field.but(
            name=f"{link.name}.{field.name}",
            label="",
            aliases=(),
            column="",
            own_key="",
            sql=each(field.sql) if field.many else through(field.sql),
            sort=through(field.sort),
            walk=None,
            currency=through(field.currency),
            moment=through(field.moment),
            mark=through(field.mark),
            seen=through(field.seen),
            ask=each(field.ask),
            details=each(field.details),
            among=_among(field, target.table),
            key=f"t.{link.column}" if field.key == "t.id" else through(field.key),
        )

    def custom(self, kind: str) -> list[Field]:
        """The fields the user added to a kind."""
        if kind not in self._custom:
            if self.db.execute("SELECT 1 FROM custom_fields LIMIT 1").fetchone() is None:
                return self._custom.setdefault(kind, [])
            from crm_cli.kinds import custom

            self._custom[kind] = custom.fields(self.db, kind)
        return self._custom[kind]

    def fields(self, kind: str) -> Iterator[Field]:
        """All fields of a kind: its own, the user's, and what other slices say about it."""
        yield from KINDS[kind].fields
        yield from self.custom(kind)
        yield from _about(kind)

    def names(self, kind: str) -> list[str]:
        """What can be asked of a kind, for "did you mean"."""
        fields = list(self.fields(kind))
        links = [f"{f.name}." for f in fields if f.linked and f.column]
        return [name for f in fields for name in (f.name, *f.aliases)] + links


def _among(field: Field, table: str) -> str:
    """The values of a field that all records of a table have, for queries that come to it by a link."""
    if field.is_count and field.key == "t.id":
        counts = f"LEFT JOIN ({field.among}) AS counted ON counted.id = t.id"
        return f"SELECT t.id AS id, coalesce(counted.value, 0) AS value FROM {table} t {counts}"
    if field.among:
        return field.among
    if field.many:
        return f"SELECT t.id AS id, m.value AS value FROM {table} t, json_each({as_array(field.sql)}) m"
    currency = f", {field.currency} AS currency" if field.currency else ""
    return f"SELECT t.id AS id, {field.sql} AS value{currency} FROM {table} t"


def _about(kind: str) -> Iterator[Field]:
    """What the kinds to its right say about a kind; each is imported only when those before it did not know."""
    for name in NAMES[NAMES.index(kind) + 1 :]:
        yield from KINDS[name].about.get(kind, ())
