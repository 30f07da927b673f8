"""JSON and JSON Lines, a record a line, with decimals to their last digit.

The standard encoder has no exact form for Decimal and holds the whole answer in memory, so
records are put together here from their parts. RFC 8259; text is UTF-8, not `\\u` escapes,
except for control characters and lone surrogates.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from json.encoder import encode_basestring
from typing import Any, TextIO

from crm_cli.output import Column, Row, Value
from crm_cli.output.values import Form, batches, by_column, formatted, is_money, text_form

_FLAGS: dict[object, str] = {None: "null", 0: "false", 1: "true"}


def write(rows: Iterable[Row], columns: Sequence[Column], out: TextIO, *, lines: bool = False) -> int:
    """Write an array of objects, `[]` when there are none, or with `lines` an object a line; count them."""
    keys = [quoted(column.name).replace("%", "%%") + ": %s" for column in columns]
    record = "{" + ", ".join(keys) + "}"
    separator = "\n" if lines else ",\n"
    count = 0
    for batch in batches(rows):
        cells = [_column(values, column) for values, column in zip(by_column(batch), columns, strict=True)]
        if not lines:
            out.write(separator if count else "[\n")
        out.write(_encodable(separator.join(map(record.__mod__, zip(*cells, strict=True)))))
        if lines:
            out.write("\n")
        count += len(batch)
    if not lines:
        out.write("\n]\n" if count else "[]\n")
    return count


def json_text(value: Value) -> str:
    """Write one value of any kind."""
    return "null" if value is None else _form(type(value))(value)


def quoted(text: str) -> str:
    """Write a text, or an object's key, as a JSON string."""
    return encode_basestring(text)


def _column(values: Sequence[Value], column: Column) -> list[str]:
    if column.type == "yes/no":
        return [_FLAGS.get(v) or json_text(v) for v in values]
    return formatted(values, _form, "[]" if column.many else "null")


def _form(kind: type) -> Form:
    if kind is str:
        return encode_basestring
    if issubclass(kind, int):
        return text_form(kind)
    if issubclass(kind, Mapping):
        return _object
    if issubclass(kind, (list, tuple)) and not is_money(kind):
        return _array
    from decimal import Decimal

    if is_money(kind):
        return text_form(kind)
    if issubclass(kind, Decimal):
        return lambda number: format(number, "f") if number.is_finite() else "null"
    plain = text_form(kind)
    return lambda value: encode_basestring(plain(value))


def _object(value: Mapping[str, Any]) -> str:
    return "{" + ", ".join(f"{quoted(key)}: {json_text(item)}" for key, item in value.items()) + "}"


def _array(values: Sequence[Any]) -> str:
    return "[" + ", ".join(map(json_text, values)) + "]"


def _encodable(text: str) -> str:
    """Escape lone surrogates, which can only stand inside strings and which no UTF-8 stream takes."""
    if text.isascii():
        return text
    try:
        text.encode()
    except UnicodeEncodeError:
        return re.sub("[\ud800-\udfff]", lambda match: f"\\u{ord(match[0]):04x}", text)
    return text
