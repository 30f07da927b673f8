"""A phone number is found however it is written, in a query and by `find`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Run = Callable[..., Any]


@pytest.fixture
def sample(crm: Run) -> Run:
    crm("config", "set", "phone_region", "KZ", code=0)
    crm("contact", "add", "Ann", "--phone", "8 701 123 45 67", code=0)
    crm("contact", "add", "Bob", "--phone", "+7 (701) 123-45-68", code=0)
    crm("contact", "add", "Cem", "--phone", "+77011234569", code=0)
    return crm


@pytest.mark.parametrize(("query", "ids"), [
    ("phone:8 701 123 45 67", [1]),
    ("phone:8 701 123 45 68", [2]),
    ("phone:87011234569", [3]),
    ("phone=+77011234567", [1]),
    ("phone!=87011234568", [1, 3]),
    ("phone:701 123", [1, 2, 3]),
    ('phone:"8 (701) 123-45-69"', [3]),
    ("phone:87011234567,87011234568", [1, 2]),
    ("phone:8 701 123 45 68 bob", [2]),
    ("phone:8 701 123 45 68 ann", []),
    ("not phone:8 701 123 45 67", [2, 3]),
    ("phones:+7 701 123 45 69 or name:ann", [1, 3]),
])  # fmt: skip
def test_a_query_finds_a_number_however_it_is_written(sample: Run, query: str, ids: list[int]) -> None:
    wanted = [str(id) for id in ids]
    assert sorted(sample("contact", "list", query, "-f", "ids", code=0).lines) == wanted
    assert (
        sorted(sample("contact", "list", *query.split(" "), "-f", "ids", code=0).lines) == wanted
        or '"' in query
    )


@pytest.mark.parametrize("typed", ["8 701 123 45 68", "+77011234568", "8 (701) 123-45-68", "87011234568"])
def test_find_knows_a_number_however_it_is_written(sample: Run, typed: str) -> None:
    assert sample("find", typed, "-f", "ids", code=0).lines == ["contact/2"]


def test_without_a_region_only_the_digits_count(crm: Run) -> None:
    crm("contact", "add", "Ann", "--phone", "701-123", code=0)
    assert crm("contact", "list", "phone:701123", "-f", "ids", code=0).lines == ["1"]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("79460018", ["Ann"]),
        ("7946 0018", ["Ann"]),
        ("+44 20 7946 0018", ["Ann"]),
        ("020 7946 0018", ["Ann"]),
        ("79-46", ["Ann"]),
        ("94600", ["Ann"]),
        ("0018", ["Ann", "Bob"]),
        ("7946", ["Ann"]),
        ("4600", []),
        ("018", []),
        ("۷۹۴۶۰۰۱۸", ["Ann"]),
        ("2671", []),
        ("26710018", ["Bob"]),
    ],
)
def test_find_takes_a_piece_of_a_number_in_any_spacing(crm: Run, typed: str, found: list[str]) -> None:
    crm("contact", "add", "Ann", "--phone", "+44 20 7946 0018", code=0)
    crm("company", "add", "Bob", "--phone", "+1415 5267 10018", code=0)
    assert crm("find", typed, "-f", "{name}", code=0).lines == found


def test_a_number_found_by_a_piece_is_shown(crm: Run) -> None:
    crm("contact", "add", "Ann", "--phone", "+442079460018", "--phone", "+77012345678", code=0)
    assert crm("find", "7946 0018", code=0).out == "contact/1\tAnn\t+442079460018\n"
    crm("contact", "archive", "Ann", code=0)
    assert crm("find", "7946 0018", code=0).out == ""
    assert crm("find", "7946 0018", "--archived", code=0).out == "contact/1\tAnn\t+442079460018\n"
