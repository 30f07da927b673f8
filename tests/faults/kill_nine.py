"""Kill -9 commands at random moments, and see that the file is as it was before or after each, never between.

`python tests/faults/kill_nine.py FOLDER 300 [SEED]` for a long run; the suite runs a couple of dozen.
"""

from __future__ import annotations

import io
import os
import random
import signal
import sqlite3
import sys
import time
from pathlib import Path

from crm_cli.app.context import App
from crm_cli.app.hoisting import Globals
from crm_cli.cli import boundary, tree


def crm(path: Path, *words: str, err: io.StringIO | None = None) -> int:
    """Run one command in this process; returns its exit code."""
    env = {"CRM_DB": str(path), "HOME": str(path.parent), "TZ": "UTC", "LOGNAME": "tester"}
    app = App(Globals(), env=env, stdin=io.StringIO(), stdout=io.StringIO(), stderr=err or io.StringIO())
    return boundary.run(words, app)


def add(path: Path, name: str, err: io.StringIO | None = None) -> int:
    """One command that writes to many tables."""
    return crm(
        path, "contact", "add", f"P{name}", "--company", f"C{name}", "--email", f"{name}@x.com",
        "--tag", f"t{name}", "--next", "call", "--force", err=err,
    )  # fmt: skip


def work(path: Path, acknowledged: int, chance: random.Random) -> None:
    """Write without end: adding only, or with undo, backups and restores in between; each name added is told."""
    is_mixed = chance.random() < 0.4
    while True:
        name = f"{chance.getrandbits(64):016x}"
        copies = sorted(path.parent.glob("crm-2*.db"))
        what = chance.choice(["add", "undo", "backup", "restore"]) if is_mixed else "add"
        if what == "undo":
            crm(path, "undo")
        elif what == "backup":
            crm(path, "backup", "--keep", "2")
        elif what == "restore" and copies:
            crm(path, "restore", str(copies[-1]), "--yes")
            for aside in path.parent.glob("crm-before-*"):
                aside.unlink()
        elif add(path, name) == 0 and not is_mixed:
            os.write(acknowledged, f"P{name}\n".encode())


def check(path: Path, acknowledged: list[str]) -> None:
    """Everything told is there, and every step is whole."""
    if not path.exists() or (path.stat().st_size < 100 and not acknowledged):
        return
    db = sqlite3.connect(path)
    if not db.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0]:
        assert not acknowledged
        return
    assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert db.execute("PRAGMA foreign_key_check").fetchall() == []
    tables = ("contacts", "companies", "contact_points", "taggings", "tags", "reminders", "_contact_facts")
    counts = {table: db.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in tables}
    steps = "SELECT count(*) FROM _commands WHERE role = 'do' AND undone_by_id IS NULL"
    assert set(counts.values()) == {db.execute(steps).fetchone()[0]}, counts
    assert db.execute(
        "SELECT (SELECT count(*) FROM _writing) + (SELECT count(*) FROM _search_pending)"
    ).fetchone() == (0,)
    indexed = db.execute("SELECT count(*) FROM _search_text WHERE kind = 'contact'").fetchone()[0]
    assert indexed == counts["contacts"]
    there = {name for (name,) in db.execute("SELECT name FROM contacts")}
    assert set(acknowledged) <= there
    db.close()
    for copy in path.parent.glob("crm-2*.db"):
        whole = sqlite3.connect(f"file:{copy}?mode=ro", uri=True)
        assert whole.execute("PRAGMA integrity_check").fetchall() == [("ok",)], copy
        whole.close()


def main(folder: Path, rounds: int, seed: int) -> None:
    """Kill so many times; AssertionError where the file is not whole."""
    chance = random.Random(seed)
    path = folder / "crm.db"
    assert (
        add(folder / "warm" / "crm.db", "warm") == 0
    )  # everything is imported: the killed do nothing but write
    tree.load("backup")
    told = 0
    for number in range(rounds):
        if number % 6 == 0:
            for file in folder.glob("crm*"):
                file.unlink()
        ours, theirs = os.pipe()
        own = random.Random(chance.getrandbits(64))
        child = os.fork()
        if not child:
            try:
                work(path, theirs, own)
            finally:
                os._exit(1)
        os.close(theirs)
        time.sleep(chance.random() ** 2 * 0.25)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        with os.fdopen(ours) as lines:
            acknowledged = lines.read().split()
        told += len(acknowledged)
        try:
            check(path, acknowledged)
            said = io.StringIO()
            assert add(path, f"{chance.getrandbits(64):016x}", said) == 0, said.getvalue()
        except AssertionError as error:
            raise AssertionError(f"round {number} of seed {seed}: {error}") from error
    print(f"{rounds} kills, {told} commands acknowledged, nothing lost")


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]) if len(sys.argv) > 3 else 1)
