"""What the values of a column have in common, and what that says: its type, the order of dates, the decimal mark."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from crm_cli.core import written
from crm_cli.core.errors import UsageError
from crm_cli.core.numbers import readings, settle_marks
from crm_cli.core.text import compact, plain
from crm_cli.exchange.decide import days
from crm_cli.exchange.decide.decision import Column

DATES = {"day", "moment", "instant", "monthday"}
_NONE: Mapping[str, str] = {}
FIGURES = {"money", "percent", "integer", "number"}


class Tally:
    """What the values of one column have in common, gathered batch by batch.

    Only values whose meaning depends on the others are kept: dates that are not ISO, figures with marks.
    """

    def __init__(self, column: Column) -> None:
        self.column = column
        typed = (
            column.reading in DATES | FIGURES if column.target else column.custom_type in {"date", "number"}
        )
        self.is_date = column.reading in DATES if column.target else column.custom_type == "date"
        self.is_figure = column.reading in FIGURES if column.target else column.custom_type == "number"
        self.is_open = bool(column.custom) and column.is_new
        self.may_be_date = self.may_be_number = self.is_open
        self.is_watched = typed or self.is_open
        self.is_empty = True
        self.dates: dict[str, None] = {}
        self.figures: dict[str, None] = {}
        self.is_over_one = False
        self.is_all_words = True
        self.has_ours = False
        self.has_lists = False
        self.is_link = column.reading in {"link", "link_id"} and column.target != ""
        self.is_watched = self.is_watched or self.is_link or column.is_doubtful

    def take(self, values: set[str]) -> None:
        """Note some more distinct values, none of them blank."""
        if values:
            self.is_empty = False
        if self.is_date:
            self._dates(values)
        if self.is_figure:
            self._figures(values)
        if self.is_link:
            self.has_lists = self.has_lists or any(";" in value for value in values)
        if self.column.is_doubtful:
            words = set(self.column.words.values())
            self.is_all_words = self.is_all_words and all(value in words for value in values)
        if self.is_open:
            if self.may_be_number:
                self.may_be_number = all(map(_is_number, values))
                if self.may_be_number:
                    self._figures(values)
            if self.may_be_date:
                self.may_be_date = bool(written.day_orders(values))
                if self.may_be_date:
                    self._dates(values)
            self.is_open = self.is_watched = self.may_be_date or self.may_be_number

    def _dates(self, values: Iterable[str]) -> None:
        for value in values:
            if days.is_none(value):
                continue
            if value[4:5] == "-" and value[7:8] == "-":
                if value[:2] in {"12", "13", "14"}:
                    self.dates[value] = None
                else:
                    self.has_ours = True
                if len(value) > 10 and not self.column.has_times:
                    self.column.has_times = re.search(r"[1-9]", value[10:19]) is not None
            else:
                self.dates[value] = None

    def _figures(self, values: Iterable[str]) -> None:
        for value in values:
            if value.isascii() and value.isdigit():
                if not self.is_over_one and self.column.reading == "percent":
                    self.is_over_one = len(value) > 1 or int(value) > 1
            else:
                self.figures[value] = None

    def type_custom(self) -> None:
        """Give a new field its type, now that all its values are known."""
        column = self.column
        if not column.custom or not column.is_new:
            return
        if self.is_empty:
            column.custom_type = "text"
        elif self.may_be_number:
            column.custom_type, self.is_figure = "number", True
        elif self.may_be_date and not self._has_times():
            column.custom_type, self.is_date = "date", True
        else:
            column.custom_type = "text"

    def _has_times(self) -> bool:
        """Whether a time of day stands beside the days: a date field would lose it."""
        from datetime import datetime, time

        if self.column.has_times:
            return True
        return any(
            isinstance(read, datetime) and (read.time() != time() or read.tzinfo is not None)
            for value in self.dates
            for order in written.day_orders([value])
            if (read := written.read_day(value, order))
        )


def _is_number(text: str) -> bool:
    """Whether a value is a number and nothing else: no code with leading zeros, no phone, no sign of a currency."""
    if text.isascii() and text.isdigit():
        return len(text) <= 15 and (text[0] != "0" or text == "0")
    figure = plain(text).removeprefix("-").strip()
    if not figure or (figure[0] == "0" and figure[1:2].isdigit()) or len(figure) > 20:
        return False
    return figure[0].isdigit() and bool(readings(figure))


def settle_orders(
    tallies: Sequence[Tally],
    told: str | None,
    default: str | None,
    *,
    is_persian: bool = False,
    orders: Mapping[str, str] = _NONE,
) -> None:
    """Give every column of dates its order: as told, as its values say, as the other columns of the file say.

    is_persian: the user's own calendar is the Persian one. orders: header, folded → order of that column.
    """
    open_: list[tuple[Tally, set[written.Order], str]] = []
    settled: set[str] = set()
    for tally in tallies:
        if not tally.is_date:
            continue
        column = tally.column
        if not tally.has_ours and days.are_persian(tally.dates, is_expected=is_persian):
            column.is_persian, column.said = True, "dates of the Persian calendar"
            continue
        if one := orders.get(compact(column.header)) or told:
            column.order, column.is_settled = one, True
            continue
        readable = [value for value in tally.dates if written.day_orders([value])]
        possible = written.day_orders(readable)
        if readable and not possible:
            _refuse_mixture(column, readable)
        if len(possible) == 3 or not readable:
            column.order = None if column.reading == "monthday" and not readable else "ymd"
        elif len(possible) == 1:
            column.order, column.is_settled = next(iter(possible)), True
            settled.add(column.order)
            column.said = f"dates {column.order}"
        else:
            open_.append((tally, possible, _ambiguous(readable)))
    for tally, possible, value in open_:
        column = tally.column
        column.is_settled = True
        if len(settled & possible) == 1:
            column.order = next(iter(settled & possible))
            column.said = f"dates {column.order}, as in the other columns"
        elif default in possible:
            column.order = default
            column.said = f"dates {column.order}, by the setting date_order"
        else:
            shown = [(order, written.read_day(value, order)) for order in sorted(possible)]
            first, second = (f"{str(day)[:10]} ({order})" for order, day in shown[:2])
            raise UsageError(
                f"column `{column.header}`: `{value}` is {first} or {second}, and no other row settles it",
                hint=f"--date-order {shown[0][0]} or --date-order {shown[1][0]}",
            )


def _ambiguous(values: Iterable[str]) -> str:
    return next(
        value
        for value in values
        if len({str(written.read_day(value, order)) for order in written.day_orders([value])}) > 1
    )


def _refuse_mixture(column: Column, values: Sequence[str]) -> None:
    seen: set[written.Order] = set(written.ORDERS)
    before = values[0]
    for value in values:
        orders = written.day_orders([value])
        if not seen & orders:
            raise UsageError(
                f"column `{column.header}` holds dates of two orders: `{before}` and `{value}`",
                hint="rows that do not fit are rejected with --date-order dmy, mdy or ymd",
            )
        if seen & orders != seen:
            before = value
        seen &= orders


def settle_decimals(
    tallies: Sequence[Tally], told: str | None, *, decimals: Mapping[str, str] = _NONE
) -> None:
    """Give every column of figures its decimal mark, in the same way."""
    open_: list[tuple[Column, tuple[str, str], str]] = []
    settled: set[str] = set()
    for tally in tallies:
        if not tally.is_figure:
            continue
        column = tally.column
        one = decimals.get(compact(column.header)) or told
        if column.reading == "percent":
            column.is_percent = tally.is_over_one or any(map(_is_over_one, tally.figures))
            column.is_mixed = column.is_percent and any(map(_is_ratio, tally.figures))
            if column.is_mixed:
                column.said = "per cent, but cells between 0 and 1 are either"
            column.decimal = one
            continue
        if one:
            column.decimal, column.is_settled = one, True
            continue
        marks = settle_marks(tally.figures)
        column.decimal = marks.decimal
        if not marks.is_settled:
            open_.append((column, marks.meanings, marks.differs))
        elif len(marks.possible) == 1:
            settled |= marks.possible
            column.is_settled = True
            if column.decimal == ",":
                column.said = "decimal mark ,"
    for column, meanings, value in open_:
        if len(settled) == 1:
            column.decimal, column.is_settled = next(iter(settled)), True
            column.said = f"decimal mark {column.decimal}, as in the other columns"
        else:
            raise UsageError(
                f"column `{column.header}`: `{value}` is {meanings[0]} or {meanings[1]}, and no other row settles it",
                hint="--decimal . or --decimal ,",
            )


def settle_lists(tallies: Sequence[Tally]) -> None:
    """Say of links what stands between several of them in one cell: `8001;8002`.

    A semicolon parts ids; names only beside ids that are parted by one, as a name may have one of its own.
    """
    parted = {tally.column.target: tally for tally in tallies if tally.is_link and tally.has_lists}
    for target, tally in parted.items():
        if tally.column.reading == "link_id" or f"{target}_id" in parted:
            tally.column.separator = ";"
            tally.column.said = "several, parted by ;"


def _is_ratio(text: str) -> bool:
    """Whether a bare figure lies between 0 and 1."""
    try:
        return 0 < float(plain(text).replace(",", ".")) < 1
    except ValueError:
        return False


def _is_over_one(text: str) -> bool:
    """Whether a bare figure of a column of probabilities is more than 1, so that the column is in per cent."""
    figure = plain(text)
    if "%" in figure:
        return False
    try:
        return float(figure.replace(",", ".").replace(" ", "")) > 1
    except ValueError:
        return False
