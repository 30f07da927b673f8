"""What can be asked of one stored value: an SQL expression and a predicate that always agree."""

from __future__ import annotations

import math
from decimal import ROUND_CEILING, ROUND_FLOOR, Context

from crm_cli.core.record import record
from crm_cli.core.text import ZWNJ, fold, same

TYPE_CHECKING = False
if TYPE_CHECKING:
    import re
    from collections.abc import Callable, Sequence
    from decimal import Decimal
    from typing import Literal, Protocol

    Op = Literal[":", "=", "!=", "<", "<=", ">", ">=", "~"]
    """The operators of the language."""
    View = Literal["stored", "folded", "spaced", "same", "same apart", "number", "month and day", "year"]
    """What of a stored value is compared."""

    class Condition(Protocol):
        """A question about one value that is there.

        sql: the expression over `value`, an SQL expression; NULL or false where that is NULL or ''.
        fits: the same answer for a value that is no blank, with the currency of its row.
        """

        def sql(self, value: str) -> Clause: ...  # noqa: D102
        def fits(self, value: Bound, currency: str = "") -> bool: ...  # noqa: D102


Bound = str | int | float
"""A parameter bound to a `?` of an SQL expression."""

Clause = tuple[str, list[Bound]]
"""An SQL expression and its parameters; no value ever stands in the expression itself."""


@record
class Span:
    """From `low` to `high`, either of them open where None; both ends count unless `strict`."""

    low: Bound | None
    high: Bound | None
    strict: bool = False


@record
class Within:
    """The value lies in one of the spans, seen as `view`."""

    spans: tuple[Span, ...]
    view: View = "stored"

    def sql(self, value: str) -> Clause:
        """Compare plainly where the stored form is what is compared, so that an index can serve."""
        seen = _SQL_VIEWS[self.view].format(value)
        points = [span.low for span in self.spans if span.low is not None and span.low == span.high]
        if len(points) == len(self.spans) > 1:
            return f"{seen} IN ({', '.join('?' * len(points))})", list(points)
        clauses = [_span_sql(seen, span) for span in self.spans]
        bound = [parameter for _, parameters in clauses for parameter in parameters]
        return _any_of([sql for sql, _ in clauses]), bound

    def fits(self, value: Bound, currency: str = "") -> bool:
        """Accept a value in any of the spans."""
        seen = _VIEWS[self.view](value)
        return seen is not None and any(_in_span(seen, span) for span in self.spans)


@record
class Contains:
    """The value contains one of these texts, both folded; or as `same` has them, with their signs."""

    needles: tuple[str, ...]
    has_signs: bool = False

    @property
    def _views(self) -> tuple[View, View]:
        """The value, and the same with its joined words apart."""
        return ("same", "same apart") if self.has_signs else ("folded", "spaced")

    def sql(self, value: str) -> Clause:
        """Look each text up in the value, and in the one with its joined words apart."""
        forms = [_SQL_VIEWS[view].format(value) for view in self._views]
        looked_up = [f"instr({form}, ?) > 0" for form in forms for _ in self.needles]
        return _any_of(looked_up), [*self.needles, *self.needles]

    def fits(self, value: Bound, currency: str = "") -> bool:
        """Accept a value that contains any of the texts."""
        forms = [str(_VIEWS[view](value) or "") for view in self._views]
        return any(needle in form for form in forms for needle in self.needles)


@record
class Like:
    """The whole folded value fits one of these folded patterns of `*` and `?`."""

    patterns: tuple[str, ...]

    def sql(self, value: str) -> Clause:
        """Ask the SQL function `matches`, of a blank nothing."""
        fits = _any_of([f"matches(?, fold({value}))"] * len(self.patterns))
        return f"({value} <> '' AND {fits})", list(self.patterns)

    def fits(self, value: Bound, currency: str = "") -> bool:
        """Accept a value that any of the patterns describes whole."""
        folded = fold(str(value))
        return any(matches(pattern, folded) for pattern in self.patterns)


@record
class AmountSpan:
    """Amounts from `low` to `high` in whole units of a currency; of any currency where that is ""."""

    low: Decimal | None
    high: Decimal | None
    strict: bool = False
    currency: str = ""

    def minor(self, digits: int) -> Span:
        """Name the same amounts in a currency's minor units: 12.5 is 1250 with two digits."""
        low, high = None, None
        if self.low is not None:
            low = (
                _whole(self.low, digits, ROUND_FLOOR) + 1
                if self.strict
                else _whole(self.low, digits, ROUND_CEILING)
            )
        if self.high is not None:
            high = (
                _whole(self.high, digits, ROUND_CEILING) - 1
                if self.strict
                else _whole(self.high, digits, ROUND_FLOOR)
            )
        return Span(low, high)


