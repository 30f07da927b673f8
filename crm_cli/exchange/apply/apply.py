"""Apply a decided table: each row becomes a new record, a change of one, nothing, or a rejection."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from hashlib import blake2b
from sqlite3 import Connection

from crm_cli.core.conventions import Conventions
from crm_cli.core.errors import CrmError
from crm_cli.core.fields import same_name
from crm_cli.db.bulk import without_insert_triggers
from crm_cli.exchange.apply.batch import Batch
from crm_cli.exchange.apply.writing import Writing
from crm_cli.exchange.decide.decision import Decision
from crm_cli.exchange.decide.endings import Endings
from crm_cli.exchange.plan import lookups
from crm_cli.exchange.plan.deal_drafts import DealDrafts
from crm_cli.exchange.plan.doing_drafts import ActivityDrafts, ReminderDrafts
from crm_cli.exchange.plan.drafts import Draft, Drafts
from crm_cli.exchange.plan.linking import OURS, Links
from crm_cli.exchange.plan.matching import Matching
from crm_cli.exchange.plan.party_drafts import CompanyDrafts, ContactDrafts
from crm_cli.exchange.plan.plan import Outcome, Plan, Reject
from crm_cli.exchange.plan.stages import Stages
from crm_cli.exchange.read.table import Row, Table
from crm_cli.kinds import custom as fields
from crm_cli.kinds.catalogue import KINDS, Catalogue

MANY = 2_000
"""From so many rows on, triggers of inserts stand aside."""

UNUSED = {
    "contact": [
        "contacts_company",
        "contacts_referred_by",
        "contact_points_normal",
        "contact_points_company",
    ],
    "company": ["companies_domain", "contact_points_normal", "contact_points_contact"],
    "deal": ["deals_company", "deals_contact", "deals_expected_close"],
    "activity": [
        "activities_kind",
        "activities_occurred",
        "activity_links_activity",
        "activity_links_company",
        "activity_links_contact",
        "activity_links_deal",
    ],
}
"""Kind → indexes that are made anew after many of its new rows: looking up goes by what was loaded before."""

WITHOUT_ID = "file"
"""The system of rows that have no id: they are known by their digest."""


DRAFTS: dict[str, type[Drafts]] = {
    "company": CompanyDrafts,
    "contact": ContactDrafts,
    "deal": DealDrafts,
    "activity": ActivityDrafts,
    "reminder": ReminderDrafts,
}
"""Kinds whose rows have rules beside those of all (`Drafts`)."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What the user asked of an import beside the columns.

    system: the name of the system the ids are of, or "". key: fields that tell records apart, first of all.
    """

    at: str
    today: str
    how: Conventions
    system: str = ""
    key: tuple[str, ...] = ()
    creates: bool = True
    overwrites: bool = False
    erases: bool = False
    won: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()
    lists_steps: bool = False


def apply(
    db: Connection,
    sheet: Table,
    decision: Decision,
    settings: Settings,
    *,
    progress: Callable[[int], None] = lambda count: None,
) -> Plan:
    """Write a table into the file, within the caller's transaction; returns what became of its rows."""
    plan = Plan(steps=[] if settings.lists_steps else None)
    importing = _Import(db, sheet, decision, settings, plan)
    many = without_insert_triggers(db, indexes=_indexes_unused(db, decision))
    with many if decision.rows >= MANY else nullcontext(lambda: None) as importing.put_indexes_back:
        for count, row in enumerate(sheet.rows(), start=1):
            if not row.fault and not importing.drafts.rows.takes(row.cells):
                continue
            if not row.fault and (why := importing.drafts.rows.why_out(row.cells)):
                plan.note(f"rows left out: {why}")
                continue
            plan.add(importing.take(row))
            if count % 1000 == 0:
                progress(count)
        importing.finish()
    return plan


