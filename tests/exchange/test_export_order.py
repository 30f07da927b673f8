"""Exports in an order, up to a number, or by group."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Run = Callable[..., Any]


@pytest.fixture
def people(crm: Run) -> Run:
    """Three people of two cities."""
    for name, city in (("Zed", "Oslo"), ("Ann", "Rome"), ("Bob", "Oslo")):
        crm("contact", "add", name, "--city", city, code=0)
    return crm


def test_an_export_comes_in_the_order_asked_for(people: Run) -> None:
    assert people("export", "contacts", "--sort", "name", "-f", "ids").lines == ["2", "3", "1"]
    assert (
        people("export", "contacts", "--sort", "city,-name", "--columns", "name").out
        == "name\nZed\nBob\nAnn\n"
    )


def test_an_export_stops_at_the_limit(people: Run) -> None:
    assert people("export", "contacts", "--limit", "2", "-f", "ids").lines == ["1", "2"]
    assert (
        people("export", "contacts", "--sort", "-name", "--limit", "1", "--columns", "name").out
        == "name\nZed\n"
    )


def test_an_export_by_group_counts(people: Run) -> None:
    assert people("export", "contacts", "--group-by", "city").out == "city,count\nOslo,2\nRome,1\n"


def test_a_whole_export_takes_none_of_these(people: Run, tmp_path: Any) -> None:
    assert people("export", "all", "--to", str(tmp_path / "all"), "--sort", "name").code == 2
