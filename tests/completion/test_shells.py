"""Real shells, driven through a terminal: what a person types, Tab, and the line that stands there then."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from crm_cli.completion.install import script
from crm_cli.core.text import fold, words
from tests.completion.conftest import ask, run
from tests.completion.names import NUMBERED, QUOTED
from tests.completion.shells import ROOT, Shell, here, is_here, program

BASH_COMPLETION = Path("/usr/share/bash-completion/bash_completion")


@pytest.fixture(scope="module", params=here())
def shell(
    request: pytest.FixtureRequest, sample: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Shell]:
    """A shell of each sort, with the sample file."""
    folder = tmp_path_factory.mktemp(request.param)
    opened = Shell(request.param, folder, script(request.param), CRM_DB=str(sample))
    home = folder / "home"
    (home / "a file.csv").touch()
    (home / "a folder").mkdir()
    yield opened
    opened.close()


@pytest.mark.parametrize(
    ("typed", "line"),
    [
        ("crm segm\t", "crm segment "),
        ("crm contact sho\tja\t", "crm contact show Jane\\ Doe "),
        ("crm contact show do\t", "crm contact show Jane\\ Doe "),
        ("crm contact show 'ja\t", "crm contact show 'Jane Doe' "),
        ('crm contact show "ja\t', 'crm contact show "Jane Doe" '),
        ("crm contact show Jane\\ \t", "crm contact show Jane\\ Doe "),
        ("crm contact show елк\t", "crm contact show Наталья\\ Ёлкина "),
        ("crm contact show x\t", "crm contact show x"),
        ("crm contact list ta\t", "crm contact list tag:"),
        ("crm contact list tag:v\t", "crm contact list tag:vip "),
        ("crm contact list tag:lo\t", 'crm contact list tag:\\"long\\ lunch\\" '),
        ("crm contact list 'tag:lo\t", "crm contact list 'tag:\"long lunch\"' "),
        ('crm contact list "tag:lo\t', 'crm contact list "tag:\\"long lunch\\"" '),
        ("crm contact list tag:vip,lo\t", 'crm contact list tag:vip,\\"long\\ lunch\\" '),
        ("crm contact list 'not tag:lo\t", "crm contact list 'not tag:\"long lunch\"' "),
        ("crm contact list tag:vip,в\t", "crm contact list tag:vip,вип "),
        ("crm contact list tag:vip not in:r\t", "crm contact list tag:vip not in:regulars "),
        ("crm contact list --columns name,job\t", "crm contact list --columns name,job_title "),
        ("crm contact list --sort -sco\t", "crm contact list --sort -score "),
        ("crm contact edit Jane --lifecycle cu\t", "crm contact edit Jane --lifecycle customer "),
        ("crm contact edit Jane --company ac\t", "crm contact edit Jane --company Acme\\ Ltd "),
        ("crm report sales --by=mo\t", "crm report sales --by=month "),
        ("crm deal move 'Big one' con\t", "crm deal move 'Big one' contract "),
        ("crm config set date_order d\t", "crm config set date_order dmy "),
        ("crm help que\t", "crm help query "),
        ("crm contact list; crm deal wi\t", "crm contact list; crm deal win "),
        ("crm --db /nowhere contact show ja\t", "crm --db /nowhere contact show ja"),
        ("crm --db /nowhere segm\t", "crm --db /nowhere segment "),
    ],
)  # fmt: skip
def test_tab_completes_the_word(shell: Shell, typed: str, line: str) -> None:
    assert shell.line(typed) == (IN_FISH.get(typed, line) if shell.name == "fish" else line)


IN_FISH = {
    "crm contact list 'tag:lo\t": 'crm contact list tag:\\"long\\ lunch\\" ',
    'crm contact list "tag:lo\t': 'crm contact list tag:\\"long\\ lunch\\" ',
    "crm contact list 'not tag:lo\t": 'crm contact list not\\ tag:\\"long\\ lunch\\" ',
    "crm contact show 'ja\t": "crm contact show Jane\\ Doe ",
    'crm contact show "ja\t': "crm contact show Jane\\ Doe ",
    "crm contact show елк\t": "crm contact show елкина ",
}
"""fish takes quotes away where letters change, and keeps only what holds the letters typed."""


@pytest.mark.parametrize(
    ("typed", "wanted"), [("crm import a\\ fi\t", "a file.csv"), ("crm backup --to a\t", "a folder")]
)
def test_files_are_completed_by_the_shell_itself(shell: Shell, typed: str, wanted: str) -> None:
    assert shell.words(typed)[-1].rstrip("/") == wanted


def test_several_are_listed_with_what_tells_them_apart(shell: Shell) -> None:
    line, said = shell.after("crm done \t\t")
    assert re.fullmatch(r"crm done ([12] ?)?", line)
    assert "2026-11-30 call back" in said
    assert "2026-12-01 send the quote" in said


def test_a_list_takes_nothing_away_of_what_was_typed(shell: Shell) -> None:
    line, said = shell.after("crm call r\t", "\t")
    assert "John" in said and "renewal" in said
    assert (
        line == "crm call r" or "roe" in line.lower()
    )  # a shell that goes through its list puts one of it there


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file of people whose names mean something to a shell."""
    path = tmp_path_factory.mktemp("hostile") / "crm.db"
    for name in [*QUOTED, *NUMBERED]:
        run(path, "contact", "add", "--force", "--", name)
    return path


