"""Completion in fish: it quotes what it is given itself, and keeps of it what goes on from what is typed."""

from __future__ import annotations

from crm_cli.completion import line as lines
from crm_cli.completion.bash import going_on

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from crm_cli.completion.answer import Found
    from crm_cli.completion.line import Line


def read(env: Mapping[str, str]) -> Line:
    """The command up to the cursor."""
    return lines.read(env.get("COMP_LINE", ""), lines.FISH)


def answer(line: Line, found: Found, env: Mapping[str, str]) -> str:
    """A line that says how ("", `files`, `folders`), and a candidate a line: text, tab, description.

    fish leaves out what does not hold the letters of what is typed in their order, whatever the case: a name with
    other accents goes on as it was typed, which is the same name. A value that its quotes begin holds them, and takes
    the place of what is typed.
    """
    rows = []
    for each in found.candidates:
        text = each.text
        if not _holds(text.lower(), line.typed.lower()):
            text = _going_on(text, line.typed, is_alone=len(found.candidates) == 1) or text
        rows.append(f"{text}\t{each.about}" if each.about else text)
    return "".join(f"{line}\n" for line in (found.shell, *rows))


def _holds(text: str, typed: str) -> bool:
    """Whether the letters of what is typed stand in a text in their order, others between them or not."""
    left = iter(text)
    return all(sign in left for sign in typed)


def _going_on(text: str, typed: str, *, is_alone: bool) -> str:
    """What is typed, going on as a text does, or where only that is meant, as one of its words does; "" otherwise."""
    words = text.split(" ")
    for at in range(len(words) if is_alone else 1):
        rest = going_on(" ".join(words[at:]), typed)
        if rest is not None:
            return typed + rest
    return ""
