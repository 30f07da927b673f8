"""The pager, in a real terminal: what is longer than the screen goes through it, and ends quietly however it ends."""

from __future__ import annotations

import errno
import io
import os
import pty
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from crm_cli.app.context import App
from crm_cli.app.hoisting import Globals
from crm_cli.app.page import Page
from crm_cli.cli import boundary
from tests import terminal
from tests.conftest import NOW
from tests.terminal import Shown

Run = Callable[..., Any]
Shows = Callable[..., Shown]

MARK = "sed 's/^/> /'"
"""A pager that marks each line it was given."""


@pytest.fixture(scope="module")
def thirty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with thirty people."""
    path = tmp_path_factory.mktemp("pager") / "crm.db"
    for number in range(30):
        app = App(
            Globals(), {"CRM_DB": str(path), "CRM_NOW": NOW}, stdout=io.StringIO(), stderr=io.StringIO()
        )
        assert boundary.run(["contact", "add", f"Person {number:02}"], app) == 0
    return path


@pytest.fixture
def shows(thirty: Path, path: Path) -> Shows:
    """Run a command on a copy of that file in a terminal of 10 lines and 80 columns."""
    shutil.copy(thirty, path)

    def run(*words: str, keys: dict[str, str] | None = None, lines: int = 10, **env: str) -> Shown:
        world = {"CRM_DB": str(path), "CRM_NOW": NOW, "NO_COLOR": "1", **env}
        return terminal.run(words, world, lines=lines, keys=keys)

    return run


def seen(shown: Shown) -> list[str]:
    assert shown.code == 0, shown.text
    return [line for line in shown.lines if line]


def test_what_is_longer_than_the_screen_goes_through_the_pager(shows: Shows) -> None:
    long = seen(shows("contact", "list", PAGER=MARK))
    assert len(long) == 32
    assert all(line.startswith("> ") for line in long)
    assert not any(line.startswith("> ") for line in seen(shows("contact", "list", "-n", "5", PAGER=MARK)))


@pytest.mark.parametrize(("records", "is_paged"), [(7, False), (8, True)])
def test_the_last_line_of_the_screen_is_the_prompts(shows: Shows, records: int, is_paged: bool) -> None:
    shown = seen(shows("contact", "list", "-n", str(records), PAGER=MARK))
    assert shown[0].startswith("> ") == is_paged


@pytest.mark.parametrize(
    "words",
    [
        ("contact", "list"),
        ("contact", "list", "-f", "plain"),
        ("contact", "list", "-f", "markdown"),
        ("history",),
        ("--help",),
        ("help", "query"),
        ("contact", "add", "--help"),
        ("find", "person"),
    ],
    ids=" ".join,
)
def test_whatever_people_read_is_paged(shows: Shows, words: tuple[str, ...]) -> None:
    assert seen(shows(*words, PAGER=MARK))[0].startswith("> ")


@pytest.mark.parametrize("format", ["json", "jsonl", "csv", "tsv", "yaml", "ids", "{name}"])
def test_what_is_for_programs_is_not(shows: Shows, format: str) -> None:
    assert not any(line.startswith("> ") for line in shows("contact", "list", "-f", format, PAGER=MARK).lines)


@pytest.mark.parametrize("words", [("--no-pager",), ("--no-input",)])
def test_an_option_shows_all_at_once(shows: Shows, words: tuple[str, ...]) -> None:
    for typed in ((*words, "contact", "list"), ("contact", "list", *words)):
        assert seen(shows(*typed, PAGER=MARK))[0].startswith("ID")


@pytest.mark.parametrize(
    ("setting", "pager", "first"),
    [
        ("never", MARK, "ID"),
        ("NEVER", MARK, "ID"),
        ("auto", MARK, "> ID"),
        ("always", MARK, "> ID"),
        ("sed 's/^/# /'", MARK, "# ID"),
        ("auto", "", "ID"),
        ("auto", "cat", "ID"),
        ("auto", "no-such-program -x", "ID"),
        ("auto", "'unclosed", "ID"),
    ],
)
def test_the_setting_goes_before_the_variable(
    shows: Shows, crm: Run, setting: str, pager: str, first: str
) -> None:
    crm("config", "set", "pager", setting, code=0)
    assert seen(shows("contact", "list", PAGER=pager))[0].startswith(first)


def test_always_is_for_short_answers_too(shows: Shows, crm: Run) -> None:
    crm("config", "set", "pager", "always", code=0)
    assert seen(shows("contact", "list", "-n", "1", PAGER=MARK))[0].startswith("> ID")


@pytest.mark.parametrize("pager", ["false", "exit 3", "ls --no-such-option"])
def test_a_pager_that_fails_loses_no_answer(shows: Shows, pager: str) -> None:
    for words in (("contact", "list"), ("contact", "list", "--columns", "id,name,words,emails", "-n", "0")):
        shown = shows(*words, PAGER=f"sh -c '{pager}' 2>/dev/null")
        assert shown.code == 0
        assert shown.text.count("Person") >= 30
        assert shown.lines[0].startswith("ID")


@pytest.mark.parametrize("pager", ["true", "head -n 1"])
def test_a_pager_that_is_left_early_ends_quietly(shows: Shows, pager: str) -> None:
    for words in (("contact", "list"), ("contact", "list", "--limit", "0", "--columns", "id,name,words")):
        shown = shows(*words, PAGER=pager)
        assert shown.code == 0
        assert "Person 29" not in shown.text
        assert "Traceback" not in shown.text
        assert "rror" not in shown.text


@pytest.mark.skipif(shutil.which("less") is None, reason="no less here")
def test_without_a_choice_less_is_the_pager_and_q_leaves_it(shows: Shows) -> None:
    shown = shows("contact", "list", keys={"\n:": "q"})
    assert shown.code == 0
    assert "Person 04" in shown.text
    assert "Person 29" not in shown.text


@pytest.mark.skipif(shutil.which("less") is None, reason="no less here")
def test_less_shows_colours_and_right_to_left_names_as_the_terminal_does(shows: Shows, crm: Run) -> None:
    crm("contact", "add", "علی‌رضا", "--company", "کافه", code=0)
    crm("remind", "add", "late", "--contact", "علی", "--due", "2026-11-01", code=0)
    for number in range(12):
        crm("remind", "add", f"thing {number}", code=0)
    shown = shows("remind", "list", keys={"\n:": "q"}, NO_COLOR="", LC_ALL="C")
    assert "\x1b[31mSun 1 Nov overdue\x1b[0m" in shown.text
    assert "\u2067علی‌رضا\u2069\u200e" in shown.text
    assert "<U+" not in shown.text


def test_a_dumb_terminal_has_no_pager_but_one_that_is_named(shows: Shows) -> None:
    assert len(seen(shows("contact", "list", TERM="dumb"))) == 32
    assert seen(shows("contact", "list", TERM="dumb", PAGER=MARK))[0].startswith("> ")


def test_remarks_come_after_what_was_read_and_in_order_without_a_pager(shows: Shows, crm: Run) -> None:
    crm("segment", "add", "all", "person", code=0)
    for lines, mark in ((10, "> "), (60, "")):
        shown = seen(shows("report", "activity", "--by", "week", lines=lines, PAGER=MARK))
        assert not shown[-1].startswith("> ")
        told = seen(shows("segment", "show", "all", "-n", "20", lines=lines, PAGER=MARK))
        assert told[0].startswith("all is contacts: person")
        assert told[1].startswith(f"{mark}ID")


def test_an_error_is_told_after_what_was_shown(shows: Shows) -> None:
    shown = shows("contact", "show", *map(str, range(1, 6)), "99", PAGER=MARK)
    assert shown.code == 3
    assert shown.lines[0].startswith("Error: ")


def test_a_question_is_seen_before_it_is_answered(shows: Shows) -> None:
    shown = shows("contact", "tag", "--where", "person", "hot", keys={"[y/N]": "y\n"}, PAGER=MARK)
    assert shown.code == 0
    assert "hot" in shown.text.partition("[y/N]")[2]


def test_the_screen_is_as_high_as_lines_says(shows: Shows) -> None:
    assert seen(shows("contact", "list", PAGER=MARK, LINES="60"))[0].startswith("ID")


def test_a_file_that_cannot_be_read_is_told_and_not_paged(tmp_path: Path) -> None:
    path = tmp_path / "bad.db"
    path.write_bytes(b"not a database at all" * 1000)
    shown = terminal.run(["contact", "list"], {"CRM_DB": str(path), "PAGER": MARK}, lines=5)
    assert shown.code == 7
    assert shown.lines[0].startswith("Error: ")


def test_into_a_pipe_nothing_is_paged(shows: Shows, crm: Run) -> None:
    assert len(crm("contact", "list", env={"PAGER": "false", "CRM_PAGER": "always"}).lines) == 30


class Gone(io.StringIO):
    """A terminal that is gone by the time anything is written to it."""

    def isatty(self) -> bool:
        return True

    def fileno(self) -> int:
        return self.screen

    def write(self, text: str) -> int:
        raise OSError(errno.EIO, "Input/output error")

    screen = -1


def test_a_terminal_that_is_gone_ends_the_command_without_a_traceback(thirty: Path) -> None:
    ours, theirs = pty.openpty()
    out = Gone()
    out.screen = theirs
    env = {"CRM_DB": str(thirty), "CRM_NOW": NOW, "PAGER": "cat", "LINES": "200"}
    app = App(Globals(), env, stdin=io.StringIO(), stdout=out, stderr=Gone())
    assert boundary.run(["contact", "list"], app) == 1
    page = Page(out, out, width=80, height=24, choose=str, is_always=bool, env=env)
    page.out.write("cut short by Ctrl-C")
    page.end()
    os.close(ours)
    os.close(theirs)
