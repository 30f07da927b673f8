"""Many processes write and read one new file at once: none is lost, none comes twice, no reader waits or fails.

`python tests/faults/many_writers.py FOLDER 8 200` for a long run.
"""

from __future__ import annotations

import io
import os
import sqlite3
import sys
import time
from pathlib import Path

from crm_cli.app.context import App
from crm_cli.app.hoisting import Globals
from crm_cli.cli import boundary


def crm(path: Path, *words: str) -> tuple[int, str, str]:
    """Run one command in this process; returns its exit code and what it wrote."""
    out, err = io.StringIO(), io.StringIO()
    env = {
        "CRM_DB": str(path),
        "HOME": str(path.parent),
        "TZ": "UTC",
        "LOGNAME": "tester",
        "CRM_LOCK_WAIT": "120",
    }
    code = boundary.run(words, App(Globals(), env=env, stdin=io.StringIO(), stdout=out, stderr=err))
    return code, out.getvalue(), err.getvalue()


def must(path: Path, *words: str) -> str:
    """Run a command that must not fail."""
    code, out, err = crm(path, *words)
    if code:
        sys.stderr.write(f"crm {' '.join(words)}: {code}\n{err}")
        os._exit(1)
    return out


def write(path: Path, writer: int, count: int) -> None:
    """Add people with reminders, each in one command."""
    for number in range(count):
        must(
            path,
            "contact",
            "add",
            f"W{writer} N{number}",
            "--next",
            f"call w{writer} n{number}",
            "--due",
            "2020-01-01",
        )


def read(path: Path, done: Path) -> None:
    """Read again and again until all is written; a list never gets shorter."""
    most = 0
    while not done.exists():
        if path.exists():
            seen = len(must(path, "contact", "list", "-f", "ids").split())
            due = len(must(path, "remind").splitlines())
            assert seen >= most
            assert due >= seen, "a person is seen without the reminder of the same command"
            most = seen
        time.sleep(0.2)


def forked(work: object, *values: object) -> int:
    """Run a function in a process of its own; returns its id."""
    child = os.fork()
    if not child:
        code = 1
        try:
            work(*values)  # type: ignore[operator]
            code = 0
        except AssertionError as error:
            sys.stderr.write(f"{error!r}\n")
        finally:
            os._exit(code)
    return child


def main(folder: Path, writers: int, count: int) -> None:
    """Start all at once on a file that is not there yet."""
    path, done = folder / "crm.db", folder / "done"
    must(folder / "warm" / "crm.db", "contact", "add", "Warm", "--next", "x")
    must(folder / "warm" / "crm.db", "contact", "list")
    must(folder / "warm" / "crm.db", "remind")
    children = [forked(write, path, writer, count) for writer in range(writers)]
    readers = [forked(read, path, done) for _ in range(2)]
    codes = [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children]
    done.touch()
    codes += [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in readers]
    assert set(codes) == {0}, codes
    db = sqlite3.connect(path)
    names = [name for (name,) in db.execute("SELECT name FROM contacts")]
    assert sorted(names) == sorted(f"W{w} N{n}" for w in range(writers) for n in range(count))
    for table in ("_commands", "reminders"):
        assert db.execute(f"SELECT count(*) FROM {table}").fetchone()[0] == writers * count
    assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    db.close()
    print(f"{writers} processes, {count} commands each: all {writers * count} are there, once")


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
