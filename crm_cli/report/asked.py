"""What a person says about a report, in the words of its options, and the question it means."""

from __future__ import annotations

from crm_cli.core.errors import UsageError
from crm_cli.core.record import record
from crm_cli.report.by import understood
from crm_cli.report.question import Question
from crm_cli.report.terms import terms
from crm_cli.report.words import Words
from crm_cli.verbs import listing

TYPE_CHECKING = False
if TYPE_CHECKING:
    from crm_cli.app.context import App
    from crm_cli.report.report import Report


@record
class Asked:
    """The options of a report; None where the person said nothing."""

    by: str | None = None
    period: str | None = None
    where: str | None = None
    compare: str | None = None
    format: str | None = None
    chart: bool = False
    explain: bool = False
    records: bool = False

    def check(self, crm: App) -> None:
        """Refuse what cannot be had together."""
        ways = [f"--{name}" for name in ("records", "explain", "chart", "compare") if getattr(self, name)]
        if len(ways) > 1:
            raise UsageError(f"`{ways[0]}` and `{ways[1]}` are two answers", hint=f"leave {ways[1]} out")
        if self.chart and self.format is not None and not crm.chosen_format(self.format).is_screen:
            raise UsageError(
                f"`--chart` draws bars, `-f {self.format}` writes figures", hint="leave one of them out"
            )


def meant(crm: App, report: Report, asked: Asked) -> Question:
    """Find what is asked; UsageError for a field, period or query that cannot be read."""
    catalogue = Words(crm.read(), report)
    by = understood(report, catalogue, asked.by or report.by)
    period = None
    if asked.period is not None:
        from crm_cli.core.periods import parse_period

        period = parse_period(asked.period, crm.calendar)
    where, values = listing.conditions(
        crm, catalogue, report.kind, [asked.where] if asked.where else None, archived=True
    )
    day = listing.named(catalogue, report.kind, report.day).sql
    return Question(report, terms(report, catalogue), day, by, where, tuple(values), period)
