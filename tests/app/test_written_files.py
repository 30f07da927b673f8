"""No command writes over the CRM's file, over what it reads, or unasked over any file; and what it writes is whole."""

from __future__ import annotations

import ast
import io
import os
import signal
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from crm_cli.app import files
from crm_cli.app.context import App
from crm_cli.app.hoisting import Globals
from crm_cli.core.errors import Conflict
from crm_cli.db import whole

Run = Callable[..., Any]
ROOT = Path(__file__).parent.parent.parent

WRITERS = {
    "export": ("export", "contacts", "--force", "--to"),
    "export of one person": ("contact", "export-all", "1", "--force", "--to"),
    "import": ("import", "people.csv", "--as", "contacts", "--force", "--rejects"),
    "backup": ("backup",),
    "demo": ("demo",),
}
"""Commands that write a file, but for its name."""


@pytest.fixture
def jane(crm: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """A file with one contact, in the working folder, and a sheet of which one row is rejected."""
    monkeypatch.chdir(tmp_path)
    crm("contact", "add", "Jane Doe", "--email", "jane@acme.example", code=0)
    (tmp_path / "people.csv").write_text("Name,Score\nAnn,many\nBo,3\n")
    return crm


def linked(name: str, to: str) -> str:
    Path(name).symlink_to(to)
    return name


def hard_linked(name: str, to: str) -> str:
    Path(name).hardlink_to(to)
    return name


def opened(name: str) -> str:
    return f"/dev/fd/{os.open(name, os.O_RDWR)}"


NAMES: dict[str, Callable[[], str]] = {
    "its name": lambda: "crm.db",
    "its whole name": lambda: str(Path.cwd() / "crm.db"),
    "a way round": lambda: f"../{Path.cwd().name}/./crm.db",
    "a link": lambda: linked("link.csv", "crm.db"),
    "a link to a link": lambda: linked("second.csv", linked("link.csv", "crm.db")),
    "a hard link": lambda: hard_linked("hard.csv", "crm.db"),
    "a folder that is a link": lambda: linked("folder", ".") + "/crm.db",
    "an open stream": lambda: opened("crm.db"),
    "its log": lambda: "crm.db-wal",
    "its shared memory": lambda: "crm.db-shm",
    "its journal": lambda: "crm.db-journal",
    "a link to its journal": lambda: linked("link.csv", "crm.db-journal"),
    "its log through a folder that is a link": lambda: linked("folder", ".") + "/crm.db-wal",
}


def held(folder: Path) -> dict[str, bytes]:
    """All files but the helpers, which any read makes."""
    files = [path for path in folder.iterdir() if path.is_file() and path.name[-4:] not in {"-wal", "-shm"}]
    return {path.name: path.read_bytes() for path in files}


@pytest.mark.parametrize("how", NAMES)
@pytest.mark.parametrize("what", WRITERS)
def test_no_command_writes_over_the_crm_file(jane: Run, tmp_path: Path, what: str, how: str) -> None:
    name = NAMES[how]()
    before = held(tmp_path)
    result = jane(*WRITERS[what], name)
    assert (result.code, result.out) == (5, ""), result.err
    shown = name if what != "backup" else os.path.abspath(name)
    is_part = name.lower().endswith(("-wal", "-shm", "-journal")) or "journal" in how
    said = "a part of the crm file" if is_part else "the crm file itself"
    assert result.err.splitlines()[0] == f"Error: `{shown}` is {said}, which no command writes over"
    assert held(tmp_path) == before
    assert jane("contact", "list", "-f", "{name}", code=0).lines == ["Jane Doe"]


def test_a_sample_may_be_begun_where_there_is_no_file_yet(crm: Run, path: Path) -> None:
    crm("demo", str(path), code=0)
    assert crm("demo", str(path)).code == 5
    path.unlink()
    assert crm("demo", f"{path}-journal").code == 5


WRITING = {
    "open",
    "fdopen",
    "write_text",
    "write_bytes",
    "mkstemp",
    "NamedTemporaryFile",
    "copyfile",
    "replace",
    "rename",
    "link",
}
OWN_FILES = {
    "crm_cli.app.files": "the gate",
    "crm_cli.db.whole": "files that come whole",
    "crm_cli.db.backup": "into a file of `whole`, or a private folder",
    "crm_cli.db.restore": "into a file of `whole`; helpers of a damaged file go along with it",
    "crm_cli.app.editor": "a private file for the editor, and a draft of which nothing came",
    "crm_cli.exchange.read.folders": "a private folder for what a ZIP holds",
    "crm_cli.verbs.resolve": "what was last shown, in the user's state folder",
    "crm_cli.kinds.hanging": "the program's own schema, for whoever adds a kind",
    "crm_cli.output.xlsx": "parts of an archive that the gate has opened",
    "crm_cli.__main__": "nowhere",
    "crm_cli.cli.boundary": "nowhere",
}
"""The modules that may write files, and which."""


def writers(tree: ast.AST) -> Iterator[str]:
    """Calls that write, make or name a file."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "attr", getattr(node.func, "id", ""))
        on = getattr(getattr(node.func, "value", None), "id", "")
        modes = [
            arg.value
            for arg in [*node.args, *(k.value for k in node.keywords)]
            if isinstance(arg, ast.Constant)
        ]
        if name in {"open", "fdopen"}:
            if any(isinstance(mode, str) and set(mode) & set("wax+") and len(mode) < 4 for mode in modes) or (
                on == "os" and name == "open" and "O_RDONLY" not in ast.dump(node)
            ):
                yield ast.unparse(node)
        elif (
            name in WRITING
            and on != "formatter"
            and (name not in {"replace", "rename", "link"} or on in {"os", "shutil"})
        ):
            yield ast.unparse(node)


def test_only_the_gate_writes_files() -> None:
    """Who writes another one goes through `app/files.py`, or `db/whole.py` for a copy of the CRM's own."""
    root = Path(files.__file__).parent.parent
    found = {}
    for module in sorted(root.rglob("*.py")):
        calls = [*writers(ast.parse(module.read_text(encoding="utf-8")))]
        if calls:
            found[".".join(module.relative_to(root.parent).with_suffix("").parts)] = calls
    assert {name: calls for name, calls in found.items() if name not in OWN_FILES} == {}
    assert {name for name in OWN_FILES if name not in found} == set()


@pytest.mark.parametrize("name", ["CRM.DB-WAL", "Crm.db-journal", "crm.db-ſhm"])
def test_of_a_helper_that_is_not_there_any_spelling_is_refused(path: Path, name: str) -> None:
    app = App(Globals(), env={"CRM_DB": str(path)})
    with pytest.raises(Conflict, match="is a part of the crm file"):
        files.check(app, str(path.with_name(name)), force=True)


@pytest.mark.parametrize("how", ["its name", "a link", "a hard link", "a way round", "an open stream"])
def test_no_import_writes_over_its_source(jane: Run, tmp_path: Path, how: str) -> None:
    names: dict[str, Callable[[], str]] = {
        "its name": lambda: "people.csv",
        "a link": lambda: linked("link.csv", "people.csv"),
        "a hard link": lambda: hard_linked("hard.csv", "people.csv"),
        "a way round": lambda: f"../{tmp_path.name}/people.csv",
        "an open stream": lambda: opened("people.csv"),
    }
    name = names[how]()
    before = held(tmp_path)
    result = jane(*WRITERS["import"], name)
    assert (result.code, result.err) == (
        5,
        f"Error: `{name}` is what is being read\nhint: give another name\n",
    )
    assert held(tmp_path) == before


def program(*words: str, path: Path, **more: Any) -> subprocess.CompletedProcess[str]:
    """Run the program as a process of its own, in the folder of its file."""
    env = {"PATH": os.environ["PATH"], "CRM_DB": str(path), "HOME": str(path.parent), "PYTHONPATH": str(ROOT)}
    streams = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "stdin": subprocess.DEVNULL, **more}
    called = [sys.executable, "-m", "crm_cli", *words]
    return subprocess.run(called, env=env, text=True, check=False, cwd=path.parent, **streams)


