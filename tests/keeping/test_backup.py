"""`crm backup` and `crm restore`: whole copies, and the way back."""

from __future__ import annotations

import gzip
import os
import sqlite3
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]
NAME = "crm-20261121T093000Z.db"


@pytest.fixture
def jane(crm: Run, path: Path, prepared: Run) -> Run:
    """A file with one contact."""
    prepared(path, (("contact", "add", "Jane Doe", "--email", "jane@acme.com"),))
    return crm


def names(run: Run, file: Path | None = None) -> list[str]:
    more = ("--db", str(file)) if file else ()
    return run("contact", "list", "-f", "{name}", *more, code=0).lines


def test_a_backup_is_named_by_its_instant_and_lies_beside_the_file(jane: Run, path: Path) -> None:
    result = jane("backup", code=0)
    copy = path.parent / NAME
    size = round(copy.stat().st_size / 1000)
    assert result.out == f"Backed up to {copy} ({size} KB, verified quickly: 1 contact, 1 step)\n"
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    assert names(jane, copy) == ["Jane Doe"]


def test_a_backup_is_one_file_in_no_need_of_helpers(jane: Run, path: Path, tmp_path: Path) -> None:
    jane("backup", code=0)
    assert not list(tmp_path.glob(f"{NAME}-*"))
    assert not list(tmp_path.glob(".*.part"))
    db = sqlite3.connect(f"file:{tmp_path / NAME}?mode=ro&immutable=1", uri=True)
    assert db.execute("SELECT name FROM v_contacts").fetchall() == [("Jane Doe",)]
    db.close()


def test_a_backup_never_takes_the_place_of_a_file(jane: Run, tmp_path: Path) -> None:
    target = tmp_path / "mine.db"
    target.write_text("precious")
    result = jane("backup", str(target))
    assert (result.code, result.out) == (5, "")
    assert result.err.startswith(f"Error: `{target}` is there already\n")
    assert target.read_text() == "precious"


def test_two_backups_of_one_second_are_two(jane: Run, tmp_path: Path) -> None:
    jane("backup", code=0)
    jane("backup", code=0)
    assert sorted(path.name for path in tmp_path.glob("crm-*")) == ["crm-20261121T093000Z-2.db", NAME]


def test_only_the_newest_are_kept(jane: Run, tmp_path: Path) -> None:
    folder = tmp_path / "copies"
    (tmp_path / "other").mkdir()
    for day in ("19", "20", "21"):
        jane("backup", "--to", str(folder), "--keep", "2", now=f"2026-11-{day}T09:30:00Z", code=0)
    (folder / "crm-notes.db").write_text("not one of ours")
    jane("backup", "--to", str(folder), "--keep", "2", "--compress", now="2026-11-22T09:30:00Z", code=0)
    assert sorted(path.name for path in folder.iterdir()) == [
        "crm-20261121T093000Z.db", "crm-20261122T093000Z.db.gz", "crm-notes.db",
    ]  # fmt: skip


def test_another_files_backups_in_the_same_folder_are_kept(jane: Run, tmp_path: Path) -> None:
    folder, other = tmp_path / "copies", tmp_path / "second" / "crm.db"
    jane("contact", "add", "Zed", "--db", str(other), code=0)
    jane("backup", "--to", str(folder), "--db", str(other), now="2026-11-01T00:00:00Z", code=0)
    jane("backup", "--to", str(folder), "--keep", "1", code=0)
    assert sorted(path.name for path in folder.iterdir()) == ["crm-20261101T000000Z.db", NAME]


def test_the_file_remembers_its_backups_and_the_history_does_not_know(jane: Run, tmp_path: Path) -> None:
    jane("backup", code=0)
    jane("backup", "--compress", now="2026-11-22T00:00:00Z", code=0)
    (tmp_path / NAME).unlink()
    packed = tmp_path / "crm-20261122T000000Z.db.gz"
    found = jane("backup", "--list", "-f", "json", code=0).json
    assert [(row["path"], row["step"], row["is_there"]) for row in found] == [
        (str(packed), 1, True),
        (str(tmp_path / NAME), 1, False),
    ]
    assert len(jane("history", code=0).lines) == 1


def test_a_backup_of_nothing_is_refused(crm: Run, path: Path) -> None:
    result = crm("backup")
    assert (result.code, result.out) == (7, "")
    assert not path.exists()


