"""Terminal manners: data on stdout, remarks on stderr, hostile texts harmless, nothing asked where nobody answers."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.smoke

Run = Callable[..., Any]

HOSTILE = [
    "[bold]Jane[/bold]", "[/]", ":smile:", "\x1b[31mred\x1b[0m", "\u202eevil\u202c", "a\tb", "line\nbreak",
    "\x07bell", "{name}", "%s", "--help-me"[2:], "=1+1", "'quoted'", "\u200fright", "NULL", "none",
]  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_leaves_unchanged_in_json_and_is_harmless_in_a_terminal(crm: Run, name: str) -> None:
    crm("contact", "add", "--", name, code=0)
    assert crm("contact", "show", "1", "-f", "json", code=0).json["name"] == name
    assert crm("contact", "list", "-f", "json", code=0).json[0]["name"] == name
    for words in (("contact", "list"), ("contact", "show", "1"), ("find", "contact"), ("today",)):
        shown = crm(*words, terminal=True, env={"NO_COLOR": "1"}, code=0)
        for stream in (shown.out, shown.err):
            assert not set(stream) & set("\x1b\x07\u202e\u202c\u200f\t"), (words, stream)
    if name.startswith("["):
        assert name in crm("contact", "list", terminal=True, env={"COLUMNS": "200"}).out


@pytest.mark.parametrize(
    "format", ["plain", "tsv", "csv", "json", "jsonl", "yaml", "markdown", "{name} {id}"]
)
def test_no_format_lets_a_hostile_name_steer_a_terminal(crm: Run, format: str, tmp_path: Path) -> None:
    name = "\x1b]0;x\x07 \x9b31m \u202eevil"
    crm("contact", "add", name, code=0)
    for words in (
        ("contact", "list"), ("contact", "show", "1"), ("contact", "show", "1", "1"), ("find", "evil"),
        ("export", "contacts"), ("sql", "SELECT id, name FROM contacts"), ("contact", "tag", "1", "vip"),
    ):  # fmt: skip
        shown = crm(*words, "-f", format, terminal=True, code=0)
        assert not {*shown.out, *shown.err} & {*"\x1b\x07\x9b\u202e"}, words
    file = tmp_path / "out"
    crm("export", "contacts", "--columns", "name", "-f", "jsonl", "--to", str(file), terminal=True, code=0)
    assert json.loads(file.read_text()) == {"name": name}
    assert crm("contact", "show", "1", "-f", "json", terminal=True).json["name"] == name


def test_all_that_is_held_on_a_person_is_json_that_steers_no_terminal(crm: Run) -> None:
    name = "\x9b31m \u202eevil"
    crm("contact", "add", name, code=0)
    shown = crm("contact", "export-all", "1", terminal=True)
    assert not {*shown.out} & {*name[0], "\u202e"}
    assert shown.json == crm("contact", "export-all", "1").json


def test_a_setting_is_given_as_it_is_to_a_pipe_and_harmless_to_a_terminal(crm: Run) -> None:
    crm("contact", "add", "Jane", code=0)
    env = {"CRM_OWNER": "Ai\x1b[31m"}
    assert crm("config", "get", "owner", env=env).out == "Ai\x1b[31m\n"
    assert crm("config", "get", "owner", env=env, terminal=True).out == "Ai\\x1b[31m\n"


def test_a_write_in_a_terminal_says_how_to_undo_it(crm: Run) -> None:
    result = crm("contact", "add", "Jane", terminal=True)
    assert (result.out, result.err) == ("Added Jane (contact/1)\n", "undo with: crm undo\n")


def test_a_write_in_a_pipe_does_not(crm: Run) -> None:
    result = crm("contact", "add", "Jane")
    assert (result.out, result.err) == ("Added Jane (contact/1)\n", "")


def test_quiet_drops_remarks_and_sentences_but_no_answer(crm: Run) -> None:
    result = crm("contact", "add", "Jane", "--quiet", terminal=True)
    assert (result.out, result.err) == ("", "")
    assert crm("contact", "list", "-q").out.startswith("1\tJane")
    assert crm("contact", "add", "Zed", "-q", "-f", "ids").out == "2\n"


def test_ids_of_a_write_are_for_the_shell(crm: Run) -> None:
    assert crm("contact", "add", "Jane", "-f", "ids").out == "1\n"


def test_a_write_as_json_is_the_record_and_the_step(crm: Run) -> None:
    told = crm("contact", "add", "Jane", "--email", "work:j@x.com", "-f", "json").json
    assert (told["id"], told["name"], told["command"]) == (1, "Jane", 1)
    assert told["emails"] == [{"value": "j@x.com", "label": "work", "primary": True}]
    assert told["city"] is None


def test_a_write_of_several_is_an_array(crm: Run) -> None:
    for name in ("Jane", "Zed"):
        crm("contact", "add", name)
    told = crm("contact", "archive", "Jane", "Zed", "-f", "json").json
    assert [(one["name"], one["command"]) for one in told] == [("Jane", 3), ("Zed", 3)]
    lines = crm("contact", "unarchive", "Jane", "Zed", "-f", "jsonl").lines
    assert [(one["name"], one["command"]) for one in map(json.loads, lines)] == [("Jane", 4), ("Zed", 4)]


def test_a_sheet_of_tabs_has_the_columns_of_one_of_commas(crm: Run) -> None:
    crm("contact", "add", "Jane")
    heads = [crm("contact", "list", "-f", format).lines[0] for format in ("csv", "tsv")]
    assert heads[0].split(",") == heads[1].split("\t")


def test_an_error_is_an_object_too_where_the_format_has_them(crm: Run) -> None:
    crm("contact", "add", "Jane")
    told = "Error: no contact matches `zed`\nhint: crm contact list\n"
    error = {
        "code": "not_found",
        "exit": 3,
        "message": "no contact matches `zed`",
        "hint": "crm contact list",
    }
    for format in ("json", "jsonl"):
        err = crm("contact", "show", "zed", f"-f{format}", code=3).err
        assert err.startswith(told)
        assert json.loads(err.removeprefix(told)) == {"error": {**error, "candidates": []}}
    assert crm("contact", "show", "zed", "--format=yaml", code=3).err == (
        f'{told}error:\n  code: not_found\n  exit: 3\n  message: "no contact matches `zed`"\n'
        "  hint: crm contact list\n  candidates: []\n"
    )
    assert crm("contact", "show", "zed", "-f", "csv", code=3).err == told


def test_nothing_is_truncated_in_a_pipe(crm: Run) -> None:
    name = "A very long name " * 40
    crm("contact", "add", name)
    assert name.strip() in crm("contact", "list").out


def test_a_narrow_terminal_still_shows_names(crm: Run) -> None:
    crm("contact", "add", "Jane Doe", "--company", "Acme International Holdings", "--email", "jane@acme.com")
    shown = crm("contact", "list", terminal=True, env={"COLUMNS": "40"}).out
    assert "Jane Doe" in shown
    assert max(map(len, shown.splitlines())) <= 40


def test_the_limit_is_for_tables_in_a_terminal_only(crm: Run) -> None:
    for number in range(105):
        crm("contact", "add", f"Person {number:03}", "--force")
    assert len(crm("contact", "list").lines) == 105
    shown = crm("contact", "list", terminal=True)
    assert "100 of 105 shown; --limit 0 shows all\n" in shown.err
    assert len(crm("contact", "list", "--limit", "0", terminal=True).lines) > 105
    assert len(crm("contact", "list", "--limit", "3").lines) == 3


def test_no_file_yet_is_an_empty_answer_with_a_remark(crm: Run, home: Any) -> None:
    result = crm("contact", "list", env={"CRM_DB": ""})
    assert (result.code, result.out) == (0, "")
    assert result.err.startswith("no crm file yet")
    assert not list(home.rglob("*.db"))


def test_an_editor_form_that_cannot_be_read_comes_back_and_loses_nothing(crm: Run, tmp_path: Any) -> None:
    crm("contact", "add", "Jane", "--city", "Oslo")
    script = tmp_path / "editor.sh"
    seen = tmp_path / "seen"
    script.write_text(
        f"""#!/bin/sh
