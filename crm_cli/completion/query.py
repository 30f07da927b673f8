"""The last term of a query: fields, then the values of the field; segments behind `in:`, fields behind `has:` and `no:`."""

from __future__ import annotations

from crm_cli.cli.quick import GROUPS
from crm_cli.completion import fields, fixed, names, stored
from crm_cli.completion.candidate import Candidate, begun, is_clean
from crm_cli.core.query_tokens import KEYWORDS, PREFIXES, QUOTES, written, written_name

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from crm_cli.completion.ask import Ask
    from crm_cli.core.fields import Field

OPERATORS = ("!=", "<=", ">=", ":", "=", "<", ">", "~")
"""The longer first."""

STARTS = {"in": "records of a segment", "has": "with any value of a field", "no": "with none"}
"""What stands before a colon besides fields."""


class Term:
    """The last term of a text: its field and operator, and the last of its values, as far as they are typed.

    kept: the text before what is asked for. values: those before the last one. is_quoted: whether that is in quotes.
    """

    __slots__ = ("is_quoted", "kept", "name", "op", "typed", "values")

    def __init__(self, kept: str, name: str, op: str, values: tuple[str, ...], typed: str) -> None:
        self.kept = kept
        self.name = name
        self.op = op
        self.values = values
        self.is_quoted = typed[:1] in (*QUOTES,)
        self.typed = _unquoted(typed) if self.is_quoted else typed


def last_term(text: str) -> Term | None:
    """Read the end of a query; None where a phrase in quotes is being typed."""
    starts = _starts(text)
    start = starts[-1]
    term = text[start:]
    name, op = _field_of(term)
    if not op:
        return None if term[:1] in (*QUOTES,) else Term(text[:start], "", "", (), term)
    values = _parts(term[len(name) + len(op) :])
    name = _unquoted(name)
    kept = text[: len(text) - len(values[-1])]
    left, dots, right = values[-1].rpartition("..")
    if dots and values[-1][:1] not in (*QUOTES,):
        return Term(kept + left + dots, name, op, tuple(values[:-1]), right)
    return Term(kept, name, op, tuple(map(_unquoted, values[:-1])), values[-1])


def _field_of(term: str) -> tuple[str, str]:
    """The name, in quotes where it stands in some, and the operator that a term begins with."""
    quoted = term[:1] in (*QUOTES,)
    begin = term.find(term[0], 1) + 1 if quoted else 0
    if quoted and (begin == 0 or not term.startswith(OPERATORS, begin)):
        return term, ""
    for place in range(begin, len(term)):
        op = next((op for op in OPERATORS if term.startswith(op, place)), "")
        if op:
            return term[:place], op
    return term, ""


def _starts(text: str) -> list[int]:
    """Where terms begin: behind white space and parentheses that stand in no quotes."""
    starts, quote, before = [0], "", ""
    for place, sign in enumerate(text):
        if quote:
            quote = "" if sign == quote and before != "\\" else quote
        elif sign in QUOTES and (place == starts[-1] or before in ":=<>~,." or before == ""):
            quote = sign
        elif sign.isspace() or sign in "()":
            starts.append(place + 1)
        before = "" if before == sign == "\\" else sign
    return starts


def _parts(text: str) -> list[str]:
    """Values with commas between, those in quotes whole."""
    parts, quote = [""], ""
    for sign in text:
        if not quote and sign == ",":
            parts.append("")
            continue
        if sign in QUOTES and (quote or not parts[-1]):
            quote = "" if sign == quote else quote or sign
        parts[-1] += sign
    return parts


def _unquoted(value: str) -> str:
    if value[:1] not in (*QUOTES,):
        return value
    body = value[1:-1] if len(value) > 1 and value[-1] == value[0] else value[1:]
    return body.replace('\\"', '"').replace("\\'", "'").replace("\\\\", "\\")


def query(ask: Ask) -> list[Candidate]:
    """What the last term of a query may become."""
    kind = "contact" if _makes(ask) else ask.kind
    term = last_term(ask.typed)
    if not kind or term is None:
        return []
    if term.op:
        return _valued(ask, kind, term)
    return _of_words(ask, kind) or _named(ask, kind, term)


