"""What of deals stands around a record: deals with a person, company or product, and further people and moves of a deal."""

from __future__ import annotations

from crm_cli.core.money import Money
from crm_cli.kinds.related import ID, Related
from crm_cli.output import Column

TYPE_CHECKING = False
if TYPE_CHECKING:
    from sqlite3 import Connection


def deals(db: Connection, kind: str, id: int) -> Related:
    """The deals with a person or a company, open ones first."""
    rows = db.execute(
        "SELECT d.id, d.title, CASE d.status WHEN 'open' THEN s.name ELSE d.status END, d.amount, d.currency,"
        " coalesce(d.closed_on, d.expected_close_on), CASE WHEN d.status <> 'open' THEN d.status"
        " WHEN (SELECT f.rots_on FROM _deal_facts f WHERE f.deal_id = d.id) < today() THEN 'stale' END,"
        " CASE WHEN d.status = 'open' AND d.expected_close_on < today() THEN 'overdue' END"
        f" FROM deals d LEFT JOIN stages s ON s.id = d.stage_id WHERE d.{kind}_id = ? AND d.archived_at IS NULL"
        " ORDER BY d.status <> 'open', coalesce(d.closed_on, d.expected_close_on) DESC, d.id",
        (id,),
    )
    columns = [
        ID,
        Column("title", "Deal"),
        Column("stage", "Stage"),
        Column("state", "", "mark"),
        Column("amount", "Amount", "money"),
        Column("on", "Close", "day"),
        Column("late", "", "mark"),
    ]
    found = [(i, t, s, state, _money(a, c), on, late) for i, t, s, a, c, on, state, late in rows]
    return Related("deals", "Deals", columns, found)


def deals_with_product(db: Connection, kind: str, id: int) -> Related:
    """The latest deals with a line of a product."""
    rows = db.execute(
        "SELECT d.id, d.title, d.status, d.amount, d.currency FROM deals d"
        " WHERE d.id IN (SELECT i.deal_id FROM deal_items i WHERE i.product_id = ?) AND d.archived_at IS NULL"
        " ORDER BY d.id DESC LIMIT 20",
        (id,),
    )
    columns = [ID, Column("title", "Deal"), Column("status", "Status"), Column("amount", "Amount", "money")]
    return Related("deals", "Latest deals", columns, [(i, t, s, _money(a, c)) for i, t, s, a, c in rows])


def people(db: Connection, kind: str, id: int) -> Related:
    """Further people in a deal."""
    rows = db.execute(
        "SELECT c.id, c.name, p.role FROM deal_contacts p JOIN contacts c ON c.id = p.contact_id"
        " WHERE p.deal_id = ? ORDER BY p.id",
        (id,),
    ).fetchall()
    return Related("people", "Further people", [ID, Column("name", "Name"), Column("role", "Role")], rows)


def moves(db: Connection, kind: str, id: int) -> Related:
    """The moves of a deal, newest first."""
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


def _money(amount: int | None, currency: str | None) -> Money | None:
    return None if amount is None or currency is None else Money(amount, currency)
