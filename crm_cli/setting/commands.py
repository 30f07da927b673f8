"""The `config` commands: the user's choices."""

from __future__ import annotations

from typing import Annotated

import typer

from crm_cli.app import choices, settings
from crm_cli.app.context import App
from crm_cli.cli import completion
from crm_cli.cli.group import Commands
from crm_cli.cli.options import FormatOption
from crm_cli.core.errors import CrmError
from crm_cli.db import settings as kept_in_file
from crm_cli.output import Column, write, write_one
from crm_cli.verbs import listing
from crm_cli.verbs.answers import give, prepared

app = Commands(
    help="""Your choices, kept in the file they belong to. An environment variable (CRM_CURRENCY …) goes before.

    Example: crm config set currency EUR
    crm config list
    """
)

NameArgument = Annotated[
    str, typer.Argument(help="The setting.", metavar="NAME", autocompletion=completion.settings)
]
COLUMNS = [
    Column("name", "Setting"),
    Column("value", "Value"),
    Column("origin", "From"),
    Column("about", "What it is"),
]


@app.command("list")
def list_(ctx: typer.Context, format: FormatOption = None) -> None:
    """List all settings with their values and where these come from; columns of lists where they are set.

    Example: crm config list
    """
    crm: App = ctx.obj
    rows = []
    for setting in (*settings.SETTINGS.values(), *choices.of_lists()):
        try:
            value, origin = crm.setting_and_origin(setting.name)
        except CrmError as error:
            value, origin = "", f"unreadable: {error.message}"
        if setting.type == "columns" and not origin:
            continue
        rows.append((setting.name, value or None, origin or None, setting.help))
    write(rows, COLUMNS, crm.chosen_format(format), crm.stdout, screen=crm.screen)


@app.command()
def get(ctx: typer.Context, name: NameArgument, format: FormatOption = None) -> None:
    """Print one setting's value.

    Example: crm config get currency
    """
    crm: App = ctx.obj
    setting = choices.get(name)
    value, origin = crm.setting_and_origin(setting.name)
    chosen = crm.chosen_format(format)
    if chosen.is_prose:
        crm.stdout.write(f"{value}\n")
        if not value:
            crm.remark(f"{setting.name} is not set: {crm.called} config set {setting.name} {setting.example}")
        return
    write_one(
        (setting.name, value or None, origin or None), COLUMNS[:3], chosen, crm.stdout, screen=crm.screen
    )


@app.command("set")
def set_(
    ctx: typer.Context,
    name: NameArgument,
    value: Annotated[str, typer.Argument(metavar="VALUE")],
    format: FormatOption = None,
) -> None:
    """Set a setting, in the file.

    Example: crm config set currency EUR
    crm config set columns.contact name,email,city
    """
    crm: App = ctx.obj
    chosen = prepared(crm, format, COLUMNS[:3])
    setting = choices.get(name)
    kept = choices.check(setting, value)
    if setting.type == "columns":
        kept = listing.checked_columns(crm, setting.name.removeprefix(choices.COLUMNS), kept)
    with crm.write() as db:
        changed = kept_in_file.put(db, setting.name, kept)
    over = crm.env.get(setting.variable)
    give(
        crm,
        chosen,
        f"{setting.name} is {kept}" if changed else f"{setting.name} is {kept} already",
        COLUMNS[:3],
        (setting.name, kept, "file"),
        f"but {setting.variable} says {over}, and goes before" if over else "",
    )


@app.command()
def unset(ctx: typer.Context, name: NameArgument, format: FormatOption = None) -> None:
    """Forget what the file says of a setting.

    Example: crm config unset date_order
    """
    crm: App = ctx.obj
    chosen = prepared(crm, format, COLUMNS[:3])
    setting = choices.get(name)
    with crm.write() as db:
        changed = kept_in_file.drop(db, setting.name)
    value, origin = crm.setting_and_origin(setting.name)
    now = f"now {value} (from {origin})" if value else "not set"
    sentence = f"{setting.name} is {now}" if changed else f"{setting.name} was not set in the file"
    give(crm, chosen, sentence, COLUMNS[:3], (setting.name, value or None, origin or None))


@app.command()
def path(ctx: typer.Context) -> None:
    """Print where the file is.

    Example: crm config path
    """
    crm: App = ctx.obj
    crm.stdout.write(f"{crm.path}\n")
