"""The command `doctor`."""

from __future__ import annotations

import os
from datetime import date
from typing import Annotated

import typer

from crm_cli.app import prompts
from crm_cli.app.context import App
from crm_cli.cli.options import FormatOption
from crm_cli.core.errors import FileError, UsageError
from crm_cli.core.text import plural
from crm_cli.db import connection, health, transactions
from crm_cli.db.health import BROKEN, MENDED, OK, WARNING, Finding
from crm_cli.db.restore import is_damage
from crm_cli.keeping import place, records
from crm_cli.keeping.damaged import settle
from crm_cli.output import Column, write

COLUMNS = [Column("check", "Check"), Column("state", ""), Column("words", "Finding")]
OLD = 30
"""A newest backup older than so many days is worth a word."""


def doctor(
    ctx: typer.Context,
    fix: Annotated[bool, typer.Option("--fix", help="Mend what can be mended without loss.")] = False,
    full: Annotated[
        bool, typer.Option("--full", help="Look at everything, however long it takes; else at a sample.")
    ] = False,
    format: FormatOption = None,
) -> None:
    """Examine the file and the place it lies in; ends with 7 where something is broken, with 0 for warnings.

    Example: crm doctor
    crm doctor --full
    crm doctor --fix
    """
    crm: App = ctx.obj
    chosen = crm.chosen_format(format)
    if crm.options.as_of is not None:
        raise UsageError("crm doctor examines the file as it is now: it takes no --as-of")
    findings = _examine(crm, full)
    if fix:
        findings = _mend(crm, findings, full)
    write(findings_rows(findings), COLUMNS, chosen, crm.stdout, screen=crm.screen)
    broken = [finding for finding in findings if finding.state == BROKEN]
    if broken:
        names = ", ".join(finding.check for finding in broken)
        can_mend = all(finding.can_mend for finding in broken) and not fix
        raise FileError(
            f"`{crm.path}` has {plural(len(broken), 'thing')} broken: {names}",
            hint="crm doctor --fix" if can_mend else _way_back(crm),
        )
    if not fix and any(finding.can_mend for finding in findings):
        crm.remark("crm doctor --fix mends what can be mended")


def findings_rows(findings: list[Finding]) -> list[tuple[str, str, str]]:
    """Rows of COLUMNS."""
    return [(finding.check, finding.state, finding.words) for finding in findings]


def _examine(crm: App, is_full: bool) -> list[Finding]:
    path = crm.path
    settle(crm)
    try:
        if not os.path.exists(path):
            connection.open_read(path)  # says so
        db = crm.read()
    except FileError as error:
        if not is_damage(error):
            raise
        return [Finding("pages", BROKEN, error.message), *place.examine(path)]
    inside = list(health.examine(db, now=crm.now, is_full=is_full))
    with connection.translated(path):
        ledger = records.kept(db) if all(f.check != "pages" or f.state == OK for f in inside) else []
    crm.forget_reading()
    return [*inside, _backups(ledger, crm.today), *place.examine(path, [kept.path for kept in ledger])]


def _backups(ledger: list[records.Kept], today: str) -> Finding:
    there = [kept for kept in ledger if kept.reason == "backup" and os.path.exists(kept.path)]
    if not there:
        return Finding("backups", WARNING, "there is no backup the file knows of: crm backup")
    days = (date.fromisoformat(today) - date.fromisoformat(there[0].made_at[:10])).days
    words = f"{plural(len(there), 'backup')}, the newest of {there[0].made_at[:10]}: {there[0].path}"
    return Finding("backups", WARNING if days > OLD else OK, words)


def _mend(crm: App, findings: list[Finding], is_full: bool) -> list[Finding]:
    """Mend what can be; returns what is found afterwards, with what was mended said so."""
    ill = {finding.check: finding for finding in findings if finding.can_mend}
    if not ill:
        crm.remark("there is nothing to mend")
        return findings
    prompts.confirm(crm, f"mend {', '.join(ill)}")
    db = connection.open_write(crm.path, now=crm.now, wait=crm.lock_wait())
    try:
        with transactions.transaction(db, crm.path, keep=not crm.options.dry_run):
            health.mend(db, set(ill), now=crm.now)
        copies = [kept.path for kept in records.kept(db)]
    finally:
        db.close()
    if crm.options.dry_run:
        crm.remark("dry run: nothing was changed")
        return findings
    if "permissions" in ill:
        place.close_to_others(crm.path)
    if "left-overs" in ill:
        place.clear_away(crm.path, copies)
    found = {finding.check: finding for finding in _examine(crm, is_full)}
    for check, before in ill.items():
        if check not in found or (found[check].state != BROKEN and not found[check].can_mend):
            found[check] = Finding(check, MENDED, before.words)
    return list(found.values())


def _way_back(crm: App) -> str:
    """The command that puts back the newest copy there is."""
    import shlex

    from crm_cli.db import names

    try:
        db = connection.open_read(crm.path)
        try:
            with connection.translated(crm.path):
                paths = [kept.path for kept in records.kept(db) if os.path.exists(kept.path)]
        finally:
            db.close()
    except FileError:
        paths = []
    paths = paths or names.beside(crm.path)[::-1]
    return f"crm restore {shlex.quote(paths[0])}" if paths else "crm restore BACKUP"
