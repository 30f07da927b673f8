"""Queries: values that combine, each an SQL clause and a predicate that select the same records."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping

from crm_cli.core.fields import ID, Indexed, Raw
from crm_cli.core.query_conditions import (
    AmountWithin,
    Clause,
    Within,
    chain,
    matches,
    minor_digits,
    number,
)
from crm_cli.core.query_tokens import is_plain_word, quoted, written, written_name
from crm_cli.core.record import record, replace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from crm_cli.core.fields import Field
    from crm_cli.core.query_conditions import Bound, Condition, Op


__all__ = [
    "NOTHING",
    "And",
    "Clause",
    "Everything",
    "Has",
    "In",
    "Not",
    "Or",
    "Query",
    "Row",
    "Term",
    "Words",
    "all_of",
    "any_of",
    "leaves",
    "matches",
    "minor_digits",
    "needs",
    "number",
]

Row = Mapping[str, Raw | tuple[Raw, ...]]
"""Stored values by field name, a tuple for a field of many or with `ask`; see `needs`."""


COMMA_NUMBERS = frozenset(("money", "number", "percent"))
"""Types of numbers that some people write with a comma, so that `1,5` is no list of theirs."""


class Query(ABC):
    """A question to which every record answers yes or no, never perhaps: a term on a blank is no."""

    __slots__ = ()

    @abstractmethod
    def clause(self) -> Clause:
        """Give the SQL expression over the record's row `t`, never NULL, and its parameters.

        It calls functions that our connections have (`fold`, `matches` …).
        """

    @abstractmethod
    def accepts(self, row: Row) -> bool:
        """Answer for one record, given the values that `needs` names."""

    def fields(self) -> frozenset[Field]:
        """Name the fields whose values decide."""
        return frozenset(leaf.field for leaf in leaves(self) if isinstance(leaf, (Term, Words, Has)))

    def __and__(self, other: Query) -> Query:
        return all_of([self, other])

    def __or__(self, other: Query) -> Query:
        return any_of([self, other])

    def __invert__(self) -> Query:
        return self.part if isinstance(self, Not) else Not(self)


@record
class Everything(Query):
    """Every record; typed as `*`, or as nothing at all."""

    def clause(self) -> Clause:
        """Give `1`."""
        return "1", []

    def accepts(self, row: Row) -> bool:
        """Say yes."""
        return True

    def __str__(self) -> str:
        return "*"


@record
class And(Query):
    """Records that all the parts accept; two parts at least. `all_of` and `&` make it."""

    parts: tuple[Query, ...]

    def clause(self) -> Clause:
        """Join the parts by AND."""
        return _joined(self.parts, " AND ")

    def accepts(self, row: Row) -> bool:
        """Ask the parts until one says no."""
        return all(part.accepts(row) for part in self.parts)

    def __str__(self) -> str:
        return " and ".join(f"({part})" if isinstance(part, (And, Or)) else str(part) for part in self.parts)


@record
class Or(Query):
    """Records that any of the parts accepts; two parts at least. `any_of` and `|` make it."""

    parts: tuple[Query, ...]

    def clause(self) -> Clause:
        """Join the parts by OR."""
        return _joined(self.parts, " OR ")

    def accepts(self, row: Row) -> bool:
        """Ask the parts until one says yes."""
        return any(part.accepts(row) for part in self.parts)

    def __str__(self) -> str:
        return " or ".join(f"({part})" if isinstance(part, Or) else str(part) for part in self.parts)


@record
class Not(Query):
    """Records that the part does not accept, those included whose value is blank. `~` makes it."""

    part: Query

    def clause(self) -> Clause:
        """Turn the part's answer round."""
        sql, bound = self.part.clause()
        # Behind the parenthesis rather than NOT before it: SQLite's parser stack holds 100 things.
        return f"({sql}) = 0", bound

    def accepts(self, row: Row) -> bool:
        """Turn the part's answer round."""
        return not self.part.accepts(row)

    def __str__(self) -> str:
        if isinstance(self.part, Has):
            return f"no:{written_name(self.part.field.name)}"
        return f"not ({self.part})" if isinstance(self.part, (And, Or)) else f"not {self.part}"


