"""The `product` commands: the price list."""

from __future__ import annotations

from typing import Annotated

import typer

from crm_cli.app.context import App
from crm_cli.cli.command import Commands, of_record, typed_fields
from crm_cli.cli.options import (
    ArchivedOption,
    ClearOption,
    ColumnsOption,
    ForceOption,
    FormatOption,
    GroupByOption,
    IfAbsentOption,
    LimitOption,
    ProductsArgument,
    QueryArgument,
    SortOption,
    UnlinkOption,
    WhereOption,
)
from crm_cli.core.errors import Conflict
from crm_cli.product import records
from crm_cli.verbs import change as verbs
from crm_cli.verbs import draft, form, listing, resolve
from crm_cli.verbs.answers import Answer

app = Commands(
    help="""The price list: what you sell, and for how much.

    Example: crm product add "GTX Pro" --code GTX-1 --price 550 --unit piece
    crm product list category:hardware
    """
)


@app.command(cls=of_record("product"))
def add(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(help="What it is called.", metavar="NAME")],
    if_absent: IfAbsentOption = False,
    force: ForceOption = False,
    format: FormatOption = None,
) -> None:
    """Add a product.

    Example: crm product add "GTX Pro" --code GTX-1 --price 550 --unit piece --category hardware
    """
    crm: App = ctx.obj
    name = draft.title(name, "product")
    wanted = draft.read(crm, "product", typed_fields(ctx))
    with crm.write() as db:
        code = wanted.columns.get("code")
        same = records.same(db, name, str(code) if code else None)
        if same and not force:
            there = records.get(db, same[0])
            said = f"{there.name} is there already (product/{there.id})"
            if not if_absent:
                raise Conflict(
                    said,
                    hint=f"crm product show {there.id}, or --force to add another",
                    candidates=resolve.describe(crm, [("product", id) for id in same]),
                )
            id, near = there.id, ""
        else:
            near = verbs.near_remark(crm, "product", name)
            id = records.add(db, {**wanted.columns, "name": name}, at=crm.at, custom=wanted.custom)
            said = f"Added {name} (product/{id})"
            verbs.note(crm, "product", [id])
        answer = Answer(crm, format, "product", [id])
    answer.give(said, near)


@app.command()
def list(
    ctx: typer.Context,
    query: QueryArgument = None,
    columns: ColumnsOption = None,
    sort: SortOption = None,
    limit: LimitOption = None,
    group_by: GroupByOption = None,
    archived: ArchivedOption = False,
    format: FormatOption = None,
) -> None:
    """List products, all or those a query selects, by name.

    Example: crm product list category:hardware price:100.. --columns name,price,deals
    """
    listing.show(
        ctx.obj,
        "product",
        query,
        columns=columns,
        sort=sort,
        limit=limit,
        group_by=group_by,
        archived=archived,
        format=format,
    )


@app.command()
def show(ctx: typer.Context, who: ProductsArgument = None, format: FormatOption = None) -> None:
    """Show all that is known of products, and the latest deals with them.

    Example: crm product show "GTX Pro"
    """
    from crm_cli.verbs import cards

    crm: App = ctx.obj
    cards.show(crm, resolve.many(crm, "product", resolve.required(who, "product", "show")), format)


@app.command(cls=of_record("product"))
def edit(
    ctx: typer.Context,
    who: ProductsArgument = None,
    name: Annotated[str | None, typer.Option("--name", help="Another name.")] = None,
    where: WhereOption = None,
    clear: ClearOption = None,
    format: FormatOption = None,
) -> None:
    """Change fields of products; without options, all of one in your editor. Deals keep their prices.

    Example: crm product edit "GTX Pro" --price 600
    """
    crm: App = ctx.obj
    typed = typed_fields(ctx) + ([("name", name)] if name is not None else [])
    found = verbs.chosen(crm, "product", who, where, "edit", asks=False)
    if not typed and not clear:
        typed = form.edit(crm, "product", found)
    seen = {record.id: records.get(crm.read(), record.id) for record in found}
    # an amount without a currency is in the product's own
    wanted = {
        currency: draft.read(crm, "product", typed, clear=clear, currency=currency)
        for currency in dict.fromkeys(product.currency for product in seen.values())
    }
    for change in wanted.values():
        if "name" in change.columns:
            change.columns["name"] = draft.title(str(change.columns["name"] or ""), "product")
    verbs.ask(crm, "edit", found, draft.preview(crm, "product", found, next(iter(wanted.values()))))
    with crm.write() as db:
        for id, before in seen.items():
            values = draft.with_custom(wanted[before.currency], before.custom)
            records.update(db, id, values, seen=before)
        verbs.note(crm, "product", [*seen])
        answer = Answer(crm, format, "product", [*seen], is_several=len(found) > 1)
    if crm.step is None and not crm.options.dry_run:
        answer.give(f"Nothing to change: {verbs.names_of(found)} is so already")
    else:
        answer.give(f"Changed {verbs.names_of(found)}")


@app.command()
def archive(
    ctx: typer.Context, who: ProductsArgument = None, where: WhereOption = None, format: FormatOption = None
) -> None:
    """Hide products from lists; nothing is lost.

    Example: crm product archive "GTX Pro"
    """
    verbs.archive(ctx.obj, "product", who, where, format, hide=True)


@app.command()
def unarchive(
    ctx: typer.Context, who: ProductsArgument = None, where: WhereOption = None, format: FormatOption = None
) -> None:
    """Show archived products in lists again.

    Example: crm product unarchive "GTX Pro"
    """
    verbs.archive(ctx.obj, "product", who, where, format, hide=False)


@app.command()
def delete(
    ctx: typer.Context,
    who: ProductsArgument = None,
    unlink: UnlinkOption = False,
    format: FormatOption = None,
) -> None:
    """Delete products that no deal has a line of; can be undone.

    Example: crm product delete "GTX Pro"
    """
    verbs.delete(ctx.obj, "product", resolve.required(who, "product", "delete"), format, unlink=unlink)
