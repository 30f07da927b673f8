"""Words of one's own for whole commands: of the file, and of the user's configuration, which alone may run a shell."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.completion.conftest import ask

Run = Callable[..., Any]


@pytest.fixture
def people(crm: Run) -> Run:
    """Two people, one of them hot."""
    crm("contact", "add", "Jane Doe", "--tag", "hot", "--city", "Oslo", code=0)
    crm("contact", "add", "Tom Roe", code=0)
    return crm


@pytest.fixture
def config(home: Path) -> Callable[[str], Path]:
    """Write the user's config.toml."""

    def write(text: str) -> Path:
        path = home / ".config" / "crm" / "config.toml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        return path

    return write


def test_an_alias_stands_for_its_command_and_takes_further_words(people: Run) -> None:
    said = people("alias", "set", "hot", "contact list tag:hot", code=0)
    assert said.out == "Alias hot is now crm contact list tag:hot\n"
    assert people("hot", "-f", "{name}", code=0).out == "Jane Doe\n"
    assert people("HOT", "city:Almaty", code=0).out == ""
    people("alias", "set", "jane", "call", "Jane Doe", code=0)
    assert (
        people("jane", "-5 % offered", code=0).out
        == 'Logged call with Jane Doe (activity/1): "-5 % offered"\n'
    )


@pytest.mark.parametrize(
    "words",
    [
        ("contact list tag:hot --limit 3",),
        ("crm contact list tag:hot", "--limit", "3"),
        ("contact", "list", "tag:hot", "--limit", "3"),
        ("crm", "contact", "list", "tag:hot", "--limit", "3"),
    ],
    ids=" ".join,
)
def test_its_words_stand_in_quotes_or_not_and_with_the_program_or_without(people: Run, words: Any) -> None:
    people("alias", "set", "few", *words, code=0)
    assert people("alias", "list", "-f", "json", code=0).json == [
        {"name": "few", "words": "crm contact list tag:hot --limit 3", "origin": "file"}
    ]


def test_a_write_by_an_alias_is_one_step_under_the_words_that_were_typed(people: Run) -> None:
    people("alias", "set", "lead", "contact add --lifecycle lead", code=0)
    people("lead", "Zed", code=0)
    assert people("history", "-f", "json", "-n", "1").json[0]["words"] == "crm lead Zed"
    assert people("contact", "show", "Zed", "-f", "{lifecycle}").out == "lead\n"


def test_setting_and_deleting_one_can_be_undone(people: Run) -> None:
    people("alias", "set", "hot", "contact list tag:hot", code=0)
    told = people("alias", "delete", "hot", "-f", "json", code=0).json
    assert told == {"name": "hot", "words": "crm contact list tag:hot", "origin": "file", "command": 4}
    assert people("hot", code=2).err.startswith("Error: `crm` has no command `hot`\n")
    people("undo", code=0)
    assert people("hot", "-f", "ids", code=0).out == "1\n"
    assert people("alias", "set", "hot", "contact list tag:hot", code=0).out == (
        "Alias hot is already crm contact list tag:hot\n"
    )


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (
            ("contact", "deal list"),
            "`contact` is a command, which an alias cannot hide\nhint: call it my-contact",
        ),
        (
            ("x", "hot"),
            "alias x stands for no command: `hot` is none\nhint: like this: crm alias set x 'contact list tag:hot'",
        ),
        (("x", "contact lst"), "`crm contact` has no command `lst`\nhint: crm contact --help"),
        (
            ("x", "deal list --db y.db"),
            "`--db` is said with an alias, not kept in it\nhint: leave it out, and type it behind the alias",
        ),
        (
            ("a b", "today"),
            (
                "`a b` is no name for an alias: one word of letters, digits, `-`, `_` and `.`\n"
                "hint: crm alias set NAME 'contact list tag:hot'"
            ),
        ),
    ],
)
def test_what_could_hide_loop_or_never_work_is_refused(
    people: Run, words: tuple[str, str], said: str
) -> None:
    people("alias", "set", "hot", "contact list tag:hot", code=0)
    assert people("alias", "set", *words, code=2).err == f"Error: {said}\n"


