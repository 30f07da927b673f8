"""Changes of half of all people in one step, and their way back."""

from __future__ import annotations

import shlex

from benchmarks import timing
from benchmarks.environment import Environment
from benchmarks.results import Figure, Report
from benchmarks.scale.file import Made
from benchmarks.timing import Command

CHANGES = [
    "contact tag --where tag:half winter -y",
    "contact edit --where tag:half --city Reykjavík -y",
    "contact edit --where tag:half --owner Tomás --lifecycle customer -y",
    "contact archive --where tag:half -y",
    "deal move --where status:open negotiation -y",  # a sixth as many deals as there are people
]
SECONDS, RECORDS = 3, 50_000


def measure(environment: Environment, report: Report, large: Made, runs: int) -> None:
    """Measure each change and its undo; the budget is for people, and that of fewer people is smaller."""
    half = large.contacts // 2
    table = f"Changes of {half:,} people at once, and their undo"
    of_people = round(SECONDS * max(half / RECORDS, 0.1), 2)
    env = environment.variables(large.path)
    back = Command([environment.crm, "undo"], env)
    for words in CHANGES:
        if not report.wants(f"{table} {words}"):
            continue
        budget = of_people if words.startswith("contact") else None
        with report.attempt(table, f"crm {words}"):
            there, again = timing.in_turn(
                [Command([environment.crm, *shlex.split(words)], env), back], max(runs // 4, 1)
            )
            for what, usages, limit in ((f"crm {words}", there, budget), (f"undo of: {words}", again, None)):
                memory = f"{timing.peak(usages) / 1e6:.0f} MB of memory"
                report.add(Figure(table, what, timing.cpu(usages), "s", limit, memory))
