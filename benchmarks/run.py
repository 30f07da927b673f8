"""The command line of the measurements."""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from benchmarks import environment, page, peers, results, scale, startup, timing
from benchmarks.environment import Environment
from benchmarks.results import Report
from benchmarks.timing import Command

WHAT = {
    "startup": "everyday commands on a small file, against `python -c pass`",
    "scale": "a large file against a small one, and against the sqlite3 shell",
    "peers": "other programs that are installed, against ours",
    "page": "all of it, written into docs/performance.md",
}


def main() -> int:
    """Measure what was asked for; ends with 1 where a budget is missed."""
    options = _parser().parse_args()
    if options.kept:
        page.write(*results.merged(results.read(path) for path in options.kept))
        return 0
    made = environment.prepare(options.folder, options.python)
    report = Report(options.only)
    _measure(made, report, options)
    about = {
        **environment.versions(made),
        "bare": timing.cpu(timing.in_turn([Command(made.bare, made.variables())], options.runs)[0]),
    }
    if options.json:
        results.write(options.json, about, report.figures)
    if options.what == "page":
        results.write(made.folder / "figures.json", about, report.figures)
        page.write(about, report.figures)
    print(f"\n{len(report.figures)} figures, {report.missed} over their budget")
    return 1 if report.missed else 0


def _measure(made: Environment, report: Report, options: argparse.Namespace) -> None:
    """Measure the parts that were asked for."""
    if options.what in ("startup", "page"):
        startup.measure(made, report, options.runs)
    if options.what in ("scale", "page"):
        scale.measure(made, report, contacts=options.contacts, runs=options.runs, keep=options.keep)
    if options.what in ("peers", "page"):
        peers.measure(made, report, options.runs)


def _parser() -> argparse.ArgumentParser:
    told = "\n".join(f"  {name:8} {text}" for name, text in WHAT.items())
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks",
        description=f"Measure, in CPU time and as ratios:\n{told}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("what", choices=list(WHAT))
    parser.add_argument("--runs", type=int, default=15, metavar="N", help="rounds of each pair (15)")
    parser.add_argument("--only", metavar="WORD", help="only figures whose table or command holds it")
    parser.add_argument("--json", type=Path, metavar="FILE", help="keep the figures here, too")
    parser.add_argument(
        "--folder",
        type=Path,
        metavar="DIR",
        default=Path(tempfile.gettempdir()) / "crm-benchmarks",
        help="where the environment and the files made are kept",
    )
    parser.add_argument("--python", metavar="PATH", help="the interpreter to make the environment with")
    parser.add_argument(
        "--contacts", type=int, default=100_000, metavar="N", help="people in the large file (100000)"
    )
    parser.add_argument("--keep", action="store_true", help="take the large file though the program changed")
    parser.add_argument(
        "--from", dest="kept", type=Path, nargs="+", metavar="FILE", help="write the page from kept figures"
    )
    return parser
