"""Words by which other programs call what is here, and the command line of ours that somebody means by them.

Asked only of a word that is no command: nothing that works is slower for it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from crm_cli.cli import tree, trial
from crm_cli.core import shell
from crm_cli.kinds.catalogue import KINDS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


def _table(rows: dict[str, str]) -> dict[str, list[str]]:
    return {word: ours.split() for words, ours in rows.items() for word in words.split()}


THINGS = _table(
    {
        "person people persons someone user users address addressbook": "contact",
        "lead leads": "contact lifecycle:lead",
        "prospect prospects": "contact lifecycle:prospect",
        "client clients customer customers": "contact lifecycle:customer",
        "account accounts org orgs organization organizations organisation organisations firm firms business": "company",
        "opportunity opportunities opp opps sale oppty": "deal",
        "task tasks todo todos to-do followup follow-up followups reminder reminders": "remind",
        "activity activities interaction interactions comment comments memo event events": "note",
        "article articles sku skus pricelist price-list": "product",
        "label labels": "tag",
        "column columns property properties": "field",
        "setting settings preferences prefs option options configuration": "config",
        "list-view saved filter filters": "view",
        "audience smartlist": "segment",
        "funnel": "pipeline",
        "stage stages status statuses": "pipeline stage",
        "figures stats statistics analytics": "report",
    }
)
"""What others call our kinds and groups → the group, and what is true of all that the word means."""

VERBS = _table(
    {
        "new create insert make register add": "add set",
        "remove rm del drop erase destroy trash delete": "delete unset end",
        "unset clear stop": "delete unset end",
        "ls all index overview list": "list show",
        "search find grep query lookup look filter where": "list",
        "view open cat info display print details detail read get show": "show get",
        "update modify change alter correct fix edit set": "edit set",
        "rename": "edit",
        "hide deactivate": "archive",
        "unhide activate restore": "unarchive",
        "label mark": "tag",
        "unlabel unmark": "untag",
        "close": "win lose done",
        "won": "win",
        "lost": "lose",
        "advance promote mv": "move",
        "finish complete completed tick check resolve": "done",
        "postpone defer delay later": "snooze",
        "link connect": "relate",
        "dedupe dedup": "duplicates",
        "combine join": "merge",
        "kanban": "board",
        "anonymize anonymise gdpr": "forget",
    }
)
"""What others call our verbs → ours, the likeliest first; in a group the first counts that it has."""

COMMANDS = _table(
    {
        "search grep query lookup look": "find",
        "audit changes changelog": "history",
        "feed": "timeline",
        "phone ring": "call",
        "mail e-mail": "email",
        "meet appointment": "meeting",
        "sms chat text whatsapp": "message",
        "due inbox dashboard home status": "today",
        "revert rollback": "undo",
        "dump": "export",
        "load": "import",
        "check fsck repair vacuum verify": "doctor",
        "copy save snapshot": "backup",
        "forecast": "report pipeline",
        "revenue": "report sales",
        "import-vcard import-csv": "import",
        "man docs manual": "help",
        "version": "--version",
        "complete": "done",
        "log": "note add",
        "set": "config set",
        "unset": "config unset",
    }
)
"""What others call commands of ours that stand by themselves → these."""

ELSEWHERE = {("tag", "add"): ["contact", "tag"], ("report", "forecast"): ["report", "pipeline"]}
"""What another group has: (group, verb) → the command."""


def meant(ctx: Any, words: Sequence[str]) -> list[str]:
    """The command lines that words mean which name no command of a group, best first; none where nothing is known."""
    path = ctx.command_path.split()[1:]
    found: list[str] = []
    for line, rest in _in_group(path, words) if path else _at_top(words):
        hint = _runnable(ctx, line, rest)
        if hint not in found:
            found.append(hint)
    return found


def _at_top(words: Sequence[str]) -> Iterator[tuple[list[str], list[str]]]:
    """What a line means whose first word is no command."""
    word, rest = words[0], [*words[1:]]
    thing = _thing(word)
    if word in COMMANDS:
        path = COMMANDS[word]
        yield (path, rest) if rest or path != ["note", "add"] else (["history"], [])
    elif thing:
        yield from _of_thing(thing, rest)
    elif rest and (thing := _thing(rest[0]) or _own(rest[0])) and (verb := _verb(thing[:1], word)):
        yield from _of_thing(thing, [verb, *rest[1:]])
    else:
        for group in ("contact", "deal", "note", "remind", "segment", "pipeline", "report"):
            if verb := _verb([group], word):
                yield [group, verb], rest
                return


def _of_thing(thing: Sequence[str], rest: list[str]) -> Iterator[tuple[list[str], list[str]]]:
    """What is meant by somebody who names a kind, and then a verb, somebody's name or nothing."""
    group = [word for word in thing if ":" not in word]
    trait = [word for word in thing if ":" in word]
    if not rest:
        is_listed = group != ["remind"] and "list" in _names(group)
        yield ([*group, "list"], trait) if is_listed else (group, [])
        return
    verb = _verb(group, rest[0])
    if verb == "list":
        yield [*group, verb], [*trait, *rest[1:]]
    elif verb == "add":
        name, _, value = "".join(trait).partition(":")
        yield [*group, verb], [*rest[1:], *([f"--{name}", value] if trait else [])]
    elif verb:
        yield [*group, verb], rest[1:]
    else:
        usual = "add" if group[0] in ("remind", "note") else "show"
        yield [*group, *([usual] if usual in _names(group) else [])], rest


