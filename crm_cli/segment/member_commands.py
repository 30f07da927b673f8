"""The `segment` commands about who is in one: by hand, why, and since when."""

from __future__ import annotations

from typing import Annotated

import typer

from crm_cli.app import prompts
from crm_cli.app.context import App
from crm_cli.cli import completion
from crm_cli.cli.options import FormatOption
from crm_cli.core.errors import Candidate
from crm_cli.core.text import plural
from crm_cli.kinds import asking, segments
from crm_cli.kinds.catalogue import KINDS, Catalogue
from crm_cli.output import Column, write
from crm_cli.verbs import listing, resolve
from crm_cli.verbs.answers import give, prepared

NameArgument = Annotated[
    str, typer.Argument(help="The segment.", metavar="NAME", autocompletion=completion.segments)
]
MembersArgument = Annotated[
    list[str],
    typer.Argument(
        help="Names or numbers; - reads them from stdin.", metavar="WHO...", autocompletion=completion.anyone
    ),
]

DropOption = Annotated[bool, typer.Option("--drop", help="Leave it to the query again.")]
MEMBERS = [
    Column("id", "ID", "id"),
    Column("name", "Segment"),
    Column("kind", "Of"),
    Column("how", "How"),
    Column("records", "Records", many=True),
]


def include(
    ctx: typer.Context,
    name: NameArgument,
    who: MembersArgument,
    drop: DropOption = False,
    format: FormatOption = None,
) -> None:
    """Put records into a segment by hand, whatever its query says.

    Example: crm segment include regulars "Jane Doe"
    """
    _by_hand(ctx.obj, name, who, format, is_included=True, drop=drop)


def exclude(
    ctx: typer.Context,
    name: NameArgument,
    who: MembersArgument,
    drop: DropOption = False,
    format: FormatOption = None,
) -> None:
    """Keep records out of a segment by hand, whatever its query says.

    Example: crm segment exclude regulars "Jane Doe"
    """
    _by_hand(ctx.obj, name, who, format, is_included=False, drop=drop)


def _by_hand(
    crm: App, name: str, who: list[str], format: str | None, *, is_included: bool, drop: bool
) -> None:
    chosen = prepared(crm, format, MEMBERS)
    segment = segments.get(crm.read(), name)
    found = resolve.many(crm, segment.kind, who)
    if len(found) >= prompts.ASK_FROM:
        prompts.confirm(crm, f"{'include' if is_included else 'exclude'} {plural(len(found), segment.kind)}")
    changed: list[Candidate] = []
    with crm.write() as db:
        for record in found:
            if drop:
                differs = segments.drop_member(db, segment, record.id)
            else:
                differs = segments.set_member(db, segment, record.id, is_included=is_included)
            changed += [record] if differs else []
    where = "left to the query of" if drop else "in" if is_included else "kept out of"
    names = (
        ", ".join(record.name for record in changed)
        if len(changed) <= 3
        else plural(len(changed), segment.kind)
    )
    sentence = f"{names}: {where} {segment.name}" if changed else f"Nothing to change in {segment.name}"
    row = (segment.id, segment.name, segment.kind, where, tuple(f"{each.kind}/{each.id}" for each in changed))
    give(crm, chosen, sentence, MEMBERS, row)


def explain(
    ctx: typer.Context,
    name: NameArgument,
    who: Annotated[str, typer.Argument(help="A record.", metavar="WHO", autocompletion=completion.anyone)],
    format: FormatOption = None,
) -> None:
    """Show which terms of a segment hold for a record, with the values they saw.

    Example: crm segment explain regulars "Jane Doe"
    """
    crm: App = ctx.obj
    segment = segments.get(crm.read(), name)
    record = resolve.one(crm, segment.kind, who)
    catalogue = Catalogue(crm.read())
    query = asking.selection(catalogue, segment, crm.conventions)
    listing.prepare(crm, catalogue, query)
    lines = [*asking.explain(crm.read(), query, KINDS[segment.kind].table, record.id)]
    chosen = crm.chosen_format(format)
    columns = [
        Column("term", "Term"),
        Column("holds", "Holds", "yes/no"),
        Column("values", "Values", many=True),
    ]
    if chosen.is_data:
        rows = [(line.depth, line.term, line.holds, line.values) for line in lines]
        write(rows, [Column("depth", "Depth", "integer"), *columns], chosen, crm.stdout, screen=crm.screen)
    else:
        shown = [("  " * line.depth + line.term, line.holds, line.values) for line in lines]
        write(shown, columns, chosen, crm.stdout, screen=crm.screen)
    verdict = "is in" if lines[0].holds else "is not in"
    crm.remark(f"{record.name} {verdict} {segment.name}")


def changes(
    ctx: typer.Context,
    name: NameArgument,
    since: Annotated[str, typer.Option("--since", help="A day: -30d, 2026-06-30, 'last month'.")],
    format: FormatOption = None,
) -> None:
    """Show who entered a segment and who left it since a day, by its query of today.

    Example: crm segment changes regulars --since -30d
    """
    crm: App = ctx.obj
    segment = segments.get(crm.read(), name)
    past = crm.as_it_stood(since)
    try:
        now, then = _members(crm, segment), _members(past, segment)
    finally:
        past.close()
    rows = [("entered", f"{segment.kind}/{id}", now[id]) for id in sorted(now.keys() - then.keys())]
    rows += [("left", f"{segment.kind}/{id}", then[id]) for id in sorted(then.keys() - now.keys())]
    columns = [Column("change", "Change"), Column("record", "Record"), Column("name", "Name")]
    write(rows, columns, crm.chosen_format(format), crm.stdout, screen=crm.screen)
    crm.remark(f"{segment.name}: {len(then)} then, {len(now)} now")


def _members(crm: App, segment: segments.Segment) -> dict[int, str]:
    catalogue = Catalogue(crm.read())
    query = asking.selection(catalogue, segment, crm.conventions)
    listing.prepare(crm, catalogue, query)
    return asking.members(crm.read(), query, segment.kind)