def test_nor_over_what_comes_in_as_stdin(jane: Run, path: Path, tmp_path: Path) -> None:
    before = (tmp_path / "people.csv").read_bytes()
    words = ("import", "-", "--as", "contacts", "--rejects", "people.csv", "--force")
    with (tmp_path / "people.csv").open() as stream:
        done = program(*words, path=path, stdin=stream)
    assert (done.returncode, done.stdout) == (5, "")
    assert done.stderr.startswith("Error: `people.csv` is what is being read\n")
    assert (tmp_path / "people.csv").read_bytes() == before


@pytest.mark.parametrize("what", WRITERS)
def test_a_file_that_is_there_stays_unless_force_says_so(jane: Run, tmp_path: Path, what: str) -> None:
    words = [word for word in WRITERS[what] if word != "--force"]
    target = tmp_path / "mine.csv"
    target.write_text("precious")
    result = jane(*words, str(target))
    assert (result.code, target.read_text()) == (5, "precious")
    assert result.err.startswith(f"Error: `{target}` is there already\nhint: ")
    assert len(jane("contact", "list", "-f", "ids").lines) == 1  # nor is anything imported
    if "--force" in WRITERS[what]:
        assert result.err.endswith("\nhint: --force\n")
        assert jane(*WRITERS[what], str(target)).code in {0, 8}
        assert target.read_text() != "precious"


