"""Read records as rows of fields: one SELECT of the expressions asked for, decoded into values."""

from __future__ import annotations

from sqlite3 import DatabaseError

from crm_cli.core.fields import as_array
from crm_cli.core.record import record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    Decoder = Callable[[tuple[Any, ...], int], Any]

    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from sqlite3 import Connection

    from crm_cli.core.fields import Field, Raw, Walk


HEAD = 1000
"""So many records at the head of an order are looked at before all are sorted for the first few that fit."""


@record
class Order:
    """In which order records are read.

    by: what follows ORDER BY. walk: the table that has all records in that order, where there is one;
    is_down: or the other way round.
    """

    by: str
    walk: Walk | None = None
    is_down: bool = False


def ordered(keys: Sequence[tuple[Field, bool]]) -> Order:
    """Order by fields, each of them descending or not, blanks last either way; ties by id."""
    terms = dict.fromkeys([order_by(field, descending=descending) for field, descending in keys])
    by = ", ".join([*terms, "t.id"])
    walk = keys[0][0].walk if len(keys) == 1 else None
    return Order(by, walk, is_down=keys[0][1]) if walk else Order(by)


def select(
    db: Connection,
    table: str,
    fields: Sequence[Field],
    *,
    where: str = "",
    values: Sequence[Raw] = (),
    order: Order | None = None,
    limit: int = 0,
) -> Iterator[tuple[Any, ...]]:
    """Yield a tuple of decoded values a record, as they come from the file.

    where: an SQL condition over the record's row `t`. limit: 0 is all.
    Money comes as Money, ratios and numbers as Decimal, fields with many values as tuples of text. The values of the
    user's own fields come out of the one column that keeps them, and what is asked for twice is read once: SQLite
    gives no more than 2,000 columns at once.
    """
    columns, own, plan = _asked(fields)
    yield from _decoded(_rows(db, columns, table, where or "TRUE", values, order, limit), own, plan)


def of_image(db: Connection, image: Mapping[str, Raw], fields: Sequence[Field]) -> tuple[Any, ...]:
    """Read fields of a row as it once was; what it links is read as it is now.

    image: its columns with their values, `id` among them.
    """
    if not fields:
        return ()
    columns, own, plan = _asked(fields)
    row = ", ".join(f'? AS "{name}"' for name in image)
    rows = db.execute(f"SELECT {columns} FROM (SELECT {row}) t", tuple(image.values()))
    for read in _decoded(rows, own, plan):
        return read
    raise DatabaseError("a row that was asked for is not there")  # of a damaged file: it has one


def _asked(fields: Sequence[Field]) -> tuple[str, list[str], list[tuple[int, Decoder | None]]]:
    """What a SELECT asks for, the keys of the user's own values, and where each field's value stands with its decoder."""
    expressions: list[str] = []
    given: dict[tuple[str, ...], int] = {}
    for field in fields:
        asked = _expressions(field)
        if asked not in given:
            given[asked] = len(expressions)
            expressions += asked
    own = list(dict.fromkeys([field.own_key for field in fields if field.own_key]))
    places = {key: len(expressions) + place for place, key in enumerate(own)}
    plan = [
        (places[field.own_key] if field.own_key else given[_expressions(field)], _decoder(field))
        for field in fields
    ]
    return ", ".join([*expressions, "t.custom"] if own else expressions), own, plan


def _decoded(
    rows: Iterable[tuple[Any, ...]], own: Sequence[str], plan: Sequence[tuple[int, Decoder | None]]
) -> Iterator[tuple[Any, ...]]:
    """Turn rows of what was asked for into the values of the fields."""
    if own:
        rows = _with_own_values(rows, own)
    elif all(decode is None and start == place for place, (start, decode) in enumerate(plan)):
        yield from rows
        return
    for row in rows:
        yield tuple([row[start] if decode is None else decode(row, start) for start, decode in plan])


def _with_own_values(rows: Iterable[tuple[Any, ...]], own: Sequence[str]) -> Iterator[tuple[Any, ...]]:
    """Rows that end with the column of the user's own values, with those under these keys instead of it."""
    from crm_cli.core.own_values import own_values

    for *row, kept in rows:
        values = own_values(kept)
        yield (*row, *[values.get(key) for key in own])


