"""Streams that are closed or full: the exit code still says what happened, and nothing is unexpected."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

HAS_FULL = Path("/dev/full").exists()


def run(line: str, folder: Path, **env: str) -> tuple[int, str, str]:
    """Run one line of a shell in which `crm` is the program; the exit code is the program's."""
    world = {**os.environ, "CRM_DB": str(folder / "crm.db"), "CRM_NOW": "2026-11-21", **env}
    crm = f'crm() {{ "{sys.executable}" -m crm_cli "$@"; }}; '
    done = subprocess.run(["sh", "-c", crm + line], env=world, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout, done.stderr


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    run("crm remind add 'Pay rent' --due today", tmp_path)
    return tmp_path


@pytest.mark.parametrize("closed", [">&-", "2>&-", "<&-", "<&- >&- 2>&-"])
@pytest.mark.parametrize(("command", "code"), [
    ("crm remind --exit-code", 10),
    ("crm contact list", 0),
    ("crm contact add Jane -f json", 0),
    ("crm contact show nobody", 3),
    ("crm nosuch", 2),
    ("crm --version", 0),
])  # fmt: skip
def test_a_closed_stream_changes_no_exit_code(folder: Path, command: str, code: int, closed: str) -> None:
    ended, _, err = run(f"{command} {closed}", folder)
    assert ended == code
    assert not any(word in err for word in ("Traceback", "AttributeError", "Exception"))


@pytest.mark.skipif(not HAS_FULL, reason="no /dev/full here")
@pytest.mark.parametrize(
    "command", ["crm remind", "crm remind list", "crm --help", "crm config list -f json"]
)
def test_an_answer_that_cannot_be_written_is_a_failure_in_words(folder: Path, command: str) -> None:
    ended, _, err = run(f"{command} >/dev/full", folder)
    assert ended == 1
    assert err.splitlines()[0] == "Error: the answer cannot be written: no space left on device"
    assert "Exception" not in err


@pytest.mark.skipif(not HAS_FULL, reason="no /dev/full here")
def test_a_write_whose_answer_is_lost_says_that_it_is_made(folder: Path) -> None:
    ended, _, err = run("crm contact add Jane >/dev/full", folder)
    assert ended == 1
    assert err == "Error: the change is made, but the answer cannot be written: no space left on device\n"
    assert run("crm contact list -f ids", folder)[1] == "1\n"


@pytest.mark.skipif(not HAS_FULL, reason="no /dev/full here")
def test_remarks_that_cannot_be_written_change_no_exit_code(folder: Path) -> None:
    assert run("crm find nothing 2>/dev/full", folder)[0] == 0
    assert run("crm contact show nobody 2>/dev/full", folder)[0] == 3


@pytest.mark.parametrize(("zone", "name"), [
    ("UTC-3", "Etc/GMT-3"), ("EST5", "Etc/GMT+5"), ("EST5EDT", "EST5EDT"), (":Asia/Almaty", "Asia/Almaty"),
    ("GMT0", "GMT0"),
])  # fmt: skip
def test_the_systems_zone_may_be_named_as_posix_does(folder: Path, zone: str, name: str) -> None:
    assert run("crm config get timezone", folder, TZ=zone) == (0, f"{name}\n", "")


def test_a_locale_nobody_knows_shows_dates_in_english(folder: Path) -> None:
    ended, out, _ = run("crm remind list --columns title,due_on -f table", folder, LC_ALL="xx_YY.UTF-8")
    assert ended == 0
    assert out.splitlines()[-1].split() == ["Pay", "rent", "today"]


@pytest.mark.parametrize("columns", ["²", "-5", "x", "0", "1"])
def test_a_width_that_is_none_is_not_believed(folder: Path, columns: str) -> None:
    assert run("crm remind list -f table", folder, COLUMNS=columns)[0] == 0


@pytest.mark.parametrize("command", [
    "crm contact tag - vip", "crm contact show -", "crm note - hello", "crm note 1 -", "crm done -", "crm sql -",
    "crm contact add Bo --note -",
])  # fmt: skip
@pytest.mark.parametrize(("stdin", "said"), [("<&-", ""), ("< bytes", "what is piped in is not UTF-8 text")])
@pytest.mark.parametrize("locale", ["C", "C.UTF-8"])
def test_stdin_that_is_closed_or_no_text_is_said_so(
    folder: Path, command: str, stdin: str, said: str, locale: str
) -> None:
    run("crm contact add Jane", folder)
    (folder / "bytes").write_bytes(b"\xff\xfe\n")
    ended, _, err = run(f"cd {folder}; {command} {stdin}", folder, LC_ALL=locale)
    assert said in err
    assert ended == 2 or not said
    assert not any(word in err for word in ("Traceback", "TypeError", "AttributeError", "Unicode"))


@pytest.mark.parametrize("text", ["\ufeff7\n", "\ufeff7\r\n", "\ufeffSecond 7\n"])
def test_the_mark_before_what_is_piped_in_belongs_to_no_name(folder: Path, text: str) -> None:
    for name in [f"First {number}" for number in range(1, 7)] + ["Second 7", "Third 7"]:
        run(f"crm contact add '{name}'", folder)
    (folder / "names").write_text(text, newline="")
    assert run(f"crm contact show - -f '{{name}}' < {folder}/names", folder)[1] == "Second 7\n"
