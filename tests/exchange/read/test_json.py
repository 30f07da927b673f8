"""JSON and JSON Lines: objects are rows, and what nests in them is flattened as our own sheets have it."""

from __future__ import annotations

import io
import json as standard
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crm_cli.core.errors import UsageError
from crm_cli.exchange.decide import headers
from crm_cli.exchange.read import json
from crm_cli.exchange.read.table import Asked, Row, Table

Run = Callable[..., Any]


def opened(text: str | bytes) -> tuple[list[Table], list[str]]:
    data = text if isinstance(text, bytes) else text.encode()
    return json.tables("f", lambda: io.BytesIO(data), Asked(headers.how_many_known))


def read(text: str | bytes) -> list[dict[str, str]]:
    ((table,), _) = opened(text)
    return [dict(zip(table.headers, row.cells, strict=True)) for row in table.rows()]


@pytest.mark.parametrize(
    ("value", "cells"),
    [
        ({"name": "Ann", "age": 5, "rate": 1250.00, "ok": True, "no": None}, {"name": "Ann", "age": "5", "rate": "1250.0", "ok": "true", "no": ""}),
        ({"emails": [{"value": "b@x", "label": "home", "primary": False}, {"value": "a@x", "label": None, "primary": True}]}, {"email": "a@x", "email_2": "b@x", "email_2_label": "home"}),
        ({"name": "A", "emails": []}, {"name": "A", "email": ""}),
        ({"email": "a@x", "emails": [{"value": "a@x"}]}, {"email": "a@x"}),
        ({"tags": ["b", "a"]}, {"tags": "b; a"}),
        ({"odd": ["a;b", "c"]}, {"odd": '["a;b", "c"]'}),
        ({"contacts": [{"id": 1, "name": "Ann"}, {"id": 2, "name": "Bo"}]}, {"contact": "Ann", "contact_id": "1", "contact_2": "Bo", "contact_2_id": "2"}),
        ({"contacts": ["Ann", "Bo"]}, {"contact": "Ann", "contact_2": "Bo"}),
        ({"id": "7", "properties": {"email": "a@x", "id": "8"}}, {"id": "7", "email": "a@x", "id 2": "8"}),
        ({"items": [{"product": "P", "price": 2.50}]}, {"items": '[{"product": "P", "price": 2.5}]'}),
        ({"name": "A", "address": {"city": "Oslo", "geo": {"lat": 1}}}, {"name": "A", "address city": "Oslo", "address geo lat": "1"}),
    ],
)  # fmt: skip
def test_objects_are_flattened_as_our_sheets_are(value: dict[str, Any], cells: dict[str, str]) -> None:
    assert read(standard.dumps([value])) == [cells]
    assert read(standard.dumps(value) + "\n" + standard.dumps(value)) == [cells, cells]


def test_numbers_keep_their_digits_and_keys_that_come_twice_both_count() -> None:
    assert read('[{"a": 1250.00, "b": 12345678901234567890, "a": 2}]') == [
        {"a": "1250.00", "b": "12345678901234567890", "a 2": "2"}
    ]


def test_headers_are_those_of_all_objects_and_rows_keep_their_lines() -> None:
    ((table,), _) = opened(
        '[\n{"name": "A", "city": "X"},\n\n{"name": "B", "phone": "1", "city": "Y"}, 7\n]\n'
    )
    assert table.headers == ["name", "phone", "city"]
    assert list(table.rows()) == [
        Row(2, ["A", "", "X"], ""),
        Row(4, ["B", "1", "Y"], ""),
        Row(4, ["7", "", ""], "it is no object with keys, as the others are"),
    ]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('[{"a": 1}, {"a": 2}', "the array is not closed: the file is not whole"),
        ('[{"a": 1}\n{"a": ]', "line 2: expecting value"),
        ('{"a": 1}\n{"a": 2\n', "line 3: expecting ',' delimiter"),
        ('[{"a": 1}] x', "something stands after the end of the array"),
        ("nonsense", "line 1: expecting value"),
        ("[1, 2]", "holds no objects with keys"),
    ],
)
def test_what_is_no_json_is_refused_with_its_line(text: str, says: str) -> None:
    with pytest.raises(UsageError, match=says):
        read(text)


def test_an_object_of_arrays_is_a_table_each_and_the_rest_is_told() -> None:
    tables, left = opened(
        '{"contacts": [{"name": "Ann"}], "deals": [{"title": "D"}], "total": 2, "next": null}'
    )
    assert [(table.name, table.headers) for table in tables] == [
        ("f/contacts", ["name"]),
        ("f/deals", ["title"]),
    ]
    assert left == ["f/total"]


def test_an_array_of_arrays_has_its_headers_first() -> None:
    assert read('[["name", "city"], ["Ann", null], ["Bo", "Oslo"]]') == [
        {"name": "Ann", "city": ""},
        {"name": "Bo", "city": "Oslo"},
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1251"])
def test_any_encoding_is_found(encoding: str) -> None:
    people = [{"name": name} for name in ("Анна Ёлкина", "Пётр Иванов", "Ольга Белова")]
    assert read(standard.dumps(people, ensure_ascii=False).encode(encoding)) == people


TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=12).map(str.strip)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(TEXTS, min_size=3, max_size=3).filter(any), min_size=1, max_size=6), st.booleans())
def test_any_table_of_texts_comes_back_as_the_same_cells(rows: list[list[str]], is_lines: bool) -> None:
    objects = [dict(zip(("name", "email", "city"), row, strict=True)) for row in rows]
    text = "\n".join(map(standard.dumps, objects)) if is_lines else standard.dumps(objects)
    assert [list(row.values()) for row in read(text)] == rows


def test_what_holds_no_rows_is_refused(crm: Run, tmp_path: Path) -> None:
    (tmp_path / "none.json").write_text("[]\n")
    assert (
        "none.json (no rows): there is nothing to read in it"
        in crm("import", str(tmp_path / "none.json"), code=2).err
    )


def test_lists_and_exports_are_read_back(crm: Run) -> None:
    crm("contact", "add", "Ann", "--email", "work:a@x.example", "--tag", "vip", "--company", "Acme", code=0)
    for words in (("export", "contacts"), ("contact", "list")):
        for format in ("json", "jsonl"):
            text = crm(*words, "-f", format, code=0).out
            told = crm("import", "-", "--as", "contacts", "-f", "json", stdin=text, code=0)
            assert (told.json["created"], told.json["rejected"]) == (0, 0), (words, format)
