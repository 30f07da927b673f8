"""A file that is cut, overwritten, emptied or parted from its helpers: an answer or exit 7, never a traceback."""

from __future__ import annotations

import random
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]
READS = (
    ("contact", "list"),
    ("contact", "show", "1"),
    ("find", "jane"),
    ("deal", "board"),
    ("remind",),
    ("history",),
    ("sql", "SELECT * FROM v_timeline"),
    ("doctor",),
)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with a few hundred records, all in one piece."""
    folder = tmp_path_factory.mktemp("whole")
    path = folder / "crm.db"
    code = (
        "import io; from crm_cli.cli import boundary; from crm_cli.app.context import App;"
        "from crm_cli.app.hoisting import Globals\n"
        f"env = {{'CRM_DB': {str(path)!r}, 'HOME': {str(folder)!r}, 'CRM_NOW': '2026-11-21T09:30:00Z'}}\n"
        "for n in range(16):\n"
        "    words = ['contact', 'add', f'Jane {n}', '--company', f'Acme {n}', '--email', f'j{n}@x.com', '--force',"
        " '--deal', f'Deal {n}', '--amount', '100 EUR', '--next', 'call']\n"
        "    assert boundary.run(words, App(Globals(), env=env)) == 0\n"
        "    assert boundary.run(['note', 'add', f'Jane {n}', 'long words ' * 90], App(Globals(), env=env)) == 0\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)
    db = sqlite3.connect(path)
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    db.execute("PRAGMA journal_mode = DELETE")
    db.close()
    return path


def told(run: Run, *words: str) -> int:
    """Run a command on a file that may be damaged; its exit code, after looking at its words."""
    result = run(*words, env={"CRM_LOCK_WAIT": "1"})
    assert result.code in {0, 3, 7}, f"crm {' '.join(words)}: exit {result.code}\n{result.out}{result.err}"
    for word in ("Traceback", "sqlite3", "OperationalError", "DatabaseError", "UnicodeDecodeError"):
        assert word not in result.err, result.err
    if result.code == 7:
        assert result.err.splitlines()[-1].startswith(("hint: ", "Error: ")), result.err
    return int(result.code)


@pytest.mark.parametrize("part", [0.001, 0.01, 0.2, 0.5, 0.8, 0.97, 0.999])
def test_a_cut_file(crm: Run, path: Path, whole: Path, part: float) -> None:
    data = whole.read_bytes()
    path.write_bytes(data[: int(len(data) * part)])
    for words in READS:
        told(crm, *words)
    assert told(crm, "doctor") == 7
    told(crm, "contact", "add", "New One")


@pytest.mark.parametrize("seed", range(8))
def test_flipped_bytes(crm: Run, path: Path, whole: Path, seed: int) -> None:
    chance = random.Random(seed)
    data = bytearray(whole.read_bytes())
    for _ in range(chance.choice([1, 4, 64])):
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    path.write_bytes(bytes(data))
    for words in READS:
        told(crm, *words)
    told(crm, "contact", "add", "New One", "--email", "new@one.com")


def test_a_trigger_or_view_that_names_what_is_not_there_is_said_to_be_altered(
    crm: Run, path: Path, whole: Path
) -> None:
    shutil.copy(whole, path)
    db = sqlite3.connect(path)
    db.execute("DROP TRIGGER _search_contacts_insert")
    db.execute("CREATE TRIGGER _search_contacts_insert AFTER INSERT ON contacts BEGIN SELECT new.nbme; END")
    db.close()
    told = crm("contact", "add", "New One", code=7).err
    assert told == (
        f"Error: `{path}`: the trigger `_search_contacts_insert` is not as this crm makes it\n"
        "hint: crm doctor --fix\n"
    )
    crm("doctor", "--fix", "--yes")
    crm("contact", "add", "New One", code=0)


@pytest.mark.parametrize("seed", range(4))
def test_a_page_of_noise(crm: Run, path: Path, whole: Path, seed: int) -> None:
    chance = random.Random(100 + seed)
    data = bytearray(whole.read_bytes())
    page = chance.randrange(0, len(data) // 4096) if seed else 0
    data[page * 4096 : (page + 1) * 4096] = chance.randbytes(4096)
    path.write_bytes(bytes(data))
    for words in READS:
        told(crm, *words)
    told(crm, "contact", "add", "New One", "--email", "new@one.com")


def test_words_that_are_not_utf8_are_said_to_be(crm: Run, path: Path, whole: Path) -> None:
    shutil.copy(whole, path)
    db = sqlite3.connect(path)
    db.execute("UPDATE contacts SET name = CAST(x'4a61ff6e65' AS TEXT) WHERE id = 1")
    db.commit()
    db.close()
    for words in READS:
        told(crm, *words)
    result = crm("contact", "list")
    assert (result.code, result.err) == (
        7,
        f"Error: `{path}` holds text that is not UTF-8\nhint: crm doctor\n",
    )


def test_a_file_parted_from_its_wal(crm: Run, path: Path, tmp_path: Path) -> None:
    """What was only in the `-wal` is gone with it; what is left is read or said to be damaged."""
    crm("contact", "add", "Jane", code=0)
    code = (
        "import os, sqlite3, sys\n"
        f"db = sqlite3.connect({str(path)!r}, isolation_level=None)\n"
        "db.execute(\"INSERT INTO tags (name, normal) VALUES ('x', 'x')\")\n"
        f"os.kill(os.getpid(), {int(signal.SIGKILL)})\n"
    )
    subprocess.run([sys.executable, "-c", code], check=False)
    assert (tmp_path / "crm.db-wal").stat().st_size > 0
    copy = tmp_path / "copy" / "crm.db"
    copy.parent.mkdir()
    shutil.copy(path, copy)
    for words in READS:
        assert told(crm, *words, "--db", str(copy)) in {0, 7}
    assert crm("tag", "list", code=0).out, "beside its -wal the file has it all"


@pytest.mark.parametrize("content", [None, b""])
def test_a_file_deleted_or_emptied_beside_its_wal_is_not_begun_anew(
    crm: Run, path: Path, content: bytes | None
) -> None:
    crm("contact", "add", "Jane", code=0)
    code = f"import sqlite3, sys; d = sqlite3.connect({str(path)!r}); d.execute('SELECT 1 FROM tags'); print(); sys.stdin.read()"
    holder = subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert holder.stdout is not None
    holder.stdout.readline()
    crm("contact", "add", "John", code=0)  # stays in the -wal while the other has it open
    path.unlink()
    if content is not None:
        path.write_bytes(content)
    result = crm("contact", "add", "Zed")
    assert (result.code, result.out) == (7, "")
    assert "its `-wal` is still there" in result.err
    holder.communicate()


def test_a_file_made_by_mktemp_is_a_new_file(crm: Run, path: Path) -> None:
    path.touch()
    assert crm("contact", "list").code == 7
    crm("contact", "add", "Jane", code=0)
    assert crm("contact", "list", "-f", "{name}", code=0).out == "Jane\n"
