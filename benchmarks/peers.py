"""Other programs that keep people or things to do, where they are installed: the same small tasks, beside ours."""

from __future__ import annotations

import csv
import json
import shutil
import sqlite3
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks import results, timing
from benchmarks.environment import Environment
from benchmarks.results import Figure, Report
from benchmarks.scale import rows
from benchmarks.timing import Command

PEOPLE = 500  # one of them lists no more
OURS = {
    "list people": ["contact", "list", "--columns", "name,email,phone"],
    "add a person": ["contact", "add", "Jane Doe {n}"],
    "show a company": ["company", "show", "1"],
    "list what is to be done": ["remind", "list"],
    "add what is to be done": ["remind", "add", "call Jane {n}", "--due", "2027-01-01"],
}


@dataclass(frozen=True, slots=True)
class Peer:
    """A program, how its data is made, and its commands by what ours of the same purpose is called."""

    name: str
    prepare: Callable[[Path, Mapping[str, str]], object]
    commands: Mapping[str, Sequence[str]]
    stdin: str = ""  # a file of the folder that its commands read
    env: Mapping[str, str] = field(default_factory=dict)


def people() -> Iterator[dict[str, str]]:
    """Yield the people all programs are given."""
    for person in rows.people(PEOPLE):
        told = dict(zip(rows.HEADERS["contacts"].split(), map(str, person), strict=True))
        number, name = told["id"], told["name"]
        yield {"name": name, "email": told["email"] or f"{number}@firm.example", "company": told["company"]}


def measure(environment: Environment, report: Report, runs: int) -> None:
    """Measure each peer that is there, and say which are not."""
    table = f"Other programs with {PEOPLE:,} people or things to do: times our CPU time"
    for peer in peers():
        if not report.wants(f"{table} {peer.name}"):
            continue
        if shutil.which(peer.name) is None:
            report.add(Figure(table, peer.name, None, detail="not installed"))
            continue
        with tempfile.TemporaryDirectory() as space, report.attempt(table, peer.name):
            _beside(environment, report, table, peer, Path(space), runs)


def _beside(
    environment: Environment, report: Report, table: str, peer: Peer, folder: Path, runs: int
) -> None:
    """Measure the commands of a peer in turn with ours, each on its own data of the same people."""
    env = environment.variables(folder / "crm.db") | {"HOME": str(folder), "PWD": str(folder)}
    env |= {name: value.format(folder=folder) for name, value in peer.env.items()}
    _ours(environment, folder, env)
    peer.prepare(folder, env)
    stdin = folder / peer.stdin if peer.stdin else None
    for purpose, theirs in peer.commands.items():
        words = [word.replace("{folder}", str(folder)) for word in theirs]
        pair = [Command(words, env, stdin=stdin), Command([environment.crm, *OURS[purpose]], env)]
        of_theirs, of_ours = timing.in_turn(pair, runs)
        report.add(results.against(table, f"{peer.name}: {purpose}", of_theirs, of_ours))


def _ours(environment: Environment, folder: Path, env: Mapping[str, str]) -> None:
    """Fill our file with the same people and things to do."""
    _csv(folder / "people.csv", people())
    _csv(folder / "steps.csv", ({"title": f"call {who['name']}", "due_on": "2027-01-01"} for who in people()))
    for kind, name in (("contacts", "people"), ("reminders", "steps")):
        timing.run(Command([environment.crm, "import", str(folder / f"{name}.csv"), "--as", kind], env))


