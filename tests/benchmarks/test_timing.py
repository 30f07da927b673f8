"""Runs of processes in turn, and the ratios of their rounds."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from benchmarks import timing
from benchmarks.timing import Command, Usage


def runs(*seconds: float) -> list[Usage]:
    return [Usage(cpu, 0) for cpu in seconds]


def test_a_ratio_is_the_median_of_the_rounds_and_not_of_the_times() -> None:
    assert timing.ratio(runs(4, 40, 6), runs(2, 20, 1)) == 2  # the machine was busy in the second round


def test_start_up_is_taken_off_first_and_never_leaves_less_than_nothing() -> None:
    assert timing.ratio(runs(5, 5, 5), runs(1, 2, 1), without=runs(2, 1, 2)) == 3
    assert timing.ratio(runs(1, 1), runs(1, 1), without=runs(2, 2)) == 0


def test_commands_run_in_turn_after_one_round_that_does_not_count(tmp_path: Path) -> None:
    told = tmp_path / "told"
    code = f"open({str(told)!r}, 'a').write('{{word}}{{n}} ')"
    pair = [
        Command([sys.executable, "-c", code.replace("{word}", word).replace("{{n}}", "{n}")], {})
        for word in "ab"
    ]
    measured = timing.in_turn(pair, 2)
    assert told.read_text() == "a0 b0 a1 b1 a2 b2 "
    assert [len(usages) for usages in measured] == [2, 2]
    assert all(usage.cpu > 0 and usage.memory > 1_000_000 for usages in measured for usage in usages)


def test_a_command_is_prepared_before_each_run(tmp_path: Path) -> None:
    made = tmp_path / "made"
    code = f"import os; os.remove({str(made)!r})"
    timing.in_turn([Command([sys.executable, "-c", code], {}, before=made.touch)], 1)


def test_a_terminal_is_one() -> None:
    code = "import os, sys; sys.exit(not (sys.stdout.isatty() and os.get_terminal_size() == (100, 24)))"
    timing.run(Command([sys.executable, "-c", code], {}, is_in_terminal=True))


def test_a_command_that_fails_has_no_figure_but_its_words() -> None:
    with pytest.raises(timing.CommandFailedError, match="ended with 3\nno such"):
        timing.run(
            Command([sys.executable, "-c", "import sys; print('no such', file=sys.stderr); sys.exit(3)"], {})
        )
