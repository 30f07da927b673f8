"""A field of a record: its name, how it is stored, read, compared and shown."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from crm_cli.core.conventions import Conventions

Raw = str | int | float | None
"""A value as the file holds it: text, a whole number, nothing; a float only inside custom values."""

Family = Literal["text", "choice", "number", "day", "instant", "monthday", "flag"]
"""How values compare: text contains and folds, choices are equal, the others have an order."""


@dataclass(frozen=True, slots=True)
class Type:
    """How the values of a field are stored, typed and compared.

    name: what `crm field list` prints, and what `output` formats by.
    family: how the query language compares.
    parse: what a person typed → the stored form; raises UsageError. Blank text never reaches it.
    scale: how many stored units one typed unit is, for numbers kept as whole numbers
        (10000 for ratios in basis points); money scales by its currency instead.
    example: a value as a person would type it.
    """

    name: str
    family: Family
    parse: Callable[[str, Conventions], Raw]
    example: str
    scale: int = 1


@dataclass(frozen=True, slots=True)
class Field:
    """One named value of a record kind.

    sql: an expression over the record's row, whose table is aliased `t`. Where `many`, a
        SELECT of one column named `value`, one row a value, in order of importance.
    column: the column of the record's own table that stores it, or "" where it is derived or linked.
    currency: for money, the SQL expression of its currency code.
    choices: for choice fields, what it may be.
    linked: the record kind a link points to ("company" for a contact's company), or "".
    sort: the SQL expression to order by, where it is not the value itself.
    ask: a SELECT of one column `value` that queries compare with instead of `sql`: any of them may fit
        (`email:` asks all addresses though the column shows the first).
    details: a SELECT of one column `value` of JSON objects, which JSON shows instead of `sql`.
    """

    name: str
    type: Type
    sql: str
    label: str = ""
    aliases: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    column: str = ""
    currency: str = ""
    linked: str = ""
    many: bool = False
    is_custom: bool = False
    sort: str = ""
    ask: str = ""
    details: str = ""
    help: str = ""
    example: str = ""

    @property
    def title(self) -> str:
        """The header over its column in a table."""
        return self.label or self.name.replace("_", " ").replace(".", " ").capitalize()


def _text(text: str, how: Conventions) -> Raw:
    return text


def _integer(text: str, how: Conventions) -> Raw:
    from crm_cli.core import money
    from crm_cli.core.errors import UsageError

    number = money.parse_number(text, decimal=how.decimal)
    if number != number.to_integral_value():
        raise UsageError(f"`{text}` is not a whole number")
    return int(number)


def _number(text: str, how: Conventions) -> Raw:
    from crm_cli.core import money

    return plain(money.parse_number(text, decimal=how.decimal))


def plain(number: Decimal) -> str:
    """Write a decimal without exponent or trailing zeros: Decimal("1E+3") → "1000"."""
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _percent(text: str, how: Conventions) -> Raw:
    from crm_cli.core import money

    return money.parse_probability(text, decimal=how.decimal)


def _money(text: str, how: Conventions) -> Raw:
    from crm_cli.core import money

    return money.parse(text, currency=how.currency, decimal=how.decimal).minor


def _day(text: str, how: Conventions) -> Raw:
    from crm_cli.core import dates

    return dates.parse_day(text, how.calendar).isoformat()


def _instant(text: str, how: Conventions) -> Raw:
    from crm_cli.core import dates

    return dates.iso_instant(dates.parse_instant(text, how.calendar))


def _monthday(text: str, how: Conventions) -> Raw:
    from crm_cli.core import monthdays

    return monthdays.parse_monthday(text, how.calendar)


def _flag(text: str, how: Conventions) -> Raw:
    from crm_cli.core.errors import UsageError

    word = text.strip().casefold()
    if word in {"1", "yes", "true", "on", "y", "да", "иә", "ооба", "بله"}:
        return 1
    if word in {"0", "no", "false", "off", "n", "нет", "жоқ", "жок", "نه", "خیر"}:
        return 0
    raise UsageError(f"`{text}` is neither yes nor no")


def _duration(text: str, how: Conventions) -> Raw:
    from crm_cli.core import durations

    return durations.parse_duration(text)


TEXT = Type("text", "text", _text, "any words")
LONG_TEXT = Type("long text", "text", _text, "any words")
PHONE = Type("phone", "text", _text, "+77012345678")
CHOICE = Type("choice", "choice", _text, "a listed value")
TAG = Type("tag", "choice", _text, "vip")
INTEGER = Type("integer", "number", _integer, "12")
NUMBER = Type("number", "number", _number, "12.5")
MONEY = Type("money", "number", _money, "12.5k")
PERCENT = Type("percent", "number", _percent, "40%", scale=10_000)
DAY = Type("day", "day", _day, "fri")
INSTANT = Type("instant", "instant", _instant, "-7d..")
MONTHDAY = Type("month and day", "monthday", _monthday, "1990-03-14")
FLAG = Type("yes/no", "flag", _flag, "yes")
ID = Type("id", "number", _integer, "12")
DURATION = Type("minutes", "number", _duration, "20m")

CUSTOM_TYPES: dict[str, Type] = {"text": TEXT, "number": NUMBER, "date": DAY, "choice": CHOICE, "flag": FLAG}
"""The types a custom field can have, by the name `crm field add --type` takes."""


def stored(name: str, type: Type = TEXT, **more: Any) -> Field:
    """A field that is a column of its record's own table, under the same name."""
    return Field(name, type, f"t.{name}", column=name, **more)


def common(kind: str, *, is_archivable: bool = True) -> tuple[Field, ...]:
    """The fields every record has beside its own: who it is, and when it was entered and hidden."""
    fields: tuple[Field, ...] = (
        Field("uid", TEXT, f"uid_of('{kind}', t.id)", help="global identity, the same in every export"),
        Field("created_at", INSTANT, "t.created_at", label="Entered", help="when it was entered"),
        Field(
            "created_on", DAY, "local_day(t.created_at)", aliases=("created",), help="the day it was entered"
        ),
    )
    if is_archivable:
        fields += (
            Field("archived_at", INSTANT, "t.archived_at", aliases=("archived",), help="when it was hidden"),
        )
    return fields


def identity(kind: str) -> Field:
    """The small number a person can type."""
    return Field("id", ID, "t.id", label="ID", help=f"the {kind}'s number")


def words(kind: str) -> Field:
    """What free words look into: the record's own fields, points, tags and links, folded."""
    sql = f"(SELECT s.title || ' ' || s.body FROM _search_text s WHERE s.kind = '{kind}' AND s.record_id = t.id)"
    return Field("words", TEXT, sql, help="all its words")


def name_sort(kind: str, column: str) -> str:
    """Order by a name as it folds: the index keeps that; a row written by another program is folded on the way."""
    index = f"SELECT s.title FROM _search_text s WHERE s.kind = '{kind}' AND s.record_id = t.id"
    return f"coalesce(({index}), fold(t.{column}))"


def tags(column: str) -> Field:
    """The labels a record carries."""
    sql = f"SELECT g.name AS value FROM taggings x JOIN tags g ON g.id = x.tag_id WHERE x.{column} = t.id ORDER BY g.normal"
    return Field("tags", TAG, sql, aliases=("tag",), many=True, help="its labels")


def points(kind: str, many: str, column: str, *, help: str, example: str) -> tuple[Field, Field]:
    """The ways of one kind to reach a record: the first one (`email`) and all of them (`emails`)."""
    rows = f"FROM contact_points p WHERE p.{column} = t.id AND p.kind = '{kind}'"
    order = "ORDER BY p.is_primary DESC, p.id"
    ask = f"SELECT p.value AS value {rows} UNION ALL SELECT p.normal {rows} AND p.normal <> p.value"
    json = (
        "json_object('value', p.value, 'label', p.label,"
        " 'primary', json(CASE p.is_primary WHEN 1 THEN 'true' ELSE 'false' END))"
    )
    type = PHONE if kind == "phone" else TEXT
    first = Field(kind, type, f"(SELECT p.value {rows} {order} LIMIT 1)", ask=ask, help=help, example=example)
    every = Field(
        many,
        type,
        f"SELECT p.value AS value {rows} {order}",
        many=True,
        ask=ask,
        details=f"SELECT {json} AS value {rows} {order}",
        help=f"all of them: {help}",
        example=example,
    )
    return first, every


def normal_name(text: str) -> str:
    """Field names are the same without case, spaces, `_` and `-`."""
    return text.casefold().replace(" ", "").replace("_", "").replace("-", "")


def as_array(sql: str) -> str:
    """Turn the SELECT of a field with many values into one expression: a JSON array, in its order."""
    return f"(SELECT json_group_array(value) FROM ({sql}))"
