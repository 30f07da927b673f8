"""Activities: what happened, when, and with whom; each linked to people, companies and deals."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, tzinfo
from sqlite3 import Connection

from crm_cli.core.dates import NOON, from_iso, iso_instant, local_day, to_instant
from crm_cli.core.fields import Raw
from crm_cli.db import table
from crm_cli.kinds.custom import encode

TABLE = "activities"

Link = tuple[str, int]
"""A record an activity is about: its kind (contact, company or deal) and id."""


@dataclass(frozen=True, slots=True)
class Activity:
    """A row of `activities`."""

    id: int
    kind: str
    direction: str | None
    subject: str | None
    body: str | None
    outcome: str | None
    occurred_at: str
    occurred_on: str
    duration: int | None
    owner: str | None
    custom: str
    created_at: str
    archived_at: str | None


def get(db: Connection, id: int) -> Activity:
    """The activity with this id; NotFound where there is none."""
    return table.get(db, Activity, TABLE, id)


def settled(values: Mapping[str, Raw], zone: tzinfo) -> dict[str, Raw]:
    """Fill in the day of a given instant, or noon of a given day; where both are given, both stay."""
    filled = dict(values)
    at, on = filled.get("occurred_at"), filled.get("occurred_on")
    if at and not on:
        filled["occurred_on"] = local_day(from_iso(str(at)), zone).isoformat()
    elif on and not at:
        filled["occurred_at"] = iso_instant(to_instant(date.fromisoformat(str(on)), NOON, zone))
    return filled


def add(
    db: Connection,
    values: Mapping[str, Raw],
    links: Iterable[Link],
    *,
    at: str,
    custom: Mapping[str, Raw] | None = None,
) -> int:
    """Add an activity linked to exactly these records (see `with_companies`); returns its id.

    values: `kind`, `occurred_at` and `occurred_on` are needed, see `settled`.
    """
    id = table.insert(db, TABLE, {**values, "custom": encode(custom or {}), "created_at": at})
    link(db, id, links)
    return id


def update(db: Connection, id: int, values: Mapping[str, Raw], *, seen: Activity | None = None) -> bool:
    """Change an activity; its links follow its instant. Returns whether anything differed."""
    changed = table.update(db, TABLE, id, values, seen=seen)
    if changed and "occurred_at" in values:
        db.execute(
            "UPDATE activity_links SET occurred_at = ?1 WHERE activity_id = ?2 AND occurred_at <> ?1",
            (values["occurred_at"], id),
        )
    return changed


def links(db: Connection, id: int) -> list[Link]:
    """The records an activity is about, in the order they were linked."""
    rows = db.execute(
        "SELECT CASE WHEN contact_id IS NOT NULL THEN 'contact' WHEN company_id IS NOT NULL THEN 'company'"
        " ELSE 'deal' END, coalesce(contact_id, company_id, deal_id)"
        " FROM activity_links WHERE activity_id = ? ORDER BY id",
        (id,),
    )
    return [(kind, record) for kind, record in rows]


def link(db: Connection, id: int, records: Iterable[Link]) -> int:
    """Link an activity to further records; returns how many were not linked yet."""
    there = set(links(db, id))
    added = 0
    for kind, record in dict.fromkeys(records):
        if (kind, record) not in there:
            db.execute(
                f"INSERT INTO activity_links (activity_id, {kind}_id, occurred_at)"
                " SELECT id, ?, occurred_at FROM activities WHERE id = ?",
                (record, id),
            )
            added += 1
    return added


def unlink(db: Connection, id: int, records: Iterable[Link]) -> int:
    """Take links off an activity; returns how many there were."""
    return sum(
        db.execute(
            f"DELETE FROM activity_links WHERE activity_id = ? AND {kind}_id = ?", (id, record)
        ).rowcount
        for kind, record in records
    )


def with_companies(db: Connection, records: Iterable[Link]) -> list[Link]:
    """The records and the companies that people and deals among them belong to now.

    The company is linked at that moment, so that its timeline stays true when people change jobs.
    """
    found = list(dict.fromkeys(records))
    for kind, id in tuple(found):
        if kind in {"contact", "deal"}:
            company = db.execute(f"SELECT company_id FROM {kind}s WHERE id = ?", (id,)).fetchone()
            if company and company[0] is not None:
                found.append(("company", company[0]))
    return list(dict.fromkeys(found))


def only_open_deal(db: Connection, contact: int) -> int | None:
    """The one open deal that a contact has or takes part in; None where there are none or several."""
    rows = db.execute(
        "SELECT id FROM deals WHERE contact_id = ?1 AND status = 'open' AND archived_at IS NULL"
        " UNION SELECT d.id FROM deal_contacts p JOIN deals d ON d.id = p.deal_id"
        " WHERE p.contact_id = ?1 AND d.status = 'open' AND d.archived_at IS NULL LIMIT 2",
        (contact,),
    ).fetchall()
    return rows[0][0] if len(rows) == 1 else None


def contact_of_deal(db: Connection, deal: int) -> int | None:
    """Whom a deal is with."""
    row = db.execute("SELECT contact_id FROM deals WHERE id = ?", (deal,)).fetchone()
    return row[0] if row else None
