"""The `field` commands: the fields of records, and those the user adds."""

from __future__ import annotations

from typing import Annotated

import typer

from crm_cli.app import prompts
from crm_cli.app.context import App
from crm_cli.cli.group import Commands
from crm_cli.cli.options import FormatOption
from crm_cli.core.errors import UsageError
from crm_cli.core.fields import CUSTOM_TYPES
from crm_cli.core.text import nearest, plural
from crm_cli.field.page import COLUMNS, described
from crm_cli.kinds import custom as records
from crm_cli.kinds.catalogue import KINDS, Catalogue, kind_named
from crm_cli.kinds.kind import Kind
from crm_cli.output import Column, Value, write
from crm_cli.verbs.answers import give, prepared

app = Commands(
    help="""Fields of records: what each kind has, and your own.

    Example: crm field add contact renewal --type date
    crm contact edit jane --renewal 2027-01-31
    crm field list contact
    """
)

KindArgument = Annotated[str, typer.Argument(help=", ".join(KINDS), metavar="KIND")]
FieldArgument = Annotated[str, typer.Argument(help="Your own field.", metavar="FIELD")]
TypeOption = Annotated[str, typer.Option("--type", help=", ".join(CUSTOM_TYPES))]
ChoicesOption = Annotated[
    str | None, typer.Option("--choices", help="What a choice may be, comma-separated.")
]


def _kind(text: str) -> Kind:
    kind = kind_named(text)
    if kind is None:
        near = nearest(text, [*KINDS, *(kind.plural for kind in KINDS.values())], limit=1)
        raise UsageError(
            f"`{text}` is not a kind of record: {', '.join(KINDS)}",
            hint=f"did you mean {near[0]}?" if near else "crm field list contact",
        )
    return kind


OWN = [
    Column("id", "ID", "id"),
    Column("kind", "Of"),
    Column("name", "Field"),
    Column("type", "Type"),
    Column("choices", "Choices", many=True),
]


def _row(custom: records.CustomField) -> tuple[Value, ...]:
    return custom.id, custom.record_kind, custom.name, custom.type, custom.choices


@app.command()
def add(
    ctx: typer.Context,
    kind: KindArgument,
    name: Annotated[str, typer.Argument(help="Its name, also that of its option.", metavar="NAME")],
    type: TypeOption = "text",
    choices: ChoicesOption = None,
    format: FormatOption = None,
) -> None:
    """Add a field of your own to a kind of record.

    Example: crm field add contact renewal --type date
    """
    crm: App = ctx.obj
    chosen = prepared(crm, format, OWN)
    record = _kind(kind)
    _check_option(name)
    listed = [choice.strip() for choice in (choices or "").split(",") if choice.strip()]
    with crm.write() as db:
        added = records.add(
            db, record.name, name, type, choices=listed, at=crm.at, taken=_taken(Catalogue(db), record)
        )
    option = "--" + added.name.replace("_", "-").replace(" ", "-").lower()
    sentence = f"Added field {added.name} ({added.type}) to {record.plural}; set it with {option}"
    give(crm, chosen, sentence, OWN, _row(added))


def _taken(catalogue: Catalogue, record: Kind) -> list[str]:
    """Names that mean the kind's own fields."""
    built_in = (field for field in catalogue.fields(record.name) if not field.is_custom)
    return [name for field in built_in for name in (field.name, *field.aliases)]


def _check_option(name: str) -> None:
    """Refuse a name that could not be typed as an option."""
    if not any(sign.isalnum() for sign in name):
        raise UsageError(
            f"`{name}` cannot be an option", hint="letters and digits: crm field add contact renewal"
        )


@app.command("list")
def list_(
    ctx: typer.Context,
    kind: Annotated[str | None, typer.Argument(help=", ".join(KINDS), metavar="KIND")] = None,
    format: FormatOption = None,
) -> None:
    """List all fields of a kind that can be asked, shown or set, with type and example.

    Example: crm field list contact
    """
    crm: App = ctx.obj
    chosen = crm.chosen_format(format)
    catalogue = Catalogue(crm.read())
    kinds = [_kind(kind)] if kind else [*KINDS.values()]
    rows = [row for record in kinds for row in described(catalogue, record, is_alone=kind is not None)]
    write(rows, COLUMNS, chosen, crm.stdout, screen=crm.screen)


@app.command()
def edit(
    ctx: typer.Context,
    kind: KindArgument,
    field: FieldArgument,
    name: Annotated[str | None, typer.Option("--name", help="Another name.")] = None,
    choices: ChoicesOption = None,
    format: FormatOption = None,
) -> None:
    """Rename a field of your own, or change its choices.

    Example: crm field edit contact renewal --name renews
    """
    crm: App = ctx.obj
    chosen = prepared(crm, format, OWN)
    record = _kind(kind)
    if name is None and choices is None:
        raise UsageError("there is nothing to change", hint="--name NEW")
    if name is not None:
        _check_option(name)
    with crm.write() as db:
        custom = records.get(db, record.name, field)
        if choices is not None:
            records.set_choices(
                db, custom, [choice.strip() for choice in choices.split(",") if choice.strip()]
            )
        if name is not None:
            records.rename(db, record.table, custom, name, taken=_taken(Catalogue(db), record))
        now = records.get(db, record.name, name or custom.name)
    give(crm, chosen, f"Changed field {now.name} of {record.plural}", OWN, _row(now))


@app.command()
def delete(ctx: typer.Context, kind: KindArgument, field: FieldArgument, format: FormatOption = None) -> None:
    """Delete a field of your own and its values.

    Example: crm field delete contact renewal
    """
    crm: App = ctx.obj
    chosen = prepared(crm, format, OWN)
    record = _kind(kind)
    custom = records.get(crm.read(), record.name, field)
    used = records.count(crm.read(), record.table, custom)
    if used >= prompts.ASK_FROM:
        prompts.confirm(crm, f"delete field {custom.name} and its values in {plural(used, record.name)}")
    with crm.write() as db:
        count = records.delete(db, record.table, records.get(db, record.name, field))
    with_it = f", {plural(count, 'value')} with it" if count else ""
    give(crm, chosen, f"Deleted field {custom.name} of {record.plural}{with_it}", OWN, _row(custom))
