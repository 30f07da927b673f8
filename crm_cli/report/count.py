"""What the file says to a question: sums of the records that count, by group, currency and, for periods, day."""

from __future__ import annotations

from crm_cli.core.record import record
from crm_cli.kinds.catalogue import KINDS
from crm_cli.report.statement import fitting, statement
from crm_cli.report.terms import Sum

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from sqlite3 import Connection

    from crm_cli.report.question import Question
    from crm_cli.report.terms import Term


@record
class Tally:
    """What some records come to: those of one key, one currency and, where rows are periods, one day.

    currency: None of records without an amount. first, last: the days they lie between; undated: how many have
    none. sums: one a term, in their order.
    """

    key: str | None
    day: str | None
    currency: str | None
    records: int
    first: str | None
    last: str | None
    undated: int
    sums: tuple[Sum, ...]


def counted(db: Connection, question: Question) -> list[Tally]:
    """Ask the file; one pass over the records that count."""
    asked = statement(question)
    return [
        Tally(
            None if key is None else str(key),
            *(day, currency, records, first, last, undated),
            _read(iter(figures), question.terms.values()),
        )
        for key, day, currency, records, first, last, undated, *figures in db.execute(asked.sql, asked.values)
    ]


def _read(figures: Iterator[int | None], terms: Iterable[Term]) -> tuple[Sum, ...]:
    """The sums of a row, from the columns that `_adding` wrote."""
    sums = []
    for term in terms:
        if term.is_count:
            count = next(figures) or 0
            sums.append(Sum(count, count, count))
        else:
            high, low, found, matching = (next(figures) or 0 for _ in range(4))
            sums.append(Sum((high << 32) + low, found, matching))
    return tuple(sums)


def undated(db: Connection, question: Question) -> int:
    """How many records a period leaves out because they have no day to tell by."""
    if question.period is None:
        return 0
    table = KINDS[question.report.kind].table
    sql = f"SELECT count(*) FROM {table} t WHERE {fitting(question)} AND {question.day} IS NULL"
    return int(db.execute(sql, question.values).fetchone()[0])
