"""The commands `contact forget` and `contact export-all`: what the law gives a person."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from typing import Annotated, cast, get_args

import typer

from crm_cli.app import files, prompts
from crm_cli.app.context import App
from crm_cli.cli import completion
from crm_cli.cli.options import FormatOption
from crm_cli.core.errors import NotFound, Partial, UsageError
from crm_cli.core.text import plural
from crm_cli.db.schema import counted
from crm_cli.forget import erase, identity, pages, traces
from crm_cli.forget.erase import Erased
from crm_cli.forget.identity import Identity
from crm_cli.forget.mentions import Mention, Mode
from crm_cli.output import Column, Value, shown_on, write_one
from crm_cli.output.formats import Format
from crm_cli.verbs import resolve
from crm_cli.verbs.answers import say

MOST = 100
"""So many texts are listed before a person is forgotten."""

AROUND = 40
"""So many signs on both sides of a name are shown."""

RECEIPT = [
    Column("record", "Record"),
    Column("former", "Earlier records of the person", many=True),
    Column("forgotten_at", "Forgotten", "instant"),
    Column("command", "Step", "integer"),
    Column("rows", "Rows that went"),
    Column("unlinked", "Records that stay without the person", many=True),
    Column("cleaned", "Rows with a text cleaned"),
    Column("changes", "Changes of the log that went", "integer"),
    Column("commands", "Steps whose words were cleaned", "integer"),
    Column("look_at", "Records to look at", many=True),
    Column("backups", "Backups that hold the person", many=True),
    Column("is_scoured", "Nothing left in the file's pages", "yes/no"),
]

WhoArgument = Annotated[str, typer.Argument(metavar="WHO", autocompletion=completion.of("contact"))]


def forget(
    ctx: typer.Context,
    who: WhoArgument,
    mentions: Annotated[
        str,
        typer.Option(
            "--mentions",
            metavar="clean|all|keep",
            help="Single words of the name in other texts: out where nobody else is meant, out wherever they stand, or kept.",
        ),
    ] = "clean",
    format: FormatOption = None,
) -> None:
    """Erase a person for good: everywhere in the file, its history included; no undo brings it back.

    Example: crm contact forget "Jane Doe" --dry-run
    crm contact forget contact/12 --yes
    """
    crm: App = ctx.obj
    chosen = crm.chosen_format(format)
    mode = _mode(mentions)
    if (id := _forgotten_already(crm, who)) is not None:
        _finish(crm, id)
        return
    person = _person(crm, who)
    if crm.is_interactive and not crm.options.yes and not crm.options.dry_run:
        _list_mentions(crm, person, erase.look(crm.read(), person, mode=mode))
    named = " and ".join(f"contact/{id}" for id in person.ids)
    prompts.confirm(crm, f"forget {person.name or 'the person'} ({named}) for good, beyond any undo")
    with crm.write() as db:
        assert crm.step is not None
        pages.overwrite_freed(db)
        found = identity.of(db, person.ids[0])
        if found is None:
            raise NotFound(f"there is no contact {person.ids[0]}")
        erased = erase.erase(db, found, step=crm.step, mode=mode)
        copies = pages.holders(db, crm.path, found.ids, found.phrases | found.numbers)
    hindrance = "" if crm.options.dry_run else _scour(crm)
    if crm.options.dry_run:
        _list_mentions(crm, found, erased.told)
    _tell(crm, chosen, erased, copies, hindrance)


def _mode(text: str) -> Mode:
    if text not in get_args(Mode):
        raise UsageError(f"--mentions is one of clean all keep, not `{text}`")
    return cast("Mode", text)


def _list_mentions(crm: App, who: Identity, told: Sequence[tuple[Mention, bool]]) -> None:
    """Show, before anything is done, which texts name the person and what becomes of them."""
    if not told:
        return
    crm.remark("other texts that name the person, or may:")
    for one, is_cleaned in told[:MOST]:
        kind, id = one.record
        crm.remark(f"  {'goes ' if is_cleaned else 'stays'}  {kind}/{id} {one.column}: {_excerpt(one, who)}")
    if len(told) > MOST:
        crm.remark(f"  and {len(told) - MOST:,} more")
    crm.remark(
        "--mentions all puts out every word of the name, --mentions keep only whole names, e-mails and phones"
    )


def _excerpt(one: Mention, who: Identity) -> str:
    """A text around the place that names the person, on one line."""
    start, end = next(who.likely.found(one.text), (0, 0))
    text = one.text[max(0, start - AROUND) : end + AROUND]
    return f"“{' '.join(text.split())}”"


def _scour(crm: App) -> str:
    wait = crm.lock_wait()
    pages.clear_left_overs(crm.path, pages.copies(crm.read(), crm.path))
    crm.forget_reading()
    return pages.scour(crm.path, now=crm.now, wait=wait)


def _person(crm: App, who: str) -> Identity:
    """Whom to forget: a contact, or by number one deleted before, whom the log still knows."""
    try:
        id = resolve.one(crm, "contact", who).id
    except NotFound:
        number = _number(who)
        if number is None:
            raise
        id = number
    crm.refresh_search()
    found = identity.of(crm.read(), id)
    if found is None:
        raise NotFound(f"no contact matches `{who}`, nor does the history know one", hint="crm contact list")
    return found


def _number(who: str) -> int | None:
    found = re.fullmatch(r"(?:contact/|#)?([0-9]{1,18})", who.strip())
    return int(found[1]) if found else None


def _forgotten_already(crm: App, who: str) -> int | None:
    number = _number(who)
    return number if number is not None and traces.was_forgotten(crm.read(), number) else None


def _finish(crm: App, id: int) -> None:
    """Do again what another program may have hindered the first time."""
    hindrance = "" if crm.options.dry_run else _scour(crm)
    crm.remark(f"contact/{id} was forgotten already")
    _name_copies(crm, pages.holders(crm.read(), crm.path, [id]))
    _refuse_rest(id, hindrance)


def _tell(crm: App, format: Format, erased: Erased, copies: Sequence[pages.Backup], hindrance: str) -> None:
    """Give the receipt, which says nothing about the person."""
    record = f"contact/{erased.id}"
    look_at = [f"{kind}/{id}" for kind, id in erased.look_at]
    if format.is_prose:
        went = ", ".join(counted(name, count) for name, count in erased.rows.items())
        log = f"{plural(erased.changes, 'change')} and the words of {plural(erased.commands, 'step')} of the history"
        verb = "Would forget" if crm.options.dry_run else "Forgot"
        say(crm, f"{verb} {record} for good: {', '.join(filter(None, [went, log]))}")
    else:
        unlinked = tuple(f"{kind}/{id}" for kind, id in erased.unlinked)
        row: tuple[Value, ...] = (
            record, tuple(f"contact/{id}" for id in erased.former), crm.at, None if crm.options.dry_run else crm.step, erased.rows, unlinked, erased.cleaned,
            erased.changes, erased.commands, tuple(look_at), tuple(copy.path for copy in copies),
            int(not hindrance and not crm.options.dry_run),
        )  # fmt: skip
        write_one(_flat(row, format), RECEIPT, format, crm.stdout, screen=crm.screen)
    if erased.former and format.is_prose:
        crm.remark(f"with it went the person's earlier {', '.join(f'contact/{id}' for id in erased.former)}")
    if erased.told and format.is_prose and not crm.options.dry_run:
        cleaned = dict.fromkeys(
            f"{one.record[0]}/{one.record[1]}" for one, is_cleaned in erased.told if is_cleaned
        )
        if cleaned:
            more = f" and {len(cleaned) - MOST:,} more" if len(cleaned) > MOST else ""
            crm.remark(f"put out of other texts: {', '.join([*cleaned][:MOST])}{more}")
    if look_at:
        crm.remark(f"these stay and may still speak of the person in other words: {', '.join(look_at)}")
    _name_copies(crm, copies)
    if crm.options.dry_run:
        crm.remark("dry run: nothing was changed")
        return
    _refuse_rest(erased.id, hindrance)


def _flat(row: tuple[Value, ...], format: Format) -> tuple[Value, ...]:
    """Write counts as `contacts 1; contact_points 2` where the format has no objects."""
    if format.has_objects:
        return row
    return tuple(
        "; ".join(f"{key} {count}" for key, count in cell.items()) if isinstance(cell, dict) else cell
        for cell in row
    )


def _name_copies(crm: App, copies: Sequence[pages.Backup]) -> None:
    for copy in copies:
        holds = "still holds the person" if copy.holds else "cannot be looked into, and may hold the person"
        crm.remark(f"backup {copy.path} {holds}")


def _refuse_rest(id: int, hindrance: str) -> None:
    """Say what is left to do where another program had the file open."""
    if hindrance:
        raise Partial(hindrance, hint=f"close it, then: crm contact forget contact/{id} --yes")


def export_all(
    ctx: typer.Context,
    who: WhoArgument,
    to: Annotated[
        str | None, typer.Option("--to", metavar="FILE|DIR", help="Write it there, readable by you alone.")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Write over a file that is there.")] = False,
) -> None:
    """Give out everything the file holds on a person, as JSON that explains itself.

    Example: crm contact export-all "Jane Doe" --to jane.json
    """
    from crm_cli.forget import holdings, labelled

    crm: App = ctx.obj
    found = resolve.one(crm, "contact", who)
    held = holdings.gather(crm.read(), found.id, how=crm.conventions, at=crm.at)
    text = labelled.as_json(held)
    if to is None:
        shown_on(crm.stdout, crm.chosen_format("json")).write(text)
        return
    name = os.path.join(to, f"contact-{found.id}.json") if to.endswith(os.sep) or os.path.isdir(to) else to
    with files.written(crm, name, force=force) as out:
        out.write(text)
    crm.remark(f"wrote {name}")
