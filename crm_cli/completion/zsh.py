"""Completion in zsh: it quotes what it is given itself, and is told whether that may take the place of what is typed."""

from __future__ import annotations

from crm_cli.completion import line as lines
from crm_cli.completion.candidate import common
from crm_cli.core.text import fold

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from crm_cli.completion.answer import Found
    from crm_cli.completion.line import Line


def read(env: Mapping[str, str]) -> Line:
    """The words up to the cursor, as they are typed, with spaces between."""
    return lines.read(env.get("COMP_LINE", ""), lines.SH)


def answer(line: Line, found: Found, env: Mapping[str, str]) -> str:
    """A line that says how, and a candidate a line: text, tab, `+` where a space follows, tab, what the list shows.

    How: `begun` where all go on from what is typed, `other` where they take its place, `list` where that would take
    something away; `files`, `folders`.
    """
    if found.shell:
        return found.shell + "\n"
    texts = [each.text for each in found.candidates]
    if all(text.startswith(line.typed) for text in texts):
        how = "begun"
    elif len(texts) == 1 or (fold(common(texts)).startswith(fold(line.typed)) and fold(line.typed)):
        how = "other"
    else:
        how = "list"
    longest = max(map(len, texts), default=0)
    rows = [
        (
            each.text,
            "+" if each.is_whole else "",
            f"{each.text.ljust(longest)}  -- {each.about}" if each.about else each.text,
        )
        for each in found.candidates
    ]
    return "".join(f"{line}\n" for line in (how, *map("\t".join, rows)))
