"""The `product` commands: the price list."""

from __future__ import annotations

from typing import Annotated

import typer

from crm_cli.cli import standard
from crm_cli.cli.command import of_record, typed_fields
from crm_cli.cli.group import Commands
from crm_cli.cli.options import ClearOption, ForceOption, FormatOption, IfAbsentOption, WhereOption

app = Commands(
    help="""The price list: what you sell, and for how much.

    Example: crm product add "GTX Pro" --code GTX-1 --price 550 --unit piece
    crm product list category:hardware
    """
)

WHO = standard.who("product", "PRODUCT...")
WhoArgument = Annotated[list[str] | None, WHO]


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
    from crm_cli.verbs import add as adding
    from crm_cli.verbs import draft

    wanted = draft.read(ctx.obj, "product", typed_fields(ctx), title=name)
    adding.add(ctx.obj, "product", wanted, if_absent=if_absent, force=force, format=format)


@app.command(cls=of_record("product"))
def edit(
    ctx: typer.Context,
    who: WhoArgument = None,
    where: WhereOption = None,
    clear: ClearOption = None,
    format: FormatOption = None,
) -> None:
    """Change fields of products; without options, all of one in your editor. Deals keep their prices.

    Example: crm product edit "GTX Pro" --price 600
    """
    from crm_cli.verbs import change, form
    from crm_cli.verbs import edit as editing

    typed = typed_fields(ctx)
    found = change.chosen(ctx.obj, "product", who, where, "edit", asks=False)
    if not typed and not clear:
        typed = form.edit(ctx.obj, "product", found)
    editing.edit(ctx.obj, "product", found, typed, clear=clear, format=format)


standard.add_verbs(
    app,
    "product",
    WHO,
    list="""List products, all or those a query selects, by name.

    Example: crm product list category:hardware price:100.. --columns name,price,deals
    """,
    show="""Show all that is known of products, and the latest deals with them.

    Example: crm product show "GTX Pro"
    """,
    archive="""Hide products from lists; nothing is lost.

    Example: crm product archive "GTX Pro"
    """,
    unarchive="""Show archived products in lists again.

    Example: crm product unarchive "GTX Pro"
    """,
    delete="""Delete products that no deal has a line of; can be undone.

    Example: crm product delete "GTX Pro"
    """,
)
