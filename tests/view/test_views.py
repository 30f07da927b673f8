"""Views: lists of one's own under a name, and the columns a list has in a terminal."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]


@pytest.fixture
def people(crm: Run) -> Run:
    """Jane of Almaty and Bob of Oslo are hot, Ann of Almaty is not."""
    crm("config", "set", "currency", "EUR", code=0)
    for name, city, *tags in (("Jane", "Almaty", "hot"), ("Bob", "Oslo", "hot", "vip"), ("Ann", "Almaty")):
        email = f"{name.lower()}@x.example"
        crm(
            "contact",
            "add",
            name,
            "--city",
            city,
            "--email",
            email,
            *(f"--tag={tag}" for tag in tags),
            code=0,
        )
    return crm


def test_a_list_is_kept_under_a_name_with_its_query_columns_and_order(people: Run) -> None:
    words = ("contact", "list", "tag:hot", "or", "name:zed", "--columns", "name,email", "--sort", "-name")
    added = people("view", "add", "hot", *words, code=0)
    assert (
        added.out
        == "View hot is now crm contact list tag:hot or name:zed --columns name,email --sort -name\n"
    )
    assert (
        people("view", "hot", code=0).out
        == people(*words).out
        == "Jane\tjane@x.example\nBob\tbob@x.example\n"
    )
    assert people("view", "HOT").lines[0].startswith("Jane")


def test_more_words_narrow_a_view_and_later_options_count(people: Run) -> None:
    people("view", "add", "hot", "contact", "list", "tag:hot or name:zed", "--columns", "name,email", code=0)
    assert people("view", "hot", "city:oslo").out == "Bob\tbob@x.example\n"
    assert people("view", "hot", "city:almaty", "or", "city:oslo", "--columns", "city").lines == [
        "Oslo",
        "Almaty",
    ]
    assert people("view", "hot", "-f", "csv", "-n", "1").out == "name,email\nBob,bob@x.example\n"
    assert people("view", "hot", "--sort", "-name", "-f", "ids").lines == ["1", "2"]
    assert "Usage: crm contact list" in people("view", "hot", "--help", code=0).out


def test_a_query_of_words_and_terms_stays_one_when_narrowed(people: Run) -> None:
    people("view", "add", "j", "contact", "list", "tag:hot jane", code=0)
    assert people("view", "j", "city:almaty", "-f", "{name}").lines == ["Jane"]
    assert people("view", "j", "city:oslo", "-f", "{name}").lines == []


def test_boards_and_reports_can_be_kept_too(people: Run) -> None:
    people("deal", "add", "Roof", "--contact", "jane", "--amount", "500", code=0)
    people("view", "add", "mine", "deal", "board", "contact:jane", code=0)
    people("view", "add", "stages", "report", "pipeline", "--by", "stage", code=0)
    assert people("view", "mine").out == "Lead\tRoof\t500.00 EUR\n"
    assert people("view", "stages").out == people("report", "pipeline", "--by", "stage").out


def test_views_are_listed_shown_deleted_and_brought_back(people: Run) -> None:
    people("view", "add", "b-б.1", "deal", "list", code=0)
    people("view", "add", "a", "contact", "list", "name:'x y'", code=0)
    assert (
        people("view").out
        == people("view", "list").out
        == ("a\tcrm contact list 'name:'\"'\"'x y'\"'\"''\nb-б.1\tcrm deal list\n")
    )
    assert people("view", "show", "B-Б.1", "-f", "json").json == {"name": "b-б.1", "words": "crm deal list"}
    assert people("view", "delete", "a", code=0).out == "Deleted view a\n"
    assert people("view", "a", code=3).err == "Error: there is no view `a`\nhint: crm view list\n"
    people("undo", code=0)
    assert people("view", "a", code=0).out == ""
    people("undo", code=0)
    assert people("view", "show", "a", code=3).code == 3


def test_the_same_view_again_is_no_step_and_another_needs_force(people: Run) -> None:
    people("view", "add", "a", "deal", "list", code=0)
    assert people("view", "add", "a", "deal", "list", code=0).out == "View a is crm deal list already\n"
    assert people("view", "add", "a", "contact", "list", code=5).err == (
        "Error: view a is there already: crm deal list\nhint: crm view add --force a contact list\n"
    )
    told = people("view", "add", "--force", "-f", "json", "a", "contact", "list", code=0).json
    assert told["words"] == "crm contact list"
    assert isinstance(told["command"], int)


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (["contact", "lis"], 2, "`crm contact` has no command `lis`"),
        (["contatc", "list"], 2, "`crm` has no command `contatc`"),
        (["contact", "list", "--colums", "name"], 2, "`crm contact list` has no option `--colums`"),
        (["contact", "list", "--columns", "nme"], 2, "contacts have no field `nme`"),
        (["contact", "list", "--sort", "-zed"], 2, "contacts have no field `zed`"),
        (["contact", "list", "zed:1"], 2, "cannot read the query: no field `zed` of contacts"),
        (["contact", "list", "-f", "xml"], 2, "`xml` is not a format"),
        (["contact", "list", "-n", "many"], 2, "invalid value for '--limit'"),
        (["deal", "board", "--pipeline", "zed"], 3, "there is no pipeline `zed`"),
        (["report", "sales", "--by", "zed"], 2, "deals have no field `zed`"),
        (["contact", "add", "Zed"], 2, "`crm contact add` is no list"),
        (["remind", "add", "x"], 2, "`crm remind add` is no list"),
        (["remind"], 2, "`crm remind` is no list"),
        (["view", "list"], 2, "`crm view list` is no list"),
    ],
    ids=str,
)
def test_what_is_no_list_is_refused_in_the_words_of_the_list(
    people: Run, words: list[str], code: int, message: str
) -> None:
    refused = people("view", "add", "a", *words, code=code)
    assert message in refused.err.splitlines()[0]
    assert refused.out == ""
    assert people("view").out == ""
    assert people("contact", "list", "-f", "ids").lines == ["3", "2", "1"]


@pytest.mark.parametrize("name", ["list", "add", "SHOW", "delete", "a b", "", "a/b", "x;y"])
def test_a_view_hides_no_command_and_is_one_word(people: Run, name: str) -> None:
    people("view", "add", name, "contact", "list", code=2)
    assert people("view").out == ""


def test_a_view_of_a_field_that_is_gone_says_what_the_list_says(people: Run) -> None:
    people("field", "add", "contact", "shoe", code=0)
    people("view", "add", "a", "contact", "list", "--columns", "name,shoe", code=0)
    people("field", "delete", "contact", "shoe", "--yes", code=0)
    assert people("view", "a", code=2).err.startswith("Error: contacts have no field `shoe`\n")


def test_forgetting_somebody_cleans_the_views_that_name_them(crm: Run, path: Path) -> None:
    crm("contact", "add", "Zephyrine Quill", "--email", "zq@quill.example", code=0)
    crm(
        "view",
        "add",
        "zq",
        "deal",
        "list",
        "contact:zephyrine",
        "zq@quill.example",
        "--sort",
        "title",
        code=0,
    )
    crm("contact", "forget", "1", "--yes", code=0)
    assert crm("view", "show", "zq", "-f", "{words}").out == (
        "crm deal list 'contact:[forgotten]' '[forgotten]' --sort title\n"
    )
    assert b"quill" not in path.read_bytes().lower()


def test_the_columns_of_a_list_are_remembered_for_a_terminal_alone(people: Run) -> None:
    assert people("config", "set", "columns.contact", " name, city,email", code=0).out == (
        "columns.contact is name,city,email\n"
    )
    table = "Name  City    Email\n────────────────────────────\n"
    shown = people("contact", "list", "jane", terminal=True, env={"NO_COLOR": "1"})
    assert shown.out == table + "Jane  Almaty  jane@x.example\n"
    for format in ("plain", "csv", "json", "table"):
        before = people("contact", "list", "-f", format).out
        people("config", "unset", "columns.contact", code=0)
        assert people("contact", "list", "-f", format).out == before
        people("undo", code=0)
    asked = people("contact", "list", "jane", "--columns", "city", terminal=True, env={"NO_COLOR": "1"})
    assert asked.out == "City\n──────\nAlmaty\n"
    told = people("config", "list", "-f", "json").json
    assert [one["value"] for one in told if one["name"].startswith("columns.")] == ["name,city,email"]


def test_columns_are_remembered_by_the_name_of_the_commands(people: Run) -> None:
    people("config", "set", "columns.reminder", "title", code=0)
    assert people("config", "get", "columns.remind").out == "title\n"
    people("remind", "add", "x", code=0)
    assert people("remind", "list", terminal=True, env={"NO_COLOR": "1"}).out == "What\n────\nx\n"
    shown = people("remind", "list", terminal=True, env={"NO_COLOR": "1", "CRM_COLUMNS_REMIND": "id"}).out
    assert shown == "ID\n──\n 1\n"


def test_columns_that_are_none_are_refused_and_those_gone_remarked_upon(people: Run) -> None:
    refused = people("config", "set", "columns.contact", "name,emial", code=2)
    assert refused.err.startswith("Error: contacts have no field `emial`\nhint: did you mean email")
    assert people("config", "set", "columns.contacts", "name", code=3).code == 3
    people("config", "set", "columns.contact", ", ,", code=2)
    people("field", "add", "contact", "shoe", code=0)
    people("config", "set", "columns.contact", "name,shoe", code=0)
    people("field", "delete", "contact", "shoe", "--yes", code=0)
    shown = people("contact", "list", "ann", terminal=True, env={"NO_COLOR": "1"})
    assert shown.out == "Name\n────\nAnn\n"
    assert shown.err == "columns.contact names shoe, which contacts do not have any more\n"