def _makes(ask: Ask) -> bool:
    """Whether the query says for whom something is made: a note, a reminder; not which of them."""
    return ask.kind in GROUPS.values() and ask.place.path[-1] != "list"


def words(ask: Ask) -> list[Candidate]:
    """What is looked for in everything: names, and the terms of a query of whatever kind has the field."""
    term = last_term(ask.typed)
    if term is None:
        return []
    if term.op:
        kinds = ("contact", "company", "deal", "activity")
        return next(filter(None, (_valued(ask, kind, term) for kind in kinds)), [])
    return [each for each in names.records(ask.but(of=())) if "/" not in each.text] if ask.typed else []


def _of_words(ask: Ask, kind: str) -> list[Candidate]:
    """The values of `company:Acme Lt`, one word to the shell: written as one value."""
    name, op = _field_of(ask.typed)
    text = ask.typed[len(name) + len(op) :]
    if not op or text.strip() == text.split(" ")[0] or any(sign in text for sign in "\"'(),:="):
        return []
    return _valued(ask, kind, Term(name + op, name, op, (), text))


def _named(ask: Ask, kind: str, term: Term) -> list[Candidate]:
    """Fields, each with its colon; what else a term may begin with; and the words between terms."""
    found = [
        Candidate(term.kept + (name if name.endswith(".") else f"{_as_term(name)}:"), about, is_whole=False)
        for name, about in fields.offered(ask, kind, term.typed, _names)
    ]
    found += [
        Candidate(f"{term.kept}{name}:", about, is_whole=False)
        for name, about in STARTS.items()
        if name.startswith(term.typed.lower())
    ]
    if term.typed:
        found += [each.after(term.kept) for each in begun(KEYWORDS, term.typed)]
    return found


def _names(field: Field) -> list[str]:
    """What a field is called in a query: shorter where an alias begins its name (`tag` of `tags`); then as columns do."""
    short = [alias for alias in field.aliases if field.name.startswith(alias)]
    return [*sorted(short, key=len), field.name, *field.aliases]


def _as_term(name: str) -> str:
    """A name as a term may begin with it: `_` is as good as a space."""
    return written_name(name.replace(" ", "_"))


def _valued(ask: Ask, kind: str, term: Term) -> list[Candidate]:
    asked = ask.but(typed=term.typed)
    prefix = term.name.lower()
    if prefix in PREFIXES and term.op in (":", "="):
        if prefix == "in":
            return _written(stored.segments(asked.but(of=(kind,))), term)
        found = fields.offered(asked, kind, term.typed, _names)
        return [Candidate(term.kept + _as_term(name), about) for name, about in found if name[-1] != "."]
    return _written(_of_field(asked, kind, term.name), term)


def _of_field(ask: Ask, kind: str, name: str) -> list[Candidate]:
    """Values of a field, or of the record that a link comes to: `company.city`."""
    first, dot, rest = name.partition(".")
    link = ask.world.catalogue.field(kind, first) if dot else None
    if link is not None and link.linked and link.column:
        return _of_field(ask, link.linked, rest)
    field = ask.world.catalogue.field(kind, name)
    if field is None:
        return []
    if field.linked:
        return begun(names.titles(ask, field.linked), "")
    if field.type.family in {"day", "instant", "monthday"}:
        return [*fixed.periods(ask), *fixed.past(ask), *fixed.when(ask)]
    if field.name == "stage":
        return stored.every_stage(ask)
    return stored.values(ask, field, kind)


def _written(found: Iterable[Candidate], term: Term) -> list[Candidate]:
    """Values as a query has them, in quotes where they need them; each once, and none that no line may hold."""
    texts: dict[str, Candidate] = {}
    for each in found:
        if is_clean(each.text) and each.text not in term.values:
            text = written(each.text)
            text = f'"{text}"' if term.is_quoted and text == each.text else text
            texts.setdefault(text, Candidate(term.kept + text, each.about, is_whole=each.is_whole))
    return [*texts.values()]
