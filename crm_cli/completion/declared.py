"""The commands as they are declared: their options and arguments, read from their signatures; none is built."""

from __future__ import annotations

from crm_cli.cli import group, parameters, tree
from crm_cli.cli.parameters import Parameter
from crm_cli.cli.target import resolved

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any


__all__ = ["Command", "Group", "Parameter", "command", "top", "whole"]


class Command:
    """A command: the words that name it, its options and arguments.

    fields: the kind of record whose fields are options of it, too, or "".
    """

    __slots__ = ("arguments", "fields", "options", "path")

    def __init__(self, path: tuple[str, ...], declared: Sequence[Parameter], fields: str = "") -> None:
        self.path = path
        self.options = [each for each in declared if each.names]
        self.arguments = [each for each in declared if not each.names]
        self.fields = fields


class Group(Command):
    """Commands under a name, each with its line of help; the options are those of the group alone.

    usual: the command that a word means which names none of them, or "".
    """

    __slots__ = ("_commands", "usual")

    def __init__(self, path: tuple[str, ...], commands: Any) -> None:
        alone = commands.registered_callback
        super().__init__(path, parameters.of(alone.callback) if alone else [])
        self._commands = group.Leaves(commands)
        self.usual: str = commands.usual

    def lines(self) -> list[tuple[str, str]]:
        """Each command's name and what it does."""
        return self._commands.lines()

    def command(self, name: str) -> Command | None:
        """The command of that name."""
        leaves = self._commands
        if name in leaves.infos:
            return _command(leaves.infos[name].callback, (*self.path, name))
        if name in leaves.groups:
            return Group((*self.path, name), leaves.groups[name].typer_instance)
        if name in leaves.elsewhere:
            return _declared(leaves.elsewhere[name].target, (*self.path, name))
        return None


def top() -> list[tuple[str, str]]:
    """The first words there are, each with what it does."""
    return [(name, entry.help) for name, entry in tree.TREE.items()]


def command(words: Sequence[str]) -> tuple[Command | None, Sequence[str]]:
    """The command that the first words name, a group where no command of it follows, and the words that follow."""
    if not words or words[0] not in tree.TREE:
        return None, words
    found = _declared(tree.TREE[words[0]].target, (words[0],))
    at = 1
    while isinstance(found, Group) and at < len(words):
        below = found.command(words[at])
        if below is None:
            found = found.command(found.usual) or found
            break
        found, at = below, at + 1
    return found, words[at:]


def whole(path: Sequence[str]) -> tuple[str, ...]:
    """The words of a command without shortcuts: `remind done` of `done`."""
    entry = tree.TREE.get(path[0])
    return (*(entry.stands_for.split() if entry and entry.stands_for else path[:1]), *path[1:])


def _declared(target: str, path: tuple[str, ...]) -> Command:
    found = resolved(target)
    return Group(path, found) if isinstance(found, group.Commands) else _command(found, path)


def _command(function: Any, path: tuple[str, ...]) -> Command:
    kind = getattr(getattr(function, "command_class", None), "kind", "")
    return Command(path, parameters.of(function), kind)
