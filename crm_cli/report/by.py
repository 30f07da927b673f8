"""What the rows of a report stand for: the word after --by, understood."""

from __future__ import annotations

from decimal import Decimal

from crm_cli.core.errors import UsageError
from crm_cli.core.fields import normal_name
from crm_cli.core.record import record
from crm_cli.verbs import listing

TYPE_CHECKING = False
if TYPE_CHECKING:
    from crm_cli.core.fields import Field
    from crm_cli.core.periods import Grain
    from crm_cli.kinds.catalogue import Catalogue
    from crm_cli.output import Value
    from crm_cli.report.report import Report, Share


GRAINS: tuple[Grain, ...] = ("day", "week", "month", "quarter", "year")


@record
class By:
    """Periods of a grain, the values of a field, the parts of a share; or, with no name, one row for all.

    sql: the expression of the field over the record's row `t`; where `many`, a SELECT of one column `value`.
    type: the name of the field's type.
    order: keys in the order their rows stand in; others follow.
    """

    name: str = ""
    label: str = ""
    sql: str = "NULL"
    type: str = "text"
    grain: Grain | None = None
    many: bool = False
    share: Share | None = None
    order: tuple[str, ...] = ()

    @property
    def is_split(self) -> bool:
        """Whether one record can count in several rows, so that rows add up to more than there is."""
        return self.many or self.share is not None

    def value(self, key: str | None) -> Value:
        """A key as it is shown: ratios from 0 to 1, yes and no; else the text itself."""
        if key is not None and self.type == "percent":
            return Decimal(key) / 10_000
        return bool(int(key)) if key is not None and self.type == "yes/no" else key

    def words(self, key: str | None) -> str:
        """A key in words, as a chart has it."""
        found = self.value(key)
        if found is None:
            return "(none)"
        if isinstance(found, bool):
            return "yes" if found else "no"
        return f"{found:.0%}" if isinstance(found, Decimal) else str(found)


def understood(report: Report, catalogue: Catalogue, asked: str) -> By:
    """Find what a word means for a report; UsageError with the nearest for one that is unknown, and for money."""
    word = normal_name(asked.strip())
    if word == "none":
        return By()
    for grain in GRAINS:
        if word == grain:
            return By(grain, grain.capitalize(), grain=grain)
    for share in report.shares:
        if word in map(normal_name, share.names):
            return By(share.names[0], share.names[0].capitalize(), share=share)
    return _by(listing.named(catalogue, report.kind, asked.strip()), report)


def _by(field: Field, report: Report) -> By:
    if field.currency:
        raise UsageError(
            f"{field.name} is money, and makes no groups",
            hint=f"amounts are chosen instead, with --where '{field.name}>=1000'",
        )
    order = field.choices if field.name in report.ordered else ()
    return By(field.name, field.title, field.sql, field.type.name, many=field.many, order=order)
