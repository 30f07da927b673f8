"""Completion in bash: its line is read here, and what it is given is quoted for the place where it puts it.

bash puts on the line what all entries begin with, whatever that does to what was typed; so an entry is only for the
line where it is the single one, and several are a list that begins with nothing in common.
"""

from __future__ import annotations

from crm_cli.completion import line as lines
from crm_cli.completion.candidate import common
from crm_cli.completion.quoting import for_bash
from crm_cli.core.text import fold

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from crm_cli.completion.answer import Found
    from crm_cli.completion.candidate import Candidate
    from crm_cli.completion.line import Line

LISTING = {"9", "33", "63", "64"}
"""The sorts of completion that show a list (COMP_TYPE); the others put entries on the line one after the other."""


NOTHING = "\u2007"
"""An entry of which nothing is seen: with it, entries have no beginning in common."""


def read(env: Mapping[str, str]) -> Line:
    """The line up to the cursor: COMP_LINE, of which COMP_POINT counts the characters; before bash 4.3, the bytes."""
    text, point = env.get("COMP_LINE", ""), env.get("COMP_POINT", "")
    if point.isascii() and point.isdigit():
        before = text[: int(point)]
        if not before.endswith(env.get("COMP_WORD", "")):
            before = text.encode()[: int(point)].decode("utf-8", "ignore")
        text = before
    return lines.read(text, lines.SH)


def answer(line: Line, found: Found, env: Mapping[str, str]) -> str:
    """A line that says how, and an entry a line: "" or `nospace`, `files`, `folders`."""
    if found.shell:
        return found.shell + "\n"
    word = env.get("COMP_WORD", "")
    if not line.raw.endswith(word):
        return "\n"
    head = lines.read(line.raw[: len(line.raw) - len(word)], lines.SH)
    offered = _behind(head.typed, line.typed, found.candidates)
    how, entries = _entries(line, head, offered, env)
    return "".join(f"{entry}\n" for entry in (how, *entries))


def _behind(kept: str, typed: str, candidates: Sequence[Candidate]) -> list[tuple[str, Candidate]]:
    """What of each candidate comes behind the part of the word that bash leaves as it is.

    One that is spelt otherwise there goes on as it was typed, where that is the same to the program.
    """
    offered = []
    for each in candidates:
        if each.text.startswith(kept):
            offered.append((each.text[len(kept) :], each))
        elif (rest := going_on(each.text, typed)) is not None:
            offered.append(((typed + rest)[len(kept) :], each))
    return offered


def going_on(text: str, typed: str) -> str | None:
    """What follows in a text that begins as typed but for case and accents; None where it begins otherwise."""
    for end in range(len(text) + 1):
        if fold(text[:end]) == fold(typed):
            whole = typed + text[end:]
            return text[end:] if fold(whole) == fold(text) else None
    return None


def _entries(
    line: Line, head: Line, offered: Sequence[tuple[str, Candidate]], env: Mapping[str, str]
) -> tuple[str, list[str]]:
    quoted = [_quoted(text, head) for text, _ in offered]
    sort = env.get("COMP_TYPE", "")
    if len(offered) == 1:
        is_whole = offered[0][1].is_whole
        if not sort and is_whole and not line.quote:
            return "nospace", [
                f"{quoted[0]} "
            ]  # bash 3 cannot be told at the time: it is always told `nospace`
        return ("" if is_whole else "nospace"), quoted
    is_listed = sort in LISTING
    texts = [text for text, _ in offered]
    typed = line.typed[len(head.typed) :]
    shared = common(texts)
    goes_on = fold(shared).startswith(fold(typed)) and len(shared) > len(typed)
    if goes_on and (is_listed or not sort):
        return "nospace", [_quoted(shared, head)]
    if not is_listed:
        return "", quoted
    shown = _listed(texts, [each.about for _, each in offered], env)
    raw = env.get("COMP_WORD", "")
    return "", shown if common(shown) in ("", raw) else [NOTHING, *shown]


def _quoted(text: str, head: Line) -> str:
    """A text for the line behind what bash leaves there.

    What begins with the quote that is open is taken for a word with that quote, and what ends with it for one that is
    closed: it is then written twice.
    """
    written = for_bash(text, head.quote) if text or not head.raw else ""
    quote = head.quote[-1:] or "\0"
    return f"{quote if written.startswith(quote) else ''}{written}{quote if written.endswith(quote) else ''}"


def _listed(texts: Sequence[str], abouts: Sequence[str], env: Mapping[str, str]) -> list[str]:
    """Texts with their descriptions beside them, a line each; the texts alone where none has any."""
    if not any(abouts):
        return list(texts)
    columns = env.get("COLUMNS", "")
    width = int(columns) if columns.isascii() and columns.isdigit() else 80
    longest = max(map(len, texts))
    lines = [
        f"{text.ljust(longest)}  ({about})" if about else text
        for text, about in zip(texts, abouts, strict=True)
    ]
    return [each if len(each) < width else f"{each[: width - 2]}…" for each in lines]
