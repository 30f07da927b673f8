"""A report about some of its records: what is to be counted, by what, and in which currency."""

from __future__ import annotations

from crm_cli.core.record import record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from crm_cli.core.fields import Raw
    from crm_cli.core.periods import Period
    from crm_cli.report.by import By
    from crm_cli.report.report import Report
    from crm_cli.report.terms import Term


@record
class Question:
    """A report about some of its records.

    day: the SQL of the day a record counts on. where: a further SQL condition over the record's row `t`, and
    `values` for its marks. base: the currency to convert to, or "" to convert nothing.
    """

    report: Report
    terms: Mapping[str, Term]
    day: str
    by: By
    where: str = "TRUE"
    values: tuple[Raw, ...] = ()
    period: Period | None = None
    base: str = ""
