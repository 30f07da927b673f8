"""Numbers as people write them: what decimal and thousands marks can mean, and how a language sets them."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from crm_cli.core.errors import UsageError
from crm_cli.core.record import record
from crm_cli.core.text import plain

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable


_LONGEST = 40
"""Digits of the longest number that is read: twice what any stored amount can have."""

_DIGITS = frozenset("0123456789")
_MARKS = ".,"
_ARABIC_DECIMAL = "٫"
_POINTS = ".,٫"
_GROUPING = " '٬.,"


@record
class Figure:
    """An unsigned number as digits: what stands before the decimal mark, and after it."""

    whole: str
    fraction: str

    @property
    def value(self) -> Decimal:
        """The number, with the decimals that were written."""
        return Decimal(f"{self.whole}.{self.fraction}" if self.fraction else self.whole)

    def equals(self, other: Figure) -> bool:
        """Tell whether both are the same number, whatever zeros end their decimals."""
        return self.whole == other.whole and self.fraction.rstrip("0") == other.fraction.rstrip("0")

    @property
    def typed(self) -> str:
        """A way to type it that has one reading: "1250", "1.25", "1.2340"."""
        fraction = self.fraction.rstrip("0")
        if len(fraction) == 3:
            fraction += "0"
        return f"{self.whole}.{fraction}" if fraction else self.whole


def span(text: str) -> tuple[int, int]:
    """Tell where in a plain text the figure begins and ends: first to last digit, with the mark of `.5`."""
    start, end = 0, len(text)
    while start < end and text[start] not in _DIGITS:
        start += 1
    while end > start and text[end - 1] not in _DIGITS:
        end -= 1
    if 0 < start < end and text[start - 1] in _POINTS and not text[: start - 1][-1:].isalpha():
        start -= 1  # `.5`, but not `Rs.500`
    return start, end


def readings(figure: str, decimal: str | None = None) -> tuple[Figure, ...]:
    """Give what a figure can mean: nothing, one number, or two where no mark is settled ("1,250").

    figure: plain digits and marks. decimal: "." or "," where that is the decimal mark.
    """
    if _is_digits(figure):
        return (Figure(figure, ""),) if len(figure) <= _LONGEST else ()
    if decimal:
        read = _read(figure, decimal)
        return (read,) if read else ()
    point, comma = _read(figure, "."), _read(figure, ",")
    if point and comma and not point.equals(comma):
        return point, comma
    either = point or comma
    return (either,) if either else ()


def _read(figure: str, mark: str) -> Figure | None:
    if _ARABIC_DECIMAL in figure:
        mark = _ARABIC_DECIMAL
    whole, point, fraction = figure.partition(mark)
    if point and not _is_digits(fraction):
        return None
    whole = _ungrouped(whole, mark) if whole or not point else "0"
    if not whole or len(whole) + len(fraction) > _LONGEST:
        return None
    return Figure(whole, fraction)


def _is_digits(text: str) -> bool:
    return text.isascii() and text.isdigit()


def _ungrouped(whole: str, mark: str) -> str:
    """Take the thousands marks out: all alike, groups of three, or as in India two, two … and three."""
    if _is_digits(whole) or not whole:
        return whole
    grouping = next(sign for sign in whole if sign not in _DIGITS)
    if grouping == mark or grouping not in _GROUPING:
        return ""
    first, *groups, last = whole.split(grouping)
    if not all(map(_is_digits, (first, *groups, last))) or first.startswith("0") or len(last) != 3:
        return ""
    thousands = len(first) <= 3 and all(len(group) == 3 for group in groups)
    lakhs = len(first) <= 2 and groups and all(len(group) == 2 for group in groups)
    return "".join((first, *groups, last)) if thousands or lakhs else ""


def unreadable(text: str, what: str, figure: str, decimal: str | None, hint: str) -> UsageError:
    """Make the error for a figure without a reading; it names the decimal mark where that is the reason."""
    why = f" when the decimal mark is `{decimal}`" if decimal and readings(figure) else ""
    return UsageError(f"`{text}` is not {what}{why}", hint=hint)


def two_readings(text: str, figure: str, found: tuple[Figure, ...]) -> UsageError:
    """Make the error for a figure that can be read two ways; the hint says how to type each."""
    low, high = (each.typed for each in found)
    typed = [text.replace(figure, each, 1) for each in (low, high)]
    return UsageError(
        f"`{text}` has two readings: {low} and {high}", hint=f"write `{typed[0]}` or `{typed[1]}`"
    )


def _signed(text: str, decimal: str | None, what: str) -> Decimal:
    figure = plain(text)
    sign = ""
    if figure[:1] in ("-", "+"):
        sign, figure = figure[0].replace("+", ""), figure[1:].lstrip()
    found = readings(figure, decimal)
    if len(found) == 2:
        raise two_readings(sign + figure, figure, found)
    if not found:
        raise unreadable(text, what, figure, decimal, "write a number like `1250` or `12.5`")
    value = found[0].value
    return value.copy_negate() if sign and value else value


def parse_number(text: str, *, decimal: str | None = None) -> Decimal:
    """Read a number: `1250`, `-12.5`, `1 250,50`, `1'250.50`, `۱٬۲۵۰٫۵`.

    decimal: "." or "," where the decimal mark is settled. Without it `1,250` and `1.250`, one mark
    with three digits behind and one to three before, are refused with both readings.
    Exponents, hexadecimal, infinities and badly formed thousands are no numbers. Raises UsageError.
    """
    return _signed(text, decimal, "a number")


def parse_probability(
    text: str, *, decimal: str | None = None, is_percent: bool | None = None, exact: bool = True
) -> int:
    """Read a probability as basis points (40 % is 4000): `40%`, `0.4`, or `40`.

    is_percent: whether bare numbers are per cent or ratios; where nothing is said, one over 1 is per cent, 1 is
    certain. Below 0 or over 100 % is refused, and finer than a basis point too unless it may be rounded (`exact`).
    Raises UsageError.
    """
    figure = plain(text)
    is_marked = figure.startswith("%") or figure.endswith("%")
    figure = figure.removeprefix("%") if figure.startswith("%") else figure.removesuffix("%")
    if decimal is None:  # thousands make no sense here, so a single mark is the decimal mark
        marks = [mark for mark in _MARKS if mark in figure]
        decimal = marks[0] if len(marks) == 1 and figure.count(marks[0]) == 1 else None
    try:
        value = _signed(figure, decimal, "a probability")
    except UsageError as error:
        message = f"`{text}` is not a probability"
        raise UsageError(message, hint="write `40%`, `0.4` or `40`") from error
    if is_percent is None:
        is_percent = value > 1
    points = value * (100 if is_marked or is_percent else 10_000)
    if not 0 <= points <= 10_000:
        raise UsageError(f"`{text}` is not between 0% and 100%", hint="write `40%`, `0.4` or `40`")
    if exact and points != points.to_integral_value():
        raise UsageError(f"`{text}` is finer than a hundredth of a per cent", hint="write at most `12.34%`")
    return int(points.quantize(Decimal(1), ROUND_HALF_UP))


@record
class Marks:
    """What a column of figures tells about its decimal mark.

    possible: the marks under which every value that can be read at all can be read.
    differs: the first value that two possible marks read differently, as written, or "".
    meanings: what `differs` means with ".", and with ",".
    unreadable: the first value that is no number under either mark, or "".
    """

    possible: frozenset[str]
    differs: str = ""
    meanings: tuple[str, str] = ("", "")
    unreadable: str = ""

    @property
    def is_settled(self) -> bool:
        """Whether no value is left with two readings."""
        return not self.differs

    @property
    def decimal(self) -> str | None:
        """The mark to read the column with; None where two readings are left or the values contradict."""
        if self.differs or not self.possible:
            return None
        return "." if "." in self.possible else ","


def settle_marks(values: Iterable[str]) -> Marks:
    """Decide the decimal mark of a column from all its values; blank ones and text say nothing.

    Signs, currencies and words may stand beside each figure. Where the values contradict each
    other (`1,250.50` beside `1.250,50`) no mark is possible, and each is to be read for itself.
    """
    possible = set(_MARKS)
    differs, meanings, unreadable = "", ("", ""), ""
    for value in values:
        text = plain(value)
        start, end = span(text)
        figure = text[start:end]
        if _is_digits(figure):
            continue
        read = {mark: found[0] for mark in _MARKS if (found := readings(figure, mark))}
        if not read:
            if text and not unreadable:
                unreadable = value
            continue
        possible &= read.keys()
        if not differs and len(read) == 2 and not read["."].equals(read[","]):
            differs, meanings = value, (read["."].typed, read[","].typed)
    if len(possible) < 2:
        differs, meanings = "", ("", "")
    return Marks(frozenset(possible), differs, meanings, unreadable)


_DOT_COMMA = frozenset("az bs ca da de el es eu gl hr id it mk nl pt ro sl sr sw tr vi".split())
_SPACE_COMMA = frozenset(
    "be bg cs et fi fr hu hy ka kk ky lt lv nb nn no pl ru sk sq sv tg tk tt uk uz".split()
)
_SPECIAL = {
    "fa": ("٬", "٫"),
    "de_CH": ("’", "."),
    "it_CH": ("’", "."),
    "pt_PT": ("\u00a0", ","),
    **dict.fromkeys(
        ("es_MX", "es_US", "es_GT", "es_PE", "es_DO", "es_HN", "es_NI", "es_PA", "es_SV"), (",", ".")
    ),
}


def marks_of(locale: str) -> tuple[str, str]:
    """Give the thousands mark and the decimal mark of a locale ("ru", "de_CH.UTF-8", "pt-BR"), after CLDR."""
    name = locale.partition(".")[0].replace("-", "_")
    language = name.partition("_")[0]
    if special := _SPECIAL.get(name) or _SPECIAL.get(language):
        return special
    if language in _DOT_COMMA:
        return ".", ","
    if language in _SPACE_COMMA:
        return "\u00a0", ","
    return ",", "."


_PERSIAN_DIGITS = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")


def format_number(number: Decimal | int, locale: str = "en") -> str:
    """Write a number with the marks of a locale and all its decimals: "1,250.50", "1 250,50", "۱٬۲۵۰٫۵".

    Spaces are U+00A0; there are no bidi controls. `parse_number` reads it back when told the mark.
    """
    group, point = marks_of(locale)
    whole, _, fraction = format(number, ",f").partition(".")
    text = whole.replace(",", group) + (point + fraction if fraction else "")
    return text.translate(_PERSIAN_DIGITS) if point == _ARABIC_DECIMAL else text
