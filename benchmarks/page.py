"""The page docs/performance.md, written from measured figures."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from typing import Any

from benchmarks.environment import ROOT
from benchmarks.results import Figure, amount

PAGE = ROOT / "docs" / "performance.md"
HEAD = """# How fast it is

This page is written by `python -m benchmarks page`, which measures anew; no figure in it is typed by hand.

- Measured is CPU time, user and system, of whole processes, as the operating system accounts for them.
- The program is installed, not editable, into a plain virtual environment that the benchmark makes: a shim or an
  editable install makes the bare interpreter two to nine times slower, and every ratio to it looks better.
- What is compared runs in turn, A B A B …; a figure is the median of the ratios of the rounds. Ratios hold from machine
  to machine, and while a machine is busy; times do not, and stand here only where there is nothing to compare with.
- A budget is what the program promises itself; what is over it is marked, not hidden.
- All data is invented, the same at every run: names in Latin, Cyrillic and Persian letters.

Python {python}, its SQLite {sqlite}; `python -c pass` took {bare:.0f} ms of CPU time.
"""
TAIL = """
## Measure it yourself

```sh
python -m benchmarks startup                     # everyday commands, two minutes
python -m benchmarks scale --contacts 20000      # a large file, smaller than here
python -m benchmarks peers                       # other programs, where they are installed
python -m benchmarks page                        # all of it, and this page
```
"""


def write(about: dict[str, Any], figures: Sequence[Figure]) -> None:
    """Write the page."""
    PAGE.write_text(page(about, figures), encoding="utf-8")
    print(f"\nwritten: {PAGE.relative_to(ROOT)}")


def page(about: dict[str, Any], figures: Sequence[Figure]) -> str:
    """Return the page: a table for each table of figures, in their order."""
    told = HEAD.format(python=about["python"], sqlite=about["sqlite"], bare=about["bare"] * 1000)
    by_table = itertools.groupby(figures, key=lambda figure: figure.table)
    return told + "".join(_section(table, list(rows)) for table, rows in by_table) + TAIL


def _section(table: str, figures: Sequence[Figure]) -> str:
    """Return one table; columns for budgets and for what is behind a figure only where there are some."""
    measured = [figure for figure in figures if figure.value is not None]
    absent = [figure for figure in figures if figure.value is None]
    has_budget = any(figure.budget is not None for figure in measured)
    has_detail = any(figure.unit != "×" and figure.detail for figure in measured)
    header = ["", "measured", *(["budget"] if has_budget else []), *([""] if has_detail else [])]
    rows = [
        [
            _code(figure.what),
            amount(figure.value, figure.unit),
            *_budget(figure, has_budget),
            *([figure.detail] if has_detail else []),
        ]
        for figure in measured
    ]
    line = ["---", "---:", *(["---:"] if has_budget else []), *(["---"] if has_detail else [])]
    lines = [header, line, *rows] if rows else []
    told = "".join(f"| {' | '.join(cells)} |\n" for cells in lines)
    left_out = "".join(f"\nNot measured: {_code(figure.what)} ({figure.detail}).\n" for figure in absent)
    return f"\n## {table}\n{chr(10) if told else ''}{told}{left_out}"


def _budget(figure: Figure, has_budget: bool) -> Iterable[str]:
    """Yield the budget's cell, where the table has one."""
    if has_budget:
        budget = "" if figure.budget is None else f"≤ {amount(figure.budget, figure.unit)}"
        yield f"{budget}, **over**" if figure.is_met is False else budget


def _code(what: str) -> str:
    """Write a command line as code; a number that differs from run to run becomes an ellipsis."""
    text = what.replace("{n}", "…").replace("|", "\\|")
    return f"`{text}`" if text.startswith("crm ") else text
