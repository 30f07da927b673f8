"""Contacts: add, update with the old job kept, and those that would be the same person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from sqlite3 import Connection

from crm_cli.core.errors import UsageError
from crm_cli.core.fields import Raw
from crm_cli.db import search, table
from crm_cli.kinds import points, tags
from crm_cli.kinds.custom import encode
from crm_cli.kinds.points import Point

TABLE = "contacts"


@dataclass(frozen=True, slots=True)
class Contact:
    """A row of `contacts`."""

    id: int
    name: str
    given_name: str | None
    family_name: str | None
    company_id: int | None
    job_title: str | None
    lifecycle: str | None
    source: str | None
    referred_by_id: int | None
    owner: str | None
    preferred_channel: str | None
    language: str | None
    timezone: str | None
    birthday: str | None
    street: str | None
    city: str | None
    region: str | None
    postal_code: str | None
    country: str | None
    keep_in_touch: int | None
    score: int | None
    description: str | None
    custom: str
    created_at: str
    archived_at: str | None


def get(db: Connection, id: int) -> Contact:
    """The contact with this id; NotFound where there is none."""
    return table.get(db, Contact, TABLE, id)


def add(
    db: Connection,
    values: Mapping[str, Raw],
    *,
    at: str,
    custom: Mapping[str, Raw] | None = None,
    points_: Sequence[Point] = (),
    tags_: Sequence[str] = (),
) -> int:
    """Add a contact with points and tags; returns the id."""
    if not str(values.get("name") or "").strip():
        raise UsageError("a contact needs a name")
    id = table.insert(db, TABLE, {**values, "custom": encode(custom or {}), "created_at": at})
    points.add(db, "contact", id, points_)
    tags.add(db, "contact", id, tags_)
    return id


def update(
    db: Connection, id: int, values: Mapping[str, Raw], *, seen: Contact | None = None, today: str
) -> bool:
    """Change a contact; a company or job that ends is kept as job history. Returns whether anything differed."""
    before = get(db, id)
    changed = table.update(db, TABLE, id, values, seen=seen)
    moved = values.get("company_id", before.company_id) != before.company_id
    promoted = values.get("job_title", before.job_title) != before.job_title
    if (moved and before.company_id) or (promoted and before.job_title):
        since = db.execute("SELECT max(ended_on) FROM employments WHERE contact_id = ?", (id,)).fetchone()[0]
        table.insert(
            db,
            "employments",
            {
                "contact_id": id,
                "company_id": before.company_id,
                "job_title": before.job_title,
                "started_on": since,
                "ended_on": today,
            },
        )
    return changed


def same(
    db: Connection,
    name: str,
    company_id: int | None,
    points_: Sequence[Point],
    *,
    is_new_company: bool = False,
) -> list[int]:
    """Ids of the contacts with the same e-mail or phone, or the same folded name and company.

    Two of one name are the same person where their companies are the same or one of them has none.
    is_new_company: the person's company is yet to be made, so it is nobody else's.
    """
    ids: list[int] = []
    for point in points_:
        if point.kind in {"email", "phone"}:
            ids += points.owners(db, "contact", point.kind, point.normal)
    for id in search.named(db, "contact", name):
        other = db.execute("SELECT company_id FROM contacts WHERE id = ?", (id,)).fetchone()[0]
        if other is None or (not is_new_company and company_id in {None, other}):
            ids.append(id)
    return list(dict.fromkeys(ids))
