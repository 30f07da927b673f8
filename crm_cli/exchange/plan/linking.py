"""The records a row names: found by id, by name, by name without spaces; made where they are not there."""

from __future__ import annotations

from collections.abc import Collection
from sqlite3 import Connection
from typing import NamedTuple

from crm_cli.core.agree import agree
from crm_cli.core.fields import Raw
from crm_cli.core.text import same
from crm_cli.exchange.apply.batch import Batch, point_columns
from crm_cli.exchange.plan import lookups
from crm_cli.exchange.plan.marks import NOTHING
from crm_cli.exchange.plan.plan import Plan, Reject
from crm_cli.exchange.plan.systems import OURS, WITHOUT_ID, System
from crm_cli.kinds.catalogue import KINDS


class Made(NamedTuple):
    """A record that a row made because it names it, until it is known whether the row is taken."""

    kind: str
    id: int
    name: str
    company_id: int | None
    email: str


class Links:
    """Finds what rows name, and makes it where that is allowed.

    What a row makes waits until `keep` is called for the row; `drop` makes it undone.
    """

    def __init__(
        self,
        db: Connection,
        batch: Batch,
        plan: Plan,
        *,
        at: str,
        system: System,
        headers: dict[str, str],
        creates: bool,
    ) -> None:
        """system: whose the ids are. headers: kind → header of the column that holds the ids of linked records."""
        self.db = db
        self.batch = batch
        self.plan = plan
        self.at = at
        self.system = system
        self.is_ours = system.are_ours
        self.headers = headers
        self.creates = creates
        self._noted: list[tuple[str, str, int]] = []
        self._claimed: dict[str, set[int]] = {}
        self._sources: dict[tuple[str, str], int] = {}
        self._names: dict[str, lookups.Names] = {}
        self._ids: dict[str, set[int]] = {}
        self._external: dict[str, dict[str, int]] = {}
        self._anywhere: dict[str, lookups.Ids] = {}
        self._known: dict[tuple[str, str], int] = {}
        self._titles: dict[tuple[str, int], str] = {}
        self._works_at: dict[int, int | None] | None = None
        self._emails: lookups.Ids | None = None
        self._made: list[Made] = []
        self._by_ids: dict[tuple[str, str, str], int] = {}
        self._codes: dict[str, lookups.Ids] = {}

    def names(self, kind: str) -> lookups.Names:
        """The names of a kind, those about to be added among them."""
        if kind not in self._names:
            self.batch.flush()
            self._names[kind] = lookups.Names(self.db, kind)
            for made in self._made:
                if made.kind == kind:
                    self._names[kind].add(made.name, made.id)
        return self._names[kind]

    def ids(self, kind: str) -> set[int]:
        """All ids of a kind, those about to be added among them."""
        if kind not in self._ids:
            self.batch.flush()
            self._ids[kind] = lookups.ids(self.db, kind)
            self._ids[kind].update(made.id for made in self._made if made.kind == kind)
        return self._ids[kind]

    def has(self, kind: str, id: int) -> bool:
        """Whether a record is there, or about to be."""
        if kind in self._ids:
            return id in self._ids[kind]
        self.batch.flush()
        table = KINDS[kind].table
        return self.db.execute(f"SELECT 1 FROM {table} WHERE id = ?", (id,)).fetchone() is not None

    def added(self, kind: str, id: int, name: str, company_id: int | None = None) -> None:
        """Note a record that the import itself adds; only what has been asked for is kept."""
        if kind in self._names:
            self._names[kind].add(name, id)
        if kind in self._ids:
            self._ids[kind].add(id)
        if kind == "contact" and self._works_at is not None:
            self._works_at[id] = company_id

    def find(self, kind: str, name: str, typed_id: str, *, make: bool = True) -> int | None:
        """The record a row means by a name, an id, or both (the id wins); None where both are blank.

        Raises Reject where a name fits several, or nothing and none may be made.
        """
        if typed_id:
            by_id = self._by_ids.get((kind, typed_id, name)) or self._by_id(kind, typed_id, name)
            if by_id is not None:
                self._by_ids[kind, typed_id, name] = by_id
                return by_id
            if not name:
                raise Reject(self._unknown(kind, typed_id))
            if not self.is_ours:
                return self._called(
                    kind, typed_id, self._by_name(kind, name, but=self._ids_of(kind)), name, make
                )
        if not name:
            return None
        known = self._known.get((kind, name))
        if known is not None:
            return known
        found = self._by_name(kind, name)
        if found is None:
            found = self._make(kind, name, make)
        self._known[kind, name] = found
        return found

    def _called(self, kind: str, typed: str, found: int | None, name: str, make: bool) -> int:
        """Note what the row's system calls a record, which is made where there is none of that name without an id."""
        if found is None:
            found = self._make(kind, name, make)
            self._known.pop(
                (kind, name), None
            )  # from here on there are two of that name, or one that is another's
        self._note(kind, typed, found)
        return found

    def _note(self, kind: str, typed: str, id: int) -> None:
        """Let what a system calls a record wait for the row to be taken."""
        self._external_of(kind)[typed] = id
        self._ids_of(kind).add(id)
        self._noted.append((kind, typed, id))

    def _unknown(self, kind: str, typed: str) -> str:
        return f"there is no {kind} with the id `{typed}`: import {KINDS[kind].plural} first"

    def person(self, name: str, typed_id: str, email: str, company_id: int | None) -> int | None:
        """The contact a row names: by id, by e-mail, by name and company; made where there is none."""
        if typed_id:
            found = self._by_id("contact", typed_id, name)
            if found is not None:
                return found
            if not name and not email:
                raise Reject(self._unknown("contact", typed_id))
        found = self._person(name, email, company_id, self._ids_of("contact") if typed_id else ())
        if found is not None and typed_id and not self.is_ours:
            self._note("contact", typed_id, found)
        return found

    def _person(self, name: str, email: str, company_id: int | None, but: Collection[int]) -> int | None:
        """The same without an id; `but`: people that have another one."""
        if email:
            owners = [
                id
                for id in lookups.get(self._by_email(), email.lower())
                if id not in but and agree(self.title("contact", id), name, is_person=True)
            ]
            if len(owners) == 1:
                return owners[0]
            if owners:
                raise Reject(_several("contact", email, owners))
            if others := [id for id in lookups.get(self._by_email(), email.lower()) if id not in but]:
                self.plan.apart.append(
                    f"{name} has the email of contact/{others[0]} {self.title('contact', others[0])} ({email}):"
                    " two names, two contacts"
                )
        if not name and not email:
            return None
        works_at = self.works_at()
        fits = [id for id in self.names("contact").whole(name) if id not in but] if name else []
        near = [id for id in fits if works_at.get(id) == company_id] or [
            id for id in fits if company_id is None or works_at.get(id) is None
        ]
        if len(near) == 1:
            return near[0]
        if near:
            raise Reject(_several("contact", name, near))
        return self._make("contact", name or email, True, company_id, email)

    def has_email(self, id: int, email: str) -> bool:
        """Whether an e-mail is one of a contact's."""
        return id in lookups.get(self._by_email(), email.lower())

    def works_at(self) -> dict[int, int | None]:
        """Where each person works."""
        if self._works_at is None:
            self.batch.flush()
            self._works_at = lookups.companies_of_contacts(self.db)
            self._works_at.update((made.id, made.company_id) for made in self._made if made.kind == "contact")
        return self._works_at

    def title(self, kind: str, id: int) -> str:
        """The name of a record, as it is kept."""
        key = (kind, id)
        if key not in self._titles:
            self.batch.flush()
            record = KINDS[kind]
            row = self.db.execute(f"SELECT {record.title} FROM {record.table} WHERE id = ?", (id,)).fetchone()
            self._titles[key] = row[0] or ""
        return self._titles[key]

    def _by_email(self) -> lookups.Ids:
        if self._emails is None:
            self.batch.flush()
            self._emails = lookups.points(self.db, "contact", "email")
        return self._emails

    def _external_of(self, kind: str) -> dict[str, int]:
        """What the row's system calls records of a kind."""
        if kind not in self._external:
            self._external[kind] = lookups.external(self.db, self._system_of(kind), kind)
        return self._external[kind]

    def _system_of(self, kind: str) -> str:
        return OURS if self.is_ours else self.system.of_link(self.headers.get(kind, kind))

    def _ids_of(self, kind: str) -> set[int]:
        """Records that have an id in the row's system: each is nobody else."""
        if kind not in self._claimed:
            self._claimed[kind] = set(self._external_of(kind).values())
        return self._claimed[kind]

    def _by_id(self, kind: str, typed: str, name: str) -> int | None:
        """What an id means in the row's system, else in the one other whose record is called so; our own if it is ours.

        Reject where it is that of several and no name tells which.
        """
        known = self._external_of(kind).get(typed)
        if known is not None:
            return known
        if self.is_ours:
            is_own = typed.isascii() and typed.isdigit() and len(typed) < 19 and int(typed) in self.ids(kind)
            fits = is_own and (not name or same(self.title(kind, int(typed))) == same(name))
            return int(typed) if fits else None
        if kind not in self._anywhere:
            self._anywhere[kind] = lookups.external_anywhere(self.db, kind, but=WITHOUT_ID)
        is_person = KINDS[kind].is_person
        found = [
            id
            for id in lookups.get(self._anywhere[kind], typed)
            if not name or agree(self.title(kind, id), name, is_person=is_person)
        ]
        if len(found) > 1:
            raise Reject(
                f"the {kind} id `{typed}` is that of {_listed(kind, found)} in several systems: --system NAME tells which"
            )
        return found[0] if found else None

    def _by_name(self, kind: str, name: str, *, but: Collection[int] = ()) -> int | None:
        names = self.names(kind)
        found = names.whole(name)
        if not found and KINDS[kind].code:
            if kind not in self._codes:
                self._codes[kind] = lookups.codes(self.db, kind)
            found = lookups.get(self._codes[kind], same(name))
        found = [id for id in found if id not in but]
        if not found:
            near = [id for id in names.without_spaces(name) if id not in but]
            if len(near) == 1:
                self.plan.joined[name] = self.title(kind, near[0])
                return near[0]
        if len(found) > 1:
            raise Reject(_several(kind, name, found))
        return found[0] if found else None

    @property
    def has_made(self) -> bool:
        """Whether the row makes something because it names it."""
        return bool(self._made)

    def keep(self) -> None:
        """Let what the row made be: the row is taken."""
        for kind, id, name, company_id, email in self._made:
            record = KINDS[kind]
            known: dict[str, Raw] = {record.title: name, "company_id": company_id}
            values = {"id": id, "created_at": self.at, **{one: known[one] for one in record.made_by_link}}
            self.batch.add(record.table, tuple(values), tuple(values.values()))
            if email:
                point = (id, "email", email, email.lower(), None, 1)
                self.batch.add("contact_points", point_columns("contact"), point)
            self.plan.link(record.plural)
        self._made.clear()
        for kind, typed, id in self._noted:
            key = (self._system_of(kind), kind)
            if key not in self._sources:
                self._sources[key] = lookups.source(self.db, *key)
            self.batch.add(
                "external_ids", ("source_id", "external_id", "cells", f"{kind}_id"),
                (self._sources[key], typed, NOTHING, id),
            )  # fmt: skip
        self._noted.clear()

    def drop(self) -> None:
        """Undo what the row made: the row is rejected."""
        if self._noted:
            self._by_ids.clear()
        while self._noted:
            kind, typed, id = self._noted.pop()
            self._external_of(kind).pop(typed, None)
            self._ids_of(kind).discard(id)
        while self._made:
            kind, id, name, _, email = self._made.pop()
            self.names(kind).remove(name, id)
            self.ids(kind).discard(id)
            self._titles.pop((kind, id), None)
            if self._known.get((kind, name)) == id:
                del self._known[kind, name]
            if kind == "contact":
                self.works_at().pop(id, None)
            if email:
                lookups.take(self._by_email(), email.lower(), id)
            self.batch.give_back(KINDS[kind].table, id)

    def _make(self, kind: str, name: str, make: bool, company_id: int | None = None, email: str = "") -> int:
        if not KINDS[kind].made_by_link or not make or not self.creates:
            raise Reject(f"there is no {kind} `{name}`")
        id = self.batch.new_id(KINDS[kind].table)
        self.names(kind).add(name, id)
        if kind in self._ids:
            self._ids[kind].add(id)
        if kind == "contact":
            self.works_at()[id] = company_id
        if email:
            lookups.put(self._by_email(), email.lower(), id)
        self._titles[kind, id] = name
        self._made.append(Made(kind, id, name, company_id, email))
        return id


def _several(kind: str, name: str, ids: list[int]) -> str:
    return f"{kind} `{name}` fits {_listed(kind, ids)}"


def _listed(kind: str, ids: list[int]) -> str:
    return ", ".join(f"{kind}/{id}" for id in ids[:5])
