"""The commands `backup` and `restore`."""

from __future__ import annotations

import os
from typing import Annotated

import typer

from crm_cli.app import files, prompts
from crm_cli.app.context import App
from crm_cli.cli.options import FormatOption
from crm_cli.core.errors import Conflict, FileError, UsageError
from crm_cli.core.text import plural
from crm_cli.db import connection, transactions
from crm_cli.db.backup import Check, Content, Copy, make_copy, opened, prune
from crm_cli.db.names import COMPRESSED, is_text, name_for
from crm_cli.db.restore import examine, present, put_back
from crm_cli.keeping import records
from crm_cli.keeping.damaged import settle
from crm_cli.keeping.place import in_units
from crm_cli.kinds.catalogue import KINDS
from crm_cli.output import Column, write, write_one
from crm_cli.output.formats import Format
from crm_cli.verbs.answers import say

MADE = [
    Column("path", "File"),
    Column("bytes", "Bytes", "integer"),
    Column("made_at", "Made", "instant"),
    Column("step", "Newest step", "integer"),
    Column("removed", "Removed", many=True),
]
LEDGER = [*MADE[:4], Column("reason", "Reason"), Column("is_there", "There", "yes/no")]
REHEARSAL = [Column("what", "What"), Column("now", "Now", "integer"), Column("then", "Then", "integer")]
RESTORED = [
    Column("path", "File"),
    Column("restored_from", "Restored from"),
    Column("kept_aside", "Kept aside"),
]
MAIN = (*(KINDS[name].table for name in KINDS.as_people_ask()), "segments")


def backup(
    ctx: typer.Context,
    file: Annotated[
        str | None,
        typer.Argument(help="Where to; else a name with the instant beside the file.", metavar="[FILE]"),
    ] = None,
    keep: Annotated[
        int | None,
        typer.Option("--keep", min=1, help="Keep only the newest so many of this file's backups there."),
    ] = None,
    to: Annotated[str | None, typer.Option("--to", metavar="DIR", help="The folder to put it in.")] = None,
    compress: Annotated[bool, typer.Option("--compress", help="Compress it (.gz).")] = False,
    full: Annotated[
        bool, typer.Option("--full", help="Verify every index of the copy, too: takes several times as long.")
    ] = False,
    is_list: Annotated[bool, typer.Option("--list", help="Show the backups the file knows of.")] = False,
    format: FormatOption = None,
) -> None:
    """Make a copy of the file, whole and verified, while others go on writing.

    Example: crm backup
    crm backup --to /mnt/usb/crm --keep 30 --compress
    crm backup --list
    """
    crm: App = ctx.obj
    chosen = crm.chosen_format(format)
    _of_the_present(crm, "backup")
    if is_list:
        _list(crm, chosen)
        return
    target, folder = _target(crm, file, to, compress)
    files.check(crm, target, hint="crm backup")
    if crm.options.dry_run:
        connection.open_read(crm.path).close()
        say(crm, f"Would back up {crm.path} to {target}")
        crm.remark("dry run: nothing was changed")
        return
    check: Check = "full" if full else "quick"
    copy = make_copy(crm.path, target, wait=crm.lock_wait(), check=check)
    removed = []
    if keep is not None:
        known = [kept.path for kept in _ledger(crm) if kept.reason == "backup"]
        removed = prune(crm.path, folder, keep=keep, known=known, but=target)
    _remember(crm, copy, removed)
    if chosen.is_prose:
        held = ", ".join(_held(copy.rows))
        how = "verified in full" if full else "verified quickly"
        say(crm, f"Backed up to {target} ({in_units(copy.size)}, {how}: {held})")
        if removed:
            crm.remark(f"removed {plural(len(removed), 'older backup')}, {keep} kept")
    else:
        row = (copy.path, copy.size, crm.at, copy.step, tuple(removed), check)
        write_one(row, [*MADE, Column("check", "Verified")], chosen, crm.stdout, screen=crm.screen)


def _of_the_present(crm: App, command: str) -> None:
    """Refuse --as-of where only the file as it is now is meant."""
    if crm.options.as_of is not None:
        raise UsageError(f"crm {command} is about the file as it is now: it takes no --as-of")


def _target(crm: App, file: str | None, to: str | None, is_compressed: bool) -> tuple[str, str]:
    """Where the copy goes, and in which folder copies are counted; whole paths."""
    if file is not None and to is not None:
        raise UsageError(
            "FILE names the copy and --to its folder: give one of them", hint="crm backup --help"
        )
    if file is not None and (file.endswith(os.sep) or os.path.isdir(file)):
        file, to = None, file
    if file is None:
        folder = os.path.abspath(to) if to else os.path.dirname(os.path.abspath(crm.path))
        if to and os.path.exists(folder) and not os.path.isdir(folder):
            raise UsageError(f"`{to}` is not a folder")
        return name_for(crm.path, crm.now, folder=folder, is_compressed=is_compressed), folder
    target = os.path.abspath(file)
    if is_compressed and not target.endswith(COMPRESSED):
        target += COMPRESSED
    return target, os.path.dirname(target)


def _held(rows: dict[str, int]) -> list[str]:
    from crm_cli.db.schema import counted

    held = [counted(name, rows[name]) for name in MAIN if rows.get(name)]
    return [*held, plural(rows.get("_commands", 0), "step")]


