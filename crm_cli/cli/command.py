"""How our commands read their words: negative values, fields as options, an example before all else in help."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple, TypeVar, cast

import typer
from typer.core import TyperCommand, TyperGroup

from crm_cli.app.context import App
from crm_cli.cli.target import resolved
from crm_cli.core.errors import UsageError
from crm_cli.core.fields import Field

F = TypeVar("F", bound=Callable[..., Any])
TYPED_FIELDS = "crm.fields"

MAKING = {"add", "set", "import"}
"""Verbs that make the file where there is none yet; all others need one."""


class Command(TyperCommand):
    """One command. A word that begins with `-` and a digit is a value; options may stand anywhere."""

    kind = ""
    """The kind of record whose fields are options here, or ""."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Sort the words: options first, then `--`, then values, so that `-2d` cannot be taken for an option."""
        options, values, typed = self._sorted(ctx, args)
        ctx.meta[TYPED_FIELDS] = typed
        return super().parse_args(ctx, [*options, "--", *values] if values else options)

    def invoke(self, ctx: Any) -> Any:
        """Run the command."""
        if self.name in MAKING and isinstance(ctx.obj, App):
            ctx.obj.may_make = True
        return super().invoke(ctx)

    def _sorted(
        self, ctx: typer.Context, args: Sequence[str]
    ) -> tuple[list[str], list[str], list[tuple[str, str]]]:
        known = {
            name: not getattr(param, "is_flag", False) and not getattr(param, "count", False)
            for param in self.get_params(ctx)
            for name in (*param.opts, *param.secondary_opts)
            if name.startswith("-")
        }
        options: list[str] = []
        values: list[str] = []
        typed: list[tuple[str, str]] = []
        words = iter(args)
        for word in words:
            if word == "--":
                values += words
            elif word.startswith("--"):
                name, equals, value = word.partition("=")
                if name in known:
                    options.append(word)
                    if known[name] and not equals:
                        options += _next(words, name)
                else:
                    field = self._field_option(ctx, name)
                    typed.append((field, value if equals else _next(words, name)[0]))
            elif word.startswith("-") and len(word) > 1 and not (word[1].isdigit() or word[1] in ".,"):
                options.append(word)
                if known.get(word[:2]) and len(word) == 2:
                    options += _next(words, word)
            else:
                values.append(word)
        return options, values, typed

    def _field_option(self, ctx: typer.Context, name: str) -> str:
        from crm_cli.core.text import nearest

        asked = name.removeprefix("--")
        if self.kind and not ctx.resilient_parsing:
            from crm_cli.verbs import draft

            crm = cast("App", ctx.obj)
            found = draft.option(crm, self.kind, asked)
            if found:
                return found
            names = [f"--{option}" for option in draft.option_names(crm, self.kind)]
        else:
            names = []
        names += [name for param in self.get_params(ctx) for name in param.opts if name.startswith("--")]
        near = nearest(name, names, limit=2)
        raise UsageError(
            f"`{ctx.command_path}` has no option `{name}`",
            hint=f"did you mean {' or '.join(near)}?" if near else f"{ctx.command_path} --help",
        )

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write the examples first, then usage, what it does, and the options."""
        help, examples = split_help(self.help or "")
        if examples:
            formatter.write("Example: " + "\n         ".join(examples) + "\n\n")
        self.format_usage(ctx, formatter)
        if help:
            formatter.write("\n")
            with formatter.indentation():
                for paragraph in help.split("\n\n"):
                    formatter.write_text(" ".join(paragraph.split()))
                    formatter.write("\n")
        self.format_options(ctx, formatter)
        self.format_fields(ctx, formatter)
        if self.epilog:
            self.format_epilog(ctx, formatter)

    def format_fields(self, ctx: typer.Context, formatter: Any) -> None:
        """List the record's fields, each an option under its own name."""
        if not self.kind:
            return
        from crm_cli.verbs import draft

        rows = [
            (f"--{draft.as_option(field.name)} {_metavar(field)}", field.help)
            for field in draft.settable(cast("App", ctx.obj), self.kind)
        ]
        with formatter.section("Fields"):
            formatter.write_dl(rows)

    def shell_complete(self, ctx: Any, incomplete: str) -> Any:
        """Complete options, the record's fields among them."""
        from crm_cli.cli import completion
        from crm_cli.verbs import draft

        items = super().shell_complete(ctx, incomplete)
        if self.kind and incomplete.startswith("-"):
            names = [f"--{option}" for option in draft.option_names(cast("App", ctx.obj), self.kind)]
            items += completion.items(name for name in names if name.startswith(incomplete))
        return items


def of_record(kind: str) -> type[Command]:
    """A command that takes every stored field of a kind as an option."""
    return type(f"{kind.capitalize()}Command", (Command,), {"kind": kind})


def typed_fields(ctx: typer.Context) -> list[tuple[str, str]]:
    """The fields given as options, in order: (field name, text)."""
    return list(ctx.meta.get(TYPED_FIELDS, []))


class Group(TyperGroup):
    """A group of commands; alone it prints its help and ends with 0."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Print the help where no command is named."""
        if not args and not self.invoke_without_command and not ctx.resilient_parsing:
            typer.echo(ctx.get_help(), color=ctx.color)
            ctx.exit(0)
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

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Find the command; UsageError with the nearest names where there is none."""
        if not args or ctx.resilient_parsing or self.get_command(ctx, args[0]) or args[0].startswith("-"):
            return super().resolve_command(ctx, args)
        from crm_cli.core.text import nearest

        near = nearest(args[0], self.list_commands(ctx), limit=2)
        path = ctx.command_path
        raise UsageError(
            f"`{path}` has no command `{args[0]}`",
            hint=" or ".join(f"{path} {name}" for name in near) if near else f"{path} --help",
        )


class Commands(typer.Typer):
    """A slice's commands, read and explained our way; only the one that is run is built."""

    def __init__(self, help: str, **more: Any) -> None:
        super().__init__(
            help=help, cls=more.pop("cls", Group), rich_markup_mode=None, add_completion=False, **more
        )
        self.elsewhere: dict[str, Elsewhere] = {}

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
    return group


def loaded(target: str, name: str) -> Any:
    """Import the command at `module:attribute`: a group, or one function as a command of its own."""
    found = resolved(target)
    command = built(found) if isinstance(found, Commands) else leaf(found, name)
    command.name = name
    return command


def split_help(help: str) -> tuple[str, list[str]]:
    """Part a docstring from its examples: the lines after `Example:`, and those indented below it."""
    rest: list[str] = []
    examples: list[str] = []
    inside = False
    for line in help.splitlines():
        text = line.strip()
        if text.startswith("Example:"):
            inside = True
            examples += [text.removeprefix("Example:").strip()] if text != "Example:" else []
        elif inside and text.startswith("crm "):
            examples.append(text)
        else:
            inside = False
            rest.append(line)
    return "\n".join(rest).strip(), examples


def leaf(function: Callable[..., Any], name: str) -> Any:
    """Turn one function into a command of its own."""
    commands = Commands(help="")
    commands.command(name, cls=getattr(function, "command_class", Command))(function)
    return Leaves(commands)[name]


def _first_line(help: str) -> str:
    return help.strip().split("\n\n", 1)[0].replace("\n", " ").strip()


def _next(words: Iterator[str], name: str) -> list[str]:
    value = next(words, None)
    if value is None:
        raise UsageError(f"`{name}` needs a value")
    return [value]


def _metavar(field: Field) -> str:
    return (
        "|".join(field.choices)
        if field.choices and len(field.choices) < 6
        else field.type.name.upper().replace(" ", "-")
    )
