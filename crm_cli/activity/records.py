"""Activities: what happened, when, and with whom; each linked to the records it is about."""

from __future__ import annotations

from crm_cli.core.dates import from_iso, local_day
from crm_cli.core.errors import UsageError
from crm_cli.kinds.catalogue import KINDS
from crm_cli.kinds.records import Records

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import tzinfo
    from sqlite3 import Connection

    from crm_cli.core.fields import Raw
    from crm_cli.kinds.draft import Draft, Link, Seen


TEXTS = ("body", "subject", "outcome")


def settled(values: Mapping[str, Raw], zone: tzinfo) -> dict[str, Raw]:
    """Fill in the day of a given instant; a day alone has no hour."""
    filled = dict(values)
    at, on = filled.get("occurred_at"), filled.get("occurred_on")
    if at and not on:
        filled["occurred_on"] = local_day(from_iso(str(at)), zone).isoformat()
    elif on and not at:
        filled["occurred_at"] = None
    return filled


def state_of(values: Mapping[str, Raw], *, at: str, on: str) -> str:
    """What an activity is of which that is not said: planned where it is yet to come, but for notes; else held.

    at, on: this moment, and the user's day.
    """
    when, day = values.get("occurred_at"), values.get("occurred_on")
    is_ahead = str(when) > at if when else bool(day) and str(day) > on
    return "planned" if is_ahead and values.get("kind") != "note" else "held"


def with_companies(db: Connection, records: Iterable[Link]) -> list[Link]:
    """The records and the companies that people, deals and others among them belong to now.

    The company is linked at that moment, so that its timeline stays true when people change jobs.
    """
    found = list(dict.fromkeys(records))
    for kind, id in tuple(found):
        if any(field.column and field.name == "company" for field in KINDS[kind].fields):
            company = db.execute(f"SELECT company_id FROM {KINDS[kind].table} WHERE id = ?", (id,)).fetchone()
            if company and company[0] is not None:
                found.append(("company", company[0]))
    return list(dict.fromkeys(found))


def open_deals(db: Connection, kind: str, id: int) -> list[int]:
    """The open deals that a contact has or takes part in, or a company has, those to close first in front."""
    if not any(field.column == f"{kind}_id" for field in KINDS["deal"].fields):
        return []
    mine = f"SELECT id FROM deals WHERE {kind}_id = ?1"
    if kind == "contact":
        mine += " UNION SELECT deal_id FROM deal_contacts WHERE contact_id = ?1"
    rows = db.execute(
        f"SELECT id FROM deals WHERE id IN ({mine}) AND status = 'open' AND archived_at IS NULL"
        " ORDER BY expected_close_on IS NULL, expected_close_on, id",
        (id,),
    )
    return [row[0] for row in rows]


def only_open_deal(db: Connection, contact: int) -> int | None:
    """The one open deal that a contact has or takes part in; None where there are none or several."""
    found = open_deals(db, "contact", contact)
    return found[0] if len(found) == 1 else None


def equal(db: Connection, kind: str, text: str, about: Link) -> int | None:
    """An activity of a kind on a record in just these words, or None."""
    row = db.execute(
        "SELECT a.id FROM activity_links l JOIN activities a ON a.id = l.activity_id"
        f" WHERE l.{about[0]}_id = ? AND a.kind = ? AND a.body = ? AND a.archived_at IS NULL LIMIT 1",
        (about[1], kind, text),
    ).fetchone()
    return int(row[0]) if row else None


def person_of(db: Connection, kind: str, id: int) -> Link | None:
    """Whom a record (a deal) is with, where its kind says so by a link that bears the name of people's."""
    record = KINDS[kind]
    for field in record.fields:
        if field.column and field.name == field.linked and KINDS[field.linked].is_person:
            row = db.execute(f"SELECT {field.column} FROM {record.table} WHERE id = ?", (id,)).fetchone()
            return (field.linked, row[0]) if row and row[0] is not None else None
    return None


class Activities(Records):
    """The rules of activities."""

    may_be_same = False
    minds = frozenset((*TEXTS, "occurred_at", "occurred_on"))

    def filled(
        self, db: Connection, values: Mapping[str, Raw], draft: Draft, *, at: str, on: str
    ) -> dict[str, Raw]:
        """Values of a new one: what is yet to come is planned, unless they say otherwise."""
        return {"state": state_of(values, at=at, on=on), **super().filled(db, values, draft, at=at, on=on)}

    def check(self, db: Connection, values: Mapping[str, Raw], *, id: int | None = None) -> None:
        """Refuse also one that says nothing, and a note of what is yet to come."""
        super().check(db, values, id=id)
        said = dict(values) if id is None else {**self.row(db, id), **values}
        if said["kind"] == "note" and said.get("state", "held") != "held":
            raise UsageError(f"a note is never {said['state']}", hint="crm remind add TEXT --due fri")
        if (id is None or set(TEXTS) & set(values)) and not any(said.get(name) for name in TEXTS):
            raise UsageError(
                f"the {said['kind']} says nothing", hint='name what was said: "wants a quote", or --outcome'
            )

    def update(self, db: Connection, id: int, draft: Draft, *, at: str, on: str, seen: Seen = None) -> bool:
        """Change an activity; its links follow its instant. Returns whether anything differed."""
        changed = super().update(db, id, draft, at=at, on=on, seen=seen)
        if changed and {"occurred_at", "occurred_on"} & draft.columns.keys():
            db.execute(
                "UPDATE activity_links SET moment = ?1 WHERE activity_id = ?2 AND moment <> ?1",
                (self.carried(self.row(db, id))["moment"], id),
            )
        return changed

    def put(self, db: Connection, id: int, draft: Draft, *, is_new: bool = False) -> bool:
        """Write also the links that go: `unlinked`; UsageError where it would be about nobody."""
        changed = super().put(db, id, draft, is_new=is_new)
        gone = draft.parts.get("unlinked", ())
        if gone:
            changed |= self.unlink(db, id, gone) > 0
            if not self.links(db, id):
                raise UsageError(f"activity/{id} would be about nobody", hint=f"crm note delete {id}")
        return changed

    def carried(self, row: Mapping[str, Raw]) -> dict[str, Raw]:
        """A link has the instant of its activity, so that the latest of a record is one look-up."""
        moment = row["occurred_at"] or f"{row['occurred_on']}T12:00:00Z"
        # in seconds since 1970: a number that an index orders by takes a fifth of the room of a text
        return {"moment": int(from_iso(str(moment)).timestamp())}


activities = Activities("activity")
