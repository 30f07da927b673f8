"""A context: what is true of all that is added for a while, in a terminal only, told beside every write."""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Crm = Callable[..., Any]

FAIR = ["context", "set", "fair", "--tag", "fair26", "--source", "fair Leipzig"]
WHOLE = "context fair until Sun 29 Nov: +fair26, source fair Leipzig"
SUNDAY = ["--until", "2026-11-29"]
NOTHING = "the context fair says nothing: give it a tag, a source or an owner"


@pytest.fixture
def fair(crm: Crm) -> Crm:
    """A terminal at a fair that ends on Sunday."""
    crm(*FAIR, *SUNDAY, code=0)

    def run(*words: str, **more: Any) -> Any:
        return crm(*words, **{"terminal": True, "code": 0, **more})

    return run


def tags(crm: Crm, kind: str) -> list[str]:
    found: list[str] = crm(kind, "list", "-f", "{tags}|{source}", terminal=False).lines
    return found


def test_what_is_added_gets_tags_and_source_and_the_write_says_so(fair: Crm) -> None:
    added = fair("contact", "add", "Jane", "--company", "Acme", "--deal", "Pilot", "--tag", "vip")
    assert added.err == f"{WHOLE}\nundo with: crm undo\n"
    assert tags(fair, "contact") == ["fair26; vip|fair Leipzig"]
    assert tags(fair, "company") == tags(fair, "deal") == ["fair26|fair Leipzig"]
    fair("company", "add", "Bolt")
    fair("deal", "add", "Renewal", "--company", "bolt")
    assert tags(fair, "company")[1:] == tags(fair, "deal")[1:] == ["fair26|fair Leipzig"]


def test_what_is_typed_goes_before(fair: Crm) -> None:
    added = fair("contact", "add", "Jane", "--source", "web", "--tag", "FAIR26")
    assert added.err.startswith("context fair until Sun 29 Nov: +fair26\n")
    assert tags(fair, "contact") == ["FAIR26|web"]
    fair("contact", "add", "Bob", "--source", "")
    assert tags(fair, "contact")[0] == "FAIR26|"


def test_every_write_says_that_it_holds(fair: Crm) -> None:
    fair("contact", "add", "Jane")
    for words in (
        ["call", "jane", "hello"],
        ["remind", "add", "x"],
        ["contact", "edit", "jane", "--city", "Oslo"],
    ):
        assert fair(*words).err == "context fair until Sun 29 Nov\nundo with: crm undo\n"
    assert fair("contact", "list").err == ""


def test_its_owner_owns_all_that_is_added(fair: Crm) -> None:
    fair("context", "set", "fair", "--owner", "Aigul")
    mine = {"CRM_OWNER": "Bo"}
    added = fair("contact", "add", "Jane", "--note", "met", "--next", "write", env=mine)
    assert added.err.startswith("context fair: owner Aigul\n")
    for words in (["contact", "show", "1"], ["note", "show", "1"], ["remind", "show", "1"]):
        assert fair(*words, "-f", "{owner}", terminal=False).out == "Aigul\n"
    fair("contact", "add", "Bob", "--owner", "Cem", env=mine)
    assert fair("contact", "show", "2", "-f", "{owner}", terminal=False).out == "Cem\n"


def test_whoever_is_met_again_is_tagged_and_keeps_the_source(crm: Crm, fair: Crm) -> None:
    crm("contact", "add", "Jane", code=0)
    met = fair("contact", "add", "Jane", "--if-absent")
    assert met.out == "Jane is there already (contact/1); tagged fair26\n"
    assert tags(fair, "contact") == ["fair26|"]


@pytest.mark.parametrize(("words", "terminal"), [([], False), (["--no-input"], True)])
def test_it_holds_in_a_terminal_only(fair: Crm, words: list[str], terminal: bool) -> None:
    added = fair("contact", "add", "Jane", *words, terminal=terminal)
    assert "context" not in added.err
    assert tags(fair, "contact") == ["|"]


def test_an_import_never_sees_it(fair: Crm, tmp_path: Path) -> None:
    sheet = tmp_path / "people.csv"
    sheet.write_text("Name,Email\nJane,jane@x.example\n", encoding="utf-8")
    assert "context" not in fair("import", str(sheet), "--as", "contacts").err
    assert tags(fair, "contact") == ["|"]