@record
class AmountWithin:
    """The amount, stored in minor units, lies in one of the spans, each in its own row's currency.

    currency: the SQL expression of the row's currency.
    """

    spans: tuple[AmountSpan, ...]
    currency: str

    def sql(self, value: str) -> Clause:
        """Compare minor units with bounds that depend on the digits of the row's currency."""
        clauses = [self._span_sql(value, span) for span in self.spans]
        return _any_of([sql for sql, _ in clauses]), [bound for _, bounds in clauses for bound in bounds]

    def fits(self, value: Bound, currency: str = "") -> bool:
        """Accept an amount in any of the spans."""
        digits = minor_digits(currency)
        return any(
            span.currency in {"", currency} and _in_span(value, span.minor(digits)) for span in self.spans
        )

    def _span_sql(self, value: str, span: AmountSpan) -> Clause:
        if span.currency:
            sql, bound = _span_sql(value, span.minor(minor_digits(span.currency)))
            return f"({self.currency} = ? AND {sql})", [span.currency, *bound]
        by_digits = {digits: span.minor(digits) for digits in _DIGITS}
        lows = [each.low for each in by_digits.values() if each.low is not None]
        highs = [each.high for each in by_digits.values() if each.high is not None]
        cases = " ".join(f"WHEN {digits} THEN ?" for digits in _DIGITS)
        unit = f"CASE minor_digits({self.currency}) {cases} END"
        if lows and highs:
            return f"{value} BETWEEN {unit} AND {unit}", lows + highs
        return (f"{value} >= {unit}", lows) if lows else (f"{value} <= {unit}", highs)


@record
class Either:
    """Any of several conditions of different make; see `either`."""

    conditions: tuple[Condition, ...]

    def sql(self, value: str) -> Clause:
        """Join them by OR."""
        clauses = [condition.sql(value) for condition in self.conditions]
        return _any_of([sql for sql, _ in clauses]), [bound for _, bounds in clauses for bound in bounds]

    def fits(self, value: Bound, currency: str = "") -> bool:
        """Ask them one after the other."""
        return any(condition.fits(value, currency) for condition in self.conditions)


def either(conditions: Sequence[Condition]) -> Condition:
    """Combine the conditions of a list by or, those of one make into one."""
    stored: dict[View, list[Span]] = {}
    amounts: dict[str, list[AmountSpan]] = {}
    needles: dict[bool, list[str]] = {}
    patterns: list[str] = []
    single = [each for c in conditions for each in (c.conditions if isinstance(c, Either) else (c,))]
    for condition in single:
        if isinstance(condition, Within):
            stored.setdefault(condition.view, []).extend(condition.spans)
        elif isinstance(condition, AmountWithin):
            amounts.setdefault(condition.currency, []).extend(condition.spans)
        elif isinstance(condition, Contains):
            needles.setdefault(condition.has_signs, []).extend(condition.needles)
        elif isinstance(condition, Like):
            patterns.extend(condition.patterns)
    merged: list[Condition] = [Within(tuple(spans), view) for view, spans in stored.items()]
    merged += [AmountWithin(tuple(each), currency) for currency, each in amounts.items()]
    merged += [Contains(tuple(each), has_signs) for has_signs, each in needles.items()]
    merged += [Like(tuple(patterns))] if patterns else []
    return merged[0] if len(merged) == 1 else Either(tuple(merged))


def chain(clauses: list[str], word: str) -> str:
    """Join expressions by AND or OR, many in groups: SQLite takes a chain for a tree, at most 1000 deep."""
    while len(clauses) > 50:
        clauses = [f"({word.join(clauses[at : at + 50])})" for at in range(0, len(clauses), 50)]
    return word.join(clauses)


def matches(pattern: str | None, text: str | None) -> bool:
    """Tell whether a pattern describes a whole text: `*` is any run of signs, `?` any one sign.

    Both are folded already. The time is bounded by the product of their lengths: each part of the
    pattern between two `*` is found once, leftmost, and never looked for again.
    """
    if pattern is None or text is None:
        return False
    return _pattern(pattern).match(text) is not None


