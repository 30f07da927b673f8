"""Other programs that keep people or things to do, where they are installed: the same small tasks, beside ours."""

from __future__ import annotations

import csv
import json
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks import results, timing
from benchmarks.environment import Environment
from benchmarks.results import Figure, Report
from benchmarks.scale import rows
from benchmarks.timing import Command

PEOPLE = 1000
LIST, ADD = ("contact", "list", "--columns", "name,email,phone"), ("contact", "add", "Jane Doe {n}")
REMIND, STEP = ("remind", "list"), ("remind", "add", "call Jane {n}", "--due", "2027-01-01")


@dataclass(frozen=True, slots=True)
class Peer:
    """A program, how its data is made, and its commands, each with ours for the same purpose."""

    name: str
    prepare: Callable[[Path, Mapping[str, str]], object]
    pairs: Sequence[tuple[Sequence[str], Sequence[str]]]
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
    table = f"Other programs with {PEOPLE:,} people or things to do: their CPU time against ours"
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
    for theirs, ours in peer.pairs:
        words = [word.replace("{folder}", str(folder)) for word in theirs]
        stdin = folder / peer.stdin if peer.stdin else None
        told = " ".join(word.replace("{folder}/", "") for word in theirs)
        pair = [Command(words, env, stdin=stdin), Command([environment.crm, *ours], env)]
        of_theirs, of_ours = timing.in_turn(pair, runs)
        report.add(results.against(table, f"{told}, against crm {' '.join(ours)}", of_theirs, of_ours))


def _ours(environment: Environment, folder: Path, env: Mapping[str, str]) -> None:
    """Fill our file with the same people and things to do."""
    _csv(folder / "people.csv", people())
    _csv(folder / "steps.csv", ({"title": f"call {who['name']}", "due_on": "2027-01-01"} for who in people()))
    for kind, name in (("contacts", "people"), ("reminders", "steps")):
        timing.run(Command([environment.crm, "import", str(folder / f"{name}.csv"), "--as", kind], env))


def peers() -> Iterator[Peer]:
    """Yield the programs."""
    db = "{folder}/people.db"
    yield Peer(
        "sqlite3",
        lambda folder, env: _call(
            env, "sqlite3", folder / "people.db", "-cmd", ".mode csv", f".import '{folder}/people.csv' people"
        ),
        [
            (("sqlite3", db, "SELECT name, email FROM people ORDER BY name"), LIST),
            (("sqlite3", db, "INSERT INTO people (name) VALUES ('Jane Doe {n}')"), ADD),
        ],
    )
    yield Peer(
        "sqlite-utils",
        lambda folder, env: _call(
            env, "sqlite-utils", "insert", folder / "people.db", "people", folder / "people.csv", "--csv"
        ),
        [
            (("sqlite-utils", "rows", db, "people", "--csv"), LIST),
            (("sqlite-utils", "query", db, "INSERT INTO people (name) VALUES ('Jane Doe {n}')"), ADD),
        ],
    )
    yield Peer(
        "khard",
        _cards,
        [
            (("khard", "-c", "{folder}/khard.conf", "list"), LIST),
            (("khard", "-c", "{folder}/khard.conf", "new", "-a", "book"), ADD),
        ],
        stdin="jane.yaml",
    )
    yield Peer(
        "task",
        _tasks,
        [
            (("task", "rc.verbose=nothing", "list"), REMIND),
            (("task", "rc.verbose=nothing", "add", "call Jane {n}", "due:2027-01-01"), STEP),
        ],
        env={"TASKRC": "{folder}/taskrc", "TASKDATA": "{folder}/task"},
    )
    yield from _crms()


def _crms() -> Iterator[Peer]:
    """Yield the programs that call themselves a CRM."""
    data = ("hermitcrm", "--data", "{folder}/data")
    yield Peer(
        "hermitcrm",
        _hermit,
        [
            ((*data, "show", "acme"), ("contact", "show", "2")),
            ((*data, "add", "contact", "acme", "Jane Doe {n}"), ADD),
        ],
    )
    yield Peer(
        "openleads",
        lambda folder, env: _call(env, "openleads", "import", folder / "people.csv"),
        [(("openleads", "people", "--limit", str(PEOPLE)), LIST)],
    )
    yield Peer(
        "jsoncrm",
        lambda folder, env: (folder / "leads.json").write_text(json.dumps(list(people()))),
        [
            (("jsoncrm", "list", "leads", "--file", "{folder}/leads.json", "-n", str(PEOPLE)), LIST),
            (
                (
                    "jsoncrm",
                    "add",
                    "--database_file",
                    "{folder}/leads.json",
                    "--item_json",
                    '{"name": "Jane Doe {n}"}',
                ),
                ADD,
            ),
        ],
    )


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
    (folder / "taskrc").write_text("confirmation=no\n")
    tasks = [{"description": f"call {who['name']}", "due": "20270101T000000Z"} for who in people()]
    (folder / "tasks.json").write_text(json.dumps(tasks), encoding="utf-8")
    _call(env, "task", "rc.verbose=nothing", "import", folder / "tasks.json")


def _hermit(folder: Path, env: Mapping[str, str]) -> None:
    """Make a data folder with the people in it, and one company."""
    _call(env, "hermitcrm", "init", "--no-setup", folder / "data")
    _call(env, "hermitcrm", "--data", folder / "data", "add", "company", "Acme")
    _call(
        env,
        "hermitcrm",
        "--data",
        folder / "data",
        "import",
        "--mode",
        "companies",
        "--apply",
        folder / "firms.csv",
    )


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
