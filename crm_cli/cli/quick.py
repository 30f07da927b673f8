"""The plain reads: their words and options in one table, answered before the command tree is built.

A word that the table does not know, and whatever is spelt in an unusual way, is left to the tree, which knows
what to say of it. What a read means is not known here: the tree and this table call the same functions.
"""

from __future__ import annotations

from crm_cli.cli.target import resolved

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from typing import Any, Literal, TextIO

    from crm_cli.app.context import App
    from crm_cli.app.hoisting import Globals

    Kept = Literal["flag", "text", "number"]

MOST = 10**12
"""A limit that no file reaches: more than a loop or SQLite can count to is that much."""


class Option:
    """An option of a read: its names, and whether it is there or not, or keeps a text or a number from 0 on."""

    __slots__ = ("keeps", "name", "short")

    def __init__(self, name: str, short: str = "", keeps: Kept = "text") -> None:
        self.name = name
        self.short = short
        self.keeps = keeps

    @property
    def parameter(self) -> str:
        """What its value is called where it is handed on."""
        return self.name.removeprefix("--").replace("-", "_")

    @property
    def default(self) -> bool | None:
        """What is handed on where it is not given."""
        return False if self.keeps == "flag" else None

    def read(self, text: str) -> str | int | None:
        """The value that a text means; None for what the tree would refuse, or might."""
        if self.keeps == "text":
            return text
        return min(int(text), MOST) if text.isascii() and text.isdigit() and len(text) < 20 else None


FORMAT = Option("--format", "-f")
LIMIT = Option("--limit", "-n", "number")
ARCHIVED = Option("--archived", keeps="flag")
LIST = (Option("--columns"), Option("--sort"), LIMIT, Option("--group-by"), ARCHIVED, FORMAT)


class Read:
    """A command that only reads: the function that answers it, what its words are called there, and its options.

    words: "" where it takes none. least, most: how many; one word alone is handed on by itself, not in a list.
    fixed: what is handed on besides, whatever is typed.
    at_once: a function that may answer without an App, or "".
    """

    __slots__ = ("at_once", "fixed", "least", "most", "options", "target", "words")

    def __init__(
        self,
        target: str,
        options: tuple[Option, ...],
        words: str = "",
        least: int = 0,
        most: int | None = None,
        fixed: Mapping[str, str] | None = None,
        at_once: str = "",
    ) -> None:
        self.target = target
        self.options = options
        self.words = words
        self.least = least
        self.most = most if words else 0
        self.fixed = fixed or {}
        self.at_once = at_once

    def of(self, **fixed: str) -> Read:
        """The same read of one kind, or of one name."""
        return Read(self.target, self.options, self.words, self.least, self.most, fixed)


READS = {
    "today": Read("crm_cli.today.view:today", (LIMIT, FORMAT)),
    "next": Read("crm_cli.today.view:next_", (FORMAT,)),
    "find": Read("crm_cli.find.view:find", (LIMIT, ARCHIVED, FORMAT), "words", least=1),
    "show": Read("crm_cli.verbs.cards:show_any", (FORMAT,), "who", least=1),
    "timeline": Read("crm_cli.activity.timeline_view:timeline", (LIMIT, FORMAT), "who", least=1, most=1),
    "deal board": Read("crm_cli.deal.board_view:show", (Option("--pipeline"), LIMIT, FORMAT), "query"),
    "remind": Read(
        "crm_cli.reminder.view:due",
        (Option("--exit-code", keeps="flag"), Option("--summary", keeps="flag"), FORMAT),
        at_once="crm_cli.reminder.due:answer_plainly",
    ),
}
"""The reads that stand alone, by their words; those of a kind are made by `OF_KIND`."""

OF_KIND = {
    "list": Read("crm_cli.verbs.listing:show", LIST, "words"),
    "show": Read("crm_cli.verbs.cards:show_named", (FORMAT,), "who"),
}
"""The reads that every kind of record has."""

REPORT = (
    *(Option("--by"), Option("--period"), Option("--where"), Option("--compare")),
    *(Option("--chart", keeps="flag"), Option("--explain", keeps="flag"), Option("--records", keeps="flag")),
    FORMAT,
)
NAMED = {"report": ("crm_cli.report.reports:REPORTS", Read("crm_cli.report.answer:answer_named", REPORT))}
"""The reads that are entries of a mapping in another room, each by its name."""

