"""Naming a record: the first rank that fits wins, and a better rank hides the worse."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Run = Callable[..., Any]


@pytest.fixture
def people(crm: Run) -> Run:
    """Some people whose names make trouble."""
    crm("contact", "add", "Ann", "--email", "ann@acme.com", "--phone", "+77012345678", code=0)
    crm("contact", "add", "Anna Lee", "--company", "Acme", code=0)
    crm("contact", "add", "Алёна Ёлкина", code=0)
    crm("contact", "add", "علی‌رضا کریمی", code=0)
    crm("contact", "add", "42", code=0)
    crm("contact", "add", "Jean-Luc O'Neil", code=0)
    crm("contact", "add", "東京太郎", code=0)
    return crm


@pytest.mark.parametrize(
    ("typed", "id"),
    [
        ("1", 1),
        ("#1", 1),
        ("contact/2", 2),
        ("ann", 1),
        ("Ann", 1),
        ("ANNA LEE", 2),
        ("lee an", 2),
        ("anna", 2),
        ("ann@ACME.com", 1),
        ("+7 701 234 56 78", 1),
        ("77012345678", 1),
        ("елкина", 3),
        ("ЕЛКИНА Алена", 3),
        ("علیرضا", 4),
        ("علي رضا كريمي", 4),
        ("name:42", 5),
        ("oneil", 6),
        ("jean luc", 6),
        ("東京", 7),
    ],
)
def test_a_name_finds_the_one_it_means(people: Run, typed: str, id: int) -> None:
    assert people("contact", "show", typed, "-f", "ids", code=0).out == f"{id}\n"


def test_a_number_is_an_id_though_a_name_looks_like_it(people: Run) -> None:
    assert people("contact", "show", "42").code == 3


def test_at_is_what_the_newest_step_touched(people: Run) -> None:
    people("contact", "edit", "Anna Lee", "--city", "Oslo", code=0)
    assert people("contact", "show", "@", "-f", "{name}", code=0).out == "Anna Lee\n"


def test_at_in_a_terminal_is_what_was_last_shown(people: Run) -> None:
    people("contact", "show", "Ann", terminal=True, code=0)
    assert people("contact", "edit", "@", "--city", "Oslo", terminal=True, code=0).out == "Changed Ann\n"


def test_a_dash_reads_names_from_stdin(people: Run) -> None:
    result = people("contact", "tag", "-", "vip", stdin="Ann\n2\tAnna Lee\tAcme\n\n", code=0)
    assert result.out == "Tagged Ann, Anna Lee: vip\n"


def test_what_a_list_prints_can_be_piped_back(people: Run) -> None:
    listed = people("contact", "list", "ann").out
    assert people("contact", "archive", "-", stdin=listed, code=0).out == "Archived Ann, Anna Lee\n"


def test_in_a_terminal_a_choice_is_offered(people: Run) -> None:
    people("contact", "add", "Ann", "--force", code=0)
    result = people("contact", "show", "Ann", "-f", "ids", terminal=True, stdin="2\n")
    assert (result.code, result.out) == (0, "8\n")
    assert "which `Ann`? [1-2] " in result.err


def test_an_archived_record_steps_back_before_one_that_is_not(people: Run) -> None:
    people("contact", "add", "Ann", "--force", code=0)
    people("contact", "archive", "1", code=0)
    assert people("contact", "show", "Ann", "-f", "ids", code=0).out == "8\n"
    assert people("contact", "show", "1", "-f", "ids", code=0).out == "1\n"


def test_a_near_miss_is_met_with_who_was_meant(people: Run) -> None:
    result = people("contact", "show", "Anna Leen")
    assert result.code == 3
    assert result.err == "Error: no contact matches `Anna Leen`\nhint: did you mean Anna Lee (contact/2)?\n"


def test_another_kinds_number_is_refused(people: Run) -> None:
    assert people("contact", "show", "company/1").code == 2
    assert people("show", "company/1", "-f", "{name}", code=0).out == "Acme\n"


@pytest.mark.parametrize(
    "typed", ['"', "'", "*", "name:", 'a"b OR c', "NEAR(a b)", "^x", "%", "\\", "()", "-", "😀"]
)
def test_nothing_a_person_types_as_a_name_breaks(people: Run, typed: str) -> None:
    assert people("contact", "show", "--", typed).code in {0, 2, 3, 4}
