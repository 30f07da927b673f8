"""What a typed operand asks of a field: text, field type and operator → a condition on the stored form."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from crm_cli.core.errors import UsageError
from crm_cli.core.query_conditions import AmountSpan, AmountWithin, Contains, Like, Span, Within, either
from crm_cli.core.text import ZWNJ, fold, is_telling, same

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from decimal import Decimal
    from typing import TypeVar

    from crm_cli.core.conventions import Conventions
    from crm_cli.core.fields import Family, Field
    from crm_cli.core.query_conditions import Condition, Op, View

    T = TypeVar("T")


OPERATORS: dict[Family, tuple[Op, ...]] = {
    "text": (":", "=", "!=", "<", "<=", ">", ">=", "~"),
    "choice": (":", "=", "!=", "~"),
    "number": (":", "=", "!=", "<", "<=", ">", ">="),
    "day": (":", "=", "!=", "<", "<=", ">", ">="),
    "instant": (":", "=", "!=", "<", "<=", ">", ">="),
    "monthday": (":", "=", "!=", "<", "<=", ">", ">="),
    "flag": (":", "=", "!="),
}
"""The operators each family of fields takes."""

_LONGEST_VALUE = 100  # of a number or a date
_LONGEST_PATTERN = 200


def operator(field: Field, op: str) -> Op:
    """Give the operator where it applies to the field; raises UsageError that lists those that do."""
    for each in OPERATORS[field.type.family]:
        if each == op:
            return each
    raise UsageError(
        f"`{op}` does not apply to `{field.name}`, {_kind(field)}",
        hint=f"it takes {' '.join(OPERATORS[field.type.family])}",
    )


def condition(field: Field, op: Op, operand: str, how: Conventions) -> Condition:
    """Read one operand; for `!=`, what the value must not be. Raises UsageError in the user's words."""
    family = field.type.family
    if op == "~":
        return Like((_pattern(operand),))
    if family == "text":
        return _text(field, op, operand, how)
    if family == "choice":
        return _choice(field, operand)
    if len(operand) > _LONGEST_VALUE:
        raise UsageError(f"a value of {len(operand)} signs is too long for {_kind(field)}")
    if family == "monthday":
        return _monthday(op, operand, how)
    if family == "flag":
        stored = field.type.parse(operand, how)
        return Within((Span(stored, stored),))
    if field.type.name == "money" and field.currency:
        return _amount(field, op, operand, how)
    if family == "number":
        view: View = "number" if field.type.name == "number" else "stored"
        return Within((Span(*_asked(op, *_ends(op, operand, lambda text: _number(field, text, how)))),), view)
    stretch = _instants if family == "instant" else _days
    return Within((Span(*_asked(op, *_ends(op, operand, lambda text: stretch(text, how)))),))


def _kind(field: Field) -> str:
    name = field.type.name
    return f"{'an' if name[0] in 'aeio' else 'a'} {name} field"


def _text(field: Field, op: Op, operand: str, how: Conventions) -> Condition:
    folded = _folded(operand)
    if op in {"<", "<=", ">", ">="}:
        return Within((Span(*_asked(op, folded, folded)),), "folded")
    if figures := _number_forms(operand, how) if field.type.name == "phone" else ():
        forms = tuple(dict.fromkeys((folded, *figures)))
        return Contains(forms) if op == ":" else Within(tuple(Span(form, form) for form in forms), "folded")
    has_signs = op != ":" or any(map(is_telling, operand))
    written = dict.fromkeys((operand, operand.replace(ZWNJ, " ")))
    needles = tuple(dict.fromkeys(same(form) if has_signs else fold(form) for form in written))
    if op == ":":
        return Contains(needles, has_signs)
    spans = tuple(Span(form, form) for form in needles)
    return either([Within(spans, "same"), Within(spans, "same apart")])


def _number_forms(operand: str, how: Conventions) -> tuple[str, ...]:
    """Give a phone number as the file's normal forms fold: its digits alone, and E.164 where that is known."""
    from crm_cli.core import phones

    if not phones.is_figure(operand):
        return ()
    digits = "".join(sign for sign in fold(operand) if sign.isdigit())
    whole = phones.normal(operand, how.region) if phones.looks_like(operand) else None
    return (digits, fold(whole)) if whole else (digits,)


