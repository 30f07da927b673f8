"""Exports for other programs: their own columns and words; what they have no column for is told."""

from __future__ import annotations

import csv
import io
import re
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from crm_cli.exchange.decide.profiles import FOLDER
from crm_cli.exchange.decide.targets import choices
from crm_cli.kinds.catalogue import KINDS

Run = Callable[..., Any]
SAYING = {
    path.stem: told["export"]
    for path in sorted(FOLDER.glob("*.toml"))
    if "export" in (told := tomllib.loads(path.read_text(encoding="utf-8")))
}


@pytest.fixture
def jane(crm: Run) -> Run:
    crm(
        *("contact", "add", "Jane Doe", "--given-name", "Jane", "--family-name", "Doe", "--company", "Acme"),
        *("--email", "work:jane@acme.example", "--tag", "vip", "--tag", "chess", "--birthday", "14.03.1990"),
        *("--lifecycle", "prospect", "--owner", "Aigul", "--source", "fair", "--job-title", "CFO"),
        *("--street", "1 High St", "--city", "Bath", "--country", "UK", "--description", "two\nlines"),
        code=0,
    )  # fmt: skip
    for words in (
        ("--email", "jane@sea.example"),
        ("--phone", "mobile:+77012345678"),
        ("--phone", "work:+77272345678"),
    ):
        crm("contact", "edit", "Jane", *words, code=0)
    crm("contact", "add", "Bo Li", "--birthday", "14 March", code=0)
    return crm


def filled(text: str) -> list[dict[str, str]]:
    """The cells that hold something, row by row."""
    rows = csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=""))
    return [{header: cell for header, cell in row.items() if cell} for row in rows]


def test_google_has_a_pair_of_columns_for_each_point(jane: Run) -> None:
    result = jane("export", "contacts", "--profile", "google", code=0)
    assert filled(result.out) == [
        {
            "First Name": "Jane",
            "Last Name": "Doe",
            "Organization Name": "Acme",
            "Organization Title": "CFO",
            "Birthday": "1990-03-14",
            "Notes": "two\nlines",
            "Labels": "chess ::: vip",
            "E-mail 1 - Value": "jane@sea.example",
            "E-mail 2 - Label": "Work",
            "E-mail 2 - Value": "jane@acme.example",
            "Phone 1 - Label": "Work",
            "Phone 1 - Value": "+77272345678",
            "Phone 2 - Label": "Mobile",
            "Phone 2 - Value": "+77012345678",
            "Address 1 - Street": "1 High St",
            "Address 1 - City": "Bath",
            "Address 1 - Country": "UK",
        },
        {"First Name": "Bo Li", "Birthday": " --03-14"},
    ]
    assert result.err == (
        "Google Contacts has no column for, and left out: lifecycle (1), source (1), owner (1)\n"
    )


def test_outlook_has_a_column_for_each_label_days_of_its_own_and_a_byte_order_mark(jane: Run) -> None:
    result = jane("export", "contacts", "--profile", "outlook", code=0)
    assert result.out.startswith("\ufeffFirst Name,Last Name,Company,")
    assert filled(result.out) == [
        {
            "First Name": "Jane",
            "Last Name": "Doe",
            "Company": "Acme",
            "Job Title": "CFO",
            "E-mail Address": "jane@sea.example",
            "E-mail 2 Address": "jane@acme.example",
            "Business Phone": "+77272345678",
            "Mobile Phone": "+77012345678",
            "Business Street": "1 High St",
            "Business City": "Bath",
            "Business Country/Region": "UK",
            "Birthday": "03/14/1990",
            "Categories": "chess;vip",
            "Notes": "two\nlines",
        },
        {"First Name": "Bo Li"},
    ]
    assert result.err == (
        "Outlook has no column for, and left out: email_label (1), lifecycle (1), source (1), owner (1),"
        " birthday without a year (1)\n"
    )


def test_hubspot_has_its_own_words_and_one_address(jane: Run) -> None:
    result = jane("export", "contacts", "--profile", "hubspot", code=0)
    assert filled(result.out)[0] == {
        "First Name": "Jane",
        "Last Name": "Doe",
        "Email": "jane@sea.example",
        "Phone Number": "+77272345678",
        "Mobile Phone Number": "+77012345678",
        "Company Name": "Acme",
        "Job Title": "CFO",
        "Lifecycle Stage": "Opportunity",
        "Contact owner": "Aigul",
        "Street Address": "1 High St",
        "City": "Bath",
        "Country/Region": "UK",
        "Date of birth": "1990-03-14",
        "Original Source": "fair",
    }
    assert result.err == (
        "HubSpot has no column for, and left out: further emails (1), phone_label (1), tags (1), description (1),"
        " birthday without a year (1)\n"
    )


def test_pipedrive_takes_an_address_as_one(jane: Run) -> None:
    assert filled(jane("export", "contacts", "--profile", "pipedrive", code=0).out)[0] == {
        "Person - Name": "Jane Doe",
        "Person - First name": "Jane",
        "Person - Last name": "Doe",
        "Person - Organization": "Acme",
        "Person - Job title": "CFO",
        "Person - Email - Work": "jane@acme.example",
        "Person - Email - Other": "jane@sea.example",
        "Person - Phone - Work": "+77272345678",
        "Person - Phone - Mobile": "+77012345678",
        "Person - Labels": "chess, vip",
        "Person - Postal address": "1 High St, Bath, UK",
        "Person - Notes": "two\nlines",
        "Person - Owner": "Aigul",
        "Person - Birthday": "1990-03-14",
    }


