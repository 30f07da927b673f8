"""Money as whole minor units of a currency: read, written, weighted and converted without losing a cent."""

from __future__ import annotations

from decimal import Decimal

from crm_cli.core import numbers
from crm_cli.core.currencies import digits, is_code, is_shared, meanings, symbol
from crm_cli.core.errors import UsageError
from crm_cli.core.numbers import (
    format_number,
    parse_number,
    parse_probability,
)
from crm_cli.core.record import record
from crm_cli.core.text import plain

__all__ = [
    "Money",
    "convert",
    "digits",
    "divide_half_away",
    "format_human",
    "format_number",
    "format_plain",
    "is_code",
    "minor_ratio",
    "parse",
    "parse_number",
    "parse_probability",
    "symbol",
    "weighted",
]

_LARGEST = 2**63 - 1
"""What a column of SQLite holds."""

_EXAMPLES = "write an amount like `1250`, `12.5k` or `1250 EUR`"

_SCALES = [
    (word, power)
    for power, written in (
        (3, "k к тыс тысяч тысячи tys tsd мың миң هزار"),
        (6, "m м mn mio mln million млн миллион миллионов میلیون"),
        (9, "b bn bln mrd billion млрд миллиард миллиардов میلیارد"),
    )
    for word in written.split()
]
"""Words for thousands, millions and thousand millions, as powers of ten."""


class Money(tuple[int, str]):
    """An amount: whole minor units (cents) and the ISO 4217 code of its currency."""

    __slots__ = ()

    def __new__(cls, minor: int, currency: str) -> Money:
        """An amount is the pair of both."""
        return super().__new__(cls, (minor, currency))

    @property
    def minor(self) -> int:
        """Whole minor units."""
        return self[0]

    @property
    def currency(self) -> str:
        """The code of the currency."""
        return self[1]

    def __repr__(self) -> str:
        return f"Money(minor={self.minor!r}, currency={self.currency!r})"

    @property
    def decimal(self) -> Decimal:
        """The amount in the currency's own unit, with all its digits: Decimal("1250.00")."""
        return Decimal(self.minor).scaleb(-digits(self.currency))


@record
class _Written:
    """The parts of a written amount."""

    negative: bool
    figure: str
    power: int
    signs: tuple[str, ...]


def parse(text: str, *, currency: str | None, decimal: str | None = None, exact: bool = True) -> Money:
    """Read an amount: `1250`, `12.5k`, `€1.250,50`, `450 000 ₸`, `-$5`, `(1,250.00)`, `1250 USD`, `2,5 млн`.

    currency: meant where none is written; also settles signs that several currencies share
    (`$` is AUD for who counts in AUD, else USD; `kr` is read only where one of its own is given).
    decimal: "." or "," where the decimal mark is settled; without it `1,250` has two readings and
    is refused, except in a currency without minor units, where it can only be thousands.
    exact: refuse more decimals than the currency has; else round half away from zero.
    Raises UsageError.
    """
    typed = plain(text)
    written = _split(typed)
    if written is None:
        raise UsageError(f"`{text}` is not an amount", hint=_EXAMPLES)
    code = _currency(text, written.signs, currency)
    found = numbers.readings(written.figure, decimal)
    if len(found) == 2 and not digits(code) and not written.power:
        found = tuple(each for each in found if not each.fraction)
    if len(found) == 2:
        raise numbers.two_readings(typed, written.figure, found)
    if not found:
        raise numbers.unreadable(text, "an amount", written.figure, decimal, _EXAMPLES)
    whole, fraction = found[0].whole, found[0].fraction
    shift = written.power + digits(code) - len(fraction)
    units = int(whole + fraction) * 10 ** max(shift, 0)
    minor = divide_half_away(units, 10 ** max(-shift, 0))
    if exact and minor * 10 ** max(-shift, 0) != units:
        raise UsageError(f"`{text}` has more decimals than {code}, which has {digits(code) or 'none'}")
    if minor > _LARGEST:
        raise UsageError(f"`{text}` is more than an amount can be, {_LARGEST} minor units")
    return Money(-minor if written.negative else minor, code)


