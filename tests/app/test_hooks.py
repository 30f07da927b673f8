"""Hooks: programs of the user's own before and after every write, given JSON, outside the transaction."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the test's own hooks are shell scripts")

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture
def hook(home: Path) -> Callable[..., Path]:
    """Write a hook: `hook("pre-write", "exit 1")`; returns where."""

    def write(event: str, script: str, mode: int = 0o700) -> Path:
        path = home / ".config" / "crm" / "hooks" / event
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"#!/bin/sh\n{script}\n")
        path.chmod(mode)
        return path

    return write


def test_a_hook_before_a_write_is_told_the_words_and_the_records_they_name(
    crm: Run, hook: Callable[..., Path], tmp_path: Path, path: Path
) -> None:
    crm("contact", "add", "Jane Doe", code=0)
    hook("pre-write", f"cat > {tmp_path}/told")
    crm("--reason", "moved", "contact", "edit", "jane", "--city", "Rome", code=0)
    assert json.loads((tmp_path / "told").read_text()) == {
        "event": "pre-write",
        "words": ["contact", "edit", "jane", "--city", "Rome"],
        "file": str(path),
        "at": "2026-11-21T09:30:00Z",
        "kind": "contact",
        "records": [{"kind": "contact", "id": 1, "name": "Jane Doe"}],
        "count": 1,
    }


def test_a_hook_after_a_write_is_told_the_step_and_what_became_of_each_record(
    crm: Run, hook: Callable[..., Path], tmp_path: Path, path: Path
) -> None:
    crm("contact", "add", "Jane Doe", "--city", "Oslo", code=0)
    hook("post-write", f"cat > {tmp_path}/told")
    crm("contact", "edit", "jane", "--city", "Rome", code=0)
    assert json.loads((tmp_path / "told").read_text()) == {
        "event": "post-write",
        "words": ["contact", "edit", "jane", "--city", "Rome"],
        "file": str(path),
        "at": "2026-11-21T09:30:00Z",
        "kind": "contact",
        "step": 2,
        "changes": [
            {
                "record": "contact/1",
                "name": "Jane Doe",
                "what": "changed",
                "fields": [{"field": "city", "old": "Oslo", "new": "Rome"}],
            }
        ],
    }


def test_a_hook_before_a_write_may_refuse_it_and_then_nothing_is_written(
    crm: Run, hook: Callable[..., Path], path: Path
) -> None:
    hook("pre-write", 'grep -q \'"delete"\' || exit 0; echo "nobody deletes here" >&2; exit 1')
    crm("contact", "add", "Jane", code=0)
    before = path.read_bytes()
    refused = crm("contact", "delete", "Jane")
    assert (refused.code, refused.out, refused.err) == (1, "", "Error: nobody deletes here\n")
    assert path.read_bytes() == before
    crm("alias", "set", "gone", "contact delete", code=0)
    assert crm("gone", "Jane", code=1).err == "Error: nobody deletes here\n"
    assert (
        crm("contact", "delete", "Jane", "-f", "json", code=1).err.splitlines()[0]
        == "Error: nobody deletes here"
    )


def test_one_that_refuses_without_a_word_is_named(crm: Run, hook: Callable[..., Path], path: Path) -> None:
    place = hook("pre-write", "exit 7")
    assert (
        crm("contact", "add", "Jane", code=1).err
        == f"Error: the hook {place} ended with 7; nothing was written\n"
    )
    assert not path.exists()


def test_neither_reads_nor_dry_runs_nor_what_changes_nothing_call_them(
    crm: Run, hook: Callable[..., Path], tmp_path: Path
) -> None:
    crm("contact", "add", "Jane", "--city", "Oslo", code=0)
    for event in ("pre-write", "post-write"):
        hook(event, f"echo {event} >> {tmp_path}/called")
    for words in (("contact", "list"), ("today",), ("find", "jane"), ("remind",), ("history",)):
        crm(*words, code=0)
    crm("contact", "delete", "Jane", "--dry-run", code=0)
    assert not (tmp_path / "called").exists()
    crm("contact", "edit", "Jane", "--city", "Oslo", code=0)
    assert (tmp_path / "called").read_text() == "pre-write\n"
    crm("contact", "edit", "Jane", "--city", "Rome", code=0)
    assert (tmp_path / "called").read_text() == "pre-write\npre-write\npost-write\n"


def test_many_records_are_one_call_with_their_count(
    crm: Run, hook: Callable[..., Path], tmp_path: Path
) -> None:
    sheet = tmp_path / "people.csv"
    sheet.write_text("Name,City\n" + "".join(f"Person {number},Oslo\n" for number in range(120)))
    hook("pre-write", f"cat >> {tmp_path}/pre")
    hook("post-write", f"cat >> {tmp_path}/post")
    crm("import", str(sheet), "--as", "contacts", code=0)
    crm("contact", "tag", "--where", "city:Oslo", "north", "--yes", code=0)
    pre = [json.loads(line) for line in (tmp_path / "pre").read_text().splitlines()]
    post = [json.loads(line) for line in (tmp_path / "post").read_text().splitlines()]
    assert [(told["words"][0], told["count"], len(told["records"])) for told in pre] == [
        ("import", 0, 0),
        ("contact", 120, 100),
    ]
    assert [(told["words"][0], [each["count"] for each in told["changes"]]) for told in post] == [
        ("import", [120]),
        ("contact", [120]),
    ]


def test_what_a_hook_says_is_a_remark_and_one_after_a_write_cannot_take_it_back(
    crm: Run, hook: Callable[..., Path]
) -> None:
    hook("pre-write", "echo looks good")
    place = hook("post-write", "echo told; exit 3")
    said = crm("contact", "add", "Jane", code=0)
    assert said.out == "Added Jane (contact/1)\n"
    assert said.err == f"looks good\ntold\nthe hook {place} ended with 3\n"
    assert crm("contact", "add", "Zed", "--quiet", code=0).err == ""


def test_one_that_hangs_is_ended_with_all_it_has_started(
    crm: Run, hook: Callable[..., Path], tmp_path: Path, path: Path
) -> None:
    place = hook("pre-write", f"tail -f /dev/null & echo $! > {tmp_path}/child; wait")
    refused = crm("contact", "add", "Jane", env={"CRM_HOOK_TIMEOUT": "1"}, code=1)
    assert refused.err == (
        f"Error: the hook {place} took longer than 1 s and was stopped; nothing was written\n"
        "hint: give it more time: CRM_HOOK_TIMEOUT=60\n"
    )
    assert not path.exists()
    child = int((tmp_path / "child").read_text())
    stat = Path(f"/proc/{child}/stat")
    if stat.parent.parent.is_dir() and Path("/proc/self").exists():
        assert not stat.exists() or stat.read_text().rpartition(")")[2].split()[0] == "Z"
    else:
        with pytest.raises(ProcessLookupError):
            os.kill(child, 0)


def test_what_a_hook_leaves_running_is_not_waited_for(
    crm: Run, hook: Callable[..., Path], tmp_path: Path
) -> None:
    hook("post-write", f"tail -f /dev/null & echo $! > {tmp_path}/child")
    crm("contact", "add", "Jane", code=0)
    os.kill(int((tmp_path / "child").read_text()), 15)


def test_one_that_is_not_executable_is_left_out_and_told(crm: Run, hook: Callable[..., Path]) -> None:
    place = hook("pre-write", "exit 1", mode=0o600)
    said = crm("contact", "add", "Jane", code=0)
    assert said.err == f"the hook {place} is not executable, and left out: chmod +x makes it so\n"


def test_one_that_cannot_be_run_refuses(crm: Run, hook: Callable[..., Path], path: Path) -> None:
    place = hook("pre-write", "")
    place.write_text("#!/nowhere/at/all\n")
    refused = crm("contact", "add", "Jane", code=1)
    assert refused.err == f"Error: the hook {place} cannot be run: no such file or directory\n"
    assert not path.exists()


@pytest.mark.parametrize("event", ["pre-write", "post-write"])
def test_a_hook_may_write_itself_in_a_bare_environment_and_calls_none_by_it(
    crm: Run, hook: Callable[..., Path], event: str
) -> None:
    crm("contact", "add", "Jane", code=0)
    hook(event, f'PYTHONPATH="{ROOT}" "{sys.executable}" -m crm_cli note 1 "by a hook" --quiet')
    crm("contact", "edit", "Jane", "--city", "Rome", code=0)
    steps = [row["words"] for row in crm("history", "-f", "json", code=0).json][::-1]
    own = "crm note 1 'by a hook' --quiet"
    edit = "crm contact edit Jane --city Rome"
    assert steps[1:] == ([own, edit] if event == "pre-write" else [edit, own])
