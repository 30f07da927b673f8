"""The world of every test: no real home, no network, a fixed moment, a file of its own."""

from __future__ import annotations

import contextlib
import io
import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from crm_cli.app.context import App
from crm_cli.app.hoisting import Globals
from crm_cli.cli import boundary

NOW = "2026-11-21T09:30:00Z"
"""A Saturday."""


@dataclass(frozen=True)
class Result:
    """What a command printed and how it ended."""

    out: str
    err: str
    code: int

    @property
    def json(self) -> Any:
        """What it printed, read as JSON."""
        return json.loads(self.out)

    @property
    def lines(self) -> list[str]:
        """What it printed, line by line."""
        return self.out.splitlines()


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home folder of the test's own, and no settings of the machine's."""
    folder = tmp_path / "home"
    folder.mkdir()
    for name in list(os.environ):
        if name.startswith(("CRM_", "XDG_", "LC_")) or name in {
            "LANG",
            "LANGUAGE",
            "TZ",
            "COLUMNS",
            "NO_COLOR",
            "TERM",
        }:
            monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(folder))
    return folder


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the test's file is, or will be."""
    return tmp_path / "crm.db"


@pytest.fixture
def crm(path: Path, home: Path) -> Callable[..., Result]:
    """Run a command line: `crm("contact", "add", "Jane")`.

    stdin: what is piped in. terminal: whether all streams are a terminal. env: more environment variables.
    now: the clock. Fails the test on exit codes other than `code` where that is given.
    """

    def run(
        *words: str,
        stdin: str = "",
        terminal: bool = False,
        env: dict[str, str] | None = None,
        now: str = NOW,
        code: int | None = None,
    ) -> Result:
        stream = Terminal if terminal else io.StringIO
        out, err = stream(), stream()
        world = {
            "HOME": str(home),
            "CRM_DB": str(path),
            "CRM_NOW": now,
            "TZ": "UTC",
            "LOGNAME": "tester",
            **(env or {}),
        }
        app = App(Globals(), env=world, stdin=stream(stdin), stdout=out, stderr=err, host="desk")
        with contextlib.redirect_stdout(out):  # where help is printed
            ended = boundary.run([str(word) for word in words], app)
        result = Result(out.getvalue(), err.getvalue(), ended)
        assert code is None or ended == code, f"exit {ended}, not {code}\n{result.out}{result.err}"
        return result

    return run
