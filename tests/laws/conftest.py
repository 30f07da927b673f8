"""The house with one room more, for the tests of one law; outside of it nothing has changed."""

from __future__ import annotations

import contextlib
import importlib
import io
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import NOW, Result
from tests.laws import a_new_kind


@pytest.fixture(scope="module")
def with_boxes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """The program, imported afresh, with a kind of record that stands in a folder elsewhere."""
    rooms = tmp_path_factory.mktemp("rooms")
    (rooms / "box").mkdir()
    for name, text in a_new_kind.FILES.items():
        (rooms / "box" / name).write_text(text, encoding="utf-8")
    usual = {name: module for name, module in sys.modules.items() if name.split(".")[0] == "crm_cli"}
    for name in usual:
        del sys.modules[name]
    load: Callable[[str], Any] = importlib.import_module
    load("crm_cli").__path__.append(str(rooms))
    load("crm_cli.db.version").VERSION += 1
    names = load("crm_cli.kinds.catalogue").NAMES
    names.insert(names.index("activity"), "box")
    migrations = load("crm_cli.db.migrations")
    before = migrations.tables_and_indexes
    migrations.MIGRATIONS = (*migrations.MIGRATIONS, a_new_kind.m003_boxes)
    migrations.tables_and_indexes = lambda: a_new_kind.schema(before())
    tree = load("crm_cli.cli.tree")
    tree.TREE["box"] = tree.Entry(*a_new_kind.ENTRY)
    yield
    for name in [name for name in sys.modules if name.split(".")[0] == "crm_cli"]:
        del sys.modules[name]
    sys.modules.update(usual)


@pytest.fixture
def house(with_boxes: None, path: Path, home: Path) -> Callable[..., Result]:
    """Run a command line in that house; it has to end well unless `code` says otherwise."""

    def run(
        *words: str,
        stdin: str = "",
        now: str = NOW,
        code: int = 0,
        db: Path = path,
        env: dict[str, str] | None = None,
    ) -> Result:
        context = importlib.import_module("crm_cli.app.context")
        boundary = importlib.import_module("crm_cli.cli.boundary")
        hoisting = importlib.import_module("crm_cli.app.hoisting")
        out, err = io.StringIO(), io.StringIO()
        world = {"HOME": str(home), "CRM_DB": str(db), "CRM_NOW": now, "TZ": "UTC", "CRM_CURRENCY": "EUR"} | (
            env or {}
        )
        app = context.App(
            hoisting.Globals(), env=world, stdin=io.StringIO(stdin), stdout=out, stderr=err, host="desk"
        )
        with contextlib.redirect_stdout(out):
            ended = boundary.run([str(word) for word in words], app)
        result = Result(out.getvalue(), err.getvalue(), ended)
        assert ended == code, f"exit {ended}, not {code}\n{result.out}{result.err}"
        return result

    return run
