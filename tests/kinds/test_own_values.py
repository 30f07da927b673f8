"""Fields of one's own: as many as one likes, and read as SQLite reads them, whoever wrote them."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_cli.core.own_values import own_values

Run = Callable[..., Any]
MANY = 2_100
"""More than SQLite gives columns."""


@pytest.fixture
def wide(crm: Run, tmp_path: Path) -> Run:
    """A file whose contacts have many fields of their own."""
    sheet = tmp_path / "wide.csv"
    heads = ",".join(f"own {number}" for number in range(MANY))
    lines = [f"{name},{','.join(f'{name}{number}' for number in range(MANY))}" for name in ("Ann", "Bob")]
    sheet.write_text(f"name,{heads}\n" + "\n".join(lines) + "\n")
    crm("import", str(sheet), "--as", "contacts", code=0)
    return crm


def test_any_number_of_them_is_listed_shown_exported_and_read_back(wide: Run, tmp_path: Path) -> None:
    last = f"own {MANY - 1}"
    for words in (("contact", "list"), ("export", "contacts")):
        rows = list(csv.DictReader(io.StringIO(wide(*words, "-f", "csv", code=0).out)))
        assert [(row["name"], row["own 0"], row[last]) for row in rows] == [
            ("Ann", "Ann0", f"Ann{MANY - 1}"), ("Bob", "Bob0", f"Bob{MANY - 1}"),
        ]  # fmt: skip
        assert wide(*words, "-f", "json", code=0).json[1][last] == f"Bob{MANY - 1}"
    assert wide("contact", "show", "Bob", "-f", "json", code=0).json[last] == f"Bob{MANY - 1}"
    for format in ("plain", "table", "yaml", "markdown"):
        assert f"Bob{MANY - 1}" in wide("contact", "show", "Bob", "-f", format, code=0).out
    assert (
        wide("contact", "edit", "Ann", f"--own-{MANY - 1}", "new", "-f", "json", code=0).json[last] == "new"
    )
    wide("export", "all", "--to", str(tmp_path / "all"), code=0)
    other = ("--db", str(tmp_path / "other.db"))
    wide("import", str(tmp_path / "all"), *other, code=0)
    exported = [wide("export", "contacts", *more, code=0).out for more in ((), other)]
    assert exported[0] == exported[1]


def test_a_field_asked_for_again_and_again_is_read_once(crm: Run) -> None:
    crm("deal", "add", "Renewal", "--amount", "5 EUR", code=0)
    names = ",".join(["title,amount,currency"] * MANY)
    row = crm("deal", "list", "--columns", names, "--sort", names, "-f", "csv", code=0).lines[1].split(",")
    assert row == ["Renewal", "5.00", "EUR"] * MANY


def test_more_words_than_one_record_can_be_asked_for_are_refused(crm: Run) -> None:
    crm("contact", "add", "Jane", code=0)
    result = crm("find", *(f"w{number}" for number in range(1500)))
    assert (result.code, result.out) == (2, "")
    assert result.err == "Error: 1,500 words are too many to be found in one record: at most 500\n"
    assert crm("find", *(f"w{number}" for number in range(500)), code=0).out == ""


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**63 - 1) | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_characters="\0", exclude_categories=("Cs",)), max_size=5),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from("ab"), inner, max_size=2),
    max_leaves=4,
)  # fmt: skip


@given(values=st.dictionaries(st.sampled_from(["size", "größe", "a b", "x'y"]), VALUES), ascii=st.booleans())
def test_they_are_what_sqlite_reads(values: dict[str, Any], ascii: bool) -> None:
    if ascii:  # SQLite finds no key that is written in escapes
        values.pop("größe", None)
    kept = json.dumps(values, ensure_ascii=ascii)
    db = sqlite3.connect(":memory:")
    found = {
        name: db.execute("SELECT json_extract(?, ?)", (kept, f'$."{name}"')).fetchone()[0] for name in values
    }
    db.close()
    read = own_values(kept)
    for name, value in values.items():
        if isinstance(value, dict | list):
            assert json.loads(str(read[name])) == json.loads(found[name]) == value
        else:
            assert (read[name], type(read[name])) == (found[name], type(found[name]))


@pytest.mark.parametrize("kept", ["[]", "[1]", "3", '"x"', "null", "true"])
def test_what_is_no_object_holds_none(kept: str) -> None:
    assert own_values(kept) == {}


def test_half_a_sign_that_another_program_wrote_stops_no_list_and_no_export(crm: Run, path: Path) -> None:
    crm("field", "add", "contact", "size", code=0)
    crm("contact", "add", "Jane", "--size", "x", code=0)
    db = sqlite3.connect(path)
    db.execute("""UPDATE contacts SET custom = '{"size":"a\\ud800b"}'""")
    db.commit()
    db.close()
    for words in (
        ("contact", "list", "--columns", "size", "-f", "csv"),
        ("contact", "show", "Jane"),
        ("export", "contacts"),
    ):
        result = crm(*words, code=0)
        assert "a?b" in result.out, words
        result.out.encode()
