"""Decide what each column of a table is, over all its rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from crm_cli.core.fields import same_name
from crm_cli.exchange.decide import naming, spoilt
from crm_cli.exchange.decide.decision import Column, Decision, Link, Options
from crm_cli.exchange.decide.profiles import usual_rows
from crm_cli.exchange.decide.recognise import Known
from crm_cli.exchange.decide.row import RowReader
from crm_cli.exchange.decide.tally import Tally, settle_decimals, settle_lists, settle_orders
from crm_cli.exchange.decide.targets import linked
from crm_cli.exchange.read.table import Table
from crm_cli.kinds.catalogue import KINDS
from crm_cli.kinds.custom import CustomField

_BATCH = 4000


class _Survey(NamedTuple):
    """What one pass over the rows found.

    stages: the (pipeline, stage) they name, in order of appearance. without_id: rows whose id is blank.
    """

    rows: int
    stages: tuple[tuple[str, str], ...]
    without_id: int


def decide(
    sheet: Table,
    kind: str,
    options: Options,
    custom: Sequence[CustomField],
    default_order: str | None,
    known: Known | None = None,
) -> Decision:
    """Decide every column of a table; reads all its rows once.

    custom: the fields the user already has. default_order: the setting `date_order`, for what the data leaves open.
    known: what the rows are, and the profile that knows them.
    Raises UsageError for a map that names what is not there, and for two readings that nothing settles.
    """
    rows = (known.rows if known else None) or usual_rows(kind)
    columns = naming.named(sheet, kind, options, custom, rows)
    ids = [column for column in columns if column.target == "external_id"]
    decision = Decision(
        kind,
        tuple(columns),
        0,
        any(column.target == "uid" for column in columns),
        ids[0].header if ids else "",
        (),
        (),
        False,
        rows,
        rows.system if rows else "",
        known.why if known else "",
        _links(kind, columns),
        known.others if known else None,
    )
    tallies = [Tally(column) for column in columns]
    survey = _survey(sheet, decision, tallies)
    _leave_doubtful(tallies, custom)
    stages = survey.stages if any(column.target in {"stage", "status"} for column in columns) else ()
    for tally in tallies:
        tally.type_custom()
    settle_orders(
        tallies,
        options.order or (rows.date_order if rows else None) or None,
        default_order,
        is_persian=options.is_persian,
        orders=options.orders,
    )
    settle_decimals(
        tallies, options.decimal or (rows.decimal if rows else None) or None, decimals=options.decimals
    )
    if not decision.is_ours:
        settle_lists(tallies)
    ignored = []
    for tally in tallies:
        column = tally.column
        if column.custom and column.is_new and (tally.is_empty or not options.keeps):
            if not tally.is_empty:
                ignored.append(column.header)
            column.custom = ""
    return replace(
        decision,
        rows=survey.rows,
        ignored=tuple(ignored),
        stages=stages,
        has_all_ids=survey.without_id == 0,
    )


def _links(kind: str, columns: Sequence[Column]) -> tuple[Link, ...]:
    """The columns of each link, together."""
    at = {(column.target, column.number): column for column in columns if column.target}
    found = []
    for target, to in linked(kind).items():
        for number in range(1, 51):
            name, id = at.get((target, number)), at.get((f"{target}_id", number))
            email = at.get((f"{target}_email", number))
            if name or id or email:
                found.append(Link(target, to, number, name, id, email))
    return tuple(found)


def _leave_doubtful(tallies: Sequence[Tally], custom: Sequence[CustomField]) -> None:
    """What would be a field only by its words (`State`), and holds others, is a field of the user's own."""
    names = {same_name(one.name) for one in custom} | {
        same_name(tally.column.custom) for tally in tallies if tally.column.custom
    }
    for tally in tallies:
        column = tally.column
        if column.is_doubtful and not tally.is_all_words:
            column.target, column.reading, column.words = "", "text", {}
            naming.as_new(column, names)
            column.custom_type, column.said = "text", "its cells are no words of ours"


def _survey(sheet: Table, decision: Decision, tallies: Sequence[Tally]) -> _Survey:
    """Read all rows once, by batches, and let each column see its distinct values."""
    rows = without_id = 0
    batch: list[Sequence[str]] = []
    stages: dict[tuple[str, str], None] = {}
    places = {tally.column.target: tally.column.index for tally in tallies}
    stage, pipeline = places.get("stage", places.get("status")), places.get("pipeline")
    id = places.get("external_id")
    watched = [tally for tally in tallies if tally.is_watched]
    for tally in tallies:
        tally.is_empty = tally in watched
    reader = RowReader(decision)
    for row in sheet.rows():
        if not row.fault and (not reader.takes(row.cells) or reader.why_out(row.cells)):
            continue
        rows += 1
        if id is None or not reader.id(row.cells, id):
            without_id += 1
        if not row.fault and reader.is_own(row.cells):
            if spoilt.may_be("\x1f".join(row.cells)):
                _note_spoilt(row.cells, tallies, KINDS[decision.kind].title)
            cells = reader.read(row.cells).cells
            batch.append(cells)
            if stage is not None or pipeline is not None:
                stages["" if pipeline is None else cells[pipeline], "" if stage is None else cells[stage]] = (
                    None
                )
        if len(batch) == _BATCH:
            watched = _see(batch, watched)
            batch = []
    _see(batch, watched)
    stages.pop(("", ""), None)
    return _Survey(rows, tuple(stages), without_id)


def _note_spoilt(cells: Sequence[str], tallies: Sequence[Tally], title: str) -> None:
    """Note the columns with such cells; a text that names nothing stays as written, whatever it looks like."""
    for tally in tallies:
        column = tally.column
        names = column.reading != "text" or column.target == title
        if names and spoilt.is_spoilt(cells[column.index]):
            column.is_spoilt = True


def _see(batch: Sequence[Sequence[str]], watched: Sequence[Tally]) -> list[Tally]:
    for tally in watched:
        index = tally.column.index
        values = {cells[index] for cells in batch}
        values.discard("")
        if tally.column.is_spoilt:
            values = {value for value in values if not spoilt.is_spoilt(value)}
        tally.take(values)
    return [tally for tally in watched if tally.is_watched]
