"""The signs of the query language: a line → tokens that remember where they stood, and values → text."""

from __future__ import annotations

from crm_cli.core.record import record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Literal

    Kind = Literal["(", ")", "and", "or", "not", "words", "term", "end"]


_OPERATORS = ("!=", "<=", ">=", ":", "=", "<", ">", "~")  # the longer first
_NO_FIELD_HINT = "write it without spaces, amount>500, or in quotes to search for the sign itself"


KEYWORDS: dict[str, Kind] = {"and": "and", "or": "or", "not": "not"}
PREFIXES = frozenset(("has", "no", "in"))
QUOTES = "\"'"


class Misread(Exception):
    """What is wrong at a place of the text; the parser makes a QueryError of it."""

    def __init__(self, message: str, start: int, end: int, *, hint: str = "") -> None:
        super().__init__(message)
        self.message, self.start, self.end, self.hint = message, start, end, hint


@record
class Operand:
    """A value of a term, its quotes taken off."""

    text: str
    start: int
    end: int


@record
class Token:
    """A word, phrase, term, parenthesis or keyword.

    text: the words; of a term, the name of the field.
    quoted: the text stood in quotes, so that it is no keyword and no `has:`, `no:`, `in:`.
    """

    kind: Kind
    text: str
    start: int
    end: int
    quoted: bool = False
    op: str = ""
    op_start: int = 0
    operands: tuple[Operand, ...] = ()

    @property
    def prefix(self) -> str:
        """`has`, `no` or `in` where the term is about having a value or being in a segment."""
        name = self.text.casefold()
        return name if self.kind == "term" and not self.quoted and name in PREFIXES else ""


def tokens(text: str) -> Iterator[Token]:
    """Split a query into tokens, the last of kind "end"; raises Misread."""
    place = _skip_space(text, 0)
    while place < len(text):
        token = _token(text, place)
        yield token
        place = _skip_space(text, token.end)
    yield Token("end", "", len(text), len(text))


def _token(text: str, start: int) -> Token:
    if text[start] in "()":
        return Token("(" if text[start] == "(" else ")", text[start], start, start + 1)
    if text[start] in QUOTES:
        phrase, end = _quoted(text, start)
        op = _operator(text, end)
        if op:
            return _term(text, phrase, start, end, op, quoted=True)
        _end_of_quotes(text, end, "()")
        return Token("words", phrase, start, end, quoted=True)
    end = start
    while end < len(text) and not text[end].isspace() and text[end] not in "()":
        op = _operator(text, end)
        if op:
            if end == start:
                raise Misread(f"there is no field before `{op}`", start, start + len(op), hint=_NO_FIELD_HINT)
            return _term(text, text[start:end], start, end, op, quoted=False)
        end += 1
    word = text[start:end]
    return Token(KEYWORDS.get(word.casefold(), "words"), word, start, end)


def _term(text: str, name: str, start: int, name_end: int, op: str, *, quoted: bool) -> Token:
    place = name_end + len(op)
    operands: list[Operand] = []
    while True:
        value, end = _value(text, place)
        if not value.strip():
            _refuse_blank(text, name, start, place, end)
        operands.append(Operand(value, place, end))
        if not text.startswith(",", end):
            return Token("term", name, start, end, quoted, op, name_end, tuple(operands))
        place = _skip_space(text, end + 1)


def _value(text: str, start: int) -> tuple[str, int]:
    """Read up to a space, parenthesis or comma; quotes open at the beginning and after `..`."""
    parts: list[str] = []
    place = start
    while place < len(text) and not is_delimiter(text[place]):
        if text[place] in QUOTES and (not parts or parts[-1] == ".."):
            part, place = _quoted(text, place)
            parts.append(part)
            if not text.startswith("..", place):
                _end_of_quotes(text, place, "(),")
        elif text.startswith("..", place):
            parts.append("..")
            place += 2
        else:
            parts.append(text[place])
            place += 1
    return "".join(parts), place


def _refuse_blank(text: str, name: str, start: int, place: int, end: int) -> None:
    before = text[start:place].rstrip()
    if text.startswith("(", place):
        raise Misread(
            f"parentheses are not a value of `{before}`", place, place + 1, hint=f"{before}one,another"
        )
    if end > place:
        raise Misread(
            "there is nothing between the quotes", place, end, hint=f"no:{name} finds records without one"
        )
    if text[:place].rstrip().endswith(","):
        raise Misread("a value is missing after the comma", place, place)
    raise Misread(
        f"a value is missing after `{before}`",
        place,
        place,
        hint=f"{before}value without a space, or no:{name}",
    )


def _quoted(text: str, start: int) -> tuple[str, int]:
    quote = text[start]
    parts: list[str] = []
    place = start + 1
    while place < len(text):
        sign = text[place]
        if sign == quote:
            return "".join(parts), place + 1
        if sign == "\\" and text[place + 1 : place + 2] in ("\\", '"', "'"):
            place += 1
            sign = text[place]
        parts.append(sign)
        place += 1
    raise Misread("the quote is not closed", start, start + 1, hint=f"end it with {quote}")


def _end_of_quotes(text: str, place: int, allowed: str) -> None:
    if place < len(text) and not text[place].isspace() and text[place] not in allowed:
        raise Misread(
            "a space is missing after the closing quote",
            place,
            place + 1,
            hint='inside quotes, \\" is a quote',
        )


def _operator(text: str, place: int) -> str:
    return next((op for op in _OPERATORS if text.startswith(op, place)), "")


def _skip_space(text: str, place: int) -> int:
    while place < len(text) and text[place].isspace():
        place += 1
    return place


def is_delimiter(sign: str) -> bool:
    """Tell whether a sign ends an unquoted value."""
    return sign in "()," or sign.isspace()


def quoted(text: str) -> str:
    r"""Write a value in quotes: `say "hi"` → `"say \"hi\""`."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def written(text: str) -> str:
    """Write a value as the language reads it back, in quotes only where it needs them."""
    bare = text and text[0] not in QUOTES and not any(map(is_delimiter, text))
    return text if bare and not any(f"..{quote}" in text for quote in QUOTES) else quoted(text)


def written_name(name: str) -> str:
    """Write the name of a field as the language reads it back."""
    reserved = name.casefold() in PREFIXES or _has_operator(name)
    return quoted(name) if reserved else written(name)


def is_plain_word(text: str) -> bool:
    """Tell whether a free word is read as one without quotes."""
    return text != "*" and text.casefold() not in KEYWORDS and not _has_operator(text)


def _has_operator(text: str) -> bool:
    return "!=" in text or any(sign in ":=<>~" for sign in text)
