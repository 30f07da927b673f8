"""What is built from the project holds all that the program reads, and says what it is."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Iterator
from email.parser import Parser
from pathlib import Path

import pytest

import crm_cli

ROOT = Path(__file__).parent.parent
CODE = "import sys; from setuptools import build_meta; print(getattr(build_meta, sys.argv[1])(sys.argv[2]))"


def files(folder: Path) -> Iterator[str]:
    """The files of the package, as they are named within it."""
    for path in sorted((folder / "crm_cli").rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts:
            yield path.relative_to(folder).as_posix()


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A wheel and a source distribution of what is here, with files of data as slices to come will have them."""
    source, out = tmp_path_factory.mktemp("source"), tmp_path_factory.mktemp("built")
    shutil.copytree(ROOT / "crm_cli", source / "crm_cli", ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, source)
    (source / "crm_cli/exchange/profiles").mkdir(exist_ok=True)
    (source / "crm_cli/exchange/profiles/made_up.toml").write_text('name = "made up"\n')
    made = []
    for how in ("build_wheel", "build_sdist"):
        words = [sys.executable, "-c", CODE, how, str(out)]
        done = subprocess.run(words, cwd=source, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr[-2000:]
        made.append(out / done.stdout.splitlines()[-1])
    return made[0], made[1]


def test_a_wheel_holds_every_file_of_the_package(built: tuple[Path, Path]) -> None:
    with zipfile.ZipFile(built[0]) as wheel:
        held = {name for name in wheel.namelist() if name.startswith("crm_cli/")}
    assert held == {*files(ROOT), "crm_cli/exchange/profiles/made_up.toml"}
    assert {
        "crm_cli/py.typed",
        "crm_cli/db/migrations/schema.sql",
        "crm_cli/db/migrations/derived.sql",
    } <= held


def test_so_does_a_source_distribution_and_it_can_be_built_from(built: tuple[Path, Path]) -> None:
    with tarfile.open(built[1]) as archive:
        held = {name.partition("/")[2] for name in archive.getnames()}
    assert {*files(ROOT), "crm_cli/exchange/profiles/made_up.toml"} <= held
    assert {"pyproject.toml", "README.md", "LICENSE"} <= held


def test_what_it_says_about_itself_is_whole(built: tuple[Path, Path]) -> None:
    with zipfile.ZipFile(built[0]) as wheel:
        folder = f"onefile_crm-{crm_cli.__version__}.dist-info"
        told = Parser().parsestr(wheel.read(f"{folder}/METADATA").decode())
        entry = wheel.read(f"{folder}/entry_points.txt").decode()
        assert f"{folder}/licenses/LICENSE" in wheel.namelist()
    assert (told["Name"], told["Version"], told["Requires-Python"]) == (
        "onefile-crm",
        crm_cli.__version__,
        ">=3.11",
    )
    assert (told["License-Expression"], told["Description-Content-Type"]) == ("MIT", "text/markdown")
    assert told.get_payload().strip() == (ROOT / "README.md").read_text(encoding="utf-8").strip()
    assert entry == "[console_scripts]\ncrm = crm_cli.__main__:main\n"
    assert told.get_all("Project-URL") is None
    assert "Typing :: Typed" in told.get_all("Classifier", [])


def test_a_program_made_of_nothing_but_the_wheel_works(built: tuple[Path, Path], tmp_path: Path) -> None:
    with zipfile.ZipFile(built[0]) as wheel:
        wheel.extractall(tmp_path / "site")
    env = {
        "PYTHONPATH": str(tmp_path / "site"),
        "HOME": str(tmp_path),
        "CRM_DB": str(tmp_path / "crm.db"),
        "PATH": os.defpath,
    }
    for words, said in (
        (("contact", "add", "Jane"), "Added Jane (contact/1)\n"),
        (("find", "jane"), "contact/1\tJane\t\n"),
    ):
        done = subprocess.run(
            [sys.executable, "-m", "crm_cli", *words],
            env=env,
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
        )
        assert (done.returncode, done.stdout) == (0, said), done.stderr
