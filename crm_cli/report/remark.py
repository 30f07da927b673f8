"""What a report says beside its figures: what was counted, over which days, in which currency, and what was left out."""

from __future__ import annotations

from crm_cli.core.text import plural
from crm_cli.kinds.catalogue import KINDS
from crm_cli.report.report import Total, Weighted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from crm_cli.kinds.rates import Rates
    from crm_cli.report.found import Found


def counted(found: Found) -> str:
    """How many records were counted, and on which days: "12 won deals, closed from 2026-01-02 to 2026-11-20"."""
    report, span = found.question.report, found.question.period
    text = plural(found.records, report.noun)
    days = [day for tally in found.whole for day in (tally.first, tally.last) if day]
    if span is not None:
        return f"{text} {report.dated} {span.start or ''}..{span.end or ''}"
    return f"{text}, {report.dated} from {min(days)} to {max(days)}" if days else text


def notes(found: Found, *, undated: int) -> Iterator[str]:
    """What was left out, what records lacked, and whether they stand in several rows.

    undated: how many records the period leaves out for want of a day.
    """
    question, report = found.question, found.question.report
    without_day = sum(tally.undated for tally in found.whole)
    if without_day and question.period is None:
        yield f"{without_day} without a day"
    if undated:
        yield f"left out: {plural(undated, report.noun)} without a day"
    for measure in report.measures:
        if isinstance(measure, (Total, Weighted)):
            place = list(question.terms).index(measure.name)
            sums = [tally.sums[place] for tally in found.whole]
            if lacking := sum(each.matching - each.found for each in sums):
                to = f" to {measure.name}" if isinstance(measure, Weighted) else ""
                adds = "adds" if lacking == 1 else "add"
                yield f"{plural(lacking, report.kind)} without {measure.blank} {adds} 0{to}"
    if sum(tally.records for tally in found.rows) > found.records:
        share = question.by.share
        several = share.names[-1] if share is not None else question.by.name
        how = f", {share.of} shared {share.how}" if share is not None else ""
        yield f"{KINDS[report.kind].plural} with several {several} count with each{how}"


def of_money(rates: Rates, currencies: Iterable[str], missing: Iterable[str]) -> Iterator[str]:
    """At which rates amounts were converted, or why they were not."""
    for currency, on in sorted(rates.used):
        yield f"{currency} at the rate of {on}"
    if not rates.base and len(set(currencies)) > 1:
        yield "a row for each currency: none is set to convert to (crm config set currency EUR)"
    if lacking := ", ".join(sorted(missing)):
        yield f"no rate to {rates.base} for {lacking}: on rows of their own"
