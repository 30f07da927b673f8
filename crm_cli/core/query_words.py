"""The words of a command line → the text of one query."""

from __future__ import annotations

from crm_cli.core.query_tokens import QUOTES, Misread, tokens, written

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence


def join(arguments: Sequence[str]) -> str:
    """Make one query of the words of a command line.

    A single argument is the query itself. Of several, one such as `name:two words`, which the shell has
    unquoted, is one term (`name:"two words"`, each value of a list by itself), and one that holds an
    `or` stands in parentheses, as it stood in quotes.
    """
    if len(arguments) == 1:
        return arguments[0]
    return " ".join(_rejoined(argument) for argument in arguments)


def _rejoined(argument: str) -> str:
    opening = _opening(argument.lstrip())
    if not any(map(str.isspace, argument.strip())):
        return argument
    if opening:
        values = argument.lstrip()[len(opening) :]
        others = values.split()[1:]
        if values[:1] not in (*QUOTES, "(", "") and not any(map(_opening, others)):
            return opening + _listed(values)
    return f"({argument})" if _holds_or(argument) else argument


def _opening(text: str) -> str:
    """Give the field and operator a text begins with, or "": `city:` of `city:Nur Sultan`, none of `9:00`."""
    import re

    match = re.match(r"[^\W\d][\w.\-]*(?:!=|<=|>=|[:=<>~])(?!//)", text)
    return match[0] if match else ""


def _listed(values: str) -> str:
    import re

    if re.search(r"\d,\d", values):  # `1 250,50` is one amount
        return written(values.strip())
    parts = [part.strip() for part in values.split(",")]
    return ",".join(written(part) if part else "" for part in parts)


def _holds_or(text: str) -> bool:
    try:
        kinds = [token.kind for token in tokens(text)][:-1]
    except Misread:
        return False
    if "or" not in kinds or kinds[0] in {"and", "or"} or kinds[-1] in {"and", "or", "not"}:
        return False
    depth = 0
    for kind in kinds:
        depth += {"(": 1, ")": -1}.get(kind, 0)
        if depth < 0:
            return False
    return depth == 0