@pytest.mark.parametrize(
    ("until", "last", "first_after", "ended"),
    [
        ("2026-11-29", "2026-11-29T23:59:59Z", "2026-11-30T00:00:00Z", "yesterday"),
        ("today 18:00", "2026-11-21T18:00:00Z", "2026-11-21T18:00:01Z", "today 18:00"),
    ],
)
def test_it_ends_by_itself_and_says_so_once(
    crm: Crm, until: str, last: str, first_after: str, ended: str
) -> None:
    crm(*FAIR, "--until", until, code=0)
    assert "+fair26" in crm("contact", "add", "Jane", terminal=True, now=last).err
    after = crm("contact", "add", "Bob", terminal=True, now=first_after)
    assert after.err == f"context fair has ended ({ended})\nundo with: crm undo\n"
    assert crm("contact", "add", "Cem", terminal=True, now=first_after).err == "undo with: crm undo\n"
    assert tags(crm, "contact") == ["|", "|", "fair26|fair Leipzig"]


def test_a_look_ahead_does_not_end_it(fair: Crm) -> None:
    late = fair("--now", "2027-01-01", "contact", "add", "Late")
    assert late.err.startswith("context fair has ended (Sun 29 Nov 2026)\n")
    assert fair("contact", "add", "Jane").err.startswith(WHOLE)


def test_it_is_shown_and_ended(fair: Crm) -> None:
    assert fair("context", "show").out == f"{WHOLE}\n"
    piped = fair("context", "show", terminal=False)
    assert (piped.out, piped.err) == (f"{WHOLE}\n", "it holds in a terminal, and this is none\n")
    assert fair("context", "show", "-f", "json").json == {
        "name": "fair",
        "tags": ["fair26"],
        "source": "fair Leipzig",
        "owner": None,
        "until": "2026-11-29",
    }
    assert fair("context", "end", "--dry-run").out == fair("context", "end").out == "Ended context fair\n"
    assert fair("context", "end").err == "there is no context\n"
    shown = fair("context", "show")
    assert (shown.out, shown.err) == ("", "no context; crm context set NAME --tag TAG begins one\n")
    assert fair("context", "show", "-f", "json").json is None
    assert "context" not in fair("contact", "add", "Jane").err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["fair"], NOTHING),
        (["fair", "--tag", " , ", "--until", "sun"], NOTHING),
        ([" ", "--tag", "x"], "the name of the context is empty"),
        (["fair", "--tag", "x", "--until", "yesterday"], "`yesterday` has gone by"),
        (["fair", "--tag", "x", "--until", "blue"], "`blue` is not a date"),
    ],
)
def test_what_is_no_context_is_said(crm: Crm, words: list[str], said: str) -> None:
    assert crm("context", "set", *words, code=2).err.splitlines()[0] == f"Error: {said}"
    assert crm("context", "show").out == ""


def test_it_belongs_to_one_file_and_never_stands_in_it(fair: Crm, home: Path, tmp_path: Path) -> None:
    other = str(tmp_path / "other.db")
    assert "context" not in fair("contact", "add", "Jane", "--db", other).err
    fair("context", "set", "desk", "--tag", "desk", "--db", other)
    assert fair("contact", "add", "Jane").err.startswith(WHOLE)
    kept = home / ".local/state/crm/contexts.json"
    assert stat.S_IMODE(os.stat(kept).st_mode) == 0o600
    assert sorted(one["name"] for one in json.loads(kept.read_text()).values()) == ["desk", "fair"]
    assert fair("undo", terminal=False).out.startswith("Undid step 1: crm contact add Jane")
    assert fair("context", "show").out == f"{WHOLE}\n"


@pytest.mark.parametrize("text", ["", "{", "[]", '{"PATH": 3}', '{"PATH": {"name": "x"}}'])
def test_what_another_program_left_there_is_no_context(crm: Crm, home: Path, path: Path, text: str) -> None:
    kept = home / ".local/state/crm/contexts.json"
    kept.parent.mkdir(parents=True)
    kept.write_text(text.replace("PATH", str(path)))
    assert crm("contact", "add", "Jane", terminal=True, code=0).err == "undo with: crm undo\n"
    crm(*FAIR, code=0)
    assert crm("context", "show").out == "context fair: +fair26, source fair Leipzig\n"


def test_without_a_home_there_is_none(crm: Crm) -> None:
    ended = crm(*FAIR, env={"HOME": "relative"}, code=7)
    assert (
        ended.err
        == "Error: there is no home folder to remember a context in\nhint: set HOME to your home folder\n"
    )
