"""One try at taking a step back, record by record: what can go back does, the rest is kept with the reason."""

from __future__ import annotations

from dataclasses import dataclass, field
from sqlite3 import Connection, IntegrityError
from typing import Any

from crm_cli.db.log import brought, images, replay, since
from crm_cli.db.log.brought import Newcomers
from crm_cli.db.log.images import Change
from crm_cli.db.log.since import Later
from crm_cli.db.log.steps import Step
from crm_cli.db.schema import Table, fact_tables, kind_of

TOLD_BY = {"stage_moves": {"stage_id", "status"}, "employments": {"company_id", "job_title"}}
"""Rows that tell of a change of these columns of their record: they stay as long as the change does."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What an undo left as it is: a row, or one field of it, and why.

    kind, id: the record it is or belongs to. field: a column, a key of custom values, or "" for the row.
    """

    kind: str
    id: int
    table: str
    row: int
    field: str
    reason: str


@dataclass(slots=True)
class Outcome:
    """What an undo did: rows that went back, table by table, and what it kept."""

    rows: dict[str, int] = field(default_factory=dict)
    kept: list[Kept] = field(default_factory=list)


Refused = dict[tuple[int, str], str]
"""What an earlier try found refused: change of the log, and a column or "" for all of it → why."""


def told(kept: Kept) -> str:
    """Say what was kept, and why: `city: changed since, by step 4`."""
    place = "" if kind_of(kept.table) == kept.kind else kind_of(kept.table).replace("_", " ")
    what = " ".join(word for word in (place, kept.field.removesuffix("_id").replace("_", " ")) if word)
    return f"{what}: {kept.reason}" if what else kept.reason