def _split(text: str) -> _Written | None:
    """Take a plain text apart, or give None where something else than an amount stands in it."""
    start, end = numbers.span(text)
    figure = text[start:end]
    if not figure:
        return None
    if start == 0 and end == len(text):
        return _Written(False, figure, 0, ())
    before, after = text[:start].strip(), text[end:].strip()
    negative = False
    if "(" in before and ")" in after:
        negative, before, after = True, before.replace("(", "", 1), after.replace(")", "", 1)
    elif "-" in before or "+" in before:
        mark = "-" if "-" in before else "+"
        negative, before = mark == "-", before.replace(mark, "", 1)
    before, after = before.strip(), after.strip()
    if before and not meanings(before):
        return None
    power, after = _scale(after)
    if after and not meanings(after):
        return None
    return _Written(negative, figure, power, tuple(sign for sign in (before, after) if sign))


def _scale(after: str) -> tuple[int, str]:
    """Take the word for thousands or millions off what follows a figure."""
    if not after or meanings(after):
        return 0, after
    word = after.casefold()
    for scale, power in _SCALES:
        if word.startswith(scale):
            rest = after[len(scale) :].lstrip(". ")
            if not rest or meanings(rest):
                return power, rest
    return 0, after


def _currency(text: str, signs: tuple[str, ...], default: str | None) -> str:
    """Decide the currency from the signs written, and the default where they leave a choice."""
    if not signs:
        if default is None:
            raise UsageError(f"`{text}` names no currency", hint="crm config set currency EUR")
        return default.upper()
    named = meanings(signs[0])
    for sign in signs[1:]:
        named = tuple(code for code in named if code in meanings(sign))
    if not named:
        raise UsageError(f"`{text}` names two currencies", hint=_EXAMPLES)
    if default and default.upper() in named:
        return default.upper()
    if len(named) > 1 and is_shared(signs[0]):
        raise UsageError(
            f"`{text}` may be {', '.join(named[:-1])} or {named[-1]}",
            hint=f"write the currency's code, like `1250 {named[0]}`",
        )
    return named[0]


def format_plain(money: Money) -> str:
    """Write the amount for programs: "1250.00", "-5.50", "1250" in JPY."""
    return format(money.decimal, "f")


def format_human(money: Money, locale: str = "en") -> str:
    """Write the amount for people, by the language: "$1,250.00", "1 250,50 ₸", "€ 1.250,00", "1,250.00 CAD".

    All the currency's digits are shown. A sign stands where the language puts it (CLDR: in front
    where the decimal mark is a point, else mostly behind); codes and signs that are words (zł, сом)
    always stand behind. Spaces are U+00A0, and the minus comes first.
    """
    number = format_number(abs(money.decimal), locale)
    sign = symbol(money.currency)
    group, point = numbers.marks_of(locale)
    if sign.isalpha():
        shown = f"{number}\u00a0{sign}"
    elif point == "." or locale.startswith("tr"):
        shown = f"{sign}{number}"
    elif group == "." and locale[:2] in ("id", "nl", "pt"):
        shown = f"{sign}\u00a0{number}"
    else:
        shown = f"{number}\u00a0{sign}"
    return f"-{shown}" if money.minor < 0 else shown


def divide_half_away(numerator: int, denominator: int) -> int:
    """Divide whole numbers, rounding half away from zero: 5/2 is 3, -5/2 is -3. The denominator is over 0."""
    quotient, rest = divmod(abs(numerator), denominator)
    rounded = quotient + (2 * rest >= denominator)
    return -rounded if numerator < 0 else rounded


def weighted(minor: int, basis_points: int) -> int:
    """Weigh an amount by a probability: minor × basis points / 10000, half away from zero."""
    return divide_half_away(minor * basis_points, 10_000)


def convert(minor: int, from_currency: str, to_currency: str, rate: Decimal) -> int:
    """Convert minor units, one unit of the first being `rate` units of the second; half away from zero."""
    numerator, denominator = minor_ratio(from_currency, to_currency, rate)
    return divide_half_away(minor * numerator, denominator)


def minor_ratio(from_currency: str, to_currency: str, rate: Decimal) -> tuple[int, int]:
    """Give a rate between whole units as one between minor units: a numerator and a denominator."""
    numerator, denominator = rate.as_integer_ratio()
    return numerator * 10 ** digits(to_currency), denominator * 10 ** digits(from_currency)
