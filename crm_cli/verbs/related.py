"""What stands around a record: its people, deals, reminders, activities, jobs, relations and lines."""

from __future__ import annotations

from collections.abc import Iterator
from sqlite3 import Connection
from typing import Any, NamedTuple

from crm_cli.core.money import Money
from crm_cli.output import Column

ACTIVITIES = 5
"""So many of the newest activities stand on a card."""


class Related(NamedTuple):
    """Records of one sort around another: the key in JSON, the heading on a card, columns and rows."""

    key: str
    heading: str
    columns: list[Column]
    rows: list[tuple[Any, ...]]


def around(db: Connection, kind: str, id: int) -> Iterator[Related]:
    """Give what stands around a record, in the order of its card; what is empty, too."""
    if kind == "company":
        yield _people(db, id)
    if kind in {"contact", "company"}:
        yield _deals(db, kind, id)
    if kind == "deal":
        yield _items(db, id)
        yield _deal_people(db, id)
        yield _moves(db, id)
    if kind in {"contact", "company", "deal"}:
        yield _reminders(db, kind, id)
        yield _activities(db, kind, id)
    if kind in {"contact", "company"}:
        yield _relations(db, kind, id)
        yield _dates(db, kind, id)
    if kind == "contact":
        yield _jobs(db, id)
    if kind == "product":
        yield _product_deals(db, id)


def _money(amount: int | None, currency: str | None) -> Money | None:
    return None if amount is None or currency is None else Money(amount, currency)


def _people(db: Connection, id: int) -> Related:
    rows = db.execute(
        "SELECT t.id, t.name, t.job_title FROM contacts t"
        " WHERE t.company_id = ? AND t.archived_at IS NULL ORDER BY fold(t.name), t.id",
        (id,),
    ).fetchall()
    return Related(
        "contacts", "People", [_ID, Column("name", "Name"), Column("job_title", "Job title")], rows
    )


def _deals(db: Connection, kind: str, id: int) -> Related:
    rows = db.execute(
        "SELECT d.id, d.title, CASE d.status WHEN 'open' THEN s.name ELSE d.status END, d.amount, d.currency,"
        " coalesce(d.closed_on, d.expected_close_on)"
        f" FROM deals d LEFT JOIN stages s ON s.id = d.stage_id WHERE d.{kind}_id = ? AND d.archived_at IS NULL"
        " ORDER BY d.status <> 'open', coalesce(d.closed_on, d.expected_close_on) DESC, d.id",
        (id,),
    )
    columns = [
        _ID,
        Column("title", "Deal"),
        Column("stage", "Stage"),
        Column("amount", "Amount", "money"),
        Column("on", "Close", "day"),
    ]
    return Related("deals", "Deals", columns, [(i, t, s, _money(a, c), on) for i, t, s, a, c, on in rows])


def _product_deals(db: Connection, id: int) -> Related:
    rows = db.execute(
        "SELECT d.id, d.title, d.status, d.amount, d.currency FROM deals d"
        " WHERE d.id IN (SELECT i.deal_id FROM deal_items i WHERE i.product_id = ?) AND d.archived_at IS NULL"
        " ORDER BY d.id DESC LIMIT 20",
        (id,),
    )
    columns = [_ID, Column("title", "Deal"), Column("status", "Status"), Column("amount", "Amount", "money")]
    return Related("deals", "Latest deals", columns, [(i, t, s, _money(a, c)) for i, t, s, a, c in rows])


def _items(db: Connection, id: int) -> Related:
    rows = db.execute(
        "SELECT i.position, coalesce(p.name, i.description), i.quantity, i.price, d.currency, i.discount"
        " FROM deal_items i JOIN deals d ON d.id = i.deal_id LEFT JOIN products p ON p.id = i.product_id"
        " WHERE i.deal_id = ? ORDER BY i.position, i.id",
        (id,),
    )
    from decimal import Decimal

    columns = [
        Column("line", "Line", "integer"),
        Column("product", "Product"),
        Column("quantity", "Quantity", "number"),
        Column("price", "Price", "money"),
        Column("discount", "Discount", "percent"),
    ]
    found = [
        (line, product, Decimal(quantity), _money(price, currency), Decimal(off) / 10_000 if off else None)
        for line, product, quantity, price, currency, off in rows
    ]
    return Related("items", "Lines", columns, found)


def _deal_people(db: Connection, id: int) -> Related:
    rows = db.execute(
        "SELECT c.id, c.name, p.role FROM deal_contacts p JOIN contacts c ON c.id = p.contact_id"
        " WHERE p.deal_id = ? ORDER BY p.id",
        (id,),
    ).fetchall()
    return Related("people", "Further people", [_ID, Column("name", "Name"), Column("role", "Role")], rows)


