"""Which of the first rows of a table holds the headers: under a preamble, and as full as most of the others."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from crm_cli.core.errors import UsageError
from crm_cli.output.csv import unguard


def find(
    head: Sequence[tuple[int, list[str]]], score: Callable[[Sequence[str]], int], *, after: int = 0
) -> tuple[int, int]:
    """How many headers of the header row are known, and its line: the first row as full as most of the others."""
    rows = [(line, cells) for line, cells in head if line > after]
    if not rows:
        raise UsageError("the file has no rows", hint="its first line should hold the names of the columns")
    filled = [sum(map(bool, cells)) for _, cells in rows]
    widths = [len(cells) for _, cells in rows]
    usual = max(set(widths), key=lambda width: (widths.count(width) * (width > 1), width))
    enough = max(1, min(usual, max(filled)) * 0.6)
    full = [place for place, count in enumerate(filled) if count >= enough and widths[place] >= usual * 0.6]
    first = full[0] if full else 0
    scores = {place: score(rows[place][1]) for place in range(min(len(rows), 20))}
    likeliest = max(scores, key=lambda place: (scores[place], -place))
    is_better = likeliest < first or scores.get(first, 0) * 2 < scores[likeliest]
    if scores[likeliest] >= 2 and is_better:
        first = likeliest
    return scores.get(first, 0), rows[first][0]


def cleaned(cells: Sequence[str], *, raw: bool) -> list[str]:
    """Headers without outer white space, a guard, and blanks at their end."""
    headers = [cell.strip() for cell in cells]
    if not raw:
        headers = [unguard(header).strip() for header in headers]
    while headers and not headers[-1]:
        headers.pop()
    return headers


def check(name: str, headers: Sequence[str], line: int, between: str) -> None:
    """Raise UsageError where what should be headers is a row."""
    if any("@" in header and "." in header for header in headers):
        raise UsageError(
            f"{name} has no header row: line {line} reads `{between.join(headers)[:60]}`",
            hint="put a line with the names of the columns above it",
        )
