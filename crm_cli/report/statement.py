"""A question in SQL: one statement that adds up the records that count, by group, currency and, for periods, day."""

from __future__ import annotations

from crm_cli.core.fields import as_array
from crm_cli.core.record import record
from crm_cli.kinds.catalogue import KINDS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from crm_cli.core.fields import Raw
    from crm_cli.report.by import By
    from crm_cli.report.question import Question
    from crm_cli.report.terms import Term


LOW = 0xFFFFFFFF
"""Sums are taken of the upper and the lower half of each number, so that none is too large for SQLite."""


@record
class Statement:
    """SQL and the values for its marks."""

    sql: str
    values: tuple[Raw, ...]


def statement(question: Question) -> Statement:
    """Write the question in SQL.

    The inner SELECT works each expression out once a record (its LIMIT keeps SQLite from folding it into the
    outer one, which would work them out again for every sum); the outer adds up.
    """
    inner = [
        f"{_key(question.by)} AS key",
        f"{question.day} AS day",
        f"{_currency(question)} AS currency",
    ]
    outer = [
        "key",
        "day" if question.by.grain else "NULL",
        "currency",
        "count(*)",
        "min(day)",
        "max(day)",
        "count(*) - count(day)",
    ]
    for number, term in enumerate(question.terms.values()):
        inner += _worked_out(term, number, question)
        outer += _adding(term, number)
    condition, bound = conditions(question)
    groups = "1, 2, 3" if question.by.grain else "1, 3"
    sql = (
        f"SELECT {', '.join(outer)} FROM (SELECT {', '.join(inner)} FROM {_source(question, condition)} LIMIT -1)"
        f" GROUP BY {groups}"
    )
    return Statement(sql, bound)


def conditions(question: Question) -> tuple[str, tuple[Raw, ...]]:
    """The condition over the row `t` that tells which records count, and the values for its marks."""
    parts, values = [fitting(question)], list(question.values)
    if question.period is not None:
        for operator, day in ((">=", question.period.start), ("<=", question.period.end)):
            if day is not None:
                parts.append(f"{question.day} {operator} ?")
                values.append(day.isoformat())
    return " AND ".join(parts), tuple(values)


def fitting(question: Question) -> str:
    """The condition over the row `t` that tells which records count, whatever the period."""
    parts = [f"({part})" for part in (question.report.counts, question.where) if part != "TRUE"]
    return " AND ".join(parts) or "TRUE"


def _source(question: Question, condition: str) -> str:
    by, table = question.by, KINDS[question.report.kind].table
    if by.share is not None:
        return f"({by.share.sql.replace('{where}', condition)}) x JOIN {table} t ON t.id = x.id"
    if by.many:
        values = as_array(f"SELECT DISTINCT value FROM ({by.sql})")
        return f"{table} t LEFT JOIN json_each({values}) m WHERE {condition}"
    return f"{table} t WHERE {condition}"


def _key(by: By) -> str:
    return "x.key" if by.share is not None else "m.value" if by.many else by.sql


def _value(term: Term, question: Question) -> str:
    share = question.by.share
    return "x.part" if share is not None and share.of == term.field else term.value


def money_of(terms: Iterable[Term]) -> Term | None:
    """The first term that is money: where a record has it, its currency is the record's."""
    return next((term for term in terms if term.currency), None)


def _rated(question: Question) -> str:
    return question.report.rated or question.day


def _currency(question: Question) -> str:
    term = money_of(question.terms.values())
    if term is None:
        return "NULL"
    currency = term.currency
    if question.base:
        base = literal(question.base)
        currency = f"CASE WHEN {currency} = {base} THEN {base} ELSE at_rate_currency({currency}, {_rated(question)}) END"
    fits = "" if term.where == "TRUE" else f"({term.where}) AND "
    return f"CASE WHEN {fits}{term.value} IS NOT NULL THEN {currency} END"


def _worked_out(term: Term, number: int, question: Question) -> Iterator[str]:
    """The columns of a term for each record: whether it fits, its value and its weight; NULL where it has none."""
    if term.where != "TRUE":
        yield f"{term.where} AS fits{number}"
    if term.is_count:
        return
    value = _value(term, question)
    if question.base and term.currency:
        at_rate = f"at_rate({value}, {term.currency}, {_rated(question)})"
        value = f"CASE WHEN {term.currency} = {literal(question.base)} THEN {value} ELSE coalesce({at_rate}, {value}) END"
    if term.weight:
        value = f"coalesce({value}, 0)"
    if term.where != "TRUE":
        value = f"CASE WHEN {term.where} THEN {value} END"
    yield f"{value} AS value{number}"
    if term.weight:
        yield f"{term.weight} AS weight{number}"


def _adding(term: Term, number: int) -> Iterator[str]:
    """The sums of these columns; a value by its upper and its lower half."""
    matching = "count(*)" if term.where == "TRUE" else f"sum(fits{number})"
    if not term.is_count:
        value, weighed = f"value{number}", f" * weight{number}" if term.weight else ""
        yield f"sum((value{number} >> 32){weighed})"
        yield f"sum((value{number} & {LOW}){weighed})"
        yield f"count({value}{weighed})"
    yield matching


def literal(value: Raw) -> str:
    """Write a value as SQL does."""
    if value is None:
        return "NULL"
    return "'" + value.replace("'", "''") + "'" if isinstance(value, str) else str(value)


def filled(text: Statement) -> str:
    """A statement with its values in place of its marks, to read and to run elsewhere."""
    import re

    waiting = iter(text.values)
    return re.sub(
        r"'(?:[^']|'')*'|\?", lambda found: literal(next(waiting)) if found[0] == "?" else found[0], text.sql
    )
