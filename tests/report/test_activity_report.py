"""What was done, by period, kind, person and outcome, and the minutes it took."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Run = Callable[..., Any]


@pytest.fixture
def busy(crm: Run) -> Run:
    """Two calls, a meeting with two people and a note, in two weeks three weeks apart."""
    crm("contact", "add", "Jane Doe", "--company", "Acme", code=0)
    crm("contact", "add", "Bo Berg", code=0)
    crm("call", "Jane", "one", "--on", "2026-11-02", "--duration", "10m", "--outcome", "good", code=0)
    crm("call", "Jane", "two", "--on", "2026-11-18", "--duration", "5m", "--outcome", "busy", code=0)
    crm("meeting", "Jane", "three", "--with", "Bo", "--on", "2026-11-19", "--duration", "1h", code=0)
    crm("note", "add", "Bo", "four", "--on", "2026-11-20", code=0)
    return crm


def test_activities_go_by_week_and_no_week_is_left_out(busy: Run) -> None:
    told = busy("report", "activity")
    assert told.out == "2026-W45\t1\t10\n2026-W46\t0\t0\n2026-W47\t3\t65\n"
    assert told.err == (
        "4 activities, dated from 2026-11-02 to 2026-11-20; 1 activity without a duration adds 0\n"
    )


@pytest.mark.parametrize(
    ("by", "shown"),
    [
        ("day", "2026-11-19\t1\t60\n2026-11-20\t1\t0\n"),
        ("month", "2026-11\t2\t60\n"),
        ("kind", "meeting\t1\t60\nnote\t1\t0\n"),
        ("owner", "\t2\t60\n"),
        ("outcome", "\t2\t60\n"),
        ("contact", "Bo Berg\t2\t60\nJane Doe\t1\t60\n"),
        ("none", "2\t60\n"),
    ],
)
def test_activities_go_by_anything(busy: Run, by: str, shown: str) -> None:
    assert busy("report", "activity", "--by", by, "--period", "2026-11-19..2026-11-20").out == shown


def test_an_activity_with_several_people_counts_with_each_and_once_in_all(busy: Run) -> None:
    told = busy("report", "activity", "--by", "contact", terminal=True, env={"NO_COLOR": "1"})
    assert told.out == (
        "With      Activities  Minutes\n"
        "─────────────────────────────\n"
        "Jane Doe           3   1h 15m\n"
        "Bo Berg            2       1h\n"
        "Total              4   1h 15m\n"
    )
    assert told.err.endswith("; activities with several contacts count with each\n")


def test_only_the_activities_that_fit_are_counted(busy: Run) -> None:
    assert busy("report", "activity", "--by", "outcome", "--where", "kind:call", "-f", "json").json == [
        {"outcome": "busy", "activities": 1, "minutes": 5},
        {"outcome": "good", "activities": 1, "minutes": 10},
    ]