def _choice(field: Field, operand: str) -> Condition:
    _folded(operand)
    wanted = same(operand)
    if not field.choices:
        return Within((Span(wanted, wanted),), "same")
    fitting = [choice for choice in field.choices if same(choice) == wanted]
    if not fitting:
        from crm_cli.core.text import nearest

        near = nearest(operand, field.choices)
        hint = f"did you mean {' or '.join(f'`{choice}`' for choice in near)}? " if near else ""
        raise UsageError(
            f"no {field.title.lower()} `{operand}`",
            hint=f"{hint}there is {', '.join(f'`{choice}`' for choice in field.choices)}",
        )
    if field.column and field.sql == f"t.{field.column}":  # the schema lets in nothing but the choices
        return Within(tuple(Span(choice, choice) for choice in fitting))
    return Within((Span(wanted, wanted),), "same")


def _folded(operand: str) -> str:
    folded = fold(operand)
    if not folded:
        raise UsageError("there is nothing to compare with between the quotes")
    return folded


def _pattern(operand: str) -> str:
    """Fold what stands between the `*` and `?`, keeping the spaces beside them."""
    if len(operand) > _LONGEST_PATTERN:
        raise UsageError(f"a pattern of {len(operand)} signs is longer than {_LONGEST_PATTERN}")
    pattern, piece = "", ""
    for sign in operand + "\0":
        if sign not in "*?\0":
            piece += sign
            continue
        # Between two letters, so that the spaces at the ends of the piece are not trimmed.
        pattern += fold(f"x{piece}x")[1:-1] if piece.strip() else piece
        pattern += sign
        piece = ""
    pattern = pattern[:-1]
    if "*" not in operand and "?" not in operand:
        return _folded(operand)
    if not pattern.strip("*? ") and operand.strip("*? "):
        return operand.casefold()  # signs only, which `fold` keeps where there is nothing else
    return pattern.removeprefix(" ").removesuffix(" ")


def _ends(op: Op, operand: str, read: Callable[[str], tuple[T, T]]) -> tuple[T | None, T | None]:
    """Give the first and the last value an operand covers, None where a range `a..b` is open."""
    left, dots, right = operand.partition("..")
    left, right = left.strip(), right.strip()
    if not dots:
        return read(operand)
    if op not in {":", "=", "!="}:
        raise UsageError(f"`{op}` and a range do not go together", hint="a range follows : = or !=")
    if not left and not right:
        raise UsageError("a range has a value on one side at least", hint="5..10, 5.. or ..10")
    low = read(left)[0] if left else None
    high = read(right)[1] if right else None
    if low is not None and high is not None and low > high:  # type: ignore[operator]
        raise UsageError(f"`{operand}` is empty: `{left}` comes after `{right}`", hint=f"{right}..{left}")
    return low, high


def _asked(op: Op, low: T | None, high: T | None) -> tuple[T | None, T | None, bool]:
    """Turn what an operand covers into low, high, strict of a span: `<` is before its first value."""
    if op == "<":
        return None, low, True
    if op == "<=":
        return None, high, False
    if op == ">":
        return high, None, True
    return low, None if op == ">=" else high, False


def _number(field: Field, text: str, how: Conventions) -> tuple[int | float, int | float]:
    stored = field.type.parse(text, how)
    if isinstance(stored, str):
        stored_number = float(stored)
        return stored_number, stored_number
    if stored is None or abs(stored) >= 2**63:
        raise UsageError(f"`{text}` is larger than any number kept")
    return stored, stored


def _days(text: str, how: Conventions) -> tuple[str, str]:
    first, last = _period(text, how)
    return first.isoformat(), last.isoformat()


def _period(text: str, how: Conventions) -> tuple[date, date]:
    from crm_cli.core.periods import parse_period

    period = parse_period(text, how.calendar)
    return period.start or date.min, period.end or date.max


def _instants(text: str, how: Conventions) -> tuple[str, str]:
    """Cover whole days in the user's zone, or the minute of a time of day, to the last second."""
    from crm_cli.core.dates import iso_instant, parse_when, to_instant

    calendar = how.calendar
    first, last = _period(text, how)
    if first == last:
        moment = parse_when(text, calendar, prefer="exact")
        if isinstance(moment, datetime):
            minute = timedelta(seconds=59 if ":" in text and not moment.second else 0)
            return iso_instant(moment), iso_instant(moment + minute)
    start = to_instant(first, time(0), calendar.zone)
    if last == date.max:
        return iso_instant(start), iso_instant(to_instant(last, time(23, 59, 59), calendar.zone))
    end = to_instant(last + timedelta(days=1), time(0), calendar.zone)
    return iso_instant(start), iso_instant(end - timedelta(seconds=1))


