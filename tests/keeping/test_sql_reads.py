"""`crm sql`: the file answers any question and can be changed by none."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from crm_cli.kinds.catalogue import KINDS

Run = Callable[..., Any]


COMMANDS = (
    ("contact", "add", "Jane Doe", "--company", "Acme", "--email", "jane@acme.com", "--tag", "vip"),
    ("contact", "edit", "Jane Doe", "--email", "j@home.example", "--phone", "+77012345678", "--tag", "b2b"),
    ("deal", "add", "Renewal", "--contact", "Jane Doe", "--amount", "1250.50 EUR", "--stage", "Proposal"),
    ("deal", "add", "Samples", "--contact", "Jane Doe", "--amount", "99000 JPY"),
    ("product", "add", "Roaster", "--price", "12.5 KWD"),
    ("call", "Jane Doe", "wants a quote", "--subject", "Quote", "--deal", "Renewal"),
    ("remind", "add", "send the quote", "--contact", "Jane Doe", "--due", "2026-11-23"),
)


@pytest.fixture
def acme(crm: Run, path: Path, prepared: Run) -> Run:
    """A file with one of everything."""
    prepared(path, COMMANDS)
    return crm


VIEWS = {
    "v_activities": {"kind": "call", "subject": "Quote", "contacts": "Jane Doe", "companies": "Acme", "deals": "Renewal"},
    "v_companies": {"name": "Acme", "contacts": 1, "tags": None},
    "v_contacts": {
        "name": "Jane Doe", "company": "Acme", "company_id": 1, "email": "j@home.example",
        "emails": "j@home.example; jane@acme.com", "phone": "+77012345678", "last_on": "2026-11-21",
    },
    "v_deals": {
        "title": "Renewal", "stage": "Proposal", "status": "open", "contact": "Jane Doe", "company": "Acme",
        "amount": 1250.5, "amount_minor": 125050, "currency": "EUR",
    },
    "v_products": {"name": "Roaster", "price": 12.5, "price_minor": 12500, "currency": "KWD"},
    "v_reminders": {"title": "send the quote", "due": "2026-11-23", "priority": "normal", "contact": "Jane Doe"},
    "v_timeline": {"record": "contact/1", "name": "Jane Doe", "kind": "call", "text": "Quote: wants a quote"},
}  # fmt: skip


@pytest.mark.parametrize("view", VIEWS)
def test_a_view_is_readable_by_any_sqlite_program(acme: Run, path: Path, view: str) -> None:
    db = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    db.row_factory = sqlite3.Row
    row = dict(db.execute(f"SELECT * FROM {view}").fetchone())
    db.close()
    assert {name: row[name] for name in VIEWS[view]} == VIEWS[view]
    assert acme("sql", f"SELECT * FROM {view}", "-f", "json").json[0] == row


def test_the_digits_of_a_currency_are_its_own(acme: Run) -> None:
    out = acme("sql", "SELECT title, amount, amount_minor, currency FROM v_deals", "-f", "csv", code=0).out
    assert out == "title,amount,amount_minor,currency\nRenewal,1250.5,125050,EUR\nSamples,99000.0,99000,JPY\n"


@pytest.mark.parametrize(
    ("query", "index"),
    [
        ("SELECT name FROM v_contacts WHERE company_id = 1", "contacts_company"),
        ("SELECT title FROM v_deals WHERE contact_id = 1 AND status = 'open'", "deals_contact"),
        (
            "SELECT text FROM v_timeline WHERE contact_id = 1 ORDER BY occurred_at DESC LIMIT 5",
            "activity_links_contact",
        ),
        ("SELECT subject FROM v_activities WHERE kind = 'call' ORDER BY occurred_at", "activities_kind"),
        (
            "SELECT title FROM v_reminders WHERE due <= '2026-11-21' AND done_at IS NULL AND archived_at IS NULL",
            "reminders_due",
        ),
        ("SELECT * FROM v_companies WHERE id = 1", "PRIMARY KEY"),
    ],
)
def test_a_view_uses_the_indexes_of_its_tables(acme: Run, query: str, index: str) -> None:
    plan = acme("sql", f"EXPLAIN QUERY PLAN {query}", code=0).lines[0]
    assert "SEARCH" in plan
    assert index in plan


def test_alone_it_lists_the_views(acme: Run) -> None:
    found = acme("sql", "-f", "json", code=0).json
    assert [view["view"] for view in found] == sorted(
        {*VIEWS, *(f"v_{kind.plural}" for kind in KINDS.values())}
    )
    assert found[2]["holds"] == "Contacts, one row each, with what hangs on them."
    assert found[2]["columns"][:2] == ["id", "name"]


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("DELETE FROM contacts", "`crm sql` only reads: `DELETE` is refused"),
        ("insert into tags (name, normal) values ('x', 'x')", "`crm sql` only reads: `INSERT` is refused"),
        ("UPDATE contacts SET name = 'x'", "`crm sql` only reads: `UPDATE` is refused"),
        ("WITH x AS (SELECT 1) DELETE FROM contacts", "`crm sql` only reads: `DELETE` is refused"),
        ("DROP TABLE contacts", "`crm sql` only reads: `DROP` is refused"),
        ("CREATE TEMP TABLE x (a)", "`crm sql` only reads: `CREATE` is refused"),
        ("ATTACH 'other.db' AS other", "`crm sql` only reads: `ATTACH` is refused"),
        ("PRAGMA journal_mode = DELETE", "`crm sql` only reads: `PRAGMA journal_mode` is refused"),
        ("PRAGMA user_version = 7", "`crm sql` only reads: `PRAGMA user_version` is refused"),
        ("PRAGMA writable_schema = 1", "`crm sql` only reads: `PRAGMA writable_schema` is refused"),
        ("VACUUM INTO 'copy.db'", "`crm sql` only reads: `VACUUM` is refused"),
        ("BEGIN IMMEDIATE", "`crm sql` only reads: `BEGIN` is refused"),
        ("SELECT load_extension('x')", "`crm sql` only reads: `load_extension` is refused"),
        ("INSERT INTO _search (_search) VALUES ('delete-all')", "`crm sql` only reads: `INSERT` is refused"),
        ("SELECT 1; DELETE FROM contacts", "one statement at a time: what follows the first `;` is another"),
        ("SELCT 1", 'SQLite cannot read this: near "SELCT": syntax error'),
        (
            "SELECT * FROM v_contact",
            "SQLite cannot read this: no such table: v_contact\nhint: did you mean v_contacts",
        ),
        (
            "SELECT titel FROM v_deals",
            "SQLite cannot read this: no such column: titel\nhint: did you mean title",
        ),
        (" ; ", "there is no SQL"),
    ],
)
def test_what_would_not_read_is_refused_in_words(acme: Run, path: Path, statement: str, said: str) -> None:
    result = acme("sql", statement)
    assert (result.code, result.out) == (2, "")
    assert result.err.startswith(f"Error: {said}"), result.err
    assert len(acme("contact", "list", code=0).lines) == 1


def test_values_of_every_type_are_written_whole(acme: Run) -> None:
    result = acme("sql", "SELECT 1 AS a, 0.1 AS a, 'é' AS b, NULL AS c, x'00ff' AS d", "-f", "json", code=0)
    assert result.out == '[\n{"a": 1, "a_2": 0.1, "b": "é", "c": null, "d": "00ff"}\n]\n'


def test_a_statement_comes_from_stdin(acme: Run) -> None:
    assert acme("sql", "-", stdin="SELECT name\n  FROM v_contacts;\n", code=0).out == "Jane Doe\n"


def test_our_functions_are_there(acme: Run) -> None:
    assert (
        acme("sql", "SELECT name FROM contacts WHERE fold(name) = 'jane doe' AND today() = '2026-11-21'").out
        == "Jane Doe\n"
    )


def test_a_limit_cuts(acme: Run) -> None:
    endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n"
    assert acme("sql", endless, "--limit", "3", code=0).lines == ["1", "2", "3"]
