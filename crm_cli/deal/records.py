"""Deals: add, update, the people in them, and those that would be the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from sqlite3 import Connection

from crm_cli.core.errors import NotFound, UsageError
from crm_cli.core.fields import Raw
from crm_cli.db import search, table
from crm_cli.deal import items, pipelines
from crm_cli.kinds import tags
from crm_cli.kinds.currencies import note_currency
from crm_cli.kinds.custom import encode
from crm_cli.product import records as products

TABLE = "deals"


@dataclass(frozen=True, slots=True)
class Deal:
    """A row of `deals`: `amount` in minor units of `currency`, `probability` in basis points."""

    id: int
    title: str
    pipeline_id: int
    stage_id: int | None
    status: str
    contact_id: int | None
    company_id: int | None
    amount: int | None
    currency: str | None
    probability: int | None
    opened_on: str | None
    expected_close_on: str | None
    closed_on: str | None
    lost_reason: str | None
    competitor: str | None
    source: str | None
    owner: str | None
    recurring: str | None
    description: str | None
    custom: str
    created_at: str
    archived_at: str | None


def get(db: Connection, id: int) -> Deal:
    """The deal with this id; NotFound where there is none."""
    return table.get(db, Deal, TABLE, id)


def add(
    db: Connection,
    values: Mapping[str, Raw],
    *,
    at: str,
    on: str,
    custom: Mapping[str, Raw] | None = None,
    tags_: Sequence[str] = (),
    product: str | int | None = None,
    quantity: str = "1",
) -> int:
    """Add a deal; returns its id.

    at, on: this moment and the user's day. What `values` leave out is filled in: the usual pipeline (made
    where there is none) and its first stage, `opened_on`, and for a won or lost deal `closed_on`; a key with
    None stays empty. A closed deal gets no stage unless it names one.
    product: its id, or its whole name (NotFound where there is none): one line at the deal's amount, or
    at the product's price, which then is the amount.
    """
    if not str(values.get("title") or "").strip():
        raise UsageError("a deal needs a title")
    row = _placed(db, values, at)
    if row.get("status", "open") != "open":
        row.setdefault("closed_on", on)
    row.setdefault("opened_on", min(on, str(row.get("closed_on") or on)))
    line_price = row.get("amount")
    product_id = _product_id(db, product)
    if product_id is not None:
        line_price = _at_price(db, row, product_id, quantity)
    if row.get("currency"):
        note_currency(db, str(row["currency"]))
    id = table.insert(db, TABLE, {**row, "custom": encode(custom or {}), "created_at": at})
    if product_id is not None:
        price = line_price if isinstance(line_price, int) else None
        items.add(db, id, product_id, quantity=quantity, price=price)
    tags.add(db, "deal", id, tags_)
    return id


def _placed(db: Connection, values: Mapping[str, Raw], at: str) -> dict[str, Raw]:
    """The values with pipeline and stage filled in."""
    row = dict(values)
    stage_id, pipeline_id = row.get("stage_id"), row.get("pipeline_id")
    if isinstance(stage_id, int):
        pipeline_id = pipelines.stage(db, stage_id).pipeline_id
    elif not isinstance(pipeline_id, int):
        pipeline_id = pipelines.default(db, at).id
    if stage_id is None and row.get("status", "open") == "open":
        row["stage_id"] = pipelines.first_stage(db, pipeline_id).id
    row["pipeline_id"] = pipeline_id
    return row


def _product_id(db: Connection, product: str | int | None) -> int | None:
    if not isinstance(product, str):
        return product
    if search.is_stale(db):  # the product may have been added a moment ago, in this very transaction
        search.refresh(db)
    found = search.named(db, "product", product)
    if not found:
        raise NotFound(f"no product matches `{product}`", hint="crm product list")
    return found[0]


def _at_price(db: Connection, row: dict[str, Raw], product_id: int, quantity: str) -> int | None:
    """The price of one in the deal's only line; sets the amount where the row has none."""
    amount = row.get("amount")
    if isinstance(amount, int):
        from decimal import Decimal

        from crm_cli.core.money import divide_half_away

        numerator, denominator = Decimal(quantity).as_integer_ratio()
        return divide_half_away(amount * denominator, numerator)
    price = price_in(db, product_id, str(row["currency"]) if row.get("currency") else None)
    if price is None:
        return None
    row["amount"], row["currency"] = items.total(quantity, price[0], 0), price[1]
    return price[0]


