"""The quickest answer to `crm remind`: the same as the tree's, and next to nothing imported."""

from __future__ import annotations

import io
import os
import sqlite3
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crm_cli.app.context import App
from crm_cli.app.hoisting import Globals
from crm_cli.cli import boundary
from crm_cli.core import text
from crm_cli.db import connection, transactions
from crm_cli.reminder import due

ROOT = Path(__file__).parents[2]
NOW = "2026-11-21T09:30:00Z"

texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=8)
days = st.sampled_from(["2026-11-19", "2026-11-20", "2026-11-21", "2026-11-22"])
maybe_hours = st.one_of(st.none(), st.integers(0, 23))
reminders = st.fixed_dictionaries(
    {
        "title": texts,
        "due_on": days,
        "due_hour": maybe_hours,
        "snoozed_on": st.one_of(st.none(), days),
        "snoozed_hour": maybe_hours,
        "priority": st.integers(1, 3),
        "whom": st.one_of(st.none(), st.tuples(st.sampled_from(["contact", "company", "deal"]), texts)),
        "is_done": st.booleans(),
        "is_archived": st.booleans(),
    }
)


def made_file(folder: str, rows: list[dict[str, Any]], timezone: str = "") -> str:
    path = f"{folder}/crm.db"
    db = connection.open_write(path, now=datetime(2026, 11, 1, tzinfo=UTC))
    with transactions.transaction(db, path):
        db.execute("INSERT INTO pipelines (id, name, position, created_at) VALUES (1, 'Sales', 1, '')")
        db.execute("INSERT INTO stages (id, pipeline_id, name, position) VALUES (1, 1, 'Lead', 1)")
        if timezone:
            db.execute("INSERT INTO settings (name, value) VALUES ('timezone', ?)", (timezone,))
        for row in rows:
            links = {"contact": None, "company": None, "deal": None}
            if row.get("whom"):
                kind, name = row["whom"]
                table, title = {
                    "contact": ("contacts", "name"),
                    "company": ("companies", "name"),
                    "deal": ("deals", "title"),
                }[kind]
                more, ones = (", pipeline_id, stage_id", ", 1, 1") if kind == "deal" else ("", "")
                links[kind] = db.execute(
                    f"INSERT INTO {table} ({title}, created_at{more}) VALUES (?, ''{ones})",
                    (name,),
                ).lastrowid
            snoozed = row.get("snoozed_on")
            db.execute(
                "INSERT INTO reminders (title, due_on, due_at, snoozed_on, snoozed_at, priority,"
                " contact_id, company_id, deal_id, done_at, archived_at, created_at)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, '')",
                (
                    row["title"],
                    row["due_on"],
                    _at(row["due_on"], row.get("due_hour")),
                    snoozed,
                    _at(snoozed, row.get("snoozed_hour")) if snoozed else None,
                    row.get("priority", 2),
                    *links.values(),
                    NOW if row.get("is_done") else None,
                    NOW if row.get("is_archived") else None,
                ),
            )
    db.close()
    return path


def _at(day: str, hour: int | None) -> str | None:
    return None if hour is None else f"{day}T{hour:02}:00:00Z"


def both_ways(path: str, *flags: str, env: dict[str, str] | None = None, now: str = NOW) -> tuple[Any, Any]:
    """What the fast path and the tree print, and how they end."""
    world = {"HOME": str(Path(path).parent), "TZ": "UTC", **(env or {})}
    out = io.StringIO()
    code = due.answer_plainly(
        path, now, world, has_exit_code="--exit-code" in flags, is_summary="--summary" in flags, out=out
    )
    tree = App(Globals(), env=world, stdin=io.StringIO(), stdout=io.StringIO(), stderr=io.StringIO())
    ended = boundary.run(["remind", "--db", path, "--now", now, *flags], tree, is_quick=False)
    return (out.getvalue(), code), (tree.stdout.getvalue(), ended)  # type: ignore[attr-defined]


