"""A line is read as its shell reads it, up to the cursor."""

from __future__ import annotations

import shutil
import subprocess

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crm_cli.completion import line as lines
from crm_cli.completion.bash import going_on
from crm_cli.completion.quoting import for_bash

BASH = shutil.which("bash") or "/bin/bash"
SIGNS = st.text("ab \t'\"\\$`!;&|<>()*?[]{}~#=:@^%,.-é日\u200c\u00a0\u3000", max_size=12)
TEXTS = st.one_of(SIGNS, st.text(st.characters(codec="utf-8", exclude_characters="\0\n\r"), max_size=8))


@pytest.mark.parametrize(
    ("text", "words", "typed", "quote"),
    [
        ("", [], "", ""),
        ("crm", [], "crm", ""),
        ("crm ", ["crm"], "", ""),
        ("crm a  b\tc", ["crm", "a", "b"], "c", ""),
        ("crm Jane\\ Do", ["crm"], "Jane Do", ""),
        ("crm 'Jane Do", ["crm"], "Jane Do", "'"),
        ('crm "Jane Do', ["crm"], "Jane Do", '"'),
        ("crm $'Jane\\' D", ["crm"], "Jane' D", "$'"),
        ("crm 'a b' c", ["crm", "a b"], "c", ""),
        ("crm a'b c'\"d e\"f", ["crm"], "ab cd ef", ""),
        ('crm "a\\$b\\\\c\\d"', ["crm"], "a$b\\c\\d", ""),
        ("crm 'a\\'b", ["crm"], "a\\b", ""),
        ("crm a\\\nb", ["crm"], "ab", ""),
        ("crm ''", ["crm"], "", ""),
        ("crm a\\", ["crm"], "a", ""),
        ("x; crm a", ["crm"], "a", ""),
        ("x && crm a", ["crm"], "a", ""),
        ("x | crm a", ["crm"], "a", ""),
        ("x=$(crm a", ["crm"], "a", ""),
        ("A=1 crm a", ["A=1", "crm"], "a", ""),
        ("crm a > b c", ["crm", "a"], "c", ""),
        ("crm a 2>b c", ["crm", "a"], "c", ""),
        ("crm a >&2 c", ["crm", "a"], "c", ""),
        ("crm a >> 'b b' c", ["crm", "a"], "c", ""),
    ],
)
def test_bash_and_zsh(text: str, words: list[str], typed: str, quote: str) -> None:
    line = lines.read(text, lines.SH)
    assert (line.words, line.typed, line.quote, line.is_known) == (words, typed, quote, True)


@pytest.mark.parametrize(
    ("text", "words", "typed", "quote"),
    [
        ("crm 'a\\'b c", ["crm"], "a'b c", "'"),
        ("crm 'a\\\\b' c", ["crm", "a\\b"], "c", ""),
        ('crm "a\\$b\\"c" d', ["crm", 'a$b"c'], "d", ""),
        ("crm `a` b", ["crm", "`a`"], "b", ""),
    ],
)
def test_fish(text: str, words: list[str], typed: str, quote: str) -> None:
    line = lines.read(text, lines.FISH)
    assert (line.words, line.typed, line.quote) == (words, typed, quote)


@pytest.mark.parametrize("text", ["crm $x", "crm `x`", 'crm "$x', "crm ${x} a", "crm # a", "crm $'\\x41'"])
def test_what_only_the_shell_knows_is_not_guessed(text: str) -> None:
    assert not lines.read(text, lines.SH).is_known


@pytest.mark.parametrize("text", ["crm >", "crm > ", "crm >> a", "crm 2> a", "crm < a", "crm a >'b c"])
def test_behind_a_redirection_stands_a_file(text: str) -> None:
    assert lines.read(text, lines.SH).is_file


def test_the_home_folder_is_written_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/home/jane")
    assert lines.read("crm ~/a '~/b' x~/c ", lines.SH).words == ["crm", "/home/jane/a", "~/b", "x~/c"]


def test_variables_before_the_command_are_its_environment() -> None:
    line = lines.read("CRM_DB='a b.db' B=2 crm --db=x y", lines.SH)
    assert line.assigned() == {"CRM_DB": "a b.db", "B": "2"}
    assert line.words == ["crm", "--db=x"]


def bash_reads(written: list[str]) -> list[str]:
    """The words that bash makes of some texts."""
    script = "printf '%s\\0' " + " ".join(written)
    done = subprocess.run(
        [BASH, "-c", script], capture_output=True, check=True, env={"LANG": "C.UTF-8", "PATH": "/nowhere"}
    )
    assert done.stderr == b""
    return done.stdout.decode("utf-8", "surrogateescape").split("\0")[:-1]


@settings(max_examples=80, deadline=None)
@given(texts=st.lists(TEXTS, min_size=1, max_size=20))
@pytest.mark.parametrize("quote", ["", "'", '"', "$'"])
def test_bash_reads_back_what_is_quoted_for_it(quote: str, texts: list[str]) -> None:
    closing = quote[-1:]
    assert bash_reads([quote + for_bash(text, quote) + closing for text in texts]) == texts


@settings(max_examples=200, deadline=None)
@given(text=TEXTS, before=TEXTS)
@pytest.mark.parametrize("quote", ["", "'", '"', "$'"])
def test_what_is_quoted_is_read_back_here_too(quote: str, text: str, before: str) -> None:
    line = lines.read(f"crm {for_bash(before)} {quote}{for_bash(text, quote)}", lines.SH)
    assert (line.words, line.typed, line.quote) == (["crm", before], text, quote)


@settings(max_examples=300, deadline=None)
@given(text=st.text("ab '\"\\$`;&|<>()#=~é\n", max_size=20))
@pytest.mark.parametrize("rules", [lines.SH, lines.FISH])
def test_any_line_is_read(rules: lines.Rules, text: str) -> None:
    line = lines.read(text, rules)
    assert text.endswith(line.raw)
    assert line.typed == "" or line.raw != ""


@pytest.mark.parametrize(
    ("text", "typed", "rest"),
    [
        ("José García", "jose g", "arcía"),
        ("Jane Doe", "JANE", " Doe"),
        ("Jane Doe", "", "Jane Doe"),
        ("Jane Doe", "doe", None),
        ("Ёлкина", "елк", "ина"),
    ],
)
def test_a_name_goes_on_as_it_was_typed(text: str, typed: str, rest: str | None) -> None:
    assert going_on(text, typed) == rest
