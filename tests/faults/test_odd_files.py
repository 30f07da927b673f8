"""What stands where the file should be, though it is none of ours, or not all of it: exit 7 in words, never a wait or a traceback."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from crm_cli.db.version import APPLICATION_ID, VERSION
from tests.db.conftest import VERSION_1

Run = Callable[..., Any]
COMMANDS = (
    "contact list", "remind", "remind --summary", "today", "find jane", "show 1", "report pipeline", "history", "config list",
    "export contacts", "sql SELECT(1)", "backup", "doctor", "doctor --fix --yes", "contact add Jane", "contact add Jane --dry-run",
    "undo", "redo", "config set owner Kim", "contact list --as-of 2026-11-01", "tag list", "field list contact",
)  # fmt: skip
ELSEWHERE = "hint: name another one: --db FILE\n"


def pipe(path: Path) -> str:
    os.mkfifo(path)
    return f"Error: `{path}` is no ordinary file, but a pipe or a device\n{ELSEWHERE}"


def device(path: Path) -> str:
    path.symlink_to(os.devnull)
    return f"Error: `{path}` is no ordinary file, but a pipe or a device\n{ELSEWHERE}"


def marked(path: Path) -> str:
    """A bare file with our mark."""
    made(path, 0)
    return f"Error: `{path}` says that it is a crm file, but nothing is in it that crm has made\n{ELSEWHERE}"


def of_an_impossible_version(path: Path) -> str:
    made(path, -1)
    return f"Error: `{path}` says that it is a crm file, but nothing is in it that crm has made\n{ELSEWHERE}"


def of_another_program(path: Path) -> str:
    made(path, VERSION, application=0)
    return f"Error: `{path}` is a database of another program\n{ELSEWHERE}"


def of_the_future(path: Path) -> str:
    made(path, VERSION + 1)
    return (
        f"Error: `{path}` was written by a newer crm (schema {VERSION + 1}, this one knows {VERSION})\nhint: "
    )


def text(path: Path) -> str:
    path.write_text("no database at all, but a page of text\n" * 50)
    return f"Error: `{path}` is not a crm file\n{ELSEWHERE}"


def made(path: Path, version: int, application: int = APPLICATION_ID) -> None:
    db = sqlite3.connect(path)
    db.execute("CREATE TABLE other (x)")
    db.execute(f"PRAGMA application_id = {application}")
    db.execute(f"PRAGMA user_version = {version}")
    db.close()


ROOT = Path(__file__).parent.parent.parent
KINDS = [pipe, device, marked, of_an_impossible_version, of_another_program, of_the_future, text]


@pytest.mark.parametrize("make", KINDS, ids=lambda make: make.__name__)
def test_what_is_no_file_of_ours_is_said_to_be_none(
    crm: Run, path: Path, make: Callable[[Path], str]
) -> None:
    told = make(path)
    before = path.read_bytes() if make is not pipe else b""
    for words in COMMANDS:
        result = crm(*words.split(), env={"CRM_LOCK_WAIT": "0"})
        assert result.code == 7, words
        if make is not text or not words.startswith("doctor"):
            assert (result.out, result.err) in {("", told), ("", told.removesuffix("hint: "))}, words
    assert make is pipe or path.read_bytes() == before


def test_nobody_waits_for_who_writes_a_pipe(path: Path) -> None:
    told = pipe(path)
    env = {
        "PATH": os.environ["PATH"],
        "CRM_DB": str(path),
        "HOME": str(path.parent),
        "PYTHONPATH": str(ROOT),
    }
    for words in ("remind", "contact list", "contact add Jane", "doctor"):
        ended = subprocess.run(
            [sys.executable, "-m", "crm_cli", *words.split()], env=env, capture_output=True, text=True, timeout=60, check=False
        )  # fmt: skip
        said = ended.stderr.splitlines()[:1]  # what to run instead depends on where the program is
        assert (ended.returncode, ended.stdout, said) == (7, "", told.splitlines()[:1]), words


@pytest.mark.parametrize("version", range(1, VERSION + 1))
def test_our_mark_on_tables_that_are_not_ours_is_damage_that_a_backup_mends(
    crm: Run, path: Path, version: int
) -> None:
    good = path.with_name("good.db")
    crm("contact", "add", "Jane", "--db", str(good), code=0)
    made(path, version)
    for words in COMMANDS:
        result = crm(*words.split(), env={"CRM_LOCK_WAIT": "0"})
        if words != "sql SELECT(1)":
            assert result.code == 7, (words, result.err)
        assert "run it again with --debug" not in result.err, words
    crm("restore", str(good), "--yes", code=0)
    assert crm("contact", "list", "-f", "{name}", code=0).out == "Jane\n"


@pytest.mark.parametrize(
    "table", ["settings", "contacts", "_commands", "_writing", "_search_versions", "tags"]
)
def test_a_table_that_another_program_dropped_is_named_and_a_backup_puts_it_back(
    crm: Run, path: Path, table: str
) -> None:
    crm("contact", "add", "Jane", "--tag", "vip", code=0)
    crm("backup", str(path.with_name("copy.db")), code=0)
    db = sqlite3.connect(path)
    db.execute(f"DROP TABLE {table}")
    db.close()
    for words in COMMANDS:
        if words == "doctor --fix --yes":
            continue  # what is derived is made anew by it
        result = crm(*words.split())
        assert result.code in {0, 2, 5, 7}, (words, result.err)
        assert "run it again with --debug" not in result.err, words
    broken = crm("doctor")
    assert broken.code == 7
    assert f"the table `{table}` is missing" in broken.out
    crm("restore", str(path.with_name("copy.db")), "--yes", code=0)
    assert crm("contact", "list", "-f", "{name} {tags}", code=0).out == "Jane vip\n"
    crm("doctor", code=0)


@pytest.mark.parametrize("version", [1, VERSION])
def test_a_path_that_is_not_utf8_is_a_path_like_any_other(tmp_path: Path, version: int) -> None:
    folder = os.fsencode(tmp_path) + b"/n\xff"
    os.mkdir(folder)
    path = os.fsdecode(folder + b"/f\xfe.db")
    if version == 1:
        db = sqlite3.connect(os.fsencode(path))
        db.executescript(VERSION_1.read_text(encoding="utf-8"))
        db.close()
    env = {"PATH": os.environ["PATH"], "CRM_DB": path, "HOME": str(tmp_path), "PYTHONPATH": str(ROOT)}
    env["PYTHONIOENCODING"] = "utf-8:strict"

    def crm(*words: str) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run(
            [sys.executable, "-m", "crm_cli", *words], env=env, capture_output=True, check=False
        )

    assert crm("contact", "add", "Zed").stdout == b"Added Zed (contact/%d)\n" % (9 if version == 1 else 1)
    assert crm("config", "path").stdout == os.fsencode(path) + b"\n"
    made = crm("backup")
    assert (made.returncode, made.stderr) == (
        0, b"the file does not remember this backup: its path is not UTF-8 text\n"
    )  # fmt: skip
    assert crm("doctor").returncode == 0
    assert crm("contact", "list", "zed", "-f", "{name}").stdout == b"Zed\n"
    assert crm("remind").returncode == 0
    assert len(os.listdir(folder)) >= (3 if version == 1 else 2)


def test_a_folder_in_the_place_of_the_files_folder_is_named(crm: Run, path: Path) -> None:
    path.write_text("")
    inside = ("--db", str(path / "crm.db"))
    assert crm("backup", *inside).err == f"Error: `{path}`: file exists\n"
    assert crm("contact", "list", *inside).code == 7
    assert crm("contact", "add", "Jane", *inside).code == 7
