"""Who is known by which address, and which addresses are your own."""

from __future__ import annotations

import re
from collections.abc import Iterable
from sqlite3 import Connection

from crm_cli.app.context import App
from crm_cli.core.errors import UsageError
from crm_cli.kinds.catalogue import KINDS
from crm_cli.kinds.draft import Link
from crm_cli.kinds.points import normal


class Mine:
    """Your own addresses, told apart from everybody's: `me@acme.com`, or `@acme.com` for all of a company."""

    def __init__(self, told: str) -> None:
        self._all = frozenset(word.lower() for word in re.split(r"[\s,;]+", told) if word)

    def __contains__(self, address: str) -> bool:
        return address in self._all or "@" + address.partition("@")[2] in self._all


def mine(crm: App) -> Mine:
    """Your own addresses, as the setting has them; UsageError, with how to tell, where it has none."""
    told = crm.setting("owner_emails")
    if not told.strip():
        raise UsageError(
            "which addresses are your own decides who wrote to whom, and nobody has said yet",
            hint="crm config set owner_emails me@example.com,sales@example.com",
        )
    return Mine(told)


class Known:
    """Records with e-mail addresses: whoever has one, people before companies, those not archived before others."""

    def __init__(self, db: Connection) -> None:
        self._found: dict[str, list[Link]] = {}
        for kind in KINDS.with_trait("has_points"):
            rows = db.execute(
                f"SELECT p.normal, t.id FROM contact_points p JOIN {KINDS[kind].table} t ON t.id = p.{kind}_id"
                " WHERE p.kind = 'email' ORDER BY t.archived_at IS NOT NULL, t.id"
            )
            for address, id in rows:
                self.add(address, (kind, id))
        self._people = {kind.name for kind in KINDS.values() if kind.is_person}

    def add(self, address: str, record: Link) -> None:
        """Note that a record has an address."""
        self._found.setdefault(address, []).append(record)

    def of(self, address: str) -> Link | None:
        """Whose an address is: a person's, else another record's; None where nobody has it."""
        found = self._found.get(normal("email", address, None), [])
        return next((each for each in found if each[0] in self._people), found[0] if found else None)

    def among(self, addresses: Iterable[str]) -> list[Link]:
        """The records of addresses, each once."""
        found = [self.of(address) for address in addresses]
        return [*dict.fromkeys(record for record in found if record is not None)]
