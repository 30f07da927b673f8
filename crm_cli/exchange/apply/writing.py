"""Put drafts into the file: new records by batches, changes one by one with all that follows from them."""

from __future__ import annotations

from sqlite3 import Connection
from typing import Any

from crm_cli.core.errors import CrmError
from crm_cli.core.fields import Raw
from crm_cli.core.text import same
from crm_cli.db import table
from crm_cli.exchange.apply.batch import Batch, point_columns
from crm_cli.exchange.decide.decision import Decision
from crm_cli.exchange.decide.targets import linked, needed
from crm_cli.exchange.plan import lookups
from crm_cli.exchange.plan.deal_drafts import settle_close
from crm_cli.exchange.plan.drafts import Draft, Point
from crm_cli.exchange.plan.linking import Links
from crm_cli.exchange.plan.plan import Plan, Reject
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
            self._add_points(id, draft.points)
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
            if len(self._customs) > 50_000:
                self._customs.clear()
            text = self._customs[key] = encode(custom)
        return text

    def update(self, id: int, draft: Draft, *, is_whole: bool) -> bool:
        """Change a record where the draft differs; returns whether it did.

        is_whole: the row is the record as it was exported, so each cell stands for the value it shows.
        """
        self.batch.flush()
        before = table.row_as_dict(self.db, self.table, id)
        new = {column: value for column, value in draft.columns.items() if column not in _NEVER_CHANGED}
        if self.erases:
            self._erase(new, draft, before)
        if self.kind == "deal":
            settle_close(new, draft, str(new.get("status", before["status"])))
        changes = {column: value for column, value in new.items() if before[column] != value}
        custom = dict(draft.custom)
        if self.erases:
            custom |= dict.fromkeys(draft.blank_custom)
        if custom:
            after = merged(before["custom"], custom)
            if after != encode_again(before["custom"]):
                changes["custom"] = after
        if currency := changes.get("currency"):
            self._note_currency(str(currency))
        changed = self._change(id, before, changes)
        changed |= self._change_points(id, draft.points, is_whole=is_whole)
        if draft.tags is not None:
            changed |= tags.replace(self.db, self.kind, id, draft.tags)
        elif self.erases and "tags" in draft.blank and KINDS[self.kind].has_tags:
            changed |= tags.replace(self.db, self.kind, id, ())
        changed |= self._change_items(id, draft, before, changes)
        changed |= self._change_links(id, draft)
        return changed

    def find_linked(self, id: int, draft: Draft) -> None:
        """Find what an update links to before anything is written, since that may reject the row."""
        if not self.links.has(self.kind, id):
            raise Reject(f"{self.kind}/{id} is not there any more")
        for column, (name, typed) in draft.later.items():
            draft.columns[column] = self.links.find(self.kind, name, typed)
        draft.later.clear()

    def note_external(self, system: str, external_id: str, digest: str, id: int) -> None:
        """Remember what a record is called elsewhere, and the row it was last read from."""
        self.batch.add(
            "external_ids",
            ("source_id", "external_id", "digest", f"{self.kind}_id"),
            (self._source(system), external_id, None if external_id.startswith(digest) else digest, id),
        )

    def change_digest(self, system: str, external_id: str, digest: str) -> None:
        """Remember the row a record was last read from."""
        self.batch.flush()
        self.db.execute(
            "UPDATE external_ids SET digest = ? WHERE source_id = ? AND external_id = ?",
            (digest, self._source(system), external_id),
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

    def _add_points(self, id: int, points: list[Point]) -> None:
        seen: set[tuple[str, str]] = set()
        kinds: set[str] = set()
        for point in points:
            if (point.kind, point.normal) in seen:
                continue
            seen.add((point.kind, point.normal))
            is_first = point.kind not in kinds
            kinds.add(point.kind)
            self.batch.add(
                "contact_points",
                point_columns(self.kind),
                (id, point.kind, point.value, point.normal, point.label, int(is_first)),
            )

    def _change_points(self, id: int, points: list[Point], *, is_whole: bool) -> bool:
        if not points:
            return False
        rows = self.db.execute(
            f"SELECT id, kind, value, normal, label, is_primary FROM contact_points WHERE {self.kind}_id = ?"
            " ORDER BY is_primary DESC, id",
            (id,),
        ).fetchall()
        changed = False
        for kind in dict.fromkeys(point.kind for point in points):
            there = [row for row in rows if row[1] == kind]
            normals = {row[3] for row in there}
            for point in (point for point in points if point.kind == kind):
                own = there[point.number - 1] if is_whole and point.number <= len(there) else None
                if own is not None:
                    if (own[2], own[4]) != (point.value, point.label):
                        self.db.execute(
                            "UPDATE contact_points SET value = ?, normal = ?, label = ? WHERE id = ?",
                            (point.value, point.normal, point.label, own[0]),
                        )
                        changed = True
                elif point.normal not in normals:
                    normals.add(point.normal)
                    self.batch.add(
                        "contact_points",
                        point_columns(self.kind),
                        (id, kind, point.value, point.normal, point.label, int(len(normals) == 1)),
                    )
                    changed = True
        return changed

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
