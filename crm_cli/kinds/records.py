"""What may be written to records of a kind, told once: cleaned, checked, compared, added and changed.

`add`, `edit` and the import go through the same five; a kind with rules of its own overrides what differs in its
`records.py`, under the plural of its name: `contacts`, `deals`.
"""

from __future__ import annotations

from functools import cached_property

from crm_cli.core.errors import Conflict, NotFound, UsageError
from crm_cli.db import search, table
from crm_cli.kinds import linked, points, tags
from crm_cli.kinds.catalogue import KINDS
from crm_cli.kinds.currencies import note_currency
from crm_cli.kinds.custom import encode, merged

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from sqlite3 import Connection
    from typing import Any

    from crm_cli.core.fields import Raw
    from crm_cli.kinds.draft import Draft, Link, Seen
    from crm_cli.kinds.kind import Kind


class Records:
    """The rules of one kind; these are what a kind without rules of its own keeps.

    there: what is said of a record that would be the same.
    """

    there = "is there already"

    may_be_same = True
    """Whether one of them may be the same as another; a second note or reminder of the same words is another one."""

    minds: frozenset[str] = frozenset()
    """Columns beside amounts and their currency that `check` compares with the record's others, or whose change changes
    more than themselves."""

    def __init__(self, name: str) -> None:
        self.name = name

    @property
    def kind(self) -> Kind:
        """The kind they are of."""
        return KINDS[self.name]

    def row(self, db: Connection, id: int) -> dict[str, Any]:
        """A record as its table keeps it, column → value; NotFound where there is none."""
        found = table.row_as_dict(db, self.kind.table, id)
        if not found:
            raise NotFound(f"there is no {self.name} {id}")
        return found

    def rows(self, db: Connection, ids: Sequence[int]) -> dict[int, dict[str, Any]]:
        """Records as their table keeps them, by id, in the order of the ids; NotFound where one is not there."""
        found = table.rows_as_dicts(db, self.kind.table, ids)
        for id in ids:
            if id not in found:
                raise NotFound(f"there is no {self.name} {id}")
        return found

    def clean(self, values: Mapping[str, Raw]) -> dict[str, Raw]:
        """Values in the form in which they are kept; outer white space of texts goes."""
        return {
            column: value.strip() if isinstance(value, str) else value for column, value in values.items()
        }

    def check(self, db: Connection, values: Mapping[str, Raw], *, id: int | None = None) -> None:
        """Refuse cleaned values that no record may have: UsageError, or Conflict with what is there.

        id: the record they change; without one they are all of a new record.
        """
        for column in self._needed:
            if (column in values or id is None) and _is_empty(values.get(column)):
                raise UsageError(f"the {column} of the {self.name} is empty")
        for column, name in self._own_links.items():
            if id is not None and values.get(column) == id:
                raise Conflict(f"the {name} of the {self.name} cannot be itself")
        for column, value in values.items():
            if isinstance(value, int):
                if value < 0 and column in self._amounts:
                    raise UsageError(f"the {column} of the {self.name} is less than nothing")
                if abs(value) >= 2**63:
                    raise UsageError(f"the {column} of the {self.name} is too large")
        if self._amounts and not values.get("currency"):
            self._check_currency(db, values, id)

    def _check_currency(self, db: Connection, values: Mapping[str, Raw], id: int | None) -> None:
        """Refuse to leave a record with an amount and without the currency it is in."""
        is_at_stake = "currency" in values or any(values.get(column) is not None for column in self._amounts)
        if not is_at_stake:
            return
        now = {**(self.row(db, id) if id is not None else {}), **values}
        lacking = [name for column, name in self._amounts.items() if now.get(column) is not None]
        if lacking and not now.get("currency"):
            article = "an" if lacking[0][0] in "aeiou" else "a"
            hint = "--currency EUR" if id is None else f"--clear {','.join([*lacking, 'currency'])}"
            raise UsageError(f"{article} {lacking[0]} needs a currency", hint=hint)

    @cached_property
    def _needed(self) -> tuple[str, ...]:
        return tuple(field.column for field in self.kind.stored if field.is_needed and not field.is_fixed)

    @cached_property
    def _own_links(self) -> dict[str, str]:
        """Links to records of the same kind: column → name."""
        return {field.column: field.name for field in self.kind.stored if field.linked == self.name}

    @cached_property
    def _amounts(self) -> dict[str, str]:
        """Its amounts of money, all in the record's one `currency`: column → name."""
        return {field.column: field.name for field in self.kind.stored if field.currency}

    @cached_property
    def _minded(self) -> frozenset[str]:
        """Columns that are not to be written to many records at once."""
        return self.minds | {"currency"} | self._amounts.keys() | self._own_links.keys()

    def same(self, db: Connection, draft: Draft) -> list[int]:
        """Ids of the records that would be the same as this one: those with the same title."""
        return search.same(db, self.name, draft.text(self.kind.title))

    def filled(
        self, db: Connection, values: Mapping[str, Raw], draft: Draft, *, at: str, on: str
    ) -> dict[str, Raw]:
        """Values of a new record with what they leave out. at, on: this moment, and the user's day."""
        return dict(values)

    def add(self, db: Connection, draft: Draft, *, at: str, on: str) -> int:
        """Add a record with all that hangs on it; returns its id. at, on: this moment, and the user's day."""
        values = self.filled(db, self.clean(draft.columns), draft, at=at, on=on)
        self.check(db, values)
        if currency := values.get("currency"):
            note_currency(db, str(currency))
        id = table.insert(
            db,
            self.kind.table,
            {**values, "custom": encode(draft.custom), "created_at": values.get("created_at", at)},
        )
        self.put(db, id, draft, is_new=True)
        return id

    def update(self, db: Connection, id: int, draft: Draft, *, at: str, on: str, seen: Seen = None) -> bool:
        """Change a record; returns whether anything differed.

        A new currency alone keeps the figures of its amounts. seen: the row as it was shown; Conflict where a column
        about to change is no longer so.
        """
        values = self._in_currency(db, id, self.clean(draft.columns))
        self.check(db, values, id=id)
        if currency := values.get("currency"):
            note_currency(db, str(currency))
        if draft.custom:
            values["custom"] = merged(self.row(db, id)["custom"], draft.custom)
        changed = table.update(db, self.kind.table, id, values, seen=seen)
        return self.put(db, id, draft) or changed

    def _in_currency(self, db: Connection, id: int, values: dict[str, Raw]) -> dict[str, Raw]:
        """The values with the amounts that only change their currency: 12.50 EUR become 12.50 USD."""
        currency = values.get("currency")
        if not currency or not self._amounts:
            return values
        before = self.row(db, id)
        if not before["currency"] or before["currency"] == currency:
            return values
        from crm_cli.kinds.figures import same_figure

        kept = {
            column: same_figure(before[column], before["currency"], str(currency))
            for column in self._amounts
            if column not in values and before[column] is not None
        }
        return {**values, **kept}

    def update_all(
        self,
        db: Connection,
        drafts: Mapping[int, Draft],
        *,
        at: str,
        on: str,
        seen: Mapping[int, Mapping[str, Raw]],
    ) -> set[int]:
        """Change many records as `update` does; returns the ids of those in which anything differed.

        seen: their rows as they were shown. Columns that are no more than themselves, and tags, are written to all
        records of a draft at once.
        """
        changed: set[int] = set()
        for draft, ids in _together(drafts):
            if draft.columns.keys().isdisjoint(self._minded) and not draft.has_parts:
                values = self.clean(draft.columns)
                self.check(db, values, id=ids[0])
                wanted = {id: {**values, **self._custom(draft, seen[id])} for id in ids}
                changed |= table.update_all(db, self.kind.table, wanted, seen=seen)
                changed |= tags.add_to(db, self.name, ids, draft.tags) if draft.tags else set()
            else:
                changed |= {id for id in ids if self.update(db, id, draft, at=at, on=on, seen=seen[id])}
        return changed

    def _custom(self, draft: Draft, row: Mapping[str, Raw]) -> dict[str, Raw]:
        return {"custom": merged(str(row["custom"]), draft.custom)} if draft.custom else {}

    def put(self, db: Connection, id: int, draft: Draft, *, is_new: bool = False) -> bool:
        """Write what a record has beside its columns: points, tags and links; returns whether anything differed."""
        changed = False
        for kind in draft.cleared:
            changed |= points.clear(db, self.name, id, kind) > 0
        for point in draft.dropped:
            points.drop(db, self.name, id, point)
            changed = True
        if draft.points:
            changed |= points.add(db, self.name, id, draft.points, first=not is_new) > 0
        if draft.tags:
            changed |= bool(tags.add(db, self.name, id, draft.tags))
        if draft.links:
            changed |= self.link(db, id, draft.links) > 0
        return changed

    def join(self, db: Connection, id: int, about: Mapping[str, int]) -> bool:
        """Put those whom a line is about into a record that is there already; returns whether anything differed."""
        return False

    def fill_parts(self, db: Connection, id: int, parts: Mapping[str, Any]) -> list[str]:
        """Write of `Draft.parts` what a record lacks; returns the words for what differs and is left."""
        return []

    def links(self, db: Connection, id: int) -> list[Link]:
        """The records that one is about, in the order they were linked."""
        kinds = [KINDS[name] for name in self.kind.links_to]
        rows = db.execute(
            f"SELECT {linked.kind_sql(kinds, 'l')}, {linked.number_sql(kinds, 'l')} FROM {self.kind.links_in} l"
            f" WHERE {self.name}_id = ? ORDER BY id",
            (id,),
        )
        return [(kind, record) for kind, record in rows]

    def link(self, db: Connection, id: int, records: Iterable[Link]) -> int:
        """Link a record to further ones; returns how many were not linked yet."""
        there = set(self.links(db, id))
        new = [one for one in dict.fromkeys(records) if one not in there]
        carried = self.carried(self.row(db, id)) if new else {}
        for kind, record in new:
            table.insert(db, self.kind.links_in, {f"{self.name}_id": id, f"{kind}_id": record, **carried})
        return len(new)

    def carried(self, row: Mapping[str, Raw]) -> dict[str, Raw]:
        """What a row of links keeps of the record itself, column → value; row: the record's."""
        return {}

    def unlink(self, db: Connection, id: int, records: Iterable[Link]) -> int:
        """Take links off a record; returns how many there were."""
        return sum(
            db.execute(
                f"DELETE FROM {self.kind.links_in} WHERE {self.name}_id = ? AND {kind}_id = ?", (id, record)
            ).rowcount
            for kind, record in records
        )


def _is_empty(value: Raw) -> bool:
    """Whether a value is none, or a text of which nothing can be seen: what begins with a plain letter or digit has some."""
    if not isinstance(value, str):
        return value is None
    if value[:1].isascii() and value[:1].isalnum():
        return False
    from crm_cli.core.text import fold

    return not fold(value)


def _together(drafts: Mapping[int, Draft]) -> Iterable[tuple[Draft, list[int]]]:
    """Drafts, each with the ids of all records it is of: many are given one and the same."""
    found: dict[int, tuple[Draft, list[int]]] = {}
    for record, draft in drafts.items():
        found.setdefault(id(draft), (draft, []))[1].append(record)
    return found.values()
