"""Words as other programs have them find their way, and so does what begins with a dash: each hint is run here."""

from __future__ import annotations

import shlex
from collections.abc import Callable
from typing import Any

import pytest

from crm_cli.cli import elsewhere, tree

Run = Callable[..., Any]


@pytest.fixture
def office(crm: Run) -> Run:
    """A file with somebody, somewhere, and something to sell, to do and to read."""
    crm("contact", "add", "Jane Doe", "--company", "Acme", "--tag", "vip", code=0)
    crm("contact", "add", "Tom", code=0)
    crm("deal", "add", "Acme renewal", "--contact", "Jane", code=0)
    crm("remind", "add", "call Jane", "--due", "fri", code=0)
    crm("note", "Jane", "wants a quote", code=0)
    crm("view", "add", "hot", "contact", "list", "tag:vip", code=0)
    crm("segment", "add", "regulars", "tag:vip", code=0)
    return crm


LINES = {
    "search acme": "crm find acme",
    "stage list": "crm pipeline stage --help",
    "stage show Lead": "crm pipeline stage --help",
    "item list 1": "crm deal item --help",
    "search acme --type person": "crm find acme",
    "query acme": "crm find acme",
    "log": "crm history",
    'log Jane "called her"': 'crm note add Jane "called her"',
    "task": "crm remind",
    "tasks": "crm remind",
    "tasks list": "crm remind list",
    "todo 'call Jane again' --due fri": 'crm remind add "call Jane again" --due fri',
    "task add 'send it'": 'crm remind add "send it"',
    "task done 1": "crm remind done 1",
    "new contact Zed": "crm contact add Zed",
    "new deal 'Big one'": 'crm deal add "Big one"',
    "create Zed": "crm contact add Zed",
    "remove Tom": "crm contact delete Tom",
    "rm deal Acme": "crm deal delete Acme",
    "rm": "crm contact delete --help",
    "ls": "crm contact list",
    "ls deals": "crm deal list",
    "list companies": "crm company list",
    "lead": "crm contact list lifecycle:lead",
    "leads tag:vip": "crm contact show tag:vip",
    "lead list tag:vip": "crm contact list lifecycle:lead tag:vip",
    "lead add Zed --email z@x.com": "crm contact add Zed --email z@x.com --lifecycle lead",
    "opportunity list": "crm deal list",
    "opportunity 'Acme renewal'": 'crm deal show "Acme renewal"',
    "account": "crm company list",
    "org add Bolt": "crm company add Bolt",
    "people": "crm contact list",
    "person Jane": "crm contact show Jane",
    "client": "crm contact list lifecycle:customer",
    "contacts": "crm contact list",
    "companies": "crm company list",
    "delete Tom": "crm contact delete Tom",
    "edit Jane --city Oslo": "crm contact edit Jane --city Oslo",
    "untag Jane vip": "crm contact untag Jane vip",
    "archive Jane": "crm contact archive Jane",
    "board": "crm deal board",
    "stages": "crm pipeline stage",
    "stage add Pilot": "crm pipeline stage add Pilot",
    "sales": "crm report sales",
    "forecast": "crm report pipeline",
    "settings": "crm config list",
    "set currency EUR": "crm config set currency EUR",
    "inbox": "crm today",
    "rollback": "crm undo",
    "version": "crm --version",
    "contact new Zed": "crm contact add Zed",
    "contact ls city:Oslo": "crm contact list city:Oslo",
    "contact find Jane": "crm contact list Jane",
    "contact remove Tom": "crm contact delete Tom",
    "contact rm Tom": "crm contact delete Tom",
    "contact call Jane hello": "crm call Jane hello",
    "contact log Jane hello": "crm note add Jane hello",
    "contact undo": "crm undo",
    "contact export": "crm export contacts",
    "company create Bolt": "crm company add Bolt",
    "company update Acme --city Oslo": "crm company edit Acme --city Oslo",
    "deal close Acme": "crm deal win Acme or crm deal lose Acme",
    "deal won Acme": "crm deal win Acme",
    "deal kanban": "crm deal board",
    "deal advance Acme Proposal": "crm deal move Acme Proposal",
    "deal note Acme hello": "crm note add Acme hello",
    "remind new tea --due fri": "crm remind add tea --due fri",
    "remind rm 1": "crm remind delete 1",
    "remind complete 1": "crm remind done 1",
    "note ls": "crm note list",
    "note rm 1": "crm note delete 1",
    "tag add vip Jane": "crm contact tag Jane vip",
    "tag Jane vip": "crm contact tag Jane vip",
    "tag rm vip": "crm tag delete vip",
    "view rm hot": "crm view delete hot",
    "segment new big tag:vip": "crm segment add big tag:vip",
    "config ls": "crm config list",
    "config show currency": "crm config get currency",
    "config add currency EUR": "crm config set currency EUR",
    "context ls": "crm context show",
    "pipeline new Fairs": "crm pipeline add Fairs",
    "field new contact Colour": "crm field add contact Colour",
    "report revenue": "crm report sales",
}
"""What is typed → the hint."""

