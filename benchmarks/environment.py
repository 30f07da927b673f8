"""The plain virtual environment the measurements run in: no editable install, no shim, no foreign packages."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ["pyproject.toml", "crm_cli"]
BESIDE = ["README.md", "LICENSE"]  # wanted by the build, of no matter to a figure
VENV = "venv --upgrade-deps"  # an older pip writes a launcher that takes as long as half a bare interpreter
CLOCK = "2026-11-21T09:30:00Z"  # spelt as machines spell it, so that reading it costs nothing


@dataclass(frozen=True, slots=True)
class Environment:
    """Where the program under measurement and its bare interpreter lie."""

    folder: Path  # holds the environment and all files made; may be kept from run to run
    python: str
    crm: str
    print: str  # of the program's sources: files made by another program are made anew

    @property
    def bare(self) -> list[str]:
        """Return the command all start-up is a ratio to."""
        return [self.python, "-c", "pass"]

    def variables(self, file: Path | str = "none.db") -> dict[str, str]:
        """Return the whole environment of a measured command; nothing of the caller's gets in."""
        return {
            "PATH": os.environ.get("PATH", os.defpath),
            "HOME": str(self.folder / "home"),
            "LANG": "C.UTF-8",
            "TERM": "xterm-256color",
            "PAGER": "cat",
            "COLUMNS": "100",
            "LOGNAME": "tester",
            "TZ": "UTC",
            "CRM_DB": str(file),
            "CRM_NOW": CLOCK,
        }


def base_python() -> str:
    """Return the interpreter under all virtual environments and shims."""
    return os.path.realpath(getattr(sys, "_base_executable", None) or sys.executable)


def prepare(folder: Path, python: str | None = None) -> Environment:
    """Make the environment, or bring it to the sources as they are now."""
    folder = folder.resolve()
    (folder / "home").mkdir(parents=True, exist_ok=True)
    venv, mark = folder / "venv", folder / "venv" / "sources"
    made = Environment(folder, str(venv / "bin" / "python"), str(venv / "bin" / "crm"), fingerprint())
    base = os.path.realpath(python or base_python())
    how = f"{base} {VENV}"
    wanted = f"{how}\n{made.print}\n"
    if mark.exists() and mark.read_text(encoding="utf-8") == wanted:
        return made
    if not mark.exists() or mark.read_text(encoding="utf-8").split("\n", 1)[0] != how:
        shutil.rmtree(venv, ignore_errors=True)
        _call(base, "-m", *VENV.split(), str(venv))
    _install(made)
    mark.write_text(wanted, encoding="utf-8")
    return made


def fingerprint() -> str:
    """Return a digest of all that a figure depends on."""
    digest = hashlib.sha256()
    for name in SOURCES:
        place = ROOT / name
        for path in sorted(place.rglob("*")) if place.is_dir() else [place]:
            if path.is_file() and "__pycache__" not in path.parts:
                digest.update(path.relative_to(ROOT).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


def versions(environment: Environment) -> dict[str, str]:
    """Return the versions that matter to a figure: of Python, of its SQLite, of the program."""
    asked = "import platform, sqlite3; print(platform.python_version(), sqlite3.sqlite_version)"
    python, sqlite = _told(environment.python, "-c", asked).split()
    return {"python": python, "sqlite": sqlite, "crm": _told(environment.crm, "--version").split()[-1]}


def _install(environment: Environment) -> None:
    """Install a copy of the sources, so that no build folder comes into the checkout or out of it."""
    copy = environment.folder / "sources"
    shutil.rmtree(copy, ignore_errors=True)
    copy.mkdir()
    for name in [*SOURCES, *BESIDE]:
        place = ROOT / name
        if place.is_dir():
            shutil.copytree(place, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy2(place, copy / name)
    pip = [environment.python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    _call(*pip, str(copy))
    _call(*pip, "--force-reinstall", "--no-deps", str(copy))
    shutil.rmtree(copy)


def _call(*words: str) -> None:
    subprocess.run(words, check=True)


def _told(*words: str) -> str:
    return subprocess.run(words, check=True, capture_output=True, text=True).stdout
