"""The `alias` commands: words of one's own for whole commands."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

import typer

from crm_cli.alias import known, use
from crm_cli.alias.known import Alias
from crm_cli.app import own_config
from crm_cli.app.context import App
from crm_cli.cli import completion, tree
from crm_cli.cli.command import Verbatim
from crm_cli.cli.group import Commands, Group
from crm_cli.cli.options import FormatOption
from crm_cli.core import shell
from crm_cli.core.errors import Conflict, NotFound, UsageError
from crm_cli.core.text import nearest
from crm_cli.output import Column, write
from crm_cli.verbs.answers import give, prepared

app = Commands(
    help="""Words of your own for whole commands: what is typed behind one is added to its words.

    Example: crm alias set hot 'contact list tag:hot'
    crm hot city:Almaty
    """
)

COLUMNS = [Column("name", "Alias"), Column("words", "Stands for"), Column("origin", "From")]
NameArgument = Annotated[
    str, typer.Argument(help="The alias.", metavar="NAME", autocompletion=completion.aliases)
]


@app.command("set", cls=Verbatim)
def set_(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(help="Its name.", metavar="NAME")],
    words: Annotated[
        list[str], typer.Argument(help="The command it stands for, in quotes or not.", metavar="COMMAND...")
    ],
    format: FormatOption = None,
) -> None:
    """Keep a command under a word of your own, in the file; what stands before NAME is no part of it.

    Example: crm alias set hot 'contact list tag:hot'
    crm alias set overdue remind list due:..today
    """
    crm: App = ctx.obj
    chosen = prepared(crm, format, COLUMNS)
    kept = _name(name)
    text = " ".join([words[0], *map(shell.quoted, words[1:])]) if " " in words[0] else shell.line(words)
    text = words[0] if len(words) == 1 else text
    if text.startswith(known.SHELL):
        place = own_config.file(crm.env) or own_config.NAME
        raise UsageError(
            "what a shell runs is never kept in the file, which may come from anybody",
            hint=f"write it into {place}, under [{known.TABLE}]: {kept} = {_toml(text)}",
        )
    stands_for = use.checked(kept, text)
    _check(stands_for)
    typed = shell.line(stands_for)
    with crm.write() as db:
        is_new = known.put(db, kept, typed)
    hidden = known.of_config(crm.env).get(kept)
    said = "is now" if is_new else "is already"
    alias = Alias(kept, typed, known.FILE)
    over = f"but {own_config.file(crm.env)} says {hidden.shown}, and goes before" if hidden else ""
    give(crm, chosen, f"Alias {kept} {said} {alias.shown}", COLUMNS, (kept, alias.shown, alias.origin), over)


@app.command("list")
def list_(ctx: typer.Context, format: FormatOption = None) -> None:
    """List all aliases: those of the file, and those of your config.toml, which go before.

    Example: crm alias list
    """
    crm: App = ctx.obj
    rows = [(each.name, each.shown, each.origin) for each in known.together(crm.read(), crm.env).values()]
    if (
        not write(sorted(rows), COLUMNS, crm.chosen_format(format), crm.stdout, screen=crm.screen)
        and crm.is_terminal
    ):
        crm.remark(f"no aliases yet; {crm.called} alias set NAME COMMAND keeps one")


@app.command()
def delete(ctx: typer.Context, name: NameArgument, format: FormatOption = None) -> None:
    """Forget an alias of the file.

    Example: crm alias delete hot
    """
    crm: App = ctx.obj
    chosen = prepared(crm, format, COLUMNS)
    kept = name.casefold()
    there = known.of_file(crm.read())
    if kept not in there:
        if kept in known.of_config(crm.env):
            raise Conflict(f"alias {kept} stands in {own_config.file(crm.env)}", hint="take it out there")
        near = nearest(kept, [*there], limit=1)
        raise NotFound(
            f"there is no alias `{name}`", hint=f"crm alias delete {near[0]}" if near else "crm alias list"
        )
    with crm.write() as db:
        known.drop(db, kept)
    gone = there[kept]
    give(crm, chosen, f"Deleted alias {kept}", COLUMNS, (kept, gone.shown, gone.origin))


def _name(typed: str) -> str:
    """A name as it is kept; UsageError for a command's, or for one that could not be typed."""
    kept = typed.casefold()
    if kept in tree.TREE:
        raise UsageError(f"`{typed}` is a command, which an alias cannot hide", hint=f"call it my-{kept}")
    if not kept or not all(sign.isalnum() or sign in "-_." for sign in kept) or kept.startswith("-"):
        raise UsageError(
            f"`{typed}` is no name for an alias: one word of letters, digits, `-`, `_` and `.`",
            hint="crm alias set NAME 'contact list tag:hot'",
        )
    return kept


def _check(words: Sequence[str]) -> None:
    """Refuse a word behind a group that is none of its commands, and could be nothing else."""
    command = tree.load(words[0])
    if not isinstance(command, Group) or command.usual or len(words) < 2 or words[1].startswith("-"):
        return
    takes_others = type(command).resolve_command is not Group.resolve_command
    if words[1] not in command.commands and not takes_others:
        raise UsageError(f"`crm {words[0]}` has no command `{words[1]}`", hint=f"crm {words[0]} --help")


def _toml(text: str) -> str:
    """A text as the configuration's file writes it."""
    import json

    return json.dumps(text, ensure_ascii=False)
