"""Values of a column as people read them in a terminal: local days, grouped figures, harmless text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

from crm_cli.core.errors import UsageError
from crm_cli.core.text import safe
from crm_cli.output import Column
from crm_cli.output.values import formatted, is_money, structure

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from crm_cli.output import Screen, Value
    from crm_cli.output.values import Form


_FLAGS: dict[object, str] = {None: "", 0: "no", 1: "yes"}
_UNGROUPED = 10_000
"""Figures of four digits stay whole, as typographers have it and so that a year stays a year."""


def shown(values: Sequence[Value], column: Column, screen: Screen, *, multiline: bool = False) -> list[str]:
    """Write the values of one column for a terminal; none holds a sign that could steer it.

    multiline: keep line breaks instead of showing them as a sign.
    """
    if column.type == "yes/no":
        return [_FLAGS.get(v, safe(str(v))) or column.blank for v in values]

    def form_of(kind: type) -> Form:
        return _form(kind, column.type, screen, multiline)

    return formatted(values, form_of, column.blank)


def shown_one(value: Value, screen: Screen, type: str = "text", *, multiline: bool = True) -> str:
    """Write one value for a terminal; a blank is the empty text."""
    return shown([value], Column("", "", type), screen, multiline=multiline)[0]


def _form(kind: type, type: str, screen: Screen, multiline: bool) -> Form:
    if issubclass(kind, str):
        return _text_form(type, screen, multiline)
    if kind is bool:
        return lambda flag: "yes" if flag else "no"
    if type == "minutes" and issubclass(kind, int):
        from crm_cli.core.durations import format_duration

        return format_duration
    if issubclass(kind, (int, Decimal)):
        return _number_form(type, screen)
    if issubclass(kind, datetime):
        return lambda instant: _instant(instant, screen)
    if issubclass(kind, date):
        return lambda day: _day(day, screen)
    if is_money(kind):
        from crm_cli.core.money import format_human

        return lambda money: format_human(money, screen.locale)
    if issubclass(kind, Mapping):
        return lambda value: safe(structure(value))
    if issubclass(kind, Sequence):
        return lambda items: ", ".join(formatted(items, lambda kind: _form(kind, type, screen, multiline)))
    return lambda value: safe(str(value))


def _text_form(type: str, screen: Screen, multiline: bool) -> Form:
    """Days and instants may come as the ISO text the file holds; what is not that is shown as it is."""
    reads: Callable[[str, Screen], str] | None = {
        "day": _iso_day,
        "instant": _iso_instant,
        "moment": _iso_moment,
        "full moment": _iso_full,
        "month and day": _iso_monthday,
    }.get(type)
    if reads is None:
        return lambda text: safe(text, multiline=multiline)

    def read(text: str) -> str:
        try:
            return reads(text, screen)
        except (ValueError, UsageError):
            return safe(text)

    return read


def _number_form(type: str, screen: Screen) -> Form:
    from crm_cli.core.money import format_number

    def number(value: int | Decimal) -> str:
        if isinstance(value, int) and abs(value) < _UNGROUPED:
            return str(value)
        return format_number(Decimal(value), screen.locale)

    def percent(ratio: int | Decimal) -> str:
        figure = (Decimal(ratio) * 100).quantize(Decimal("0.01"), ROUND_HALF_UP)
        whole = figure == figure.to_integral_value()
        return number(int(figure) if whole else figure.normalize()) + "%"

    if type == "id":
        return str
    return percent if type == "percent" else number


def _day(day: date, screen: Screen) -> str:
    from crm_cli.core.calendar import format_day

    if screen.calendar is None:
        return day.isoformat()
    return format_day(day, screen.calendar, screen.locale)


def _instant(instant: datetime, screen: Screen) -> str:
    from crm_cli.core.calendar import format_instant, iso_instant

    if screen.calendar is None:
        return iso_instant(instant)
    return format_instant(instant, screen.calendar, screen.locale)


def _iso_day(text: str, screen: Screen) -> str:
    return _day(date.fromisoformat(text), screen)


def _iso_instant(text: str, screen: Screen) -> str:
    from crm_cli.core.calendar import from_iso

    return _instant(from_iso(text), screen)


def _iso_moment(text: str, screen: Screen) -> str:
    """A day, or an instant where there is an hour."""
    return _iso_instant(text, screen) if "T" in text else _iso_day(text, screen)


def _iso_full(text: str, screen: Screen) -> str:
    """The same with the date in full: no `tomorrow`, and no reckoning for the reader."""
    from crm_cli.core.calendar import format_day, from_iso, local_day, local_text

    if screen.calendar is None:
        return _iso_moment(text, screen)
    instant = from_iso(text) if "T" in text else None
    day = local_day(instant, screen.calendar.zone) if instant else date.fromisoformat(text)
    shown = format_day(day, screen.calendar, screen.locale, is_full=True)
    return f"{shown} {local_text(instant, screen.calendar.zone)[11:]}" if instant else shown


def _iso_monthday(text: str, screen: Screen) -> str:
    if text.startswith("--"):
        day = date.fromisoformat("2000" + text[1:])  # a leap year: 29 February is a birthday too
        return f"{day.day} {day:%b}"
    day = date.fromisoformat(text)
    return f"{day.day} {day:%b} {day.year}"
