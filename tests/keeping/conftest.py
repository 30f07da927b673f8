"""Files that many tests begin with are made once and copied."""

from __future__ import annotations

import io
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from crm_cli.app.context import App
from crm_cli.app.hoisting import Globals
from crm_cli.cli import boundary

Commands = Sequence[tuple[str, ...]]


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Path, Commands], None]:
    """Put a file to which these commands were given at a path."""
    folder = tmp_path_factory.mktemp("prepared")
    made: dict[Commands, Path] = {}

    def put(path: Path, commands: Commands) -> None:
        if commands not in made:
            file = folder / f"{len(made)}.db"
            env = {"HOME": str(folder), "CRM_DB": str(file), "CRM_NOW": "2026-11-21T09:30:00Z", "TZ": "UTC"}
            for words in commands:
                err = io.StringIO()
                assert boundary.run(words, App(Globals(), env=env, stdout=io.StringIO(), stderr=err)) == 0, (
                    err.getvalue()
                )
            made[commands] = file
        shutil.copy(made[commands], path)

    return put
