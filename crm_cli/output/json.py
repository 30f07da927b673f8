"""The format `json`: an array with a record a line, decimals to their last digit.

The standard encoder has no exact form for Decimal and holds the whole answer in memory, so
records are put together here from their parts. RFC 8259; text is UTF-8, not `\\u` escapes,
except for control characters, lone surrogates and, on a terminal, whatever could steer it.
"""

from __future__ import annotations

from _json import encode_basestring  # alone: the package `json` costs more than the answer

from crm_cli.output.formats import Format
from crm_cli.output.values import batches, by_column, formatted, is_money, text_form

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from typing import Any

    from crm_cli.output import Column, Row, Screen, Stream, Value
    from crm_cli.output.values import Form

_FLAGS: dict[object, str] = {None: "null", 0: "false", 1: "true"}


class Json(Format):
    """An array of objects; one record as an object."""

    __slots__ = ()
    has_objects = True
    is_data = True
    suffix = "json"

    def write(
        self,
        rows: Iterable[Row],
        columns: Sequence[Column],
        out: Stream,
        screen: Screen,
        *,
        title: str = "",
    ) -> int:
        """Write an array of objects, `[]` when there are none, and count them."""
        count = 0
        for objects in batches_of_objects(rows, columns):
            out.write(",\n" if count else "[\n")
            out.write(encodable(",\n".join(objects)))
            count += len(objects)
        out.write("\n]\n" if count else "[]\n")
        return count

    def write_one(self, row: Row, columns: Sequence[Column], out: Stream, screen: Screen) -> None:
        """Write one object on a line."""
        for objects in batches_of_objects([row], columns):
            out.write(encodable(objects[0]) + "\n")

    def write_several(
        self, records: Iterable[tuple[Sequence[Column], Row]], out: Stream, screen: Screen
    ) -> None:
        """Write an array of objects, each with keys of its own."""
        count = 0
        for columns, row in records:
            for objects in batches_of_objects([row], columns):
                out.write((",\n" if count else "[\n") + encodable(objects[0]))
                count += 1
        out.write("\n]\n" if count else "[]\n")

    def write_none(self, out: Stream) -> None:
        """Write `null`."""
        out.write("null\n")

    def harmless(self, text: str) -> str:
        """The same JSON with `\\u` escapes for all that could steer a terminal."""
        from crm_cli.core.text import is_harmful

        if text.isprintable():
            return text
        return "".join(_escape(sign) if sign != "\n" and is_harmful(ord(sign)) else sign for sign in text)


FORMAT = Json("json")


def batches_of_objects(rows: Iterable[Row], columns: Sequence[Column]) -> Iterator[list[str]]:
    """Yield the objects of some records at a time, each as a text on one line."""
    keys = [quoted(column.name).replace("%", "%%") + ": %s" for column in columns]
    record = "{" + ", ".join(keys) + "}"
    for batch in batches(rows):
        cells = [_column(values, column) for values, column in zip(by_column(batch), columns, strict=True)]
        yield [*map(record.__mod__, zip(*cells, strict=True))]


def json_text(value: Value) -> str:
    """Write one value of any kind."""
    return "null" if value is None else _form(type(value))(value)


def quoted(text: str) -> str:
    """Write a text, or an object's key, as a JSON string."""
    return encode_basestring(text)


def encodable(text: str) -> str:
    """Escape lone surrogates, which can only stand inside strings and which no UTF-8 stream takes."""
    if text.isascii():
        return text
    try:
        text.encode()
    except UnicodeEncodeError:
        return "".join(_escape(sign) if "\ud800" <= sign <= "\udfff" else sign for sign in text)
    return text


def _column(values: Sequence[Value], column: Column) -> list[str]:
    if column.type == "yes/no":
        return [_FLAGS.get(v) or json_text(v) for v in values]
    return formatted(values, _form, "[]" if column.many else "null")


def _form(kind: type) -> Form:
    if kind is str:
        return encode_basestring
    if issubclass(kind, int):
        return text_form(kind)
    if issubclass(kind, (list, tuple)) and not is_money(kind):
        return _array
    if issubclass(kind, dict):
        return _object
    return _late_form(kind)


def _late_form(kind: type) -> Form:
    """The types whose modules are only worth importing when such a value turns up."""
    from collections.abc import Mapping
    from decimal import Decimal

    if is_money(kind):
        return text_form(kind)
    if issubclass(kind, Mapping):
        return _object
    if issubclass(kind, Decimal):
        return lambda number: format(number, "f") if number.is_finite() else "null"
    plain = text_form(kind)
    return lambda value: encode_basestring(plain(value))


def _object(value: Mapping[str, Any]) -> str:
    return "{" + ", ".join(f"{quoted(key)}: {json_text(item)}" for key, item in value.items()) + "}"


def _array(values: Sequence[Any]) -> str:
    return "[" + ", ".join(map(json_text, values)) + "]"


def _escape(sign: str) -> str:
    """A sign as JSON's escape, or two where it is none of the first 65,536."""
    units = sign.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[at]:02x}{units[at + 1]:02x}" for at in range(0, len(units), 2))
