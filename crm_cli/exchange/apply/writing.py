"""Put drafts into the file: new records by batches, changes one by one with all that follows from them."""

from __future__ import annotations

import json
from sqlite3 import Connection
from typing import Any

from crm_cli.core.errors import CrmError
from crm_cli.core.fields import Raw
from crm_cli.core.text import same
from crm_cli.db import table
from crm_cli.exchange.apply import points
from crm_cli.exchange.apply.batch import Batch
from crm_cli.exchange.apply.written import Merge, Written
from crm_cli.exchange.decide.decision import Decision
from crm_cli.exchange.decide.targets import linked, needed
from crm_cli.exchange.plan import lookups
from crm_cli.exchange.plan.deal_drafts import settle_close
from crm_cli.exchange.plan.drafts import Draft
from crm_cli.exchange.plan.edited import CUSTOM
from crm_cli.exchange.plan.linking import Links
from crm_cli.exchange.plan.plan import Plan, Reject
from crm_cli.exchange.plan.spoilt import is_spoilt
from crm_cli.kinds import tags
from crm_cli.kinds.catalogue import KINDS
from crm_cli.kinds.currencies import note_currency
from crm_cli.kinds.custom import encode, merged
from crm_cli.kinds.draft import Draft as Changed

_NEVER_CHANGED = {"created_at"}


