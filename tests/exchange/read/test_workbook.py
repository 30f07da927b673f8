"""Workbooks: what a person reads in their cells, whatever is stored in them; each sheet is a table."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crm_cli.core.errors import UsageError
from crm_cli.exchange.decide import headers
from crm_cli.exchange.read import workbook
from crm_cli.exchange.read.table import Asked, Row, Table

Run = Callable[..., Any]
pytestmark = pytest.mark.smoke

CELLS = [
    ("Ann ", "Ann"),
    ("0123", "0123"),
    (919000000000, "919000000000"),
    (919000000000.0, "919000000000"),
    (1250.0, "1250"),
    (12.5, "12.5"),
    (0.1 + 0.2, "0.3"),
    (-0.05, "-0.05"),
    (1e21, "1000000000000000000000"),
    (0.000012, "0.000012"),
    (date(2026, 3, 14), "2026-03-14"),
    (datetime(2026, 3, 14, 9, 30), "2026-03-14 09:30:00"),
    (time(9, 30), "09:30"),
    (timedelta(hours=30, minutes=5), "30:05:00"),
    (True, "true"),
    (False, "false"),
    ("'=1+1", "=1+1"),
    ("line\nnext", "line\nnext"),
    ("Жұмабаев 名前", "Жұмабаев 名前"),
]
SHOWN = [
    (0.4, "0%", "40%"),
    (0.125, "0.0%", "12.5%"),
    (1.5, "0.00%", "150%"),
    (1234, "00000", "01234"),
    (12345, "00000", "12345"),
    (7, "0", "7"),
]


def saved(book: openpyxl.Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def book_of(rows: list[list[Any]]) -> openpyxl.Workbook:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    return book


def opened(data: bytes, **how: Any) -> tuple[list[Table], list[str]]:
    return workbook.tables("b", lambda: io.BytesIO(data), Asked(headers.how_many_known, **how))


def only(data: bytes, **how: Any) -> Table:
    ((table,), _) = opened(data, **how)
    return table


def test_cells_are_the_text_a_person_reads() -> None:
    table = only(saved(book_of([["name", "value"], *([f"n{n}", cell] for n, (cell, _) in enumerate(CELLS))])))
    assert [row.cells[1] for row in table.rows()] == [text for _, text in CELLS]


def test_formats_that_show_other_signs_than_are_stored_are_read_as_shown() -> None:
    book = book_of([["name", "value"], *([f"n{n}", value] for n, (value, _, _) in enumerate(SHOWN))])
    for place, (_, format, _) in enumerate(SHOWN, start=2):
        book.active.cell(place, 2).number_format = format
    assert [row.cells[1] for row in only(saved(book)).rows()] == [text for _, _, text in SHOWN]


def test_errors_are_read_as_they_are_shown_and_counted() -> None:
    book = book_of([["name", "city"], ["Ann", "#N/A"], ["Bo", "#DIV/0!"], ["Cy", "Oslo"]])
    for row in (2, 3):
        book.active.cell(row, 2).data_type = "e"
    table = only(saved(book))
    assert [row.cells for row in table.rows()] == [["Ann", "#N/A"], ["Bo", "#DIV/0!"], ["Cy", "Oslo"]]
    assert table.told == ["2 cells with an error of the spreadsheet"]


def test_headers_stand_under_a_merged_title_and_rows_keep_their_numbers() -> None:
    book = book_of(
        [
            ["All our customers"],
            [],
            ["Name", "Email"],
            ["Ann", "a@x.example"],
            [],
            ["Bo", "b@x.example", None, "more"],
        ]
    )
    book.active.merge_cells("A1:D1")
    table = only(saved(book))
    assert (table.headers, table.how) == (["Name", "Email"], "sheet `Sheet`, headers in row 3")
    assert list(table.rows()) == [
        Row(4, ["Ann", "a@x.example"], ""),
        Row(6, ["Bo", "b@x.example"], "it has 4 cells, the header row 2", ("", "more")),
    ]
    assert table.outside == 1


def test_columns_may_begin_further_right() -> None:
    book = openpyxl.Workbook()
    for place, row in enumerate([["Name", "Share"], ["Ann", 0.5]], start=4):
        for column, value in enumerate(row, start=3):
            book.active.cell(place, column, value)
    book.active["D5"].number_format = "0%"
    assert [row.cells for row in only(saved(book)).rows()] == [["Ann", "50%"]]


def test_sheets_are_tables_and_what_is_hidden_or_empty_is_told() -> None:
    book = book_of([["Name"], ["Ann"]])
    book.active.title = "People"
    book.create_sheet("Firms").append(["Company"])
    book["Firms"].append(["Acme"])
    book.create_sheet("Old").append(["Name"])
    book["Old"].sheet_state = "hidden"
    book.create_sheet("Blank")
    book.create_chartsheet("Chart")
    tables, told = opened(saved(book))
    assert [(table.name, [row.cells for row in table.rows()]) for table in tables] == [
        ("b/People", [["Ann"]]),
        ("b/Firms", [["Acme"]]),
    ]
    assert told == ["b/Old (hidden)", "b/Blank (empty)", "b/Chart (no sheet of cells)"]


def test_a_broken_workbook_is_refused() -> None:
    data = saved(book_of([["Name"], ["Ann"]]))
    with pytest.raises(UsageError, match="b cannot be read as a workbook"):
        opened(data[: len(data) // 2])


ODS = """<?xml version="1.0" encoding="UTF-8"?>
<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 office:version="1.2"><office:body><office:spreadsheet><table:table table:name="People">
<table:table-row><table:table-cell office:value-type="string"><text:p>Name</text:p></table:table-cell>
<table:table-cell office:value-type="string"><text:p>Birthday</text:p></table:table-cell>
<table:table-cell office:value-type="string"><text:p>Phone</text:p></table:table-cell></table:table-row>
<table:table-row><table:table-cell office:value-type="string"><text:p>Änne</text:p></table:table-cell>
<table:table-cell office:value-type="date" office:date-value="1990-03-14"><text:p>14.03.90</text:p></table:table-cell>
<table:table-cell office:value-type="float" office:value="919000000000"><text:p>9,19E+11</text:p></table:table-cell>
</table:table-row></table:table></office:spreadsheet></office:body></office:document-content>""".replace(
    ">\n", ">"
)


def test_an_open_document_is_read_alike() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
        archive.writestr("content.xml", ODS)
    assert [row.cells for row in only(out.getvalue()).rows()] == [["Änne", "1990-03-14", "919000000000"]]


TEXTS = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs"), exclude_characters="'\ufffe\uffff"),
    max_size=12,
).map(str.strip)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.lists(TEXTS, min_size=3, max_size=3).filter(any), min_size=1, max_size=6))
def test_any_table_of_texts_comes_back_as_the_same_cells(rows: list[list[str]]) -> None:
    book = openpyxl.Workbook()
    book.active.append(["name", "email", "city"])
    for place, row in enumerate(rows, start=2):
        for column, cell in enumerate(row, start=1):
            if cell:
                book.active.cell(place, column).value = cell
                book.active.cell(place, column).data_type = "s"
    assert [row.cells for row in only(saved(book)).rows()] == rows


@pytest.mark.parametrize("name", ["people.xlsx", "people.csv", "people"])
def test_a_workbook_is_imported_whatever_it_is_called(crm: Run, tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(
        saved(book_of([["Full name", "Email", "Phone"], ["Ann", "a@x.example", 77012345678]]))
    )
    told = crm("import", str(tmp_path / name), "-f", "json", code=0)
    assert (told.json["created"], told.json["rejected"]) == (1, 0)
    assert crm("contact", "list", "-f", "{name} {phone}").out == "Ann 77012345678\n"


def test_a_workbook_of_several_sheets_is_one_step_in_the_order_of_what_they_name(
    crm: Run, tmp_path: Path
) -> None:
    book = book_of([["Name", "Company"], ["Ann", "Acme"]])
    book.active.title = "Contacts"
    for row in (["Name", "City"], ["Acme", "Oslo"]):
        (book["Companies"] if "Companies" in book.sheetnames else book.create_sheet("Companies")).append(row)
    book.create_sheet("How to").append(["Fill in the sheets"])
    book["How to"].append(["and send them back"])
    file = tmp_path / "book.xlsx"
    file.write_bytes(saved(book))
    told = crm("import", str(file), "-f", "json", code=0)
    assert (told.json["created"], told.json["linked"]) == (2, {})
    assert f"not read: {file}/How to (its headers do not say what its rows are)" in told.err
    book.create_sheet("Odd").append(["Alpha", "Beta"])
    file.write_bytes(saved(book))
    assert "Error: 1 table of 3 not read" in crm("import", str(file), code=8).err
