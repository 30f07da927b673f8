"""A large file beside a small one: one-record commands, questions over all, changes, exchange, keeping."""

from __future__ import annotations

import tempfile
from pathlib import Path

from benchmarks.environment import Environment
from benchmarks.results import Report
from benchmarks.scale import asking, changes, exchange, keeping, reading
from benchmarks.scale.file import Made, made

SMALL = 100


def measure(environment: Environment, report: Report, *, contacts: int, runs: int, keep: bool) -> None:
    """Make both files, or take those of an earlier run of the same program, and measure all parts."""
    small = made(environment, SMALL, keep=keep)
    large = made(environment, contacts, keep=keep)
    with tempfile.TemporaryDirectory(dir=environment.folder) as folder:
        space = Path(folder)
        exchange.measure(environment, report, large, space, runs)
        asking.measure(environment, report, small, large, runs)
        written = large.copy(space)
        keeping.measure(environment, report, written, space)
        reading.measure(environment, report, small.copy(space), written, runs)
        changes.measure(environment, report, written, runs)


__all__ = ["Made", "measure"]
