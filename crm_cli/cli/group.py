"""A slice's commands as a group: which there are is known at once, and each is built when it is used."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from itertools import takewhile
from typing import Any, NamedTuple, TypeVar, cast

import typer
from typer.core import TyperCommand, TyperGroup

from crm_cli.app.context import App
from crm_cli.cli.command import Command, split_help
from crm_cli.cli.target import resolved
from crm_cli.core import shell
from crm_cli.core.errors import CrmError, NotFound, UsageError

F = TypeVar("F", bound=Callable[..., Any])


class Group(TyperGroup):
    """A group of commands; alone it prints its help and ends with 0.

    kinds: whose records a first word may name that is no command; `show` is how they are shown.
    usual: the command that a first word means that is no command but names such a record, or "".
    """

    kinds: Sequence[str] = ()
    usual = ""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Print the help where no command is named."""
        if not args and not self.invoke_without_command and not ctx.resilient_parsing:
            typer.echo(ctx.get_help(), color=ctx.color)
            ctx.exit(0)
        if self.usual and args and args[0].startswith("--") and args[0] not in ("--", "--help"):
            args = [self.usual, *args]
        return super().parse_args(ctx, args)

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write an example first."""
        help, examples = split_help(self.help or "")
        if examples:
            formatter.write("Example: " + "\n         ".join(examples) + "\n\n")
        self.format_usage(ctx, formatter)
        if help:
            formatter.write("\n")
            with formatter.indentation():
                formatter.write_text(" ".join(help.split()))
        self.format_options(ctx, formatter)

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """List the commands with their line of help; none of them is built for it."""
        lines = self.commands.lines() if isinstance(self.commands, Leaves) else []
        with formatter.section("Commands"):
            formatter.write_dl([(name, help) for name, help in lines])

    def list_commands(self, ctx: Any) -> list[str]:
        """Names of all commands, in their order; none of them is built for it."""
        return [*self.commands]

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Find the command; UsageError with the nearest names where there is none."""
        is_option = bool(args) and args[0].startswith("-") and args[0] != "-"
        if not args or ctx.resilient_parsing or self.get_command(ctx, args[0]) or is_option:
            return super().resolve_command(ctx, args)
        from crm_cli.core.text import nearest

        path, word = ctx.command_path, args[0]
        named = self.names_records(ctx, word)
        ways = [] if named else self.meant(ctx, args)
        is_plain = bool(ways) or (self.usual and named)
        near = [] if is_plain else nearest(word, self.list_commands(ctx), limit=2)
        if self.usual and not ways:
            if near:
                raise self._no_command_or_record(ctx, word, [f"{path} {name}" for name in near])
            return super().resolve_command(ctx, [self.usual, *args])
        ways = ways or [f"{path} {name}" for name in near]
        if named:
            whole = " ".join(takewhile(lambda each: not each.startswith("-"), args))
            meant = whole if self.names_records(ctx, whole) else word
            ways.append(shell.line([*path.split(), "show", meant]))
        raise UsageError(
            f"`{path}` has no command `{word}`", hint=" or ".join(ways) if ways else f"{path} --help"
        )

    def _no_command_or_record(self, ctx: Any, word: str, near: Sequence[str]) -> NotFound:
        """What is said of a word that is nearly a command, and may nearly be somebody's name."""
        from crm_cli.verbs.near import listed, nearest

        meant = [*near]
        with suppress(CrmError):
            if found := nearest(ctx.obj, self.kinds, word):
                meant.insert(0, listed(found, " or "))
        return NotFound(
            f"`{ctx.command_path}` has no command `{word}`, and no record is called so",
            hint=near[0] if len(meant) == 1 else f"did you mean {' or '.join(meant)}?",
        )

    def meant(self, ctx: Any, args: Sequence[str]) -> list[str]:
        """The command lines meant by somebody who calls things as another program does."""
        from crm_cli.cli import elsewhere

        return elsewhere.meant(ctx, args)

    def names_records(self, ctx: Any, word: str) -> bool:
        """Whether a word names records of the group's kinds."""
        if not self.kinds or not isinstance(ctx.obj, App):
            return False
        from crm_cli.verbs import resolve

        try:
            return word == "-" or bool(resolve.fitting(ctx.obj, self.kinds, word.strip()))
        except CrmError:
            return False