class Attempt:
    """One try at taking a step back, leaving out what earlier tries found refused."""

    def __init__(
        self,
        db: Connection,
        step: Step,
        by: int,
        refused: Refused,
        staying: dict[tuple[str, int], str],
    ) -> None:
        self.db = db
        self.refused = refused
        self.tables = {table.name: table for table in fact_tables(db)}
        self.columns = replay.column_names(db)
        self.changes = [c for c in images.of_step(db, step.id) if c.operation != "insert"]
        self.later = Later(db, step.id, but=by, is_undo=step.role == "undo")
        self.came = Newcomers(db, step.id, self.tables, self.later)
        self.staying = staying
        self.outcome = Outcome()
        self.newly_refused: Refused = {}
        self.newly_staying: dict[tuple[str, int], str] = {}
        self.back: set[tuple[str, int]] = set()
        self.pointing: list[tuple[Change, Table, str]] = []

    def run(self) -> Outcome:
        """Take back what can go back; `newly_refused` and `newly_staying` tell what the next try must leave out."""
        plans = {change.id: self._plan(change) for change in self.changes if change.operation == "update"}
        cleared = [(c.table, c.row, name) for c in self.changes if c.id in plans for name in plans[c.id]]
        self._keep_tales(plans)
        self.came.decide(cleared, self.staying)
        self.outcome.kept += [Kept(*row) for row in self.came.kept()]
        soft = brought.soft_names(self.db, self.came)
        for table, count in self.came.take_away():
            self._count(table, count)
        gone = {(c.owner_kind, c.owner_id) for c in self.changes if self._is_record_deleted(c)}
        units: dict[object, list[Change]] = {}
        for change in self.changes:
            owner = (change.owner_kind, change.owner_id)
            units.setdefault(owner if owner in gone else change.id, []).append(change)
        for unit in units.values():
            self._take_back(unit, plans)
        self._check_links()
        self.newly_staying |= brought.still_named(self.db, soft)
        return self.outcome

    def _is_record_deleted(self, change: Change) -> bool:
        is_record = not self.tables[change.table].belongs_to
        return change.operation == "delete" and is_record and not self.came.has(change.table, change.row)

    def _plan(self, change: Change) -> dict[str, Any]:
        """The columns of an update that can go back, as they were; what cannot is noted as kept.

        For custom values: {"custom": {key: value before, or None}} with the keys that can.
        """
        if self.came.has(change.table, change.row) or (change.id, "") in self.refused:
            return {}
        plan: dict[str, Any] = {}
        changed = {name: value for name, value in change.before.items() if name in self.columns[change.table]}
        if not self.later and not self.refused:
            return changed
        seen = self.later.of_row(change.table, change.row, after=change.id) if self.later else []
        for name, value in changed.items():
            if name == "custom" and seen:
                keys = since.custom_keys(value, seen, self._now(change))
                plan[name] = {}
                for key, old in keys.items():
                    if by := self.later.changed_custom(seen, key, self._now(change)):
                        self._keep(change, key, by)
                    else:
                        plan[name][key] = old
                if not plan[name]:
                    del plan[name]
            elif by := self.later.changed(seen, name) or self.refused.get((change.id, name), ""):
                self._keep(change, name, by)
            else:
                plan[name] = value
        return plan

    def _now(self, change: Change) -> str | None:
        row = self.db.execute(f"SELECT custom FROM {change.table} WHERE id = ?", (change.row,)).fetchone()
        return row[0] if row else None

    def _keep(self, change: Change, name: str, reason: str) -> None:
        kept = Kept(change.owner_kind, change.owner_id, change.table, change.row, name, reason)
        if not any(k == kept for k in self.outcome.kept[-50:]):
            self.outcome.kept.append(kept)

    def _keep_tales(self, plans: dict[int, dict[str, Any]]) -> None:
        """A row that tells of a change that stays, stays with it."""
        if not self.later:
            return
        for change in self.changes:
            stays = set(change.before) - set(plans.get(change.id, change.before))
            for table, told in TOLD_BY.items():
                if stays & told and change.operation == "update":
                    self.came.keep_parts(table, change.owner_kind, change.owner_id)

    def _take_back(self, unit: list[Change], plans: dict[int, dict[str, Any]]) -> None:
        reason = next((self.refused[c.id, ""] for c in unit if (c.id, "") in self.refused), "")
        if reason:
            first = unit[0]
            record = (
                first
                if len(unit) == 1
                else first._replace(table=self._record_table(first), row=first.owner_id)
            )
            self._keep(record, "", reason)
            return
        self.db.execute("SAVEPOINT unit")
        done: list[tuple[str, int]] = []
        try:
            for change in unit:
                is_back = False
                if change.operation == "update":
                    is_back = self._update(change, plans[change.id])
                elif not self.came.has(change.table, change.row):
                    is_back = self._put_back(change)
                if is_back:
                    done.append((change.table, change.row))
        except IntegrityError as error:
            self.db.execute("ROLLBACK TO unit")
            self.newly_refused[unit[0].id, ""] = in_words(error)
        else:
            for table, row in done:
                self._count(table, (table, row) not in self.back)
                self.back.add((table, row))
        self.db.execute("RELEASE unit")

    def _update(self, change: Change, plan: dict[str, Any]) -> bool:
        if not plan:
            return False
        values = dict(plan)
        if isinstance(values.get("custom"), dict):
            values["custom"] = since.merged_custom(
                self._now(change), values["custom"], change.before["custom"]
            )
        sets = ", ".join(f"{name} = ?" for name in values)
        table = self.tables[change.table]
        count = self.db.execute(
            f"UPDATE {table.name} SET {sets} WHERE id = ?", (*values.values(), change.row)
        ).rowcount
        self.pointing += [
            (change, table, name) for name in values if name in table.references and values[name]
        ]
        return count > 0

    def _put_back(self, change: Change) -> bool:
        table = self.tables[change.table]
        back = replay.put_back(self.columns, change.table, change.row, change.before)
        count = self.db.execute(back.sql, back.values).rowcount
        self.pointing += [(change, table, name) for name in table.references if change.before.get(name)]
        return count > 0

    def _check_links(self) -> None:
        """What went back may point to records that have gone since: such a row cannot."""
        for change, table, name in self.pointing:
            target = table.references[name]
            row = self.db.execute(
                f"SELECT t.{name} FROM {table.name} t WHERE t.id = ? AND t.{name} IS NOT NULL"
                f" AND NOT EXISTS (SELECT 1 FROM {target} x WHERE x.id = t.{name})",
                (change.row,),
            ).fetchone()
            if row:
                column = name if change.operation == "update" else ""
                self.newly_refused[change.id, column] = f"{kind_of(target)}/{row[0]} is not there any more"

    def _record_table(self, change: Change) -> str:
        return next(
            (t.name for t in self.tables.values() if not t.belongs_to and t.kind == change.owner_kind),
            change.table,
        )

    def _count(self, table: str, count: int) -> None:
        if count:
            self.outcome.rows[table] = self.outcome.rows.get(table, 0) + count


def in_words(error: IntegrityError) -> str:
    """Say what a key refused: `another tag has the same normal now`."""
    text = str(error)
    kind, _, what = text.partition(" constraint failed: ")
    table, _, columns = what.partition(".")
    if kind == "UNIQUE" and columns:
        names = columns.replace(f"{table}.", "").replace("_id", "")
        return f"another {kind_of(table).replace('_', ' ')} has the same {names} now"
    if kind == "CHECK":
        return "with what was changed since it would not fit together"
    return text[:1].lower() + text[1:]
