"""The `item` commands of a kind with lines, told once: add, list and delete what exactly is sold.

Signatures are evaluated where they stand (no postponed annotations), as in `cli.standard`.
"""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from crm_cli.app.context import App
from crm_cli.cli import completion
from crm_cli.cli.group import Commands
from crm_cli.cli.options import FormatOption
from crm_cli.core.errors import UsageError
from crm_cli.kinds.catalogue import KINDS

if TYPE_CHECKING:
    from crm_cli.kinds.lined import Lined
    from crm_cli.kinds.lines import Line
    from crm_cli.output import Value

ProductArgument = Annotated[
    str,
    typer.Argument(help="Name, code or number.", metavar="PRODUCT", autocompletion=completion.of("product")),
]
QuantityOption = Annotated[str, typer.Option("--quantity", help="How many: 2, 0.5.")]
PriceOption = Annotated[str | None, typer.Option("--price", help="Price of one; else the product's.")]
DiscountOption = Annotated[str | None, typer.Option("--discount", help="Off the price: 10%.")]
DescriptionOption = Annotated[str | None, typer.Option("--description", help="Further words.")]
LineArgument = Annotated[int, typer.Argument(help="Its number in the list, from 1.", metavar="LINE", min=1)]


def commands(kind: str) -> Commands:
    """The group of a kind."""
    told = KINDS[kind]
    title = told.field(told.title)
    group, sample = f"crm {told.command} item", title.example
    record: Any = Annotated[
        str,
        typer.Argument(
            help=f"{title.title} or number.", metavar=kind.upper(), autocompletion=completion.of(kind)
        ),
    ]
    app = Commands(
        help=f"""Lines of a {kind}: what is sold, how many, at what price. The {kind}'s amount is their sum.

        Example: {group} add {sample} "GTX Pro" --quantity 2 --discount 10%
        {group} list {sample}
        """
    )

    def add(
        ctx: typer.Context,
        of: record,
        product: ProductArgument,
        quantity: QuantityOption = "1",
        price: PriceOption = None,
        discount: DiscountOption = None,
        description: DescriptionOption = None,
        format: FormatOption = None,
    ) -> None:
        _add(ctx.obj, kind, of, product, quantity, price, discount, description, format)

    def list_(ctx: typer.Context, of: record, format: FormatOption = None) -> None:
        _list(ctx.obj, kind, of, format)

    def delete(ctx: typer.Context, of: record, line: LineArgument, format: FormatOption = None) -> None:
        _delete(ctx.obj, kind, of, line, format)

    for name, function, help, words in (
        ("add", add, f"Add a line to a {kind}; the {kind}'s amount becomes the sum of its lines.",
         ' "GTX Pro" --quantity 2 --price 9.50 --discount 10%'),
        ("list", list_, f"List the lines of a {kind}.", ""),
        ("delete", delete,
         f"Delete a line; the {kind}'s amount becomes the sum of the others, and stays where there are none.", " 2"),
    ):  # fmt: skip
        function.__doc__ = f"{help}\n\n    Example: {group} {name} {sample}{words}\n    "
        app.command(name)(function)
    return app


def _rules(kind: str) -> "Lined":
    from crm_cli.kinds.lined import Lined

    rules = KINDS[kind].records
    assert isinstance(rules, Lined), f"the rules of a kind with lines are Lined: {kind}"
    return rules


def _add(
    crm: App,
    kind: str,
    of: str,
    product: str,
    quantity: str,
    price: str | None,
    discount: str | None,
    description: str | None,
    format: str | None,
) -> None:
    from crm_cli.core.fields import NUMBER, PERCENT
    from crm_cli.kinds.draft import Draft
    from crm_cli.verbs import change, resolve
    from crm_cli.verbs.answers import Answer

    rules = _rules(kind)
    found = resolve.one(crm, kind, of)
    sold = resolve.one(crm, "product", product)
    many = str(NUMBER.parse(quantity, crm.conventions))
    off = int(PERCENT.parse(discount, crm.conventions) or 0) if discount else 0
    typed = _price(crm, rules.row(crm.read(), found.id)["currency"], price)
    with crm.write() as db:
        before = rules.row(db, found.id)
        one = typed or rules.price_of(db, sold.id, before["currency"])
        if one is None:
            raise UsageError(f"`{sold.name}` has no price", hint="--price 9.50")
        if before["currency"] not in {None, one[1]}:
            raise UsageError(
                f"the {kind} is in {before['currency']}, the price in {one[1]}",
                hint=f"crm {KINDS[kind].command} edit {found.id} --currency {one[1]}",
            )
        rules.update(db, found.id, Draft({"currency": one[1]}), at=crm.at, on=crm.today)
        rules.lines.add(
            db, found.id, sold.id, quantity=many, price=one[0], discount=off, description=description or None
        )
        rules.set_amount(db, found.id)
        change.note(crm, kind, [found.id])
        answer = Answer(crm, format, kind, [found.id])
    answer.give()


def _price(crm: App, currency: str | None, price: str | None) -> tuple[int, str] | None:
    """A typed price in minor units, with its currency: that of the record where none is written."""
    from crm_cli.core.money import parse

    if price is None:
        return None
    read = parse(price, currency=currency or crm.setting("currency") or None)
    if read.minor < 0:
        raise UsageError(f"`{price}` is less than nothing", hint="a reduction is a --discount")
    return read.minor, read.currency


def _list(crm: App, kind: str, of: str, format: str | None) -> None:
    from crm_cli.output import Column, write
    from crm_cli.verbs import resolve

    columns = [
        Column("line", "Line", "integer"),
        Column("product", "Product"),
        Column("quantity", "Quantity", "number"),
        Column("price", "Price", "money"),
        Column("discount", "Discount", "percent"),
        Column("total", "Total", "money"),
        Column("currency", "Currency"),
        Column("description", "Description"),
    ]
    rules = _rules(kind)
    found = resolve.one(crm, kind, of)
    db = crm.read()
    currency, there = rules.row(db, found.id)["currency"], rules.lines.find(db, found.id)
    products = KINDS["product"].records.rows(db, [line.product_id for line in there if line.product_id])
    rows = [_row(line, products.get(line.product_id or 0, {}).get("name"), currency) for line in there]
    if not write(rows, columns, crm.chosen_format(format), crm.stdout, screen=crm.screen) and crm.is_terminal:
        crm.remark(f"{found.name} has no lines; crm {KINDS[kind].command} item add {found.id} PRODUCT")


def _row(line: "Line", product: str | None, currency: str | None) -> "tuple[Value, ...]":
    from decimal import Decimal

    from crm_cli.core.money import Money

    price = Money(line.price, currency) if line.price is not None and currency else None
    total = Money(line.total, currency) if line.total is not None and currency else None
    off = Decimal(line.discount) / 10_000 if line.discount else None
    return line.position, product, Decimal(line.quantity), price, off, total, currency, line.description


def _delete(crm: App, kind: str, of: str, line: int, format: str | None) -> None:
    from crm_cli.verbs import change, resolve
    from crm_cli.verbs.answers import Answer

    rules = _rules(kind)
    found = resolve.one(crm, kind, of)
    with crm.write() as db:
        rules.lines.delete(db, found.id, rules.lines.at(db, found.id, line))
        rules.set_amount(db, found.id)
        change.note(crm, kind, [found.id])
        answer = Answer(crm, format, kind, [found.id])
        is_last = not rules.lines.find(db, found.id)
    answer.give("", f"{found.name} has no lines any more; its amount stays" if is_last else "")
