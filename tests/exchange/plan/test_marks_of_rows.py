"""The marks of many rows: made by columns, and the same as those of each row alone."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from crm_cli.exchange.plan.marks import NOTHING, Marks

HEADERS = ("name", "e-mail", "e-mail", "E-Mail", "id")

CELLS = st.sampled_from(("", "a", "b", "partner", "Öl", "\ud800", "\x1f")) | st.text(max_size=4)

ROWS = st.lists(st.lists(CELLS, min_size=5, max_size=5), min_size=1, max_size=30)


@given(ROWS)
def test_rows_together_have_the_marks_that_each_has_alone(rows: list[list[str]]) -> None:
    marks = Marks([(header, index) for index, header in enumerate(HEADERS)], but=4)
    assert marks.of_rows(rows) == [marks.of(row) for row in rows]


@given(ROWS)
def test_a_row_that_says_nothing_but_its_id_has_a_mark_of_its_own(rows: list[list[str]]) -> None:
    marks = Marks([(header, index) for index, header in enumerate(HEADERS)], but=4)
    blank = [NOTHING if not any(row[:4]) else "" for row in rows]
    assert [found if found == NOTHING else "" for found in marks.of_rows(rows)] == blank


def test_marks_of_columns_stay_as_files_have_them() -> None:
    marks = Marks([(header, index) for index, header in enumerate(HEADERS)], but=4)
    rows = [["Ann", "a@x.com", "", "b@x.com", "7"], ["", "", "", "", "8"], ["Ann", "", "z", "", "9"]]
    assert marks.of_rows(rows) == ["hrbTSTVa_Bz1", "-", "760nevhrbTST"]