def _moves(db: Connection, id: int) -> Related:
    rows = db.execute(
        "SELECT m.moved_on, coalesce(CASE m.from_status WHEN 'open' THEN f.name ELSE m.from_status END, m.from_status),"
        " coalesce(CASE m.to_status WHEN 'open' THEN s.name ELSE m.to_status END, m.to_status)"
        " FROM stage_moves m LEFT JOIN stages f ON f.id = m.from_stage_id LEFT JOIN stages s ON s.id = m.to_stage_id"
        " WHERE m.deal_id = ? ORDER BY m.moved_at DESC, m.id DESC",
        (id,),
    ).fetchall()
    return Related(
        "moves", "Moves", [Column("on", "On", "day"), Column("from", "From"), Column("to", "To")], rows
    )


def _reminders(db: Connection, kind: str, id: int) -> Related:
    rows = db.execute(
        "SELECT r.id, r.title, coalesce(r.snoozed_at, r.snoozed_on, r.due_at, r.due_on) FROM reminders r"
        f" WHERE r.{kind}_id = ? AND r.done_at IS NULL AND r.archived_at IS NULL"
        " ORDER BY coalesce(r.snoozed_on, r.due_on), r.due_at, r.id",
        (id,),
    ).fetchall()
    return Related("reminders", "Next", [_ID, Column("title", "Reminder"), Column("due", "Due", "day")], rows)


def _activities(db: Connection, kind: str, id: int) -> Related:
    rows = db.execute(
        "SELECT a.id, a.occurred_on, a.kind, a.direction, coalesce(a.subject, a.body), a.outcome"
        " FROM activity_links l JOIN activities a ON a.id = l.activity_id"
        f" WHERE l.{kind}_id = ? AND a.archived_at IS NULL ORDER BY l.occurred_at DESC, l.activity_id DESC LIMIT ?",
        (id, ACTIVITIES),
    ).fetchall()
    columns = [
        _ID,
        Column("on", "On", "day"),
        Column("kind", "Kind"),
        Column("direction", "Direction"),
        Column("text", "What"),
        Column("outcome", "Outcome"),
    ]
    return Related("activities", "Last activities", columns, rows)


def _relations(db: Connection, kind: str, id: int) -> Related:
    rows = db.execute(
        "SELECT r.kind, CASE WHEN r.to_contact_id IS NULL THEN 'company' ELSE 'contact' END,"
        " coalesce(r.to_contact_id, r.to_company_id), coalesce(c.name, m.name), 'is' FROM relations r"
        " LEFT JOIN contacts c ON c.id = r.to_contact_id LEFT JOIN companies m ON m.id = r.to_company_id"
        f" WHERE r.{kind}_id = ?"
        " UNION ALL SELECT r.kind, CASE WHEN r.contact_id IS NULL THEN 'company' ELSE 'contact' END,"
        " coalesce(r.contact_id, r.company_id), coalesce(c.name, m.name), 'has' FROM relations r"
        " LEFT JOIN contacts c ON c.id = r.contact_id LEFT JOIN companies m ON m.id = r.company_id"
        f" WHERE r.to_{kind}_id = ?",
        (id, id),
    )
    found = [
        (f"{word} {relation}" + (" of" if word == "is" else ""), f"{other}/{n}", name)
        for relation, other, n, name, word in rows
    ]
    columns = [Column("relation", "Relation"), Column("record", "Record"), Column("name", "Name")]
    return Related("relations", "Relations", columns, found)


def _dates(db: Connection, kind: str, id: int) -> Related:
    rows = db.execute(
        f"SELECT label, date FROM important_dates WHERE {kind}_id = ? ORDER BY id", (id,)
    ).fetchall()
    return Related(
        "important_dates", "Dates", [Column("label", "What"), Column("date", "Date", "month and day")], rows
    )


def _jobs(db: Connection, id: int) -> Related:
    rows = db.execute(
        "SELECT m.name, e.job_title, e.started_on, e.ended_on FROM employments e"
        " LEFT JOIN companies m ON m.id = e.company_id WHERE e.contact_id = ? ORDER BY e.ended_on DESC, e.id DESC",
        (id,),
    ).fetchall()
    columns = [
        Column("company", "Company"),
        Column("job_title", "Job title"),
        Column("started_on", "From", "day"),
        Column("ended_on", "To", "day"),
    ]
    return Related("employments", "Former jobs", columns, rows)


_ID = Column("id", "ID", "id")
