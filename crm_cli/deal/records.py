"""Deals: add, update, the people in them, and those that would be the same."""

from __future__ import annotations

from crm_cli.core.errors import UsageError
from crm_cli.core.record import record
from crm_cli.db import table
from crm_cli.deal import pipelines
from crm_cli.kinds.lined import Lined

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from sqlite3 import Connection
    from typing import Any

    from crm_cli.core.fields import Raw
    from crm_cli.kinds.draft import Draft


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


class Deals(Lined):
    """The rules of deals, but for stage and status (see `pipeline`)."""

    there = "is there already and open"
    minds = frozenset(("status", "closed_on"))

    def filled(
        self, db: Connection, values: Mapping[str, Raw], draft: Draft, *, at: str, on: str
    ) -> dict[str, Raw]:
        """Values with what they leave out: the usual pipeline (made where there is none) and its first stage,
        `opened_on`, and for a won or lost deal `closed_on`; a column with None stays empty. A closed deal gets no
        stage unless it names one.
        """
        row = _placed(db, super().filled(db, values, draft, at=at, on=on), at)
        if row.get("status", "open") != "open":
            row.setdefault("closed_on", on)
        row.setdefault("opened_on", min(on, str(row.get("closed_on") or on)))
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

    def put(self, db: Connection, id: int, draft: Draft, *, is_new: bool = False) -> bool:
        """Write also further people: `people` (contact, role), `gone` (contact)."""
        changed = super().put(db, id, draft, is_new=is_new)
        for person, role in draft.parts.get("people", ()):
            changed |= add_person(db, id, person, role)
        for person in draft.parts.get("gone", ()):
            changed |= drop_person(db, id, person)
        return changed

    def join(self, db: Connection, id: int, about: Mapping[str, int]) -> bool:
        """Put a person into a deal that is there: as its contact where it has none, else as a further one."""
        contact = about.get("contact_id")
        if contact is None or _takes_part(db, id, contact):
            return False
        if self.row(db, id)["contact_id"] is None:
            return table.update(db, "deals", id, {"contact_id": contact})
        return add_person(db, id, contact, None)

    def fill_parts(self, db: Connection, id: int, parts: Mapping[str, Any]) -> list[str]:
        """Write also further people who are not in it yet."""
        for person, role in parts.get("people", ()):
            if not _takes_part(db, id, person):
                add_person(db, id, person, role)
        return super().fill_parts(db, id, parts)

    def same(self, db: Connection, draft: Draft) -> list[int]:
        """Ids of the open deals with the same title and the same company.

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


def add_person(db: Connection, id: int, contact_id: int, role: str | None) -> bool:
    """Put a further person into a deal, or give them another role; returns whether anything differed."""
    row = db.execute(
        "SELECT id FROM deal_contacts WHERE deal_id = ? AND contact_id = ?", (id, contact_id)
    ).fetchone()
    if row:
        return role is not None and table.update(db, "deal_contacts", row[0], {"role": role})
    table.insert(db, "deal_contacts", {"deal_id": id, "contact_id": contact_id, "role": role})
    return True


def _takes_part(db: Connection, id: int, contact_id: int) -> bool:
    sql = (
        "SELECT 1 FROM deal_contacts WHERE deal_id = ?1 AND contact_id = ?2"
        " UNION ALL SELECT 1 FROM deals WHERE id = ?1 AND contact_id = ?2"
    )
    return db.execute(sql, (id, contact_id)).fetchone() is not None


def drop_person(db: Connection, id: int, contact_id: int) -> bool:
    """Take a further person out of a deal; returns whether they were in it."""
    sql = "DELETE FROM deal_contacts WHERE deal_id = ? AND contact_id = ?"
    return db.execute(sql, (id, contact_id)).rowcount > 0


deals = Deals("deal")