@record
class Term(Query):
    """A field, an operator and what it is compared with: `city:Almaty,Astana`.

    operands: as typed, one at least; any of them may fit. `!=` wants a value that none of them equals.
    condition: what the operands come to in the stored form of the field; for `!=`, what must not be.
    Of a field of many values any may fit; `!=` wants one value at least and none that equals.
    """

    field: Field
    op: Op
    operands: tuple[str, ...]
    condition: Condition

    def clause(self) -> Clause:
        """Ask the condition of the values of all records at once, of the field's expression, or of any of its values."""
        field, is_other = self.field, self.op == "!="
        if field.among:
            over = self.condition
            if isinstance(over, AmountWithin):
                over = replace(over, currency="v.currency")
            sql, bound = over.sql("v.value")
            if field.is_count:
                return _counted(
                    field, f"NOT ({sql})" if is_other else sql, over.fits(0) is not is_other
                ), bound
            sql = _among(field, sql)
        elif several := _several(field):
            sql, bound = self.condition.sql("v.value")
            sql = f"EXISTS (SELECT 1 FROM ({several}) AS v WHERE {sql})"
        else:
            sql, bound = self._of_one()
        if is_other:
            # a counted nought is a value here: `deals!=1` keeps those with none
            has = f"{_expression(field)} IS NOT NULL" if field.is_count else Has(field).clause()[0]
            return f"({has} AND NOT {sql})", bound
        return sql, bound

    def _of_one(self) -> Clause:
        """Ask the condition of an expression over the record."""
        field = self.field
        sql, bound = self.condition.sql(_expression(field))
        if _is_column(field):
            if isinstance(self.condition, Within) and self.condition.view == "stored":
                return f"({field.sql} IS NOT NULL AND {sql})", bound  # two-valued, and an index can serve
        elif sql.count(field.sql) > 1:
            # LIMIT keeps SQLite from putting the expression into each comparison again
            once, bound = self.condition.sql("v.value")
            return f"EXISTS (SELECT 1 FROM (SELECT {field.sql} AS value LIMIT 1) AS v WHERE {once})", bound
        return f"ifnull({sql}, 0)", bound

    def accepts(self, row: Row) -> bool:
        """Ask the condition of the value, or of any of them."""
        values = _values(self.field, row)
        currency = row.get(f"{self.field.name}.currency")
        fits = any(self.condition.fits(value, str(currency or "")) for value in values)
        return bool(values) and not fits if self.op == "!=" else fits

    def __str__(self) -> str:
        comma = ", " if self.field.type.name in COMMA_NUMBERS else ","
        return f"{written_name(self.field.name)}{self.op}{comma.join(map(written, self.operands))}"


@record
class Words(Query):
    """Records whose words hold these, one after the other, the last perhaps only begun.

    words: as `core.text.words` splits them, one at least.
    field: the records' folded words with single spaces between.
    end: the signs that stood behind the last, which then is whole (`C++` is no beginning of Çelik).
    """

    words: tuple[str, ...]
    field: Field
    end: str = ""

    def clause(self) -> Clause:
        """Ask the full-text index where the field has one, else look for the words behind a space."""
        if isinstance(self.field, Indexed):
            phrase = " ".join(self.words).replace('"', '""')
            return f"t.id IN ({self.field.search})", [f'"{phrase}"' if self.end else f'"{phrase}" *']
        return f"ifnull(instr(' ' || ({self.field.sql}) || ' ', ?), 0) > 0", [self._looked_for]

    def accepts(self, row: Row) -> bool:
        """Look for the words behind a space."""
        return any(self._looked_for in f" {value} " for value in _values(self.field, row))

    @property
    def _looked_for(self) -> str:
        return f" {' '.join(self.words)}{' ' if self.end else ''}"

    def __str__(self) -> str:
        text = " ".join(self.words) + self.end
        return written(text) if is_plain_word(text) else quoted(text)


@record
class Has(Query):
    """Records that have any value of a field: `has:email`; turned round, `no:email`.

    An empty text is no value, nor is a counted nought (`no:deals.open`).
    """

    field: Field

    def clause(self) -> Clause:
        """Look for a value that is not blank."""
        if self.field.among:
            blank = "0" if self.field.is_count else "''"
            return _among(self.field, f"v.value <> {blank}"), []
        if several := _several(self.field):
            return f"EXISTS (SELECT 1 FROM ({several}) AS v WHERE v.value <> '')", []
        blank = "0" if self.field.is_count else "''"
        return f"ifnull({_expression(self.field)}, {blank}) <> {blank}", []

    def accepts(self, row: Row) -> bool:
        """Look for a value that is not blank."""
        values = _values(self.field, row)
        return any(value != 0 for value in values) if self.field.is_count else bool(values)

    def __str__(self) -> str:
        return f"has:{written_name(self.field.name)}"


@record
class In(Query):
    """Records of a named segment, which `inner` selects."""

    name: str
    inner: Query

    def clause(self) -> Clause:
        """Give the segment's own clause."""
        sql, bound = self.inner.clause()
        return f"({sql})", bound

    def accepts(self, row: Row) -> bool:
        """Ask the segment."""
        return self.inner.accepts(row)

    def __str__(self) -> str:
        return f"in:{written(self.name)}"


