"""The first law of the house: a field is told once, and everything else is derived from it."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from crm_cli.core.fields import (
    CHOICE,
    DAY,
    DURATION,
    FLAG,
    INSTANT,
    INTEGER,
    LONG_TEXT,
    MONEY,
    MONTHDAY,
    NUMBER,
    PERCENT,
    Field,
)  # fmt: skip
from crm_cli.core.text import compact
from crm_cli.db import connection
from crm_cli.db.identifiers import RESERVED
from crm_cli.db.migrations import helpers, runner
from crm_cli.exchange.decide import headers
from crm_cli.exchange.decide import targets as targets_of_import
from crm_cli.exchange.decide.targets import targets
from crm_cli.exchange.export.layout import layout
from crm_cli.forget import free_text
from crm_cli.forget.free_text import is_free
from crm_cli.kinds.catalogue import KINDS, Catalogue
from crm_cli.kinds.field import POINTS, currency, link, stored
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

CACHES = [
    function
    for module in (targets_of_import, headers, free_text, helpers)
    for function in vars(module).values()
    if hasattr(function, "cache_clear")
]
"""What is worked out once from the fields."""


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


Adding = Callable[[Iterable[Field], Iterable[str]], None]


@pytest.fixture
def adding(monkeypatch: pytest.MonkeyPatch, path: Path, crm: Run) -> Adding:
    """Add fields to contacts as somebody would: lines in `contact/kind.py`, and a migration with the columns."""

    def add(fields: Iterable[Field], columns: Iterable[str]) -> None:
        crm("config", "set", "currency", "EUR", code=0)
        kind = KINDS["contact"]
        monkeypatch.setattr(kind, "fields", (*kind.fields, *fields))
        forget_derived()
        db = connection.open_raw(str(path), 5)
        db.execute("BEGIN IMMEDIATE")
        others = runner._take_down(db)
        for column in columns:
            db.execute(f"ALTER TABLE contacts ADD COLUMN {column}")
        runner._put_up(db, others)
        db.execute("COMMIT")
        db.close()

    return add


@pytest.fixture(autouse=True)
def fresh() -> Iterator[None]:
    yield
    forget_derived()


def forget_derived() -> None:
    """Let all that is worked out once from the fields of contacts be worked out again."""
    for cache in CACHES:
        cache.cache_clear()
    rules = vars(KINDS["contact"].records)
    for name in rules.keys() - {"name"}:
        del rules[name]


def test_a_new_field_is_known_everywhere(crm: Run, path: Path, tmp_path: Path, adding: Adding) -> None:
    field = stored("call_sign", is_personal=True, example="Janie", help="what friends say")
    adding([field], ["call_sign TEXT"])
    crm("contact", "add", "Jane Doe", "--call-sign", "Zorro", code=0)
    crm("contact", "add", "Bob Roe", "--call-sign", "pal of Jane Doe", code=0)
    assert "--call-sign TEXT" in crm("contact", "add", "--help").out
    assert crm("contact", "list", "call_sign:zorro", "-f", "{name} {call_sign}").lines == ["Jane Doe Zorro"]
    assert crm("find", "zorro", "-f", "ids").lines == ["contact/1"]
    assert crm("contact", "show", "1", "-f", "json").json["call_sign"] == "Zorro"
    assert "Call sign  Zorro" in crm("contact", "show", "1", "-f", "table").out
    assert (
        crm("contact", "edit", "1", "--call-sign", "Zed", code=0).out
        == "Changed Jane Doe (contact/1): call sign Zorro → Zed\n"
    )
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


OF_EVERY_TYPE: tuple[tuple[tuple[Field, ...], tuple[str, ...], str, str, str], ...] = (
    ((stored("call_sign", help="x"),), ("call_sign TEXT",), "Zorro", "call_sign=zorro", "Zorro"),
    ((stored("bio", LONG_TEXT, help="x"),), ("bio TEXT",), "a\nb", "bio:b", "a\\nb"),
    ((stored("tier", CHOICE, choices=("gold", "silver"), help="x"),), ("tier TEXT",), "GOLD", "tier:gold", "gold"),
    ((stored("is_vip", FLAG, aliases=("vip",), help="x"),), ("is_vip INTEGER",), "yes", "vip:yes", "true"),
    ((stored("met_on", DAY, help="x"),), ("met_on TEXT",), "2026-11-02", "met_on:2026-11", "2026-11-02"),
    ((stored("seen_at", INSTANT, help="x"),), ("seen_at TEXT",), "2026-11-02T10:00:00Z", "seen_at:2026-11-02", "2026-11-02 10:00"),
    ((stored("name_day", MONTHDAY, help="x"),), ("name_day TEXT",), "--03-14", "name_day:--03-14", "--03-14"),
    ((stored("shoes", INTEGER, help="x"),), ("shoes INTEGER",), "12", "shoes:10..", "12"),
    ((stored("talk", DURATION, help="x"),), ("talk INTEGER",), "1h30", "talk:1h..", "90"),
    ((stored("chance", PERCENT, help="x"),), ("chance INTEGER",), "40%", "chance:30%..", "0.4"),
    ((stored("shoe_size", NUMBER, help="x"),), ("shoe_size TEXT",), "42.5", "shoe_size>42", "42.5"),
    (
        (stored("salary", MONEY, currency="t.currency", help="x"), currency("x")),
        ("salary INTEGER", "currency TEXT"), "2k", "salary:1k..", "2000.00",
    ),
    (link("payer", "company", "companies", help="x"), ("payer_id INTEGER REFERENCES companies (id)",), "acme", "payer:acme", "Acme"),
    (link("boss", "contact", "contacts", help="x"), ("boss_id INTEGER REFERENCES contacts (id)",), "ann", "boss:ann", "Ann Roe"),
)  # fmt: skip
"""The fields that are added together, their columns, a value as it is typed, a query that finds it, and how it reads."""


@pytest.mark.parametrize(
    ("fields", "columns_", "typed", "query", "read"),
    OF_EVERY_TYPE,
    ids=lambda value: value[0].name if isinstance(value, tuple) and isinstance(value[0], Field) else "",
)
def test_a_field_of_any_type_is_set_asked_written_and_read_again(
    crm: Run,
    path: Path,
    tmp_path: Path,
    adding: Adding,
    fields: tuple[Field, ...],
    columns_: tuple[str, ...],
    typed: str,
    query: str,
    read: str,
) -> None:
    name = fields[0].name
    crm("contact", "add", "Ann Roe", "--company", "Acme", code=0)
    adding(fields, columns_)
    crm("contact", "add", "Jane Doe", f"--{name.replace('_', '-')}={typed}", code=0)
    assert crm("contact", "list", query, "-f", f"{{name}} {{{name}}}", code=0).lines == [f"Jane Doe {read}"]
    assert crm("contact", "list", f"no:{name}", "-f", "{name}", code=0).lines == ["Ann Roe"]
    assert crm("contact", "list", "--group-by", name, code=0).lines[0].split("\t")[:2] == [read, "1"]
    assert crm("sql", f"SELECT count({name}) FROM v_contacts", "-f", "plain", code=0).out == "1\n"
    sheet = tmp_path / "out.csv"
    sheet.write_text(crm("export", "contacts", code=0).out, encoding="utf-8")
    crm("contact", "edit", "Jane", "--clear", name, code=0)
    assert crm("contact", "show", "Jane", "-f", "json", code=0).json[name] is None
    assert crm("import", str(sheet), "-f", "json", code=0).json["updated"] == 1
    assert crm("contact", "list", query, "-f", f"{{{name}}}", code=0).lines == [read]
    crm("undo", code=0)
    crm("undo", code=0)
    assert crm("contact", "list", query, "-f", f"{{{name}}}", code=0).lines == [read]
