"""The `deal item` commands: what exactly is sold, line by line."""

from __future__ import annotations

from decimal import Decimal
from sqlite3 import Connection
from typing import Annotated

import typer

from crm_cli.app.context import App
from crm_cli.cli import completion
from crm_cli.cli.group import Commands
from crm_cli.cli.options import DealArgument, FormatOption
from crm_cli.core.errors import UsageError
from crm_cli.core.money import Money, format_human, parse
from crm_cli.deal import items, records
from crm_cli.deal.records import Deal, deals
from crm_cli.kinds.draft import Draft
from crm_cli.output import Column, Value, write
from crm_cli.verbs import change, resolve
from crm_cli.verbs.answers import Answer

app = Commands(
    help="""Lines of a deal: what is sold, how many, at what price. The deal's amount is their sum.

    Example: crm deal item add "Acme renewal" "GTX Pro" --quantity 2 --discount 10%
    crm deal item list "Acme renewal"
    """
)

COLUMNS = [
    Column("line", "Line", "integer"),
    Column("product", "Product"),
    Column("quantity", "Quantity", "number"),
    Column("price", "Price", "money"),
    Column("discount", "Discount", "percent"),
    Column("total", "Total", "money"),
    Column("currency", "Currency"),
    Column("description", "Description"),
]


@app.command()
def add(
    ctx: typer.Context,
    deal: DealArgument,
    product: Annotated[
        str,
        typer.Argument(
            help="Name, code or number.", metavar="PRODUCT", autocompletion=completion.of("product")
        ),
    ],
    quantity: Annotated[str, typer.Option("--quantity", help="How many: 2, 0.5.")] = "1",
    price: Annotated[str | None, typer.Option("--price", help="Price of one; else the product's.")] = None,
    discount: Annotated[str | None, typer.Option("--discount", help="Off the price: 10%.")] = None,
    description: Annotated[str | None, typer.Option("--description", help="Further words.")] = None,
    format: FormatOption = None,
) -> None:
    """Add a line to a deal; the deal's amount becomes the sum of its lines.

    Example: crm deal item add "Acme renewal" "GTX Pro" --quantity 2 --price 9.50 --discount 10%
    """
    from crm_cli.core.fields import NUMBER, PERCENT

    crm: App = ctx.obj
    found = resolve.one(crm, "deal", deal)
    sold = resolve.one(crm, "product", product)
    seen = records.get(crm.read(), found.id)
    many = str(NUMBER.parse(quantity, crm.conventions))
    off = int(PERCENT.parse(discount, crm.conventions) or 0) if discount else 0
    typed = _price(crm, seen, price)
    with crm.write() as db:
        before = records.get(db, found.id)
        one = typed or records.price_in(db, sold.id, before.currency)
        if one is None:
            raise UsageError(f"`{sold.name}` has no price", hint="--price 9.50")
        if before.currency not in {None, one[1]}:
            raise UsageError(
                f"the deal is in {before.currency}, the price in {one[1]}",
                hint=f"crm deal edit {found.id} --currency {one[1]}",
            )
        deals.update(db, found.id, Draft({"currency": one[1]}), at=crm.at, on=crm.today)
        items.add(
            db, found.id, sold.id, quantity=many, price=one[0], discount=off, description=description or None
        )
        records.set_amount_to_lines(db, found.id)
        after = records.get(db, found.id)
        change.note(crm, "deal", [found.id])
        answer = Answer(crm, format, "deal", [found.id])
    answer.give(f"Added {sold.name} to {found.name}; {_amount_now(crm, before, after)}")


def _price(crm: App, deal: Deal, price: str | None) -> tuple[int, str] | None:
    if price is None:
        return None
    read = parse(price, currency=deal.currency or crm.setting("currency") or None)
    if read.minor < 0:
        raise UsageError(f"`{price}` is less than nothing", hint="a reduction is a --discount")
    return read.minor, read.currency


def _amount_now(crm: App, before: Deal, after: Deal) -> str:
    now = _human(crm, after)
    if before.amount == after.amount:
        return f"its amount stays {now}" if now else "it has no amount"
    was = f", no longer {_human(crm, before)}" if before.amount is not None else ""
    return f"its amount is the sum of its lines, {now}{was}"


def _human(crm: App, deal: Deal) -> str:
    if deal.amount is None or deal.currency is None:
        return ""
    return format_human(Money(deal.amount, deal.currency), crm.screen.locale)


@app.command()
def list(ctx: typer.Context, deal: DealArgument, format: FormatOption = None) -> None:
    """List the lines of a deal.

    Example: crm deal item list "Acme renewal"
    """
    crm: App = ctx.obj
    found = resolve.one(crm, "deal", deal)
    db = crm.read()
    currency = records.get(db, found.id).currency
    rows = [_row(db, item, currency) for item in items.find(db, found.id)]
    if not write(rows, COLUMNS, crm.chosen_format(format), crm.stdout, screen=crm.screen) and crm.is_terminal:
        crm.remark(f"{found.name} has no lines; crm deal item add {found.id} PRODUCT")


def _row(db: Connection, item: items.Item, currency: str | None) -> tuple[Value, ...]:
    from crm_cli.product.records import products

    name = products.row(db, item.product_id)["name"] if item.product_id is not None else None
    price = Money(item.price, currency) if item.price is not None and currency else None
    total = Money(item.total, currency) if item.total is not None and currency else None
    off = Decimal(item.discount) / 10_000 if item.discount else None
    return item.position, name, Decimal(item.quantity), price, off, total, currency, item.description


@app.command()
def delete(
    ctx: typer.Context,
    deal: DealArgument,
    line: Annotated[int, typer.Argument(help="Its number in the list, from 1.", metavar="LINE", min=1)],
    format: FormatOption = None,
) -> None:
    """Delete a line; the deal's amount becomes the sum of the others, and stays where there are none.

    Example: crm deal item delete "Acme renewal" 2
    """
    crm: App = ctx.obj
    found = resolve.one(crm, "deal", deal)
    with crm.write() as db:
        before = records.get(db, found.id)
        items.delete(db, items.at(db, found.id, line))
        records.set_amount_to_lines(db, found.id)
        after = records.get(db, found.id)
        change.note(crm, "deal", [found.id])
        answer = Answer(crm, format, "deal", [found.id])
    answer.give(f"Deleted line {line} of {found.name}; {_amount_now(crm, before, after)}")
