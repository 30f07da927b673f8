"""Files as they come: encodings, delimiters, preambles, ragged rows, quotes."""

from __future__ import annotations

import codecs
import csv as standard
import io
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crm_cli.core.errors import UsageError
from crm_cli.exchange.decide import headers
from crm_cli.exchange.read import csv
from crm_cli.exchange.read.csv import CsvTable
from crm_cli.exchange.read.table import Asked, Row

pytestmark = pytest.mark.smoke

SUITES = Path(__file__).parents[4] / "shared/data/suites/csv"
RUSSIAN = "id,name,city\n" + "".join(
    f"{n},{name},{city}\n"
    for n, (name, city) in enumerate(
        [("Анна Ёлкина", "Москва"), ("Пётр Иванов", "Самара"), ("Ольга Белова", "Казань")] * 5
    )
)


def read(content: str | bytes, **how: Any) -> CsvTable:
    data = content if isinstance(content, bytes) else content.encode()
    return csv.open_table("file", lambda: io.BytesIO(data), Asked(headers.how_many_known, **how))


def rows(sheet: CsvTable) -> list[list[str]]:
    return [row.cells for row in sheet.rows()]


@pytest.mark.parametrize(
    ("data", "name", "how"),
    [
        ("name\nÄnne\n".encode(), "UTF-8", ""),
        (codecs.BOM_UTF8 + "name\nÄnne\n".encode(), "UTF-8", ""),
        ("name,city\nÄnne,Köln\n".encode("utf-16"), "UTF-16", ""),
        (codecs.BOM_UTF16_BE + "name,city\nÄnne,Köln\n".encode("utf-16-be"), "UTF-16", ""),
        ("name,city\nÄnne,Köln\nJosé,Málaga\n".encode("cp1252"), "cp1252", "guessed"),
        (RUSSIAN.encode("cp1251"), "cp1251", "guessed"),
        (RUSSIAN.encode("cp866"), "cp866", "guessed"),
        (RUSSIAN.replace("ё", "е").encode("koi8-r"), "koi8-u", "guessed"),
    ],
)
def test_the_encoding_is_found_and_named(data: bytes, name: str, how: str) -> None:
    sheet = read(data)
    assert (sheet.encoding.name, sheet.encoding.how, sheet.headers[0]) == (
        name,
        how,
        sheet.headers[0].strip("\ufeff"),
    )
    assert all("\ufffd" not in cell for cells in rows(sheet) for cell in cells)


def test_a_guessed_encoding_reads_the_same_as_the_named_one() -> None:
    data = RUSSIAN.encode("cp1251")
    assert rows(read(data)) == rows(read(data, encoding="cp1251")) == rows(read(RUSSIAN))


def test_two_encodings_in_one_file_are_refused_with_the_line() -> None:
    with pytest.raises(UsageError, match="line 3 is not UTF-8"):
        read("id,name\n1,Анна\n".encode() + "2,Иван\n".encode("cp1251"))


def test_an_encoding_that_does_not_fit_is_refused_with_the_line() -> None:
    with pytest.raises(UsageError, match="line 2 cannot be read as ascii"):
        read("name\nÄnne\n", encoding="ascii")


@pytest.mark.parametrize(
    ("text", "delimiter", "first"),
    [
        ("name,city\nA,B\n", ",", ["A", "B"]),
        ("name;city\nA, Ltd;B\n", ";", ["A, Ltd", "B"]),
        ("name;amount\nA;1,5\nB;2,5\n", ";", ["A", "1,5"]),
        ("name\tcity\nA\tB\n", "\t", ["A", "B"]),
        ("name|city\nA|B\n", "|", ["A", "B"]),
        ("sep=;\nname;city\nA;B,C\n", ";", ["A", "B,C"]),
        ("name\nA\n", ",", ["A"]),
        ('id, name, email\n1, "Smith, John", a@b.c\n', ",", ["1", "Smith, John", "a@b.c"]),
    ],
)
def test_the_delimiter_is_found(text: str, delimiter: str, first: list[str]) -> None:
    sheet = read(text)
    assert (sheet.delimiter, rows(sheet)[0]) == (delimiter, first)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("First Name,Last Name\nA,B\n", 1),
        ("Report of 2026\n\nFirst Name,Last Name,Email\nA,B,c@d\n", 3),
        ('Notes:\n"Some addresses, or most, are missing"\n\nFirst Name,Last Name,URL\nA,B,x\nC,D,y\n', 4),
        ("Pipeline,2026-01-01,,\n,,,\nTitle,Stage,Amount,Close date\nA,B,1,2026-01-02\n", 3),
    ],
)
def test_the_header_row_is_found_under_a_preamble(text: str, line: int) -> None:
    assert read(text).header_line == line


