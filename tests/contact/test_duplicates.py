"""People who may be one: which pairs are listed, how certain that is, and why; and what is known not to be one."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

SUITE = Path(__file__).parents[3] / "shared/data/suites/dedupe"

Run = Callable[..., Any]


def added(crm: Run, *people: str) -> None:
    """Add people, each told as the words of `contact add`."""
    for person in people:
        crm("contact", "add", *person.split("|"), "--force", code=0)


def test_pairs_are_listed_with_ids_names_certainty_and_reasons(crm: Run) -> None:
    added(
        crm,
        "Jon Frost|--email|jon@acme.example",
        "Frost, J.|--email|JON@acme.example",
        "Ольга Петрова|--phone|+77012345671",
        "Olga Petrova|--phone|+7 701 234 56 71",
        "Ida Smith|--phone|+77012345672",
        "Joe Smith|--phone|+77012345672",
        "Somebody Else",
    )
    assert crm("contact", "duplicates", "-f", "plain", code=0).out == (
        "1\tJon Frost\t2\tFrost, J.\t0.999\tsame frost; jon, j: an initial; same email jon@acme.example\n"
        "3\tОльга Петрова\t4\tOlga Petrova\t0.999\tольга, olga: spelt otherwise; "
        "петрова, petrova: spelt otherwise; same phone +77012345671\n"
    )
    assert crm("contact", "duplicates", "-f", "json", "--limit", "1", code=0).json == [
        {
            "id": 1,
            "name": "Jon Frost",
            "other_id": 2,
            "other_name": "Frost, J.",
            "certainty": 0.999,
            "reasons": ["same frost", "jon, j: an initial", "same email jon@acme.example"],
        }
    ]
    assert crm("contact", "duplicates", "-f", "ids", code=0).out == "1\n2\n3\n4\n"
    assert crm("contact", "duplicates", "petrova", "-f", "{id}-{other_id}", code=0).out == "3-4\n"


@pytest.mark.parametrize(
    ("one", "other", "least", "most"),
    [
        ("Jon Frost|--email|jon@a.example", "Jon Frost|--email|jon@a.example", 0.99, 1),
        ("Bob Frost|--phone|+77012345671", "Robert Frost|--phone|+77012345671", 0.99, 1),
        ("Jane Doe|--email|j@a.example", "Jnae Doe|--email|j@a.example", 0.98, 1),
        ("Jon Frost", "Jon Frost", 0.5, 0.95),
        ("Jon Frost|--city|Oslo", "Jon Frost|--city|Oslo", 0.5, 0.95),
        ("Jon Frost|--birthday|1990-03-14", "Jon Frost|--birthday|1990-03-14", 0.99, 1),
        ("Jon Frost|--birthday|1990-03-14", "Jon Frost|--birthday|1974-11-02", 0, 0.9),
        ("Ann Lee|--email|info@a.example", "Bo Kim|--email|info@a.example", 0, 0.49),
        ("Ida Smith|--phone|+77012345671", "Joe Smith|--phone|+77012345671", 0, 0.49),
        (
            "Ida Smith|--phone|+77012345671|--street|Abay 1|--city|Oslo",
            "Joe Smith|--phone|+77012345671|--street|Abay 1|--city|Oslo",
            0,
            0.9,
        ),
        ("Anna Kim|--email|anna1@a.example", "Boris Kim|--email|anna2@a.example", 0, 0.49),
        ("Ivan Petrov", "Ivan Sidorov", 0, 0.49),
        ("Daniel Kim|--phone|+77012345671", "Daniela Kim|--phone|+77012345671", 0, 0.49),
    ],
)
def test_two_people_are_one_with_such_a_certainty(
    crm: Run, one: str, other: str, least: float, most: float
) -> None:
    added(crm, one, other)
    pairs = crm("contact", "duplicates", "--certainty", "0", "-f", "json", code=0).json
    certainty = pairs[0]["certainty"] if pairs else 0
    assert least <= certainty <= most


def test_only_pairs_at_least_so_certain_are_listed(crm: Run) -> None:
    added(crm, "Jon Frost", "Jon Frost", "Ann Lee|--email|a@b.example", "Ann Lee|--email|a@b.example")
    assert crm("contact", "duplicates", "--certainty", "98%", "-f", "ids", code=0).out == "3\n4\n"
    assert crm("contact", "duplicates", "-f", "ids", code=0).out == "3\n4\n1\n2\n"


def test_two_who_are_both_one_with_a_third_are_one_unless_their_names_do_not_agree(crm: Run) -> None:
    added(
        crm,
        "Noah Watson|--email|n@a.example",
        "Noah Watson|--email|n@a.example|--phone|+77012345671|--birthday|1990-03-14",
        "Watson|--phone|+77012345671|--birthday|1974-03-30",
        "Frost|--email|f@b.example",
        "Jon Frost|--email|f@b.example",
        "Jane Frost|--email|f@b.example",
    )
    found = crm("contact", "duplicates", "-f", "{id}-{other_id}", code=0).lines
    assert "4-5" in found and "4-6" in found and "5-6" not in found


def test_archived_people_are_left_out_unless_they_are_asked_for(crm: Run) -> None:
    added(crm, "Jon Frost", "Jon Frost")
    crm("contact", "archive", "2", code=0)
    assert crm("contact", "duplicates", code=0).out == ""
    assert crm("contact", "duplicates", "--archived", "-f", "ids", code=0).out == "1\n2\n"


def test_a_pair_that_is_not_the_same_is_never_shown_again_until_that_is_taken_back(crm: Run) -> None:
    added(crm, "Jon Frost", "Jon Frost")
    said = crm("contact", "duplicates", "--not-same", "2", "1", code=0)
    assert said.out == "Jon Frost (contact/2) and Jon Frost (contact/1) are not the same\n"
    assert crm("contact", "duplicates", code=0).out == ""
    assert crm("contact", "duplicates", "--not-same", code=0).out == "1\tJon Frost\t2\tJon Frost\n"
    again = crm("contact", "duplicates", "--not-same", "1", "2", code=0)
    assert again.out == "Jon Frost (contact/1) and Jon Frost (contact/2) are not the same already\n"
    assert "Changed Jon Frost (contact/2): may be Jon Frost" not in crm("undo", code=0).out
    assert crm("contact", "duplicates", "-f", "ids", code=0).out == "1\n2\n"
    crm("redo", code=0)
    dropped = crm("contact", "duplicates", "--not-same", "--drop", "1", "2", code=0)
    assert dropped.out == "Jon Frost (contact/1) and Jon Frost (contact/2) may be the same again\n"
    assert crm("contact", "duplicates", "-f", "ids", code=0).out == "1\n2\n"


def test_what_is_not_the_same_goes_with_either_record_and_with_a_whole_export(
    crm: Run, tmp_path: Path
) -> None:
    added(crm, "Jon Frost", "Jon Frost", "Jon Frost")
    crm("contact", "duplicates", "--not-same", "1", "2", code=0)
    crm("contact", "duplicates", "--not-same", "1", "3", code=0)
    crm("contact", "delete", "3", code=0)
    assert crm("contact", "duplicates", "--not-same", "-f", "ids", code=0).out == "1\n2\n"
    crm("undo", code=0)
    assert crm("contact", "duplicates", "--not-same", "-f", "ids", code=0).out == "1\n2\n1\n3\n"
    crm("export", "all", "--to", str(tmp_path / "all"), code=0)
    crm("--db", str(tmp_path / "new.db"), "import", str(tmp_path / "all"), code=0)
    there = crm("--db", str(tmp_path / "new.db"), "contact", "duplicates", "--not-same", "-f", "ids", code=0)
    assert there.out == "1\n2\n1\n3\n"
    crm("contact", "forget", "1", "--yes", code=0)
    assert crm("contact", "duplicates", "--not-same", code=0).out == ""


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (("1", "1"), 5, "both names are Jon Frost (contact/1)"),
        (("1",), 2, "it takes two contacts, not 1"),
        (("1", "9"), 3, "no contact matches `9`"),
        (("--drop",), 2, "name the two contacts that may be the same after all"),
    ],
)
def test_it_takes_two_records_to_be_not_the_same(
    crm: Run, words: tuple[str, ...], code: int, told: str
) -> None:
    added(crm, "Jon Frost", "Jon Frost")
    result = crm("contact", "duplicates", "--not-same", *words, code=code)
    assert result.err.startswith(f"Error: {told}\n")


def people(which: str) -> tuple[str, set[tuple[str, str]]]:
    """A sheet of people with the ids of their rows, and the pairs of ids that are one person."""
    folder, name = {"febrl": ("febrl", "dataset1"), "fake": ("splink", "fake_1000")}[which]
    text = (SUITE / folder / f"{name}.csv").read_text(encoding="utf-8")
    true = json.loads((SUITE / folder / f"{name}.true_pairs.json").read_text(encoding="utf-8"))
    out = io.StringIO()
    rows = list(csv.DictReader(io.StringIO(text), skipinitialspace=True))
    heads = [head for head in rows[0] if head != "cluster"]  # which says whom each is
    writer = csv.DictWriter(out, heads, extrasaction="ignore")
    writer.writeheader()
    for row in rows:
        writer.writerow({**row, "date_of_birth": day_of(row.get("date_of_birth", ""))})
    return out.getvalue(), {(min(pair), max(pair)) for pair in true}


def day_of(text: str) -> str:
    """A day that is written without marks, as we read it; "" for one that never was."""
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        return ""


@pytest.fixture(params=[("febrl", "rec_id", 0.98), ("fake", "unique_id", 0.95)], ids=["febrl", "fake"])
def sheet(request: pytest.FixtureRequest) -> tuple[str, str, float]:
    """A sheet with known duplicates, the header of its ids, and the F1 to reach."""
    if not SUITE.is_dir():
        pytest.skip("the folder of known duplicates does not stand beside the checkout")
    which: tuple[str, str, float] = request.param
    return which


def test_known_duplicates_are_found(crm: Run, sheet: tuple[str, str, float], tmp_path: Path) -> None:
    which, header, least = sheet
    text, true = people(which)
    path = tmp_path / "people.csv"
    path.write_text(text, encoding="utf-8")
    crm("import", str(path), "--as", "contacts", "--map", f"{header}=external_id", code=0)
    told = crm("sql", "SELECT contact_id, external_id FROM external_ids", "-f", "json", code=0).json
    ids = {str(row["contact_id"]): row["external_id"] for row in told}
    lines = crm("contact", "duplicates", "-f", "{id} {other_id}", code=0).lines
    found = {tuple(sorted(ids[id] for id in line.split())) for line in lines}
    right = len(found & true)
    assert 2 * right / (len(found) + len(true)) >= least, (len(found), len(true), right)


@pytest.mark.parametrize(
    ("there", "new", "told"),
    [
        ("Jon Frost", "J. Frost", "there is also Jon Frost (contact/1): the same?\n"),
        ("Robert Frost|--company|Acme", "Bob Frost|--company|Acme", "there is also Robert Frost (contact/1): the same?\n"),
        ("Jane Doe", "Jane Dow", "there is also Jane Doe (contact/1): the same?\n"),
        ("Ida Smith", "Joe Smith", ""),
        ("Jon Frost|--birthday|1990-03-14", "J. Frost|--birthday|1974-11-02", ""),
    ],
)  # fmt: skip
def test_adding_one_who_may_be_there_goes_by_the_same_evidence(
    crm: Run, there: str, new: str, told: str
) -> None:
    added(crm, there)
    assert crm("contact", "add", *new.split("|"), code=0).err == told
