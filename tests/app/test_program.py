"""What to run next can be run: the program is called `crm` only where the PATH has it."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from crm_cli.app.program import called, spelled

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with programs of a virtual environment in `.venv/bin`, which is the working folder."""
    monkeypatch.chdir(tmp_path)
    for name in (
        ".venv/bin/crm",
        ".venv/bin/python",
        "elsewhere/crm",
        "lib/crm_cli/__main__.py",
        "my venv/crm",
    ):
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("#!/bin/sh\n")
        file.chmod(0o755)
    (tmp_path / "linked").mkdir()
    (tmp_path / "linked" / "crm").symlink_to(tmp_path / ".venv/bin/crm")
    return tmp_path


@pytest.mark.parametrize(
    ("script", "path", "said"),
    [
        (".venv/bin/crm", "/usr/bin", ".venv/bin/crm"),
        (".venv/bin/crm", "{}/.venv/bin:/usr/bin", "crm"),
        ("{}/.venv/bin/crm", "{}/.venv/bin", "crm"),
        (".venv/bin/crm", "{}/linked", "crm"),
        ("{}/linked/crm", "{}/linked", "crm"),
        (".venv/bin/crm", "{}/elsewhere:{}/.venv/bin", ".venv/bin/crm"),  # another one would run
        ("{}/.venv/bin/crm", "", "{}/.venv/bin/crm"),
        ("my venv/crm", "/usr/bin", "'my venv/crm'"),
        ("{}/lib/crm_cli/__main__.py", "/usr/bin", "{}/.venv/bin/crm"),
        ("{}/lib/crm_cli/__main__.py", "{}/.venv/bin", "crm"),
        ("/usr/bin/pytest", "/usr/bin", "crm"),
        ("-c", "/usr/bin", "crm"),
        ("", "", "crm"),
    ],
)
def test_it_is_called_as_it_can_be(installed: Path, script: str, path: str, said: str) -> None:
    env = {"PATH": path.format(installed, installed)}
    python = str(installed / ".venv/bin/python")
    assert called(env, script.format(installed), python) == said.format(installed)


def test_without_a_script_it_is_called_by_its_python(installed: Path) -> None:
    (installed / ".venv/bin/crm").unlink()
    python = str(installed / ".venv/bin/python")
    assert called({"PATH": ""}, str(installed / "lib/crm_cli/__main__.py"), python) == f"{python} -m crm_cli"


@pytest.mark.parametrize(
    ("hint", "said"),
    [
        ("crm contact list", "./crm contact list"),
        ("crm backup OTHER.db, or without a name", "./crm backup OTHER.db, or without a name"),
        (
            "close it, then: crm contact forget contact/1 --yes",
            "close it, then: ./crm contact forget contact/1 --yes",
        ),
        ("crm --db x.db today, or crm demo OTHER.db", "./crm --db x.db today, or ./crm demo OTHER.db"),
        ("try again, or crm config set lock_wait 120", "try again, or ./crm config set lock_wait 120"),
        (
            'quotes keep words together: crm call "two words"',
            'quotes keep words together: ./crm call "two words"',
        ),
        ("crm contact add A\ncrm contact add B", "./crm contact add A\n./crm contact add B"),
        ("no contact is called `crm`", "no contact is called `crm`"),
        ("look at the crm file", "look at the crm file"),
        ("--force", "--force"),
    ],
)
def test_a_hint_names_the_program_that_runs(hint: str, said: str) -> None:
    assert spelled(hint, "./crm") == said
    assert spelled(hint, "crm") == hint


def test_what_a_fresh_installation_says_can_be_typed(tmp_path: Path) -> None:
    """The demo's last line, a hint and the first page, of a program that no PATH has."""
    script = tmp_path / "bin" / "crm"
    script.parent.mkdir()
    script.write_text(
        f"#!{sys.executable}\nimport sys\nfrom crm_cli.__main__ import main\nsys.exit(main())\n"
    )
    script.chmod(0o755)
    env = {"HOME": str(tmp_path), "PYTHONPATH": str(ROOT), "PATH": os.defpath}

    def run(*words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(words, env=env, cwd=tmp_path, capture_output=True, text=True, check=False)

    assert "\n  bin/crm demo\n" in run("bin/crm").stdout
    last = run("bin/crm", "demo").stdout.splitlines()[-1]
    assert last == "Go on yourself:  bin/crm --db crm-demo.db today"
    assert run(*shlex.split(last.partition(":")[2])).returncode == 0
    hint = run("bin/crm", "demo").stderr.splitlines()[-1]
    assert hint == "hint: bin/crm --db crm-demo.db today or bin/crm demo OTHER.db"
