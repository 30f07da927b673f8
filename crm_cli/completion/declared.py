"""The commands as they are declared: their options and arguments, read from their signatures; none is built."""

from __future__ import annotations

from crm_cli.cli import group, tree
from crm_cli.cli.completion import Wanted
from crm_cli.cli.target import resolved

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any


class Parameter:
    """An option or an argument.

    names: those of an option, none of an argument. takes: whether an option takes a value. is_many: whether it may be
    given several times; of an argument, whether it takes all words that are left.
    word: what it is called in usage (`WHO`); wanted: what was told of it where it is declared, or None.
    """

    __slots__ = ("help", "is_hidden", "is_many", "names", "takes", "wanted", "word")

    def __init__(
        self,
        names: tuple[str, ...],
        *,
        takes: bool = True,
        is_many: bool = False,
        word: str = "",
        help: str = "",
        wanted: Wanted | None = None,
        is_hidden: bool = False,
    ) -> None:
        self.names = names
        self.takes = takes
        self.is_many = is_many
        self.word = word
        self.help = help
        self.wanted = wanted
        self.is_hidden = is_hidden


class Command:
    """A command: the words that name it, its options and arguments.

    fields: the kind of record whose fields are options of it, too, or "".
    """

    __slots__ = ("arguments", "fields", "options", "path")

    def __init__(self, path: tuple[str, ...], parameters: Sequence[Parameter], fields: str = "") -> None:
        self.path = path
        self.options = [each for each in parameters if each.names]
        self.arguments = [each for each in parameters if not each.names]
        self.fields = fields


class Group(Command):
    """Commands under a name, each with its line of help; the options are those of the group alone."""

    __slots__ = ("_commands",)

    def __init__(self, path: tuple[str, ...], commands: Any) -> None:
        alone = commands.registered_callback
        super().__init__(path, _parameters(alone.callback) if alone else [])
        self._commands = group.Leaves(commands)

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
    return Command(path, _parameters(function), kind)


def _parameters(function: Callable[..., Any]) -> list[Parameter]:
    found = []
    for name, annotation in function.__annotations__.items():
        if isinstance(annotation, str):
            annotation = _evaluated(annotation, function)  # noqa: PLW2901 - what the words stand for
        told = next(iter(getattr(annotation, "__metadata__", ())), None)
        if told is not None:
            found.append(_parameter(name, told, str(annotation.__origin__)))
    return found


def _evaluated(annotation: str, function: Callable[..., Any]) -> Any:
    """An annotation as an object; None for one that only the type checker can read: that is no parameter of ours."""
    try:
        return eval(annotation, function.__globals__)
    except (AttributeError, NameError, TypeError):
        return None


def _parameter(name: str, told: Any, type: str) -> Parameter:
    marker = told.autocompletion
    is_option = isinstance(told.default, str) or bool(told.param_decls)
    return Parameter(
        (told.default, *(told.param_decls or ())) if is_option else (),
        takes=type != "<class 'bool'>",
        is_many="list[" in type,
        word=told.metavar or ("" if is_option else name.upper()),
        help=told.help or "",
        wanted=getattr(marker, "wanted", None),
        is_hidden=bool(told.hidden),
    )
