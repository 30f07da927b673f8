"""The one statement of a report: one pass over an index or a table, sums that are exact, weights as in Python."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crm_cli.core import money, money_sql
from crm_cli.report.by import By
from crm_cli.report.count import counted
from crm_cli.report.deals import PIPELINE, REPORTS
from crm_cli.report.question import Question
from crm_cli.report.terms import Term

Run = Callable[..., Any]


@pytest.fixture
def file(sold: Run, path: Path) -> Iterator[sqlite3.Connection]:
    db = sqlite3.connect(path)
    yield db
    db.close()


def plan(sold: Run, db: sqlite3.Connection, *words: str) -> list[str]:
    sql = sold("report", *words, "--explain", "-f", "json", code=0).json["sql"]
    db.create_function("today", 0, lambda: "2026-11-21")
    return [row[3] for row in db.execute(f"EXPLAIN QUERY PLAN {sql}")]


@pytest.mark.parametrize("report", REPORTS, ids=lambda report: report.name)
@pytest.mark.parametrize("by", ["none", "month", "owner", "stage", "company"])
def test_deals_are_passed_once_by_their_status(
    sold: Run, file: sqlite3.Connection, report: Any, by: str
) -> None:
    steps = plan(sold, file, report.name, "--by", by)
    reads = [step for step in steps if step.startswith(("SCAN", "SEARCH")) and "(subquery" not in step]
    assert reads[0].startswith("SEARCH t USING INDEX deals_status (status=?")
    assert all(step.endswith("USING INTEGER PRIMARY KEY (rowid=?)") for step in reads[1:])


def test_a_period_is_a_stretch_of_the_index(sold: Run, file: sqlite3.Connection) -> None:
    steps = plan(sold, file, "sales", "--by", "month", "--period", "2026-11")
    assert "SEARCH t USING INDEX deals_status (status=? AND closed_on>? AND closed_on<?)" in steps


def asked(value: str, weight: str = "") -> Question:
    return Question(PIPELINE, {"sum": Term("TRUE", value, weight)}, "t.day", By())


@settings(max_examples=50, deadline=None)
@given(
    deals=st.lists(
        st.tuples(st.integers(-(2**63), 2**63 - 1), st.integers(0, 10_000)), min_size=1, max_size=20
    )
)
def test_sums_and_weights_are_exact_at_any_size(deals: list[tuple[int, int]]) -> None:
    db = sqlite3.connect(":memory:")
    db.execute("CREATE TABLE deals (amount INTEGER, chance INTEGER, status TEXT, day TEXT)")
    db.executemany("INSERT INTO deals VALUES (?, ?, 'open', NULL)", deals)
    [plain] = counted(db, asked("t.amount"))
    assert plain.sums[0].total == sum(amount for amount, _ in deals)
    [weighed] = counted(db, asked("t.amount", "t.chance"))
    whole = sum(amount * chance for amount, chance in deals)
    assert weighed.sums[0].total == whole
    assert money.divide_half_away(weighed.sums[0].total, 10_000) == money.divide_half_away(whole, 10_000)


@given(amount=st.integers(-(10**12), 10**12), chance=st.integers(0, 10_000))
def test_one_deal_is_weighted_in_a_report_as_in_a_list(amount: int, chance: int) -> None:
    db = sqlite3.connect(":memory:")
    sql = money_sql.weighted_sql("?1", "?2")
    assert db.execute(f"SELECT {sql}", (amount, chance)).fetchone()[0] == money.divide_half_away(
        amount * chance, 10_000
    )
