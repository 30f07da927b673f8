"""A table that another program rebuilt has lost its triggers: no write goes unlogged, and the doctor mends."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import sqlite_utils

Run = Callable[..., Any]

REFUSED = (
    "Error: the history would not see this: another program has removed the triggers that write it\n"
    "hint: crm doctor --fix\n"
)


def rebuild(path: Path, table: str) -> None:
    """Do what `sqlite-utils transform` does to a table."""
    db = sqlite_utils.Database(path)
    db[table].transform()
    db.conn.close()


@pytest.fixture
def worked(crm: Run, path: Path) -> Run:
    """A file with a step to undo, one to redo, and a sheet to import beside it."""
    crm("contact", "add", "Jane", "--company", "Acme", "--email", "j@a.com", "--city", "Oslo", code=0)
    crm("contact", "edit", "Jane", "--city", "Rome", code=0)
    crm("contact", "edit", "Jane", "--city", "Bonn", code=0)
    crm("undo", code=0)
    (path.parent / "more.csv").write_text("name\nBob\n", encoding="utf-8")
    return crm


@pytest.mark.parametrize(
    "words",
    [
        ("contact", "edit", "Jane", "--city", "Nice"),
        ("contact", "add", "Bob"),
        ("note", "add", "Jane", "hello"),
        ("undo",),
        ("redo",),
        ("import", "more.csv", "--as", "contacts"),
        ("contact", "delete", "Jane", "--unlink"),
        ("config", "set", "currency", "EUR"),
    ],
    ids=" ".join,
)
def test_a_write_that_the_history_would_not_see_is_refused(
    worked: Run, path: Path, words: tuple[str, ...]
) -> None:
    rebuild(path, "contacts")
    typed = [str(path.parent / word) if word.endswith(".csv") else word for word in words]
    result = worked(*typed)
    assert (result.code, result.out, result.err) == (7, "", REFUSED)
    assert worked("contact", "list", "-f", "{name} {city}", code=0).out == "Jane Rome\n", "reads go on"


@pytest.mark.parametrize("table", ["contacts", "contact_points", "companies", "activities", "settings"])
def test_the_doctor_gives_a_rebuilt_table_its_triggers_back(worked: Run, path: Path, table: str) -> None:
    rebuild(path, table)
    assert worked("contact", "add", "Bob").code == 7
    found = {row["check"]: row for row in worked("doctor", "-f", "json", code=7).json}
    assert found["schema"]["state"] == "broken"
    assert found["schema"]["words"].startswith("the trigger `_")
    worked("doctor", "--fix", "--yes", code=0)
    worked("contact", "edit", "Jane", "--city", "Nice", code=0)
    worked("undo", code=0)
    assert worked("contact", "list", "-f", "{name} {city} {email}", code=0).out == "Jane Rome j@a.com\n"


@pytest.mark.parametrize(
    "harm", ["DROP TRIGGER _log_deals_delete", "DROP TRIGGER _log_tags_update", "DROP VIEW _watched"]
)
def test_whatever_is_missing_is_noticed_and_mended(worked: Run, path: Path, harm: str) -> None:
    db = sqlite3.connect(path)
    db.execute(harm)
    db.close()
    result = worked("contact", "add", "Bob")
    assert (result.code, result.err) == (7, REFUSED)
    worked("doctor", "--fix", "--yes", code=0)
    worked("contact", "add", "Bob", code=0)


def test_a_table_of_the_users_own_is_nobodys_business(worked: Run, path: Path) -> None:
    db = sqlite3.connect(path)
    db.execute("CREATE TABLE mine (word TEXT)")
    db.execute("CREATE TRIGGER mine_too AFTER INSERT ON mine BEGIN SELECT 1; END")
    db.close()
    worked("contact", "add", "Bob", code=0)
