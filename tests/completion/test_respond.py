"""The answer to a shell: quick, read-only, and never an error, whatever is asked of whatever file."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.completion.names import NUMBERED

ROOT = Path(__file__).parent.parent.parent


def answer(
    line: str, path: Path | str, shell: str = "bash", **more: str
) -> subprocess.CompletedProcess[bytes]:
    """Ask as the script of a shell does."""
    env = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT),
        "HOME": "/nowhere",
        "CRM_DB": str(path),
        "_CRM_COMPLETE": shell,
        "COMP_LINE": line,
        "COMP_POINT": str(len(line)),
        "COMP_WORD": line.split(" ")[-1],
        "COMP_TYPE": "9",
        **more,
    }
    return subprocess.run([sys.executable, "-m", "crm_cli"], env=env, capture_output=True, check=False)


@pytest.mark.parametrize(
    ("shell", "said"),
    [
        ("bash", "\nJane\\ Doe\n"),
        ("zsh", "other\nJane Doe\t+\tJane Doe  -- Acme Ltd  jane@acme.example\n"),
        ("fish", "\nJane Doe\tAcme Ltd  jane@acme.example\n"),
        ("nonsense", ""),
    ],
)
def test_each_shell_is_answered_its_way(sample: Path, shell: str, said: str) -> None:
    done = answer("crm contact show do", sample, shell)
    assert (done.stdout.decode(), done.stderr, done.returncode) == (said, b"", 0)


@pytest.mark.parametrize(("shell", "said"), [("bash", "files\n"), ("zsh", "files\n"), ("fish", "files\n")])
def test_files_are_left_to_each_shell(sample: Path, shell: str, said: str) -> None:
    assert answer("crm import ", sample, shell).stdout.decode() == said


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish", "complete_bash"])
@pytest.mark.parametrize(
    "more",
    [
        {"COMP_LINE": "", "COMP_POINT": ""},
        {"COMP_LINE": "crm contact show '\"$(", "COMP_POINT": "99999999999999999999"},
        {"COMP_LINE": "crm", "COMP_POINT": "-1"},
        {"COMP_LINE": "crm \udcff\udcfe x", "COMP_WORD": "\udcff"},
        {"COMP_LINE": "crm contact list " + "a:" * 5000},
        {"COMP_LINE": "crm contact list " + "(" * 5000},
        {"COMP_LINE": "crm contact show " + "9" * 5000},
        {"COMP_LINE": "crm report x --by ", "COMP_WORDS": "crm report x --by ", "COMP_CWORD": "4"},
        {"COMP_LINE": "crm --now nonsense report sales --period 2"},
        {"COMP_LINE": "crm contact list company.company.company.", "COMP_WORD": "."},
        {"COMP_WORDS": "crm 'x", "COMP_CWORD": "nonsense", "COLUMNS": "nonsense"},
        {"HOME": "", "CRM_DB": ""},
        {"TZ": "Nowhere/Nothing", "COMP_LINE": "crm report sales --period 2"},
        {"LC_ALL": "C", "COMP_LINE": "crm contact show ", "COMP_WORD": ""},
    ],
    ids=lambda more: " ".join(f"{name}={value[:30]!r}" for name, value in more.items()),
)
def test_whatever_is_asked_there_is_no_error(sample: Path, shell: str, more: dict[str, str]) -> None:
    done = answer("crm contact show ", sample, shell, **more)
    assert (done.stderr, done.returncode) == (b"", 0)


def test_a_file_that_is_damaged_is_no_error(sample: Path, tmp_path: Path) -> None:
    content = bytearray(sample.read_bytes())
    content[8192:] = bytes(len(content) - 8192)
    damaged = tmp_path / "damaged.db"
    damaged.write_bytes(content)
    for line in (
        "crm contact show ",
        "crm contact list tag:",
        "crm done ",
        "crm deal move 1 ",
        "crm contact show a@",
    ):
        done = answer(line, damaged)
        assert (done.stdout, done.stderr, done.returncode) == (b"\n", b"", 0)
    assert answer("crm contact sho", damaged).stdout == b"\nshow\n"


def test_a_closed_pipe_is_no_error(sample: Path) -> None:
    env = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "CRM_DB": str(sample),
        "_CRM_COMPLETE": "bash",
        "COMP_LINE": "crm ",
    }
    done = subprocess.run(
        f"{sys.executable} -m crm_cli | true; exit ${{PIPESTATUS[0]}}",
        shell=True,
        executable="/bin/bash",
        env=env,
        capture_output=True,
        check=False,
    )
    assert (done.stderr, done.returncode) == (b"", 0)


def test_nothing_is_made_or_changed(sample: Path, tmp_path: Path) -> None:
    home = tmp_path / "own"
    home.mkdir()
    before = {entry.name: entry.stat().st_mtime_ns for entry in os.scandir(sample.parent)}
    for line in ("crm contact show ", "crm contact list tag:", "crm undo ", "crm contact add X --company "):
        assert answer(line, sample, HOME=str(home)).returncode == 0
        assert answer(line, tmp_path / "missing.db", HOME=str(home)).returncode == 0
    assert {entry.name: entry.stat().st_mtime_ns for entry in os.scandir(sample.parent)} == before
    assert {entry.name for entry in os.scandir(tmp_path)} == {"home", "own"}
    assert [*os.scandir(home)] == []


def test_what_is_said_holds_no_sign_that_steers_a_terminal(tmp_path: Path) -> None:
    from tests.completion.conftest import run

    path = tmp_path / "crm.db"
    for name in NUMBERED:
        run(path, "contact", "add", "--force", "--", name)
        run(path, "company", "add", "--force", "--", f"Co {name}")
    for shell in ("bash", "zsh", "fish"):
        for line in ("crm contact show ", "crm contact list company:", "crm contact add X --company "):
            said = answer(line, path, shell, COMP_WORD="").stdout.decode()
            assert all(sign.isprintable() or sign in "\n\t\u200c" for sign in said.replace("\u2007", ""))


def imported(line: str, path: Path) -> set[str]:
    """The modules that an answer has imported at its end."""
    code = (
        "import sys\nfrom crm_cli.__main__ import main\nmain([])\nsys.stdout.flush()\n"
        "sys.stderr.write('\\n'.join(name for name, module in sys.modules.items() if hasattr(module, '__file__')))"
    )
    env = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT),
        "CRM_DB": str(path),
        "_CRM_COMPLETE": "bash",
        "COMP_LINE": line,
        "COMP_WORD": line.split(" ")[-1],
    }
    done = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=True)
    return set(done.stderr.splitlines())


@pytest.mark.parametrize(
    "line", ["crm con", "crm contact show ja", "crm contact list ta", "crm report sales --by m", "crm done "]
)
def test_neither_typer_nor_anything_heavy_is_imported(sample: Path, line: str) -> None:
    heavy = {
        "typer",
        "rich",
        "click",
        "inspect",
        "sqlite_utils",
        "dateparser",
        "babel",
        "phonenumbers",
    }
    assert not {name.split(".")[0] for name in imported(line, sample)} & heavy
    assert "crm_cli.completion.answer" in imported(line, sample)
