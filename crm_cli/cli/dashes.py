"""What somebody means by an option that a command has not: a text that begins with a dash, or a question of a list."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from crm_cli.cli import trial
from crm_cli.core import shell
from crm_cli.core.errors import CrmError

if TYPE_CHECKING:
    from collections.abc import Sequence

QUERIES = {"--where", "--filter", "--query", "--search", "--find", "--match"}
"""How other programs are given a query; ours are given it as words."""


def asked(command: Any, ctx: Any, words: Sequence[str], name: str) -> str:
    """The list with what an option asks as words of a query; "" where that is not it. words: all of the command."""
    typed = next((word for word in words if word == name or word.startswith(f"{name}=")), "")
    return _line(command, ctx, _asked(ctx, words, typed, name))


def as_values(command: Any, ctx: Any, words: Sequence[str]) -> str:
    """The line with `--` before what begins with a dash and is no option; "" where the command takes no such words."""
    return _line(command, ctx, command.with_values(ctx, words))


def _line(command: Any, ctx: Any, words: Sequence[str]) -> str:
    is_readable = bool(words) and trial.takes(command, words, parent=ctx.parent)
    return shell.line([*ctx.command_path.split(), *words]) if is_readable else ""


def _asked(ctx: Any, words: Sequence[str], typed: str, name: str) -> list[str]:
    """The words with an option that is a condition as words of a query; [] where the command is no list."""
    kinds = getattr(getattr(ctx.parent, "command", None), "kinds", ())
    if ctx.info_name not in ("list", "board") or not kinds or not typed.startswith("--"):
        return []
    at = words.index(typed)
    value = typed.removeprefix(name).removeprefix("=")
    rest = words[at + 1 :]
    if not value and rest and not rest[0].startswith("-"):
        value, rest = rest[0], rest[1:]
    field = _field(ctx, kinds[0], name)
    if not value or not (name in QUERIES or field):
        return []
    query = value if name in QUERIES else f'{field}:"{value}"' if " " in value else f"{field}:{value}"
    return [*words[:at], query, *rest]


def _field(ctx: Any, kind: str, name: str) -> str:
    """The field of a query that is called like an option."""
    from crm_cli.kinds.catalogue import Catalogue

    wanted = name.removeprefix("--").replace("-", "_")
    try:
        field = Catalogue(ctx.obj.read()).field(kind, wanted)
    except CrmError:
        return ""  # no file: what to say of the option is known without it
    return field.name if field else ""
