"""What `list -f csv` gives comes back as what it is: no field of the user's own is made of what follows from others."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]


@pytest.fixture(autouse=True)
def house(crm: Run) -> None:
    """A record of each kind."""
    crm("contact", "add", "Ann", "--company", "Acme", "--email", "a@x.com", "--phone", "+41446681800", code=0)
    crm("contact", "edit", "Ann", "--email", "b@x.com", code=0)
    crm("contact", "add", "Bob", code=0)
    crm("product", "add", "Core", "--price", "5", "--currency", "EUR", code=0)
    crm("deal", "add", "Roof", "--company", "Acme", "--amount", "5", "--currency", "EUR", code=0)
    crm("meeting", "Ann", "demo", "--on", "2026-11-20 14:00", "--with", "Bob", code=0)
    crm("remind", "add", "Call", "--contact", "Ann", "--due", "2026-12-01 9:00", code=0)


@pytest.mark.parametrize(
    ("command", "kind"),
    [
        ("contact", "contacts"),
        ("company", "companies"),
        ("product", "products"),
        ("deal", "deals"),
        ("note", "activities"),
        ("remind", "reminders"),
    ],
)
def test_a_list_changes_nothing_where_it_came_from(crm: Run, sheet: Run, command: str, kind: str) -> None:
    text = crm(command, "list", "-f", "csv", code=0).out
    told = crm("import", sheet(text), "--as", kind, "-f", "json", code=0).json
    assert (told["unchanged"], told["custom_fields"], told["command"]) == (told["rows"], {}, None)


def test_a_list_of_activities_is_read_elsewhere_with_everybody_in_it(
    crm: Run, sheet: Run, tmp_path: Path
) -> None:
    file, other = sheet(crm("note", "list", "-f", "csv", code=0).out), {"CRM_DB": str(tmp_path / "other.db")}
    crm("contact", "add", "Bob", env=other, code=0)
    told = crm("import", file, "--as", "activities", "-f", "json", env=other, code=0).json
    assert (told["created"], told["custom_fields"], told["linked"]) == (
        1,
        {},
        {"companies": 1, "contacts": 1},
    )
    shown = crm("note", "list", "-f", "{text} {contacts} {companies}", env=other, code=0)
    assert shown.out == "demo Ann; Bob Acme\n"


def test_a_list_of_people_is_read_elsewhere_with_all_their_emails(
    crm: Run, sheet: Run, tmp_path: Path
) -> None:
    file, other = (
        sheet(crm("contact", "list", "-f", "csv", code=0).out),
        {"CRM_DB": str(tmp_path / "other.db")},
    )
    crm("import", file, "--as", "contacts", env=other, code=0)
    shown = crm("contact", "list", "-f", "{name} {emails} {phones} {company}", env=other, code=0)
    assert shown.lines == ["Ann b@x.com; a@x.com +41446681800 Acme", "Bob   "]