def word_for(name: str, path: Path) -> str:
    """A word by which this name alone is found."""
    for word in words(name):
        if [each.text for each in ask(f"crm contact show {word}", path).candidates] == [name]:
            return word
    raise AssertionError(f"{name!r} has no word of its own")


@pytest.mark.parametrize("kind", here())
@pytest.mark.parametrize("quote", ["", "'", '"'])
def test_a_name_is_data_whatever_it_holds_and_whatever_quote_is_open(
    tmp_path: Path, hostile: Path, kind: str, quote: str
) -> None:
    shell = Shell(kind, tmp_path, script(kind), CRM_DB=str(hostile))
    try:
        home = tmp_path / "home"
        before = sorted(os.listdir(home))
        for name in QUOTED:
            if quote and not set(name) & set("'\"\\!$`"):
                continue  # within quotes nothing else means anything
            given = shell.words(f"crm contact show {quote}{word_for(name, hostile)}\t")[-1]
            # fish keeps letters as they are typed, and loses a sign of which nothing is seen: the same name
            is_same = kind == "fish" and not name.isascii() and fold(given) == fold(name)
            assert given == name or is_same
        assert sorted(os.listdir(home)) == before
    finally:
        shell.close()


@pytest.mark.parametrize("kind", here())
def test_what_steers_a_terminal_never_reaches_it(tmp_path: Path, hostile: Path, kind: str) -> None:
    shell = Shell(kind, tmp_path, script(kind), CRM_DB=str(hostile))
    try:
        _, said = shell.after("crm contact show \t\t\t")
        assert "contact/" in said
        for name in NUMBERED:
            if not name.isprintable():
                assert name not in said
        for sign in ("\u202e", "\u2066", "\x9b", "\x1b[31m Eva"):
            assert sign not in said
    finally:
        shell.close()


