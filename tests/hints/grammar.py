"""What a hint says to run: commands, options to add to the line, or only words."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator

IN_THE_PLACE_OF = {
    "WHO": "Tom Roe", "NAME": "new name", "NEW": "new name", "TITLE": "Another deal", "TEXT": "said", "TAG": "hot",
    "DEAL": "Acme renewal", "STAGE": "Proposal", "QUERY": "tag:vip", "WORDS": "acme", "WHEN": "today",
    "FILE": "people.csv", "FOLDER": "whole", "OTHER.db": "other.db", "BACKUP": "copy.db",
    "FIELD": "source", "VALUE": "fair", "KIND": "friend",
}  # fmt: skip
"""What a reader puts where a hint has a word in capitals."""

NAMES = {
    "contact": "Tom Roe",
    "deal": "Acme renewal",
    "company": "Bolt",
    "product": "GTX",
    "remind": "1",
    "note": "1",
}
"""Of NAME where a record that is there is meant."""

NEW_ONES = {"add", "set"}


def lines(hint: str, line: list[str]) -> Iterator[list[str]]:
    """The command lines that a hint tells to run instead of one, or to run at all; none for a phrase."""
    for row in hint.splitlines():
        said = row if row.startswith(("crm ", "-")) else row.partition(": ")[2]
        if said.startswith("crm "):
            for command in re.split(r" or (?=crm )", said):
                yield [_filled(word, command) for word in shlex.split(command)[1:]]
        elif re.match(r"--?[a-z]", said):
            for option in re.split(r" or (?=-)", said):
                yield _with(line, [_filled(word, said) for word in shlex.split(option)])


def _with(line: list[str], option: list[str]) -> list[str]:
    """A line with an option: in the place of the same one where it has that, else at its end."""
    name, *value = option
    if value and name in line[:-1]:
        at = len(line) - 2 - line[:-1][::-1].index(name)
        return [*line[:at], name, *value, *line[at + 2 :]]
    return [*line, *option]


def _filled(word: str, command: str) -> str:
    words = re.sub(r"^crm --db \S+", "crm", command).split()
    if command.startswith("--rejects"):
        return word.replace("FILE", "rejected.csv")
    if command.startswith("--db"):
        return word.replace("FILE", "copy.db")
    if words[1:2] in (["view"], ["alias"]):
        return word.replace("NAME", "new-name")
    if word == "NAME" and len(words) > 2 and words[2] not in NEW_ONES:
        return NAMES[words[1]]
    filled = re.sub(r"\b[A-Z]{2,}\b(?:\.db)?", lambda found: IN_THE_PLACE_OF.get(found[0], found[0]), word)
    return filled.lower() if filled.startswith("--source") else filled