if [ -e {seen} ]; then cp "$1" {seen}.2; sed -i 's/^birthday: never/birthday: 14.03.1990/' "$1"
else touch {seen}; sed -i 's/^city: Oslo/city: Almaty/; s/^birthday:.*/birthday: never/' "$1"; fi
"""
    )
    script.chmod(0o700)
    result = crm("contact", "edit", "Jane", terminal=True, env={"EDITOR": str(script)})
    assert (result.code, result.out) == (
        0,
        "Changed Jane (contact/1): birthday – → 14 Mar 1990; city Oslo → Almaty\n",
    ), result.err
    second = (tmp_path / "seen.2").read_text()
    assert "# ! --birthday: `never` is not a birthday" in second
    assert "city: Almaty" in second
    assert crm("contact", "show", "Jane", "-f", "{city} {birthday}").out == "Almaty 1990-03-14\n"


@pytest.mark.parametrize(
    ("editor", "told"),
    [
        ('"x', "the editor `\"x` cannot be started: no closing quotation"),
        ("no-such-editor --wait", "the editor `no-such-editor --wait` cannot be started: no such file or directory"),
        ("false", "the editor ended with 1; nothing was changed"),
        ("rm", "the editor left no text; nothing was changed"),
        ("sh -c 'printf \"\\377\" > $0'", "saved text that is not UTF-8; nothing was changed"),
    ],
)  # fmt: skip
def test_an_editor_that_does_not_serve_is_refused(crm: Run, editor: str, told: str) -> None:
    crm("contact", "add", "Jane", code=0)
    for words in (("contact", "edit", "Jane"), ("note", "add", "Jane")):
        result = crm(*words, terminal=True, env={"EDITOR": editor})
        assert (result.code, result.out) == (6, "")
        assert told in result.err.splitlines()[0]
    assert [row["command"] for row in crm("history", "-f", "json").json] == [1]


def test_a_limit_beyond_counting_is_all(crm: Run) -> None:
    crm("contact", "add", "Jane")
    for kind in ("contact", "deal", "note", "remind"):
        assert crm(kind, "list", "--limit", "9" * 30).code == 0
    assert crm("deal", "board", "--limit", "9" * 30).code == 0
    assert crm("find", "jane", "-n", "9" * 30, "-f", "ids").lines == ["contact/1"]
    assert crm("timeline", "jane", "-n", "9" * 30).code == 0


def test_an_empty_list_says_that_some_are_archived(crm: Run) -> None:
    crm("contact", "add", "Jane")
    crm("contact", "archive", "jane")
    assert crm("contact", "list", terminal=True).err == "no contacts but 1 archived; --archived shows them\n"


def test_words_too_many_are_answered_with_quotes(crm: Run) -> None:
    refused = crm("contact", "add", "Jane", "Doe", code=2)
    assert refused.err == (
        'Error: got unexpected extra argument(s) (Doe)\nhint: crm contact add "Jane Doe"\n'
    )
