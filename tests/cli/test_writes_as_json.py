"""Every command that writes answers a program with objects that carry the number of its step, and refuses before it writes."""

from __future__ import annotations

import json
import shlex
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from crm_cli.cli import tree

Run = Callable[..., Any]

READS = {
    "today", "next", "find", "show", "timeline", "history", "diff", "doctor", "sql", "help", "completion", "export",
    "report pipeline", "report sales", "report winloss", "report activity", "report meetings", "deal board", "deal item list",
    "segment explain", "segment changes", "context show", "config get", "config path", "contact export-all",
    "contact duplicates", "company duplicates", "agenda", "pipeline show",
}  # fmt: skip
"""Commands that write nothing, beside each `list` and `show`."""

OTHERS = {"backup", "restore", "demo"}
"""Commands that write whole files, and no step."""

LINES = {
    "add": "add 'Carl Fuchs, carl@adler.example'",
    "contact add": "contact add Zed", "contact edit": "contact edit Jane --city Rome", "contact archive": "contact archive Jane",
    "contact unarchive": "contact unarchive Old", "contact delete": "contact delete Tom", "contact tag": "contact tag Jane hot",
    "contact untag": "contact untag Jane vip", "contact relate": "contact relate Jane friend Tom",
    "contact date": "contact date Jane wedding 2019-06-01", "contact consent": "contact consent Jane email yes",
    "contact forget": "contact forget Tom --yes", "contact merge": "contact merge Jane Tom --yes",
    "company add": "company add Bolt", "company edit": "company edit Acme --city Rome", "company archive": "company archive Acme",
    "company unarchive": "company unarchive Gone", "company delete": "company delete Empty", "company tag": "company tag Acme hot",
    "company untag": "company untag Acme big", "company relate": "company relate Acme supplier Empty",
    "company date": "company date Acme founded 2001-01-01", "company merge": "company merge Acme Empty --yes",
    "deal add": "deal add Roof", "deal edit": "deal edit Renewal --amount 5k", "deal archive": "deal archive Renewal",
    "deal unarchive": "deal unarchive Past", "deal delete": "deal delete Renewal", "deal tag": "deal tag Renewal hot",
    "deal untag": "deal untag Renewal big", "deal move": "deal move Renewal Proposal", "deal win": "deal win Renewal",
    "deal lose": "deal lose Renewal", "deal reopen": "deal reopen Won", "deal item add": "deal item add Renewal GTX",
    "deal item delete": "deal item delete Won 1",
    "note add": "note add Jane hello", "note call": "note call Jane hello", "note email": "note email Jane hello",
    "note meeting": "note meeting Jane hello", "note message": "note message Jane hello",
    "note held": "note held Tom --on today", "note missed": "note missed Acme", "note cancel": "note cancel Tom",
    "note move": "note move Tom '2030-01-02 10:00'",
    "mail import": "mail import offer.eml", "calendar import": "calendar import fair.ics",
    "note edit": "note edit 1 --subject Prices", "note delete": "note delete 1",
    "remind add": "remind add tea --due fri", "remind edit": "remind edit 1 --title tea", "remind done": "remind done 1",
    "remind reopen": "remind reopen 2", "remind snooze": "remind snooze 1 mon", "remind delete": "remind delete 1",
    "product add": "product add Oil", "product edit": "product edit Nut --price 9", "product archive": "product archive GTX",
    "product unarchive": "product unarchive Bolt", "product delete": "product delete Nut",
    "pipeline add": "pipeline add Fairs", "pipeline rename": "pipeline rename Sales Trade",
    "pipeline delete": "pipeline delete Partners", "pipeline stage add": "pipeline stage add Pilot",
    "pipeline stage edit": "pipeline stage edit Lead --probability 15%", "pipeline stage rename": "pipeline stage rename Lead First",
    "pipeline stage move": "pipeline stage move Lead --after Proposal", "pipeline stage delete": "pipeline stage delete Spare",
    "segment add": "segment add vips tag:vip", "segment edit": "segment edit regulars tag:hot", "segment delete": "segment delete regulars",
    "segment include": "segment include regulars Tom", "segment exclude": "segment exclude regulars Jane",
    "view add": "view add -f json few contact list", "view delete": "view delete hot",
    "alias set": "alias set -f json few 'contact list'", "alias delete": "alias delete short",
    "tag rename": "tag rename vip best", "tag delete": "tag delete vip",
    "field add": "field add contact Shoe", "field edit": "field edit contact Size --name Height", "field delete": "field delete contact Size",
    "config set": "config set currency KZT", "config unset": "config unset currency",
    "context set": "context set fair --tag fair26", "context end": "context end",
    "undo": "undo", "redo": "redo", "import": "import people.csv --as contacts",
}  # fmt: skip
"""A line for each command that writes."""

