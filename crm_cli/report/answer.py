"""A report, answered: asked of the file, written in the way asked for, and remarked upon."""

from __future__ import annotations

from crm_cli.core.record import replace
from crm_cli.kinds.rates import Rates
from crm_cli.report import count, figures, group, remark, written
from crm_cli.report.asked import Asked, meant
from crm_cli.report.found import found
from crm_cli.report.reports import REPORTS
from crm_cli.report.statement import conditions
from crm_cli.verbs import listing

TYPE_CHECKING = False
if TYPE_CHECKING:
    from crm_cli.app.context import App
    from crm_cli.report.question import Question
    from crm_cli.report.report import Report


def answer_named(
    crm: App,
    name: str,
    *,
    by: str | None = None,
    period: str | None = None,
    where: str | None = None,
    compare: str | None = None,
    chart: bool = False,
    explain: bool = False,
    records: bool = False,
    format: str | None = None,
) -> None:
    """Answer the report of that name."""
    answer(crm, REPORTS[name], Asked(by, period, where, compare, format, chart, explain, records))


def answer(crm: App, report: Report, asked: Asked) -> None:
    """Write a report, the records behind it, or how it comes about; UsageError for what cannot be read."""
    asked.check(crm)
    now = meant(crm, report, asked)
    if asked.records:
        _list(crm, now, asked.format)
        return
    days, then = None, []
    if asked.compare:
        from crm_cli.core.periods import Period
        from crm_cli.report.earlier import days_beside

        days = days_beside(now.period, asked.compare)
        then = [replace(now, period=Period(days.earlier_start, days.earlier_end))]
    base = crm.setting("currency") or None
    rates = Rates(crm.read(), base, crm.today)
    answers, missing = found(crm.read(), [now, *then], rates)
    currencies = {tally.currency for each in answers for tally in each.whole if tally.currency}
    layout = figures.layout(now, group.home(currencies, base), crm.calendar.week_start)
    if asked.explain:
        from crm_cli.report.explain import write_explained

        write_explained(crm, answers[0], where=asked.where or "", format=asked.format)
    elif asked.chart:
        written.draw(crm, answers[0], layout)
    elif days:
        from crm_cli.report.compare import write_compared

        write_compared(crm, answers[0], answers[1], layout, days, asked.format)
    else:
        written.write_rows(crm, answers[0], layout, asked.format)
    parts = [
        " beside ".join(remark.counted(each) for each in answers),
        *remark.notes(answers[0], undated=count.undated(crm.read(), now)),
        *remark.of_money(rates, currencies, missing),
    ]
    crm.remark("; ".join(parts))


def _list(crm: App, asked: Question, format: str | None) -> None:
    condition, values = conditions(asked)
    columns = ",".join(asked.report.listed) or None
    listing.show(
        crm,
        asked.report.kind,
        None,
        columns=columns,
        archived=True,
        where=condition,
        values=values,
        format=format,
    )
