"""Many rows at once: everything is as if each had been told to the index, the log and the derived tables."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

from crm_cli.exchange.apply.apply import AHEAD

Run = Callable[..., Any]
COUNT = 2_500

TRIGGERS = "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' ORDER BY name"
CONTACT_FACTS = (
    "SELECT f.contact_id FROM _contact_facts f JOIN _contact_facts_computed n USING (contact_id)"
    " WHERE (f.last_in_at, f.last_out_at, f.last_on) IS NOT (n.last_in_at, n.last_out_at, n.last_on)"
)
DEAL_FACTS = (
    "SELECT f.deal_id FROM _deal_facts f JOIN _deal_facts_computed n USING (deal_id)"
    " WHERE (f.stage_since, f.next_on) IS NOT (n.stage_since, n.next_on)"
)


def asked(path: Path, sql: str) -> list[Any]:
    db = sqlite3.connect(path)
    try:
        return db.execute(sql).fetchall()
    finally:
        db.close()


def test_a_large_import_leaves_nothing_behind_and_is_undone_whole(
    crm: Run, sheet: Run, path: Path, facts: Run
) -> None:
    crm(
        "contact",
        "add",
        "Old Friend",
        "--company",
        "Acme",
        "--email",
        "old@acme.com",
        "--keep-in-touch",
        "30",
        code=0,
    )
    before, triggers = facts(), asked(path, TRIGGERS)
    people = [["id", "name", "email", "company", "tags"]]
    people += [[str(n), f"Person {n}", f"p{n}@x.com", f"Firm {n % 50}", "new"] for n in range(COUNT)]
    people += [[str(COUNT), "Old Friend", "old@acme.com", "", "met"]]
    crm("import", sheet(people), "--as", "contacts", "--ids", "theirs", code=0)
    talks = [["kind", "direction", "text", "occurred_at", "contact email"]]
    talks += [
        [
            "call",
            "in" if n % 2 else "out",
            f"talk {n}",
            f"2026-10-{n % 28 + 1:02}T10:00:00Z",
            f"p{n % 40}@x.com",
        ]
        for n in range(COUNT)
    ]
    talks += [["call", "in", "hello", "2026-11-01T10:00:00Z", "old@acme.com"]]
    crm("import", sheet(talks), "--as", "activities", code=0)
    deals = [["id", "title", "stage", "created"]] + [
        [str(n), f"Deal {n}", "Offer", "2026-10-01"] for n in range(COUNT)
    ]
    crm("import", sheet(deals), "--as", "deals", code=0)

    assert asked(path, TRIGGERS) == triggers
    assert asked(path, "SELECT count(*) FROM _contact_facts") == [(COUNT + 1,)]
    assert asked(path, "SELECT count(*) FROM _deal_facts") == [(COUNT,)]
    assert asked(path, CONTACT_FACTS) == asked(path, DEAL_FACTS) == []
    assert asked(path, "SELECT last_in_at, touch_on FROM _contact_facts WHERE contact_id = 1") == [
        ("2026-11-01T10:00:00Z", "2026-12-01")
    ]
    assert asked(path, "SELECT count(*) FROM _search_pending") == [(0,)]
    assert crm("find", "Person", "2499", "-f", "plain", code=0).out.startswith("contact/")
    assert crm("contact", "list", "tag:met", "-f", "{name}").out == "Old Friend\n"
    for _ in range(3):
        crm("undo", code=0)
    assert facts() == before
    assert asked(path, "SELECT count(*) FROM _contact_facts") == [(1,)]


def test_indexes_set_aside_are_there_again_when_a_row_changes_an_earlier_one(
    crm: Run, sheet: Run, path: Path
) -> None:
    crm("contact", "add", "Ann", code=0)
    indexes = "SELECT name, sql FROM sqlite_schema WHERE type = 'index' ORDER BY name"
    before = asked(path, indexes)
    talks = [["id", "kind", "contact", "text", "occurred_at"]]
    talks += [[f"A{n}", "call", "Ann", f"said {n}", "2026-10-01T08:00:00Z"] for n in range(COUNT)]
    crm("import", sheet(talks[:1_201]), "--as", "activities", "--system", "old", code=0)
    talks = [talks[0], *talks[1_201:], *([*row[:4], "2026-10-02T08:00:00Z"] for row in talks[1:1_201])]
    talks += [[f"B{n}", "call", "Ann", f"said {n}", "2026-10-01T08:00:00Z"] for n in range(1_200)]
    told = crm("import", sheet(talks), "--as", "activities", "--system", "old", code=0)
    assert told.err.startswith("Read 3,700 rows of activities: 2,500 created, 1,200 updated")
    assert asked(path, indexes) == before
    assert asked(path, CONTACT_FACTS) == []
    assert asked(path, "PRAGMA integrity_check") == [("ok",)]


def test_a_large_import_that_fails_leaves_the_file_as_it_was(crm: Run, sheet: Run, path: Path) -> None:
    crm("company", "add", "Acme", code=0)
    before = asked(path, TRIGGERS)
    rows = [["title", "amount"]] + [[f"Deal {n}", str(n)] for n in range(COUNT)]
    crm("import", sheet(rows), "--as", "deals", code=2)
    assert asked(path, TRIGGERS) == before
    assert asked(path, "SELECT count(*) FROM deals") == [(0,)]


def test_a_row_is_known_however_far_above_it_stood_before(crm: Run, sheet: Run, path: Path) -> None:
    rows = [["id", "name", "email"]]
    rows += [[f"n{n}", f"Person {n}", f"p{n}@x.com"] for n in range(2 * AHEAD)]
    rows += [rows[1], ["n1", "Somebody Else", "q@x.com"]]
    told = crm("import", sheet(rows), "--as", "contacts", "-f", "json", code=8).json
    assert (told["created"], told["unchanged"], told["rejected"]) == (2 * AHEAD, 1, 1)
    assert told["rejects"][0]["line"] == len(rows)
    again = crm("import", sheet(rows[:-1]), "--as", "contacts", "-f", "json", code=0).json
    assert (again["created"], again["unchanged"]) == (0, 2 * AHEAD + 1)


def test_rows_without_an_id_that_are_alike_are_as_many_records_however_far_apart(
    crm: Run, sheet: Run, path: Path
) -> None:
    rows = [["kind", "text", "occurred_at", "company"]]
    rows += [["call", f"talk {n % AHEAD}", "2026-10-01T10:00:00Z", "Acme"] for n in range(AHEAD + 500)]
    told = crm("import", sheet(rows), "--as", "activities", "-f", "json", code=0).json
    assert told["created"] == AHEAD + 500
    again = crm("import", sheet(rows), "--as", "activities", "-f", "json", code=0).json
    assert (again["created"], again["unchanged"]) == (0, AHEAD + 500)
