"""A field of a record: its name, how it is stored, read, compared and shown."""

from __future__ import annotations

TYPE_CHECKING = False  # `typing` costs a plain read a tenth of its time
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from decimal import Decimal
    from typing import Any, Literal

    from crm_cli.core.conventions import Conventions

    Family = Literal["text", "choice", "number", "day", "instant", "monthday", "flag"]
    """How values compare: text contains and folds, choices are equal, the others have an order."""

Raw = str | int | float | None
"""A value as the file holds it: text, a whole number, nothing; a float only inside custom values."""


class Type:
    """How the values of a field are stored, typed and compared.

    name: what `crm field list` prints, and what `output` formats by.
    family: how the query language compares.
    parse: what a person typed → the stored form; raises UsageError. Blank text never reaches it.
    scale: how many stored units one typed unit is, for numbers kept as whole numbers
        (10000 for ratios in basis points); money scales by its currency instead.
    example: a value as a person would type it.
    """

    __slots__ = ("example", "family", "name", "parse", "scale")

    def __init__(
        self,
        name: str,
        family: Family,
        parse: Callable[[str, Conventions], Raw],
        example: str,
        scale: int = 1,
    ) -> None:
        self.name = name
        self.family = family
        self.parse = parse
        self.example = example
        self.scale = scale

    def __repr__(self) -> str:
        return f"Type({self.name!r})"


class Walk:
    """A table that keeps all records in the order of a field, to read along instead of sorting.

    table: aliased `w`, with `where` the condition that leaves one row a record.
    record: the record's id. key: what an index of the table has in order.
    stale: a SELECT that finds a row where some record does not stand there as it is now.
    """

    __slots__ = ("key", "record", "stale", "table", "where")

    def __init__(self, table: str, where: str, *, record: str, key: str, stale: str) -> None:
        self.table = table
        self.where = where
        self.record = record
        self.key = key
        self.stale = stale


class Field:
    """One named value of a record kind, told once: all that shows, asks, sets, imports, exports or forgets it reads this.

    sql: an expression over the record's row, whose table is aliased `t`. Where `many`, a
        SELECT of one column named `value`, one row a value, in order of importance.
    column: the column of the record's own table that stores it, or "" where it is derived or linked.
    currency: for money, the SQL expression of its currency code.
    choices: for choice fields, what it may be; choices_sql: a SELECT that lists them, where the user decides.
    linked: the record kind a link points to ("company" for a contact's company), or "".
    said: what stands before its value in a sentence in place of its name: a person is `at` a company.
    sort: the SQL expression to order by, where it is not the value itself; walk: the table that has all records
        in that order, where there is one.
    among: what queries ask of all records at once, where that is less work than record by record: a SELECT of
        `id` and `value` (and `currency`, of money), one row a value. A record without a row has none, and a
        count of its own of nought.
    key: the SQL expression over `t` that the `id` of `among` means; another record's, where not `t.id`.
    ask: a SELECT of one column `value` that queries compare with instead of `sql`: any of them may fit
        (`email:` asks all addresses though the column shows the first).
    details: a SELECT of one column `value` of JSON objects, which JSON shows instead of `sql`.
    moment: of a day, the SQL expression of the instant behind it, or of nothing where no hour was said: people are
        shown its hour. mark: the SQL expression of the word for what is to be seen in the value, `overdue`, `stale`,
        `won` or `lost`, which tables tell beside it. seen: the SQL expression that a table shows instead of the value,
        where nobody asked for the field by its name: of a deal that is closed, the day it was.
    own_key: of a field of the user's own, the key of its values in the record's `custom` column.
    reading: how import reads its cells, where that is not its type's way; a derived field with one is imported.
    proof: what it proves of two records that they are one, where they have it in common: a sort of `kinds.proofs`.
    is_count: a number of things, where none is nought, and nought is no value to `has:`.
    is_needed: no record is without it, so it cannot be emptied.
    is_searched: `find` and free words look into it. is_personal: people write about people in it (forget).
    is_fixed: no option of `add` and `edit`. is_telling: its header says what the rows of a file are.
    is_carried: exported though it is derived. is_hidden: a card leaves it to the data formats.
    """

    __slots__ = (
        "aliases", "among", "ask", "choices", "choices_sql", "column", "currency", "details", "example", "help",
        "is_carried", "is_count", "is_custom", "is_fixed", "is_hidden", "is_needed", "is_personal", "is_searched", "is_telling",
        "key", "label", "linked", "many", "mark", "moment", "name", "normal_names", "own_key", "proof", "reading", "said", "seen",
        "sort", "sql", "type", "walk",
    )  # fmt: skip

    def __init__(
        self,
        name: str,
        type: Type,
        sql: str,
        *,
        label: str = "",
        aliases: tuple[str, ...] = (),
        choices: tuple[str, ...] = (),
        choices_sql: str = "",
        column: str = "",
        currency: str = "",
        linked: str = "",
        many: bool = False,
        said: str = "",
        sort: str = "",
        walk: Walk | None = None,
        among: str = "",
        key: str = "t.id",
        ask: str = "",
        details: str = "",
        moment: str = "",
        mark: str = "",
        seen: str = "",
        own_key: str = "",
        proof: str = "",
        reading: str = "",
        is_custom: bool = False,
        is_count: bool = False,
        is_needed: bool = False,
        is_searched: bool = False,
        is_personal: bool = False,
        is_fixed: bool = False,
        is_telling: bool = False,
        is_carried: bool = False,
        is_hidden: bool = False,
        help: str = "",
        example: str = "",
    ) -> None:
        self.name = name
        self.type = type
        self.sql = sql
        self.label = label
        self.aliases = aliases
        self.choices = choices
        self.choices_sql = choices_sql
        self.column = column
        self.currency = currency
        self.linked = linked
        self.many = many
        self.said = said
        self.sort = sort
        self.walk = walk
        self.among = among
        self.key = key
        self.ask = ask
        self.details = details
        self.moment = moment
        self.mark = mark
        self.seen = seen
        self.own_key = own_key
        self.proof = proof
        self.reading = reading
        self.is_custom = is_custom
        self.is_count = is_count
        self.is_needed = is_needed
        self.is_searched = is_searched
        self.is_personal = is_personal
        self.is_fixed = is_fixed
        self.is_telling = is_telling
        self.is_carried = is_carried
        self.is_hidden = is_hidden
        self.help = help
        self.example = example
        self.normal_names = tuple([normal_name(each) for each in (name, *aliases)])

    def __repr__(self) -> str:
        return f"Field({self.name!r}, {self.type.name!r}, {self.sql!r})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Field) and all(
            getattr(self, name) == getattr(other, name) for name in Field.__slots__
        )

    def __hash__(self) -> int:
        return hash((self.name, self.sql))

    def but(self, **changes: Any) -> Field:
        """The same field with some of what it says changed."""
        said = {name: getattr(self, name) for name in Field.__slots__ if name != "normal_names"}
        return Field(**{**said, **changes})

    def is_named(self, asked: str) -> bool:
        """Whether a name, already normal (`normal_name`), is its own or an alias."""
        return asked in self.normal_names

    @property
    def is_first(self) -> bool:
        """Whether it is the first of several values that queries ask for together: `email` of `emails`."""
        return bool(self.ask) and not self.many

    @property
    def stored_in(self) -> str:
        """The column of its record's table that decides it: its own, or that of the link it follows; "" for none."""
        return self.column or (
            self.key.removeprefix("t.") if self.key.startswith("t.") and self.key != "t.id" else ""
        )

    @property
    def title(self) -> str:
        """The header over its column in a table."""
        return self.label or self.name.replace("_", " ").replace(".", " ").capitalize()


