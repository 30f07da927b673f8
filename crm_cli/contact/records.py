"""Contacts: the old job is kept when it ends, and those that would be the same person."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from sqlite3 import Connection
from typing import Any

from crm_cli.core.calendar import from_iso
from crm_cli.db import table
from crm_cli.db.log import entered
from crm_cli.kinds import points
from crm_cli.kinds.records import Records

TYPE_CHECKING = False
if TYPE_CHECKING:
    from crm_cli.kinds.draft import Draft, Seen


class Contacts(Records):
    """The rules of contacts."""

    minds = frozenset(("company_id", "job_title"))

    def update(self, db: Connection, id: int, draft: Draft, *, at: str, on: str, seen: Seen = None) -> bool:
        """Change a contact; a company or job that ends is kept as job history. Returns whether anything differed.

        What mends a mistake is no career: `draft.parts["correct"]` says so, and so does a change within a day of the entry.
        """
        before = self.row(db, id)
        company, job = before["company_id"], before["job_title"]
        moved = company and draft.columns.get("company_id", company) != company
        promoted = job and draft.columns.get("job_title", job) != job
        is_career = (moved or promoted) and not draft.parts.get("correct") and not _is_fresh(db, before, at)
        changed = super().update(db, id, draft, at=at, on=on, seen=seen)
        if is_career:
            since = db.execute(
                "SELECT max(ended_on) FROM employments WHERE contact_id = ?", (id,)
            ).fetchone()[0]
            former = {"contact_id": id, "company_id": company, "job_title": job, "started_on": since}
            table.insert(db, "employments", {**former, "ended_on": on})
        return changed

    def same(self, db: Connection, draft: Draft) -> list[int]:
        """Ids of the contacts with the same e-mail or phone, or the same name and company.

        Two of one name are the same person where their companies are the same or one of them has none; a company
        yet to be made is nobody else's.
        """
        ids: list[int] = []
        for point in draft.points:
            if point.kind in {"email", "phone"}:
                ids += points.owners(db, "contact", point.kind, point.normal)
        company = draft.linked("company_id")
        for id in super().same(db, draft):
            other = db.execute("SELECT company_id FROM contacts WHERE id = ?", (id,)).fetchone()[0]
            if other is None or ("company_id" not in draft.makes and company in {None, other}):
                ids.append(id)
        return list(dict.fromkeys(ids))


def _is_fresh(db: Connection, contact: Mapping[str, Any], at: str) -> bool:
    """Whether somebody's company and job were entered no more than a day ago."""
    since = entered.at(db, "contacts", contact["id"], ("company_id", "job_title")) or contact["created_at"]
    return from_iso(at) - from_iso(since) <= timedelta(days=1)


contacts = Contacts("contact")
