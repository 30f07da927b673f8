"""Everyday commands on a small file, each paired with `python -c pass`."""

from __future__ import annotations

import shlex
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from benchmarks import results, timing
from benchmarks.environment import Environment
from benchmarks.results import Report
from benchmarks.timing import Command

READS = """
contact list
contact list tag:vip
contact list -f csv
contact list -f json
contact list -f ids
company list
deal list
note list
contact show Ёлкина
show deal/36
find espresso
today
next
timeline Ёлкина
report pipeline
report sales --by month
report winloss
deal board
""".strip().splitlines()
IN_TERMINAL = """
contact list
contact show Ёлкина
find espresso
today
timeline Ёлкина
report pipeline
deal board
""".strip().splitlines()
HELPS = ["--help", "contact list --help", "contact add --help", "help query"]
WRITES = """
contact add 'Jane Doe' --company 'Acme Ltd' --email jane@acme.example --tag vip
contact edit Ёлкина --city Almaty --job-title CFO
note add Ёлкина 'wants two, asks for a discount'
call Ёлкина 'wants two' --outcome reached --next 'call back' --due 'tue 15:00'
move deal/36 lead
done reminder/1
undo
""".strip().splitlines()
COMPLETIONS = (
    """
crm con
crm contact show Ё
crm contact add --j
crm contact list tag:
crm deal list stage:
crm done ⋅
crm report sales --by m
crm export contacts tag:
crm import --
""".strip()
    .replace("⋅", "")
    .splitlines()
)


@dataclass(frozen=True, slots=True)
class Case:
    """A command line, where it runs, and how many times a bare interpreter it may take.

    is_typed: not run, but completed at its end.
    """

    table: str
    words: str
    budget: float
    is_in_terminal: bool = False
    is_write: bool = False
    is_typed: bool = False

    @property
    def name(self) -> str:
        """Return the line as the report has it."""
        return f"{self.words}⇥" if self.is_typed else f"crm {self.words}"

    def command(self, environment: Environment, path: Path) -> Command:
        """Return what is measured, on a file."""
        env = environment.variables(path)
        if self.is_typed:
            word = self.words.split(" ")[-1].split(":")[-1]
            typed = {"COMP_LINE": self.words, "COMP_POINT": str(len(self.words)), "COMP_WORD": word}
            return Command([environment.crm], {**env, **typed, "COMP_TYPE": "9", "_CRM_COMPLETE": "bash"})
        return Command([environment.crm, *shlex.split(self.words)], env, is_in_terminal=self.is_in_terminal)


def cases() -> Iterator[Case]:
    """Yield all cases by table."""
    yield Case("Before anything else", "--version", 1.3)
    yield Case("Before anything else", "remind", 2.6)
    yield from (Case("Reads in a pipe", words, 5) for words in READS)
    yield from (Case("Reads in a terminal", words, 11, is_in_terminal=True) for words in IN_TERMINAL)
    yield from (Case("Help", words, 7) for words in HELPS)
    yield from (Case("Writes", words, 10, is_write=True) for words in WRITES)
    yield from (Case("Completion, a Tab", words, 8, is_typed=True) for words in COMPLETIONS)


def measure(environment: Environment, report: Report, runs: int) -> None:
    """Measure each command in turn with the bare interpreter."""
    master, copy = environment.folder / "demo.db", environment.folder / "demo-copy.db"
    make(environment, master)
    for case in cases():
        if not report.wants(f"{case.table} {case.words}"):
            continue
        # A write finds the same file each time: a copy, made before the clock runs.
        shutil.copyfile(master, copy)
        command = case.command(environment, copy)
        if case.is_write:
            command = replace(command, before=lambda: shutil.copyfile(master, copy))
        with report.attempt(case.table, case.name):
            bare, ours = timing.in_turn([Command(environment.bare, command.env), command], runs)
            report.add(results.against(case.table, case.name, ours, bare, case.budget))


def make(environment: Environment, path: Path) -> None:
    """Make the demo's business as a file without a `-wal` beside it, one small step the newest."""
    for name in (path, path.with_name(f"{path.name}-wal"), path.with_name(f"{path.name}-shm")):
        name.unlink(missing_ok=True)
    env = environment.variables(path)
    timing.run(Command([environment.crm, "demo", str(path)], env))
    timing.run(Command([environment.crm, "contact", "tag", "Ёлкина", "regular"], env))
    if path.with_name(f"{path.name}-wal").exists():
        raise RuntimeError("the demo's file is not closed: a copy of it would be half of it")
