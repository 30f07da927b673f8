"""Decide what each column of a table is, over all its rows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from crm_cli.exchange.decide import naming
from crm_cli.exchange.decide.decision import Decision, Options
from crm_cli.exchange.decide.tally import Tally, settle_decimals, settle_orders
from crm_cli.exchange.read.reading import Sheet
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
    sheet: Sheet, kind: str, options: Options, custom: Sequence[CustomField], default_order: str | None
) -> Decision:
    """Decide every column of a table; reads all its rows once.

    custom: the fields the user already has. default_order: the setting `date_order`, for what the data leaves open.
    Raises UsageError for a map that names what is not there, and for two readings that nothing settles.
    """
    columns = naming.named(sheet, kind, options, custom)
    tallies = [Tally(column) for column in columns]
    survey = _survey(sheet, tallies)
    for tally in tallies:
        tally.type_custom()
    settle_orders(tallies, options.order, default_order)
    settle_decimals(tallies, options.decimal)
    ignored = []
    for tally in tallies:
        column = tally.column
        if column.custom and column.is_new and (tally.is_empty or not options.keeps):
            if not tally.is_empty:
                ignored.append(column.header)
            column.custom = ""
    is_ours = any(column.target == "uid" for column in columns)
    ids = [column for column in columns if column.target == "external_id"]
    return Decision(
        kind,
        tuple(columns),
        survey.rows,
        is_ours,
        ids[0].header if ids else "",
        tuple(ignored),
        survey.stages,
        survey.without_id == 0,
    )


def _survey(sheet: Sheet, tallies: Sequence[Tally]) -> _Survey:
    """Read all rows once, by batches, and let each column see its distinct values."""
    rows = without_id = 0
    batch: list[list[str]] = []
    stages: dict[tuple[str, str], None] = {}
    places = {tally.column.target: tally.column.index for tally in tallies}
    stage, pipeline = places.get("stage", places.get("status")), places.get("pipeline")
    id = places.get("external_id")
    watched = [tally for tally in tallies if tally.is_watched]
    for tally in tallies:
        tally.is_empty = tally in watched
    for row in sheet.rows():
        rows += 1
        cells = row.cells
        if id is None or not cells[id]:
            without_id += 1
        if not row.fault:
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


def _see(batch: Sequence[Sequence[str]], watched: Sequence[Tally]) -> list[Tally]:
    for tally in watched:
        index = tally.column.index
        values = {cells[index] for cells in batch}
        values.discard("")
        tally.take(values)
    return [tally for tally in watched if tally.is_watched]
