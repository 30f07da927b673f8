"""The figures of a period beside those of an earlier one."""

from __future__ import annotations

from datetime import date

from crm_cli.core.periods import bucket, buckets_between
from crm_cli.core.record import replace
from crm_cli.output import write
from crm_cli.report import figures, group
from crm_cli.report.earlier import beside
from crm_cli.report.written import key_of, row_of, rows_of, seen

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from crm_cli.app.context import App
    from crm_cli.core.periods import Grain
    from crm_cli.report.count import Tally
    from crm_cli.report.earlier import Days
    from crm_cli.report.found import Found
    from crm_cli.report.group import Group, Layout


def write_compared(crm: App, now: Found, then: Found, layout: Layout, days: Days, format: str | None) -> None:
    """Write the figures of a period, and behind them those of an earlier one under names of their own."""
    chosen = crm.chosen_format(format)
    question, earlier, order = now.question, then.rows, list[str]()
    if grain := question.by.grain:
        earlier = _renamed(earlier, days, grain, layout.week_start)
        order = list(buckets_between(days.start, days.end, grain, layout.week_start))
    past = group.grouped(earlier, replace(question.by, grain=None), layout)
    key = figures.key_column(question.by)
    columns = seen(figures.columns(question), chosen)
    own = [column for column in columns if column.name != figures.CURRENCY]
    shown = [
        (*key_of(here, question), *row_of(here, question, columns), *row_of(there, question, own))
        for here, there in _paired(rows_of(now, layout), past, order, layout)
    ]
    others = [figures.prefixed(column, days.name) for column in own]
    write(shown, [*key, *columns, *others], chosen, crm.stdout, screen=crm.screen)


def _renamed(tallies: Iterable[Tally], days: Days, grain: Grain, week_start: int) -> list[Tally]:
    """Give tallies of the earlier period the key of the bucket they stand beside."""
    names = beside(days, grain, week_start)
    return [
        replace(tally, key=names[bucket(date.fromisoformat(tally.day), grain, week_start)], day=None)
        for tally in tallies
        if tally.day
    ]


def _paired(
    now: Sequence[Group], then: Sequence[Group], order: Sequence[str], layout: Layout
) -> list[tuple[Group, Group]]:
    """Put the rows of two periods side by side, by key and currency; a row that is missing on one side is empty.

    order: where rows are periods, all their keys by time; between the first and the last none is left out.
    """
    left = {(row.key, row.currency): row for row in now}
    right = {(row.key, row.currency): row for row in then}
    at = list(dict.fromkeys([*left, *right]))
    if order:
        places = {key: place for place, key in enumerate(order)}
        held = [places[key] for key, _ in at if key in places]
        there = {key for key, _ in at}
        at += [
            (key, layout.home)
            for key in order[min(held, default=0) : max(held, default=-1) + 1]
            if key not in there
        ]
        at.sort(key=lambda pair: (pair[0] is None, pair[0] or "", pair[1] or ""))
    return [
        (left.get(pair) or group.empty(*pair, layout), right.get(pair) or group.empty(*pair, layout))
        for pair in at
    ]
