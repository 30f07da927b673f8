"""A file with a little of everything, made once, and what is offered at the end of a line."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest

from crm_cli.app.context import App
from crm_cli.app.hoisting import Globals
from crm_cli.cli import boundary
from crm_cli.completion import line as lines
from crm_cli.completion.answer import Found, found

NOW = "2026-11-21T09:30:00Z"
MADE = (
    "config set currency EUR",
    "company add 'Acme Ltd' --city Oslo --industry retail",
    "company add 'Åkerblom AB' --industry 'machine tools'",
    "contact add 'Jane Doe' --company 'Acme Ltd' --email jane@acme.example --tag vip --tag 'long lunch' --source fair",
    "contact add 'John Roe' --email john@roe.example --source 'cold call' --lifecycle customer",
    "contact add 'Наталья Ёлкина' --phone +77012345678 --tag вип",
    "contact add 'José García'",
    "contact add 'Old Hand'",
    "contact archive 'Old Hand'",
    "product add 'GTX Pro' --code GTX-1 --price 550",
    "pipeline add Sales",
    "pipeline add Partners --stages 'first talk:10%,contract:60%'",
    "deal add 'Acme renewal' --contact 'Jane Doe' --amount 5k --stage Proposal",
    "deal add 'Big one' --pipeline Partners",
    "deal add Gone",
    "deal win Gone",
    "note call 'Jane Doe' 'wants a quote'",
    "note email 'John Roe' 'sent the list' --subject Prices",
    "remind add 'send the quote' --contact 'Jane Doe' --due 2026-12-01",
    "remind add 'call back' --due 2026-11-30",
    "remind add 'long done' --due 2026-11-22",
    "remind done 'long done'",
    "segment add regulars tag:vip",
    "segment add 'big deals' --kind deal amount:1k..",
    "field add contact renewal --type date",
    "field add contact 'shoe size' --type choice --choices small,large",
    "view add hot contact list tag:vip --sort -name",
    "contact relate 'Jane Doe' wife 'John Roe'",
    "contact date 'Jane Doe' anniversary 2019-06-01",
)
"""By the words of their command lines."""


def run(path: Path, *words: str) -> str:
    """Run a command line on a file; its answer."""
    out, err = io.StringIO(), io.StringIO()
    env = {"HOME": str(path.parent), "CRM_DB": str(path), "CRM_NOW": NOW, "TZ": "UTC", "LOGNAME": "tester"}
    world = App(Globals(), env=env, stdin=io.StringIO(), stdout=out, stderr=err, host="desk")
    code = boundary.run(list(words), world)
    assert code == 0, f"{words}: exit {code}\n{out.getvalue()}{err.getvalue()}"
    return out.getvalue()


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file; tests that change it take a copy."""
    import shlex

    path = tmp_path_factory.mktemp("completion") / "crm.db"
    for words in MADE:
        run(path, *shlex.split(words))
    return path


Ask = Callable[..., Found]


def ask(line: str, path: Path | str, **env: str) -> Found:
    """What is offered at the end of a line."""
    world = {"HOME": "/nowhere", "CRM_DB": str(path), "CRM_NOW": NOW, "TZ": "UTC", **env}
    return found(lines.read(line, lines.SH), world)


@pytest.fixture
def offered(sample: Path) -> Callable[..., list[str]]:
    """The texts offered at the end of a line, about the sample file."""

    def texts(line: str, **env: str) -> list[str]:
        answer = ask(line, sample, **env)
        return [f"<{answer.shell}>"] if answer.shell else [each.text for each in answer.candidates]

    return texts


@pytest.fixture
def described(sample: Path) -> Callable[[str], list[tuple[str, str]]]:
    """The texts offered at the end of a line with their descriptions."""
    return lambda line: [(each.text, each.about) for each in ask(line, sample).candidates]
