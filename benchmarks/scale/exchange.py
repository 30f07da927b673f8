"""Reading and writing CSV, against the sqlite3 shell doing the same without matching, index or undo."""

from __future__ import annotations

import shutil
from pathlib import Path

from benchmarks import results, timing
from benchmarks.environment import Environment
from benchmarks.results import Figure, Report, milliseconds
from benchmarks.scale import file
from benchmarks.scale.file import Made
from benchmarks.timing import Command, Usage


def measure(environment: Environment, report: Report, large: Made, space: Path, runs: int) -> None:
    """Measure import, the same file again, undo, redo, export, and the room it all takes."""
    rows = f"{large.contacts:,} people"
    shell = shutil.which("sqlite3")
    if report.wants(f"Import of {rows}"):
        with report.attempt(f"Import of {rows}", "crm import"):
            _import(environment, report, f"Import of {rows}", large, space, shell)
    if report.wants(f"Export of {rows}"):
        with report.attempt(f"Export of {rows}", "crm export contacts"):
            _export(environment, report, f"Export of {rows}", large, shell, max(runs // 4, 1))
    table = f"The file of {rows}, {large.contacts * 10:,} activities"
    if report.wants(table):
        sizes = f"{large.size / 1e6:,.0f} MB against {large.raw / 1e6:,.0f} MB"
        report.add(Figure(table, "size against the CSV", large.size / large.raw, "×", 3.5, sizes))
        for kind, usage in large.imports.items():
            memory = f"memory at the peak of importing {kind}"
            report.add(Figure(table, memory, usage.memory / 1e6, "MB", 80, milliseconds(usage.cpu)))


def _import(
    environment: Environment, report: Report, table: str, large: Made, space: Path, shell: str | None
) -> None:
    """Measure an import of the people alone into an empty file, and what follows on it."""
    source, path, plain = large.sources["contacts"], space / "import.db", space / "plain.db"
    env = environment.variables(path)
    ours = timing.run(Command(file.reading(environment, "contacts", source), env))
    grown = [file.size(path)]
    base: Usage | None = None
    if shell:
        words = [shell, str(plain), "-cmd", ".mode csv", f".import '{source}' people"]
        base = timing.run(Command(words, env))

    def add(what: str, usage: Usage, budget: float | None = None) -> None:
        if base is None:
            report.add(Figure(table, what, usage.cpu, "s", None, "there is no sqlite3 shell"))
            return
        detail = f"{milliseconds(usage.cpu)} against {milliseconds(base.cpu)}"
        report.add(Figure(table, f"{what}, against `.import`", usage.cpu / base.cpu, "×", budget, detail))

    add("the first time", ours, 25)
    report.add(Figure(table, "memory at its peak", ours.memory / 1e6, "MB", 80))
    again = timing.run(Command(file.reading(environment, "contacts", source), env))
    add("the same file again", again)
    for word in ("undo", "redo"):
        add(word, timing.run(Command([environment.crm, word], env)))
        grown.append(file.size(path))
    raw = source.stat().st_size
    for what, size in zip(("import", "undo", "redo"), grown, strict=True):
        sizes = f"{size / 1e6:,.0f} MB against {raw / 1e6:,.0f} MB"
        report.add(Figure(table, f"size after {what}, against the CSV", size / raw, "×", None, sizes))


def _export(
    environment: Environment, report: Report, table: str, large: Made, shell: str | None, runs: int
) -> None:
    """Measure a whole export beside the shell's of the view."""
    env = environment.variables(large.path)
    ours = Command([environment.crm, "export", "contacts"], env)
    few = Command([environment.crm, "export", "contacts", "-n", "10"], env)
    if shell is None:
        report.add(Figure(table, "crm export contacts", None, detail="there is no sqlite3 shell"))
        return
    theirs = Command([shell, "-csv", "-header", str(large.path), "SELECT * FROM v_contacts"], env)
    of_ours, of_shell, of_few = timing.in_turn([ours, theirs, few], runs)
    what = "the whole, against `sqlite3 -csv` on v_contacts"
    report.add(results.against(table, what, of_ours, of_shell, 2))
    memory, of_ten = timing.peak(of_ours), timing.peak(of_few)
    detail = f"{memory / 1e6:.0f} MB against {of_ten / 1e6:.0f} MB"
    report.add(Figure(table, "its memory against an export of ten", memory / of_ten, "×", None, detail))