@pytest.mark.parametrize("kind", here())
def test_a_name_that_would_run_a_command_is_shown_and_runs_nothing(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "crm.db"
    run(path, "contact", "add", "Zed$(touch${IFS}PWNED)")
    shell = Shell(kind, tmp_path, script(kind), CRM_DB=str(path))
    try:
        shell.run("crm contact show Ze\t > out")
        assert "Zed$(touch${IFS}PWNED)" in (tmp_path / "home" / "out").read_text()
        assert not (tmp_path / "home" / "PWNED").exists()
    finally:
        shell.close()


@pytest.fixture
def opened() -> Iterator[list[Shell]]:
    """Shells that are closed at the end."""
    shells: list[Shell] = []
    yield shells
    for each in shells:
        each.close()


def test_a_program_that_calls_the_function_of_bash_is_answered(sample: Path, tmp_path: Path) -> None:
    lines = f"""
{script("bash")}
COMP_WORDS=(crm contact show do) COMP_CWORD=3
_crm crm do show
printf '<%s>' "${{COMPREPLY[@]}}"
"""
    env = {"PATH": f"{program(tmp_path)}:{os.environ['PATH']}", "CRM_DB": str(sample), "HOME": str(tmp_path)}
    done = subprocess.run(["bash", "-c", lines], env=env, capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == ("<Jane\\ Doe>", "")


SETTINGS = {
    "no colon breaks words": "COMP_WORDBREAKS=${COMP_WORDBREAKS//:}\n",
    "nothing but blanks breaks words": "COMP_WORDBREAKS=$' \\t\\n'\n",
    "unset variables are errors": "set -u\n",
    "POSIX": "set -o posix\n",
    "no names of files": "set -f\n",
    "another IFS": "IFS=:,\n",
    "case does not count": "bind 'set completion-ignore-case on'\n",
}


@pytest.mark.parametrize("setting", SETTINGS)
def test_bash_completes_alike_however_it_is_set(
    tmp_path: Path, sample: Path, opened: list[Shell], setting: str
) -> None:
    opened.append(Shell("bash", tmp_path, script("bash"), set_up=SETTINGS[setting], CRM_DB=str(sample)))
    assert opened[0].line("crm contact list tag:v\t") == "crm contact list tag:vip "
    assert opened[0].line("crm contact list 'tag:vip and cit\t") == "crm contact list 'tag:vip and city:'"
    assert opened[0].line("crm contact show do\t") == "crm contact show Jane\\ Doe "
    assert opened[0].line("crm contact list company:ac\t") == 'crm contact list company:\\"Acme\\ Ltd\\" '


def test_bash_that_cannot_be_told_how_to_end_a_word_completes_all_the_same(
    tmp_path: Path, sample: Path, opened: list[Shell]
) -> None:
    without = "enable -n compopt\n" + script("bash").replace("sort=${COMP_TYPE-}", "sort=")
    opened.append(Shell("bash", tmp_path, without, CRM_DB=str(sample)))
    assert opened[0].line("crm segm\t") == "crm segment "
    assert opened[0].line("crm contact list ta\t") == "crm contact list tag:"
    assert opened[0].line("crm contact show 'do\t") == "crm contact show 'Jane Doe'"
    assert opened[0].line("crm contact show do\t") == "crm contact show Jane\\ Doe "


def test_the_script_for_bash_has_nothing_that_bash_3_does_not_know() -> None:
    new = r"mapfile|readarray|declare -A|local -n|\$\{\w+(,|\^)|&>>|\|&|;;&|;&|\$\{\w+@|\+=\("
    assert not re.search(new, script("bash"))


def test_candidates_that_go_on_the_line_one_after_the_other_are_quoted(
    tmp_path: Path, hostile: Path, opened: list[Shell]
) -> None:
    cycling = "bind '\"\\t\": menu-complete'\n"
    opened.append(Shell("bash", tmp_path, script("bash"), set_up=cycling, CRM_DB=str(hostile)))
    assert opened[0].words("crm contact show touch\t")[-1] in QUOTED
    assert opened[0].words("crm contact show touch\t\t")[-1] in QUOTED
    assert not (tmp_path / "home" / "PWNED").exists()


@pytest.mark.skipif(not BASH_COMPLETION.exists(), reason="bash-completion is not installed")
def test_the_package_bash_completion_loads_what_was_installed(
    tmp_path: Path, sample: Path, opened: list[Shell]
) -> None:
    folder = tmp_path / "home" / ".local" / "share" / "bash-completion" / "completions"
    folder.mkdir(parents=True)
    (folder / "crm").write_text(script("bash"))
    opened.append(Shell("bash", tmp_path, f". {BASH_COMPLETION}\n", CRM_DB=str(sample)))
    assert opened[0].line("crm segm\t") == "crm segment "
    assert opened[0].line("crm contact list tag:v\t") == "crm contact list tag:vip "
    assert opened[0].line(f"{tmp_path}/bin/crm segm\t") == f"{tmp_path}/bin/crm segment "


@pytest.mark.skipif(not is_here("zsh"), reason="zsh is not installed")
def test_zsh_loads_what_was_installed_from_a_folder_of_functions(
    tmp_path: Path, sample: Path, opened: list[Shell]
) -> None:
    folder = tmp_path / "functions"
    folder.mkdir()
    (folder / "_crm").write_text(script("zsh"))
    loading = f"fpath=({folder} $fpath)\ncompinit -D -u\n"
    opened.append(Shell("zsh", tmp_path, loading, CRM_DB=str(sample)))
    assert opened[0].line("crm segm\t") == "crm segment "
    assert opened[0].line("crm contact show do\t") == "crm contact show Jane\\ Doe "


@pytest.mark.skipif(not is_here("zsh"), reason="zsh is not installed")
def test_zsh_completes_alike_however_it_is_set(tmp_path: Path, sample: Path, opened: list[Shell]) -> None:
    options = "setopt ksharrays shwordsplit extendedglob nullglob noautomenu completeinword\n"
    opened.append(Shell("zsh", tmp_path, script("zsh"), set_up=options, CRM_DB=str(sample)))
    assert opened[0].line("crm contact list tag:v\t") == "crm contact list tag:vip "
    assert opened[0].line("crm contact show do\t") == "crm contact show Jane\\ Doe "


@pytest.mark.parametrize("kind", here())
@pytest.mark.parametrize("called", ["crm", "python -m crm_cli"])
def test_where_no_crm_is_on_the_path_the_program_that_wrote_the_script_is_asked(
    tmp_path: Path, sample: Path, opened: list[Shell], kind: str, called: str
) -> None:
    elsewhere = shlex.quote(str(program(tmp_path / "it's a folder") / "crm"))
    asked = elsewhere if called == "crm" else f"{sys.executable} -m crm_cli"
    opened.append(Shell(kind, tmp_path, script(kind, asked), CRM_DB=str(sample), PYTHONPATH=str(ROOT)))
    (tmp_path / "bin" / "crm").unlink()
    opened[0].run("hash -r" if kind != "fish" else "true")
    assert opened[0].line("crm segm\t") == "crm segment "
