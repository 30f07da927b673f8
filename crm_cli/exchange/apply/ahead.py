"""What the rows of a table call themselves, looked up for many of them before they are taken."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from sqlite3 import Connection
from typing import NamedTuple

from crm_cli.exchange.apply.batch import Batch
from crm_cli.exchange.decide.row import RowReader
from crm_cli.exchange.plan import lookups
from crm_cli.exchange.plan.known import Known
from crm_cli.exchange.plan.linking import Links
from crm_cli.exchange.plan.marks import Marks
from crm_cli.exchange.plan.plan import Reject
from crm_cli.exchange.plan.systems import WITHOUT_ID, System


class Called(NamedTuple):
    """What a row calls itself: the system, what it is there, and for one of ours its uid and number."""

    system: str
    key: str
    uid: str = ""
    number: str = ""


class Ahead(NamedTuple):
    """What a row is told apart by, made before it is taken: the marks of its cells, its id, and without one its digest."""

    marks: str
    id: str
    digest: str


class Calls:
    """Tells what each row calls itself, and what is known by that."""

    def __init__(
        self,
        db: Connection,
        batch: Batch,
        kind: str,
        system: System,
        rows: RowReader,
        marks: Marks,
        links: Links,
        uids: lookups.Uids,
        places: Mapping[str, int],
    ) -> None:
        """places: target → the place of its first column."""
        self._kind, self._system, self._rows = kind, system, rows
        self._marks, self._links, self._uids = marks, links, uids
        self.id_at, self._uid_at, self._number_at = (
            places.get(name) for name in ("external_id", "uid", "id")
        )
        self._known = Known(db, batch, system.name, kind)
        is_without = system.name == WITHOUT_ID
        self._by_digest = self._known if is_without else Known(db, batch, WITHOUT_ID, kind)
        self._equal: dict[str, int] = {}

    def look_ahead(self, cells: Sequence[Sequence[str]]) -> list[Ahead]:
        """Look up together what is known of the rows that come next, each of which `of` is to be given."""
        ids = self._ids(cells, self.id_at)
        uids = [uid.lower() for uid in self._ids(cells, self._uid_at)]
        digests = [
            "" if id or uid else self._marks.digest(one)
            for id, uid, one in zip(ids, uids, cells, strict=True)
        ]
        if self._known is not self._by_digest:
            self._known.look_up((*ids, *uids, *self._ids(cells, self._number_at)))
        self._by_digest.look_up(digests)
        return [*map(Ahead, self._marks.of_rows(cells), ids, digests)]

    def _ids(self, rows: Sequence[Sequence[str]], place: int | None) -> list[str]:
        """The ids in a column, blanks where there is none."""
        if place is None:
            return [""] * len(rows)
        return [self._rows.id(cells, place) for cells in rows]

    def of(self, cells: Sequence[str], ahead: Ahead) -> Called:
        """What a row calls itself: our uid, an id of its system, or what it says and its number among equal rows."""
        _, external_id, digest = ahead
        uid = cells[self._uid_at] if self._uid_at is not None else ""
        number = cells[self._number_at] if self._number_at is not None else ""
        if self._system.is_lone and external_id:
            number = external_id
            if not (number.isascii() and number.isdigit() and self._links.has(self._kind, int(number))):
                raise Reject(f"there is no {self._kind} with the id `{number}`; a new one has a blank id")
            uid = self._uids.of(int(number))
        if uid:
            return Called(self._system.name, uid.lower(), uid, number)
        if external_id:
            return Called(self._system.name, external_id)
        count = self._equal[digest] = self._equal.get(digest, 0) + 1
        return Called(WITHOUT_ID, digest if count == 1 else f"{digest}-{count}")

    def known_of(self, system: str) -> Known:
        """What is known by the ids of a system, or by digests."""
        return self._known if system == self._system.name else self._by_digest
