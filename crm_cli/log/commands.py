"""The `history` and `diff` commands: what was changed, when and by whom."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import time
from typing import Annotated

import typer

from crm_cli.app import prompts
from crm_cli.app.context import App
from crm_cli.cli import completion
from crm_cli.cli.options import FormatOption, LimitOption
from crm_cli.core.errors import UsageError
from crm_cli.core.text import plural
from crm_cli.kinds.catalogue import KINDS
from crm_cli.log import steps
from crm_cli.output import Column, Value, write, write_one
from crm_cli.output.formats import Format
from crm_cli.verbs import resolve
from crm_cli.verbs.answers import say

STEPS = [
    Column("command", "Step", "id"),
    Column("at", "When", "instant"),
    Column("by", "By"),
    Column("what", "What"),
    Column("words", "Command"),
    Column("note", ""),
]
CHANGES = Column("changes", "Changes", many=True)
DIFFERENCES = [
    Column("what", "What"),
    Column("record", "Record"),
    Column("name", "Name"),
    Column("before", "Was"),
    Column("after", "Became"),
]
SIZE = [
    Column("steps", "Steps", "integer"),
    Column("changes", "Changes", "integer"),
    Column("begins_at", "Since", "instant"),
    Column("bytes", "Bytes", "integer"),
    Column("file_bytes", "Whole file", "integer"),
]
SinceOption = Annotated[str | None, typer.Option("--since", help="From that day or instant on.")]
UntilOption = Annotated[str | None, typer.Option("--until", help="Up to that day or instant.")]
ByOption = Annotated[
    str | None, typer.Option("--by", help="Only what this user, or on this machine, was done.")
]


def history_(
    ctx: typer.Context,
    record: Annotated[
        str | None,
        typer.Argument(
            help="A record; all steps without.", metavar="[RECORD]", autocompletion=completion.anyone
        ),
    ] = None,
    since: SinceOption = None,
    until: UntilOption = None,
    by: ByOption = None,
    size: Annotated[bool, typer.Option("--size", help="Show how much room the history takes.")] = False,
    forget_before: Annotated[
        str | None,
        typer.Option("--forget-before", metavar="DATE", help="Forget for good what is older; asks first."),
    ] = None,
    limit: LimitOption = None,
    format: FormatOption = None,
) -> None:
    """Show who changed what, from what to what, and when: all steps, or those of one record.

    Example: crm history --since monday
    crm history "Jane Doe"
    crm history --size
    """
    crm: App = ctx.obj
    chosen = crm.chosen_format(format)
    if forget_before is not None:
        _forget(crm, forget_before, chosen)
        return
    if size:
        _size(crm, chosen)
        return
    start = _instant(crm, since, time.min) if since else ""
    end = _instant(crm, until, time(23, 59, 59)) if until else ""
    found = resolve.one(crm, [*KINDS], record) if record is not None else None
    of = (found.kind, found.id) if found else None
    most = limit if limit is not None else 30 if chosen.is_screen and crm.is_terminal else 0
    rows = steps.find(
        crm.read(), since=start, until=end, by=by or "", record=of, limit=most + 1 if most else 0
    )
    shown, columns = _told(crm, rows[: most or None], of, chosen)
    count = write(shown, columns, chosen, crm.stdout, screen=crm.screen)
    if limit is None and len(rows) > count:
        crm.remark(f"the newest {count} shown; --limit 0 shows all")
    if not count and crm.is_terminal:
        crm.remark("nothing has been changed" + (" then" if since or until or by else " yet"))


def _told(
    crm: App, rows: Sequence[steps.Row], of: tuple[str, int] | None, format: Format
) -> tuple[Iterable[Sequence[Value]], list[Column]]:
    """Steps with what they did in plain words, and where values nest field by field; who did it only where several did."""
    is_telling = not format.only_ids and (format.fields is None or "what" in format.fields)
    is_one = format.is_screen and len({row.by for row in rows}) < 2
    columns = [column for column in STEPS if column.name != "by" or not is_one]

    def values() -> Iterator[Sequence[Value]]:
        for row in rows:
            told = steps.told(crm.read(), row, of) if is_telling else []
            by = () if is_one else (row.by,)
            what = steps.words(told, crm.screen) if is_telling else None
            more = (steps.objects(told),) if format.has_objects else ()
            yield (row.id, row.at, *by, what, row.words, row.note, *more)

    return values(), [*columns, CHANGES] if format.has_objects else columns


def _instant(crm: App, text: str, at: time) -> str:
    from crm_cli.core import dates

    return dates.iso_instant(dates.parse_instant(text, crm.calendar, at=at, prefer="past"))


def _size(crm: App, format: Format) -> None:
    from crm_cli.log import size

    measured = size.measure(crm.read())
    if format.is_prose:
        say(
            crm,
            f"{plural(measured.steps, 'step')} with {plural(measured.changes, 'change')}"
            f" since {measured.begins_at}: {size.in_words(measured.bytes)}"
            f" of the file's {size.in_words(measured.file_bytes)}",
        )
    else:
        write_one(measured, SIZE, format, crm.stdout, screen=crm.screen)


def _forget(crm: App, before: str, format: Format) -> None:
    from crm_cli.log import size

    instant = _instant(crm, before, time.min)
    if instant > crm.at:
        raise UsageError(f"`{before}` is still to come", hint="crm history --forget-before -1y")
    count = size.older(crm.read(), instant)
    if not count:
        say(crm, f"Nothing in the history is older than {instant}")
        return
    prompts.confirm(
        crm,
        f"forget {plural(count, 'step')} before {instant}: they can then no longer be undone,"
        " and --as-of reaches back no further;",
    )
    with crm.write() as db:
        forgotten = size.forget(db, instant)
    if crm.options.dry_run:
        say(crm, f"Would forget {plural(forgotten, 'step')} before {instant}")
        crm.remark("dry run: nothing was changed")
        return
    size.shrink(crm.path, now=crm.now)
    if format.is_prose:
        say(crm, f"Forgot {plural(forgotten, 'step')} before {instant}; they can no longer be undone")
    else:
        write_one(
            (forgotten, instant),
            [Column("forgotten", "Forgotten", "integer"), Column("before", "Before", "instant")],
            format,
            crm.stdout,
            screen=crm.screen,
        )


def diff(
    ctx: typer.Context,
    period: Annotated[
        str, typer.Argument(help="today, last-week, 2026-11, a..b.", metavar="PERIOD")
    ] = "this-week",
    format: FormatOption = None,
) -> None:
    """Show what came, moved, was won or lost, and went in a period: as a short story, or as data.

    Example: crm diff last-week
    crm diff yesterday -f json
    """
    from crm_cli.core.periods import parse_period
    from crm_cli.log import difference

    crm: App = ctx.obj
    chosen = crm.chosen_format(format)
    span = parse_period(period, crm.calendar)
    found = difference.between(crm.read(), *difference.instants(span, crm.zone))
    if chosen.is_screen:
        for line in difference.story(found, crm.screen.locale):
            say(crm, line)
    else:
        write([each.row for each in found], DIFFERENCES, chosen, crm.stdout, screen=crm.screen)
    days = "..".join(day.isoformat() if day else "" for day in dict.fromkeys((span.start, span.end)))
    crm.remark(f"{plural(len(found), 'change')} in {days}")
