"""A pager at work: the program that answers are read in, and what it is told by its variables."""

from __future__ import annotations

import subprocess
from contextlib import suppress

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import TextIO

MANNERS = {"LESS": "FRX", "LV": "-c", "LESSCHARSET": "utf-8"}
"""What pagers are told by their variables, where the user has not set them."""


class Pager:
    """The program, given its text as it comes. Raises OSError where it cannot be started."""

    def __init__(self, command: str, out: TextIO, env: Mapping[str, str]) -> None:
        self._process = subprocess.Popen(
            command,
            shell=True,
            stdin=subprocess.PIPE,
            stdout=out.fileno(),
            env={**MANNERS, **env},
            text=True,
            encoding="utf-8",
            errors="surrogateescape",
        )

    def feed(self, text: str) -> bool:
        """Give it more to show; whether it still takes any."""
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(text)
        except (BrokenPipeError, ValueError):
            return False
        return True

    def end(self) -> int:
        """Wait until all is read; returns how it ended."""
        assert self._process.stdin is not None
        with suppress(OSError):  # it was left early
            self._process.stdin.close()
        while True:
            try:
                return self._process.wait()
            except KeyboardInterrupt:  # the pager's own business
                continue


def is_there(command: str, env: Mapping[str, str]) -> bool:
    """Whether a command line is one that could run; `cat` shows what is shown anyway."""
    import shlex
    import shutil

    try:
        words = shlex.split(command)
    except ValueError:
        return False
    if not words or words == ["cat"]:
        return False
    return "=" in words[0] or shutil.which(words[0], path=env.get("PATH")) is not None