NOTHING = Not(Everything())
"""No record at all."""


def all_of(parts: Iterable[Query]) -> Query:
    """Combine by and: nested ones flattened; of none, everything."""
    flat = [each for part in parts for each in (part.parts if isinstance(part, And) else (part,))]
    flat = [part for part in flat if not isinstance(part, Everything)]
    return And(tuple(flat)) if len(flat) > 1 else flat[0] if flat else Everything()


def any_of(parts: Iterable[Query]) -> Query:
    """Combine by or: nested ones flattened; of none, nothing."""
    flat = [each for part in parts for each in (part.parts if isinstance(part, Or) else (part,))]
    flat = [part for part in flat if part != NOTHING]
    return Or(tuple(flat)) if len(flat) > 1 else flat[0] if flat else NOTHING


def children(query: Query) -> Sequence[Query]:
    """Give the queries directly inside one; a segment holds its own query."""
    if isinstance(query, (And, Or)):
        return query.parts
    if isinstance(query, Not):
        return (query.part,)
    return (query.inner,) if isinstance(query, In) else ()


def leaves(query: Query) -> Iterator[Query]:
    """Walk the terms, words and `has:` of a query, those of its segments too, from left to right."""
    inside = children(query)
    if not inside:
        yield query
    for part in inside:
        yield from leaves(part)


def weight(query: Query) -> int:
    """Count the values a query compares with, its segments' too."""
    if isinstance(query, Term):
        return len(query.operands)
    return sum(map(weight, children(query))) or 1


def height(query: Query) -> int:
    """Count how deep a query nests; a leaf is 1."""
    return 1 + max(map(height, children(query)), default=0)


def needs(query: Query) -> dict[str, str]:
    """Name what `accepts` must be given: keys of the row → SQL over `t`, a SELECT where it may hold several.

    The currency of a money field stands under its name and `.currency`.
    """
    sources = {}
    for field in sorted(query.fields(), key=lambda field: field.name):
        sources[field.name] = _several(field) or field.sql
        if field.currency:
            sources[f"{field.name}.currency"] = field.currency
    return sources


def _is_column(field: Field) -> bool:
    return field.sql.startswith("t.") and field.sql[2:].isidentifier()


def _several(field: Field) -> str:
    return field.ask or (field.sql if field.many else "")


def _expression(field: Field) -> str:
    return field.sql if _is_column(field) else f"({field.sql})"


def _among(field: Field, condition: str) -> str:
    """Ask whether a record is among those with a value that fits; never NULL, and an index may serve the key."""
    found = f"IN (SELECT v.id FROM ({field.among}) AS v WHERE {condition})"
    if field.key == "t.id":
        return f"t.id {found}"
    if field.key.startswith("t."):
        return f"({field.key} IS NOT NULL AND {field.key} {found})"
    return f"ifnull({field.key} {found}, 0)"


def _counted(field: Field, condition: str, fits_nought: bool) -> str:
    """The same of a count: records that `among` does not name have none of what it counts."""
    if fits_nought and field.key == "t.id":
        return f"t.id NOT IN (SELECT v.id FROM ({field.among}) AS v WHERE NOT ({condition}))"
    return _among(field, condition)


def _values(field: Field, row: Row) -> list[Bound]:
    stored = row.get(field.name)
    several = stored if isinstance(stored, tuple) else (stored,)
    return [value for value in several if value is not None and value != ""]


def _joined(parts: Sequence[Query], word: str) -> Clause:
    # The deepest first: what stands before a parenthesis waits on SQLite's parser stack of 100.
    texts: list[str] = []
    bound: list[Bound] = []
    for part in sorted(_one_by_one(parts) if word == " AND " else parts, key=height, reverse=True):
        sql, parameters = part.clause()
        texts.append(f"({sql})" if isinstance(part, (And, Or)) else sql)
        bound += parameters
    return chain(texts, word), bound


def _one_by_one(parts: Sequence[Query]) -> Sequence[Query]:
    """Parts of an `and`: where one of them leaves a few records, the values of these alone are worked out."""
    if not any(_is_of_few(part) for part in parts):
        return parts
    return [
        replace(part, field=part.field.but(among="")) if isinstance(part, (Term, Has)) else part
        for part in parts
    ]


def _is_of_few(part: Query) -> bool:
    """Whether a part names records by number: their own, or that of a record they are linked to."""
    if (
        not isinstance(part, Term)
        or part.op == "!="
        or part.field.type is not ID
        or not _is_column(part.field)
    ):
        return False
    return isinstance(part.condition, Within) and all(span.low == span.high for span in part.condition.spans)
