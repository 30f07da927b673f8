"""Two people become one: all that hangs on the second is the first's, one undo parts them again, and errors are told."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crm_cli.db.schema import fact_tables

Run = Callable[..., Any]


def facts(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    """All that the file tells: every table of facts, row by row."""
    db = sqlite3.connect(path)
    try:
        return {
            table.name: db.execute(f"SELECT * FROM {table.name} ORDER BY id").fetchall()
            for table in fact_tables(db)
        }
    finally:
        db.close()


@pytest.fixture
def two(crm: Run) -> Run:
    """Two people with something in every table, of whom the second has more."""
    for words in (
        ("config", "set", "phone_region", "KZ"),
        ("field", "add", "contact", "shoe", "--type", "number"),
        ("contact", "add", "Jon Frost", "--email", "jon@acme.example", "--company", "Acme", "--tag", "vip"),
        ("contact", "edit", "1", "--city", "Oslo", "--shoe", "42"),
        (
            "contact", "add", "J. Frost", "--force", "--email", "jon@acme.example", "--email", "home:jf@home.example",
            "--phone", "+77012345678", "--city", "Bergen", "--job-title", "CFO", "--tag", "vip", "--tag", "fair",
            "--company", "Beta", "--deal", "Roof", "--note", "called", "--next", "call back", "--birthday", "1990-03-14",
        ),
        ("contact", "add", "Bob Roe", "--referred-by", "2"),
        ("contact", "relate", "3", "friend", "2"),
        ("contact", "relate", "1", "brother", "2"),
        ("contact", "date", "2", "wedding", "2019-06-01"),
        ("contact", "consent", "2", "email", "yes"),
        ("contact", "duplicates", "--not-same", "2", "3"),
        ("segment", "add", "chosen", "tag:none"),
        ("segment", "include", "chosen", "2"),
        ("note", "Jon Frost", "met both", "--with", "2"),
    ):  # fmt: skip
        crm(*words, code=0)
    return crm


def test_all_that_hangs_on_the_second_becomes_the_firsts(two: Run, path: Path) -> None:
    said = two("contact", "merge", "Jon Frost", "J. Frost", code=0)
    assert said.out.startswith(
        "Merged J. Frost (contact/2) into Jon Frost (contact/1): further e-mail jf@home.example (home),"
        " phone +7 701 234 5678, "
    )
    assert said.err == (
        "what J. Frost had otherwise is in the history: name J. Frost, company Beta, city Bergen"
        " (--keep name=B keeps it)\n"
    )
    now = two("contact", "show", "1", "-f", "json", code=0).json
    assert [one["value"] for one in now["emails"]] == ["jon@acme.example", "jf@home.example"]
    assert [one["primary"] for one in now["emails"]] == [True, False]
    assert (now["phone"], now["city"], now["job_title"], now["birthday"], now["company"]) == (
        "+77012345678", "Oslo", "CFO", "1990-03-14", "Acme",
    )  # fmt: skip
    assert (sorted(now["tags"]), now["shoe"], now["consent.email"]) == (["fair", "vip"], 42, True)
    assert two("deal", "show", "1", "-f", "json", code=0).json["contact_id"] == 1
    assert two("remind", "show", "1", "-f", "json", code=0).json["contact_id"] == 1
    assert two("contact", "show", "3", "-f", "json", code=0).json["referred_by_id"] == 1
    assert two("contact", "list", "in:chosen", "-f", "ids", code=0).out == "1\n"
    assert two("contact", "duplicates", "--not-same", "-f", "ids", code=0).out == "1\n3\n"
    links = facts(path)["activity_links"]
    assert len({row[1:5] for row in links}) == len(links)
    gone = [row for table, rows in facts(path).items() if table != "relations" for row in rows if row == (2,)]
    assert gone == []
    assert [row[1:6] for row in facts(path)["relations"]] == [(3, None, "friend", 1, None)]
    assert two("doctor", code=0).code == 0


def test_one_undo_parts_them_wholly_and_redo_merges_them_again(two: Run, path: Path) -> None:
    before = facts(path)
    two("contact", "merge", "1", "2", code=0)
    merged = facts(path)
    two("undo", code=0)
    assert facts(path) == before
    two("redo", code=0)
    assert facts(path) == merged


def test_a_file_as_it_stood_before_the_merge_has_two(two: Run) -> None:
    two("contact", "merge", "1", "2", now="2026-11-25T09:30:00Z", code=0)
    then = two("--as-of", "2026-11-22", "contact", "list", "frost", "-f", "ids", now="2026-11-25T10:00:00Z")
    assert sorted(then.lines) == ["1", "2"]


def test_the_history_of_the_one_that_stays_tells_who_became_it(two: Run) -> None:
    two("contact", "merge", "1", "2", code=0)
    newest = two("history", "contact/1", "-f", "{what}", code=0).lines[0]
    assert newest.startswith("Changed Jon Frost (contact/1): job title – → CFO; birthday – → 14 Mar 1990")
    assert (
        "merged in contact J. Frost, further e-mail jf@home.example (home), phone +7 701 234 5678" in newest
    )


def test_what_stays_is_chosen_field_by_field_and_a_choice_is_no_career(two: Run) -> None:
    two("contact", "merge", "1", "2", "--keep", "city=b", "--keep", "company=B", "--keep", "name=A", code=0)
    now = two("contact", "show", "1", "-f", "json", code=0).json
    assert (now["name"], now["city"], now["company"]) == ("Jon Frost", "Bergen", "Beta")
    assert two("sql", "SELECT count(*) AS n FROM employments", "-f", "{n}", code=0).out == "0\n"


def test_a_dry_run_shows_it_and_changes_nothing(two: Run, path: Path) -> None:
    before = facts(path)
    said = two("--dry-run", "contact", "merge", "1", "2", code=0)
    assert said.out.startswith("Merged J. Frost (contact/2) into Jon Frost (contact/1)")
    assert said.err.endswith("dry run: nothing was changed\n")
    assert facts(path) == before


def test_who_is_hidden_is_shown_when_the_other_is(two: Run) -> None:
    two("contact", "archive", "1", code=0)
    two("contact", "merge", "1", "2", code=0)
    assert two("contact", "list", "frost", "-f", "ids", code=0).out == "1\n"


def test_an_imported_row_of_the_one_that_went_is_the_one_that_stays(crm: Run, tmp_path: Path) -> None:
    sheet = tmp_path / "people.csv"
    sheet.write_text("id,name,email\n7,Jon Frost,jon@a.example\n8,J. Frost,j@b.example\n", encoding="utf-8")
    words = ("import", str(sheet), "--as", "contacts", "--map", "id=external_id", "--system", "old")
    crm(*words, code=0)
    crm("contact", "merge", "1", "2", code=0)
    again = crm(*words, "-f", "json", code=0).json
    assert (again["created"], again["updated"], again["unchanged"]) == (0, 0, 2)


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (("1", "1"), 5, "both names are Jon Frost (contact/1)"),
        (("1", "company/1"), 2, "`company/1` is a company; here it takes a contact"),
        (("1", "9"), 3, "no contact matches `9`"),
        (("1",), 2, "it takes two contacts, not 1"),
        (("1", "2", "3"), 2, "it takes two contacts, not 3"),
        ((), 2, "name the contact that stays, then the one that becomes it"),
        (("1", "2", "--keep", "city"), 2, "`city` does not say whose value is kept"),
        (("1", "2", "--keep", "town=A"), 2, "contacts have no field `town`"),
        (("1", "2", "--keep", "tags=B"), 2, "the tags of both is kept, or follows from the rest"),
        (("1", "2", "--certainty", "0.9"), 2, "name two to merge, or all that are certain with --where and --certainty, not both"),
    ],
)  # fmt: skip
def test_what_cannot_be_merged_is_told(
    two: Run, path: Path, words: tuple[str, ...], code: int, told: str
) -> None:
    before = facts(path)
    assert two("contact", "merge", *words, code=code).err.startswith(f"Error: {told}\n")
    assert facts(path) == before


def test_who_went_cannot_be_merged_again(two: Run) -> None:
    two("contact", "merge", "1", "2", code=0)
    assert two("contact", "merge", "1", "2", code=3).err.startswith("Error: no contact matches `2`\n")


def test_all_pairs_that_are_certain_are_merged_in_one_step(crm: Run, path: Path) -> None:
    for name in ("Noah Watson", "Noah Watson", "N. Watson", "Ann Lee"):
        crm("contact", "add", name, "--email", f"{name[-3:]}@a.example".lower(), "--force", code=0)
    before = facts(path)
    words = ("contact", "merge", "--where", "watson", "--certainty", "0.98")
    asked = crm(*words, code=6)
    assert asked.err == "Error: merge 2 contacts into 1 needs a yes\nhint: --yes\n"
    told = (
        "Merged 2 contacts into 1: Noah Watson (contact/2), N. Watson (contact/3) → Noah Watson (contact/1)\n"
    )
    assert crm("--dry-run", *words, code=0).out == told
    assert facts(path) == before
    assert crm("--yes", *words, code=0).out == told
    assert crm("contact", "list", "-f", "ids", code=0).out == "4\n1\n"
    assert crm("--yes", *words, code=0).out == "no contacts so certain to merge\n"
    crm("undo", code=0)
    assert facts(path) == before


def test_several_of_whom_not_all_can_be_one_are_left_as_they_are(crm: Run, path: Path) -> None:
    for name in ("Frost", "Jon Frost", "Jane Frost"):
        crm(
            "contact", "add", name, "--email", "f@b.example", "--phone", "+77012345671",
            "--birthday", "1990-03-14", "--force", code=0,
        )  # fmt: skip
    before = facts(path)
    result = crm("--yes", "contact", "merge", "--certainty", "0.9", code=8)
    assert result.err == (
        "Error: 1 group left as they are, of whom not all can be one:"
        " Frost (contact/1), Jon Frost (contact/2), Jane Frost (contact/3)\nhint: crm contact merge 1 2\n"
    )
    assert facts(path) == before


WORD = st.sampled_from(["", "Oslo", "Bergen", "Rome"])
PERSON = st.fixed_dictionaries(
    {
        "city": WORD,
        "source": WORD,
        "company": st.sampled_from(["", "Acme", "Beta"]),
        "tag": st.sets(st.sampled_from(["vip", "fair"])),
        "email": st.sets(st.sampled_from(["a@x.example", "b@x.example"])),
        "note": WORD,
        "next": WORD,
        "deal": WORD,
    }
)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(people=st.tuples(PERSON, PERSON), keep=st.sets(st.sampled_from(["city", "source", "company", "name"])))
def test_to_part_whom_a_merge_made_one_is_as_if_it_had_never_been(
    crm: Run, tmp_path_factory: pytest.TempPathFactory, people: tuple[Any, Any], keep: set[str]
) -> None:
    db = tmp_path_factory.mktemp("merge") / "crm.db"
    for name, person in zip(("Jon Frost", "J. Frost"), people, strict=True):
        words = [
            word
            for field, values in person.items()
            for value in (sorted(values) if isinstance(values, set) else [values])
            if value
            for word in (f"--{field}", value)
        ]
        crm("--db", str(db), "contact", "add", name, "--force", *words, code=0)
    before = facts(db)
    picks = [word for field in sorted(keep) for word in ("--keep", f"{field}=B")]
    crm("--db", str(db), "contact", "merge", "1", "2", *picks, code=0)
    merged = facts(db)
    assert [row[0] for row in merged["contacts"]] == [1]
    for table in ("activities", "reminders", "deals"):
        assert len(merged[table]) == len(before[table])
    crm("--db", str(db), "undo", code=0)
    assert facts(db) == before
