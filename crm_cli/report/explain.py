"""A report explained: its question in words, how many records it counts and leaves out, and the SQL that answers it."""

from __future__ import annotations

from crm_cli.core.text import plural
from crm_cli.db import select
from crm_cli.kinds.catalogue import KINDS
from crm_cli.output import Column, write_one
from crm_cli.report import statement

TYPE_CHECKING = False
if TYPE_CHECKING:
    from crm_cli.app.context import App
    from crm_cli.report.found import Found
    from crm_cli.report.question import Question


COLUMNS = [
    Column("question", "Question"),
    Column("counted", "Counted"),
    Column("left_out", "Left out"),
    Column("sql", "SQL"),
]


def write_explained(crm: App, found: Found, *, where: str, format: str | None) -> None:
    """Write what an answer answers. where: the query that chose among the records, as typed."""
    question, kind = found.question, KINDS[found.question.report.kind]
    total = select.count(crm.read(), kind.table, "TRUE")
    told = (
        words(question, where),
        plural(found.records, question.report.noun),
        f"{total - found.records:,} of {plural(total, kind.name)}",
        statement.filled(statement.statement(question)),
    )
    write_one(told, COLUMNS, crm.chosen_format(format), crm.stdout, screen=crm.screen)


def words(question: Question, where: str) -> str:
    """Say what is asked: "won, lost, win_rate of closed deals, a row for each owner, closed 2026-01-01..2026-12-31"."""
    report = question.report
    _, _, records = plural(2, report.noun).partition(" ")
    parts = [f"{', '.join(measure.name for measure in report.measures)} of {records}"]
    if question.by.name:
        parts.append(f"a row for each {question.by.name.replace('_', ' ')}")
    if question.period is not None:
        parts.append(f"{report.dated} {question.period.start or ''}..{question.period.end or ''}")
    if where:
        parts.append(f"of those that fit `{where}`")
    return ", ".join(parts)
