"""People: several ways to reach them, jobs they had, what they are to each other, what they agreed to."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Run = Callable[..., Any]


@pytest.fixture
def jane(crm: Run) -> Run:
    """One person with two addresses."""
    crm("contact", "add", "Jane Doe", "--company", "Acme", "--job-title", "CFO", "--email", "work:jane@acme.com",
        "--email", "home:jane@home.org", "--phone", "mobile:+7 701 234 56 78", "--messenger", "telegram:@jane",
        "--url", "https://jane.example/a:b", "--social", "linkedin:jane-doe", code=0)  # fmt: skip
    return crm


def test_points_keep_their_labels_as_written_and_their_order(jane: Run) -> None:
    told = jane("contact", "show", "jane", "-f", "json", code=0).json
    assert told["emails"] == [
        {"value": "jane@acme.com", "label": "work", "primary": True},
        {"value": "jane@home.org", "label": "home", "primary": False},
    ]
    assert told["phones"] == [{"value": "+7 701 234 56 78", "label": "mobile", "primary": True}]
    assert told["messengers"][0] == {"value": "@jane", "label": "telegram", "primary": True}
    assert told["urls"][0] == {"value": "https://jane.example/a:b", "label": None, "primary": True}
    assert (told["email"], told["phone"]) == ("jane@acme.com", "+7 701 234 56 78")


def test_an_edited_email_is_added_and_becomes_the_first(jane: Run) -> None:
    jane("contact", "edit", "jane", "--email", "jane@new.com", code=0)
    assert jane("contact", "show", "jane", "-f", "{email}|{emails}").out == (
        "jane@new.com|jane@new.com; jane@acme.com; jane@home.org\n"
    )
    jane("contact", "edit", "jane", "--email", "JANE@home.org", code=0)
    assert jane("contact", "show", "jane", "-f", "{email}").out == "jane@home.org\n"
    jane("contact", "edit", "jane", "--drop-email", "jane@HOME.org", code=0)
    assert jane("contact", "show", "jane", "-f", "{email}").out == "jane@acme.com\n"
    jane("contact", "edit", "jane", "--email", "", code=0)
    assert jane("contact", "list", "no:email", "-f", "ids").out == "1\n"


def test_any_address_is_found_though_the_column_shows_the_first(jane: Run) -> None:
    assert jane("contact", "list", "email:home.org", "--columns", "email").out == "jane@acme.com\n"
    assert jane("contact", "show", "jane@home.org", "-f", "ids").out == "1\n"


def test_a_phone_is_kept_as_written_and_found_however_it_is_typed(jane: Run) -> None:
    for typed in ("+77012345678", "8 (701) 234-56-78", "77012345678"):
        result = jane("contact", "show", typed, "-f", "{phone}", env={"CRM_PHONE_REGION": "KZ"})
        assert result.out == "+7 701 234 56 78\n", typed


def jobs(crm: Run) -> list[tuple[str | None, ...]]:
    """The former jobs of Jane, newest first: company, job, from, to."""
    told = crm("contact", "show", "jane", "-f", "json").json["employments"]
    return [(job["company"], job["job_title"], job["started_on"], job["ended_on"]) for job in told]


def test_a_new_company_or_job_keeps_the_old_one(jane: Run) -> None:
    said = jane(
        "contact", "edit", "jane", "--company", "Bolt", "--job-title", "CEO", now="2026-12-01", code=0
    )
    assert said.out == (
        "Changed Jane Doe (contact/1): company Acme → Bolt; job title CFO → CEO; former jobs +CFO at Acme;"
        " made company Bolt (company/2)\n"
    )
    jane("contact", "edit", "jane", "--job-title", "Chair", code=0, now="2027-01-01")
    assert jobs(jane) == [
        ("Bolt", "CEO", "2026-12-01", "2027-01-01"),
        ("Acme", "CFO", None, "2026-12-01"),
    ]


@pytest.mark.parametrize(
    ("now", "words", "kept"),
    [
        ("2026-11-22T09:30:00Z", ["--company", "Bolt"], 0),
        ("2026-11-22T09:30:01Z", ["--company", "Bolt"], 1),
        ("2026-11-22T09:30:00Z", ["--job-title", "CEO"], 0),
        ("2026-11-22T09:30:01Z", ["--job-title", "CEO"], 1),
        ("2027-11-22", ["--job-title", "CEO", "--correct"], 0),
        ("2027-11-22", ["--company", "Bolt", "--correct"], 0),
        ("2027-11-22", ["--clear", "company"], 1),
        ("2027-11-22", ["--clear", "company", "--correct"], 0),
        ("2027-11-22", ["--city", "Oslo"], 0),
    ],
)
def test_a_correction_is_no_career(jane: Run, now: str, words: list[str], kept: int) -> None:
    jane("contact", "edit", "jane", *words, now=now, code=0)
    assert len(jobs(jane)) == kept


def test_a_day_counts_from_the_entry_of_the_job_and_not_of_the_person(jane: Run) -> None:
    jane("contact", "edit", "jane", "--company", "Bolt", now="2027-03-01T09:00:00Z", code=0)
    jane("contact", "edit", "jane", "--city", "Oslo", now="2027-03-01T09:30:00Z", code=0)
    jane("contact", "edit", "jane", "--company", "Globex", now="2027-03-01T10:00:00Z", code=0)
    assert jobs(jane) == [("Acme", "CFO", None, "2027-03-01")]
    jane("undo", now="2027-03-05T09:00:00Z", code=0)
    jane("contact", "edit", "jane", "--company", "Globex", now="2027-03-05T09:30:00Z", code=0)
    assert [job[0] for job in jobs(jane)] == ["Bolt", "Acme"], "that something was taken back is no entry"


def test_relations_are_told_from_both_sides(jane: Run) -> None:
    jane("contact", "add", "John", code=0)
    jane("contact", "relate", "jane", "wife", "john", code=0)
    jane("contact", "relate", "john", "owner", "company/1", code=0)
    assert jane("contact", "show", "john", "-f", "json").json["relations"] == [
        {"relation": "is owner of", "record": "company/1", "name": "Acme"},
        {"relation": "has wife", "record": "contact/1", "name": "Jane Doe"},
    ]
    assert (
        jane("contact", "relate", "jane", "WIFE", "john", code=0).out == "Jane Doe is WIFE of John already\n"
    )
    jane("contact", "relate", "jane", "wife", "john", "--drop", code=0)
    assert jane("contact", "show", "jane", "-f", "json").json["relations"] == []
    assert jane("contact", "relate", "jane", "friend", "jane").code == 5


def test_days_that_matter_are_kept_with_or_without_the_year(jane: Run) -> None:
    jane("contact", "date", "jane", "wedding", "1 June 2019", code=0)
    jane("contact", "date", "jane", "name day", "24.06", code=0)
    jane("contact", "date", "jane", "Wedding", "2 June 2019", code=0)
    assert jane("contact", "show", "jane", "-f", "json").json["important_dates"] == [
        {"label": "wedding", "date": "2019-06-02"},
        {"label": "name day", "date": "--06-24"},
    ]
    jane("contact", "date", "jane", "wedding", "--drop", code=0)
    assert jane("contact", "date", "jane", "wedding", "--drop").code == 3


def test_the_latest_word_on_consent_counts(jane: Run) -> None:
    jane("contact", "consent", "jane", "any", "yes", "--on", "2026-01-10", code=0)
    assert (
        jane("contact", "list", "consent.email:yes", "--columns", "consent").out
        == "email; phone; message; post\n"
    )
    jane("contact", "consent", "jane", "email", "no", "--how", "letter", code=0)
    assert jane("contact", "list", "consent.email:yes").out == ""
    assert jane("contact", "list", "consent.email:no consent:phone", "-f", "ids").out == "1\n"
    assert jane("contact", "consent", "jane", "pigeon", "yes").code == 2


def test_age_needs_the_year_of_birth(jane: Run) -> None:
    jane("contact", "edit", "jane", "--birthday", "22.11.1990", code=0)
    assert jane("contact", "list", "age:35", "-f", "{age}").out == "35\n"
    assert jane("contact", "list", "age:36", "-f", "{age}", now="2026-11-22").out == "36\n"
    jane("contact", "edit", "jane", "--birthday", "22.11", code=0)
    assert jane("contact", "list", "no:age", "-f", "ids").out == "1\n"


def test_a_field_of_ones_own_is_an_option_a_column_and_a_term(jane: Run) -> None:
    jane("field", "add", "contact", "renewal", "--type", "date", code=0)
    jane("field", "add", "contact", "shoe size", "--type", "number", code=0)
    jane("field", "add", "contact", "mood", "--type", "choice", "--choices", "sunny,grey", code=0)
    jane(
        "contact", "edit", "jane", "--renewal", "31.01.2027", "--shoe-size", "38.5", "--mood", "Sunny", code=0
    )
    assert jane(
        "contact", "list", "renewal:2027-01 shoesize:38..39 mood:sunny", "--columns", "renewal,shoe size,mood"
    ).out == ("2027-01-31\t38.5\tsunny\n")
    assert jane("contact", "edit", "jane", "--mood", "blue").code == 2
    jane("field", "edit", "contact", "mood", "--name", "weather", code=0)
    assert jane("contact", "show", "jane", "-f", "{weather}").out == "sunny\n"
    jane("field", "delete", "contact", "weather", code=0)
    assert jane("contact", "list", "weather:sunny").code == 2
    jane("undo", code=0)
    assert jane("contact", "show", "jane", "-f", "{weather}").out == "sunny\n"


def test_what_was_changed_meanwhile_is_not_overwritten(jane: Run, path: Any, tmp_path: Any) -> None:
    script = tmp_path / "editor.sh"
    script.write_text(
        "#!/bin/sh\n"
        f"sqlite3 {path} \"UPDATE contacts SET city = 'Rome'\" 2>/dev/null || "
        f"python3 -c \"import sqlite3; d = sqlite3.connect('{path}'); d.execute('UPDATE contacts SET city = ?', ('Rome',)); d.commit()\"\n"
        "sed -i 's/^city:.*/city: Oslo/' \"$1\"\n"
    )
    script.chmod(0o700)
    result = jane("contact", "edit", "jane", terminal=True, env={"EDITOR": str(script)})
    assert result.code == 5, result.err
    assert "has been changed meanwhile: city is `Rome`" in result.err
    assert jane("contact", "show", "jane", "-f", "{city}").out == "Rome\n"
