"""JSON that every reader takes, exact to the last digit."""

from __future__ import annotations

import io
import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_cli.core.money import Money
from crm_cli.output import Column, Screen, write
from crm_cli.output.formats import format_named

SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.text()
    | st.text("\ud800\udbff\x00\x1b\x7f\u2028é%")  # high surrogates only: a reader joins pairs
    | st.decimals(allow_nan=False, allow_infinity=False)
)
VALUES = (
    SCALARS
    | st.lists(st.text())
    | st.dictionaries(st.text(), SCALARS)
    | st.lists(st.dictionaries(st.text(), SCALARS))
)


@given(st.lists(st.tuples(VALUES, VALUES)), st.lists(st.text(), min_size=2, max_size=2, unique=True))
def test_a_reader_gets_the_values_back(rows, names):
    out = io.StringIO(newline="")
    write(rows, [Column(name, "") for name in names], format_named("json"), out, screen=Screen())
    out.getvalue().encode()
    read = json.loads(out.getvalue(), parse_float=Decimal)
    assert read == [dict(zip(names, row, strict=True)) for row in rows]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (Money(125000, "USD"), "1250.00"),
        (Money(1, "KWD"), "0.001"),
        (Decimal("1E+3"), "1000"),
        (Decimal("0.40"), "0.40"),
        (Decimal("NaN"), "null"),
        ("100 %s %d %", '"100 %s %d %"'),
        ("\ud800x\u202eé", '"\\ud800x\u202eé"'),
        ("\x1b\x7f", '"\\u001b\x7f"'),
    ],
)
def test_a_value_is_written_exactly(value, expected, written):
    assert written([(value,)], [Column("a %s", "A")], "jsonl") == '{"a %s": ' + expected + "}\n"


def test_a_list_without_values_is_an_empty_array(written):
    columns = [Column("tags", "Tags", "tag", many=True), Column("note", "Note")]
    assert written([(None, None)], columns, "jsonl") == '{"tags": [], "note": null}\n'
