"""The command line of the measurements."""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from benchmarks import environment, results, startup


def main() -> int:
    """Measure what was asked for; ends with 1 where a budget is missed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("what", choices=["startup"])
    parser.add_argument("--runs", type=int, default=15)
    parser.add_argument("--only", metavar="WORD")
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()) / "crm-benchmarks")
    options = parser.parse_args()
    made = environment.prepare(options.folder)
    report = results.Report(options.only)
    startup.measure(made, report, options.runs)
    return 1 if report.missed else 0
