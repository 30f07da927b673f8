"""A segment as a query: its saved words, less those kept out, and those put in by hand; cycles refused."""

from __future__ import annotations

from crm_cli.core import query_parser
from crm_cli.core.arrays import values_of
from crm_cli.core.errors import NotFound, UsageError
from crm_cli.core.fields import FLAG, Field
from crm_cli.core.query import And, Everything, Has, In, Not, Or, all_of, any_of, children, needs
from crm_cli.core.record import record
from crm_cli.kinds import segments
from crm_cli.kinds.catalogue import KINDS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from sqlite3 import Connection
    from typing import Any

    from crm_cli.core.conventions import Conventions
    from crm_cli.core.query import Query
    from crm_cli.kinds.catalogue import Catalogue
    from crm_cli.kinds.segments import Segment


def parse(
    catalogue: Catalogue, kind: str, text: str, how: Conventions, *, inside: Sequence[str] = ()
) -> Query:
    """Read a query in which `in:NAME` means a segment of the same kind.

    inside: names of the segments being read, outermost first. Raises UsageError for what cannot be read, an
    unknown segment, one of another kind, and one that contains itself, naming the path.
    """
    return query_parser.parse(
        text,
        kind=kind,
        resolve=catalogue.field,
        names=catalogue.names,
        segment=lambda name: _named(catalogue, kind, name, how, inside),
        how=how,
    )


def _named(catalogue: Catalogue, kind: str, name: str, how: Conventions, inside: Sequence[str]) -> Query:
    try:
        segment = segments.get(catalogue.db, name)
    except NotFound as error:
        raise UsageError(error.message, hint=error.hint) from error
    if segment.kind != kind:
        from crm_cli.core import shell

        raise UsageError(
            f"segment `{segment.name}` is of {KINDS[segment.kind].plural}, not of {KINDS[kind].plural}",
            hint=shell.line(["crm", KINDS[segment.kind].command, "list", f'in:"{segment.name}"']),
        )
    try:
        return selection(catalogue, segment, how, inside=inside)
    except query_parser.QueryError as error:
        raise UsageError(error.reason, hint=error.hint) from error


def selection(
    catalogue: Catalogue,
    segment: Segment,
    how: Conventions,
    *,
    inside: Sequence[str] = (),
    query: str | None = None,
) -> Query:
    """The records a segment selects now; `query` in place of the one saved, to try a new one."""
    if segment.name in inside:
        path = " → ".join([*inside[inside.index(segment.name) :], segment.name])
        raise UsageError(f"segment `{segment.name}` would contain itself: {path}")
    text = segment.query if query is None else query
    found = parse(catalogue.of_file, segment.kind, text, how, inside=[*inside, segment.name])
    included, excluded = segments.by_hand(catalogue.db, segment)
    if excluded:
        found = all_of([found, Not(Has(_by_hand(segment, is_included=False)))])
    return any_of([found, Has(_by_hand(segment, is_included=True))]) if included else found


def _by_hand(segment: Segment, *, is_included: bool) -> Field:
    name = f"{segment.name} by hand" if is_included else f"kept out of {segment.name}"
    return Field(name, FLAG, segments.member_sql(segment, is_included=is_included), many=True)


def users_of(catalogue: Catalogue, segment: Segment, how: Conventions) -> list[str]:
    """Names of the segments whose queries mention this one."""
    found = []
    for other in segments.find(catalogue.db):
        if other.id != segment.id and segment.normal in _mentioned(catalogue, other, how):
            found.append(other.name)
    return found


def _mentioned(catalogue: Catalogue, segment: Segment, how: Conventions) -> set[str]:
    from crm_cli.core.text import same

    try:
        tree = selection(catalogue, segment, how)
    except UsageError:
        return set()
    names = set()
    waiting: list[Query] = [tree]
    while waiting:
        part = waiting.pop()
        if isinstance(part, In):
            names.add(same(part.name))
        waiting += children(part)
    return names


def members(db: Connection, query: Query, kind: str) -> dict[int, str]:
    """The records that are not archived which a query selects: id → name."""
    record = KINDS[kind]
    clause, bound = query.clause()
    rows = db.execute(
        f"SELECT t.id, t.{record.title} FROM {record.table} t WHERE ({clause}) AND t.archived_at IS NULL",
        bound,
    )
    return dict(rows.fetchall())


@record
class Line:
    """One line of an explanation: a part of the query, how deep it stands, whether it holds, and the values it saw."""

    depth: int
    term: str
    holds: bool
    values: tuple[str, ...]


def explain(db: Connection, query: Query, table: str, id: int) -> Iterator[Line]:
    """Tell for one record which parts of a query hold, outermost first."""
    row = _row(db, query, table, id)
    yield from _explained(query, row, 0)


def _explained(query: Query, row: dict[str, Any], depth: int) -> Iterator[Line]:
    holds = query.accepts(row)
    parts = children(query)
    if isinstance(query, Not) and not children(query.part):
        yield Line(depth, str(query), holds, _values(query.part, row))
        return
    if not parts:
        yield Line(depth, str(query), holds, _values(query, row))
        return
    words = {And: "all of", Or: "any of", Not: "not"}
    yield Line(depth, str(query) if isinstance(query, In) else words[type(query)], holds, ())
    for part in parts:
        yield from _explained(part, row, depth + 1)


def _values(query: Query, row: dict[str, Any]) -> tuple[str, ...]:
    if isinstance(query, Everything):
        return ()
    found = []
    for field in query.fields():
        value = row.get(field.name)
        several = value if isinstance(value, tuple) else (value,)
        currency = row.get(f"{field.name}.currency")
        found += [_shown(each, field, currency) for each in several if each is not None]
    return tuple(found)


def _shown(value: Any, field: Field, currency: str | None) -> str:
    from crm_cli.core.money import Money, format_plain

    if currency and isinstance(value, int):
        return f"{format_plain(Money(value, currency))} {currency}"
    if field.type.name == "percent" and isinstance(value, int):
        return f"{value / 100:g}%"
    text = str(value)
    return text if len(text) <= 60 else text[:59] + "…"


def _row(db: Connection, query: Query, table: str, id: int) -> dict[str, Any]:
    """What the query needs to know of a record, as the file holds it."""
    row: dict[str, Any] = {}
    several = {field.name for field in query.fields() if field.many or field.ask}
    for key, sql in needs(query).items():
        if key in several:
            values = db.execute(
                f"SELECT (SELECT json_group_array(value) FROM ({sql})) FROM {table} t WHERE t.id = ?", (id,)
            ).fetchone()
            row[key] = values_of(values[0]) if values else ()
        else:
            value = db.execute(f"SELECT {sql} FROM {table} t WHERE t.id = ?", (id,)).fetchone()
            row[key] = value[0] if value else None
    return row