class Indexed(Field):
    """The field of all the words of a record, which a full-text index answers.

    search: a SELECT of the ids of the records whose words hold the FTS5 phrase `?`.
    """

    __slots__ = ("search",)

    def __init__(self, name: str, type: Type, sql: str, *, search: str, help: str = "") -> None:
        super().__init__(name, type, sql, help=help)
        self.search = search


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
EMAIL = Type("email", "text", _text, "jane@acme.com")
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
MOMENT = Type("moment", "instant", _instant, "fri 9:00")
"""A day, or an instant where there is an hour: what people are shown of a day that has a `moment`."""

MARK = Type("mark", "text", _text, "overdue")
"""What is to be seen in the value before it."""

DURATION = Type("minutes", "number", _duration, "20m")

CUSTOM_TYPES: dict[str, Type] = {"text": TEXT, "number": NUMBER, "date": DAY, "choice": CHOICE, "flag": FLAG}
"""The types a custom field can have, by the name `crm field add --type` takes."""


def chosen(name: str, choices: Iterable[str], text: str) -> str:
    """The choice that is the same as a text; UsageError naming the field and what it may be."""
    from crm_cli.core.errors import UsageError
    from crm_cli.core.text import same

    for choice in choices:
        if same(choice) == same(text):
            return choice
    raise UsageError(f"{name} is one of {', '.join(choices)}, not `{text}`")


def normal_name(text: str) -> str:
    """Field names are the same without case, spaces, `_` and `-`."""
    return text.casefold().replace(" ", "").replace("_", "").replace("-", "")


def same_name(text: str) -> str:
    """What makes two names of fields that a user may have the same: `text.same`, and spaces and `_` looked away from."""
    from crm_cli.core.text import same

    return same(text).replace(" ", "").replace("_", "")


def as_array(sql: str) -> str:
    """Turn the SELECT of a field with many values into one expression: a JSON array, in its order."""
    return f"(SELECT json_group_array(value) FROM ({sql}))"