@pytest.mark.parametrize(
    ("profile", "expected"),
    [
        (
            "pipedrive",
            [
                {"Deal - Title": "A", "Deal - Value": "1250.50", "Deal - Status": "Open"},
                {"Deal - Title": "B", "Deal - Status": "Won", "Deal - Won time": "2026-11-20"},
                {"Deal - Title": "C", "Deal - Status": "Lost", "Deal - Lost time": "2026-11-20"},
            ],
        ),
        (
            "hubspot",
            [
                {"Deal Name": "A", "Deal Stage": "Lead", "Amount": "1250.50", "Currency": "EUR"},
                {"Deal Name": "B", "Deal Stage": "Closed Won", "Close Date": "2026-11-20"},
                {"Deal Name": "C", "Deal Stage": "Closed Lost", "Close Date": "2026-11-20"},
            ],
        ),
    ],
)
def test_deals_say_how_they_ended(crm: Run, profile: str, expected: list[dict[str, str]]) -> None:
    crm("deal", "add", "A", "--amount", "1250.50 EUR", code=0)
    crm("deal", "add", "B", code=0)
    crm("deal", "add", "C", code=0)
    crm("win", "B", "--on", "2026-11-20", code=0)
    crm("lose", "C", "--on", "2026-11-20", code=0)
    rows = filled(crm("export", "deals", "--profile", profile, code=0).out)
    assert [{key: row.get(key) for key in one} for row, one in zip(rows, expected, strict=True)] == expected


@pytest.mark.parametrize("profile", ["google", "outlook", "hubspot", "pipedrive"])
def test_what_is_exported_for_a_program_is_read_as_its_file_and_changes_nobody(
    jane: Run, profile: str, tmp_path: Path
) -> None:
    jane("export", "contacts", "jane", "--profile", profile, "--to", str(tmp_path / "out.csv"), code=0)
    before = jane("export", "contacts", "jane", "--columns", "name,company,emails,job_title").out
    other = {"CRM_DB": str(tmp_path / "other.db"), "CRM_PHONE_REGION": "KZ"}
    jane("import", str(tmp_path / "out.csv"), "--as", "contacts", env=other, code=0)
    after = jane("export", "contacts", "--columns", "name,company,emails,job_title", env=other).out
    if profile == "hubspot":  # it knows one address
        before = before.replace("; jane@acme.example", "")
    assert sorted(re.split("[,;] ?", after)) == sorted(re.split("[,;] ?", before))


@pytest.mark.parametrize(
    ("words", "error"),
    [
        (
            ("contacts", "--profile", "gogle"),
            "`gogle` is no program that an export is made for: google, hubspot, outlook, pipedrive\nhint: --profile google",
        ),
        (
            ("deals", "--profile", "google"),
            "Google Contacts takes companies and contacts, not deals\nhint: crm export deals -f csv",
        ),
        (
            ("contacts", "--profile", "google", "--columns", "name"),
            "--profile chooses the columns: no --columns or --group-by\nhint: leave them out",
        ),
        (
            ("contacts", "--profile", "google", "-f", "vcard"),
            "vcard has a form of its own: no --profile\nhint: -f csv",
        ),
    ],
)
def test_a_profile_that_says_nothing_is_refused(jane: Run, words: tuple[str, ...], error: str) -> None:
    result = jane("export", *words, code=2)
    assert (result.out, result.err) == ("", f"Error: {error}\n")


@pytest.mark.parametrize("name", SAYING)
def test_what_a_program_takes_in_is_of_fields_and_words_there_are(name: str) -> None:
    told = SAYING[name]
    assert set(told) - {"name", "separator", "days", "yearless", "bom"} <= set(KINDS)
    for kind in set(told) & set(KINDS):
        known = {field.name for field in KINDS[kind].fields} | {"first_name", "last_name", "tags"}
        points = {"email", "phone", "url", "messenger", "social"}
        for spec in told[kind]["columns"].values():
            for part in spec.replace("|", "+").split("+"):
                word, _, condition = part.partition("?")
                word = word.strip().partition(":")[0].removesuffix("_label")
                assert word in known | points, spec
                field, _, value = condition.strip().partition("=")
                assert not field or value in choices(kind)[field], spec
        for header, words in told[kind].get("words", {}).items():
            assert header in told[kind]["columns"]
            field = told[kind]["columns"][header].split()[0]
            assert field.endswith("_label") or set(words) <= set(choices(kind)[field])


def test_a_record_whose_points_have_more_labels_than_columns_loses_none_in_silence(crm: Run) -> None:
    crm("contact", "add", "Jane", code=0)
    for number in range(5):
        crm("contact", "edit", "Jane", "--email", f"j{number}@x.example", code=0)
    result = crm("export", "contacts", "--profile", "outlook", code=0)
    assert result.out.count("@x.example") == 3
    assert result.err == "Outlook has no column for, and left out: further emails (1)\n"
