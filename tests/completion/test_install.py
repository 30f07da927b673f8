"""`crm completion`: the script for a shell, printed, put where the shell looks for it, and taken away."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from crm_cli.completion.install import SHELLS, script
from tests.completion.shells import here

Run = Callable[..., Any]
PLACES = {
    "bash": ".local/share/bash-completion/completions/crm",
    "zsh": ".local/share/zsh/site-functions/_crm",
    "fish": ".config/fish/completions/crm.fish",
}


@pytest.mark.parametrize("shell", SHELLS)
def test_the_script_is_printed(crm: Run, shell: str) -> None:
    done = crm("completion", shell, code=0)
    assert done.out == script(shell)
    assert done.err == ""
    assert f"# Completion of crm in {shell}" in done.out
    assert "@PROGRAM@" not in done.out


@pytest.mark.parametrize("shell", here())
def test_the_script_is_one_that_the_shell_can_read(shell: str) -> None:
    read = subprocess.run([shell, "-n"], input=script(shell), text=True, capture_output=True, check=False)
    assert (read.stderr, read.returncode) == ("", 0)


def test_without_a_name_it_is_the_users_own_shell(crm: Run) -> None:
    assert crm("completion", env={"SHELL": "/usr/bin/zsh"}, code=0).out == script("zsh")


def test_a_shell_that_nobody_knows_is_refused(crm: Run) -> None:
    done = crm("completion", env={"SHELL": "/bin/sh"})
    assert (done.code, done.out) == (2, "")
    assert done.err == (
        "Error: your shell is sh; crm completes in bash, zsh, fish: name one of them\n"
        "hint: crm completion bash --install\n"
    )
    assert crm("completion").code == 2
    done = crm("completion", "zhs")
    assert done.err == "Error: crm completes in bash, zsh, fish, not in `zhs`\nhint: crm completion zsh\n"
    assert crm("completion", "bash", "--install", "--uninstall").code == 2


@pytest.mark.parametrize("shell", SHELLS)
def test_it_is_put_where_the_shell_looks_for_it_twice_and_taken_away(
    crm: Run, home: Path, shell: str
) -> None:
    place = home / PLACES[shell]
    done = crm("completion", shell, "--install", code=0)
    assert done.out == f"Wrote {place}\n"
    assert place.read_text(encoding="utf-8") == script(shell)
    assert [entry.name for entry in os.scandir(place.parent)] == [place.name]
    assert crm("completion", shell, "--install", code=0).out == f"{place} is there already\n"
    place.write_text("# Completion of crm in an earlier version\n")
    assert crm("completion", shell, "--install", code=0).out == f"Wrote {place}\n"
    assert crm("completion", shell, "--uninstall", code=0).out == f"Deleted {place}\n"
    assert not place.exists()
    assert crm("completion", shell, "--uninstall", code=0).out == f"{place} is not there: nothing to delete\n"


def test_it_says_what_is_left_to_do_and_writes_into_no_file_of_the_users(crm: Run, home: Path) -> None:
    for name in (".bashrc", ".zshrc", ".config/fish/config.fish"):
        (home / name).parent.mkdir(parents=True, exist_ok=True)
        (home / name).write_text("# mine\n")
    assert f"  . {home}/{PLACES['bash']}\n" in crm("completion", "bash", "--install").err
    assert (
        f"  fpath=({home}/.local/share/zsh/site-functions $fpath)\n"
        in crm("completion", "zsh", "--install").err
    )
    assert crm("completion", "fish", "--install").err == "it works in every fish begun from now on\n"
    for name in (".bashrc", ".zshrc", ".config/fish/config.fish"):
        assert (home / name).read_text() == "# mine\n"


@pytest.mark.parametrize(
    ("shell", "variable", "place"),
    [
        ("bash", "XDG_DATA_HOME", "bash-completion/completions/crm"),
        ("bash", "BASH_COMPLETION_USER_DIR", "completions/crm"),
        ("zsh", "XDG_DATA_HOME", "zsh/site-functions/_crm"),
        ("fish", "XDG_CONFIG_HOME", "fish/completions/crm.fish"),
    ],
)
def test_folders_that_the_user_named_are_kept_to(
    crm: Run, tmp_path: Path, shell: str, variable: str, place: str
) -> None:
    folder = tmp_path / "a folder"
    done = crm("completion", shell, "--install", env={variable: str(folder)}, code=0)
    assert done.out == f"Wrote {folder / place}\n"


def test_zsh_is_given_it_in_a_folder_of_the_users_where_it_looks_already(crm: Run, home: Path) -> None:
    folder = home / ".zfunc"
    folder.mkdir()
    done = crm("completion", "zsh", "--install", env={"FPATH": f"/usr/share/zsh/functions:{folder}"}, code=0)
    assert done.out == f"Wrote {folder}/_crm\n"
    assert done.err == "it works in every zsh begun from now on\n"


@pytest.mark.parametrize("shell", SHELLS)
def test_a_file_that_is_not_ours_stays(crm: Run, home: Path, shell: str) -> None:
    place = home / PLACES[shell]
    place.parent.mkdir(parents=True)
    place.write_text("# by hand\n")
    assert crm("completion", shell, "--install").code == 5
    assert crm("completion", shell, "--uninstall").code == 5
    assert place.read_text() == "# by hand\n"


@pytest.mark.parametrize("shell", SHELLS)
def test_a_dry_run_writes_and_deletes_nothing(crm: Run, home: Path, shell: str) -> None:
    place = home / PLACES[shell]
    assert crm("completion", shell, "--install", "--dry-run", code=0).out == f"Would write {place}\n"
    assert not place.exists()
    crm("completion", shell, "--install", code=0)
    assert crm("completion", shell, "--uninstall", "--dry-run", code=0).out == f"Would delete {place}\n"
    assert place.exists()


def test_where_it_cannot_be_written_is_said(crm: Run, home: Path) -> None:
    (home / ".config").write_text("a file where a folder should be")
    done = crm("completion", "fish", "--install")
    assert done.code == 7
    assert done.err.startswith(f"Error: `{home / PLACES['fish']}` cannot be ")
    assert crm("completion", "fish", "--install", env={"HOME": ""}).code == 7


def test_no_file_of_records_is_needed_or_made(crm: Run, path: Path) -> None:
    crm("completion", "bash", code=0)
    crm("completion", "bash", "--install", code=0)
    assert not path.exists()
