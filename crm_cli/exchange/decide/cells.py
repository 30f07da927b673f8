"""One cell of a decided column → the value as the file keeps it, nothing for what stands for no value; Unread where it is none."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, tzinfo
from typing import NamedTuple

from crm_cli.core import written
from crm_cli.core.conventions import Conventions
from crm_cli.core.dates import NOON, iso_instant, local_day, to_instant
from crm_cli.core.errors import UsageError
from crm_cli.core.fields import CUSTOM_TYPES, FLAG, Raw, chosen, plain
from crm_cli.core.money import Money, is_code, parse, parse_number
from crm_cli.exchange.decide import days
from crm_cli.exchange.decide.decision import Column
from crm_cli.exchange.plan.plan import Plan, Reject

Reader = Callable[[str], Raw]


class Unread(Reject):
    """A cell that cannot be read as what its column is, with the reason in words."""


class Moment(NamedTuple):
    """A day, and the instant where the cell has a time of day."""

    on: str
    at: str | None


def reader(column: Column, how: Conventions, choices: tuple[str, ...] = ()) -> Reader | None:
    """How the cells of a column are read; None where the text is kept as it is. Blank cells never reach it.

    choices: what a custom field of type choice may be.
    """
    if column.custom:
        return _custom(column, how, choices)
    made: dict[str, Callable[[], Reader]] = {
        "day": lambda: day(column, how.calendar.zone),
        "instant": lambda: instant(column, how.calendar.zone),
        "monthday": lambda: _typed(column, lambda text: _monthday(text, column, how)),
        "integer": lambda: _typed(column, lambda text: _integer(text, column.decimal)),
        "number": lambda: _typed(column, lambda text: _number(text, column.decimal)),
        "percent": lambda: _typed(column, lambda text: _percent(text, column)),
        "minutes": lambda: _typed(column, _minutes),
        "choice": lambda: _choice(column, column.choices),
        "flag": lambda: _typed(column, lambda text: FLAG.parse(text, how)),
        "currency": lambda: _currency(column),
    }
    make = made.get(column.reading)
    return _remembered(make()) if make else None


def _remembered(read: Reader, most: int = 20_000) -> Reader:
    """Read a text only once: a column repeats itself."""
    known: dict[str, Raw] = {}

    def again(text: str) -> Raw:
        if text in known:
            return known[text]
        value = read(text)
        if len(known) < most:
            known[text] = value
        return value

    return again


def _typed(column: Column, read: Reader) -> Reader:
    def checked(text: str) -> Raw:
        try:
            value = read(text)
        except UsageError as error:
            raise Unread(f"{column.header}: {error.message}") from None
        if isinstance(value, int) and abs(value) >= 2**63:
            raise Unread(f"{column.header}: `{text}` is too large")
        return value

    return checked


def moment_of(text: str, column: Column, zone: tzinfo) -> Moment | None:
    """Read a day or an instant: a time of day without a zone is the user's wall time. None for what stands for none.

    Raises Unread for what is no date, and for one that cannot be meant.
    """
    if days.is_none(text):
        return None
    read = days.of_persian(text) if column.is_persian else written.read_day(text, column.order or "ymd")
    read = read or days.of_bare_digits(text)
    if read is None:
        fault = written.fault_of(text)
        what = f"day: {fault}" if fault else f"date{_order_hint(text, column)}"
        raise Unread(f"{column.header}: `{text}` is not a {what}")
    _check_year(text, read, column)
    if not isinstance(read, datetime):
        return Moment(read.isoformat(), None)
    if read.tzinfo is None:
        return Moment(read.date().isoformat(), iso_instant(to_instant(read.date(), read.time(), zone)))
    return Moment(local_day(read, zone).isoformat(), iso_instant(read))


def _check_year(text: str, day: date, column: Column) -> None:
    if not days.is_plausible(day):
        raise Unread(
            f"{column.header}: `{text}` is of the year {day.year}; dates are of {days.FIRST} to {days.LAST}"
        )


def _order_hint(text: str, column: Column) -> str:
    orders = written.day_orders([text])
    return f" when dates are read {column.order}" if orders and column.order not in orders else ""


def day(column: Column, zone: tzinfo) -> Reader:
    """Days as `2026-11-27`; of an instant with its zone, the user's day."""

    def read(text: str) -> Raw:
        if len(text) == 10 and text[4] == "-" == text[7] and "1900" <= text < "2101" and text.isascii():
            try:
                return date.fromisoformat(text).isoformat()
            except ValueError:
                pass
        found = moment_of(text, column, zone)
        return found.on if found else None

    return read


