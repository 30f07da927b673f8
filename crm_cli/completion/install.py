"""The scripts: what each shell is given, where it looks for them, and what to do where it does not look there by itself."""

from __future__ import annotations

import os

from crm_cli.completion.quoting import for_bash
from crm_cli.core.errors import Conflict, FileError
from crm_cli.db import whole

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

SHELLS = ("bash", "zsh", "fish")
OURS = "# Completion of crm in "
"""What says that a file is ours to replace and to take away."""


def script(shell: str, program: str = "crm") -> str:
    """The script for a shell. program: what it runs where no `crm` is found there, as shells take it."""
    folder = os.path.join(os.path.dirname(__file__), "scripts")
    with open(os.path.join(folder, f"crm.{shell}"), encoding="utf-8") as file:
        return file.read().replace("@PROGRAM@", program)


def place(shell: str, env: Mapping[str, str]) -> str:
    """Where a shell looks for what it completes with, in the user's own folders."""
    home = env.get("HOME", "")
    if not os.path.isabs(home):
        raise FileError("there is no home folder to put it in", hint=f"crm completion {shell} > FILE")
    data = _folder(env, "XDG_DATA_HOME", home, ".local/share")
    if shell == "bash":
        own = env.get("BASH_COMPLETION_USER_DIR", "").split(":")[0] or os.path.join(data, "bash-completion")
        return os.path.join(own, "completions", "crm")
    if shell == "zsh":
        return os.path.join(_zsh_folder(env, home) or os.path.join(data, "zsh", "site-functions"), "_crm")
    return os.path.join(_folder(env, "XDG_CONFIG_HOME", home, ".config"), "fish", "completions", "crm.fish")


def _folder(env: Mapping[str, str], variable: str, home: str, usual: str) -> str:
    named = env.get(variable, "")
    return named if os.path.isabs(named) else os.path.join(home, usual)


def _zsh_folder(env: Mapping[str, str], home: str) -> str:
    """The first folder of the user's own in which zsh looks for functions, where it says so."""
    own = os.path.join(home, "")
    folders = [
        each for each in env.get("FPATH", "").split(":") if each.startswith(own) and os.path.isdir(each)
    ]
    return next((each for each in folders if os.access(each, os.W_OK)), "")


def advice(shell: str, path: str, env: Mapping[str, str]) -> str:
    """What to add to which file of the user's, where the shell does not look in that place by itself; nothing else does."""
    quoted = for_bash(path)
    if shell == "bash":
        return (
            "bash loads it by the package bash-completion; without that, add this line to ~/.bashrc:\n"
            f"  . {quoted}"
        )
    folder = os.path.dirname(path)
    if shell == "zsh" and folder not in env.get("FPATH", "").split(":"):
        return (
            "zsh looks there once these lines are in ~/.zshrc (`compinit` may be in it already, then the first before it):\n"
            f"  fpath=({for_bash(folder)} $fpath)\n"
            "  autoload -Uz compinit && compinit"
        )
    return ""


def put(shell: str, path: str, program: str) -> bool:
    """Write the script to its place; returns whether that changed anything. Conflict for a file that is not ours."""
    wanted = script(shell, program)
    there = _there(path)
    if there == wanted:
        return False
    if there and OURS not in there[:200]:
        raise Conflict(f"`{path}` is there already, and not of crm", hint=f"crm completion {shell} > FILE")
    try:
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with whole.replaced(path) as file:
            file.write(wanted)
    except OSError as error:
        raise FileError(f"`{path}` cannot be written: {(error.strerror or str(error)).lower()}") from None
    return True


def take_away(path: str) -> bool:
    """Delete the script; returns whether it was there. Conflict for a file that is not ours."""
    there = _there(path)
    if there is None:
        return False
    if OURS not in there[:200]:
        raise Conflict(f"`{path}` is not of crm: it stays")
    try:
        os.unlink(path)
    except OSError as error:
        raise FileError(f"`{path}` cannot be deleted: {(error.strerror or str(error)).lower()}") from None
    return True


def _there(path: str) -> str | None:
    """What is in a file; None where there is none."""
    try:
        with open(path, encoding="utf-8", errors="replace") as file:
            return file.read()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise FileError(f"`{path}` cannot be read: {(error.strerror or str(error)).lower()}") from None
