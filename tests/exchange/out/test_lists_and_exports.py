"""A list and an export call a thing by one name, say it in the same words, and both come back."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from typing import Any

import pytest

from crm_cli.kinds.catalogue import KINDS

Run = Callable[..., Any]

OTHERWISE = {
    ("deal", "probability"): "a list has that of the stage where the deal has none; an export what is stored",
    ("deal", "items"): "a list has words, an export all that a line says",
}
"""What an export says in other words than a list, and why."""


@pytest.fixture
def filled(crm: Run) -> Run:
    for words in (
        ("config", "set", "currency", "EUR"),
        ("contact", "add", "Ann", "--company", "Acme", "--email", "work:ann@acme.example", "--tag", "vip"),
        ("contact", "edit", "Ann", "--email", "ann@home.example", "--phone", "+77011234567"),
        ("contact", "add", "Bob", "--birthday", "14 March", "--referred-by", "Ann"),
        ("product", "add", "Core", "--price", "10.50"),
        ("deal", "add", "Big", "--contact", "Ann", "--amount", "1250.50", "--product", "1", "--probability", "40%"),
        ("note", "call", "Ann", "hello", "--with", "Bob", "--in", "--duration", "20m"),
        ("remind", "add", "send", "--contact", "Ann", "--due", "2026-11-27 09:00", "--priority", "high"),
        ("remind", "add", "ring", "--due", "2026-11-28"),
    ):  # fmt: skip
        assert crm(*words).code == 0, words
    return crm


def rows(text: str) -> dict[str, dict[str, str]]:
    return {row["id"]: row for row in csv.DictReader(io.StringIO(text, newline=""))}


@pytest.mark.parametrize("kind", KINDS)
def test_what_both_have_is_the_same_in_both(filled: Run, kind: str) -> None:
    listed = rows(filled(KINDS[kind].command, "list", "-f", "csv", code=0).out)
    exported = rows(filled("export", KINDS[kind].plural, code=0).out)
    assert listed.keys() == exported.keys() != set()
    differ = {
        (kind, name)
        for id, row in listed.items()
        for name in row.keys() & exported[id].keys()
        if row[name] != exported[id][name]
    }
    assert differ - OTHERWISE.keys() == set()


@pytest.mark.parametrize("kind", KINDS)
def test_what_a_record_stores_stands_in_both_under_its_name(filled: Run, kind: str) -> None:
    listed = next(iter(rows(filled(KINDS[kind].command, "list", "-f", "csv", code=0).out).values()))
    exported = next(iter(rows(filled("export", KINDS[kind].plural, code=0).out).values()))
    stored = {field.name for field in KINDS[kind].fields if field.column and not field.linked}
    assert stored <= listed.keys()
    assert stored <= exported.keys()


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "deal"])
def test_a_list_is_read_back_and_changes_nothing_and_makes_no_fields(filled: Run, kind: str) -> None:
    listed = filled(KINDS[kind].command, "list", "-f", "csv", code=0).out
    before = filled("export", KINDS[kind].plural, code=0).out
    result = filled("import", "-", "--as", KINDS[kind].plural, stdin=listed, code=0)
    assert "fields added" not in result.err
    assert filled("export", KINDS[kind].plural, code=0).out == before


def test_a_column_that_a_user_put_into_an_export_is_a_field_still(filled: Run) -> None:
    sheet = [line.split(",") for line in filled("export", "contacts", "--columns", "uid,id,name").out.split()]
    text = "".join(
        ",".join((*cells, more)) + "\n" for cells, more in zip(sheet, ("Shoe", "41", "42"), strict=True)
    )
    filled("import", "-", "--as", "contacts", stdin=text, code=0)
    assert filled("contact", "list", "-f", "{name} {Shoe}").lines == ["Ann 41", "Bob 42"]


@pytest.mark.parametrize(
    ("columns", "headers"),
    [
        ("id,name", "id,uid,name"),
        ("name,id", "name,id,uid"),
        ("uid,id", "uid,id"),
        ("name", "name"),
    ],
)
def test_a_number_never_stands_without_the_identity_behind_it(
    filled: Run, columns: str, headers: str
) -> None:
    assert filled("export", "contacts", "--columns", columns, code=0).lines[0] == headers
    assert filled("export", "contacts", "ann", "--columns", "id,name", "-f", "{id} {name}").out == "1 Ann\n"