def instant(column: Column, zone: tzinfo) -> Reader:
    """Instants as `2026-11-27T09:30:00Z`; a bare day is noon of it."""

    def read(text: str) -> Raw:
        found = moment_of(text, column, zone)
        if found is None:
            return None
        return found.at or iso_instant(to_instant(date.fromisoformat(found.on), NOON, zone))

    return read


def money(column: Column, default: str | None, plan: Plan) -> Callable[[str, str | None], Money]:
    """Amounts, in the currency written beside them, in the row's, or in the default one.

    Raises UsageError, for the whole import, where no currency is known at all.
    """
    known: dict[tuple[str, str | None], Money] = {}

    def read(text: str, currency: str | None) -> Money:
        key = (text, currency)
        if key in known:
            return known[key]
        meant = currency or column.currency or default
        try:
            value = parse(text, currency=meant, decimal=column.decimal, exact=False)
            if not text.isdigit():
                _note_rounding(text, meant, column, plan)
        except UsageError as error:
            if meant is None and "names no currency" in error.message:
                raise
            raise Unread(f"{column.header}: {error.message}") from None
        if len(known) < 50_000:
            known[key] = value
        return value

    return read


def _note_rounding(text: str, currency: str | None, column: Column, plan: Plan) -> None:
    try:
        parse(text, currency=currency, decimal=column.decimal)
    except UsageError:
        plan.note("amounts with more decimals than their currency has were rounded, half away from zero")


def _currency(column: Column) -> Reader:
    def read(text: str) -> Raw:
        code = text.upper()
        if is_code(code):
            return code
        try:
            return parse(f"1 {text}", currency=None).currency
        except UsageError:
            raise Unread(f"{column.header}: `{text}` is not a currency code") from None

    return read


def _monthday(text: str, column: Column, how: Conventions) -> Raw:
    from crm_cli.core.monthdays import parse_monthday

    if days.is_none(text):
        return None
    if column.is_persian or days.of_bare_digits(text):
        found = moment_of(text, column, how.calendar.zone)
        return found.on if found else None
    calendar = how.calendar.ordered(column.order or how.calendar.order)
    rest, _, clock = text.partition(" ")
    read = parse_monthday(rest if clock[:3] == "00:" or clock[:2] == "0:" else text, calendar)
    if isinstance(read, str) and read[:2] != "--":
        _check_year(text, date.fromisoformat(read), column)
    return read


def _integer(text: str, decimal: str | None) -> Raw:
    number = parse_number(text, decimal=decimal)
    if number != number.to_integral_value():
        raise UsageError(f"`{text}` is not a whole number")
    return int(number)


def _number(text: str, decimal: str | None) -> Raw:
    return plain(parse_number(text, decimal=decimal))


def _percent(text: str, column: Column) -> Raw:
    """A probability in basis points; whether bare figures are per cent is the column's to say."""
    from crm_cli.core.money import parse_probability

    if column.is_mixed and "%" not in text and 0 < parse_number(text, decimal=column.decimal) <= 1:
        raise Unread(f"{column.header}: `{text}` may be {text} % or a ratio: the column holds both")
    return parse_probability(text, decimal=column.decimal, is_percent=column.is_percent, exact=False)


def _minutes(text: str) -> Raw:
    from crm_cli.core.durations import parse_duration

    return parse_duration(text)


def _choice(column: Column, choices: tuple[str, ...]) -> Reader:
    def read(text: str) -> Raw:
        try:
            return chosen(column.target or column.custom, choices, text)
        except UsageError as error:
            raise Unread(error.message) from None

    return read


def _custom(column: Column, how: Conventions, choices: tuple[str, ...]) -> Reader | None:
    if column.custom_type == "text":
        return None
    if column.custom_type == "number":
        from crm_cli.kinds.custom import as_number

        return _remembered(_typed(column, lambda text: as_number(str(_number(text, column.decimal)))))
    if column.custom_type == "date":
        return _remembered(day(column, how.calendar.zone))
    if column.custom_type == "choice":
        return _remembered(_choice(column, choices))
    return _remembered(_typed(column, lambda text: CUSTOM_TYPES[column.custom_type].parse(text, how)))
