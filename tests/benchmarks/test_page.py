"""Figures as lines, as JSON and as the page."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks import page, results
from benchmarks.results import Figure, Report
from benchmarks.timing import CommandFailedError

FIGURES = [
    Figure("Reads", "crm contact list", 4.86, "×", 5, "51 ms against 10 ms"),
    Figure("Reads", "crm note add 7 'talk {n}'", 11.23, "×", 5, "118 ms against 10 ms"),
    Figure("Keeping", "crm backup", 123.4, "s", None, "27 MB of memory"),
    Figure("Keeping", "crm doctor", None, detail="there is no sqlite3 shell"),
]


def test_a_figure_is_a_line_with_its_budget() -> None:
    assert [results.line(figure).split() for figure in FIGURES] == [
        "4.86 × ≤ 5.00 × pass 51 ms against 10 ms crm contact list".split(),
        "11.2 × ≤ 5.00 × MISS 118 ms against 10 ms crm note add 7 'talk {n}'".split(),
        "123 s 27 MB of memory crm backup".split(),
        "– there is no sqlite3 shell crm doctor".split(),
    ]


def test_the_page_holds_a_table_for_each_table() -> None:
    told = page.page({"python": "3.12.1", "sqlite": "3.45.0", "bare": 0.0104}, FIGURES)
    assert "Python 3.12.1, its SQLite 3.45.0; `python -c pass` took 10 ms of CPU time.\n\n## Reads" in told
    assert (
        told.partition("## Reads")[2].partition("## Measure")[0]
        == """

|  | measured | budget |
| --- | ---: | ---: |
| `crm contact list` | 4.86 × | ≤ 5.00 × |
| `crm note add 7 'talk …'` | 11.2 × | ≤ 5.00 ×, **over** |

## Keeping

|  | measured |  |
| --- | ---: | --- |
| `crm backup` | 123 s | 27 MB of memory |

Not measured: `crm doctor` (there is no sqlite3 shell).

"""
    )


def test_kept_figures_are_read_back_and_joined(tmp_path: Path) -> None:
    results.write(tmp_path / "a.json", {"python": "3.12.1"}, FIGURES[:2])
    results.write(tmp_path / "b.json", {"bare": 0.01}, FIGURES[2:])
    kept = [results.read(tmp_path / name) for name in ("a.json", "b.json")]
    assert results.merged(kept) == ({"python": "3.12.1", "bare": 0.01}, FIGURES)


def test_a_command_that_fails_is_a_figure_of_its_own_and_counts_as_missed(
    capsys: pytest.CaptureFixture[str],
) -> None:
    report = Report()
    with report.attempt("Reads", "crm contact lst"):
        raise CommandFailedError("crm contact lst: ended with 2\nError: no command `lst`")
    report.add(FIGURES[0])
    assert report.missed == 1
    assert (
        capsys.readouterr().out.splitlines()[2].split()
        == "– FAIL Error: no command `lst` crm contact lst".split()
    )


def test_only_a_word_chooses_figures() -> None:
    assert [Report(only).wants("Reads crm contact list") for only in (None, "READS", "deal")] == [
        True,
        True,
        False,
    ]
