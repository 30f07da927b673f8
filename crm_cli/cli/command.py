"""How our commands read their words: negative values, fields as options, an example before all else in help."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, cast

import typer
from typer.core import TyperCommand

from crm_cli.app.context import App
from crm_cli.core.errors import UsageError
from crm_cli.core.fields import Field

TYPED_FIELDS = "crm.fields"

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
        options, values, typed = self._sorted(ctx, args)
        ctx.meta[TYPED_FIELDS] = typed
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
