"""Deals: add, update, the people in them, and those that would be the same."""

from __future__ import annotations

from crm_cli.core.errors import NotFound, UsageError
from crm_cli.core.record import record
from crm_cli.db import search, table
from crm_cli.deal import items, pipelines
from crm_cli.kinds.records import Records
from crm_cli.product.records import products

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from sqlite3 import Connection

    from crm_cli.core.fields import Raw
    from crm_cli.kinds.draft import Draft, Seen


TABLE = "deals"


@record
class Deal:
    """What the rules of deals read of a row: `amount` in minor units of `currency`, `probability` in basis points."""

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


class Deals(Records):
    """The rules of deals, but for stage and status (see `pipeline`)."""

    there = "is there already and open"
    minds = frozenset(("status", "closed_on"))

    def filled(
        self, db: Connection, values: Mapping[str, Raw], draft: Draft, *, at: str, on: str
    ) -> dict[str, Raw]:
        """Values with what they leave out: the usual pipeline (made where there is none) and its first stage,
        `opened_on`, and for a won or lost deal `closed_on`; a column with None stays empty. A closed deal gets no
        stage unless it names one.

        draft.parts: `product`, its id or whole name (NotFound where there is none), sold `quantity` times: one line
        at the deal's amount, or at the product's price, which then is the amount.
        """
        row = _placed(db, values, at)
        if row.get("status", "open") != "open":
            row.setdefault("closed_on", on)
        row.setdefault("opened_on", min(on, str(row.get("closed_on") or on)))
        product = draft.parts.get("product")
        if product is not None:
            draft.parts["product"] = _product_id(db, product)
            draft.parts["price"] = _at_price(
                db, row, draft.parts["product"], draft.parts.get("quantity", "1")
            )
        return row

    def check(self, db: Connection, values: Mapping[str, Raw], *, id: int | None = None) -> None:
        """Refuse also a day of closing that does not fit the status."""
        super().check(db, values, id=id)
        before = self.row(db, id) if id is not None else {"status": "open"}
        status = values.get("status", before["status"])
        is_closed = values.get("closed_on") is not None
        is_known = "closed_on" in values and (id is not None or is_closed)  # of a new one it may be unknown
        if is_known and (status == "open") == is_closed:
            title = values.get("title", before.get("title"))
            raise UsageError(
                f"`{title}` is open: it has no day it closed on"
                if status == "open"
                else f"`{title}` is {status}: the day it closed on cannot be empty",
                hint=f"crm deal {'win' if status == 'open' else 'reopen'} {id or 'TITLE'}",
            )

    def update(self, db: Connection, id: int, draft: Draft, *, at: str, on: str, seen: Seen = None) -> bool:
        """Change a deal; returns whether anything differed.

        A new currency keeps the figures of the lines. A deal of one plain line carries its amount over to it.
        """
        before = get(db, id)
        currency = draft.columns.get("currency")
        if currency and before.currency and currency != before.currency:
            items.in_currency(db, id, before.currency, str(currency))
        changed = super().update(db, id, draft, at=at, on=on, seen=seen)
        amount = draft.columns.get("amount")
        if amount is not None and amount != before.amount:
            lines = items.find(db, id)
            if len(lines) == 1 and lines[0].quantity == "1" and not lines[0].discount:
                table.update(db, items.TABLE, lines[0].id, {"price": amount})
        return changed

    def put(self, db: Connection, id: int, draft: Draft, *, is_new: bool = False) -> bool:
        """Write also the line of a product, and further people: `people` (contact, role), `gone` (contact)."""
        changed = super().put(db, id, draft, is_new=is_new)
        if is_new and draft.parts.get("product") is not None:
            quantity, price = draft.parts.get("quantity", "1"), draft.parts.get("price")
            items.add(db, id, draft.parts["product"], quantity=quantity, price=price)
        for person, role in draft.parts.get("people", ()):
            changed |= add_person(db, id, person, role)
        for person in draft.parts.get("gone", ()):
            changed |= drop_person(db, id, person)
        return changed

    def same(self, db: Connection, draft: Draft) -> list[int]:
        """Ids of the open deals with the same folded title and the same company.

        Where neither has a company, deals of two different contacts are two deals.
        """
        if "company_id" in draft.makes:
            return []
        company, contact = draft.linked("company_id"), draft.linked("contact_id")
        found = []
        for id in super().same(db, draft):
            other = get(db, id)
            is_of_another = (
                company is None and None not in {contact, other.contact_id} and contact != other.contact_id
            )
            if other.status == "open" and other.company_id == company and not is_of_another:
                found.append(id)
        return found


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
    product = products.row(db, product_id)
    if product["price"] is None or product["currency"] is None:
        return None
    if currency and product["currency"] != currency:
        raise UsageError(
            f"`{product['name']}` is priced in {product['currency']}, the deal is in {currency}",
            hint="say the amount (--amount), or the line's price (--price)",
        )
    return product["price"], product["currency"]


def set_amount_to_lines(db: Connection, id: int) -> int | None:
    """Make a deal's amount the sum of its lines; returns it. Without a priced line the amount stays."""
    amount = items.sum_of(items.find(db, id))
    if amount is not None:
        table.update(db, TABLE, id, {"amount": amount})
    return get(db, id).amount


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


deals = Deals("deal")
