"""Activities in the file: moments, links, and how they are looked up."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from sqlite3 import Connection
from zoneinfo import ZoneInfo

import pytest

from crm_cli.activity import kind as fields
from crm_cli.activity import records, timeline
from crm_cli.activity.records import activities
from crm_cli.db import connection
from crm_cli.kinds.draft import Draft, Link

AT = "2026-11-21T09:30:00Z"


@pytest.fixture
def db() -> Connection:
    db = connection.open_empty(now=datetime(2026, 11, 21, tzinfo=UTC))
    connection.tell_time(db, now=datetime(2026, 11, 21, tzinfo=UTC), zone=UTC)
    db.execute("INSERT INTO companies (id, name, created_at) VALUES (1, 'Acme', '')")
    db.executemany("INSERT INTO contacts (id, name, created_at) VALUES (?, ?, '')", [(1, "Bob"), (2, "Jane")])
    return db


def add(db: Connection, *links: Link, on: str = "2026-11-21", kind: str = "call") -> int:
    values = records.settled({"kind": kind, "body": "x", "occurred_on": on}, UTC)
    return activities.add(db, Draft(values, links=[*links]), at=AT, on=on)


@pytest.mark.parametrize(
    ("given", "settled"),
    [
        ({"occurred_on": "2026-11-20"}, (None, "2026-11-20")),
        ({"occurred_at": "2026-11-20T20:00:00Z"}, ("2026-11-20T20:00:00Z", "2026-11-21")),
        ({"occurred_at": AT, "occurred_on": "2026-11-20"}, (AT, "2026-11-20")),
    ],
)
def test_an_instant_gives_its_day_and_a_day_has_no_hour(
    given: dict[str, str], settled: tuple[str | None, str]
) -> None:
    filled = records.settled(given, ZoneInfo("Asia/Almaty"))
    assert (filled["occurred_at"], filled["occurred_on"]) == settled


def test_a_record_is_linked_once(db: Connection) -> None:
    id = add(db, ("contact", 1), ("contact", 1), ("company", 1))
    assert activities.link(db, id, [("contact", 1), ("contact", 2)]) == 1
    assert activities.links(db, id) == [("contact", 1), ("company", 1), ("contact", 2)]
    assert activities.unlink(db, id, [("contact", 1), ("deal", 5)]) == 1


def test_links_follow_the_moment(db: Connection) -> None:
    id = add(db, ("contact", 1))
    moved = Draft(records.settled({"occurred_on": "2026-11-01"}, UTC))
    activities.update(db, id, moved, at=AT, on="2026-11-21")
    moments = db.execute("SELECT datetime(moment, 'unixepoch') FROM activity_links").fetchall()
    assert moments == [("2026-11-01 12:00:00",)]
    assert db.execute("SELECT last_on FROM _contact_facts WHERE contact_id = 1").fetchone() == ("2026-11-01",)


def test_people_bring_the_company_they_work_for_now(db: Connection) -> None:
    db.execute("UPDATE contacts SET company_id = 1 WHERE id = 2")
    assert records.with_companies(db, [("contact", 1), ("contact", 2)]) == [
        ("contact", 1),
        ("contact", 2),
        ("company", 1),
    ]


@pytest.mark.parametrize(
    ("kind", "name", "index"),
    [
        ("contact", "last", "activity_links_contact"),
        ("company", "last.call", "activity_links_company"),
        ("deal", "last", "activity_links_deal"),
        ("contact", "activities", "activity_links_contact"),
    ],
)
def test_what_records_say_of_activities_is_looked_up(
    db: Connection, kind: str, name: str, index: str
) -> None:
    table = {"contact": "contacts", "company": "companies", "deal": "deals"}[kind]
    sql = next(field.sql for field in fields.ABOUT[kind] if field.name == name)
    plan = [row[3] for row in db.execute(f"EXPLAIN QUERY PLAN SELECT {sql} FROM {table} t")]
    assert [step for step in plan if index in step and step.startswith("SEARCH")]
    assert not [step for step in plan if "TEMP B-TREE" in step]


@pytest.mark.parametrize("kind", ["contact", "company"])
def test_a_timeline_reads_no_more_than_it_shows(db: Connection, kind: str) -> None:
    asked: list[str] = []
    db.set_trace_callback(asked.append)
    assert list(timeline.timeline(db, kind, 1, 3)) == []
    db.set_trace_callback(None)
    steps = [row[3] for row in db.execute(f"EXPLAIN QUERY PLAN {asked[-1]}")]
    assert steps[0].startswith(f"SEARCH l USING COVERING INDEX activity_links_{kind}")
    assert not [step for step in steps if step == "USE TEMP B-TREE FOR ORDER BY"]


def test_a_thousand_notes_are_newest_first(db: Connection, tmp_path: Path) -> None:
    start = date(2020, 1, 1)
    for number in range(1000):
        add(db, ("contact", 1 + number % 2), on=(start + timedelta(days=number * 7 % 1000)).isoformat())
    rows = list(timeline.timeline(db, "contact", 1))
    assert len(rows) == 500
    assert rows == sorted(rows, key=lambda row: row[0], reverse=True)
    assert list(timeline.timeline(db, "contact", 1, 3)) == rows[:3]
    assert len(rows[0]) == len(timeline.COLUMNS)
