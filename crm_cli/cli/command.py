"""How our commands read their words: negative values, fields as options, an example before all else in help."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, cast

import typer
from typer.core import TyperCommand

from crm_cli.app.context import App
from crm_cli.cli.quick import is_value
from crm_cli.core.errors import UsageError
from crm_cli.core.fields import Field

TYPED_FIELDS = "crm.fields"
TYPED = "crm.words"
"""All words of the command, as they were typed."""

MAKING = {"add", "set", "import"}
"""Verbs that make the file where there is none yet; all others need one."""


class Command(TyperCommand):
    """One command. A word that begins with `-` and a digit is a value; options may stand anywhere."""

    kind = ""
    """The kind of record whose fields are options here, or ""."""

    joins = True
    """Whether neighbours that together are one record's whole name are put together before they are read."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Sort the words: options first, then `--`, then values, so that `-2d` cannot be taken for an option."""
        ctx.meta[TYPED] = args
        options, values, typed, behind = self._sorted(ctx, args)
        ctx.meta[TYPED_FIELDS] = typed
        if behind and not ctx.resilient_parsing:
            from crm_cli.cli import apart

            apart.check(self, ctx.obj, [apart.Behind(*each) for each in behind])
        if len(values) > 1 and self.joins and not ctx.resilient_parsing:
            values = self._joined(ctx, values)
        return super().parse_args(ctx, [*options, "--", *values] if values else options)

    def _joined(self, ctx: Any, values: list[str]) -> list[str]:
        """Put words together that the shell has parted, where an argument names one record (see `verbs.neighbours`)."""
        from crm_cli.cli import slots

        found = slots.of(ctx.obj, self.callback)
        if not any(slot.kinds and not slot.takes_all for slot in found):
            return values
        from crm_cli.verbs import neighbours

        crm = cast("App", ctx.obj)
        crm.may_make = crm.may_make or self.name in MAKING
        return neighbours.in_slots(crm, found, values) if slots.is_readable(crm) else values

    def invoke(self, ctx: Any) -> Any:
        """Run the command."""
        if self.name in MAKING and isinstance(ctx.obj, App):
            ctx.obj.may_make = True
        return super().invoke(ctx)

    def _sorted(
        self, ctx: typer.Context, args: Sequence[str], *, is_strict: bool = True
    ) -> tuple[list[str], list[str], list[tuple[str, str]], list[tuple[str, str, int, list[str]]]]:
        """Options, values, the fields among the options, and the values that stand behind an option's.

        is_strict: an option that there is not is refused.
        """
        known = {
            name: not getattr(param, "is_flag", False) and not getattr(param, "count", False)
            for param in self.get_params(ctx)
            for name in (*param.opts, *param.secondary_opts)
            if name.startswith("-")
        }
        options: list[str] = []
        values: list[str] = []
        typed: list[tuple[str, str]] = []
        behind: list[tuple[str, str, int, list[str]]] = []
        last: list[str] = []  # the words that go on what stands before: values, or an option's value
        words = iter(args)
        for word in words:
            if word == "--":
                values += words
            elif is_value(word):
                values.append(word)
                last.append(word)
            elif word.startswith("--"):
                name, equals, value = word.partition("=")
                last = []
                if name in known:
                    options.append(word)
                    given = [word] if equals else _next(words, name) if known[name] else []
                    options += given if not equals else []
                elif field := self._field(ctx, name):
                    given = [word] if equals else _next(words, name)
                    typed.append((field, value if equals else given[0]))
                elif is_strict:
                    raise self._no_option(ctx, name)
                else:
                    given = []
                    values.append(word)
                if given:
                    behind.append((name, given[0], len(values), last))
            else:
                is_known = word[:2] in known and (
                    known[word[:2]] or all(f"-{sign}" in known for sign in word[2:])
                )
                if is_strict and not is_known:
                    raise self._no_option(ctx, word)
                last = []
                (options if is_known else values).append(word)
                if is_known and known[word[:2]] and len(word) == 2:
                    given = _next(words, word)
                    options += given
                    behind.append((word, given[0], len(values), last))
        return options, values, typed, [each for each in behind if each[3]]

    def with_values(self, ctx: typer.Context, args: Sequence[str]) -> list[str]:
        """The same words in an order in which those that only look like options are read as values: after `--`."""
        options, values, typed, _ = self._sorted(ctx, args, is_strict=False)
        fields = [word for name, text in typed for word in (f"--{name.replace('_', '-')}", text)]
        return [*options, *fields, "--", *values]

    def in_quotes(self, ctx: typer.Context) -> str:
        """The line with the words in quotes that are too many for it, which the shell has parted; "" where it takes none."""
        from crm_cli.cli import apart

        _, values, _, behind = self._sorted(ctx, ctx.meta[TYPED])
        return apart.in_quotes(self, ctx, [apart.Behind(*each) for each in behind], values)

    def _field(self, ctx: typer.Context, name: str) -> str:
        """The field that an option is; "" where it is none."""
        from crm_cli.verbs import draft

        if not self.kind or ctx.resilient_parsing:
            return ""
        return draft.option(cast("App", ctx.obj), self.kind, name.removeprefix("--")) or ""

    def _no_option(self, ctx: typer.Context, name: str) -> UsageError:
        """What is said of an option that the command has not: those like it, or the line that was meant."""
        from crm_cli.cli import dashes
        from crm_cli.core.text import nearest

        names = [name for param in self.get_params(ctx) for name in param.opts if name.startswith("--")]
        if self.kind and not ctx.resilient_parsing:
            from crm_cli.verbs import draft

            names = [
                *(f"--{option}" for option in draft.option_names(cast("App", ctx.obj), self.kind)),
                *names,
            ]
        hint = dashes.asked(self, ctx, ctx.meta[TYPED], name)
        if not hint and (near := nearest(f"-{name}" if name[1] != "-" else name, names, limit=2)):
            hint = f"did you mean {' or '.join(near)}?"
        hint = hint or dashes.as_values(self, ctx, ctx.meta[TYPED]) or f"{ctx.command_path} --help"
        return UsageError(f"`{ctx.command_path}` has no option `{name}`", hint=hint)

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


class Verbatim(Command):
    """A command that takes all words as they stand, those that look like options too, from the first that is none."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Read options before the first word only."""
        with_value = {
            name
            for param in self.get_params(ctx)
            for name in param.opts
            if not getattr(param, "is_flag", False)
        }
        at = 0
        while at < len(args) and args[at].startswith("-"):
            at += 2 if args[at] in with_value else 1
        return super().parse_args(ctx, [*args[:at], "--", *args[at:]])


def of_record(kind: str, *, joins: bool = True) -> type[Command]:
    """A command that takes every stored field of a kind as an option; see `Command.joins`."""
    return type(f"{kind.capitalize()}Command", (Command,), {"kind": kind, "joins": joins})


def typed_fields(ctx: typer.Context) -> list[tuple[str, str]]:
    """The fields given as options, in order: (field name, text)."""
    return list(ctx.meta.get(TYPED_FIELDS, []))


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
