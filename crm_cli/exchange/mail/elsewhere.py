"""What activities are called elsewhere: a message by its Message-ID, a meeting by its UID. Nothing is read in twice."""

from __future__ import annotations

from sqlite3 import Connection

from crm_cli.core.fields import Raw
from crm_cli.db import table
from crm_cli.exchange.plan import lookups


class Elsewhere:
    """The activities that came from a system, by its ids."""

    def __init__(self, db: Connection, system: str) -> None:
        self._db, self._system = db, system
        self._source: int | None = None
        rows = db.execute(
            "SELECT e.external_id, e.activity_id, e.digest FROM _sources s JOIN external_ids e ON e.source_id = s.id"
            " WHERE s.name = ? AND s.object = 'activity'",
            (system,),
        )
        self._known: dict[str, tuple[int, str | None]] = {id: (ours, digest) for id, ours, digest in rows}

    def find(self, id: str) -> tuple[int, str | None] | None:
        """Our number of what the system calls so, and the digest of what was last read; None of what was read otherwise."""
        return self._known.get(id)

    def note(self, id: str, activity: int, digest: str) -> None:
        """Remember what was read."""
        if self._source is None:
            self._source = lookups.source(self._db, self._system, "activity")
        if id in self._known:
            self._db.execute(
                "UPDATE external_ids SET digest = ? WHERE source_id = ? AND external_id = ?",
                (digest, self._source, id),
            )
        else:
            columns: dict[str, Raw] = {
                "source_id": self._source,
                "external_id": id,
                "digest": digest,
                "activity_id": activity,
            }
            table.insert(self._db, "external_ids", columns)
        self._known[id] = (activity, digest)