class Commands(typer.Typer):
    """A slice's commands, read and explained our way; only the one that is run is built.

    kinds, usual: see `Group`.
    """

    def __init__(self, help: str, *, kinds: Sequence[str] = (), usual: str = "", **more: Any) -> None:
        super().__init__(
            help=help, cls=more.pop("cls", Group), rich_markup_mode=None, add_completion=False, **more
        )
        self.elsewhere: dict[str, Elsewhere] = {}
        self.kinds = kinds
        self.usual = usual

    def command(  # type: ignore[override]
        self, name: str | None = None, *, cls: type[TyperCommand] = Command, **more: Any
    ) -> Callable[[F], F]:
        """Register a command; see `typer.Typer.command`. Its function remembers `cls`, for shortcuts to it."""
        register = super().command(name, cls=cls, **more)

        def remember(function: F) -> F:
            function.command_class = cls  # type: ignore[attr-defined]
            return register(function)

        return remember

    def add_elsewhere(self, name: str, target: str, help: str) -> None:
        """Register a command that stands in a room to the right: `module:function`, imported when it is used."""
        self.elsewhere[name] = Elsewhere(target, help)


class Elsewhere(NamedTuple):
    """A command of a group that lives in another room: where, and its one line of help."""

    target: str
    help: str


class Leaves(dict[str, Any]):
    """The commands of a group by name, each built when it is asked for."""

    def __init__(self, commands: Commands) -> None:
        self.infos = {
            info.name or info.callback.__name__.replace("_", "-"): info
            for info in commands.registered_commands
            if info.callback is not None
        }
        self.groups = {info.name or "": info for info in commands.registered_groups}
        self.elsewhere = commands.elsewhere
        super().__init__(dict.fromkeys([*self.infos, *self.elsewhere, *self.groups]))

    def __getitem__(self, name: str) -> Any:
        found = super().__getitem__(name)
        if found is None:
            found = self._built(name)
            self[name] = found
        return found

    def get(self, name: str, default: Any = None) -> Any:
        """The command of that name, or the default."""
        return self[name] if name in self else default  # noqa: SIM401 - `self[name]` builds it

    def values(self) -> Any:
        """All commands, built."""
        return [self[name] for name in self]

    def items(self) -> Any:
        """All names with their commands, built."""
        return [(name, self[name]) for name in self]

    def _built(self, name: str) -> Any:
        if name in self.infos:
            return typer.main.get_command_from_info(
                self.infos[name], pretty_exceptions_short=True, rich_markup_mode=None
            )
        if name in self.elsewhere:
            return loaded(self.elsewhere[name].target, name)
        group = built(cast("Commands", self.groups[name].typer_instance))
        group.name = name
        return group

    def lines(self) -> list[tuple[str, str]]:
        """Each name with its line of help, nothing built."""
        found = []
        for name in self:
            if name in self.elsewhere:
                help = self.elsewhere[name].help
            elif name in self.infos:
                help = _first_line(self.infos[name].callback.__doc__ or "")
            else:
                help = _first_line(cast("Any", self.groups[name].typer_instance).info.help or "")
            found.append((name, help))
        return found


def built(commands: Commands) -> Any:
    """Turn a slice's commands into a group whose leaves are built when they are used."""
    bare = typer.Typer(
        help=commands.info.help,
        cls=commands.info.cls,
        invoke_without_command=commands.info.invoke_without_command,
        rich_markup_mode=None,
        add_completion=False,
    )
    bare.registered_callback = commands.registered_callback
    group = typer.main.get_group(bare)
    group.commands = Leaves(commands)
    if isinstance(group, Group):
        group.kinds, group.usual = commands.kinds, commands.usual
    return group


def loaded(target: str, name: str) -> Any:
    """Import the command at `module:attribute`: a group, or one function as a command of its own."""
    found = resolved(target)
    command = built(found) if isinstance(found, Commands) else leaf(found, name)
    command.name = name
    return command


def leaf(function: Callable[..., Any], name: str) -> Any:
    """Turn one function into a command of its own."""
    commands = Commands(help="")
    commands.command(name, cls=getattr(function, "command_class", Command))(function)
    return Leaves(commands)[name]


def _first_line(help: str) -> str:
    return help.strip().split("\n\n", 1)[0].replace("\n", " ").strip()
