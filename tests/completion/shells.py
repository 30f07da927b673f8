"""Real shells in a terminal of their own: what a person types, and the line that stands there then."""

from __future__ import annotations

import os
import pty
import re
import select
import shutil
import signal
import sys
import termios
from pathlib import Path

import pytest
from _pytest.mark import ParameterSet

ROOT = Path(__file__).parent.parent.parent
SHELLS = ("bash", "zsh", "fish")
PATIENCE = 30.0
"""Seconds after which a shell that says nothing has failed."""

START = {
    "bash": ["bash", "--norc", "--noprofile", "-i"],
    "zsh": ["zsh", "-f", "-i"],
    "fish": ["fish", "--no-config", "-i"],
}
SET_UP = {
    "bash": """
bind -x '"\\C-xl": printf "<<%s>>" "$READLINE_LINE"'
bind 'set bell-style none'
bind 'set enable-bracketed-paste off'
. {script}
""",
    "zsh": """
unsetopt beep zle_bracketed_paste prompt_sp
autoload -Uz compinit && compinit -D -u
told() {{ print -rn -- "<<$BUFFER>>" }}
zle -N told
bindkey '^Xl' told
bindkey '^U' kill-whole-line
. {script}
""",
    "fish": """
function fish_prompt; printf '$ '; end
function fish_greeting; end
bind \\cxl 'printf "<<%s>>" (commandline | string collect)'
bind \\cu 'commandline ""'
. {script}
""",
}


def is_here(shell: str) -> bool:
    """Whether this machine has a shell."""
    return shutil.which(shell) is not None


def here() -> list[ParameterSet]:
    """The shells, as parameters of tests; those that this machine lacks are skipped, and that is told."""
    return [
        pytest.param(shell, marks=pytest.mark.skipif(not is_here(shell), reason=f"{shell} is not installed"))
        for shell in SHELLS
    ]


def program(folder: Path) -> Path:
    """A folder with `crm` in it, to stand on the PATH."""
    folder.mkdir(parents=True, exist_ok=True)
    crm = folder / "crm"
    crm.write_text(f'#!/bin/sh\nPYTHONPATH="{ROOT}" exec "{sys.executable}" -m crm_cli "$@"\n')
    crm.chmod(0o755)
    return folder


class Shell:
    """A shell in which somebody types."""

    def __init__(self, shell: str, folder: Path, script: str, *, set_up: str = "", **variables: str) -> None:
        self.name = shell
        home = folder / "home"
        home.mkdir(parents=True, exist_ok=True)
        (folder / f"script.{shell}").write_text(script, encoding="utf-8")
        env = {
            "PATH": f"{program(folder / 'bin')}{os.pathsep}{os.environ['PATH']}",
            "HOME": str(home),
            "TERM": "xterm",
            "PS1": "$ ",
            "LANG": "C.UTF-8",
            "TZ": "UTC",
            **variables,
        }
        self.said = b""
        self.pid, self.terminal = pty.fork()
        if self.pid == 0:
            os.chdir(home)
            os.execvpe(START[shell][0], START[shell], env)
        self.ready = select.poll()
        self.ready.register(self.terminal, select.POLLIN)
        termios.tcsetwinsize(self.terminal, (40, 120))
        prepare = folder / "set_up"
        prepare.write_text(SET_UP[shell].format(script=folder / f"script.{shell}") + set_up)
        self._send(f". {prepare}; printf 'READ''Y\\n'\n")
        self._until(rb"READY\r\n")

    def line(self, *typed: str) -> str:
        """Type on an empty line; the line that stands there then."""
        return self.after(*typed)[0]

    def after(self, *typed: str) -> tuple[str, str]:
        """Type on an empty line; the line that stands there then, and all that the terminal was sent."""
        for keys in typed:
            self._send(keys)
        self._send("\x18l")
        said = self._until(rb"<<(.*?)>>").decode()
        self._send("\x15")
        found = re.search(r"<<(.*?)>>", said, re.DOTALL)
        assert found
        return found[1], said

    def words(self, *typed: str) -> list[str]:
        """Type on an empty line; the words that the shell gives to a program which is then run with them."""
        for keys in typed:
            self._send(keys)
        self._send(" E''ND\x01printf '<%s>\\n' \n")
        said = self._until(rb"<END>\r?\n").decode()
        return re.findall(r"^<(.*)>\r?$", said, re.MULTILINE)[:-1]

    def run(self, line: str) -> None:
        """Run a command, and wait for its end."""
        self._send(f"{line}; printf 'DON''E\\n'\n")
        self._until(rb"DONE\r\n")

    def _send(self, keys: str) -> None:
        os.write(self.terminal, keys.encode())

    def _until(self, wanted: bytes) -> bytes:
        while not (found := re.search(wanted, self.said, re.DOTALL)):
            if not self.ready.poll(PATIENCE * 1000):
                raise TimeoutError(f"the shell says no more than {self.said[-2000:]!r}")
            self.said += os.read(self.terminal, 65536)
        said, self.said = self.said[: found.end()], self.said[found.end() :]
        return said

    def close(self) -> None:
        """End the shell."""
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        os.close(self.terminal)
