"""The gate: whatever a file, an argument or a variable holds, nothing steers the terminal, by any way out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from crm_cli.core.text import is_harmful
from tests import terminal

Run = Callable[..., Any]

EVIL = "Zed\x1b]0;x\x07\x9b31m\u202eevil\u2067\x7f\U000e0041"
PLAIN = {"NO_COLOR": "1", "COLUMNS": "100"}


@pytest.fixture
def evil(crm: Run, tmp_path: Path) -> Run:
    """A file in which everything that has a name or words has evil ones."""
    for words in (
        ("config", "set", "currency", "EUR"),
        ("config", "set", "owner", EVIL),
        ("field", "add", "contact", f"shoe {EVIL}"),
        ("contact", "add", EVIL, "--company", EVIL, "--tag", EVIL, "--email", "a@x.example", "--city", EVIL),
        ("contact", "add", f"{EVIL} two", "--force"),
        ("product", "add", EVIL, "--price", "5"),
        ("pipeline", "add", EVIL, "--stages", EVIL),
        ("deal", "add", EVIL, "--contact", "1", "--amount", "5", "--pipeline", EVIL),
        ("call", "contact/1", EVIL, "--outcome", EVIL),
        ("remind", "add", EVIL, "--contact", "1", "--due", "2026-11-20"),
        ("segment", "add", EVIL, f'name:"{EVIL}"'),
        ("view", "add", "x", "contact", "list", f'city:"{EVIL}"'),
    ):
        crm(*words, code=0)
    (tmp_path / "people.csv").write_text(f"name,city,{EVIL}\nAnn{EVIL},{EVIL},{EVIL}\n", encoding="utf-8")
    return crm


def commands() -> Iterator[tuple[str, ...]]:
    for kind in ("contact", "company", "deal", "product", "note", "remind"):
        yield (kind, "list")
        yield (kind, "show", "1")
        yield (kind, "list", "--group-by", "owner") if kind != "product" else (kind, "list", "zed")
    for format in ("table", "plain", "csv", "tsv", "json", "jsonl", "yaml", "markdown", "{name} {city} {id}"):
        yield ("contact", "list", "-f", format)
        yield ("contact", "show", "1", "-f", format)
    yield from [
        ("contact", "list", "-f", f"{{name}} {EVIL}"),
        ("contact", "list", "-f", f"{{{EVIL}}}"),
        ("contact", "list", EVIL, "nosuch:1"),
        ("contact", "list", f"tag:{EVIL}x"),
        ("contact", "list", "--columns", EVIL),
        ("contact", "add", "--help"),
        ("contact", "edit", "1", "--city", f"{EVIL} x"),
        ("contact", "show", "zed"),
        ("contact", "show", f"{EVIL} nobody"),
        ("contact", "tag", "1", f"{EVIL} x"),
        ("contact", "export-all", "1"),
        ("deal", "board"),
        ("deal", "board", "-f", "plain"),
        ("deal", "move", "1", f"{EVIL} x"),
        ("pipeline", "list"),
        ("pipeline", "show", EVIL),
        ("timeline", "contact/1"),
        ("find", "zed"),
        ("find", EVIL),
        ("today",),
        ("next",),
        ("remind",),
        ("tag", "list"),
        ("field", "list", "contact"),
        ("segment", "list"),
        ("segment", "show", EVIL),
        ("segment", "explain", EVIL, "contact/1"),
        ("view",),
        ("view", "show", "x"),
        ("view", EVIL),
        ("config", "list"),
        ("config", "get", "owner"),
        ("config", "get", EVIL),
        ("report", "pipeline", "--by", "stage"),
        ("report", "pipeline", "--by", "owner", "--chart"),
        ("history",),
        ("diff", "this-month"),
        ("sql", "SELECT name, city FROM v_contacts"),
        ("import", "people.csv", "--dry-run"),
        ("export", "contacts"),
        ("undo",),
        (EVIL,),
        ("contact", EVIL),
        ("contact", "list", f"--{EVIL}"),
        ("config", "path", "--db", f"/tmp/{EVIL}"),
        ("contact", "list", "--db", f"/tmp/{EVIL}/crm.db"),
    ]


@pytest.mark.parametrize("words", list(commands()), ids=lambda words: ascii(" ".join(words))[1:60])
def test_nothing_steers_a_terminal_by_any_way_out(
    evil: Run, words: tuple[str, ...], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    shown = evil(*words, terminal=True, stdin="\n", env=PLAIN)
    for stream in (shown.out, shown.err):
        assert {sign for sign in stream if is_harmful(ord(sign))} <= {"\n", "\t"}, ascii(stream)
    assert "Traceback" not in shown.err


def test_a_question_that_names_a_record_is_harmless(evil: Run) -> None:
    shown = evil("contact", "show", "zed", terminal=True, stdin="1\n", env=PLAIN, code=0)
    assert "contact/2" in shown.err
    assert {sign for sign in shown.err if is_harmful(ord(sign))} == {"\n"}


def test_a_pipe_gets_data_unchanged(evil: Run) -> None:
    assert evil("contact", "show", "1", "-f", "{name}").out == f"{EVIL}\n"
    assert evil("contact", "list", "-f", "csv", "--columns", "name", "-n", "1").out == f"name\n{EVIL}\n"
    assert evil("config", "get", "owner").out == f"{EVIL}\n"


def test_colours_of_our_own_pass_the_gate_of_a_real_terminal(evil: Run, path: Path) -> None:
    env = {"CRM_DB": str(path), "CRM_NOW": "2026-11-25T09:30:00Z"}
    shown = terminal.run(["remind", "list", "--no-pager"], env)
    assert shown.code == 0
    assert "\x1b[31mFri 20 Nov overdue\x1b[0m" in shown.text
    assert "\\x1b]0;x\\x07\\x9b31m\\u202eevil\\u2067\\x7f\\U000e0041" in shown.text
    assert "\x1b]0" not in shown.text
    for env_more in ({"NO_COLOR": "1"}, {"TERM": "dumb"}):
        assert "\x1b" not in terminal.run(["remind", "list"], env | env_more).text


def test_candidates_of_right_to_left_names_stay_in_their_columns(crm: Run) -> None:
    for company in ("کافه نادری", "هتل پارس"):
        crm("contact", "add", "علی رضایی", "--company", company, code=0)
    refused = crm("contact", "show", "علی", terminal=True, stdin="\n", env=PLAIN, code=4).err
    name = "\u2067علی رضایی\u2069\u200e"
    assert f"  1  contact/1  {name}  \u2067کافه نادری\u2069\u200e\n" in refused
    assert f"  contact/2  {name}  \u2067هتل پارس\u2069\u200e\n" in refused
    assert "\u2067" not in crm("contact", "show", "علی", code=4).err
