"""What the package declares that it needs is what it imports, and the other way round."""

from __future__ import annotations

import ast
import re
import subprocess
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


def offered() -> set[str]:
    """The modules of the extras that a user may add; what tests and development need is none of them."""
    extras = tomllib.loads((ROOT.parent / "pyproject.toml").read_text(encoding="utf-8"))["project"][
        "optional-dependencies"
    ]
    lines = [line for name, lines in extras.items() if name not in {"test", "dev"} for line in lines]
    return {re.match(r"[\w.-]+", line)[0].replace("-", "_") for line in lines}  # type: ignore[index]


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
    assert set(imported()) - set(sys.stdlib_module_names) - {"crm_cli"} == declared() | offered()


def test_what_nobody_imports_is_declared_only_where_the_system_lacks_it() -> None:
    project = tomllib.loads((ROOT.parent / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert [line for line in project["dependencies"] if line.split(";")[0] in DATA_ONLY] == [
        "tzdata; sys_platform == 'win32'"
    ]


def test_every_library_has_a_lower_bound_and_typer_an_upper_one() -> None:
    """The bounds are proven: a check of the project installs just these and runs what is marked `smoke`."""
    project = tomllib.loads((ROOT.parent / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    lines = [line for line in project["dependencies"] if line.split(";")[0] not in DATA_ONLY]
    assert [line for line in lines if not re.fullmatch(r"[\w-]+>=[\d.]+(,<[\d.]+)?", line)] == []
    done = subprocess.run(
        [sys.executable, ROOT.parent / ".ci" / "oldest.py"], capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines() == [line.split(",")[0].replace(">=", "==") for line in lines]
    assert (
        "typer>=0.28,<0.29" in lines
    )  # later ones import a library at each run that takes longer than all of ours


def test_what_each_library_does_for_us_is_tried_with_its_oldest_version() -> None:
    """Some test that is marked `smoke` goes through the module that imports it."""
    marked = "".join(
        path.read_text(encoding="utf-8") for path in (ROOT.parent / "tests").rglob("test_*.py")
        if "mark.smoke" in path.read_text(encoding="utf-8")
    )  # fmt: skip
    users = {
        "typer": "crm_cli.cli", "rich": "format_named", "sqlite_utils": "migrations", "dateutil": "monthdays",
        "dateparser": "phrases", "babel": "money", "phonenumbers": "phones", "python_calamine": "workbook", "icalendar": "calendar",
        "rapidfuzz": "kinds.named",
    }  # fmt: skip
    assert users.keys() == declared()
    assert [library for library, user in users.items() if user not in marked] == []
