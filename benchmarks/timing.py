"""Runs of whole processes: their CPU time and peak memory, several commands in turn, medians of the ratios."""

from __future__ import annotations

import os
import pty
import resource
import shlex
import statistics
import subprocess
import sys
import tempfile
import termios
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO


@dataclass(frozen=True, slots=True)
class Command:
    """A command to measure; `{n}` in a word becomes another number at each run."""

    words: Sequence[str]
    env: Mapping[str, str]
    is_in_terminal: bool = False
    stdin: Path | None = None
    stdout: Path | None = None
    before: Callable[[], object] | None = None  # called before each run, unmeasured

    def at(self, number: int) -> list[str]:
        """Return the words of one run."""
        return [word.replace("{n}", str(number)) for word in self.words]


@dataclass(frozen=True, slots=True)
class Usage:
    """What one run took: CPU seconds (user and system) and bytes of memory at its peak."""

    cpu: float
    memory: int


class CommandFailedError(Exception):
    """A measured command ended badly or answered wrongly: its figure would mean nothing."""


def run(command: Command, number: int = 0) -> Usage:
    """Run a command once to its end."""
    if command.before:
        command.before()
    words = command.at(number)
    with tempfile.TemporaryFile() as errors:
        if command.is_in_terminal:
            status, usage = _in_terminal(words, command.env)
        else:
            status, usage = _in_pipe(words, command, errors)
        if status:
            errors.seek(0)
            said = errors.read().decode(errors="replace").strip()
            raise CommandFailedError(f"{shlex.join(words)}: ended with {status}\n{said}")
    # Linux counts the memory of the process that forked until the exec, too: keep this program small
    unit = 1 if sys.platform == "darwin" else 1024
    return Usage(usage.ru_utime + usage.ru_stime, usage.ru_maxrss * unit)


def in_turn(commands: Sequence[Command], runs: int) -> list[list[Usage]]:
    """Run commands in turn, A B A B …, after one unmeasured run of each; returns each one's runs."""
    measured: list[list[Usage]] = [[] for _ in commands]
    for number in range(runs + 1):
        for place, command in enumerate(commands):
            usage = run(command, number)
            if number:
                measured[place].append(usage)
    return measured


def cpu(usages: Sequence[Usage]) -> float:
    """Return the median CPU time of runs."""
    return statistics.median(usage.cpu for usage in usages)


def peak(usages: Sequence[Usage]) -> int:
    """Return the largest memory of runs."""
    return max(usage.memory for usage in usages)


def ratio(above: Sequence[Usage], below: Sequence[Usage], without: Sequence[Usage] | None = None) -> float:
    """Return the median of the ratios of each round; what `without` took is first taken off the upper one.

    Never the ratio of the medians: a machine that is busy for a while slows both runs of a round.
    """
    taken = [usage.cpu for usage in without] if without else [0.0] * len(above)
    rounds = zip(above, below, taken, strict=True)
    return statistics.median(max(a.cpu - less, 0.0) / b.cpu for a, b, less in rounds)


def _in_pipe(words: list[str], command: Command, errors: IO[bytes]) -> tuple[int, resource.struct_rusage]:
    """Run with what is printed thrown away, or written into a file."""
    with (
        open(command.stdin or os.devnull, "rb") as source,
        open(command.stdout or os.devnull, "wb") as target,
    ):
        process = subprocess.Popen(words, env=command.env, stdin=source, stdout=target, stderr=errors)
        return _reap(process)


def _in_terminal(words: list[str], env: Mapping[str, str]) -> tuple[int, resource.struct_rusage]:
    """Run in a terminal of its own, 24 × 100, reading all it prints."""
    ours, theirs = pty.openpty()
    termios.tcsetwinsize(theirs, (24, 100))
    process = subprocess.Popen(words, env=env, stdin=theirs, stdout=theirs, stderr=theirs)
    os.close(theirs)
    try:
        while os.read(ours, 65536):
            pass
    except OSError:
        pass  # the other end is closed: it is done
    answer = _reap(process)
    os.close(ours)
    return answer


def _reap(process: subprocess.Popen[bytes]) -> tuple[int, resource.struct_rusage]:
    """Wait for a child and take the system's account of it alone."""
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return process.returncode, usage