class Writing:
    """Writes drafts of one kind."""

    def __init__(
        self,
        db: Connection,
        batch: Batch,
        links: Links,
        decision: Decision,
        at: str,
        today: str,
        erases: bool,
        plan: Plan,
    ) -> None:
        """erases: a blank cell empties what is there."""
        self.db, self.batch, self.links, self.plan = db, batch, links, plan
        self.kind, self.table = decision.kind, KINDS[decision.kind].table
        self.rules = KINDS[decision.kind].records
        self.at, self.today, self.erases = at, today, erases
        self._shown = {
            field.column: field.sql
            for field in KINDS[self.kind].fields
            if field.column and not field.linked and field.sql != f"t.{field.column}"
        }
        self._currencies: set[str] = set()
        self._sources: dict[str, int] = {}
        self._tags: dict[str, int] = {}
        self._customs: dict[tuple[Raw, ...], str] = {}
        self._later: list[tuple[int, str, str, str]] = []

    def create(self, draft: Draft, own_id: int | None = None) -> int:
        """Let a new record wait for the batch; returns its id."""
        id = self.batch.take_id(self.table, own_id) if own_id else self.batch.new_id(self.table)
        columns = draft.columns
        if currency := columns.get("currency"):
            self._note_currency(str(currency))
        if "created_at" not in columns:
            columns["created_at"] = self.at
        if draft.custom:
            columns["custom"] = self._encoded(draft.custom)
        columns["id"] = id
        self.batch.add(self.table, tuple(columns), tuple(columns.values()))
        if draft.points:
            points.add(self.batch, self.kind, id, draft.points)
        if draft.tags:
            for name in draft.tags:
                self.batch.add("taggings", ("tag_id", f"{self.kind}_id"), (self._tag(name), id))
        for column, (name, typed) in draft.later.items():
            self._later.append((id, column, name, typed))
        self._add_items(id, draft)
        carried = self.rules.carried(columns) if draft.links else {}
        for kind, other in draft.links:
            link = {f"{self.kind}_id": id, f"{kind}_id": other, **carried}
            self.batch.add(KINDS[self.kind].links_in, tuple(link), tuple(link.values()))
        return id

    def _encoded(self, custom: dict[str, Raw]) -> str:
        """Custom values as the file keeps them; rows repeat them."""
        key = (*custom, *custom.values())
        text = self._customs.get(key)
        if text is None:
            if len(self._customs) > 5_000:
                self._customs.clear()
            text = self._customs[key] = encode(custom)
        return text

    def update(self, id: int, draft: Draft, *, merge: Merge) -> Written:
        """Change a record where the draft differs, but for what a person changed since; returns what came of it."""
        self.batch.flush()
        written = Written()
        before = table.row_as_dict(self.db, self.table, id)
        new = {column: value for column, value in draft.columns.items() if column not in _NEVER_CHANGED}
        if self.erases:
            self._erase(new, draft, before)
        if self.kind == "deal":
            settle_close(new, draft, str(new.get("status", before["status"])))
        changes = {column: value for column, value in new.items() if before[column] != value}
        if merge.is_whole:
            for column in self._as_shown(id, changes):
                del changes[column]
        for column in [column for column in changes if is_spoilt(changes[column], before[column])]:
            written.spoilt[column] = str(before[column])
            del changes[column]
        written.kept |= changes.keys() & merge.edited
        changes = {column: value for column, value in changes.items() if column not in merge.edited}
        written.names |= changes.keys()
        self._change_custom(draft, before, changes, merge, written)
        if currency := changes.get("currency"):
            self._note_currency(str(currency))
        written.before = before
        written.has_changed |= self._change(id, before, changes)
        points.change(self.db, self.batch, self.kind, id, draft.points, merge, written)
        self._change_tags(id, draft, merge, written)
        if "items" in merge.edited:
            written.kept |= {"items"} if draft.items else set()
        elif self._change_items(id, draft, before, changes):
            written.note("items")
        if "links" in merge.edited:
            written.kept |= {"links"} if set(draft.links) - set(self.rules.links(self.db, id)) else set()
        elif self._change_links(id, draft):
            written.note("links")
        return written

    def _as_shown(self, id: int, changes: dict[str, Raw]) -> list[str]:
        """Columns whose new value is what a list of ours shows of them: the probability of a deal's stage."""
        shown = {column: sql for column, sql in self._shown.items() if column in changes}
        if not shown:
            return []
        row = self.db.execute(f"SELECT {', '.join(shown.values())} FROM {self.table} t WHERE t.id = ?", (id,))
        return [
            column for column, value in zip(shown, row.fetchone(), strict=True) if value == changes[column]
        ]

    def differs(self, id: int, draft: Draft) -> list[str]:
        """The names of what a draft would change in a record, without changing it."""
        self.batch.flush()
        currencies = set(self._currencies)
        self.db.execute("SAVEPOINT differing")
        try:
            written = self.update(id, draft, merge=Merge(is_whole=False))
            self.batch.flush()
            return sorted(written.names)
        finally:
            self.db.execute("ROLLBACK TO differing")
            self.db.execute("RELEASE differing")
            self._currencies = currencies

    def _change_custom(
        self, draft: Draft, before: dict[str, Any], changes: dict[str, Raw], merge: Merge, written: Written
    ) -> None:
        """Change own fields one by one; what was put aside of a cell that is read by now goes."""
        custom: dict[str, Raw] = dict(draft.custom)
        if self.erases:
            custom |= dict.fromkeys(draft.blank_custom)
        custom |= dict.fromkeys(merge.read_again & json.loads(before["custom"]).keys() - custom.keys())
        there = json.loads(encode_again(before["custom"])) if custom else {}
        differing = {name for name, value in custom.items() if _differs(there.get(name), value)}
        kept = {name for name in differing if CUSTOM + name in merge.edited}
        differing -= kept
        written.kept |= {CUSTOM + name for name in kept}
        if differing:
            changes["custom"] = merged(
                before["custom"], {name: custom[name] for name in custom if name in differing}
            )
            written.names |= {CUSTOM + name for name in differing}

    def _change_tags(self, id: int, draft: Draft, merge: Merge, written: Written) -> None:
        wanted = draft.tags
        if wanted is None and self.erases and "tags" in draft.blank and KINDS[self.kind].has_tags:
            wanted = []
        if wanted is None:
            return
        if "tags" in merge.edited:
            there = {same(name) for name in tags.of(self.db, self.kind, id)}
            written.kept |= {"tags"} if there != {same(name) for name in wanted} else set()
        elif tags.replace(self.db, self.kind, id, wanted):
            written.note("tags")

    def row(self, id: int) -> dict[str, Raw]:
        """A record as it is kept by now."""
        self.batch.flush()
        return table.row_as_dict(self.db, self.table, id)

    def find_linked(self, id: int, draft: Draft) -> None:
        """Find what an update links to before anything is written, since that may reject the row."""
        if not self.links.has(self.kind, id):
            raise Reject(f"{self.kind}/{id} is not there any more")
        for column, (name, typed) in draft.later.items():
            draft.columns[column] = self.links.find(self.kind, name, typed)
        draft.later.clear()

    def note_external(self, system: str, external_id: str, marks: str | None, id: int) -> None:
        """Remember what a record is called elsewhere, and the cells it was last read from."""
        self.batch.add(
            "external_ids",
            ("source_id", "external_id", "cells", f"{self.kind}_id"),
            (self._source(system), external_id, marks, id),
        )

    def change_marks(self, system: str, external_id: str, marks: str) -> None:
        """Remember the cells that a record was last read from."""
        self.batch.flush()
        self.db.execute(
            "UPDATE external_ids SET cells = ?, digest = NULL WHERE source_id = ? AND external_id = ?",
            (marks, self._source(system), external_id),
        )

    def _source(self, system: str) -> int:
        if system not in self._sources:
            self._sources[system] = lookups.source(self.db, system, self.kind)
        return self._sources[system]

    def finish(self) -> None:
        """Link records to others of their kind, which may have come after them."""
        self.batch.flush()
        for id, column, name, typed in self._later:
            try:
                self._link_now(id, column, name, typed)
            except Reject as reject:
                self.links.drop()
                self.plan.note(
                    f"a {column.removesuffix('_id').replace('_', ' ')} was left out: {reject.reason}"
                )
        self.batch.flush()

    def _link_now(self, id: int, column: str, name: str, typed: str) -> None:
        other = self.links.find(self.kind, name, typed)
        self.links.keep()
        self.batch.flush()
        if other is not None:
            try:
                self.rules.update(self.db, id, Changed({column: other}), at=self.at, on=self.today)
            except CrmError as error:
                raise Reject(error.message) from error

    def _erase(self, new: dict[str, Raw], draft: Draft, before: dict[str, Any]) -> None:
        for target in draft.blank:
            column = f"{target}_id" if target in linked(self.kind) else target
            if target not in needed(self.kind) and column in before and column not in new:
                new[column] = None

    def _change(self, id: int, before: dict[str, Any], changes: dict[str, Raw]) -> bool:
        if not changes:
            return False
        if self.kind == "deal":
            self._note_move(id, before, changes)
        return self.rules.update(self.db, id, Changed(changes), at=self.at, on=self.today)

    def _note_move(self, id: int, before: dict[str, Any], changes: dict[str, Raw]) -> None:
        status = changes.get("status", before["status"])
        stage = changes.get("stage_id", before["stage_id"])
        if (stage, status) == (before["stage_id"], before["status"]):
            return
        if status == "open" and before["status"] != "open":
            changes.setdefault("closed_on", None)
        day = str(changes.get("closed_on") or self.today)
        self.db.execute(
            "INSERT INTO stage_moves (deal_id, from_stage_id, to_stage_id, from_status, to_status, moved_at, moved_on)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            (id, before["stage_id"], stage, before["status"], status, self.at, day),
        )

    def _add_items(self, id: int, draft: Draft) -> None:
        columns = ("deal_id", "product_id", "position", "quantity", "price", "discount", "description")
        for place, item in enumerate(draft.items, start=1):
            self.batch.add("deal_items", columns, (id, item[0], place, *item[1:]))

    def _change_items(self, id: int, draft: Draft, before: dict[str, Any], changes: dict[str, Raw]) -> bool:
        """A row says one product, at the deal's amount; lines that say more are left alone."""
        if self.kind != "deal":
            return False
        rows = self.db.execute(
            "SELECT id, product_id, quantity, price, discount, description FROM deal_items WHERE deal_id = ?"
            " ORDER BY position, id",
            (id,),
        ).fetchall()
        if len(draft.items) > 1 or (draft.items and len(rows) != 1):
            if [tuple(row[1:]) for row in rows] == draft.items or (rows and len(draft.items) == 1):
                return False
            self.db.execute("DELETE FROM deal_items WHERE deal_id = ?", (id,))
            self._add_items(id, draft)
            return True
        if len(rows) != 1 or rows[0][2] != "1":
            return False
        wanted: dict[str, Raw] = {}
        if draft.items and draft.items[0][0] != rows[0][1]:
            wanted["product_id"] = draft.items[0][0]
        if "amount" in changes and rows[0][3] == before["amount"]:
            wanted["price"] = changes["amount"]
        return bool(wanted) and table.update(self.db, "deal_items", rows[0][0], wanted)

    def _change_links(self, id: int, draft: Draft) -> bool:
        return bool(draft.links) and self.rules.link(self.db, id, draft.links) > 0

    def _note_currency(self, code: str) -> None:
        if code not in self._currencies:
            self._currencies.add(code)
            note_currency(self.db, code)

    def _tag(self, name: str) -> int:
        """The id of a tag: made at once, as those of rows that change a record are."""
        normal = same(name)
        if normal not in self._tags:
            self._tags[normal] = tags.ensure(self.db, name)
        return self._tags[normal]


def encode_again(custom: str) -> str:
    """Custom values as we write them, so that another program's spaces are no change."""
    return merged(custom, {})


def _differs(there: Any, value: Raw) -> bool:
    """Whether a custom value is another: one that is none is the same as one that is not there."""
    return bool(there != value) and not (there is None and value in (None, ""))
