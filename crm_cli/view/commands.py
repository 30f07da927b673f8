"""The `view` commands: lists of one's own, each shown by its name."""

from __future__ import annotations

import io
import shlex
from collections.abc import Sequence
from typing import Annotated, Any

import typer

from crm_cli.app.context import App
from crm_cli.cli import completion, quick
from crm_cli.cli.command import Verbatim
from crm_cli.cli.group import Commands, Group, leaf
from crm_cli.cli.options import ForceOption, FormatOption
from crm_cli.core.errors import UsageError
from crm_cli.output import Column, write, write_one
from crm_cli.verbs.answers import give, prepared
from crm_cli.view import saved
from crm_cli.view.saved import View


class Views(Group):
    """The group: a word that is none of its commands is the name of a view, and all that follows belongs to the list."""

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Find the command, or take the word for a view."""
        is_option = not args or args[0].startswith("-")
        if is_option or ctx.resilient_parsing or self.get_command(ctx, args[0]) is not None:
            return super().resolve_command(ctx, args)
        if not saved.has(ctx.obj.read(), args[0]) and self.meant(ctx, args):
            return super().resolve_command(ctx, args)
        return args[0], leaf(run, args[0]), args


app = Commands(
    help="""Lists of your own: a list with its query, columns and order under a name. Alone it lists them.

    Example: crm view add hot contact list tag:hot --columns name,email,won --sort -won
    crm view hot city:Almaty
    """,
    cls=Views,
    invoke_without_command=True,
)

COLUMNS = [Column("name", "View"), Column("words", "Shows")]
NameArgument = Annotated[
    str, typer.Argument(help="The view.", metavar="NAME", autocompletion=completion.views)
]


@app.callback()
def views(ctx: typer.Context, format: FormatOption = None) -> None:
    """List all views."""
    if ctx.invoked_subcommand is None:
        _list(ctx.obj, format)


@app.command("list")
def list_(ctx: typer.Context, format: FormatOption = None) -> None:
    """List all views with what each shows.

    Example: crm view list
    """
    _list(ctx.obj, format)


def _list(crm: App, format: str | None) -> None:
    rows = [(view.name, f"crm {view.text}") for view in saved.find(crm.read())]
    if not write(rows, COLUMNS, crm.chosen_format(format), crm.stdout, screen=crm.screen) and crm.is_terminal:
        crm.remark(f"no views yet; {crm.called} view add NAME LIST keeps one")


@app.command(cls=Verbatim)
def add(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(help="Its name.", metavar="NAME")],
    words: Annotated[
        list[str], typer.Argument(help="A list command: contact list …, deal board …", metavar="LIST...")
    ],
    force: ForceOption = False,
    format: FormatOption = None,
) -> None:
    """Keep a list under a name: its query, columns, order and all other options; what stands before NAME is not its.

    Example: crm view add hot contact list tag:hot --columns name,email,won --sort -won
    crm view add mine deal board owner:Aigul
    """
    crm: App = ctx.obj
    chosen = prepared(crm, format, COLUMNS)
    group = ctx.parent.command if ctx.parent else None
    kept = saved.check_name(name, group.list_commands(ctx) if isinstance(group, Group) else ())
    _try(crm, kept, words)
    view = View(kept, tuple(words))
    with crm.write() as db:
        saved.put(db, view, force=force)
    already = "" if crm.step or crm.options.dry_run else " already"
    sentence = f"View {view.name} is {'' if already else 'now '}crm {view.text}{already}"
    give(crm, chosen, sentence, COLUMNS, (view.name, f"crm {view.text}"))


def _try(crm: App, name: str, words: Sequence[str]) -> None:
    """Run a list once for nobody, so that it says itself what is wrong with it; of what is no list only the help."""
    nowhere = App(crm.options, crm.env, crm.argv, crm.stdin, io.StringIO(), crm.stderr, clock=crm.now)
    nowhere.may_make = True
    try:
        if saved.is_list(words):
            _run(nowhere, words)
            return
        _run(nowhere, [*words[:2], "--help"])
        raise UsageError(
            f"`crm {shlex.join(words[:2])}` is no list",
            hint=f"crm view add {name} contact list tag:hot --columns name,email --sort -won",
        )
    finally:
        nowhere.close()


def _run(crm: App, words: Sequence[str]) -> int:
    """Answer a command line within this one; returns the exit code."""
    call = quick.meant(words)
    if call is not None:
        return call.answer(crm)
    from crm_cli.cli import tree

    return tree.run(words, crm)


@app.command()
def show(ctx: typer.Context, name: NameArgument, format: FormatOption = None) -> None:
    """Show what a view is; crm view NAME shows the list.

    Example: crm view show hot
    """
    crm: App = ctx.obj
    view = saved.get(crm.read(), name)
    row = (view.name, f"crm {view.text}")
    write_one(row, COLUMNS, crm.chosen_format(format), crm.stdout, screen=crm.screen)


@app.command()
def delete(ctx: typer.Context, name: NameArgument, format: FormatOption = None) -> None:
    """Forget a view; what it shows stays.

    Example: crm view delete hot
    """
    crm: App = ctx.obj
    chosen = prepared(crm, format, COLUMNS)
    view = saved.get(crm.read(), name)
    with crm.write() as db:
        saved.drop(db, view)
    give(crm, chosen, f"Deleted view {view.name}", COLUMNS, (view.name, f"crm {view.text}"))


def run(
    ctx: typer.Context,
    words: Annotated[list[str], typer.Argument(help="The view, and what else to ask.", metavar="NAME")],
) -> None:
    """Show the list that a view is; more words narrow it, options go before its own.

    Example: crm view hot city:Almaty --sort name
    """
    crm: App = ctx.obj
    name, *more = words
    raise typer.Exit(_run(crm, saved.together(saved.get(crm.read(), name), more)))


run.command_class = Verbatim  # type: ignore[attr-defined]
