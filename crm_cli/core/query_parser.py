"""The text of a query → the query, or a caret under what could not be read."""

from __future__ import annotations

import itertools

from crm_cli.core import caret
from crm_cli.core.errors import CrmError, UsageError
from crm_cli.core.phones import is_figure
from crm_cli.core.query import COMMA_NUMBERS, Everything, Has, In, Term, Words, all_of, any_of, height, weight
from crm_cli.core.query_conditions import either
from crm_cli.core.query_operands import condition, operator
from crm_cli.core.query_tokens import KEYWORDS, Misread, Operand, Token, quoted, tokens
from crm_cli.core.query_words import join
from crm_cli.core.record import replace
from crm_cli.core.text import ZWNJ, is_telling, nearest, plural, safe, words

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import TypeVar

    from crm_cli.core.conventions import Conventions
    from crm_cli.core.fields import Field
    from crm_cli.core.query import Query

    T = TypeVar("T")


__all__ = ["DEEPEST", "LONGEST", "MOST", "QueryError", "join", "parse"]


LONGEST = 100_000
"""Signs a query may have."""

DEEPEST = 40
"""Levels it may nest, those of its segments counted: SQLite's own parser keeps a stack of 100."""

MOST = 1_000
"""Values it may compare with, those of its segments counted."""


class QueryError(UsageError):
    """A query that cannot be read: what is wrong, the line, and a caret under the place.

    reason: what is wrong, alone. start, end: the place in the text as it was typed.
    """

    def __init__(self, message: str, text: str, start: int, end: int, *, hint: str = "") -> None:
        super().__init__(f"cannot read the query: {message}\n{caret.pointed(text, start, end)}", hint=hint)
        self.reason = message
        self.start, self.end = start, end


def parse(
    text: str,
    *,
    kind: str,
    resolve: Callable[[str, str], Field | None],
    names: Callable[[str], Sequence[str]],
    segment: Callable[[str], Query] | None,
    how: Conventions,
) -> Query:
    """Read a query about records of a kind; blank text and `*` are everything. Raises QueryError.

    resolve: (kind, name as typed) → the field, or None. It knows case, spaces, aliases and dots; by the
        name "words" it gives the field of a record's folded words, for what is typed without a field.
    names: kind → the names to suggest from.
    segment: name → its query; raises CrmError where there is none, or where one contains itself.
        None where segments cannot be named.

    The grammar, where a `value` is `a`, `a..b`, `a..` or `..b`:

        or  = and { "or" and }
        and = not { ["and"] not }
        not = { "not" } one
        one = "(" or ")" | word | "a phrase" | field operator value { "," value } | "*"
    """
    if not text.strip():
        return Everything()
    if len(text) > LONGEST:
        raise UsageError(f"cannot read the query: its {len(text):,} signs are more than {LONGEST:,}")
    text = text.translate(_UNKEEPABLE)
    try:
        return _Parser(text, kind, resolve, names, segment, how).query()
    except Misread as misread:
        raise QueryError(misread.message, text, misread.start, misread.end, hint=misread.hint) from None


_UNKEEPABLE = {0: 0xFFFD, **dict.fromkeys(range(0xD800, 0xE000), 0xFFFD)}
"""What no text in the file holds: NUL and lone surrogates, which SQLite cannot be asked for."""


