"""Start-up as ratios to a bare interpreter, each pair measured in turn in one run.

    python benchmarks/startup.py [--runs 20]

Budgets: `remind` and `--version` 3 ×, plain, csv, json and `show` 8 ×, a table in a terminal 12 ×.
"""

from __future__ import annotations

import argparse
import os
import pty
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

BARE = [sys.executable, "-c", "pass"]
CRM = [str(Path(sys.executable).with_name("crm"))]
CASES = [
    ("--version", 3, False),
    ("remind", 3, False),
    ("contact list", 8, False),
    ("contact list tag:vip", 8, False),
    ("contact list -f csv", 8, False),
    ("contact list -f json", 8, False),
    ("contact show Ёлкина", 8, False),
    ("report pipeline", 8, False),
    ("contact list", 12, True),
    ("contact show Ёлкина", 12, True),
]


def seconds(command: list[str], env: dict[str, str], *, in_terminal: bool = False) -> float:
    """Wall time of one run."""
    began = time.perf_counter()
    if in_terminal:
        main, other = pty.openpty()
        with subprocess.Popen(command, env=env, stdin=other, stdout=other, stderr=other) as process:
            os.close(other)
            try:
                while os.read(main, 65536):
                    pass
            except OSError:
                pass  # the other end is closed: it is done
            process.wait()
        os.close(main)
    else:
        subprocess.run(command, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
    return time.perf_counter() - began


def main() -> None:
    """Print a row a case: the median of the ratios, the smallest and largest, and the budget."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--runs", type=int, default=20)
    runs = parser.parse_args().runs
    with tempfile.TemporaryDirectory() as folder:
        env = {**os.environ, "HOME": folder, "CRM_DB": f"{folder}/demo.db", "TERM": "xterm-256color"}
        subprocess.run([*CRM, "demo", f"{folder}/demo.db"], env=env, stdout=subprocess.DEVNULL, check=True)
        for words, budget, in_terminal in CASES:
            command = [*CRM, *words.split()]
            seconds(command, env, in_terminal=in_terminal)
            ratios = []
            for _ in range(runs):
                bare = seconds(BARE, env)
                ratios.append(seconds(command, env, in_terminal=in_terminal) / bare)
            place = "terminal" if in_terminal else "pipe"
            print(
                f"{statistics.median(ratios):5.1f} ×  ({min(ratios):.1f} … {max(ratios):.1f})"
                f"  budget {budget:2} ×  {place:8}  crm {words}"
            )


if __name__ == "__main__":
    main()
