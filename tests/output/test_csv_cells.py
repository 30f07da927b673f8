"""CSV as other programs read it back, and the guard against formulas."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from crm_cli.output import Column, Screen, write
from crm_cli.output.csv import guard, unguard
from crm_cli.output.formats import format_named

CSV = format_named("csv")
TEXTS = st.text() | st.text("'=＝+＋-@\t\r\n\",;1 a\u200b\u3000", max_size=6)
GUARDED = [
    "=1+1",
    "+cmd|x",
    "-2+3",
    "@SUM(A1)",
    "\tx",
    "\r=1",
    "'=x",
    "''@",
    "+7 701 x",
    "=",
    "@",
    "-1\n2",
    "+=1",
    "＝1+1",
    "＋cmd|x",
    "－2+3",
    "＠SUM(A1)",
    "'＝x",
    "﹦1",
    "﹫x",
    " =1",
    "' =1",
    "\n=1",
    "\u3000＝1",
    "\u200b@x",
    "\ufeff=1",
    "\xa0-2+3",
    "\t+7 701",
]
FREE = [
    "",
    "a=1",
    "+7 701 234",
    "-12.5",
    "+7 (701) 234-56-78",
    "-",
    "+",
    "--03-14",
    "+۷ ۷۰۱",
    "-1 250,50",
    "'",
    "'a",
    " a",
    "\u200bа",
    " +7 701 234",
    "\u202a+7 701 234 56 78",
    "\xa0-12.5 ",
    "＋７ ７０１",
    "－12.5",
]


@pytest.mark.parametrize("cell", GUARDED)
def test_what_a_spreadsheet_would_run_gets_one_quote_in_front(cell):
    assert guard(cell) == "'" + cell


@pytest.mark.parametrize("cell", FREE)
def test_phones_numbers_and_plain_words_get_none(cell):
    assert guard(cell) == cell


@pytest.mark.parametrize("cell", ["'+7 701 234", "'-12.5", "'tis", "'", "x"])
def test_a_quote_that_no_guard_put_stays(cell):
    assert unguard(cell) == cell


@given(TEXTS)
@example("'=x")
@example("'+7 701")
@example("''+7 701")
def test_unguard_takes_back_what_guard_put(cell):
    assert unguard(guard(cell)) == cell


@given(TEXTS)
def test_no_guarded_cell_begins_a_formula_but_figures(cell):
    assert guard(cell)[:1] not in {*"=@\t\r＝＠"}


def _read(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline=""), strict=True))


@given(st.lists(st.tuples(TEXTS, TEXTS, TEXTS)), st.booleans())
def test_any_reader_gets_the_texts_back(rows, raw):
    out = io.StringIO(newline="")
    write(rows, [Column(name, name) for name in "abc"], CSV.spelled(raw=raw), out, screen=Screen())
    head, *lines = _read(out.getvalue())
    assert head == ["a", "b", "c"]
    assert [tuple(cell if raw else unguard(cell) for cell in line) for line in lines] == rows


@given(st.lists(TEXTS))
def test_a_single_column_keeps_its_blank_records(cells):
    out = io.StringIO(newline="")
    write([(cell,) for cell in cells], [Column("a", "A")], CSV.spelled(raw=True), out, screen=Screen())
    assert _read(out.getvalue()) == [["a"], *([cell] for cell in cells)]


@given(st.lists(st.tuples(TEXTS, TEXTS)).filter(lambda rows: "\r" not in str(rows)))
def test_quotes_stand_where_the_standard_writer_puts_them(rows):
    rows = [tuple(cell.replace("\r", "") for cell in row) for row in rows]
    ours, theirs = io.StringIO(newline=""), io.StringIO(newline="")
    write(rows, [Column("a", "A"), Column("b", "B")], CSV.spelled(raw=True), ours, screen=Screen())
    csv.writer(theirs, lineterminator="\n").writerows([("a", "b"), *rows])
    assert ours.getvalue() == theirs.getvalue()


def test_a_hostile_field_name_is_guarded_like_a_cell(written):
    columns = [Column("=1+1", "Sum"), Column('a "b", c', "Quoted")]
    assert written([("x", "y")], columns, "csv") == '\'=1+1,"a ""b"", c"\nx,y\n'
    assert written([("x", "y")], columns, "csv", raw=True) == '=1+1,"a ""b"", c"\nx,y\n'


def test_a_byte_order_mark_comes_only_when_asked_for(written):
    assert written([("é",)], [Column("a", "A")], "csv", bom=True) == "\ufeffa\né\n"


def test_structures_are_json_and_lists_of_texts_are_joined(written):
    row = ([{"value": "a@b.example", "primary": True}], ["x", "y"], {"k": None}, ("-1", "=2"))
    columns = [Column(name, name) for name in "abcd"]
    assert written([row], columns, "csv", raw=True) == (
        'a,b,c,d\n"[{""value"": ""a@b.example"", ""primary"": true}]",x; y,"{""k"": null}",-1; =2\n'
    )
