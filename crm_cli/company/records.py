"""Companies: add, update, and those that would be the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from sqlite3 import Connection

from crm_cli.core.errors import Conflict, UsageError
from crm_cli.core.fields import Raw
from crm_cli.db import search, table
from crm_cli.kinds import points, tags
from crm_cli.kinds.custom import encode
from crm_cli.kinds.points import Point

TABLE = "companies"


@dataclass(frozen=True, slots=True)
class Company:
    """A row of `companies`."""

    id: int
    name: str
    domain: str | None
    website: str | None
    industry: str | None
    size: str | None
    street: str | None
    city: str | None
    region: str | None
    postal_code: str | None
    country: str | None
    parent_id: int | None
    owner: str | None
    source: str | None
    description: str | None
    custom: str
    created_at: str
    archived_at: str | None


def get(db: Connection, id: int) -> Company:
    """The company with this id; NotFound where there is none."""
    return table.get(db, Company, TABLE, id)


def add(
    db: Connection,
    values: Mapping[str, Raw],
    *,
    at: str,
    custom: Mapping[str, Raw] | None = None,
    points_: Sequence[Point] = (),
    tags_: Sequence[str] = (),
) -> int:
    """Add a company with its points and tags; returns its id."""
    if not str(values.get("name") or "").strip():
        raise UsageError("a company needs a name")
    id = table.insert(db, TABLE, {**values, "custom": encode(custom or {}), "created_at": at})
    points.add(db, "company", id, points_)
    tags.add(db, "company", id, tags_)
    return id


def same(db: Connection, name: str, domain: str | None = None) -> list[int]:
    """Ids of the companies with the same folded name or the same domain."""
    ids = search.named(db, "company", name)
    if domain:
        rows = db.execute("SELECT id FROM companies WHERE domain = ?", (domain.lower(),))
        ids += [row[0] for row in rows if row[0] not in ids]
    return ids


def check_parent(db: Connection, id: int, parent_id: int | None) -> None:
    """Refuse a parent that belongs to the company itself: Conflict."""
    seen = set()
    while parent_id is not None and parent_id not in seen:
        if parent_id == id:
            raise Conflict("a company cannot belong to itself", hint=f"crm company show {id}")
        seen.add(parent_id)
        row = db.execute("SELECT parent_id FROM companies WHERE id = ?", (parent_id,)).fetchone()
        parent_id = row[0] if row else None


def clean(values: Mapping[str, Raw]) -> dict[str, Raw]:
    """Values as they are kept: the domain in lower case and without scheme."""
    cleaned = dict(values)
    domain = cleaned.get("domain")
    if isinstance(domain, str):
        cleaned["domain"] = (
            domain.lower().removeprefix("https://").removeprefix("http://").removeprefix("www.").rstrip("/")
        )
    return cleaned
