"""What the file answers: a question asked, and again in one currency where amounts turn out to be of several."""

from __future__ import annotations

from crm_cli.core.record import record, replace
from crm_cli.report import count
from crm_cli.report.by import By

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from sqlite3 import Connection

    from crm_cli.kinds.rates import Rates
    from crm_cli.report.count import Tally
    from crm_cli.report.question import Question


@record
class Found:
    """The answer to a question. rows: by what its rows stand for. whole: the same records, each counted once."""

    question: Question
    rows: list[Tally]
    whole: list[Tally]

    @property
    def records(self) -> int:
        """How many records it counts."""
        return sum(tally.records for tally in self.whole)


def found(db: Connection, questions: Sequence[Question], rates: Rates) -> tuple[list[Found], set[str]]:
    """Ask questions that are shown together, all in the same currencies; also the currencies without a rate."""
    answers = [_asked(db, question) for question in questions]
    currencies = {tally.currency for each in answers for tally in each.whole if tally.currency}
    if rates.base is None or len(currencies) < 2:
        return answers, set()
    from crm_cli.report.convert import Conversion

    conversion = Conversion(db, rates)
    return [_asked(db, replace(question, base=rates.base)) for question in questions], conversion.missing


def _asked(db: Connection, question: Question) -> Found:
    rows = count.counted(db, question)
    whole: Iterable[Tally] = rows
    if question.by.is_split:
        whole = count.counted(db, replace(question, by=By()))
    return Found(question, rows, list(whole))
