"""Records of the same person that are gone: deleted and entered again, or taken back, but still known to the log."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from sqlite3 import Connection
from typing import Any

from crm_cli.core.text import fold
from crm_cli.db import table
from crm_cli.db.log import images


@dataclass(slots=True)
class _Known:
    """What was ever known of one record: whole names, what they begin with, ways to reach it, names of companies."""

    names: set[str] = field(default_factory=set)
    firsts: set[str] = field(default_factory=set)
    points: set[str] = field(default_factory=set)
    companies: set[str] = field(default_factory=set)

    def add_person(self, image: dict[str, Any], companies: dict[int, str]) -> None:
        if name := fold(str(image.get("name") or "")):
            self.names.add(name)
            self.firsts.add(name.split()[0])
        if given := fold(str(image.get("given_name") or "")):
            self.firsts.add(given)
        if (company := image.get("company_id")) is not None:
            self.companies.add(companies.get(company, f"company/{company}"))

    def add_point(self, image: dict[str, Any]) -> None:
        if image.get("normal"):
            self.points.add(str(image["normal"]))

    def add(self, other: _Known) -> None:
        self.names |= other.names
        self.firsts |= other.firsts
        self.points |= other.points
        self.companies |= other.companies

    def is_same(self, other: _Known, shared: Collection[str]) -> bool:
        """Whether both are one person.

        That is: an e-mail or phone in common and names of which one holds the other, or which begin alike where
        nobody called otherwise was reached there, too; or one whole name, and no two companies.

        shared: what several people are reached by.
        """
        common = self.points & other.points
        if common and (self._holds(other) or other._holds(self)):
            return True
        if common - set(shared) and self.firsts & other.firsts:
            return True
        return self.is_namesake(other) and (
            not self.companies or not other.companies or bool(self.companies & other.companies)
        )

    def is_namesake(self, other: _Known) -> bool:
        return bool(self.names & other.names)

    def _holds(self, other: _Known) -> bool:
        return not self.names or any(
            set(name.split()) <= set(own.split()) for own in self.names for name in other.names
        )


def find(db: Connection, ids: Collection[int]) -> tuple[list[int], list[int]]:
    """The contacts that are gone and were the same person as these, and those that may have been: only the name agrees."""
    companies = dict(_companies(db))
    gone = _gone(db, companies, but=ids)
    if not gone:
        return [], []
    who = _Known()
    for id in ids:
        who.add(_ever(db, id, companies))
    found: list[int] = []
    shared = _shared(db, who, gone, but=ids)
    while more := [id for id, known in gone.items() if id not in found and who.is_same(known, shared)]:
        found += more
        for id in more:
            who.add(gone[id])
        shared = _shared(db, who, gone, but=ids)
    return sorted(found), sorted(
        id for id, known in gone.items() if id not in found and who.is_namesake(known)
    )


def _shared(db: Connection, who: _Known, gone: dict[int, _Known], *, but: Collection[int]) -> set[str]:
    """The person's e-mails and phones by which somebody whose name begins otherwise is or was reached, too."""
    others = [known for known in gone.values() if not known.firsts & who.firsts]
    shared = {point for known in others for point in known.points & who.points}
    for point in who.points - shared:
        for id, name in db.execute(
            "SELECT c.id, c.name FROM contact_points p JOIN contacts c ON c.id = p.contact_id WHERE p.normal = ?",
            (point,),
        ):
            if id not in but and not {*fold(name).split()[:1]} & who.firsts:
                shared.add(point)
    return shared


def _gone(db: Connection, companies: dict[int, str], *, but: Collection[int]) -> dict[int, _Known]:
    """What the log knows of the contacts that are not there any more."""
    there = {row[0] for row in db.execute("SELECT id FROM contacts")} | set(but)
    gone: dict[int, _Known] = {}
    for change in images.of_table(db, "contacts", after=0):
        if change.before and change.row not in there:
            gone.setdefault(change.row, _Known()).add_person(change.before, companies)
    for change in images.of_table(db, "contact_points", after=0) if gone else ():
        if change.owner_kind == "contact" and change.owner_id in gone:
            gone[change.owner_id].add_point(change.before)
    return gone


def _ever(db: Connection, id: int, companies: dict[int, str]) -> _Known:
    """What is and ever was known of one contact."""
    known = _Known()
    known.add_person(table.row_as_dict(db, "contacts", id), companies)
    for (point,) in db.execute("SELECT id FROM contact_points WHERE contact_id = ?", (id,)).fetchall():
        known.add_point(table.row_as_dict(db, "contact_points", point))
    for change in images.of_record(db, "contact", id, "contacts", parts=("contacts", "contact_points")):
        if change.table == "contacts":
            known.add_person(change.before, companies)
        else:
            known.add_point(change.before)
    return known


def _companies(db: Connection) -> Iterator[tuple[int, str]]:
    """The names of all companies, of those that are gone, too; a name stands for a company entered again."""
    for change in images.of_table(db, "companies", after=0):
        if change.operation == "delete":
            yield change.row, fold(str(change.before.get("name") or ""))
    for id, name in db.execute("SELECT id, name FROM companies"):
        yield id, fold(name)
