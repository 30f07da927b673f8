"""The fields that kinds are made of: stored columns, links, points, tags, addresses, lines, and what every record has."""

from __future__ import annotations

from crm_cli.core.fields import (
    DAY,
    EMAIL,
    ID,
    INSTANT,
    INTEGER,
    LONG_TEXT,
    PHONE,
    TAG,
    TEXT,
    Field,
    Indexed,
    Type,
    Walk,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

POINTS = {"email": "emails", "phone": "phones", "url": "urls", "messenger": "messengers", "social": "socials"}
"""Kinds of contact points, and the name of all of them together."""


def stored(name: str, type: Type = TEXT, **more: Any) -> Field:
    """A field that is a column of its record's own table, under the same name; words of people are searched.

    Long texts are where people write about people, so they are `is_personal` unless said otherwise.
    """
    more.setdefault("is_searched", type is TEXT or type is LONG_TEXT)
    more.setdefault("is_personal", type is LONG_TEXT)
    return Field(name, type, f"t.{name}", column=name, **more)


def instant(name: str, *, day: str = "", **more: Any) -> tuple[Field, Field]:
    """An instant `x_at`, kept in UTC, and the same as the user's clock had it, `x_local`.

    day: the field that has the day where no hour was said.
    """
    local = f"local(t.{name})"
    return (
        stored(name, INSTANT, **more),
        Field(
            f"{name.removesuffix('_at')}_local",
            TEXT,
            f"coalesce({local}, t.{day})" if day else local,
            is_hidden=True,
            example="2026-11-24",
            help=f"{more['help']}, by the clock of your zone",
        ),
    )


def title(kind: str, name: str, **more: Any) -> Field:
    """The column that names a record: needed, and ordered as the index keeps it folded."""
    return stored(name, sort=name_sort(kind, name), walk=_titles(kind), is_needed=True, **more)


def identity(kind: str) -> Field:
    """The small number a person can type."""
    return Field("id", ID, "t.id", label="ID", is_hidden=True, reading="id", help=f"the {kind}'s number")


def link(
    name: str,
    kind: str,
    table: str,
    *,
    title: str = "name",
    said: str = "",
    proof: str = "",
    is_searched: bool = False,
    is_telling: bool = False,
    example: str = "",
    help: str = "",
    id_help: str = "",
) -> tuple[Field, Field]:
    """A link to one other record as two fields: its name, and its number under `name_id`."""
    column = f"{name}_id"
    return (
        Field(
            name,
            TEXT,
            f"(SELECT o.{title} FROM {table} o WHERE o.id = t.{column})",
            among=f"SELECT o.id AS id, o.{title} AS value FROM {table} o",
            key=f"t.{column}",
            column=column,
            linked=kind,
            said=said,
            proof=proof,
            is_searched=is_searched,
            is_telling=is_telling,
            example=example,
            help=help,
        ),
        Field(
            column,
            ID,
            f"t.{column}",
            reading="link_id",
            is_hidden=True,
            help=id_help or f"number of that {kind}",
        ),
    )


def links(
    kind: str,
    plural: str,
    table: str,
    through: str,
    *,
    of: str,
    title: str = "name",
    label: str = "",
    aliases: tuple[str, ...] = (),
    example: str = "",
    help: str = "",
) -> tuple[Field, Field]:
    """Links to several records of a kind, kept in the table `through`: their names, and the number of the first."""
    rows = f"FROM {through} l JOIN {table} r ON r.id = l.{kind}_id WHERE l.{of}_id = t.id ORDER BY l.id"
    first = (
        f"(SELECT l.{kind}_id FROM {through} l WHERE l.{of}_id = t.id AND l.{kind}_id IS NOT NULL"
        " ORDER BY l.id LIMIT 1)"
    )
    return (
        Field(
            plural,
            TEXT,
            f"SELECT r.{title} AS value {rows}",
            among=f"SELECT l.{of}_id AS id, r.{title} AS value FROM {table} r"
            f" CROSS JOIN {through} l ON l.{kind}_id = r.id",
            label=label,
            aliases=(kind, *aliases),
            many=True,
            linked=kind,
            reading="links",
            example=example,
            help=help,
        ),
        Field(
            f"{kind}_id",
            ID,
            first,
            reading="link_ids",
            is_hidden=True,
            help="number of the first of them",
        ),
    )


def points(owner: str, telling: str = "", **said: tuple[str, str]) -> tuple[Field, ...]:
    """The ways to reach a record: for each kind of point the first one (`email`) and all of them (`emails`).

    telling: the kind of point whose header says what the rows of a file are. said: kind of point → (help, example).
    """
    fields: list[Field] = []
    for kind, (help, example) in said.items():
        rows = f"FROM contact_points p WHERE p.{owner}_id = t.id AND p.kind = '{kind}'"
        order = "ORDER BY p.is_primary DESC, p.id"
        ask = f"SELECT p.value AS value {rows} UNION ALL SELECT p.normal {rows} AND p.normal <> p.value"
        # a `+` keeps SQLite from an index that would lead it all over the table
        every = f"FROM contact_points p WHERE +p.{owner}_id IS NOT NULL AND +p.kind = '{kind}'"
        among = (
            f"SELECT p.{owner}_id AS id, p.value AS value {every}"
            f" UNION ALL SELECT p.{owner}_id, p.normal {every} AND p.normal <> p.value"
        )
        json = (
            "json_object('value', p.value, 'label', p.label,"
            " 'primary', json(CASE p.is_primary WHEN 1 THEN 'true' ELSE 'false' END))"
        )
        type = {"email": EMAIL, "phone": PHONE}.get(kind, TEXT)
        fields += (
            Field(
                kind,
                type,
                f"(SELECT p.value {rows} {order} LIMIT 1)",
                ask=ask,
                among=among,
                reading="point",
                proof=kind,
                is_telling=kind == telling,
                help=help,
                example=example,
            ),
            Field(
                POINTS[kind],
                type,
                f"SELECT p.value AS value {rows} {order}",
                many=True,
                ask=ask,
                among=among,
                details=f"SELECT {json} AS value {rows} {order}",
                help=f"all of them: {help}",
                example=example,
            ),
        )
    return tuple(fields)


def tags(owner: str) -> Field:
    """The labels a record carries."""
    sql = (
        "SELECT g.name AS value FROM taggings x JOIN tags g ON g.id = x.tag_id"
        f" WHERE x.{owner}_id = t.id ORDER BY g.normal"
    )
    return Field(
        "tags",
        TAG,
        sql,
        among=f"SELECT x.{owner}_id AS id, g.name AS value FROM tags g CROSS JOIN taggings x ON x.tag_id = g.id"
        f" WHERE x.{owner}_id IS NOT NULL",  # the tags first: each name is compared once, not once per tagging
        aliases=("tag",),
        many=True,
        reading="tags",
        help="its labels",
    )


def address() -> tuple[Field, ...]:
    """Where somebody lives or works, in five parts."""
    return (
        stored(
            "street",
            proof="street",
            aliases=("address",),
            example='"Abay Ave 10"',
            help="street and house",
        ),
        stored(
            "city",
            proof="city",
            example="Almaty",
            help="town",
        ),
        stored(
            "region",
            proof="region",
            aliases=("state", "province"),
            example="Almaty",
            help="state, province or oblast",
        ),
        stored(
            "postal_code",
            proof="postal_code",
            aliases=("zip",),
            example="050000",
            help="postal code",
        ),
        stored(
            "country",
            proof="country",
            example="Kazakhstan",
            help="country",
        ),
    )


def owner(help: str) -> Field:
    """Which of the users looks after a record."""
    return stored(
        "owner",
        example="Aigul",
        help=help,
    )


def source(help: str) -> Field:
    """Where a record came from: an advert, a fair, a referral."""
    return stored(
        "source",
        is_personal=True,
        example="referral",
        help=help,
    )


def description(example: str) -> Field:
    """Anything worth knowing about a record, in any words."""
    return stored(
        "description",
        LONG_TEXT,
        aliases=("notes",),
        example=example,
        help="anything worth knowing",
    )


def currency(help: str) -> Field:
    """The ISO 4217 code of the record's amounts."""
    return stored(
        "currency",
        reading="currency",
        is_searched=False,
        example="EUR",
        help=help,
    )


def line_products(kind: str, lines: str, *, is_carried: bool = False) -> tuple[Field, Field, Field]:
    """What lines, kept in the table `lines`, say of their record: the first product, its number, and all products.

    is_carried: whether sheets hold them, as those of deals do.
    """
    names = (
        f"SELECT p.name AS value FROM {lines} i JOIN products p ON p.id = i.product_id"
        f" WHERE i.{kind}_id = t.id ORDER BY i.position, i.id"
    )
    among = f"SELECT i.{kind}_id AS id, p.name AS value FROM products p CROSS JOIN {lines} i ON i.product_id = p.id"
    return (
        Field(
            "product",
            TEXT,
            f"({names} LIMIT 1)",
            ask=names,
            among=among,
            linked="product" if is_carried else "",
            reading="link" if is_carried else "",
            is_carried=is_carried,
            example='"GTX Pro"',
            help="what is sold: the product of its first line; its price is the amount where there is none",
        ),
        Field(
            "product_id",
            ID,
            f"(SELECT i.product_id FROM {lines} i WHERE i.{kind}_id = t.id AND i.product_id IS NOT NULL"
            " ORDER BY i.position, i.id LIMIT 1)",
            reading="link_id" if is_carried else "",
            is_carried=is_carried,
            is_hidden=True,
            help="number of that product",
        ),
        Field(
            "products",
            TEXT,
            names,
            many=True,
            among=among,
            is_searched=True,
            help="the products of its lines",
        ),
    )


def line_items(kind: str, lines: str, *, is_carried: bool = False) -> Field:
    """A record's lines in words: how many of what. is_carried: whether sheets hold them, in full."""
    return Field(
        "items",
        TEXT,
        f"SELECT i.quantity || ' × ' || coalesce(p.name, i.description, '') AS value FROM {lines} i"
        f" LEFT JOIN products p ON p.id = i.product_id WHERE i.{kind}_id = t.id ORDER BY i.position, i.id",
        many=True,
        reading="code" if is_carried else "",
        is_carried=is_carried,
        is_hidden=True,
        example='"2 × GTX Pro"',
        help="its lines: how many of what",
    )


def records_with_line(kind: str, plural: str, lines: str) -> Field:
    """What is said of a product: how many records of a kind have a line of it."""
    return Field(
        plural,
        INTEGER,
        f"(SELECT count(DISTINCT i.{kind}_id) FROM {lines} i WHERE i.product_id = t.id)",
        among=f"SELECT i.product_id AS id, count(DISTINCT i.{kind}_id) AS value FROM {lines} i"
        " WHERE i.product_id IS NOT NULL GROUP BY +i.product_id",
        is_count=True,
        example="1..",
        help=f"how many {plural} have a line of it",
    )


def common(kind: str) -> tuple[Field, ...]:
    """The fields every record has beside its own: who it is, and when it was entered and hidden."""
    return (
        Field(
            "uid",
            TEXT,
            f"uid_of('{kind}', t.id)",
            reading="uid",
            is_hidden=True,
            help="global identity, the same in every export",
        ),
        *instant(
            "created_at",
            label="Entered",
            is_needed=True,
            is_fixed=True,
            is_hidden=True,
            help="when it was entered",
        ),
        Field(
            "created_on",
            DAY,
            "local_day(t.created_at)",
            aliases=("created",),
            is_hidden=True,
            help="the day it was entered",
        ),
        *instant(
            "archived_at",
            aliases=("archived",),
            is_fixed=True,
            is_hidden=True,
            help="when it was hidden",
        ),
    )


def words(kind: str) -> Field:
    """What free words look into: the record's own fields, points, tags and links, folded."""
    sql = f"(SELECT index_words(s.title, s.body) FROM _searchable_{kind} s WHERE s.record_id = t.id)"
    search = f"SELECT record_id FROM _search_hits WHERE kind = '{kind}' AND words MATCH ?"
    return Indexed("words", TEXT, sql, search=search, help="all its words")


def name_sort(kind: str, column: str) -> str:
    """Order by a name as it folds: the index keeps that; what another program wrote is folded on the way."""
    pending = "SELECT 1 FROM _search_pending q WHERE q.kind = s.kind AND q.record_id = s.record_id"
    index = (
        f"SELECT s.title FROM _search_text s WHERE s.kind = '{kind}' AND s.record_id = t.id"
        f" AND NOT EXISTS ({pending})"
    )
    return f"coalesce(({index}), fold(t.{column}))"


def _titles(kind: str) -> Walk:
    """The names of all records of a kind in their order, which the search index keeps, too."""
    return Walk(
        "_search_text",
        f"w.kind = '{kind}'",
        record="w.record_id",
        key="w.title",
        stale=f"SELECT 1 FROM _search_pending WHERE kind = '{kind}' LIMIT 1",
    )
