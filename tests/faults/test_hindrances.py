"""What stands in the way of a write: other programs, full disks, files moved away, clocks set back."""

from __future__ import annotations

import os
import resource
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from crm_cli.core.errors import FileError
from crm_cli.db import connection, transactions

Run = Callable[..., Any]
ROOT = Path(__file__).parent.parent.parent
NOW = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)


def program(*words: str, path: Path, **more: Any) -> subprocess.CompletedProcess[str]:
    """Run the program as a process of its own."""
    env = {"PATH": os.environ["PATH"], "CRM_DB": str(path), "HOME": str(path.parent), "PYTHONPATH": str(ROOT)}
    env.update(more.pop("env", {}))
    return subprocess.run(
        [sys.executable, "-m", "crm_cli", *words],
        env=env,
        capture_output=True,
        text=True,
        check=False,
        **more,
    )


@pytest.fixture
def holder(crm: Run, path: Path) -> Iterator[subprocess.Popen[str]]:
    """Another process in the middle of a long write; it ends when its stdin does."""
    crm("contact", "add", "Jane", code=0)
    code = (
        f"import sqlite3, sys; db = sqlite3.connect({str(path)!r}, isolation_level=None); db.execute('BEGIN IMMEDIATE')\n"
        "db.executemany(\"INSERT INTO tags (name, normal) VALUES (?1, ?1)\", ((f't{n}',) for n in range(20000)))\n"
        "print('locked', flush=True); sys.stdin.read(); db.execute('COMMIT')\n"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdin is not None
    assert process.stdout.readline() == "locked\n"
    yield process
    process.stdin.close()
    process.wait()
    process.stdout.close()


def test_no_read_waits_for_a_long_write(crm: Run, holder: subprocess.Popen[str], path: Path) -> None:
    for words in (
        ("contact", "list"), ("contact", "show", "Jane"), ("find", "jane"), ("remind",), ("today",), ("report", "pipeline"),
        ("export", "contacts"), ("history",), ("sql", "SELECT name FROM v_contacts"), ("doctor",), ("backup",),
    ):  # fmt: skip
        result = crm(*words, env={"CRM_LOCK_WAIT": "0"})
        assert result.code == 0, f"{words}: {result.err}"
    assert program("remind", path=path).returncode == 0


@pytest.mark.skipif(not Path("/proc/locks").exists(), reason="the system does not tell who holds a lock")
def test_a_second_writer_gives_up_naming_the_first(
    crm: Run, holder: subprocess.Popen[str], path: Path
) -> None:
    result = crm("contact", "add", "John", env={"CRM_LOCK_WAIT": "0.2"})
    assert (result.code, result.out) == (7, "")
    assert f"Error: `{path}` is being written by `" in result.err
    assert f"(process {holder.pid}) and stayed locked\nhint: try again, or " in result.err


def test_a_second_writer_waits_for_the_first(crm: Run, holder: subprocess.Popen[str], path: Path) -> None:
    env = {**os.environ, "CRM_DB": str(path), "PYTHONPATH": str(ROOT)}
    second = subprocess.Popen(
        [sys.executable, "-m", "crm_cli", "contact", "add", "John"], env=env, stdout=subprocess.PIPE
    )
    time.sleep(0.5)
    assert second.poll() is None
    assert holder.stdin is not None
    holder.stdin.close()
    assert second.communicate()[0] == b"Added John (contact/2)\n"
    assert len(crm("tag", "list", "-f", "ids", code=0).lines) == 20000


@pytest.mark.parametrize("replacement", ["nothing", "another file"])
def test_a_file_moved_away_during_a_write_is_not_written_in_vain(
    crm: Run, path: Path, replacement: str
) -> None:
    crm("contact", "add", "Jane", code=0)
    other = path.with_name("other.db")
    crm("contact", "add", "Other", "--db", str(other), code=0)
    db = connection.open_write(str(path), now=NOW)
    with (
        pytest.raises(FileError, match="was moved, deleted or replaced"),
        transactions.transaction(db, str(path)),
    ):
        db.execute("INSERT INTO tags (name, normal) VALUES ('x', 'x')")
        if replacement == "nothing":
            path.unlink()
        else:
            other.replace(path)
    db.close()


def limited() -> None:
    """No file of this process may grow beyond a megabyte."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, 1_000_000))


def test_a_disk_that_takes_no_more_loses_nothing(crm: Run, path: Path) -> None:
    crm("contact", "add", "Jane", code=0)
    text = "words " * 200_000
    result = program("note", "add", "Jane", "-", path=path, input=text, preexec_fn=limited)
    assert (result.returncode, result.stdout) == (7, ""), result.stderr
    assert "Traceback" not in result.stderr
    assert crm("note", "list", code=0).out == ""
    assert (
        program(
            "backup", path=path, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (90_000,) * 2)
        ).returncode
        == 7
    )
    assert [file.name for file in path.parent.glob("*crm-*")] == []
    crm("doctor", code=0)
    crm("note", "add", "Jane", "-", stdin=text, code=0)


@pytest.mark.skipif(os.geteuid() != 0 or not shutil.which("mount"), reason="only root can make a small disk")
def test_a_full_disk_is_said_and_nothing_is_lost(crm: Run, tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    if subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=1500k", "tmpfs", str(disk)], check=False
    ).returncode:
        pytest.skip("mounting is not allowed here")
    try:
        path = disk / "crm.db"
        crm("contact", "add", "Jane", "--db", str(path), code=0)
        result = program("note", "add", "Jane", "-", path=path, input="words " * 300_000)
        assert (result.returncode, result.stdout) == (7, ""), result.stderr
        assert result.stderr.startswith(
            f"Error: no space left on the disk of `{path}`; nothing was changed\n"
        )
        with suppress(OSError), (disk / "ballast").open("wb", buffering=0) as ballast:
            while True:
                ballast.write(b"x" * 4096)
        full = program("backup", path=path)
        assert (full.returncode, full.stdout) == (7, ""), full.stderr
        assert sorted(file.name for file in disk.iterdir() if "crm-" in file.name) == []
        assert crm("contact", "list", "-f", "{name}", "--db", str(path), code=0).out == "Jane\n"
        (disk / "ballast").unlink()
        crm("contact", "add", "John", "--db", str(path), code=0)
    finally:
        subprocess.run(["umount", "-l", str(disk)], check=False)


@pytest.mark.skipif(os.geteuid() != 0 or not shutil.which("mount"), reason="only root can mount")
def test_a_medium_that_cannot_be_written_to_is_read_and_backed_up(
    crm: Run, path: Path, tmp_path: Path
) -> None:
    shelf = tmp_path / "shelf"
    shelf.mkdir()
    crm("contact", "add", "Jane", "--db", str(shelf / "crm.db"), code=0)
    for helper in shelf.glob("crm.db-*"):
        helper.unlink()
    if subprocess.run(["mount", "--bind", "-o", "ro", str(shelf), str(shelf)], check=False).returncode:
        pytest.skip("mounting is not allowed here")
    try:
        file = ("--db", str(shelf / "crm.db"))
        assert crm("contact", "list", "-f", "{name}", *file, code=0).out == "Jane\n"
        assert crm("contact", "add", "John", *file).code == 7
        assert crm("backup", "--to", str(tmp_path / "copies"), *file, code=0).err.startswith(
            "the file does not remember"
        )
        assert crm("restore", str(next((tmp_path / "copies").iterdir())), "--yes", *file).code == 7
        assert crm("doctor", *file, code=0).err == ""
    finally:
        subprocess.run(["umount", "-l", str(shelf)], check=False)


def test_a_clock_set_back_disturbs_neither_undo_nor_history(crm: Run) -> None:
    crm("contact", "add", "Jane", now="2026-11-21T09:30:00Z", code=0)
    crm("contact", "edit", "Jane", "--city", "Almaty", now="2020-01-01T00:00:00Z", code=0)
    crm("contact", "edit", "Jane", "--city", "Astana", now="2023-01-01T00:00:00Z", code=0)
    assert [row["command"] for row in crm("history", "-f", "json", code=0).json] == [3, 2, 1]
    crm("undo", now="2019-01-01T00:00:00Z", code=0)
    assert crm("contact", "show", "Jane", "-f", "{city}", code=0).out == "Almaty\n"
    crm("doctor", code=0)


def test_a_step_that_another_program_interrupts_is_whole(crm: Run, path: Path) -> None:
    crm("contact", "add", "Jane", code=0)
    db = sqlite3.connect(path)
    db.execute("UPDATE contacts SET city = 'Almaty'")
    db.commit()
    db.close()
    crm("doctor", code=0)
    assert crm("find", "almaty", "-f", "ids", code=0).lines == ["contact/1"]
    crm("contact", "edit", "Jane", "--city", "Astana", code=0)
    crm("doctor", code=0)
