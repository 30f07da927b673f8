"""What looks at the whole file: backup, doctor, and the file as of another day."""

from __future__ import annotations

import shutil
from pathlib import Path

from benchmarks import timing
from benchmarks.environment import Environment
from benchmarks.results import Figure, Report, milliseconds
from benchmarks.scale.file import Made
from benchmarks.timing import Command

SINCE_NOTHING = "2026-11-20T12:00:00Z"  # after the last import
SINCE_MOST = "2026-11-17T12:00:00Z"  # before the activities came


def measure(environment: Environment, report: Report, large: Made, space: Path) -> None:
    """Measure each once, beside what the shell does for the same purpose."""
    table = f"Keeping a file of {large.size / 1e6:,.0f} MB"
    copy, plain = space / "copy.db", space / "plain-copy.db"
    cases = [
        ("crm backup", ["backup", str(copy)], f".backup '{plain}'"),
        ("crm doctor", ["doctor"], "PRAGMA quick_check"),
        ("as of now: contact list -n 5", ["contact", "list", "-n", "5", "--as-of", SINCE_NOTHING], ""),
        (
            "as of before the activities: contact list -n 5",
            ["contact", "list", "-n", "5", "--as-of", SINCE_MOST],
            "",
        ),
        ("as of before the activities: contact show 1", ["contact", "show", "1", "--as-of", SINCE_MOST], ""),
        ("crm history -n 5", ["history", "-n", "5"], ""),
    ]
    env = environment.variables(large.path)
    shell = shutil.which("sqlite3")
    for what, words, theirs in cases:
        if not report.wants(f"{table} {what}"):
            continue
        copy.unlink(missing_ok=True)
        with report.attempt(table, what):
            ours = timing.run(Command([environment.crm, *words], env))
            detail = f"{ours.memory / 1e6:.0f} MB of memory"
            if theirs and shell:
                base = timing.run(Command([shell, str(large.path), theirs], env))
                detail += f"; the shell's `{theirs.split(chr(39))[0].strip()}`: {milliseconds(base.cpu)}"
            report.add(Figure(table, what, ours.cpu, "s", None, detail))