def test_rows_keep_their_lines_and_blank_ones_are_left_out() -> None:
    text = 'id,name\n\n1,A\n , \n2,"two\nlines"\n3,C\n'
    assert list(read(text).rows()) == [
        Row(3, ["1", "A"], ""),
        Row(5, ["2", "two\nlines"], ""),
        Row(7, ["3", "C"], ""),
    ]


def test_short_rows_have_blanks_and_long_ones_a_fault() -> None:
    text = "id,name,email\n1,A\n2,B,b@c,more\n3,C,c@d,,\n"
    assert list(read(text).rows()) == [
        Row(2, ["1", "A", ""], ""),
        Row(3, ["2", "B", "b@c"], "it has 4 cells, the header row 3", ("more",)),
        Row(4, ["3", "C", "c@d"], ""),
    ]


@pytest.mark.parametrize("text", ['id,name\n1,A\n2,"B\n3,C\n', 'id,name\n1,A\n2,"B'])
def test_a_quote_that_is_never_closed_is_refused_with_its_line(text: str) -> None:
    with pytest.raises(UsageError, match="row of line 3 is never closed"):
        rows(read(text))


def test_a_quote_closed_too_late_is_a_fault_of_its_row() -> None:
    text = 'id,name\n1,"A\n2,"B"\n3,C\n'
    assert [row.line for row in read(text).rows() if row.fault] == [2]


ODD = "a quote is opened and not closed where a cell ends"
QUOTES = {
    '1,"Hey, I missed " it",3': (["1", 'Hey, I missed " it', "3"], ODD),
    '1,"say \\"hi\\", she",3': (["1", 'say \\"hi\\', 'she"'], ODD),
    '1,"A" x,"B, C"': (["1", 'A" x,"B, C', ""], ODD),
    '1,"A"x,3': (["1", '"A"x', "3"], ODD),
    '1,"A" ,3': (["1", "A", "3"], ""),
    '1, "A, B" , "C"': (["1", "A, B", "C"], ""),
    '1,5" pipe,"6"" pipe"': (["1", '5" pipe', '6" pipe'], ""),
    '1,"","""x"""': (["1", "", '"x"'], ""),
    '1,"A\nB" ,3': (["1", "A\nB", "3"], ""),
    '1,"A\n2,"B",3': (["1", 'A\n2,"B', "3"], ODD),
}
"""Lines under three headers → their cells, and what is wrong with them."""


@pytest.mark.parametrize("line", QUOTES)
def test_a_quote_that_does_not_close_a_cell_loses_no_sign_and_is_a_fault(line: str) -> None:
    cells, fault = QUOTES[line]
    found = list(read(f'id,name,note\n0,"Z",z\n{line}\n9,"Y",y\n').rows())
    assert [(row.cells, row.fault) for row in found] == [
        (["0", "Z", "z"], ""),
        (cells, fault),
        (["9", "Y", "y"], ""),
    ]


def test_cells_beyond_the_headers_are_kept_beside_the_row() -> None:
    (row,) = read("id,name\n1,A,,more, and more,,\n").rows()
    assert (row.cells, row.rest, row.fault) == (
        ["1", "A"],
        ("", "more", "and more", "", ""),
        "it has 7 cells, the header row 2",
    )


def test_columns_that_rejected_rows_have_beside_their_own_are_no_columns() -> None:
    sheet = read("id,name,more,more_2,line,reason\n1,A,,,3,it has 4 cells\n2,B,C,D,4,it has 4 cells\n3,E\n")
    assert sheet.headers == ["id", "name"]
    assert list(sheet.rows()) == [
        Row(2, ["1", "A"], ""),
        Row(3, ["2", "B"], "it has 4 cells, the header row 2", ("C", "D")),
        Row(4, ["3", "E"], ""),
    ]
    assert (sheet.told, sheet.outside) == (
        ["left out: line, reason, which rejected rows have beside their own"],
        4,
    )


def test_columns_line_and_reason_of_another_file_are_its_own() -> None:
    assert read("id,line,reason\n1,Main line,late\n").headers == ["id", "line", "reason"]
    assert read("id,reason,line\n1,late,7\n").headers == ["id", "reason", "line"]


TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\0\r'"), max_size=12).map(str.strip)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.lists(TEXTS, min_size=3, max_size=3).filter(any), min_size=1, max_size=6),
    st.sampled_from(",;\t|"),
    st.booleans(),
)
def test_any_table_of_texts_comes_back_as_the_same_cells(
    cells: list[list[str]], delimiter: str, is_quoted: bool
) -> None:
    out = io.StringIO(newline="")
    quoting = standard.QUOTE_ALL if is_quoted else standard.QUOTE_MINIMAL
    standard.writer(out, delimiter=delimiter, quoting=quoting, lineterminator="\n").writerows(
        [["full name", "email", "company"], *cells]
    )
    sheet = read(out.getvalue(), encoding="utf-8")
    assert (sheet.headers, [row.fault for row in sheet.rows()]) == (
        ["full name", "email", "company"],
        [""] * len(cells),
    )
    assert rows(sheet) == cells


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_all_line_ends_are_read(end: str) -> None:
    assert rows(read(end.join(["id,name", "1,A", "2,B", ""]))) == [["1", "A"], ["2", "B"]]
    assert rows(read("id,name\r\n1,A\n2,B\r3,C\r\n")) == [["1", "A"], ["2", "B"], ["3", "C"]]


def test_nuls_are_taken_out_and_counted() -> None:
    sheet = read("id,name\n1,Iv\0an\n")
    assert rows(sheet) == [["1", "Ivan"]]
    assert sheet.nuls == 1
    sheet = read("Name,Email\nA\0nn,a@a.example\n\0,\0\n")  # so many that it might be UTF-16
    assert (sheet.headers, rows(sheet), sheet.nuls) == (["Name", "Email"], [["Ann", "a@a.example"]], 3)


def test_one_guard_is_taken_off_cells_and_headers_unless_raw() -> None:
    text = "id,'=sum,name\n'+x,'''=1,'quoted'\n"
    assert (read(text).headers, rows(read(text))) == (["id", "=sum", "name"], [["+x", "''=1", "'quoted'"]])
    raw = read(text, raw=True)
    assert (raw.headers, rows(raw)) == (["id", "'=sum", "name"], [["'+x", "'''=1", "'quoted'"]])


def test_only_texts_named_so_are_blank() -> None:
    text = "id,name\n1,N/A\n2,NULL\n"
    assert rows(read(text)) == [["1", "N/A"], ["2", "NULL"]]
    assert rows(read(text, blanks=frozenset(["N/A"]))) == [["1", ""], ["2", "NULL"]]


@pytest.mark.parametrize("data", [b"", b"\n\n", b"   \n"])
def test_an_empty_file_is_refused(data: bytes) -> None:
    with pytest.raises(UsageError, match="empty"):
        read(data)


def test_a_file_without_headers_is_refused() -> None:
    with pytest.raises(UsageError, match="no header row"):
        read("Jane,jane@acme.com\nJohn,john@acme.com\n")


@pytest.mark.skipif(not SUITES.exists(), reason="the suites are not beside the checkout")
def test_well_known_suites_read_as_their_authors_say() -> None:
    checked = 0
    for path in sorted((SUITES / "csv-spectrum/csvs").glob("*.csv")):
        wanted = json.loads((SUITES / f"csv-spectrum/json/{path.stem}.json").read_text())
        sheet = read(path.read_bytes())
        assert [dict(zip(sheet.headers, cells, strict=True)) for cells in rows(sheet)] == wanted
        checked += 1
    assert checked


@pytest.mark.skipif(not SUITES.exists(), reason="the suites are not beside the checkout")
def test_hostile_files_read_as_their_manifest_says() -> None:
    folder = SUITES / "messy_derived"
    manifest = json.loads((folder / "manifest.json").read_text())["files"]
    plain = rows(read((folder / "utf8.csv").read_bytes()))
    known = {cells[0]: cells for cells in plain}
    for entry in manifest:
        if entry["expect"].startswith("ok"):
            sheet = read((folder / entry["file"]).read_bytes())
            found = {cells[0]: cells for cells in rows(sheet)}
            assert list(found) == entry["ids"], entry["file"]
            if entry["encoding"].startswith("utf"):
                assert found == {id: known[id] for id in entry["ids"]} or "cr_only" in entry["file"], entry[
                    "file"
                ]


@pytest.mark.parametrize("called", ["/dev/fd/N", "pipe"])
def test_what_can_be_read_only_once_is_read_once(
    crm: Callable[..., Any], tmp_path: Path, called: str
) -> None:
    """A pipe as `crm import <(…)` and `… | crm import /dev/stdin` hand one on, and one with a name."""
    text = "Name,Email\n" + "".join(f"P{n},p{n}@x.example\n" for n in range(5000))
    named = tmp_path / "pipe"
    os.mkfifo(named)
    ours, theirs = os.pipe()
    writer = os.fork()
    if not writer:
        os.close(ours)
        target = os.open(named, os.O_WRONLY) if called == "pipe" else theirs
        os.write(target, text.encode())
        os._exit(0)
    os.close(theirs)
    name = str(named) if called == "pipe" else f"/dev/fd/{ours}"
    result = crm("import", name, "--as", "contacts", code=0)
    os.close(ours)
    os.waitpid(writer, 0)
    assert result.err.startswith(f"Read 5,000 rows of contacts: 5,000 created\n{name}: UTF-8")
