"""Companies: their domain as it is kept, no circles of parents, and those that would be the same."""

from __future__ import annotations

from collections.abc import Mapping
from sqlite3 import Connection

from crm_cli.core.errors import Conflict
from crm_cli.core.fields import Raw
from crm_cli.kinds.draft import Draft
from crm_cli.kinds.records import Records


class Companies(Records):
    """The rules of companies."""

    minds = frozenset(("parent_id",))

    def clean(self, values: Mapping[str, Raw]) -> dict[str, Raw]:
        """Values as they are kept: the domain in lower case and without scheme."""
        cleaned = super().clean(values)
        domain = cleaned.get("domain")
        if isinstance(domain, str):
            bare = domain.lower().removeprefix("https://").removeprefix("http://").removeprefix("www.")
            cleaned["domain"] = bare.rstrip("/")
        return cleaned

    def check(self, db: Connection, values: Mapping[str, Raw], *, id: int | None = None) -> None:
        """Refuse also a parent that belongs to the company itself: Conflict."""
        parent = values.get("parent_id")
        seen = set()
        while id is not None and isinstance(parent, int) and parent not in seen:
            if parent == id:
                raise Conflict("a company cannot belong to itself", hint=f"crm company show {id}")
            seen.add(parent)
            row = db.execute("SELECT parent_id FROM companies WHERE id = ?", (parent,)).fetchone()
            parent = row[0] if row else None
        super().check(db, values, id=id)

    def same(self, db: Connection, draft: Draft) -> list[int]:
        """Ids of the companies with the same name or the same domain."""
        ids = super().same(db, draft)
        domain = self.clean(draft.columns).get("domain")
        if domain:
            rows = db.execute("SELECT id FROM companies WHERE domain = ?", (domain,))
            ids += [row[0] for row in rows if row[0] not in ids]
        return ids


companies = Companies("company")
