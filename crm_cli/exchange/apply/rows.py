"""The rows of one decided table on their way in: whose each is, what of it is new, and what becomes of its cells."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from sqlite3 import Connection

from crm_cli.core.fields import same_name
from crm_cli.exchange.apply.ahead import Ahead, Called, Calls
from crm_cli.exchange.apply.batch import Batch
from crm_cli.exchange.apply.settings import Settings
from crm_cli.exchange.apply.writing import Writing
from crm_cli.exchange.apply.written import Merge, Written
from crm_cli.exchange.decide.decision import Decision
from crm_cli.exchange.decide.endings import Endings
from crm_cli.exchange.plan import asides, edited, lookups, refused, systems
from crm_cli.exchange.plan.deal_drafts import DealDrafts
from crm_cli.exchange.plan.doing_drafts import ActivityDrafts, ReminderDrafts
from crm_cli.exchange.plan.drafts import Draft, Drafts
from crm_cli.exchange.plan.fates import Fates
from crm_cli.exchange.plan.known import LEGACY
from crm_cli.exchange.plan.lines import Lines
from crm_cli.exchange.plan.linking import Links
from crm_cli.exchange.plan.marks import Marks
from crm_cli.exchange.plan.matching import Matching
from crm_cli.exchange.plan.merging import Merging
from crm_cli.exchange.plan.party_drafts import CompanyDrafts, ContactDrafts
from crm_cli.exchange.plan.plan import Action, Outcome, Plan, Reject
from crm_cli.exchange.plan.readings import Readings
from crm_cli.exchange.plan.stages import Stages
from crm_cli.exchange.plan.systems import BETWEEN, OURS, WITHOUT_ID
from crm_cli.exchange.read.calendar import SYSTEM as CALENDAR
from crm_cli.exchange.read.table import Row, Table
from crm_cli.kinds import custom as fields
from crm_cli.kinds.catalogue import KINDS, Catalogue

DRAFTS: dict[str, type[Drafts]] = {
    "company": CompanyDrafts,
    "contact": ContactDrafts,
    "deal": DealDrafts,
    "activity": ActivityDrafts,
    "reminder": ReminderDrafts,
}
"""Kinds whose rows have rules beside those of all (`Drafts`)."""

_UID = re.compile(r"(?i)[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
"""A uid as records of ours have it."""


class Import:
    """One table on its way in."""

    def __init__(
        self, db: Connection, sheet: Table, decision: Decision, settings: Settings, plan: Plan
    ) -> None:
        self.system = systems.find(db, sheet, decision, settings.system, settings.ids)
        if self.system.are_ours and not decision.is_ours:
            decision = replace(decision, is_ours=True)
        if self.system.is_lone:
            plan.note(f"`{decision.id_system}` is our own, not that of another system")
        self._is_calendar = sheet.system == CALENDAR
        self.db, self.decision, self.settings, self.plan = db, decision, settings, plan
        self.kind = decision.kind
        self.step = int(db.execute("SELECT command_id FROM _writing").fetchone()[0])
        self.batch = Batch(db)
        self.links = Links(
            db,
            self.batch,
            plan,
            at=settings.at,
            system=self.system,
            headers=systems.headers_of_links(decision),
            creates=settings.creates,
        )
        endings = Endings(settings.won, settings.lost, {stage for _, stage in decision.stages})
        self.drafts = DRAFTS.get(self.kind, Drafts)(
            decision,
            settings.how,
            links=self.links,
            plan=plan,
            stages=Stages(
                db,
                plan,
                at=settings.at,
                named=decision.stages,
                endings=endings,
                usual=decision.profile.stages if decision.profile else {},
            ),
            endings=endings,
            choices={custom.name: custom.choices for custom in fields.find(db, self.kind)},
            at=settings.at,
            today=settings.today,
            is_strict=settings.is_strict,
        )
        places = {column.target: column.index for column in decision.columns if column.number == 1}
        self.matching = Matching(
            db,
            self.kind,
            self.links,
            settings.key,
            Catalogue(db),
            self.system.name,
            has_all_ids=decision.has_all_ids,
            plan=plan,
            tells_companies=not {"company", "company_id"}.isdisjoint(places),
        )
        self.writing = Writing(
            db,
            self.batch,
            self.links,
            decision,
            settings.at,
            settings.today,
            settings.erases,
            plan,
        )
        self.merging = Merging(decision)
        self.readings = Readings(db)
        self.keeps_ids = decision.is_ours and self.batch.was_empty(KINDS[self.kind].table)
        self.marks = Marks(
            ((column.header, column.index) for column in decision.columns), but=places.get("external_id")
        )
        self.uids = lookups.Uids(db, self.kind)
        self.calls = Calls(
            db,
            self.batch,
            self.kind,
            self.system,
            self.drafts.rows,
            self.marks,
            self.links,
            self.uids,
            places,
        )
        self.left_out = [
            column.index
            for column in decision.columns
            if not (column.target or column.custom or column.part_of)
        ]
        self.fates = Fates(decision)
        self._used: set[str] = set()
        self._given: set[int] = set()
        self._lines = Lines()
        self.put_indexes_back: Callable[[], None] = lambda: None

    def look_ahead(self, rows: Sequence[Row]) -> list[Ahead]:
        """Look up together what is known of the rows that come next, each of which `take` is to be given."""
        return self.calls.look_ahead([row.cells for row in rows])

    def take(self, row: Row, ahead: Ahead) -> Outcome:
        """Decide what becomes of one row, and let it become that."""
        if row.fault:
            self.plan.cells.reject(row.cells)
            return Outcome(row.line, "reject", reason=row.fault)
        try:
            return self._take(row, ahead)
        except Reject as reject:
            self.links.drop()
            self.plan.cells.reject(row.cells)
            return Outcome(row.line, "reject", next(filter(None, row.cells), ""), reject.reason)

    def finish(self) -> None:
        """Write what waits, the links to records further down, and the fields that columns became."""
        self.writing.finish()
        self._make_fields()
        self.batch.flush()

    def _take(self, row: Row, ahead: Ahead) -> Outcome:
        cells, marks = row.cells, ahead.marks
        called = self.calls.of(cells, ahead)
        known = self.calls.known_of(called.system).get(called.key)
        if known is not None:
            if not self.settings.overwrites and self._is_equal(called, known[1], marks, cells):
                return self._unchanged(row, known[0])
            id, reason = known[0], ""
            at = lookups.row_of(self.db, called.system, self.kind, called.key)
            if not self.settings.overwrites and self.readings.was_merged(at, self.kind):
                self.plan.note("rows of records that were merged into others stay as they are")
                self.plan.cells.row(cells, "equal", self.left_out)
                return Outcome(row.line, "unchanged")
        else:
            found = self._own(called)
            reason = ""
            if found is not None and self._is_calendar and not self._lines.of(found):
                self.plan.note(
                    "entries of records that are here stay as they are here: a calendar holds part of them"
                )
                return self._unchanged(row, found)
            if found is None:
                draft = self.drafts.read(cells)
                found, reason = self._matched(called, draft)
                if found is None:
                    return self._create(row, draft, called, marks)
                self.links.drop()
            id = found
        if line := self._lines.of(id):
            return self._again(row, id, line)
        return self._update(row, id, called, known, marks, reason)

    def _own(self, called: Called) -> int | None:
        """The record of this file that a row names by our uid, whatever the format calls that."""
        if called.uid:
            return self.uids.find(called.uid, called.number)
        is_one = called.system != WITHOUT_ID and _UID.fullmatch(called.key)
        return self.uids.find(called.key, "") if is_one else None

    def _matched(self, called: Called, draft: Draft) -> tuple[int | None, str]:
        """The record that a row is which nobody has read before, and why."""
        if called.system not in {WITHOUT_ID, OURS}:
            id = self.matching.of_other_source(called.key, draft)
            if id is not None:
                return id, "same id and name"
        return self.matching.find(draft, has_id=called.system != WITHOUT_ID)

    def _is_equal(self, called: Called, before: str, marks: str, cells: Sequence[str]) -> bool:
        """Whether a row is as it was last read: one of no id is known by what it says."""
        if called.system == WITHOUT_ID or before == marks:
            return True
        return before.startswith(LEGACY) and before[1:] == self.marks.digest(cells)

    def _unchanged(self, row: Row, id: int, name: str = "") -> Outcome:
        self.plan.cells.row(row.cells, "equal", self.left_out)
        self._lines.note(id, row.line)
        return Outcome(row.line, "unchanged", name)

    def _again(self, row: Row, id: int, line: int) -> Outcome:
        """A further row of a record that this file has written: equal, or rejected naming both lines."""
        draft = self.drafts.read(row.cells)
        differing = ["what it links"] if self.links.has_made else []
        if not differing:
            self.writing.find_linked(id, draft)
            differing = self.writing.differs(id, draft)
        self.links.drop()
        if differing or draft.stage:
            what = self.fates.words(differing or ["stage_id"])
            raise Reject(
                f"line {line} is {self.kind}/{id} {self.links.title(self.kind, id)}, too, and says something else: {what}"
            )
        return self._unchanged(row, id, draft.name)

    def _update(
        self, row: Row, id: int, called: Called, known: tuple[int, str] | None, marks: str, reason: str
    ) -> Outcome:
        """Change a record by the cells that changed, but for what a person changed since the row was last read."""
        self.put_indexes_back()
        before, step = self._last_read(id, called, known)
        changed = self._changed(before, marks, row.cells)
        if before and not KINDS[self.kind].has_points:
            self._check_same(id, row.cells, changed)
        merge = self._merge(id, called, before, step, changed)
        there = self.writing.row(id) if self.decision.is_ours else None
        draft = self.drafts.read(self.merging.masked(row.cells, changed), there)
        self.merging.only(draft, row.cells, changed)
        if known is not None and not called.uid and not self._is_reached(row.cells, changed):
            self.matching.check_same(id, draft)
        self.writing.find_linked(id, draft)
        refused.check(self.db, self.drafts, draft, row.cells, id=id)
        merge.read_again = {
            asides.name(self.fates.header(index))
            for index in changed - draft.aside.keys()
            if row.cells[index]
        }
        self._take_for_good(draft)
        written = self.writing.update(id, draft, merge=merge)
        if known is None and not (called.uid and not written.has_changed and self.uids.of(id) == called.key):
            self.writing.note_external(called.system, called.key, marks, id)
            self.calls.known_of(called.system).set(called.key, id, marks)
            self.matching.has_id(id)
        elif known is not None and known[1] != marks:
            self.writing.change_marks(called.system, called.key, marks)
            self.calls.known_of(called.system).set(called.key, id, marks)
        self._lines.note(id, row.line)
        self._tell(row, id, draft, written, changed, is_known=step is not None)
        action: Action = "update" if written.has_changed else "unchanged"
        return Outcome(row.line, action, self.links.title(self.kind, id), reason)

    def _check_same(self, id: int, cells: Sequence[str], changed: set[int]) -> None:
        """Reject a row of which nothing is as it was but the id, where nobody says whose the ids are."""
        said = [index for index, cell in enumerate(cells) if cell and index != self.calls.id_at]
        is_named = BETWEEN not in self.system.name
        if is_named or self.settings.overwrites or len(said) < 2 or not changed.issuperset(said):
            return
        called = f"{self.kind}/{id} {self.links.title(self.kind, id) or ''}".rstrip()
        raise Reject(
            f"its id is that of {called}, but nothing else of it is as it was"
            " (another system? --system NAME; the same one? --overwrite)"
        )

    def _last_read(
        self, id: int, called: Called, known: tuple[int, str] | None
    ) -> tuple[str | None, int | None]:
        """The marks of the row that a record was last read from and the step that did, as far as they are known."""
        if known is None:
            if called.system != WITHOUT_ID:
                return None, None
            last = lookups.last_read(self.db, WITHOUT_ID, self.kind, id)
            return (last[0], self.readings.step(last[1])) if last else (None, None)
        row = lookups.row_of(self.db, called.system, self.kind, called.key)
        return (None if known[1].startswith(LEGACY) else known[1]), self.readings.step(row)

    def _changed(self, before: str | None, marks: str, cells: Sequence[str]) -> set[int]:
        """The cells that differ from when the row was last read; all that say something where that is not known."""
        if before is None or self.settings.overwrites:
            erases = self.settings.erases
            return {index for index, cell in enumerate(cells) if cell or erases}.difference(self.left_out)
        return self.marks.changed(before, marks).difference(self.left_out)

    def _merge(
        self, id: int, called: Called, before: str | None, step: int | None, changed: Collection[int]
    ) -> Merge:
        """What an update has to look out for."""
        merge = Merge(is_whole=bool(called.uid))
        if step is not None and not self.settings.overwrites:
            merge.edited = edited.since(self.db, self.kind, id, step, now=self.step)
        if before:
            merge.was = {
                (kind, number): self.marks.before(before, index)
                for index, kind, number, _ in self.drafts.points
                if index in changed
            }
        return merge

    def _is_reached(self, cells: Sequence[str], changed: Collection[int]) -> bool:
        """Whether an e-mail or a phone of a row is as it was, so that it cannot be somebody else's."""
        return any(cells[index] and index not in changed for index, *_ in self.drafts.points)

    def _tell(
        self, row: Row, id: int, draft: Draft, written: Written, changed: Collection[int], *, is_known: bool
    ) -> None:
        """Count the fates of a row's cells, and keep samples of what a person wants to see."""
        cells, called = row.cells, f"{self.kind}/{id} {self.links.title(self.kind, id)}"
        self.plan.cells.row(cells, "equal", self.left_out)
        fates = {
            index: self.fates.of(index, draft, written.names, written.kept)
            for index in changed
            if cells[index]
        }
        self.plan.cells.move(fates.values(), out_of="equal")
        self._note_asides(row, draft)
        for index, fate in fates.items():
            header = self.fates.header(index)
            if fate == "kept":
                self.plan.kept.append(f"{called}: {header} `{cells[index]}`")
            elif fate == "stored" and not is_known and (was := self.fates.was(index, written.before)):
                self.plan.replaced.append(f"{called}: {header} `{was}` → `{cells[index]}`")
        for name, stays in written.spoilt.items():
            self.plan.spoilt.append(f"{called}: {self.fates.words([name])} stays `{stays}`")

    def _note_asides(self, row: Row, draft: Draft) -> None:
        for index, why in draft.aside.items():
            self.plan.asides.note(self.fates.header(index), row.line, why)

    def _create(self, row: Row, draft: Draft, called: Called, marks: str) -> Outcome:
        own_id = self._own_id(called.number) if self.keeps_ids and called.uid else None
        self.drafts.complete(draft)
        refused.check(self.db, self.drafts, draft, row.cells)
        self._take_for_good(draft)
        if draft.named_by:
            self.plan.unnamed[draft.named_by] = self.plan.unnamed.get(draft.named_by, 0) + 1
        id = self.writing.create(draft, own_id)
        if self.keeps_ids:
            self._given.add(id)
        known = self.calls.known_of(called.system)
        if not (called.uid and self.uids.of(id) == called.key):
            is_merged = called.system != WITHOUT_ID or KINDS[self.kind].is_matched
            self.writing.note_external(called.system, called.key, marks if is_merged else None, id)
            known.set(called.key, id, marks)
        if called.uid and called.number and id != own_id and known.get(called.number) is None:
            self.writing.note_external(called.system, called.number, marks, id)
            known.set(called.number, id, marks)
        self.matching.added(id, draft)
        self._lines.note(id, row.line)
        self.plan.cells.row(row.cells, "stored", self.left_out)
        if draft.aside:
            self.plan.cells.move(["aside"] * len(draft.aside), out_of="stored")
            self._note_asides(row, draft)
        return Outcome(row.line, "create", draft.name)

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
