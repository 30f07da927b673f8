"""The `report` commands, each made from what its report declares."""

from __future__ import annotations

from typing import Annotated

import typer

from crm_cli.cli.group import Commands
from crm_cli.cli.options import FormatOption, WhereOption
from crm_cli.report.answer import answer
from crm_cli.report.asked import Asked
from crm_cli.report.report import Report
from crm_cli.report.reports import REPORTS

app = Commands(
    help="""Figures: what stands in the pipeline, what was sold, won and lost, what was done.

    Example: crm report pipeline
    crm report sales --by month --period 2026
    crm report winloss --by owner --where source:fair
    crm report activity --by week
    """
)

ByOption = Annotated[
    str | None,
    typer.Option("--by", help="A field: stage, owner, product, company, source …; day … year; none."),
]
PeriodOption = Annotated[
    str | None, typer.Option("--period", help="2026, 2026-Q4, last-month, 2026-01..2026-03.")
]
CompareOption = Annotated[
    str | None,
    typer.Option(
        "--compare", metavar="previous|last-year", help="The same figures of an earlier period, too."
    ),
]
ChartOption = Annotated[bool, typer.Option("--chart", help="Bars instead of figures.")]
ExplainOption = Annotated[
    bool, typer.Option("--explain", help="What is asked, what is left out, and the SQL, instead of figures.")
]
RecordsOption = Annotated[bool, typer.Option("--records", help="The records behind the figures.")]


def register(report: Report) -> None:
    """Make a report a command of the group."""

    def run(
        ctx: typer.Context,
        by: ByOption = None,
        period: PeriodOption = None,
        where: WhereOption = None,
        compare: CompareOption = None,
        chart: ChartOption = False,
        explain: ExplainOption = False,
        records: RecordsOption = False,
        format: FormatOption = None,
    ) -> None:
        answer(ctx.obj, report, Asked(by, period, where, compare, format, chart, explain, records))

    run.__doc__ = f"{report.help}\n\nExample: {report.example}\n"
    app.command(report.name)(run)


for each in REPORTS.values():
    register(each)
