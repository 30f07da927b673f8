"""The `segment` commands: saved queries with a name."""

from __future__ import annotations

from typing import Annotated

import typer

from crm_cli.app.context import App
from crm_cli.cli.group import Commands
from crm_cli.cli.options import ArchivedOption, ColumnsOption, FormatOption, LimitOption, SortOption
from crm_cli.core import shell
from crm_cli.core.errors import Conflict, UsageError
from crm_cli.core.query_words import join
from crm_cli.core.text import plural
from crm_cli.db import table
from crm_cli.kinds import asking, segments
from crm_cli.kinds.catalogue import KINDS, Catalogue
from crm_cli.output import Column, Value, write
from crm_cli.segment.member_commands import NameArgument, changes, exclude, explain, include
from crm_cli.verbs import listing
from crm_cli.verbs.answers import give, prepared

app = Commands(
    help="""Saved queries with a name, used in lists, exports, reports and in each other as in:NAME.

    Example: crm segment add regulars deals.won:3.. last:-180d..
    crm contact list in:regulars city:Almaty
    crm segment explain regulars "Jane Doe"
    """
)

WordsArgument = Annotated[
    list[str] | None, typer.Argument(help="A query; see crm help query.", metavar="QUERY...")
]
COLUMNS = [
    Column("id", "ID", "id"),
    Column("name", "Segment"),
    Column("kind", "Of"),
    Column("records", "Records", "integer"),
    Column("query", "Query"),
]


def _count(crm: App, catalogue: Catalogue, segment: segments.Segment) -> int | None:
    """How many records a segment selects now; None where its query cannot be read any more."""
    try:
        query = asking.selection(catalogue, segment, crm.conventions)
    except UsageError as error:
        crm.remark(f"segment {segment.name}: {error.message}")
        return None
    listing.prepare(crm, catalogue, query)
    return listing.count(crm, segment.kind, query)


@app.command()
def add(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(help="Its name.", metavar="NAME")],
    query: WordsArgument = None,
    kind: Annotated[
        str,
        typer.Option("--kind", help=f"What it selects: {', '.join(KINDS.as_people_ask('has_segments'))}."),
    ] = "contact",
    format: FormatOption = None,
) -> None:
    """Save a query under a name.

    Example: crm segment add sleeping 'deals.won:1.. and last:..-90d'
    crm segment add big --kind deal amount:10k.. status:open
    """
    crm: App = ctx.obj
    chosen = prepared(crm, format, COLUMNS)
    text = join(query or [])
    if not text.strip():
        raise UsageError(
            "a segment needs a query", hint=shell.line(["crm", "segment", "add", name, "tag:vip"])
        )
    with crm.write() as db:
        catalogue = Catalogue(db)
        id = segments.add(db, name.strip(), kind.strip().lower(), text, at=crm.at)
        segment = segments.get(db, name)
        parsed = asking.selection(catalogue, segment, crm.conventions)
        listing.prepare(crm, catalogue, parsed)
        count = listing.count(crm, segment.kind, parsed)
    sentence = f"Added segment {segment.name} (segment/{id}): {_counted(segment, count)} now"
    give(crm, chosen, sentence, COLUMNS, _row(segment, count))


def _row(segment: segments.Segment, count: int | None) -> tuple[Value, ...]:
    return segment.id, segment.name, segment.kind, count, segment.query


def _counted(segment: segments.Segment, count: int | None) -> str:
    return plural(count or 0, segment.kind)


@app.command("list")
def list_(ctx: typer.Context, format: FormatOption = None) -> None:
    """List all segments with how many records each selects now.

    Example: crm segment list
    """
    crm: App = ctx.obj
    catalogue = Catalogue(crm.read())
    rows = [
        (segment.id, segment.name, segment.kind, _count(crm, catalogue, segment), segment.query)
        for segment in segments.find(crm.read())
    ]
    if not write(rows, COLUMNS, crm.chosen_format(format), crm.stdout, screen=crm.screen) and crm.is_terminal:
        crm.remark("no segments yet; crm segment add NAME QUERY saves one")


@app.command()
def show(
    ctx: typer.Context,
    name: NameArgument,
    columns: ColumnsOption = None,
    sort: SortOption = None,
    limit: LimitOption = None,
    archived: ArchivedOption = False,
    format: FormatOption = None,
) -> None:
    """List the records that a segment selects now.

    Example: crm segment show regulars --columns name,email,last
    """
    crm: App = ctx.obj
    segment = segments.get(crm.read(), name)
    included, excluded = segments.by_hand(crm.read(), segment)
    by_hand = f"; {included} in and {excluded} out by hand" if included or excluded else ""
    crm.remark(f"{segment.name} is {KINDS[segment.kind].plural}: {segment.query}{by_hand}")
    listing.show(
        crm,
        segment.kind,
        [f"in:{segment.id}"],
        columns=columns,
        sort=sort,
        limit=limit,
        archived=archived,
        format=format,
    )


@app.command()
def edit(
    ctx: typer.Context,
    name: NameArgument,
    query: WordsArgument = None,
    new: Annotated[str | None, typer.Option("--name", help="Another name.")] = None,
    format: FormatOption = None,
) -> None:
    """Change a segment's query or name.

    Example: crm segment edit regulars deals.won:5..
    """
    crm: App = ctx.obj
    chosen = prepared(crm, format, COLUMNS)
    text = join(query) if query else None
    if text is None and new is None:
        raise UsageError(
            "there is nothing to change", hint=shell.line(["crm", "segment", "edit", name, "QUERY"])
        )
    segment = segments.get(crm.read(), name)
    with crm.write() as db:
        catalogue = Catalogue(db)
        if new is not None and (users := asking.users_of(catalogue, segment, crm.conventions)):
            raise Conflict(f"segment {segment.name} is used by {', '.join(users)} under its name")
        segments.update(db, segment, name=new.strip() if new is not None else None, query=text)
        segment = segments.get(db, str(segment.id) if new is None else new)
        parsed = asking.selection(catalogue, segment, crm.conventions)
        listing.prepare(crm, catalogue, parsed)
        count = listing.count(crm, segment.kind, parsed)
    sentence = f"Segment {segment.name} is {segment.query}: {_counted(segment, count)} now"
    give(crm, chosen, sentence, COLUMNS, _row(segment, count))


@app.command()
def delete(ctx: typer.Context, name: NameArgument, format: FormatOption = None) -> None:
    """Delete a segment; its records stay.

    Example: crm segment delete regulars
    """
    crm: App = ctx.obj
    chosen = prepared(crm, format, COLUMNS)
    segment = segments.get(crm.read(), name)
    with crm.write() as db:
        users = asking.users_of(Catalogue(db), segment, crm.conventions)
        if users:
            raise Conflict(
                f"segment {segment.name} is used by {', '.join(users)}",
                hint=shell.line(["crm", "segment", "edit", users[0], "QUERY"]),
            )
        table.delete(db, segments.TABLE, segment.id)
    give(crm, chosen, f"Deleted segment {segment.name}", COLUMNS, _row(segment, None))


for command in (include, exclude, explain, changes):
    app.command()(command)
