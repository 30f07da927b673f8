"""A glance reads the file and leaves no trace: nothing is made, no lock is waited for, nothing takes long."""

from __future__ import annotations

import os
import shutil
import sqlite3
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from crm_cli.db import glance as glances
from crm_cli.db.glance import glance

Run = Callable[..., Any]


@pytest.fixture
def file(crm: Run, path: Path) -> Path:
    """A file with Jane in it."""
    crm("contact", "add", "Jane", code=0)
    return path


@pytest.fixture
def other(file: Path) -> Iterator[sqlite3.Connection]:
    """Another program that has the file open."""
    db = sqlite3.connect(file, isolation_level=None)
    db.execute("SELECT count(*) FROM contacts").fetchone()
    yield db
    db.close()


def names(path: Path) -> list[str] | None:
    db = glance(str(path))
    if db is None:
        return None
    try:
        return [name for (name,) in db.execute("SELECT name FROM contacts ORDER BY id")]
    finally:
        db.close()


def state(folder: Path) -> dict[str, tuple[int, int]]:
    """Every file there, how large it is and when it was last changed."""
    return {
        entry.name: (entry.stat().st_size, entry.stat().st_mtime_ns)
        for entry in os.scandir(folder)
        if entry.is_file()
    }


def test_a_file_that_nobody_has_open_is_read_and_nothing_is_made_beside_it(file: Path) -> None:
    before = state(file.parent)
    assert names(file) == ["Jane"]
    assert state(file.parent) == before


def test_what_is_in_the_log_of_another_program_is_read_too(file: Path, other: sqlite3.Connection) -> None:
    other.execute("INSERT INTO contacts (name, created_at) VALUES ('Bob', '2026-01-01T00:00:00Z')")
    before = set(os.listdir(file.parent))
    assert names(file) == ["Jane", "Bob"]
    assert set(os.listdir(file.parent)) == before


def test_a_write_that_goes_on_is_not_waited_for(file: Path, other: sqlite3.Connection) -> None:
    other.execute("BEGIN IMMEDIATE")
    other.execute("INSERT INTO contacts (name, created_at) VALUES ('Bob', '2026-01-01T00:00:00Z')")
    assert names(file) == ["Jane"]
    other.execute("COMMIT")


def test_a_file_that_is_locked_whole_is_given_up_at_once(file: Path) -> None:
    db = sqlite3.connect(file, isolation_level=None)
    db.execute("PRAGMA journal_mode = DELETE")
    db.execute("PRAGMA locking_mode = EXCLUSIVE")
    db.execute("BEGIN EXCLUSIVE")
    db.execute("UPDATE contacts SET name = 'Bob'")
    begin = time.monotonic()
    assert names(file) in (None, ["Jane"])
    assert time.monotonic() - begin < 5  # and not the half minute of other reads
    db.close()


def test_a_log_whose_helper_is_gone_is_not_looked_into(file: Path, tmp_path: Path) -> None:
    db = sqlite3.connect(file, isolation_level=None)
    db.execute("INSERT INTO contacts (name, created_at) VALUES ('Bob', '2026-01-01T00:00:00Z')")
    folder = tmp_path / "copied"
    folder.mkdir()
    for name in (file.name, f"{file.name}-wal"):
        shutil.copyfile(file.parent / name, folder / name)
    db.close()
    before = state(folder)
    assert names(folder / file.name) is None
    assert state(folder) == before


def test_nothing_can_be_written(file: Path) -> None:
    db = glance(str(file))
    assert db is not None
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        db.execute("DELETE FROM contacts")


@pytest.mark.parametrize(
    "what", ["missing", "folder", "fifo", "socket", "empty", "text", "foreign", "newer", "cut"]
)
def test_what_is_no_file_of_ours_is_nothing_and_no_error(file: Path, tmp_path: Path, what: str) -> None:
    import socket

    place = tmp_path / what
    if what == "folder":
        place.mkdir()
    elif what == "fifo":
        os.mkfifo(place)
    elif what == "socket":
        socket.socket(socket.AF_UNIX).bind(str(place))
    elif what == "empty":
        place.touch()
    elif what == "text":
        place.write_text("a text, and not a short one either " * 200)
    elif what == "foreign":
        sqlite3.connect(place).execute("CREATE TABLE contacts (name)")
    elif what == "newer":
        shutil.copyfile(file, place)
        db = sqlite3.connect(place)
        db.execute("PRAGMA user_version = 99")
        db.close()
    elif what == "cut":
        place.write_bytes(file.read_bytes()[:50])
    assert glance(str(place)) is None


def test_what_takes_long_is_given_up(file: Path) -> None:
    db = glance(str(file))
    assert db is not None
    endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n"
    with pytest.raises(sqlite3.OperationalError, match="interrupted"):
        db.execute(endless)
    assert glances.STRIDE * glances.LONGEST <= 5_000_000