def peers() -> Iterator[Peer]:
    """Yield the programs."""
    db = "{folder}/people.db"
    insert = "INSERT INTO people (name) VALUES ('Jane Doe {n}')"
    yield Peer(
        "sqlite3",
        _table,
        {
            "list people": ["sqlite3", db, "SELECT name, email FROM people ORDER BY name"],
            "add a person": ["sqlite3", db, insert],
        },
    )
    yield Peer(
        "sqlite-utils",
        _table,
        {
            "list people": ["sqlite-utils", "rows", db, "people", "--csv"],
            "add a person": ["sqlite-utils", "query", db, insert],
        },
    )
    yield Peer(
        "khard",
        _cards,
        {
            "list people": ["khard", "-c", "{folder}/khard.conf", "list"],
            "add a person": ["khard", "-c", "{folder}/khard.conf", "new", "-a", "book"],
        },
        stdin="jane.yaml",
    )
    yield Peer(
        "task",
        _tasks,
        {
            "list what is to be done": ["task", "list"],
            "add what is to be done": ["task", "add", "call Jane {n}", "due:2027-01-01"],
        },
        env={"TASKRC": "{folder}/taskrc", "TASKDATA": "{folder}/task"},
    )
    hermit = ["hermitcrm", "--data", "{folder}/data"]
    yield Peer(
        "hermitcrm",
        _hermit,
        {
            "show a company": [*hermit, "show", "acme"],
            "add a person": [*hermit, "add", "contact", "acme", "Jane Doe {n}"],
        },
    )
    yield Peer(
        "openleads",
        lambda folder, env: _call(env, "openleads", "import", folder / "people.csv"),
        {"list people": ["openleads", "people", "--limit", str(PEOPLE)]},
    )
    leads = "{folder}/leads.json"
    jane = '{"id": "jane{n}", "name": "Jane Doe {n}"}'
    yield Peer(
        "jsoncrm",
        _leads,
        {
            "list people": ["jsoncrm", "list", "leads", "--file", leads, "-n", str(PEOPLE)],
            "add a person": ["jsoncrm", "add", "--database_file", leads, "--item_json", jane],
        },
    )


def _table(folder: Path, env: Mapping[str, str]) -> None:
    """Write the people as one table."""
    people = list(csv.DictReader((folder / "people.csv").open(encoding="utf-8", newline="")))
    with closing(sqlite3.connect(folder / "people.db")) as db, db:
        db.execute("CREATE TABLE people (name TEXT, email TEXT, company TEXT)")
        db.executemany("INSERT INTO people VALUES (:name, :email, :company)", people)


def _cards(folder: Path, env: Mapping[str, str]) -> None:
    """Write one vCard a person, as khard keeps them."""
    (folder / "book").mkdir()
    for number, who in enumerate(people()):
        card = f"BEGIN:VCARD\nVERSION:3.0\nUID:{number}\nFN:{who['name']}\nN:{who['name']};;;;\nEMAIL:{who['email']}\nEND:VCARD\n"
        (folder / "book" / f"{number}.vcf").write_text(card, encoding="utf-8")
    (folder / "khard.conf").write_text(
        f"[addressbooks]\n[[book]]\npath = {folder}/book\n[general]\ndefault_action = list\n"
    )
    (folder / "jane.yaml").write_text("First name: Jane\nLast name: Doe\n")


def _tasks(folder: Path, env: Mapping[str, str]) -> None:
    """Write things to do, as taskwarrior reads them."""
    (folder / "taskrc").write_text("confirmation=no\nverbose=nothing\n")
    tasks = [{"description": f"call {who['name']}", "due": "20270101T000000Z"} for who in people()]
    (folder / "tasks.json").write_text(json.dumps(tasks), encoding="utf-8")
    _call(env, "task", "import", folder / "tasks.json")


def _hermit(folder: Path, env: Mapping[str, str]) -> None:
    """Make a data folder with the people in it, and one company more."""
    data = ["hermitcrm", "--data", folder / "data"]
    _call(env, "hermitcrm", "init", "--no-setup", folder / "data")
    _call(env, *data, "add", "company", "Acme")
    _call(env, *data, "import", "--mode", "contacts", "--apply", folder / "people.csv")


def _leads(folder: Path, env: Mapping[str, str]) -> None:
    """Write the people as one JSON list."""
    leads = [{"id": who["email"], **who} for who in people()]
    (folder / "leads.json").write_text(json.dumps(leads), encoding="utf-8")


def _csv(path: Path, people: Iterator[dict[str, str]]) -> None:
    """Write rows with their names in the first line."""
    with path.open("w", encoding="utf-8", newline="") as file:
        first = next(people)
        writer = csv.DictWriter(file, first)
        writer.writeheader()
        writer.writerow(first)
        writer.writerows(people)


def _call(env: Mapping[str, str], *words: object) -> None:
    """Run a command that only prepares."""
    subprocess.run(
        [str(word) for word in words], env=env, check=True, capture_output=True, stdin=subprocess.DEVNULL
    )
