"""Texts written in an editor: a page says what it is, what cannot be read comes back, and nothing written is lost."""

from __future__ import annotations

import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]
Editor = Callable[[str], dict[str, str]]


@pytest.fixture
def editor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Editor:
    """An editor that is a shell script (`$1` is the file, `$N` counts its starts), and a folder of its own for drafts."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    counter = tmp_path / "starts"

    def write(script: str) -> dict[str, str]:
        path = tmp_path / "editor.sh"
        path.write_text(
            f"#!/bin/sh\nN=$(($(cat {counter} 2>/dev/null || echo 0) + 1)); echo $N > {counter}\n{script}\n"
        )
        path.chmod(0o700)
        return {"EDITOR": str(path)}

    return write


@pytest.fixture
def jane(crm: Run) -> Run:
    crm("contact", "add", "Jane Doe", "--city", "Oslo", code=0)
    return crm


def starts(tmp_path: Path) -> int:
    return int((tmp_path / "starts").read_text())


def draft(said: str, tmp_path: Path) -> str:
    """The text of the draft whose place the last line tells."""
    place = Path(said.splitlines()[-1].removeprefix("what you wrote is kept in "))
    assert place.parent == tmp_path
    assert stat.S_IMODE(place.stat().st_mode) == 0o600
    return place.read_text()


FORM = """\
# Jane Doe (contact/1): a field a line. A value that is taken away empties its field.
# Lines that begin with # are left out; those that begin with four spaces go on from the one above.
name: Jane Doe
given_name:
"""


def test_a_form_says_what_it_is_about(jane: Run, editor: Editor, tmp_path: Path) -> None:
    jane("contact", "edit", "jane", terminal=True, env=editor(f'cp "$1" {tmp_path}/seen'), code=0)
    assert (tmp_path / "seen").read_text().startswith(FORM)


def test_a_form_that_stays_as_it_was_changes_nothing(jane: Run, editor: Editor) -> None:
    ended = jane("contact", "edit", "jane", terminal=True, env=editor("true"), code=0)
    assert (ended.out, ended.err) == ("", "nothing was changed in the form\n")


def test_what_cannot_be_read_comes_back_with_the_reason(jane: Run, editor: Editor, tmp_path: Path) -> None:
    script = f"""
case $N in
1) sed -i 's/^city: Oslo/city: Almaty/; s/^birthday:.*/birthday: never/' "$1";;
*) cp "$1" {tmp_path}/again; sed -i 's/^birthday: never/birthday: 14.03.1990/' "$1";;
esac"""
    ended = jane("contact", "edit", "jane", terminal=True, env=editor(script), code=0)
    assert ended.out == "Changed Jane Doe (contact/1): birthday – → 14 Mar 1990; city Oslo → Almaty\n"
    again = (tmp_path / "again").read_text()
    assert again.startswith("# ! --birthday: `never` is not a birthday")
    assert "city: Almaty\n" in again


def test_an_editor_that_leaves_the_same_fault_is_not_opened_for_ever(
    jane: Run, editor: Editor, tmp_path: Path
) -> None:
    env = editor("sed -i 's/^birthday:.*/birthday: never/' \"$1\"")
    ended = jane("contact", "edit", "jane", terminal=True, env=env, code=2)
    assert starts(tmp_path) == 2
    assert "Error: --birthday: `never` is not a birthday" in ended.err
    assert "birthday: never\n" in draft(ended.err, tmp_path)
    assert jane("contact", "show", "jane", "-f", "{birthday}").out == "\n"


def test_an_editor_that_finds_new_faults_each_time_is_given_up(
    jane: Run, editor: Editor, tmp_path: Path
) -> None:
    env = editor('sed -i "s/^birthday:.*/birthday: never $N/" "$1"')
    ended = jane("contact", "edit", "jane", terminal=True, env=env, code=2)
    assert starts(tmp_path) == 5
    assert "birthday: never 5\n" in draft(ended.err, tmp_path)


@pytest.mark.parametrize(
    ("script", "code", "said"),
    [
        ("sed -i 's/^city:.*/city: Rome/' \"$1\"; exit 3", 6, "the editor ended with 3; nothing was changed"),
        ("sed -i 's/^name:.*/name:/' \"$1\"", 2, "the name of the contact is empty"),
        ("sed -i 's/^company:.*/company: company\\/9/' \"$1\"", 3, "no company matches `company/9`"),
        ("printf 'what is this\\n' > \"$1\"", 2, "`what is this` is not `field: value` with a field of this form"),
    ],
)  # fmt: skip
def test_what_was_written_is_kept_wherever_it_fails(
    jane: Run, editor: Editor, tmp_path: Path, script: str, code: int, said: str
) -> None:
    ended = jane("contact", "edit", "jane", terminal=True, env=editor(script), code=code)
    assert f"Error: {said}" in ended.err
    assert draft(ended.err, tmp_path)
    assert jane("contact", "show", "jane", "-f", "{name}, {city}").out == "Jane Doe, Oslo\n"


def test_a_page_for_a_note_has_a_heading_which_is_left_out(jane: Run, editor: Editor, tmp_path: Path) -> None:
    env = editor(f'cp "$1" {tmp_path}/seen; printf "# Plan\\n\\nwants two\\n" >> "$1"')
    jane("note", "add", "jane", terminal=True, env=env, code=0)
    assert (tmp_path / "seen").read_text() == "# Note on Jane Doe. Write below this line; it is left out.\n"
    assert jane("note", "show", "1", "-f", "json").json["body"] == "# Plan\n\nwants two"
    jane("email", "jane", terminal=True, env=env, code=0)
    assert (tmp_path / "seen").read_text().startswith("# E-mail with Jane Doe. ")


def test_a_page_left_alone_notes_nothing(jane: Run, editor: Editor, tmp_path: Path) -> None:
    ended = jane("note", "add", "jane", terminal=True, env=editor("true"), code=2)
    assert ended.err.startswith("Error: the note says nothing\n")
    assert "kept" not in ended.err


def test_a_note_that_cannot_be_written_is_kept(jane: Run, editor: Editor, tmp_path: Path) -> None:
    env = editor('echo "wants two" >> "$1"')
    ended = jane("note", "add", "jane", "--as-of", "today", terminal=True, env=env, code=2)
    assert "wants two\n" in draft(ended.err, tmp_path)


def test_a_wrong_answer_to_a_choice_is_asked_again(jane: Run) -> None:
    jane("contact", "add", "Jane Roe", code=0)
    ended = jane("contact", "tag", "jane", "vip", terminal=True, stdin="7\nx\n2\n", code=0)
    assert ended.out == "Tagged Jane Roe (contact/2): vip\n"
    assert "which `jane`? [1-2] `7` is none of 1-2; an empty line chooses none\n" in ended.err


@pytest.mark.parametrize("stdin", ["", "\n", "7\n\n", "7\n8\n9\n1\n"])
def test_without_a_choice_it_is_ambiguous(jane: Run, stdin: str) -> None:
    jane("contact", "add", "Jane Roe", code=0)
    ended = jane("contact", "tag", "jane", "vip", terminal=True, stdin=stdin, code=4)
    assert "Error: `jane` fits 2 contacts\n" in ended.err
    assert jane("tag", "list").out == ""
