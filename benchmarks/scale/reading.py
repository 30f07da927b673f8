"""One-record and first-page commands: they should cost in a large file what they cost in a small one."""

from __future__ import annotations

import shlex

from benchmarks import results, startup, timing
from benchmarks.environment import Environment
from benchmarks.results import Report
from benchmarks.scale import rows
from benchmarks.scale.file import Made
from benchmarks.timing import Command

ONE = f"""
contact show 1
contact show 'Zebulon Quist'
timeline 'Zebulon Quist' -n 10
deal show 1
contact list zebulon
contact list email:person7@firm8.example
find {rows.RARE}
find {rows.RARE} -n 2
contact list -n 5
note list -n 10
deal list -n 10
company list -n 10
next
remind --summary --now 2023-01-01T00:00:00Z
contact edit 7 --city 'City {{n}}'
note add 7 'talk {{n}}'
call 7 'talk {{n}}' --next 'step {{n}}'
contact add 'New Person {{n}}' --email new{{n}}@new.example
undo
""".strip().splitlines()
MORE = f"""
find {rows.COMMON}
find '{rows.COMMON} offer'
contact list
today
deal board -n 5
remind --summary
remind
""".strip().splitlines()

TYPED = [
    "crm contact show ",
    "crm contact show a",
    "crm contact show ber",
    "crm contact show 1",
    "crm show zebulon",
    "crm done ",
    "crm note edit ",
    "crm contact list city:",
]


def measure(environment: Environment, report: Report, small: Made, large: Made, runs: int) -> None:
    """Measure each command in turn on both files."""
    of_one = f"One record among {large.contacts:,} people, against {small.contacts}"
    of_more = f"What grows with the answer, against {small.contacts} people"
    for table, lines, budget in ((of_one, ONE, 1.3), (of_more, MORE, None)):
        for words in lines:
            if not report.wants(f"{table} {words}"):
                continue
            pair = [
                Command([environment.crm, *shlex.split(words)], environment.variables(made.path))
                for made in (large, small)
            ]
            with report.attempt(table, f"crm {words}"):
                ours, base = timing.in_turn(pair, runs)
                report.add(results.against(table, f"crm {words}", ours, base, budget))
    _bare(environment, report, large, runs)
    _typed(environment, report, large, runs)


def _bare(environment: Environment, report: Report, large: Made, runs: int) -> None:
    """Measure the bare `crm remind` against a bare interpreter: the file's size must not matter to it."""
    table = f"Bare `crm remind` among {large.contacts:,} people, against `python -c pass`"
    for words, budget in (("remind --now 2023-01-01T00:00:00Z", 2.6), ("remind --summary", None)):
        if report.wants(f"{table} {words}"):
            env = environment.variables(large.path)
            pair = [Command(environment.bare, env), Command([environment.crm, *words.split()], env)]
            bare, ours = timing.in_turn(pair, runs)
            report.add(results.against(table, f"crm {words}", ours, bare, budget))


def _typed(environment: Environment, report: Report, large: Made, runs: int) -> None:
    """Measure a Tab against a bare interpreter: the file's size must not matter to it either."""
    table = f"Completion, a Tab, among {large.contacts:,} people, against `python -c pass`"
    for words in TYPED:
        case = startup.Case(table, words, 8, is_typed=True)
        if report.wants(f"{table} {words}"):
            pair = [Command(environment.bare, environment.variables()), case.command(environment, large.path)]
            with report.attempt(table, case.name):
                bare, ours = timing.in_turn(pair, runs)
                report.add(results.against(table, case.name, ours, bare, case.budget))
