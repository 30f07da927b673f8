"""A real pseudo-terminal: the program runs in one as a person's shell would run it."""

from __future__ import annotations

import os
import pty
import re
import subprocess
import sys
import termios
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[1]
PROGRAM = (
    "import fcntl, termios, sys; fcntl.ioctl(0, termios.TIOCSCTTY, 0);"  # a pager reads its keys from /dev/tty
    " from crm_cli.__main__ import main; sys.exit(main())"
)
COLOUR = re.compile(r"\x1b\[[0-9;]*m")


class Shown(NamedTuple):
    """All that came to the terminal, and how the program ended."""

    text: str
    code: int

    @property
    def lines(self) -> list[str]:
        """What a reader sees, line by line: without colours, and with the ends of lines that programs write."""
        return COLOUR.sub("", self.text).replace("\r\n", "\n").split("\n")


def run(
    words: Sequence[str],
    env: Mapping[str, str],
    *,
    lines: int = 24,
    columns: int = 80,
    keys: Mapping[str, str] | None = None,
) -> Shown:
    """Run a command line of ours in a terminal of its own and read all it prints.

    keys: what is typed once a text has come, `{": ": "q"}`; each once.
    """
    ours, theirs = pty.openpty()
    termios.tcsetwinsize(theirs, (lines, columns))
    world = {
        "PATH": os.environ["PATH"],
        "HOME": os.environ["HOME"],
        "PYTHONPATH": str(ROOT),
        "TERM": "xterm",
        "TZ": "UTC",
        **env,
    }
    process = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, *words],
        env=world,
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        start_new_session=True,
    )
    os.close(theirs)
    text, waiting = "", dict(keys or {})
    while part := _part(ours):
        text += part.decode(errors="replace")
        for sign in [sign for sign in waiting if sign in text]:
            os.write(ours, waiting.pop(sign).encode())
    os.close(ours)
    return Shown(text, process.wait())


def _part(terminal: int) -> bytes:
    """What comes next; nothing when the other end is closed."""
    try:
        return os.read(terminal, 65536)
    except OSError:
        return b""
