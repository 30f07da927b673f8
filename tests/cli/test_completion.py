"""Completion in the shell: commands, options, fields, and the names that are in the file."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]
ROOT = Path(__file__).parent.parent.parent


@pytest.fixture
def complete(crm: Run, path: Path) -> Callable[[str], list[str]]:
    """What the shell is offered at the end of a line."""
    crm("config", "set", "currency", "USD", code=0)
    crm("contact", "add", "Наталья Ёлкина", "--tag", "vip", "--deal", "Renewal", "--amount", "5", code=0)
    crm("segment", "add", "regulars", "tag:vip", code=0)

    def run(line: str) -> list[str]:
        words = line.split(" ")
        env = {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(ROOT),
            "CRM_DB": str(path),
            "_CRM_COMPLETE": "complete_bash",
            "COMP_WORDS": line,
            "COMP_CWORD": str(len(words) - 1),
        }
        code = "import sys; sys.argv[0] = 'crm'; from crm_cli.__main__ import main; sys.exit(main([]))"
        done = subprocess.run(
            [sys.executable, "-c", code], env=env, capture_output=True, text=True, check=False
        )
        return done.stdout.split("\n")[:-1]

    return run


@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("crm con", ["contact", "context", "config"]),
        ("crm contact show Нат", ["Наталья Ёлкина"]),
        ("crm deal win Ren", ["Renewal"]),
        ("crm deal move Renewal Qu", ["Qualified"]),
        ("crm tag delete v", ["vip"]),
        ("crm segment show reg", ["regulars"]),
        ("crm config get cur", ["currency"]),
        ("crm contact add --job", ["--job-title"]),
        ("crm contact list --sor", ["--sort"]),
    ],
)
def test_the_shell_is_offered(complete: Callable[[str], list[str]], line: str, offered: list[str]) -> None:
    assert complete(line) == offered
