"""The figures of a report in SQL: each measure as whole numbers that add up exactly."""

from __future__ import annotations

from crm_cli.core.record import record
from crm_cli.report.report import Count, Ratio, Weighted
from crm_cli.verbs import listing

TYPE_CHECKING = False
if TYPE_CHECKING:
    from crm_cli.kinds.catalogue import Catalogue
    from crm_cli.report.report import Report, Total


@record
class Term:
    """What one measure adds up, in SQL over the record's row `t`, of the records that fit `where`.

    value: what is added, "" for a count. weight: what each value is multiplied by, or "". field: the name of the
    field that `value` is of. currency: the SQL of its currency code, or "" where it is no money. type: the name of
    the field's type. A record without a value, or where there are weights without a weight, adds nothing.
    """

    where: str
    value: str = ""
    weight: str = ""
    field: str = ""
    currency: str = ""
    type: str = "integer"

    @property
    def is_count(self) -> bool:
        """Whether it counts records instead of adding up values of theirs."""
        return not self.value


def terms(report: Report, catalogue: Catalogue) -> dict[str, Term]:
    """The terms of a report by the names of their measures; a ratio needs none."""
    return {
        measure.name: _term(measure, report, catalogue)
        for measure in report.measures
        if not isinstance(measure, Ratio)
    }


def _term(measure: Count | Total | Weighted, report: Report, catalogue: Catalogue) -> Term:
    if isinstance(measure, Count):
        if not measure.has:
            return Term(measure.where)
        value = listing.named(catalogue, report.kind, measure.has).sql
        return Term(f"{measure.where} AND {value} IS NOT NULL")
    field = listing.named(catalogue, report.kind, measure.field)
    weight = ""
    if isinstance(measure, Weighted):
        weight = listing.named(catalogue, report.kind, measure.probability).sql
    return Term(measure.where, field.sql, weight, field.name, field.currency, field.type.name)


@record
class Sum:
    """What a term comes to over some records.

    total: the exact sum. found: how many records had what it needs. matching: how many could have had it.
    """

    total: int = 0
    found: int = 0
    matching: int = 0

    def plus(self, other: Sum) -> Sum:
        """Both together."""
        return Sum(self.total + other.total, self.found + other.found, self.matching + other.matching)
