"""Segments, aggregates and reports, against the sqlite3 shell running SQL with the same answer."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
from collections.abc import Iterable, Iterator

from benchmarks import timing
from benchmarks.environment import Environment
from benchmarks.results import Figure, Report, milliseconds
from benchmarks.scale.file import Made
from benchmarks.timing import Command

# A command, and below it what a person would write in the shell, by the tables docs/schema.md describes.
# Where both print ids, the answers are compared.
QUESTIONS = """
contact list tag:vip -f ids
    SELECT contact_id FROM taggings JOIN tags g ON g.id = tag_id WHERE normal = 'vip' AND contact_id
    NOT NULL
contact list deals.open:1.. -f ids
    SELECT DISTINCT contact_id FROM deals WHERE status = 'open' AND contact_id NOT NULL
contact list won:10k.. -f ids
    SELECT contact_id FROM deals WHERE status = 'won' AND contact_id NOT NULL GROUP BY contact_id
    HAVING sum(amount) >= 1000000
contact list activities:12.. -f ids
    SELECT contact_id FROM activity_links WHERE contact_id NOT NULL GROUP BY contact_id HAVING
    count(*) >= 12
contact list last:..-90d -f ids
    SELECT contact_id FROM activity_links l JOIN activities a ON a.id = activity_id WHERE contact_id
    NOT NULL AND state = 'held' GROUP BY contact_id HAVING max(l.moment) < unixepoch('2026-08-24')
contact list in:sleeping -f ids
    SELECT contact_id FROM activity_links l JOIN activities a ON a.id = activity_id WHERE contact_id
    IN (SELECT contact_id FROM deals WHERE status = 'won') AND state = 'held' GROUP BY contact_id
    HAVING max(l.moment) < unixepoch('2026-08-24')
contact list city:Oslo deals.open:2.. -f ids
    SELECT c.id FROM contacts c JOIN deals d ON d.contact_id = c.id AND d.status = 'open' WHERE
    c.city = 'Oslo' GROUP BY c.id HAVING count(*) >= 2
company list contacts:15.. -f ids
    SELECT company_id FROM contacts WHERE company_id NOT NULL GROUP BY company_id HAVING count(*) >=
    15
deal list status:open amount:15k.. close:..eom -f ids
    SELECT id FROM deals WHERE status = 'open' AND amount >= 1500000 AND expected_close_on <=
    '2026-11-30'
note list kind:call occurred:-30d.. -f ids
    SELECT id FROM activities WHERE kind = 'call' AND occurred_on >= '2026-10-22'
contact list --group-by city
    SELECT city, count(*) FROM contacts GROUP BY city
report pipeline
    SELECT s.name, count(*), sum(amount), sum(amount * coalesce(d.probability, s.probability) /
    10000.0) FROM deals d JOIN stages s ON s.id = d.stage_id WHERE status = 'open' GROUP BY s.id
report sales --by month
    SELECT substr(closed_on, 1, 7), count(*), sum(amount) FROM deals WHERE status = 'won' GROUP BY 1
report winloss --by source
    SELECT coalesce(d.source, c.source, m.source), sum(status = 'won'), sum(status = 'lost'),
    sum(iif(status = 'won', amount, 0)) FROM deals d LEFT JOIN contacts c ON c.id = d.contact_id
    LEFT JOIN companies m ON m.id = d.company_id WHERE status <> 'open' GROUP BY 1
"""


def measure(environment: Environment, report: Report, small: Made, large: Made, runs: int) -> None:
    """Measure each question: what it takes beyond start-up, as a ratio to the shell."""
    table = f"Questions over {large.contacts:,} people, beyond start-up, against the sqlite3 shell"
    shell = shutil.which("sqlite3")
    for words, sql in questions():
        what = f"crm {words}"
        if not report.wants(f"{table} {words}"):
            continue
        if shell is None:
            report.add(Figure(table, what, None, detail="there is no sqlite3 shell"))
            continue
        with report.attempt(table, what):
            report.add(_figure(environment, table, words, sql, shell, small, large, runs))


def _figure(
    environment: Environment,
    table: str,
    words: str,
    sql: str,
    shell: str,
    small: Made,
    large: Made,
    runs: int,
) -> Figure:
    """Measure one question on both files and in the shell."""
    what = f"crm {words}"
    ours = [environment.crm, *shlex.split(words)]
    theirs = [shell, str(large.path), sql]
    env = environment.variables(large.path)
    if words.endswith("ids"):
        _compare(what, _told(ours, env), _told(theirs, env))
    started = Command(ours, environment.variables(small.path))
    of_ours, of_shell, start = timing.in_turn([Command(ours, env), Command(theirs, env), started], runs)
    took = (milliseconds(timing.cpu(usages)) for usages in (of_ours, start, of_shell))
    detail = "{} less {} against {}".format(*took)
    return Figure(table, what, timing.ratio(of_ours, of_shell, start), "×", 3, detail)


def questions() -> Iterator[tuple[str, str]]:
    """Yield commands with their SQL."""
    for block in re.split(r"\n(?=\S)", QUESTIONS.strip()):
        words, sql = block.split("\n", 1)
        yield words, " ".join(sql.split())


def _told(words: list[str], env: dict[str, str]) -> Iterable[str]:
    return subprocess.run(words, env=env, check=True, capture_output=True, text=True).stdout.split()


def _compare(what: str, ours: Iterable[str], theirs: Iterable[str]) -> None:
    """Refuse to time two different answers against each other."""
    only_ours, only_theirs = set(ours) - set(theirs), set(theirs) - set(ours)
    if only_ours or only_theirs:
        raise AssertionError(
            f"{what}: {len(only_ours)} only from crm, {len(only_theirs)} only from the shell"
        )
