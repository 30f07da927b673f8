"""The first law of the house: a field is told once, and everything else is derived from it."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from crm_cli.core.fields import MONEY
from crm_cli.core.text import compact
from crm_cli.db import connection
from crm_cli.db.identifiers import RESERVED
from crm_cli.db.migrations import helpers, runner
from crm_cli.exchange import headers
from crm_cli.exchange.layout import layout
from crm_cli.exchange.targets import targets
from crm_cli.forget.free_text import is_free
from crm_cli.kinds.catalogue import KINDS, Catalogue
from crm_cli.kinds.field import POINTS, stored
from crm_cli.verbs.draft import settable

Run = Callable[..., Any]

NO_FIELDS = {
    "id": "the number",
    "custom": "the user's own fields, each a field of its own",
    "pipeline_id": "told by `pipeline`, whose name it stands for",
    "stage_id": "told by `stage`, whose name it stands for",
}
"""Columns that are no field of their own, and why."""

OF_A_FILE = {
    "external_id": "what another system calls a record",
    "contact_email": "the e-mail that names a linked person",
}
"""Import targets that are no field, and why."""

CACHES = (targets, headers._known, headers.telling, is_free, helpers.definitions)


@pytest.fixture
def db() -> Iterator[sqlite3.Connection]:
    opened = connection.open_empty(now=datetime(2026, 11, 21, tzinfo=UTC))
    yield opened
    opened.close()


def columns(db: sqlite3.Connection, table: str) -> list[str]:
    return [row[1] for row in db.execute(f"PRAGMA table_info({table})")]


@pytest.mark.parametrize("name", KINDS)
def test_every_column_is_a_field(db: sqlite3.Connection, name: str) -> None:
    told = {field.column for field in KINDS[name].stored}
    assert set(columns(db, KINDS[name].table)) - told - set(NO_FIELDS) == set()


@pytest.mark.parametrize("name", KINDS)
def test_all_amounts_of_a_record_are_in_its_one_currency(name: str) -> None:
    currencies = {field.currency for field in KINDS[name].stored if field.type is MONEY}
    assert currencies <= {"t.currency"}
    assert not currencies or KINDS[name].field("currency").column == "currency"


@pytest.mark.parametrize("name", KINDS)
def test_no_column_is_a_word_of_sql(name: str) -> None:
    assert not {field.column for field in KINDS[name].stored} & RESERVED, "give it another name"


@pytest.mark.parametrize("name", KINDS)
def test_every_stored_field_is_asked_shown_set_exported_and_imported(
    db: sqlite3.Connection, name: str
) -> None:
    catalogue = Catalogue(db)
    exported = {field.name for field in layout(name)}
    view = columns(db, f"v_{KINDS[name].plural}")
    options = {field.name for field in settable(None, name)}
    for field in KINDS[name].stored:
        assert catalogue.field(name, field.name) is not None
        assert field.name in exported, f"{name}.{field.name} is not exported"
        assert field.name in targets(name), f"{name}.{field.name} is not imported"
        assert headers.meaning(name, field.name) is not None
        assert field.name in view, f"{name}.{field.name} is not in the view"
        assert field.is_fixed or field.name in options, f"{name}.{field.name} is no option"
        assert field.help, f"{name}.{field.name} says nothing of itself"


@pytest.mark.parametrize("name", KINDS)
def test_every_import_target_is_a_field_a_point_a_tag_or_a_link(name: str) -> None:
    kind = KINDS[name]
    fields = {field.name for field in kind.fields}
    links = {part for linked in kind.links_to for part in (linked, f"{linked}_id")}
    assert set(targets(name)) - fields - links - set(POINTS) - set(OF_A_FILE) == set()


@pytest.mark.parametrize("name", KINDS)
def test_every_searched_field_is_among_the_words(db: sqlite3.Connection, name: str) -> None:
    view = db.execute("SELECT sql FROM sqlite_schema WHERE name = ?", (f"_searchable_{name}",)).fetchone()[0]
    for field in KINDS[name].fields:
        if field.is_searched:
            assert field.sql in view


@pytest.mark.parametrize("name", KINDS)
def test_every_personal_field_is_one_that_forgetting_cleans(name: str) -> None:
    for field in KINDS[name].stored:
        assert is_free(KINDS[name].table, field.column) == field.is_personal


@pytest.fixture
def call_sign(monkeypatch: pytest.MonkeyPatch, path: Path, crm: Run) -> None:
    """A field of contacts as somebody would add it: a line in `contact/kind.py`, and a migration."""
    crm("config", "set", "currency", "EUR", code=0)
    kind = KINDS["contact"]
    field = stored("call_sign", is_personal=True, example="Janie", help="what friends say")
    monkeypatch.setattr(kind, "fields", (*kind.fields, field))
    for cache in CACHES:
        cache.cache_clear()
    db = connection.open_raw(str(path), 5)
    db.execute("BEGIN IMMEDIATE")
    others = runner._take_down(db)
    db.execute("ALTER TABLE contacts ADD COLUMN call_sign TEXT")
    runner._put_up(db, others)
    db.execute("COMMIT")
    db.close()


@pytest.fixture(autouse=True)
def fresh() -> Iterator[None]:
    yield
    for cache in CACHES:
        cache.cache_clear()


@pytest.mark.usefixtures("call_sign")
def test_a_new_field_is_known_everywhere(crm: Run, path: Path, tmp_path: Path) -> None:
    crm("contact", "add", "Jane Doe", "--call-sign", "Zorro", code=0)
    crm("contact", "add", "Bob Roe", "--call-sign", "pal of Jane Doe", code=0)
    assert "--call-sign TEXT" in crm("contact", "add", "--help").out
    assert crm("contact", "list", "call_sign:zorro", "-f", "{name} {call_sign}").lines == ["Jane Doe Zorro"]
    assert crm("find", "zorro", "-f", "ids").lines == ["contact/1"]
    assert crm("contact", "show", "1", "-f", "json").json["call_sign"] == "Zorro"
    assert "Call sign  Zorro" in crm("contact", "show", "1", "-f", "table").out
    assert crm("contact", "edit", "1", "--call-sign", "Zed", code=0).out == "Changed Jane Doe\n"
    assert crm("undo", code=0).code == 0
    sheet = tmp_path / "out.csv"
    sheet.write_text(crm("export", "contacts").out.replace("Zorro", "Zest"), encoding="utf-8")
    assert crm("import", str(sheet), "-f", "json", code=0).json["updated"] == 1
    assert crm("contact", "list", "--sort", "call_sign", "-f", "{call_sign}").lines == [
        "pal of Jane Doe",
        "Zest",
    ]
    assert crm("sql", "SELECT call_sign FROM v_contacts WHERE id = 1", "-f", "plain").lines == ["Zest"]
    assert compact("call_sign") in compact(crm("field", "list", "contact").out)
    crm("contact", "forget", "1", "--yes", code=0)
    assert "Jane" not in crm("contact", "show", "2", "-f", "json").json["call_sign"]
    assert b"Zest" not in path.read_bytes()