def price_in(db: Connection, product_id: int, currency: str | None) -> tuple[int, str] | None:
    """A product's price in minor units with its currency, None without one; UsageError in another."""
    product = products.get(db, product_id)
    if product.price is None or product.currency is None:
        return None
    if currency and product.currency != currency:
        raise UsageError(
            f"`{product.name}` is priced in {product.currency}, the deal is in {currency}",
            hint="say the amount (--amount), or the line's price (--price)",
        )
    return product.price, product.currency


def update(db: Connection, id: int, values: Mapping[str, Raw], *, seen: Deal | None = None) -> bool:
    """Change a deal's columns, but for stage and status (see `pipeline`); returns whether anything differed.

    A new currency alone keeps the amount's figure. A deal of one plain line carries its amount over to it.
    """
    before = get(db, id)
    wanted = dict(values)
    currency = wanted.get("currency")
    if "currency" in wanted and not currency and wanted.get("amount", before.amount) is not None:
        raise UsageError("an amount needs a currency", hint="--clear amount,currency")
    if "closed_on" in wanted and (before.status == "open") != (wanted["closed_on"] is None):
        raise UsageError(
            f"`{before.title}` is open: it has no day it closed on"
            if before.status == "open"
            else f"`{before.title}` is {before.status}: the day it closed on cannot be empty",
            hint=f"crm deal {'win' if before.status == 'open' else 'reopen'} {id}",
        )
    if currency and before.currency and currency != before.currency:
        _change_currency(db, before, wanted, str(currency))
    if currency:
        note_currency(db, str(currency))
    changed = table.update(db, TABLE, id, wanted, seen=seen)
    if wanted.get("amount") is not None and wanted["amount"] != before.amount:
        lines = items.find(db, id)
        if len(lines) == 1 and lines[0].quantity == "1" and not lines[0].discount:
            table.update(db, items.TABLE, lines[0].id, {"price": wanted["amount"]})
    return changed


def _change_currency(db: Connection, before: Deal, wanted: dict[str, Raw], currency: str) -> None:
    from crm_cli.kinds.figures import same_figure

    assert before.currency
    if "amount" not in wanted and before.amount is not None:
        wanted["amount"] = same_figure(before.amount, before.currency, currency)
    for line in items.find(db, before.id):
        if line.price is not None:
            price = same_figure(line.price, before.currency, currency)
            table.update(db, items.TABLE, line.id, {"price": price})


def set_amount_to_lines(db: Connection, id: int) -> int | None:
    """Make a deal's amount the sum of its lines; returns it. Without a priced line the amount stays."""
    amount = items.sum_of(items.find(db, id))
    if amount is not None:
        table.update(db, TABLE, id, {"amount": amount})
    return get(db, id).amount


def same(db: Connection, title: str, company_id: int | None, contact_id: int | None = None) -> list[int]:
    """Ids of the open deals with the same folded title and the same company.

    Where neither has a company, deals of two different contacts are two deals.
    """
    found = []
    for id in search.named(db, "deal", title):
        other = get(db, id)
        is_of_another = (
            company_id is None
            and None not in {contact_id, other.contact_id}
            and contact_id != other.contact_id
        )
        if other.status == "open" and other.company_id == company_id and not is_of_another:
            found.append(id)
    return found


def add_person(db: Connection, id: int, contact_id: int, role: str | None) -> bool:
    """Put a further person into a deal, or give them another role; returns whether anything differed."""
    row = db.execute(
        "SELECT id FROM deal_contacts WHERE deal_id = ? AND contact_id = ?", (id, contact_id)
    ).fetchone()
    if row:
        return role is not None and table.update(db, "deal_contacts", row[0], {"role": role})
    table.insert(db, "deal_contacts", {"deal_id": id, "contact_id": contact_id, "role": role})
    return True


def drop_person(db: Connection, id: int, contact_id: int) -> bool:
    """Take a further person out of a deal; returns whether they were in it."""
    sql = "DELETE FROM deal_contacts WHERE deal_id = ? AND contact_id = ?"
    return db.execute(sql, (id, contact_id)).rowcount > 0