GROUPS = {"note": "activity", "remind": "reminder"}
"""Groups of commands that bear another name than their kind of record; the catalogue has them all, but slower."""


def named(words: Sequence[str]) -> tuple[Read | None, Sequence[str]]:
    """The read that the first words name, and what follows them; None where they name none."""
    first, second = words[0] if words else "", words[1] if len(words) > 1 else ""
    if read := READS.get(f"{first} {second}"):
        return read, words[2:]
    if first in NAMED:
        entries, read = NAMED[first]
        if second in resolved(entries):
            return read.of(name=second), words[2:]
    if second in OF_KIND:
        from crm_cli.kinds.catalogue import NAMES

        kind = GROUPS.get(first, first)
        if kind in NAMES and (first in GROUPS or kind not in GROUPS.values()):
            return OF_KIND[second].of(kind=kind), words[2:]
    return READS.get(first), words[1:]


class Call:
    """A read with the values its function is to be called with."""

    __slots__ = ("read", "values")

    def __init__(self, read: Read, values: Mapping[str, Any]) -> None:
        self.read = read
        self.values = values

    def answer(self, crm: App) -> int:
        """Answer; returns the exit code."""
        return resolved(self.read.target)(crm, **self.values) or 0


def meant(words: Sequence[str]) -> Call | None:
    """What words without global options ask for, where it is a plain read; None is for the tree."""
    read, rest = named(words)
    if read is None:
        return None
    values: dict[str, Any] = {option.parameter: option.default for option in read.options}
    typed: list[str] = []
    known = {name: option for option in read.options for name in (option.name, option.short) if name}
    stream = iter(rest)
    for word in stream:
        if word == "--":
            typed += stream
        elif is_value(word):
            typed.append(word)
        elif not _take(word, stream, known, values):
            return None
    if len(typed) < read.least or (read.most is not None and len(typed) > read.most):
        return None
    if read.words:
        values[read.words] = typed[0] if read.most == 1 else typed or None
    return Call(read, {**values, **read.fixed})


def is_value(word: str) -> bool:
    """Whether a word is no option, though it may begin with `-`: `-`, `-2d`, `-.5`, `- and went`, `-- and left`."""
    if not word.startswith("-") or len(word) == 1:
        return True
    return word[1].isdigit() or word[1] in ".," or word.lstrip("-")[:1].isspace()


def _take(word: str, rest: Iterator[str], known: Mapping[str, Option], values: dict[str, Any]) -> bool:
    """Keep the value of an option, spelt `--name value`, `--name=value`, `-n value` or `-nvalue`; False for another."""
    if word.startswith("--"):
        name, equals, text = word.partition("=")
    else:
        name, text = word[:2], word[2:]
        equals = text
    option = known.get(name)
    if option is None:
        return False
    if option.keeps == "flag":
        values[option.parameter] = True
        return not equals
    given = text if equals else next(rest, None)
    value = None if given is None else option.read(given)
    values[option.parameter] = value
    return value is not None


def answer_at_once(words: Sequence[str], env: Mapping[str, str], out: TextIO) -> int | None:
    """Answer what a shell prompt asks all day, with neither App nor tree; None leaves it to them."""
    from crm_cli.app.hoisting import WITH_VALUE, hoist

    if words[-1] in WITH_VALUE:
        return None  # its value lacks
    options, rest = hoist(words)
    call = meant(rest)
    if call is None or not call.read.at_once or not _are_plain(options):
        return None
    asked = call.values
    if asked["format"] is not None or (out.isatty() and not asked["summary"]):
        return None
    answered: int | None = resolved(call.read.at_once)(
        options.db or env.get("CRM_DB", ""),
        options.now or env.get("CRM_NOW", ""),
        env,
        has_exit_code=asked["exit_code"],
        is_summary=asked["summary"],
        out=out,
    )
    return answered


def _are_plain(options: Globals) -> bool:
    """Whether nothing but the file, the clock and quiet is told, none of them empty."""
    unusual = (options.as_of, options.reason, options.dry_run, options.yes, options.no_input, options.debug)
    return not any(unusual) and "" not in (options.db, options.now)
