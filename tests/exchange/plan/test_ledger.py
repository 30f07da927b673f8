"""Every cell of a file has exactly one fate, and the counts add up to the cells there are."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crm_cli.exchange.plan.ledger import Ledger

Run = Callable[..., Any]


def fates(result: Any) -> dict[str, int]:
    """The fates that some cell met."""
    return {fate: count for fate, count in result.json["cells"].items() if count}


def test_a_first_reading_stores_all_that_is_not_blank(crm: Run, sheet: Run) -> None:
    file = sheet("Name,Email,Plan\nAnn,ann@x.com,gold\nBob,,\n")
    assert fates(crm("import", file, "--as", "contacts", "-f", "json", code=0)) == {"stored": 4, "blank": 2}
    assert fates(crm("import", file, "--as", "contacts", "-f", "json", code=0)) == {"equal": 4, "blank": 2}


def test_left_out_aside_and_rejected_cells_are_counted_apart(crm: Run, sheet: Run) -> None:
    file = sheet("Name,Birthday,Plan\nAnn,soon,gold\n,1990-01-02,gold\n")
    told = crm("import", file, "--as", "contacts", "--unknown", "ignore", "-f", "json", code=8)
    assert fates(told) == {"blank": 1, "stored": 1, "aside": 1, "left_out": 1, "rejected": 2}


def test_a_changed_cell_is_stored_beside_equal_ones(crm: Run, sheet: Run) -> None:
    crm("import", sheet("Contact ID,Name,City\n1,Ann,Oslo\n2,Bob,Rome\n"), "--as", "contacts", code=0)
    changed = sheet("Contact ID,Name,City\n1,Ann,Bergen\n2,Bob,Rome\n")
    assert fates(crm("import", changed, "--as", "contacts", "-f", "json", code=0)) == {
        "stored": 1,
        "equal": 5,
    }


def test_people_are_told_the_fates_in_words(crm: Run, sheet: Run) -> None:
    told = crm("import", sheet("Name,Birthday\nAnn,soon\n"), "--as", "contacts", "-f", "table", code=0)
    assert told.lines[-2:] == [
        "cells: 1 stored, 1 aside",
        "put aside in `Birthday (as read)`: 1 cell, the first on line 2: Birthday: `soon` is not a birthday",
    ]


def test_counts_that_do_not_add_up_are_a_fault() -> None:
    ledger = Ledger()
    ledger.row(["a", "", "b"], "stored", [2])
    ledger.check(3)
    with pytest.raises(RuntimeError, match="3 of 4 cells"):
        ledger.check(4)


CELLS = st.sampled_from(
    [
        "",
        "",
        "Ann",
        "Bob",
        "ann@x.com",
        "x",
        "soon",
        "1990-02-03",
        "-5",
        "12",
        "7",
        "won",
        "a; b",
        "+41 44 668 18 00",
    ]
)
HEADERS = {
    "contacts": ["Contact ID", "Name", "Email", "Phone", "Birthday", "Company", "Score", "Tags", "Plan"],
    "deals": ["Deal ID", "Title", "Amount", "Status", "Stage", "Company", "Contact", "Contact email", "Closed on"],
    "companies": ["Company ID", "Name", "Domain", "Phone", "City", "Tags", "Since"],
    "activities": ["Note ID", "Type", "Date", "Contact", "Text", "Duration"],
    "reminders": ["Task ID", "Title", "Due", "Priority", "Done", "Contact"],
}  # fmt: skip


@st.composite
def tables(draw: st.DrawFn) -> tuple[str, list[list[str]]]:
    """A kind, and a table of some of its headers with cells that fit, do not fit, or repeat each other."""
    kind = draw(st.sampled_from(sorted(HEADERS)))
    headers = draw(st.lists(st.sampled_from(HEADERS[kind]), min_size=2, unique=True))
    row = st.lists(CELLS, min_size=len(headers), max_size=len(headers))
    return kind, [headers, *draw(st.lists(row, max_size=6))]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(first=tables(), second=tables())
def test_the_fates_of_any_two_tables_add_up(
    crm: Run, sheet: Run, path: Any, first: tuple[str, list[list[str]]], second: tuple[str, list[list[str]]]
) -> None:
    path.unlink(missing_ok=True)
    crm("config", "set", "currency", "EUR", code=0)
    for kind, table in (first, second, first):
        out = io.StringIO()
        csv.writer(out, lineterminator="\n").writerows(table)
        file = sheet(out.getvalue())
        told = crm("import", file, "--as", kind, "--ids", "theirs", "-f", "json")
        assert told.code in {0, 8} or told.code == 2, told.err
        if told.code != 2:
            rows = [row for row in table[1:] if any(cell.strip() for cell in row)]
            assert sum(told.json["cells"].values()) == len(rows) * len(table[0])
            assert told.json["cells"]["blank"] == sum(row.count("") for row in rows)
