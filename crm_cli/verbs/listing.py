"""Lists: records of a kind that a query selects, in the columns, order and format asked for."""

from __future__ import annotations

from itertools import islice

from crm_cli.core.errors import UsageError
from crm_cli.db import select
from crm_cli.kinds.catalogue import KINDS, Catalogue
from crm_cli.output import write
from crm_cli.verbs.answers import columns as as_columns
from crm_cli.verbs.answers import told, unfolded

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import Any

    from crm_cli.app.context import App
    from crm_cli.core.fields import Field, Raw
    from crm_cli.core.query import Query
    from crm_cli.output import Column
    from crm_cli.output.formats import Format

TABLE_LIMIT = 100
"""Rows of a table in a terminal, unless --limit says otherwise."""


def show(
    crm: App,
    kind: str,
    words: Sequence[str] | None,
    *,
    columns: str | None = None,
    sort: str | None = None,
    limit: int | None = None,
    archived: bool = False,
    format: str | None = None,
    group_by: str | None = None,
    where: str = "",
    values: Sequence[Raw] = (),
) -> None:
    """Write the records of a kind that the query selects; `where` narrows further, in SQL.

    group_by: a field; instead of records, how many have each of its values, and sums of the columns.
    """
    chosen = crm.chosen_format(format)
    catalogue = Catalogue(crm.read())
    if columns is None and group_by is None and chosen.is_screen and crm.is_terminal:
        columns = _remembered(crm, catalogue, kind)
    asked = asked_fields(catalogue, kind, columns or ",".join(chosen.fields or ()) or None, chosen)
    fields = told(asked, chosen)
    condition, bound = conditions(crm, catalogue, kind, words, archived=archived)
    if where:
        condition, bound = f"({condition}) AND ({where})", [*bound, *values]
    if group_by is not None:
        counted, group_columns = grouped(crm, catalogue, kind, group_by, columns, condition, bound)
        if not write(islice(counted, limit or None), group_columns, chosen, crm.stdout, screen=crm.screen):
            crm.remark(f"no {KINDS[kind].plural} match")
        return
    is_table = chosen.is_screen and crm.is_terminal
    most = limit if limit is not None else TABLE_LIMIT if is_table else 0
    rows: Iterator[tuple[Any, ...]] = select.select(
        crm.read(),
        KINDS[kind].table,
        fields,
        where=condition,
        values=bound,
        order=ordering(catalogue, kind, sort),
        limit=most + 1 if most else 0,
    )
    if any(field.details for field in fields) and chosen.has_objects:
        rows = (unfolded(row, fields, chosen) for row in rows)
    shown: Iterable[tuple[Any, ...]] = rows
    is_cut = False
    if most:
        taken = list(islice(rows, most + 1))
        is_cut, shown = len(taken) > most, taken[:most]
    shown_as = as_columns(fields, asked=bool(columns))
    count = write(shown, shown_as, chosen, crm.stdout, screen=crm.screen)
    if is_cut and limit is None:
        total = select.count(crm.read(), KINDS[kind].table, condition, bound)
        crm.remark(f"{count} of {total} shown; --limit 0 shows all")
    if not count and (crm.is_terminal or chosen.is_screen):
        crm.remark(_nothing(crm, kind, words))


def _remembered(crm: App, catalogue: Catalogue, kind: str) -> str | None:
    """The columns that the user wants of every such list in a terminal; those that are gone are remarked upon."""
    from crm_cli.app.choices import columns_of

    setting = columns_of(KINDS[kind])
    names = [name for name in crm.setting(setting).split(",") if name]
    there = [name for name in names if catalogue.field(kind, name) is not None]
    if gone := [name for name in names if name not in there]:
        crm.remark(f"{setting} names {', '.join(gone)}, which {KINDS[kind].plural} do not have any more")
    return ",".join(there) or None


def checked_columns(crm: App, command: str, columns: str) -> str:
    """The names of columns as they are kept for the list of a group of commands; UsageError for a field that is none."""
    kind = next(kind.name for kind in KINDS.values() if kind.command == command)
    catalogue = Catalogue(crm.read())
    names = [name.strip() for name in columns.split(",") if name.strip()]
    for name in names:
        named(catalogue, kind, name)
    if not names:
        raise UsageError("there are no columns to show", hint=f"crm config unset columns.{command}")
    return ",".join(names)


def _nothing(crm: App, kind: str, words: Sequence[str] | None) -> str:
    if words:
        return f"no {KINDS[kind].plural} match"
    hidden = select.count(crm.read(), KINDS[kind].table, "t.archived_at IS NOT NULL")
    if hidden:
        return f"no {KINDS[kind].plural} but {hidden} archived; --archived shows them"
    return f"no {KINDS[kind].plural} yet"


