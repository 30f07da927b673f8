"""The sample business: lively, the same for the same moment, with a history of its own that begins empty."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]


@pytest.fixture
def sample(crm: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the demo has put its file."""
    monkeypatch.chdir(tmp_path)
    shown = crm("demo", code=0)
    assert shown.out.endswith("\nGo on yourself:  crm --db crm-demo.db today\n")
    assert shown.out.count("\n$ crm --db crm-demo.db ") == 10
    return tmp_path / "crm-demo.db"


def test_it_is_a_lively_business_with_an_empty_history(crm: Run, sample: Path) -> None:
    def count(*words: str) -> int:
        return len(crm("--db", str(sample), *words, "-f", "ids", code=0).lines)

    assert count("contact", "list") >= 40
    assert count("deal", "list", "status:open") >= 5
    assert count("remind") >= 3
    assert {"Lead", "Qualified", "Proposal", "Negotiation"} <= set(
        crm("--db", str(sample), "deal", "list", "status:open", "-f", "{stage}").lines
    )
    assert crm("--db", str(sample), "history", code=0).out == ""
    assert crm("--db", str(sample), "undo").code == 5


def test_the_doctor_finds_it_sound(crm: Run, sample: Path) -> None:
    result = crm("--db", str(sample), "doctor", code=0)
    assert "broken" not in result.out


def test_the_same_moment_gives_the_same_records(crm: Run, sample: Path, path: Path) -> None:
    crm("demo", "other.db", code=0)
    first, second = (sqlite3.connect(file) for file in (sample, sample.with_name("other.db")))
    for table in (
        "contacts",
        "companies",
        "deals",
        "activities",
        "reminders",
        "stage_moves",
        "taggings",
        "_file",
    ):
        rows = [db.execute(f"SELECT * FROM {table} ORDER BY id").fetchall() for db in (first, second)]
        assert rows[0] == rows[1], table
    first.close()
    second.close()
    assert not path.exists()


def test_a_file_that_is_there_is_not_touched(crm: Run, sample: Path) -> None:
    before = sample.read_bytes()
    assert crm("demo").code == 5
    assert sample.read_bytes() == before