NOT_TRUE_OF_THIS_FILE = {"leads tag:vip", "view rm cold"}


@pytest.mark.parametrize("line", LINES)
def test_a_word_of_another_tool_is_answered_with_the_command_that_works(office: Run, line: str) -> None:
    refused = office(*shlex.split(line), code=2)
    assert refused.err.splitlines()[1:] == [f"hint: {LINES[line]}"]
    assert refused.out == ""
    if line in NOT_TRUE_OF_THIS_FILE:
        return
    for hint in LINES[line].split(" or "):
        ran = office("--dry-run", *shlex.split(hint)[1:])
        assert ran.code == 0, (hint, ran.err)


DASHES = {
    'call Jane "-offered 5 %"': 'crm call -- Jane "-offered 5 %"',
    "contact add -Zed": "crm contact add -- -Zed",
    "contact add -Zed --email z@x.com": "crm contact add --email z@x.com -- -Zed",
    "contact add --city Oslo -Zed": "crm contact add --city Oslo -- -Zed",
    "contact tag Jane -hot": "crm contact tag -- Jane -hot",
    "note add Jane --important": "crm note add -- Jane --important",
    "find -abc": "crm find -- -abc",
    "contact list --where tag:vip": "crm contact list tag:vip",
    "contact list --where=tag:vip --limit 3": "crm contact list tag:vip --limit 3",
    "contact list --filter tag:vip --columns name": "crm contact list tag:vip --columns name",
    "contact list --company Acme": "crm contact list company:Acme",
    "contact list --city 'New York' tag:vip": "crm contact list 'city:\"New York\"' tag:vip",
    "deal list --stage Lead": "crm deal list stage:Lead",
    "deal board --where stage:Lead": "crm deal board stage:Lead",
    "config path -x": "crm config path --help",
    "contact list --limt 3": "did you mean --limit?",
    "contact list -limit 3": "did you mean --limit?",
}


@pytest.mark.parametrize("line", DASHES)
def test_what_begins_with_a_dash_is_answered_with_the_line_that_was_meant(office: Run, line: str) -> None:
    refused = office(*shlex.split(line), code=2)
    assert refused.err.splitlines()[1:] == [f"hint: {DASHES[line]}"]
    if DASHES[line].startswith("crm "):
        ran = office("--dry-run", *shlex.split(DASHES[line])[1:])
        assert ran.code == 0, ran.err


def test_a_text_that_begins_with_a_dash_and_a_space_is_a_text(office: Run) -> None:
    texts = ("-5 % offered", "- and left", "-.5 off")
    said = [office("call", "Jane", text, code=0).out for text in texts]
    assert [line.split(";")[0] for line in said] == [
        f'Logged call with Jane Doe (activity/{2 + at}): "{text}"' for at, text in enumerate(texts)
    ]


def test_the_table_names_what_is_there() -> None:
    groups = {name for name in tree.TREE if elsewhere._own(name)}
    verbs = {verb for name in groups for verb in elsewhere._names([name])}
    for word, thing in elsewhere.THINGS.items():
        assert thing[0] in groups, word
        assert word not in tree.TREE, f"{word} is a command of our own"
    for word, ours in elsewhere.VERBS.items():
        assert verbs & {*ours} or ours in (["duplicates"], ["merge"]), word
    for word, path in elsewhere.COMMANDS.items():
        assert path == ["--version"] or elsewhere._command(path) is not None, word


def test_a_name_that_is_a_word_of_another_tool_is_still_a_name(crm: Run) -> None:
    crm("contact", "add", "New", code=0)
    assert crm("note", "New", "hello", code=0).out == 'Noted on New (activity/1): "hello"\n'
