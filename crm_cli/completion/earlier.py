"""What the script of an earlier version asks in bash (`_CRM_COMPLETE=complete_bash`): words by number, a candidate a line."""

from __future__ import annotations

from crm_cli.completion import line as lines
from crm_cli.completion.quoting import for_bash

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from crm_cli.completion.answer import Found
    from crm_cli.completion.line import Line


def read(env: Mapping[str, str]) -> Line:
    """The words before number COMP_CWORD, and that one."""
    line = lines.read(env.get("COMP_WORDS", "").replace("\n", " "), lines.SH)
    words = [*line.words, *([line.typed] if line.raw else [])]
    number = env.get("COMP_CWORD", "")
    at = int(number) if number.isascii() and number.isdigit() else len(words)
    line.words, line.typed = words[:at], "".join(words[at : at + 1])
    return line


def answer(line: Line, found: Found, env: Mapping[str, str]) -> str:
    """Candidates as bash reads them back."""
    return "".join(f"{for_bash(each.text)}\n" for each in found.candidates)
