"""What a plain read imports, pinned: a module more is a tenth of its time."""

from __future__ import annotations

import os
import subprocess
import sys
from inspect import ismodule
from pathlib import Path

import pytest

import crm_cli
from crm_cli.kinds.catalogue import NAMES
from crm_cli.report import reports

NEVER = set(
    "argparse ast asyncio calendar contextlib dataclasses dateutil difflib enum hashlib html importlib.metadata inspect"
    " ipaddress json locale logging pathlib platform re shlex shutil string subprocess sysconfig tempfile textwrap"
    " traceback typing urllib uuid zoneinfo rich typer".split()
)
"""Modules that no plain read imports."""

GROUND = set(
    "__main__ app app.choices app.clock app.context app.hoisting app.settings cli cli.boundary cli.quick cli.target core"
    " core.arrays core.calendar core.errors core.fields core.once core.record core.text db db.connection db.functions"
    " db.settings db.version db.words kinds kinds.field kinds.kind output output.formats output.plain output.values".split()
)
"""What of ours may be there whatever is read."""

LIST = "db.select kinds.catalogue verbs verbs.answers verbs.listing"
QUERY = (
    "core.caret core.conventions core.phones core.query core.query_conditions core.query_operands core.query_parser"
    " core.query_tokens core.query_words db.schema db.table kinds.asking kinds.segments kinds.tags"
)
MONEY = "core.currencies core.money core.numbers"
NAMED = "app.prompts core.phones db.schema db.search db.search_index db.table kinds.points verbs.resolve"
CONTACT = "contact contact.consents contact.kind"
CARDS = "core.uids kinds.around kinds.related kinds.relations verbs.cards"
DEAL_KIND = "core.money_sql deal deal.kind"
DEAL = f"{MONEY} {DEAL_KIND}"
EVERY_KIND = " ".join(f"{name} {name}.kind" for name in NAMES)
NOTED = f"{CONTACT} {DEAL_KIND} {EVERY_KIND.partition(' activity ')[0]}"
"""Activities and reminders ask the kinds to their left what they can be about: more modules, but told once."""

ACTIVITY = "activity activity.kind activity.words"
FAMILIES = " ".join(f"report.{name}" for name, module in vars(reports).items() if ismodule(module))
REPORT = (
    "kinds.rates report report.answer report.asked report.by report.count report.figures report.found report.group"
    " report.question report.remark report.report report.reports report.statement report.terms report.written"
    f" {FAMILIES}"
)
TODAY = (
    "activity activity.words reminder reminder.agenda reminder.due reminder.item today today.page today.view"
)

READS = {
    "contact list": f"{LIST} {CONTACT}",
    "contact list tag:vip": f"{LIST} {CONTACT} {QUERY}",
    "contact list -f csv": f"{LIST} {CONTACT} core.uids output.csv",
    "contact list -f ids": f"{LIST} {CONTACT} output.ids",
    "company list": f"{LIST} company company.kind",
    "deal list": f"{LIST} {DEAL}",
    "note list": f"{LIST} {NOTED} {ACTIVITY}",
    "contact show Jane": f"{LIST} {CONTACT} {NAMED} {CARDS}",
    "show deal/1": f"{LIST} {DEAL} {NAMED} {CARDS} kinds.rates deal.around reminder reminder.kind",
    "find jane": f"{LIST} {CONTACT} {DEAL} {ACTIVITY} {EVERY_KIND} core.phones core.query_tokens core.query_words"
    " db.schema db.search db.search_index db.table find find.everywhere find.view kinds.linked",
    "today": TODAY,
    "next": TODAY,
    "timeline Jane": f"{LIST} {NOTED} {NAMED} {ACTIVITY} activity.timeline activity.timeline_view",
    "report pipeline": f"{LIST} {DEAL} {REPORT}",
    "deal board": f"{LIST} {DEAL} db.schema db.table deal.board deal.board_view deal.pipelines",
}


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with a contact, a deal and a reminder in it."""
    path = tmp_path_factory.mktemp("imports") / "crm.db"
    for words in (
        ["contact", "add", "Jane Doe", "--email", "jane@acme.com", "--tag", "vip", "--company", "Acme"],
        ["deal", "add", "Renewal", "--amount", "12 EUR", "--contact", "Jane Doe", "--next", "call"],
        ["note", "add", "Jane Doe", "wants a quote"],
    ):
        loaded(words, path)
    return path


def loaded(words: list[str], path: Path) -> set[str]:
    """The modules that are there when a command line ends, beyond those of a bare interpreter."""
    code = (
        "import sys; bare = {*sys.modules}; from crm_cli.__main__ import main\n"
        f"code = main({words!r}); sys.stdout.flush()\n"
        "sys.stderr.write('\\n'.join(['', '---', *({*sys.modules} - bare)])); sys.exit(code)\n"
    )
    env = {
        **os.environ,
        "CRM_DB": str(path),
        "TZ": "UTC",
        "PYTHONPATH": str(Path(crm_cli.__file__).parent.parent),
    }
    done = subprocess.run(
        [sys.executable, "-S", "-c", code], env=env, capture_output=True, text=True, check=False
    )
    if "No module named" in done.stderr:  # a write needs the libraries
        done = subprocess.run(
            [sys.executable, "-c", code], env=env, capture_output=True, text=True, check=False
        )
    assert done.returncode == 0, done.stderr[-2000:]
    return set(done.stderr.partition("---\n")[2].splitlines())


@pytest.mark.parametrize("words", READS)
def test_a_plain_read_imports_what_it_needs_and_nothing_else(path: Path, words: str) -> None:
    found = loaded(words.split(), path)
    assert found & NEVER == set()
    ours = {name.removeprefix("crm_cli.") for name in found if name.startswith("crm_cli.")}
    assert ours - GROUND - set(READS[words].split()) == set()


HELPS = {
    "--help": set(),
    "contact --help": {"kinds"},
    "contact list --help": {"kinds"},
    "deal move --help": {"kinds"},
    "remind snooze --help": {"kinds"},
    "note call --help": {"kinds", "db", "verbs"},
}  # fmt: skip
"""Command lines that only explain → the rooms besides cli, app, core and the slice's own that may be entered."""


@pytest.mark.parametrize("words", HELPS)
def test_help_enters_no_room_that_only_running_needs(path: Path, words: str) -> None:
    rooms = {name.split(".")[1] for name in loaded(words.split(), path) if name.startswith("crm_cli.")}
    others = rooms & {
        "db",
        "verbs",
        "kinds",
        "exchange",
        "report",
        "find",
        "log",
        "forget",
        "keeping",
        "today",
    }
    assert others - HELPS[words] == set()


@pytest.mark.parametrize("words", ["contact list --help", "deal move --help", "contact add --help"])
def test_help_loads_neither_what_writes_nor_the_tables_of_rich(path: Path, words: str) -> None:
    found = loaded(words.split(), path)
    assert {
        name for name in found if name.startswith(("rich", "crm_cli.db.migrations", "crm_cli.app.writing"))
    } == set()
