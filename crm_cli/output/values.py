"""Values of a whole column at a time, as the data formats write them: ISO dates, plain numbers, `true`.

Working on columns of a batch instead of on cells lets a column that needs nothing done pass at the
speed of C, and chooses the form of all others once a batch instead of once a cell.
"""

from __future__ import annotations

from itertools import islice

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from datetime import tzinfo
    from typing import Any, TypeAlias

    from crm_cli.output import Column, Row, Value

BATCH = 1000
"""Records written at once: enough to be fast, few enough to be flat in memory."""

FIGURES = frozenset({"integer", "number", "money", "percent", "minutes"})
"""Types whose values stand to the right in tables."""

WHOLE = FIGURES | {"id", "day", "instant", "moment", "month and day", "yes/no", "email", "phone"}
"""Types whose values a table neither cuts nor folds."""

TIMES = frozenset({"instant", "moment"})
"""Types whose values may be instants, which people read in their own zone."""

Form: TypeAlias = "Callable[[Any], str]"
"""Writes a value that is there; blanks never reach it."""

FormOf: TypeAlias = "Callable[[type], Form]"
"""Chooses the form for values of one Python type."""

_TEXT = {str}
_TEXT_OR_BLANK = {str, type(None)}
_FLAGS: dict[object, str] = {None: "", 0: "false", 1: "true"}


def batches(rows: Iterable[Row], size: int = BATCH) -> Iterator[list[Row]]:
    """Cut a stream of records into lists of at most `size`."""
    stream = iter(rows)
    while batch := list(islice(stream, size)):
        yield batch


def by_column(batch: Sequence[Row]) -> list[tuple[Value, ...]]:
    """Turn records into the values of each column; raises ValueError for records of uneven length."""
    return list(zip(*batch, strict=True))


def formatted(values: Sequence[Value], form_of: FormOf, blank: str = "") -> list[str]:
    """Write the values of one column, choosing a form once for each Python type among them."""
    kinds = set(map(type, values))
    has_blanks = type(None) in kinds
    kinds.discard(type(None))
    if len(kinds) == 1:
        form = form_of(kinds.pop())
        return [blank if v is None else form(v) for v in values] if has_blanks else [*map(form, values)]
    forms: dict[type, Form] = {kind: form_of(kind) for kind in kinds}
    return [blank if v is None else forms[type(v)](v) for v in values]


def texts(values: Sequence[Value], column: Column) -> Sequence[str]:
    """Write the values of one column as csv, tsv, plain and templates do, before any quoting.

    Blanks are empty, amounts `1250.00`, ratios `0.4`, days and instants ISO in UTC, flags
    `true`/`false`, several texts joined with `; `, structures JSON.
    """
    kinds = set(map(type, values))
    if kinds == _TEXT:
        return values  # type: ignore[return-value]
    if kinds <= _TEXT_OR_BLANK:
        return [v or "" for v in values]  # type: ignore[misc]
    if column.type == "yes/no":
        return [_FLAGS.get(v, str(v)) for v in values]
    return formatted(values, text_form)


def local(values: Sequence[Value], zone: tzinfo) -> list[Value]:
    """Instants as a clock of the zone had them, `2026-11-24 16:00`; days, and what is neither, as they are."""
    return [_local(value, zone) if value is not None else None for value in values]


def _local(value: Value, zone: tzinfo) -> Value:
    from datetime import datetime

    from crm_cli.core.calendar import from_iso, local_text
    from crm_cli.core.errors import UsageError

    try:
        instant = from_iso(value) if isinstance(value, str) and "T" in value else value
    except UsageError:  # a text that another program wrote
        return value
    return local_text(instant, zone) if isinstance(instant, datetime) else value


def text_form(kind: type) -> Form:
    """Return how values of a Python type are written in the data formats."""
    if issubclass(kind, str):
        return str.__str__
    if kind is bool:
        return lambda flag: "true" if flag else "false"
    if issubclass(kind, int):
        return int.__repr__
    return _late_form(kind)


def _late_form(kind: type) -> Form:
    """The types whose modules are only worth importing when such a value turns up."""
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime
    from decimal import Decimal

    if issubclass(kind, Decimal):
        return lambda number: format(number, "f")
    if issubclass(kind, datetime):
        from crm_cli.core.calendar import iso_instant

        return iso_instant
    if issubclass(kind, date):
        return date.isoformat
    if is_money(kind):
        return lambda money: format(money.decimal, "f")
    if issubclass(kind, Mapping):
        return structure
    if issubclass(kind, Sequence):
        return _several
    return str


def is_money(kind: type) -> bool:
    """Tell amounts from other tuples."""
    if not issubclass(kind, tuple) or kind is tuple:
        return False
    from crm_cli.core.money import Money

    return issubclass(kind, Money)


def structure(value: Value) -> str:
    """Write what a cell cannot hold otherwise as JSON."""
    from crm_cli.output.json import json_text

    return json_text(value)


def _several(values: Sequence[Value]) -> str:
    from collections.abc import Mapping

    if any(isinstance(v, (Mapping, list, tuple)) and not is_money(type(v)) for v in values):
        return structure(values)
    return "; ".join(formatted(values, text_form))
