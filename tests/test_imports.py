"""The directions of the house, read from the syntax trees, and the import sets of the quick answers."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import crm_cli

ROOT = Path(crm_cli.__file__).parent
LEFT_TO_RIGHT = [
    {"core"},
    {"db", "output"},
    {"kinds"},
    {"app"},
    {"verbs"},
    {"cli"},
    {"company"},
    {"contact"},
    {"product"},
    {"deal"},
    {"activity"},
    {"reminder"},
    {"segment", "tag", "field", "setting", "view", "alias"},
    {"report", "find", "today", "log", "keeping"},
    {"forget"},
    {"exchange"},
    {"demo", "completion"},
]
"""Every folder of the package has its place; a module imports its own folder and what stands left of it."""

PLACE = {name: place for place, names in enumerate(LEFT_TO_RIGHT) for name in names}
FACES = {"typer", "rich"}
HEAVY = {
    "babel", "charset_normalizer", "dateparser", "dateutil", "icalendar", "jinja2", "phonenumbers",
    "python_calamine", "rapidfuzz", "sqlite_utils", "vobject",
}  # fmt: skip


class _WithoutTypes(ast.NodeTransformer):
    """Takes out what stands under `if TYPE_CHECKING:`."""

    def visit_If(self, node: ast.If) -> ast.AST | None:
        is_types = isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"
        return None if is_types else self.generic_visit(node)


def modules() -> list[Path]:
    return sorted(ROOT.rglob("*.py"))


def name_of(path: Path) -> str:
    return ".".join(["crm_cli", *path.relative_to(ROOT).with_suffix("").parts]).removesuffix(".__init__")


def imports(path: Path, *, top_level: bool = False, types: bool = True) -> Iterator[str]:
    """What a module imports; `from crm_cli.a import b` counts as crm_cli.a.b where that is a module.

    types: also what only annotations need.
    """
    tree = ast.parse(path.read_text(encoding="utf-8"))
    if not types:
        tree = ast.fix_missing_locations(_WithoutTypes().visit(tree))
    nodes = tree.body if top_level else ast.walk(tree)
    for node in nodes:
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                whole = f"{node.module}.{alias.name}"
                target = ROOT.parent / Path(*whole.split("."))
                yield whole if target.with_suffix(".py").exists() or target.is_dir() else node.module


def room(module: str) -> str:
    parts = module.split(".")
    return parts[1] if len(parts) > 1 else ""


def test_every_folder_has_its_place() -> None:
    folders = {path.name for path in ROOT.iterdir() if path.is_dir() and path.name != "__pycache__"}
    assert folders == set(PLACE)


@pytest.mark.parametrize("path", modules(), ids=name_of)
def test_a_module_imports_only_what_stands_to_its_left(path: Path) -> None:
    own = name_of(path)
    here = room(own)
    for target in imports(path):
        there = room(target) if target.startswith("crm_cli.") else ""
        if here in PLACE and there in PLACE and here != there:
            assert PLACE[there] < PLACE[here], f"{own} imports {target}, which does not stand to its left"


@pytest.mark.parametrize("path", modules(), ids=name_of)
def test_only_faces_import_typer_and_rich(path: Path) -> None:
    own = name_of(path)
    is_face = own.endswith("commands") or (room(own) == "cli" and own != "crm_cli.cli.boundary")
    found = {target.split(".")[0] for target in imports(path)}
    if not is_face and own not in {"crm_cli.output.cells", "crm_cli.output.paint"}:
        assert not found & FACES
    assert "click" not in found


@pytest.mark.parametrize("path", modules(), ids=name_of)
def test_heavy_libraries_are_imported_inside_functions(path: Path) -> None:
    assert not {target.split(".")[0] for target in imports(path, top_level=True)} & HEAVY


@pytest.mark.parametrize("path", modules(), ids=name_of)
def test_faces_verbs_and_writers_hold_no_sql(path: Path) -> None:
    own = name_of(path)
    if own.endswith(("commands", "_view")) or room(own) in {"app", "verbs", "cli", "output"}:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                is_sql = node.value.startswith(("SELECT ", "INSERT INTO ", "UPDATE ", "DELETE FROM "))
                assert not is_sql, f"{own} holds {node.value[:60]}"


@pytest.mark.parametrize("path", modules(), ids=name_of)
def test_only_the_clock_reads_the_clock(path: Path) -> None:
    own = name_of(path)
    if own in {"crm_cli.app.clock", "crm_cli.__main__"}:
        return
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr in {"now", "today", "utcnow", "time"}:
            is_clock = (
                isinstance(node.value, ast.Name)
                and node.value.id in {"datetime", "date"}
                and node.attr != "time"
            )
            assert not is_clock, f"{own} reads the clock"


def loaded(*words: str, cwd: Path) -> set[str]:
    """The modules that a command line has imported when it ends."""
    code = (
        "import sys\nfrom crm_cli.__main__ import main\n"
        f"code = main({list(words)!r})\nsys.stdout.flush()\n"
        "sys.stderr.write('\\n'.join(['', *sys.modules]))\nsys.exit(code)\n"
    )
    env = {**os.environ, "CRM_DB": str(cwd / "crm.db"), "PYTHONPATH": str(ROOT.parent)}
    done = subprocess.run(
        [sys.executable, "-c", code], env=env, cwd=cwd, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return set(done.stderr.splitlines())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a small file in it."""
    loaded("contact", "add", "Jane Doe", "--email", "jane@acme.com", cwd=tmp_path)
    return tmp_path


@pytest.mark.parametrize("words", [
    ("contact", "list"), ("contact", "list", "-f", "csv"), ("contact", "list", "-f", "json"), ("contact", "show", "Jane"),
    ("contact", "show", "Jane", "-f", "json"), ("find", "jane"), ("history",), ("export", "contacts"),
], ids=" ".join)  # fmt: skip
def test_a_plain_read_imports_nothing_heavy(folder: Path, words: tuple[str, ...]) -> None:
    found = {module.split(".")[0] for module in loaded(*words, cwd=folder)}
    assert not found & (HEAVY | {"rich", "pydantic", "difflib_"})


def test_the_version_imports_nothing_of_ours_but_the_version(folder: Path) -> None:
    ours = {
        module
        for module in loaded("--version", cwd=folder)
        if module.startswith(("crm_cli", "typer", "rich"))
    }
    assert ours == {"crm_cli", "crm_cli.__main__"}


def test_the_help_of_the_root_imports_no_slice(folder: Path) -> None:
    found = {room(module) for module in loaded("--help", cwd=folder) if module.startswith("crm_cli.")}
    assert not {name for name in found if PLACE.get(name, 0) > PLACE["cli"]}