def _rows(
    db: Connection,
    expressions: str,
    table: str,
    where: str,
    values: Sequence[Raw],
    order: Order | None,
    limit: int,
) -> Iterable[tuple[Any, ...]]:
    if limit and order and _is_walked(db, table, where, values, order):
        head = db.execute(
            f"SELECT {expressions} {_along(table, where, order)} LIMIT {int(limit)}", values
        ).fetchall()
        if len(head) == limit:
            return head
    sql = f"SELECT {expressions} FROM {table} t WHERE {where}"
    if order:
        sql += f" ORDER BY {order.by}"
    # SQLite does not look into abs(): for one or two it would sort all rather than follow an index
    return db.execute(f"{sql} LIMIT abs({int(limit)})" if limit else sql, values)


def _along(table: str, where: str, order: Order) -> str:
    """Read records that fit along the walk, no further than its first HEAD."""
    walk, is_down = order.walk, order.is_down
    assert walk is not None
    down = " DESC" if is_down else ""
    rows = f"{walk.table} w WHERE {walk.where}"
    last = f"SELECT {walk.key} FROM {rows} ORDER BY {walk.key}{down} LIMIT 1 OFFSET {HEAD}"
    head = (
        f"{walk.key} >= ifnull(({last}), '')" if is_down else f"{walk.key} <= ifnull(({last}), char(1114111))"
    )
    return (
        f"FROM {walk.table} w CROSS JOIN {table} t ON t.id = {walk.record}"
        f" WHERE {walk.where} AND {head} AND ({where}) ORDER BY {walk.key}{down}, {walk.record}"
    )


def _is_walked(db: Connection, table: str, where: str, values: Sequence[Raw], order: Order) -> bool:
    """Whether the walk is as the records are now, and no index of the table itself leads to those that fit."""
    if order.walk is None or db.execute(order.walk.stale).fetchone():
        return False
    plan = db.execute(f"EXPLAIN QUERY PLAN SELECT 1 FROM {table} t WHERE {where}", values).fetchone()
    return str(plan[3]).startswith("SCAN")


def count(db: Connection, table: str, where: str, values: Sequence[Raw] = ()) -> int:
    """Count the rows of a table, `t` in the condition."""
    return int(db.execute(f"SELECT count(*) FROM {table} t WHERE {where}", values).fetchone()[0])


def counted(
    db: Connection, table: str, field: Field, where: str, values: Sequence[Raw] = ()
) -> Iterator[tuple[Any, int]]:
    """Yield each value of a field with how many records have it; of one with one value each, kept apart from others."""
    columns, own, plan = _asked([field])
    rows = db.execute(f"SELECT {columns}, count(*) FROM {table} t WHERE {where} GROUP BY {columns}", values)
    for row in rows:
        (value,) = next(iter(_decoded([row[:-1]], own, plan)))
        yield value, row[-1]


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
    return f"{expression} DESC" if descending else f"{expression} NULLS LAST"  # blanks are the least


def _expressions(field: Field) -> tuple[str, ...]:
    if field.own_key:
        return ()
    if field.many:
        return (as_array(field.sql),)
    return (field.sql, field.currency) if field.currency else (field.sql,)


def _decoder(field: Field) -> Decoder | None:
    if field.many:
        return _many
    if field.currency:
        return _money
    return {"percent": _ratio, "number": _number, "yes/no": _flag}.get(field.type.name)


def _many(row: tuple[Any, ...], at: int) -> Any:
    if row[at] == "[]":
        return ()
    from crm_cli.core.arrays import values_of

    return values_of(row[at])


def _money(row: tuple[Any, ...], at: int) -> Any:
    from crm_cli.core.money import Money

    return None if row[at] is None or row[at + 1] is None else Money(row[at], row[at + 1])


def _ratio(row: tuple[Any, ...], at: int) -> Any:
    from decimal import Decimal

    return None if row[at] is None else Decimal(row[at]) / 10_000


def _number(row: tuple[Any, ...], at: int) -> Any:
    from decimal import Decimal

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
