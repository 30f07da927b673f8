"""The `demo` command: a file with a sample business, and a walk through it."""

from __future__ import annotations

import os
import shlex
from typing import Annotated

import typer

from crm_cli.app import files
from crm_cli.app.context import App
from crm_cli.app.hoisting import Globals
from crm_cli.db import connection, transactions
from crm_cli.db.log import steps
from crm_cli.db.select import count
from crm_cli.kinds.catalogue import KINDS

WALK = (
    ("what is due, whom to call, which deals wait", "today"),
    ("who the customers are, in any script", "contact list tag:vip --columns name,company,city,last"),
    ("search is the same in every script", "find елкина"),
    ("all that is known of somebody", "contact show Ёлкина"),
    (
        "log a call and set the next step",
        "call Ёлкина 'wants a second machine' --next 'send the offer' --due +2d",
    ),
    ("the deals that are still open", "deal board"),
    ("what was sold, by quarter", "report sales --by quarter"),
    ("what was won and lost, by source", "report winloss --by source"),
    ("everything can be taken back", "undo"),
    ("what is due, for cron and shell prompts", "remind"),
)


def _way_on(file: str) -> str:
    """What to do with a file that is there: look at it where it is one of ours, else name another."""
    from crm_cli.core.errors import FileError

    try:
        connection.open_read(file).close()
    except FileError:
        return "crm demo OTHER.db"
    return f"crm --db {shlex.quote(file)} today or crm demo OTHER.db"


def demo(
    ctx: typer.Context,
    file: Annotated[
        str, typer.Argument(help="A file that is not there yet.", metavar="[FILE]")
    ] = "crm-demo.db",
) -> None:
    """Make a file with a lively sample business and walk through it; your own file is not touched.

    Example: crm demo
    """
    from crm_cli.core.text import plural
    from crm_cli.demo.build import Builder

    crm: App = ctx.obj
    files.check(crm, file, begins=True, hint=_way_on(file) if os.path.exists(file) else "")
    zone = crm.zone
    db = connection.open_write(file, now=crm.now)
    try:
        connection.tell_time(db, now=crm.now, zone=zone)
        with transactions.transaction(db, file):
            steps.begin(db, words="crm demo", at=crm.at, user="", host="", is_terminal=False)
            Builder(db, crm.now, zone).build()
            from crm_cli.db import search

            search.refresh(db)
            steps.forget_all(db)
        kinds = [KINDS[name] for name in KINDS.as_people_ask()]
        rows = [(kind, count(db, kind.table, "TRUE")) for kind in kinds]
        counts = [plural(number, kind.name, kind.plural) for kind, number in rows if number]
    finally:
        db.close()
    crm.stdout.write(f"A roastery's {', '.join(counts)} are in {file}.\n")
    for remark, words in WALK:
        _walk(crm, file, remark, words)
    _begin_history(crm, file)
    crm.stdout.write(f"\nGo on yourself:  {crm.called} --db {shlex.quote(file)} today\n")


def _begin_history(crm: App, file: str) -> None:
    """Forget the steps of the walk, which took itself back: the sample's history begins with its new owner."""
    db = connection.open_write(file, now=crm.now)
    try:
        with transactions.transaction(db, file):
            steps.forget_all(db)
    finally:
        db.close()


def _walk(crm: App, file: str, remark: str, words: str) -> None:
    """Run one command on the sample for real, and print it with its output."""
    from crm_cli.cli import boundary

    crm.stdout.write(f"\n# {remark}\n$ {crm.called} --db {shlex.quote(file)} {words}\n")
    crm.stdout.flush()
    env = {name: value for name, value in crm.env.items() if name not in {"CRM_DB", "CRM_NOW"}}
    if not crm.is_terminal:
        env.setdefault("COLUMNS", "80")
    world = App(Globals(), env=env, stdin=crm.stdin, stdout=crm.stdout, stderr=crm.stdout, clock=crm.now)
    boundary.run([*shlex.split(words), "--db", file, "--no-input", "-f", "table"], world)
