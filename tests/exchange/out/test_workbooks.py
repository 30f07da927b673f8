"""Workbooks: cells of the right types, never a formula, whatever the text; read here from the archive itself."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_cli.core.money import Money
from crm_cli.output import Column
from crm_cli.output.formats import format_named

Run = Callable[..., Any]
NS = {"m": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}


def cells(data: bytes) -> dict[str, tuple[str, str, Any]]:
    """Place → (type, format, value) of each cell, as ECMA-376 has them."""
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        assert book.testzip() is None
        parts = {name: ElementTree.fromstring(book.read(name)) for name in book.namelist()}
    styles = parts["xl/styles.xml"]
    own = {each.get("numFmtId"): each.get("formatCode") for each in styles.iterfind(".//m:numFmt", NS)}
    known = {"0": "General", "49": "@", "9": "0%", "10": "0.00%", **own}
    looks = [known[each.get("numFmtId")] for each in styles.iterfind("m:cellXfs/m:xf", NS)]
    sheet = parts["xl/worksheets/sheet1.xml"]
    assert sheet.find(".//m:f", NS) is None
    found = {}
    for cell in sheet.iterfind(".//m:c", NS):
        type = cell.get("t", "n")
        if type == "inlineStr":
            text = cell.find("m:is/m:t", NS).text or ""
            value: Any = re.sub("_x([0-9A-F]{4})_", lambda code: chr(int(code[1], 16)), text)
        else:
            value = cell.find("m:v", NS).text
        found[cell.get("r")] = (type, looks[int(cell.get("s", "0"))], value)
    return found


def written(rows: list[tuple[Any, ...]], *columns: Column) -> tuple[dict[str, tuple[str, str, Any]], Any]:
    out = io.BytesIO()
    format = format_named("xlsx", exports=True).spelled()
    assert format.write_into(rows, columns, out, "people") == len(rows)
    return cells(out.getvalue()), format.told


@pytest.mark.parametrize(
    ("type", "value", "cell"),
    [
        ("text", "=1+1", ("inlineStr", "@", "=1+1")),
        ("phone", "+77012345678", ("inlineStr", "@", "+77012345678")),
        ("text", "007", ("inlineStr", "@", "007")),
        ("text", " <a> & \n\tb ", ("inlineStr", "@", " <a> & \n\tb ")),
        ("text", "\x0b\r\x00", ("inlineStr", "@", "\x0b\r\x00")),
        ("text", "_x0041_", ("inlineStr", "@", "_x0041_")),
        ("money", Money(480000, "EUR"), ("n", "#,##0.00", "4800.00")),
        ("money", Money(4800, "JPY"), ("n", "#,##0", "4800")),
        ("money", Money(4800, "KWD"), ("n", "#,##0.000", "4.800")),
        ("money", Money(10**17 + 1, "EUR"), ("inlineStr", "@", "1000000000000000.01")),
        ("percent", Decimal("0.4"), ("n", "0%", "0.4")),
        ("percent", Decimal("0.125"), ("n", "0.00%", "0.125")),
        ("number", Decimal("0.1234567890123456"), ("inlineStr", "@", "0.1234567890123456")),
        ("integer", 12, ("n", "General", "12")),
        ("day", "2026-11-21", ("n", "yyyy\\-mm\\-dd", "46347")),
        ("day", date(1900, 3, 1), ("n", "yyyy\\-mm\\-dd", "61")),
        ("day", "1900-02-28", ("inlineStr", "@", "1900-02-28")),
        ("instant", "2026-11-21T09:30:00Z", ("inlineStr", "@", "2026-11-21T09:30:00Z")),
        ("month and day", "--03-14", ("inlineStr", "@", "--03-14")),
        ("yes/no", 1, ("b", "General", "1")),
        ("tag", ("a b", "vip"), ("inlineStr", "@", "a b; vip")),
        ("text", None, None),
    ],
)
def test_a_cell_has_the_type_of_its_value(type: str, value: Any, cell: Any) -> None:
    found, told = written([(value,)], Column("x", "X", type))
    assert found.pop("A1") == ("inlineStr", "General", "x")
    assert (found.get("A2"), told) == (cell, [])


@given(st.text())
def test_any_text_is_there_again(text: str) -> None:
    found, _ = written([(text,)], Column("x", "X"))
    assert found["A2"][2] == text


def test_a_text_that_no_cell_holds_is_cut_and_told() -> None:
    found, told = written([("x" * 40_000, "🙂" * 16_384)], Column("a", "A"), Column("b", "B"))
    assert (len(found["A2"][2]), len(found["B2"][2])) == (32_767, 16_383)
    assert told == ["2 texts cut: a cell holds 32,767 signs; -f csv holds all"]


def test_columns_beyond_z_have_two_letters() -> None:
    found, _ = written([tuple(range(28))], *(Column(f"c{at}", "C", "integer") for at in range(28)))
    assert (found["Z2"][2], found["AA2"][2], found["AB1"][2]) == ("25", "26", "c27")


def test_equal_records_give_equal_files(crm: Run, tmp_path: Path) -> None:
    crm("contact", "add", "Jane Doe", code=0)
    for name in ("one.xlsx", "two.xlsx"):
        crm("export", "contacts", "--to", str(tmp_path / name), code=0)
    assert (tmp_path / "one.xlsx").read_bytes() == (tmp_path / "two.xlsx").read_bytes()


def test_an_export_has_ids_amounts_currencies_and_days_as_such(crm: Run, tmp_path: Path) -> None:
    crm("deal", "add", "=Roof", "--amount", "1250.50 EUR", "--close", "2026-12-24", code=0)
    result = crm("export", "deals", "--to", str(tmp_path / "deals.xlsx"), code=0)
    assert result.err == f"1 deal written to {tmp_path / 'deals.xlsx'}\n"
    found = cells((tmp_path / "deals.xlsx").read_bytes())
    by_name = {
        found[place][2]: found.get(place[:-1] + "2") for place in found if re.fullmatch("[A-Z]+1", place)
    }
    assert by_name["id"] == ("n", "General", "1")
    assert by_name["title"] == ("inlineStr", "@", "=Roof")
    assert by_name["amount"] == ("n", "#,##0.00", "1250.50")
    assert by_name["currency"] == ("inlineStr", "@", "EUR")
    assert by_name["expected_close_on"] == ("n", "yyyy\\-mm\\-dd", "46380")
    assert (tmp_path / "deals.xlsx").stat().st_mode & 0o777 == 0o600


def test_a_whole_export_may_be_of_workbooks(crm: Run, tmp_path: Path) -> None:
    crm("contact", "add", "Jane Doe", "--tag", "vip", code=0)
    crm("export", "all", "--to", str(tmp_path / "all"), "-f", "xlsx", code=0)
    assert cells((tmp_path / "all" / "contacts.xlsx").read_bytes())["C2"] == ("inlineStr", "@", "Jane Doe")
    assert cells((tmp_path / "all" / "tags.xlsx").read_bytes())["B2"] == ("inlineStr", "@", "vip")


def test_a_terminal_and_a_pipe_are_no_place_for_one(crm: Run) -> None:
    result = crm("export", "contacts", "-f", "xlsx", code=2)
    assert (result.out, result.err) == (
        "",
        "Error: xlsx is no text, so it goes into a file\nhint: --to contacts.xlsx\n",
    )