def _indexes_unused(db: Connection, decision: Decision) -> list[str]:
    """Indexes that importing a kind never looks anything up by, where the new rows are most of their table."""
    names = (*UNUSED.get(decision.kind, ()), "external_ids_source", f"external_ids_{decision.kind}")
    marks = ", ".join("?" * len(names))
    of = db.execute(f"SELECT name, tbl_name FROM sqlite_schema WHERE name IN ({marks})", names).fetchall()
    counts = {
        table: db.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
        for table in {table for _, table in of}
    }
    return [name for name, table in of if counts[table] < decision.rows]


class _Import:
    """One table on its way in."""

    def __init__(
        self, db: Connection, sheet: Table, decision: Decision, settings: Settings, plan: Plan
    ) -> None:
        self.db, self.decision, self.settings, self.plan = db, decision, settings, plan
        self.kind = decision.kind
        theirs = decision.system or sheet.system or decision.id_system
        system = settings.system or (OURS if decision.is_ours else theirs)
        self.batch = Batch(db)
        self.links = Links(
            db,
            self.batch,
            plan,
            at=settings.at,
            system=system,
            is_ours=decision.is_ours,
            creates=settings.creates,
        )
        endings = Endings(settings.won, settings.lost)
        stages = Stages(
            db,
            plan,
            at=settings.at,
            named=decision.stages,
            endings=endings,
            usual=decision.profile.stages if decision.profile else {},
        )
        self.drafts = DRAFTS.get(self.kind, Drafts)(
            decision,
            settings.how,
            links=self.links,
            plan=plan,
            stages=stages,
            endings=endings,
            choices={custom.name: custom.choices for custom in fields.find(db, self.kind)},
            at=settings.at,
            today=settings.today,
        )
        self.system = system or WITHOUT_ID
        self.known = lookups.external(db, self.system, self.kind)
        self.by_digest = self.known if self.system == WITHOUT_ID else None
        self.uids = lookups.Uids(db, self.kind)
        self.matching = Matching(
            db,
            self.kind,
            self.links,
            settings.key,
            Catalogue(db),
            self.system,
            has_all_ids=decision.has_all_ids,
        )
        self.writing = Writing(
            db, self.batch, self.links, decision, settings.at, settings.today, settings.erases, plan
        )
        self.keeps_ids = decision.is_ours and self.batch.was_empty(KINDS[self.kind].table)
        places = {column.target: column.index for column in decision.columns if column.number == 1}
        self.id_at, self.uid_at, self.number_at = (places.get(name) for name in ("external_id", "uid", "id"))
        order = sorted((column.header, column.index) for column in decision.columns)
        self._digested = [(header + "\x1f", index) for header, index in order]
        self._equal: dict[str, int] = {}
        self._used: set[str] = set()
        self._given: set[int] = set()
        self.put_indexes_back: Callable[[], None] = lambda: None

    def take(self, row: Row) -> Outcome:
        """Decide what becomes of one row, and let it become that."""
        if row.fault:
            return Outcome(row.line, "reject", reason=row.fault)
        try:
            return self._take(row)
        except Reject as reject:
            self.links.drop()
            return Outcome(row.line, "reject", next(filter(None, row.cells), ""), reject.reason)

    def finish(self) -> None:
        """Write what waits, the links to records further down, and the fields that columns became."""
        self.writing.finish()
        self._make_fields()
        self.batch.flush()

    def _take(self, row: Row) -> Outcome:
        digest = self._digest(row.cells)
        external_id = self.drafts.rows.id(row.cells, self.id_at) if self.id_at is not None else ""
        uid = row.cells[self.uid_at] if self.uid_at is not None else ""
        number = row.cells[self.number_at] if self.number_at is not None else ""
        system = self.system
        id: int | None = None
        if uid:
            key = uid.lower()
            id = self.uids.find(uid, number)
        elif external_id:
            key = external_id
        else:
            count = self._equal[digest] = self._equal.get(digest, 0) + 1
            key, system = digest if count == 1 else f"{digest}-{count}", WITHOUT_ID
        known = self._known_of(system).get(key)
        if known is not None and (known[1] == digest and not self.settings.overwrites):
            return Outcome(row.line, "unchanged")
        if known is not None:
            id = known[0]
        draft = self.drafts.read(row.cells)
        reason = ""
        if id is not None and not uid:
            self.matching.check_same(id, draft)
        elif id is None:
            id, reason = self.matching.find(draft, has_id=bool(uid or external_id))
        if id is None:
            return self._create(row, draft, key, system, digest, uid, number)
        self.put_indexes_back()
        self.writing.find_linked(id, draft)
        self._check(draft, id)
        self._take_for_good(draft)
        changed = self.writing.update(id, draft, is_whole=bool(uid))
        if known is None and not (uid and not changed and self.uids.of(id) == key):
            self.writing.note_external(system, key, digest, id)
            self._known_of(system)[key] = (id, digest)
            self.matching.has_id(id)
        elif known is not None and known[1] != digest:
            self.writing.change_digest(system, key, digest)
            self._known_of(system)[key] = (id, digest)
        return Outcome(row.line, "update" if changed else "unchanged", draft.name, reason)

    def _create(
        self, row: Row, draft: Draft, key: str, system: str, digest: str, uid: str, number: str
    ) -> Outcome:
        own_id = self._own_id(number) if self.keeps_ids and uid else None
        self.drafts.complete(draft)
        self._check(draft)
        self._take_for_good(draft)
        if draft.named_by:
            self.plan.unnamed[draft.named_by] = self.plan.unnamed.get(draft.named_by, 0) + 1
        id = self.writing.create(draft, own_id)
        if self.keeps_ids:
            self._given.add(id)
        if not (uid and self.uids.of(id) == key):
            self.writing.note_external(system, key, digest, id)
            self._known_of(system)[key] = (id, digest)
        if uid and number and id != own_id and (OURS, number) != (system, key):
            there = self._known_of(system)
            if number not in there:
                self.writing.note_external(system, number, digest, id)
                there[number] = (id, digest)
        self.matching.added(id, draft)
        return Outcome(row.line, "create", draft.name)

    def _check(self, draft: Draft, id: int | None = None) -> None:
        """Reject what `add` and `edit` refuse, in the same words."""
        try:
            self.drafts.rules.check(self.db, draft.columns, id=id)
        except CrmError as error:
            raise Reject(error.message) from error

    def _own_id(self, number: str) -> int | None:
        """The id a record had where it was exported, unless another row has it by now or it is none."""
        is_id = number.isascii() and number.isdigit() and len(number) < 16 and int(number) > 0
        return int(number) if is_id and int(number) not in self._given else None

    def _take_for_good(self, draft: Draft) -> None:
        """Nothing rejects the row any more: let be what is made for it alone."""
        self.links.keep()
        self.drafts.place(draft)
        if draft.custom:
            self._used.update(draft.custom)

    def _known_of(self, system: str) -> dict[str, tuple[int, str]]:
        if system == self.system:
            return self.known
        if self.by_digest is None:
            self.by_digest = lookups.external(self.db, WITHOUT_ID, self.kind)
        return self.by_digest

    def _digest(self, cells: Sequence[str]) -> str:
        """What tells rows apart: their cells by header, blank ones left out, whatever order the columns have."""
        text = "\x1e".join([header + cells[index] for header, index in self._digested if cells[index]])
        digest = blake2b(text.encode("utf-8", "surrogatepass"), digest_size=12).digest()
        return urlsafe_b64encode(digest)[: lookups.DIGEST].decode()

    def _make_fields(self) -> None:
        """Add the custom fields that columns became, where a row that was taken has a value."""
        there = {same_name(custom.name) for custom in fields.find(self.db, self.kind)}
        for column in self.decision.columns:
            if column.custom in self._used and column.is_new and same_name(column.custom) not in there:
                fields.add(self.db, self.kind, column.custom, column.custom_type, at=self.settings.at)
                self.plan.custom_fields[column.custom] = column.custom_type
                there.add(same_name(column.custom))
        for name in sorted(self._used):
            if same_name(name) not in there:  # what was put aside
                fields.add(self.db, self.kind, name, "text", at=self.settings.at)
                self.plan.custom_fields[name] = "text"
