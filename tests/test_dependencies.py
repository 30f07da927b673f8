"""What the package declares that it needs is what it imports, and the other way round."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import crm_cli

ROOT = Path(crm_cli.__file__).parent
MODULES = {"python-dateutil": "dateutil"}
"""Distributions whose module is called otherwise than they are, hyphens apart."""

DATA_ONLY = {"tzdata"}
"""Read by the standard library where the system has no such data; nobody imports it."""


def declared() -> set[str]:
    """The modules of the distributions that an installation brings, extras left out."""
    project = tomllib.loads((ROOT.parent / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    names = {re.match(r"[\w.-]+", line)[0] for line in project["dependencies"]}  # type: ignore[index]
    return {MODULES.get(name, name.replace("-", "_")) for name in names - DATA_ONLY}


def imported() -> Iterator[str]:
    """The modules from elsewhere that some module of the package imports, at the top or inside a function."""
    for path in ROOT.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = (
                [alias.name for alias in node.names]
                if isinstance(node, ast.Import)
                else [node.module]
                if isinstance(node, ast.ImportFrom) and node.module and not node.level
                else []
            )
            yield from (name.split(".")[0] for name in names)


def test_what_is_declared_is_imported_and_what_is_imported_is_declared() -> None:
    assert set(imported()) - set(sys.stdlib_module_names) - {"crm_cli"} == declared()


def test_what_nobody_imports_is_declared_only_where_the_system_lacks_it() -> None:
    project = tomllib.loads((ROOT.parent / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert [line for line in project["dependencies"] if line.split(";")[0] in DATA_ONLY] == [
        "tzdata; sys_platform == 'win32'"
    ]