def test_a_dry_run_makes_no_copy(jane: Run, tmp_path: Path) -> None:
    assert (
        jane("backup", "--dry-run", code=0).out == f"Would back up {tmp_path}/crm.db to {tmp_path / NAME}\n"
    )
    assert not (tmp_path / NAME).exists()


@pytest.mark.parametrize("compress", [False, True])
def test_a_restored_file_is_as_it_was_and_the_present_one_is_kept(
    jane: Run, tmp_path: Path, compress: bool
) -> None:
    made = jane("backup", *["--compress"] * compress, "-f", "json", code=0).json
    jane("contact", "add", "John Roe", code=0)
    jane("contact", "edit", "Jane Doe", "--city", "Almaty", code=0)
    aside = tmp_path / "crm-before-restore-20261121T093000Z.db"
    result = jane("restore", made["path"], "--yes", code=0)
    assert result.out == f"Restored {tmp_path}/crm.db from {made['path']}: 1 contact, 1 step\n"
    assert result.err == (
        f"{made['path']} holds the file up to step 1 of 2026-11-21T09:30:00Z\n"
        "  contacts: 2 now, 1 then\n"
        "  steps: 3 now, 1 then\n"
        f"as it was before, it is kept in {aside}\n"
        f"go back with: crm restore {aside}\n"
    )
    assert names(jane) == ["Jane Doe"]
    assert names(jane, aside) == ["Jane Doe", "John Roe"]
    assert jane("find", "jane", code=0).out
    jane("restore", str(aside), "--yes", now="2026-11-21T09:31:00Z", code=0)
    assert names(jane) == ["Jane Doe", "John Roe"]
    assert jane("undo", code=0).out.startswith("Undid step 3: ")
    assert {row["reason"] for row in jane("backup", "--list", "-f", "json", code=0).json} == {
        "backup",
        "restore",
    }


def test_a_restore_needs_a_yes_and_a_rehearsal_changes_nothing(jane: Run, tmp_path: Path) -> None:
    jane("backup", code=0)
    jane("contact", "add", "John Roe", code=0)
    refused = jane("restore", str(tmp_path / NAME))
    assert (refused.code, refused.out) == (6, "")
    assert refused.err.endswith(
        f"Error: replace {tmp_path}/crm.db with {tmp_path / NAME} needs a yes\nhint: --yes\n"
    )
    shown = jane("restore", str(tmp_path / NAME), "--dry-run", code=0)
    assert shown.out == "contacts\t2\t1\nsteps\t2\t1\n"
    assert names(jane) == ["Jane Doe", "John Roe"]
    assert not list(tmp_path.glob("crm-before-*"))


def test_readers_and_writers_with_the_file_open_see_the_restored_one(
    jane: Run, path: Path, tmp_path: Path
) -> None:
    jane("backup", code=0)
    jane("contact", "add", "John Roe", code=0)
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN")
    count = "SELECT count(*) FROM contacts"
    assert other.execute(count).fetchone() == (2,)
    jane("restore", str(tmp_path / NAME), "--yes", code=0)
    assert other.execute(count).fetchone() == (2,), (
        "a reader in the middle of its work keeps what it began with"
    )
    other.execute("COMMIT")
    assert other.execute(count).fetchone() == (1,)
    other.execute("INSERT INTO tags (name, normal) VALUES ('x', 'x')")
    other.close()
    assert jane("tag", "list", code=0).lines[0].startswith("1\tx")


def test_a_lost_or_damaged_file_is_put_back(jane: Run, path: Path, tmp_path: Path) -> None:
    jane("backup", code=0)
    damaged = b"\0" * 5000
    for helper in tmp_path.glob("crm.db-*"):
        helper.unlink()
    path.write_bytes(damaged)
    assert jane("contact", "list").err.endswith(f"hint: crm restore {tmp_path / NAME}\n")
    jane("restore", str(tmp_path / NAME), "--yes", code=0)
    assert names(jane) == ["Jane Doe"]
    assert (tmp_path / "crm-before-restore-20261121T093000Z.db").read_bytes() == damaged
    path.unlink()
    for helper in tmp_path.glob("crm.db-*"):
        helper.unlink()
    jane("restore", str(tmp_path / NAME), code=0)
    assert names(jane) == ["Jane Doe"]


@pytest.mark.parametrize(
    ("content", "code", "said"),
    [
        (None, 2, "there is no file"),
        (b"hello, this is no database at all\n" * 200, 7, "is not a crm file"),
        (b"", 7, "is empty"),
    ],
)
def test_what_is_no_backup_is_not_restored(
    jane: Run, tmp_path: Path, content: bytes | None, code: int, said: str
) -> None:
    file = tmp_path / "what.db"
    if content is not None:
        file.write_bytes(content)
    result = jane("restore", str(file), "--yes")
    assert (result.code, result.out) == (code, "")
    assert said in result.err
    assert names(jane) == ["Jane Doe"]


