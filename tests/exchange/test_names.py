"""What records are called whose rows have no name, or have it in parts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Run = Callable[..., Any]
Sheet = Callable[..., str]


@pytest.mark.parametrize(
    ("headers", "cells", "name"),
    [
        ("First Name,Last Name", "Ann,Lee", "Ann Lee"),
        ("Last Name,First Name", "Lee,Ann", "Ann Lee"),
        ("given_name,family_name", "Айгүл,Осмонова", "Айгүл Осмонова"),
        ("Имя,Фамилия", "Анна,Ким", "Анна Ким"),
        ("نام,نام خانوادگی", "پریسا,کریمی", "پریسا کریمی"),
        ("First Name,Last Name", "小明,王", "王小明"),
        ("First Name,Last Name", ",Lee", "Lee"),
        ("First Name,Last Name", "Cher,", "Cher"),
        ("Full Name,First Name,Last Name", "Dr Ann Lee,Ann,Lee", "Dr Ann Lee"),
        ("Full Name,First Name,Last Name", ",Ann,Lee", "Ann Lee"),
        ("Name,Email", ",ann@x.com", "ann@x.com"),
        ("Name,Email,Phone,id", ",,+77011234567,9", "+77011234567"),
        ("Name,Email,Phone,id", ",,,9", "9"),
    ],
)
def test_a_person_has_a_name(crm: Run, sheet: Sheet, headers: str, cells: str, name: str) -> None:
    crm("import", sheet(f"{headers}\n{cells}\n"), "--as", "contacts", code=0)
    assert crm("contact", "list", "-f", "{name}").lines == [name]


def test_rows_without_a_name_are_counted(crm: Run, sheet: Sheet) -> None:
    file = sheet("Customer ID,Name,Email\n1,,\n2,,\n3,,c@x.com\n4,Dan,\n")
    told = crm("import", file, "--as", "contacts", "--map", "Customer ID=external_id", code=0)
    assert "2 rows have no name; named by their external_id" in told.err
    assert "1 row has no name; named by its email" in told.err
    assert crm("contact", "list", "-f", "{name}", "--sort", "id").lines == ["1", "2", "c@x.com", "Dan"]
    assert (
        crm("import", file, "--as", "contacts", "--map", "Customer ID=external_id", "-f", "json").json[
            "unchanged"
        ]
        == 4
    )


def test_a_company_without_a_name_is_called_by_its_domain_or_rejected(crm: Run, sheet: Sheet) -> None:
    told = crm("import", sheet("Name,Domain,City\n,acme.com,Oslo\n,,Rome\n"), "--as", "companies", code=8)
    assert "1 row has no name; named by its domain" in told.err
    assert "line 3 rejected (Rome): the name of the company is empty" in told.err
    assert crm("company", "list", "-f", "{name}").lines == ["acme.com"]