NO_STEP = {"context set", "context end"}
"""What is remembered beside the file, and no step of it."""

MESSAGE = """\
From: jane@acme.example
To: me@office.example
Date: Mon, 2 Nov 2026 10:00:00 +0000
Message-ID: <1@acme.example>
Subject: Offer

We take it.
"""

EVENT = """\
BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//fair//EN
BEGIN:VEVENT
UID:fair@office.example
DTSTAMP:20261101T100000Z
DTSTART:20261102T100000Z
SUMMARY:Fair
ATTENDEE:mailto:jane@acme.example
END:VEVENT
END:VCALENDAR
"""

OFFICE = """
config set owner_emails me@office.example
config set currency EUR
field add contact Size
pipeline add Sales --stages Lead,Proposal,Spare
pipeline add Partners --stages Talk
contact add Jane --company Acme --tag vip --email jane@acme.example
contact add Tom
contact add Old
contact archive Old
company add Gone
company archive Gone
company add Empty
company tag Acme big
product add GTX --price 10
product add Nut
product add Bolt
product archive Bolt
deal add Renewal --contact Jane --amount 1k --tag big
deal add Past
deal archive Past
deal add Won --product GTX
deal win Won
remind add coffee --due fri
remind add done --due fri
remind done 2
note Jane "wants a quote"
meeting Tom "a first talk" --on "2030-01-01 10:00"
meeting Acme "an old talk" --on "2020-01-02 10:00" --now 2020-01-01T10:00:00Z
segment add regulars tag:vip
view add hot contact list tag:vip
alias set short contact list
"""


@pytest.fixture
def office(
    crm: Run,
    path: Path,
    tmp_path: Path,
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
) -> Run:
    """A file with something to change by every command, made once."""
    monkeypatch.chdir(tmp_path)
    Path("people.csv").write_text("Name\nZoe\n")
    Path("offer.eml").write_text(MESSAGE)
    Path("fair.ics").write_text(EVENT)
    made = tmp_path_factory.getbasetemp() / "office.db"
    if not made.exists():
        for line in OFFICE.strip().splitlines():
            crm(*shlex.split(line), code=0)
        crm("backup", str(made), code=0)
    shutil.copy(made, path)
    crm("context", "set", "day", "--tag", "today", code=0)
    return crm


def leaves() -> Iterator[str]:
    """All commands with their whole names, shortcuts and groups left out."""

    def below(name: str, command: Any) -> Iterator[str]:
        commands = getattr(command, "commands", None)
        if commands is None:
            yield name
        for sub in commands or ():
            yield from below(f"{name} {sub}", commands[sub])

    for name, entry in tree.TREE.items():
        if not entry.stands_for:
            yield from below(name, tree.load(name))


WRITES = [
    name for name in leaves() if name not in READS | OTHERS and name.split()[-1] not in ("list", "show")
]


def test_every_command_that_writes_has_a_line_here() -> None:
    assert [name for name in WRITES if name not in LINES] == []


@pytest.mark.parametrize("name", WRITES)
def test_a_write_answers_with_objects_that_carry_its_step(office: Run, name: str) -> None:
    words = shlex.split(LINES[name])
    if name == "redo":
        office("undo", code=0)
    ran = office(*words, *(() if "-f" in words else ("-f", "json")), code=0)
    told = json.loads(ran.out)
    newest = office("history", "-f", "json", "-n", "1", code=0).json[0]["command"]
    key = "undone_by" if name in ("undo", "redo") else "command"
    for one in told if isinstance(told, list) else [told]:
        assert one[key] == (None if name in NO_STEP else newest), one


@pytest.mark.parametrize("name", [name for name in WRITES if name not in NO_STEP])
def test_a_format_that_does_not_exist_is_refused_before_anything_is_written(office: Run, name: str) -> None:
    words = ["xml" if word == "json" else word for word in shlex.split(LINES[name])]
    if name == "redo":
        office("undo", code=0)
    steps = office("history", "-f", "ids").out
    assert office(*words, *(() if "-f" in words else ("-f", "xml"))).code == 2
    assert office("history", "-f", "ids").out == steps