@pytest.mark.parametrize("cut", [0.3, 0.9])
def test_a_damaged_backup_is_found_out_before_anything_is_touched(
    jane: Run, tmp_path: Path, cut: float
) -> None:
    jane("backup", code=0)
    jane("backup", "--compress", code=0)
    for name in (NAME, "crm-20261121T093000Z.db.gz"):
        whole = (tmp_path / name).read_bytes()
        (tmp_path / name).write_bytes(whole[: int(len(whole) * cut)])
        result = jane("restore", str(tmp_path / name), "--yes")
        assert (result.code, result.out) == (7, ""), name
        assert "is damaged" in result.err
    assert not list(tmp_path.glob("crm-before-*"))


def test_another_files_backup_is_restored_only_by_force(jane: Run, tmp_path: Path) -> None:
    other = tmp_path / "other.db"
    jane("contact", "add", "Zed", "--db", str(other), code=0)
    result = jane("restore", str(other), "--yes")
    assert (result.code, result.out) == (5, "")
    jane("restore", str(other), "--yes", "--force", code=0)
    assert names(jane) == ["Zed"]


def test_a_newer_schema_is_not_restored(jane: Run, tmp_path: Path) -> None:
    jane("backup", code=0)
    db = sqlite3.connect(tmp_path / NAME)
    db.execute("PRAGMA user_version = 999")
    db.close()
    assert jane("restore", str(tmp_path / NAME), "--yes").code == 7


def test_pages_of_another_size_are_restored_too(jane: Run, tmp_path: Path) -> None:
    jane("backup", code=0)
    db = sqlite3.connect(tmp_path / NAME, isolation_level=None)
    db.execute("PRAGMA page_size = 8192")
    db.execute("VACUUM")
    db.close()
    jane("contact", "add", "John Roe", code=0)
    jane("restore", str(tmp_path / NAME), "--yes", code=0)
    assert names(jane) == ["Jane Doe"]
    assert len(list(tmp_path.glob("crm-before-*"))) == 1


def test_a_backup_used_as_a_file_is_no_hindrance_to_readers(jane: Run, tmp_path: Path) -> None:
    jane("backup", code=0)
    jane("contact", "add", "Zed", "--db", str(tmp_path / NAME), code=0)
    writer = sqlite3.connect(tmp_path / NAME, isolation_level=None)
    writer.execute("BEGIN EXCLUSIVE")
    assert names(jane, tmp_path / NAME) == ["Jane Doe", "Zed"]
    writer.rollback()
    writer.close()


def test_a_compressed_backup_is_a_gzip_of_a_database(jane: Run, tmp_path: Path) -> None:
    jane("backup", str(tmp_path / "x.db"), "--compress", code=0)
    assert gzip.decompress((tmp_path / "x.db.gz").read_bytes()).startswith(b"SQLite format 3\0")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_cannot_be_written_to_is_said(jane: Run, tmp_path: Path) -> None:
    folder = tmp_path / "closed"
    folder.mkdir(mode=0o500)
    assert jane("backup", "--to", str(folder)).code == 7


def test_a_copy_is_verified_quickly_or_in_full_and_says_so(crm: Run, tmp_path: Path) -> None:
    crm("contact", "add", "Jane", code=0)
    for word, check, how in (("", "quick", "quickly"), ("--full", "full", "in full")):
        words = [word] if word else []
        copy = tmp_path / f"{check}.db"
        said = crm("backup", str(copy), *words, code=0).out
        assert said.split(", ")[1] == f"verified {how}: 1 contact"
        assert crm("backup", f"{copy}.2", *words, "-f", "json", code=0).json["check"] == check


def test_a_file_that_is_cut_short_is_not_copied_as_if_it_were_whole(
    crm: Run, path: Path, tmp_path: Path
) -> None:
    crm("contact", "add", "Jane", code=0)
    db = sqlite3.connect(path)
    db.execute("PRAGMA journal_mode = DELETE")
    db.close()
    path.write_bytes(path.read_bytes()[:-100])
    result = crm("backup", str(tmp_path / "copy.db"))
    assert (result.code, result.out) == (7, ""), result.err
    assert not (tmp_path / "copy.db").exists()
