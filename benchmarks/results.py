"""A figure and its budget, printed as it is measured and kept as JSON."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from benchmarks import timing
from benchmarks.timing import Usage


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured value: of what, in which unit, what it may be, and the numbers behind it."""

    table: str
    what: str
    value: float | None  # None: left out, `detail` says why
    unit: str = "×"
    budget: float | None = None
    detail: str = ""
    is_failed: bool = False

    @property
    def is_met(self) -> bool | None:
        """Return whether the budget is kept; None where there is none, or nothing was measured."""
        if self.value is None or self.budget is None:
            return None
        return self.value <= self.budget

    @property
    def mark(self) -> str:
        """Return a word for that."""
        return "FAIL" if self.is_failed else {True: "pass", False: "MISS", None: ""}[self.is_met]


def amount(value: float | None, unit: str) -> str:
    """Write a value with as many digits as it is worth."""
    if value is None:
        return "–"
    digits = 0 if value >= 100 or (unit == "MB" and value >= 10) else 1 if value >= 10 else 2
    return f"{value:,.{digits}f} {unit}".strip()


def milliseconds(seconds: float) -> str:
    """Write a short time."""
    return f"{seconds * 1000:,.0f} ms" if seconds < 10 else f"{seconds:,.1f} s"


def against(
    table: str, what: str, ours: Sequence[Usage], base: Sequence[Usage], budget: float | None = None
) -> Figure:
    """Return the figure of runs paired with others."""
    detail = f"{milliseconds(timing.cpu(ours))} against {milliseconds(timing.cpu(base))}"
    return Figure(table, what, timing.ratio(ours, base), "×", budget, detail)


def line(figure: Figure) -> str:
    """Write a figure as a line of the terminal."""
    budget = "" if figure.budget is None else f"≤ {amount(figure.budget, figure.unit)}"
    return (
        f"{amount(figure.value, figure.unit):>10}  {budget:<11} {figure.mark:<4}  "
        f"{figure.detail:<22}  {figure.what}"
    )


class Report:
    """What a run measures, shown line by line as it comes."""

    def __init__(self, only: str | None = None) -> None:
        self.only = only
        self.figures: list[Figure] = []

    def wants(self, what: str) -> bool:
        """Return whether this is to be measured: all is, or what holds the word of `--only`."""
        return self.only is None or self.only.lower() in what.lower()

    def add(self, figure: Figure) -> None:
        """Keep a figure and show it."""
        if not self.figures or self.figures[-1].table != figure.table:
            print(f"\n{figure.table}", flush=True)
        self.figures.append(figure)
        print(line(figure).rstrip(), flush=True)

    @contextmanager
    def attempt(self, table: str, what: str) -> Iterator[None]:
        """Go on with the next figure where a command ends badly: its figure tells so."""
        try:
            yield
        except subprocess.CalledProcessError as error:  # its own words hold paths of this machine
            detail = f"{Path(error.cmd[0]).name} ended with {error.returncode}"
            self.add(Figure(table, what, None, detail=detail, is_failed=True))
        except timing.CommandFailedError as error:
            lines = str(error).splitlines()
            self.add(Figure(table, what, None, detail=" ".join(lines[1:2] or lines), is_failed=True))

    @property
    def missed(self) -> int:
        """Return how many budgets are not kept, failures included."""
        return sum(figure.is_failed or figure.is_met is False for figure in self.figures)


def write(path: Path, about: dict[str, Any], figures: Sequence[Figure]) -> None:
    """Keep what was measured."""
    data = {"about": about, "figures": [asdict(figure) for figure in figures]}
    path.write_text(json.dumps(data, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def read(path: Path) -> tuple[dict[str, Any], list[Figure]]:
    """Read what a run kept."""
    data = json.loads(path.read_text(encoding="utf-8"))
    return data["about"], [Figure(**figure) for figure in data["figures"]]


def merged(kept: Iterable[tuple[dict[str, Any], list[Figure]]]) -> tuple[dict[str, Any], list[Figure]]:
    """Join what several runs kept; what is told of the last holds for all."""
    about: dict[str, Any] = {}
    figures: list[Figure] = []
    for told, measured in kept:
        about.update(told)
        figures += measured
    return about, figures
