"""Read records as rows of fields: one SELECT of the expressions asked for, decoded into values."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from sqlite3 import Connection
from typing import Any

from crm_cli.core.fields import Field, Raw, as_array


def select(
    db: Connection,
    table: str,
    fields: Sequence[Field],
    *,
    where: str = "",
    values: Sequence[Raw] = (),
    order: str = "",
    limit: int = 0,
) -> Iterator[tuple[Any, ...]]:
    """Yield a tuple of decoded values a record, as they come from the file.

    where: an SQL condition over the record's row `t`. order: what follows ORDER BY. limit: 0 is all.
    Money comes as Money, ratios and numbers as Decimal, fields with many values as tuples of text.
    """
    expressions = [expression for field in fields for expression in _expressions(field)]
    sql = f"SELECT {', '.join(expressions)} FROM {table} t"
    if where:
        sql += f" WHERE {where}"
    if order:
        sql += f" ORDER BY {order}"
    if limit:
        sql += f" LIMIT {int(limit)}"
    cursor = db.execute(sql, values)
    decoders = [_decoder(field) for field in fields]
    if not any(decoders):
        yield from cursor
        return
    widths = [len(_expressions(field)) for field in fields]
    starts = [sum(widths[:index]) for index in range(len(widths))]
    plan = list(zip(starts, decoders, strict=True))
    for row in cursor:
        yield tuple([row[start] if decode is None else decode(row, start) for start, decode in plan])


def count(db: Connection, table: str, where: str, values: Sequence[Raw] = ()) -> int:
    """Count the rows of a table, `t` in the condition."""
    return int(db.execute(f"SELECT count(*) FROM {table} t WHERE {where}", values).fetchone()[0])


def titles(
    db: Connection, table: str, title: str, *, where: str, values: Sequence[Raw] = (), detail: str = "''"
) -> list[tuple[int, str, str]]:
    """Read the id, title and what tells two of one title apart of the rows `t` that a condition selects, by id."""
    rows = db.execute(f"SELECT t.id, t.{title}, {detail} FROM {table} t WHERE {where} ORDER BY t.id", values)
    return [(id, name or "", more or "") for id, name, more in rows]


def order_by(field: Field, *, descending: bool = False) -> str:
    """Write how to order by a field, blanks last either way."""
    if field.sort:
        expression = field.sort
    elif field.many:
        expression = f"fold((SELECT value FROM ({field.sql}) LIMIT 1))"
    elif field.type.family in {"text", "choice"}:
        expression = f"fold({field.sql})"
    elif field.type.name == "number":
        expression = f"CAST({field.sql} AS NUMERIC)"
    else:
        expression = field.sql
    return f"{expression} IS NULL, {expression}{' DESC' if descending else ''}"


def _expressions(field: Field) -> tuple[str, ...]:
    if field.many:
        return (as_array(field.sql),)
    return (field.sql, field.currency) if field.currency else (field.sql,)


Decoder = Callable[[tuple[Any, ...], int], Any]


def _decoder(field: Field) -> Decoder | None:
    if field.many:
        return _many
    if field.currency:
        return _money
    return {"percent": _ratio, "number": _number, "yes/no": _flag}.get(field.type.name)


def _many(row: tuple[Any, ...], at: int) -> Any:
    if row[at] == "[]":
        return ()
    import json

    return tuple(json.loads(row[at]))


def _money(row: tuple[Any, ...], at: int) -> Any:
    from crm_cli.core.money import Money

    return None if row[at] is None or row[at + 1] is None else Money(row[at], row[at + 1])


def _ratio(row: tuple[Any, ...], at: int) -> Any:
    return None if row[at] is None else Decimal(row[at]) / 10_000


def _number(row: tuple[Any, ...], at: int) -> Any:
    from crm_cli.core.fields import plain

    value = row[at]
    if value is None:
        return None
    try:
        return Decimal(plain(Decimal(repr(value) if isinstance(value, float) else value)))
    except ArithmeticError:
        return value  # text in a number field, written by another program


def _flag(row: tuple[Any, ...], at: int) -> Any:
    return None if row[at] is None else bool(row[at])