def test_what_a_shell_runs_is_never_kept_in_the_file(people: Run, home: Path, path: Path) -> None:
    refused = people("alias", "set", "x", "!touch pwned", code=2)
    assert refused.err == (
        "Error: what a shell runs is never kept in the file, which may come from anybody\n"
        f'hint: write it into {home}/.config/crm/config.toml, under [aliases]: x = "!touch pwned"\n'
    )
    import sqlite3

    with sqlite3.connect(path) as db:
        db.execute("INSERT INTO settings (name, value) VALUES ('alias.x', '!touch pwned')")
    db.close()
    assert people("x", code=2).err.startswith("Error: `crm` has no command `x`\n")
    assert people("alias", "list", code=0).out == ""
    assert not Path("pwned").exists()


def test_the_users_configuration_has_aliases_that_go_before_those_of_a_file(
    people: Run, config: Callable[[str], Path]
) -> None:
    people("alias", "set", "hot", "contact list tag:hot", code=0)
    place = config('[aliases]\nhot = "deal list"\nsecond = "crm contact list --limit 1"\n')
    assert people("hot", code=0).out == ""
    assert people("second", "-f", "{name}", code=0).out == "Jane Doe\n"
    assert people("alias", "list", code=0).out == (
        "hot\tcrm deal list\tconfig\nsecond\tcrm contact list --limit 1\tconfig\n"
    )
    assert people("alias", "delete", "second", code=5).err == (
        f"Error: alias second stands in {place}\nhint: take it out there\n"
    )
    assert (
        people("alias", "set", "hot", "today", code=0).err
        == f"but {place} says crm deal list, and goes before\n"
    )


@pytest.mark.skipif(os.name == "nt", reason="the test's own commands are those of a POSIX shell")
def test_there_a_shell_runs_one_with_the_words_behind_it_and_the_file_in_use(
    people: Run, config: Callable[[str], Path], path: Path, tmp_path: Path
) -> None:
    seen = tmp_path / "seen"
    config(
        f'[aliases]\nnote-it = \'!printf "%s|" "$CRM_DB" > {seen}; exit 3; echo\'\necho-all = \'!printf "<%s>"  >> {seen} a\'\n'
    )
    assert people("note-it", "x").code == 3
    assert seen.read_text() == f"{path}|"
    assert people("echo-all", "b c", "$(touch pwned)").code == 0
    assert seen.read_text() == f"{path}|<a><b c><$(touch pwned)>"
    assert people("echo-all", "--dry-run", code=2).err == (
        "Error: alias echo-all is run by a shell, which knows no --dry-run\nhint: leave --dry-run out\n"
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[aliases\n", "` cannot be read: "),
        ("[aliases]\nhot = 3\n", "`: [aliases] holds names and texts in quotes\n"),
        (
            '[aliases]\nhot = "second"\nsecond = "hot"\n',
            "alias hot stands for no command: `second` is none\n",
        ),
    ],
)
def test_a_configuration_that_cannot_be_understood_is_said_where_it_is_asked(
    people: Run, config: Callable[[str], Path], text: str, said: str
) -> None:
    config(text)
    assert said in people("hot", code=2).err
    assert people("contact", "list", "-f", "ids", code=0).out == "1\n2\n"


def test_help_knows_them(people: Run) -> None:
    people("alias", "set", "hot", "contact list tag:hot", code=0)
    assert people("help", "hot", code=0).out == "`hot` stands for: crm contact list tag:hot\n"
    assert people("help", code=0).out.endswith("\nAliases:\n  hot  crm contact list tag:hot\n")
    assert "Usage: crm contact list" in people("hot", "--help", code=0).out


def test_completion_knows_them_and_goes_on_with_the_command_behind(people: Run, path: Path) -> None:
    people("alias", "set", "hottest", "contact list tag:hot", code=0)
    people("alias", "set", "drop", "contact delete", code=0)

    def offered(line: str) -> list[str]:
        return [each.text for each in ask(line, path).candidates]

    assert offered("crm hott") == ["hottest"]
    assert offered("crm hottest city:O") == ["city:Oslo"]
    assert offered("crm hottest --col") == ["--columns"]
    assert offered("crm drop Tom") == ["Tom Roe"]
    assert offered("crm alias delete d") == ["drop"]
    assert offered("crm alias set new contact del") == ["delete"]


def test_without_a_file_an_unknown_word_is_only_that(crm: Run) -> None:
    assert crm("hot", code=2).err.startswith("Error: `crm` has no command `hot`\n")
