"""Strings that break programs, through every format."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from crm_cli.core.text import safe, unescape
from crm_cli.output import Column, Screen, write
from crm_cli.output.csv import unguard
from crm_cli.output.formats import format_named

LIST = Path(__file__).parents[3] / "shared" / "data" / "suites" / "naughty" / "blns.json"
COLUMNS = [Column("id", "Id", "id"), Column("name", "Name"), Column("note", "Note")]
STEERING = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2028\u2029\u2066-\u2069\ud800-\udfff]"
)
OWN = [
    "[bold]x[/bold]",
    "[/]",
    "[link=file:///etc/passwd]x[/link]",
    ":smile:",
    "\x1b[31mred\x1b[0m",
    "\x1b]8;;x\x07",
    "a\u202eb",
    "x\r\ny",
    "\u2028",
    "{0}",
    "%s",
    "'; DROP TABLE contacts; --",
    "=cmd|' /C calc'!A0",
    "👩‍👩‍👧",
    "e\u0301" * 50,
    "字" * 100,
    "\\",
    "\x00",
    "",
    " ",
    "\ufeff",
]


def _naughty() -> list[str]:
    return [*OWN, *(json.loads(LIST.read_text(encoding="utf-8")) if LIST.is_file() else [])]


def _rows() -> list[tuple[int, str, str]]:
    return [(number, text, text) for number, text in enumerate(_naughty())]


def test_csv_json_and_plain_leave_them_unchanged(written):
    rows = _rows()
    lines = list(csv.reader(io.StringIO(written(rows, COLUMNS, "csv"), newline="")))[1:]
    assert [(int(number), unguard(name), unguard(note)) for number, name, note in lines] == rows
    assert [tuple(record.values()) for record in json.loads(written(rows, COLUMNS, "json"))] == rows
    plain = [line.split("\t") for line in written(rows, COLUMNS, "plain").split("\n")[:-1]]
    assert [(int(number), unescape(name), unescape(note)) for number, name, note in plain] == rows


@pytest.mark.parametrize("format", ["tsv", "ids", "{name}"])
def test_line_formats_give_each_a_line(format, written):
    assert written(_rows(), COLUMNS, format).count("\n") == len(_rows()) + (format == "tsv")


def test_markdown_gives_each_a_line_of_three_cells(written):
    lines = written(_rows(), COLUMNS, "markdown").split("\n")[2:-1]
    assert len(lines) == len(_rows())
    assert {len(re.findall(r"(?<!\\)(?:\\\\)*\|", line)) for line in lines} == {4}
    assert not STEERING.search("\n".join(lines))


@pytest.mark.parametrize("width", [20, 40, 80])
def test_a_table_shows_them_harmlessly_and_in_line(width, written):
    text = written(_rows(), COLUMNS, "table", screen=Screen(width=width))
    assert not STEERING.search(text)
    assert max(map(cell_len, text.split("\n"))) <= width


def test_a_wide_table_shows_them_as_they_are(written):
    (name,) = (column for column in COLUMNS if column.name == "name")
    text = written([(n,) for n in _naughty() if n.strip()], [name], "table", screen=Screen(width=2000))
    assert [line.rstrip() for line in text.split("\n")[2:-1]] == [
        safe(n).rstrip() for n in _naughty() if n.strip()
    ]


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 999), st.text(), st.text()), min_size=1), st.integers(1, 120))
def test_no_table_is_wider_than_its_screen_or_steers_it(rows, width):
    out = io.StringIO(newline="")
    write(rows, COLUMNS, format_named("table"), out, screen=Screen(width=width))
    assert max(map(cell_len, out.getvalue().split("\n"))) <= max(width, 20)
    assert not STEERING.search(out.getvalue())