def grouped(
    crm: App,
    catalogue: Catalogue,
    kind: str,
    group_by: str,
    columns: str | None,
    condition: str,
    bound: Sequence[Raw],
) -> tuple[Iterator[Sequence[Any]], list[Column]]:
    """How many of the records selected have each value of a field, and the sums of columns; and how to write it."""
    from crm_cli.verbs import groups

    by = named(catalogue, kind, group_by)
    usual = KINDS[kind].sums if columns is None else columns.split(",")
    figures = groups.figures_of(by, [named(catalogue, kind, name.strip()) for name in usual if name.strip()])
    table = KINDS[kind].table
    if groups.is_counted(by, figures):
        found = groups.counts(select.counted(crm.read(), table, by, condition, bound))
    else:
        rows = select.select(crm.read(), table, [by, *figures], where=condition, values=bound)
        found = groups.group(rows, by, figures)
    return iter(found), groups.columns(by, figures)


def asked_fields(catalogue: Catalogue, kind: str, columns: str | None, format: Format) -> list[Field]:
    """The fields to show: those named, else the usual ones; for programs all the record has of its own."""
    own = KINDS[kind]
    if format.only_ids:
        return [named(catalogue, kind, "id")]
    if columns is not None:
        asked = [named(catalogue, kind, name.strip()) for name in columns.split(",") if name.strip()]
        if not asked:
            raise UsageError(f"`{columns}` names no field", hint=f"crm field list {kind}")
        return asked
    if format.is_data:
        return [*own.fields, *catalogue.custom(kind)]
    fields = [named(catalogue, kind, name) for name in own.listed]
    if format.is_screen:
        fields = [field.but(sql=field.seen) if field.seen else field for field in fields]
    if format.shows_currency or "currency" in own.listed:
        return fields  # there an amount shows its currency itself
    return [each for field in fields for each in (field, *_currency_beside(catalogue, kind, field))]


def _currency_beside(catalogue: Catalogue, kind: str, field: Field) -> list[Field]:
    return [named(catalogue, kind, "currency")] if field.currency == "t.currency" else []


def named(catalogue: Catalogue, kind: str, name: str) -> Field:
    """The field of that name, under the name typed; UsageError with the nearest."""
    from crm_cli.core.fields import normal_name
    from crm_cli.core.text import nearest

    field = catalogue.field(kind, name)
    if field is None:
        near = nearest(name, catalogue.names(kind), limit=3)
        raise UsageError(
            f"{KINDS[kind].plural} have no field `{name}`",
            hint=f"did you mean {' or '.join(near)}?" if near else f"crm field list {kind}",
        )
    # a short name means the long one in columns, too
    is_own = field.is_named(normal_name(name))
    return field if is_own or "." in name else field.but(name=name)


def conditions(
    crm: App, catalogue: Catalogue, kind: str, words: Sequence[str] | None, *, archived: bool = False
) -> tuple[str, list[Raw]]:
    """The SQL condition that a query means; records that are archived are left out unless asked for."""
    clause = "TRUE"
    bound: list[Raw] = []
    if words:
        clause, found = parse(crm, catalogue, kind, words).clause()
        bound += found
    if not archived:
        clause = f"({clause}) AND t.archived_at IS NULL"
    return clause, bound


def parse(crm: App, catalogue: Catalogue, kind: str, words: Sequence[str]) -> Query:
    """Read a query about records of a kind; the connection gets what its clause needs."""
    from crm_cli.core.query_words import join
    from crm_cli.kinds import asking

    parsed = asking.parse(catalogue, kind, join(words), crm.conventions)
    prepare(crm, catalogue, parsed)
    return parsed


def prepare(crm: App, catalogue: Catalogue, parsed: Query) -> None:
    """Before a query is asked: index what free words look into, and remark on tags that nobody carries."""
    from crm_cli.core import query

    leaves = list(query.leaves(parsed))
    if any(isinstance(leaf, query.Words) for leaf in leaves):
        crm.refresh_search()
    asked = [
        tag
        for leaf in leaves
        if isinstance(leaf, query.Term) and leaf.field.name.endswith("tags")
        for tag in leaf.operands
    ]
    if asked:
        from crm_cli.kinds import tags

        for tag, near in tags.unknown(catalogue.db, asked):
            crm.remark(f"no tag `{tag}`" + (f"; did you mean {near}?" if near else ""))


def count(crm: App, kind: str, parsed: Query) -> int:
    """How many records that are not archived a query selects."""
    clause, bound = parsed.clause()
    return select.count(crm.read(), KINDS[kind].table, f"({clause}) AND t.archived_at IS NULL", bound)


def ordering(catalogue: Catalogue, kind: str, sort: str | None) -> select.Order:
    """In which order to list: by the fields named, else the kind's own order; ties by id."""
    asked = sort or KINDS[kind].order
    keys = []
    for word in asked.split(","):
        name = word.strip()
        if name:
            field = named(catalogue, kind, name.removeprefix("-"))
            keys.append((field, name.startswith("-")))
    return select.ordered(keys)