def _ledger(crm: App) -> list[records.Kept]:
    db = connection.open_read(crm.path)
    try:
        return records.kept(db)
    finally:
        db.close()


def _remember(crm: App, copy: Copy, gone: list[str], *, reason: str = "backup") -> None:
    """Write the copy into the ledger of the file; a file that cannot be written is no reason to fail."""
    try:
        db = connection.open_write(crm.path, now=crm.now, wait=crm.lock_wait())
        try:
            with transactions.transaction(db, crm.path):
                records.note(db, copy.path, at=crm.at, size=copy.size, step=copy.step, reason=reason)
                records.forget(db, gone)
        finally:
            db.close()
    except FileError as error:
        crm.remark(f"the file does not remember this backup: {error.message}")


def _list(crm: App, format: Format) -> None:
    rows = [
        (kept.path, kept.size, kept.made_at, kept.step, kept.reason, os.path.exists(kept.path))
        for kept in _ledger(crm)
    ]
    if not write(rows, LEDGER, format, crm.stdout, screen=crm.screen):
        crm.remark(f"the file knows of no backup yet: {crm.called} backup")


def restore(
    ctx: typer.Context,
    file: Annotated[str, typer.Argument(help="A backup, compressed or not.", metavar="FILE")],
    force: Annotated[
        bool, typer.Option("--force", help="Though it is a backup of another crm file.")
    ] = False,
    format: FormatOption = None,
) -> None:
    """Put a backup in the place of the file; the file as it is now is kept aside.

    Example: crm restore crm-20261121T093000Z.db
    crm restore crm-20261121T093000Z.db --dry-run
    """
    crm: App = ctx.obj
    chosen = crm.chosen_format(format)
    _of_the_present(crm, "restore")
    path = crm.path
    if not os.path.isfile(file):
        raise UsageError(f"there is no file `{file}`", hint="crm backup --list")
    if os.path.exists(path) and os.path.samefile(file, path):
        raise UsageError(f"`{file}` is the file itself, not a backup of it", hint="crm backup --list")
    settle(crm)
    crm.forget_reading()
    with opened(file) as source:
        then = examine(source, file)
        now = present(path)
        if (
            now is not None
            and now.identity != then.identity
            and not force
            and any(now.rows.get(name) for name in MAIN)
        ):
            raise Conflict(
                f"`{file}` is a backup of another crm file than `{path}`",
                hint="restore it elsewhere with --db OTHER.db, or here with --force",
            )
        rows = _rehearsal(now.rows if now else {}, then.rows)
        if crm.options.dry_run:
            write(rows, REHEARSAL, chosen, crm.stdout, screen=crm.screen)
            crm.remark("dry run: nothing was changed")
            return
        is_replacing = os.path.exists(path) and os.path.getsize(path) > 0
        if is_replacing:
            _rehearse(crm, file, then, now, rows)
            prompts.confirm(crm, f"replace {path} with {file}")
        ledger = _ledger(crm) if now else []
        aside = name_for(path, crm.now, word="before-restore-")
        kept = put_back(source, path, aside, now=crm.now, wait=crm.lock_wait())
    _carry_over(crm, ledger, kept, now)
    if chosen.is_prose:
        say(crm, f"Restored {path} from {file}: {', '.join(_held(then.rows))}")
        if kept:
            crm.remark(f"as it was before, it is kept in {kept}\ngo back with: {crm.called} restore {kept}")
    else:
        write_one(
            (path, os.path.abspath(file), kept or None), RESTORED, chosen, crm.stdout, screen=crm.screen
        )


def _rehearsal(now: dict[str, int], then: dict[str, int]) -> list[tuple[str, int | None, int]]:
    """Rows of REHEARSAL: the main kinds, whatever else differs, and the steps of the history."""
    rest = [
        name for name in then if not name.startswith("_") and name not in MAIN and now.get(name) != then[name]
    ]
    names = [name for name in MAIN if now.get(name) or then.get(name)] + [
        name for name in rest if now.get(name) or then[name]
    ]
    rows = [(name.replace("_", " "), now.get(name), then.get(name, 0)) for name in names]
    return [*rows, ("steps", now.get("_commands"), then.get("_commands", 0))]


def _rehearse(
    crm: App,
    file: str,
    then: Content,
    now: Content | None,
    rows: list[tuple[str, int | None, int]],
) -> None:
    """Show on stderr what would change."""
    if now is None:
        crm.remark(f"{crm.path} cannot be read")
    crm.remark(f"{file} holds the file up to step {then.step}" + (f" of {then.at}" if then.at else ""))
    if now is not None:
        for what, is_now, is_then in rows:
            if is_now != is_then:
                crm.remark(f"  {what}: {is_now} now, {is_then} then")


def _carry_over(crm: App, ledger: list[records.Kept], kept: str, now: Content | None) -> None:
    """Write into the restored file where its copies are: it is older than some of them."""
    db = connection.open_write(crm.path, now=crm.now, wait=crm.lock_wait())
    try:
        with transactions.transaction(db, crm.path):
            records.carry_over(db, ledger)
            if kept and is_text(kept):
                size, step = os.path.getsize(kept), now.step if now else 0
                records.note(db, kept, at=crm.at, size=size, step=step, reason="restore")
    finally:
        db.close()
