"""Real processes: killed at any moment, and many at once."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent


def script(name: str, *words: str) -> str:
    env = {"PATH": os.environ["PATH"], "PYTHONPATH": str(HERE.parent.parent)}
    done = subprocess.run(
        [sys.executable, str(HERE / name), *words], env=env, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_a_kill_leaves_the_file_as_it_was_before_or_after_a_command(tmp_path: Path) -> None:
    assert script("kill_nine.py", str(tmp_path), "24").startswith("24 kills, ")


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_many_writers_lose_nothing_and_hold_up_no_reader(tmp_path: Path) -> None:
    out = script("many_writers.py", str(tmp_path), "8", "25")
    assert out == "8 processes, 25 commands each: all 200 are there, once\n"
