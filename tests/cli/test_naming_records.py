"""Naming a record: the first rank that fits wins, and a better rank hides the worse."""

from __future__ import annotations

import shlex
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]

ANN_IN_OSLO = "Changed Ann (contact/1): city – → Oslo\n"


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
        ("701 234-56-78", 1),
        ("2345678", 1),
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
    assert people("contact", "edit", "@", "--city", "Oslo", terminal=True, code=0).out == ANN_IN_OSLO


def test_a_dash_reads_names_from_stdin(people: Run) -> None:
    result = people("contact", "tag", "-", "vip", stdin="Ann\n2\tAnna Lee\tAcme\n\n", code=0)
    assert result.out == "Tagged Ann (contact/1), Anna Lee (contact/2): vip\n"


def test_what_a_list_prints_can_be_piped_back(people: Run) -> None:
    listed = people("contact", "list", "ann").out
    assert (
        people("contact", "archive", "-", stdin=listed, code=0).out
        == "Archived Ann (contact/1), Anna Lee (contact/2)\n"
    )


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


@pytest.fixture
def companies(crm: Run) -> Run:
    """Companies whose names differ in signs alone, and one that begins like them."""
    for name in ("C++", "C#", "Çelik", "Acme, Inc.", "Mary-Ann Bakery"):
        crm("company", "add", name, code=0)
    return crm


@pytest.mark.parametrize(
    ("typed", "id"),
    [("C++", 1), ("c ++", 1), ("C#", 2), ("celik", 3), ("acme inc", 4), ("Acme Inc", 4), ("mary-ann", 5)],
)
def test_signs_that_are_typed_are_those_of_the_name(companies: Run, typed: str, id: int) -> None:
    assert companies("company", "show", typed, "-f", "ids", code=0).out == f"{id}\n"


def test_the_very_name_hides_those_it_begins(companies: Run) -> None:
    assert companies("company", "show", "C", code=4).err.splitlines()[1:4] == [
        "  company/1  C++",
        "  company/2  C#",
        "hint: name it by its number: company/1",
    ]
    companies("company", "add", "C", code=0)
    assert companies("company", "show", "C", "-f", "ids", code=0).out == "6\n"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("C+++", "C++ (company/1) or C# (company/2)"),
        ("maryann", "Mary-Ann Bakery (company/5)"),
        ("Tschelik", "Çelik (company/3)"),
        ("Aceme", "Acme, Inc. (company/4)"),
    ],
)
def test_a_near_name_is_suggested_and_never_taken(companies: Run, typed: str, meant: str) -> None:
    told = companies("company", "show", typed, code=3).err
    assert told == f"Error: no company matches `{typed}`\nhint: did you mean {meant}?\n"
    companies("company", "delete", typed, "--yes", code=3)
    assert len(companies("company", "list", "-f", "ids").lines) == 5


@pytest.fixture
def world(crm: Run) -> Run:
    """People, a deal, a reminder and a company, to be named nearly."""
    crm("contact", "add", "Anna Schmidt", "--company", "Müller & Söhne", code=0)
    crm("contact", "add", "Ольга Петрова", code=0)
    crm("contact", "add", "Robert Brown", code=0)
    crm("deal", "add", "Acme renewal", code=0)
    crm("remind", "add", "send the quote", code=0)
    return crm


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("contact show Shmidt", "Anna Schmidt (contact/1)"),
        ("show olga", "Ольга Петрова (contact/2)"),
        ("email olga hello", "Ольга Петрова (contact/2)"),
        ("call Bob hello", "Robert Brown (contact/3)"),
        ("company show muellers", "Müller & Söhne (company/1)"),
        ("deal win renewel", "Acme renewal (deal/1)"),
        ("deal move 'acme renwal' proposal", "Acme renewal (deal/1)"),
        ("done 'send qoute'", "send the quote (reminder/1)"),
        ("timeline petrova,olga", "Ольга Петрова (contact/2)"),
        ("remind add x --contact bob", "Robert Brown (contact/3)"),
        ("deal add x --contact olga", "Ольга Петрова (contact/2)"),
    ],
)
def test_near_names_are_suggested_wherever_a_record_is_named(world: Run, words: str, meant: str) -> None:
    assert world(*shlex.split(words), code=3).err.splitlines()[-1] == f"hint: did you mean {meant}?"


def test_of_near_names_the_archived_come_last(crm: Run) -> None:
    crm("contact", "add", "Jon Smith", code=0)
    crm("contact", "add", "Joan Smith", code=0)
    crm("contact", "archive", "Jon Smith", code=0)
    told = crm("contact", "show", "Johan Smith").err
    assert told.splitlines()[-1] == "hint: did you mean Joan Smith (contact/2) or Jon Smith (contact/1)?"


def test_at_is_whom_the_newest_step_was_about(people: Run) -> None:
    people("call", "Ann", "hello", code=0)
    assert people("contact", "show", "@", "-f", "{name}", code=0).out == "Ann\n"
    people("undo", code=0)
    assert people("contact", "show", "@", "-f", "{name}", code=0).out == "東京太郎\n"


def test_at_in_a_terminal_is_the_later_of_shown_and_touched(people: Run) -> None:
    people("contact", "show", "Ann", terminal=True, code=0)
    people("company", "show", "Acme", terminal=True, code=0)
    assert people("contact", "edit", "@", "--city", "Oslo", terminal=True, code=0).out == ANN_IN_OSLO
    people("contact", "edit", "42", "--city", "Oslo", code=3)
    people("contact", "edit", "name:42", "--city", "Oslo", code=0)
    assert people("contact", "show", "@", "-f", "{name}", terminal=True, code=0).out == "42\n"
    assert people("company", "show", "@", "-f", "{name}", terminal=True, code=0).out == "Acme\n"


def test_what_was_shown_is_remembered_beside_the_file_and_for_that_file(
    people: Run, home: Path, path: Path
) -> None:
    before = path.read_bytes()
    people("contact", "show", "Ann", terminal=True, code=0)
    assert path.read_bytes() == before
    lines = (home / ".local/state/crm/last_shown").read_text().splitlines()
    assert [line.split("\t")[:3] for line in lines] == [[str(path), "contact", "1"]]
    other = {"CRM_DB": str(path.with_name("other.db"))}
    people("contact", "add", "Zed", env=other, code=0)
    assert people("contact", "show", "@", "-f", "{name}", terminal=True, env=other, code=0).out == "Zed\n"


def test_a_dash_names_the_one_record_that_stdin_holds(people: Run) -> None:
    assert people("call", "Ann", "hi", code=0).code == 0
    assert people("timeline", "-", stdin="Ann\n", code=0).lines == people("timeline", "Ann", code=0).lines
    assert people("timeline", "-", stdin="Ann\nAnna Lee\n", code=2).err.startswith(
        "Error: here it takes one "
    )
    assert people("contact", "relate", "-", "wife", "Ann", stdin="", code=2).err.startswith(
        "Error: here it takes one contact, and stdin names 0\n"
    )
