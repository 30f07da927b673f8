"""A report over another kind of record is a few lines, and has all the options of the others."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from crm_cli.report import commands
from crm_cli.report.report import Count, Ratio, Report

ROOT = Path(commands.__file__).parent.parent.parent
Run = Callable[..., Any]

FINISHED = Report(
    "finished",
    kind="reminder",
    noun="finished reminder",
    counts="t.done_on IS NOT NULL",
    day="done_on",
    dated="done",
    by="month",
    measures=(
        Count("reminders"),
        Count("late", "t.done_on > t.due_on"),
        Ratio("share_late", "late", ("reminders",)),
    ),
    help="Show what was done, and how much of it late.",
    example="crm report finished --by owner",
)


@pytest.fixture
def tidy(crm: Run) -> Iterator[Run]:
    """Three reminders done, one of them late, one still open; and the report on them."""
    for text, due, done in (("a", "2026-09-01", "2026-09-01"), ("b", "2026-09-10", "2026-09-11"), ("c", "2026-11-05", "2026-11-01")):  # fmt: skip
        crm("remind", "add", text, "--due", due, now="2026-08-01", code=0)
        crm("done", text, now=done, code=0)
    crm("remind", "add", "d", code=0)
    before = list(commands.app.registered_commands)
    commands.register(FINISHED)
    yield crm
    commands.app.registered_commands[:] = before


def test_it_counts_by_its_own_day_and_leaves_no_month_out(tidy: Run) -> None:
    told = tidy("report", "finished", "-f", "csv")
    assert (
        told.out
        == "month,reminders,late,share_late\n2026-09,2,1,0.500000\n2026-10,0,0,\n2026-11,1,0,0.000000\n"
    )
    assert told.err == "3 finished reminders, done from 2026-09-01 to 2026-11-01\n"


def test_it_has_the_options_of_all_reports(tidy: Run) -> None:
    assert tidy("report", "finished", "--by", "title", "--where", "title:b").out == "b\t1\t1\t1.000000\n"
    assert tidy("report", "finished", "--records", "-f", "{title}").out == "a\nb\nc\n"
    assert tidy("report", "finished", "--chart", "--by", "title", env={"COLUMNS": "30"}).lines == [
        f"a  {' ' * 19}  0 of 1",
        f"b  {'█' * 19}  1 of 1",
        f"c  {' ' * 19}  0 of 1",
    ]
    compared = ("--period", "2026-11", "--compare", "previous", "--by", "none", "-f", "json")
    assert tidy("report", "finished", *compared).json == [
        {"reminders": 1, "late": 0, "share_late": 0, "previous_reminders": 0, "previous_late": 0,
         "previous_share_late": None}
    ]  # fmt: skip


def test_its_help_is_made_of_what_it_declares(tidy: Run) -> None:
    told = tidy("report", "finished", "--help").out
    assert told.startswith("Example: crm report finished --by owner\n\nUsage: crm report finished")
    assert "Show what was done, and how much of it late." in told


def test_the_sql_it_explains_gives_its_figures(tidy: Run, path: Path) -> None:
    sql = tidy("report", "finished", "--explain", "-f", "json").json["sql"]
    db = sqlite3.connect(path)
    assert [(row[1], row[3]) for row in db.execute(sql)] == [
        ("2026-09-01", 1), ("2026-09-11", 1), ("2026-11-01", 1)
    ]  # fmt: skip


def test_the_page_shows_a_report_as_it_is_declared() -> None:
    page = (ROOT / "docs" / "reports.md").read_text(encoding="utf-8")
    [shown] = re.findall(r"^```python\n(.*?)^```", page, re.MULTILINE | re.DOTALL)
    assert shown in (ROOT / "crm_cli" / "report" / "activities.py").read_text(encoding="utf-8")
    assert len(shown.splitlines()) <= 15
