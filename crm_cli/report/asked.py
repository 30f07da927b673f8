"""What a person says about a report, in the words of its options, and the question it means."""

from __future__ import annotations

from crm_cli.core.errors import UsageError
from crm_cli.core.fields import normal_name
from crm_cli.core.record import record
from crm_cli.kinds.catalogue import Catalogue
from crm_cli.report.by import understood
from crm_cli.report.question import Question
from crm_cli.report.terms import terms
from crm_cli.verbs import listing

TYPE_CHECKING = False
if TYPE_CHECKING:
    from sqlite3 import Connection

    from crm_cli.app.context import App
    from crm_cli.core.fields import Field
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


class Words(Catalogue):
    """The fields of a file as a report knows them, for `--by` and `--where` alike."""

    __slots__ = ("report",)

    def __init__(self, db: Connection, report: Report) -> None:
        super().__init__(db)
        self.report = report

    def field(self, kind: str, name: str) -> Field | None:
        """The report's own field of that name, else what the file knows."""
        if kind == self.report.kind:
            asked = normal_name(name)
            for field in self.report.fields:
                if field.is_named(asked):
                    return field
        return super().field(kind, name)

    def names(self, kind: str) -> list[str]:
        """What can be asked of a kind, the report's own names among it."""
        own = self.report.fields if kind == self.report.kind else ()
        return [*super().names(kind), *(name for field in own for name in (field.name, *field.aliases))]

    @property
    def of_file(self) -> Catalogue:
        """The fields without the report's: a segment selects the same records in it as anywhere."""
        return Catalogue(self.db)


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
