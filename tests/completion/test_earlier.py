"""What scripts of earlier versions ask in bash goes on being answered, now quoted; for zsh and fish there is nothing."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent


def complete(
    line: str, path: Path, number: int | None = None, **more: str
) -> subprocess.CompletedProcess[str]:
    """Ask for the word at the end of a line, or for that of a number."""
    env = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT),
        "CRM_DB": str(path),
        "_CRM_COMPLETE": "complete_bash",
        "COMP_WORDS": line,
        "COMP_CWORD": str(len(line.split(" ")) - 1 if number is None else number),
        **more,
    }
    code = "import sys; sys.argv[0] = 'crm'; from crm_cli.__main__ import main; sys.exit(main([]))"
    return subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("crm segm", ["segment"]),
        ("crm contact show Нат", ["Наталья\\ Ёлкина"]),
        ("crm deal win Acm", ["Acme\\ renewal"]),
        ("crm tag delete v", ["vip"]),
        ("crm segment show reg", ["regulars"]),
        ("crm config get cur", ["currency"]),
        ("crm contact add --job", ["--job-title"]),
        ("crm contact list --sor", ["--sort"]),
        ("crm report sales --by m", ["month"]),
        ("crm contact edit Jane --company Ac", ["Acme\\ Ltd"]),
        ("crm import x --as d", ["deals"]),
        ("crm contact list tag:v", ["tag:vip"]),
    ],
)
def test_bash_is_offered_a_candidate_a_line(sample: Path, line: str, offered: list[str]) -> None:
    done = complete(line, sample)
    assert (done.stdout.splitlines(), done.stderr, done.returncode) == (offered, "", 0)


def test_a_word_before_the_last_is_completed_by_its_number(sample: Path) -> None:
    assert complete("crm segm list x", sample, 1).stdout.split() == ["segment"]
    assert complete("crm\ncontact\nli", sample, 2).stdout.split() == ["list"]
    assert complete("crm contact ", sample, 2).stdout.split()[:2] == ["add", "edit"]


@pytest.mark.parametrize("shell", ["complete_zsh", "complete_fish", "zsh_source", "nonsense", ""])
def test_other_questions_have_no_answer_and_no_error(sample: Path, shell: str) -> None:
    done = complete("crm con", sample, _CRM_COMPLETE=shell, _TYPER_COMPLETE_ARGS="crm con")
    assert (done.stdout, done.stderr, done.returncode) == ("", "", 0)