def _monthday(op: Op, operand: str, how: Conventions) -> Condition:
    """Read a birthday's operand: years (`1990`, `<1990`, `1990..1999`), else days whatever the year."""
    import re

    left, dots, right = (part.strip() for part in operand.partition(".."))
    ends = [end for end in (left, right) if end]
    if ends and all(re.fullmatch(r"\d{4}", end, re.ASCII) for end in ends):
        low, high = _ends(op, operand, lambda text: (text, text))
        if op == "<" and low is not None:
            op, high = "<=", f"{int(low) - 1:04}"
        span = Span(*_asked(op, low, high))
        # A birthday without a year begins with a hyphen, which comes before every digit.
        return Within((Span("0000", span.high) if span.low is None else span,), "year")
    if op not in {":", "=", "!="}:
        raise UsageError(f"`{op}` compares birthdays by year alone", hint=f"{op}1990")
    if op != ":" and re.fullmatch(r"\d{4}-\d\d-\d\d", operand, re.ASCII):
        return Within((Span(*_days(operand, how)),))
    if dots and len(ends) < 2:
        raise UsageError(
            "birthdays come round every year, so a range of them has two ends",
            hint="days are asked as -7d..+7d, years as 1990..",
        )
    if all(end.startswith("--") for end in ends):
        return Within(_around(*(_recurring(end, how) for end in (left, right or left))), "month and day")
    low_day, high_day = _ends(op, operand, lambda text: _period(text, how))
    assert low_day is not None and high_day is not None
    return Within(_anniversaries(low_day, high_day), "month and day")


def _recurring(text: str, how: Conventions) -> str:
    from crm_cli.core.monthdays import parse_monthday

    return parse_monthday(text, how.calendar)[-5:]


def _around(low: str, high: str) -> tuple[Span, ...]:
    """Give the month-days from one to another, over New Year where the second comes first."""
    if low <= high:
        return (Span(low, high),)
    return Span(low, "12-31"), Span("01-01", high)


def _anniversaries(first: date, last: date) -> tuple[Span, ...]:
    """Give the month-days whose anniversary falls in a period; 29 Feb's is 28 Feb in common years."""
    if (last - first).days >= 365:
        return (Span("01-01", "12-31"),)
    low, high = first.isoformat()[-5:], last.isoformat()[-5:]
    if high == "02-28" and (last + timedelta(days=1)).day == 1:
        high = "02-29"
    return _around(low, high)


def _amount(field: Field, op: Op, operand: str, how: Conventions) -> Condition:
    """Read an amount: of the currency written, else of each row's own."""
    written: set[str] = set()

    def read(text: str) -> tuple[Decimal, Decimal]:
        amount, currency = _money(text, how)
        written.update([currency] if currency else [])
        return amount, amount

    low, high = _ends(op, operand, read)
    if len(written) > 1:
        raise UsageError(f"`{operand}` names two currencies", hint="one on either side counts for both")
    currency = "".join(written)

    return AmountWithin((AmountSpan(*_asked(op, low, high), currency),), field.currency)


def _money(text: str, how: Conventions) -> tuple[Decimal, str]:
    """Read an amount and the currency written beside it, "" where none is."""
    from crm_cli.core import money

    def read(currency: str, *, exact: bool = True) -> money.Money:
        return money.parse(text, currency=currency, decimal=how.decimal, exact=exact)

    own = how.currency or "USD"
    amount = read(own, exact=False)
    other = next(code for code in _ALIKE[money.digits(own)] if code != own)
    try:
        is_written = read(other, exact=False).currency != other
    except UsageError:
        is_written = True  # a sign such as `kr`, which the user's own currency explains
    if is_written:
        return read(own).decimal, amount.currency
    try:
        return read("KWD").decimal, ""  # up to three decimals: the rows' currencies may have them
    except UsageError:
        return read(own).decimal, ""


_ALIKE = {0: ("VND", "KRW"), 2: ("CHF", "BRL"), 3: ("KWD", "BHD"), 4: ("CLF", "UYW")}
"""By their digits, currencies that the same text is probed with: one that comes back was not written."""