def number(value: object) -> float | None:
    """Read a stored number, be it decimal text, a whole number or a float; None where it is none.

    Both the SQL and the predicate compare these floats, so numbers that differ only beyond
    their 15th digit count as equal.
    """
    try:
        read = float(value) if isinstance(value, (str, int, float)) else math.nan
    except (ValueError, OverflowError):
        return None
    return read if math.isfinite(read) else None


def minor_digits(currency: object) -> int:
    """Count the digits after the point of a currency; 2 where there is none."""
    from crm_cli.core import money

    return money.digits(currency) if isinstance(currency, str) and currency else 2


def spaced(value: object) -> str | None:
    """Fold a value with a space for each zero-width non-joiner, as many write it; None where there is none."""
    text = "" if value is None else str(value)
    return fold(text.replace(ZWNJ, " ")) if ZWNJ in text else None


def _same(value: object) -> str | None:
    return None if value is None else same(value if isinstance(value, str) else str(value))


def _same_apart(value: Bound) -> str | None:
    text = str(value)
    return same(text.replace(ZWNJ, " ")) if ZWNJ in text else None


_DIGITS = (0, 2, 3, 4)  # of ISO 4217; the clause and the predicate agree on these
_EXACT = Context(prec=1100)  # operands are shorter than that
_INT64 = 2**63 - 1

_SQL_VIEWS: dict[View, str] = {
    "stored": "{}",
    "folded": "fold({})",
    "spaced": "CASE WHEN instr({0}, char(8204)) THEN spaced({0}) END",  # few values have one
    "same": "same({})",
    "same apart": "CASE WHEN instr({0}, char(8204)) THEN same(replace({0}, char(8204), ' ')) END",
    "number": "number({})",
    "month and day": "substr({}, -5)",
    "year": "substr({}, 1, 4)",
}
_VIEWS: dict[View, Callable[[Bound], Bound | None]] = {
    "stored": lambda value: value,
    "folded": lambda value: fold(str(value)),
    "spaced": spaced,
    "same": _same,
    "same apart": _same_apart,
    "number": number,
    "month and day": lambda value: str(value)[-5:],
    "year": lambda value: str(value)[:4],
}


def _any_of(clauses: list[str]) -> str:
    return clauses[0] if len(clauses) == 1 else f"({chain(clauses, ' OR ')})"


def _span_sql(value: str, span: Span) -> Clause:
    low, high = span.low, span.high
    if low is not None and high is not None:
        return (f"{value} = ?", [low]) if low == high else (f"{value} BETWEEN ? AND ?", [low, high])
    if low is not None:
        return f"{value} {'>' if span.strict else '>='} ?", [low]
    assert high is not None, "a span has at least one end"
    below = f"{value} {'<' if span.strict else '<='} ?"
    # An empty text is a blank, and a blank is before nothing.
    return (f"({value} > '' AND {below})" if isinstance(high, str) else below), [high]


def _in_span(value: Bound, span: Span) -> bool:
    low, high, strict = span.low, span.high, span.strict
    if isinstance(value, str) != isinstance(high if low is None else low, str):
        # As SQLite orders them: every number comes before every text.
        return high is None and isinstance(value, str)
    if low is not None and (value < low or (strict and value == low)):  # type: ignore[operator]
        return False
    return high is None or not (value > high or (strict and value == high))  # type: ignore[operator]


def _whole(amount: Decimal, digits: int, rounding: str) -> int:
    minor = int(amount.scaleb(digits, _EXACT).to_integral_value(rounding, _EXACT))
    return max(-_INT64, min(minor, _INT64))


def _pattern(pattern: str) -> re.Pattern[str]:
    """The regular expression of a pattern with `*` and `?`, made once."""
    found = _PATTERNS.get(pattern)
    if found is None:
        found = _PATTERNS[pattern] = _compiled(pattern)
    return found


def _compiled(pattern: str) -> re.Pattern[str]:
    import re

    first, *others = [
        "".join("." if sign == "?" else re.escape(sign) for sign in part) for part in pattern.split("*")
    ]
    if not others:
        return re.compile(rf"(?s:{first})\Z")
    *middle, last = others
    # Atomic groups: what one part has taken is never given back, so nothing backtracks for ever.
    found = "".join(f"(?>.*?{part})" for part in middle if part)
    return re.compile(rf"(?s:{first}{found}.*{last})\Z")


_PATTERNS: dict[str, re.Pattern[str]] = {}
"""Those of one command, by their text."""
