"""One journey to every exit code, with all that is printed."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]


@pytest.fixture
def jane(crm: Run) -> Run:
    """A file with two people called Jane and a company that employs one."""
    crm("contact", "add", "Jane Doe", "--company", "Acme", "--email", "jane@acme.com", code=0)
    crm("contact", "add", "Jane Roe", "--email", "roe@bolt.com", code=0)
    return crm


def test_0_an_empty_list_is_an_answer(jane: Run) -> None:
    result = jane("contact", "list", "city:nowhere")
    assert (result.code, result.out, result.err) == (0, "", "")


def test_0_what_is_so_already_is_a_remark(jane: Run) -> None:
    jane("contact", "archive", "Jane Doe", code=0)
    result = jane("contact", "archive", "Jane Doe")
    assert (result.code, result.out) == (0, "Nothing to archive\n")
    assert result.err == "Jane Doe: archived already\n"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("nonsense",), "`crm` has no command `nonsense`"),
        (("contact", "add"), "missing argument 'NAME'"),
        (("contact", "add", "  "), "the name of the contact is empty"),
        (("contact", "add", "Zed", "--email", "no address"), "`no address` is not an e-mail address"),
        (("contact", "add", "Zed", "--birthday", "31.02.1990"), "--birthday: "),
        (("contact", "add", "Zed", "--birthday", "03/04/1990"), "--birthday: `03/04/1990` is "),
        (("contact", "add", "Zed", "--keep-in-touch", "often"), "--keep-in-touch: `often` is not a number"),
        (
            ("contact", "add", "Zed", "--lifecycle", "friend"),
            "lifecycle is one of lead, prospect, customer, former",
        ),
        (("contact", "list", "emial:x"), "cannot read the query: "),
        (("contact", "list", "("), "cannot read the query: "),
        (("contact", "list", "--columns", "nmae"), "contacts have no field `nmae`"),
        (("contact", "list", "-f", "xml"), "`xml` is not a format"),
        (("contact", "list", "-f", "{nmae}"), "contacts have no field `nmae`"),
        (
            ("contact", "edit", "Jane Doe", "--clear", "nmae"),
            "contacts have no field `nmae` that could be emptied",
        ),
        (("contact", "list", "--limit", "many"), "invalid value for '--limit' / '-n'"),
        (("config", "set", "currency", "EURO"), "`EURO` is not a currency code"),
        (("config", "set", "timezone", "Mars/Base"), "`Mars/Base` is not a time zone"),
        (("report", "pipeline", "--by", "nothing-known"), "deals have no field `nothing-known`"),
        (("report", "sales", "--period", "sometime"), "`sometime` is not a period"),
        (("contact", "list", "--db"), "`--db` needs a value"),
        (("contact", "list", "--now", "whenever"), "`whenever` is not a date"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_2_what_cannot_be_read_is_said(jane: Run, words: tuple[str, ...], said: str) -> None:
    result = jane(*words)
    assert (result.code, result.out) == (2, "")
    assert result.err.startswith(f"Error: {said}"), result.err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("contact", "show", "Zebedee"), "no contact matches `Zebedee`"),
        (("contact", "show", "99"), "no contact matches `99`"),
        (("contact", "show", "contact/99"), "no contact matches `contact/99`"),
        (("contact", "show", "nobody@acme.com"), "no contact matches `nobody@acme.com`"),
        (("contact", "edit", "Jane Doe", "--referred-by", "Zebedee"), "no contact matches `Zebedee`"),
        (
            ("contact", "edit", "Jane Doe", "--drop-email", "x@y.com"),
            "there is no email `x@y.com`; there is jane@acme.com",
        ),
        (("config", "get", "nothing"), "there is no setting `nothing`"),
        (("tag", "delete", "nothing"), "there is no tag `nothing`"),
        (("field", "delete", "contact", "nothing"), "contact has no field `nothing` of yours"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_3_what_does_not_exist_is_said(jane: Run, words: tuple[str, ...], said: str) -> None:
    result = jane(*words)
    assert (result.code, result.out) == (3, "")
    assert result.err.startswith(f"Error: {said}"), result.err


def test_4_several_that_fit_are_listed(jane: Run) -> None:
    result = jane("contact", "show", "jane")
    assert (result.code, result.out) == (4, "")
    assert result.err == (
        "Error: `jane` fits 2 contacts\n"
        "  contact/1  Jane Doe  Acme  jane@acme.com\n"
        "  contact/2  Jane Roe  roe@bolt.com\n"
        "hint: name it by its number: contact/1\n"
    )


def test_4_a_company_one_letter_off_is_refused_with_the_candidate(jane: Run) -> None:
    result = jane("contact", "add", "Zed", "--company", "Acmes")
    assert (result.code, result.out) == (4, "")
    assert "company/1  Acme" in result.err
    jane("contact", "add", "Zed", "--company", "Acmes", "--force", code=0)


def test_4_as_json_carries_the_candidates(jane: Run) -> None:
    result = jane("contact", "show", "jane", "-f", "json")
    assert json.loads(result.err.splitlines()[-1]) == {
        "error": {
            "code": "ambiguous",
            "exit": 4,
            "message": "`jane` fits 2 contacts",
            "hint": "name it by its number: contact/1",
            "candidates": [
                {"kind": "contact", "id": 1, "name": "Jane Doe"},
                {"kind": "contact", "id": 2, "name": "Jane Roe"},
            ],
        }
    }


@pytest.mark.parametrize(
    "words",
    [
        ("contact", "add", "Somebody", "--email", "JANE@acme.com"),
        ("contact", "add", "jane doe"),
        ("company", "add", "ACME"),
    ],
    ids=" ".join,
)
def test_5_a_duplicate_is_refused_naming_the_one_found(jane: Run, words: tuple[str, ...]) -> None:
    result = jane(*words)
    assert (result.code, result.out) == (5, "")
    assert "is there already" in result.err
    assert jane(*words, "--if-absent", "-f", "ids", code=0).out == "1\n"
    assert jane(*words, "--force", "-f", "ids", code=0).out != "1\n"


def test_5_a_company_with_people_is_not_deleted(jane: Run) -> None:
    result = jane("company", "delete", "Acme")
    assert result.code == 5
    assert result.err == (
        "Error: company 1 is used by 1 contact\n"
        "hint: crm company archive 1 or crm company delete 1 --unlink\n"
    )
    jane("company", "delete", "Acme", "--unlink", code=0)
    assert jane("contact", "show", "Jane Doe", "-f", "{name}:{company}").out == "Jane Doe:\n"


def test_6_a_bulk_change_needs_a_yes(jane: Run) -> None:
    jane("contact", "add", "Jane Poe", code=0)
    result = jane("contact", "archive", "1", "2", "3")
    assert (result.code, result.out, result.err) == (
        6,
        "",
        "Error: archive 3 contacts needs a yes\nhint: --yes\n",
    )
    jane("contact", "archive", "1", "2", "3", "--yes", code=0)
    assert jane("contact", "list").out == ""


def test_6_a_no_changes_nothing(jane: Run) -> None:
    jane("contact", "add", "Jane Poe", code=0)
    result = jane("contact", "archive", "1", "2", "3", terminal=True, stdin="n\n")
    assert result.code == 6
    assert len(jane("contact", "list").lines) == 3


def test_7_a_named_file_that_is_missing_is_said(crm: Run, path: Path) -> None:
    result = crm("contact", "list")
    assert (result.code, result.out) == (7, "")
    assert result.err.startswith(f"Error: no crm file at `{path}`\nhint: ")
    assert not path.exists()


def test_7_a_text_file_is_not_ours(crm: Run, path: Path) -> None:
    path.write_text("hello, this is no database at all, just words\n" * 40)
    for words in (("contact", "list"), ("contact", "add", "Jane")):
        result = crm(*words)
        assert result.code == 7
        assert "is not a crm file" in result.err
    assert path.read_text().startswith("hello")


def test_7_another_programs_database_is_not_ours(crm: Run, path: Path) -> None:
    db = sqlite3.connect(path)
    db.execute("CREATE TABLE mine (id INTEGER)")
    db.commit()
    db.close()
    before = path.read_bytes()
    for words in (("contact", "list"), ("contact", "add", "Jane")):
        result = crm(*words)
        assert result.code == 7
        assert "is a database of another program" in result.err
    assert path.read_bytes() == before


def test_7_a_newer_schema_is_left_alone(jane: Run, path: Path) -> None:
    db = sqlite3.connect(path)
    db.execute("PRAGMA user_version = 999")
    db.commit()
    db.close()
    for words in (("contact", "list"), ("contact", "add", "Zed")):
        result = jane(*words)
        assert result.code == 7
        assert "was written by a newer crm (schema 999" in result.err


def test_7_a_folder_is_no_file(crm: Run, path: Path) -> None:
    path.mkdir()
    for words in (("contact", "list"), ("contact", "add", "Jane")):
        result = crm(*words)
        assert (result.code, result.err) == (7, f"Error: `{path}` is a folder, not a file\n")


def test_7_a_file_another_program_keeps_locked(jane: Run, path: Path) -> None:
    db = sqlite3.connect(path)
    db.execute("BEGIN IMMEDIATE")
    result = jane("contact", "add", "Zed", env={"CRM_LOCK_WAIT": "0"})
    assert result.code == 7
    assert "is being written by another program" in result.err
    assert jane("contact", "list", code=0).lines[0].startswith("1\tJane Doe")
    db.rollback()
    db.close()


def test_7_a_damaged_file(jane: Run, path: Path) -> None:
    for extra in path.parent.glob("crm.db-*"):
        extra.unlink()
    data = bytearray(path.read_bytes())
    data[4096:] = b"\xff" * (len(data) - 4096)
    path.write_bytes(bytes(data))
    result = jane("contact", "list")
    assert result.code == 7, result.err
    assert "is damaged" in result.err


def test_a_new_file_is_the_users_alone(crm: Run, tmp_path: Path) -> None:
    place = tmp_path / "new" / "folder" / "my.db"
    crm("contact", "add", "Jane", "--db", str(place), code=0)
    assert stat.S_IMODE(place.stat().st_mode) == 0o600
    assert stat.S_IMODE(place.parent.stat().st_mode) == 0o700


def test_10_only_on_request(crm: Run) -> None:
    crm("remind", "add", "call Jane", "--due", "2026-11-20", code=0)
    assert crm("remind").code == 0
    assert crm("remind", "--exit-code").code == 10
    assert crm("remind", "--exit-code", now="2026-11-19").code == 0


def program(*words: str, path: Path, **more: Any) -> subprocess.CompletedProcess[bytes]:
    """Run the program as a process of its own."""
    env = {
        "PATH": os.environ["PATH"],
        "CRM_DB": str(path),
        "PYTHONPATH": str(Path(__file__).parent.parent),
        **more.pop("env", {}),
    }
    return subprocess.run(
        [sys.executable, "-m", "crm_cli", *words], env=env, capture_output=True, check=False, **more
    )


def test_a_closed_pipe_ends_quietly_with_0(jane: Run, path: Path) -> None:
    for number in range(30):
        jane("contact", "add", f"Person {number:03}", code=0)
    command = f"{sys.executable} -m crm_cli contact list -f json; echo $? >&2"
    env = {"PATH": os.environ["PATH"], "CRM_DB": str(path), "PYTHONPATH": str(Path(__file__).parent.parent)}
    done = subprocess.run(
        ["/bin/sh", "-c", f"({command}) | head -c 10"], env=env, capture_output=True, check=False
    )
    assert done.stdout == b'[\n{"id": 1'
    assert done.stderr == b"0\n"


def test_utf8_even_under_the_c_locale_and_without_a_home(crm: Run, path: Path) -> None:
    crm("contact", "add", "Қайрат علی", code=0)
    done = program("contact", "list", "-f", "{name}", path=path, env={"LC_ALL": "C", "LANG": "C"})
    assert (done.returncode, done.stdout.decode()) == (0, "Қайрат علی\n")
    done = program("contact", "add", "Ёлка", path=path, env={"LC_ALL": "C"})
    assert (done.returncode, done.stdout.decode()) == (0, "Added Ёлка (contact/2)\n"), done.stderr


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_7_a_read_only_file_is_read_but_not_written(jane: Run, path: Path) -> None:
    path.chmod(0o400)
    assert jane("contact", "list").code == 0
    assert jane("contact", "add", "Zed").code == 7


def test_an_immutable_copy_can_be_read(jane: Run, path: Path, tmp_path: Path) -> None:
    folder = tmp_path / "shelf"
    folder.mkdir()
    copy = folder / "copy.db"
    shutil.copy(path, copy)
    folder.chmod(0o500)
    copy.chmod(0o400)
    try:
        assert jane("contact", "list", "--db", str(copy), "-f", "ids", code=0).out == "1\n2\n"
    finally:
        folder.chmod(0o700)
