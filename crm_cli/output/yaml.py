"""The format `yaml`: the shapes of `json` as people like to read and edit them.

YAML 1.2 holds all of JSON, so what is not plainly a word is written as JSON writes it; texts of
several lines stand in literal blocks. What YAML 1.1 takes for something else (`no`, `12:30`, a day)
is quoted, so that readers of either version get the same values. It is written here, not by a
library, because none has an exact form for Decimal or writes records as they come.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from crm_cli.core.text import safe, safe_lines
from crm_cli.output.formats import Format
from crm_cli.output.json import json_text, quoted
from crm_cli.output.values import is_money

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from crm_cli.output import Column, Row, Screen, Stream, Value

_WORDS = re.compile(r"[^\W\d_](?:[\w\u200c\u200d ()/+&%@.,;!?'-]|:(?=\S))*(?<! )")
_LINES = re.compile(r"\S.*\n(?:(?: *\S.*)?\n)* *\S.*\n?")  # the first not set in, the last not empty
_RESERVED = frozenset({"y", "n", "yes", "no", "on", "off", "true", "false", "null"})
_FOREIGN = re.compile("[\ufffe\uffff]")  # the only signs that YAML does not know and nothing else escapes


class Yaml(Format):
    """A list of mappings; one record as a mapping."""

    __slots__ = ()
    has_objects = True
    is_data = True
    is_harmless = True
    suffix = "yaml"

    def write(
        self,
        rows: Iterable[Row],
        columns: Sequence[Column],
        out: Stream,
        screen: Screen,
        *,
        title: str = "",
    ) -> int:
        """Write an entry for each record, `[]` when there are none, and count them."""
        count = 0
        for row in rows:
            out.write(_item(_record(row, columns), "") + "\n")
            count += 1
        if not count:
            out.write("[]\n")
        return count

    def write_one(self, row: Row, columns: Sequence[Column], out: Stream, screen: Screen) -> None:
        """Write a mapping of the fields to their values."""
        out.write(_node(_record(row, columns), "").lstrip() + "\n")

    def write_several(
        self, records: Iterable[tuple[Sequence[Column], Row]], out: Stream, screen: Screen
    ) -> None:
        """Write an entry for each record, whatever its fields."""
        items = [_item(_record(row, columns), "") + "\n" for columns, row in records]
        out.writelines(items or ["[]\n"])

    def write_none(self, out: Stream) -> None:
        """Write `null`."""
        out.write("null\n")


FORMAT = Yaml("yaml")


def _record(row: Row, columns: Sequence[Column]) -> dict[str, Value]:
    """A record as a mapping."""
    return {column.name: _valued(value, column) for column, value in zip(columns, row, strict=True)}


def _valued(value: Value, column: Column) -> Value:
    """Flags and blanks as JSON has them."""
    if value is None:
        return () if column.many else None
    return bool(value) if column.type == "yes/no" and isinstance(value, int) else value


def _node(value: Value, indent: str) -> str:
    """What stands behind a key's colon or an entry's dash: a blank and a scalar, or lines further in."""
    if isinstance(value, str):
        return " " + _text(value, indent)
    if isinstance(value, Mapping):
        lines = [f"\n{indent}{_word(key)}:{_node(item, indent + '  ')}" for key, item in value.items()]
        return "".join(lines) or " {}"
    if isinstance(value, list | tuple) and not is_money(type(value)):
        return "".join(f"\n{indent}{_item(item, indent)}" for item in value) or " []"
    return " " + json_text(value)


def _item(value: Value, indent: str) -> str:
    """An entry of a list: what nests begins on the line of the dash."""
    return "- " + _node(value, indent + "  ").lstrip()


def _text(text: str, indent: str) -> str:
    """A literal block for lines that one can hold as they are, else a word or a quotation."""
    if not _LINES.fullmatch(text) or safe_lines(text) != text or _FOREIGN.search(text):
        return _word(text)
    lines = text.removesuffix("\n").split("\n")
    sign = "|" if text.endswith("\n") else "|-"
    return sign + "".join("\n" + (indent + line if line else "") for line in lines)


def _word(text: str) -> str:
    """The text itself where every reader takes it for one, else in quotes."""
    if _WORDS.fullmatch(text) and text.lower() not in _RESERVED:
        return text
    return _FOREIGN.sub(lambda sign: f"\\u{ord(sign[0]):04x}", safe(quoted(text)))