@pytest.mark.parametrize("what", WRITERS)
def test_what_is_written_is_for_its_owner_alone(jane: Run, tmp_path: Path, what: str) -> None:
    os.umask(0o022)
    assert jane(*WRITERS[what], "new.csv").code in {0, 8}
    assert stat.S_IMODE((tmp_path / "new.csv").stat().st_mode) == 0o600


def test_a_whole_export_is_for_its_owner_alone(jane: Run, tmp_path: Path) -> None:
    jane("export", "all", "--to", "whole", code=0)
    assert stat.S_IMODE((tmp_path / "whole").stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "whole").iterdir()} == {0o600}


def test_a_link_that_is_written_over_stays_a_link(jane: Run, tmp_path: Path) -> None:
    (tmp_path / "real.csv").write_text("old")
    linked("link.csv", "real.csv")
    jane("export", "contacts", "--columns", "name", "--to", "link.csv", "--force", code=0)
    assert (tmp_path / "link.csv").is_symlink()
    assert (tmp_path / "real.csv").read_text() == "name\nJane Doe\n"


def test_a_folder_is_no_file_to_write(jane: Run, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    result = jane("export", "contacts", "--to", "folder", "--force", code=2)
    assert result.err == "Error: `folder` is a folder, not a file\nhint: give a name in it: folder/NAME\n"


@pytest.mark.parametrize("name", ["nowhere/new.csv", "people.csv/new.csv"])
def test_where_nothing_can_be_written_is_said(jane: Run, name: str) -> None:
    result = jane("export", "contacts", "--to", name, code=2)
    assert result.err.startswith(f"Error: `{name}` cannot be written: no")
    assert result.err.count("\n") == 1


def test_what_is_no_file_on_a_disk_is_written_straight_into(jane: Run, path: Path, tmp_path: Path) -> None:
    jane("export", "contacts", "--columns", "name", "--to", "/dev/null", code=0)
    assert stat.S_ISCHR(os.stat("/dev/null").st_mode)
    os.mkfifo(tmp_path / "pipe")
    reader = subprocess.Popen(["cat", "pipe"], stdout=subprocess.PIPE, text=True)
    jane("export", "contacts", "--columns", "name", "--to", "pipe", code=0)
    assert reader.communicate()[0] == "name\nJane Doe\n"
    said = program("export", "contacts", "--columns", "name", "--to", "/dev/stdout", path=path)
    assert said.stdout == "name\nJane Doe\n"


def test_a_stream_that_the_shell_opened_keeps_what_is_in_it(jane: Run, path: Path, tmp_path: Path) -> None:
    with (tmp_path / "all.csv").open("w") as stream:
        stream.write("# mine\n")
        stream.flush()
        words = ("export", "contacts", "--columns", "name", "--to", "/dev/stdout")
        assert program(*words, path=path, stdout=stream).returncode == 0
    assert (tmp_path / "all.csv").read_text() == "# mine\nname\nJane Doe\n"


def test_a_stream_of_another_process_is_none_of_ours_of_that_number(
    jane: Run, path: Path, tmp_path: Path
) -> None:
    """The third stream of ours is the CRM's own file."""
    (tmp_path / "all.csv").write_text("mine\n")
    code = "import os, sys; os.dup2(os.open(sys.argv[1], os.O_RDWR), 3); print(flush=True); sys.stdin.read()"
    for name, said in (
        ("crm.db", "is the crm file itself, which no command writes over"),
        ("all.csv", "is there already"),
    ):
        with subprocess.Popen(
            [sys.executable, "-c", code, name], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        ) as other:
            assert other.stdin and other.stdout and other.stdout.readline()
            words = ("export", "contacts", "--to", f"/proc/{other.pid}/fd/3")
            done = program(*words, path=path)
        assert (done.returncode, done.stdout) == (5, "")
        assert done.stderr.startswith(f"Error: `{words[-1]}` {said}\n")
    assert (tmp_path / "all.csv").read_text() == "mine\n"
    assert jane("contact", "list", "-f", "{name}").lines == ["Jane Doe"]


def test_rejected_rows_come_back_as_they_were(jane: Run, tmp_path: Path) -> None:
    (tmp_path / "odd.csv").write_text('Name,Score,=Note\n\'=Ann,many,"a\rb"\n')
    jane("import", "odd.csv", "--as", "contacts", "--strict", "--rejects", "left.csv", code=8)
    assert (tmp_path / "left.csv").read_bytes() == (
        b"Name,Score,'=Note,line,reason\n'=Ann,many,\"a\rb\",2,Score: `many` is not a number\n"
    )


def test_an_import_that_cannot_keep_its_rejects_imports_nothing(jane: Run) -> None:
    result = jane("import", "people.csv", "--as", "contacts", "--rejects", "nowhere/left.csv", code=2)
    assert result.err == "Error: `nowhere/left.csv` cannot be written: no such file or directory\n"
    assert jane("contact", "list", "-f", "{name}").lines == ["Jane Doe"]


def killed(path: Path, target: Path, number: int) -> int:
    """Write half a file in a process that is then ended by a signal; returns how it ended."""
    child = os.fork()
    if not child:
        if number != signal.SIGKILL:
            signal.signal(number, signal.SIG_DFL)  # whoever runs the suite may let it outlive its terminal
        app = App(
            Globals(),
            env={"CRM_DB": str(path)},
            stdin=io.StringIO(),
            stdout=io.StringIO(),
            stderr=io.StringIO(),
        )
        try:
            with files.written(app, str(target), force=True) as out:
                out.write("half\n")
                out.flush()
                os.kill(os.getpid(), number)
        finally:
            os._exit(1)
    return os.WTERMSIG(os.waitpid(child, 0)[1])


def test_a_kill_leaves_the_file_that_was_there_and_what_it_left_is_cleared_by_the_next(
    jane: Run, path: Path, tmp_path: Path
) -> None:
    target = tmp_path / "contacts.csv"
    target.write_text("old\n")
    before = sorted(held(tmp_path))
    assert killed(path, target, signal.SIGKILL) == signal.SIGKILL
    assert target.read_text() == "old\n"
    left = [Path(name).name for name in whole.left_overs([str(tmp_path)])]
    assert sorted(held(tmp_path)) == sorted([*before, *left])
    assert len(left) == 1
    jane("export", "contacts", "--columns", "name", "--to", str(target), "--force", code=0)
    assert target.read_text() == "name\nJane Doe\n"
    assert sorted(held(tmp_path)) == before


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_polite_kill_leaves_nothing_behind(jane: Run, path: Path, tmp_path: Path, number: int) -> None:
    before = held(tmp_path)
    assert killed(path, tmp_path / "contacts.csv", number) == number
    assert held(tmp_path) == before


def test_a_name_taken_meanwhile_is_not_written_over(jane: Run, path: Path, tmp_path: Path) -> None:
    app = App(Globals(), env={"CRM_DB": str(path)})
    target = tmp_path / "new.csv"
    with pytest.raises(Conflict), files.written(app, str(target)) as out:
        out.write("ours\n")
        target.write_text("theirs\n")
    assert target.read_text() == "theirs\n"
    assert whole.left_overs([str(tmp_path)]) == []
    assert not list(tmp_path.glob(".crm-*"))
