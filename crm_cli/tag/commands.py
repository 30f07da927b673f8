"""The `tag` commands: labels themselves; `crm contact tag` puts one on somebody."""

from __future__ import annotations

from typing import Annotated

import typer

from crm_cli.app import prompts
from crm_cli.app.context import App
from crm_cli.cli import completion
from crm_cli.cli.group import Commands
from crm_cli.cli.options import FormatOption
from crm_cli.core import shell
from crm_cli.core.text import plural, same
from crm_cli.kinds import tags
from crm_cli.output import Column, Value, write
from crm_cli.verbs.answers import give, prepared

app = Commands(
    help="""Labels. To put one on somebody: crm contact tag jane vip

    Example: crm tag list
    crm tag rename vip "very important"
    """
)

TagArgument = Annotated[str, typer.Argument(help="The tag.", metavar="TAG", autocompletion=completion.tags)]
COLUMNS = [
    Column("id", "ID", "id"),
    Column("name", "Tag"),
    *(Column(kind.plural, kind.plural.capitalize(), "integer") for kind in tags.tagged()),
]
TAG = COLUMNS[:2]


@app.command("list")
def list_(ctx: typer.Context, format: FormatOption = None) -> None:
    """List all tags and how many records carry them.

    Example: crm tag list
    """
    crm: App = ctx.obj
    rows: list[tuple[Value, ...]] = [(tag.id, tag.name, *tag.carried) for tag in tags.find(crm.read())]
    if not write(rows, COLUMNS, crm.chosen_format(format), crm.stdout, screen=crm.screen) and crm.is_terminal:
        crm.remark("no tags yet; crm contact tag NAME TAG makes one")


@app.command()
def rename(
    ctx: typer.Context,
    tag: TagArgument,
    new: Annotated[str, typer.Argument(metavar="NEW")],
    merge: Annotated[
        bool, typer.Option("--merge", help="Where there is a tag of that name, make both one.")
    ] = False,
    format: FormatOption = None,
) -> None:
    """Give a tag another name, on all that carry it.

    Example: crm tag rename vip "very important"
    crm tag rename costumer customer --merge
    """
    crm: App = ctx.obj
    chosen = prepared(crm, format, TAG)
    if same(new) != same(tag):
        tags.check_new(
            crm.read(), [new.strip()], hint=shell.line(["crm", "tag", "rename", tag, f"tag {new}"])
        )
    with crm.write() as db:
        id = tags.rename(db, tag, new.strip(), merge=merge)
    give(crm, chosen, f"Tag {tag} is {new.strip()} now", TAG, (id, new.strip()))


@app.command()
def delete(ctx: typer.Context, tag: TagArgument, format: FormatOption = None) -> None:
    """Delete a tag from all that carry it.

    Example: crm tag delete vip
    """
    crm: App = ctx.obj
    chosen = prepared(crm, format, TAG)
    id = tags.get_id(crm.read(), tag)
    carried = next(sum(one.carried) for one in tags.find(crm.read()) if one.id == id)
    if carried >= prompts.ASK_FROM:
        prompts.confirm(crm, f"take tag {tag} off {plural(carried, 'record')}")
    with crm.write() as db:
        count = tags.delete(db, tag)
    carried_by = f", which {plural(count, 'record')} carried" if count else ""
    give(crm, chosen, f"Deleted tag {tag}{carried_by}", TAG, (id, tag))
