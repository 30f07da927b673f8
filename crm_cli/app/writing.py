"""One command's whole write: a transaction, a step of the log, and the index brought up to what was written."""

from __future__ import annotations

import os
from contextlib import contextmanager

from crm_cli.app import hooks
from crm_cli.core.errors import FileError, UsageError
from crm_cli.db import connection, search, transactions
from crm_cli.db.log import steps

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from sqlite3 import Connection
    from typing import Any

    from crm_cli.app.context import App


@contextmanager
def write(crm: App, *, bulk: bool = False) -> Iterator[Connection]:
    """One transaction and one step of the log; nothing is kept where it raises, or with --dry-run.

    Afterwards `crm.step` is the step's number, or None where nothing changed.
    """
    options = crm.options
    if options.as_of is not None:
        raise UsageError("`--as-of` looks back; what was then cannot be written", hint="leave --as-of out")
    hooks.before(crm)
    post = hooks.wanted(crm, hooks.POST)
    changes: list[dict[str, Any]] = []
    crm.forget_reading()
    if options.dry_run and not os.path.exists(crm.path):
        db = connection.open_empty(now=crm.now)
    else:
        db = connection.open_write(crm.path, now=crm.now, wait=crm.lock_wait(), said=crm.remark)
    crm.writing = db
    crm.tell(db)
    try:
        with transactions.transaction(db, crm.path, keep=not options.dry_run):
            crm.step = step = steps.begin(
                db,
                words=crm.words,
                at=crm.at,
                user=_user(crm.env),
                host=crm.host,
                is_terminal=crm.is_interactive,
                reason=options.reason,
                is_bulk=bulk,
            )
            if search.is_stale(db):
                search.refresh(db)
            yield db
            if search.is_stale(db):
                search.refresh(db)
            crm.step = steps.end(db, step)
            if post and crm.step is not None:
                changes = _told(db, crm.step)
    except BaseException:
        crm.step = None
        raise
    finally:
        crm.writing = None
        db.close()
        crm.forget_settings()
    if post and crm.step is not None:
        hooks.after(crm, post, crm.step, changes)


def _told(db: Connection, step: int) -> list[dict[str, Any]]:
    """What a step did, record by record, as `history -f json` has it; of very many alike, how many."""
    from crm_cli.kinds import tales
    from crm_cli.kinds.tale import as_object

    return [as_object(tale) for tale in tales.of_step(db, step)]


def refresh_search(crm: App) -> None:
    """Index what another program wrote; a remark where the file forbids it."""
    if crm.writing is not None and crm.read() is crm.writing:
        search.refresh(crm.writing)
        return
    crm.forget_reading()
    try:
        db = connection.open_write(crm.path, now=crm.now, wait=1.0)
        try:
            with transactions.transaction(db, crm.path):
                search.refresh(db)
        finally:
            db.close()
    except FileError:
        crm.remark(
            "some records changed by another program are not searchable yet: the file cannot be written"
        )


def _user(env: Mapping[str, str]) -> str:
    named = env.get("LOGNAME") or env.get("USER") or env.get("USERNAME")
    if named:
        return named
    try:
        import pwd

        return pwd.getpwuid(os.getuid()).pw_name
    except (ImportError, KeyError):
        return ""