@settings(max_examples=30, deadline=None)
@given(
    rows=st.lists(reminders, max_size=6),
    flags=st.lists(st.sampled_from(["--exit-code", "--summary", "--quiet"]), unique=True),
    zone=st.sampled_from(["", "UTC", "Asia/Almaty", "America/Los_Angeles", "Pacific/Kiritimati"]),
    now=st.sampled_from([NOW, "2026-11-20T23:59:59Z", "2026-11-21"]),
)
def test_both_ways_say_the_same(rows: list[dict[str, Any]], flags: list[str], zone: str, now: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        fast, tree = both_ways(made_file(folder, rows, zone), *flags, now=now)
    assert fast == tree


def test_lines_are_when_record_what_whom(tmp_path: Path) -> None:
    rows = [
        {"title": "later", "due_on": "2026-11-22"},
        {"title": "send\tquote\\\n", "due_on": "2026-11-21", "due_hour": 14, "whom": ("contact", "Ann\rLee")},
        {"title": "calm", "due_on": "2026-11-21", "priority": 3},
        {"title": "late", "due_on": "2026-11-19", "whom": ("deal", "Renewal")},
        {"title": "put off", "due_on": "2026-11-01", "snoozed_on": "2026-11-21", "whom": ("company", "Acme")},
        {"title": "put off further", "due_on": "2026-11-01", "snoozed_on": "2026-11-23"},
        {"title": "done", "due_on": "2026-11-01", "is_done": True},
        {"title": "hidden", "due_on": "2026-11-01", "is_archived": True},
    ]
    fast, tree = both_ways(made_file(str(tmp_path), rows), "--exit-code")
    lines = (
        "2026-11-19\treminder/4\tlate\tRenewal\n"
        "2026-11-21\treminder/5\tput off\tAcme\n"
        "2026-11-21 14:00\treminder/2\tsend\\tquote\\\\\\n\tAnn\\rLee\n"
        "2026-11-21\treminder/3\tcalm\t\n"
    )
    assert fast == tree == (lines, 10)


@pytest.mark.parametrize(
    ("rows", "flags", "printed", "code"),
    [
        ([], ["--exit-code"], "", 0),
        ([], ["--summary"], "", 0),
        ([{"title": "x", "due_on": "2026-11-20"}], [], "2026-11-20\treminder/1\tx\t\n", 0),
        ([{"title": "x", "due_on": "2026-11-20"}], ["--summary", "--exit-code"], "1 overdue\n", 10),
        (
            [{"title": "x", "due_on": d} for d in ("2026-11-20", "2026-11-21")],
            ["--summary"],
            "1 overdue, 1 today\n",
            0,
        ),
    ],
)
def test_silent_when_nothing_is_due(
    tmp_path: Path, rows: list[dict[str, Any]], flags: list[str], printed: str, code: int
) -> None:
    fast, tree = both_ways(made_file(str(tmp_path), rows), *flags)
    assert fast == tree == (printed, code)


def test_the_day_is_the_users(tmp_path: Path) -> None:
    path = made_file(str(tmp_path), [{"title": "x", "due_on": "2026-11-22"}], "Asia/Almaty")
    now = "2026-11-21T19:30:00Z"  # half past midnight on the 22nd there
    assert both_ways(path, now=now)[0] == ("2026-11-22\treminder/1\tx\t\n", 0)
    assert both_ways(path, now=now, env={"CRM_TIMEZONE": "UTC"})[0] == ("", 0)


@pytest.mark.parametrize("now", ["tomorrow", "2026-11-21T09:30Z", "2026-13-01", "fri 9:00", "20261121"])
def test_a_clock_that_needs_reading_is_left_to_the_tree(tmp_path: Path, now: str) -> None:
    path = made_file(str(tmp_path), [{"title": "x", "due_on": "2026-11-20"}])
    out = io.StringIO()
    assert due.answer_plainly(path, now, {}, out=out) is None
    assert out.getvalue() == ""


def test_a_zone_that_is_not_exact_is_left_to_the_tree(tmp_path: Path) -> None:
    path = made_file(str(tmp_path), [])
    assert due.answer_plainly(path, NOW, {"CRM_TIMEZONE": "asia/almaty nowhere"}, out=io.StringIO()) is None


def test_a_file_that_is_missing_foreign_or_newer_is_left_to_the_tree(tmp_path: Path) -> None:
    def answer(path: Path) -> int | None:
        return due.answer_plainly(str(path), NOW, {"TZ": "UTC"}, out=io.StringIO())

    foreign, text_file, newer = (
        tmp_path / "other.db",
        tmp_path / "text.db",
        Path(made_file(str(tmp_path), [])),
    )
    with sqlite3.connect(foreign) as db:
        db.execute("CREATE TABLE reminders (id)")
    text_file.write_text("hello, this is no database at all\n" * 100)
    assert answer(newer) == 0
    with sqlite3.connect(newer) as db:
        db.execute("PRAGMA user_version = 99")
    found = [answer(path) for path in (tmp_path / "none.db", tmp_path, foreign, text_file, newer)]
    assert found == [None] * 5


@given(st.text())
def test_it_escapes_as_plain_output_does(value: str) -> None:
    assert value.translate(due._ESCAPES) == text.escape(value)


def test_due_reads_by_its_index(tmp_path: Path) -> None:
    db = sqlite3.connect(made_file(str(tmp_path), []))
    plan = [row[3] for row in db.execute(f"EXPLAIN QUERY PLAN {due._SQL}", ("2026-11-21", NOW))]
    assert plan[0] == "SEARCH t USING INDEX reminders_due (<expr><?)"
    assert not [step for step in plan if step.startswith("SCAN")]


def test_what_is_planned_is_read_by_an_index_of_its_own(tmp_path: Path) -> None:
    db = sqlite3.connect(made_file(str(tmp_path), []))
    today = "2026-11-21"
    for sql, values in ((due._PLANNED, (today, today, NOW)), (due._COUNT_PLANNED, (today, NOW))):
        plan = [row[3] for row in db.execute(f"EXPLAIN QUERY PLAN {sql}", values)]
        assert plan[0].startswith("SEARCH t USING INDEX activities_planned (occurred_on<?)")


@pytest.mark.parametrize("flags", [[], ["--summary"], ["--exit-code"]])
@pytest.mark.parametrize("now", [NOW, "2026-11-21T15:00:00Z", "2026-11-22", "2026-11-20T23:00:00Z"])
@pytest.mark.parametrize("zone", ["UTC", "Asia/Almaty", "America/Los_Angeles"])
def test_both_ways_say_the_same_of_what_is_planned(
    tmp_path: Path, flags: list[str], now: str, zone: str
) -> None:
    path = made_file(
        str(tmp_path), [{"title": "x", "due_on": "2026-11-21", "whom": ("contact", "Ann")}], zone
    )
    with sqlite3.connect(path) as db:
        for state, at, on, place in (
            ("planned", None, "2026-11-20", None),
            ("planned", "2026-11-21T14:00:00Z", "2026-11-21", "their\toffice"),
            ("held", "2026-11-21T08:00:00Z", "2026-11-21", None),
            ("missed", None, "2026-11-20", None),
        ):
            db.execute(
                "INSERT INTO activities (kind, state, body, occurred_at, occurred_on, duration, place, created_at)"
                " VALUES ('meeting', ?, 'demo', ?, ?, 60, ?, '')",
                (state, at, on, place),
            )
        db.execute("INSERT INTO activity_links (activity_id, contact_id, moment) VALUES (2, 1, 0)")
    fast, tree = both_ways(path, *flags, now=now)
    assert fast == tree


def test_due_looks_ahead_by_days(tmp_path: Path) -> None:
    path = made_file(str(tmp_path), [{"title": "x", "due_on": "2026-11-22"}])
    now, zone = datetime(2026, 11, 21, 9, 30, tzinfo=UTC), ZoneInfo("UTC")
    with sqlite3.connect(path) as db:
        assert due.due(db, now, zone) == []
        assert due.due(db, now, zone, 1) == [("2026-11-22", "2026-11-22", "reminder", 1, "x", None, "today")]


def test_next_to_nothing_is_imported(tmp_path: Path) -> None:
    path = made_file(str(tmp_path), [{"title": "x", "due_on": "2026-11-20"}])
    script = (
        f"import sys; sys.path.insert(0, {str(ROOT)!r}); from crm_cli.__main__ import main\n"
        f"code = main(['remind', '--exit-code', '--db', {path!r}, '--now', '{NOW}'])\n"
        "print(code, *sorted(sys.modules))"
    )
    env = {"PATH": os.environ["PATH"], "TZ": "Asia/Almaty"}
    ran = subprocess.run(
        [sys.executable, "-S", "-c", script], capture_output=True, text=True, env=env, check=True
    )
    line, modules = ran.stdout.splitlines()
    code, *names = modules.split()
    assert (line, code) == ("2026-11-20\treminder/1\tx\t", "10")
    heavy = {
        "re",
        "json",
        "typing",
        "dataclasses",
        "enum",
        "pathlib",
        "typer",
        "rich",
        "click",
        "zipfile",
        "uuid",
    }
    assert heavy & set(names) == set()
    ours = {name for name in names if name.startswith("crm_cli")}
    assert ours == {
        "crm_cli",
        "crm_cli.__main__",
        "crm_cli.app",
        "crm_cli.app.clock",
        "crm_cli.app.hoisting",
        "crm_cli.cli",
        "crm_cli.cli.quick",
        "crm_cli.cli.target",
        "crm_cli.db",
        "crm_cli.db.version",
        "crm_cli.reminder",
        "crm_cli.reminder.due",
        "crm_cli.app.settings",
    }


@pytest.mark.parametrize("words", [["remind"], ["remind", "list"], ["remind", "-f", "json"]], ids=" ".join)
@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_a_closed_pipe_ends_quietly(tmp_path: Path, words: list[str], unbuffered: str) -> None:
    path = made_file(str(tmp_path), [{"title": "x" * 70_000, "due_on": "2026-11-20"}])
    command = [sys.executable, "-m", "crm_cli", *words, "--db", path, "--now", NOW]
    env = {**os.environ, "PYTHONUNBUFFERED": unbuffered, "PYTHONPATH": str(ROOT)}
    reading, writing = os.pipe()
    os.close(reading)
    ran = subprocess.run(command, stdout=writing, stderr=subprocess.PIPE, env=env, check=False)
    os.close(writing)
    assert (ran.returncode, ran.stderr) == (0, b"")