class _Parser:
    """One query being read, by recursive descent."""

    def __init__(
        self,
        text: str,
        kind: str,
        resolve: Callable[[str, str], Field | None],
        names: Callable[[str], Sequence[str]],
        segment: Callable[[str], Query] | None,
        how: Conventions,
    ) -> None:
        self.text, self.kind, self.how = text, kind, how
        self.resolve, self.names, self.segment = resolve, names, segment
        self.rest = tokens(text)
        self.token = next(self.rest)
        self.last = Token("end", "", 0, 0)
        self.values = self.depth = 0

    def query(self) -> Query:
        """Read all of the text."""
        query = self._or()
        if self.token.kind != "end":
            raise self._misread("nothing opens this parenthesis", hint='in quotes, ")" is a word')
        if height(query) > DEEPEST or weight(query) > MOST:
            limits = f"{DEEPEST} levels or {MOST:,} values"
            raise Misread(f"with its segments it has more than {limits}", 0, len(self.text))
        return query

    def _or(self) -> Query:
        parts = [self._and()]
        while self.token.kind == "or":
            self._advance()
            parts.append(self._and())
        return any_of(parts)

    def _and(self) -> Query:
        parts = [self._not()]
        while self.token.kind not in {"or", ")", "end"}:
            if self.token.kind == "and":
                self._advance()
            parts.append(self._not())
        return all_of(parts)

    def _not(self) -> Query:
        negated = False
        while self.token.kind == "not":
            self._advance()
            negated = not negated
        query = self._one()
        return ~query if negated else query

    def _one(self) -> Query:
        token = self.token
        if token.kind == "(":
            return self._parenthesis()
        if token.kind == "words":
            self._count(1)
            return self._words(self._advance())
        if token.kind == "term":
            self._count(len(token.operands))
            self._advance()
            return self._prefixed(token) if token.prefix else self._term(token)
        if self.last.kind in KEYWORDS:
            word = self.last.text
            raise self._misread(f"something is missing after `{word}`", hint=f'in quotes, "{word}" is a word')
        if token.kind == "end":
            raise self._misread("something is missing at the end")
        raise self._misread(
            f"something is missing before `{token.text}`", hint=f'in quotes, "{token.text}" is a word'
        )

    def _parenthesis(self) -> Query:
        opening = self._advance()
        self.depth += 1
        if self.depth > DEEPEST:
            raise self._misread(f"parentheses nest deeper than {DEEPEST} levels", opening)
        if self.token.kind == ")":
            raise self._misread("there is nothing in these parentheses")
        query = self._or()
        closing = self._advance()
        if closing.kind != ")":
            raise self._misread("this parenthesis is not closed", opening, hint='in quotes, "(" is a word')
        self.depth -= 1
        return query

    def _words(self, token: Token) -> Query:
        if token.text == "*" and not token.quoted:
            return Everything()
        split = words(token.text)
        if not split:
            raise self._misread("there is no word here", token)
        field = self.resolve(self.kind, "words")
        if field is None:
            raise self._misread(f"{_many(self.kind)} are not searched by words", token, hint="name a field")
        apart = words(token.text.replace(ZWNJ, " "))
        end = _end_signs(token.text)
        return any_of(
            [Words(tuple(each), field, end) for each in ([split, apart] if apart != split else [split])]
        )

    def _prefixed(self, token: Token) -> Query:
        prefix, op = token.prefix, token.op
        if op not in {":", "="}:
            place = (token.op_start, token.op_start + len(op))
            raise Misread(
                f"`{prefix}` takes `:`, not `{op}`", *place, hint=f"{prefix}:{token.operands[0].text}"
            )
        if prefix == "in":
            return any_of([self._segment(operand) for operand in token.operands])
        having = [Has(self._field(operand.text, operand.start, operand.end)) for operand in token.operands]
        return any_of(having if prefix == "has" else [~has for has in having])

    def _segment(self, operand: Operand) -> Query:
        if self.segment is None:
            raise Misread("segments cannot be named here", operand.start, operand.end)
        return In(operand.text, _told(self.segment, operand))

    def _term(self, token: Token) -> Query:
        field = self._field(token.text, token.start, token.op_start, token)
        if field.type.name == "phone":
            token = self._whole_number(token)
        op = _told(
            lambda op: operator(field, op), Operand(token.op, token.op_start, token.op_start + len(token.op))
        )
        if field.type.name in COMMA_NUMBERS:
            self._check_commas(token.operands)
        conditions = [
            _told(lambda text: condition(field, op, text, self.how), operand) for operand in token.operands
        ]
        return Term(field, op, tuple(operand.text for operand in token.operands), either(conditions))

    def _whole_number(self, token: Token) -> Token:
        """Take the groups of digits that follow a phone number's first: `phone:8 701 123 45 67` is one value."""
        *others, operand = token.operands
        if operand.end != token.end or not is_figure(operand.text, least=1):
            return token
        while self.token.kind == "words" and not self.token.quoted and is_figure(self.token.text, least=1):
            end = self._advance().end
            operand = Operand(self.text[operand.start : end], operand.start, end)
        return replace(token, operands=(*others, operand), end=operand.end)

    def _check_commas(self, operands: Sequence[Operand]) -> None:
        """Refuse `1,5` and `1,250`, which many people write for one number; `1, 5` is a list."""
        for one, other in itertools.pairwise(operands):
            if one.text[-1].isdigit() and other.text[0].isdigit() and other.start == one.end + 1:
                both = self.text[one.start : other.end]
                raise Misread(
                    f"`{safe(both)}` may be one number or two",
                    one.start,
                    other.end,
                    hint=f"write one number with a point, a list with a space: {one.text}, {other.text}",
                )

    def _field(self, name: str, start: int, end: int, token: Token | None = None) -> Field:
        field = self.resolve(self.kind, name)
        if field is not None:
            return field
        near = nearest(name, self.names(self.kind))
        typed = self.text[token.start : token.end] if token else name
        if near:
            hint = f"did you mean {' or '.join(f'`{each}`' for each in near)}?"
        elif token and not token.quoted:
            hint = f"to search for it as words, quote it: {_short(quoted(typed))}"
        else:
            hint = f"crm field list {self.kind}"
        raise Misread(f"no field `{_short(name, 40)}` of {_many(self.kind)}", start, end, hint=hint)

    def _advance(self) -> Token:
        self.last, self.token = self.token, next(self.rest, self.token)
        return self.last

    def _count(self, values: int) -> None:
        self.values += values
        if self.values > MOST:
            raise self._misread(f"it compares with more than {MOST:,} values")

    def _misread(self, message: str, token: Token | None = None, hint: str = "") -> Misread:
        token = token or self.token
        return Misread(message, token.start, token.end, hint=hint)


def _end_signs(text: str) -> str:
    """The signs at the end that tell names apart, right behind a letter or digit: `++` of `C++`."""
    at = len(text)
    while at and is_telling(text[at - 1]):
        at -= 1
    return text[at:] if text[:at][-1:].isalnum() else ""


def _told(read: Callable[[str], T], operand: Operand) -> T:
    """Read an operand; what cannot be read is told with its place."""
    try:
        return read(operand.text)
    except CrmError as error:
        raise Misread(_short(error.message), operand.start, operand.end, hint=_short(error.hint)) from error


def _short(text: str, longest: int = 300) -> str:
    return safe(text if len(text) <= longest else text[: longest - 1] + "…")


def _many(kind: str) -> str:
    return plural(2, kind).removeprefix("2 ")
