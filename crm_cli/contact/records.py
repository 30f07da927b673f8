"""Contacts: the old job is kept when it ends, and those that would be the same person."""

from __future__ import annotations

from sqlite3 import Connection

from crm_cli.db import table
from crm_cli.kinds import points
from crm_cli.kinds.records import Records

TYPE_CHECKING = False
if TYPE_CHECKING:
    from crm_cli.kinds.draft import Draft, Seen


class Contacts(Records):
    """The rules of contacts."""

    minds = frozenset(("company_id", "job_title"))

    def update(self, db: Connection, id: int, draft: Draft, *, at: str, on: str, seen: Seen = None) -> bool:
        """Change a contact; a company or job that ends is kept as job history. Returns whether anything differed."""
        before = self.row(db, id)
        changed = super().update(db, id, draft, at=at, on=on, seen=seen)
        company, job = before["company_id"], before["job_title"]
        moved = company and draft.columns.get("company_id", company) != company
        promoted = job and draft.columns.get("job_title", job) != job
        if moved or promoted:
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


contacts = Contacts("contact")
