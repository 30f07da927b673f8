"""YAML that readers take for the values of JSON, and that people can read."""

from __future__ import annotations

import io
from decimal import Decimal

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from crm_cli.core.text import safe_lines
from crm_cli.output import Column, Screen, write, write_one, write_several
from crm_cli.output.formats import format_named

YAML = format_named("yaml")
TEXTS = (
    st.text(st.characters(exclude_categories=["Cs"]))
    | st.text("ab \n\t:#-'\"\\|>&*!%@`?,[]{}=~\r\x1b\x85\u2028\u202e\ufeff\ufffe\uffff", max_size=12)
    | st.sampled_from(
        "no Yes NULL on ~ 12 1_000 0x1F 1e3 .5 12:30 2026-11-27 <<  = a:b a: b a #b nan .inf".split(" ")
    )
)
SCALARS = st.none() | st.booleans() | st.integers() | TEXTS
VALUES = SCALARS | st.lists(TEXTS) | st.recursive(SCALARS, lambda v: st.lists(v) | st.dictionaries(TEXTS, v))


@given(st.lists(st.tuples(VALUES, VALUES)), st.lists(TEXTS, min_size=2, max_size=2, unique=True))
@example([("a\n b\n", "a\n\n"), ("\n", "a\n \nb")], ["no", "on"])
def test_a_reader_gets_the_values_back(rows, names):
    out = io.StringIO(newline="")
    write(rows, [Column(name, "") for name in names], YAML, out, screen=Screen())
    assert yaml.safe_load(out.getvalue()) == [dict(zip(names, row, strict=True)) for row in rows]


@given(VALUES)
def test_nothing_in_it_could_steer_a_terminal(value):
    out = io.StringIO(newline="")
    write_one((value,), [Column("a", "A")], YAML, out, screen=Screen())
    assert safe_lines(out.getvalue()) == out.getvalue()


def test_one_record_is_a_mapping_and_what_nests_stands_further_in(written_one):
    columns = [Column("id", "Id", "id"), Column("emails", "E-mails", many=True), Column("amount", "Amount")]
    row = (7, [{"value": "jane@acme.example", "label": None, "primary": True}], Decimal("1250.00"))
    assert (
        written_one((*row, "wants a quote\n\n  by Friday"), [*columns, Column("body", "Body")], "yaml")
        == """\
id: 7
emails:
  - value: jane@acme.example
    label: null
    primary: true
amount: 1250.00
body: |-
  wants a quote

    by Friday
"""
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Jane O'Brien, MD", "Jane O'Brien, MD"),
        ("https://acme.example/?a=1", '"https://acme.example/?a=1"'),
        ("علی‌رضا", "علی‌رضا"),
        ("No", '"No"'),
        ("2026-11-27", '"2026-11-27"'),
        ("+7 701 234", '"+7 701 234"'),
        ("a: b", '"a: b"'),
        ("=1\t\x1b\u202e", '"=1\\t\\u001b\\u202e"'),
        ("", '""'),
    ],
)
def test_a_text_stands_in_quotes_only_where_it_could_be_taken_for_something_else(text, expected, written_one):
    assert written_one((text,), [Column("a", "A")], "yaml") == f"a: {expected}\n"


def test_records_with_fields_of_their_own_are_one_list():
    out = io.StringIO()
    write_several([([Column("a", "A")], (1,)), ([Column("b", "B")], ("x",))], YAML, out, screen=Screen())
    assert out.getvalue() == "- a: 1\n- b: x\n"
