"""Apply a decided table: each row becomes a new record, a change of one, nothing, or a rejection."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import nullcontext
from itertools import islice
from sqlite3 import Connection

from crm_cli.db.bulk import without_insert_triggers
from crm_cli.exchange.apply.ahead import Ahead
from crm_cli.exchange.apply.rows import Import
from crm_cli.exchange.apply.settings import Settings
from crm_cli.exchange.decide.decision import Decision
from crm_cli.exchange.decide.lines import gathered
from crm_cli.exchange.plan.plan import Plan
from crm_cli.exchange.read.table import Row, Table

MANY = 2_000
"""From so many rows on, triggers of inserts stand aside."""

AHEAD = 2_000
"""So many rows are looked up together."""

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


def apply(
    db: Connection,
    sheet: Table,
    decision: Decision,
    settings: Settings,
    *,
    progress: Callable[[int], None] = lambda count: None,
    is_again: bool = False,
) -> Plan:
    """Write a table into the file, within the caller's transaction; returns what became of its rows.

    is_again: the table was read before for rows of another kind in it, and what stands outside them counted.
    """
    plan = Plan(steps=[] if settings.lists_steps else None)
    importing = Import(db, sheet, decision, settings, plan)
    many = without_insert_triggers(db, indexes=_indexes_unused(db, decision))
    beyond = lines = 0
    with many if decision.rows >= MANY else nullcontext(lambda: None) as importing.put_indexes_back:
        for count, (row, further, ahead) in enumerate(_looked_ahead(importing, sheet, decision), start=1):
            if not row.fault and not importing.drafts.rows.takes(row.cells):
                continue
            if not row.fault and (why := importing.drafts.rows.why_out(row.cells)):
                plan.note(f"rows left out: {why}")
                beyond += len(row.cells) - row.cells.count("")
                continue
            beyond += sum(map(bool, row.rest))
            outcome = importing.take(row, ahead)
            plan.add(outcome)
            for cells in further:
                lines += 1
                if outcome.action == "reject":
                    plan.cells.reject(cells)
                else:
                    is_new = outcome.action != "unchanged"
                    plan.cells.row(cells, "stored" if is_new else "equal", importing.left_out)
            if count % 1000 == 0:
                progress(count)
        importing.finish()
    if lines:
        plan.note("rows that are a further line of the record above them", lines)
    plan.cells.outside = beyond + (0 if is_again else sheet.outside)
    plan.cells.check((plan.rows + lines) * len(sheet.headers) + plan.cells.outside)
    return plan


def _looked_ahead(
    importing: Import, sheet: Table, decision: Decision
) -> Iterator[tuple[Row, Sequence[list[str]], Ahead]]:
    """The rows, each with further ones of its record, and what was looked up for many of them together."""
    gathering = iter(gathered(sheet, decision))
    while rows := [*islice(gathering, AHEAD)]:
        for (row, further), ahead in zip(rows, importing.look_ahead([row for row, _ in rows]), strict=True):
            yield row, further, ahead


def _indexes_unused(db: Connection, decision: Decision) -> list[str]:
    """Indexes that importing a kind never looks anything up by, where the new rows are most of their table."""
    names = (*UNUSED.get(decision.kind, ()), f"external_ids_{decision.kind}")
    marks = ", ".join("?" * len(names))
    of = db.execute(f"SELECT name, tbl_name FROM sqlite_schema WHERE name IN ({marks})", names).fetchall()
    counts = {
        table: db.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
        for table in {table for _, table in of}
    }
    return [name for name, table in of if counts[table] < decision.rows]