def _in_group(path: list[str], words: Sequence[str]) -> Iterator[tuple[list[str], list[str]]]:
    """What a line means whose first word is no command of a group."""
    word, rest = words[0], [*words[1:]]
    ours = [word, *VERBS.get(word, [])]
    for verb in ours:
        if (path[0], verb) in ELSEWHERE and verb not in _names(path):
            yield ELSEWHERE[path[0], verb], [*rest[1:], *rest[:1]] if len(rest) == 2 else rest
            return
    verbs = [verb for verb in VERBS.get(word, ()) if verb in _names(path)]
    if verbs:
        for verb in verbs if word == "close" else verbs[:1]:
            yield [*path, verb], rest
    elif word == "export":
        kind = next((kind for kind in KINDS.values() if kind.command == path[0]), None)
        yield ["export"], [kind.plural if kind else "all", *rest]
    elif word in tree.TREE:
        yield [word], rest
    elif word in COMMANDS and COMMANDS[word][0] in tree.TREE:
        yield COMMANDS[word], rest
    elif path == ["tag"] and rest:
        yield ["contact", "tag"], [word, *rest]


def _thing(word: str) -> list[str]:
    """The group that a word is another name of, and what is true of all it means; [] for another word."""
    if word in THINGS:
        return THINGS[word]
    for singular in (word.removesuffix("s"), word.removesuffix("ies") + "y"):
        if word != singular and _own(singular):
            return [singular]
    return []


def _own(word: str) -> list[str]:
    """The group of that name."""
    return [word] if word in tree.TREE and _names([word]) else []


def _verb(group: Sequence[str], word: str) -> str:
    """A group's command that a word is, or is another name of; "" where there is none."""
    names = _names(group)
    return next((verb for verb in (word, *VERBS.get(word, ())) if verb in names), "")


def _names(path: Sequence[str]) -> list[str]:
    """The names of the commands of a group."""
    return [*getattr(_command(path), "commands", ())]


def _command(path: Sequence[str]) -> Any:
    command: Any = tree.load(path[0]) if path[0] in tree.TREE else None
    for name in path[1:]:
        command = getattr(command, "commands", {}).get(name)
    return command


def _runnable(ctx: Any, path: list[str], rest: list[str]) -> str:
    """The line that says what was meant: with all the words where the command takes them, else its help."""
    if path[0] not in tree.TREE:
        return shell.line(["crm", *path])
    if usual := getattr(_command(path), "usual", ""):
        path = [*path, usual]
    plain = next((at for at, word in enumerate(rest) if word.startswith("--")), len(rest))
    for words in (rest, rest[:plain]):
        if "--help" not in words and trial.takes(_command(path), words, parent=ctx):
            return shell.line(["crm", *path, *words])
    return shell.line(["crm", *path, "--help"])
